/*{
  "id": "OBL-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "机构应做的活动未达次数", "en": "An activity owed by an organization is short"},
  "asks": {
    "zh": "派出单位、乡镇、县市机构按周期召开会议、听取汇报、到村调研、督查、慰问等，每个周期不少于规定次数；规定由主要领导、分管领导或党委（党组）做的，别人不能代替。派出单位、乡镇和县级机构只判断整个周期都有驻村干部的；逐村的义务按村判断。写明预期月份而全在此前开展的，只作提示。",
    "en": "Units, townships, county and city bodies meet, hear reports, visit villages, inspect and the like at least so often in each period; what is reserved to a principal leader, a deputy in charge or a party committee is not done by others. Units, townships and county bodies are judged for periods in which they have cadres all along; what is owed for each village is judged by village. Where a month is expected, acts that were all earlier are only noted."
  },
  "message": {
    "zh": "{period}[的前{inDays}天]：{act}[（{topics}）]{done}次[，少于{required}次][，预期不早于{expected}月][，领导应为{role}][，应由{body}进行][，对象应为{recipient}][，层级应为{tier}][，村：{village}]",
    "en": "{period}[, first {inDays} days]: {act}[ ({topics})] {done} times[, fewer than {required}][, expected from month {expected} on][, by the {role}][, by {body}][, to {recipient}][, tier {tier}][, village {village}]"
  },
  "fix": {
    "zh": "补报已开展的活动；未开展的由该机构尽快安排。",
    "en": "Supply the activity; if there was none, the organization arranges it soon."
  },
  "records": ["organization", "activity"],
  "views": ["obligation_activity", "obligation_period", "organization_spell", "posting_span"],
  "fields": ["activity.organizationId", "activity.leaderRoles", "activity.villageId", "activity.body", "activity.topics", "organization.divisionCode"],
  "coverage": ["activity", "posting"],
  "conventions": ["K5", "K9", "K12", "K14", "K21", "K22"],
  "policies": [{"table": "obligation", "where": {"subject": "ORGANIZATION"}}],
  "arguments": {"act": "codelist:activity-kind", "period": "text", "done": "number", "required": "number", "expected": "number", "role": "codelist:leader-role", "body": "codelist:body", "recipient": "codelist:body", "tier": "codelist:training-tier", "topics": "codelist:activity-topic", "inDays": "number", "village": "text"},
  "keys": ["period", "village"]
}*/
-- @query
WITH spell AS (
  -- the times in which an organization has cadres
  SELECT p.*, g.body, g.level FROM organization_spell p JOIN organization g ON g.id = p.organizationId
), owed AS (
  -- the obligations of organizations, by period
  SELECT * FROM obligation_period WHERE subject = 'ORGANIZATION'
), manned AS (
  -- the spells of units and of the bodies of counties and townships in each period
  SELECT s.organizationId, s.relation, s.villageId, o.policyRow, o.periodStart, o.periodEnd,
         list({'first': greatest(s.startDate, o.periodStart),
               'last': least(CASE WHEN o.cut THEN s.lastDay ELSE s.endDate END, o.periodEnd)}) AS spans
  FROM owed o
  JOIN spell s ON s.startDate <= o.periodEnd AND CASE WHEN o.cut THEN s.lastDay ELSE s.endDate END >= o.periodStart
       AND (s.villageId IS NOT NULL) = coalesce(o.perVillage, false)
       -- whoever dispatches is a dispatching unit, whatever else it is (K21)
       AND list_contains(o.subjectBodies,
                         CASE WHEN s.relation = 'UNIT' THEN 'DISPATCHING_UNIT' ELSE s.body END)
       AND (s.relation = 'UNIT' OR s.level >= '50') AND (o.subjectLevel IS NULL OR o.subjectLevel = s.level)
       AND concerns(o, s.role, s.dispatchLevel)
  GROUP BY ALL
), concerned AS (
  -- the periods in which anybody serves whom a row names
  SELECT DISTINCT o.policyRow, o.periodStart
  FROM owed o
  JOIN (SELECT DISTINCT role, dispatchLevel, startDate, lastDay FROM posting_span) s
       ON s.startDate <= o.periodEnd AND s.lastDay >= o.periodStart AND concerns(o, s.role, s.dispatchLevel)
  WHERE o.roles IS NOT NULL OR o.dispatchLevels IS NOT NULL
), place AS (
  -- the periods in which they have cadres all along
  SELECT organizationId, villageId, policyRow, periodStart FROM manned WHERE fills(spans, periodStart, periodEnd)
  UNION
  -- bodies above the county are always in office
  SELECT g.id, NULL, o.policyRow, o.periodStart
  FROM owed o
  JOIN organization g ON list_contains(o.subjectBodies, g.body) AND g.body <> 'DISPATCHING_UNIT'
       AND g.level < '50'
       AND (o.subjectLevel IS NULL OR o.subjectLevel = g.level)
       AND coalesce(g.establishedOn, o.periodStart) <= o.periodStart
       AND coalesce(g.abolishedOn, o.periodEnd) >= o.periodEnd
  WHERE o.roles IS NULL AND o.dispatchLevels IS NULL
    OR (o.policyRow, o.periodStart) IN (SELECT (policyRow, periodStart) FROM concerned)
), due AS (
  -- what each organization owes in each period
  SELECT p.organizationId, p.villageId, o.*
  FROM place p JOIN owed o ON o.policyRow = p.policyRow AND o.periodStart = p.periodStart
), act AS (
  -- a unit acts itself or through its own party committee or personnel department
  SELECT a.* EXCLUDE (organizationId), x.organizationId
  FROM obligation_activity a
  JOIN (SELECT id, id AS organizationId
        FROM organization
        UNION ALL
        SELECT id, parentId
        FROM organization WHERE body IN ('UNIT_PARTY_COMMITTEE', 'UNIT_PERSONNEL_DEPT')) x
       ON x.id = a.organizationId
  WHERE NOT a.wrong
), held AS (
  -- what is owed beside what was done in time, with what is unknown of it
  SELECT o.organizationId, o.villageId, o.policyRow, o.act, o.period AS span, o.label, o.minimum, o.covered,
         o.cut, o.periodStart, o.dueOn, o.leaderRole, o.body, o.recipient, o.tier, o.topics, o.dueDays,
             o.expectedFromMonth,
         a.id, a.date,
         CASE WHEN o.villageId IS NOT NULL AND a.villageId IS NULL THEN 'activity.villageId'
              WHEN addressed(a.recipientIds, a.recipients, o.recipient, o.recipientLevel, NULL, NULL) IS NULL
              THEN 'activity.recipientIds'
              ELSE a.unknown END AS unknown
  FROM due o
  LEFT JOIN act a ON a.policyRow = o.policyRow AND a.organizationId = o.organizationId
       AND a.date BETWEEN o.periodStart AND o.dueOn AND coalesce(a.villageId = o.villageId, true)
       AND coalesce(addressed(a.recipientIds, a.recipients, o.recipient, o.recipientLevel, NULL, NULL), true)
), counted AS (
  -- how often it was done, and how often it may have been
  SELECT * EXCLUDE (id, date, unknown), count(DISTINCT id) FILTER (unknown IS NULL) AS done,
         count(DISTINCT id) AS possible,
         coalesce(bool_and(month(date) < expectedFromMonth) FILTER (id IS NOT NULL), false) AS early,
         min(unknown) FILTER (id IS NOT NULL) AS unknown
  FROM held GROUP BY ALL
), anonymous AS (
  -- those that do not say of whom they are
  SELECT policyRow, date FROM obligation_activity WHERE organizationId IS NULL AND teamId IS NULL AND NOT wrong
)
SELECT 'organization' AS recordType, organizationId AS recordId, policyRow, missing,
       CASE WHEN done >= minimum THEN 2 ELSE 0 END AS lowerBy, act, label AS period, done,
       CASE WHEN done < minimum THEN minimum END AS required,
       CASE WHEN done >= minimum THEN expectedFromMonth END AS expected, leaderRole AS role, body, recipient,
       tier, topics, dueDays AS inDays, villageId AS village
FROM (SELECT c.*, CASE WHEN c.done >= c.minimum THEN NULL
                       WHEN c.possible >= c.minimum THEN c.unknown
                       WHEN c.cut THEN 'period.' || c.span
                       WHEN NOT c.covered THEN 'coverage.activity.' || c.act
                       WHEN c.possible + (SELECT count(*)
                                          FROM anonymous n
                                          WHERE n.policyRow = c.policyRow AND n.date BETWEEN c.periodStart
                                              AND c.dueOn)
                              >= c.minimum THEN 'activity.organizationId' END AS missing
      FROM counted c
      -- enough, yet all of it earlier in the year than expected, is only noted
      WHERE c.done < c.minimum OR c.early AND NOT c.cut)
UNION ALL
-- a body of a county or township of which it is not said where it is may have cadres or not
SELECT DISTINCT 'organization', g.id, o.policyRow, 'organization.divisionCode', NULL, NULL, NULL, NULL, NULL,
    NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL
FROM owed o
JOIN organization g ON list_contains(o.subjectBodies, g.body) AND g.body <> 'DISPATCHING_UNIT' AND g.level >= '50'
     AND (o.subjectLevel IS NULL OR o.subjectLevel = g.level) AND g.divisionCode IS NULL
ANTI JOIN organization_spell s ON s.organizationId = g.id;
-- @break
DELETE FROM activity
WHERE id IN (SELECT a.id
             FROM activity a
             JOIN (SELECT v.organizationId, v.policyRow, o.periodStart, o.dueOn
                   FROM obligation_activity v
                   JOIN obligation_period o ON o.policyRow = v.policyRow AND v.date BETWEEN o.periodStart
                       AND o.periodEnd
                        AND o.covered AND o.subject = 'ORGANIZATION'
                        AND NOT coalesce(o.perVillage, false) AND o.tier IS NULL
                        AND o.act <> 'COMMENDATION_INDIVIDUAL'
                   JOIN organization g ON g.id = v.organizationId
                   WHERE NOT list_contains(o.subjectBodies, 'DISPATCHING_UNIT')
                       AND list_contains(o.subjectBodies, g.body) AND g.level < '50'
                       AND (o.subjectLevel IS NULL OR o.subjectLevel = g.level)
                     OR EXISTS (SELECT 1
                                FROM organization_spell s
                                WHERE s.organizationId = v.organizationId AND s.villageId IS NULL
                                  AND list_contains(o.subjectBodies, CASE WHEN s.relation = 'UNIT'
                                                                          THEN 'DISPATCHING_UNIT' ELSE g.body END)
                                  AND (s.relation = 'UNIT' OR g.level >= '50')
                                      AND concerns(o, s.role, s.dispatchLevel)
                                  AND s.startDate <= o.periodStart AND s.endDate >= o.periodEnd)
                   ORDER BY v.policyRow, v.organizationId, o.periodStart LIMIT 1) t ON true
             JOIN obligation_activity x ON x.id = a.id AND x.policyRow = t.policyRow
                  AND x.date BETWEEN t.periodStart AND t.dueOn AND x.organizationId = t.organizationId);
