/*{
  "id": "VIL-007",
  "since": "1.0",
  "title": {"zh": "无明显变化的村断档或脱钩", "en": "A village without clear change was left"},
  "asks": {
    "zh": "上一轮结束时没有明显变化的村，下一轮干部最迟在上一轮结束次日到任，联系该村的领导和部门不变。",
    "en": "Where the last round ended without clear change, the next cadre starts no later than the day after, and the linked leader and department stay."
  },
  "message": {
    "zh": "该村没有明显变化：断档{gap}天（自{since}起），缺少的挂钩方式：{lost}",
    "en": "No clear change in this village: a gap of {gap} days (from {since}), links missing: {lost}"
  },
  "fix": {
    "zh": "尽快续派干部，恢复领导和部门的联系；已续派的补报记录。",
    "en": "Send the next cadre and restore the links; if that was done, supply the record."
  },
  "records": ["village", "posting"],
  "fields": ["village.linkSystems"],
  "coverage": ["posting"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "village.noChangeNoGap"}}],
  "arguments": {"gap": "number", "since": "date", "lost": "codelist:link-system"}
}*/
-- @query
WITH spell AS (
  SELECT villageId, min(startDate) AS startDate, max(endDate) AS endDate, bool_or(open) AS open
  FROM (SELECT *, sum(CASE WHEN reach IS NULL OR startDate > reach + 1 THEN 1 ELSE 0 END) OVER (PARTITION BY villageId ORDER BY startDate, endDate) AS n
        FROM (SELECT villageId, startDate, endDate, open,
                     max(endDate) OVER (PARTITION BY villageId ORDER BY startDate, endDate ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
              FROM posting_span WHERE role <> 'PARTY_BUILDING_INSTRUCTOR'))
  GROUP BY villageId, n
), judged AS (
  SELECT v.id, p.policyRow, v.linkSystems, s.endDate, s.open, b.asOf,
         (SELECT min(n.startDate) FROM spell n WHERE n.villageId = v.id AND n.startDate > s.endDate) AS nextStart
  FROM village v CROSS JOIN batch b
  JOIN parameter p ON p.name = 'village.noChangeNoGap' AND p.flag AND coalesce(v.outcomeOn, b.asOf) >= p.validFrom AND coalesce(v.outcomeOn, b.asOf) <= p.validTo
  -- the round whose outcome was judged is the last that had begun by then
  LEFT JOIN spell s ON s.villageId = v.id AND s.startDate <= coalesce(v.outcomeOn, b.asOf)
  WHERE v.outcome = 'NO_CLEAR_CHANGE' AND coalesce(v.outcomeOn, b.asOf) <= b.asOf
  QUALIFY row_number() OVER (PARTITION BY v.id, p.policyRow ORDER BY s.endDate DESC) = 1
), found AS (
  SELECT id, policyRow, 'gap' AS fault, endDate + 1 AS since, date_diff('day', endDate, coalesce(nextStart - 1, "asOf")) AS gap, NULL::VARCHAR[] AS lost,
         CASE WHEN NOT EXISTS (SELECT 1 FROM coverage v WHERE v.recordType = 'posting' AND v.startDate <= endDate AND v.endDate >= coalesce(nextStart, "asOf")) THEN 'coverage.posting' END AS missing
  FROM judged WHERE NOT open AND endDate < "asOf"
  UNION ALL
  SELECT id, policyRow, 'link', NULL, NULL, list_filter(['LEADER_LINK', 'DEPARTMENT_LINK'], lambda x: NOT list_contains(linkSystems, x)),
         CASE WHEN linkSystems IS NULL THEN 'village.linkSystems' END
  FROM judged WHERE linkSystems IS NULL OR NOT list_has_all(linkSystems, ['LEADER_LINK', 'DEPARTMENT_LINK'])
)
SELECT CASE WHEN missing IS NULL THEN 'violation' ELSE 'unjudged' END AS outcome, 'village' AS recordType, id AS recordId, policyRow, missing,
       CASE WHEN fault = 'link' THEN '/linkSystems' END AS pointer, gap, since, lost
FROM found WHERE missing IS NOT NULL OR fault = 'link' OR gap > 0;
-- @break
UPDATE village SET linkSystems = ['LEADER_LINK'] WHERE id = (
  SELECT v.id FROM village v CROSS JOIN batch b WHERE v.outcome = 'NO_CLEAR_CHANGE' AND coalesce(v.outcomeOn, b.asOf) <= b.asOf ORDER BY v.id LIMIT 1);
