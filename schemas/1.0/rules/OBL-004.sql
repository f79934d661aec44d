/*{
  "id": "OBL-004",
  "since": "1.0",
  "title": {"zh": "有农户全年未走访", "en": "Households not visited in a year"},
  "asks": {
    "zh": "工作队每年对所驻各村登记的每一户走访不少于规定次数，并有村干部同行。义务属于全队；只有无村干部同行的走访，降一级；只是上门未遇的，只作提示。只判断全年都在驻的工作队。",
    "en": "Each year a team visits every registered household of its villages at least so often, with a village cadre. The duty is the team's; a household visited only without a village cadre weighs one step less, one where nobody could be met is only noted. Only years wholly inside the team's time are judged."
  },
  "message": {
    "zh": "{year}年{village}村登记的{total}户中，有{households}户走访不足{required}次（其中仅有无村干部同行走访的{unaccompanied}户，仅上门未遇的{unreachable}户）",
    "en": "{year}, village {village}: {households} of {total} registered households were visited fewer than {required} times (only without a village cadre: {unaccompanied}; only attempts: {unreachable})"
  },
  "fix": {
    "zh": "补报已做的走访；未走访的列入计划。",
    "en": "Supply the visits made; plan the others."
  },
  "records": ["team", "activity", "village"],
  "views": ["calendar_period", "posting_span", "team_span"],
  "fields": ["village.households", "activity.villageCadrePresent", "activity.householdId"],
  "coverage": ["activity"],
  "conventions": ["K1", "K5", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "visit.householdPerYear"}}],
  "arguments": {"year": "text", "village": "text", "visited": "text", "households": "number", "total": "number", "required": "number", "unaccompanied": "number", "unreachable": "number"},
  "keys": ["year", "village", "visited"]
}*/
-- @query
WITH due AS (
  -- the years in which a team owes visits in each of its villages
  SELECT t.teamId, x.villageId, c.startDate AS year, c.label, p.policyRow, p.number AS required,
         covered('activity', 'HOUSEHOLD_VISIT', c.startDate, c.endDate) AS covered,
         c.cut, c.closed
  FROM team_span t,
  LATERAL (SELECT unnest(coalesce(t.additionalVillageIds, []) || [t.homeVillageId]) AS villageId) x
  JOIN calendar_period c ON c.kind = 'YEAR' AND c.startDate >= t.startDate AND c.endDate <= t.lastDay
  JOIN param('visit.householdPerYear') p ON binds(p, c.startDate, c.endDate) AND concerns_level(p, t.dispatchLevel)
  WHERE c.cut OR c.closed AND c.endDate <= t.endDate AND (covered OR c.within)
), household AS (
  -- the households of those villages
  SELECT d.*, v.households IS NULL AS unlisted, h.household
  FROM due d LEFT JOIN village v ON v.id = d.villageId
  LEFT JOIN (SELECT id, unnest(households).id AS household FROM village) h ON h.id = v.id
), visit AS (
  -- the visits to households
  SELECT id, date, teamId, cadreId, cadreIds, villageId, householdId, householdIds, villageCadrePresent,
         unreachable
  FROM activity WHERE kind = 'HOUSEHOLD_VISIT'
), made AS (
  -- each visit of a team to a household, once
  SELECT DISTINCT m.teamId, v.villageId, v.householdId, date_trunc('year', v.date)::DATE AS year, v.id,
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
  -- how it stands with each household in the year
  SELECT h.*, CASE WHEN coalesce(n.good, 0) >= h.required THEN 'OK'
                   WHEN coalesce(n.good, 0) + coalesce(n.unknown, 0) >= h.required THEN 'UNKNOWN'
                   WHEN coalesce(n.met, 0) >= h.required THEN 'UNACCOMPANIED'
                   WHEN n.attempts > 0 THEN 'UNREACHABLE'
                   ELSE 'NONE' END AS status
  FROM household h
  -- an id may stand for a household of each village, so a visit counts where it was made
  LEFT JOIN (SELECT v.teamId, d.villageId, v.householdId, v.year,
                    count(*) FILTER (NOT unreachable AND villageCadrePresent) AS good,
                    count(*) FILTER (NOT unreachable AND villageCadrePresent IS NULL) AS unknown,
                    count(*) FILTER (NOT unreachable) AS met, count(*) FILTER (unreachable) AS attempts
             FROM made v
             JOIN (SELECT DISTINCT teamId, villageId FROM due) d ON d.teamId = v.teamId
                  AND coalesce(v.villageId = d.villageId, true)
             GROUP BY ALL) n ON n.teamId = h.teamId AND n.villageId = h.villageId
       AND n.householdId = h.household AND n.year = h.year
), counted AS (
  -- the households by how it stands with them, and all of them
  SELECT *, (sum(households) OVER (PARTITION BY teamId, villageId, label, policyRow))::BIGINT AS total
  FROM (SELECT teamId, villageId, label, policyRow, required, covered,
               cut AND NOT (covered AND closed) AS cut, unlisted, status, count(*) AS households
        FROM status GROUP BY ALL)
)
SELECT 'team' AS recordType, teamId AS recordId, policyRow, missing,
       CASE status WHEN 'UNACCOMPANIED' THEN 1 WHEN 'UNREACHABLE' THEN 2 ELSE 0 END AS lowerBy,
       label AS year, villageId AS village, status AS visited, households, total, required,
       CASE WHEN status = 'UNACCOMPANIED' THEN households ELSE 0 END AS unaccompanied,
       CASE WHEN status = 'UNREACHABLE' THEN households ELSE 0 END AS unreachable
FROM (SELECT *, CASE WHEN cut THEN 'period.YEAR'
                     WHEN unlisted THEN 'village.households'
                     -- a visit that does not say where may be the one that is missed
                     WHEN (teamId, label) IN (SELECT (teamId, strftime(year, '%Y')) FROM made WHERE unsaid)
                     THEN 'activity.householdId'
                     WHEN status = 'UNKNOWN' THEN 'activity.villageCadrePresent'
                     WHEN NOT covered THEN 'coverage.activity.HOUSEHOLD_VISIT' END AS missing
      FROM counted WHERE unlisted OR status <> 'OK');
-- @break
DELETE FROM activity
WHERE kind = 'HOUSEHOLD_VISIT'
  AND id IN (WITH target AS (
               SELECT v.households[1].id AS household, c.startDate, c.endDate
               FROM team_span t JOIN village v ON v.id = t.homeVillageId
               JOIN calendar_period c ON c.kind = 'YEAR' AND c.startDate >= t.startDate
                    AND c.endDate <= t.endDate
               JOIN param('visit.householdPerYear') p ON c.startDate >= p.validFrom
               WHERE v.households IS NOT NULL
                 AND covered('activity', 'HOUSEHOLD_VISIT', c.startDate, c.endDate)
               ORDER BY t.teamId, c.startDate LIMIT 1
             )
             SELECT a.id
             FROM activity a
             JOIN target t ON a.date BETWEEN t.startDate AND t.endDate
                  AND (a.householdId = t.household OR list_contains(a.householdIds, t.household)));
