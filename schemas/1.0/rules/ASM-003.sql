/*{
  "id": "ASM-003",
  "since": "1.0",
  "title": {"zh": "考核的参加机构不全", "en": "Bodies missing from an assessment"},
  "asks": {
    "zh": "考核由规定的机构牵头，规定的机构都参加，应听取意见的单位和群体都听取。牵头机构视为参加。要求写明层级的同时看层级，记录没有写层级的不据此判断。",
    "en": "The body named leads, all assessors named take part, and all units and groups to be heard are heard. The lead counts as an assessor. Where a level is asked it is compared, unless the record gives none."
  },
  "message": {
    "zh": "{date}的{kind}：牵头应为{lead}；缺少考核机构{assessors}；未听取意见的单位{consulted}；未听取意见的对象{heard}",
    "en": "{kind} of {date}: lead should be {lead}; assessors missing: {assessors}; not consulted: {consulted}; not heard: {heard}"
  },
  "fix": {
    "zh": "补登已参加的机构；确未参加的，补充听取意见或重新考核。",
    "en": "Record the bodies that took part; otherwise hear them or assess again."
  },
  "records": ["assessment"],
  "fields": ["assessment.lead", "assessment.assessors", "assessment.consulted", "assessment.heard"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "assessmentRequirement"}],
  "arguments": {"kind": "codelist:assessment-kind", "date": "date", "lead": "codelist:body", "assessors": "codelist:body", "consulted": "codelist:body", "heard": "codelist:body"}
}*/
-- @query
WITH compared AS (
  SELECT a.id, a.kind, a.date, r.policyRow, a.lead IS NULL AND r.lead IS NOT NULL AS noLead, a.assessors IS NULL AND r.assessors IS NOT NULL AS noAssessors,
         a.consulted IS NULL AND r.consulted IS NOT NULL AS noConsulted, a.heard IS NULL AND r.heard IS NOT NULL AS noHeard,
         CASE WHEN a.lead['body'] <> r.lead['body'] OR left(a.lead['level'], 1) <> left(r.lead['level'], 1) THEN r.lead['body'] END AS lead,
         CASE WHEN a.assessors IS NOT NULL THEN list_transform(list_filter(r.assessors, lambda w: len(list_filter(list_append(a.assessors, a.lead),
              lambda x: x['body'] = w['body'] AND coalesce(left(x['level'], 1) = left(w['level'], 1), true))) = 0), lambda w: w['body']) END AS assessors,
         CASE WHEN a.consulted IS NOT NULL THEN list_filter(r.consulted, lambda w: NOT list_contains(a.consulted, w)) END AS consulted,
         CASE WHEN a.heard IS NOT NULL THEN list_filter(r.heard, lambda w: NOT list_contains(a.heard, w)) END AS heard
  FROM assessment a CROSS JOIN batch b JOIN assessmentRequirement r ON r.kind = a.kind AND binds(r, a.date)
  WHERE a.date <= b.asOf
)
SELECT 'assessment' AS recordType, id AS recordId, policyRow, NULL AS missing, kind, date, lead,
       CASE WHEN len(assessors) > 0 THEN assessors END AS assessors, CASE WHEN len(consulted) > 0 THEN consulted END AS consulted, CASE WHEN len(heard) > 0 THEN heard END AS heard
FROM compared WHERE lead IS NOT NULL OR len(assessors) > 0 OR len(consulted) > 0 OR len(heard) > 0
UNION ALL
SELECT 'assessment', id, policyRow, 'assessment.' || m, kind, date, NULL, NULL, NULL, NULL
FROM (SELECT *, unnest(['lead', 'assessors', 'consulted', 'heard']) AS m, unnest([noLead, noAssessors, noConsulted, noHeard]) AS absent FROM compared) WHERE absent;
-- @break
UPDATE assessment SET assessors = [struct_pack("body" := 'OTHER', "level" := NULL::VARCHAR)]
WHERE id = (SELECT a.id FROM assessment a JOIN assessmentRequirement r ON r.kind = a.kind AND a.date >= r.validFrom AND len(r.assessors) > 1
            WHERE a.date <= (SELECT b.asOf FROM batch b) ORDER BY a.id LIMIT 1);
