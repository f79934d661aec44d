/*{
  "id": "ORG-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "协调组数与规定不符", "en": "Number of coordination groups"},
  "asks": {
    "zh": "驻村工作协调组的个数应与规定一致。只有声明机构记录齐全时才判断。",
    "en": "The number of coordination groups is as stated; judged only where the organizations are declared complete."
  },
  "message": {
    "zh": "登记协调组{found}个，应为{required}个",
    "en": "{found} coordination groups on record, should be {required}"
  },
  "fix": {
    "zh": "补登协调组，或核对机构记录。",
    "en": "Record the groups, or check the organizations."
  },
  "records": ["organization"],
  "coverage": ["organization"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "organization.coordinationGroups"}}],
  "arguments": {"found": "number", "required": "number"}
}*/
-- @query
SELECT 'manifest' AS recordType, batchId AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.organization' END AS missing, found, required
FROM (SELECT r.policyRow, b.id AS batchId, r.number AS required,
             covered('organization', b.asOf, b.asOf) AS covered,
             (SELECT count(*)
              FROM organization o
              WHERE o.body = 'COORDINATION_GROUP' AND coalesce(o.establishedOn <= b.asOf, true)
                AND coalesce(o.abolishedOn >= b.asOf, true)) AS found
      FROM parameter r CROSS JOIN batch b
      WHERE r.name = 'organization.coordinationGroups' AND binds(r, b.asOf))
WHERE found <> required;
-- @break
UPDATE organization
SET abolishedOn = b.asOf - 1
FROM batch b
WHERE organization.id = (SELECT max(id) FROM organization WHERE body = 'COORDINATION_GROUP');
