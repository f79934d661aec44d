/*{
  "id": "ATT-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "每月在村天数不足", "en": "Too few credited days in a month"},
  "asks": {
    "zh": "每个完整的自然月内，计入在村的天数不少于规定天数。只判断已结束、且整月都在不间断任职之内的月份，其间换村、换角色不影响；各角色要求不同的，以低的为准。同一天只计一次，周末和节假日在村同样计入；哪些状态计入由地区规则决定。",
    "en": "In each full calendar month the credited days reach the number set. Only months that are closed and lie wholly inside the unbroken service are judged, whatever changes of village or role it has; where roles ask for different numbers the lower binds. A date counts once, weekends and holidays in the village count too; the profile says which statuses give credit."
  },
  "message": {
    "zh": "{month}计入在村{days}天，少于规定的{required}天[；所缺的日子中批准请假{leaveDays}天]",
    "en": "{month}: {days} credited days, fewer than the {required} required[; {leaveDays} of the missing days were approved leave]"
  },
  "fix": {
    "zh": "核对该月考勤是否漏报；确属不足的，按当地规定处理，不得补造记录。",
    "en": "Check whether attendance of the month is missing; if the shortfall is real, follow the local rules. Never invent records."
  },
  "records": ["posting", "attendance"],
  "views": ["approved_leave_month", "credited_month", "service_calendar", "working_month"],
  "splitBy": "cadre",
  "coverage": ["attendance"],
  "conventions": ["K5", "K7", "K12", "K14"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "presence.minDaysPerMonth"}}],
  "also": [{"table": "parameter", "where": {"name": ["presence.leaveExcuse", "presence.monthlyCapWorkingDays"]}}],
  "arguments": {"month": "text", "days": "number", "required": "number", "leaveDays": "number"},
  "keys": ["month"],
  "entails": [
    {"rule": "REC-011", "why": {"zh": "天数不足的月份是应当立案的情形", "en": "A short month is a ground for opening a case"}},
    {"rule": "SUP-002", "why": {"zh": "计入天数减少，已发的补助就偏多", "en": "With fewer credited days the allowance paid is too much"}}
  ]
}*/
-- @query
WITH asked AS (
  -- the days that each posting of a month asks for
  SELECT s.*, p.policyRow, excuse.code AS excuse,
         -- a cap by the month's working days is a parameter of its own; without it the number stands
         CASE WHEN cap.policyRow IS NULL OR year(s.periodStart) NOT IN (SELECT year FROM calendar_year)
              THEN p.number
              ELSE least(p.number,
                  (SELECT w.number FROM working_month w WHERE w.month = s.periodStart)) END AS required,
         cap.policyRow IS NOT NULL
           AND year(s.periodStart) NOT IN (SELECT year FROM calendar_year) AS uncovered
  FROM service_calendar s
  JOIN param('presence.minDaysPerMonth') p ON binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role, s.dispatchLevel)
  LEFT JOIN param_of_postings('presence.monthlyCapWorkingDays') cap ON cap.flag AND cap.postingId = s.postingId
       AND binds(cap, s.periodStart, s.periodEnd)
  LEFT JOIN param_of_postings('presence.leaveExcuse') excuse ON excuse.postingId = s.postingId
       AND binds(excuse, s.periodStart, s.periodEnd)
  WHERE s.period = 'MONTH'
), due AS (
  -- the whole months of a service, told at its last posting; where roles ask for different numbers the lower binds
  SELECT cadreId, periodStart, periodEnd, label, within, cut, closed, bool_or(uncovered) AS uncovered,
         coalesce(bool_or(excuse = 'DOWNGRADES'), false) AS downgrades,
         coalesce(bool_or(excuse = 'EXCLUDES'), false) AS excludes,
         max({'startDate': startDate, 'id': postingId}).id AS postingId,
         min({'number': required, 'policyRow': policyRow}) AS lowest,
         list({'first': firstDay, 'last': finalDay}) AS spans
  FROM asked GROUP BY ALL
), counted AS (
  -- with the days credited, and those of approved leave
  SELECT d.*, lowest.policyRow AS policyRow, lowest.number AS required, coalesce(m.days, 0) AS days,
         coalesce(l.days, 0) AS leaveDays, covered('attendance', d.periodStart, d.periodEnd) AS covered
  FROM due d
  LEFT JOIN credited_month m ON m.cadreId = d.cadreId AND m.month = d.periodStart
  LEFT JOIN (SELECT cadreId, month, bit_count(days)::BIGINT AS days FROM approved_leave_month) l
       ON l.cadreId = d.cadreId AND l.month = d.periodStart
  WHERE fills(d.spans, d.periodStart, d.periodEnd)
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       CASE WHEN downgrades AND required - days <= leaveDays THEN 1 ELSE 0 END AS lowerBy,
       label AS month, days, required, nullif(leaveDays, 0) AS leaveDays
FROM (SELECT *, CASE WHEN cut AND NOT (closed AND covered) THEN 'period.MONTH'
                     WHEN uncovered THEN 'register.calendar'
                     WHEN NOT covered THEN 'coverage.attendance' END AS missing
      FROM counted)
-- days on record can only grow, so a month that already has enough passes even where the attendance is not
-- complete
WHERE days < required AND (covered OR within OR cut) AND NOT (excludes AND required - days <= leaveDays);
-- @break
-- one day fewer than required, in one month of one cadre: the surplus entries become days of rest
UPDATE attendance
SET status = 'REST'
WHERE id IN (WITH target AS (
               SELECT s.cadreId, s.periodStart, s.periodEnd, p.number
               FROM (FROM service_calendar WHERE closed) s
               JOIN param('presence.minDaysPerMonth') p ON s.periodStart >= p.validFrom
                    AND concerns(p, s.role, s.dispatchLevel)
               WHERE s.period = 'MONTH' ORDER BY s.cadreId, s.periodStart DESC LIMIT 1
             ), numbered AS (
               SELECT a.id, row_number() OVER (ORDER BY a.date) AS n, t.number,
                      (SELECT count(*)
                       FROM working_day w WHERE w.date BETWEEN t.periodStart AND t.periodEnd) AS workdays,
                      EXISTS (SELECT 1
                              FROM parameter c
                              WHERE c.name = 'presence.monthlyCapWorkingDays' AND c.flag) AS capped
               FROM attendance a
               JOIN target t ON a.cadreId = t.cadreId AND a.date BETWEEN t.periodStart AND t.periodEnd
               WHERE a.status IN (SELECT status FROM creditingStatus)
             )
             SELECT id
             FROM numbered WHERE n >= (CASE WHEN capped THEN least(number, workdays) ELSE number END));
