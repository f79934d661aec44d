/*{
  "id": "ORG-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "达到人数的单位没有参与选派", "en": "A unit of the size has not dispatched"},
  "asks": {
    "zh": "在编在岗人数达到规定的所列层级单位，原则上应参与选派，含所属二级单位。没有含二级单位而人数不够的不判断。",
    "en": "A unit of the level named whose staff in post, second-level units included, reaches the number should in principle dispatch. A smaller count without the second-level units is not judged."
  },
  "message": {
    "zh": "在编在岗{staff}人，达到{required}人，没有在任的派驻",
    "en": "{staff} staff in post, {required} or more, no active posting"
  },
  "fix": {
    "zh": "安排参与选派，或核对在编在岗人数。",
    "en": "Take part in dispatching, or check the head-count."
  },
  "records": ["organization", "posting", "team"],
  "views": ["organization_on_duty"],
  "fields": ["organization.staffInPostCount"],
  "coverage": ["posting"],
  "conventions": ["K2", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "unit.minStaffToDispatch"}}],
  "arguments": {"staff": "number", "required": "number"}
}*/
-- @query
SELECT 'organization' AS recordType, id AS recordId, policyRow, missing, staffInPostCount AS staff, required
FROM (SELECT o.*, r.policyRow, r.number AS required,
             CASE WHEN o.staffInPostCount IS NULL THEN 'organization.staffInPostCount'
                  WHEN o.staffInPostCount < r.number THEN 'organization.includesSecondLevelUnits'
                  WHEN NOT covered('posting', b.asOf, b.asOf) THEN 'coverage.posting' END AS missing
      FROM organization o CROSS JOIN batch b
      JOIN param('unit.minStaffToDispatch') r ON binds(r, b.asOf) AND concerns_level(r, o.level)
      WHERE o.body = 'DISPATCHING_UNIT' AND coalesce(o.establishedOn <= b.asOf, true)
        AND coalesce(o.abolishedOn >= b.asOf, true)
        AND o.id NOT IN (SELECT id FROM organization_on_duty))
WHERE staffInPostCount IS NULL OR staffInPostCount >= required OR NOT coalesce(includesSecondLevelUnits, true);
-- @break
INSERT INTO organization BY NAME
SELECT 'break-ORG-003' AS id, 'DISPATCHING_UNIT' AS body, coalesce(r.dispatchLevels[1], '50') AS level,
       r.number AS staffInPostCount, true AS includesSecondLevelUnits, false AS dispatchEligible
FROM parameter r WHERE r.name = 'unit.minStaffToDispatch' LIMIT 1;
