/*{
  "id": "OBL-001",
  "since": "1.0",
  "title": {"zh": "干部应参加的活动未达次数", "en": "An activity owed to or by each cadre is short"},
  "asks": {
    "zh": "培训、体检等须逐人落实的活动，每个周期不少于规定次数。义务在人：中途换村或变更职务而没有中断的，合起来看；只判断已结束、且整个周期都在任职之内的，期间有不适用的职务的不判断。主办层级或培训层级不够的不计。责任在别的机构的，消息写明，不算干部的过失。",
    "en": "Activities due for each cadre, such as training or a health check, take place at least so often in each period. The duty is of the person: a change of village or role without a break switches nothing off. Only closed periods wholly inside the service are judged, and none in which the cadre held a role that is not meant; an organiser or tier below the one set does not count. Where another body is responsible the message says so."
  },
  "message": {
    "zh": "{period}：{act}{done}次，少于{required}次[（责任主体：{chargedTo}）]",
    "en": "{period}: {act} {done} times, fewer than {required}[ (responsible: {chargedTo})]"
  },
  "fix": {
    "zh": "补报已开展的活动及参加人员；未开展的，由责任主体安排。",
    "en": "Supply the activity and who took part; if there was none, the responsible body arranges it."
  },
  "records": ["posting", "activity"],
  "views": ["obligation_activity", "obligation_period", "service_calendar"],
  "fields": ["activity.level", "activity.tier"],
  "coverage": ["activity"],
  "conventions": ["K2", "K5", "K12", "K14"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "obligation", "where": {"subject": "CADRE"}}],
  "arguments": {"act": "codelist:activity-kind", "period": "text", "done": "number", "required": "number", "chargedTo": "codelist:body"},
  "keys": ["period"]
}*/
-- @query
WITH due AS (
  -- what a cadre owes in each period of the service, told at its last posting
  SELECT s.cadreId, max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans, o.*
  FROM service_calendar s
  JOIN obligation_period o ON o.subject = 'CADRE' AND o.period = s.period AND o.periodStart = s.periodStart
       AND concerns(o, s.role, s.dispatchLevel)
  GROUP BY ALL
), act AS (
  -- the activities that may count, each with what is wrong or unknown of it
  SELECT a.policyRow, a.periodStart, a.id, a.cadreId, a.cadreIds,
         coalesce(least(a.level, list_min(a.organiserLevels)) > o.lowestLevel, false)
           OR coalesce(a.tier <> o.tier, false) OR coalesce(a.form <> o.form, false)
           OR coalesce(a.body <> o.body, false) AS wrong,
         CASE WHEN o.lowestLevel IS NOT NULL AND a.level IS NULL AND a.organiserLevels IS NULL
              THEN 'activity.level'
              WHEN o.tier IS NOT NULL AND a.tier IS NULL THEN 'activity.tier'
              WHEN o.form IS NOT NULL AND a.form IS NULL THEN 'activity.form'
              WHEN o.body IS NOT NULL AND a.body IS NULL THEN 'activity.body' END AS unknown
  FROM obligation_activity a JOIN obligation o ON o.policyRow = a.policyRow
), part AS (
  -- one row for each cadre who took part
  SELECT * EXCLUDE (cadreId, cadreIds), unnest(coalesce(cadreIds, []) || [cadreId]) AS cadreId FROM act
), held AS (
  -- what is owed beside what was done in the period
  SELECT o.postingId, o.policyRow, o.act, o.period AS span, o.label, o.minimum, o.chargedTo, o.covered, o.cut,
         o.periodStart, a.id, a.wrong, a.unknown
  FROM due o
  LEFT JOIN part a ON a.policyRow = o.policyRow AND a.cadreId = o.cadreId AND a.periodStart = o.periodStart
  WHERE fills(o.spans, o.periodStart, o.periodEnd)
), counted AS (
  -- how often it was done, and how often it may have been
  SELECT postingId, policyRow, act, span, label, minimum, chargedTo, covered, cut, periodStart,
         count(DISTINCT id) FILTER (NOT wrong AND unknown IS NULL) AS done,
         count(DISTINCT id) FILTER (NOT wrong) AS possible,
         min(unknown) FILTER (NOT wrong) AS unknown
  FROM held GROUP BY ALL
), anonymous AS (
  -- one that does not say for whom it was may have been the cadre's
  SELECT policyRow, periodStart, count(*) AS n
  FROM act WHERE cadreId IS NULL AND cadreIds IS NULL AND NOT wrong GROUP BY ALL
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       act, label AS period, done, minimum AS required, chargedTo
FROM (SELECT c.*, CASE WHEN c.possible >= c.minimum THEN c.unknown
                       WHEN c.cut THEN 'period.' || c.span
                       WHEN NOT c.covered THEN 'coverage.activity.' || c.act
                       WHEN c.possible + coalesce(n.n, 0) >= c.minimum THEN 'activity.cadreId' END AS missing
      FROM counted c LEFT JOIN anonymous n ON n.policyRow = c.policyRow AND n.periodStart = c.periodStart
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
