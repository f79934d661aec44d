/*{
  "id": "ATT-010",
  "since": "1.0",
  "title": {"zh": "整月没有民情日记", "en": "No diary in a full month"},
  "asks": {
    "zh": "每个完整的派驻月份，民情日记不少于规定篇数。写日记本身就是要求，因此本批数据带有日记（或声明日记完整）时，没有即作为线索列出。",
    "en": "Each full month of a posting has at least the number of diary entries set. Keeping the diary is itself the duty, so its lack is listed as a lead where the batch carries diaries, or declares them complete."
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
  "views": ["posting_calendar"],
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
  SELECT s.postingId, s.cadreId, s.periodStart, s.label, p.policyRow, p.number AS required,
         covered('activity', 'DIARY', s.periodStart, s.periodEnd) AS covered,
         s.within, s.cut, s.closed,
         EXISTS (SELECT 1 FROM activity WHERE kind = 'DIARY') AS carried
  FROM posting_calendar s
  JOIN param('rectification.diaryPerMonth') p ON binds(p, s.periodStart, s.periodEnd) AND concerns(p, s.role)
  WHERE s.period = 'MONTH'
), diary AS (
  SELECT cadreId, month, count(DISTINCT id) AS done
  FROM (SELECT id, date_trunc('month', date)::DATE AS month, unnest(coalesce(cadreIds, []) || [cadreId]) AS cadreId FROM activity WHERE kind = 'DIARY')
  GROUP BY ALL
), nobody AS (
  -- a diary that does not say whose it is may be the one that is missed
  SELECT date_trunc('month', date)::DATE AS month FROM activity WHERE kind = 'DIARY' AND cadreId IS NULL AND cadreIds IS NULL
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing, label AS month, done, required
FROM (SELECT d.*, CASE WHEN cut AND NOT (closed AND covered) THEN 'period.MONTH' WHEN NOT (covered OR carried) THEN 'coverage.activity.DIARY'
                       WHEN d.periodStart IN (SELECT month FROM nobody) THEN 'activity.cadreId' END AS missing, coalesce(y.done, 0) AS done
      FROM due d LEFT JOIN diary y ON y.cadreId = d.cadreId AND y.month = d.periodStart)
WHERE done < required AND (covered OR within OR cut);
-- @break
DELETE FROM activity WHERE id IN (
  WITH target AS (
    SELECT s.cadreId, s.periodStart, s.periodEnd FROM (FROM posting_calendar WHERE closed) s CROSS JOIN batch b
    JOIN param('rectification.diaryPerMonth') p ON binds(p, s.periodStart, s.periodEnd) AND concerns(p, s.role)
    WHERE s.period = 'MONTH' AND s.periodStart >= b.startDate AND s.periodEnd <= b.endDate
    ORDER BY s.cadreId, s.periodStart LIMIT 1)
  SELECT a.id FROM activity a JOIN target t ON a.kind = 'DIARY' AND a.date BETWEEN t.periodStart AND t.periodEnd
       AND (a.cadreId = t.cadreId OR list_contains(a.cadreIds, t.cadreId)));
