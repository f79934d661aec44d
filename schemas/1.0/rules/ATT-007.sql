/*{
  "id": "ATT-007",
  "since": "1.0",
  "title": {"zh": "工作日去向不明", "en": "Working days that nobody accounts for"},
  "asks": {
    "zh": "派驻期内的每个工作日，要么有考勤记录（在村、公务、休息等），要么在获批的请假之内。两者都没有的日子，疑似村里和单位都见不到人，按派驻和月份归并提示核实。",
    "en": "Each working day of a posting has an attendance entry of whatever status, or lies in an approved leave. Days with neither suggest that the cadre was at neither place; they are reported by posting and month, for a look."
  },
  "message": {
    "zh": "{month}有{days}个工作日既无考勤记录，也不在获批的请假之内",
    "en": "{month}: {days} working days have neither an attendance entry nor an approved leave"
  },
  "fix": {
    "zh": "补报这些日子的考勤或请假；确实去向不明的，按规定核实。",
    "en": "Supply attendance or leave for those days; if nobody knows, look into it under the local rules."
  },
  "outcome": "CANDIDATE",
  "records": ["posting", "attendance"],
  "views": ["approved_leave_month", "attendance_month", "posting_calendar", "working_day"],
  "splitBy": "cadre",
  "coverage": ["attendance", "leave"],
  "conventions": ["K4", "K5", "K12", "K14", "K16"],
  "policies": [{"table": "parameter", "where": {"name": "posting.neitherPlace"}}],
  "arguments": {"month": "text", "days": "number"},
  "keys": ["month"]
}*/
-- @query
WITH due AS (
  SELECT s.postingId, s.cadreId, s.periodStart, s.label, p.policyRow,
         covered('attendance', s.periodStart, s.periodEnd) AS covered,
         covered('leave', s.periodStart, s.periodEnd) AS leavesCovered,
         s.within, s.cut, s.closed
  FROM posting_calendar s
  JOIN param('posting.neitherPlace') p ON p.flag AND binds(p, s.periodStart, s.periodEnd) AND concerns(p, s.role)
  WHERE s.period = 'MONTH'
), workdays AS (
  SELECT date_trunc('month', date)::DATE AS month, count(*) AS days, bit_or(1::BIGINT << (day(date) - 1)) AS mask FROM working_day GROUP BY ALL
), accounted AS (
  SELECT e.cadreId, e.month, bit_count(bit_or(e.days) & any_value(w.mask))::BIGINT AS days
  FROM (SELECT cadreId, month, days FROM attendance_month
        UNION ALL SELECT cadreId, month, days FROM approved_leave_month) e
  JOIN workdays w ON w.month = e.month
  GROUP BY e.cadreId, e.month
)
-- a suspicion, not yet a fact about the person (K16)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing, month, days
FROM (SELECT d.postingId, d.policyRow, d.label AS month, w.days - coalesce(a.days, 0) AS days,
             CASE WHEN d.cut AND NOT (d.closed AND d.covered) THEN 'period.MONTH' WHEN w.month IS NULL THEN 'register.calendar' WHEN NOT d.covered THEN 'coverage.attendance'
                  WHEN NOT d.leavesCovered THEN 'coverage.leave' END AS missing
      FROM due d LEFT JOIN workdays w ON w.month = d.periodStart
      LEFT JOIN accounted a ON a.cadreId = d.cadreId AND a.month = d.periodStart
      WHERE (d.covered OR d.within OR d.cut) AND (w.month IS NULL OR coalesce(a.days, 0) < w.days));
-- @break
-- a day of rest is preferred, so that no month falls short
DELETE FROM attendance WHERE (cadreId, date) IN (
  SELECT a.cadreId, a.date FROM attendance a
  JOIN (FROM posting_calendar WHERE closed) s ON s.cadreId = a.cadreId AND s.period = 'MONTH' AND a.date BETWEEN s.periodStart AND s.periodEnd
  JOIN param('posting.neitherPlace') p ON s.periodStart >= p.validFrom AND concerns(p, s.role)
  JOIN working_day w ON w.date = a.date
  LEFT JOIN credited_month m ON m.cadreId = a.cadreId AND m.month = s.periodStart
  WHERE NOT EXISTS (SELECT 1 FROM approved_leave_spell l WHERE l.cadreId = a.cadreId AND a.date BETWEEN l.startDate AND l.endDate)
    AND covered('attendance', s.periodStart, s.periodEnd)
  ORDER BY a.status IN (SELECT status FROM creditingStatus), m.days - (SELECT count(*) FROM working_day x WHERE x.date BETWEEN s.periodStart AND s.periodEnd) DESC, a.id LIMIT 1);
