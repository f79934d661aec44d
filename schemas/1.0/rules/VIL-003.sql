/*{
  "id": "VIL-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "安置点没有党组织", "en": "Resettlement without a party organisation"},
  "asks": {
    "zh": "每个易地搬迁安置点都有基层党组织，登记其组建形式。没有登记形式的视为尚未覆盖。",
    "en": "Every resettlement site has a party organisation; the way it was set up is on record. A site without it counts as not yet reached."
  },
  "message": {
    "zh": "该安置点没有登记党组织组建形式",
    "en": "No form of party organisation is recorded for this resettlement"
  },
  "fix": {
    "zh": "补登组建形式；确未组建的，按当地安排组建。",
    "en": "Record the form; where there is none yet, have the organisation set up."
  },
  "records": ["village"],
  "views": ["village_type"],
  "conventions": ["K11", "K13"],
  "absence": [
    {"field": "village.partyOrgForm", "zh": "村的记录载明是安置点，文件要求安置点设党组织，形式由村的记录载明", "en": "the village's own record says that it is a resettlement, of which the text asks a party organisation, whose form the record carries"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "village.settlementPartyOrg"}}]
}*/
-- @query
SELECT 'village' AS recordType, v.id AS recordId, p.policyRow,
       CASE WHEN list_contains(v.redacted, 'partyOrgForm') THEN 'village.partyOrgForm' END AS missing,
       '/partyOrgForm' AS pointer
FROM village v CROSS JOIN batch b JOIN param('village.settlementPartyOrg') p ON p.flag AND binds(p, b.asOf)
WHERE v.partyOrgForm IS NULL
  AND EXISTS (SELECT 1
              FROM village_type t
              WHERE t.villageId = v.id AND t.code = 'RESETTLEMENT'
                AND b.asOf BETWEEN t.startDate AND t.endDate);
-- @break
UPDATE village
SET partyOrgForm = NULL
WHERE id = (SELECT v.id
            FROM village v CROSS JOIN batch b
            WHERE EXISTS (SELECT 1
                          FROM village_type t
                          WHERE t.villageId = v.id AND t.code = 'RESETTLEMENT'
                            AND b.asOf BETWEEN t.startDate AND t.endDate) ORDER BY v.id LIMIT 1);
