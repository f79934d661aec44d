/*{
  "id": "TEAM-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "队长不是本村第一书记", "en": "The team leader is not the first secretary"},
  "asks": {
    "zh": "工作队队长由驻点村的第一书记担任。按截止日（已撤队的按撤队日）判断；有书面理由的降一级。",
    "en": "The team is led by the first secretary of its home village. Judged at asOf, or on the last day of a team that was dissolved; a written justification lowers the weight."
  },
  "message": {
    "zh": "{date}队长不是驻点村在任的第一书记",
    "en": "{date}: the leader is not the serving first secretary of the home village"
  },
  "fix": {
    "zh": "核对队长和任职登记；确实另有其人的，补充理由或调整。",
    "en": "Check leader and posting; if it really is somebody else, give the reason or change it."
  },
  "records": ["team", "posting"],
  "views": ["posting_span", "team_span"],
  "fields": ["team.leaderCadreId"],
  "coverage": ["posting"],
  "conventions": ["K1", "K8", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "team.leaderIsFirstSecretary"}}],
  "arguments": {"date": "date"}
}*/
-- @query
WITH judged AS (
  -- each team with the postings of its leader as first secretary of the home village
  SELECT t.teamId, t.leaderCadreId, t.endDate AS date, p.policyRow,
         count(*) FILTER (s.villageId = t.homeVillageId AND s.role = 'FIRST_SECRETARY') AS matching,
         count(s.postingId) AS postings, bool_or(q.justification) AS justified
  FROM team_span t JOIN param('team.leaderIsFirstSecretary') p ON p.flag AND binds(p, t.endDate)
       AND concerns_level(p, t.dispatchLevel)
  LEFT JOIN posting_span s ON s.cadreId = t.leaderCadreId AND t.endDate BETWEEN s.startDate AND s.endDate
  LEFT JOIN posting q ON q.id = s.postingId
  GROUP BY ALL
)
SELECT 'team' AS recordType, teamId AS recordId, policyRow, missing,
       '/leaderCadreId' AS pointer, CASE WHEN justified THEN 1 ELSE 0 END AS lowerBy, date
FROM (SELECT *, CASE WHEN leaderCadreId IS NULL THEN 'team.leaderCadreId'
                     WHEN postings = 0 AND NOT covered('posting', date, date)
                     THEN 'coverage.posting' END AS missing
      FROM judged)
WHERE missing IS NOT NULL OR matching = 0;
-- @break
UPDATE team
SET leaderCadreId = x.cadreId
FROM (SELECT t.teamId, s.cadreId
      FROM team_span t JOIN param('team.leaderIsFirstSecretary') p ON binds(p, t.endDate)
      JOIN posting_span s ON t.endDate BETWEEN s.startDate AND s.endDate AND s.cadreId <> t.leaderCadreId
           AND (s.role <> 'FIRST_SECRETARY' OR s.villageId <> t.homeVillageId)
      LEFT JOIN cadre k ON k.id = s.cadreId LEFT JOIN cadre l ON l.id = t.leaderCadreId
      -- of the same rank, so that only the role is wrong
      ORDER BY k.dutyLevel IS NOT DISTINCT FROM l.dutyLevel
                 AND k.unitPosition IS NOT DISTINCT FROM l.unitPosition
                 AND k.tags IS NOT DISTINCT FROM l.tags DESC,
               s.teamId = t.teamId DESC, s.dispatchLevel = t.dispatchLevel DESC, t.teamId, s.cadreId
      LIMIT 1) x
WHERE id = x.teamId;
