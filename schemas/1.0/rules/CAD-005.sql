/*{
  "id": "CAD-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "工作队员中没有党员", "en": "No party member among the team members"},
  "asks": {
    "zh": "工作队员优先从党员中选派。这只是偏好，没有规定比例，非党员队员同样合格，所以不逐人判断，也不设界限；只有全部队员中一名党员也没有时，作一条汇总提示。",
    "en": "Team members should preferably be party members. A preference without a share: a member outside the party is valid, so no person is judged and no threshold is set. Only where not one of all the members is a party member, one aggregate note is given."
  },
  "message": {
    "zh": "本批次{total}名工作队员中没有中共党员",
    "en": "not one of the {total} team members of this batch is a party member"
  },
  "fix": {
    "zh": "核对政治面貌登记；今后选派时予以考虑。",
    "en": "Check the political status on record; bear it in mind in future selection."
  },
  "records": ["posting", "cadre"],
  "views": ["posting_span"],
  "fields": ["cadre.politicalStatus"],
  "conventions": ["K1", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "eligibility.memberPartyShare"}}],
  "arguments": {"total": "number"},
  "entails": [{"rule": "POST-001", "why": {"zh": "改为非党员之后，原来登记的组织关系就不该有", "en": "Once the members are outside the Party, a party relation on record is out of place"}}]
}*/
-- @query
WITH member AS (
  -- the members who serve in the batch's period and concern the preference
  SELECT DISTINCT r.policyRow, k.id, k.politicalStatus
  FROM posting_span p JOIN cadre k ON k.id = p.cadreId CROSS JOIN batch b
  JOIN param('eligibility.memberPartyShare') r ON r.flag AND binds(r, p.startDate)
       AND concerns(r, p.role, p.dispatchLevel)
  WHERE p.endDate >= b.startDate
)
SELECT 'manifest' AS recordType, b.id AS recordId, m.policyRow,
       CASE WHEN m.unknown THEN 'cadre.politicalStatus' END AS missing,
       1 AS lowerBy, -- a preference never weighs more than a note
       m.total
FROM (SELECT policyRow, count(*) AS total, bool_or(politicalStatus IS NULL) AS unknown
      FROM member GROUP BY policyRow HAVING count(*) FILTER (politicalStatus IN ('01', '02')) = 0) m
CROSS JOIN batch b;
-- @break
UPDATE cadre
SET politicalStatus = '13', partyFullMemberSince = NULL
WHERE id IN (SELECT p.cadreId
             FROM posting p JOIN param('eligibility.memberPartyShare') r ON list_contains(r.roles, p.role))
  AND id NOT IN (SELECT p.cadreId
                 FROM posting p
                 JOIN param('eligibility.memberPartyShare') r ON NOT list_contains(r.roles, p.role));
