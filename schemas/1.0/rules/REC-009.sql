/*{
  "id": "REC-009",
  "since": "1.0",
  "title": {"zh": "所依据的满意度未低于界限", "en": "The survey relied on is not below the threshold"},
  "asks": {
    "zh": "以满意度过低立案的，须有一次满意比例严格低于界限的测评；恰好等于界限的不算。比例按测评自己申报的满意人数和参评人数计算。",
    "en": "A case for low satisfaction rests on a survey whose share is strictly below the threshold; exactly at it does not count. The share is formed from the survey's own numerator and denominator."
  },
  "message": {
    "zh": "所依据测评满意{satisfied}人、参评{respondents}人，不低于{limit}，不构成“{ground}”情形",
    "en": "The survey relied on has {satisfied} of {respondents} satisfied, not below {limit}: ground {ground} is not made out"
  },
  "fix": {
    "zh": "核对测评数据；比例确未低于界限的，撤去该情形。",
    "en": "Check the survey; if the share is not below the threshold, withdraw the ground."
  },
  "records": ["rectificationCase", "activity"],
  "views": ["case_ground"],
  "fields": ["rectificationCase.surveyId", "activity.respondentCount", "activity.satisfiedCount"],
  "conventions": ["K2", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.satisfactionBelowPercent"}}],
  "arguments": {"satisfied": "number", "respondents": "number", "limit": "percent", "ground": "codelist:rectification-ground"}
}*/
-- @query
WITH linked AS (
  SELECT g.caseId, g.ground, p.policyRow, p.number, a.id AS found, a.respondentCount, a.satisfiedCount
  FROM case_ground g
  JOIN param('rectification.satisfactionBelowPercent') p ON g.ground = coalesce(p.code, '03')
       AND binds(p, g.eventOn)
  JOIN rectificationCase c ON c.id = g.caseId
  LEFT JOIN activity a ON a.id = c.surveyId
), judged AS (
  SELECT *, CASE WHEN found IS NULL THEN 'rectificationCase.surveyId'
                 WHEN coalesce(respondentCount, 0) = 0 THEN 'activity.respondentCount'
                 WHEN satisfiedCount IS NULL THEN 'activity.satisfiedCount' END AS missing
  FROM linked
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow, missing,
       '/surveyId' AS pointer, satisfiedCount AS satisfied, respondentCount AS respondents, number AS "limit", ground
FROM judged
WHERE missing IS NOT NULL OR satisfiedCount * 100 >= number * respondentCount;
-- @break
UPDATE activity SET satisfiedCount = respondentCount
WHERE id = (SELECT min(c.surveyId) FROM rectificationCase c JOIN activity a ON a.id = c.surveyId);
