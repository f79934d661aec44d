/*{
  "name": "approved_leave_month",
  "of": {"zh": "同样的日子按日历月列出，为比特位，与 attendance_month 相同", "en": "The days of approved leave by calendar month, as bits like those of attendance_month"},
  "conventions": ["K5"],
  "reads": ["approved_leave_spell", "calendar_period"]
}*/
CREATE VIEW approved_leave_month AS
WITH known AS (
  -- the years that calendar_period spans
  SELECT min(startDate) AS startDate, max(endDate) AS endDate FROM calendar_period WHERE kind = 'MONTH'
), spread AS (
  -- a row for each month that a spell touches
  SELECT s.cadreId, s.startDate, s.endDate,
         unnest(generate_series(date_trunc('month', greatest(s.startDate, k.startDate)),
                                least(s.endDate, k.endDate),
                                INTERVAL 1 MONTH))::DATE AS month
  FROM approved_leave_spell s CROSS JOIN known k
)
SELECT cadreId, month,
       bit_or((2147483647::BIGINT << greatest(startDate - month, 0)) & (
                  (1::BIGINT << (least(endDate - month, 30) + 1)) - 1) & (
                  (1::BIGINT << day(last_day(month))) - 1)) AS days
FROM spread GROUP BY cadreId, month;
