/*{
  "id": "REC-007",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考核不称职未立案整改", "en": "Graded not competent, but no case"},
  "asks": {
    "zh": "半年述职述评或年度考核评为不称职（不合格）的，应有相应的整改案件。考核等次本身就是认定，缺案件即为遗漏；条文没有期限，评定后的第一个工作日过后才判断，且只有案件记录声明完整时才判断。",
    "en": "A grade of not competent in the half-year or annual assessment must be followed by a case. The grade is a determination, so a missing case is an omission; the text sets no limit, so that it is judged once the first working day after the grade is over, and only where the cases are declared complete."
  },
  "message": {
    "zh": "{gradedOn}的{kind}评为{grade}，到{asOf}没有因“{ground}”立案整改",
    "en": "{kind} of {gradedOn} graded {grade}, but by {asOf} there is no case with ground {ground}"
  },
  "fix": {
    "zh": "由县级组织部门提出整改意见并立案；已立案的，在案件中引用该次考核。",
    "en": "The county organisation department opens a case; if one exists, cite this assessment in it."
  },
  "records": ["assessment", "rectificationCase"],
  "views": ["calendar_day", "case_ground", "condition_subject", "working_day"],
  "fields": ["assessment.grade", "rectificationCase.grounds"],
  "coverage": ["rectificationCase"],
  "conventions": ["K4", "K12", "K14", "K19"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.gradeGround"}}],
  "arguments": {"kind": "codelist:assessment-kind", "grade": "codelist:grade", "gradedOn": "date", "ground": "codelist:rectification-ground", "asOf": "date"}
}*/
-- @query
WITH graded AS (
  -- the grades that open a case, once the first working day after them is over
  SELECT a.id, concerns(p, s.role, s.dispatchLevel) IS NULL AS unplaced, a.cadreId, a.kind, a.grade, a.date,
      p.policyRow, p.code AS ground, b.asOf,
         w.date IS NULL AS uncertain, covered('rectificationCase', a.date, b.asOf) AS covered
  FROM assessment a CROSS JOIN batch b
  JOIN param('rectification.gradeGround') p ON binds(p, a.date)
  LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
  LEFT JOIN calendar_day d ON d.date = a.date LEFT JOIN working_day w ON w.ordinal = d.ordinal + 1
  WHERE a.kind IN ('HALF_YEAR_REVIEW', 'ANNUAL') AND a.grade = 'NOT_COMPETENT' AND a.date <= b.asOf
    AND coalesce(concerns(p, s.role, s.dispatchLevel), NOT covered('posting', a.date, a.date))
    AND coalesce(w.date < b.asOf, true)
)
SELECT 'assessment' AS recordType, g.id AS recordId, g.policyRow,
       CASE WHEN g.unplaced THEN 'coverage.posting'
            WHEN NOT g.covered THEN 'coverage.rectificationCase'
            WHEN g.uncertain THEN 'register.calendar' END AS missing,
       g.kind, g.grade, g.date AS gradedOn, g.ground, g.asOf
FROM graded g
WHERE NOT EXISTS (SELECT 1
                  FROM case_ground k JOIN rectificationCase c ON c.id = k.caseId
                  WHERE k.cadreId = g.cadreId AND k.ground = g.ground
                    AND (list_contains(c.assessmentIds, g.id)
                         OR c.assessmentIds IS NULL AND coalesce(k.eventOn, g.date) >= g.date));
-- @break
-- the case that the grade opened cites another ground of the same route
UPDATE rectificationCase
SET grounds = ['02']
WHERE id IN (SELECT g.caseId
             FROM case_ground g JOIN param('rectification.gradeGround') p ON p.code = g.ground
             JOIN assessment a ON a.cadreId = g.cadreId AND a.grade = 'NOT_COMPETENT'
                  AND a.kind IN ('HALF_YEAR_REVIEW', 'ANNUAL')
             WHERE a.id = (SELECT min(id)
                           FROM assessment
                           WHERE grade = 'NOT_COMPETENT' AND kind IN ('HALF_YEAR_REVIEW', 'ANNUAL')));
