/*{
  "name": "counted_event",
  "of": {"zh": "文件据以计数的事，每件一行，附所落的干部、日期和记录：查岗不在岗而没有按规定请假的日子（OFF_POST_FIND），在村天数不足的完整月份（SHORT_MONTH），对干部采取的措施（MEASURE，附其类别）；不能确定算不算的，注明缺什么（missing）", "en": "What documents count, a row each, with the cadre, the day and the record: days on which a check found somebody off post without leave in due form (OFF_POST_FIND), whole months with too few days in the village (SHORT_MONTH), measures taken against a cadre (MEASURE, with its kind); where it cannot be told whether it counts, with what is missing"},
  "conventions": ["K5", "K7", "K12", "K14"],
  "also": [{"table": "parameter", "where": {"name": ["presence.minDaysPerMonth", "presence.leaveExcuse"]}}],
  "reads": ["activity", "approved_leave_spell", "attendance", "batch", "coverage", "credited_month", "levelAs", "measure", "ordered_absence", "parameter", "posting_span", "service_calendar", "unproven_leave_spell"]
}*/
CREATE VIEW counted_event AS
WITH found AS (
  -- the days on which a check found a cadre off post, each once, with the first record that says so
  SELECT s.cadreId, a.date, min(a.id) AS id
  FROM (SELECT id, date, unnest(list_filter(coalesce(cadreIds, []) || [cadreId], lambda x: x IS NOT NULL)) AS cadreId
        FROM activity WHERE kind IN ('INSPECTION', 'SPOT_CHECK') AND finding = 'OFF_POST') a
  JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
  GROUP BY s.cadreId, a.date
), unexcused AS (
  -- those on days without approved leave, without an order and without work elsewhere
  SELECT f.*, CASE WHEN u.endDate >= f.date THEN u.missing
                   WHEN NOT covered('leave', f.date, f.date) THEN 'coverage.leave' END AS missing
  FROM found f
  ASOF LEFT JOIN approved_leave_spell l ON l.cadreId = f.cadreId AND l.startDate <= f.date
  ASOF LEFT JOIN unproven_leave_spell u ON u.cadreId = f.cadreId AND u.startDate <= f.date
  WHERE coalesce(l.endDate < f.date, true)
    AND NOT EXISTS (SELECT 1
                    FROM attendance a
                    WHERE a.cadreId = f.cadreId AND a.date = f.date
                      AND a.status IN ('OFFICIAL_TRIP', 'MEETING', 'TRAINING', 'PROJECT_LIAISON'))
    AND NOT EXISTS (SELECT 1
                    FROM ordered_absence o
                    WHERE o.cadreId = f.cadreId AND f.date BETWEEN o.startDate AND o.endDate)
), asked AS (
  -- the whole months of a service with the days that they ask for; the lower number binds
  SELECT s.cadreId, s.periodStart, s.periodEnd, min(n.number) AS required,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s
  JOIN param('presence.minDaysPerMonth') n ON binds(n, s.periodStart, s.periodEnd)
       AND concerns(n, s.role, s.dispatchLevel)
  WHERE s.period = 'MONTH' AND s.closed GROUP BY ALL
), short AS (
  -- those that have fewer, unless leave excuses it
  SELECT a.cadreId, a.postingId, a.periodEnd,
         CASE WHEN NOT covered('attendance', a.periodStart, a.periodEnd) THEN 'coverage.attendance' END AS missing
  FROM asked a LEFT JOIN credited_month m ON m.cadreId = a.cadreId AND m.month = a.periodStart
  WHERE fills(a.spans, a.periodStart, a.periodEnd) AND coalesce(m.days, 0) < a.required
    AND NOT EXISTS (SELECT 1
                    FROM approved_leave_spell l
                    WHERE l.cadreId = a.cadreId AND l.startDate <= a.periodEnd AND l.endDate >= a.periodStart
                      AND EXISTS (FROM param('presence.leaveExcuse')))
)
SELECT 'OFF_POST_FIND' AS trigger, NULL::VARCHAR AS kind, cadreId, date, 'activity' AS recordType, id AS recordId,
       missing
FROM unexcused
UNION ALL
SELECT 'SHORT_MONTH', NULL, cadreId, periodEnd, 'posting', postingId, missing FROM short
UNION ALL
SELECT 'MEASURE', m.kind, m.cadreId, m.date, 'measure', m.id, NULL
FROM measure m CROSS JOIN batch b WHERE m.cadreId IS NOT NULL AND m.date <= b.asOf;
