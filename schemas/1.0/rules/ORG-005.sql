/*{
  "id": "ORG-005",
  "since": "1.0",
  "title": {"zh": "没有驻村工作管理机构", "en": "No management office"},
  "asks": {
    "zh": "要求设立驻村工作管理机构的各级，有在任派驻的县及其所在的市、省都应有一个。按区划代码认定同一地方；只有声明机构记录齐全时才判断。",
    "en": "At each level that must have one, the county with active postings, and its city and province, have a management office. Places are told apart by division code; judged only where the organizations are declared complete."
  },
  "message": {
    "zh": "该县所在的{level}级没有驻村工作管理机构",
    "en": "no management office at level {level} for this county"
  },
  "fix": {
    "zh": "设立或补登该级机构。",
    "en": "Set it up, or record it."
  },
  "records": ["organization", "posting", "village"],
  "views": ["posting_span"],
  "coverage": ["organization"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "declaration", "where": {"subject": "organization.managementOfficeLevels"}}],
  "arguments": {"level": "codelist:subordination"},
  "keys": ["level"]
}*/
-- @query
WITH county AS (
  SELECT DISTINCT o.id, o.body, o.level, o.divisionCode FROM posting_span s CROSS JOIN batch b JOIN organization o ON o.id = s.countyOfficeId WHERE s.endDate = b.asOf
), due AS (
  SELECT c.*, r.policyRow, r.level AS dueLevel, CASE r.level WHEN '20' THEN 2 WHEN '40' THEN 4 ELSE 6 END AS digits
  FROM county c CROSS JOIN batch b
  JOIN (SELECT policyRow, validFrom, validTo, unnest(codes) AS level FROM declaration WHERE subject = 'organization.managementOfficeLevels') r
       ON binds(r, b.asOf)
), held AS (
  SELECT d.*, EXISTS (SELECT 1 FROM organization m CROSS JOIN batch b WHERE m.body = 'MANAGEMENT_OFFICE' AND m.level = d.dueLevel
                        AND coalesce(m.establishedOn <= b.asOf, true) AND coalesce(m.abolishedOn >= b.asOf, true)
                        -- an office without a division code is given the benefit of the doubt
                        AND (m.id = d.id OR coalesce(left(m.divisionCode, d.digits) = left(d.divisionCode, d.digits), true))) AS held
  FROM due d
)
SELECT 'organization' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.organization' END AS missing, dueLevel AS level
FROM (SELECT h.*, covered('organization', b.asOf, b.asOf) AS covered FROM held h CROSS JOIN batch b WHERE NOT held);
-- @break
-- the county's office is dissolved the day before
UPDATE organization SET abolishedOn = b.asOf - 1 FROM batch b WHERE body = 'MANAGEMENT_OFFICE' AND level = '50';
