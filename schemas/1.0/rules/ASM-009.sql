/*{
  "id": "ASM-009",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "未经期满考核即轮换", "en": "Rotated without the assessment at the end of the term"},
  "asks": {
    "zh": "到期先统一考核，再轮换：期满考核不晚于离任日。",
    "en": "The assessment at the end of the term comes first, then the rotation: it is not later than the last day."
  },
  "message": {
    "zh": "{endDate}轮换离任，到这一天没有期满考核[，期满考核的日期是{lateOn}，在离任之后]",
    "en": "rotated on {endDate} without an assessment at the end of the term by then[; the one on record is of {lateOn}, after it]"
  },
  "fix": {
    "zh": "补做期满考核并登记；今后先考核再轮换。",
    "en": "Make up the assessment; in future assess first."
  },
  "records": ["posting", "assessment"],
  "coverage": ["assessment"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "assessment.termBeforeRotation"}}],
  "arguments": {"endDate": "date", "lateOn": "date"}
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       missing, '/endDate' AS pointer, endDate, lateOn
FROM (SELECT p.id, p.endDate, r.policyRow, min(a.date) AS lateOn,
             CASE WHEN min(a.date) IS NULL AND NOT covered('assessment', 'TERM', p.startDate, p.endDate)
                  THEN 'coverage.assessment' END AS missing
      FROM posting p CROSS JOIN batch b
      JOIN param('assessment.termBeforeRotation') r ON binds(r, p.endDate)
           AND concerns(r, p.role, p.dispatchLevel) AND r.flag
      LEFT JOIN assessment a ON a.cadreId = p.cadreId AND a.kind = 'TERM' AND a.date >= p.startDate
           AND a.date <= b.asOf
      WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf
      GROUP BY p.id, p.startDate, p.endDate, r.policyRow)
WHERE coalesce(lateOn > endDate, true);
-- @break
-- the assessment comes the day after the end
UPDATE assessment
SET date = t.day
FROM (SELECT p.cadreId, p.startDate, p.endDate, p.endDate + 1 AS day
      FROM posting p CROSS JOIN batch b
      JOIN param('assessment.termBeforeRotation') r ON p.endDate >= r.validFrom
      WHERE p.endReason = 'ROTATION' AND p.endDate < b.asOf
        AND p.cadreId IN (SELECT cadreId FROM assessment WHERE kind = 'TERM') ORDER BY p.id LIMIT 1) t
WHERE assessment.cadreId = t.cadreId AND kind = 'TERM' AND assessment.date BETWEEN t.startDate AND t.endDate;
