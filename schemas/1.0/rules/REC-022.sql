/*{
  "id": "REC-022",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "title": {"zh": "所依据的月份在村天数并无不足", "en": "The month relied on was not short"},
  "asks": {
    "zh": "以月在村天数不足立案的，所指明的月份须计入天数低于规定，且所缺的天数既无批准请假、又无正当理由。考勤表明计入天数加上请假、公派和认定有正当理由的天数已达到规定，或者当月工作日都已计入的，这一情形不成立。已撤销或认定不成立的案件不再看。",
    "en": "A case for a short month names a month with fewer credited days than set, the missing ones with neither approved leave nor a good reason. Where the attendance shows as many days credited, on leave, ordered away or justified, or every working day of the month, the ground is not made out. Cases revoked or not established are left alone."
  },
  "message": {
    "zh": "按“{ground}”立案，所指的{month}计入在村{days}天[，另有{excused}天经批准请假、公派或有正当理由][，当月{working}个工作日都不缺]，规定是{required}天，这一情形不成立",
    "en": "The case cites the ground “{ground}”, but {month} has {days} credited days[, {excused} more on leave, ordered away or justified][, none of its {working} working days missing]; {required} are asked, so it is not made out"
  },
  "fix": {
    "zh": "核对月份和考勤；月份有误的更正，确无不足的，撤去该情形并纠正已采取的措施。",
    "en": "Check the month and the attendance; correct the month, or withdraw the ground and undo what was done on it."
  },
  "records": ["rectificationCase", "attendance"],
  "views": ["case_ground", "credited_mask", "excused_month", "working_month"],
  "splitBy": "cadre",
  "fields": ["rectificationCase.shortMonth"],
  "conventions": ["K5", "K7", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.shortMonthGround"}}, {"table": "parameter", "where": {"name": "presence.minDaysPerMonth"}}],
  "arguments": {"ground": "codelist:rectification-ground", "month": "text", "days": "number", "excused": "number", "working": "number", "required": "number"}
}*/
-- @query
WITH named AS (
  -- the cases on the ground of a short month, with the month that they name and the days it asks for
  SELECT g.caseId, g.cadreId, g.ground, c.shortMonth, (c.shortMonth || '-01')::DATE AS month,
         any_value(p.policyRow) AS policyRow, min(r.number) AS required
  FROM case_ground g
  JOIN rectificationCase c ON c.id = g.caseId
  JOIN param('rectification.shortMonthGround') p ON p.code = g.ground AND binds(p, g.eventOn)
       AND coalesce(concerns(p, g.role, g.dispatchLevel), true)
  LEFT JOIN (SELECT DISTINCT k.caseId, f.number, f.validFrom, f.validTo
             FROM case_ground k
             JOIN param('presence.minDaysPerMonth') f ON coalesce(concerns(f, k.role, k.dispatchLevel), true)) r
       ON r.caseId = g.caseId AND binds(r, (c.shortMonth || '-01')::DATE)
  WHERE coalesce(c.appealOutcome, '') <> 'REVOKED' AND coalesce(g.outcome, '') <> 'NOT_ESTABLISHED'
  GROUP BY ALL
), excused AS (
  -- the days of those months with a reason: ordered away, determined as justified, or on approved leave
  SELECT x.cadreId, x.month, bit_or(x.days) AS days
  FROM (SELECT cadreId, date_trunc('month', date)::DATE AS month, 1::BIGINT << (day(date) - 1) AS days
        FROM attendance WHERE justified OR status IN ('OFFICIAL_TRIP', 'MEETING', 'TRAINING')
        UNION ALL
        SELECT cadreId, month, days FROM excused_month) x
  SEMI JOIN named n ON n.cadreId = x.cadreId AND n.month = x.month
  GROUP BY x.cadreId, x.month
), weighed AS (
  -- what was there and what has a reason, beside the working days
  SELECT n.*, coalesce(k.days, 0) AS there, coalesce(k.days, 0) | coalesce(e.days, 0) AS accounted, w.days AS work
  FROM named n
  LEFT JOIN credited_mask k ON k.cadreId = n.cadreId AND k.month = n.month
  LEFT JOIN excused e ON e.cadreId = n.cadreId AND e.month = n.month
  LEFT JOIN working_month w ON w.month = n.month
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow,
       CASE WHEN shortMonth IS NULL THEN 'rectificationCase.shortMonth' END AS missing, '/shortMonth' AS pointer,
       ground, shortMonth AS month, bit_count(there)::BIGINT AS days,
       nullif(bit_count(accounted & ~there)::BIGINT, 0) AS excused,
       CASE WHEN bit_count(accounted) < required THEN bit_count(work)::BIGINT END AS working, required
FROM weighed
WHERE shortMonth IS NULL OR bit_count(accounted) >= required OR work & ~accounted = 0;
-- @break
-- a case on another ground names a month as short as well, in which nothing was missing
UPDATE rectificationCase
SET grounds = list_append(grounds, t.code), shortMonth = strftime(t.month, '%Y-%m')
FROM (SELECT c.id, p.code, k.month
      FROM rectificationCase c JOIN param('rectification.shortMonthGround') p ON NOT list_contains(c.grounds, p.code)
      JOIN param('presence.minDaysPerMonth') r ON true
      JOIN credited_mask k ON k.cadreId = c.cadreId AND bit_count(k.days) >= r.number AND binds(r, k.month)
      WHERE c.route = 'B' AND c.appealOutcome IS NULL ORDER BY c.id, k.month LIMIT 1) t
WHERE rectificationCase.id = t.id;
