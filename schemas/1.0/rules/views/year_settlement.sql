/*{
  "name": "year_settlement",
  "of": {"zh": "每个日历年度，以及该年度的考核、绩效奖和目标考核最早何日可以要求已有记录：文件未写期限的，由配置档的解释确定，没有记录的降一级", "en": "The calendar years, each with the day from which its assessment, bonus and targets may be expected to be on record: where the text sets no date the profile's interpretation does, and an absence weighs one step less"},
  "conventions": ["K5", "K14"],
  "also": [{"table": "parameter", "where": {"name": "settlement.monthsAfterYear"}}],
  "reads": ["batch", "calendar_period", "parameter"]
}*/
CREATE VIEW year_settlement AS
WITH settled AS (
  -- the years, each with the months that settling it takes: none where no row says so
  SELECT y.startDate, y.endDate, y.closed, y.cut, coalesce(max(r.number), 0) AS months,
         coalesce(bool_and(r.basis = 'STATED'), false) AS stated
  FROM calendar_period y
  LEFT JOIN param('settlement.monthsAfterYear') r ON binds(r, y.endDate)
  WHERE y.kind = 'YEAR' GROUP BY ALL
)
SELECT year(s.startDate) AS year, s.startDate, s.endDate, s.closed, s.cut,
       months_after(s.endDate + 1, s.months) AS dueOn, months_after(s.endDate + 1, s.months) <= b.asOf AS due,
       CASE WHEN s.stated THEN 0 ELSE 1 END AS lowerBy
FROM settled s CROSS JOIN batch b;
