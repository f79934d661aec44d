/*{
  "id": "VIL-007",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "无明显变化的村断档或脱钩", "en": "A village without clear change was left"},
  "asks": {
    "zh": "上一轮结束时没有明显变化的村，下一轮干部最迟在上一轮结束次日到任，联系该村的领导和部门不变。",
    "en": "Where the last round ended without clear change, the next cadre starts no later than the day after, and the linked leader and department stay."
  },
  "message": {
    "zh": "该村没有明显变化[，自{since}起断档{gap}天][，没有登记挂钩方式{lost}]",
    "en": "No clear change in this village[: a gap of {gap} days from {since}][: links missing: {lost}]"
  },
  "fix": {
    "zh": "尽快续派干部，恢复领导和部门的联系；已续派的补报记录。",
    "en": "Send the next cadre and restore the links; if that was done, supply the record."
  },
  "records": ["village"],
  "views": ["posting_span"],
  "fields": ["village.linkSystems"],
  "coverage": ["posting"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "village.noChangeNoGap"}}],
  "arguments": {"gap": "number", "since": "date", "lost": "codelist:link-system"}
}*/
-- @query
WITH spell AS (
  -- the times in which a village has cadres without a gap
  SELECT villageId, min(startDate) AS startDate, max(endDate) AS endDate,
         lead(min(startDate)) OVER (PARTITION BY villageId ORDER BY min(startDate)) AS nextStart
  FROM (SELECT *,
               count(*) FILTER (reach IS NULL OR startDate > reach + 1)
                   OVER (PARTITION BY villageId ORDER BY startDate) AS n
        FROM (SELECT villageId, startDate, endDate,
                     max(endDate) OVER (PARTITION BY villageId ORDER BY startDate
                                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
              -- a posting that ends before it begins covers no day
              FROM posting_span WHERE role <> 'PARTY_BUILDING_INSTRUCTOR' AND endDate >= startDate))
  GROUP BY villageId, n
), judged AS (
  -- the villages without clear change, with the links that were dropped
  SELECT v.id, p.policyRow, v.linkSystems, v.asOf, s.endDate, s.nextStart,
         list_filter(['LEADER_LINK', 'DEPARTMENT_LINK'],
                     lambda x: NOT list_contains(v.linkSystems, x)) AS lost
  FROM (SELECT v.*, b.asOf, coalesce(v.outcomeOn, b.asOf) AS day
        FROM village v CROSS JOIN batch b WHERE v.outcome = 'NO_CLEAR_CHANGE') v
  JOIN param('village.noChangeNoGap') p ON p.flag AND binds(p, v.day)
  -- the round whose outcome was judged is the last that had begun by then
  ASOF LEFT JOIN spell s ON s.villageId = v.id AND s.startDate <= v.day
  WHERE v.day <= v.asOf
)
SELECT 'village' AS recordType, id AS recordId, policyRow, missing, pointer, gap, since, lost
FROM (SELECT id, policyRow, NULL AS pointer,
             date_diff('day', endDate, coalesce(nextStart - 1, "asOf")) AS gap, endDate + 1 AS since,
             NULL::VARCHAR[] AS lost,
             CASE WHEN NOT covered('posting', j.endDate, coalesce(nextStart, "asOf"))
                  THEN 'coverage.posting' END AS missing
      FROM judged j WHERE endDate < "asOf"
      UNION ALL
      -- without any posting nothing is known of when the cadres left
      SELECT id, policyRow, NULL, NULL, NULL, NULL, 'coverage.posting'
      FROM judged j
      WHERE NOT EXISTS (SELECT 1 FROM posting)
        AND NOT EXISTS (SELECT 1 FROM coverage v WHERE v.recordType = 'posting')
      UNION ALL
      SELECT id, policyRow, '/linkSystems', NULL, NULL, lost,
             CASE WHEN linkSystems IS NULL THEN 'village.linkSystems' END
      FROM judged WHERE linkSystems IS NULL OR len(lost) > 0);
-- @break
UPDATE village
SET linkSystems = ['LEADER_LINK']
WHERE id = (SELECT v.id
            FROM village v CROSS JOIN batch b
            WHERE v.outcome = 'NO_CLEAR_CHANGE' AND coalesce(v.outcomeOn, b.asOf) <= b.asOf ORDER BY v.id
            LIMIT 1);
