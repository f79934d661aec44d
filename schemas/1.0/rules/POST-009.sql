/*{
  "id": "POST-009",
  "since": "1.0",
  "title": {"zh": "交接未完成即离任", "en": "Left before the handover was completed"},
  "asks": {
    "zh": "到期轮换的人员在交接完成之后方可离任；完成当日离任视为符合；交接已开始而没有完成日期的，视为没有完成。",
    "en": "A cadre who is rotated leaves only after the handover is completed; leaving on that day will do. A handover that was begun and has no day of completion was not completed."
  },
  "message": {
    "zh": "{endDate}离任时交接尚未完成[，到{completedOn}才完成]",
    "en": "left on {endDate} before the handover was completed[, which was on {completedOn}]"
  },
  "fix": {
    "zh": "核对离任和交接完成日期；今后先完成交接再离任。",
    "en": "Check both dates; in future complete the handover first."
  },
  "records": ["posting"],
  "fields": ["posting.handoverCompletedOn"],
  "conventions": ["K3", "K12", "K14"],
  "absence": [
    {"field": "posting.handoverCompletedOn", "zh": "交接已经开始：接任者的记录载明开始日期，未载明完成的即未完成", "en": "the handover had begun: the successor's own record says when, and of no end"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "handover.completeBeforeLeaving"}}],
  "arguments": {"endDate": "date", "completedOn": "date", "successorId": "text"},
  "keys": ["successorId"]
}*/
-- @query
-- a handover that was begun and has no end on record was not completed; of one that left no trace nothing is known
SELECT 'posting' AS recordType, p.id AS recordId, r.policyRow,
       CASE WHEN s.unknown THEN 'posting.handoverCompletedOn' END AS missing, '/endDate' AS pointer,
       p.endDate, s.handoverCompletedOn AS completedOn, s.id AS successorId
FROM posting p CROSS JOIN batch b
JOIN (SELECT *, handoverCompletedOn IS NULL AND (handoverStart IS NULL OR coalesce(list_contains(redacted, 'handoverCompletedOn'), false)) AS unknown FROM posting) s
     ON s.replacesPostingId = p.id
JOIN param('handover.completeBeforeLeaving') r ON binds(r, p.endDate)
     AND concerns(r, p.role, p.dispatchLevel) AND r.flag
WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf AND (s.handoverCompletedOn IS NULL OR s.handoverCompletedOn > p.endDate);
-- @break
UPDATE posting SET handoverCompletedOn = t.day
FROM (SELECT s.id, p.endDate + 1 AS day FROM posting s JOIN posting p ON p.id = s.replacesPostingId JOIN param('handover.completeBeforeLeaving') r ON p.endDate >= r.validFrom
      WHERE p.endReason = 'ROTATION' AND p.endDate <= (SELECT b.asOf FROM batch b) ORDER BY s.id LIMIT 1) t
WHERE posting.id = t.id;
