/*{
  "id": "POST-007",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "轮换没有压茬交接", "en": "A rotation without overlap"},
  "asks": {
    "zh": "到期轮换的，接替人员应在前任离任当日或之前到任，中间不断档；同一干部次日在本村继续的，无须接替。只有声明派驻记录齐全时，没有接替记录才算缺；本村已有同职务的人员在前任离任前到任、只是没有登记接替谁的，不判断。",
    "en": "When a cadre is rotated, the successor starts on or before the last day of the predecessor; whoever goes on in the village the next day needs none. A successor that is not on record counts as missing only where the postings are declared complete; where somebody in the same role had come by then and the record does not say whom he replaces, nothing is judged."
  },
  "message": {
    "zh": "{endDate}轮换离任[，接替的派驻{successorId}到{successorStart}才开始，没有在离任前衔接][，{village}村没有接替的派驻]",
    "en": "rotated on {endDate}[; the successor {successorId} only starts on {successorStart}, without overlap][; village {village} has no successor]"
  },
  "fix": {
    "zh": "补登接替派驻；确未衔接的，尽快补派。",
    "en": "Record the successor; if there is none, send one soon."
  },
  "records": ["posting"],
  "fields": ["posting.replacesPostingId"],
  "coverage": ["posting"],
  "conventions": ["K3", "K12", "K14"],
  "absence": [
    {"field": "posting.replacesPostingId", "zh": "派驻记录已声明齐全，本村也没有其他同职务人员在离任前到任，即无人接替", "en": "the postings are declared complete, and nobody else in the role had come to the village by then: there was no successor"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "handover.overlap"}}],
  "arguments": {"endDate": "date", "successorId": "text", "successorStart": "date", "village": "text"},
  "entails": [{"rule": "STD-002", "why": {"zh": "到任推后，此前的考勤落在派驻期外", "en": "with a later first day, the attendance before it lies outside the posting"}}, {"rule": "STD-003", "why": {"zh": "到任推后，此前的请假落在派驻期外", "en": "with a later first day, a leave before it lies outside the posting"}}]
}*/
-- @query
WITH arrived AS (
  -- those who came to a village in a role and do not say whom they replace: until when one of them is there
  SELECT villageId, role, startDate,
         max(coalesce(endDate, DATE '9999-12-30')) OVER (PARTITION BY villageId, role ORDER BY startDate) AS lastDay
  FROM posting WHERE replacesPostingId IS NULL
), stayed AS (
  -- how long a cadre who came to a village by a day is there
  SELECT cadreId, villageId, startDate,
         max(coalesce(endDate, DATE '9999-12-30')) OVER (PARTITION BY cadreId, villageId ORDER BY startDate) AS lastDay
  FROM posting
), gone AS (
  -- those who were rotated and do not go on in the village; and whether a successor may have come unnamed: somebody
  -- came in their time, and somebody stayed
  SELECT p.id, p.endDate, p.villageId, r.policyRow,
         coalesce(o.startDate > p.startDate AND o.lastDay > p.endDate, false) AS unnamed
  FROM posting p CROSS JOIN batch b
  JOIN param('handover.overlap') r ON binds(r, p.endDate)
       AND concerns(r, p.role, p.dispatchLevel) AND r.flag
  ASOF LEFT JOIN arrived o ON o.villageId = p.villageId AND o.role = p.role AND o.startDate <= p.endDate
  ASOF LEFT JOIN stayed g ON g.cadreId = p.cadreId AND g.villageId = p.villageId AND g.startDate <= p.endDate + 1
  WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf AND coalesce(g.lastDay <= p.endDate, true)
), followed AS (
  -- the first who replaces each
  SELECT replacesPostingId AS id, arg_min(id, startDate) AS successorId, min(startDate) AS successorStart
  FROM posting WHERE replacesPostingId IS NOT NULL GROUP BY replacesPostingId
)
SELECT 'posting' AS recordType, p.id AS recordId, policyRow,
       CASE WHEN successorId IS NOT NULL THEN NULL
            WHEN unnamed THEN 'posting.replacesPostingId'
            WHEN NOT covered('posting', endDate, endDate) THEN 'coverage.posting' END AS missing,
       endDate, successorId, successorStart, CASE WHEN successorId IS NULL THEN villageId END AS village
FROM gone p LEFT JOIN followed s ON s.id = p.id
WHERE successorId IS NULL OR successorStart > endDate;
-- @break
-- the successor comes only on the day after, without anything of a handover
UPDATE posting
SET startDate = t.day, handoverStart = NULL, handoverEnd = NULL, handoverCompletedOn = NULL,
    handoverGuidedByIds = NULL
FROM (SELECT s.id, p.endDate + 1 AS day
      FROM posting s JOIN posting p ON p.id = s.replacesPostingId CROSS JOIN batch b
      JOIN param('handover.overlap') r ON p.endDate >= r.validFrom
      WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf
      ORDER BY p.role = 'FIRST_SECRETARY', p.id LIMIT 1) t
WHERE posting.id = t.id;
