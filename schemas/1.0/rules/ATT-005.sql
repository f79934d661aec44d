/*{
  "id": "ATT-005",
  "since": "1.0",
  "title": {"zh": "工作日离岗没有获批请假", "en": "Away on a working day without an approved leave"},
  "asks": {
    "zh": "工作日离岗应在获批的请假之内，批准不晚于请假首日。休息日和登记为休息的日子不需要请假；同日另有在岗记录的不算离岗。",
    "en": "A working day away lies inside a leave approved no later than its first day. Days of rest need no leave, and a date that also has a credited entry is not a day away."
  },
  "message": {
    "zh": "{date}登记为“{status}”，不在已获批的请假之内[；请假记录{leaveId}包含这一天，但{approvedOn}才批准，晚于请假首日]",
    "en": "{date} is recorded as {status} but lies in no approved leave[; leave {leaveId} holds this day, but was approved only on {approvedOn}, after its first day]"
  },
  "fix": {
    "zh": "补报请假及审批记录；确未获批的，如实登记并按规定处理。",
    "en": "Supply the leave and its approval; if there was none, record it as it was and follow the rules."
  },
  "records": ["attendance", "posting"],
  "views": ["approved_leave_spell", "calendar_day", "posting_span"],
  "splitBy": "cadre",
  "coverage": ["leave"],
  "conventions": ["K4", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "presence.awayNeedsLeave"}}],
  "arguments": {"date": "date", "status": "codelist:attendance-status", "leaveId": "text", "approvedOn": "date"}
}*/
-- @query
WITH away AS (
  SELECT DISTINCT a.id, a.cadreId, a.date, a.status, p.policyRow
  FROM attendance a JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
  JOIN param('presence.awayNeedsLeave') p ON p.flag AND binds(p, a.date) AND concerns(p, s.role)
  WHERE a.status IN ('ABSENT', 'LEAVE', 'ANNUAL_LEAVE')
), waiting AS (
  -- of the leaves without an approval that began by a day, the last day of any
  SELECT cadreId, startDate, max(max(endDate)) OVER (PARTITION BY cadreId ORDER BY startDate) AS endDate
  FROM leave WHERE approvedOn IS NULL AND endDate >= startDate GROUP BY cadreId, startDate
), late AS (
  -- of the leaves approved too late that began by a day, the one that lasts longest
  SELECT cadreId, startDate, max(max({'endDate': least(endDate, returnReportedOn), 'leaveId': id, 'approvedOn': approvedOn})) OVER (PARTITION BY cadreId ORDER BY startDate) AS longest
  FROM leave WHERE approvedOn > startDate GROUP BY cadreId, startDate
), unexcused AS (
  SELECT a.*, d.date IS NULL AS uncovered, coalesce(w.endDate >= a.date, false) AS pending, CASE WHEN late.longest.endDate >= a.date THEN late.longest END AS late,
         covered('leave', a.date, a.date) AS complete
  FROM away a LEFT JOIN calendar_day d ON d.date = a.date
  ASOF LEFT JOIN approved_leave_spell l ON l.cadreId = a.cadreId AND l.startDate <= a.date
  ASOF LEFT JOIN waiting w ON w.cadreId = a.cadreId AND w.startDate <= a.date
  ASOF LEFT JOIN late ON late.cadreId = a.cadreId AND late.startDate <= a.date
  WHERE coalesce(d.working, true) AND coalesce(l.endDate < a.date, true)
    AND NOT EXISTS (SELECT 1 FROM attendance o JOIN creditingStatus c ON c.status = o.status WHERE o.cadreId = a.cadreId AND o.date = a.date)
)
-- ABSENT says by itself that there was no leave; the other statuses need the leaves to be complete before one is missing
SELECT 'attendance' AS recordType, id AS recordId, policyRow, missing, date, status,
       late.leaveId AS leaveId, late.approvedOn AS approvedOn
FROM (SELECT *, CASE WHEN uncovered THEN 'register.calendar' WHEN pending THEN 'leave.approvedOn'
                     WHEN status <> 'ABSENT' AND NOT complete THEN 'coverage.leave' END AS missing FROM unexcused);
-- @break
-- the leave that excuses a working day away was approved too late
UPDATE leave SET approvedOn = startDate + 1 WHERE id = (
  SELECT l.id FROM leave l JOIN attendance a ON a.cadreId = l.cadreId AND a.date BETWEEN l.startDate AND l.endDate AND a.status IN ('LEAVE', 'ANNUAL_LEAVE')
  JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
  JOIN param('presence.awayNeedsLeave') p ON binds(p, a.date) AND concerns(p, s.role)
  JOIN working_day w ON w.date = a.date
  WHERE l.approvedOn <= l.startDate ORDER BY l.id LIMIT 1);
