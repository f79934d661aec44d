/*{
  "id": "ATT-009",
  "since": "1.0",
  "quality": "ACCURACY",
  "title": {"zh": "考勤或日记与事实不符", "en": "Attendance or diary that is untrue"},
  "asks": {
    "zh": "考勤要真实：登记在村的日子，不应被同日督查发现不在岗；被认定不实的考勤和民情日记也在此列出。只作线索，由主管部门认定。",
    "en": "Attendance is true: a date recorded as in the village is not one on which an inspection found the cadre off post. Attendance and diaries determined to be untrue are listed too. These are leads; the authority decides."
  },
  "message": {
    "zh": "{date}的记录不可信[：考勤登记为在村，当日督查却发现{finding}][：{declared}的记录已被认定不实]",
    "en": "The record of {date} cannot be relied on[: it says in the village, but an inspection of that day found the cadre {finding}][: the record of {declared} was determined to be untrue]"
  },
  "fix": {
    "zh": "核对督查记录、现场情况与考勤；有误的一方更正，造假的按规定处理。",
    "en": "Compare the inspection, the facts and the record; correct whichever is wrong, and follow the rules where it was made up."
  },
  "outcome": "CANDIDATE",
  "records": [],
  "each": ["attendance", "activity"],
  "views": ["posting_span"],
  "coverage": ["posting"],
  "splitBy": "cadre",
  "conventions": ["K12", "K14", "K15", "K16"],
  "policies": [{"table": "parameter", "where": {"name": "presence.keepAttendance"}}],
  "also": [{"table": "parameter", "where": {"name": "rectification.diaryPerMonth"}}],
  "arguments": {"date": "date", "finding": "codelist:inspection-finding", "declared": "date"}
}*/
-- @query
WITH found AS (
  -- the days on which a check found somebody off post
  SELECT unnest(coalesce(cadreIds, []) || [cadreId]) AS cadreId, date AS startDate,
         coalesce(endDate, date) AS endDate
  FROM activity WHERE finding = 'OFF_POST' AND coalesce(endDate >= date, true)
), off AS (
  -- until when the cadre was found off post by any of the inspections that began by then
  SELECT cadreId, startDate,
         max(endDate) OVER (PARTITION BY cadreId ORDER BY startDate RANGE UNBOUNDED PRECEDING) AS endDate
  FROM (SELECT cadreId, startDate, max(endDate) AS endDate FROM found WHERE cadreId IS NOT NULL GROUP BY ALL)
), untrue AS (
  -- entries that say in the village, on a day on which a check found the cadre away
  SELECT a.*
  FROM (SELECT id, cadreId, date, declaredFalse
        FROM attendance WHERE status = 'IN_VILLAGE' AND cadreId IN (SELECT cadreId FROM off)) a
  ASOF JOIN off o ON o.cadreId = a.cadreId AND o.startDate <= a.date
  WHERE o.endDate >= a.date
), suspect AS (
  -- these and the entries that were declared false, each once
  SELECT id, cadreId, date, max(finding) AS finding, bool_or(coalesce(declaredFalse, false)) AS declared
  FROM (SELECT id, cadreId, date, NULL::VARCHAR AS finding, declaredFalse
        FROM attendance WHERE declaredFalse
        UNION ALL
        SELECT id, cadreId, date, 'OFF_POST', declaredFalse
        FROM untrue)
  GROUP BY ALL
)
SELECT DISTINCT 'attendance' AS recordType, a.id AS recordId, p.policyRow, NULL::VARCHAR AS missing, a.date,
                a.finding, CASE WHEN a.declared THEN a.date END AS declared
FROM suspect a JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
JOIN param('presence.keepAttendance') p ON p.flag AND binds(p, a.date) AND concerns(p, s.role, s.dispatchLevel)
UNION ALL
SELECT 'activity', v.id, p.policyRow,
       CASE WHEN concerns_cadre(p, coalesce(v.cadreId, v.cadreIds[1]), v.date) IS NULL THEN 'coverage.posting' END,
       v.date, NULL, v.date
FROM activity v CROSS JOIN batch b JOIN param('rectification.diaryPerMonth') p ON binds(p, v.date)
WHERE v.kind = 'DIARY' AND v.declaredFalse AND v.date <= b.asOf
  AND coalesce(concerns_cadre(p, coalesce(v.cadreId, v.cadreIds[1]), v.date), true)
UNION ALL
-- of a day in no posting on record it is not known whose rule binds it
SELECT 'attendance', a.id, NULL, 'coverage.posting', NULL, NULL, NULL
FROM suspect a CROSS JOIN batch b
WHERE a.date <= b.asOf
  AND EXISTS (SELECT 1
              FROM parameter p WHERE p.name = 'presence.keepAttendance' AND p.flag AND binds(p, a.date))
  AND NOT EXISTS (SELECT 1
                  FROM posting_span s
                  WHERE s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate)
  AND NOT covered('posting', a.date, a.date);
-- @break
UPDATE attendance
SET declaredFalse = true
WHERE id = (SELECT a.id
            FROM attendance a
            JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
            JOIN param('presence.keepAttendance') p ON binds(p, a.date) AND concerns(p, s.role, s.dispatchLevel)
            WHERE a.status = 'IN_VILLAGE' ORDER BY a.id LIMIT 1);
