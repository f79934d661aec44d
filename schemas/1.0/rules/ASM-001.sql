/*{
  "id": "ASM-001",
  "since": "1.0",
  "title": {"zh": "缺少年度考核", "en": "No annual assessment"},
  "asks": {
    "zh": "当年派驻满规定月数的干部，年度结束后应有该年度的考核。月数按派驻时间在该自然年内计算，7月1日至12月31日为满六个月。",
    "en": "A cadre posted for the months set within the calendar year has an annual assessment once the year is over. Posting time inside the year counts; 1 July to 31 December is six months."
  },
  "message": {
    "zh": "{year}年度派驻{fromDate}至{toDate}，已满{months}个月，没有该年度考核",
    "en": "posted {fromDate} to {toDate} in {year}, {months} months or more, without an annual assessment"
  },
  "fix": {
    "zh": "补做或补登该年度考核。",
    "en": "Make up the assessment or its record."
  },
  "records": ["posting", "assessment"],
  "views": ["calendar_period"],
  "coverage": ["assessment"],
  "conventions": ["K6", "K12", "K14"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "assessment.minMonthsForAnnual"}}],
  "arguments": {"year": "text", "fromDate": "date", "toDate": "date", "months": "number"},
  "keys": ["year"]
}*/
-- @query
WITH due AS (
  -- K6: months of posting inside the year, not credited days; the last day of the last month must be reached
  SELECT p.id, p.cadreId, year(y.startDate) AS year, r.policyRow, r.number AS months,
         greatest(p.startDate, y.startDate) AS fromDate, least(p.endDate, y.endDate) AS toDate, y.closed
  FROM posting p CROSS JOIN batch b JOIN calendar_period y ON y.kind = 'YEAR' AND (y.endDate < b.asOf OR y.cut AND NOT y.closed AND p.startDate <= b.asOf)
  JOIN param('assessment.minMonthsForAnnual') r ON binds(r, y.endDate)
       AND concerns(r, p.role)
)
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT closed THEN 'period.YEAR' WHEN undated THEN 'assessment.year' WHEN NOT covered THEN 'coverage.assessment' END AS missing,
       year::VARCHAR AS year, fromDate, toDate, months
FROM (SELECT d.*, EXISTS (SELECT 1 FROM assessment a WHERE a.cadreId = d.cadreId AND a.kind = 'ANNUAL' AND a.year IS NULL) AS undated,
             covered('assessment', 'ANNUAL', d.fromDate, b.asOf) AS covered
      FROM due d CROSS JOIN batch b
      WHERE ((d.fromDate + to_months(d.months::INTEGER))::DATE + CASE WHEN day(d.fromDate + to_months(d.months::INTEGER)) <> day(d.fromDate) THEN 1 ELSE 0 END) - 1 <= d.toDate
        AND NOT EXISTS (SELECT 1 FROM assessment a WHERE a.cadreId = d.cadreId AND a.kind = 'ANNUAL' AND a.year = d.year AND a.date <= b.asOf));
-- @break
-- an assessment that nothing else refers to
DELETE FROM assessment WHERE id = (
  SELECT a.id FROM assessment a CROSS JOIN batch b JOIN param('assessment.minMonthsForAnnual') r ON make_date(a.year, 12, 31) >= r.validFrom
  WHERE a.kind = 'ANNUAL' AND make_date(a.year, 12, 31) < b.asOf AND a.grade = 'COMPETENT'
    AND EXISTS (SELECT 1 FROM posting p WHERE p.cadreId = a.cadreId AND (greatest(p.startDate, make_date(a.year, 1, 1)) + to_months(r.number::INTEGER))::DATE - 1
                <= least(coalesce(p.endDate, make_date(a.year, 12, 31)), make_date(a.year, 12, 31)))
    AND a.id NOT IN (SELECT assessmentId FROM measure WHERE assessmentId IS NOT NULL)
    AND a.id NOT IN (SELECT unnest(assessmentIds) FROM rectificationCase) ORDER BY a.id LIMIT 1);
