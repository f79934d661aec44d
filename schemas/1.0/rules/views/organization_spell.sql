/*{
  "name": "organization_spell",
  "of": {"zh": "组织不间断地有干部的时段：作为派出单位（UNIT，联合组队的各单位都是），或作为所驻村的乡镇或县级办公室（PLACE）；每村一次，全部村合起来一次（villageId 为空）", "en": "Spells in which an organization has cadres without a gap: as a unit that dispatches them (UNIT), each unit of a joint team being one, or as the township or county office of their villages (PLACE); once for each village, and once over all of them (villageId NULL)"},
  "reads": ["posting_span", "team"]
}*/
CREATE VIEW organization_spell AS
WITH link AS (
  -- which organizations a posting lays a duty on
  SELECT dispatchingUnitId AS organizationId, 'UNIT' AS relation, villageId, startDate, endDate, lastDay
  FROM posting_span
  UNION ALL
  -- the other units of a joint team dispatch as well; who does not say of which team he is may be of the village's
  SELECT unnest(t.dispatchingUnitIds), 'UNIT', s.villageId, s.startDate, s.endDate, s.lastDay
  FROM posting_span s
  JOIN team t ON len(t.dispatchingUnitIds) > 1 AND list_contains(t.dispatchingUnitIds, s.dispatchingUnitId)
       AND (t.id = s.teamId OR s.teamId IS NULL AND t.homeVillageId = s.villageId)
  UNION ALL
  SELECT townshipId, 'PLACE', villageId, startDate, endDate, lastDay
  FROM posting_span WHERE townshipId IS NOT NULL
  UNION ALL
  SELECT countyOfficeId, 'PLACE', villageId, startDate, endDate, lastDay
  FROM posting_span WHERE countyOfficeId IS NOT NULL
), counted AS (
  -- each for its village, and once more for all of them
  SELECT DISTINCT organizationId, relation, unnest([villageId, NULL]) AS villageId, startDate, endDate,
                  lastDay
  FROM link
), reached AS (
  -- how far the postings before it reach
  SELECT *,
         max(endDate) OVER (PARTITION BY organizationId, relation, villageId ORDER BY startDate,
                            endDate ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
  FROM counted
), numbered AS (
  -- a posting that begins later than the next day begins a spell
  SELECT *, sum(CASE WHEN reach IS NULL OR startDate > reach + 1 THEN 1 ELSE 0 END)
             OVER (PARTITION BY organizationId, relation, villageId ORDER BY startDate, endDate) AS spell
  FROM reached
)
SELECT organizationId, relation, villageId, min(startDate) AS startDate, max(endDate) AS endDate,
       max(lastDay) AS lastDay
FROM numbered GROUP BY organizationId, relation, villageId, spell;
