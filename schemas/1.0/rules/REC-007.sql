/*{
  "id": "REC-007",
  "since": "1.0",
  "title": {"zh": "考核不称职未立案整改", "en": "Graded not competent, but no case"},
  "asks": {
    "zh": "半年述职述评或年度考核评为不称职（不合格）的，应有相应的整改案件。考核等次本身就是认定，缺案件即为遗漏；只有案件记录声明完整时才判断。",
    "en": "A grade of not competent in the half-year or annual assessment must be followed by a case. The grade is a determination, so a missing case is an omission; judged only where the cases are declared complete."
  },
  "message": {
    "zh": "{gradedOn}的{kind}评为{grade}，没有“{ground}”情形的整改案件",
    "en": "{kind} of {gradedOn} graded {grade}, but there is no case with ground {ground}"
  },
  "fix": {
    "zh": "由县级组织部门提出整改意见并立案；已立案的，在案件中引用该次考核。",
    "en": "The county organisation department opens a case; if one exists, cite this assessment in it."
  },
  "records": ["assessment", "rectificationCase"],
  "views": ["case_ground"],
  "fields": ["assessment.grade", "rectificationCase.grounds"],
  "coverage": ["rectificationCase"],
  "conventions": ["K12", "K14", "K19"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.gradeGround"}}],
  "arguments": {"kind": "codelist:assessment-kind", "grade": "codelist:grade", "gradedOn": "date", "ground": "codelist:rectification-ground"}
}*/
-- @query
SELECT 'assessment' AS recordType, a.id AS recordId, p.policyRow,
       CASE WHEN NOT covered('rectificationCase', a.date, b.asOf) THEN 'coverage.rectificationCase' END AS missing,
       a.kind, a.grade, a.date AS gradedOn, p.code AS ground
FROM assessment a CROSS JOIN batch b
JOIN param('rectification.gradeGround') p ON binds(p, a.date)
WHERE a.kind IN ('HALF_YEAR_REVIEW', 'ANNUAL') AND a.grade = 'NOT_COMPETENT' AND a.date <= b.asOf
  AND NOT EXISTS (SELECT 1
                  FROM case_ground g JOIN rectificationCase c ON c.id = g.caseId
                  WHERE g.cadreId = a.cadreId AND g.ground = p.code
                    AND (list_contains(c.assessmentIds, a.id)
                         OR c.assessmentIds IS NULL AND coalesce(g.eventOn, a.date) >= a.date));
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
