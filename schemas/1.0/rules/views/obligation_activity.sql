/*{
  "name": "obligation_activity",
  "of": {"zh": "可能履行义务的活动，附所在周期和所致送的机构", "en": "The activities that may fulfil an obligation, with the period they fall in and the bodies they address"},
  "conventions": ["K5", "K14"],
  "reads": ["activity", "batch", "obligation", "organization"]
}*/
CREATE VIEW obligation_activity AS
WITH addressed AS (
  -- an addressee reads BODY, and BODY@LEVEL as well
  SELECT u.id, list(g.body) || list(g.body || '@' || g.level) AS recipients
  FROM (SELECT id, unnest(recipientIds) AS recipientId FROM activity) u
  JOIN organization g ON g.id = u.recipientId
  GROUP BY u.id
)
SELECT o.policyRow, a.*,
       CASE o.period
            WHEN 'MONTH' THEN date_trunc('month', a.date)
            WHEN 'QUARTER' THEN date_trunc('quarter', a.date)
            WHEN 'HALF_YEAR' THEN make_date(year(a.date), CASE WHEN month(a.date) <= 6 THEN 1 ELSE 7 END, 1)
            WHEN 'YEAR' THEN date_trunc('year', a.date)
            WHEN 'TWO_YEARS'
            THEN make_date(year(a.date) - (year(a.date) + 1) % 2, 1, 1) END::DATE AS periodStart,
       r.recipients
FROM obligation o JOIN activity a ON a.kind = o.act AND binds(o, a.date)
JOIN batch b ON a.date <= b.asOf
LEFT JOIN addressed r ON r.id = a.id;
