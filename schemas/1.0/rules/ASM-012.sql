/*{
  "id": "ASM-012",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考核登记不合规定", "en": "An assessment is not as the rules say"},
  "asks": {
    "zh": "考核的归档、方式、结果运用等登记应符合当地规定。没有登记的字段不判断；文件要求必须登记的除外。",
    "en": "What is on record of an assessment (filing, methods, use of the result) meets the local conditions. A field that is not on record is not judged, unless the text asks for it to be there."
  },
  "message": {
    "zh": "{field}[登记为{found}][，应为{wanted}][，应不少于{least}][，应不多于{most}][，应为{exactly}][，应不晚于{latest}][，应不早于{earliest}][没有登记（{presentOn}应有）][不得为{barred}][缺少{lacking}][不应登记，却登记为{surplus}][（责任主体：{chargedTo}）]",
    "en": "{field}[ is {found}][, should be {wanted}][, should be at least {least}][, should be at most {most}][, should be {exactly}][, should be no later than {latest}][, should be no earlier than {earliest}][ is not on record (due on {presentOn})][ must not be {barred}][ lacks {lacking}][ should not be on record, yet is {surplus}][ (responsible: {chargedTo})]"
  },
  "fix": {
    "zh": "登记有误的更正；确实不符的，由责任单位改正。",
    "en": "Correct the record if it is wrong; otherwise the body responsible puts it right."
  },
  "records": ["assessment"],
  "views": ["condition_verdict"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "assessment"}}],
  "arguments": {"field": "field", "found": "value", "wanted": "value", "barred": "value", "lacking": "value", "surplus": "value", "least": "number", "most": "number", "exactly": "number", "latest": "date", "earliest": "date", "presentOn": "date", "chargedTo": "codelist:body"}
}*/
-- @query
SELECT DISTINCT 'assessment' AS recordType, v.recordId, v.policyRow, v.missing,
                '/' || v.field AS pointer, v.field, v.found, v.wanted, v.barred, v.lacking, v.surplus, v.least,
                v.most, v.exactly, v.latest, v.earliest, v.presentOn, v.chargedTo
FROM condition_verdict v CROSS JOIN batch b
WHERE v.recordType = 'assessment' AND v.verdict <> 'OK' AND v.dueOn <= b.asOf;
-- @break
-- the first row: not filed, by no method, of no use
UPDATE assessment
SET filedOn = CASE WHEN t.field = 'filedOn' THEN NULL ELSE assessment.filedOn END,
    methods = CASE WHEN t.field = 'methods' THEN NULL ELSE assessment.methods END,
    usedFor = CASE WHEN t.field = 'usedFor' THEN NULL ELSE assessment.usedFor END
FROM (SELECT recordId, field, CASE WHEN op = 'NOT_IN' THEN expected[1] ELSE 'OTHER' END AS wrong
      FROM condition_verdict
      WHERE recordType = 'assessment' AND verdict = 'OK' AND field IN ('filedOn', 'methods', 'usedFor')
      ORDER BY field, recordId LIMIT 1) t
WHERE assessment.id = t.recordId;
