/*{
  "id": "REC-014",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "整改后限期内被提拔", "en": "Promoted within the months after a case"},
  "asks": {
    "zh": "措施生效之日起的规定月数内不得提拔；满期的对应日起可以。只指提拔，不含正常晋升职级。经复核撤销的案件不影响。",
    "en": "For the number of months from the day the measure took effect there is no promotion; from the anniversary on there may be. Promotion only, not ordinary advancement in rank. A case revoked on appeal has no effect."
  },
  "message": {
    "zh": "{measuredOn}的{kind}早于{allowedFrom}（教育整改{effectiveOn}生效）",
    "en": "{kind} of {measuredOn} is before {allowedFrom} (the rectification took effect on {effectiveOn})"
  },
  "fix": {
    "zh": "暂缓或撤回该项任用；日期登记有误的，予以更正。",
    "en": "Postpone or withdraw the promotion; correct the days if they are wrong."
  },
  "records": ["measure", "rectificationCase"],
  "views": ["case_in_force"],
  "conventions": ["K3", "K10", "K12", "K14", "K17"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.promotionBanMonths"}}],
  "arguments": {"kind": "codelist:measure-kind", "measuredOn": "date", "effectiveOn": "date", "allowedFrom": "date"},
  "keys": ["effectiveOn"]
}*/
-- @query
SELECT DISTINCT 'measure' AS recordType, m.id AS recordId, p.policyRow,
                CASE WHEN f.effectiveOn IS NULL
                     THEN 'rectificationCase.' || CASE WHEN f.route = 'C' THEN 'decisionOn'
                                                       ELSE 'unitNotifiedOn' END END AS missing,
                m.kind, m.date AS measuredOn, f.effectiveOn,
                months_after(f.effectiveOn, p.number) AS allowedFrom
FROM measure m
JOIN (SELECT DISTINCT cadreId, route, effectiveOn, role, dispatchLevel FROM case_in_force) f ON f.cadreId = m.cadreId
JOIN param('rectification.promotionBanMonths') p ON coalesce(concerns(p, f.role, f.dispatchLevel), true)
     -- of a case without a day no rule is meant that came later
     AND CASE WHEN f.effectiveOn IS NULL THEN p.validFrom <= m.date ELSE binds(p, f.effectiveOn) END
WHERE m.kind IN ('PROMOTION', 'EXCEPTIONAL_PROMOTION')
  AND (f.effectiveOn IS NULL OR m.date >= f.effectiveOn
       -- the anniversary of a day that the month lacks is the first of the next (K10)
       AND m.date < months_after(f.effectiveOn, p.number));
-- @break
INSERT INTO measure (id, kind, date, cadreId)
SELECT 'break-rec-014', 'PROMOTION', effectiveOn, cadreId
FROM case_in_force WHERE effectiveOn IS NOT NULL ORDER BY caseId LIMIT 1;
