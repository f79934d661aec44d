/*{
  "id": "TEAM-012",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "任务清单含当时还没有的职责", "en": "A task that did not exist yet"},
  "asks": {
    "zh": "文件后来才增加的职责，不会出现在增加之前制定的任务清单里；出现的，清单或其日期登记有误。没有清单日期的不判断。",
    "en": "A duty that the document added later is not in a task list drawn up before; where it is, the list or its day is recorded wrongly. A list without a day is not judged."
  },
  "message": {
    "zh": "{listedOn}制定的任务清单含“{task}”，这项职责自{addedOn}起才有",
    "en": "the task list of {listedOn} holds “{task}”, which is a duty only since {addedOn}"
  },
  "fix": {
    "zh": "核对清单日期和任务；当时没有的职责，从清单中更正。",
    "en": "Check the day of the list and the task; correct a task that was none then."
  },
  "records": ["team"],
  "fields": ["team.taskListOn"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "declaration", "where": {"subject": "team.addedTask"}}],
  "arguments": {"listedOn": "date", "task": "codelist:task", "addedOn": "date"},
  "keys": ["task"]
}*/
-- @query
WITH added AS (
  -- the duties that were added later, each with its first day
  SELECT policyRow, validFrom AS addedOn, unnest(codes) AS code FROM declaration WHERE subject = 'team.addedTask'
), listed AS (
  -- the tasks of each list
  SELECT id, taskListOn, unnest(taskList) AS task FROM team
)
SELECT DISTINCT 'team' AS recordType, l.id AS recordId, a.policyRow,
       CASE WHEN l.taskListOn IS NULL THEN 'team.taskListOn' END AS missing, '/taskList' AS pointer,
       l.taskListOn AS listedOn, a.code AS task, a.addedOn
FROM listed l JOIN added a ON a.code = l.task['code']
-- a list from before the document is nobody's concern (K14)
WHERE l.taskListOn IS NULL
   OR l.taskListOn < a.addedOn AND l.taskListOn >= (SELECT min(validFrom) FROM declaration);
-- @break
-- a list of the day before holds the duty that was added
UPDATE team
SET taskListOn = a.validFrom - 1,
    taskList = list_append(taskList, struct_pack("code" := a.codes[1], "goal" := true, "responsibleCadreId" := NULL,
                                                 "responsibleRole" := 'FIRST_SECRETARY'))
FROM (SELECT validFrom, codes FROM declaration WHERE subject = 'team.addedTask' ORDER BY policyRow LIMIT 1) a
WHERE team.id = (SELECT min(id) FROM team WHERE taskList IS NOT NULL);
