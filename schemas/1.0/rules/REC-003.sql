/*{
  "id": "REC-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "教育整改手续不合要求", "en": "A formality of the case is not met"},
  "asks": {
    "zh": "案件每一步由谁提出、谁复核、报谁备案、用何种形式、听取哪些意见，按程序、结果和派出层级逐项核对。本人拒绝陈述并已记明的，视为已听取；跟踪考察到下一次年度考核时才判断。后一步已经登记而前一步没有的，前一步即为缺漏；认定不成立的案件不再要求后续步骤。",
    "en": "Who proposes, reviews and files, in what form and after hearing whom, is compared step by step by route, outcome and level of dispatch. A refusal to make a statement, once recorded, counts as having been heard; follow-up is judged at the next annual assessment. A step is missed where a later one is on record; of a case that was not established no later step is due."
  },
  "message": {
    "zh": "[没有登记「{absent}」][，而「{step}」已经登记][，而结果已登记为“{result}”][「{field}」缺少{lacking}][「{field}」应为{wanted}，登记的却是{found}][「{field}」不得有{barred}][「{field}」不应登记，登记的却是{surplus}][「{field}」至少应有{least}，登记的是{found}][「{field}」至多应有{most}，登记的是{found}][「{field}」应为{exactly}，登记的是{found}][「{field}」应不晚于{latest}，登记的是{found}][「{field}」应不早于{earliest}，登记的是{found}]",
    "en": "[{absent} is not on record][, although {step} is][, although the outcome is: {result}][{field} lacks {lacking}][{field} should be {wanted}, on record is {found}][{field} must not hold {barred}][{field} should be empty, on record is {surplus}][{field} should be {least} at least, on record is {found}][{field} should be {most} at most, on record is {found}][{field} should be {exactly}, on record is {found}][{field} should be no later than {latest}, on record is {found}][{field} should be no earlier than {earliest}, on record is {found}]"
  },
  "fix": {
    "zh": "按程序补办该步骤，或更正登记。",
    "en": "Complete the step as the procedure asks, or correct the record."
  },
  "records": ["rectificationCase"],
  "views": ["case_ground", "condition_verdict", "fact_value"],
  "fields": ["rectificationCase.route"],
  "conventions": ["K9", "K12", "K14"],
  "absence": [
    {"field": "rectificationCase.consentBy", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.consentOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.consulted", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.filedOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.filedWith", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.followUpDates", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.investigatedOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.investigators", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.ledgerRef", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.noChangeConcludedOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.opinionOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.reviewedOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.reviewers", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.statementOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.talkOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.talkRecordRef", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.townshipRequestOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.transferredOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.transferredTo", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.unitOpinionOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.workRecordRef", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"}
  ],
  "policies": [{"table": "condition", "where": {"recordType": "rectificationCase"}}],
  "arguments": {"field": "field", "absent": "field", "step": "field", "result": "codelist:rectification-outcome", "lacking": "value", "wanted": "value", "found": "value", "barred": "value", "surplus": "value", "least": "number", "most": "number", "exactly": "number", "latest": "date", "earliest": "date"}
}*/
-- @query
WITH asked AS (
  -- what a case lacks, with the step that called for it and the day on which the case was settled
  SELECT v.*, d.whenField, c.outcome, coalesce(c.statementRefused, false) AS refused,
         coalesce(c.returnedOn, c.replacementSelectedOn, c.noChangeConcludedOn, v.date) AS settledOn
  FROM condition_verdict v JOIN rectificationCase c ON c.id = v.recordId JOIN condition d ON d.policyRow = v.policyRow
  WHERE v.recordType = 'rectificationCase' AND v.verdict <> 'OK'
    -- sending another cadre has no limit; REC-012 looks at the one that was sent
    AND v.field <> 'replacementPostingId'
), judged AS (
  -- those that count: a recorded refusal is a hearing, and follow-up is due by the next annual assessment
  SELECT * FROM asked
  WHERE NOT (field = 'statementOn' AND refused)
    AND (field <> 'followUpDates'
         OR EXISTS (SELECT 1
                    FROM assessment a CROSS JOIN batch b
                    WHERE a.kind = 'ANNUAL' AND a.cadreId = asked.cadreId AND a.date > asked.settledOn
                      AND a.date <= b.asOf))
), told AS (
  -- a step that several later ones call for is missed once, and then nothing is said of what it should hold
  SELECT *, bool_or(op = 'PRESENT' AND verdict = 'BROKEN') OVER (PARTITION BY recordId, field) AS unrecorded,
         row_number() OVER (PARTITION BY recordId, field, op, expected, number, verdict ORDER BY policyRow) AS n
  FROM judged
)
SELECT 'rectificationCase' AS recordType, recordId, policyRow,
       missing, '/' || field AS pointer, field,
       CASE WHEN op = 'PRESENT' THEN field END AS absent, CASE WHEN op = 'PRESENT' THEN whenField END AS step,
       CASE WHEN op = 'PRESENT' AND whenField IS NULL THEN outcome END AS result,
       lacking, wanted, found, barred, surplus, least, most, exactly, latest, earliest
FROM told
WHERE n = 1 AND (verdict = 'BROKEN' OR NOT unrecorded)
UNION ALL
-- without the posting a row for one level of dispatch cannot be compared
SELECT DISTINCT 'rectificationCase', c.caseId, NULL, 'rectificationCase.postingId', NULL, NULL, NULL, NULL,
    NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM case_ground c
JOIN condition d ON d.recordType = 'rectificationCase' AND (d.dispatchLevels IS NOT NULL OR d.roles IS NOT NULL)
     AND binds(d, c.eventOn)
     AND (d.routes IS NULL OR list_contains(d.routes, c.route))
     AND (d.outcomes IS NULL OR list_contains(d.outcomes, c.outcome))
     AND (d.whenField IS NULL OR d.outcomes IS NOT NULL OR c.outcome IS DISTINCT FROM 'NOT_ESTABLISHED')
WHERE c.dispatchLevel IS NULL
  AND (d.whenField IS NULL
       OR EXISTS (SELECT 1
                  FROM fact_value w
                  WHERE w.recordType = 'rectificationCase' AND w.recordId = c.caseId
                    AND w.field = d.whenField AND w.vals IS NOT NULL));
-- @break
-- a decided case loses the reference of its work record
UPDATE rectificationCase
SET workRecordRef = NULL
WHERE id = (SELECT recordId
            FROM condition_verdict
            WHERE recordType = 'rectificationCase' AND field = 'workRecordRef' AND verdict = 'OK'
            ORDER BY recordId LIMIT 1);
