/*{
  "id": "TEAM-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "省派队驻点村的选定不合规定", "en": "A provincial team's village was not chosen as the rules say"},
  "asks": {
    "zh": "省派工作队一般不进驻脱贫攻坚期间已有省派队的村；是否有过由省里登记。有书面理由的降一级。驻哪个村由县一级与派出单位商定；没有登记商定方的不判断。",
    "en": "A provincial team as a rule avoids villages that had a provincial team in the poverty-alleviation period, as the province declared. A written justification lowers the weight. Where it goes is agreed between the county and the dispatching unit; where the parties are not on record that is not judged."
  },
  "message": {
    "zh": "该队（{level}派出）的驻点村[{village}曾有省派队驻点][由{parties}商定，缺少{lacking}]",
    "en": "The home village of this team (dispatched by: {level})[, {village}, had a provincial team before][ was agreed by {parties}, without {lacking}]"
  },
  "fix": {
    "zh": "核对登记；确有重合的，补充理由或调整驻点村；没有商定的，补办商定。",
    "en": "Check the record. Where the village had a team, give the reason or choose another; where a party is lacking, settle it with them."
  },
  "records": ["team"],
  "views": ["team_span"],
  "fields": ["team.agreedBy", "village.priorProvincialTeam"],
  "conventions": ["K1", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "team.agreedWithLevel"}}, {"table": "parameter", "where": {"name": "team.notFormerProvincialVillage"}}],
  "arguments": {"level": "codelist:subordination", "village": "text", "parties": "codelist:body", "lacking": "codelist:body"}
}*/
-- @query
SELECT 'team' AS recordType, t.teamId AS recordId, p.policyRow,
       CASE WHEN v.priorProvincialTeam IS NULL THEN 'village.priorProvincialTeam' END AS missing,
       '/homeVillageId' AS pointer,
       CASE WHEN EXISTS (SELECT 1 FROM posting q WHERE q.teamId = t.teamId AND q.justification) THEN 1
            ELSE 0 END AS lowerBy, t.dispatchLevel AS level, t.homeVillageId AS village,
       NULL AS parties, NULL AS lacking
FROM team_span t
JOIN param('team.notFormerProvincialVillage') p ON p.flag AND binds(p, t.startDate)
     AND concerns_level(p, t.dispatchLevel)
LEFT JOIN village v ON v.id = t.homeVillageId
WHERE coalesce(v.priorProvincialTeam, true)
UNION ALL
SELECT 'team', id, policyRow, CASE WHEN parties IS NULL THEN 'team.agreedBy' END, '/agreedBy', 0, dispatchLevel,
       NULL, parties, lacking
FROM (SELECT t.id, t.dispatchLevel, p.policyRow,
             list_transform(t.agreedBy, lambda a: concat_ws('@', a.body, a.level)) AS parties,
             -- whichever body of the level it was, one whose level is not on record included; and the unit
             CASE WHEN len(list_filter(t.agreedBy, lambda a: a.body <> 'DISPATCHING_UNIT'
                                                             AND coalesce(a.level = p.code, true))) = 0
                  THEN ['@' || p.code] ELSE [] END
             || CASE WHEN len(list_filter(t.agreedBy, lambda a: a.body = 'DISPATCHING_UNIT')) = 0
                     THEN ['DISPATCHING_UNIT'] ELSE [] END AS lacking
      FROM team t JOIN team_span s ON s.teamId = t.id
      JOIN param('team.agreedWithLevel') p ON binds(p, s.startDate) AND concerns_level(p, t.dispatchLevel))
WHERE parties IS NULL OR len(lacking) > 0;
-- @break
-- whichever of the two the profile asks: a village that had one, or an agreement without the county
UPDATE village
SET priorProvincialTeam = true
WHERE id = (SELECT t.homeVillageId
            FROM team_span t
            JOIN param('team.notFormerProvincialVillage') p ON binds(p, t.startDate)
                 AND concerns_level(p, t.dispatchLevel) ORDER BY t.teamId LIMIT 1);
