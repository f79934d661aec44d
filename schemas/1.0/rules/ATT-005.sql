/*{
  "id": "ATT-005",
  "since": "1.0",
  "title": {"zh": "工作日离岗没有获批请假", "en": "Away on a working day without an approved leave"},
  "asks": {
    "zh": "工作日离岗应在获批的请假之内，批准不晚于请假首日。休息日和登记为休息的日子不需要请假；同日另有在岗记录的不算离岗。",
    "en": "A working day away lies inside a leave approved no later than its first day. Days of rest need no leave, and a date that also has a credited entry is not a day away."
  },
  "message": {
    "zh": "{date}登记为“{status}”，不在已获批的请假之内",
    "en": "{date} is recorded as {status} but lies in no approved leave"
  },
  "fix": {
    "zh": "补报请假及审批记录；确未获批的，如实登记并按规定处理。",
    "en": "Supply the leave and its approval; if there was none, record it as it was and follow the rules."
  },
  "records": ["attendance", "posting"],
  "splitBy": "cadre",
  "coverage": ["leave"],
  "conventions": ["K4", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "presence.awayNeedsLeave"}}],
  "arguments": {"date": "date", "status": "codelist:attendance-status"}
}*/
-- @query
WITH away AS (
  SELECT DISTINCT a.id, a.cadreId, a.date, a.status, p.policyRow
  FROM attendance a JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
  JOIN parameter p ON p.name = 'presence.awayNeedsLeave' AND p.flag AND a.date >= p.validFrom AND a.date <= p.validTo AND (p.roles IS NULL OR list_contains(p.roles, s.role))
  WHERE a.status IN ('ABSENT', 'LEAVE', 'ANNUAL_LEAVE')
), unexcused AS (
  SELECT a.*, d.date IS NULL AS uncovered,
         EXISTS (SELECT 1 FROM leave l WHERE l.cadreId = a.cadreId AND l.approvedOn IS NULL AND a.date BETWEEN l.startDate AND l.endDate) AS pending,
         EXISTS (SELECT 1 FROM coverage v WHERE v.recordType = 'leave' AND v.startDate <= a.date AND v.endDate >= a.date) AS complete
  FROM away a LEFT JOIN calendar_day d ON d.date = a.date
  WHERE coalesce(d.working, true)
    AND NOT EXISTS (SELECT 1 FROM approved_leave_day l WHERE l.cadreId = a.cadreId AND l.date = a.date)
    AND NOT EXISTS (SELECT 1 FROM attendance o JOIN creditingStatus c ON c.status = o.status WHERE o.cadreId = a.cadreId AND o.date = a.date)
)
-- ABSENT says by itself that there was no leave; the other statuses need the leaves to be complete before one is missing
SELECT CASE WHEN missing IS NULL THEN 'violation' ELSE 'unjudged' END AS outcome, 'attendance' AS recordType, id AS recordId, policyRow, missing, date, status
FROM (SELECT *, CASE WHEN uncovered THEN 'register.calendar' WHEN pending THEN 'leave.approvedOn'
                     WHEN status <> 'ABSENT' AND NOT complete THEN 'coverage.leave' END AS missing FROM unexcused);
-- @break
-- the leave that excuses a working day away was approved too late
UPDATE leave SET approvedOn = startDate + 1 WHERE id = (
  SELECT l.id FROM leave l JOIN attendance a ON a.cadreId = l.cadreId AND a.date BETWEEN l.startDate AND l.endDate AND a.status IN ('LEAVE', 'ANNUAL_LEAVE')
  JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
  JOIN parameter p ON p.name = 'presence.awayNeedsLeave' AND a.date >= p.validFrom AND a.date <= p.validTo AND (p.roles IS NULL OR list_contains(p.roles, s.role))
  JOIN working_day w ON w.date = a.date
  WHERE l.approvedOn <= l.startDate ORDER BY l.id LIMIT 1);
