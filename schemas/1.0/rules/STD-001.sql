/*{
  "id": "STD-001",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "error",
  "title": {"zh": "同一干部派驻期重叠", "en": "A cadre has two postings at a time"},
  "asks": {
    "zh": "一名干部同一天只能有一个有效派驻；同一工作队兼管几个村的除外。",
    "en": "On any day a cadre has one active posting; a team that serves several villages is the exception."
  },
  "message": {
    "zh": "自{from}起与{others}条较早开始、不属同一工作队的派驻记录重叠，如{other}",
    "en": "From {from} overlaps {others} posting(s) that began earlier, not within one team, such as {other}"
  },
  "fix": {
    "zh": "补登前一派驻的结束日期，或更正干部标识。",
    "en": "End the earlier posting, or correct the cadre's id."
  },
  "records": ["posting"],
  "conventions": ["K3"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "arguments": {"other": "text", "others": "number", "from": "date"}
}*/
-- @query
WITH span AS (
  -- a posting without a team is a team of its own: it goes together with no other
  SELECT id, cadreId, coalesce(teamId, '/' || id) AS team, startDate,
         coalesce(endDate, DATE '9999-12-31') AS endDate
  FROM posting WHERE endDate IS NULL OR endDate >= startDate
), event AS (
  -- beginnings and ends in order; on one day the beginnings come first, since the last day is still served
  SELECT *, startDate AS day, 0 AS over
  FROM span
  UNION ALL
  SELECT *, endDate, 1
  FROM span
), running AS (
  -- how many others are running when a posting begins: those that began less those that ended, counted once
  -- over a whole cadre
  SELECT id, cadreId, team, startDate, endDate,
         count(*) FILTER (over = 0) OVER one - sum(over) OVER one
             - (count(*) FILTER (over = 0) OVER same - sum(over) OVER same) AS others, over
  FROM event
  WINDOW one AS (PARTITION BY cadreId ORDER BY day, over, id ROWS UNBOUNDED PRECEDING),
         same AS (PARTITION BY cadreId, team ORDER BY day, over, id ROWS UNBOUNDED PRECEDING)
), longest AS (
  -- the posting so far that ends last
  SELECT id, cadreId, team, startDate, endDate, others,
         max({'endDate': endDate, 'id': id, 'team': team}) OVER so_far AS first
  FROM running WHERE over = 0
  WINDOW so_far AS (PARTITION BY cadreId ORDER BY startDate, id ROWS UNBOUNDED PRECEDING)
), changed AS (
  -- with the one that held the place before
  SELECT *, lag(first) OVER so_far AS former
  FROM longest
  WINDOW so_far AS (PARTITION BY cadreId ORDER BY startDate, id)
), held AS (
  -- for as long as the same team holds that place, the one of another team that ends last: the former holder,
  -- or one since
  SELECT *, max(CASE WHEN former.team <> first.team THEN former
                     WHEN team <> first.team THEN {'endDate': endDate, 'id': id, 'team': team} END)
             OVER (PARTITION BY cadreId, turn ORDER BY startDate, id ROWS UNBOUNDED PRECEDING) AS second
  FROM (SELECT *,
               sum(CASE WHEN former.team <> first.team THEN 1 ELSE 0 END)
                   OVER (PARTITION BY cadreId ORDER BY startDate, id ROWS UNBOUNDED PRECEDING) AS turn
        FROM changed)
)
-- one finding for each posting, however many it overlaps
SELECT 'posting' AS recordType, id AS recordId, NULL AS policyRow, '/startDate' AS pointer,
       CASE WHEN former.team <> team THEN former.id
            ELSE lag(second) OVER (PARTITION BY cadreId ORDER BY startDate, id)['id'] END AS other,
       others::BIGINT AS others, startDate AS "from"
FROM held QUALIFY others > 0;
-- @break
-- from tomorrow a second posting is booked, as a sinking cadre so that it counts towards no team
INSERT INTO posting (id, cadreId, villageId, dispatchingUnitId, role, dispatchLevel, startDate)
SELECT 'break-std-001', p.cadreId, p.villageId, p.dispatchingUnitId, 'SINKING_CADRE', p.dispatchLevel,
       p.endDate + 1
FROM posting_span p JOIN posting o ON o.id = p.postingId AND o.endDate IS NULL ORDER BY p.postingId LIMIT 1;
