/*{
  "id": "SEL-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "缺少选派环节", "en": "A step of selection is missing"},
  "asks": {
    "zh": "选派须经过规定的环节，并逐项登记。登记了选派环节而缺少其中规定的一项，即为缺环节；完全没有登记的不判断。整改后接替人选适用的环节一并判断。",
    "en": "Selection takes the steps prescribed, each on record. Where steps are on record and a prescribed one is not among them, it is missing; where none is on record nothing is judged. Steps for replacements after rectification are judged with the rest."
  },
  "message": {
    "zh": "{startDate}开始的派驻缺少选派环节：{step}（已登记：{recorded}）",
    "en": "posting from {startDate}: step missing: {step} (on record: {recorded})"
  },
  "fix": {
    "zh": "补齐已办理环节的登记；确未办理的，依程序补办。",
    "en": "Record the step if it was taken; if not, take it by the procedure."
  },
  "records": ["posting"],
  "views": ["selection_due"],
  "fields": ["posting.selectionSteps"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "selectionStep"}],
  "arguments": {"startDate": "date", "step": "codelist:selection-step", "recorded": "codelist:selection-step"}
}*/
-- @query
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN selectionSteps IS NULL THEN 'posting.selectionSteps' END AS missing,
       '/selectionSteps' AS pointer,
       startDate, step, list_transform(selectionSteps, lambda s: s['step']) AS recorded
FROM selection_due
WHERE selectionSteps IS NULL OR NOT list_contains(list_transform(selectionSteps, lambda s: s['step']), step);
-- @break
UPDATE posting
SET selectionSteps = list_filter(selectionSteps, lambda s: s['step'] <> t.step)
FROM (SELECT postingId, step
      FROM selection_due WHERE len(selectionSteps) > 1 ORDER BY postingId, policyRow LIMIT 1) t
WHERE posting.id = t.postingId;
