/*{
  "id": "STD-014",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "warning",
  "title": {"zh": "同一天考勤自相矛盾", "en": "Contradictory attendance on one day"},
  "asks": {
    "zh": "同一干部同一天不能既登记为在岗（在村、出差、开会、培训等），又登记为请假、休息或擅自脱岗。同一天在几个村登记在岗不算矛盾。",
    "en": "On one day a cadre is not recorded both as on duty (in the village, on a trip, at a meeting, in training) and as on leave, resting or absent. Entries from several villages do not contradict each other."
  },
  "message": {
    "zh": "{date}既登记为{status}，又登记为{other}",
    "en": "{date} is recorded both as {status} and as {other}"
  },
  "fix": {
    "zh": "核对后保留一条。",
    "en": "Check, and keep one of the two."
  },
  "records": ["attendance"],
  "views": ["attendance_month"],
  "splitBy": "cadre",
  "conventions": ["K7"],
  "arguments": {"date": "date", "status": "codelist:attendance-status", "other": "codelist:attendance-status"}
}*/
-- @query
WITH repeated AS MATERIALIZED (
  -- nearly every day has one entry; only the months where one has more are compared
  SELECT cadreId, month
  FROM attendance_month GROUP BY cadreId, month HAVING sum(entries) > bit_count(bit_or(days))
), entry AS (
  -- the entries of the months in which some cadre has two on one day
  SELECT a.id, a.cadreId, a.date, a.status
  FROM attendance a SEMI JOIN repeated r ON r.cadreId = a.cadreId AND r.month = date_trunc('month', a.date)
), duty AS (
  -- the days on which a cadre is on duty
  SELECT cadreId, date, min(status) AS other
  FROM entry
  WHERE status IN ('IN_VILLAGE', 'OFFICIAL_TRIP', 'MEETING', 'TRAINING', 'PROJECT_LIAISON', 'HOME_UNIT_WORK')
  GROUP BY cadreId, date
)
SELECT 'attendance' AS recordType, e.id AS recordId, NULL AS policyRow, '/status' AS pointer, e.date,
       e.status, d.other
FROM entry e JOIN duty d ON d.cadreId = e.cadreId AND d.date = e.date
WHERE e.status IN ('LEAVE', 'ANNUAL_LEAVE', 'REST', 'ABSENT');
-- @break
-- a day on duty is recorded as rest as well; where no attendance is kept both entries are new
INSERT INTO attendance (id, cadreId, date, status)
SELECT 'break-std-014-1', p.cadreId, p.endDate, 'IN_VILLAGE'
FROM posting_span p
WHERE p.open AND NOT EXISTS (SELECT 1 FROM attendance WHERE status = 'IN_VILLAGE') ORDER BY p.postingId
LIMIT 1;
INSERT INTO attendance (id, cadreId, date, status)
SELECT 'break-std-014-2', cadreId, date, 'REST'
FROM attendance WHERE status = 'IN_VILLAGE' ORDER BY id LIMIT 1;
