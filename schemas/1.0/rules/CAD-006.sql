/*{
  "id": "CAD-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "队长职级或职务不够", "en": "Rank or position of a team leader"},
  "asks": {
    "zh": "队长一般应达到与派出层级相应的职级或单位内职务。职级代码越小层级越高，职务层次与相应职务层次任一达到即可；以单位内职务为条件的，优秀年轻干部也可。职级体系不同又没有相应层次的不判断。",
    "en": "A leader generally has the rank or position that goes with the dispatch level. A smaller code is a higher rank; the duty level or its equivalent will do. Where a position is asked, an outstanding young cadre will do too. Another grading system without an equivalent is not judged."
  },
  "message": {
    "zh": "从{dispatchLevel}一级派出的队长，{field}登记为{found}[，应不低于{least}][，应为{positions}，或者是{tag}]",
    "en": "leader sent from level {dispatchLevel}: {field} is {found}[, should be at least {least}][, should be {positions}, or an {tag}]"
  },
  "fix": {
    "zh": "补填相应职务层次或情况说明；确不够的，调整队长人选。",
    "en": "Add the equivalent level or a justification; otherwise choose another leader."
  },
  "records": ["posting", "cadre"],
  "conventions": ["K1", "K9", "K10", "K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "cadre", "field": ["dutyLevel", "equivalentDutyLevel", "unitPosition"]}}],
  "arguments": {"postingId": "text", "dispatchLevel": "codelist:subordination", "field": "field", "found": "value", "least": "value", "positions": "value", "tag": "codelist:cadre-tag"},
  "keys": ["postingId"]
}*/
-- @query
WITH leader AS (
  -- the postings as leader: by role, or since the team names the cadre as its leader
  SELECT id AS postingId
  FROM posting WHERE role = 'TEAM_LEADER'
  UNION
  SELECT p.id
  FROM posting p
  JOIN team t ON t.leaderCadreId = p.cadreId
       AND (p.teamId = t.id OR p.teamId IS NULL AND p.villageId = t.homeVillageId)
), judged AS (
  -- each leader beside each condition on rank or position: OK, BROKEN, or the field that is missing
  SELECT c.policyRow, c.modality, c.field, c."values" AS wanted, p.id AS postingId, p.cadreId,
         p.dispatchLevel, p.justification,
         CASE WHEN c.field = 'unitPosition' THEN k.unitPosition
              ELSE coalesce(k.equivalentDutyLevel, k.dutyLevel) END AS found,
         CASE WHEN c.field = 'unitPosition'
              THEN CASE WHEN list_contains(c."values", k.unitPosition)
                             OR list_contains(k.tags, 'OUTSTANDING_YOUNG') THEN 'OK'
                        WHEN k.unitPosition IS NULL THEN 'cadre.unitPosition'
                        ELSE 'BROKEN' END
              WHEN k.dutyLevel LIKE '1%' AND k.dutyLevel <= c."values"[1]
                   OR k.equivalentDutyLevel LIKE '1%' AND k.equivalentDutyLevel <= c."values"[1] THEN 'OK'
              WHEN k.equivalentDutyLevel LIKE '1%' THEN 'BROKEN'
              WHEN k.dutyLevel IS NULL THEN 'cadre.dutyLevel'
              -- a grade of another system, or a rank beside the duty level, says nothing without its
              -- equivalent
              WHEN k.dutyLevel NOT LIKE '1%' OR k.civilServantRank IS NOT NULL
              THEN 'cadre.equivalentDutyLevel'
              ELSE 'BROKEN' END AS verdict
  FROM leader l JOIN posting p ON p.id = l.postingId JOIN cadre k ON k.id = p.cadreId CROSS JOIN batch b
  JOIN condition c ON c.field IN ('dutyLevel', 'unitPosition') AND list_contains(c.roles, 'TEAM_LEADER')
       AND binds(c, p.startDate) AND concerns_level(c, p.dispatchLevel)
  WHERE p.startDate <= b.asOf
)
SELECT 'cadre' AS recordType, cadreId AS recordId, policyRow,
       CASE WHEN verdict <> 'BROKEN' THEN verdict END AS missing,
       CASE WHEN modality = 'SHOULD' AND justification THEN 1 ELSE 0 END AS lowerBy, '/' || field AS pointer,
       postingId, dispatchLevel, field, found, CASE WHEN field <> 'unitPosition' THEN wanted END AS least,
       CASE WHEN field = 'unitPosition' THEN wanted END AS positions,
       CASE WHEN field = 'unitPosition' THEN 'OUTSTANDING_YOUNG' END AS tag
FROM judged WHERE verdict <> 'OK';
-- @break
UPDATE cadre
SET dutyLevel = '150', equivalentDutyLevel = NULL, civilServantRank = NULL, unitPosition = 'STAFF',
    tags = NULL
WHERE id = (SELECT p.cadreId
            FROM posting p LEFT JOIN team t ON t.leaderCadreId = p.cadreId AND p.teamId = t.id
            JOIN condition c ON c.recordType = 'cadre' AND c.field IN ('dutyLevel', 'unitPosition')
                 AND list_contains(c.roles, 'TEAM_LEADER')
                 AND p.startDate >= c.validFrom AND concerns_level(c, p.dispatchLevel)
            WHERE p.role = 'TEAM_LEADER' OR t.id IS NOT NULL ORDER BY p.id LIMIT 1);
