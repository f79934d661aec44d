/*{
  "id": "LVE-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "请假批准权限不符", "en": "A leave approved by the wrong body"},
  "asks": {
    "zh": "请假由与其天数相应的机构批准，批准之前应有的同意、批准之外应有的报备也要有。天数按自然日计算，首尾都计入，续假连同所续的一并计算；提前销假不影响当初的批准权限。有权批准更长假期的机构也可以批准较短的。记录没有写层级的，不据层级判断；没有登记批准、同意或报备机构的，不判断。",
    "en": "A leave is approved by the body for its length, with the consents before and the filings beside that are asked. Calendar days count, both ends included, an extension together with what it extends; an early return changes nothing about who was to approve. Who may approve a longer leave may approve a shorter one. Where the record gives no level, levels are not compared; where approver, consents or filings are not on record, nothing is judged."
  },
  "message": {
    "zh": "{days}天的请假[：由{approver}批准，应由{due}批准][：批准之前没有{consents}的同意][：没有向{filings}报备]",
    "en": "A leave of {days} days[: approved by {approver}, to be approved by {due}][: without the consent of {consents}][: not filed with {filings}]"
  },
  "fix": {
    "zh": "核对登记；批准权限确有不符的，按规定补办手续。",
    "en": "Check the record; where the wrong body approved, follow the local rules."
  },
  "records": ["leave"],
  "views": ["posting_span"],
  "fields": ["leave.approver", "leave.consentBy", "leave.filedWith"],
  "splitBy": "cadre",
  "conventions": ["K2", "K9", "K12", "K14"],
  "policies": [{"table": "leaveApproval"}],
  "arguments": {"days": "number", "approver": "codelist:body", "due": "codelist:body", "consents": "codelist:body", "filings": "codelist:body"}
}*/
-- @query
WITH chained AS (
  -- an extension belongs to the leave before it that is none
  SELECT *,
         count(*) FILTER (extendsLeaveId IS NULL)
           OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id) AS chain
  FROM leave
), lasting AS (
  -- the days of each, with those of what it extends
  SELECT l.*, date_diff('day', min(l.startDate) OVER (PARTITION BY l.cadreId, l.chain), l.endDate) + 1 AS days
  FROM chained l CROSS JOIN batch b WHERE l.startDate <= b.asOf AND l.endDate >= l.startDate
), meant AS (
  -- the rows that are meant for the cadre and the kind of leave, from the one for its length on
  SELECT l.*, r.policyRow, r.approvers AS due, r.consentBy AS consents, r.filedWith AS filings,
         l.days > coalesce(r.aboveDays, 0) AND l.days <= coalesce(r.maxDays, l.days) AS fits
  FROM lasting l JOIN leaveApproval r ON binds(r, l.startDate) AND l.days <= coalesce(r.maxDays, l.days)
  WHERE (r.kinds IS NULL OR list_contains(r.kinds, l.kind))
    AND (r.roles IS NULL AND r.dispatchLevels IS NULL
         OR EXISTS (SELECT 1
                    FROM posting_span s
                    WHERE s.cadreId = l.cadreId AND l.startDate BETWEEN s.startDate AND s.endDate
                      AND concerns(r, s.role, s.dispatchLevel)))
), judged AS (
  -- each row for its length; who may approve a longer leave may approve this one as well
  SELECT m.id, m.days, m.policyRow, m.approver, m.approverLevel, m.consentBy, m.filedWith, m.due, m.consents, m.filings,
         flatten(list(n.due) FILTER (n.due IS NOT NULL)) AS able
  FROM meant m JOIN meant n ON n.id = m.id WHERE m.fits GROUP BY ALL
), compared AS (
  -- a body without a level on record may be of any level
  SELECT id, days, policyRow, approver,
         due IS NOT NULL AND approver IS NULL AS noApprover,
         consents IS NOT NULL AND consentBy IS NULL AS noConsent,
         filings IS NOT NULL AND filedWith IS NULL AS noFiling,
         due IS NOT NULL AND approver IS NOT NULL
           AND len(list_filter(able, lambda w: w['body'] = approver
                     AND coalesce(left(w['level'], 1) = left(approverLevel, 1), true))) = 0 AS wrong,
         CASE WHEN approverLevel IS NULL THEN approver ELSE approver || '@' || approverLevel END AS approvedBy,
         list_transform(due, lambda w: w['body'] || coalesce('@' || w['level'], '')) AS due,
         list_transform(list_filter(consents, lambda w: len(list_filter(consentBy, lambda x: x['body'] = w['body']
                          AND coalesce(left(x['level'], 1) = left(w['level'], 1), true))) = 0),
                        lambda w: w['body'] || coalesce('@' || w['level'], '')) AS lackConsent,
         list_transform(list_filter(filings, lambda w: len(list_filter(filedWith, lambda x: x['body'] = w['body']
                          AND coalesce(left(x['level'], 1) = left(w['level'], 1), true))) = 0),
                        lambda w: w['body'] || coalesce('@' || w['level'], '')) AS lackFiling
  FROM judged
), told AS (
  -- what is wrong of each, or not on record
  SELECT id, days, policyRow, 'approver' AS field, noApprover AS absent, approvedBy AS approver, due,
         NULL::VARCHAR[] AS consents, NULL::VARCHAR[] AS filings
  FROM compared WHERE noApprover OR wrong
  UNION ALL
  SELECT id, days, policyRow, 'consentBy', noConsent, NULL, NULL, lackConsent, NULL
  FROM compared WHERE noConsent OR len(lackConsent) > 0
  UNION ALL
  SELECT id, days, policyRow, 'filedWith', noFiling, NULL, NULL, NULL, lackFiling
  FROM compared WHERE noFiling OR len(lackFiling) > 0
)
SELECT 'leave' AS recordType, id AS recordId, policyRow, CASE WHEN absent THEN 'leave.' || field END AS missing,
       '/' || field AS pointer, days, approver, due, consents, filings
FROM told;
-- @break
-- a leave that a body approved which no row knows
UPDATE leave
SET approver = 'OTHER'
WHERE id = (SELECT l.id
            FROM leave l CROSS JOIN batch b
            JOIN leaveApproval r ON binds(r, l.startDate) AND r.approvers IS NOT NULL
                 AND date_diff('day', l.startDate, l.endDate) + 1 > coalesce(r.aboveDays, 0)
                 AND date_diff('day', l.startDate, l.endDate) + 1 <= coalesce(r.maxDays, 36500)
                 AND (r.kinds IS NULL OR list_contains(r.kinds, l.kind))
            JOIN posting_span s ON s.cadreId = l.cadreId AND l.startDate BETWEEN s.startDate AND s.endDate
                 AND concerns(r, s.role, s.dispatchLevel)
            WHERE l.startDate <= b.asOf AND l.extendsLeaveId IS NULL ORDER BY l.id LIMIT 1);
