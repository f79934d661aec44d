/*{
  "id": "SUP-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "油费替代往返交通费不当", "en": "Fuel beyond what may stand in for trips"},
  "asks": {
    "zh": "油费可以替代往返交通费，但不超过两次往返的票价；当月已报的往返要从中扣除，同一行程不得两报。",
    "en": "Fuel may stand in for the round trips, up to the fare of two of them; trips reimbursed in the same month are taken off, so that none is paid twice."
  },
  "message": {
    "zh": "{month}报销油费{fuel}元[，两次往返票价{fare}元]，另报往返{trips}次，超过可替代的部分",
    "en": "{month}: fuel {fuel} yuan[, fare of two round trips {fare} yuan], and {trips} trips reimbursed as well: more than fuel may stand in for"
  },
  "fix": {
    "zh": "超出部分不予报销。",
    "en": "What exceeds the fare that is left is not reimbursed."
  },
  "records": ["support"],
  "views": ["support_role"],
  "coverage": ["posting"],
  "fields": ["support.month", "support.amountFen", "support.twoTripFareFen"],
  "conventions": ["K2", "K12", "K14", "K18"],
  "policies": [{"table": "tripLimit", "where": {"fuelInstead": "true"}}],
  "arguments": {"month": "text", "fuel": "yuan", "fare": "yuan", "trips": "number"}
}*/
-- @query
WITH fuel AS (
  -- what a cadre claims for fuel in each month
  SELECT s.cadreId, s.month, min(s.id) AS id, sum(s.amountFen)::BIGINT AS fuel, max(s.twoTripFareFen) AS fare,
         t.policyRow, t.maxTrips,
         count(*) > count(s.amountFen) AS noAmount, coalesce(t.roles, t.dispatchLevels) IS NOT NULL
             AND r.roles IS NULL AS unplaced
  FROM support s
  JOIN tripLimit t ON t.fuelInstead
       AND (s.month IS NULL OR binds(t, (s.month || '-01')::DATE))
  LEFT JOIN support_role r ON r.cadreId = s.cadreId AND r.month = s.month
  WHERE s.kind = 'FUEL' AND s.cadreId IS NOT NULL
    AND concerns_all(t, r.roles, r.dispatchLevels)
    -- who is known to hold no posting is no stationed cadre
    AND NOT (coalesce(t.roles, t.dispatchLevels) IS NOT NULL AND s.month IS NOT NULL AND r.roles IS NULL
             AND covered('posting', (s.month || '-01')::DATE, last_day((s.month || '-01')::DATE)))
  GROUP BY ALL
), claimed AS (
  -- with the trips claimed for the same month
  SELECT f.*, coalesce(t.trips, 0) AS trips, coalesce(t.unsaid, false) AS unsaid
  FROM fuel f
  LEFT JOIN (SELECT cadreId, month, sum(tripCount)::BIGINT AS trips, count(*) > count(tripCount) AS unsaid
             FROM support
             WHERE kind = 'TRAVEL_ROUNDTRIP' GROUP BY cadreId, month) t USING (cadreId, month)
), judged AS (
  -- what is left is the fare of the trips that were not claimed as such
  SELECT *, fuel > 0 AND (trips >= maxTrips OR fuel * maxTrips > fare * (maxTrips - trips)) AS excess,
         CASE WHEN month IS NULL THEN 'support.month'
              WHEN excess THEN CASE WHEN unplaced THEN 'coverage.posting' END
              WHEN noAmount THEN 'support.amountFen'
              WHEN fare IS NULL THEN 'support.twoTripFareFen'
              WHEN unsaid THEN 'support.tripCount' END AS missing
  FROM claimed
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing,
       month, fuel, fare, trips
FROM judged
WHERE missing IS NOT NULL OR excess;
-- @break
-- one fen more than the fare of two trips
UPDATE support
SET amountFen = twoTripFareFen + 1
WHERE id = (SELECT u.id
            FROM support u JOIN tripLimit t ON t.fuelInstead AND (u.month || '-01')::DATE >= t.validFrom
            JOIN support_role r ON r.cadreId = u.cadreId AND r.month = u.month
                 AND concerns_all(t, r.roles, r.dispatchLevels)
            WHERE u.kind = 'FUEL' AND u.cadreId IS NOT NULL AND u.twoTripFareFen IS NOT NULL ORDER BY u.id
            LIMIT 1);
