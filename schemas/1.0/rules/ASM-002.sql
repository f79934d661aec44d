/*{
  "id": "ASM-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "未满规定月数而作年度考核", "en": "Annual assessment without the months"},
  "asks": {
    "zh": "当年不间断派驻不满规定月数的，不适用驻村年度考核。换村或换角色而没有间断的连续计算。只有声明派驻记录齐全时才判断。",
    "en": "A cadre posted without a gap for fewer months in the year is not subject to the annual assessment of stationed cadres; a change of village or role breaks nothing. Judged only where the postings are declared complete."
  },
  "message": {
    "zh": "有{year}年度的驻村年度考核，但该年连续派驻不满{months}个月",
    "en": "annual assessment of {year} although not posted for {months} months of it without a gap"
  },
  "fix": {
    "zh": "核对派驻起止和考核年度；不适用的，由派出单位考核。",
    "en": "Check the posting dates and the year; otherwise leave the assessment to the unit."
  },
  "records": ["assessment", "posting"],
  "views": ["condition_subject", "posting_spell"],
  "fields": ["assessment.year"],
  "coverage": ["posting"],
  "conventions": ["K5", "K6", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "assessment.minMonthsForAnnual"}}],
  "arguments": {"year": "text", "months": "number"},
  "entails": [{"rule": "STD-007", "why": {"zh": "整年没有派驻，自然也不满规定月数", "en": "a year without any posting has too few months of it, too"}}]
}*/
-- @query
SELECT 'assessment' AS recordType, id AS recordId, policyRow,
       CASE WHEN year IS NULL THEN 'assessment.year' WHEN NOT covered THEN 'coverage.posting' END AS missing,
       1 AS lowerBy, '/year' AS pointer,
       year::VARCHAR AS year, months
FROM (SELECT a.id, a.year, r.policyRow, r.number AS months,
             covered('posting', make_date(a.year, 1, 1), least(make_date(a.year, 12, 31), b.asOf)) AS covered
      FROM assessment a CROSS JOIN batch b
      JOIN param('assessment.minMonthsForAnnual') r ON binds(r, a.date)
      LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
      WHERE a.kind = 'ANNUAL' AND a.date <= b.asOf
          AND coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', a.date, a.date))
        -- K6: months of unbroken service inside the year, not credited days; the last day of the last month must be
        -- reached
        AND (a.year IS NULL
             OR NOT EXISTS (SELECT 1
                            FROM (SELECT greatest(v.startDate, make_date(a.year, 1, 1)) AS fromDate,
                                         least(v.endDate, make_date(a.year, 12, 31)) AS toDate
                                  FROM posting_spell v WHERE v.cadreId = a.cadreId)
                            WHERE months_after(fromDate, r.number) - 1 <= toDate)));
-- @break
-- one more assessment, of the year after the cadre left
INSERT INTO assessment
SELECT a.* REPLACE ('break-ASM-002' AS id, t.cadreId AS cadreId, t.year AS year)
FROM assessment a
JOIN (SELECT cadreId, max(year(endDate)) + 1 AS year
      FROM posting GROUP BY cadreId HAVING count(*) = count(endDate) ORDER BY year, cadreId LIMIT 1) t ON true
WHERE a.id = (SELECT a.id
              FROM assessment a CROSS JOIN batch b
              JOIN param('assessment.minMonthsForAnnual') r ON a.date >= r.validFrom
              WHERE a.kind = 'ANNUAL' AND a.grade = 'COMPETENT' AND a.date <= b.asOf ORDER BY a.id LIMIT 1);
