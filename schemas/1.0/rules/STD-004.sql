/*{
  "id": "STD-004",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "warning",
  "title": {"zh": "请假日又计入在村", "en": "A day of leave also gives credit"},
  "asks": {
    "zh": "同一天不能既批准请假、又按计入在村的状态登记考勤。",
    "en": "One day is not both on approved leave and credited as present."
  },
  "message": {
    "zh": "批准请假期间有{days}天登记为计入在村的状态，最早{date}",
    "en": "{days} days of the approved leave are recorded with a crediting status, the first {date}"
  },
  "fix": {
    "zh": "核对考勤状态，或更正请假起止和销假日期。",
    "en": "Check the attendance, or correct the days of the leave and of the return."
  },
  "records": ["leave", "attendance"],
  "views": ["credited_mask"],
  "splitBy": "cadre",
  "conventions": ["K3", "K7", "K14"],
  "absence": [
    {"field": "leave.returnReportedOn", "zh": "没有销假日期的，请假到批准的末日为止", "en": "without a report of the return a leave lasts to the end that was approved"}
  ],
  "policies": [{"table": "creditingStatus"}],
  "arguments": {"days": "number", "date": "date"},
  "entails": [
    {"rule": "SUP-001", "why": {"zh": "多计一天在村，应发补助随之增加", "en": "One more credited day raises what is due"}},
    {"rule": "STD-014", "why": {"zh": "同一天既有请假又有在村登记", "en": "The day then carries both an absence and a presence"}}
  ]
}*/
-- @query
WITH off AS (
  -- a return reported before the last day ends the leave early
  SELECT l.id, l.cadreId, l.startDate AS firstDay, least(l.endDate, b.asOf, l.returnReportedOn - 1) AS lastDay
  FROM leave l CROSS JOIN batch b
  WHERE l.approvedOn <= l.startDate AND lastDay >= firstDay
), credited AS (
  -- with the number of credited days before each month, and the next month that has any
  SELECT cadreId, month, days, coalesce(sum(bit_count(days)) OVER before, 0)::BIGINT AS earlier,
         lead(month) OVER (PARTITION BY cadreId ORDER BY month) AS nextMonth,
         lead(days) OVER (PARTITION BY cadreId ORDER BY month) AS nextDays
  FROM credited_mask WHERE days <> 0 AND cadreId IN (SELECT cadreId FROM off)
  WINDOW before AS (PARTITION BY cadreId ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), begun AS (
  -- the credited days before the leave, those from its first day on in the same month, and where the next
  -- ones are
  SELECT o.*,
         CASE WHEN c.month = date_trunc('month', o.firstDay) THEN 2147483647::BIGINT << (day(o.firstDay) - 1)
              ELSE 0::BIGINT END AS rest,
         coalesce(c.earlier + bit_count(c.days & ~rest), 0) AS earlier, c.days & rest AS sameDays,
         c.month AS sameMonth,
         CASE WHEN c.cadreId IS NULL THEN f.month ELSE c.nextMonth END AS nextMonth,
         CASE WHEN c.cadreId IS NULL THEN f.days ELSE c.nextDays END AS nextDays
  FROM off o ASOF LEFT JOIN credited c ON c.cadreId = o.cadreId AND c.month <= o.firstDay
  LEFT JOIN (SELECT cadreId, min(month) AS month, arg_min(days, month) AS days
             FROM credited GROUP BY cadreId) f ON f.cadreId = o.cadreId AND c.cadreId IS NULL
), counted AS (
  -- how many credited days lie in each leave, and the month of the first of them
  SELECT g.id,
         c.earlier + bit_count(CASE WHEN c.month = date_trunc('month', g.lastDay)
                                    THEN c.days & ((1::BIGINT << day(g.lastDay)) - 1)
                                    ELSE c.days END) - g.earlier AS days,
         CASE WHEN g.sameDays <> 0 THEN g.sameMonth ELSE g.nextMonth END AS month,
         CASE WHEN g.sameDays <> 0 THEN g.sameDays ELSE g.nextDays END AS mask
  FROM begun g ASOF JOIN credited c ON c.cadreId = g.cadreId AND c.month <= g.lastDay
)
SELECT 'leave' AS recordType, id AS recordId, NULL AS policyRow, days,
       month + bit_count((mask & -mask) - 1)::INTEGER AS date
FROM counted
WHERE days > 0
  -- where no text says what gives credit, none was given
  AND EXISTS (SELECT 1 FROM creditingStatus);
-- @break
-- a second entry, with a crediting status, on the first day of a leave
INSERT INTO attendance (id, cadreId, date, status, villageId)
SELECT 'break-std-004', l.cadreId, l.startDate, c.status, s.villageId
FROM leave l JOIN creditingStatus c ON l.startDate >= c.validFrom
JOIN posting_span s ON s.cadreId = l.cadreId AND l.startDate >= s.startDate AND l.startDate <= s.endDate
WHERE l.approvedOn <= l.startDate AND coalesce(l.returnReportedOn > l.startDate, true)
  AND NOT EXISTS (SELECT 1
                  FROM activity f
                  WHERE f.cadreId = l.cadreId AND f.date = l.startDate AND f.finding = 'OFF_POST')
ORDER BY l.id, c.status LIMIT 1;
