/*{
  "id": "OBL-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "有农户未按期走访", "en": "Households not visited in time"},
  "asks": {
    "zh": "工作队每个周期对所驻各村登记的每一户走访不少于规定次数；规定会同村干部的，须有村干部同行。义务属于全队；只有无村干部同行的走访，降一级；只是上门未遇的，只作提示。只判断整个周期都在驻的工作队。",
    "en": "In each period a team visits every registered household of its villages at least so often, with a village cadre where that is asked. The duty is the team's; a household visited only without a village cadre weighs one step less, one where nobody could be met is only noted. Only periods wholly inside the team's time are judged."
  },
  "message": {
    "zh": "{period}：{village}村登记的{total}户中，有{households}户的{act}不足{required}次（其中仅有无村干部同行走访的{unaccompanied}户，仅上门未遇的{unreachable}户）",
    "en": "{period}, village {village}: {act} in {households} of {total} registered households fewer than {required} times (only without a village cadre: {unaccompanied}; only attempts: {unreachable})"
  },
  "fix": {
    "zh": "补报已做的走访；未走访的列入计划。",
    "en": "Supply the visits made; plan the others."
  },
  "records": ["team", "activity", "village"],
  "views": ["obligation_period", "posting_span", "team_span"],
  "fields": ["village.households", "activity.villageCadrePresent", "activity.householdId"],
  "coverage": ["activity"],
  "conventions": ["K1", "K5", "K12", "K14"],
  "policies": [{"table": "obligation", "where": {"subject": "HOUSEHOLD"}}],
  "arguments": {"period": "text", "act": "codelist:activity-kind", "village": "text", "visited": "text", "households": "number", "total": "number", "required": "number", "unaccompanied": "number", "unreachable": "number"},
  "keys": ["period", "village", "visited"]
}*/
-- @query
WITH due AS (
  -- the periods in which a team owes visits in each of its villages
  SELECT t.teamId, t.villageIds, o.policyRow, o.act, o.period, o.label, o.minimum AS required,
         coalesce(o.withVillageCadre, false) AS accompanied, o.covered, o.cut, o.periodStart, o.dueOn
  FROM (SELECT *, coalesce(additionalVillageIds, []) || [homeVillageId] AS villageIds FROM team_span) t
  JOIN obligation_period o ON o.subject = 'HOUSEHOLD' AND concerns_level(o, t.dispatchLevel)
       AND o.periodStart >= t.startDate AND o.periodEnd <= CASE WHEN o.cut THEN t.lastDay ELSE t.endDate END
  UNION ALL
  -- and in the whole time of a team that is over
  SELECT t.teamId, coalesce(t.additionalVillageIds, []) || [t.homeVillageId], o.policyRow, o.act, o.period,
         strftime(t.startDate, '%Y-%m-%d') || '/' || strftime(t.endDate, '%Y-%m-%d'), o.minimum,
         coalesce(o.withVillageCadre, false), covered('activity', o.act, t.startDate, t.endDate),
         NOT covered('activity', o.act, t.startDate, t.endDate) AND (t.startDate < b.startDate
             OR t.endDate > b.endDate),
         t.startDate, coalesce(least(t.startDate + (o.dueDays - 1)::INTEGER, t.endDate), t.endDate)
  FROM team_span t CROSS JOIN batch b
  JOIN obligation o ON o.subject = 'HOUSEHOLD' AND o.period = 'ROUND' AND binds(o, t.startDate, t.endDate)
       AND concerns_level(o, t.dispatchLevel)
  WHERE t.lastDay <= b.asOf AND t.endDate >= b.startDate
), due_village AS (
  -- in each of its villages
  SELECT * EXCLUDE (villageIds), unnest(villageIds) AS villageId FROM due
), household AS (
  -- the households of those villages
  SELECT d.*, v.households IS NULL AS unlisted, h.household
  FROM due_village d LEFT JOIN village v ON v.id = d.villageId
  LEFT JOIN (SELECT id, unnest(households).id AS household FROM village) h ON h.id = v.id
), visit AS (
  -- the visits to households
  SELECT id, kind, date, teamId, cadreId, cadreIds, villageId, householdId, householdIds, villageCadrePresent,
         unreachable
  FROM activity WHERE kind IN (SELECT act FROM due)
), made AS (
  -- each visit of a team to a household, once
  SELECT DISTINCT m.teamId, v.villageId, v.householdId, v.kind, v.date, v.id,
                  v.villageCadrePresent, coalesce(v.unreachable, false) AS unreachable, v.unsaid
  FROM (SELECT * EXCLUDE (householdId), householdId IS NULL AND householdIds IS NULL AS unsaid,
               unnest(coalesce(householdIds, []) || [householdId]) AS householdId
        FROM visit) v
  -- a visit is the team's by its own mark, or by a visitor of the team
  JOIN (SELECT id, teamId
        FROM visit
        UNION
        SELECT u.id, s.teamId
        FROM (SELECT id, date, unnest(coalesce(cadreIds, []) || [cadreId]) AS cadreId FROM visit) u
        JOIN posting_span s ON s.cadreId = u.cadreId AND u.date BETWEEN s.startDate AND s.endDate) m
       ON m.id = v.id
), status AS (
  -- how it stands with each household in the period
  SELECT h.*, CASE WHEN coalesce(CASE WHEN h.accompanied THEN n.good ELSE n.met END, 0) >= h.required THEN 'OK'
                   WHEN coalesce(n.good, 0) + coalesce(n.unknown, 0) >= h.required THEN 'UNKNOWN'
                   WHEN coalesce(n.met, 0) >= h.required THEN 'UNACCOMPANIED'
                   WHEN n.attempts > 0 THEN 'UNREACHABLE'
                   ELSE 'NONE' END AS status
  FROM household h
  -- an id may stand for a household of each village, so a visit counts where it was made
  LEFT JOIN (SELECT v.teamId, d.villageId, v.householdId, d.policyRow, d.periodStart,
                    count(*) FILTER (NOT unreachable AND villageCadrePresent) AS good,
                    count(*) FILTER (NOT unreachable AND villageCadrePresent IS NULL) AS unknown,
                    count(*) FILTER (NOT unreachable) AS met, count(*) FILTER (unreachable) AS attempts
             FROM made v
             JOIN due_village d ON d.teamId = v.teamId AND d.act = v.kind AND v.date BETWEEN d.periodStart AND d.dueOn
                  AND coalesce(v.villageId = d.villageId, true)
             GROUP BY ALL) n ON n.teamId = h.teamId AND n.villageId = h.villageId
       AND n.householdId = h.household AND n.policyRow = h.policyRow AND n.periodStart = h.periodStart
), counted AS (
  -- the households by how it stands with them, and all of them
  SELECT *, (sum(households) OVER (PARTITION BY teamId, villageId, label, policyRow))::BIGINT AS total
  FROM (SELECT teamId, villageId, act, period, label, policyRow, required, covered, cut, periodStart, dueOn, unlisted,
               status, count(*) AS households
        FROM status GROUP BY ALL)
)
SELECT 'team' AS recordType, teamId AS recordId, policyRow, missing,
       CASE status WHEN 'UNACCOMPANIED' THEN 1 WHEN 'UNREACHABLE' THEN 2 ELSE 0 END AS lowerBy,
       label AS period, act, villageId AS village, status AS visited, households, total, required,
       CASE WHEN status = 'UNACCOMPANIED' THEN households ELSE 0 END AS unaccompanied,
       CASE WHEN status = 'UNREACHABLE' THEN households ELSE 0 END AS unreachable
FROM (SELECT *, CASE WHEN cut THEN 'period.' || period
                     WHEN unlisted THEN 'village.households'
                     -- a visit that does not say where may be the one that is missed
                     WHEN EXISTS (SELECT 1
                                  FROM made m
                                  WHERE m.unsaid AND m.teamId = counted.teamId AND m.kind = act
                                    AND m.date BETWEEN periodStart AND dueOn)
                     THEN 'activity.householdId'
                     WHEN status = 'UNKNOWN' THEN 'activity.villageCadrePresent'
                     WHEN NOT covered THEN 'coverage.activity.' || act END AS missing
      FROM counted WHERE unlisted OR status <> 'OK');
-- @break
DELETE FROM activity
WHERE id IN (WITH target AS (
               SELECT v.households[1].id AS household, o.act, o.periodStart AS startDate, o.periodEnd AS endDate
               FROM team_span t JOIN village v ON v.id = t.homeVillageId
               JOIN obligation_period o ON o.subject = 'HOUSEHOLD' AND concerns_level(o, t.dispatchLevel)
                    AND o.periodStart >= t.startDate AND o.periodEnd <= t.endDate
               WHERE v.households IS NOT NULL AND o.covered
               ORDER BY t.teamId, o.periodStart LIMIT 1
             )
             SELECT a.id
             FROM activity a
             JOIN target t ON a.kind = t.act AND a.date BETWEEN t.startDate AND t.endDate
                  AND (a.householdId = t.household OR list_contains(a.householdIds, t.household)));
