/*{
  "id": "TEAM-010",
  "since": "1.0",
  "title": {"zh": "工作队登记不符合规定", "en": "A team is not as the rules say"},
  "asks": {
    "zh": "工作队的计划内容等符合规定，例如计划写明目标、任务和措施。没有登记的字段不判断。",
    "en": "The team's plan and the like are as the rules say; a plan, for instance, states goals, tasks and measures. A field that is not on record is not judged."
  },
  "message": {
    "zh": "{field}为{found}，规定为{expected}",
    "en": "{field} is {found}, the rule asks for {expected}"
  },
  "fix": {
    "zh": "登记有误的更正；确实不符的，按规定补齐。",
    "en": "Correct the record if it is wrong; otherwise bring it in line."
  },
  "records": ["team"],
  "views": ["calendar_period", "condition_verdict"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "team"}}],
  "arguments": {"field": "field:team", "found": "text", "expected": "text"}
}*/
-- @query
SELECT DISTINCT 'team' AS recordType, recordId, c.policyRow,
       CASE WHEN NOT due THEN 'period.MONTH' WHEN verdict = 'ABSENT' THEN 'team.' || field END AS missing, '/' || field AS pointer, field, vals AS found, expected
-- some of it is asked only after the first whole month
FROM (SELECT c.*, CASE WHEN c.afterFullMonth THEN (CASE WHEN day(c.date) = 1 THEN c.date ELSE date_trunc('month', c.date) + INTERVAL 1 MONTH END + INTERVAL 1 MONTH - INTERVAL 1 DAY)::DATE ELSE c.date END AS dueOn, dueOn <= b.asOf AS due
      FROM condition_verdict c CROSS JOIN batch b
      WHERE c.recordType = 'team' AND c.verdict <> 'OK' AND c.date <= b.asOf) c
WHERE due OR dueOn IN (SELECT endDate FROM calendar_period WHERE kind = 'MONTH' AND cut AND NOT closed);
-- @break
UPDATE team SET planParts = [planParts[1]] WHERE id = (
  SELECT t.id FROM team t CROSS JOIN batch b JOIN condition c ON c.recordType = 'team' AND c.field = 'planParts' AND c.op = 'CONTAINS_ALL'
       AND binds(c, coalesce(t.formedOn, b.asOf))
  WHERE t.planParts IS NOT NULL ORDER BY t.id LIMIT 1);
