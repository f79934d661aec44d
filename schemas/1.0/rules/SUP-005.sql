/*{
  "id": "SUP-005",
  "since": "1.0",
  "title": {"zh": "补贴依据或档次不符", "en": "Wrong basis or band of an allowance"},
  "asks": {
    "zh": "文件没有规定金额而规定依据的，发放记录应注明该依据；按距离分档的还应注明档次。依据随派出层级不同而不同。",
    "en": "Where the text gives a basis instead of a sum, the record of the payment states it; where it is graded by distance, the band too. The basis may differ by the level of dispatch."
  },
  "message": {
    "zh": "{kind}的依据应为{expected}，记为{found}，档次：{tier}",
    "en": "Basis of {kind} should be {expected}, recorded as {found}; band: {tier}"
  },
  "fix": {
    "zh": "按规定的依据核定，补登依据和档次。",
    "en": "Set it by the basis named; record basis and band."
  },
  "records": ["support"],
  "views": ["posting_span"],
  "coverage": ["posting"],
  "fields": ["support.month", "support.rateBasis", "support.tier"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "rateBasis"}],
  "arguments": {"kind": "codelist:support-kind", "expected": "codelist:rate-basis", "found": "codelist:rate-basis", "tier": "text"}
}*/
-- @query
WITH paid AS (
  SELECT id, cadreId, kind, rateBasis, tier, redacted, coalesce((month || '-01')::DATE, startDate, make_date(year, 12, 31)) AS paidFor FROM support
), ruled AS (
  SELECT DISTINCT p.*, r.policyRow, r.basisCode,
         coalesce(r.tierRequired, false) AND p.tier IS NULL AND NOT coalesce(list_contains(p.redacted, 'tier'), false) AS noTier,
         -- which row binds is a matter of the posting's level
         p.paidFor IS NOT NULL AND r.dispatchLevels IS NOT NULL AND g.postingId IS NULL AND NOT covered('posting', p.paidFor, p.paidFor) AS unplaced
  FROM paid p
  JOIN rateBasis r ON r.kind = p.kind AND (p.paidFor IS NULL OR binds(r, p.paidFor))
  LEFT JOIN posting_span g ON g.cadreId = p.cadreId AND last_day(p.paidFor) >= g.startDate AND p.paidFor <= g.endDate
  -- what is paid for no known time is reported as not judged
  WHERE p.paidFor IS NULL OR r.dispatchLevels IS NULL OR list_contains(r.dispatchLevels, g.dispatchLevel) OR unplaced
), judged AS (
  SELECT *, CASE WHEN paidFor IS NULL THEN 'support.month' WHEN unplaced THEN 'coverage.posting' WHEN rateBasis <> basisCode THEN NULL WHEN rateBasis IS NULL THEN 'support.rateBasis'
                    WHEN noTier THEN 'support.tier' END AS missing FROM ruled
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing,
       '/rateBasis' AS pointer,
       kind, basisCode AS expected, coalesce(rateBasis, '—') AS found, coalesce(tier, '—') AS tier
FROM judged
WHERE missing IS NOT NULL OR rateBasis <> basisCode;
-- @break
UPDATE support SET rateBasis = 'ACTUAL_COST'
WHERE id = (SELECT s.id FROM support s JOIN rateBasis r ON r.kind = s.kind AND r.basisCode = s.rateBasis AND (s.month || '-01')::DATE >= r.validFrom
            WHERE s.rateBasis <> 'ACTUAL_COST' ORDER BY s.id LIMIT 1);
