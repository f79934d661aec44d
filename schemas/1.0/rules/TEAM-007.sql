/*{
  "id": "TEAM-007",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "没有任务清单或清单不完整", "en": "No task list, or an incomplete one"},
  "asks": {
    "zh": "工作队有任务清单；规定了的，清单逐项写明目标和责任人。没有写期限，满第一个整月后判断。",
    "en": "A team has a task list; where the rules say so, every task names its goal and who is responsible. No limit is stated; it is judged after the first full month."
  },
  "message": {
    "zh": "任务清单共{tasks}项，其中没有目标的{noGoal}项，没有登记责任人的{nobody}项",
    "en": "The task list has {tasks} tasks, {noGoal} without a goal and {nobody} with nobody on record as responsible"
  },
  "fix": {
    "zh": "补报任务清单，逐项写明目标和责任人。",
    "en": "Supply the task list, with a goal and a person for each task."
  },
  "records": ["team"],
  "views": ["calendar_period", "team_span"],
  "fields": ["team.taskList"],
  "conventions": ["K5", "K13", "K14"],
  "absence": [
    {"field": "team.taskList", "zh": "任务清单正是文件要求的记录", "en": "the task list is the very record that the text asks for"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "team.taskListRequired"}}],
  "also": [{"table": "parameter", "where": {"name": "team.taskListNeedsGoal"}}],
  "arguments": {"tasks": "number", "noGoal": "number", "nobody": "number"}
}*/
-- @query
WITH due AS (
  -- each team beside the two demands on its list of tasks
  SELECT t.id, coalesce(t.taskList, []) AS taskList, p.name, p.policyRow,
         list_contains(t.redacted, 'taskList') AS hidden,
         -- due after the first whole month
         first_month_end(greatest(s.startDate, p.validFrom)) AS dueOn, dueOn <= s.endDate AS due
  FROM team_span s JOIN team t ON t.id = s.teamId
  JOIN parameter p ON p.name IN ('team.taskListRequired', 'team.taskListNeedsGoal') AND p.flag
       AND s.endDate <= p.validTo AND concerns_level(p, s.dispatchLevel)
  WHERE due
    OR dueOn <= s.lastDay
      AND dueOn IN (SELECT endDate FROM calendar_period WHERE kind = 'MONTH' AND cut AND NOT closed)
), counted AS (
  -- how many tasks have no goal, or nobody who answers for them
  SELECT *, len(taskList) AS tasks, len(list_filter(taskList, lambda x: NOT x.goal)) AS noGoal,
         len(list_filter(taskList,
                         lambda x: x.goal IS NULL
                           OR x.responsibleCadreId IS NULL AND x.responsibleRole IS NULL)) AS unsaid,
         len(list_filter(taskList,
                         lambda x: x.responsibleCadreId IS NULL AND x.responsibleRole IS NULL)) AS nobody
  FROM due
)
SELECT 'team' AS recordType, id AS recordId, policyRow, missing, '/taskList' AS pointer, tasks, noGoal, nobody
FROM (SELECT *,
             CASE WHEN NOT due THEN 'period.MONTH'
                  WHEN hidden OR tasks > 0 AND noGoal = 0 THEN 'team.taskList' END AS missing
      FROM counted
      WHERE CASE name WHEN 'team.taskListRequired' THEN tasks = 0 ELSE noGoal + unsaid > 0 END);
-- @break
UPDATE team
SET taskList = NULL
WHERE id = (SELECT s.teamId
            FROM team_span s JOIN param('team.taskListRequired') p ON true
            WHERE first_month_end(greatest(s.startDate, p.validFrom)) <= s.endDate ORDER BY s.teamId LIMIT 1);
