/*{
  "id": "TEAM-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "一队带多村超出许可", "en": "A team serves more villages than permitted"},
  "asks": {
    "zh": "一支队伍兼带邻村，只在驻点村属示范创建村、兼带数不超过上限、兼带的村都与驻点村相邻时允许。",
    "en": "A team may serve further villages only if its home village is a demonstration village, they are no more than the number set, and each is adjacent to the home village."
  },
  "message": {
    "zh": "兼带{count}个村[，超过上限{limit}个][，驻点村登记为{types}，应为{due}][，其中{apart}个村没有登记为与驻点村相邻]",
    "en": "{count} further villages[, more than {limit}][, home village of type {types}, should be {due}][, {apart} of them not recorded as adjacent]"
  },
  "fix": {
    "zh": "核对兼带村、村类型和相邻关系；确实超出的，说明理由或调整。",
    "en": "Check villages, type and adjacency; if it really exceeds the permission, give the reason or change it."
  },
  "records": ["team", "village"],
  "views": ["team_span", "village_type"],
  "fields": ["village.types", "village.adjacentVillageIds"],
  "conventions": ["K1", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "team.maxAdditionalVillages"}}],
  "arguments": {"count": "number", "limit": "number", "types": "codelist:village-type", "due": "codelist:village-type", "apart": "number"}
}*/
-- @query
WITH judged AS (
  -- each team with more villages than one: how many, how far, and of what type the home village is
  SELECT t.teamId, p.policyRow, p.number AS "limit", len(t.additionalVillageIds) AS "count", v.id AS village,
         v.adjacentVillageIds,
         len(list_filter(t.additionalVillageIds,
                         lambda x: NOT coalesce(list_contains(v.adjacentVillageIds, x), false))) AS apart,
         (SELECT list_sort(list(DISTINCT y.code))
          FROM village_type y
          WHERE y.villageId = v.id AND t.startDate <= y.endDate AND t.endDate >= y.startDate) AS types
  FROM team_span t JOIN param('team.maxAdditionalVillages') p ON binds(p, t.startDate)
       AND concerns_level(p, t.dispatchLevel)
  LEFT JOIN village v ON v.id = t.homeVillageId
  WHERE t.additionalVillageIds IS NOT NULL
)
SELECT 'team' AS recordType, teamId AS recordId, policyRow, missing,
       '/additionalVillageIds' AS pointer, "count", CASE WHEN "count" > "limit" THEN "limit" END AS "limit",
       CASE WHEN NOT list_contains(types, 'DEMONSTRATION') THEN types END AS types,
       CASE WHEN NOT list_contains(types, 'DEMONSTRATION') THEN 'DEMONSTRATION' END AS due,
       CASE WHEN adjacentVillageIds IS NOT NULL AND apart > 0 THEN apart END AS apart
FROM (SELECT *,
             "count" > "limit" OR coalesce(NOT list_contains(types, 'DEMONSTRATION'), false)
               OR adjacentVillageIds IS NOT NULL AND apart > 0 AS broken,
             CASE WHEN village IS NULL OR types IS NULL THEN 'village.types'
                  WHEN adjacentVillageIds IS NULL THEN 'village.adjacentVillageIds' END AS lacking
      FROM judged), LATERAL (SELECT CASE WHEN NOT broken THEN lacking END AS missing)
WHERE broken OR lacking IS NOT NULL;
-- @break
UPDATE village
SET adjacentVillageIds = [id]
WHERE id = (SELECT t.homeVillageId
            FROM team_span t JOIN param('team.maxAdditionalVillages') p ON binds(p, t.startDate)
            JOIN village v ON v.id = t.homeVillageId WHERE len(t.additionalVillageIds) > 0 ORDER BY t.teamId
            LIMIT 1);
