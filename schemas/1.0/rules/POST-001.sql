/*{
  "id": "POST-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "派驻登记不合规定", "en": "A posting does not meet a condition"},
  "asks": {
    "zh": "派驻的关系、待遇、职数、住宿、脱钩等登记应符合当地规定。规定生效时已在任的，自生效之日起同样受约束；选派、交接等开始时办结的事项除外。没有登记的不判断；要求满一个完整自然月才看的，到第一个完整月结束后再判断。",
    "en": "What is on record of a posting (relations, pay, posts, lodging, detachment and so on) meets the local conditions. Whoever was in post already when the rule came into force is bound from that day on, except by what is done at the beginning, such as the selection. What is not on record is not judged; where a full month is asked, it is judged after the first full calendar month."
  },
  "message": {
    "zh": "{field}[登记为{found}][，应为{wanted}][，应不少于{least}][，应不多于{most}][，应为{exactly}][，应不晚于{latest}][，应不早于{earliest}][没有登记（{presentOn}应有）][不得为{barred}][缺少{lacking}][不应登记，却登记为{surplus}][（责任主体：{chargedTo}）]",
    "en": "{field}[ is {found}][, should be {wanted}][, should be at least {least}][, should be at most {most}][, should be {exactly}][, should be no later than {latest}][, should be no earlier than {earliest}][ is not on record (due on {presentOn})][ must not be {barred}][ lacks {lacking}][ should not be on record, yet is {surplus}][ (responsible: {chargedTo})]"
  },
  "fix": {
    "zh": "核对登记；确不符合的，由责任单位改正。",
    "en": "Check the entry; if it is right, the body responsible puts it right."
  },
  "records": ["posting"],
  "views": ["calendar_period", "condition_verdict"],
  "conventions": ["K1", "K3", "K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "posting"}}],
  "arguments": {"field": "field", "found": "value", "wanted": "value", "barred": "value", "lacking": "value", "surplus": "value", "least": "number", "most": "number", "exactly": "number", "latest": "date", "earliest": "date", "presentOn": "date", "chargedTo": "codelist:body"}
}*/
-- @query
SELECT 'posting' AS recordType, v.recordId, v.policyRow,
       CASE WHEN v.dueOn > b.asOf THEN 'period.MONTH' ELSE v.missing END AS missing,
       CASE WHEN c.modality = 'SHOULD' AND p.justification THEN 1 ELSE 0 END AS lowerBy,
       '/' || v.field AS pointer, v.field,
       v.found, v.wanted, v.barred, v.lacking, v.surplus, v.least, v.most,
       v.exactly, v.latest, v.earliest, v.presentOn, v.chargedTo
FROM condition_verdict v JOIN condition c ON c.policyRow = v.policyRow JOIN posting p ON p.id = v.postingId
CROSS JOIN batch b
WHERE v.recordType = 'posting' AND v.verdict <> 'OK' AND v.date <= b.asOf
  -- whoever is gone before the month is over is not asked; of one that the batch cuts it is said that it was
  AND (v.dueOn <= v.lastDay OR v.dueOn = v.date
       OR v.dueOn <= coalesce(p.endDate, v.dueOn)
          AND v.dueOn IN (SELECT endDate FROM calendar_period WHERE kind = 'MONTH' AND cut AND NOT closed));
-- @break
-- the first row of a field that no other rule looks at
UPDATE posting
SET benefitsUnchanged = CASE WHEN t.field = 'benefitsUnchanged' THEN false ELSE benefitsUnchanged END,
    lodgingInVillage = CASE WHEN t.field = 'lodgingInVillage' THEN false ELSE lodgingInVillage END,
    countsTowardVillagePosts
        = CASE WHEN t.field = 'countsTowardVillagePosts' THEN true ELSE countsTowardVillagePosts END
FROM (SELECT recordId, field
      FROM condition_verdict
      WHERE recordType = 'posting' AND verdict = 'OK'
        AND field IN ('benefitsUnchanged', 'lodgingInVillage', 'countsTowardVillagePosts')
      ORDER BY field, recordId LIMIT 1) t
WHERE posting.id = t.recordId;
