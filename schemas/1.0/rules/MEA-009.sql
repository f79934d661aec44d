/*{
  "id": "MEA-009",
  "since": "1.0",
  "title": {"zh": "未脱钩致成效不好，派出单位未被处理", "en": "A unit not held to account for a posting not detached"},
  "asks": {
    "zh": "认定未全脱钩并造成帮扶成效不好的，对派出单位应有规定的各项措施：由规定机构约谈主要负责人、责令整改、年度目标考核扣分等。只有未脱钩而没有认定后果的不适用。",
    "en": "Where a posting was declared not detached with poor effect, each measure prescribed is on record against the dispatching unit, by the body and of the leader named. Not being detached alone, without the declared effect, is not enough."
  },
  "message": {
    "zh": "派驻{postingId}已认定未脱钩且成效不好，派出单位没有{kind}",
    "en": "posting {postingId} was declared not detached with poor effect; the unit has no {kind} on record"
  },
  "fix": {
    "zh": "依规定对单位采取措施并登记。",
    "en": "Take the measure against the unit and record it."
  },
  "records": ["posting", "measure"],
  "coverage": ["measure"],
  "conventions": ["K9", "K12", "K14", "K15"],
  "policies": [{"table": "consequence", "where": {"trigger": "NOT_DETACHED_POOR_EFFECT"}}],
  "arguments": {"postingId": "text", "kind": "codelist:measure-kind"},
  "keys": ["postingId"]
}*/
-- @query
SELECT 'organization' AS recordType, dispatchingUnitId AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.measure' END AS missing, postingId, kind
FROM (SELECT p.id AS postingId, p.dispatchingUnitId, r.policyRow, r.measureKind AS kind, covered('measure', r.measureKind, p.startDate, b.asOf) AS covered
      FROM posting p CROSS JOIN batch b
      JOIN consequence r ON r.trigger = 'NOT_DETACHED_POOR_EFFECT' AND binds(r, p.startDate)
      WHERE p.detachmentPoorEffect AND p.startDate <= b.asOf
        AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.organizationId = p.dispatchingUnitId AND m.kind = r.measureKind AND m.date >= p.startDate AND m.date <= b.asOf
                        AND (m.grounds IS NULL OR list_contains(m.grounds, 'NOT_DETACHED'))
                        AND (r."by" IS NULL OR m."by" IS NULL OR list_contains(r."by", m."by"))
                        -- the organisation department is that of the dispatch level; a township has none, there it is the county's
                        AND (m."by" IS NULL OR m."by" <> 'PARTY_ORG_DEPT' OR coalesce(left(m.byLevel, 1) = left(least(p.dispatchLevel, '50'), 1), true))
                        AND (r.targetRole IS NULL OR m.targetRole IS NULL OR m.targetRole = r.targetRole)));
-- @break
UPDATE posting SET detachmentPoorEffect = true
WHERE id = (SELECT p.id FROM posting p JOIN consequence r ON r.trigger = 'NOT_DETACHED_POOR_EFFECT' AND p.startDate >= r.validFrom
            WHERE NOT coalesce(p.detachmentPoorEffect, false)
            ORDER BY p.dispatchingUnitId IN (SELECT organizationId FROM measure WHERE list_contains(grounds, 'NOT_DETACHED')), p.id LIMIT 1);
