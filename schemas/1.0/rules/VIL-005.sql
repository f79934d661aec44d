/*{
  "id": "VIL-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "换届前未完成整顿", "en": "Weak organisation not rectified before the election"},
  "asks": {
    "zh": "党组织软弱涣散村和重难点村的整顿，应在本村换届启动之前完成。当日完成不算之前；登记的软弱涣散或重难点类型到换届启动日仍未结束的，即为没有完成。没有登记换届日期的不判断；类型没有起始日期，又没有登记整顿日期的，也不判断。",
    "en": "A village with a weak organisation, or a key difficult one, completes its rectification before its own election starts; the same day is not before. Where the type on record, which has its days, still holds when the election starts, it was not completed. Without a day of the election nothing is judged, nor where neither the type nor the rectification has a day."
  },
  "message": {
    "zh": "换届于{election}启动[，整顿到{done}才完成][，其时仍登记为{type}，没有完成整顿]",
    "en": "the election began on {election}[ and the rectification was completed only on {done}][ while the village was still recorded as {type}, the rectification not completed]"
  },
  "fix": {
    "zh": "核对两个日期；整顿确实偏晚的，向县级组织部门说明。",
    "en": "Check both dates; if it was really late, report to the county."
  },
  "records": ["village"],
  "views": ["village_type"],
  "fields": ["village.electionStartOn", "village.weakRectifiedOn"],
  "conventions": ["K12", "K14"],
  "absence": [
    {"field": "village.weakRectifiedOn", "zh": "村的记录载明换届启动时仍属软弱涣散或重难点，整顿即未完成", "en": "the village's own record says that it was still weak when the election began, so the rectification was not completed"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "village.weakRectifiedBeforeElection"}}],
  "arguments": {"done": "date", "election": "date", "type": "codelist:village-type"}
}*/
-- @query
WITH held AS (
  -- the villages that were weak before their election, or on the day judged where that is not on record
  SELECT v.id, p.policyRow, v.weakRectifiedOn AS done, v.electionStartOn AS election, v.redacted,
         -- a type without a first day says nothing of when it held
         max(CASE WHEN t.endDate >= v.day AND t.startDate > DATE '0001-01-01' THEN t.code END) AS type
  FROM (SELECT v.*, b.asOf, coalesce(v.electionStartOn, b.asOf) AS day FROM village v CROSS JOIN batch b) v
  JOIN param('village.weakRectifiedBeforeElection') p ON p.flag AND binds(p, v.day)
  -- a village that lost the type before has been rectified by then
  JOIN village_type t ON t.villageId = v.id AND t.code IN ('WEAK_PARTY_ORG', 'KEY_DIFFICULT')
       AND t.startDate <= v.day AND (v.weakRectifiedOn IS NOT NULL OR t.endDate >= v.day)
  WHERE v.day <= v.asOf
  GROUP BY v.id, p.policyRow, v.weakRectifiedOn, v.electionStartOn, v.redacted
)
SELECT 'village' AS recordType, id AS recordId, policyRow,
       CASE WHEN election IS NULL THEN 'village.electionStartOn'
            WHEN done IS NULL AND (type IS NULL OR coalesce(list_contains(redacted, 'weakRectifiedOn'), false))
            THEN 'village.weakRectifiedOn' END AS missing,
       '/weakRectifiedOn' AS pointer, done, election, CASE WHEN done IS NULL THEN type END AS type
FROM held WHERE election IS NULL OR done IS NULL OR done >= election;
-- @break
UPDATE village
SET weakRectifiedOn = electionStartOn
WHERE id = (SELECT v.id
            FROM village v JOIN village_type t ON t.villageId = v.id CROSS JOIN batch b
            WHERE t.code IN ('WEAK_PARTY_ORG', 'KEY_DIFFICULT') AND v.electionStartOn <= b.asOf
              AND t.startDate <= v.electionStartOn ORDER BY v.id LIMIT 1);
