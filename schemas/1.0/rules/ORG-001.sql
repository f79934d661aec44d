/*{
  "id": "ORG-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "机构设置或职责登记不合规定", "en": "An organization does not meet a condition"},
  "asks": {
    "zh": "工作机构、乡镇和派出单位在成员、专责人员、制度、责任清单等方面应符合规定。县、乡镇和派出单位只在有派驻时判断，以数据截止日的登记为准；没有登记的不判断。",
    "en": "Offices, townships and dispatching units meet the conditions on members, persons responsible, systems and lists. Counties, townships and units are judged only while they have active postings, as on record at asOf; what is not on record is not judged."
  },
  "message": {
    "zh": "{field}[登记为{found}][，应为{wanted}][，应不少于{least}][，应不多于{most}][，应为{exactly}][，应不晚于{latest}][，应不早于{earliest}][没有登记（{presentOn}应有）][不得为{barred}][缺少{lacking}][不应登记，却登记为{surplus}]",
    "en": "{field}[ is {found}][, should be {wanted}][, should be at least {least}][, should be at most {most}][, should be {exactly}][, should be no later than {latest}][, should be no earlier than {earliest}][ is not on record (due on {presentOn})][ must not be {barred}][ lacks {lacking}][ should not be on record, yet is {surplus}]"
  },
  "fix": {
    "zh": "核对登记；确有缺漏的，补齐机构成员、人员或制度。",
    "en": "Check the entry; make up the members, persons or systems that are missing."
  },
  "records": ["organization"],
  "views": ["condition_verdict", "organization_on_duty"],
  "coverage": ["posting", "village"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "organization"}}],
  "arguments": {"field": "field", "found": "value", "wanted": "value", "barred": "value", "lacking": "value", "surplus": "value", "least": "number", "most": "number", "exactly": "number", "latest": "date", "earliest": "date", "presentOn": "date"}
}*/
-- @query
SELECT 'organization' AS recordType, v.recordId, v.policyRow, v.missing,
       '/' || v.field AS pointer,
       v.field, v.found, v.wanted, v.barred, v.lacking, v.surplus, v.least, v.most, v.exactly, v.latest, v.earliest,
       v.presentOn
FROM condition_verdict v
WHERE v.recordType = 'organization' AND v.verdict <> 'OK'
  AND v.recordId IN (SELECT id FROM organization_on_duty)
UNION ALL
-- of some bodies it is the postings and their villages that say whether the duty rests on them
SELECT 'organization', v.recordId, v.policyRow, 'coverage.' || u.recordType, NULL, NULL, NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM condition_verdict v CROSS JOIN batch b JOIN organization o ON o.id = v.recordId
JOIN (SELECT 'posting' AS recordType WHERE NOT EXISTS (SELECT 1 FROM posting)
      UNION ALL
      SELECT 'village' WHERE NOT EXISTS (SELECT 1 FROM village)) u ON u.recordType NOT IN (SELECT recordType
                                                                                           FROM coverage)
WHERE v.recordType = 'organization' AND v.verdict <> 'OK'
  AND v.recordId NOT IN (SELECT id FROM organization_on_duty)
  AND coalesce(o.establishedOn, b.asOf) <= b.asOf AND coalesce(o.abolishedOn, b.asOf) >= b.asOf
  AND (u.recordType = 'posting' OR o.body <> 'DISPATCHING_UNIT');
-- @break
UPDATE organization
SET members = CASE WHEN t.field = 'members' THEN members[2:] ELSE members END,
    responsiblePersonCount
        = CASE WHEN t.field = 'responsiblePersonCount' THEN 0 ELSE responsiblePersonCount END,
    deputyInChargeCount = CASE WHEN t.field = 'deputyInChargeCount' THEN 2 ELSE deputyInChargeCount END
FROM (SELECT recordId, field
      FROM condition_verdict
      WHERE recordType = 'organization' AND verdict = 'OK'
        AND recordId IN (SELECT id FROM organization_on_duty)
        AND field IN ('members', 'responsiblePersonCount', 'deputyInChargeCount') ORDER BY policyRow, recordId
      LIMIT 1) t
WHERE organization.id = t.recordId;
