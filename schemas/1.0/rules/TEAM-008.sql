/*{
  "id": "TEAM-008",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "驻村计划年限不符或无村情调研", "en": "Horizon of the plan, or no survey before it"},
  "asks": {
    "zh": "工作队先做村情调研，再制定规定年限的驻村计划；调研日期不晚于计划日期。",
    "en": "A team surveys the village first and then makes a plan of the horizon set; the survey is not later than the plan."
  },
  "message": {
    "zh": "驻村计划[写的是{years}年，应为{required}年][（{planOn}）之前没有登记村情调研{none}]",
    "en": "The plan[ covers {years} years, should be {required}][ of {planOn} has no survey of the village before it{none}]"
  },
  "fix": {
    "zh": "核对计划年限和调研记录；确未调研的，补做后修订计划。",
    "en": "Check horizon and survey; if there was no survey, make one and revise the plan."
  },
  "records": ["team"],
  "views": ["team_span"],
  "fields": ["team.planYears", "team.planOn"],
  "coverage": ["activity.VILLAGE_SURVEY"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "team.planYears"}}],
  "arguments": {"years": "number", "required": "number", "planOn": "date", "none": "text"}
}*/
-- @query
WITH judged AS (
  -- the plan of each team, and the surveys before it
  SELECT t.id, p.policyRow, p.number AS required, t.planYears AS years, t.planOn,
         count(DISTINCT a.id) AS surveys,
         t.planOn IS NOT NULL AND covered('activity', 'VILLAGE_SURVEY', s.startDate, t.planOn) AS covered
  FROM team_span s JOIN team t ON t.id = s.teamId CROSS JOIN batch b
  JOIN param('team.planYears') p ON binds(p, coalesce(t.planOn, s.endDate))
       AND concerns_level(p, t.dispatchLevel)
  LEFT JOIN activity a ON a.kind = 'VILLAGE_SURVEY' AND a.date <= t.planOn
       AND (a.villageId = t.homeVillageId OR a.teamId = t.id)
  WHERE coalesce(t.planOn <= b.asOf, true)
  GROUP BY ALL
), fault AS (
  -- a plan of another length, or without a survey
  SELECT *, CASE WHEN years IS NULL THEN 'team.planYears' END AS missing, true AS wrongLength
  FROM judged WHERE years IS DISTINCT FROM required
  UNION ALL
  SELECT *,
         CASE WHEN planOn IS NULL THEN 'team.planOn'
              WHEN NOT covered THEN 'coverage.activity.VILLAGE_SURVEY' END, false
  FROM judged WHERE surveys = 0 AND years IS NOT DISTINCT FROM required
)
SELECT 'team' AS recordType, id AS recordId, policyRow, missing,
       CASE WHEN wrongLength THEN years END AS years, CASE WHEN wrongLength THEN required END AS required,
       CASE WHEN NOT wrongLength THEN planOn END AS planOn, CASE WHEN NOT wrongLength THEN '' END AS none
FROM fault;
-- @break
UPDATE team
SET planYears = planYears + 1
WHERE id = (SELECT t.id
            FROM team t JOIN team_span s ON s.teamId = t.id CROSS JOIN batch b
            JOIN param('team.planYears') p ON binds(p, coalesce(t.planOn, s.endDate))
            WHERE t.planYears = p.number AND coalesce(t.planOn, b.asOf) <= b.asOf ORDER BY t.id LIMIT 1);
