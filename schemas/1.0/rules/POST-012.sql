/*{
  "id": "POST-012",
  "since": "1.0",
  "title": {"zh": "交接缺少一方单位指导", "en": "A handover that one of the units did not guide"},
  "asks": {
    "zh": "到期轮换的，新老干部的派出单位都指导交接；同一单位派出的，由该单位指导。没有登记指导单位的不判断。",
    "en": "When a cadre is rotated, the units of the old and of the new cadre both guide the handover; where both are of one unit, that unit does. Where no unit is on record nothing is judged."
  },
  "message": {
    "zh": "与{predecessorId}的交接只由{guidedBy}指导，缺少派出单位{lacking}",
    "en": "the handover from {predecessorId} was guided by {guidedBy} only; the unit {lacking} did not take part"
  },
  "fix": {
    "zh": "核对指导交接的单位；确有一方没有参加的，由该单位补做指导。",
    "en": "Check which units guided the handover; where one did not, it makes up for it."
  },
  "records": ["posting"],
  "fields": ["posting.handoverGuidedByIds"],
  "conventions": ["K12", "K14", "K21"],
  "policies": [{"table": "parameter", "where": {"name": "handover.guidedByUnits"}}],
  "arguments": {"predecessorId": "text", "guidedBy": "text", "lacking": "text"},
  "keys": ["predecessorId"]
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN guidedBy IS NULL THEN 'posting.handoverGuidedByIds' END AS missing,
       '/handoverGuidedByIds' AS pointer, predecessorId, guidedBy, lacking
FROM (SELECT s.id, r.policyRow, p.id AS predecessorId, s.handoverGuidedByIds AS guidedBy,
             list_filter(list_distinct([p.dispatchingUnitId, s.dispatchingUnitId]),
                         lambda u: NOT list_contains(s.handoverGuidedByIds, u)) AS lacking
      FROM posting s JOIN posting p ON p.id = s.replacesPostingId CROSS JOIN batch b
      JOIN param('handover.guidedByUnits') r ON binds(r, p.endDate) AND concerns(r, p.role,
          p.dispatchLevel) AND r.flag
      -- a handover is over when the old cadre leaves
      WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf AND s.startDate <= b.asOf)
WHERE guidedBy IS NULL OR len(lacking) > 0;
-- @break
-- another unit than that of either cadre is said to have guided it
UPDATE posting
SET handoverGuidedByIds = [t.other]
FROM (SELECT s.id,
             (SELECT min(o.id)
              FROM organization o
              WHERE o.body = 'DISPATCHING_UNIT' AND o.id NOT IN (s.dispatchingUnitId, p.dispatchingUnitId)) AS other
      FROM posting s JOIN posting p ON p.id = s.replacesPostingId
      JOIN param('handover.guidedByUnits') r ON p.endDate >= r.validFrom
      WHERE p.endReason = 'ROTATION' AND p.endDate <= (SELECT b.asOf FROM batch b) ORDER BY s.id LIMIT 1) t
WHERE posting.id = t.id;
