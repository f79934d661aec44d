/*{
  "name": "working_month",
  "of": {"zh": "日历登记册所列年份中每个月的工作日：个数，以及比特位（每月一日为第 0 位）", "en": "The working days of each month of the years that the calendar register holds: their number, and the dates as bits (the first of the month is bit 0)"},
  "conventions": ["K4"],
  "reads": ["working_day"]
}*/
CREATE VIEW working_month AS
SELECT date_trunc('month', date)::DATE AS month, count(*) AS number, bit_or(1::BIGINT << (day(date) - 1)) AS days
FROM working_day GROUP BY ALL;
