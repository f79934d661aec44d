/*{
  "id": "TEAM-010",
  "since": "1.0",
  "title": {"zh": "工作队登记不符合规定", "en": "A team is not as the rules say"},
  "asks": {
    "zh": "工作队的计划内容等符合规定，例如计划写明目标、任务和措施。没有登记的字段不判断。",
    "en": "The team's plan and the like are as the rules say; a plan, for instance, states goals, tasks and measures. A field that is not on record is not judged."
  },
  "message": {
    "zh": "{field}[登记为{found}][，应为{wanted}][，应不少于{least}][，应为{exactly}][不得为{barred}][缺少{lacking}][不应登记，却登记为{surplus}]",
    "en": "{field}[ is {found}][, should be {wanted}][, should be at least {least}][, should be {exactly}][ must not be {barred}][ lacks {lacking}][ should not be on record, yet is {surplus}]"
  },
  "fix": {
    "zh": "登记有误的更正；确实不符的，按规定补齐。",
    "en": "Correct the record if it is wrong; otherwise bring it in line."
  },
  "records": ["team"],
  "views": ["calendar_period", "condition_verdict"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "team"}}],
  "arguments": {"field": "field", "found": "value", "wanted": "value", "barred": "value", "lacking": "value", "surplus": "value", "least": "number", "exactly": "number"}
}*/
-- @query
SELECT DISTINCT 'team' AS recordType, v.recordId, v.policyRow,
                CASE WHEN v.dueOn > b.asOf THEN 'period.MONTH'
                     WHEN v.verdict = 'ABSENT' THEN 'team.' || v.field END AS missing, '/' || v.field AS pointer,
                v.field, v.found, v.wanted, v.barred, v.lacking, v.surplus, v.least, v.exactly
FROM condition_verdict v CROSS JOIN batch b
WHERE v.recordType = 'team' AND v.verdict <> 'OK' AND v.date <= b.asOf
  -- some of it is asked only after the first whole month
  AND (v.dueOn <= b.asOf
       OR v.dueOn IN (SELECT endDate FROM calendar_period WHERE kind = 'MONTH' AND cut AND NOT closed));
-- @break
-- a plan without its further parts; where no plan is asked for, an agreement without the county
UPDATE team
SET planParts = CASE WHEN t.field = 'planParts' THEN [planParts[1]] ELSE planParts END,
    agreedBy = CASE WHEN t.field = 'agreedBy'
                    THEN list_filter(agreedBy, lambda a: a.body = 'DISPATCHING_UNIT') ELSE agreedBy END
FROM (SELECT v.recordId, v.field
      FROM condition_verdict v
      WHERE v.recordType = 'team' AND v.verdict = 'OK' AND v.op = 'CONTAINS_ALL'
        AND v.field IN ('planParts', 'agreedBy')
      ORDER BY v.field DESC, v.recordId LIMIT 1) t
WHERE team.id = t.recordId;
