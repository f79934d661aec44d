/*{
  "id": "ATT-003",
  "since": "1.0",
  "title": {"zh": "整月无考勤记录", "en": "No attendance record in a full month"},
  "asks": {
    "zh": "每个完整的派驻月份都有考勤记录。留存记录本身就是要求，因此本批数据带有考勤（或声明考勤完整）时，缺记录即是问题；两者都没有的，不作判断。",
    "en": "Each full month of a posting has attendance on record. Keeping the record is itself the duty, so the lack of it counts where the batch carries attendance, or declares it complete; with neither, nothing is judged."
  },
  "message": {
    "zh": "{month}整月没有考勤记录",
    "en": "{month}: no attendance on record in the whole month"
  },
  "fix": {
    "zh": "由考勤责任机构补交该月原始记录；确未记录的如实说明，不得补造。",
    "en": "The keeper supplies the original record of the month; if none was kept, say so. Never invent records."
  },
  "records": ["posting", "attendance"],
  "views": ["attendance_month", "posting_calendar"],
  "splitBy": "cadre",
  "conventions": ["K5", "K12", "K14", "K16"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "presence.keepAttendance"}}],
  "arguments": {"month": "text"},
  "keys": ["month"],
  "entails": [
    {"rule": "ATT-001", "why": {"zh": "没有记录的月份，计入天数为零", "en": "A month without a record has no credited days"}},
    {"rule": "ATT-007", "why": {"zh": "没有记录的工作日去向不明", "en": "Working days without a record are days nobody accounts for"}}
  ]
}*/
-- @query
-- where a missing record is a ground for rectification it burdens the cadre, who may only be a candidate (K16)
SELECT CASE WHEN EXISTS (SELECT 1 FROM rectificationGround WHERE ground = '05') THEN 'candidate' ELSE 'violation' END AS outcome,
       'posting' AS recordType, s.postingId AS recordId, p.policyRow, s.missing, s.label AS month
FROM (SELECT *, CASE WHEN cut AND NOT (closed AND covered) THEN 'period.MONTH' END AS missing
      FROM (SELECT *, covered('attendance', periodStart, periodEnd) AS covered
            FROM posting_calendar WHERE period = 'MONTH')) s
JOIN param('presence.keepAttendance') p ON p.flag AND binds(p, s.periodStart, s.periodEnd) AND concerns(p, s.role)
LEFT JOIN (SELECT DISTINCT cadreId, month FROM attendance_month) a ON a.cadreId = s.cadreId AND a.month = s.periodStart
WHERE a.cadreId IS NULL AND (s.covered OR s.within OR s.cut);
-- @break
DELETE FROM attendance WHERE (cadreId, date_trunc('month', date)::DATE) IN (
  SELECT s.cadreId, s.periodStart
  FROM (FROM posting_calendar WHERE closed) s CROSS JOIN batch b
  JOIN param('presence.keepAttendance') p ON binds(p, s.periodStart, s.periodEnd) AND concerns(p, s.role)
  WHERE s.period = 'MONTH' AND s.periodStart >= b.startDate AND s.periodEnd <= b.endDate
  ORDER BY s.cadreId, s.periodStart DESC LIMIT 1);
