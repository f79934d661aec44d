/*{
  "id": "VIL-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "先定人后定村", "en": "Person proposed before the village was fixed"},
  "asks": {
    "zh": "先确定驻点村，再提出人选：村的确定日期不晚于人选的提出日期。",
    "en": "The village is fixed first, then the person is proposed: the village's day is not later than the proposal."
  },
  "message": {
    "zh": "村于{designatedOn}确定，晚于人选提出日{proposedOn}",
    "en": "The village was fixed on {designatedOn}, after the person was proposed on {proposedOn}"
  },
  "fix": {
    "zh": "核对两个日期；确实先定人的，向审核机构说明。",
    "en": "Check both dates; if the person really came first, explain it to the reviewing body."
  },
  "records": ["posting", "village"],
  "fields": ["village.designatedOn", "posting.selectionSteps"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "village.designatedBeforePerson"}}],
  "arguments": {"designatedOn": "date", "proposedOn": "date"}
}*/
-- @query
WITH proposed AS (
  -- each posting, with the day on which it was proposed
  SELECT p.id, p.villageId, p.role, p.dispatchLevel, p.startDate,
         min(CASE WHEN s.step = 'PROPOSE' THEN s.date END) AS proposedOn
  FROM posting p LEFT JOIN LATERAL (SELECT unnest(p.selectionSteps) AS s) x ON TRUE
  GROUP BY ALL
)
SELECT 'posting' AS recordType, id AS recordId, policyRow, missing, designatedOn, proposedOn
FROM (SELECT p.id, r.policyRow, v.designatedOn, p.proposedOn,
             CASE WHEN v.id IS NULL OR v.designatedOn IS NULL THEN 'village.designatedOn'
                  WHEN p.proposedOn IS NULL THEN 'posting.selectionSteps' END AS missing
      FROM proposed p CROSS JOIN batch b LEFT JOIN village v ON v.id = p.villageId
      JOIN param('village.designatedBeforePerson') r ON r.flag
           AND binds(r, coalesce(p.proposedOn, p.startDate)) AND concerns(r, p.role, p.dispatchLevel)
      WHERE coalesce(p.proposedOn, p.startDate) <= b.asOf)
WHERE missing IS NOT NULL OR designatedOn > proposedOn;
-- @break
UPDATE village
SET designatedOn = proposedOn + 1
FROM (SELECT p.villageId, min(x.s.date) AS proposedOn
      FROM posting p JOIN village v ON v.id = p.villageId, LATERAL (SELECT unnest(p.selectionSteps) AS s) x
      JOIN param('village.designatedBeforePerson') r ON true
      WHERE x.s.step = 'PROPOSE' AND binds(r, x.s.date) AND v.designatedOn IS NOT NULL
          AND concerns(r, p.role, p.dispatchLevel)
      GROUP BY p.id, p.villageId ORDER BY p.id LIMIT 1) t
WHERE id = t.villageId;
