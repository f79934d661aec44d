/*{
  "id": "ASM-007",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "评优占用派出单位指标", "en": "Excellent grade from the unit's quota"},
  "asks": {
    "zh": "驻村干部年度考核评为优秀的，不占派出单位的指标。",
    "en": "An excellent annual grade of a stationed cadre does not use the dispatching unit's quota."
  },
  "message": {
    "zh": "[{year}年度考核|没有写明年度的考核]为优秀，登记的指标来源为{source}",
    "en": "[excellent in {year}|excellent, of no year on record], from {source}"
  },
  "fix": {
    "zh": "改用驻村干部的单列指标，并更正登记。",
    "en": "Use the quota of the stationed cadres and correct the record."
  },
  "records": ["assessment"],
  "views": ["condition_subject"],
  "fields": ["assessment.quotaSource"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "assessment.excellentNotFromUnit"}}],
  "arguments": {"year": "text", "source": "codelist:quota-source"}
}*/
-- @query
SELECT 'assessment' AS recordType, a.id AS recordId, r.policyRow,
       CASE WHEN concerns(r, s.role, s.dispatchLevel) IS NULL THEN 'coverage.posting'
            WHEN a.quotaSource IS NULL THEN 'assessment.quotaSource' END AS missing,
       '/quotaSource' AS pointer, a.year::VARCHAR AS year, a.quotaSource AS source
FROM assessment a CROSS JOIN batch b
JOIN param('assessment.excellentNotFromUnit') r ON r.flag AND binds(r, a.date)
LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
WHERE a.kind = 'ANNUAL' AND a.grade = 'EXCELLENT' AND a.date <= b.asOf
  AND coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', a.date, a.date))
  AND coalesce(a.quotaSource, 'DISPATCHING_UNIT') = 'DISPATCHING_UNIT';
-- @break
UPDATE assessment
SET grade = 'EXCELLENT', quotaSource = 'DISPATCHING_UNIT'
WHERE id = (SELECT a.id
            FROM assessment a CROSS JOIN batch b
            JOIN param('assessment.excellentNotFromUnit') r ON a.date >= r.validFrom
            WHERE a.kind = 'ANNUAL' AND a.grade IN ('EXCELLENT', 'COMPETENT') AND a.date <= b.asOf
            ORDER BY a.grade <> 'EXCELLENT', a.id LIMIT 1);
