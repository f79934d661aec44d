/*{
  "name": "organization_on_duty",
  "of": {"zh": "评判日负有职责的组织：县、乡两级机构须有在任派驻在其辖内，派出单位须有在任派驻；联合工作队的各单位都算", "en": "Organizations on which duties rest at asOf: a county's or township's office only where it hosts an active posting, a unit only where it has one; a joint team counts for each of its units"},
  "conventions": ["K3"],
  "reads": ["batch", "organization", "posting_span", "team"]
}*/
CREATE VIEW organization_on_duty AS
WITH active AS (
  -- the postings that run at asOf
  SELECT s.* FROM posting_span s CROSS JOIN batch b WHERE s.endDate = b.asOf
), unit AS (
  -- whoever has one of them, alone or in a joint team
  SELECT dispatchingUnitId AS id
  FROM active
  UNION
  SELECT unnest(t.dispatchingUnitIds)
  FROM team t JOIN active a ON a.teamId = t.id
  UNION
  -- who does not say of which team he is may be of the village's
  SELECT unnest(t.dispatchingUnitIds)
  FROM team t JOIN active a ON a.teamId IS NULL AND a.villageId = t.homeVillageId
)
SELECT o.id, o.body, o.level
FROM organization o CROSS JOIN batch b
WHERE coalesce(o.establishedOn, b.asOf) <= b.asOf AND coalesce(o.abolishedOn, b.asOf) >= b.asOf
  AND CASE WHEN o.body = 'DISPATCHING_UNIT' THEN o.id IN (SELECT id FROM unit)
           WHEN o.body = 'TOWNSHIP_PARTY_COMMITTEE'
           THEN o.id IN (SELECT townshipId FROM active WHERE townshipId IS NOT NULL)
           WHEN o.body IN ('MANAGEMENT_OFFICE', 'PARTY_ORG_DEPT') AND o.level = '50'
           THEN o.id IN (SELECT countyOfficeId FROM active WHERE countyOfficeId IS NOT NULL)
           ELSE true END;
