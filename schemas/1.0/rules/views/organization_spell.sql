/*{
  "name": "organization_spell",
  "of": {"zh": "组织不间断地有某一角色、某一派出层级的干部的时段：作为派出单位（UNIT，联合组队的各单位都是），或作为所驻村的乡镇、县级办公室，以及区划代码包含该村的县、乡两级机构（PLACE）；每村一次，全部村合起来一次（villageId 为空）", "en": "Spells in which an organization has cadres of a role and a level of dispatch without a gap: as a unit that dispatches them (UNIT), each unit of a joint team being one, or as the township or county office of their villages, or a body of the county or township whose division holds them (PLACE); once for each village, and once over all of them (villageId NULL)"},
  "reads": ["organization", "posting_span", "team", "village"]
}*/
CREATE VIEW organization_spell AS
WITH place AS (
  -- the county and township bodies whose division holds a village, by its own code or that of its township or office
  SELECT v.id AS villageId, g.id AS organizationId
  FROM village v LEFT JOIN organization t ON t.id = v.townshipId LEFT JOIN organization c ON c.id = v.countyOfficeId
  JOIN organization g ON g.level >= '50' AND g.body <> 'DISPATCHING_UNIT' AND length(g.divisionCode) >= 6
       AND starts_with(coalesce(v.villageCode, t.divisionCode, c.divisionCode), g.divisionCode)
  UNION
  SELECT id, unnest([townshipId, countyOfficeId]) FROM village
), link AS (
  -- which organizations a posting lays a duty on
  SELECT dispatchingUnitId AS organizationId, 'UNIT' AS relation, villageId, role, dispatchLevel, startDate, endDate,
         lastDay
  FROM posting_span
  UNION ALL
  -- the other units of a joint team dispatch as well; who does not say of which team he is may be of the village's
  SELECT unnest(t.dispatchingUnitIds), 'UNIT', s.villageId, s.role, s.dispatchLevel, s.startDate, s.endDate, s.lastDay
  FROM posting_span s
  JOIN team t ON len(t.dispatchingUnitIds) > 1 AND list_contains(t.dispatchingUnitIds, s.dispatchingUnitId)
       AND (t.id = s.teamId OR s.teamId IS NULL AND t.homeVillageId = s.villageId)
  UNION ALL
  SELECT p.organizationId, 'PLACE', s.villageId, s.role, s.dispatchLevel, s.startDate, s.endDate, s.lastDay
  FROM posting_span s JOIN place p ON p.villageId = s.villageId
  WHERE p.organizationId IS NOT NULL
), counted AS (
  -- each for its village, and once more for all of them
  SELECT DISTINCT organizationId, relation, unnest([villageId, NULL]) AS villageId, role, dispatchLevel, startDate,
                  endDate, lastDay
  FROM link
), reached AS (
  -- how far the postings before it reach
  SELECT *,
         max(endDate) OVER (PARTITION BY organizationId, relation, villageId, role, dispatchLevel
                            ORDER BY startDate, endDate ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
  FROM counted
), numbered AS (
  -- a posting that begins later than the next day begins a spell
  SELECT *, sum(CASE WHEN reach IS NULL OR startDate > reach + 1 THEN 1 ELSE 0 END)
             OVER (PARTITION BY organizationId, relation, villageId, role, dispatchLevel
                   ORDER BY startDate, endDate) AS spell
  FROM reached
)
SELECT organizationId, relation, villageId, role, dispatchLevel, min(startDate) AS startDate, max(endDate) AS endDate,
       max(lastDay) AS lastDay
FROM numbered GROUP BY organizationId, relation, villageId, role, dispatchLevel, spell;
