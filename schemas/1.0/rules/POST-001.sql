/*{
  "id": "POST-001",
  "since": "1.0",
  "title": {"zh": "派驻登记不合规定", "en": "A posting does not meet a condition"},
  "asks": {
    "zh": "派驻的关系、待遇、职数、住宿、脱钩等登记应符合当地规定。没有登记的不判断；要求满一个完整自然月才看的，到第一个完整月结束后再判断。",
    "en": "What is on record of a posting (relations, pay, posts, lodging, detachment and so on) meets the local conditions. What is not on record is not judged; where a full month is asked, it is judged after the first full calendar month."
  },
  "message": {
    "zh": "{field}不合要求[，应为{wanted}][，不得为{barred}]",
    "en": "{field} is not as required[: should be {wanted}][: must not be {barred}]"
  },
  "fix": {
    "zh": "核对登记；确不符合的，由责任单位改正。",
    "en": "Check the entry; if it is right, the body responsible puts it right."
  },
  "records": ["posting"],
  "views": ["condition_verdict", "posting_calendar"],
  "conventions": ["K1", "K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "posting"}}],
  "arguments": {"field": "field:posting", "wanted": "text", "barred": "text", "chargedTo": "codelist:body"}
}*/
-- @query
SELECT 'posting' AS recordType, v.recordId, v.policyRow,
       CASE WHEN NOT m.closed THEN 'period.MONTH' WHEN v.verdict = 'ABSENT' THEN CASE WHEN v.vals IS NULL THEN 'posting.' || v.field ELSE 'cadre.politicalStatus' END END AS missing,
       CASE WHEN c.modality = 'SHOULD' AND p.justification THEN 1 ELSE 0 END AS lowerBy, '/' || v.field AS pointer,
       v.field, CASE WHEN v.op <> 'NOT_IN' THEN coalesce(v.expected, CASE WHEN v.number IS NOT NULL THEN [v.number::VARCHAR] END) END AS wanted,
       CASE WHEN v.op = 'NOT_IN' THEN v.expected END AS barred, v.chargedTo
FROM condition_verdict v JOIN condition c ON c.policyRow = v.policyRow JOIN posting p ON p.id = v.postingId CROSS JOIN batch b
LEFT JOIN (SELECT postingId, bool_or(closed) AS closed FROM posting_calendar WHERE period = 'MONTH' GROUP BY postingId) m
     ON v.afterFullMonth AND m.postingId = v.postingId
WHERE v.recordType = 'posting' AND v.verdict <> 'OK' AND v.date <= b.asOf
  AND (NOT coalesce(v.afterFullMonth, false) OR m.postingId IS NOT NULL);
-- @break
-- the first row of a field that no other rule looks at
UPDATE posting SET benefitsUnchanged = CASE WHEN t.field = 'benefitsUnchanged' THEN false ELSE benefitsUnchanged END,
       lodgingInVillage = CASE WHEN t.field = 'lodgingInVillage' THEN false ELSE lodgingInVillage END,
       countsTowardVillagePosts = CASE WHEN t.field = 'countsTowardVillagePosts' THEN true ELSE countsTowardVillagePosts END
FROM (SELECT recordId, field FROM condition_verdict WHERE recordType = 'posting' AND verdict = 'OK'
        AND field IN ('benefitsUnchanged', 'lodgingInVillage', 'countsTowardVillagePosts') ORDER BY field, recordId LIMIT 1) t
WHERE posting.id = t.recordId;
