/*{
  "id": "POST-007",
  "since": "1.0",
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
SELECT 'posting' AS recordType, id AS recordId, policyRow, missing, endDate, successorId, successorStart,
       CASE WHEN successorId IS NULL THEN villageId END AS village
FROM (SELECT p.id, p.endDate, p.villageId, r.policyRow, arg_min(s.id, s.startDate) AS successorId,
             min(s.startDate) AS successorStart,
             CASE WHEN successorId IS NOT NULL THEN NULL
                  -- somebody in the same role who does not say whom he replaces may be the successor
                  WHEN bool_or(o.id IS NOT NULL) THEN 'posting.replacesPostingId'
                  WHEN NOT covered('posting', p.endDate, p.endDate) THEN 'coverage.posting' END AS missing
      FROM posting p CROSS JOIN batch b
      JOIN param('handover.overlap') r ON binds(r, p.endDate)
           AND concerns(r, p.role, p.dispatchLevel) AND r.flag
      LEFT JOIN posting s ON s.replacesPostingId = p.id
      LEFT JOIN posting o ON o.villageId = p.villageId AND o.role = p.role AND o.cadreId <> p.cadreId
           AND o.replacesPostingId IS NULL AND o.startDate > p.startDate AND o.startDate <= p.endDate
           AND coalesce(o.endDate > p.endDate, true)
      WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf
        -- whoever goes on in the village leaves nobody to be replaced
        AND NOT EXISTS (SELECT 1
                        FROM posting n
                        WHERE n.cadreId = p.cadreId AND n.villageId = p.villageId AND n.id <> p.id
                          AND n.startDate <= p.endDate + 1 AND coalesce(n.endDate > p.endDate, true))
      GROUP BY p.id, p.endDate, p.villageId, r.policyRow)
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
