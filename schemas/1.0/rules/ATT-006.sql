/*{
  "id": "ATT-006",
  "since": "1.0",
  "title": {"zh": "整月没有在村过夜", "en": "No night in the village in a full month"},
  "asks": {
    "zh": "登记了过夜情况的，一个整月内计入在村的日子里至少有一夜住在村里；一夜也没有的，疑似“走读”，须核实。没有登记过夜的不判断。",
    "en": "Where nights are recorded, at least one credited day of a full month has its night in the village; a month without one suggests commuting and needs a look. Months whose nights are not recorded are not judged."
  },
  "message": {
    "zh": "{month}计入在村{days}天，登记的过夜均不在村",
    "en": "{month}: {days} credited days, and on none of them was the night spent in the village"
  },
  "fix": {
    "zh": "向干部和村里核实住宿情况；过夜登记有误的更正。",
    "en": "Ask the cadre and the village about the lodging; correct the record if it is wrong."
  },
  "outcome": "CANDIDATE",
  "records": ["posting", "attendance"],
  "views": ["service_calendar"],
  "splitBy": "cadre",
  "fields": ["attendance.overnight"],
  "coverage": ["attendance"],
  "conventions": ["K5", "K12", "K14", "K16"],
  "policies": [{"table": "parameter", "where": {"name": "presence.overnightRequired"}}, {"table": "creditingStatus"}],
  "arguments": {"month": "text", "days": "number"},
  "keys": ["month"]
}*/
-- @query
WITH night AS (
  -- the credited days of a month, and on how many of them the night is said to be spent there
  SELECT a.cadreId, date_trunc('month', a.date)::DATE AS month, count(DISTINCT a.date) AS days,
         count(*) FILTER (a.overnight) AS nights, count(*) FILTER (a.overnight IS NULL) AS unknown
  FROM attendance a JOIN creditingStatus c ON c.status = a.status AND binds(c, a.date)
  GROUP BY ALL
), due AS (
  -- the whole months of a service without a night, told at its last posting
  SELECT s.cadreId, s.periodStart, s.periodEnd, s.label, s.closed, p.policyRow, n.days, n.unknown,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s
  JOIN param('presence.overnightRequired') p ON p.flag AND binds(p, s.periodStart, s.periodEnd)
       AND concerns(p, s.role, s.dispatchLevel)
  JOIN night n ON n.cadreId = s.cadreId AND n.month = s.periodStart
  WHERE s.period = 'MONTH' AND n.nights = 0 GROUP BY ALL
)
-- a suspicion, not yet a fact about the person (K16)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN NOT closed THEN 'period.MONTH'
            WHEN unknown > 0 THEN 'attendance.overnight'
            WHEN NOT covered('attendance', periodStart, periodEnd) THEN 'coverage.attendance' END AS missing,
       label AS month, days
FROM due WHERE fills(spans, periodStart, periodEnd);
-- @break
UPDATE attendance
SET overnight = false
WHERE (cadreId, date_trunc('month', date)::DATE) IN (SELECT s.cadreId, s.periodStart
                                                     FROM (FROM service_calendar WHERE closed) s
                                                     JOIN param('presence.overnightRequired') p
                                                          ON binds(p, s.periodStart, s.periodEnd)
                                                          AND concerns(p, s.role, s.dispatchLevel)
                                                     WHERE s.period = 'MONTH'
                                                       AND covered('attendance', s.periodStart, s.periodEnd)
                                                     ORDER BY s.cadreId, s.periodStart LIMIT 1);
