/*{
  "id": "REC-019",
  "since": "1.0",
  "title": {"zh": "已撤销的整改仍有后果", "en": "A revoked case still carries consequences"},
  "asks": {
    "zh": "经复核撤销的案件，不得再据此扣分或采取其他后果措施；已有的应当取消。",
    "en": "A case revoked on appeal carries no deduction nor any other consequence; what was already done is undone."
  },
  "message": {
    "zh": "{measuredOn}的{kind}所依据的教育整改已于{revokedOn}撤销",
    "en": "{kind} of {measuredOn} rests on a rectification that was revoked on {revokedOn}"
  },
  "fix": {
    "zh": "取消该项措施并恢复原状。",
    "en": "Cancel the measure and restore what it changed."
  },
  "records": ["rectificationCase", "measure"],
  "fields": ["rectificationCase.appealOutcome", "measure.caseId"],
  "conventions": ["K14", "K17"],
  "policies": [{"table": "consequence", "where": {"trigger": "RECTIFIED"}}],
  "arguments": {"kind": "codelist:measure-kind", "measuredOn": "date", "revokedOn": "date"}
}*/
-- @query
SELECT 'measure' AS recordType, m.id AS recordId, min(q.policyRow) AS policyRow, '/caseId' AS pointer,
       m.kind, m.date AS measuredOn, c.appealRepliedOn AS revokedOn
FROM rectificationCase c
JOIN measure m ON m.caseId = c.id
JOIN consequence q ON q."trigger" = 'RECTIFIED' AND q.measureKind = m.kind AND binds(q, m.date)
WHERE c.appealOutcome = 'REVOKED'
GROUP BY ALL;
-- @break
-- a further deduction names a case that is revoked
INSERT INTO measure (id, kind, date, organizationId, caseId, pointsDeducted, year)
SELECT 'break-rec-019', q.measureKind, b.asOf, p.dispatchingUnitId, c.id, 100, year(b.asOf)
FROM rectificationCase c JOIN posting p ON p.id = c.postingId CROSS JOIN batch b JOIN consequence q ON q."trigger" = 'RECTIFIED'
WHERE c.appealOutcome IS NOT NULL ORDER BY c.appealOutcome = 'REVOKED' DESC, c.id LIMIT 1;
UPDATE rectificationCase SET appealOutcome = 'REVOKED' WHERE id = (SELECT caseId FROM measure WHERE id = 'break-rec-019');
