/*{
  "id": "STD-005",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "error",
  "title": {"zh": "一村同时有两名第一书记", "en": "Two first secretaries in one village"},
  "asks": {
    "zh": "同一村同一天只有一名第一书记；压茬交接期间，后任写明接替前任的除外。",
    "en": "A village has one first secretary at a time, except during a handover in which the successor names the posting it replaces."
  },
  "message": {
    "zh": "自{from}起与{others}条较早开始的派驻记录[（如{other}）]同任该村第一书记，又未写明接替关系",
    "en": "From {from} shares the office of first secretary with {others} posting(s) that began earlier[, such as {other}], and neither names the other as replaced"
  },
  "fix": {
    "zh": "写明接替的派驻记录，或补登前任结束日期。",
    "en": "Name the posting that is replaced, or end the earlier one."
  },
  "records": ["posting"],
  "conventions": ["K3", "K8"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "arguments": {"other": "text", "others": "number", "from": "date"}
}*/
-- @query
WITH first AS (
  -- the postings as first secretary; an open one runs on
  SELECT id, villageId, replacesPostingId, startDate, coalesce(endDate, DATE '9999-12-31') AS endDate
  FROM posting WHERE role = 'FIRST_SECRETARY' AND (endDate IS NULL OR endDate >= startDate)
), event AS (
  -- beginnings and ends in order; on one day the beginnings come first, since the last day is still served
  SELECT *, startDate AS day, 0 AS over
  FROM first
  UNION ALL
  SELECT *, endDate, 1
  FROM first
), running AS (
  -- how many others are in office when one begins: those that began less those that ended, counted once over
  -- a whole village
  SELECT *, count(*) FILTER (over = 0) OVER so_far - 1 - sum(over) OVER so_far AS others
  FROM event
  WINDOW so_far AS (PARTITION BY villageId ORDER BY day, over, id ROWS UNBOUNDED PRECEDING)
), handover AS (
  -- the pairs of which one names the other as replaced, each once, with the one that begins later
  SELECT CASE WHEN (n.startDate, n.id) > (f.startDate, f.id) THEN n.id ELSE f.id END AS id,
         CASE WHEN (n.startDate, n.id) > (f.startDate, f.id) THEN f.id ELSE n.id END AS other
  FROM first n
  JOIN first f ON f.id = n.replacesPostingId AND f.id <> n.id AND f.villageId = n.villageId
       AND n.startDate <= f.endDate AND f.startDate <= n.endDate
), excused AS (
  -- for each, the others with whom it may overlap
  SELECT id, count(DISTINCT other) AS others, list(DISTINCT other) AS ids FROM handover GROUP BY id
), held AS (
  -- the three in office that stay longest: hardly anyone takes over from more than two
  SELECT *,
         max({'endDate': endDate, 'id': id}, 3) OVER (PARTITION BY villageId ORDER BY startDate,
                                                      id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS longest
  FROM running WHERE over = 0
)
-- one finding for each posting, however many share the office
SELECT 'posting' AS recordType, h.id AS recordId, NULL AS policyRow,
       list_filter(h.longest,
                   lambda x: x.endDate >= h.startDate AND NOT coalesce(list_contains(e.ids, x.id), false))[1][
             'id'] AS other,
       (h.others - coalesce(e.others, 0))::BIGINT AS others, h.startDate AS "from"
FROM held h LEFT JOIN excused e ON e.id = h.id
WHERE h.others > coalesce(e.others, 0);
-- @break
-- from tomorrow another cadre is first secretary beside the one in office; where there is none, two are
INSERT INTO cadre (id) VALUES ('break-std-005-1'), ('break-std-005-2');
INSERT INTO posting (id, cadreId, villageId, dispatchingUnitId, role, dispatchLevel, startDate)
SELECT 'break-std-005-1', 'break-std-005-1', p.villageId, p.dispatchingUnitId, 'FIRST_SECRETARY',
       p.dispatchLevel, b.asOf + 1
FROM posting p CROSS JOIN batch b
WHERE NOT EXISTS (SELECT 1 FROM posting WHERE role = 'FIRST_SECRETARY' AND endDate IS NULL) ORDER BY p.id
LIMIT 1;
INSERT INTO posting (id, cadreId, villageId, dispatchingUnitId, role, dispatchLevel, startDate)
SELECT 'break-std-005-2', 'break-std-005-2', p.villageId, p.dispatchingUnitId, 'FIRST_SECRETARY',
       p.dispatchLevel, b.asOf + 1
FROM posting p CROSS JOIN batch b WHERE p.role = 'FIRST_SECRETARY' AND p.endDate IS NULL ORDER BY p.id LIMIT 1;
