/*{
  "id": "REC-012",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "接替人员不是原派出单位选派", "en": "The replacement does not come from the same unit"},
  "asks": {
    "zh": "整改后另行选派或因组织处理不再驻村的，由原派出单位从本单位干部中另派。案件应写明接替的派驻记录，且派出单位相同。",
    "en": "After replacement or organisational handling the same dispatching unit sends another of its own cadres. The case names the posting of the replacement, and its unit is the same."
  },
  "message": {
    "zh": "案件结果为“{result}”，应由原派出单位（{unit}）从本单位干部中另派；接替派驻{replacement}[由另一单位（{sentBy}）派出][的人选是另一单位（{homeUnit}）的干部]",
    "en": "The outcome is: {result}, so the same unit ({unit}) sends another of its own cadres; the posting {replacement}[ was made by another unit ({sentBy})][ is of a cadre of another unit ({homeUnit})]"
  },
  "fix": {
    "zh": "核对接替派驻记录；确由其他单位派出的，请原派出单位另行选派。",
    "en": "Check the posting of the replacement; if another unit sent it, the unit of the case sends one of its own."
  },
  "records": ["rectificationCase", "posting"],
  "views": ["case_ground"],
  "fields": ["rectificationCase.outcome", "rectificationCase.replacementPostingId", "posting.dispatchingUnitId"],
  "conventions": ["K12", "K14", "K21"],
  "policies": [{"table": "condition", "where": {"recordType": "rectificationCase", "field": "replacementPostingId"}}],
  "also": [{"table": "clock", "where": {"endField": "replacementSelectedOn"}}],
  "arguments": {"result": "codelist:rectification-outcome", "unit": "text", "replacement": "text", "sentBy": "text", "homeUnit": "text"}
}*/
-- @query
WITH bound AS (
  -- each case that ends in sending another, beside who was sent and by whom
  SELECT DISTINCT g.caseId, g.postingId, g.dispatchingUnitId, g.outcome AS result, r.replacementPostingId,
                  r.replacementSelectedOn,
                  n.id AS found, n.dispatchingUnitId AS sentBy,
                  -- one selected comes from the unit's own cadres, or from a body under it
                  CASE WHEN g.outcome = 'REPLACE' AND coalesce(o.parentId, '') <> g.dispatchingUnitId
                       THEN k.homeUnitId END AS homeUnit,
                  -- the row that speaks of this outcome, else the one on the limit for selecting another
                  coalesce((SELECT min(d.policyRow)
                            FROM condition d
                            WHERE d.recordType = 'rectificationCase' AND d.field = 'replacementPostingId'
                              AND list_contains(d.outcomes, g.outcome)
                              AND coalesce(concerns(d, g.role, g.dispatchLevel), true)
                              AND binds(d, g.eventOn)),
                           (SELECT min(k.policyRow)
                            FROM clock k
                            WHERE k.endField = 'replacementSelectedOn' AND g.outcome = 'REPLACE'
                              AND binds(k, g.eventOn))) AS policyRow
  FROM case_ground g JOIN rectificationCase r ON r.id = g.caseId
  LEFT JOIN posting n ON n.id = r.replacementPostingId
  LEFT JOIN cadre k ON k.id = n.cadreId LEFT JOIN organization o ON o.id = k.homeUnitId
), judged AS (
  -- a replacement still to be sent is not judged: selecting has its own limit, handling has none
  SELECT *,
         CASE WHEN dispatchingUnitId IS NULL THEN 'rectificationCase.postingId'
              WHEN found IS NULL THEN 'rectificationCase.replacementPostingId' END AS missing
  FROM bound
  WHERE policyRow IS NOT NULL AND (replacementPostingId IS NOT NULL OR replacementSelectedOn IS NOT NULL)
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow, missing,
       '/replacementPostingId' AS pointer, result, dispatchingUnitId AS unit, replacementPostingId AS replacement,
       CASE WHEN sentBy <> dispatchingUnitId THEN sentBy END AS sentBy,
       CASE WHEN sentBy = dispatchingUnitId THEN homeUnit END AS homeUnit
FROM judged
WHERE missing IS NOT NULL OR sentBy <> dispatchingUnitId OR homeUnit <> dispatchingUnitId;
-- @break
-- the replacement is booked as sent by another unit
UPDATE posting
SET dispatchingUnitId = (SELECT o.id
                         FROM organization o WHERE o.id <> posting.dispatchingUnitId
                         ORDER BY o.body = 'DISPATCHING_UNIT' DESC, o.level = posting.dispatchLevel DESC, o.id
                         LIMIT 1)
WHERE id = (SELECT replacementPostingId
            FROM rectificationCase
            WHERE replacementPostingId IS NOT NULL AND outcome IN ('REPLACE', 'ORGANISATIONAL_HANDLING')
            ORDER BY id LIMIT 1);
