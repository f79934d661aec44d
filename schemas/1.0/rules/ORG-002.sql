/*{
  "id": "ORG-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "具备条件的单位没有选派", "en": "An eligible unit has not dispatched"},
  "asks": {
    "zh": "被认定具备选派条件的单位都要选派，联合组队的每个单位都算选派。是否具备条件由主管部门认定，没有认定的不判断；只有声明派驻记录齐全时才算没有选派。",
    "en": "Every unit declared able to dispatch does so; each unit of a joint team counts. The declaration is made by the department in charge; without it nothing is judged, and only where the postings are declared complete."
  },
  "message": {
    "zh": "已认定具备选派条件，到{asOf}没有在任的派驻",
    "en": "declared able to dispatch, no active posting on {asOf}"
  },
  "fix": {
    "zh": "安排选派，或更正认定。",
    "en": "Dispatch, or correct the declaration."
  },
  "records": ["organization", "posting", "team"],
  "views": ["organization_on_duty"],
  "fields": ["organization.dispatchEligible"],
  "coverage": ["posting"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "unit.eligibleMustDispatch"}}],
  "arguments": {"asOf": "date"}
}*/
-- @query
SELECT 'organization' AS recordType, id AS recordId, policyRow, missing, (SELECT b.asOf FROM batch b) AS asOf
FROM (SELECT o.*, r.policyRow,
             CASE WHEN o.dispatchEligible IS NULL THEN 'organization.dispatchEligible'
                  WHEN NOT covered('posting', b.asOf, b.asOf) THEN 'coverage.posting' END AS missing
      FROM organization o CROSS JOIN batch b
      JOIN param('unit.eligibleMustDispatch') r ON r.flag AND binds(r, b.asOf) AND concerns_level(r, o.level)
      WHERE o.body = 'DISPATCHING_UNIT' AND coalesce(o.establishedOn <= b.asOf, true)
        AND coalesce(o.abolishedOn >= b.asOf, true)
        AND o.id NOT IN (SELECT id FROM organization_on_duty))
WHERE coalesce(dispatchEligible, true);
-- @break
INSERT INTO organization BY NAME
SELECT 'break-ORG-002' AS id, 'DISPATCHING_UNIT' AS body, '50' AS level, true AS dispatchEligible;
