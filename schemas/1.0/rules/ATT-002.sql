/*{
  "id": "ATT-002",
  "since": "1.0",
  "title": {"zh": "全年在村天数不足", "en": "Too few credited days in a year"},
  "asks": {
    "zh": "每个完整的自然年内，计入在村的天数不少于规定天数。只判断已结束、且全年都在不间断任职之内的年份，其间换村、换角色不影响；各角色要求不同的，以低的为准；不折算到月，也不按任职周年计算。",
    "en": "In each full calendar year the credited days reach the number set. Only years that are closed and lie wholly inside the unbroken service are judged, whatever changes of village or role it has; where roles ask for different numbers the lower binds; nothing is prorated to months or service years."
  },
  "message": {
    "zh": "{year}年计入在村{days}天，少于规定的{required}天[；所缺的日子中批准请假{leaveDays}天]",
    "en": "{year}: {days} credited days, fewer than the {required} required[; {leaveDays} of the missing days were approved leave]"
  },
  "fix": {
    "zh": "核对该年考勤是否漏报；确属不足的，按当地规定处理，不得补造记录。",
    "en": "Check whether attendance of the year is missing; if the shortfall is real, follow the local rules. Never invent records."
  },
  "records": ["posting", "attendance"],
  "views": ["approved_leave_month", "credited_month", "service_calendar"],
  "splitBy": "cadre",
  "coverage": ["attendance"],
  "conventions": ["K5", "K7", "K12", "K14"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "presence.minDaysPerYear"}}, {"table": "creditingStatus"}],
  "also": [{"table": "parameter", "where": {"name": "presence.leaveExcuse"}}],
  "arguments": {"year": "text", "days": "number", "required": "number", "leaveDays": "number"},
  "keys": ["year"]
}*/
-- @query
WITH due AS (
  -- the whole years of a service, told at its last posting, with the days asked for; the lower number binds
  SELECT s.cadreId, s.periodStart, s.periodEnd, s.label, s.within, s.cut, s.closed,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         min({'number': p.number, 'policyRow': p.policyRow}) AS lowest,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s
  JOIN param('presence.minDaysPerYear') p ON binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role, s.dispatchLevel)
  WHERE s.period = 'YEAR' GROUP BY ALL
), counted AS (
  -- with the days credited, and those of approved leave
  SELECT d.*, lowest.policyRow AS policyRow, lowest.number AS required,
         covered('attendance', d.periodStart, d.periodEnd) AS covered, coalesce(m.days, 0)::BIGINT AS days,
             coalesce(l.days, 0) AS leaveDays
  FROM due d
  LEFT JOIN (SELECT cadreId, date_trunc('year', month)::DATE AS year, sum(days) AS days
             FROM credited_month GROUP BY ALL) m ON m.cadreId = d.cadreId AND m.year = d.periodStart
  LEFT JOIN (SELECT cadreId, date_trunc('year', month)::DATE AS year, sum(bit_count(days))::BIGINT AS days
             FROM approved_leave_month GROUP BY ALL) l ON l.cadreId = d.cadreId AND l.year = d.periodStart
  WHERE fills(d.spans, d.periodStart, d.periodEnd)
)
SELECT 'posting' AS recordType, postingId AS recordId, c.policyRow, missing,
       CASE WHEN excuse.code = 'DOWNGRADES' AND required - days <= leaveDays THEN 1 ELSE 0 END AS lowerBy,
       label AS year, days, required, nullif(leaveDays, 0) AS leaveDays
FROM (SELECT *,
             CASE WHEN cut AND NOT (closed AND covered) THEN 'period.YEAR'
                  WHEN NOT covered THEN 'coverage.attendance' END AS missing
      FROM counted) c LEFT JOIN param('presence.leaveExcuse') excuse ON true
-- days on record can only grow, so a year that already has enough passes even where the attendance is not
-- complete
WHERE days < required AND (covered OR within OR cut);
-- @break
-- one day fewer than required, in one year of one cadre: the surplus entries become days of rest
UPDATE attendance
SET status = 'REST'
WHERE id IN (WITH target AS (
               SELECT s.cadreId, s.periodStart, s.periodEnd, p.number
               FROM (FROM service_calendar WHERE closed) s
               JOIN param('presence.minDaysPerYear') p ON s.periodStart >= p.validFrom AND concerns(p, s.role)
               WHERE s.period = 'YEAR' AND covered('attendance', s.periodStart, s.periodEnd)
               ORDER BY s.cadreId, s.periodStart LIMIT 1
             ), numbered AS (
               SELECT a.id, dense_rank() OVER (ORDER BY a.date) AS n, t.number
               FROM attendance a
               JOIN target t ON a.cadreId = t.cadreId AND a.date BETWEEN t.periodStart AND t.periodEnd
               WHERE a.status IN (SELECT status FROM creditingStatus)
             )
             SELECT id
             FROM numbered WHERE n >= number);
