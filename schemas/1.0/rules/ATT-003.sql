/*{
  "id": "ATT-003",
  "since": "1.0",
  "quality": "COMPLETENESS",
  "title": {"zh": "整月无考勤记录", "en": "No attendance record in a full month"},
  "asks": {
    "zh": "不间断任职的每个完整月份都有考勤记录。留存记录本身就是要求，因此本批数据带有考勤（或声明考勤完整）时，缺记录即是问题；两者都没有的，以及没有声明完整的更正批次，不作判断。整月都在获批的请假之内、或应组织要求不在村的，不在此列。",
    "en": "Each full month of unbroken service has attendance on record. Keeping the record is itself the duty, so the lack of it counts where the batch carries attendance, or declares it complete; with neither, and in a correction that does not declare it, nothing is judged. A month wholly on approved leave, or away as the organisation ordered, is left out."
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
  "views": ["attendance_month", "excused_month", "service_calendar", "working_month"],
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
WITH due AS (
  -- the whole months of a service, told at its last posting
  SELECT s.cadreId, s.periodStart, s.periodEnd, s.label, s.closed, s.cut, p.policyRow,
         -- a correction holds only what changes: it lacks nothing but what it declares complete
         s.within AND coalesce(b.mode <> 'CORRECTION', true) AS within,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s CROSS JOIN batch b
  JOIN param('presence.keepAttendance') p ON p.flag AND binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role, s.dispatchLevel)
  WHERE s.period = 'MONTH' GROUP BY ALL
), empty AS (
  -- those without any entry, with the days that the cadre has a reason to be away, or may have one
  SELECT d.*, covered('attendance', d.periodStart, d.periodEnd) AS covered, x.missing AS unproven,
         -- of a year without a calendar every day needs its reason
         coalesce(w.days, (1::BIGINT << day(d.periodEnd)) - 1) AS days,
         coalesce(x.days, 0) AS excused, coalesce(x.unproven, 0) AS open
  FROM due d LEFT JOIN working_month w ON w.month = d.periodStart
  LEFT JOIN excused_month x ON x.cadreId = d.cadreId AND x.month = d.periodStart
  ANTI JOIN attendance_month a ON a.cadreId = d.cadreId AND a.month = d.periodStart
  WHERE fills(d.spans, d.periodStart, d.periodEnd)
)
-- where a missing record is a ground for rectification it burdens the cadre, who may only be a candidate
-- (K16)
SELECT CASE WHEN EXISTS (SELECT 1 FROM rectificationGround g WHERE g.ground = '05'
    AND binds(g, periodEnd)) THEN 'candidate'
            ELSE 'violation' END AS outcome,
       'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN cut AND NOT (closed AND covered) THEN 'period.MONTH'
            WHEN days & ~(excused | open) = 0 THEN unproven END AS missing, label AS month
FROM empty WHERE days & ~excused <> 0 AND (covered OR within OR cut);
-- @break
DELETE FROM attendance
WHERE (cadreId, date_trunc('month', date)::DATE) IN (SELECT s.cadreId, s.periodStart
                                                     FROM (FROM service_calendar WHERE closed) s
                                                     CROSS JOIN batch b
                                                     JOIN param('presence.keepAttendance') p
                                                          ON binds(p, s.periodStart, s.periodEnd)
                                                          AND concerns(p, s.role, s.dispatchLevel)
                                                     WHERE s.period = 'MONTH'
                                                       AND s.periodStart >= b.startDate
                                                       AND s.periodEnd <= b.endDate
                                                     ORDER BY s.cadreId, s.periodStart DESC LIMIT 1);
