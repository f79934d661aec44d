/*{
  "id": "ATT-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "工作日离岗没有获批请假", "en": "Away on a working day without an approved leave"},
  "asks": {
    "zh": "工作日离岗应在获批的请假之内；批准晚于请假首日的，只有批准之前的日子算没有请假。休息日和登记为休息的日子不需要请假；同日另有在岗记录的、应组织要求不在村的，不算离岗。",
    "en": "A working day away lies inside an approved leave; where it was approved after its first day, only the days before the approval are without leave. Days of rest need no leave, and a date that also has a credited entry, or on which the organisation had the cadre elsewhere, is not a day away."
  },
  "message": {
    "zh": "{date}登记为“{status}”，当日没有获批的请假[；请假{leaveId}包含这一天，但迟至{approvedOn}才批准]",
    "en": "{date} is recorded as {status}, without an approved leave on that day[; leave {leaveId} holds it, but came late: it was approved only on {approvedOn}]"
  },
  "fix": {
    "zh": "补报请假及审批记录；确未获批的，如实登记并按规定处理。",
    "en": "Supply the leave and its approval; if there was none, record it as it was and follow the rules."
  },
  "records": ["attendance", "posting"],
  "views": ["approved_leave_spell", "calendar_day", "ordered_absence", "posting_span", "unproven_leave_spell"],
  "splitBy": "cadre",
  "coverage": ["leave"],
  "conventions": ["K4", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "presence.awayNeedsLeave"}}],
  "also": [{"table": "creditingStatus"}],
  "arguments": {"date": "date", "status": "codelist:attendance-status", "leaveId": "text", "approvedOn": "date"}
}*/
-- @query
WITH away AS (
  -- the days on which a cadre was away in a posting that asks for leave
  SELECT DISTINCT a.id, a.cadreId, a.date, a.status, p.policyRow
  FROM attendance a JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
  JOIN param('presence.awayNeedsLeave') p ON p.flag AND binds(p, a.date) AND concerns(p, s.role, s.dispatchLevel)
  WHERE a.status IN ('ABSENT', 'LEAVE', 'ANNUAL_LEAVE')
), late AS (
  -- of the leaves approved too late that began by a day, the one that lasts longest
  SELECT cadreId, startDate,
         max(max({'endDate': least(endDate, returnReportedOn), 'leaveId': id, 'approvedOn': approvedOn}))
             OVER (PARTITION BY cadreId ORDER BY startDate) AS longest
  FROM leave WHERE approvedOn > startDate GROUP BY cadreId, startDate
), unexcused AS (
  -- those that no approved leave contains, with what may still explain them
  SELECT a.*, d.date IS NULL AS uncovered, CASE WHEN w.endDate >= a.date THEN w.missing END AS pending,
         CASE WHEN late.longest.endDate >= a.date AND late.longest.approvedOn > a.date THEN late.longest END AS late,
         covered('leave', a.date, a.date) AS complete
  FROM away a LEFT JOIN calendar_day d ON d.date = a.date
  ASOF LEFT JOIN approved_leave_spell l ON l.cadreId = a.cadreId AND l.startDate <= a.date
  ASOF LEFT JOIN unproven_leave_spell w ON w.cadreId = a.cadreId AND w.startDate <= a.date
  ASOF LEFT JOIN late ON late.cadreId = a.cadreId AND late.startDate <= a.date
  WHERE coalesce(d.working, true) AND coalesce(l.endDate < a.date, true)
    AND NOT EXISTS (SELECT 1
                    FROM attendance o JOIN creditingStatus c ON c.status = o.status AND binds(c, o.date)
                    WHERE o.cadreId = a.cadreId AND o.date = a.date)
    AND NOT EXISTS (SELECT 1
                    FROM ordered_absence o
                    WHERE o.cadreId = a.cadreId AND a.date BETWEEN o.startDate AND o.endDate)
)
-- ABSENT says by itself that there was no leave; the other statuses need the leaves to be complete before one
-- is missing
SELECT 'attendance' AS recordType, id AS recordId, policyRow, missing, date, status,
       late.leaveId AS leaveId, late.approvedOn AS approvedOn
FROM (SELECT *, CASE WHEN uncovered THEN 'register.calendar'
                     WHEN pending IS NOT NULL THEN pending
                     WHEN status <> 'ABSENT' AND NOT complete THEN 'coverage.leave' END AS missing
      FROM unexcused);
-- @break
-- the leave that excuses a working day away was approved on the day after
UPDATE leave
SET approvedOn = t.date + 1
FROM (SELECT l.id, a.date
      FROM leave l
      JOIN attendance a ON a.cadreId = l.cadreId AND a.date BETWEEN l.startDate AND l.endDate
           AND a.status IN ('LEAVE', 'ANNUAL_LEAVE')
      JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
      JOIN param('presence.awayNeedsLeave') p ON binds(p, a.date) AND concerns(p, s.role, s.dispatchLevel)
      JOIN working_day w ON w.date = a.date
      WHERE l.approvedOn <= l.startDate ORDER BY l.id, a.date LIMIT 1) t
WHERE leave.id = t.id;
