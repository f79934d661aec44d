/*{
  "id": "ATT-007",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "工作日去向不明", "en": "Working days that nobody accounts for"},
  "asks": {
    "zh": "不间断任职期内的每个工作日，要么有登记去向的考勤（在村、公务、休息等），要么在获批的请假之内，要么应组织要求不在村。没有登记、或登记为擅自脱岗的日子，疑似村里和单位都见不到人，按派驻和月份归并提示核实。",
    "en": "Each working day of the unbroken service has an attendance entry that says where the cadre was (in the village, on duty, resting), or lies in an approved leave, or the organisation had the cadre elsewhere. Days with none of these, or entered as absent without leave, suggest that the cadre was at neither place; they are reported by posting and month, for a look."
  },
  "message": {
    "zh": "{month}有{days}个工作日去向不明：没有登记在村、公务或休息，也不在获批的请假之内[；其中{absent}天登记为擅自脱岗]",
    "en": "{month}: nobody accounts for {days} working days: no entry of presence, duty or rest, and no approved leave[; {absent} of them are entered as absent without leave]"
  },
  "fix": {
    "zh": "补报这些日子的考勤或请假；确实去向不明的，按规定核实。",
    "en": "Supply attendance or leave for those days; if nobody knows, look into it under the local rules."
  },
  "outcome": "CANDIDATE",
  "records": ["posting", "attendance"],
  "views": ["attendance_month", "excused_month", "service_calendar", "working_month"],
  "splitBy": "cadre",
  "coverage": ["attendance", "leave"],
  "conventions": ["K4", "K5", "K12", "K14", "K16"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "posting.neitherPlace"}}],
  "arguments": {"month": "text", "days": "number", "absent": "number"},
  "keys": ["month"]
}*/
-- @query
WITH due AS (
  -- the whole months in which a cadre may be in neither place, told at the last posting of the service
  SELECT s.cadreId, s.periodStart, s.periodEnd, s.label, s.within, s.cut, s.closed, p.policyRow,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s
  JOIN param('posting.neitherPlace') p ON p.flag AND binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role, s.dispatchLevel)
  WHERE s.period = 'MONTH' GROUP BY ALL
), entered AS (
  -- the days on which an entry says where the cadre was, and those of absence without leave
  SELECT cadreId, month, bit_or(days) FILTER (status <> 'ABSENT') AS days,
         bit_or(days) FILTER (status = 'ABSENT') AS absent
  FROM attendance_month GROUP BY cadreId, month
), justified AS (
  -- the days away that were found to have a good reason
  SELECT cadreId, date_trunc('month', date)::DATE AS month, bit_or(1::BIGINT << (day(date) - 1)) AS days
  FROM attendance WHERE status = 'ABSENT' AND justified GROUP BY ALL
), unknown AS (
  -- the working days of each month that nothing accounts for
  SELECT d.*, w.month IS NULL AS uncovered, covered('attendance', d.periodStart, d.periodEnd) AS covered,
         covered('leave', d.periodStart, d.periodEnd) AS leavesCovered,
         w.days & ~(coalesce(a.days, 0) | coalesce(j.days, 0) | coalesce(x.days, 0)) AS days,
         coalesce(a.absent, 0) AS absent, coalesce(x.unproven, 0) AS unproven, x.missing AS lacking
  FROM due d LEFT JOIN working_month w ON w.month = d.periodStart
  LEFT JOIN entered a ON a.cadreId = d.cadreId AND a.month = d.periodStart
  LEFT JOIN justified j ON j.cadreId = d.cadreId AND j.month = d.periodStart
  LEFT JOIN excused_month x ON x.cadreId = d.cadreId AND x.month = d.periodStart
  WHERE fills(d.spans, d.periodStart, d.periodEnd)
)
-- a suspicion, not yet a fact about the person (K16)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN cut AND NOT (closed AND covered) THEN 'period.MONTH'
            WHEN uncovered THEN 'register.calendar'
            WHEN NOT covered THEN 'coverage.attendance'
            WHEN NOT leavesCovered THEN 'coverage.leave'
            WHEN days & ~unproven = 0 THEN lacking END AS missing,
       label AS month, bit_count(days & ~unproven)::BIGINT AS days,
       nullif(bit_count(days & ~unproven & absent), 0)::BIGINT AS absent
FROM unknown WHERE (covered OR within OR cut) AND (uncovered OR days <> 0);
-- @break
-- a day of rest is preferred, so that no month falls short
DELETE FROM attendance
WHERE (cadreId, date) IN (SELECT a.cadreId, a.date
                          FROM attendance a
                          JOIN (FROM service_calendar WHERE closed) s ON s.cadreId = a.cadreId
                               AND s.period = 'MONTH' AND a.date BETWEEN s.periodStart AND s.periodEnd
                          JOIN param('posting.neitherPlace') p ON s.periodStart >= p.validFrom
                               AND concerns(p, s.role, s.dispatchLevel)
                          JOIN working_day w ON w.date = a.date
                          LEFT JOIN credited_month m ON m.cadreId = a.cadreId AND m.month = s.periodStart
                          WHERE NOT EXISTS (SELECT 1
                                            FROM approved_leave_spell l
                                            WHERE l.cadreId = a.cadreId
                                              AND a.date BETWEEN l.startDate AND l.endDate)
                            AND covered('attendance', s.periodStart, s.periodEnd)
                          ORDER BY a.status IN (SELECT status FROM creditingStatus),
                                   m.days - (SELECT count(*)
                                             FROM working_day x
                                             WHERE x.date BETWEEN s.periodStart AND s.periodEnd) DESC, a.id
                          LIMIT 1);
