/*{
  "id": "SUP-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "补助低于标准", "en": "Allowance short of the rate"},
  "asks": {
    "zh": "按月定额的，整月都在不间断任职之内的月份足额发放，其间换村、换角色不影响；按日计发的，该月补助不少于标准乘以派驻期内的计发天数，不满整月的也一样。计发天数按文件口径：计入在村的天数，或其中的法定工作日。批次里没有其考勤的，只判断有发放记录的月份，整月没有发放的不判断。",
    "en": "A monthly sum is paid in full for each month that lies wholly inside the unbroken service, whatever changes of village or role it has. A rate by the day is paid for each such day of the posting, in a part month too: by the text credited days, or the statutory working days among them. Of somebody without any attendance in the batch only months with a payment on record are judged."
  },
  "message": {
    "zh": "{month}{kind}应发{due}元（标准{rate}元[，计发{days}天]），实发{paid}元",
    "en": "{kind} of {month}: due {due} yuan (rate {rate} yuan[, {days} days]), paid {paid} yuan"
  },
  "fix": {
    "zh": "补发差额，或补登该月发放记录。",
    "en": "Pay the difference, or record the payment of the month."
  },
  "records": ["posting", "support"],
  "views": ["attendance_month", "calendar_period", "credited_mask", "nameless", "posting_span", "working_day"],
  "splitBy": "cadre",
  "fields": ["support.month", "support.amountFen", "support.cadreId"],
  "coverage": ["support", "attendance"],
  "conventions": ["K5", "K7", "K12", "K14", "K18"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "allowance"}],
  "also": [{"table": "creditingStatus"}],
  "arguments": {"kind": "codelist:support-kind", "month": "text", "due": "yuan", "paid": "yuan", "rate": "yuan", "days": "number"},
  "keys": ["month"]
}*/
-- @query
WITH served AS (
  -- the days of each month in a posting that an allowance is meant for
  SELECT s.postingId, s.cadreId, s.startDate, m.startDate AS periodStart, m.endDate AS periodEnd, m.label, m.within,
         m.cut, m.closed, a.policyRow, a.kind, a.per, a.rateFen,
         greatest(s.startDate, m.startDate, a.validFrom) AS firstDay, least(s.lastDay, m.endDate,
             a.validTo) AS finalDay
  FROM posting_span s
  JOIN calendar_period m ON m.kind = 'MONTH' AND m.startDate <= s.lastDay AND m.endDate >= s.startDate
       AND (m.closed OR m.cut)
  JOIN allowance a ON m.startDate <= a.validTo AND m.endDate >= a.validFrom AND concerns(a, s.role, s.dispatchLevel)
  WHERE s.lastDay >= s.startDate
), month AS (
  -- a month counts once for a cadre, whatever the number of postings: a sum by the month is due where they fill it,
  -- the lowest where roles have different ones; a rate by the day for each day of theirs
  SELECT cadreId, periodStart, periodEnd, label, within, cut, closed, kind, per,
         CASE WHEN per <> 'MONTH' THEN policyRow END AS ofRow,
         max({'startDate': startDate, 'id': postingId}).id AS postingId,
         min({'rateFen': rateFen, 'policyRow': policyRow}) AS rate,
         min(firstDay) AS firstDay, max(finalDay) AS finalDay,
         list({'first': firstDay, 'last': finalDay}) AS spans
  FROM served WHERE firstDay <= finalDay
    AND (per = 'MONTH' OR EXISTS (SELECT 1 FROM creditingStatus c WHERE binds(c, firstDay, finalDay)))
  GROUP BY ALL
), counted AS (
  -- the credited days of each month, and the working days of all, as bits
  SELECT c.cadreId, c.month, c.days AS credited, coalesce(w.days, 0) AS working
  FROM credited_mask c
  LEFT JOIN (SELECT date_trunc('month', date)::DATE AS month, bit_or(1::BIGINT << (day(date) - 1)) AS days
             FROM working_day GROUP BY ALL) w ON w.month = c.month
  -- attendance is large, and not read where no allowance is paid by the day
  WHERE EXISTS (SELECT 1 FROM allowance WHERE per <> 'MONTH')
), paid AS (
  -- what was paid of each kind in each month
  SELECT cadreId, kind, month, min(id) AS id, sum(amountFen)::BIGINT AS paid,
         count(*) > count(amountFen) AS noAmount
  FROM support GROUP BY cadreId, kind, month
), due AS (
  -- what is due for each month beside what was paid
  SELECT m.*, m.rate.rateFen AS rateFen, m.rate.policyRow AS policyRow, p.id, coalesce(p.paid, 0) AS paid, p.noAmount,
         CASE m.per
              WHEN 'MONTH' THEN 1
              ELSE coalesce(bit_count(c.credited & days_of(m.spans, m.periodStart)
                                      & CASE m.per WHEN 'CREDITED_DAY' THEN c.credited ELSE c.working END)::BIGINT, 0)
              END AS days, days * m.rate.rateFen AS due,
         m.per = 'CREDITED_WORKING_DAY'
           AND year(m.periodStart) NOT IN (SELECT year FROM calendar_year) AS uncovered,
         -- that nothing at all was paid says little of somebody of whom the batch tells no presence
         (m.per <> 'MONTH' OR p.id IS NULL AND m.cadreId NOT IN (SELECT cadreId FROM attendance_month))
           AND NOT covered('attendance', m.firstDay, m.finalDay) AS unseen
  FROM month m
  LEFT JOIN paid p ON p.cadreId = m.cadreId AND p.kind = m.kind AND p.month = m.label
  LEFT JOIN counted c ON c.cadreId = m.cadreId AND c.month = m.periodStart
  WHERE m.per <> 'MONTH' OR fills(m.spans, m.periodStart, m.periodEnd)
), judged AS (
  -- where less was paid, with what is missing to say so
  SELECT d.*, CASE WHEN NOT closed THEN CASE WHEN per <> 'MONTH' OR paid < due THEN 'period.MONTH' END
                   WHEN uncovered THEN 'register.calendar'
                   WHEN noAmount THEN 'support.amountFen'
                   WHEN per = 'MONTH' AND unseen THEN 'coverage.attendance'
                   -- days unseen can only raise what is due, so less than the days seen is short all the same
                   WHEN paid >= due THEN CASE WHEN unseen THEN 'coverage.attendance' END
                   WHEN EXISTS (SELECT 1
                                FROM support u
                                WHERE u.kind = d.kind AND u.cadreId = d.cadreId AND u.month IS NULL)
                   THEN 'support.month'
                   WHEN id IS NULL AND NOT covered('support', d.kind, d.firstDay, d.finalDay)
                   THEN 'coverage.support'
                   WHEN d.kind IN (SELECT kind FROM nameless WHERE recordType = 'support')
                   THEN 'support.cadreId' END AS missing
  FROM due d
)
SELECT CASE WHEN id IS NULL THEN 'posting' ELSE 'support' END AS recordType,
       coalesce(id, postingId) AS recordId, policyRow, missing,
       kind, label AS month, due, paid, rateFen AS rate, CASE WHEN per <> 'MONTH' THEN days END AS days
FROM (SELECT * REPLACE (CASE WHEN cut AND id IS NULL AND missing IS NOT NULL THEN 'period.MONTH'
                             ELSE missing END AS missing)
      FROM judged)
-- a month outside the batch's own period is no concern of it unless something is known of it
WHERE (missing IS NOT NULL OR paid < due) AND (within OR cut OR id IS NOT NULL OR missing IS NULL);
-- @break
-- one fen less, in one month
UPDATE support
SET amountFen = amountFen - 1
WHERE id = (SELECT u.id
            FROM support u JOIN allowance a ON a.kind = u.kind
            JOIN calendar_period c ON c.kind = 'MONTH' AND c.closed AND c.label = u.month AND c.startDate >= a.validFrom
            JOIN posting_span s ON s.cadreId = u.cadreId AND c.startDate >= s.startDate AND c.endDate <= s.lastDay
                 AND concerns(a, s.role, s.dispatchLevel)
            WHERE u.amountFen > 0 ORDER BY u.id LIMIT 1);
