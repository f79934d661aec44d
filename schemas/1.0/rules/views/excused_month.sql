/*{
  "name": "excused_month",
  "of": {"zh": "按日历月列出干部有理由不在村的日子，为比特位：经批准的请假和组织要求离村的（days），以及请假的批准或形式没有登记、因而无法判断的（unproven，并注明缺什么）", "en": "The days by calendar month on which a cadre has a reason to be away, as bits: those of approved leave and those ordered by the organisation (`days`), and those of leave whose approval or form is not on record (`unproven`, with what is missing)"},
  "conventions": ["K5", "K12"],
  "reads": ["approved_leave_spell", "calendar_period", "ordered_absence", "unproven_leave_spell"]
}*/
CREATE VIEW excused_month AS
WITH known AS (
  -- the years that calendar_period spans
  SELECT min(startDate) AS startDate, max(endDate) AS endDate FROM calendar_period WHERE kind = 'MONTH'
), reason AS (
  -- the spells with a reason, and those that may have one
  SELECT cadreId, startDate, endDate, NULL AS missing FROM approved_leave_spell
  UNION ALL
  SELECT cadreId, startDate, endDate, NULL FROM ordered_absence
  UNION ALL
  SELECT cadreId, startDate, endDate, missing FROM unproven_leave_spell
), spread AS (
  -- a row for each month that a spell touches
  SELECT r.*, unnest(generate_series(date_trunc('month', greatest(r.startDate, k.startDate)), least(r.endDate,
      k.endDate),
                                     INTERVAL 1 MONTH))::DATE AS month
  FROM reason r CROSS JOIN known k
), masked AS (
  -- with the days of the spell in it
  SELECT cadreId, month, missing,
         (2147483647::BIGINT << greatest(startDate - month, 0)) & ((1::BIGINT << (least(endDate - month,
             30) + 1)) - 1)
           & ((1::BIGINT << day(last_day(month))) - 1) AS days
  FROM spread
)
SELECT cadreId, month, coalesce(bit_or(days) FILTER (missing IS NULL), 0) AS days,
       coalesce(bit_or(days) FILTER (missing IS NOT NULL), 0) AS unproven, min(missing) AS missing
FROM masked GROUP BY cadreId, month;
