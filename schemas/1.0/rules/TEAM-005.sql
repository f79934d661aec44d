/*{
  "id": "TEAM-005",
  "since": "1.0",
  "title": {"zh": "省派队进驻原省派队驻点村", "en": "A provincial team in a village that had one before"},
  "asks": {
    "zh": "省派工作队一般不进驻脱贫攻坚期间已有省派队的村；是否有过由省里登记。有书面理由的降一级。",
    "en": "A provincial team as a rule avoids villages that had a provincial team in the poverty-alleviation period, as the province declared. A written justification lowers the weight."
  },
  "message": {
    "zh": "该队（{level}派出）的驻点村曾为省派队驻点村",
    "en": "The home village of this team (dispatched by: {level}) had a provincial team before"
  },
  "fix": {
    "zh": "核对登记；确有重合的，补充理由或调整驻点村。",
    "en": "Check the record; if it is so, give the reason or choose another village."
  },
  "records": ["team", "village"],
  "views": ["team_span"],
  "fields": ["village.priorProvincialTeam"],
  "conventions": ["K1", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "team.notFormerProvincialVillage"}}],
  "arguments": {"level": "codelist:subordination"}
}*/
-- @query
SELECT 'team' AS recordType, t.teamId AS recordId, p.policyRow,
       CASE WHEN v.priorProvincialTeam IS NULL THEN 'village.priorProvincialTeam' END AS missing, '/homeVillageId' AS pointer,
       CASE WHEN EXISTS (SELECT 1 FROM posting q WHERE q.teamId = t.teamId AND q.justification) THEN 1 ELSE 0 END AS lowerBy, t.dispatchLevel AS level
FROM team_span t JOIN param('team.notFormerProvincialVillage') p ON p.flag AND binds(p, t.startDate)
     AND concerns_level(p, t.dispatchLevel)
LEFT JOIN village v ON v.id = t.homeVillageId
WHERE coalesce(v.priorProvincialTeam, true);
-- @break
UPDATE village SET priorProvincialTeam = true WHERE id = (
  SELECT t.homeVillageId FROM team_span t JOIN param('team.notFormerProvincialVillage') p ON binds(p, t.startDate)
       AND concerns_level(p, t.dispatchLevel) ORDER BY t.teamId LIMIT 1);
