/*{
  "id": "OBL-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "干部应参加的活动未达次数", "en": "An activity owed to or by each cadre is short"},
  "asks": {
    "zh": "培训、体检等须逐人落实的活动，每个周期不少于规定次数。义务在人：中途换村或变更职务而没有中断的，合起来看；只判断已结束、且整个周期都在任职之内的，期间有不适用的职务的不判断。主办层级或培训层级不够的不计。责任在别的机构的，消息写明，不算干部的过失。",
    "en": "Activities due for each cadre, such as training or a health check, take place at least so often in each period. The duty is of the person: a change of village or role without a break switches nothing off. Only closed periods wholly inside the service are judged, and none in which the cadre held a role that is not meant; an organiser or tier below the one set does not count. Where another body is responsible the message says so."
  },
  "message": {
    "zh": "{period}[的前{inDays}天]：{act}[（{topics}）]{done}次，少于{required}次[，对象应为{recipient}][，领导应为{role}][（责任主体：{chargedTo}）]",
    "en": "{period}[, first {inDays} days]: {act}[ ({topics})] {done} times, fewer than {required}[, to {recipient}][, by the {role}][ (responsible: {chargedTo})]"
  },
  "fix": {
    "zh": "补报已开展的活动及参加人员；未开展的，由责任主体安排。",
    "en": "Supply the activity and who took part; if there was none, the responsible body arranges it."
  },
  "records": ["posting", "activity"],
  "views": ["obligation_activity", "obligation_period", "posting_span", "posting_spell", "service_calendar"],
  "fields": ["activity.level", "activity.tier", "activity.recipientIds", "activity.topics"],
  "coverage": ["activity"],
  "conventions": ["K2", "K5", "K12", "K14"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "obligation", "where": {"subject": "CADRE"}}],
  "arguments": {"act": "codelist:activity-kind", "period": "text", "done": "number", "required": "number", "recipient": "codelist:body", "role": "codelist:leader-role", "topics": "codelist:activity-topic", "inDays": "number", "chargedTo": "codelist:body"},
  "keys": ["period"]
}*/
-- @query
WITH due AS (
  -- what a cadre owes in each period of the service, told at its last posting
  SELECT s.cadreId, max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         list(DISTINCT s.townshipId) FILTER (s.townshipId IS NOT NULL) AS townships,
         list(DISTINCT s.dispatchingUnitId) AS units,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans, o.*
  FROM service_calendar s
  JOIN obligation_period o ON o.subject = 'CADRE' AND o.period = s.period AND o.periodStart = s.periodStart
       AND concerns(o, s.role, s.dispatchLevel)
  GROUP BY ALL
), service AS (
  -- and in the whole of a service that is over
  SELECT v.cadreId, max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         list(DISTINCT s.townshipId) FILTER (s.townshipId IS NOT NULL) AS townships,
         list(DISTINCT s.dispatchingUnitId) AS units,
         list({'first': s.startDate, 'last': s.endDate}) AS spans, o.*, v.startDate AS firstDay,
             v.endDate AS finalDay,
         covered('activity', o.act, v.startDate, v.endDate) AS covered,
         v.startDate >= b.startDate AND v.endDate <= b.endDate AS within
  FROM posting_spell v CROSS JOIN batch b
  JOIN obligation o ON o.subject = 'CADRE' AND o.period = 'ROUND' AND binds(o, v.startDate, v.endDate)
  JOIN posting_span s ON s.cadreId = v.cadreId AND s.startDate BETWEEN v.startDate AND v.endDate
       AND concerns(o, s.role, s.dispatchLevel)
  WHERE v.endDate <= b.asOf AND v.endDate >= b.startDate
  GROUP BY ALL
), owed AS (
  -- each where such service fills it, with the last day on which the act is in time
  SELECT cadreId, postingId, townships, units, policyRow, act, period AS span, label, minimum, chargedTo, recipient,
         recipientLevel, leaderRole, topics, dueDays, covered, cut, periodStart, dueOn
  FROM due WHERE fills(spans, periodStart, periodEnd)
  UNION ALL
  SELECT cadreId, postingId, townships, units, policyRow, act, period,
         strftime(firstDay, '%Y-%m-%d') || '/' || strftime(finalDay, '%Y-%m-%d'), minimum, chargedTo, recipient,
         recipientLevel, leaderRole, topics, dueDays, covered, NOT covered AND NOT within, firstDay,
         coalesce(least(firstDay + (dueDays - 1)::INTEGER, finalDay), finalDay)
  FROM service WHERE fills(spans, firstDay, finalDay)
), part AS (
  -- one row for each cadre who took part in what may count
  SELECT policyRow, id, date, recipientIds, recipients, unknown,
         unnest(coalesce(cadreIds, []) || [cadreId]) AS cadreId
  FROM obligation_activity WHERE NOT wrong
), held AS (
  -- what is owed beside what was done in time
  SELECT o.* EXCLUDE (cadreId), a.id, coalesce(a.unknown, CASE
      WHEN addressed(a.recipientIds, a.recipients, o.recipient,
      o.recipientLevel, o.townships, o.units) IS NULL THEN 'activity.recipientIds' END) AS unknown
  FROM owed o
  LEFT JOIN part a ON a.policyRow = o.policyRow AND a.cadreId = o.cadreId AND a.date BETWEEN o.periodStart AND o.dueOn
       AND coalesce(addressed(a.recipientIds, a.recipients, o.recipient, o.recipientLevel, o.townships, o.units),
           true)
), counted AS (
  -- how often it was done, and how often it may have been
  SELECT * EXCLUDE (id, unknown, townships, units),
         count(DISTINCT id) FILTER (unknown IS NULL) AS done, count(DISTINCT id) AS possible,
         min(unknown) FILTER (id IS NOT NULL) AS unknown
  FROM held GROUP BY ALL
), anonymous AS (
  -- one that does not say for whom it was may have been the cadre's
  SELECT policyRow, date FROM obligation_activity WHERE cadreId IS NULL AND cadreIds IS NULL AND NOT wrong
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       act, label AS period, done, minimum AS required, recipient, leaderRole AS role, topics, dueDays AS inDays,
           chargedTo
FROM (SELECT c.*, CASE WHEN c.possible >= c.minimum THEN c.unknown
                       WHEN c.cut THEN 'period.' || c.span
                       WHEN NOT c.covered THEN 'coverage.activity.' || c.act
                       WHEN c.possible + (SELECT count(*)
                                          FROM anonymous n
                                          WHERE n.policyRow = c.policyRow AND n.date BETWEEN c.periodStart
                                              AND c.dueOn)
                              >= c.minimum THEN 'activity.cadreId' END AS missing
      FROM counted c
      WHERE c.done < c.minimum);
-- @break
-- the cadre drops out of the activities of one period; those that were the cadre's alone go to another, so
-- that none stands without a person
UPDATE activity
SET cadreIds = CASE WHEN cadreIds IS NULL THEN NULL
                    WHEN len(list_filter(cadreIds, lambda x: x <> t.cadreId)) > 0
                    THEN list_filter(cadreIds, lambda x: x <> t.cadreId)
                    ELSE [t.other] END,
    cadreId = CASE WHEN activity.cadreId = t.cadreId THEN t.other ELSE activity.cadreId END
FROM (SELECT s.cadreId, o.act, o.periodStart, o.periodEnd,
             (SELECT x.cadreId
              FROM (FROM service_calendar WHERE closed) x
              WHERE x.periodStart = o.periodStart AND x.period = o.period AND x.cadreId <> s.cadreId
              ORDER BY x.cadreId LIMIT 1) AS other
      FROM (FROM service_calendar WHERE closed) s
      JOIN obligation_period o ON o.subject = 'CADRE' AND o.covered AND o.period = s.period
           AND o.periodStart = s.periodStart AND concerns(o, s.role, s.dispatchLevel)
      ORDER BY o.policyRow, s.cadreId, o.periodStart LIMIT 1) t
WHERE kind = t.act AND date BETWEEN t.periodStart AND t.periodEnd
  AND (activity.cadreId = t.cadreId OR list_contains(cadreIds, t.cadreId));
