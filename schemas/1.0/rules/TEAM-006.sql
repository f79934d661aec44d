/*{
  "id": "TEAM-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "省派队去向不够集中", "en": "Provincial teams do not go mainly where they should"},
  "asks": {
    "zh": "省派工作队主要派往规定类型的村。“主要”读作过半，只对整批数据判断，不针对某一支队伍。",
    "en": "Provincial teams go mainly to villages of the type set. Mainly is read as more than half, judged over the batch and never for one team."
  },
  "message": {
    "zh": "{total}支省派队中有{count}支驻在{type}，未过半",
    "en": "{count} of {total} provincial teams are in villages of type {type}, not more than half"
  },
  "fix": {
    "zh": "核对驻点村类型；确实未过半的，在调整时考虑。",
    "en": "Check the village types; if it is so, consider it at the next change."
  },
  "records": ["team", "village"],
  "views": ["team_span", "village_type"],
  "fields": ["village.types"],
  "coverage": ["team"],
  "conventions": ["K1", "K12"],
  "policies": [{"table": "parameter", "where": {"name": "team.provincialMainlyTo"}}],
  "arguments": {"count": "number", "total": "number", "type": "codelist:village-type"}
}*/
-- @query
WITH sent AS (
  -- the running teams of the level, and whether each is in a village of the type
  SELECT p.policyRow, p.code AS type, b.id AS batchId, b.asOf, t.teamId,
         EXISTS (SELECT 1
                 FROM village_type y
                 WHERE y.villageId = t.homeVillageId AND y.code = p.code
                   AND b.asOf BETWEEN y.startDate AND y.endDate) AS there,
         -- of a village without types it is not known
         v.types IS NULL AS untyped
  FROM team_span t CROSS JOIN batch b LEFT JOIN village v ON v.id = t.homeVillageId
  JOIN param('team.provincialMainlyTo') p ON binds(p, b.asOf) AND concerns_level(p, t.dispatchLevel)
  WHERE t.endDate = b.asOf
)
SELECT 'manifest' AS recordType, batchId AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.team' WHEN unknown THEN 'village.types' END AS missing, "count",
       total, type
FROM (SELECT policyRow, type, batchId, covered('team', "asOf", "asOf") AS covered,
             count(*) FILTER (there) AS "count", count(*) AS total,
             2 * count(*) FILTER (there OR untyped) > count(*) AS unknown
      FROM sent GROUP BY policyRow, type, batchId, "asOf")
WHERE 2 * "count" <= total;
-- @break
-- the teams stay where they are; their villages are of another type that asks for no more
UPDATE village
SET types = list_transform(types,
                           lambda t: struct_pack(code := CASE WHEN t.code = p.code THEN 'DEMONSTRATION'
                                                              ELSE t.code END, startDate := t.startDate,
                                                 endDate := t.endDate))
FROM (SELECT code, coalesce(dispatchLevels, ['20']) AS dispatchLevels
      FROM param('team.provincialMainlyTo') LIMIT 1) p
WHERE id IN (SELECT homeVillageId FROM team WHERE list_contains(p.dispatchLevels, dispatchLevel));
