/*{
  "id": "VIL-005",
  "since": "1.0",
  "title": {"zh": "换届前未完成整顿", "en": "Weak organisation not rectified before the election"},
  "asks": {
    "zh": "党组织软弱涣散村和重难点村的整顿，应在本村换届启动之前完成。当日完成不算之前。没有登记换届或整顿日期的不判断。",
    "en": "A village with a weak organisation, or a key difficult one, completes its rectification before its own election starts; the same day is not before. Without either date nothing is judged."
  },
  "message": {
    "zh": "整顿于{done}完成，不早于换届启动日{election}",
    "en": "The rectification was completed on {done}, not before the election of {election}"
  },
  "fix": {
    "zh": "核对两个日期；整顿确实偏晚的，向县级组织部门说明。",
    "en": "Check both dates; if it was really late, report to the county."
  },
  "records": ["village"],
  "views": ["village_type"],
  "fields": ["village.electionStartOn", "village.weakRectifiedOn"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "village.weakRectifiedBeforeElection"}}],
  "arguments": {"done": "date", "election": "date"}
}*/
-- @query
SELECT 'village' AS recordType, id AS recordId, policyRow, missing,
       '/weakRectifiedOn' AS pointer, done, election
FROM (
  SELECT v.id, p.policyRow, v.weakRectifiedOn AS done, v.electionStartOn AS election,
         CASE WHEN v.electionStartOn IS NULL THEN 'village.electionStartOn' WHEN v.weakRectifiedOn IS NULL THEN 'village.weakRectifiedOn' END AS missing
  FROM (SELECT v.*, b.asOf, coalesce(v.electionStartOn, b.asOf) AS day FROM village v CROSS JOIN batch b) v
  JOIN param('village.weakRectifiedBeforeElection') p ON p.flag AND binds(p, v.day)
  WHERE v.day <= v.asOf
    -- a village that lost the type before has been rectified by then
    AND EXISTS (SELECT 1 FROM village_type t WHERE t.villageId = v.id AND t.code IN ('WEAK_PARTY_ORG', 'KEY_DIFFICULT')
                AND t.startDate <= v.day
                AND (v.weakRectifiedOn IS NOT NULL OR t.endDate >= v.day)))
WHERE missing IS NOT NULL OR done >= election;
-- @break
UPDATE village SET weakRectifiedOn = electionStartOn WHERE id = (
  SELECT v.id FROM village v JOIN village_type t ON t.villageId = v.id CROSS JOIN batch b
  WHERE t.code IN ('WEAK_PARTY_ORG', 'KEY_DIFFICULT') AND v.electionStartOn <= b.asOf AND t.startDate <= v.electionStartOn ORDER BY v.id LIMIT 1);
