/*{
  "id": "MEA-010",
  "since": "1.0",
  "title": {"zh": "单位有所列事由而缺少相应措施", "en": "A ground against an organization without its measures"},
  "asks": {
    "zh": "对乡镇、派出单位或组织部门登记了所列事由的，应有规定的各项措施，由规定机构对规定的人采取。事由由人认定，只看已登记的措施。",
    "en": "Where a ground listed is on record against a township, a unit or an organisation department, each measure prescribed is on record too, by the body and of the leader named. Grounds are determined by people; only measures on record are read."
  },
  "message": {
    "zh": "登记有事由{ground}（{date}），没有{kind}",
    "en": "ground {ground} on record ({date}), but no {kind}"
  },
  "fix": {
    "zh": "依规定补办相应措施并登记。",
    "en": "Take the measure and record it."
  },
  "records": ["measure"],
  "coverage": ["measure"],
  "conventions": ["K9", "K12", "K14", "K15"],
  "policies": [{"table": "consequence"}],
  "arguments": {"ground": "codelist:measure-ground", "date": "date", "kind": "codelist:measure-kind"},
  "keys": ["ground"]
}*/
-- @query
SELECT 'organization' AS recordType, organizationId AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.measure' END AS missing, ground, date, kind
FROM (SELECT g.*, covered('measure', g.kind, g.date, b.asOf) AS covered
      FROM (SELECT m.organizationId, m.ground, min(m.date) AS date, o.level, r.policyRow, r.trigger, r.measureKind AS kind, r."by" AS bodies, r.targetRole
            FROM (SELECT organizationId, date, unnest(grounds) AS ground FROM measure WHERE organizationId IS NOT NULL) m CROSS JOIN batch b
            JOIN consequence r ON list_contains(r.grounds, m.ground) AND binds(r, m.date)
            LEFT JOIN organization o ON o.id = m.organizationId
            WHERE m.date <= b.asOf AND r.trigger IN ('TOWNSHIP_GROUND', 'UNIT_GROUND', 'ORG_DEPT_GROUND')
              AND coalesce(o.body = CASE r.trigger WHEN 'TOWNSHIP_GROUND' THEN 'TOWNSHIP_PARTY_COMMITTEE' WHEN 'UNIT_GROUND' THEN 'DISPATCHING_UNIT' ELSE 'PARTY_ORG_DEPT' END, true)
            GROUP BY ALL) g CROSS JOIN batch b
      WHERE NOT EXISTS (SELECT 1 FROM measure x WHERE x.organizationId = g.organizationId AND x.kind = g.kind AND x.date <= b.asOf AND list_contains(x.grounds, g.ground)
                        AND (g.bodies IS NULL OR x."by" IS NULL OR list_contains(g.bodies, x."by"))
                        AND (g.trigger <> 'UNIT_GROUND' OR coalesce(left(x.byLevel, 1) = left(g.level, 1), true))
                        AND (g.targetRole IS NULL OR x.targetRole IS NULL OR x.targetRole = g.targetRole)));
-- @break
-- a measure prescribed was a lesser one; the ground stays on record
UPDATE measure SET kind = 'CIRCULATED_CRITICISM'
WHERE id = (SELECT m.id FROM measure m CROSS JOIN batch b JOIN consequence r ON r.trigger IN ('TOWNSHIP_GROUND', 'UNIT_GROUND', 'ORG_DEPT_GROUND')
                 AND r.measureKind = m.kind AND list_has_any(m.grounds, r.grounds) AND m.date >= r.validFrom
            WHERE m.organizationId IS NOT NULL AND m.date <= b.asOf ORDER BY m.id LIMIT 1);
