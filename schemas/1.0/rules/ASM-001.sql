/*{
  "id": "ASM-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "缺少年度考核", "en": "No annual assessment"},
  "asks": {
    "zh": "当年不间断派驻满规定月数的干部，年度结束后应有该年度的考核。月数按本人派驻时间在该自然年内计算，中间换村或换角色的连续计算，7月1日至12月31日为满六个月。条文没有期限，所以到年度事项应当办结之日才判断，并降一级。",
    "en": "A cadre posted without a gap for the months set within the calendar year has an annual assessment once the year is over. The person's posting time inside the year counts, through changes of village or role; 1 July to 31 December is six months. The text sets no limit, so that it is judged when the year should be settled, one step lower."
  },
  "message": {
    "zh": "{year}年度自{fromDate}至{toDate}连续派驻，已满{months}个月，到{asOf}没有该年度的年度考核",
    "en": "posted without a gap from {fromDate} to {toDate} in {year}, {months} months or more, without an annual assessment by {asOf}"
  },
  "fix": {
    "zh": "补做或补登该年度考核。",
    "en": "Make up the assessment or its record."
  },
  "records": ["posting", "assessment"],
  "views": ["posting_spell", "year_settlement"],
  "coverage": ["assessment"],
  "conventions": ["K5", "K6", "K12", "K14"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "assessment.minMonthsForAnnual"}}],
  "arguments": {"year": "text", "fromDate": "date", "toDate": "date", "months": "number", "asOf": "date"},
  "keys": ["year"]
}*/
-- @query
WITH meant AS (
  -- the postings that each row is meant for
  SELECT p.id AS postingId, r.*
  FROM posting p JOIN param('assessment.minMonthsForAnnual') r ON concerns(r, p.role, p.dispatchLevel)
), due AS (
  -- K6: months of unbroken service inside the year, not credited days; the last day of the last month must be
  -- reached. Where the number differs by role the lower binds, and none where a role is not meant
  SELECT arg_max(p.id, p.startDate) AS id, v.cadreId, y.year, y.closed, y.lowerBy,
         arg_min(r.policyRow, r.number) AS policyRow, min(r.number) AS months,
         greatest(v.startDate, y.startDate) AS fromDate, least(v.endDate, y.endDate) AS toDate
  FROM posting p CROSS JOIN batch b
  ASOF JOIN posting_spell v ON v.cadreId = p.cadreId AND v.startDate <= p.startDate
  JOIN year_settlement y ON p.startDate <= y.endDate AND coalesce(p.endDate, y.startDate) >= y.startDate
       AND (y.due OR y.cut AND NOT y.closed AND p.startDate <= b.asOf)
  LEFT JOIN meant r ON r.postingId = p.id AND binds(r, y.endDate)
  GROUP BY v.cadreId, v.startDate, v.endDate, y.year, y.startDate, y.endDate, y.closed, y.lowerBy
  HAVING bool_and(r.number IS NOT NULL)
), open AS (
  -- those long enough and without an assessment of the year
  SELECT d.*, b.asOf, covered('assessment', 'ANNUAL', d.fromDate, b.asOf) AS covered,
         d.cadreId IN (SELECT cadreId FROM assessment WHERE kind = 'ANNUAL' AND year IS NULL) AS undated
  FROM due d CROSS JOIN batch b
  ANTI JOIN assessment a ON a.cadreId = d.cadreId AND a.kind = 'ANNUAL' AND a.year = d.year AND a.date <= b.asOf
  WHERE months_after(d.fromDate, d.months) - 1 <= d.toDate
)
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT closed THEN 'period.YEAR'
            WHEN undated THEN 'assessment.year'
            WHEN NOT covered THEN 'coverage.assessment' END AS missing, lowerBy,
       year::VARCHAR AS year, fromDate, toDate, months, "asOf"
FROM open;
-- @break
-- an assessment that nothing else refers to, of a year that is settled
DELETE FROM assessment
WHERE id = (SELECT a.id
            FROM assessment a JOIN year_settlement y ON y.year = a.year AND y.due
            JOIN param('assessment.minMonthsForAnnual') r ON binds(r, y.endDate)
            WHERE a.kind = 'ANNUAL' AND a.grade = 'COMPETENT'
              AND EXISTS (SELECT 1
                          FROM posting_spell v
                          WHERE v.cadreId = a.cadreId
                            AND months_after(greatest(v.startDate, y.startDate), r.number) - 1
                                <= least(v.endDate, y.endDate))
              AND a.id NOT IN (SELECT assessmentId FROM measure WHERE assessmentId IS NOT NULL)
              AND a.id NOT IN (SELECT unnest(assessmentIds) FROM rectificationCase) ORDER BY a.id LIMIT 1);
