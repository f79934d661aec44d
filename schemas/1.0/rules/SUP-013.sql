/*{
  "id": "SUP-013",
  "since": "1.0",
  "title": {"zh": "工伤待遇或慰问补偿缺失", "en": "Benefit or solatium missing after a work injury"},
  "asks": {
    "zh": "因公负伤并认定为工伤的，应有工伤保险待遇和派出单位的慰问补偿金，两项都要有；数额不查。",
    "en": "After an injury recognised as a work injury there are both the insurance benefit and a solatium by the dispatching unit; the sums are not checked."
  },
  "message": {
    "zh": "{injuredOn}认定的工伤没有{kind}",
    "en": "There is no {kind} for the work injury of {injuredOn}"
  },
  "fix": {
    "zh": "补发或补登，并在记录中引用该事件。",
    "en": "Pay or record it, citing the incident."
  },
  "records": ["activity", "support"],
  "fields": ["activity.recognisedWorkInjury", "support.activityId", "support.cadreId"],
  "coverage": ["support"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "support.injuryBenefits"}}],
  "arguments": {"injuredOn": "date", "kind": "codelist:support-kind"},
  "keys": ["kind"]
}*/
-- @query
WITH due AS (
  SELECT a.id, a.cadreId, a.date, a.recognisedWorkInjury, p.policyRow, k.kind
  FROM activity a CROSS JOIN batch b
  JOIN param('support.injuryBenefits') p ON p.flag AND binds(p, a.date)
  CROSS JOIN (VALUES ('WORK_INJURY_BENEFIT'), ('SOLATIUM')) AS k (kind)
  WHERE a.kind = 'WORK_INJURY' AND coalesce(a.recognisedWorkInjury, true) AND a.date <= b.asOf
    AND NOT EXISTS (SELECT 1 FROM support u WHERE u.kind = k.kind AND (u.activityId = a.id OR u.activityId IS NULL AND u.cadreId = a.cadreId))
), judged AS (
  SELECT d.*, CASE WHEN recognisedWorkInjury IS NULL THEN 'activity.recognisedWorkInjury'
                   WHEN NOT covered('support', d.kind, d.date, b.asOf) THEN 'coverage.support'
                   WHEN EXISTS (SELECT 1 FROM support u WHERE u.kind = d.kind AND u.activityId IS NULL AND u.cadreId IS NULL) THEN 'support.cadreId' END AS missing
  FROM due d CROSS JOIN batch b
)
SELECT 'activity' AS recordType, id AS recordId, policyRow, missing,
       date AS injuredOn, kind
FROM judged;
-- @break
UPDATE support SET kind = 'MEDICAL'
WHERE kind = 'SOLATIUM' AND (activityId = (SELECT min(id) FROM activity WHERE kind = 'WORK_INJURY' AND recognisedWorkInjury)
                             OR cadreId = (SELECT arg_min(cadreId, id) FROM activity WHERE kind = 'WORK_INJURY' AND recognisedWorkInjury));
