/*{
  "id": "POST-009",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "交接不完整即离任", "en": "Left without a complete handover"},
  "asks": {
    "zh": "到期轮换的人员在交接完成之后方可离任；完成当日离任视为符合；交接已开始而没有完成日期的，视为没有完成。由单位指导交接的，新老干部的派出单位都要指导；没有登记指导单位的不判断。",
    "en": "A cadre who is rotated leaves only after the handover is completed; leaving on that day will do. A handover that was begun and has no day of completion was not completed. Where units guide it, those of the old and of the new cadre both do; where no unit is on record, that is not judged."
  },
  "message": {
    "zh": "{endDate}离任时交接不完整[，到{completedOn}才完成][，{begunOn}开始后没有完成][，派出单位{lacking}没有指导]",
    "en": "left on {endDate} without a complete handover[: it was completed on {completedOn} only][: begun on {begunOn}, it was not completed][: the unit {lacking} did not guide it]"
  },
  "fix": {
    "zh": "核对离任、交接完成日期和指导单位；今后先完成交接再离任，没有参加的单位补做指导。",
    "en": "Check both dates and the units that guided; in future complete the handover first. A unit that did not guide it makes up for it."
  },
  "records": ["posting"],
  "fields": ["posting.handoverCompletedOn", "posting.handoverGuidedByIds"],
  "conventions": ["K3", "K12", "K14", "K21"],
  "absence": [
    {"field": "posting.handoverCompletedOn", "zh": "交接已经开始：接任者的记录载明开始日期，未载明完成的即未完成", "en": "the handover had begun: the successor's own record says when, and of no end"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "handover.completeBeforeLeaving"}}, {"table": "parameter", "where": {"name": "handover.guidedByUnits"}}],
  "arguments": {"endDate": "date", "begunOn": "date", "completedOn": "date", "lacking": "text", "otherId": "text"},
  "keys": ["otherId"]
}*/
-- @query
WITH handover AS (
  -- the rotations that are over, each with whoever came in the place of the cadre who left
  SELECT p.id AS predecessorId, s.id AS successorId, p.role, p.dispatchLevel, p.endDate, s.handoverStart,
         s.handoverCompletedOn, s.handoverGuidedByIds,
         -- a handover that was begun and has no end on record was not completed; of one that left no trace nothing
         -- is known
         s.handoverCompletedOn IS NULL
           AND (s.handoverStart IS NULL
                OR coalesce(list_contains(s.redacted, 'handoverCompletedOn'), false)) AS unknown,
         list_filter(list_distinct([p.dispatchingUnitId, s.dispatchingUnitId]),
                     lambda u: NOT list_contains(s.handoverGuidedByIds, u)) AS lacking
  FROM posting p JOIN posting s ON s.replacesPostingId = p.id CROSS JOIN batch b
  WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf AND s.startDate <= b.asOf
)
SELECT 'posting' AS recordType, h.predecessorId AS recordId, r.policyRow,
       CASE WHEN h.unknown THEN 'posting.handoverCompletedOn' END AS missing, '/endDate' AS pointer,
       h.endDate, CASE WHEN h.handoverCompletedOn IS NULL THEN h.handoverStart END AS begunOn,
       h.handoverCompletedOn AS completedOn, NULL AS lacking, h.successorId AS otherId
FROM handover h
JOIN param('handover.completeBeforeLeaving') r ON binds(r, h.endDate)
     AND concerns(r, h.role, h.dispatchLevel) AND r.flag
WHERE h.handoverCompletedOn IS NULL OR h.handoverCompletedOn > h.endDate
UNION ALL
-- the successor's record says who guided it
SELECT 'posting', h.successorId, r.policyRow,
       CASE WHEN h.handoverGuidedByIds IS NULL THEN 'posting.handoverGuidedByIds' END, '/handoverGuidedByIds',
       h.endDate, NULL, NULL, h.lacking, h.predecessorId
FROM handover h
JOIN param('handover.guidedByUnits') r ON binds(r, h.endDate)
     AND concerns(r, h.role, h.dispatchLevel) AND r.flag
WHERE h.handoverGuidedByIds IS NULL OR len(h.lacking) > 0;
-- @break
UPDATE posting
SET handoverCompletedOn = t.day
FROM (SELECT s.id, p.endDate + 1 AS day
      FROM posting s JOIN posting p ON p.id = s.replacesPostingId
      JOIN param('handover.completeBeforeLeaving') r ON p.endDate >= r.validFrom
      WHERE p.endReason = 'ROTATION' AND p.endDate <= (SELECT b.asOf FROM batch b) ORDER BY s.id LIMIT 1) t
WHERE posting.id = t.id;
