/*{
  "id": "LVE-002",
  "since": "1.0",
  "title": {"zh": "请假结束未销假", "en": "Return from leave not reported"},
  "asks": {
    "zh": "请假期满后要销假，单位才知道人已回村。请假结束、而记录中没有销假日期的，视为未销假。",
    "en": "A return from leave is reported, so that it is known who is back. A leave that is over without a day of report counts as not reported."
  },
  "message": {
    "zh": "请假已于{endDate}结束，没有销假日期",
    "en": "The leave ended on {endDate} and no return was reported"
  },
  "fix": {
    "zh": "补报销假日期；确未销假的，督促办理。",
    "en": "Supply the day of report; if there was none, have the return reported."
  },
  "records": ["leave"],
  "views": ["posting_span"],
  "conventions": ["K13", "K14"],
  "absence": [
    {"field": "leave.returnReportedOn", "zh": "请假记录载明假期已满，销假是文件要求登记的", "en": "the leave's own record says that it is over, and the text asks that the return be reported"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "leave.returnReport"}}],
  "arguments": {"endDate": "date"}
}*/
-- @query
SELECT 'leave' AS recordType, l.id AS recordId, p.policyRow,
       CASE WHEN list_contains(l.redacted, 'returnReportedOn') THEN 'leave.returnReportedOn' END AS missing, '/returnReportedOn' AS pointer, l.endDate
FROM leave l CROSS JOIN batch b JOIN param('leave.returnReport') p ON p.flag AND binds(p, l.endDate)
WHERE l.endDate < b.asOf AND l.returnReportedOn IS NULL
  AND (p.roles IS NULL OR EXISTS (
    SELECT 1 FROM posting_span s WHERE s.cadreId = l.cadreId AND l.startDate BETWEEN s.startDate AND s.endDate AND list_contains(p.roles, s.role)));
-- @break
UPDATE leave SET returnReportedOn = NULL WHERE id = (
  SELECT l.id FROM leave l CROSS JOIN batch b JOIN param('leave.returnReport') p ON binds(p, l.endDate)
  JOIN posting_span s ON s.cadreId = l.cadreId AND l.startDate BETWEEN s.startDate AND s.endDate AND concerns(p, s.role)
  WHERE l.endDate < b.asOf ORDER BY l.id LIMIT 1);
