/*{
  "id": "SUP-013",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "工伤待遇、慰问补偿或抚恤缺失", "en": "Benefit, solatium or pension missing after an injury or a death on duty"},
  "asks": {
    "zh": "因公负伤并认定为工伤的，应有工伤保险待遇和派出单位的慰问补偿金，两项都要有；因公牺牲的，应对其家属给予抚恤。数额不查。文件没有写明期限的，次日起的第一个工作日后才判断；抚恤只写“及时”，降一级。",
    "en": "After an injury recognised as a work injury there are both the insurance benefit and a solatium by the dispatching unit, and after a death on duty a pension for the dependants; the sums are not checked. The text sets no day: it is judged from the first working day after; of the pension it says no more than “in time”, so that weighs a step less."
  },
  "message": {
    "zh": "[{injuredOn}因公负伤、认定为工伤][{diedOn}因公牺牲]，没有{kind}的记录",
    "en": "[For the work injury of {injuredOn}][For the death on duty of {diedOn}] no {kind} is on record"
  },
  "fix": {
    "zh": "补发或补登，并在记录中引用该事件。",
    "en": "Pay or record it, citing the incident."
  },
  "records": ["activity", "support"],
  "views": ["working_day"],
  "fields": ["activity.recognisedWorkInjury", "support.activityId", "support.cadreId"],
  "coverage": ["support"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": ["support.injuryBenefits", "support.deathPension"]}}],
  "arguments": {"injuredOn": "date", "diedOn": "date", "kind": "codelist:support-kind"},
  "keys": ["kind"]
}*/
-- @query
WITH due AS (
  -- each work injury and death on duty beside what it entitles to, from the first working day after it
  SELECT a.id, a.cadreId, a.date, a.kind AS event, a.recognisedWorkInjury OR a.kind <> 'WORK_INJURY' AS recognised,
         p.policyRow, k.kind, concerns_cadre(p, a.cadreId, a.date) IS NULL AS unplaced
  FROM activity a CROSS JOIN batch b
  JOIN (VALUES ('WORK_INJURY', 'support.injuryBenefits', 'WORK_INJURY_BENEFIT'),
               ('WORK_INJURY', 'support.injuryBenefits', 'SOLATIUM'),
               ('DEATH_ON_DUTY', 'support.deathPension', 'PENSION_FOR_DEPENDANTS')) AS k (event, name, kind)
       ON k.event = a.kind
  JOIN parameter p ON p.name = k.name AND p.flag AND binds(p, a.date)
  WHERE coalesce(recognised, true) AND coalesce(concerns_cadre(p, a.cadreId, a.date), true)
    AND coalesce((SELECT min(w.date) FROM working_day w WHERE w.date > a.date), a.date + 1) <= b.asOf
    AND NOT EXISTS (SELECT 1
                    FROM support u
                    WHERE u.kind = k.kind
                      AND (u.activityId = a.id OR u.activityId IS NULL AND u.cadreId = a.cadreId))
), judged AS (
  -- those that were not paid, with what is missing to say so
  SELECT d.*, CASE WHEN unplaced THEN 'coverage.posting'
                   WHEN recognised IS NULL THEN 'activity.recognisedWorkInjury'
                   WHEN NOT covered('support', d.kind, d.date, b.asOf) THEN 'coverage.support'
                   WHEN EXISTS (SELECT 1
                                FROM support u
                                WHERE u.kind = d.kind AND u.activityId IS NULL AND u.cadreId IS NULL)
                   THEN 'support.cadreId' END AS missing
  FROM due d CROSS JOIN batch b
)
SELECT 'activity' AS recordType, id AS recordId, policyRow, missing,
       CASE WHEN event = 'DEATH_ON_DUTY' THEN 1 ELSE 0 END AS lowerBy,
       CASE WHEN event = 'WORK_INJURY' THEN date END AS injuredOn,
       CASE WHEN event = 'DEATH_ON_DUTY' THEN date END AS diedOn, kind
FROM judged;
-- @break
UPDATE support
SET kind = 'MEDICAL'
WHERE kind = 'SOLATIUM'
  AND (activityId = (SELECT min(id) FROM activity WHERE kind = 'WORK_INJURY' AND recognisedWorkInjury)
       OR cadreId
           = (SELECT arg_min(cadreId, id) FROM activity WHERE kind = 'WORK_INJURY' AND recognisedWorkInjury));
