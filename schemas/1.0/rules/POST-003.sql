/*{
  "id": "POST-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "轮换时任期不足", "en": "Rotated before the least term"},
  "asks": {
    "zh": "到期轮换的，实际任职一般不少于规定月数，首日和末日都计入；中途换村或变更职务而没有中断的，自最初到任之日算起。召回、调整等不是到期轮换，不适用。",
    "en": "A cadre who is rotated has generally served at least the months set, both ends counted; a change of village or role without a break does not begin the count anew. Recalls and adjustments are not rotations and do not count here."
  },
  "message": {
    "zh": "自{startDate}任职，{endDate}即轮换，应任职到{due}（满{months}个月）",
    "en": "served from {startDate} and rotated on {endDate}; {months} months end on {due}"
  },
  "fix": {
    "zh": "核对离任日期和原因；确有理由的，附情况说明。",
    "en": "Check the last day and the reason; where there is a good reason, put a justification on file."
  },
  "records": ["posting"],
  "views": ["posting_spell"],
  "fields": ["posting.endReason"],
  "conventions": ["K1", "K3", "K10", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "term.minMonths"}}],
  "arguments": {"startDate": "date", "endDate": "date", "months": "number", "due": "date"},
  "entails": [{"rule": "STD-002", "why": {"zh": "任职首日推后，此前的考勤落在派驻期外", "en": "with a later first day, the attendance before it lies outside the posting"}}]
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN endReason IS NULL THEN 'posting.endReason' END AS missing,
       CASE WHEN modality = 'SHOULD' AND justification THEN 1 ELSE 0 END AS lowerBy, '/endDate' AS pointer,
       startDate, endDate, months, due
FROM (SELECT p.id, coalesce(s.startDate, p.startDate) AS startDate, p.endDate, p.endReason,
             p.justification, r.policyRow, r.modality,
             r.number AS months, months_after(coalesce(s.startDate, p.startDate), r.number) - 1 AS due
      FROM posting p CROSS JOIN batch b
      JOIN param('term.minMonths') r ON binds(r, p.endDate)
           AND concerns(r, p.role, p.dispatchLevel)
      LEFT JOIN posting_spell s ON s.cadreId = p.cadreId AND p.endDate BETWEEN s.startDate AND s.endDate
      WHERE p.endDate <= b.asOf)
WHERE endDate < due AND coalesce(endReason, 'ROTATION') = 'ROTATION';
-- @break
-- as if appointed a day later than the least term allows
UPDATE posting
SET startDate = t.day
FROM (SELECT p.id, greatest(p.startDate, (p.endDate - to_months(r.number::INTEGER))::DATE + 2) AS day
      FROM posting p JOIN param('term.minMonths') r ON p.endDate >= r.validFrom
      WHERE p.endReason = 'ROTATION' ORDER BY p.id LIMIT 1) t
WHERE posting.id = t.id;
