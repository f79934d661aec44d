/*{
  "id": "SUP-014",
  "since": "1.0",
  "title": {"zh": "未休年假补助条件不符", "en": "Pay for unused leave without its conditions"},
  "asks": {
    "zh": "未休年假补助须同时满足：应休天数多于已休天数，因工作需要未休，次年也没有补休。",
    "en": "Pay for unused leave needs all of: more days due than taken, not taken because of work, and not made up in the next year."
  },
  "message": {
    "zh": "{year}年度的{kind}不符合条件：{fields}",
    "en": "{kind} of {year} does not meet its conditions: {fields}"
  },
  "fix": {
    "zh": "核对休假情况；条件不符的，收回补助或改为补休。",
    "en": "Check the leave; where a condition fails, recover the pay or grant the leave."
  },
  "records": ["support"],
  "fields": ["support.entitledDays", "support.takenDays", "support.workNeed", "support.madeUpNextYear"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "support.unusedLeavePay"}}],
  "arguments": {"year": "text", "kind": "codelist:support-kind", "fields": "field:support"}
}*/
-- @query
WITH paid AS (
  SELECT u.id, u.kind, u.year, p.policyRow, u.entitledDays, u.takenDays, u.workNeed, u.madeUpNextYear,
         list_filter([CASE WHEN u.takenDays >= u.entitledDays THEN 'takenDays' END, CASE WHEN NOT u.workNeed THEN 'workNeed' END,
                      CASE WHEN u.madeUpNextYear THEN 'madeUpNextYear' END], lambda x: x IS NOT NULL) AS wrong
  FROM support u
  JOIN param('support.unusedLeavePay') p ON p.flag
       AND (u.year IS NULL OR binds(p, make_date(u.year, 12, 31)))
  WHERE u.kind = 'UNUSED_LEAVE_PAY'
), judged AS (
  SELECT *, CASE WHEN year IS NULL THEN 'support.year' WHEN len(wrong) > 0 THEN NULL WHEN entitledDays IS NULL THEN 'support.entitledDays'
                 WHEN takenDays IS NULL THEN 'support.takenDays' WHEN workNeed IS NULL THEN 'support.workNeed'
                 WHEN madeUpNextYear IS NULL THEN 'support.madeUpNextYear' END AS missing
  FROM paid
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing,
       year, kind, wrong AS fields
FROM judged
WHERE missing IS NOT NULL OR len(wrong) > 0;
-- @break
UPDATE support SET takenDays = entitledDays
WHERE id = (SELECT min(u.id) FROM support u JOIN param('support.unusedLeavePay') p ON make_date(u.year, 12, 31) >= p.validFrom
            WHERE u.kind = 'UNUSED_LEAVE_PAY' AND u.entitledDays IS NOT NULL);
