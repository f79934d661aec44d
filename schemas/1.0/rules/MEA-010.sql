/*{
  "id": "MEA-010",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "有所列事由而缺少相应措施", "en": "A ground on record without its measures"},
  "asks": {
    "zh": "对乡镇、派出单位或组织部门登记了所列事由的，应有规定的各项措施，由规定层级的规定机构对规定的人采取；对个人已采取其中一项的，其余各项也应有。事由由人认定，只看已登记的措施；没有期限，登记当天不算缺少。",
    "en": "Where a ground listed is on record against a township, a unit or an organisation department, each measure prescribed is on record too, by the body of the level and of the leader named; where one of them was taken against a person, so are the others. Grounds are determined by people; only measures on record are read. No limit is set, so that on the very day nothing is missing."
  },
  "message": {
    "zh": "{date}登记了事由“{ground}”，缺一项处理：{kind}[，应由{dueBody}作出][，机构层级应为{dueLevel}][，应由上一级的机构作出，高于{above}][，对象应为{dueRole}][；{otherDate}登记的一次不合要求][：由{otherBody}作出][：机构层级为{otherLevel}][：对象为{otherRole}]",
    "en": "ground {ground} on record on {date}; one measure is missing: {kind}[, by {dueBody}][, of the level {dueLevel}][, by a body of a higher level than {above}][, of the {dueRole}][; the one of {otherDate} is not as required][: it was by {otherBody}][: the level of the body is {otherLevel}][: it was of the {otherRole}]"
  },
  "fix": {
    "zh": "依规定补办相应措施并登记。",
    "en": "Take the measure and record it."
  },
  "records": ["measure"],
  "coverage": ["measure"],
  "conventions": ["K9", "K12", "K14", "K15"],
  "policies": [{"table": "consequence", "where": {"trigger": ["TOWNSHIP_GROUND", "UNIT_GROUND", "ORG_DEPT_GROUND", "CADRE_GROUND"]}}],
  "arguments": {"ground": "codelist:measure-ground", "date": "date", "kind": "codelist:measure-kind", "dueBody": "codelist:body", "dueLevel": "codelist:subordination", "above": "codelist:subordination", "dueRole": "codelist:leader-role", "otherDate": "date", "otherBody": "codelist:body", "otherLevel": "codelist:subordination", "otherRole": "codelist:leader-role"},
  "keys": ["ground"]
}*/
-- @query
WITH told AS (
  -- the grounds on record, each with the organization or the person that it is held against
  SELECT CASE WHEN cadreId IS NULL THEN 'organization' ELSE 'cadre' END AS recordType,
         coalesce(cadreId, organizationId) AS recordId, kind, date, unnest(grounds) AS ground
  FROM measure WHERE coalesce(cadreId, organizationId) IS NOT NULL
), due AS (
  -- the measures prescribed for each, from the first day on which the ground was told
  SELECT t.recordType, t.recordId, t.ground, min(t.date) AS date, b.asOf, o.level AS ownLevel, r.policyRow,
         r.measureKind AS kind, r."by" AS bodies, r.targetRole, r.levelBasis,
         CASE r.levelBasis WHEN 'SAME' THEN o.level ELSE r.level END AS level
  FROM told t CROSS JOIN batch b
  JOIN consequence r ON list_contains(r.grounds, t.ground) AND binds(r, t.date)
  LEFT JOIN organization o ON t.recordType = 'organization' AND o.id = t.recordId
  WHERE t.date < b.asOf
    AND CASE WHEN t.recordType = 'organization'
             THEN r.trigger IN ('TOWNSHIP_GROUND', 'UNIT_GROUND', 'ORG_DEPT_GROUND')
                  AND coalesce(o.body = CASE r.trigger
                                             WHEN 'TOWNSHIP_GROUND' THEN 'TOWNSHIP_PARTY_COMMITTEE'
                                             WHEN 'UNIT_GROUND' THEN 'DISPATCHING_UNIT'
                                             ELSE 'PARTY_ORG_DEPT' END, true)
             -- a person may be dealt with otherwise on the same ground, so that one of the measures must be there
             ELSE r.trigger = 'CADRE_GROUND'
                  AND EXISTS (SELECT 1
                              FROM consequence k
                              WHERE k.measureKind = t.kind AND list_contains(k.grounds, t.ground)) END
  GROUP BY ALL
), taken AS (
  -- the measures of that kind on that ground, each with what is not as required
  SELECT d.*, x.date AS otherDate,
         CASE WHEN NOT list_contains(d.bodies, x."by") THEN x."by" END AS otherBody,
         CASE WHEN left(x.byLevel, 1) <> left(d.level, 1)
                OR d.levelBasis = 'ABOVE' AND left(x.byLevel, 1) >= left(d.ownLevel,
                    1) THEN x.byLevel END AS otherLevel,
         CASE WHEN x.targetRole <> d.targetRole THEN x.targetRole END AS otherRole
  FROM due d
  LEFT JOIN measure x ON CASE d.recordType WHEN 'cadre' THEN x.cadreId ELSE x.organizationId END = d.recordId
       AND x.kind = d.kind AND x.date <= d.asOf AND list_contains(x.grounds, d.ground)
), open AS (
  -- where none is as required, the latest that is not
  SELECT recordType, recordId, ground, date, "asOf", ownLevel, policyRow, kind, bodies, targetRole, levelBasis, level,
         max({'date': otherDate, 'body': otherBody, 'level': otherLevel, 'role': otherRole}) AS other
  FROM taken GROUP BY ALL
  HAVING count(*) FILTER (otherDate IS NOT NULL AND otherBody IS NULL AND otherLevel IS NULL
                          AND otherRole IS NULL) = 0
)
SELECT recordType, recordId, policyRow,
       CASE WHEN NOT covered('measure', kind, date, "asOf") THEN 'coverage.measure' END AS missing, ground,
           date, kind,
       bodies AS dueBody, level AS dueLevel, CASE WHEN levelBasis = 'ABOVE' THEN ownLevel END AS above,
       targetRole AS dueRole, other.date AS otherDate, other.body AS otherBody, other.level AS otherLevel,
       other.role AS otherRole
FROM open;
-- @break
-- a measure prescribed was a lesser one; the ground stays on record
UPDATE measure
SET kind = 'CIRCULATED_CRITICISM'
WHERE id = (SELECT m.id
            FROM measure m CROSS JOIN batch b
            JOIN consequence r ON r.trigger IN ('TOWNSHIP_GROUND', 'UNIT_GROUND', 'ORG_DEPT_GROUND')
                 AND r.measureKind = m.kind AND m.kind <> 'CIRCULATED_CRITICISM' AND list_has_any(m.grounds,
                     r.grounds) AND m.date >= r.validFrom
            WHERE m.organizationId IS NOT NULL AND m.cadreId IS NULL AND m.date < b.asOf ORDER BY m.id LIMIT 1);
