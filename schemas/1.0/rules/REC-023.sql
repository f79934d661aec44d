/*{
  "id": "REC-023",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "title": {"zh": "已另派人员，原派驻没有结束", "en": "Replaced, but the old posting goes on"},
  "asks": {
    "zh": "案件结果为另行选派或组织处理、接替人员已经到岗的，原来的派驻应已结束。条文没有期限，接替人员到岗后的第一个工作日过后才判断，并降一级。",
    "en": "Where a case ends in replacement or organisational handling and the replacement is in post, the old posting has ended. The text sets no limit, so that it is judged once the first working day after the replacement began is over, one step lower."
  },
  "message": {
    "zh": "案件（{caseId}）结果为“{result}”，接替派驻{replacement}已于{startDate}到岗，到{asOf}原派驻仍未结束",
    "en": "The case ({caseId}) ended as: {result}, and the replacement ({replacement}) has been in post since {startDate}, yet by {asOf} the old posting has no end"
  },
  "fix": {
    "zh": "登记原派驻的结束日期和原因；人员仍在村的，办理离任手续。",
    "en": "Record the end of the old posting and its reason; let the cadre leave if still there."
  },
  "records": ["rectificationCase", "posting"],
  "views": ["calendar_day", "case_ground", "working_day"],
  "fields": ["rectificationCase.replacementPostingId"],
  "conventions": ["K3", "K4", "K14"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "condition", "where": {"recordType": "rectificationCase", "field": "replacementPostingId"}}],
  "also": [{"table": "clock", "where": {"endField": "replacementSelectedOn"}}],
  "arguments": {"caseId": "text", "result": "codelist:rectification-outcome", "replacement": "text", "startDate": "date", "asOf": "date"},
  "keys": ["caseId"]
}*/
-- @query
WITH replaced AS (
  -- each case whose replacement is in post, with the row that speaks of its outcome
  SELECT DISTINCT g.caseId, g.postingId, g.outcome, n.id AS replacementId, n.startDate,
                  coalesce((SELECT min(d.policyRow)
                            FROM condition d
                            WHERE d.recordType = 'rectificationCase' AND d.field = 'replacementPostingId'
                              AND list_contains(d.outcomes, g.outcome) AND binds(d, g.eventOn)
                              AND coalesce(concerns(d, g.role, g.dispatchLevel), true)),
                           (SELECT min(k.policyRow)
                            FROM clock k
                            WHERE k.endField = 'replacementSelectedOn' AND g.outcome = 'REPLACE'
                              AND binds(k, g.eventOn))) AS policyRow
  FROM case_ground g JOIN rectificationCase r ON r.id = g.caseId
  JOIN posting n ON n.id = r.replacementPostingId AND n.id <> g.postingId AND n.cadreId <> g.cadreId
)
SELECT 'posting' AS recordType, p.id AS recordId, r.policyRow,
       CASE WHEN w.date IS NULL THEN 'register.calendar' END AS missing, 1 AS lowerBy, '/endDate' AS pointer,
       r.caseId, r.outcome AS result, r.replacementId AS replacement, r.startDate, b.asOf
FROM replaced r JOIN posting p ON p.id = r.postingId CROSS JOIN batch b
LEFT JOIN calendar_day d ON d.date = r.startDate LEFT JOIN working_day w ON w.ordinal = d.ordinal + 1
WHERE r.policyRow IS NOT NULL AND r.startDate <= b.asOf AND coalesce(w.date < b.asOf, true)
  AND coalesce(p.endDate > b.asOf, true);
-- @break
-- a cadre who returned to the village is booked as handled and replaced by a colleague who is there already
UPDATE rectificationCase
SET outcome = 'ORGANISATIONAL_HANDLING', replacementPostingId = t.other
FROM (SELECT c.id, n.id AS other
      FROM rectificationCase c JOIN posting p ON p.id = c.postingId AND p.endDate IS NULL CROSS JOIN batch b
      JOIN posting n ON n.dispatchingUnitId = p.dispatchingUnitId AND n.cadreId <> p.cadreId
           AND n.startDate < b.asOf - 15
      WHERE c.outcome = 'RETURN' ORDER BY c.id, n.id LIMIT 1) t
WHERE rectificationCase.id = t.id;
