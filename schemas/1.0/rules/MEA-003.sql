/*{
  "id": "MEA-003",
  "since": "1.0",
  "title": {"zh": "驻村天数不足未召回", "en": "No recall after a short month"},
  "asks": {
    "zh": "某个完整自然月计入在村天数不足规定的，应责令派出单位召回。请假不作为例外，但在消息中注明批准请假的天数。此处只提示程序，是否召回由主管机关决定。",
    "en": "A full calendar month with fewer credited days than set leads to an order to the unit to recall. Leave is no exception, but the days of approved leave are shown. This only points to the procedure; the authority decides."
  },
  "message": {
    "zh": "{month}计入在村{days}天，少于{required}天（其中批准请假{leaveDays}天），其后没有责令召回",
    "en": "{month}: {days} credited days, fewer than {required} ({leaveDays} days of approved leave); no recall ordered since"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "outcome": "CANDIDATE",
  "records": ["posting", "attendance", "measure"],
  "views": ["approved_leave_month", "credited_month", "nameless", "posting_calendar"],
  "fields": ["measure.cadreId"],
  "splitBy": "cadre",
  "coverage": ["attendance", "measure"],
  "conventions": ["K5", "K7", "K12", "K14", "K16"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "recallTrigger", "where": {"trigger": "MONTH_DAYS"}}, {"table": "parameter", "where": {"name": "presence.minDaysPerMonth"}}, {"table": "creditingStatus"}],
  "arguments": {"month": "text", "days": "number", "required": "number", "leaveDays": "number"},
  "keys": ["month"],
  "entails": [{"rule": "ATT-001", "why": {"zh": "同一月份天数不足本身就是一条违反", "en": "the short month is itself a violation"}}, {"rule": "REC-011", "why": {"zh": "同一月份天数不足也是教育整改的一种情形", "en": "the same short month is a ground for rectification"}}]
}*/
-- @query
WITH due AS (
  SELECT s.postingId, s.cadreId, s.periodStart, s.label, s.closed, r.policyRow, n.number AS required,
         covered('attendance', s.periodStart, s.periodEnd) AS covered,
         covered('measure', 'RECALL', s.periodEnd, b.asOf) AS known,
         'RECALL' IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless,
         EXISTS (SELECT 1 FROM measure m WHERE m.kind = 'RECALL' AND m.cadreId = s.cadreId AND m.date >= s.periodEnd AND m.date <= b.asOf AND (m.grounds IS NULL OR list_contains(m.grounds, r.ground))) AS recalled
  FROM posting_calendar s CROSS JOIN batch b
  JOIN recallTrigger r ON r.trigger = 'MONTH_DAYS' AND binds(r, s.periodStart, s.periodEnd) AND concerns(r, s.role)
  JOIN param('presence.minDaysPerMonth') n ON binds(n, s.periodStart, s.periodEnd) AND concerns(n, s.role)
  WHERE s.period = 'MONTH' AND (s.periodEnd < b.asOf OR NOT s.closed)
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN NOT closed THEN 'period.MONTH' WHEN NOT covered THEN 'coverage.attendance' WHEN NOT known THEN 'coverage.measure' WHEN nameless THEN 'measure.cadreId' END AS missing,
       label AS month, coalesce(m.days, 0) AS days, required,
       coalesce(bit_count(l.days), 0)::BIGINT AS leaveDays
FROM due d LEFT JOIN credited_month m ON m.cadreId = d.cadreId AND m.month = d.periodStart
LEFT JOIN approved_leave_month l ON l.cadreId = d.cadreId AND l.month = d.periodStart
WHERE NOT recalled AND (closed AND NOT covered OR coalesce(m.days < required, true));
-- @break
-- the surplus entries of one month become days of rest, and one more
UPDATE attendance SET status = 'REST'
WHERE id IN (
  WITH target AS (
    SELECT s.cadreId, s.periodStart, s.periodEnd, n.number
    FROM (FROM posting_calendar WHERE closed) s CROSS JOIN batch b JOIN recallTrigger r ON r.trigger = 'MONTH_DAYS' AND s.periodStart >= r.validFrom AND concerns(r, s.role)
    JOIN param('presence.minDaysPerMonth') n ON true
    WHERE s.period = 'MONTH' AND s.periodEnd < b.asOf AND s.cadreId NOT IN (SELECT cadreId FROM measure WHERE kind = 'RECALL' AND cadreId IS NOT NULL)
    ORDER BY s.cadreId, s.periodStart DESC LIMIT 1
  )
  SELECT id FROM (SELECT a.id, row_number() OVER (ORDER BY a.date) AS n, t.number FROM attendance a JOIN target t ON a.cadreId = t.cadreId AND a.date BETWEEN t.periodStart AND t.periodEnd
                  WHERE a.status IN (SELECT status FROM creditingStatus))
  WHERE n >= number
);
