/*{
  "id": "SEL-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "选派环节先后不符", "en": "Steps of selection out of order"},
  "asks": {
    "zh": "选派环节按规定的先后进行：应在前的环节不晚于本环节，应在任职前完成的环节不晚于派驻首日。同日视为符合；只在两个环节都有登记时判断先后。",
    "en": "Steps follow the order prescribed: an earlier step is not later than this one, and a step due before the start is not after the first day. The same day will do; the order is judged only where both steps are on record."
  },
  "message": {
    "zh": "{step}在{date}[，早于应在其前的{prior}（{priorDate}）][，晚于派驻首日{startDate}]",
    "en": "{step} on {date}[ comes before {prior} ({priorDate}), which should precede it][ comes after the first day {startDate}]"
  },
  "fix": {
    "zh": "核对各环节日期；确属倒置的，依程序重新办理并说明。",
    "en": "Check the dates; if the order was really reversed, repeat the steps and explain."
  },
  "records": ["posting"],
  "views": ["selection_due"],
  "fields": ["posting.selectionSteps"],
  "conventions": ["K3", "K12", "K14"],
  "policies": [{"table": "selectionStep"}],
  "arguments": {"step": "codelist:selection-step", "date": "date", "prior": "codelist:selection-step", "priorDate": "date", "startDate": "date"},
  "keys": ["prior"]
}*/
-- @query
WITH taken AS (
  -- every step on record beside each that is due
  SELECT policyRow, postingId, startDate, step, notBefore, beforeStart, s['step'] AS taken, s['date'] AS date
  FROM (SELECT *, unnest(selectionSteps) AS s FROM selection_due)
), own AS (
  -- the days of the step itself
  SELECT policyRow, postingId, startDate, step, notBefore, beforeStart, min(date) AS firstDate,
         max(date) AS lastDate
  FROM taken WHERE taken = step GROUP BY ALL
), prior AS (
  -- the days of the steps that must come first
  SELECT policyRow, postingId, taken AS prior, min(date) AS priorDate
  FROM taken WHERE list_contains(notBefore, taken) GROUP BY ALL
)
SELECT 'posting' AS recordType, o.postingId AS recordId, o.policyRow, '/selectionSteps' AS pointer,
       o.step, o.lastDate AS date, p.prior, p.priorDate, NULL::DATE AS startDate
FROM own o JOIN prior p ON p.policyRow = o.policyRow AND p.postingId = o.postingId
WHERE o.lastDate < p.priorDate
UNION ALL
SELECT 'posting', postingId, policyRow, '/selectionSteps', step, firstDate, NULL, NULL, startDate
FROM own WHERE beforeStart AND firstDate > startDate;
-- @break
UPDATE posting
SET selectionSteps = list_transform(selectionSteps,
                                    lambda s: CASE WHEN s['step'] = t.step
                                                   THEN struct_pack(
                                                            "step" := s['step'], "date" := t.startDate + 1,
                                                            "body" := s['body'], "level" := s['level'],
                                                            "consulted" := s['consulted'],
                                                            "result" := s['result'])
                                                   ELSE s END)
-- the last step of the order, so that no other follows it
FROM (SELECT postingId, step, startDate
      FROM selection_due d
      WHERE beforeStart AND list_contains(list_transform(selectionSteps, lambda s: s['step']), step)
        AND step NOT IN (SELECT unnest(notBefore) FROM selectionStep) ORDER BY postingId, policyRow LIMIT 1) t
WHERE posting.id = t.postingId;
