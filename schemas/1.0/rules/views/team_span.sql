/*{
  "name": "team_span",
  "of": {"zh": "工作队作为闭区间：自组建至解散或最后一人派驻结束，截至评判日；lastDay 为目前所知的最后一天", "en": "A team as a closed interval of days, from its forming to its dissolution or the end of its last posting, cut at asOf; lastDay is the last as far as is known"},
  "conventions": ["K3"],
  "reads": ["batch", "posting_span", "team"]
}*/
CREATE VIEW team_span AS
WITH served AS (
  -- the postings to a team, from the first day to the last
  SELECT teamId, min(startDate) AS startDate, max(endDate) AS endDate, max(lastDay) AS lastDay,
         bool_or(open) AS open
  FROM posting_span GROUP BY teamId
)
SELECT t.id AS teamId, t.homeVillageId, t.additionalVillageIds, t.dispatchingUnitIds, t.dispatchLevel,
       t.leaderCadreId,
       coalesce(t.formedOn, s.startDate) AS startDate,
       least(coalesce(t.dissolvedOn, CASE WHEN NOT s.open THEN s.endDate END, b.asOf), b.asOf) AS endDate,
       coalesce(t.dissolvedOn, s.lastDay, DATE '9999-12-30') AS lastDay
FROM team t CROSS JOIN batch b LEFT JOIN served s ON s.teamId = t.id
WHERE coalesce(t.formedOn, s.startDate) <= b.asOf;
