/*{
  "name": "calendar_day",
  "of": {"zh": "日历登记册所列年份的每一天：是否工作日，以及在工作日中的序号；其他年份的日子不在其中，因此不作推测", "en": "The days of the years that the calendar register holds, each with whether it is a working day and its ordinal among the working days; days of other years are not here, so nothing is guessed"},
  "conventions": ["K4"],
  "reads": ["calendar_exception", "calendar_year"]
}*/
CREATE TABLE calendar_day AS
WITH listed AS (
  -- every day from the first to the last year of the register
  SELECT unnest(generate_series(make_date(min(year), 1, 1), make_date(max(year), 12, 31),
                                INTERVAL 1 DAY))::DATE AS date
  FROM calendar_year
), judged AS (
  -- Monday to Friday, unless the register says otherwise
  SELECT d.date, coalesce(x.working, isodow(d.date) <= 5) AS working
  FROM listed d JOIN calendar_year y ON y.year = year(d.date)
  LEFT JOIN calendar_exception x ON x.date = d.date
)
SELECT date, working,
       sum(CASE WHEN working THEN 1 ELSE 0 END)
           OVER (ORDER BY date ROWS UNBOUNDED PRECEDING)::BIGINT AS ordinal
FROM judged ORDER BY date;
