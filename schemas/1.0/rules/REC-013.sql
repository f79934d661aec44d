/*{
  "id": "REC-013",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "整改当年参加评先选优", "en": "Selected for merit in the year of a case"},
  "asks": {
    "zh": "被采取教育整改的，自措施生效之日起当年不得评先选优或受表彰，返岗的也一样；名单列在表彰活动中的同样看。当年指措施生效日（通知单位之日，联合调查的为认定之日）所在自然年；生效之前的评选是当时合规的，经复核撤销、认定不成立的案件不影响。",
    "en": "From the day the measure took effect (the unit's notice, on route C the determination) to the end of that calendar year a cadre under rectification, returned or not, is neither selected for merit nor commended, also where an activity lists the names. What was selected before was lawful then; a case revoked on appeal or not established has no effect."
  },
  "message": {
    "zh": "{measuredOn}的[{kind}][{activity}]包括了一名干部（{cadre}），其教育整改自{effectiveOn}起生效，当年不得评先选优",
    "en": "[{kind}][{activity}] of {measuredOn} includes a cadre ({cadre}) whose rectification took effect on {effectiveOn}: none in that year"
  },
  "fix": {
    "zh": "撤回该项评先或表彰；案件已撤销的，登记复核结果。",
    "en": "Withdraw the honour; if the case was revoked, record the outcome of the appeal."
  },
  "records": ["rectificationCase"],
  "each": ["measure", "activity"],
  "views": ["case_in_force"],
  "conventions": ["K12", "K14", "K15", "K17"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.meritBan"}}],
  "arguments": {"kind": "codelist:measure-kind", "activity": "codelist:activity-kind", "cadre": "text", "measuredOn": "date", "effectiveOn": "date"},
  "keys": ["cadre"]
}*/
-- @query
WITH honoured AS (
  -- the cadres selected or commended, by measures and by the activities that list them
  SELECT 'measure' AS recordType, id AS recordId, cadreId, kind, NULL AS activity, date, coalesce(year,
      year(date)) AS year
  FROM measure WHERE kind IN ('MERIT_SELECTION', 'COMMENDATION')
  UNION ALL
  SELECT DISTINCT 'activity', id, unnest(list_append(coalesce(cadreIds, []), cadreId)), NULL, kind, date, year(date)
  FROM activity WHERE kind = 'COMMENDATION_INDIVIDUAL'
)
SELECT h.recordType, h.recordId, p.policyRow,
       CASE WHEN f.effectiveOn IS NULL
            THEN 'rectificationCase.'
                   || CASE WHEN f.route = 'C' THEN 'decisionOn' ELSE 'unitNotifiedOn' END END AS missing,
       h.kind, h.activity, h.cadreId AS cadre, h.date AS measuredOn, f.effectiveOn
FROM honoured h
JOIN case_in_force f ON f.cadreId = h.cadreId
JOIN param('rectification.meritBan') p ON p.flag AND coalesce(concerns(p, f.role, f.dispatchLevel), true)
     -- of a case without a day no rule is meant that came later
     AND CASE WHEN f.effectiveOn IS NULL THEN p.validFrom <= h.date ELSE binds(p, f.effectiveOn) END
-- what came before the measure took effect was lawful then
WHERE f.effectiveOn IS NULL OR h.year = year(f.effectiveOn) AND h.date >= f.effectiveOn
-- of several cases of the year the first one the rule binds
QUALIFY row_number() OVER (PARTITION BY h.recordType, h.recordId, h.cadreId
                           ORDER BY f.effectiveOn NULLS LAST, f.caseId) = 1;
-- @break
INSERT INTO measure (id, kind, date, cadreId)
SELECT 'break-rec-013', 'MERIT_SELECTION', effectiveOn, cadreId
FROM case_in_force WHERE effectiveOn IS NOT NULL ORDER BY caseId LIMIT 1;
