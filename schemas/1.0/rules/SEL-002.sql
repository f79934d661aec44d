/*{
  "id": "SEL-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "选派环节的机构、层级、会商或结果不符", "en": "A step of selection by the wrong body"},
  "asks": {
    "zh": "每个选派环节由规定的机构办理：层级按派出单位的层级或规定的层级，应会商的机构都已会商，结果符合要求。同一环节登记多次的，有一次全部符合即可；没有登记的内容不判断。",
    "en": "Each step is taken by the body prescribed, at the dispatch level or the level named, with all bodies to be consulted and the result asked. Where a step is on record more than once, one that is right in all will do. What is not on record is not judged."
  },
  "message": {
    "zh": "{date}的{step}不符合要求[；机构为{body}，应为{bodies}][；层级为{level}，应为{dueLevel}][；未会商{notConsulted}][；结果为{result}，应为{dueResult}]",
    "en": "{step} of {date} is not as required[; by {body}, should be {bodies}][; level {level}, should be {dueLevel}][; not consulted: {notConsulted}][; result {result}, should be {dueResult}]"
  },
  "fix": {
    "zh": "核对该环节的登记；机构或会商确有缺漏的，依程序补办。",
    "en": "Check the record of the step; if the body or a consultation was wrong, repeat it by the procedure."
  },
  "records": ["posting"],
  "views": ["selection_due"],
  "fields": ["posting.selectionSteps"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "selectionStep"}],
  "arguments": {"step": "codelist:selection-step", "date": "date", "body": "codelist:body", "bodies": "codelist:body", "level": "codelist:subordination", "dueLevel": "codelist:subordination", "notConsulted": "codelist:body", "result": "codelist:step-result", "dueResult": "codelist:step-result"}
}*/
-- @query
WITH taken AS (
  -- the records of each step that is due, beside what the row asks
  SELECT * EXCLUDE (selectionSteps, level, result, consulted), level AS rowLevel, result AS dueResult,
         consulted AS dueConsulted,
         s['date'] AS date, s['body'] AS body, s['level'] AS level, s['consulted'] AS consulted,
         s['result'] AS result
  FROM (SELECT *, unnest(selectionSteps) AS s FROM selection_due) WHERE s['step'] = step
), compared AS (
  -- in what each differs from the row
  SELECT *, CASE WHEN levelBasis = 'DISPATCH' THEN dispatchLevel ELSE rowLevel END AS dueLevel,
         body IS NOT NULL AND NOT list_contains(bodies, body) AS wrongBody,
         -- the first digit is the level; the second only tells kinds of townships apart
         left(level, 1)
             <> left(CASE WHEN levelBasis = 'DISPATCH' THEN dispatchLevel ELSE rowLevel END, 1) AS wrongLevel,
         CASE WHEN consulted IS NOT NULL
              -- whoever takes the step need not be consulted besides
              THEN list_filter(dueConsulted, lambda c: NOT list_contains(consulted, c) AND c IS DISTINCT FROM body)
         END AS notConsulted,
         result <> dueResult AS wrongResult
  FROM taken
), weighed AS (
  -- whether it is wrong, or says too little
  SELECT *,
         coalesce(wrongBody, false) OR coalesce(wrongLevel, false) OR coalesce(len(notConsulted), 0) > 0
           OR coalesce(wrongResult, false) AS wrong,
         bodies IS NOT NULL AND body IS NULL OR dueLevel IS NOT NULL AND level IS NULL
           OR dueConsulted IS NOT NULL AND consulted IS NULL
           OR dueResult IS NOT NULL AND result IS NULL AS unknown
  FROM compared
  -- the best of several records of one step stands for it
  QUALIFY row_number() OVER (PARTITION BY policyRow, postingId ORDER BY wrong, unknown, date) = 1
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN NOT wrong THEN 'posting.selectionSteps' END AS missing, '/selectionSteps' AS pointer, step,
       date,
       CASE WHEN wrongBody THEN body END AS body, CASE WHEN wrongBody THEN bodies END AS bodies,
       CASE WHEN wrongLevel THEN level END AS level, CASE WHEN wrongLevel THEN dueLevel END AS dueLevel,
       CASE WHEN len(notConsulted) > 0 THEN notConsulted END AS notConsulted,
       CASE WHEN wrongResult THEN result END AS result, CASE WHEN wrongResult THEN dueResult END AS dueResult
FROM weighed WHERE wrong OR unknown;
-- @break
UPDATE posting
SET selectionSteps = list_transform(selectionSteps,
                                    lambda s: CASE WHEN s['step'] = t.step
                                                   THEN struct_pack(
                                                            "step" := s['step'], "date" := s['date'],
                                                            "body" := 'OTHER', "level" := s['level'],
                                                            "consulted" := s['consulted'],
                                                            "result" := s['result'])
                                                   ELSE s END)
FROM (SELECT postingId, step
      FROM selection_due
      WHERE bodies IS NOT NULL AND list_contains(list_transform(selectionSteps, lambda s: s['step']), step)
      ORDER BY postingId, policyRow LIMIT 1) t
WHERE posting.id = t.postingId;
