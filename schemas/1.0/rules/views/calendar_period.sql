/*{
  "name": "calendar_period",
  "of": {"zh": "截至评判日一百年内的日历周期（有按周的要求时也列各周），两年期自奇数年起算；每个周期是否已在评判日结束（closed）、是否在批次自身期间之内（within），或被批次截断（cut）", "en": "The calendar periods of the hundred years up to asOf (weeks too, where something is asked by the week), those of two years beginning with the odd years: whether each is closed at asOf, within the batch's own period, or cut by the batch, reaching into and out of what it can know"},
  "conventions": ["K5"],
  "reads": ["batch", "obligation", "parameter"]
}*/
CREATE VIEW calendar_period AS
WITH month AS (
  -- the first days of the months, each beside the days of the batch
  SELECT unnest(generate_series(make_date(greatest(year("asOf") - 100, 1), 1, 1),
                                make_date(year("asOf"), 12, 1),
                                INTERVAL 1 MONTH))::DATE AS startDate,
         startDate AS firstDay, endDate AS lastDay, "asOf"
  FROM batch
), kind AS (
  -- the lengths of periods in months
  SELECT *
  FROM (VALUES ('MONTH', 1), ('QUARTER', 3), ('HALF_YEAR', 6), ('YEAR', 12), ('TWO_YEARS', 24)) k (kind, months)
)
-- weeks, from Monday to Sunday, where something is asked by the week
SELECT 'WEEK' AS kind, w.startDate, w.startDate + 6 AS endDate, strftime(w.startDate, '%G-W%V') AS label,
       w.startDate + 6 <= b.asOf AS closed, w.startDate >= b.startDate AND w.startDate + 6 <= b.endDate AS within,
       w.startDate <= least(b.endDate, b.asOf) AND w.startDate + 6 >= b.startDate
         AND (w.startDate < b.startDate OR w.startDate + 6 > least(b.endDate, b.asOf)) AS cut
FROM (SELECT unnest(generate_series(date_trunc('week', make_date(greatest(year("asOf") - 100, 1), 1, 1)),
                                    "asOf"::TIMESTAMP, INTERVAL 7 DAY))::DATE AS startDate
      FROM batch) w
CROSS JOIN batch b
WHERE EXISTS (SELECT 1 FROM obligation WHERE period = 'WEEK')
  OR EXISTS (SELECT 1 FROM parameter WHERE name IN ('presence.minDaysPerWeek', 'presence.minNightsPerWeek'))
UNION ALL
SELECT k.kind, m.startDate, (m.startDate + to_months(k.months) - INTERVAL 1 DAY)::DATE AS endDate,
       CASE k.kind
            WHEN 'MONTH' THEN strftime(m.startDate, '%Y-%m')
            WHEN 'QUARTER' THEN strftime(m.startDate, '%Y') || '-Q' || quarter(m.startDate)
            WHEN 'HALF_YEAR'
            THEN strftime(m.startDate, '%Y') || CASE WHEN month(m.startDate) = 1 THEN '-H1' ELSE '-H2' END
            WHEN 'YEAR' THEN strftime(m.startDate, '%Y')
            ELSE strftime(m.startDate, '%Y') || '-'
                   || strftime(m.startDate + INTERVAL 1 YEAR, '%Y') END AS label,
       endDate <= m.asOf AS closed,
       m.startDate >= m.firstDay AND endDate <= m.lastDay AS within,
       m.startDate <= least(m.lastDay, m.asOf) AND endDate >= m.firstDay
         AND (m.startDate < m.firstDay OR endDate > least(m.lastDay, m.asOf)) AS cut
FROM month m
JOIN kind k ON (month(m.startDate) - 1) % least(k.months, 12) = 0
     AND (k.months < 24 OR year(m.startDate) % 2 = 1);
