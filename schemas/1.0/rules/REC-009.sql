/*{
  "id": "REC-009",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "title": {"zh": "所依据的测评不支持立案", "en": "The survey relied on does not support the case"},
  "asks": {
    "zh": "以满意度过低立案的，须有一次测的是本人、满意比例严格低于界限的测评；恰好等于界限的不算。比例按测评自己申报的满意人数和参评人数计算。",
    "en": "A case for low satisfaction rests on a survey of the very cadre whose share is strictly below the threshold; exactly at it does not count. The share is formed from the survey's own numerator and denominator."
  },
  "message": {
    "zh": "所依据的测评（{survey}）[测的是另一名干部（{subject}）][满意{satisfied}人、参评{respondents}人，不低于{limit}]，“{ground}”这一情形不成立",
    "en": "The survey relied on ({survey})[ is of another cadre ({subject})][ has {satisfied} of {respondents} satisfied, not below {limit}]: the ground “{ground}” is not made out"
  },
  "fix": {
    "zh": "核对测评对象和数据；确实不支持的，撤去该情形。",
    "en": "Check whom the survey is of and its numbers; if it does not support the ground, withdraw it."
  },
  "records": ["rectificationCase", "activity"],
  "views": ["case_ground"],
  "fields": ["rectificationCase.surveyId", "activity.respondentCount", "activity.satisfiedCount"],
  "conventions": ["K2", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.satisfactionBelowPercent"}}],
  "arguments": {"survey": "text", "subject": "text", "satisfied": "number", "respondents": "number", "limit": "percent", "ground": "codelist:rectification-ground"}
}*/
-- @query
WITH linked AS (
  -- each case on the ground of satisfaction beside the survey that it names
  SELECT g.caseId, g.ground, p.policyRow, p.number, c.surveyId, a.id AS found, a.respondentCount, a.satisfiedCount,
         CASE WHEN a.cadreId <> g.cadreId THEN a.cadreId END AS subject
  FROM case_ground g
  JOIN param('rectification.satisfactionBelowPercent') p ON g.ground = coalesce(p.code, '03')
       AND binds(p, g.eventOn) AND coalesce(concerns(p, g.role, g.dispatchLevel), true)
  JOIN rectificationCase c ON c.id = g.caseId
  LEFT JOIN activity a ON a.id = c.surveyId
  WHERE coalesce(g.outcome, '') <> 'NOT_ESTABLISHED'
), judged AS (
  -- with what is missing to compare
  SELECT *, CASE WHEN found IS NULL THEN 'rectificationCase.surveyId'
                 WHEN subject IS NOT NULL THEN NULL
                 WHEN coalesce(respondentCount, 0) = 0 THEN 'activity.respondentCount'
                 WHEN satisfiedCount IS NULL THEN 'activity.satisfiedCount' END AS missing
  FROM linked
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow, missing,
       '/surveyId' AS pointer, surveyId AS survey, subject,
       CASE WHEN subject IS NULL THEN satisfiedCount END AS satisfied,
       CASE WHEN subject IS NULL THEN respondentCount END AS respondents, number AS "limit", ground
FROM judged
WHERE missing IS NOT NULL OR subject IS NOT NULL OR satisfiedCount * 100 >= number * respondentCount;
-- @break
UPDATE activity
SET satisfiedCount = respondentCount
WHERE id = (SELECT min(c.surveyId) FROM rectificationCase c JOIN activity a ON a.id = c.surveyId);
