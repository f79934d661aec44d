/*{
  "id": "MEA-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "驻村天数不足未召回", "en": "No recall after a short month"},
  "asks": {
    "zh": "不间断任职的某个完整自然月计入在村天数不足规定的，应责令派出单位召回。请假、培训不作为例外，但在消息中注明天数。本次派驻中已经责令召回的，无论在月内还是其后，都不再另报，手续办理期间的月份也不再报。此处只提示程序，是否召回由主管机关决定。",
    "en": "A full calendar month of unbroken service with fewer credited days than set leads to an order to the unit to recall. Leave and training are no exception, but their days are shown. Where a recall of this posting is on record, within the month or after it, nothing more is reported, nor for the months that the formalities take. This only points to the procedure; the authority decides."
  },
  "message": {
    "zh": "{month}计入在村{days}天，少于{required}天，没有责令召回[（应有的措施：{instead}）][；当月另有批准请假{leaveDays}天][；当月另有培训、开会、因公出差{orderedDays}天，按规定不计入]",
    "en": "{month}: {days} credited days, fewer than {required}; no recall ordered[ (the measure due: {instead})][; the month also has {leaveDays} days of approved leave][; it also has {orderedDays} days of training, meetings or official trips, which give no credit]"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "outcome": "CANDIDATE",
  "records": ["posting", "attendance", "measure"],
  "views": ["approved_leave_month", "attendance_month", "credited_mask", "nameless", "service_calendar"],
  "fields": ["measure.cadreId"],
  "splitBy": "cadre",
  "coverage": ["attendance", "measure"],
  "conventions": ["K5", "K7", "K12", "K14", "K16"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "recallTrigger", "where": {"trigger": "MONTH_DAYS"}}, {"table": "parameter", "where": {"name": "presence.minDaysPerMonth"}}],
  "arguments": {"month": "text", "days": "number", "required": "number", "leaveDays": "number", "orderedDays": "number", "instead": "codelist:measure-kind"},
  "keys": ["month"],
  "entails": [{"rule": "ATT-001", "why": {"zh": "同一月份天数不足本身就是一条违反", "en": "the short month is itself a violation"}}, {"rule": "REC-011", "why": {"zh": "同一月份天数不足也是教育整改的一种情形", "en": "the same short month is a ground for rectification"}}]
}*/
-- @query
WITH asked AS (
  -- the whole months of a service that may lead to recall, told at its last posting; the lower number binds
  SELECT s.cadreId, s.periodStart, s.periodEnd, s.label, s.closed, r.policyRow, r.measureKind,
         min(n.number) AS required,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId, min(s.startDate) AS since,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s CROSS JOIN batch b
  JOIN recallTrigger r ON r.trigger = 'MONTH_DAYS' AND binds(r, s.periodStart, s.periodEnd)
       AND concerns(r, s.role, s.dispatchLevel)
  JOIN param('presence.minDaysPerMonth') n ON binds(n, s.periodStart, s.periodEnd)
       AND concerns(n, s.role, s.dispatchLevel)
  WHERE s.period = 'MONTH' AND (s.periodEnd < b.asOf OR NOT s.closed) GROUP BY ALL
), due AS (
  -- those in whose postings nobody ordered a recall
  SELECT a.*, covered('attendance', a.periodStart, a.periodEnd) AS covered,
         covered('measure', coalesce(a.measureKind, 'RECALL'), a.periodStart, b.asOf) AS known,
         coalesce(a.measureKind, 'RECALL') IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless
  FROM asked a CROSS JOIN batch b
  WHERE fills(a.spans, a.periodStart, a.periodEnd)
    AND NOT EXISTS (SELECT 1
                    FROM measure m
                    WHERE m.kind = coalesce(a.measureKind, 'RECALL') AND m.cadreId = a.cadreId AND m.date >= a.since
                      AND m.date <= b.asOf)
), away AS (
  -- the days of training, meetings and official trips
  SELECT cadreId, month, bit_or(days) AS days
  FROM attendance_month WHERE status IN ('TRAINING', 'MEETING', 'OFFICIAL_TRIP') GROUP BY cadreId, month
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN NOT closed THEN 'period.MONTH'
            WHEN NOT covered THEN 'coverage.attendance'
            WHEN NOT known THEN 'coverage.measure'
            WHEN nameless THEN 'measure.cadreId' END AS missing,
       label AS month, bit_count(coalesce(m.days, 0))::BIGINT AS days, required,
       nullif(bit_count(coalesce(l.days, 0)), 0)::BIGINT AS leaveDays,
       nullif(bit_count(coalesce(w.days, 0) & ~coalesce(m.days, 0)), 0)::BIGINT AS orderedDays,
       d.measureKind AS instead
FROM due d LEFT JOIN credited_mask m ON m.cadreId = d.cadreId AND m.month = d.periodStart
LEFT JOIN approved_leave_month l ON l.cadreId = d.cadreId AND l.month = d.periodStart
LEFT JOIN away w ON w.cadreId = d.cadreId AND w.month = d.periodStart
WHERE closed AND NOT covered OR bit_count(coalesce(m.days, 0)) < required;
-- @break
-- the surplus entries of one month become days of rest, and one more
UPDATE attendance
SET status = 'REST'
WHERE id IN (WITH target AS (
               SELECT s.cadreId, s.periodStart, s.periodEnd, n.number
               FROM (FROM service_calendar WHERE closed) s CROSS JOIN batch b
               JOIN recallTrigger r ON r.trigger = 'MONTH_DAYS' AND s.periodStart >= r.validFrom
                    AND concerns(r, s.role, s.dispatchLevel)
               JOIN param('presence.minDaysPerMonth') n ON true
               WHERE s.period = 'MONTH' AND s.periodEnd < b.asOf
                 AND s.cadreId NOT IN (SELECT cadreId
                                       FROM measure WHERE kind = 'RECALL' AND cadreId IS NOT NULL)
               ORDER BY s.cadreId, s.periodStart DESC LIMIT 1
             )
             SELECT id
             FROM (SELECT a.id, row_number() OVER (ORDER BY a.date) AS n, t.number
                   FROM attendance a
                   JOIN target t ON a.cadreId = t.cadreId AND a.date BETWEEN t.periodStart AND t.periodEnd
                   WHERE a.status IN (SELECT status FROM creditingStatus))
             WHERE n >= number);
