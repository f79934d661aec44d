/*{
  "id": "SUP-002",
  "since": "1.0",
  "title": {"zh": "补助高于每工作日标准", "en": "Allowance above the rate per working day"},
  "asks": {
    "zh": "文件按每个工作日规定标准的，整月补助也不应超过标准乘以计发工作日数；请假日、周末不计。多发不及少发严重，降一级提示。",
    "en": "Where the text fixes the rate per working day, the allowance of a full month does not exceed it either; days of leave and weekends earn nothing. Paying too much weighs a step less than paying too little."
  },
  "message": {
    "zh": "{month}{kind}应发{due}元（标准{rate}元，{days}个工作日），实发{paid}元",
    "en": "{kind} of {month}: due {due} yuan (rate {rate}, {days} working days), paid {paid} yuan"
  },
  "fix": {
    "zh": "核对计发天数，多发的予以收回或说明依据。",
    "en": "Check the days; recover what was overpaid or state its basis."
  },
  "records": ["posting", "support", "attendance"],
  "views": ["credited_mask", "posting_calendar", "working_day"],
  "splitBy": "cadre",
  "fields": ["support.month", "support.amountFen"],
  "coverage": ["attendance"],
  "conventions": ["K5", "K7", "K12", "K14", "K18"],
  "policies": [{"table": "allowance", "where": {"per": "CREDITED_WORKING_DAY"}}],
  "arguments": {"kind": "codelist:support-kind", "month": "text", "due": "yuan", "paid": "yuan", "rate": "yuan", "days": "number"}
}*/
-- @query
WITH month AS (
  -- a full month counts once for a cadre, whatever the number of postings
  SELECT DISTINCT s.cadreId, s.periodStart, s.periodEnd, s.label, s.closed, a.policyRow, a.kind, a.rateFen
  FROM posting_calendar s
  JOIN allowance a ON a.per = 'CREDITED_WORKING_DAY' AND concerns(a, s.role)
  -- nothing is known of days where no status gives credit yet
  JOIN creditingStatus c ON s.periodStart >= greatest(a.validFrom, c.validFrom) AND s.periodEnd <= least(a.validTo, c.validTo)
  WHERE s.period = 'MONTH'
), counted AS (
  SELECT c.cadreId, c.month, bit_count(c.days & w.days)::BIGINT AS worked
  FROM credited_mask c
  JOIN (SELECT date_trunc('month', date)::DATE AS month, bit_or(1::BIGINT << (day(date) - 1)) AS days FROM working_day GROUP BY ALL) w ON w.month = c.month
), paid AS (
  SELECT cadreId, kind, month, min(id) AS id, sum(amountFen)::BIGINT AS paid, count(*) > count(amountFen) AS noAmount
  FROM support GROUP BY cadreId, kind, month
), due AS (
  SELECT m.*, p.id, p.paid, p.noAmount, coalesce(c.worked, 0) AS days, days * m.rateFen AS due,
         year(m.periodStart) NOT IN (SELECT year FROM calendar_year) AS uncovered,
         NOT covered('attendance', m.periodStart, m.periodEnd) AS unseen
  FROM month m
  JOIN paid p ON p.cadreId = m.cadreId AND p.kind = m.kind AND p.month = m.label
  LEFT JOIN counted c ON c.cadreId = m.cadreId AND c.month = m.periodStart
), judged AS (
  SELECT d.*, CASE WHEN NOT closed THEN 'period.MONTH' WHEN uncovered THEN 'register.calendar' WHEN noAmount THEN 'support.amountFen' WHEN unseen THEN 'coverage.attendance' END AS missing
  FROM due d WHERE closed AND (uncovered OR noAmount) OR paid > due
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing, 1 AS lowerBy,
       kind, label AS month, due, paid, rateFen AS rate, days
FROM judged;
-- @break
-- one fen more, in one month
UPDATE support SET amountFen = amountFen + 1
WHERE id = (SELECT u.id FROM support u JOIN allowance a ON a.kind = u.kind AND a.per = 'CREDITED_WORKING_DAY'
            JOIN (FROM posting_calendar WHERE closed) s ON s.cadreId = u.cadreId AND s.period = 'MONTH' AND s.label = u.month AND s.periodStart >= a.validFrom
                 AND concerns(a, s.role)
            WHERE u.amountFen > 0 ORDER BY u.id LIMIT 1);
