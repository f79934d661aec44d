/*{
  "id": "LVE-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "请假登记不合规定", "en": "A leave is not as the rules say"},
  "asks": {
    "zh": "请假的类别、形式等登记应符合当地规定。没有登记的字段不判断；文件要求必须登记的除外。",
    "en": "What is on record of a leave (kind, form and so on) meets the local conditions. A field that is not on record is not judged, unless the text asks for it to be there."
  },
  "message": {
    "zh": "{field}[登记为{found}][，应为{wanted}][，应不少于{least}][，应不多于{most}][，应为{exactly}][，应不晚于{latest}][，应不早于{earliest}][没有登记（{presentOn}应有）][不得为{barred}][缺少{lacking}][不应登记，却登记为{surplus}][（责任主体：{chargedTo}）]",
    "en": "{field}[ is {found}][, should be {wanted}][, should be at least {least}][, should be at most {most}][, should be {exactly}][, should be no later than {latest}][, should be no earlier than {earliest}][ is not on record (due on {presentOn})][ must not be {barred}][ lacks {lacking}][ should not be on record, yet is {surplus}][ (responsible: {chargedTo})]"
  },
  "fix": {
    "zh": "登记有误的更正；确实不符的，由责任单位改正。",
    "en": "Correct the record if it is wrong; otherwise the body responsible puts it right."
  },
  "records": ["leave"],
  "views": ["condition_verdict"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "leave"}}],
  "arguments": {"field": "field", "found": "value", "wanted": "value", "barred": "value", "lacking": "value", "surplus": "value", "least": "number", "most": "number", "exactly": "number", "latest": "date", "earliest": "date", "presentOn": "date", "chargedTo": "codelist:body"}
}*/
-- @query
SELECT DISTINCT 'leave' AS recordType, v.recordId, v.policyRow, v.missing,
                '/' || v.field AS pointer, v.field, v.found, v.wanted, v.barred, v.lacking, v.surplus, v.least,
                v.most, v.exactly, v.latest, v.earliest, v.presentOn, v.chargedTo
FROM condition_verdict v CROSS JOIN batch b
WHERE v.recordType = 'leave' AND v.verdict <> 'OK' AND v.dueOn <= b.asOf;
-- @break
-- the first row: another form, another approver
UPDATE leave
SET form = CASE WHEN t.field = 'form' THEN 'ORAL' ELSE leave.form END,
    approver = CASE WHEN t.field = 'approver' THEN t.wrong ELSE leave.approver END,
    appliedOn = CASE WHEN t.field = 'appliedOn' THEN NULL ELSE leave.appliedOn END
FROM (SELECT recordId, field, CASE WHEN op = 'NOT_IN' THEN expected[1] ELSE 'OTHER' END AS wrong
      FROM condition_verdict
      WHERE recordType = 'leave' AND verdict = 'OK' AND field IN ('form', 'approver', 'appliedOn')
      ORDER BY field, recordId LIMIT 1) t
WHERE leave.id = t.recordId;
