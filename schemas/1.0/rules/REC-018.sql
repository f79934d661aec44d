/*{
  "id": "REC-018",
  "since": "1.0",
  "title": {"zh": "教育整改未对派出单位扣分", "en": "No points deducted from the unit after a case"},
  "asks": {
    "zh": "整改案件生效的，派出单位当年的目标考核应有相应扣分，分值由考核方确定但应大于零。年度结束后才判断；经复核撤销的案件不扣。",
    "en": "When a case is in force the dispatching unit loses points in that year's target assessment; how many is for the assessors, but more than none. Judged once the year is over; a case revoked on appeal has no such effect."
  },
  "message": {
    "zh": "{effectiveOn}生效的教育整改，{year}年度没有对派出单位的{kind}",
    "en": "The rectification that took effect on {effectiveOn} has no {kind} on the dispatching unit for {year}"
  },
  "fix": {
    "zh": "在该年度考核中扣分并登记分值。",
    "en": "Deduct points in that year's assessment and record them."
  },
  "records": ["rectificationCase", "measure", "posting"],
  "views": ["calendar_period", "case_in_force"],
  "fields": ["measure.organizationId"],
  "coverage": ["measure"],
  "conventions": ["K5", "K12", "K14", "K17", "K21"],
  "absence": [
    {"field": "rectificationCase.appealOutcome", "zh": "没有登记申诉结果的，原决定未被撤销，仍然有效", "en": "without an outcome of the appeal on record the decision stands"}
  ],
  "policies": [{"table": "consequence", "where": {"trigger": "RECTIFIED"}}],
  "arguments": {"effectiveOn": "date", "year": "text", "kind": "codelist:measure-kind"}
}*/
-- @query
WITH due AS (
  SELECT f.caseId, f.dispatchingUnitId, f.effectiveOn, year(f.effectiveOn) AS year, q.policyRow, q.measureKind, y.closed
  FROM case_in_force f JOIN calendar_period y ON y.kind = 'YEAR' AND f.effectiveOn BETWEEN y.startDate AND y.endDate AND (y.closed OR y.cut)
  JOIN consequence q ON q."trigger" = 'RECTIFIED' AND q.onOrganization AND binds(q, f.effectiveOn)
), judged AS (
  SELECT d.*, CASE WHEN NOT d.closed THEN 'period.YEAR' WHEN d.dispatchingUnitId IS NULL THEN 'rectificationCase.postingId'
                   WHEN EXISTS (SELECT 1 FROM measure m WHERE m.kind = d.measureKind AND m.organizationId IS NULL AND m.caseId IS NULL) THEN 'measure.organizationId'
                   WHEN NOT covered('measure', d.measureKind, d.effectiveOn, make_date(d.year, 12, 31)) THEN 'coverage.measure' END AS missing
  FROM due d
  WHERE NOT EXISTS (SELECT 1 FROM measure m
                    WHERE m.kind = d.measureKind AND coalesce(m.pointsDeducted > 0, true) AND (m.caseId = d.caseId
                          OR m.organizationId = d.dispatchingUnitId AND coalesce(m.year, year(m.date)) = d.year))
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow, missing,
       effectiveOn, year, measureKind AS kind
FROM judged;
-- @break
-- the deductions of one unit for one year come to nothing
UPDATE measure SET pointsDeducted = 0
FROM (SELECT f.caseId, f.dispatchingUnitId, year(f.effectiveOn) AS year, q.measureKind
      FROM case_in_force f CROSS JOIN batch b JOIN consequence q ON q."trigger" = 'RECTIFIED' AND q.onOrganization AND f.effectiveOn >= q.validFrom
      WHERE make_date(year(f.effectiveOn), 12, 31) <= b.asOf ORDER BY f.caseId LIMIT 1) t
WHERE measure.kind = t.measureKind AND (measure.caseId = t.caseId OR measure.organizationId = t.dispatchingUnitId AND coalesce(measure.year, year(measure.date)) = t.year);
