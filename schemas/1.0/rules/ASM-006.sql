/*{
  "id": "ASM-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "优秀比例超过上限", "en": "Too many excellent grades"},
  "asks": {
    "zh": "同一年度有等次的驻村干部中，优秀的比例不超过上限，不进位；低于上限没有问题。比例只有在考核记录齐全时才有意义。",
    "en": "Of the stationed cadres with an annual grade of a year, no more than the share set is excellent, without rounding up; fewer is fine. A share means something only where the assessments are complete."
  },
  "message": {
    "zh": "{year}年度{total}人中{excellent}人优秀，超过{percent}的上限",
    "en": "{year}: {excellent} of {total} graded excellent, above the limit of {percent}"
  },
  "fix": {
    "zh": "核对等次；超出的，按指标重新评定。",
    "en": "Check the grades; regrade within the quota."
  },
  "records": ["assessment"],
  "views": ["condition_subject"],
  "coverage": ["assessment"],
  "conventions": ["K2", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "assessment.excellentMaxPercent"}}],
  "arguments": {"year": "text", "total": "number", "excellent": "number", "percent": "percent"},
  "keys": ["year"]
}*/
-- @query
SELECT 'manifest' AS recordType, batchId AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.assessment' END AS missing, year::VARCHAR AS year, total,
       excellent, percent
FROM (SELECT g.*, b.id AS batchId, covered('assessment', 'ANNUAL', g.firstDate, b.asOf) AS covered
      FROM (SELECT r.policyRow, r.number AS percent, a.year, min(a.date) AS firstDate,
                   count(DISTINCT a.cadreId) AS total,
                   count(DISTINCT a.cadreId) FILTER (a.grade = 'EXCELLENT') AS excellent
            FROM assessment a CROSS JOIN batch b
            LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
            JOIN param('assessment.excellentMaxPercent') r ON binds(r, make_date(a.year, 12, 31))
                 AND coalesce(concerns(r, s.role, s.dispatchLevel), true)
            WHERE a.kind = 'ANNUAL' AND a.grade <> 'NO_GRADE' AND a.date <= b.asOf
            GROUP BY r.policyRow, r.number, a.year) g CROSS JOIN batch b)
WHERE excellent * 100 > percent * total;
-- @break
-- fewer graded rather than more excellent, so that no bonus becomes due
UPDATE assessment
SET grade = 'NO_GRADE'
WHERE kind = 'ANNUAL' AND grade IN ('COMPETENT', 'BASICALLY_COMPETENT')
  AND year = (SELECT max(year)
              FROM assessment CROSS JOIN batch b
              WHERE kind = 'ANNUAL' AND grade = 'EXCELLENT' AND assessment.date <= b.asOf);
