/*{
  "id": "TEAM-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "联合组队的单位层级过高", "en": "A unit of a joint team is of too high a level"},
  "asks": {
    "zh": "几个单位联合组队，只允许层级不高于规定的单位；层级更高的单位应单独组队。",
    "en": "Several units may form a joint team only if none is above the level set; a higher unit forms a team of its own."
  },
  "message": {
    "zh": "联合组队的派出单位中有{levels}层级的单位，许可的最高层级为{limit}",
    "en": "The joint team has a unit of level {levels}; the highest permitted is {limit}"
  },
  "fix": {
    "zh": "核对单位层级；确实超出的，说明理由或调整组队。",
    "en": "Check the levels; if one really exceeds the permission, give the reason or change the team."
  },
  "records": ["team", "organization"],
  "views": ["team_span"],
  "fields": ["organization.level"],
  "conventions": ["K1", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "team.jointUnitMinLevel"}}],
  "arguments": {"levels": "codelist:subordination", "limit": "codelist:subordination"},
  "entails": [{"rule": "OBL-003", "why": {"zh": "加入联合组队的单位也是派出单位，应听取汇报、到村走访", "en": "a unit of a joint team dispatches too, and owes what a dispatching unit owes"}}]
}*/
-- @query
WITH unit AS (
  -- the units of each joint team, with their level
  SELECT t.teamId, p.policyRow, p.code, g.level
  FROM (SELECT teamId, dispatchLevel, startDate, unnest(dispatchingUnitIds) AS unitId
        FROM team_span WHERE len(dispatchingUnitIds) > 1) t
  JOIN param('team.jointUnitMinLevel') p ON binds(p, t.startDate) AND concerns_level(p, t.dispatchLevel)
  LEFT JOIN organization g ON g.id = t.unitId
)
SELECT 'team' AS recordType, teamId AS recordId, policyRow,
       CASE WHEN levels IS NULL THEN 'organization.level' END AS missing, '/dispatchingUnitIds' AS pointer,
       levels, code AS "limit"
-- a smaller code is a higher level
FROM (SELECT teamId, policyRow, code, list_sort(list(DISTINCT level) FILTER (level < code)) AS levels,
             bool_or(level IS NULL) AS unknown
      FROM unit GROUP BY ALL)
WHERE levels IS NOT NULL OR unknown;
-- @break
UPDATE team
SET dispatchingUnitIds = list_append(dispatchingUnitIds, x.unitId)
FROM (SELECT t.teamId, g.id AS unitId
      FROM team_span t JOIN param('team.jointUnitMinLevel') p ON binds(p, t.startDate)
      JOIN organization g ON g.level < p.code AND NOT list_contains(t.dispatchingUnitIds, g.id)
      ORDER BY len(t.dispatchingUnitIds) DESC, g.body = 'DISPATCHING_UNIT' DESC, t.teamId, g.id LIMIT 1) x
WHERE id = x.teamId;
