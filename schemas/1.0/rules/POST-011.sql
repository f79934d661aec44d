/*{
  "id": "POST-011",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "期满未培养出村支书候选人", "en": "No candidate for village secretary at the end of the term"},
  "asks": {
    "zh": "任职期满时，应培养出规定人数的合格村党组织书记候选人。只看已经离任的派驻，没有登记人数的不判断。",
    "en": "At the end of the term the number of qualified candidates for village secretary has been trained. Only ended postings are judged, and only where the number is on record."
  },
  "message": {
    "zh": "至{endDate}培养村支书候选人{trained}名，少于{required}名",
    "en": "{trained} candidates trained by {endDate}, fewer than {required}"
  },
  "fix": {
    "zh": "核对登记；确未培养的，列入下一轮任务。",
    "en": "Check the entry; if none was trained, make it a task of the next round."
  },
  "records": ["posting"],
  "fields": ["posting.secretaryCandidatesTrained"],
  "conventions": ["K1", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "posting.secretaryCandidates"}}],
  "arguments": {"endDate": "date", "trained": "number", "required": "number"}
}*/
-- @query
SELECT 'posting' AS recordType, p.id AS recordId, r.policyRow,
       CASE WHEN p.secretaryCandidatesTrained IS NULL
            THEN 'posting.secretaryCandidatesTrained' END AS missing,
       1 AS lowerBy, -- a wish for the end of the term never weighs more than a note
       '/secretaryCandidatesTrained' AS pointer, p.endDate, p.secretaryCandidatesTrained AS trained,
       r.number AS required
FROM posting p CROSS JOIN batch b
JOIN param('posting.secretaryCandidates') r ON binds(r, p.endDate)
     AND concerns(r, p.role, p.dispatchLevel)
-- who leaves before the term ends has had no full term to train anyone
WHERE p.endDate <= b.asOf AND (p.endReason = 'ROTATION' OR p.endDate >= p.plannedEnd)
  AND (p.secretaryCandidatesTrained IS NULL OR p.secretaryCandidatesTrained < r.number);
-- @break
UPDATE posting
SET secretaryCandidatesTrained = t.trained
FROM (SELECT p.id, r.number - 1 AS trained
      FROM posting p JOIN param('posting.secretaryCandidates') r ON p.endDate >= r.validFrom
      WHERE p.endDate <= (SELECT b.asOf FROM batch b)
        AND (p.endReason = 'ROTATION' OR p.endDate >= p.plannedEnd) ORDER BY p.id LIMIT 1) t
WHERE posting.id = t.id;
