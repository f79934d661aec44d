/*{
  "id": "MEA-009",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "未脱钩致成效不好，派出单位未被处理", "en": "A unit not held to account for a posting not detached"},
  "asks": {
    "zh": "认定未全脱钩并造成帮扶成效不好的，对派出单位应有规定的各项措施：由规定机构约谈主要负责人、责令整改、年度目标考核扣分等。只有未脱钩而没有认定后果的不适用。规定施行前开始、施行时仍在任的派驻，自施行之日起判断。",
    "en": "Where a posting was declared not detached with poor effect, each measure prescribed is on record against the dispatching unit, by the body and of the leader named. Not being detached alone, without the declared effect, is not enough. A posting that began before the rule and goes on under it is judged from the rule's first day."
  },
  "message": {
    "zh": "派驻{postingId}已认定未全脱钩且帮扶成效不好，对派出单位缺一项处理：{kind}[，应由{dueBody}作出][，对象应为{dueRole}][；{otherDate}登记的一次不合要求][：由{otherBody}作出][：机构层级为{otherLevel}][：对象为{otherRole}]",
    "en": "posting {postingId} was declared not detached with poor effect; one measure against the unit is missing: {kind}[, by {dueBody}][, of the {dueRole}][; the one of {otherDate} is not as required][: it was by {otherBody}][: the level of the body is {otherLevel}][: it was of the {otherRole}]"
  },
  "fix": {
    "zh": "依规定对单位采取措施并登记。",
    "en": "Take the measure against the unit and record it."
  },
  "records": ["posting", "measure"],
  "coverage": ["measure"],
  "conventions": ["K9", "K12", "K14", "K15"],
  "policies": [{"table": "consequence", "where": {"trigger": "NOT_DETACHED_POOR_EFFECT"}}],
  "arguments": {"postingId": "text", "kind": "codelist:measure-kind", "dueBody": "codelist:body", "dueRole": "codelist:leader-role", "otherDate": "date", "otherBody": "codelist:body", "otherLevel": "codelist:subordination", "otherRole": "codelist:leader-role"},
  "keys": ["postingId"]
}*/
-- @query
WITH declared AS (
  -- the postings declared so, under a rule that binds them while they run
  SELECT p.id AS postingId, p.dispatchingUnitId, p.startDate, p.dispatchLevel, r.policyRow, r.measureKind AS kind,
         r."by" AS bodies, r.targetRole, b.asOf, greatest(p.startDate, r.validFrom) AS since
  FROM posting p CROSS JOIN batch b
  JOIN consequence r ON r.trigger = 'NOT_DETACHED_POOR_EFFECT' AND binds(r, greatest(p.startDate, r.validFrom))
  WHERE p.detachmentPoorEffect AND greatest(p.startDate, r.validFrom) < b.asOf
    AND coalesce(p.endDate >= r.validFrom, true)
), taken AS (
  -- the measures of that kind against the unit, each with what is not as required
  SELECT d.*, m.date,
         CASE WHEN NOT list_contains(d.bodies, m."by") THEN m."by" END AS otherBody,
         -- the organisation department is that of the dispatch level; a township has none, there it is the county's
         CASE WHEN m."by" = 'PARTY_ORG_DEPT'
                AND left(m.byLevel, 1) <> left(least(d.dispatchLevel, '50'), 1) THEN m.byLevel END AS otherLevel,
         CASE WHEN m.targetRole <> d.targetRole THEN m.targetRole END AS otherRole
  FROM declared d
  LEFT JOIN measure m ON m.organizationId = d.dispatchingUnitId AND m.kind = d.kind AND m.date >= d.startDate
       AND m.date <= d.asOf AND (m.grounds IS NULL OR list_contains(m.grounds, 'NOT_DETACHED'))
), open AS (
  -- where none is as required, the latest that is not
  SELECT postingId, dispatchingUnitId, policyRow, kind, bodies, targetRole, "asOf", since,
         max({'date': date, 'body': otherBody, 'level': otherLevel, 'role': otherRole}) AS other
  FROM taken GROUP BY ALL
  HAVING count(*) FILTER (date IS NOT NULL AND otherBody IS NULL AND otherLevel IS NULL AND otherRole IS NULL) = 0
)
SELECT 'organization' AS recordType, dispatchingUnitId AS recordId, policyRow,
       CASE WHEN NOT covered('measure', kind, since, "asOf") THEN 'coverage.measure' END AS missing, postingId, kind,
       bodies AS dueBody, targetRole AS dueRole, other.date AS otherDate, other.body AS otherBody,
       other.level AS otherLevel, other.role AS otherRole
FROM open;
-- @break
UPDATE posting
SET detachmentPoorEffect = true
WHERE id = (SELECT p.id
            FROM posting p
            JOIN consequence r ON r.trigger = 'NOT_DETACHED_POOR_EFFECT' AND coalesce(p.endDate >= r.validFrom, true)
            WHERE NOT coalesce(p.detachmentPoorEffect, false)
            ORDER BY p.dispatchingUnitId IN (SELECT organizationId
                                             FROM measure WHERE list_contains(grounds, 'NOT_DETACHED')), p.id
            LIMIT 1);
