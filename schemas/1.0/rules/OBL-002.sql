/*{
  "id": "OBL-002",
  "since": "1.0",
  "title": {"zh": "工作队应做的活动未达次数", "en": "An activity owed by a team is short"},
  "asks": {
    "zh": "工作队按周期向乡镇、派出单位、县级机构等汇报，每个周期不少于规定次数；多单位联合组队的，每个派出单位都要汇报到。一次汇报列明几个对象的，对每个对象都算。只判断整个周期都在驻期间的。",
    "en": "A team reports to its township, its dispatching units or the county office at least so often in each period; in a joint team every unit is owed its report. One report that names several addressees counts for each. Only periods wholly inside the team's time are judged."
  },
  "message": {
    "zh": "{period}：{act}[，对象：{recipient}][（{unit}）]，{done}次，少于{required}次",
    "en": "{period}: {act}[ to {recipient}][ ({unit})]: {done} times, fewer than {required}"
  },
  "fix": {
    "zh": "补报已做的汇报及其对象；未汇报的尽快汇报。",
    "en": "Supply the report and its addressees; if there was none, report soon."
  },
  "records": ["team", "activity"],
  "views": ["obligation_activity", "obligation_period", "team_span"],
  "fields": ["activity.recipientIds"],
  "coverage": ["activity"],
  "conventions": ["K5", "K9", "K12", "K14", "K21"],
  "policies": [{"table": "obligation", "where": {"subject": "TEAM"}}],
  "arguments": {"act": "codelist:activity-kind", "period": "text", "done": "number", "required": "number", "recipient": "codelist:body", "unit": "text"},
  "keys": ["period", "unit"]
}*/
-- @query
WITH due AS (
  -- what a team owes in each period; where each of its units is to be told, once for each
  SELECT t.teamId, v.townshipId, t.dispatchingUnitIds,
         unnest(CASE WHEN o.perUnit THEN t.dispatchingUnitIds ELSE [NULL] END) AS unit, o.*
  FROM team_span t LEFT JOIN village v ON v.id = t.homeVillageId
  JOIN obligation_period o ON o.subject = 'TEAM' AND concerns_level(o, t.dispatchLevel)
       AND o.periodStart >= t.startDate AND o.periodEnd <= CASE WHEN o.cut THEN t.lastDay ELSE t.endDate END
), held AS (
  -- what is owed beside what was done, with what is wrong or unknown of it
  SELECT o.teamId, o.unit, o.policyRow, o.act, o.period AS span, o.label, o.minimum, o.recipient, o.covered,
         o.cut, o.periodStart, a.id,
         coalesce(a.form <> o.form, false)
           OR a.recipientIds IS NOT NULL
             AND CASE WHEN o.unit IS NOT NULL THEN NOT list_contains(a.recipientIds, o.unit)
                      -- the township of the place, not any township (K9)
                      WHEN o.recipient = 'TOWNSHIP_PARTY_COMMITTEE' AND o.townshipId IS NOT NULL
                      THEN NOT list_contains(a.recipientIds, o.townshipId)
                      WHEN o.recipient = 'DISPATCHING_UNIT'
                      THEN NOT list_has_any(a.recipientIds, o.dispatchingUnitIds)
                      WHEN o.recipient IS NULL THEN false
                      ELSE NOT list_contains(coalesce(a.recipients, []),
                                             CASE WHEN o.recipientLevel IS NULL THEN o.recipient
                                                  ELSE o.recipient || '@'
                                                         || o.recipientLevel END) END AS wrong,
         CASE WHEN a.recipientIds IS NULL AND o.recipient IS NOT NULL THEN 'activity.recipientIds'
              WHEN a.form IS NULL AND o.form IS NOT NULL THEN 'activity.form' END AS unknown
  FROM due o
  LEFT JOIN obligation_activity a ON a.policyRow = o.policyRow AND a.teamId = o.teamId
       AND a.periodStart = o.periodStart
), counted AS (
  -- how often it was done, and how often it may have been
  SELECT teamId, unit, policyRow, act, span, label, minimum, recipient, covered, cut, periodStart,
         count(DISTINCT id) FILTER (NOT wrong AND unknown IS NULL) AS done,
         count(DISTINCT id) FILTER (NOT wrong) AS possible,
         min(unknown) FILTER (NOT wrong) AS unknown
  FROM held GROUP BY ALL
), anonymous AS (
  -- those that do not say of which team they are
  SELECT policyRow, periodStart, count(*) AS n
  FROM obligation_activity WHERE teamId IS NULL AND organizationId IS NULL GROUP BY ALL
)
SELECT 'team' AS recordType, teamId AS recordId, policyRow, missing,
       act, label AS period, done, minimum AS required, recipient, unit
FROM (SELECT c.*, CASE WHEN c.possible >= c.minimum THEN c.unknown
                       WHEN c.cut THEN 'period.' || c.span
                       WHEN NOT c.covered THEN 'coverage.activity.' || c.act
                       WHEN c.possible + coalesce(n.n, 0) >= c.minimum THEN 'activity.teamId' END AS missing
      FROM counted c LEFT JOIN anonymous n ON n.policyRow = c.policyRow AND n.periodStart = c.periodStart
      WHERE c.done < c.minimum);
-- @break
-- reports of other subjects and periods stay
DELETE FROM activity
WHERE id IN (SELECT a.id
             FROM activity a
             JOIN (SELECT t.teamId, o.act, o.periodStart, o.periodEnd
                   FROM team_span t
                   JOIN obligation_period o ON o.subject = 'TEAM' AND o.covered
                        AND o.periodStart >= t.startDate AND o.periodEnd <= t.endDate
                   ORDER BY o.period = 'MONTH' DESC, t.teamId, o.periodStart LIMIT 1) x ON a.kind = x.act
                  AND a.teamId = x.teamId AND a.date BETWEEN x.periodStart AND x.periodEnd);
