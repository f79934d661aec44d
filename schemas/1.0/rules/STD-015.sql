/*{
  "id": "STD-015",
  "since": "1.0",
  "quality": "TIMELINESS",
  "severity": "warning",
  "title": {"zh": "日期晚于数据截止日", "en": "Date after the day of the data"},
  "asks": {
    "zh": "已经发生的事，其日期不晚于数据截止日；计划日期不在此列。",
    "en": "What has happened is not dated after the day as of which the data stand; planned days are another matter."
  },
  "message": {
    "zh": "日期{date}晚于数据截止日{asOf}",
    "en": "The day {date} is after the data's own day, {asOf}"
  },
  "fix": {
    "zh": "更正日期，或更正数据截止日。",
    "en": "Correct the day, or the day of the data."
  },
  "records": [],
  "each": ["activity", "attendance", "posting", "assessment", "measure", "leave", "team", "rectificationCase"],
  "views": ["case_date"],
  "splitBy": "cadre",
  "conventions": ["K3"],
  "arguments": {"date": "date", "asOf": "date"}
}*/
-- @query
WITH late AS (
  -- what has a day after asOf, though it is recorded as done
  SELECT 'attendance' AS recordType, r.id, 'date' AS field, r.date AS date, b.asOf
  FROM attendance r JOIN batch b ON r.date > b.asOf
  UNION ALL
  SELECT 'posting', r.id, 'arrivedOn', r.arrivedOn, b.asOf
  FROM posting r JOIN batch b ON r.arrivedOn > b.asOf
  UNION ALL
  SELECT 'activity', r.id, 'date', r.date, b.asOf
  FROM activity r JOIN batch b ON r.date > b.asOf
  UNION ALL
  SELECT 'assessment', r.id, 'date', r.date, b.asOf
  FROM assessment r JOIN batch b ON r.date > b.asOf
  UNION ALL
  SELECT 'measure', r.id, 'date', r.date, b.asOf
  FROM measure r JOIN batch b ON r.date > b.asOf
  UNION ALL
  SELECT 'leave', r.id, 'returnReportedOn', r.returnReportedOn, b.asOf
  FROM leave r JOIN batch b ON r.returnReportedOn > b.asOf
  UNION ALL
  SELECT 'leave', r.id, 'approvedOn', r.approvedOn, b.asOf
  FROM leave r JOIN batch b ON r.approvedOn > b.asOf
  UNION ALL
  SELECT 'team', r.id, 'formedOn', r.formedOn, b.asOf
  FROM team r JOIN batch b ON r.formedOn > b.asOf
  UNION ALL
  SELECT 'rectificationCase', r.caseId, r.field, r.date, b.asOf
  FROM case_date r JOIN batch b ON r.date > b.asOf
)
SELECT recordType, id AS recordId, NULL AS policyRow, '/' || field AS pointer, date, "asOf"
FROM late;
-- @break
INSERT INTO activity (id, kind, date)
SELECT 'break-std-015', 'OTHER', b.asOf + 1
FROM batch b;
