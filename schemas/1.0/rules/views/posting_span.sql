/*{
  "name": "posting_span",
  "of": {"zh": "派驻作为闭区间，截至评判日（其后尚不可知）；lastDay 为目前所知的最后一天", "en": "A posting as a closed interval of days, cut at asOf since what lies later is not yet known; lastDay is the last as far as is known"},
  "conventions": ["K3"],
  "reads": ["batch", "posting", "village"]
}*/
CREATE VIEW posting_span AS
SELECT p.id AS postingId, p.cadreId, p.villageId, p.teamId, p.dispatchingUnitId, p.role, p.dispatchLevel,
       p.startDate, least(coalesce(p.endDate, b.asOf), b.asOf) AS endDate,
       p.endDate IS NULL OR p.endDate > b.asOf AS open,
       v.townshipId, v.countyOfficeId, coalesce(p.endDate, DATE '9999-12-30') AS lastDay
FROM posting p CROSS JOIN batch b LEFT JOIN village v ON v.id = p.villageId
WHERE p.startDate <= b.asOf;
