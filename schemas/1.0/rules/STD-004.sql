/*{
  "id": "STD-004",
  "since": "1.0",
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
  "splitBy": "cadre",
  "conventions": ["K3", "K7", "K14"],
  "policies": [{"table": "creditingStatus"}],
  "arguments": {"days": "number", "date": "date"},
  "entails": [
    {"rule": "SUP-001", "why": {"zh": "多计一天在村，应发补助随之增加", "en": "One more credited day raises what is due"}},
    {"rule": "STD-014", "why": {"zh": "同一天既有请假又有在村登记", "en": "The day then carries both an absence and a presence"}}
  ]
}*/
-- @query
WITH off AS (
  SELECT l.id, l.cadreId, unnest(generate_series(l.startDate, least(l.endDate, b.asOf, l.returnReportedOn - 1), INTERVAL 1 DAY))::DATE AS date
  FROM leave l CROSS JOIN batch b
  WHERE l.approvedOn <= l.startDate
)
-- a return reported before the last day ends the leave early
SELECT 'violation' AS outcome, 'leave' AS recordType, o.id AS recordId, NULL AS policyRow, NULL AS missing, count(DISTINCT o.date) AS days, min(o.date) AS date
FROM off o
JOIN credited_mask c ON c.cadreId = o.cadreId AND c.month = date_trunc('month', o.date) AND c.days & (1::BIGINT << (day(o.date) - 1)) <> 0
GROUP BY o.id;
-- @break
-- a second entry, with a crediting status, on the first day of a leave
INSERT INTO attendance (id, cadreId, date, status, villageId)
SELECT 'break-std-004', l.cadreId, l.startDate, c.status, s.villageId
FROM leave l JOIN creditingStatus c ON l.startDate >= c.validFrom
JOIN posting_span s ON s.cadreId = l.cadreId AND l.startDate >= s.startDate AND l.startDate <= s.endDate
WHERE l.approvedOn <= l.startDate AND coalesce(l.returnReportedOn > l.startDate, true)
  AND NOT EXISTS (SELECT 1 FROM activity f WHERE f.cadreId = l.cadreId AND f.date = l.startDate AND f.finding = 'OFF_POST')
ORDER BY l.id, c.status LIMIT 1;
