/*{
  "id": "OBL-003",
  "since": "1.0",
  "title": {"zh": "机构应做的活动未达次数", "en": "An activity owed by an organization is short"},
  "asks": {
    "zh": "派出单位、乡镇、县市机构按周期召开会议、听取汇报、到村调研、督查、慰问等，每个周期不少于规定次数；规定由主要领导、分管领导或党委（党组）做的，别人不能代替。派出单位、乡镇和县级机构只判断整个周期都有驻村干部的；逐村的义务按村判断。写明预期月份而全在此前开展的，只作提示。",
    "en": "Units, townships, county and city bodies meet, hear reports, visit villages, inspect and the like at least so often in each period; what is reserved to a principal leader, a deputy in charge or a party committee is not done by others. Units, townships and county bodies are judged for periods in which they have cadres all along; what is owed for each village is judged by village. Where a month is expected, acts that were all earlier are only noted."
  },
  "message": {
    "zh": "{period}：{act}{done}次[，少于{required}次][，预期不早于{expected}月][，领导应为{role}][，应由{body}进行][，对象应为{recipient}][，层级应为{tier}][，村：{village}]",
    "en": "{period}: {act} {done} times[, fewer than {required}][, expected from month {expected} on][, by the {role}][, by {body}][, to {recipient}][, tier {tier}][, village {village}]"
  },
  "fix": {
    "zh": "补报已开展的活动；未开展的由该机构尽快安排。",
    "en": "Supply the activity; if there was none, the organization arranges it soon."
  },
  "records": ["organization", "activity"],
  "views": ["obligation_activity", "obligation_period", "organization_spell"],
  "fields": ["activity.organizationId", "activity.leaderRoles", "activity.villageId", "activity.body"],
  "coverage": ["activity", "posting"],
  "conventions": ["K5", "K9", "K12", "K14", "K21", "K22"],
  "policies": [{"table": "obligation", "where": {"subject": "ORGANIZATION"}}],
  "arguments": {"act": "codelist:activity-kind", "period": "text", "done": "number", "required": "number", "expected": "number", "role": "codelist:leader-role", "body": "codelist:body", "recipient": "codelist:body", "tier": "codelist:training-tier", "village": "text"},
  "keys": ["period", "village"]
}*/
-- @query
WITH spell AS (
  SELECT p.organizationId, p.relation, p.villageId, p.startDate, p.endDate, p.lastDay, g.body, g.level
  FROM organization_spell p JOIN organization g ON g.id = p.organizationId
), owed AS (
  SELECT * FROM obligation_period WHERE subject = 'ORGANIZATION'
), due AS (
  SELECT s.organizationId, s.villageId, o.*
  FROM owed o JOIN spell s ON s.startDate <= o.periodStart AND CASE WHEN o.cut THEN s.lastDay ELSE s.endDate END >= o.periodEnd AND (s.villageId IS NOT NULL) = coalesce(o.perVillage, false)
       -- whoever dispatches is a dispatching unit, whatever else it is (K21)
       AND list_contains(o.subjectBodies, CASE WHEN s.relation = 'UNIT' THEN 'DISPATCHING_UNIT' ELSE s.body END)
       AND (s.relation = 'UNIT' OR s.level >= '50') AND (o.subjectLevel IS NULL OR o.subjectLevel = s.level)
  UNION ALL
  -- bodies above the county are always in office
  SELECT g.id, NULL, o.*
  FROM owed o JOIN organization g ON list_contains(o.subjectBodies, g.body) AND g.body <> 'DISPATCHING_UNIT' AND g.level < '50'
       AND (o.subjectLevel IS NULL OR o.subjectLevel = g.level)
       AND coalesce(g.establishedOn, o.periodStart) <= o.periodStart AND coalesce(g.abolishedOn, o.periodEnd) >= o.periodEnd
), act AS (
  -- a unit acts itself or through its own party committee or personnel department
  SELECT a.* EXCLUDE (organizationId, body), x.organizationId, coalesce(a.body, x.actor) AS body
  FROM obligation_activity a
  JOIN (SELECT id, id AS organizationId, NULL AS actor FROM organization
        UNION ALL SELECT id, parentId, body FROM organization WHERE body IN ('UNIT_PARTY_COMMITTEE', 'UNIT_PERSONNEL_DEPT')) x ON x.id = a.organizationId
), held AS (
  SELECT o.organizationId, o.villageId, o.policyRow, o.act, o.period AS span, o.label, o.minimum, o.covered, o.cut, o.periodStart, o.leaderRole, o.body, o.recipient, o.tier, a.id, a.date, o.expectedFromMonth,
         coalesce(a.villageId <> o.villageId, false) OR coalesce(NOT list_contains(a.leaderRoles, o.leaderRole), false) OR coalesce(a.body <> o.body, false)
           OR coalesce(a.form <> o.form, false) OR coalesce(a.tier <> o.tier, false) OR coalesce(a.level > o.lowestLevel, false)
           OR coalesce(NOT list_contains(a.recipients, CASE WHEN o.recipientLevel IS NULL THEN o.recipient ELSE o.recipient || '@' || o.recipientLevel END), false) AS wrong,
         CASE WHEN o.villageId IS NOT NULL AND a.villageId IS NULL THEN 'activity.villageId' WHEN o.leaderRole IS NOT NULL AND a.leaderRoles IS NULL THEN 'activity.leaderRoles'
              WHEN o.body IS NOT NULL AND a.body IS NULL THEN 'activity.body' WHEN o.form IS NOT NULL AND a.form IS NULL THEN 'activity.form'
              WHEN o.tier IS NOT NULL AND a.tier IS NULL THEN 'activity.tier' WHEN o.lowestLevel IS NOT NULL AND a.level IS NULL THEN 'activity.level'
              WHEN o.recipient IS NOT NULL AND a.recipients IS NULL THEN 'activity.recipientIds' END AS unknown
  FROM due o LEFT JOIN act a ON a.policyRow = o.policyRow AND a.organizationId = o.organizationId AND a.periodStart = o.periodStart
), counted AS (
  SELECT organizationId, villageId, policyRow, act, span, label, minimum, covered, cut, periodStart, leaderRole, body, recipient, tier, expectedFromMonth,
         count(DISTINCT id) FILTER (NOT wrong AND unknown IS NULL) AS done, count(DISTINCT id) FILTER (NOT wrong) AS possible,
         coalesce(bool_and(month(date) < expectedFromMonth) FILTER (NOT wrong), false) AS early, min(unknown) FILTER (NOT wrong) AS unknown
  FROM held GROUP BY ALL
), anonymous AS (
  SELECT a.policyRow, a.periodStart, count(*) AS n FROM obligation_activity a JOIN obligation o ON o.policyRow = a.policyRow
  WHERE a.organizationId IS NULL AND a.teamId IS NULL AND NOT coalesce(a.tier <> o.tier, false) GROUP BY ALL
)
SELECT 'organization' AS recordType, organizationId AS recordId, policyRow, missing,
       CASE WHEN done >= minimum THEN 2 ELSE 0 END AS lowerBy, act, label AS period, done, CASE WHEN done < minimum THEN minimum END AS required,
       CASE WHEN done >= minimum THEN expectedFromMonth END AS expected, leaderRole AS role, body, recipient, tier, villageId AS village
FROM (SELECT c.*, CASE WHEN c.done >= c.minimum THEN NULL WHEN c.possible >= c.minimum THEN c.unknown WHEN c.cut THEN 'period.' || c.span
                       WHEN NOT c.covered THEN 'coverage.activity.' || c.act
                       WHEN c.possible + coalesce(n.n, 0) >= c.minimum THEN 'activity.organizationId' END AS missing
      FROM counted c LEFT JOIN anonymous n ON n.policyRow = c.policyRow AND n.periodStart = c.periodStart
      -- enough, yet all of it earlier in the year than expected, is only noted
      WHERE c.done < c.minimum OR c.early AND NOT c.cut);
-- @break
DELETE FROM activity WHERE id IN (
  SELECT a.id FROM activity a
  JOIN (SELECT v.organizationId, v.policyRow, v.periodStart FROM obligation_activity v
        JOIN obligation_period o ON o.policyRow = v.policyRow AND o.periodStart = v.periodStart AND o.covered AND o.subject = 'ORGANIZATION'
             AND NOT coalesce(o.perVillage, false) AND o.tier IS NULL AND o.act <> 'COMMENDATION_INDIVIDUAL'
        JOIN organization g ON g.id = v.organizationId
        WHERE NOT list_contains(o.subjectBodies, 'DISPATCHING_UNIT') AND list_contains(o.subjectBodies, g.body) AND g.level < '50'
              AND (o.subjectLevel IS NULL OR o.subjectLevel = g.level)
           OR list_contains(o.subjectBodies, 'DISPATCHING_UNIT') AND EXISTS (SELECT 1 FROM organization_spell s WHERE s.organizationId = v.organizationId
              AND s.relation = 'UNIT' AND s.villageId IS NULL AND s.startDate <= o.periodStart AND s.endDate >= o.periodEnd)
        ORDER BY v.policyRow, v.organizationId, v.periodStart LIMIT 1) t
  ON true JOIN obligation_activity x ON x.id = a.id AND x.policyRow = t.policyRow AND x.periodStart = t.periodStart AND x.organizationId = t.organizationId);
