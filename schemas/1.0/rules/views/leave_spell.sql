/*{
  "name": "leave_spell",
  "of": {"zh": "同一干部相接或重叠的请假合并成的时段，按自然日，首尾两日均计；请假到销假的前一天为止。sure 为否的另成一套：请假结束后第一个工作日仍未销假、其间又没有计入在村的，到销假前一天都算在内，只据以提出疑点", "en": "Adjacent or overlapping leaves of a cadre merged into spells of calendar days, both ends counted; a leave lasts until the day before the return. Those that are not `sure` are a second set, of cadres who reported back later than the first working day after a leave with no credited day between: the days until then belong to it, and what rests on them is a lead only"},
  "conventions": ["K4", "K7"],
  "also": [{"table": "creditingStatus"}],
  "reads": ["attendance", "calendar_day", "creditingStatus", "leave", "working_day"]
}*/
CREATE VIEW leave_spell AS
WITH returned AS (
  -- an early return ends a leave; the first working day after it is when the return is due
  SELECT l.id, l.cadreId, l.startDate, least(l.endDate, l.returnReportedOn - 1) AS endDate,
         CASE WHEN l.returnReportedOn > w.date THEN l.returnReportedOn - 1 END AS lateEnd
  FROM leave l LEFT JOIN calendar_day d ON d.date = l.endDate
  LEFT JOIN working_day w ON w.ordinal = d.ordinal + 1
), overstayed AS (
  -- the leaves after which nobody saw the cadre in the village until a late return
  SELECT r.id, r.cadreId, r.startDate, r.lateEnd AS endDate
  FROM returned r
  WHERE r.lateEnd IS NOT NULL
    AND NOT EXISTS (SELECT 1
                    FROM attendance a JOIN creditingStatus c ON c.status = a.status
                    WHERE a.cadreId = r.cadreId AND a.date > r.endDate AND a.date <= r.lateEnd)
), held AS (
  -- the leaves as they are on record; and once more, where any was overstayed, with the days beyond
  SELECT true AS sure, id, cadreId, startDate, endDate FROM returned WHERE endDate >= startDate
  UNION ALL
  SELECT false, r.id, r.cadreId, r.startDate, coalesce(o.endDate, r.endDate)
  FROM returned r LEFT JOIN overstayed o ON o.id = r.id
  WHERE r.cadreId IN (SELECT cadreId FROM overstayed) AND coalesce(o.endDate, r.endDate) >= r.startDate
), reached AS (
  -- how far the leaves before it reach
  SELECT *, max(endDate) OVER (PARTITION BY sure, cadreId ORDER BY startDate, endDate, id
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
  FROM held
), numbered AS (
  -- a leave that begins later than the next day begins a spell
  SELECT *, sum(CASE WHEN startDate > reach + 1 OR reach IS NULL THEN 1 ELSE 0 END)
              OVER (PARTITION BY sure, cadreId ORDER BY startDate, endDate, id) AS spell
  FROM reached
)
SELECT sure, cadreId, min(startDate) AS startDate, max(endDate) AS endDate, min(id) AS leaveId, list(id) AS leaveIds,
       date_diff('day', min(startDate), max(endDate)) + 1 AS days
FROM numbered GROUP BY sure, cadreId, spell;
