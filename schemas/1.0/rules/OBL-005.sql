/*{
  "id": "OBL-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "一轮驻村未评选表彰", "en": "No commendation in a round"},
  "asks": {
    "zh": "每轮驻村都评选表彰优秀个人和先进集体，两项都要有。一轮的全部派驻都已结束才判断；表彰登记所属批次。",
    "en": "Every round of dispatch commends persons and collectives, both. A round is judged once all its postings have ended; the commendation names its round."
  },
  "message": {
    "zh": "第{round}批驻村于{ended}结束，没有登记{act}",
    "en": "Round {round} ended on {ended} without {act} on record"
  },
  "fix": {
    "zh": "补报该批的表彰；未开展的由组织部门安排。",
    "en": "Supply the commendation of the round; if there was none, the organisation department arranges it."
  },
  "records": ["posting", "activity"],
  "fields": ["activity.round"],
  "coverage": ["activity"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "commendation.perRound"}}],
  "arguments": {"round": "text", "ended": "date", "act": "codelist:activity-kind"},
  "keys": ["round", "act"]
}*/
-- @query
WITH round AS (
  -- the rounds of posting that are over
  SELECT p.round, min(p.startDate) AS began, max(p.endDate) AS ended
  FROM posting p CROSS JOIN batch b WHERE p.round IS NOT NULL AND p.startDate <= b.asOf
  GROUP BY p.round HAVING bool_and(coalesce(p.endDate <= b.asOf, false))
), due AS (
  -- each round beside the two commendations that end it
  SELECT r.*, a.act, p.policyRow,
         covered('activity', a.act, r.began, r.ended) AS covered,
         EXISTS (SELECT 1
                 FROM activity n, batch b
                 WHERE n.kind = a.act AND n.round IS NULL AND n.date BETWEEN r.began AND b.asOf) AS unmarked
  FROM round r CROSS JOIN (SELECT unnest(['COMMENDATION_INDIVIDUAL', 'COMMENDATION_COLLECTIVE']) AS act) a
  JOIN param('commendation.perRound') p ON p.flag AND binds(p, r.ended)
  WHERE NOT EXISTS (SELECT 1
                    FROM activity n, batch b WHERE n.kind = a.act AND n.round = r.round AND n.date <= b.asOf)
)
SELECT 'manifest' AS recordType, d.batchId AS recordId, d.policyRow, missing, round, ended, act
FROM (SELECT *, (SELECT id FROM batch) AS batchId,
             CASE WHEN unmarked THEN 'activity.round'
                  WHEN NOT covered THEN 'coverage.activity.' || act END AS missing
      FROM due) d;
-- @break
-- one posting that is over becomes a round of its own
UPDATE posting
SET round = 'break-1'
WHERE id = (SELECT p.id
            FROM posting p CROSS JOIN batch b
            JOIN param('commendation.perRound') r ON p.endDate >= r.validFrom
            WHERE p.endDate <= b.asOf
              AND EXISTS (SELECT 1
                          FROM coverage v
                          WHERE v.recordType = 'activity' AND v.kind IS NULL AND v.startDate <= p.startDate
                            AND v.endDate >= p.endDate)
            ORDER BY p.id LIMIT 1);
