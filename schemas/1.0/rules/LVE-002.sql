/*{
  "id": "LVE-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "请假结束未销假", "en": "Return from leave not reported"},
  "asks": {
    "zh": "请假期满后要销假，单位才知道人已回村。应在请假结束后的第一个工作日销假，当天未登记的不算；过了这一天仍没有销假日期的，视为未销假。请假期间被召回、或任职已经结束的，不必销假。",
    "en": "A return from leave is reported, so that it is known who is back. It is due on the first working day after the leave, and counts as not reported once the next working day has come without it. None is due from someone recalled during the leave, or whose service ended with it."
  },
  "message": {
    "zh": "请假已于{endDate}结束，应于{dueDate}销假，没有登记销假日期",
    "en": "The leave ended on {endDate}; the return was to be reported on {dueDate}, and no report is on record"
  },
  "fix": {
    "zh": "补报销假日期；确未销假的，督促办理。",
    "en": "Supply the day of report; if there was none, have the return reported."
  },
  "records": ["leave"],
  "views": ["calendar_day", "posting_spell", "working_day"],
  "conventions": ["K4", "K12", "K13", "K14"],
  "absence": [
    {"field": "leave.returnReportedOn", "zh": "请假记录载明假期已满，销假是文件要求登记的", "en": "the leave's own record says that it is over, and the text asks that the return be reported"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "leave.returnReport"}}],
  "arguments": {"endDate": "date", "dueDate": "date"}
}*/
-- @query
WITH ended AS (
  -- the leaves that are over without a return, with the first working day after and the one that follows it
  SELECT l.*, p.policyRow, concerns_cadre(p, l.cadreId, l.startDate) AS concerned, f.date AS dueDate,
      n.date AS lateFrom
  FROM leave l CROSS JOIN batch b JOIN param('leave.returnReport') p ON p.flag AND binds(p, l.endDate)
  LEFT JOIN calendar_day d ON d.date = l.endDate
  LEFT JOIN working_day f ON f.ordinal = d.ordinal + 1
  LEFT JOIN working_day n ON n.ordinal = d.ordinal + 2
  WHERE l.endDate < b.asOf AND l.returnReportedOn IS NULL
)
SELECT 'leave' AS recordType, e.id AS recordId, policyRow,
       CASE WHEN concerned IS NULL THEN 'coverage.posting'
            WHEN list_contains(redacted, 'returnReportedOn') THEN 'leave.returnReportedOn'
            WHEN lateFrom IS NULL THEN 'register.calendar' END AS missing,
       '/returnReportedOn' AS pointer, e.endDate, dueDate
FROM ended e CROSS JOIN batch b
WHERE coalesce(e.lateFrom <= b.asOf, true)
  AND coalesce(e.concerned, true)
  -- who was recalled meanwhile, or whose service ended, does not come back to report
  AND NOT EXISTS (SELECT 1
                  FROM posting_spell v
                  WHERE v.cadreId = e.cadreId AND e.startDate BETWEEN v.startDate AND v.endDate
                    AND v.endDate < coalesce(e.dueDate, e.endDate + 1))
  AND NOT EXISTS (SELECT 1
                  FROM measure m
                  WHERE m.kind = 'RECALL' AND m.cadreId = e.cadreId
                    AND m.date BETWEEN e.startDate AND coalesce(e.dueDate, e.endDate));
-- @break
UPDATE leave
SET returnReportedOn = NULL
WHERE id = (SELECT l.id
            FROM leave l CROSS JOIN batch b JOIN param('leave.returnReport') p ON binds(p, l.endDate)
            JOIN posting_spell v ON v.cadreId = l.cadreId AND l.startDate BETWEEN v.startDate AND v.endDate
                 AND v.endDate > l.endDate + 15
            ANTI JOIN measure m ON m.kind = 'RECALL' AND m.cadreId = l.cadreId
            JOIN posting_span s ON s.cadreId = l.cadreId AND l.startDate BETWEEN s.startDate AND s.endDate
                 AND concerns(p, s.role, s.dispatchLevel)
            WHERE l.endDate < b.asOf - 15 ORDER BY l.id LIMIT 1);
