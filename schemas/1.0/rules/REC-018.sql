/*{
  "id": "REC-018",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "教育整改未对派出单位扣分", "en": "No points deducted from the unit after a case"},
  "asks": {
    "zh": "整改案件生效的，派出单位当年的目标考核应有相应扣分，分值由考核方确定但应大于零。一案一扣：注明是别的案件、或者事由不是被教育整改、或者早于措施生效的扣分不算。条文没有期限，到年度事项应当办结之日才判断，并降一级；经复核撤销、认定不成立的案件不扣。",
    "en": "When a case is in force the dispatching unit loses points in that year's target assessment; how many is for the assessors, but more than none. Each case has its own: a deduction that names another case, rests on other grounds or came before the measure took effect is not it. The text sets no limit, so that it is judged when the year should be settled, one step lower; a case revoked on appeal or not established has no such effect."
  },
  "message": {
    "zh": "教育整改自{effectiveOn}起生效，到{asOf}没有据此对派出单位作{year}年度的{kind}",
    "en": "The rectification that took effect on {effectiveOn} has no {kind} on the dispatching unit for {year} by {asOf}"
  },
  "fix": {
    "zh": "在该年度考核中扣分并登记分值。",
    "en": "Deduct points in that year's assessment and record them."
  },
  "records": ["rectificationCase", "measure", "posting"],
  "views": ["case_in_force", "year_settlement"],
  "fields": ["measure.organizationId", "measure.year"],
  "coverage": ["measure"],
  "conventions": ["K5", "K12", "K14", "K17", "K21"],
  "absence": [
    {"field": "rectificationCase.appealOutcome", "zh": "没有登记申诉结果的，原决定未被撤销，仍然有效", "en": "without an outcome of the appeal on record the decision stands"}
  ],
  "policies": [{"table": "consequence", "where": {"trigger": "RECTIFIED"}}],
  "arguments": {"effectiveOn": "date", "year": "text", "kind": "codelist:measure-kind", "asOf": "date"}
}*/
-- @query
WITH due AS (
  -- the years in which a unit's cadre was rectified, settled or cut by the batch
  SELECT f.caseId, f.dispatchingUnitId, f.effectiveOn, y.year, y.closed, y.dueOn, y.lowerBy, q.policyRow,
      q.measureKind
  FROM case_in_force f
  JOIN year_settlement y ON f.effectiveOn BETWEEN y.startDate AND y.endDate AND (y.due OR y.cut AND NOT y.closed)
  JOIN consequence q ON q."trigger" = 'RECTIFIED' AND q.onOrganization AND binds(q, f.effectiveOn)
), fitting AS (
  -- the deductions that may be for a case: each for its own, and none for other grounds
  SELECT kind, caseId, organizationId, date, coalesce(year, year(date)) AS year,
         -- without a year one of the first months may be for the year before
         CASE WHEN year IS NULL THEN year(date) - 1 END AS yearBefore
  FROM measure
  WHERE coalesce(pointsDeducted > 0, true)
    AND (caseId IS NOT NULL OR grounds IS NULL OR list_contains(grounds, 'RECTIFIED'))
), open AS (
  -- the cases that nothing was deducted for
  SELECT d.* FROM due d
  WHERE NOT EXISTS (SELECT 1 FROM fitting m WHERE m.kind = d.measureKind AND m.caseId = d.caseId)
    AND NOT EXISTS (SELECT 1
                    FROM fitting m
                    WHERE m.kind = d.measureKind AND m.organizationId = d.dispatchingUnitId AND m.year = d.year
                      AND m.caseId IS NULL AND m.date >= d.effectiveOn)
)
SELECT 'rectificationCase' AS recordType, d.caseId AS recordId, d.policyRow,
       CASE WHEN NOT d.closed THEN 'period.YEAR'
            WHEN d.dispatchingUnitId IS NULL THEN 'rectificationCase.postingId'
            WHEN EXISTS (SELECT 1
                         FROM fitting m
                         WHERE m.kind = d.measureKind AND m.organizationId IS NULL AND m.caseId IS NULL)
            THEN 'measure.organizationId'
            WHEN EXISTS (SELECT 1
                         FROM fitting m
                         WHERE m.kind = d.measureKind AND m.organizationId = d.dispatchingUnitId
                           AND m.caseId IS NULL AND m.yearBefore = d.year AND m.date < d.dueOn)
            THEN 'measure.year'
            WHEN NOT covered('measure', d.measureKind, d.effectiveOn, d.dueOn - 1)
            THEN 'coverage.measure' END AS missing, d.lowerBy,
       d.effectiveOn, d.year::VARCHAR AS year, d.measureKind AS kind, b.asOf
FROM open d CROSS JOIN batch b;
-- @break
-- the deductions of one unit for one settled year come to nothing
UPDATE measure
SET pointsDeducted = 0
FROM (SELECT f.caseId, f.dispatchingUnitId, y.year, q.measureKind
      FROM case_in_force f JOIN year_settlement y ON y.year = year(f.effectiveOn) AND y.due
      JOIN consequence q ON q."trigger" = 'RECTIFIED' AND q.onOrganization AND binds(q, f.effectiveOn)
      ORDER BY f.caseId LIMIT 1) t
WHERE measure.kind = t.measureKind
  AND (measure.caseId = t.caseId
       OR measure.organizationId = t.dispatchingUnitId
         AND coalesce(measure.year, year(measure.date)) = t.year);
