/*{
  "id": "ASM-010",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "任职结束前未检查考评", "en": "No inspection before the end of the round"},
  "asks": {
    "zh": "每轮任职结束之前都要检查考评：任满的，检查考评不晚于离任日。中途离任（因病、身故、调整等）的一轮没有任满，不在此列；不知是否任满的不判断。",
    "en": "Every round is inspected before it ends: of a full term the inspection is not later than the last day. Who leaves in mid-round (illness, death, adjustment) has no such end; where it is not known whether the term was full, nothing is judged."
  },
  "message": {
    "zh": "任满于{endDate}离任，到这一天没有检查考评[，检查考评的日期是{lateOn}，在离任之后]",
    "en": "full term ended on {endDate} without an inspection by then[; the one on record is of {lateOn}, after it]"
  },
  "fix": {
    "zh": "补登检查考评；今后在结束前进行。",
    "en": "Record the inspection; in future hold it before the end."
  },
  "records": ["posting", "assessment"],
  "fields": ["posting.endReason", "posting.plannedEnd"],
  "coverage": ["assessment"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "assessment.inspectBeforeEnd"}}],
  "also": [{"table": "parameter", "where": {"name": "term.nominalMonths"}}],
  "arguments": {"endDate": "date", "lateOn": "date"}
}*/
-- @query
WITH term AS (
  -- the postings that each term is meant for
  SELECT p.id AS postingId, t.*
  FROM posting p JOIN param('term.nominalMonths') t ON concerns(t, p.role, p.dispatchLevel)
), ended AS (
  -- the postings that served a full term, or may have, each with the inspection that came first
  SELECT p.id, p.startDate, p.endDate, r.policyRow, min(a.date) AS lateOn,
         p.endReason IS NULL AND p.plannedEnd IS NULL AND any_value(t.number) IS NULL AS unknown
  FROM posting p CROSS JOIN batch b
  LEFT JOIN term t ON t.postingId = p.id AND binds(t, p.startDate)
  JOIN param('assessment.inspectBeforeEnd') r ON binds(r, p.endDate)
       AND concerns(r, p.role, p.dispatchLevel) AND r.flag
  LEFT JOIN assessment a ON a.cadreId = p.cadreId AND a.kind = 'TERM_INSPECTION'
       AND a.date >= p.startDate AND a.date <= b.asOf
  WHERE p.endDate <= b.asOf
    AND (p.endReason = 'ROTATION' OR p.endDate >= coalesce(p.plannedEnd, months_after(p.startDate, t.number) - 1)
         OR p.endReason IS NULL AND p.plannedEnd IS NULL AND t.number IS NULL)
  GROUP BY p.id, p.startDate, p.endDate, p.endReason, p.plannedEnd, r.policyRow
)
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN unknown THEN 'posting.endReason'
            WHEN lateOn IS NULL AND NOT covered('assessment', 'TERM_INSPECTION', startDate, endDate)
            THEN 'coverage.assessment' END AS missing,
       '/endDate' AS pointer, endDate, lateOn
FROM ended
WHERE coalesce(lateOn > endDate, true);
-- @break
-- the assessment comes the day after the end
UPDATE assessment
SET date = t.day
FROM (SELECT p.cadreId, p.startDate, p.endDate, p.endDate + 1 AS day
      FROM posting p CROSS JOIN batch b
      JOIN param('assessment.inspectBeforeEnd') r ON p.endDate >= r.validFrom
      WHERE p.endDate < b.asOf
        AND p.cadreId IN (SELECT cadreId FROM assessment WHERE kind = 'TERM_INSPECTION') ORDER BY p.id
      LIMIT 1) t
WHERE assessment.cadreId = t.cadreId AND kind = 'TERM_INSPECTION'
  AND assessment.date BETWEEN t.startDate AND t.endDate;
