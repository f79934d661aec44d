/*{
  "id": "ASM-008",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "title": {"zh": "派出单位记录的等次与驻村考核不同", "en": "Grade of the home unit differs"},
  "asks": {
    "zh": "驻村年度考核的等次就是干部在派出单位的年度等次，两处登记应一致。称职与合格等对应等次按同一代码比较。",
    "en": "The annual grade of the posting is the grade at the home unit; both records agree. Grades of civil servants and institution staff are compared by code."
  },
  "message": {
    "zh": "[{year}年度|没有写明年度的]驻村考核为{grade}，派出单位记为{homeGrade}",
    "en": "[{year}|of no year on record]: {grade} at the posting, {homeGrade} at the home unit"
  },
  "fix": {
    "zh": "由派出单位按驻村考核等次更正。",
    "en": "The home unit corrects its record."
  },
  "records": ["assessment"],
  "views": ["condition_subject"],
  "fields": ["assessment.grade", "assessment.homeUnitGrade"],
  "conventions": ["K12", "K14", "K19"],
  "policies": [{"table": "parameter", "where": {"name": "assessment.homeGradeEqual"}}],
  "arguments": {"year": "text", "grade": "codelist:grade", "homeGrade": "codelist:grade"}
}*/
-- @query
SELECT 'assessment' AS recordType, a.id AS recordId, r.policyRow,
       CASE WHEN concerns(r, s.role, s.dispatchLevel) IS NULL THEN 'coverage.posting'
            WHEN a.grade IS NULL THEN 'assessment.grade'
            WHEN a.homeUnitGrade IS NULL THEN 'assessment.homeUnitGrade' END AS missing,
       '/homeUnitGrade' AS pointer,
       a.year::VARCHAR AS year, a.grade, a.homeUnitGrade AS homeGrade
FROM assessment a CROSS JOIN batch b
JOIN param('assessment.homeGradeEqual') r ON r.flag AND binds(r, a.date)
LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
WHERE a.kind = 'ANNUAL' AND a.date <= b.asOf
    AND coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', a.date, a.date))
  AND (a.grade IS NULL OR a.homeUnitGrade IS NULL OR a.grade <> a.homeUnitGrade);
-- @break
UPDATE assessment
SET homeUnitGrade = CASE WHEN grade = 'COMPETENT' THEN 'EXCELLENT' ELSE 'COMPETENT' END
WHERE id = (SELECT a.id
            FROM assessment a CROSS JOIN batch b
            JOIN param('assessment.homeGradeEqual') r ON a.date >= r.validFrom
            WHERE a.kind = 'ANNUAL' AND a.grade IS NOT NULL AND a.date <= b.asOf ORDER BY a.id LIMIT 1);
