/*{
  "id": "ATT-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考勤不由规定的机构记录", "en": "Attendance kept by another body than the one set"},
  "asks": {
    "zh": "考勤由规定的机构记录，不由干部本人或村里自记，天数才可信。按派驻和月份归并报告。",
    "en": "Attendance is kept by the body set, not by the cadre or the village, so that the days can be trusted. Reported by posting and month."
  },
  "message": {
    "zh": "{month}有{entries}条考勤由{found}记录，应由{required}记录",
    "en": "{month}: {entries} attendance entries were kept by {found} instead of {required}"
  },
  "fix": {
    "zh": "由规定的机构核实并重新记录；记录机构填错的，更正recordedBy。",
    "en": "Have the body set verify and keep the record; if the field is wrong, correct recordedBy."
  },
  "records": ["attendance", "posting"],
  "views": ["posting_span"],
  "splitBy": "cadre",
  "fields": ["attendance.recordedBy"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "presence.keeper"}}],
  "arguments": {"month": "text", "entries": "number", "found": "codelist:body", "required": "codelist:body"},
  "keys": ["month"]
}*/
-- @query
WITH entry AS (
  -- the attendance of a posting by month: how many entries were kept by another body, or do not say by whom
  SELECT s.postingId, p.policyRow, p.code AS required, date_trunc('month', a.date)::DATE AS month,
         count(*) FILTER (a.recordedBy <> p.code) AS entries,
         count(*) FILTER (a.recordedBy IS NULL) AS unknown,
         list_sort(list(DISTINCT a.recordedBy) FILTER (a.recordedBy <> p.code)) AS found
  FROM attendance a JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
  JOIN param('presence.keeper') p ON binds(p, a.date) AND concerns(p, s.role, s.dispatchLevel)
  GROUP BY ALL
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN entries = 0 THEN 'attendance.recordedBy' END AS missing,
       strftime(month, '%Y-%m') AS month, entries, found, required
FROM entry WHERE entries > 0 OR unknown > 0;
-- @break
UPDATE attendance
SET recordedBy = 'CADRE'
WHERE id = (SELECT a.id
            FROM attendance a
            JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
            JOIN param('presence.keeper') p ON binds(p, a.date) AND concerns(p, s.role, s.dispatchLevel)
            ORDER BY a.id LIMIT 1);
