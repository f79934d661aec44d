/*{
  "id": "REC-011",
  "since": "1.0",
  "title": {"zh": "月在村天数不足且无理由、未请假", "en": "Short month without reason and without leave"},
  "asks": {
    "zh": "整月计入天数低于规定，所缺的天数既无批准请假、又无认定的正当理由，三个条件同时具备才是整改线索；公派出差、开会、培训的天数视为有正当理由。完全没有考勤的月份是另一回事，不在此列。",
    "en": "A full month below the number, with neither approved leave nor a determined good reason for the days missing, is a lead for a case: all three conditions together. Days on official trips, meetings or training count as excused. A month without any attendance is another matter."
  },
  "message": {
    "zh": "{month}计入在村{days}天，少于{required}天，既无批准请假也无正当理由，没有“{ground}”情形的案件",
    "en": "{month}: {days} credited days, fewer than {required}, neither leave nor good reason, and no case with ground {ground}"
  },
  "fix": {
    "zh": "先核对考勤与理由；确无理由的，由乡镇决定是否请示整改，并听取本人陈述。",
    "en": "Check attendance and reasons first; without a reason the township decides whether to ask for a case, and the cadre is heard."
  },
  "outcome": "CANDIDATE",
  "records": ["posting", "attendance", "leave", "rectificationCase"],
  "views": ["approved_leave_month", "attendance_month", "credited_mask", "credited_month", "posting_calendar"],
  "splitBy": "cadre",
  "coverage": ["attendance", "leave", "rectificationCase"],
  "conventions": ["K5", "K7", "K12", "K14", "K16"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "rectification.shortMonthGround"}}, {"table": "parameter", "where": {"name": "presence.minDaysPerMonth"}}, {"table": "creditingStatus"}],
  "arguments": {"month": "text", "days": "number", "required": "number", "ground": "codelist:rectification-ground"},
  "keys": ["month"],
  "entails": [
    {"rule": "ATT-001", "why": {"zh": "天数不足的月份本身就低于每月规定天数", "en": "A short month is also below the number of days a month"}},
    {"rule": "MEA-003", "why": {"zh": "天数不足另有召回规定的，同时缺召回", "en": "Where a short month must lead to a recall, that recall is missing too"}}
  ]
}*/
-- @query
WITH short AS MATERIALIZED (
  SELECT s.postingId, s.cadreId, s.periodStart, s.periodEnd, s.label, s.closed, g.policyRow, g.code AS ground, p.number, coalesce(m.days, 0) AS days
  FROM posting_calendar s
  JOIN param('rectification.shortMonthGround') g ON binds(g, s.periodStart, s.periodEnd)
       AND concerns(g, s.role)
  JOIN param('presence.minDaysPerMonth') p ON binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role)
  LEFT JOIN credited_month m ON m.cadreId = s.cadreId AND m.month = s.periodStart
  WHERE s.period = 'MONTH' AND coalesce(m.days, 0) < p.number
), excused AS (
  -- the missing days with a reason (ordered away, or determined as justified) or on leave; only the short months are looked up
  SELECT x.cadreId, x.month, bit_count(bit_or(x.days) & ~coalesce(any_value(k.days), 0))::BIGINT AS days
  FROM (SELECT cadreId, date_trunc('month', date)::DATE AS month, 1::BIGINT << (day(date) - 1) AS days
        FROM attendance WHERE justified OR status IN ('OFFICIAL_TRIP', 'MEETING', 'TRAINING')
        UNION ALL SELECT cadreId, month, days FROM approved_leave_month) x
  SEMI JOIN short s ON s.cadreId = x.cadreId AND s.periodStart = x.month
  LEFT JOIN credited_mask k ON k.cadreId = x.cadreId AND k.month = x.month
  GROUP BY x.cadreId, x.month
), open AS (
  SELECT s.*, CASE WHEN NOT s.closed THEN 'period.MONTH'
                   WHEN NOT covered('attendance', s.periodStart, s.periodEnd)
                        THEN 'coverage.attendance'
                   WHEN NOT covered('leave', s.periodStart, s.periodEnd)
                        THEN 'coverage.leave'
                   WHEN NOT covered('rectificationCase', s.periodStart, b.asOf)
                        THEN 'coverage.rectificationCase' END AS missing
  FROM short s CROSS JOIN batch b
  -- a month without any attendance is another matter
  JOIN (SELECT DISTINCT cadreId, month FROM attendance_month) r ON r.cadreId = s.cadreId AND r.month = s.periodStart
  LEFT JOIN excused e ON e.cadreId = s.cadreId AND e.month = s.periodStart
  ANTI JOIN (SELECT cadreId, shortMonth, unnest(grounds) AS ground FROM rectificationCase) k
       ON k.cadreId = s.cadreId AND k.ground = s.ground AND coalesce(k.shortMonth, s.label) = s.label
  WHERE s.days + coalesce(e.days, 0) < s.number
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       label AS month, days, number AS required, ground
FROM open;
-- @break
-- one day fewer than required, in one month without leave of a cadre without a case
UPDATE attendance SET status = 'REST', justified = NULL
WHERE id IN (
  WITH target AS (
    SELECT s.cadreId, s.periodStart, s.periodEnd, p.number
    FROM (FROM posting_calendar WHERE closed) s JOIN param('presence.minDaysPerMonth') p ON s.periodStart >= p.validFrom
         AND concerns(p, s.role)
    ANTI JOIN approved_leave_spell l ON l.cadreId = s.cadreId AND l.endDate >= s.periodStart AND l.startDate <= s.periodEnd
    WHERE s.period = 'MONTH' AND s.cadreId NOT IN (SELECT cadreId FROM rectificationCase) ORDER BY s.cadreId, s.periodStart DESC LIMIT 1
  ), numbered AS (
    SELECT a.id, row_number() OVER (ORDER BY a.date) AS n, t.number
    FROM attendance a JOIN target t ON a.cadreId = t.cadreId AND a.date >= t.periodStart AND a.date <= t.periodEnd
    WHERE a.status <> 'REST'
  )
  SELECT id FROM numbered WHERE n >= number
);
