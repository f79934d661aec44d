/*{
  "id": "STD-005",
  "since": "1.0",
  "severity": "error",
  "title": {"zh": "一村同时有两名第一书记", "en": "Two first secretaries in one village"},
  "asks": {
    "zh": "同一村同一天只有一名第一书记；压茬交接期间，后任写明接替前任的除外。",
    "en": "A village has one first secretary at a time, except during a handover in which the successor names the posting it replaces."
  },
  "message": {
    "zh": "与派驻记录{other}自{from}起同任该村第一书记，又未写明接替关系",
    "en": "From {from} shares the office of first secretary with posting {other}, and neither names the other as replaced"
  },
  "fix": {
    "zh": "写明接替的派驻记录，或补登前任结束日期。",
    "en": "Name the posting that is replaced, or end the earlier one."
  },
  "records": ["posting"],
  "conventions": ["K3", "K8"],
  "arguments": {"other": "text", "from": "date"}
}*/
-- @query
WITH first AS (
  SELECT id, villageId, replacesPostingId, startDate, coalesce(endDate, DATE '9999-12-31') AS endDate
  FROM posting WHERE role = 'FIRST_SECRETARY' AND (endDate IS NULL OR endDate >= startDate)
)
SELECT 'violation' AS outcome, 'posting' AS recordType, b.id AS recordId, NULL AS policyRow, NULL AS missing, a.id AS other, b.startDate AS "from"
FROM first a JOIN first b ON b.villageId = a.villageId AND (b.startDate, b.id) > (a.startDate, a.id) AND b.startDate <= a.endDate
WHERE b.replacesPostingId IS DISTINCT FROM a.id AND a.replacesPostingId IS DISTINCT FROM b.id;
-- @break
-- from tomorrow another cadre is first secretary beside the one in office; where there is none, two are
INSERT INTO cadre (id) VALUES ('break-std-005-1'), ('break-std-005-2');
INSERT INTO posting (id, cadreId, villageId, dispatchingUnitId, role, dispatchLevel, startDate)
SELECT 'break-std-005-1', 'break-std-005-1', p.villageId, p.dispatchingUnitId, 'FIRST_SECRETARY', p.dispatchLevel, b.asOf + 1
FROM posting p CROSS JOIN batch b WHERE NOT EXISTS (SELECT 1 FROM posting WHERE role = 'FIRST_SECRETARY' AND endDate IS NULL) ORDER BY p.id LIMIT 1;
INSERT INTO posting (id, cadreId, villageId, dispatchingUnitId, role, dispatchLevel, startDate)
SELECT 'break-std-005-2', 'break-std-005-2', p.villageId, p.dispatchingUnitId, 'FIRST_SECRETARY', p.dispatchLevel, b.asOf + 1
FROM posting p CROSS JOIN batch b WHERE p.role = 'FIRST_SECRETARY' AND p.endDate IS NULL ORDER BY p.id LIMIT 1;
