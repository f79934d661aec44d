/*{
  "id": "REC-013",
  "since": "1.0",
  "title": {"zh": "整改当年参加评先选优", "en": "Selected for merit in the year of a case"},
  "asks": {
    "zh": "被采取教育整改的，当年不得评先选优或受表彰，返岗的也一样。当年指措施生效日（通知单位之日，联合调查的为认定之日）所在自然年；经复核撤销的案件不影响。",
    "en": "A cadre under rectification, returned or not, is not selected for merit nor commended in the calendar year in which the measure took effect (the unit's notice, on route C the determination). A case revoked on appeal has no effect."
  },
  "message": {
    "zh": "{measuredOn}的{kind}与{effectiveOn}生效的教育整改在同一年度",
    "en": "{kind} of {measuredOn} falls in the year of the rectification that took effect on {effectiveOn}"
  },
  "fix": {
    "zh": "撤回该项评先或表彰；案件已撤销的，登记复核结果。",
    "en": "Withdraw the honour; if the case was revoked, record the outcome of the appeal."
  },
  "records": ["measure", "rectificationCase"],
  "views": ["case_in_force"],
  "conventions": ["K12", "K14", "K15", "K17"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.meritBan"}}],
  "arguments": {"kind": "codelist:measure-kind", "measuredOn": "date", "effectiveOn": "date"}
}*/
-- @query
SELECT 'measure' AS recordType, m.id AS recordId, p.policyRow,
       CASE WHEN f.effectiveOn IS NULL THEN 'rectificationCase.' || CASE WHEN f.route = 'C' THEN 'decisionOn' ELSE 'unitNotifiedOn' END END AS missing,
       m.kind, m.date AS measuredOn, f.effectiveOn
FROM measure m
JOIN case_in_force f ON f.cadreId = m.cadreId
JOIN param('rectification.meritBan') p ON p.flag AND (f.effectiveOn IS NULL OR binds(p, f.effectiveOn))
WHERE m.kind IN ('MERIT_SELECTION', 'COMMENDATION') AND (f.effectiveOn IS NULL OR coalesce(m.year, year(m.date)) = year(f.effectiveOn))
-- of several cases of the year the first one the rule binds
QUALIFY row_number() OVER (PARTITION BY m.id ORDER BY f.effectiveOn NULLS LAST, f.caseId) = 1;
-- @break
INSERT INTO measure (id, kind, date, cadreId)
SELECT 'break-rec-013', 'MERIT_SELECTION', effectiveOn, cadreId FROM case_in_force WHERE effectiveOn IS NOT NULL ORDER BY caseId LIMIT 1;
