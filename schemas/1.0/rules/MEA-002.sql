/*{
  "id": "MEA-002",
  "since": "1.0",
  "title": {"zh": "请假超过规定天数未召回", "en": "No recall after long leave"},
  "asks": {
    "zh": "一次连续请假超过规定天数的，自超过之日起应召回。相邻或重叠的请假合并，按日历日计算，首尾都计入；是否经批准不影响。到该日派驻已经结束的不适用。",
    "en": "Leave of more than the days set in one spell leads to recall from the first day beyond. Adjacent or overlapping leaves are merged, in calendar days, both ends counted, approved or not. It does not apply where the posting had ended by that day."
  },
  "message": {
    "zh": "{startDate}至{endDate}连续请假{days}天，超过{limit}天，没有召回",
    "en": "{days} days of leave in one spell, {startDate} to {endDate}, more than {limit}; no recall"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "records": ["leave", "measure", "posting"],
  "views": ["leave_spell", "nameless"],
  "fields": ["measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K2", "K12", "K14"],
  "policies": [{"table": "recallTrigger", "where": {"trigger": "LEAVE_DAYS"}}, {"table": "parameter", "where": {"name": "leave.recallAfterDays"}}],
  "arguments": {"startDate": "date", "endDate": "date", "days": "number", "limit": "number"}
}*/
-- @query
SELECT 'leave' AS recordType, leaveId AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.measure' WHEN nameless THEN 'measure.cadreId' END AS missing, startDate, endDate, date_diff('day', startDate, endDate) + 1 AS days, days AS limit
FROM (SELECT l.leaveId, l.startDate, least(l.endDate, b.asOf) AS endDate, n.number AS days, r.policyRow, covered('measure', 'RECALL', l.startDate, b.asOf) AS covered,
             'RECALL' IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless
      FROM leave_spell l CROSS JOIN batch b
      JOIN param('leave.recallAfterDays') n ON l.startDate + n.number::INTEGER <= least(l.endDate, b.asOf)
      JOIN recallTrigger r ON r.trigger = 'LEAVE_DAYS' AND binds(r, l.startDate + n.number::INTEGER)
      WHERE EXISTS (SELECT 1 FROM posting p WHERE p.cadreId = l.cadreId AND p.startDate <= l.startDate AND coalesce(p.endDate >= l.startDate + n.number::INTEGER, true) AND concerns(r, p.role))
        AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.kind = 'RECALL' AND m.cadreId = l.cadreId AND m.date >= l.startDate AND m.date <= b.asOf AND (m.grounds IS NULL OR list_contains(m.grounds, r.ground))));
-- @break
-- the recall that followed a long leave rests on something else
UPDATE measure SET grounds = ['OTHER']
WHERE kind = 'RECALL' AND list_has_any(grounds, (SELECT list(ground) FROM recallTrigger WHERE trigger = 'LEAVE_DAYS'))
  AND cadreId = (SELECT l.cadreId FROM leave_spell l CROSS JOIN batch b JOIN param('leave.recallAfterDays') n ON l.days > n.number
                 WHERE l.cadreId IN (SELECT cadreId FROM measure WHERE kind = 'RECALL') ORDER BY l.leaveId LIMIT 1);
