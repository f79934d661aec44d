/*{
  "id": "TEAM-011",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "不具备条件而缩减人数", "en": "Strength was reduced without both conditions"},
  "asks": {
    "zh": "脱贫村的驻村人数少于原派人数的，须同时登记为巩固任务较轻、原帮扶力量较多；只有一条不够。",
    "en": "A lifted village may have fewer cadres than the team before only where its duty was declared light and the previous force large; one of the two is not enough."
  },
  "message": {
    "zh": "现有{count}人，少于原派{previous}人[，任务较轻登记为{light}][，原帮扶力量较多登记为{large}]，缩减须两项都为是",
    "en": "{count} persons now, fewer than the {previous} before[, light duty is {light}][, a large previous force is {large}]; both must hold to send fewer"
  },
  "fix": {
    "zh": "核对登记；不具备条件的，商派出单位补足人数。",
    "en": "Check the record; without the conditions, have the units restore the number."
  },
  "records": ["village", "posting"],
  "views": ["posting_span", "village_type"],
  "fields": ["village.previousStrength", "village.dutyLight", "village.originalForceLarge"],
  "coverage": ["posting"],
  "conventions": ["K8", "K12"],
  "policies": [{"table": "parameter", "where": {"name": "team.reductionNeedsBoth"}}],
  "arguments": {"count": "number", "previous": "number", "light": "text", "large": "text"}
}*/
-- @query
WITH judged AS (
  -- the villages that keep a smaller team: how many now, and what would allow it
  SELECT v.id, p.policyRow, v.previousStrength AS previous, v.dutyLight AS light,
         v.originalForceLarge AS large, b.asOf,
         count(DISTINCT s.cadreId) AS "count"
  FROM village v CROSS JOIN batch b
  JOIN param('team.reductionNeedsBoth') p ON p.flag AND binds(p, b.asOf)
  JOIN posting_span s ON s.villageId = v.id AND s.endDate = b.asOf
       AND s.role IN ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER')
  WHERE EXISTS (SELECT 1
                FROM village_type t
                WHERE t.villageId = v.id AND t.code IN ('LIFTED', 'LIFTED_LIGHT')
                  AND b.asOf BETWEEN t.startDate AND t.endDate)
  GROUP BY ALL
)
SELECT 'village' AS recordType, id AS recordId, policyRow, missing, "count", previous, light, large
FROM (SELECT *, CASE WHEN previous IS NULL THEN 'village.previousStrength'
                     WHEN NOT covered('posting', "asOf", "asOf") THEN 'coverage.posting'
                     WHEN coalesce(light, true) AND coalesce(large, true)
                     THEN CASE WHEN light IS NULL THEN 'village.dutyLight'
                               ELSE 'village.originalForceLarge' END END AS missing
      FROM judged)
WHERE previous IS NULL OR "count" < previous AND NOT coalesce(light AND large, false);
-- @break
UPDATE village
SET previousStrength = 99, dutyLight = true, originalForceLarge = false
WHERE id = (SELECT v.id
            FROM village v CROSS JOIN batch b
            JOIN posting_span s ON s.villageId = v.id AND s.endDate = b.asOf
                 AND s.role IN ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER')
            WHERE EXISTS (SELECT 1
                          FROM village_type t
                          WHERE t.villageId = v.id AND t.code IN ('LIFTED', 'LIFTED_LIGHT')
                            AND b.asOf BETWEEN t.startDate AND t.endDate)
            ORDER BY v.id LIMIT 1);
