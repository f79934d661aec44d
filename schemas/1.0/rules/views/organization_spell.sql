/*{
  "name": "organization_spell",
  "of": {"zh": "组织不间断地有某一角色、某一派出层级的干部的时段：作为派出单位（UNIT，联合组队的各单位都是），或作为所驻村的乡镇、县级办公室，以及区划代码包含该村的县、乡两级机构（PLACE）；每村一次，全部村合起来一次（villageId 为空）；只凭区划代码相关的机构，仅在其义务逐村时才每村一次", "en": "Spells in which an organization has cadres of a role and a level of dispatch without a gap: as a unit that dispatches them (UNIT), each unit of a joint team being one, or as the township or county office of their villages, or a body of the county or township whose division holds them (PLACE); once for each village, and once over all of them (villageId NULL); for bodies known by their division alone, for each village only where they owe something for each"},
  "reads": ["obligation", "organization", "posting_span", "team", "village"]
}*/
CREATE VIEW organization_spell AS
WITH office AS (
  -- the county and township bodies that are known by their division
  SELECT id, body, divisionCode
  FROM organization WHERE level >= '50' AND body <> 'DISPATCHING_UNIT' AND length(divisionCode) >= 6
), located AS (
  -- the code of a village, its own or that of its township or office
  SELECT v.id AS villageId, coalesce(v.villageCode, t.divisionCode, c.divisionCode) AS code
  FROM village v LEFT JOIN organization t ON t.id = v.townshipId LEFT JOIN organization c ON c.id = v.countyOfficeId
), prefix AS (
  -- what it begins with
  SELECT villageId, left(code, unnest(range(6, length(code) + 1))::BIGINT) AS divisionCode FROM located
), division AS (
  -- the divisions of bodies, with the postings that they hold
  SELECT DISTINCT d.divisionCode, s.villageId, s.role, s.dispatchLevel, s.startDate, s.endDate, s.lastDay
  FROM posting_span s JOIN prefix d ON d.villageId = s.villageId
  SEMI JOIN office g ON g.divisionCode = d.divisionCode
), joint AS (
  -- the units of a joint team, each beside each
  SELECT id, homeVillageId, unit, unnest(units) AS other
  FROM (SELECT id, homeVillageId, dispatchingUnitIds AS units, unnest(dispatchingUnitIds) AS unit
        FROM team WHERE len(dispatchingUnitIds) > 1)
), link AS (
  -- which organizations a posting lays a duty on
  SELECT dispatchingUnitId AS organizationId, 'UNIT' AS relation, villageId, role, dispatchLevel, startDate, endDate,
         lastDay
  FROM posting_span
  UNION ALL
  -- the other units of a joint team dispatch as well
  SELECT t.other, 'UNIT', s.villageId, s.role, s.dispatchLevel, s.startDate, s.endDate, s.lastDay
  FROM posting_span s JOIN joint t ON t.id = s.teamId AND t.unit = s.dispatchingUnitId
  UNION ALL
  -- who does not say of which team he is may be of the village's
  SELECT t.other, 'UNIT', s.villageId, s.role, s.dispatchLevel, s.startDate, s.endDate, s.lastDay
  FROM posting_span s
  JOIN (SELECT DISTINCT homeVillageId, unit, other FROM joint) t
       ON t.homeVillageId = s.villageId AND t.unit = s.dispatchingUnitId
  WHERE s.teamId IS NULL
  UNION ALL
  SELECT organizationId, 'PLACE', villageId, role, dispatchLevel, startDate, endDate, lastDay
  FROM (SELECT *, unnest([townshipId, countyOfficeId]) AS organizationId FROM posting_span)
  WHERE organizationId IS NOT NULL
  UNION ALL
  -- every body of a county beside every village of it only where it owes something for each
  SELECT g.id, 'PLACE', d.villageId, d.role, d.dispatchLevel, d.startDate, d.endDate, d.lastDay
  FROM division d JOIN office g ON g.divisionCode = d.divisionCode
  SEMI JOIN (SELECT unnest(subjectBodies) AS body FROM obligation WHERE perVillage) o ON o.body = g.body
), counted AS (
  -- each for its village, and once more for all of them
  SELECT DISTINCT organizationId, relation, unnest([villageId, NULL]) AS villageId, role, dispatchLevel, startDate,
                  endDate, lastDay
  FROM link
  UNION
  SELECT g.id, 'PLACE', NULL, d.role, d.dispatchLevel, d.startDate, d.endDate, d.lastDay
  FROM (SELECT DISTINCT divisionCode, role, dispatchLevel, startDate, endDate, lastDay FROM division) d
  JOIN office g ON g.divisionCode = d.divisionCode
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
