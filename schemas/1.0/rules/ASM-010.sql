/*{
  "id": "ASM-010",
  "since": "1.0",
  "title": {"zh": "任职结束前未检查考评", "en": "No inspection before the end of the round"},
  "asks": {
    "zh": "每轮任职结束之前都要检查考评：检查考评不晚于离任日。",
    "en": "Every posting is inspected before it ends: the inspection is not later than the last day."
  },
  "message": {
    "zh": "{endDate}离任，此前没有检查考评（其后的{lateOn}）",
    "en": "ended on {endDate} without an inspection by then (a later one: {lateOn})"
  },
  "fix": {
    "zh": "补登检查考评；今后在结束前进行。",
    "en": "Record the inspection; in future hold it before the end."
  },
  "records": ["posting", "assessment"],
  "coverage": ["assessment"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "assessment.inspectBeforeEnd"}}],
  "arguments": {"endDate": "date", "lateOn": "date"}
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       missing, '/endDate' AS pointer, endDate, lateOn
FROM (SELECT p.id, p.endDate, r.policyRow, min(a.date) AS lateOn,
             CASE WHEN min(a.date) IS NULL AND NOT covered('assessment', 'TERM_INSPECTION', p.startDate, p.endDate)
             THEN 'coverage.assessment' END AS missing
      FROM posting p CROSS JOIN batch b
      JOIN param('assessment.inspectBeforeEnd') r ON binds(r, p.endDate)
     AND concerns(r, p.role, p.dispatchLevel) AND r.flag
      LEFT JOIN assessment a ON a.cadreId = p.cadreId AND a.kind = 'TERM_INSPECTION' AND a.date >= p.startDate AND a.date <= b.asOf
      WHERE p.endDate <= b.asOf GROUP BY p.id, p.startDate, p.endDate, r.policyRow)
WHERE coalesce(lateOn > endDate, true);
-- @break
-- the assessment comes the day after the end
UPDATE assessment SET date = t.day
FROM (SELECT p.cadreId, p.startDate, p.endDate, p.endDate + 1 AS day FROM posting p CROSS JOIN batch b
      JOIN param('assessment.inspectBeforeEnd') r ON p.endDate >= r.validFrom
      WHERE p.endDate < b.asOf AND p.cadreId IN (SELECT cadreId FROM assessment WHERE kind = 'TERM_INSPECTION') ORDER BY p.id LIMIT 1) t
WHERE assessment.cadreId = t.cadreId AND kind = 'TERM_INSPECTION' AND assessment.date BETWEEN t.startDate AND t.endDate;
