/*{
  "id": "REC-010",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "满意度低于界限，尚无案件", "en": "Satisfaction below the threshold, no case"},
  "asks": {
    "zh": "满意比例严格低于界限的测评是整改线索；是否履职不到位须另行认定，因此只作提示。",
    "en": "A survey strictly below the threshold is a lead for a case; whether duty was neglected is for others to determine, so this is a notice only."
  },
  "message": {
    "zh": "{surveyedOn}的测评满意{satisfied}人、参评{respondents}人，低于{limit}，没有“{ground}”情形的案件",
    "en": "The survey of {surveyedOn} has {satisfied} of {respondents} satisfied, below {limit}, and there is no case with ground {ground}"
  },
  "fix": {
    "zh": "由乡镇核实履职情况，决定是否请示整改。",
    "en": "The township looks into the performance and decides whether to ask for a case."
  },
  "outcome": "CANDIDATE",
  "records": ["activity", "rectificationCase"],
  "fields": ["activity.respondentCount", "activity.satisfiedCount"],
  "coverage": ["rectificationCase"],
  "conventions": ["K2", "K12", "K14", "K16"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.satisfactionBelowPercent"}}],
  "arguments": {"surveyedOn": "date", "satisfied": "number", "respondents": "number", "limit": "percent", "ground": "codelist:rectification-ground"}
}*/
-- @query
WITH low AS (
  -- the surveys that fall below the share
  SELECT a.id, a.date, a.cadreId, concerns_cadre(p, a.cadreId, a.date) IS NULL AS unplaced, a.satisfiedCount,
      a.respondentCount, p.policyRow, p.number, p.modality,
         coalesce(p.code, '03') AS ground,
         covered('rectificationCase', a.date, b.asOf) AS covered
  FROM activity a CROSS JOIN batch b
  JOIN param('rectification.satisfactionBelowPercent') p ON binds(p, a.date)
  WHERE a.kind = 'SATISFACTION_SURVEY' AND a.date <= b.asOf
    AND coalesce(a.cadreId IS NULL OR concerns_cadre(p, a.cadreId, a.date), true)
    AND a.satisfiedCount * 100 < p.number * a.respondentCount
    AND NOT EXISTS (SELECT 1
                    FROM rectificationCase c
                    WHERE c.surveyId = a.id
                      OR c.cadreId = a.cadreId AND c.surveyId IS NULL
                        AND list_contains(c.grounds, coalesce(p.code, '03')))
)
SELECT 'activity' AS recordType, id AS recordId, policyRow,
       CASE WHEN cadreId IS NULL THEN 'activity.cadreId'
            WHEN unplaced THEN 'coverage.posting'
            WHEN NOT covered THEN 'coverage.rectificationCase' END AS missing,
       CASE WHEN modality IN ('MUST', 'PROHIBITED') THEN 1 ELSE 0 END AS lowerBy,
       date AS surveyedOn, satisfiedCount AS satisfied, respondentCount AS respondents, number AS "limit",
       ground
FROM low;
-- @break
-- a survey on a cadre without a case
INSERT INTO activity (id, kind, date, cadreId, respondentCount, satisfiedCount)
SELECT 'break-rec-010', 'SATISFACTION_SURVEY', s.endDate, s.cadreId, 10, 0
FROM posting_span s CROSS JOIN batch b
WHERE s.endDate = b.asOf AND s.cadreId NOT IN (SELECT cadreId FROM rectificationCase) ORDER BY s.postingId
LIMIT 1;
