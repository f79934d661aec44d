/*{
  "id": "SUP-001",
  "since": "1.0",
  "title": {"zh": "补助低于标准", "en": "Allowance short of the rate"},
  "asks": {
    "zh": "整月在派驻期内的，该月补助不少于标准乘以计发天数（或按月定额）。计发天数按文件口径：计入在村的天数，或其中的法定工作日；不满整月的不判断。",
    "en": "For each full month of the posting the allowance is at least the rate times the days it is paid for (or the monthly sum). The days are those of the text: credited days, or the statutory working days among them. Partial months are not judged."
  },
  "message": {
    "zh": "{month}{kind}应发{due}元（标准{rate}元，{days}个计发单位），实发{paid}元",
    "en": "{kind} of {month}: due {due} yuan (rate {rate}, {days} units), paid {paid} yuan"
  },
  "fix": {
    "zh": "补发差额，或补登该月发放记录。",
    "en": "Pay the difference, or record the payment of the month."
  },
  "records": ["posting", "support"],
  "views": ["credited_mask", "nameless", "posting_calendar", "working_day"],
  "splitBy": "cadre",
  "fields": ["support.month", "support.amountFen", "support.cadreId"],
  "coverage": ["support", "attendance"],
  "conventions": ["K5", "K7", "K12", "K14", "K18"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "allowance"}],
  "arguments": {"kind": "codelist:support-kind", "month": "text", "due": "yuan", "paid": "yuan", "rate": "yuan", "days": "number"},
  "keys": ["month"]
}*/
-- @query
WITH month AS (
  -- a full month counts once for a cadre, whatever the number of postings
  SELECT s.cadreId, s.periodStart, s.periodEnd, s.label, a.policyRow, a.kind, a.per, a.rateFen, min(s.postingId) AS postingId,
         s.within, s.cut, s.closed
  FROM posting_calendar s
  JOIN allowance a ON binds(a, s.periodStart, s.periodEnd) AND concerns(a, s.role)
  WHERE s.period = 'MONTH'
    AND (a.per = 'MONTH' OR EXISTS (SELECT 1 FROM creditingStatus c WHERE binds(c, s.periodStart, s.periodEnd)))
  GROUP BY ALL
), counted AS (
  SELECT c.cadreId, c.month, bit_count(c.days)::BIGINT AS credited, bit_count(c.days & w.days)::BIGINT AS worked
  FROM credited_mask c
  LEFT JOIN (SELECT date_trunc('month', date)::DATE AS month, bit_or(1::BIGINT << (day(date) - 1)) AS days FROM working_day GROUP BY ALL) w ON w.month = c.month
  -- attendance is large, and not read where no allowance is paid by the day
  WHERE EXISTS (SELECT 1 FROM allowance WHERE per <> 'MONTH')
), paid AS (
  SELECT cadreId, kind, month, min(id) AS id, sum(amountFen)::BIGINT AS paid, count(*) > count(amountFen) AS noAmount
  FROM support GROUP BY cadreId, kind, month
), due AS (
  SELECT m.*, p.id, coalesce(p.paid, 0) AS paid, p.noAmount,
         CASE m.per WHEN 'MONTH' THEN 1 WHEN 'CREDITED_DAY' THEN coalesce(c.credited, 0) ELSE coalesce(c.worked, 0) END AS days, days * m.rateFen AS due,
         m.per = 'CREDITED_WORKING_DAY' AND year(m.periodStart) NOT IN (SELECT year FROM calendar_year) AS uncovered,
         m.per <> 'MONTH' AND NOT covered('attendance', m.periodStart, m.periodEnd) AS unseen
  FROM month m
  LEFT JOIN paid p ON p.cadreId = m.cadreId AND p.kind = m.kind AND p.month = m.label
  LEFT JOIN counted c ON c.cadreId = m.cadreId AND c.month = m.periodStart
), judged AS (
  SELECT d.*, CASE WHEN NOT closed THEN CASE WHEN per <> 'MONTH' OR paid < due THEN 'period.MONTH' END
                   WHEN uncovered THEN 'register.calendar' WHEN noAmount THEN 'support.amountFen'
                   -- days unseen can only raise what is due, so less than the days seen is short all the same
                   WHEN paid >= due THEN CASE WHEN unseen THEN 'coverage.attendance' END
                   WHEN EXISTS (SELECT 1 FROM support u WHERE u.kind = d.kind AND u.cadreId = d.cadreId AND u.month IS NULL) THEN 'support.month'
                   WHEN id IS NULL AND NOT covered('support', d.kind, d.periodStart, d.periodEnd) THEN 'coverage.support'
                   WHEN d.kind IN (SELECT kind FROM nameless WHERE recordType = 'support') THEN 'support.cadreId' END AS missing
  FROM due d
)
SELECT CASE WHEN id IS NULL THEN 'posting' ELSE 'support' END AS recordType, coalesce(id, postingId) AS recordId, policyRow, missing,
       kind, label AS month, due, paid, rateFen AS rate, days
FROM (SELECT * REPLACE (CASE WHEN cut AND id IS NULL AND missing IS NOT NULL THEN 'period.MONTH' ELSE missing END AS missing) FROM judged)
-- a month outside the batch's own period is no concern of it unless something is known of it
WHERE (missing IS NOT NULL OR paid < due) AND (within OR cut OR id IS NOT NULL OR missing IS NULL);
-- @break
-- one fen less, in one month
UPDATE support SET amountFen = amountFen - 1
WHERE id = (SELECT u.id FROM support u JOIN allowance a ON a.kind = u.kind
            JOIN (FROM posting_calendar WHERE closed) s ON s.cadreId = u.cadreId AND s.period = 'MONTH' AND s.label = u.month AND s.periodStart >= a.validFrom
                 AND concerns(a, s.role)
            WHERE u.amountFen > 0 ORDER BY u.id LIMIT 1);
