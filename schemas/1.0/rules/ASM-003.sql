/*{
  "id": "ASM-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考核的参加机构不全", "en": "Bodies missing from an assessment"},
  "asks": {
    "zh": "考核由规定的机构牵头，规定可由几个机构之一牵头的，其中任何一个都可以；规定的机构都参加，应听取意见的单位和群体都听取。牵头机构视为参加。要求写明层级的同时看层级，记录没有写层级的不据此判断。",
    "en": "The body named leads, or one of several where any of them may; all assessors named take part, and all units and groups to be heard are heard. The lead counts as an assessor. Where a level is asked it is compared, unless the record gives none."
  },
  "message": {
    "zh": "{date}的{kind}[，登记由{ledBy}牵头，应由{lead}牵头][，参加考核的机构缺少{assessors}][，没有听取单位{consulted}的意见][，没有听取{heard}的意见]",
    "en": "{kind} of {date}[: led by {ledBy}, should be led by {lead}][; assessors missing: {assessors}][; units not consulted: {consulted}][; not heard: {heard}]"
  },
  "fix": {
    "zh": "补登已参加的机构；确未参加的，补充听取意见或重新考核。",
    "en": "Record the bodies that took part; otherwise hear them or assess again."
  },
  "records": ["assessment"],
  "views": ["condition_subject"],
  "fields": ["assessment.lead", "assessment.assessors", "assessment.consulted", "assessment.heard"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "assessmentRequirement"}],
  "arguments": {"kind": "codelist:assessment-kind", "date": "date", "ledBy": "codelist:body", "lead": "codelist:body", "assessors": "codelist:body", "consulted": "codelist:body", "heard": "codelist:body"}
}*/
-- @query
WITH asked AS (
  -- each assessment beside what its kind asks; one leader that is named is a list of one
  SELECT a.id, a.kind, a.date, a.lead, a.assessors, a.consulted, a.heard, r.policyRow,
         coalesce(r.leads, [r.lead]) AS leads, r.lead IS NOT NULL OR r.leads IS NOT NULL AS asksLead,
         r.assessors AS dueAssessors, r.consulted AS dueConsulted, r.heard AS dueHeard,
         concerns(r, s.role, s.dispatchLevel) IS NULL AS unplaced
  FROM assessment a CROSS JOIN batch b JOIN assessmentRequirement r ON r.kind = a.kind AND binds(r, a.date)
  LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
  WHERE a.date <= b.asOf AND coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', a.date, a.date))
), compared AS (
  -- what is not on record, and what is there and falls short
  SELECT id, kind, date, policyRow, unplaced, lead IS NULL AND asksLead AS noLead,
         assessors IS NULL AND dueAssessors IS NOT NULL AS noAssessors,
         consulted IS NULL AND dueConsulted IS NOT NULL AS noConsulted,
         heard IS NULL AND dueHeard IS NOT NULL AS noHeard,
         -- without a level on record a leader of any level will do
         asksLead AND lead IS NOT NULL
           AND len(list_filter(leads, lambda w: w['body'] = lead['body']
                     AND coalesce(left(w['level'], 1) = left(lead['level'], 1), true))) = 0 AS wrongLead,
         CASE WHEN lead['level'] IS NULL THEN lead['body'] ELSE lead['body'] || '@' || lead['level'] END AS ledBy,
         list_transform(leads, lambda w: CASE WHEN w['level'] IS NULL THEN w['body']
                                              ELSE w['body'] || '@' || w['level'] END) AS leads,
         CASE WHEN assessors IS NOT NULL
              THEN list_transform(list_filter(dueAssessors,
                                              lambda w: len(
                                                      list_filter(
                                                          list_append(assessors, lead),
                                                          lambda x: x['body'] = w['body']
                                                            AND coalesce(
                                                                  left(x['level'], 1) = left(w['level'], 1),
                                                                  true))) = 0),
                                  lambda w: w['body']) END AS assessors,
         CASE WHEN consulted IS NOT NULL
              THEN list_filter(dueConsulted, lambda w: NOT list_contains(consulted, w)) END AS consulted,
         CASE WHEN heard IS NOT NULL
              THEN list_filter(dueHeard, lambda w: NOT list_contains(heard, w)) END AS heard
  FROM asked
)
SELECT 'assessment' AS recordType, id AS recordId, policyRow,
       CASE WHEN unplaced THEN 'coverage.posting' END AS missing, kind, date,
       CASE WHEN wrongLead THEN ledBy END AS ledBy, CASE WHEN wrongLead THEN leads END AS lead,
       CASE WHEN len(assessors) > 0 THEN assessors END AS assessors,
       CASE WHEN len(consulted) > 0 THEN consulted END AS consulted,
       CASE WHEN len(heard) > 0 THEN heard END AS heard
FROM compared WHERE wrongLead OR len(assessors) > 0 OR len(consulted) > 0 OR len(heard) > 0
UNION ALL
SELECT 'assessment', id, policyRow, 'assessment.' || m, kind, date, NULL, NULL, NULL, NULL, NULL
FROM (SELECT *, unnest(['lead', 'assessors', 'consulted', 'heard']) AS m,
             unnest([noLead, noAssessors, noConsulted, noHeard]) AS absent
      FROM compared) WHERE absent;
-- @break
UPDATE assessment
SET assessors = [struct_pack("body" := 'OTHER', "level" := NULL::VARCHAR)]
WHERE id = (SELECT a.id
            FROM assessment a
            JOIN assessmentRequirement r ON r.kind = a.kind AND a.date >= r.validFrom AND len(r.assessors) > 1
            WHERE a.date <= (SELECT b.asOf FROM batch b) ORDER BY a.id LIMIT 1);
