/*{
  "id": "REC-003",
  "since": "1.0",
  "title": {"zh": "教育整改手续不合要求", "en": "A formality of the case is not met"},
  "asks": {
    "zh": "案件每一步由谁提出、谁复核、报谁备案、用何种形式、听取哪些意见，按程序、结果和派出层级逐项核对。本人拒绝陈述并已记明的，视为已听取；跟踪考察到下一次年度考核时才判断。",
    "en": "Who proposes, reviews and files, in what form and after hearing whom, is compared step by step by route, outcome and level of dispatch. A refusal to make a statement, once recorded, counts as having been heard; follow-up is judged at the next annual assessment."
  },
  "message": {
    "zh": "「{field}」不符合要求（应为：{expected}；所记：{found}；“—”指须填而未填）",
    "en": "{field} is not as required (expected {expected}; on record {found}; a dash means it must be filled and is not)"
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
    {"field": "rectificationCase.consentOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.followUpDates", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.ledgerRef", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.noChangeConcludedOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.statementOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.talkRecordRef", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.townshipRequestOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.transferredOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.transferredTo", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.unitOpinionOn", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"},
    {"field": "rectificationCase.workRecordRef", "zh": "文件要求案件载明这一环节", "en": "the text asks that the case itself records this"}
  ],
  "policies": [{"table": "condition", "where": {"recordType": "rectificationCase"}}],
  "arguments": {"field": "field:rectificationCase", "expected": "codelist:body", "found": "codelist:body"}
}*/
-- @query
WITH judged AS (
  SELECT v.*, c.statementRefused, coalesce(c.returnedOn, c.replacementSelectedOn, c.noChangeConcludedOn, v.date) AS settledOn
  FROM condition_verdict v JOIN rectificationCase c ON c.id = v.recordId
  WHERE v.recordType = 'rectificationCase' AND v.verdict <> 'OK'
)
SELECT 'rectificationCase' AS recordType, recordId, policyRow,
       CASE WHEN verdict = 'ABSENT' THEN 'rectificationCase.' || field END AS missing,
       '/' || field AS pointer, field, coalesce(expected, ['—']) AS expected, coalesce(vals, ['—']) AS found
FROM judged
WHERE NOT (field = 'statementOn' AND coalesce(statementRefused, false))
  -- sending another cadre has no limit; REC-012 looks at the one that was sent
  AND field <> 'replacementPostingId'
  -- follow-up is due by the next annual assessment
  AND (field <> 'followUpDates' OR EXISTS (SELECT 1 FROM assessment a CROSS JOIN batch b
       WHERE a.kind = 'ANNUAL' AND a.cadreId = judged.cadreId AND a.date > judged.settledOn AND a.date <= b.asOf))
UNION ALL
-- without the posting a row for one level of dispatch cannot be compared
SELECT DISTINCT 'rectificationCase', c.caseId, NULL, 'rectificationCase.postingId', NULL, NULL, NULL, NULL
FROM case_ground c JOIN condition d ON d.recordType = 'rectificationCase' AND d.dispatchLevels IS NOT NULL
     AND binds(d, c.eventOn)
     AND (d.routes IS NULL OR list_contains(d.routes, c.route)) AND (d.outcomes IS NULL OR list_contains(d.outcomes, c.outcome))
WHERE c.dispatchLevel IS NULL AND (d.whenField IS NULL OR EXISTS (
      SELECT 1 FROM fact_value w WHERE w.recordType = 'rectificationCase' AND w.recordId = c.caseId AND w.field = d.whenField AND w.vals IS NOT NULL));
-- @break
-- a decided case loses the reference of its work record
UPDATE rectificationCase SET workRecordRef = NULL
WHERE id = (SELECT recordId FROM condition_verdict WHERE recordType = 'rectificationCase' AND field = 'workRecordRef' AND verdict = 'OK'
            ORDER BY recordId LIMIT 1);
