/*{
  "id": "CAD-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "驻村干部条件不符", "en": "A cadre does not meet a condition"},
  "asks": {
    "zh": "选派的干部应符合当地规定的条件，如政治面貌、干部来源、用工身份。以派驻首日的情况为准，以后变化不追溯；队长的职级另由 CAD-006 判断。",
    "en": "A posted cadre meets the local conditions, such as political status, source or employment. Judged on the first day of the posting; later changes do not reach back. The rank of leaders is CAD-006."
  },
  "message": {
    "zh": "派驻{postingId}自{startDate}起，干部的{field}[登记为{found}][，应为{wanted}][，应不少于{least}][，应不多于{most}][，应为{exactly}][，应不晚于{latest}][，应不早于{earliest}][没有登记（{presentOn}应有）][不得为{barred}][缺少{lacking}][不应登记，却登记为{surplus}]",
    "en": "posting {postingId} from {startDate}: the cadre's {field}[ is {found}][, should be {wanted}][, should be at least {least}][, should be at most {most}][, should be {exactly}][, should be no later than {latest}][, should be no earlier than {earliest}][ is not on record (due on {presentOn})][ must not be {barred}][ lacks {lacking}][ should not be on record, yet is {surplus}]"
  },
  "fix": {
    "zh": "核对登记是否有误；确不符合的，改派符合条件的干部。",
    "en": "Check the entry; if it is right, send a cadre who meets the condition."
  },
  "records": ["cadre", "posting"],
  "views": ["condition_verdict"],
  "conventions": ["K1", "K10", "K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "cadre"}}],
  "arguments": {"postingId": "text", "startDate": "date", "field": "field", "found": "value", "wanted": "value", "barred": "value", "lacking": "value", "surplus": "value", "least": "number", "most": "number", "exactly": "number", "latest": "date", "earliest": "date", "presentOn": "date"},
  "keys": ["postingId"]
}*/
-- @query
SELECT 'cadre' AS recordType, v.recordId, v.policyRow, v.missing,
       CASE WHEN c.modality = 'SHOULD' AND p.justification THEN 1 ELSE 0 END AS lowerBy,
       '/' || v.field AS pointer,
       v.postingId, v.date AS startDate, v.field,
       v.found, v.wanted, v.barred, v.lacking, v.surplus, v.least, v.most, v.exactly, v.latest, v.earliest,
       v.presentOn
FROM condition_verdict v JOIN condition c ON c.policyRow = v.policyRow JOIN posting p ON p.id = v.postingId
CROSS JOIN batch b
WHERE v.recordType = 'cadre' AND v.verdict <> 'OK' AND v.date <= b.asOf
  -- the rank of leaders is CAD-006
  AND NOT (c.field IN ('dutyLevel', 'unitPosition')
           AND coalesce(list_contains(c.roles, 'TEAM_LEADER'), false));
-- @break
-- one field of one cadre no longer meets one row
UPDATE cadre
SET politicalStatus = CASE WHEN t.field = 'politicalStatus'
                           THEN (CASE WHEN list_contains(t.expected, '02') THEN '13' ELSE '02' END)
                           ELSE politicalStatus END,
    inService = CASE WHEN t.field = 'inService' THEN false ELSE inService END,
    employmentKind = CASE WHEN t.field = 'employmentKind' THEN 'SECONDED_IN' ELSE employmentKind END,
    source = CASE WHEN t.field = 'source' THEN 'OTHER' ELSE source END
FROM (SELECT v.recordId, v.field, v.expected
      FROM condition_verdict v JOIN condition c ON c.policyRow = v.policyRow
      WHERE v.recordType = 'cadre' AND v.verdict = 'OK'
        AND v.field IN ('politicalStatus', 'inService', 'employmentKind', 'source')
        AND NOT (c.field IN ('dutyLevel', 'unitPosition')
                 AND coalesce(list_contains(c.roles, 'TEAM_LEADER'), false))
      ORDER BY v.policyRow, v.recordId LIMIT 1) t
WHERE cadre.id = t.recordId;
