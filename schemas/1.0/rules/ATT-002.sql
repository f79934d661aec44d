/*{
  "id": "ATT-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "周期内在村天数不足", "en": "Too few credited days in a period"},
  "asks": {
    "zh": "每个完整的自然年（或周、季度、半年）内，计入在村的天数不少于规定天数，或不少于工作日的规定比例。只判断已结束、且整个周期都在不间断任职之内的，其间换村、换角色不影响；各角色要求不同的，以低的为准；不折算到月，也不按任职周年计算。",
    "en": "In each full calendar year (or week, quarter, half-year) the credited days reach the number set, or the share of the working days. Only periods that are closed and lie wholly inside the unbroken service are judged, whatever changes of village or role it has; where roles ask for different numbers the lower binds; nothing is prorated to months or service years."
  },
  "message": {
    "zh": "{period}计入在村{days}天，少于规定的{required}天[（工作日{working}天的{percent}）][；所缺的日子中批准请假{leaveDays}天]",
    "en": "{period}: {days} credited days, fewer than the {required} required[ ({percent} of {working} working days)][; {leaveDays} of the missing days were approved leave]"
  },
  "fix": {
    "zh": "核对该年考勤是否漏报；确属不足的，按当地规定处理，不得补造记录。",
    "en": "Check whether attendance of the year is missing; if the shortfall is real, follow the local rules. Never invent records."
  },
  "records": ["posting", "attendance"],
  "views": ["approved_leave_month", "calendar_period", "credited_mask", "service_calendar", "working_month"],
  "splitBy": "cadre",
  "coverage": ["attendance"],
  "conventions": ["K5", "K7", "K12", "K14"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": ["presence.minDaysPerWeek", "presence.minDaysPerQuarter", "presence.minDaysPerHalfYear", "presence.minDaysPerYear", "presence.minPercentPerMonth", "presence.minPercentPerYear"]}}],
  "also": [{"table": "parameter", "where": {"name": ["presence.leaveExcuse", "presence.monthlyCapWorkingDays"]}}],
  "arguments": {"period": "text", "days": "number", "working": "number", "percent": "percent", "required": "number", "leaveDays": "number"},
  "keys": ["period"]
}*/
-- @query
WITH asked AS (
  -- the days, or the share of the working days, that rows ask for in a period
  SELECT p.*, k.period, k.share
  FROM parameter p
  JOIN (VALUES ('presence.minDaysPerWeek', 'WEEK', false), ('presence.minDaysPerQuarter', 'QUARTER', false),
               ('presence.minDaysPerHalfYear', 'HALF_YEAR', false), ('presence.minDaysPerYear', 'YEAR', false),
               ('presence.minPercentPerMonth', 'MONTH', true), ('presence.minPercentPerYear', 'YEAR', true)
       ) k (name, period, share) ON k.name = p.name
), due AS (
  -- the whole periods of a service, told at its last posting; the lower number binds
  SELECT s.cadreId, s.period, s.periodStart, s.periodEnd, s.label, s.within, s.cut, s.closed, p.share,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         min({'number': p.number, 'policyRow': p.policyRow}) AS lowest,
         list(DISTINCT {'first': s.firstDay, 'last': s.finalDay}) AS spans,
         -- a week of few working days asks for no more than it has, where a month does not
         coalesce(bool_or(cap.flag AND s.period = 'WEEK'), false) AS capped,
         coalesce(bool_or(excuse.code = 'DOWNGRADES'), false) AS downgrades,
         coalesce(bool_or(excuse.code = 'EXCLUDES'), false) AS excludes
  FROM service_calendar s
  JOIN asked p ON p.period = s.period AND binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role, s.dispatchLevel)
  LEFT JOIN param_of_postings('presence.monthlyCapWorkingDays') cap ON cap.postingId = s.postingId
       AND binds(cap, s.periodStart, s.periodEnd)
  LEFT JOIN param_of_postings('presence.leaveExcuse') excuse ON excuse.postingId = s.postingId
       AND binds(excuse, s.periodStart, s.periodEnd)
  GROUP BY ALL
), whole AS (
  -- those that such service fills
  SELECT *, lowest.number AS number, lowest.policyRow AS policyRow
  FROM due WHERE fills(spans, periodStart, periodEnd)
), counted AS (
  -- with the days credited, those of approved leave and the working days, month by month
  SELECT d.cadreId, d.period, d.periodStart, d.share,
         sum(bit_count(coalesce(m.days, 0) & days_within(c.startDate, d.periodStart, d.periodEnd)))::BIGINT AS days,
         sum(bit_count(coalesce(l.days, 0) & days_within(c.startDate, d.periodStart,
             d.periodEnd)))::BIGINT AS leaveDays,
         sum(bit_count(w.days & days_within(c.startDate, d.periodStart, d.periodEnd)))::BIGINT AS working,
         count(*) > count(w.days) AS uncovered
  FROM whole d
  JOIN calendar_period c ON c.kind = 'MONTH' AND c.startDate <= d.periodEnd AND c.endDate >= d.periodStart
  LEFT JOIN credited_mask m ON m.cadreId = d.cadreId AND m.month = c.startDate
  LEFT JOIN approved_leave_month l ON l.cadreId = d.cadreId AND l.month = c.startDate
  LEFT JOIN working_month w ON w.month = c.startDate
  GROUP BY ALL
), judged AS (
  -- beside what is required
  SELECT d.*, n.days, n.leaveDays, n.working, (d.share OR d.capped) AND n.uncovered AS uncovered,
         CASE WHEN d.share THEN (d.number * n.working + 99) // 100
              WHEN d.capped THEN least(d.number, n.working)
              ELSE d.number END AS required,
         covered('attendance', d.periodStart, d.periodEnd) AS covered
  FROM whole d JOIN counted n USING (cadreId, period, periodStart, share)
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       CASE WHEN downgrades AND required - days <= leaveDays THEN 1 ELSE 0 END AS lowerBy,
       label AS period, days, required, CASE WHEN share THEN working END AS working,
       CASE WHEN share THEN number END AS percent, nullif(leaveDays, 0) AS leaveDays
FROM (SELECT *,
             CASE WHEN cut AND NOT (closed AND covered) THEN 'period.' || period
                  WHEN uncovered THEN 'register.calendar'
                  WHEN NOT covered THEN 'coverage.attendance' END AS missing
      FROM judged)
-- days on record can only grow, so a period that already has enough passes even where the attendance is not
-- complete
WHERE (days < required OR uncovered) AND (covered OR within OR cut)
  AND NOT (excludes AND coalesce(required - days <= leaveDays, false));
-- @break
-- in one period of one cadre all is rest
UPDATE attendance
SET status = 'REST'
WHERE (cadreId, date) IN (SELECT a.cadreId, a.date
                          FROM attendance a
                          JOIN (SELECT s.cadreId, s.periodStart, s.periodEnd
                                FROM (FROM service_calendar WHERE closed) s
                                JOIN parameter p ON binds(p, s.periodStart, s.periodEnd)
                                     AND concerns(p, s.role, s.dispatchLevel)
                                JOIN (VALUES ('presence.minDaysPerWeek', 'WEEK'), ('presence.minDaysPerQuarter',
                                    'QUARTER'),
                                             ('presence.minDaysPerHalfYear', 'HALF_YEAR'),
                                             ('presence.minDaysPerYear', 'YEAR'), ('presence.minPercentPerMonth',
                                                 'MONTH'),
                                             ('presence.minPercentPerYear', 'YEAR')
                                     ) k (name, period) ON k.name = p.name AND k.period = s.period
                                WHERE covered('attendance', s.periodStart, s.periodEnd)
                                ORDER BY s.cadreId, s.periodStart LIMIT 1) t
                               ON a.cadreId = t.cadreId AND a.date BETWEEN t.periodStart AND t.periodEnd);
