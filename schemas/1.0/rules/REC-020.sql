/*{
  "id": "REC-020",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "title": {"zh": "所依据的考核不支持立案", "en": "The assessment relied on does not support the case"},
  "asks": {
    "zh": "以考核不称职立案的，所引的考核中至少有一次是本人的半年述职述评或年度考核、且等次为不称职（不合格）。案件自己引用的考核表明并非如此的，这一情形不成立。没有引用考核、所引的考核不在批次之内或没有等次的，不判断；已撤销或认定不成立的案件不再看。",
    "en": "A case for a grade of not competent cites at least one half-year review or annual assessment of the very cadre with that grade. Where the assessments that the case itself cites say otherwise, the ground is not made out. Without a citation, or where what is cited is not in the batch or has no grade, nothing is judged; cases revoked or not established are left alone."
  },
  "message": {
    "zh": "按“{ground}”立案，所引的考核（{assessments}）[等次为{grades}][考核的不是本人，而是{subjects}]，没有一次是本人被评为不称职，这一情形不成立",
    "en": "The case cites the ground “{ground}”, but the assessments it relies on ({assessments})[ are graded {grades}][ are of {subjects}, not of this cadre]: in none was the cadre graded not competent"
  },
  "fix": {
    "zh": "核对所引的考核；引用有误的更正，确无不称职等次的，撤去该情形并纠正已采取的措施。",
    "en": "Check the assessments cited; correct the citation, or withdraw the ground and undo what was done on it."
  },
  "records": ["rectificationCase", "assessment"],
  "views": ["case_ground"],
  "fields": ["rectificationCase.assessmentIds", "assessment.grade"],
  "conventions": ["K12", "K14", "K19"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.gradeGround"}}],
  "arguments": {"ground": "codelist:rectification-ground", "assessments": "text", "grades": "codelist:grade", "subjects": "text"}
}*/
-- @query
WITH cited AS (
  -- the cases on the ground of the grade, with each assessment that they cite
  SELECT g.caseId, g.cadreId, g.ground, p.policyRow, unnest(coalesce(c.assessmentIds, [NULL])) AS assessmentId
  FROM case_ground g
  JOIN param('rectification.gradeGround') p ON p.code = g.ground AND binds(p, g.eventOn)
       AND coalesce(concerns(p, g.role, g.dispatchLevel), true)
  JOIN rectificationCase c ON c.id = g.caseId
  WHERE coalesce(c.appealOutcome, '') <> 'REVOKED' AND coalesce(g.outcome, '') <> 'NOT_ESTABLISHED'
), weighed AS (
  -- whether one of them bears the case out, and what they are instead
  SELECT t.caseId, t.ground, t.policyRow, list_sort(list(t.assessmentId)) AS assessments,
         list_sort(list(DISTINCT a.grade) FILTER (a.cadreId = t.cadreId)) AS grades,
         list_sort(list(DISTINCT a.cadreId) FILTER (a.cadreId <> t.cadreId)) AS subjects,
         bool_or(coalesce(a.cadreId = t.cadreId AND a.kind IN ('HALF_YEAR_REVIEW', 'ANNUAL')
             AND a.grade = 'NOT_COMPETENT',
                          false)) AS borne,
         bool_or(a.id IS NULL) AS unseen, bool_or(a.cadreId = t.cadreId AND a.grade IS NULL) AS ungraded
  FROM cited t LEFT JOIN assessment a ON a.id = t.assessmentId
  GROUP BY t.caseId, t.ground, t.policyRow
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow,
       CASE WHEN unseen THEN 'rectificationCase.assessmentIds' WHEN ungraded THEN 'assessment.grade' END AS missing,
       '/assessmentIds' AS pointer, ground, assessments, CASE WHEN len(grades) > 0 THEN grades END AS grades,
       CASE WHEN len(subjects) > 0 THEN subjects END AS subjects
FROM weighed WHERE NOT borne;
-- @break
-- a case on another ground cites the grade as well, and an assessment that was not of that grade
UPDATE rectificationCase
SET grounds = list_append(grounds, t.code), assessmentIds = [t.assessmentId]
FROM (SELECT c.id, p.code, a.id AS assessmentId
      FROM rectificationCase c JOIN param('rectification.gradeGround') p ON NOT list_contains(c.grounds, p.code)
      JOIN assessment a ON a.grade <> 'NOT_COMPETENT'
      WHERE c.route = 'B' AND c.appealOutcome IS NULL
      ORDER BY a.cadreId <> c.cadreId, c.id, a.id LIMIT 1) t
WHERE rectificationCase.id = t.id;
