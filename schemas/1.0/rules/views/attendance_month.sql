/*{
  "name": "attendance_month",
  "of": {"zh": "按干部、日历月和状态汇总的考勤：条数、首末日期，以及各日期的比特位（每月一日为第 0 位）；按月提问的规则读它而不读考勤", "en": "The attendance by cadre, calendar month and status: number of entries, first and last date, and the dates as bits (the first of the month is bit 0); what asks for months reads this and not the attendance"},
  "reads": ["attendance"]
}*/
CREATE VIEW attendance_month AS
SELECT cadreId, date_trunc('month', date)::DATE AS month, status, count(*) AS entries, min(date) AS firstDay,
       max(date) AS lastDay,
       bit_or(1::BIGINT << (day(date) - 1)) AS days
FROM attendance GROUP BY ALL;
