/*{
  "id": "TEAM-009",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "队员专长与村的需要不对应", "en": "Nobody in the team has the expertise the village calls for"},
  "asks": {
    "zh": "选派时注重专长与村情对应：有某类问题或任务的村，队里最好有熟悉相应工作的人。属于倾向，按全队判断，只作提示，不针对个人。",
    "en": "Selection looks to a match of expertise and village: where a village has a certain type or trait, somebody in the team should know the field. A preference over the whole team, only noted, never held against a person."
  },
  "message": {
    "zh": "驻点村属于{type}{trait}，在任队员中没有熟悉{expertise}的人",
    "en": "The home village is {type}{trait}, and nobody serving in the team is versed in {expertise}"
  },
  "fix": {
    "zh": "核对专长登记；下次选派时予以考虑。",
    "en": "Check the expertise on record; consider it at the next selection."
  },
  "records": ["team", "village", "cadre", "posting"],
  "views": ["posting_span", "team_span", "village_type"],
  "fields": ["cadre.expertise"],
  "conventions": ["K1", "K12"],
  "policies": [{"table": "declaration", "where": {"subject": "matching.expertise"}}],
  "arguments": {"type": "codelist:village-type", "trait": "codelist:village-trait", "expertise": "codelist:expertise"}
}*/
-- @query
WITH need AS (
  -- the running teams whose village asks for an expertise
  SELECT t.teamId, d.policyRow, d.codes[1] AS need, d.codes[2:] AS expertise,
         coalesce(list_contains(v.traits, d.codes[1]), false) AS byTrait, b.asOf
  FROM team_span t CROSS JOIN batch b
  JOIN declaration d ON d.subject = 'matching.expertise' AND binds(d, b.asOf)
  LEFT JOIN village v ON v.id = t.homeVillageId
  WHERE t.endDate = b.asOf
    AND (byTrait
         OR EXISTS (SELECT 1
                    FROM village_type y
                    WHERE y.villageId = v.id AND y.code = d.codes[1]
                      AND b.asOf BETWEEN y.startDate AND y.endDate))
)
SELECT 'team' AS recordType, teamId AS recordId, policyRow,
       CASE WHEN unknown THEN 'cadre.expertise' END AS missing, 1 AS lowerBy,
       CASE WHEN byTrait THEN '' ELSE need END AS type, CASE WHEN byTrait THEN need ELSE '' END AS trait,
       expertise
FROM (SELECT n.teamId, n.policyRow, n.need, n.expertise, n.byTrait, bool_or(k.expertise IS NULL) AS unknown,
             count(*) FILTER (list_has_any(k.expertise, n.expertise)
                              OR k.agriExpertise AND list_contains(n.expertise, 'AGRICULTURE')) AS versed
      FROM need n JOIN posting_span s ON s.teamId = n.teamId AND s.endDate = n.asOf
      LEFT JOIN cadre k ON k.id = s.cadreId
      GROUP BY ALL)
WHERE versed = 0;
-- @break
UPDATE cadre
SET expertise = ['OTHER'], agriExpertise = false
WHERE id IN (SELECT s.cadreId
             FROM posting_span s
             JOIN (SELECT t.teamId
                   FROM team_span t CROSS JOIN batch b JOIN village v ON v.id = t.homeVillageId
                   JOIN declaration d ON d.subject = 'matching.expertise'
                   WHERE t.endDate = b.asOf
                     AND (coalesce(list_contains(v.traits, d.codes[1]), false)
                          OR EXISTS (SELECT 1
                                     FROM village_type y
                                     WHERE y.villageId = v.id AND y.code = d.codes[1]
                                       AND b.asOf BETWEEN y.startDate AND y.endDate))
                   ORDER BY t.teamId LIMIT 1) x ON x.teamId = s.teamId);
