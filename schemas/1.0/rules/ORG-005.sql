/*{
  "id": "ORG-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "没有驻村工作管理机构", "en": "No management office"},
  "asks": {
    "zh": "要求设立驻村工作管理机构的各级，凡有在任派驻的县及其所在的市、省都应有一个。从派驻所在的地方看起：按村代码、所在乡镇和县级机构的区划代码认定是哪个县，不以已登记的机构为准；机构没有区划代码的，视为就在该地。只有声明机构记录齐全时才判断。",
    "en": "At each level that must have one, the county with active postings, and its city and province, have a management office. It starts from the place: the codes of the village, its township and its county body say which county it is, not the offices on record; one without a division code is taken to be there. Judged only where the organizations are declared complete."
  },
  "message": {
    "zh": "[区划代码{division}的地方]有在任的派驻，却没有登记{level}一级的驻村工作管理机构",
    "en": "postings are active[ in division {division}], yet no management office of level {level} is on record"
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
  "arguments": {"level": "codelist:subordination", "division": "text"},
  "keys": ["level", "division"]
}*/
-- @query
WITH place AS (
  -- the counties in which a posting runs, and the county body that their villages name; the code of the village
  -- itself comes last, since a wrong one has a rule of its own
  SELECT DISTINCT coalesce(left(t.divisionCode, 6), left(o.divisionCode, 6), left(v.villageCode, 6)) AS county,
                  s.countyOfficeId
  FROM posting_span s CROSS JOIN batch b JOIN village v ON v.id = s.villageId
  LEFT JOIN organization t ON t.id = s.townshipId AND length(t.divisionCode) >= 6
  LEFT JOIN organization o ON o.id = s.countyOfficeId AND length(o.divisionCode) >= 6
  WHERE s.endDate = b.asOf
), due AS (
  -- each beside the levels at which an office must be, with the digits of a division code that they share
  SELECT r.policyRow, r.level,
         left(p.county, CASE r.level WHEN '20' THEN 2 WHEN '40' THEN 4 ELSE 6 END) AS division,
         list(DISTINCT p.countyOfficeId) AS named
  FROM place p CROSS JOIN batch b
  JOIN (SELECT policyRow, validFrom, validTo, unnest(codes) AS level
        FROM declaration WHERE subject = 'organization.managementOfficeLevels') r ON binds(r, b.asOf)
  GROUP BY ALL
), office AS (
  -- the management offices that there are at asOf
  SELECT m.id, m.level, m.divisionCode AS division
  FROM organization m CROSS JOIN batch b
  WHERE m.body = 'MANAGEMENT_OFFICE' AND coalesce(m.establishedOn <= b.asOf, true)
    AND coalesce(m.abolishedOn >= b.asOf, true)
)
SELECT 'manifest' AS recordType, b.id AS recordId, d.policyRow,
       CASE WHEN NOT covered('organization', b.asOf, b.asOf) THEN 'coverage.organization' END AS missing,
       d.level, d.division
FROM due d CROSS JOIN batch b
-- an office without a division code, or with that of a wider place, is given the benefit of the doubt
WHERE NOT EXISTS (SELECT 1
                  FROM office m
                  WHERE m.level = d.level
                    AND (list_contains(d.named, m.id) OR m.division IS NULL OR d.division IS NULL
                         OR starts_with(m.division, d.division) OR starts_with(d.division, m.division)));
-- @break
-- the county's office is dissolved the day before
UPDATE organization
SET abolishedOn = b.asOf - 1
FROM batch b WHERE body = 'MANAGEMENT_OFFICE' AND level = '50';
