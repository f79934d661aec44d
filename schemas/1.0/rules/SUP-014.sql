/*{
  "id": "SUP-014",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "未休年假补助条件不符", "en": "Pay for unused leave without its conditions"},
  "asks": {
    "zh": "未休年假补助须同时满足：应休天数多于已休天数，因工作需要未休，次年也没有补休；计发的天数不多于未休的天数。",
    "en": "Pay for unused leave needs all of: more days due than taken, not taken because of work, and not made up in the next year; it is paid for no more days than were left."
  },
  "message": {
    "zh": "{year}年度的{kind}不符合条件[：应休{entitled}天，已休{taken}天，没有未休的天数][：应休{due}天，未休{left}天，却计发{days}天][：因工作需要未休登记为{workNeed}][：次年已补休登记为{madeUp}]",
    "en": "{kind} of {year} does not meet its conditions[: {entitled} days due, {taken} taken, none left][: {due} days due, {left} left, yet paid for {days}][: not taken because of work: {workNeed}][: made up in the next year: {madeUp}]"
  },
  "fix": {
    "zh": "核对休假情况；条件不符的，收回补助或改为补休。",
    "en": "Check the leave; where a condition fails, recover the pay or grant the leave."
  },
  "records": ["support"],
  "fields": ["support.days", "support.entitledDays", "support.takenDays", "support.workNeed", "support.madeUpNextYear"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "support.unusedLeavePay"}}],
  "arguments": {
    "year": "text", "kind": "codelist:support-kind", "entitled": "number", "taken": "number",
    "due": "number", "left": "number", "days": "number", "workNeed": "text", "madeUp": "text"
  }
}*/
-- @query
WITH paid AS (
  -- the payments in place of annual leave, each with the conditions it breaks
  SELECT u.id, u.kind, u.year, p.policyRow,
         concerns_cadre(p, u.cadreId, make_date(u.year, 1, 1), make_date(u.year, 12, 31)) IS NULL AS unplaced,
             u.entitledDays, u.takenDays, u.workNeed, u.madeUpNextYear, u.days,
         coalesce(u.takenDays >= u.entitledDays, false) AS noneLeft,
         coalesce(u.days > u.entitledDays - u.takenDays, false) AND NOT noneLeft AS tooMany,
         noneLeft OR tooMany OR coalesce(NOT u.workNeed, false) OR coalesce(u.madeUpNextYear, false) AS wrong
  FROM support u
  JOIN param('support.unusedLeavePay') p ON p.flag
       AND (u.year IS NULL OR binds(p, make_date(u.year, 12, 31)))
  WHERE u.kind = 'UNUSED_LEAVE_PAY'
    AND coalesce(concerns_cadre(p, u.cadreId, make_date(u.year, 1, 1), make_date(u.year, 12, 31)), true)
), judged AS (
  -- with what is missing to say so
  SELECT *, CASE WHEN year IS NULL THEN 'support.year'
                 WHEN unplaced THEN 'coverage.posting'
                 WHEN wrong THEN NULL
                 WHEN entitledDays IS NULL THEN 'support.entitledDays'
                 WHEN takenDays IS NULL THEN 'support.takenDays'
                 WHEN workNeed IS NULL THEN 'support.workNeed'
                 WHEN madeUpNextYear IS NULL THEN 'support.madeUpNextYear'
                 WHEN days IS NULL THEN 'support.days' END AS missing
  FROM paid
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing,
       year, kind, CASE WHEN noneLeft THEN entitledDays END AS entitled, CASE
           WHEN noneLeft THEN takenDays END AS taken,
       CASE WHEN tooMany THEN entitledDays END AS due, CASE WHEN tooMany THEN entitledDays - takenDays END AS "left",
       CASE WHEN tooMany THEN days END AS days, CASE WHEN NOT workNeed THEN 'false' END AS workNeed,
       CASE WHEN madeUpNextYear THEN 'true' END AS madeUp
FROM judged
WHERE missing IS NOT NULL OR wrong;
-- @break
UPDATE support
SET takenDays = entitledDays
WHERE id = (SELECT min(u.id)
            FROM support u JOIN param('support.unusedLeavePay') p ON make_date(u.year, 12, 31) >= p.validFrom
            WHERE u.kind = 'UNUSED_LEAVE_PAY' AND u.entitledDays IS NOT NULL);
