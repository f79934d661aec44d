/*{
  "id": "REC-011",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "月在村天数不足且无理由、未请假", "en": "Short month without reason and without leave"},
  "asks": {
    "zh": "整月计入天数低于规定，所缺的天数既无批准请假、又无认定的正当理由，三个条件同时具备才是整改线索；公派出差、开会、培训、联系项目和应组织要求不在村的天数视为有正当理由；当月每个工作日都计入在村或有理由的，法定休息就是理由，不是线索；请假的批准或形式没有登记的，不作判断。完全没有考勤的月份是另一回事，不在此列。",
    "en": "A full month below the number, with neither approved leave nor a determined good reason for the days missing, is a lead for a case: all three conditions together. Days on official trips, meetings, training or project liaison, and days away as the organisation ordered, count as excused; where each working day of the month is credited or excused the statutory rest is the reason, and there is no lead; leave whose approval or form is not on record leaves it unjudged. A month without any attendance is another matter."
  },
  "message": {
    "zh": "{month}计入在村{days}天，少于{required}天[，加上按规定请假和有正当理由的{excused}天仍不足]，其余的日子既没有按规定请假，也没有登记正当理由；还没有因“{ground}”立案",
    "en": "{month}: {days} credited days, fewer than {required}[, also with the {excused} days of leave in due form or good reason]; the other days have neither, and there is no case with ground {ground} yet"
  },
  "fix": {
    "zh": "先核对考勤与理由；确无理由的，由乡镇决定是否请示整改，并听取本人陈述。",
    "en": "Check attendance and reasons first; without a reason the township decides whether to ask for a case, and the cadre is heard."
  },
  "outcome": "CANDIDATE",
  "records": ["posting", "attendance", "leave", "rectificationCase"],
  "views": ["attendance_month", "credited_mask", "excused_month", "service_calendar", "working_month"],
  "splitBy": "cadre",
  "coverage": ["attendance", "leave", "rectificationCase"],
  "conventions": ["K5", "K7", "K12", "K14", "K16"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "rectification.shortMonthGround"}}, {"table": "parameter", "where": {"name": "presence.minDaysPerMonth"}}],
  "arguments": {"month": "text", "days": "number", "required": "number", "excused": "number", "ground": "codelist:rectification-ground"},
  "keys": ["month"],
  "entails": [
    {"rule": "ATT-001", "why": {"zh": "天数不足的月份本身就低于每月规定天数", "en": "A short month is also below the number of days a month"}},
    {"rule": "MEA-003", "why": {"zh": "天数不足另有召回规定的，同时缺召回", "en": "Where a short month must lead to a recall, that recall is missing too"}}
  ]
}*/
-- @query
WITH asked AS (
  -- the whole months of a service, told at its last posting; the lower number binds
  SELECT s.cadreId, s.periodStart, s.periodEnd, s.label, s.closed, g.policyRow, g.code AS ground,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId, min(p.number) AS number,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s
  JOIN param('rectification.shortMonthGround') g ON binds(g, s.periodStart, s.periodEnd)
       AND concerns(g, s.role, s.dispatchLevel)
  JOIN param('presence.minDaysPerMonth') p ON binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role, s.dispatchLevel)
  WHERE s.period = 'MONTH' GROUP BY ALL
), short AS MATERIALIZED (
  -- those with fewer days than asked
  SELECT a.*, coalesce(m.days, 0) AS credited, bit_count(coalesce(m.days, 0))::BIGINT AS days
  FROM asked a LEFT JOIN credited_mask m ON m.cadreId = a.cadreId AND m.month = a.periodStart
  WHERE fills(a.spans, a.periodStart, a.periodEnd) AND bit_count(coalesce(m.days, 0)) < a.number
), reason AS (
  -- the days with a reason in the attendance, ordered away or determined as justified; only the short months
  -- are looked up
  SELECT a.cadreId, s.periodStart, bit_or(1::BIGINT << (day(a.date) - 1)) AS days
  FROM attendance a
  JOIN short s ON s.cadreId = a.cadreId AND a.date BETWEEN s.periodStart AND s.periodEnd
  WHERE a.justified OR a.status IN ('OFFICIAL_TRIP', 'MEETING', 'TRAINING', 'PROJECT_LIAISON')
  GROUP BY ALL
), excused AS (
  -- with the days that have a reason, and those that may have one
  SELECT s.*, coalesce(r.days, 0) | coalesce(x.days, 0) AS excused, coalesce(x.unproven, 0) AS open,
         x.missing AS unproven, w.days AS workdays
  FROM short s
  LEFT JOIN reason r ON r.cadreId = s.cadreId AND r.periodStart = s.periodStart
  LEFT JOIN excused_month x ON x.cadreId = s.cadreId AND x.month = s.periodStart
  LEFT JOIN working_month w ON w.month = s.periodStart
), open AS (
  -- those that no case followed
  SELECT s.*, CASE WHEN NOT s.closed THEN 'period.MONTH'
                   WHEN NOT covered('attendance', s.periodStart, s.periodEnd)
                   THEN 'coverage.attendance'
                   WHEN NOT covered('leave', s.periodStart, s.periodEnd)
                   THEN 'coverage.leave'
                   WHEN NOT covered('rectificationCase', s.periodStart, b.asOf)
                   THEN 'coverage.rectificationCase'
                   WHEN workdays IS NULL THEN 'register.calendar'
                   WHEN bit_count(credited | excused | open) >= number
                     OR workdays & ~(credited | excused | open) = 0 THEN unproven END AS missing
  FROM excused s CROSS JOIN batch b
  -- a month without any attendance is another matter
  SEMI JOIN attendance_month r ON r.cadreId = s.cadreId AND r.month = s.periodStart
  ANTI JOIN (SELECT cadreId, shortMonth, unnest(grounds) AS ground FROM rectificationCase) k
       ON k.cadreId = s.cadreId AND k.ground = s.ground AND coalesce(k.shortMonth, s.label) = s.label
  WHERE bit_count(credited | excused) < number
    -- statutory rest is a reason: of a month whose working days are all accounted for nothing is missing
    AND coalesce(workdays & ~(credited | excused) <> 0, true)
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       label AS month, days, number AS required, nullif(bit_count(excused & ~credited), 0)::BIGINT AS excused, ground
FROM open;
-- @break
-- one day fewer than required, in one month without leave of a cadre without a case
UPDATE attendance
SET status = 'REST', justified = NULL
WHERE id IN (WITH target AS (
               SELECT s.cadreId, s.periodStart, s.periodEnd, p.number
               FROM (FROM service_calendar WHERE closed) s
               JOIN param('presence.minDaysPerMonth') p ON s.periodStart >= p.validFrom
                    AND concerns(p, s.role, s.dispatchLevel)
               ANTI JOIN approved_leave_spell l ON l.cadreId = s.cadreId AND l.endDate >= s.periodStart
                    AND l.startDate <= s.periodEnd
               WHERE s.period = 'MONTH' AND s.cadreId NOT IN (SELECT cadreId FROM rectificationCase)
               ORDER BY s.cadreId, s.periodStart DESC LIMIT 1
             ), numbered AS (
               SELECT a.id, row_number() OVER (ORDER BY a.date) AS n, t.number
               FROM attendance a
               JOIN target t ON a.cadreId = t.cadreId AND a.date >= t.periodStart AND a.date <= t.periodEnd
               WHERE a.status <> 'REST'
             )
             SELECT id
             FROM numbered WHERE n >= number);
