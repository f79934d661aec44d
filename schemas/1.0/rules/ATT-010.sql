/*{
  "id": "ATT-010",
  "since": "1.0",
  "quality": "COMPLETENESS",
  "title": {"zh": "整月没有民情日记", "en": "No diary in a full month"},
  "asks": {
    "zh": "不间断任职的每个完整月份，民情日记不少于规定篇数。写日记本身就是要求，因此本批数据带有日记（或声明日记完整）时，没有即作为线索列出；没有声明完整的更正批次不作判断。整月都在获批的请假之内、或应组织要求不在村的，写不了村里的日记，不在此列。",
    "en": "Each full month of unbroken service has at least the number of diary entries set. Keeping the diary is itself the duty, so its lack is listed as a lead where the batch carries diaries, or declares them complete; a correction that does not declare them is not judged. A month wholly on approved leave, or away as the organisation ordered, leaves nothing of the village to write of and is left out."
  },
  "message": {
    "zh": "{month}有民情日记{done}篇，少于{required}篇",
    "en": "{month}: {done} diary entries, fewer than {required}"
  },
  "fix": {
    "zh": "补交该月原有的日记；确未写的如实说明，不得补造。",
    "en": "Supply the diary kept in that month; if none was kept, say so. Never invent it."
  },
  "outcome": "CANDIDATE",
  "records": ["posting", "activity"],
  "views": ["excused_month", "service_calendar", "working_month"],
  "fields": ["activity.cadreId"],
  "conventions": ["K5", "K12", "K14", "K16"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "rectification.diaryPerMonth"}}],
  "arguments": {"month": "text", "done": "number", "required": "number"},
  "keys": ["month"]
}*/
-- @query
WITH due AS (
  -- the whole months in which a cadre owes diaries, told at the last posting of the service; the lower number binds
  SELECT s.cadreId, s.periodStart, s.periodEnd, s.label, s.cut, s.closed,
         -- a correction holds only what changes: it lacks nothing but what it declares complete
         s.within AND coalesce(b.mode <> 'CORRECTION', true) AS within,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         min({'number': p.number, 'policyRow': p.policyRow}) AS lowest,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s CROSS JOIN batch b
  JOIN param('rectification.diaryPerMonth') p ON binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role, s.dispatchLevel)
  WHERE s.period = 'MONTH' GROUP BY ALL
), diary AS (
  -- how many diaries a cadre wrote in each month
  SELECT cadreId, month, count(DISTINCT id) AS done
  FROM (SELECT id, date_trunc('month', date)::DATE AS month,
               unnest(coalesce(cadreIds, []) || [cadreId]) AS cadreId
        FROM activity WHERE kind = 'DIARY')
  GROUP BY ALL
), nobody AS (
  -- a diary that does not say whose it is may be the one that is missed
  SELECT date_trunc('month', date)::DATE AS month
  FROM activity WHERE kind = 'DIARY' AND cadreId IS NULL AND cadreIds IS NULL
), counted AS (
  -- with the diaries written, and the days that the cadre has a reason to be away, or may have one
  SELECT d.*, lowest.policyRow AS policyRow, lowest.number AS required, coalesce(y.done, 0) AS done,
         covered('activity', 'DIARY', d.periodStart, d.periodEnd) AS covered,
         EXISTS (SELECT 1 FROM activity WHERE kind = 'DIARY') AS carried,
         -- of a year without a calendar every day needs its reason
         coalesce(w.days, (1::BIGINT << day(d.periodEnd)) - 1) AS days,
         coalesce(x.days, 0) AS excused, coalesce(x.unproven, 0) AS open, x.missing AS unproven
  FROM due d LEFT JOIN diary y ON y.cadreId = d.cadreId AND y.month = d.periodStart
  LEFT JOIN working_month w ON w.month = d.periodStart
  LEFT JOIN excused_month x ON x.cadreId = d.cadreId AND x.month = d.periodStart
  WHERE fills(d.spans, d.periodStart, d.periodEnd)
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN cut AND NOT (closed AND covered) THEN 'period.MONTH'
            WHEN NOT (covered OR carried) THEN 'coverage.activity.DIARY'
            WHEN periodStart IN (SELECT month FROM nobody) THEN 'activity.cadreId'
            WHEN days & ~(excused | open) = 0 THEN unproven END AS missing, label AS month, done, required
FROM counted WHERE done < required AND days & ~excused <> 0 AND (covered OR within OR cut);
-- @break
DELETE FROM activity
WHERE id IN (WITH target AS (
               SELECT s.cadreId, s.periodStart, s.periodEnd
               FROM (FROM service_calendar WHERE closed) s CROSS JOIN batch b
               JOIN param('rectification.diaryPerMonth') p ON binds(p, s.periodStart, s.periodEnd)
                    AND concerns(p, s.role, s.dispatchLevel)
               WHERE s.period = 'MONTH' AND s.periodStart >= b.startDate AND s.periodEnd <= b.endDate
               ORDER BY s.cadreId, s.periodStart LIMIT 1
             )
             SELECT a.id
             FROM activity a
             JOIN target t ON a.kind = 'DIARY' AND a.date BETWEEN t.periodStart AND t.periodEnd
                  AND (a.cadreId = t.cadreId OR list_contains(a.cadreIds, t.cadreId)));
