/*{
  "id": "SUP-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "往返报销次数超过上限", "en": "More round trips than allowed"},
  "asks": {
    "zh": "每人每月报销的往返次数不超过上限，一次往返为一去一回。上限是权利的边界，不足不算问题。上限只对某些角色规定的，当月任过其他角色的人不判断。",
    "en": "Each month no more round trips are reimbursed than the cap; one trip is there and back. The cap bounds an entitlement; fewer is no fault. One that is set for some roles does not bind who serves in another one that month."
  },
  "message": {
    "zh": "{month}报销往返{trips}次，超过{limit}次",
    "en": "{month}: {trips} round trips reimbursed, more than {limit}"
  },
  "fix": {
    "zh": "核对报销凭证，超出部分不予报销；工作原因的其他交通费另列类别。",
    "en": "Check the claims; trips beyond the cap are not reimbursed. Other transport for work is a kind of its own."
  },
  "records": ["support"],
  "views": ["support_role"],
  "coverage": ["posting"],
  "fields": ["support.month", "support.tripCount"],
  "conventions": ["K2", "K12", "K14"],
  "policies": [{"table": "tripLimit"}],
  "arguments": {"month": "text", "trips": "number", "limit": "number"}
}*/
-- @query
WITH trips AS (
  -- the trips that a cadre claims for each month
  SELECT s.cadreId, s.month, min(s.id) AS id, sum(s.tripCount)::BIGINT AS trips, t.policyRow, t.maxTrips,
         count(*) > count(s.tripCount) AS noCount, coalesce(t.roles, t.dispatchLevels) IS NOT NULL
             AND r.roles IS NULL AS unplaced
  FROM support s
  -- a record without its month is no less a claim: it is reported as not judged
  JOIN tripLimit t ON s.month IS NULL OR binds(t, (s.month || '-01')::DATE)
  LEFT JOIN support_role r ON r.cadreId = s.cadreId AND r.month = s.month
  WHERE s.kind = 'TRAVEL_ROUNDTRIP' AND s.cadreId IS NOT NULL
    AND concerns_all(t, r.roles, r.dispatchLevels)
    -- who is known to hold no posting is no stationed cadre
    AND NOT (coalesce(t.roles, t.dispatchLevels) IS NOT NULL AND s.month IS NOT NULL AND r.roles IS NULL
             AND covered('posting', (s.month || '-01')::DATE, last_day((s.month || '-01')::DATE)))
  GROUP BY ALL
), judged AS (
  -- where there are too many, or too little is said
  SELECT *,
         CASE WHEN month IS NULL THEN 'support.month'
              WHEN trips > maxTrips THEN CASE WHEN unplaced THEN 'coverage.posting' END
              ELSE 'support.tripCount' END AS missing
  FROM trips WHERE month IS NULL OR noCount OR trips > maxTrips
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing,
       month, trips, maxTrips AS "limit"
FROM judged;
-- @break
-- one trip too many, in a month without fuel
UPDATE support
SET tripCount = t.maxTrips + 1
FROM (SELECT u.id, l.maxTrips
      FROM support u JOIN tripLimit l ON (u.month || '-01')::DATE >= l.validFrom
      JOIN support_role r ON r.cadreId = u.cadreId AND r.month = u.month
           AND concerns_all(l, r.roles, r.dispatchLevels)
      WHERE u.kind = 'TRAVEL_ROUNDTRIP' AND u.cadreId IS NOT NULL ORDER BY u.id LIMIT 1) t
WHERE support.id = t.id;
