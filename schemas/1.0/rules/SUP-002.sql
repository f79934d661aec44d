/*{
  "id": "SUP-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "补助高于每工作日标准", "en": "Allowance above the rate per working day"},
  "asks": {
    "zh": "文件按每个工作日规定标准的，每月补助也不应超过标准乘以派驻期内的计发工作日数；请假日、周末不计。多发不及少发严重，降一级提示。",
    "en": "Where the text fixes the rate per working day, the allowance of a month does not exceed it for the working days of the posting either; days of leave and weekends earn nothing. Paying too much weighs a step less than paying too little."
  },
  "message": {
    "zh": "{month}{kind}应发{due}元（标准{rate}元，{days}个工作日），实发{paid}元",
    "en": "{kind} of {month}: due {due} yuan (rate {rate} yuan, {days} working days), paid {paid} yuan"
  },
  "fix": {
    "zh": "核对计发天数，多发的予以收回或说明依据。",
    "en": "Check the days; recover what was overpaid or state its basis."
  },
  "records": ["posting", "support", "attendance"],
  "views": ["calendar_period", "credited_mask", "posting_span", "working_day"],
  "splitBy": "cadre",
  "fields": ["support.month", "support.amountFen"],
  "coverage": ["attendance"],
  "conventions": ["K5", "K7", "K12", "K14", "K18"],
  "policies": [{"table": "allowance", "where": {"per": "CREDITED_WORKING_DAY"}}],
  "also": [{"table": "creditingStatus"}],
  "arguments": {"kind": "codelist:support-kind", "month": "text", "due": "yuan", "paid": "yuan", "rate": "yuan", "days": "number"}
}*/
-- @query
WITH served AS (
  -- the days of each month in a posting that an allowance is meant for; nothing is known of days where no status
  -- gives credit yet
  SELECT s.cadreId, m.startDate AS periodStart, m.label, m.closed, a.policyRow, a.kind, a.rateFen,
         greatest(s.startDate, m.startDate) AS firstDay, least(s.lastDay, m.endDate) AS finalDay,
         greatest(s.startDate, m.startDate) >= greatest(a.validFrom, c.validFrom)
           AND least(s.lastDay, m.endDate) <= least(a.validTo, c.validTo) AS known
  FROM posting_span s
  JOIN calendar_period m ON m.kind = 'MONTH' AND m.startDate <= s.lastDay AND m.endDate >= s.startDate
       AND (m.closed OR m.cut)
  JOIN allowance a ON a.per = 'CREDITED_WORKING_DAY' AND concerns(a, s.role, s.dispatchLevel)
  JOIN creditingStatus c ON true
), month AS (
  -- a month counts once for a cadre, whatever the number of postings
  SELECT cadreId, periodStart, label, closed, policyRow, kind, rateFen, min(firstDay) AS firstDay,
         max(finalDay) AS finalDay, list(DISTINCT {'first': firstDay, 'last': finalDay}) AS spans
  FROM served WHERE known GROUP BY ALL
), counted AS (
  -- the credited days of each month that are working days, as bits
  SELECT c.cadreId, c.month, c.days & w.days AS worked
  FROM credited_mask c
  JOIN (SELECT date_trunc('month', date)::DATE AS month, bit_or(1::BIGINT << (day(date) - 1)) AS days
        FROM working_day GROUP BY ALL) w ON w.month = c.month
), paid AS (
  -- what was paid of each kind in each month
  SELECT cadreId, kind, month, min(id) AS id, sum(amountFen)::BIGINT AS paid,
         count(*) > count(amountFen) AS noAmount
  FROM support GROUP BY cadreId, kind, month
), due AS (
  -- what is due for each month beside what was paid
  SELECT m.*, p.id, p.paid, p.noAmount,
         coalesce(bit_count(c.worked & days_of(m.spans, m.periodStart))::BIGINT, 0) AS days, days * m.rateFen AS due,
         year(m.periodStart) NOT IN (SELECT year FROM calendar_year) AS uncovered,
         NOT covered('attendance', m.firstDay, m.finalDay) AS unseen
  FROM month m
  JOIN paid p ON p.cadreId = m.cadreId AND p.kind = m.kind AND p.month = m.label
  LEFT JOIN counted c ON c.cadreId = m.cadreId AND c.month = m.periodStart
), judged AS (
  -- where more was paid, with what is missing to say so
  SELECT d.*,
         CASE WHEN NOT closed THEN 'period.MONTH'
              WHEN uncovered THEN 'register.calendar'
              WHEN noAmount THEN 'support.amountFen'
              WHEN unseen THEN 'coverage.attendance' END AS missing
  FROM due d WHERE closed AND (uncovered OR noAmount) OR paid > due
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing, 1 AS lowerBy,
       kind, label AS month, due, paid, rateFen AS rate, days
FROM judged;
-- @break
-- one fen more, in one month
UPDATE support
SET amountFen = amountFen + 1
WHERE id = (SELECT u.id
            FROM support u JOIN allowance a ON a.kind = u.kind AND a.per = 'CREDITED_WORKING_DAY'
            JOIN calendar_period c ON c.kind = 'MONTH' AND c.closed AND c.label = u.month AND c.startDate >= a.validFrom
            JOIN posting_span s ON s.cadreId = u.cadreId AND c.startDate >= s.startDate AND c.endDate <= s.lastDay
                 AND concerns(a, s.role, s.dispatchLevel)
            WHERE u.amountFen > 0 ORDER BY u.id LIMIT 1);
