/*{
  "name": "condition_verdict",
  "of": {"zh": "每个 condition 行对其适用的每条记录的结论（afterFullMonth 由各规则按 dueOn 自行判断）：OK、BROKEN，或据以判断的字段未登记、是否适用被涂黑时为 ABSENT（missing 说明缺什么）；并分别列出不合要求的值（found、barred、surplus）、所缺的（lacking）和应有的（wanted、least、most、exactly、latest、earliest、presentOn）", "en": "Each `condition` row against each record it applies to (all filters of the row but afterFullMonth, for which there is dueOn): OK, BROKEN, or ABSENT where the field that would decide is not on record, or what says whether the row applies is blacked out (missing says what is missing); with the values that are wrong (found, barred, surplus), those that are lacking, and what should be (wanted, least, most, exactly, latest, earliest, presentOn)"},
  "conventions": ["K9", "K12", "K14"],
  "reads": ["cadre", "condition", "condition_subject", "condition_value", "fact_value", "levelAs"]
}*/
CREATE VIEW condition_verdict AS
WITH asked AS (
  -- the rows beside the records that they speak of, by all their filters
  SELECT c.policyRow, c.recordType, v.recordId, s.postingId, s.cadreId, s.role, s.dispatchLevel,
         -- what began before the row was in force and goes on is held against it from the row's first day
         CASE WHEN c.atStart THEN s.date ELSE greatest(s.date, c.validFrom) END AS day, s.lastDay,
         s.date AS begun, c.field, c.op, c.afterFullMonth, c.afterMonths, c.chargedTo, c."values" AS expected, c.number,
         c.date AS bound, v.vals, v.isList, v.redacted,
         -- what would say whether the row applies at all, and is blacked out
         CASE WHEN u.redacted AND u.vals IS NULL THEN c.unlessField
              WHEN w.redacted AND w.vals IS NULL THEN c.whenField END AS veiled,
         c.partyMembersOnly IS NOT NULL AS byParty,
         CASE WHEN k.politicalStatus IS NOT NULL THEN k.politicalStatus IN ('01', '02') END AS partyMember,
         -- without a dispatch level on record an actor of any level will do
         list_transform(c."values", lambda x: CASE WHEN x LIKE '%@DISPATCH'
                                                   THEN replace(x, '@DISPATCH', s.ofDispatch)
                                                   ELSE x END) AS needed
  FROM condition c
  JOIN condition_value v ON v.recordType = c.recordType AND v.field = c.field
  JOIN (SELECT *, coalesce('@' || counts_as(dispatchLevel), '') AS ofDispatch FROM condition_subject) s
       ON s.recordType = v.recordType AND s.recordId = v.recordId
  LEFT JOIN fact_value w ON w.recordType = c.recordType AND w.field = c.whenField AND w.recordId = v.recordId
  LEFT JOIN fact_value u ON u.recordType = c.recordType AND u.field = c.unlessField AND u.recordId = v.recordId
  LEFT JOIN cadre k ON k.id = s.cadreId
  WHERE binds(c, day) AND (day <= s.lastDay OR day = s.date) AND concerns(c, s.role, s.dispatchLevel)
    AND (c.kinds IS NULL OR list_contains(c.kinds, v.kind))
    AND (c.bodies IS NULL OR list_contains(c.bodies, v.body))
    AND (c.levels IS NULL OR list_contains(c.levels, v.level))
    AND (c.routes IS NULL OR list_contains(c.routes, v.route))
    AND (c.outcomes IS NULL OR list_contains(c.outcomes, v.outcome))
    AND (c.rounds IS NULL OR list_contains(c.rounds, v.round))
    AND (c.unlessField IS NULL OR u.vals IS NULL
         OR c.unlessValues IS NOT NULL AND NOT list_has_any(u.vals, c.unlessValues))
    -- of a case that was not established no later step is due
    AND (c.whenField IS NULL OR c.outcomes IS NOT NULL OR v.outcome IS DISTINCT FROM 'NOT_ESTABLISHED')
    AND (c.whenField IS NULL OR w.redacted AND w.vals IS NULL
         OR w.vals IS NOT NULL AND (c.whenValues IS NULL OR list_has_any(w.vals, c.whenValues)))
    AND coalesce((k.politicalStatus IN ('01', '02')) = c.partyMembersOnly, true)
), split AS (
  -- an actor without a level is not held against a row that asks for one: so the bodies alone; and the levels, since
  -- a row may ask for a level whatever the body
  SELECT *, list_transform(vals, lambda x: split_part(x, '@', 1)) AS bodies,
         list_transform(vals, lambda x: '@' || split_part(x, '@', 2)) AS atLevels,
         list_transform(needed, lambda x: split_part(x, '@', 1)) AS neededBodies,
         CASE WHEN isList THEN len(vals) ELSE TRY_CAST(vals[1] AS BIGINT) END AS amount
  FROM asked
), compared AS (
  -- what is wrong, and what is lacking; a list must satisfy IN and NOT_IN with every entry
  SELECT *,
         CASE op WHEN 'IN' THEN
                   list_filter(vals, lambda x: NOT (list_contains(needed, x)
                                                    OR list_contains(needed, split_part(x, '@', 1))
                                                    OR list_contains(neededBodies, x)))
                 WHEN 'NOT_IN' THEN
                   list_filter(vals, lambda x: list_contains(needed, x)
                                               OR list_contains(needed, split_part(x, '@', 1)))
         END AS stray,
         CASE op WHEN 'CONTAINS_ALL' THEN
                   list_filter(needed, lambda w: NOT (list_contains(vals, w) OR list_contains(bodies, w)
                                                      OR list_contains(vals, split_part(w, '@', 1))
                                                      OR starts_with(w, '@')
                                                         AND (list_contains(atLevels, w)
                                                              OR list_contains(atLevels, '@'))))
         END AS short
  FROM split
), judged AS (
  -- what comes of the record itself
  SELECT *,
         CASE WHEN op = 'PRESENT' AND redacted THEN 'ABSENT'
              WHEN op = 'PRESENT' THEN CASE WHEN vals IS NULL OR vals = [] THEN 'BROKEN' ELSE 'OK' END
              WHEN op = 'ABSENT' AND (vals IS NULL OR vals = []) THEN 'OK'
              WHEN op = 'ABSENT' THEN CASE WHEN byParty AND partyMember IS NULL THEN 'ABSENT' ELSE 'BROKEN' END
              WHEN vals IS NULL OR byParty AND partyMember IS NULL THEN 'ABSENT'
              WHEN op IN ('IN', 'NOT_IN') THEN CASE WHEN len(stray) > 0 THEN 'BROKEN' ELSE 'OK' END
              WHEN op = 'CONTAINS_ALL' THEN CASE WHEN len(short) > 0 THEN 'BROKEN' ELSE 'OK' END
              WHEN op = 'AT_LEAST' THEN CASE WHEN amount < number THEN 'BROKEN' ELSE 'OK' END
              WHEN op = 'AT_MOST' THEN CASE WHEN amount > number THEN 'BROKEN' ELSE 'OK' END
              WHEN op = 'NOT_AFTER' THEN CASE WHEN TRY_CAST(vals[1] AS DATE) > bound THEN 'BROKEN' ELSE 'OK' END
              WHEN op = 'NOT_BEFORE' THEN CASE WHEN TRY_CAST(vals[1] AS DATE) < bound THEN 'BROKEN' ELSE 'OK' END
              WHEN op = 'EQUALS_NUMBER' THEN CASE WHEN amount <> number THEN 'BROKEN' ELSE 'OK' END
              WHEN op = 'AT_MOST_CODE' THEN CASE WHEN vals[1] > needed[1] THEN 'BROKEN' ELSE 'OK' END
         END AS bare
  FROM compared
)
SELECT policyRow, recordType, recordId, postingId, cadreId, role, dispatchLevel, day AS date, lastDay,
       CASE WHEN afterMonths IS NOT NULL THEN greatest(day, months_after(begun, afterMonths) - 1)
            WHEN afterFullMonth THEN first_month_end(day)
            ELSE day END AS dueOn, field, op, afterFullMonth, chargedTo,
       expected, number, vals,
       -- nothing is held against a record where it is blacked out whether the row applies
       CASE WHEN bare = 'BROKEN' AND veiled IS NOT NULL THEN 'ABSENT' ELSE bare END AS verdict,
       CASE WHEN verdict <> 'ABSENT' THEN NULL
            WHEN bare = 'BROKEN' THEN recordType || '.' || veiled
            WHEN vals IS NULL OR op = 'PRESENT' THEN recordType || '.' || field
            ELSE 'cadre.politicalStatus' END AS missing,
       CASE WHEN op = 'IN' THEN stray
            WHEN op IN ('AT_LEAST', 'AT_MOST', 'EQUALS_NUMBER') THEN [amount::VARCHAR]
            WHEN op IN ('AT_MOST_CODE', 'NOT_AFTER', 'NOT_BEFORE') THEN vals END AS found,
       CASE WHEN op IN ('IN', 'AT_MOST_CODE') THEN needed END AS wanted,
       CASE WHEN op = 'NOT_IN' THEN stray END AS barred,
       short AS lacking,
       CASE WHEN op = 'ABSENT' THEN vals END AS surplus,
       CASE WHEN op = 'AT_LEAST' THEN number END AS least,
       CASE WHEN op = 'EQUALS_NUMBER' THEN number END AS exactly,
       CASE WHEN op = 'AT_MOST' THEN number END AS most,
       CASE WHEN op = 'NOT_AFTER' THEN bound END AS latest,
       CASE WHEN op = 'NOT_BEFORE' THEN bound END AS earliest,
       CASE WHEN op = 'PRESENT' THEN day END AS presentOn
FROM judged;
