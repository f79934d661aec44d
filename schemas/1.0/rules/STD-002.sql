/*{
  "id": "STD-002",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "warning",
  "title": {"zh": "考勤日期不在派驻期内", "en": "Attendance outside every posting"},
  "asks": {
    "zh": "考勤日期应当落在该干部的某一段派驻期内；派驻记录声明完整的期间才判断，其余按干部计为无法判断。",
    "en": "A day of attendance lies in some posting of the cadre; judged where the postings are declared complete, otherwise reported once for the cadre as not judged."
  },
  "message": {
    "zh": "{date}不在该干部的任何派驻期内",
    "en": "{date} is in no posting of the cadre"
  },
  "fix": {
    "zh": "核对考勤日期和派驻起止日期。",
    "en": "Check the day and the span of the posting."
  },
  "records": ["attendance", "posting"],
  "views": ["attendance_month", "posting_spell"],
  "splitBy": "cadre",
  "coverage": ["posting"],
  "conventions": ["K3", "K12"],
  "arguments": {"date": "date"}
}*/
-- @query
WITH seen AS (
  -- the first and last day of each cadre's attendance
  SELECT cadreId, min(firstDay) AS firstDay, max(lastDay) AS lastDay FROM attendance_month GROUP BY cadreId
), whole AS (
  -- the first and last day of each cadre's postings, and in how many spells
  SELECT cadreId, min(startDate) AS startDate, max(endDate) AS endDate, count(*) AS spells
  FROM posting_spell GROUP BY cadreId
), suspect AS (
  -- most cadres have one spell and all their days in it; only the others are looked at day by day
  SELECT s.*
  FROM seen s LEFT JOIN whole w ON w.cadreId = s.cadreId
  WHERE w.cadreId IS NULL OR w.spells > 1 OR s.firstDay < w.startDate OR s.lastDay > w.endDate
), stray AS (
  -- the entries that no posting contains
  SELECT a.id, a.cadreId, a.date, covered('posting', a.date, a.date) AS covered
  FROM (SELECT id, cadreId, date FROM attendance WHERE cadreId IN (SELECT cadreId FROM suspect)) a
  ANTI JOIN posting_spell p ON p.cadreId = a.cadreId AND a.date >= p.startDate AND a.date <= p.endDate
)
SELECT 'attendance' AS recordType, id AS recordId, NULL AS policyRow, NULL AS missing, '/date' AS pointer,
       date
FROM stray WHERE covered
UNION ALL
SELECT DISTINCT 'cadre', cadreId, NULL, 'coverage.posting', NULL, NULL
FROM stray WHERE NOT covered;
-- @break
-- a cadre without a posting has a day of attendance
INSERT INTO cadre (id) VALUES ('break-std-002');
INSERT INTO attendance (id, cadreId, date, status)
SELECT 'break-std-002', 'break-std-002', b.asOf, 'REST'
FROM batch b;
