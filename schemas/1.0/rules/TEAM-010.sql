/*{
  "id": "TEAM-010",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "工作队登记不符合规定", "en": "A team is not as the rules say"},
  "asks": {
    "zh": "工作队的计划内容等符合规定，例如计划写明目标、任务和措施。没有登记的字段不判断。",
    "en": "The team's plan and the like are as the rules say; a plan, for instance, states goals, tasks and measures. A field that is not on record is not judged."
  },
  "message": {
    "zh": "{field}[登记为{found}][，应为{wanted}][，应不少于{least}][，应不多于{most}][，应为{exactly}][，应不晚于{latest}][，应不早于{earliest}][没有登记（{presentOn}应有）][不得为{barred}][缺少{lacking}][不应登记，却登记为{surplus}]",
    "en": "{field}[ is {found}][, should be {wanted}][, should be at least {least}][, should be at most {most}][, should be {exactly}][, should be no later than {latest}][, should be no earlier than {earliest}][ is not on record (due on {presentOn})][ must not be {barred}][ lacks {lacking}][ should not be on record, yet is {surplus}]"
  },
  "fix": {
    "zh": "登记有误的更正；确实不符的，按规定补齐。",
    "en": "Correct the record if it is wrong; otherwise bring it in line."
  },
  "records": ["team"],
  "views": ["calendar_period", "condition_verdict"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "team"}}],
  "arguments": {"field": "field", "found": "value", "wanted": "value", "barred": "value", "lacking": "value", "surplus": "value", "least": "number", "most": "number", "exactly": "number", "latest": "date", "earliest": "date", "presentOn": "date"}
}*/
-- @query
SELECT DISTINCT 'team' AS recordType, v.recordId, v.policyRow,
                CASE WHEN v.dueOn > b.asOf THEN 'period.MONTH' ELSE v.missing END AS missing, '/' || v.field AS pointer,
                v.field, v.found, v.wanted, v.barred, v.lacking, v.surplus, v.least, v.most, v.exactly,
                v.latest, v.earliest, v.presentOn
FROM condition_verdict v CROSS JOIN batch b
WHERE v.recordType = 'team' AND v.verdict <> 'OK' AND v.date <= b.asOf
  -- some of it is asked only after the first whole month
  AND (v.dueOn <= b.asOf
       OR v.dueOn IN (SELECT endDate FROM calendar_period WHERE kind = 'MONTH' AND cut AND NOT closed));
-- @break
UPDATE team
SET planParts = [planParts[1]]
WHERE id = (SELECT t.id
            FROM team t CROSS JOIN batch b
            JOIN condition c ON c.recordType = 'team' AND c.field = 'planParts' AND c.op = 'CONTAINS_ALL'
                 AND binds(c, coalesce(t.formedOn, b.asOf))
            WHERE t.planParts IS NOT NULL ORDER BY t.id LIMIT 1);
