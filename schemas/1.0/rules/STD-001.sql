/*{
  "id": "STD-001",
  "since": "1.0",
  "severity": "error",
  "title": {"zh": "同一干部派驻期重叠", "en": "A cadre has two postings at a time"},
  "asks": {
    "zh": "一名干部同一天只能有一个有效派驻；同一工作队兼管几个村的除外。",
    "en": "On any day a cadre has one active posting; a team that serves several villages is the exception."
  },
  "message": {
    "zh": "与派驻记录{other}自{from}起重叠，且不属同一工作队",
    "en": "Overlaps posting {other} from {from}, and not within one team"
  },
  "fix": {
    "zh": "补登前一派驻的结束日期，或更正干部标识。",
    "en": "End the earlier posting, or correct the cadre's id."
  },
  "records": ["posting"],
  "conventions": ["K3"],
  "arguments": {"other": "text", "from": "date"}
}*/
-- @query
WITH span AS (
  SELECT id, cadreId, teamId, startDate, coalesce(endDate, DATE '9999-12-31') AS endDate FROM posting WHERE endDate IS NULL OR endDate >= startDate
)
SELECT 'violation' AS outcome, 'posting' AS recordType, b.id AS recordId, NULL AS policyRow, NULL AS missing, '/startDate' AS pointer,
       a.id AS other, b.startDate AS "from"
FROM span a JOIN span b ON b.cadreId = a.cadreId AND (b.startDate, b.id) > (a.startDate, a.id) AND b.startDate <= a.endDate
WHERE a.teamId IS NULL OR b.teamId IS NULL OR a.teamId <> b.teamId;
-- @break
-- from tomorrow a second posting is booked, as a sinking cadre so that it counts towards no team
INSERT INTO posting (id, cadreId, villageId, dispatchingUnitId, role, dispatchLevel, startDate)
SELECT 'break-std-001', p.cadreId, p.villageId, p.dispatchingUnitId, 'SINKING_CADRE', p.dispatchLevel, p.endDate + 1
FROM posting_span p JOIN posting o ON o.id = p.postingId AND o.endDate IS NULL ORDER BY p.postingId LIMIT 1;
