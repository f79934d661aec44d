/*{
  "id": "OBL-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "工作队应做的活动未达次数", "en": "An activity owed by a team is short"},
  "asks": {
    "zh": "工作队按周期向乡镇、派出单位、县级机构等汇报，每个周期不少于规定次数；多单位联合组队的，每个派出单位都要汇报到。一次汇报列明几个对象的，对每个对象都算。只判断整个周期都在驻期间的。",
    "en": "A team reports to its township, its dispatching units or the county office at least so often in each period; in a joint team every unit is owed its report. One report that names several addressees counts for each. Only periods wholly inside the team's time are judged."
  },
  "message": {
    "zh": "{period}[的前{inDays}天]：{act}[（{topics}）][，对象：{recipient}][（{unit}）]，{done}次，少于{required}次[，领导应为{role}]",
    "en": "{period}[, first {inDays} days]: {act}[ ({topics})][ to {recipient}][ ({unit})]: {done} times, fewer than {required}[, by the {role}]"
  },
  "fix": {
    "zh": "补报已做的汇报及其对象；未汇报的尽快汇报。",
    "en": "Supply the report and its addressees; if there was none, report soon."
  },
  "records": ["team", "activity"],
  "views": ["obligation_activity", "obligation_period", "team_span"],
  "fields": ["activity.recipientIds", "activity.topics"],
  "coverage": ["activity"],
  "conventions": ["K5", "K9", "K12", "K14", "K21"],
  "policies": [{"table": "obligation", "where": {"subject": "TEAM"}}],
  "arguments": {"act": "codelist:activity-kind", "period": "text", "done": "number", "required": "number", "recipient": "codelist:body", "role": "codelist:leader-role", "topics": "codelist:activity-topic", "inDays": "number", "unit": "text"},
  "keys": ["period", "unit"]
}*/
-- @query
WITH due AS (
  -- what a team owes in each period; where each of its units is to be told, once for each
  SELECT t.teamId, v.townshipId, t.dispatchingUnitIds, o.policyRow, o.act, o.period AS span, o.label, o.minimum,
         o.recipient, o.recipientLevel, o.perUnit, o.leaderRole, o.topics, o.dueDays, o.covered, o.cut,
             o.periodStart, o.dueOn
  FROM team_span t LEFT JOIN village v ON v.id = t.homeVillageId
  JOIN obligation_period o ON o.subject = 'TEAM' AND concerns_level(o, t.dispatchLevel)
       AND o.periodStart >= t.startDate AND o.periodEnd <= CASE WHEN o.cut THEN t.lastDay ELSE t.endDate END
  UNION ALL
  -- and in the whole time of a team that is over
  SELECT t.teamId, v.townshipId, t.dispatchingUnitIds, o.policyRow, o.act, o.period,
         strftime(t.startDate, '%Y-%m-%d') || '/' || strftime(t.endDate, '%Y-%m-%d'), o.minimum, o.recipient,
         o.recipientLevel, o.perUnit, o.leaderRole, o.topics, o.dueDays, covered('activity', o.act, t.startDate,
             t.endDate),
         NOT covered('activity', o.act, t.startDate, t.endDate) AND (t.startDate < b.startDate
             OR t.endDate > b.endDate),
         t.startDate, coalesce(least(t.startDate + (o.dueDays - 1)::INTEGER, t.endDate), t.endDate)
  FROM team_span t CROSS JOIN batch b LEFT JOIN village v ON v.id = t.homeVillageId
  JOIN obligation o ON o.subject = 'TEAM' AND o.period = 'ROUND' AND binds(o, t.startDate, t.endDate)
       AND concerns_level(o, t.dispatchLevel)
  WHERE t.lastDay <= b.asOf AND t.endDate >= b.startDate
), owed AS (
  -- once, or once to each unit
  SELECT *, unnest(CASE WHEN perUnit THEN dispatchingUnitIds ELSE [NULL] END) AS unit FROM due
), held AS (
  -- what is owed beside what was done in time; the township and the units are those of the place (K9)
  SELECT o.* EXCLUDE (townshipId, dispatchingUnitIds, perUnit), a.id, a.unknown,
         addressed(a.recipientIds, a.recipients, CASE WHEN o.unit IS NULL THEN o.recipient
             ELSE 'DISPATCHING_UNIT' END,
                   o.recipientLevel, list_filter([o.townshipId], lambda x: x IS NOT NULL),
                   CASE WHEN o.unit IS NULL THEN o.dispatchingUnitIds ELSE [o.unit] END) AS told
  FROM owed o
  LEFT JOIN obligation_activity a ON a.policyRow = o.policyRow AND a.teamId = o.teamId AND NOT a.wrong
       AND a.date BETWEEN o.periodStart AND o.dueOn
), counted AS (
  -- how often it was done, and how often it may have been
  SELECT teamId, unit, policyRow, act, span, label, minimum, recipient, leaderRole, topics, dueDays, covered, cut,
         periodStart, dueOn,
         count(DISTINCT id) FILTER (told AND unknown IS NULL) AS done,
         count(DISTINCT id) FILTER (coalesce(told, true)) AS possible,
         min(coalesce(unknown, CASE WHEN told IS NULL THEN 'activity.recipientIds' END))
             FILTER (id IS NOT NULL AND coalesce(told, true)) AS unknown
  FROM held GROUP BY ALL
), anonymous AS (
  -- those that do not say of which team they are
  SELECT policyRow, date FROM obligation_activity WHERE teamId IS NULL AND organizationId IS NULL AND NOT wrong
)
SELECT 'team' AS recordType, teamId AS recordId, policyRow, missing,
       act, label AS period, done, minimum AS required, recipient, leaderRole AS role, topics, dueDays AS inDays, unit
FROM (SELECT c.*, CASE WHEN c.possible >= c.minimum THEN c.unknown
                       WHEN c.cut THEN 'period.' || c.span
                       WHEN NOT c.covered THEN 'coverage.activity.' || c.act
                       WHEN c.possible + (SELECT count(*)
                                          FROM anonymous n
                                          WHERE n.policyRow = c.policyRow AND n.date BETWEEN c.periodStart
                                              AND c.dueOn)
                              >= c.minimum THEN 'activity.teamId' END AS missing
      FROM counted c
      WHERE c.done < c.minimum);
-- @break
-- reports of other subjects and periods stay
DELETE FROM activity
WHERE id IN (SELECT a.id
             FROM activity a
             JOIN (SELECT t.teamId, o.act, o.periodStart, o.periodEnd
                   FROM team_span t
                   JOIN obligation_period o ON o.subject = 'TEAM' AND o.covered AND concerns_level(o, t.dispatchLevel)
                        AND o.periodStart >= t.startDate AND o.periodEnd <= t.endDate
                   ORDER BY o.period = 'MONTH' DESC, t.teamId, o.periodStart LIMIT 1) x ON a.kind = x.act
                  AND a.teamId = x.teamId AND a.date BETWEEN x.periodStart AND x.periodEnd);
