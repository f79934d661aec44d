/*{
  "id": "SUP-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "补贴依据、支付机构或经费来源不符", "en": "Wrong basis, payer or source of an allowance"},
  "asks": {
    "zh": "文件没有规定金额而规定依据的，发放记录所记依据应与之相符；文件写明由谁支付、从哪里列支的，也应相符。依据可随派出层级不同。没有登记的不判断；按距离分档的，应登记档次。",
    "en": "Where the text gives a basis instead of a sum, the record of the payment agrees with it; so it does where the text says who pays, or from which source. The basis may differ by the level of dispatch. What is not on record is not judged; an allowance by distance has its band on record."
  },
  "message": {
    "zh": "{kind}[的依据记为{found}，应为{expected}][的依据是{band}，没有登记档次][由{payer}支付，应由{duePayer}支付][从{source}列支，应从{dueSources}列支]",
    "en": "{kind}[: basis {found}, should be {expected}][: the basis is {band}, and no band is on record][: paid by {payer}, should be {duePayer}][: paid from {source}, should be {dueSources}]"
  },
  "fix": {
    "zh": "按规定的依据、支付机构和来源核定，更正记录。",
    "en": "Set it by the basis, payer and source named, or correct the record."
  },
  "records": ["support"],
  "views": ["posting_span"],
  "coverage": ["posting"],
  "fields": ["support.month", "support.rateBasis", "support.payer", "support.source"],
  "conventions": ["K9", "K12", "K14"],
  "absence": [
    {"field": "support.tier", "zh": "文件要求按距离划分档次，没有档次即没有按档次安排", "en": "the text sets the allowance by bands of distance: without a band it was not set so"}
  ],
  "policies": [{"table": "rateBasis"}],
  "arguments": {
    "kind": "codelist:support-kind", "expected": "codelist:rate-basis", "found": "codelist:rate-basis", "band": "codelist:rate-basis",
    "payer": "codelist:body", "duePayer": "codelist:body", "source": "codelist:fund-source", "dueSources": "codelist:fund-source"
  }
}*/
-- @query
WITH paid AS (
  -- the payments, each with a day of what it was paid for
  SELECT id, cadreId, kind, rateBasis, tier, payer, source, redacted,
         coalesce((month || '-01')::DATE, startDate, make_date(year, 12, 31)) AS paidFor
  FROM support
), ruled AS (
  -- each beside the row that was in force
  SELECT DISTINCT p.*, r.policyRow, r.basisCode, r.payer AS duePayer, r.sources AS dueSources,
                  coalesce(r.tierRequired, false) AND p.tier IS NULL
                    AND NOT coalesce(list_contains(p.redacted, 'tier'), false) AS noTier,
                  -- which row binds is a matter of the posting's level
                  p.paidFor IS NOT NULL AND coalesce(r.roles, r.dispatchLevels) IS NOT NULL AND g.postingId IS NULL
                    AND NOT covered('posting', p.paidFor, p.paidFor) AS unplaced
  FROM paid p
  JOIN rateBasis r ON r.kind = p.kind AND (p.paidFor IS NULL OR binds(r, p.paidFor))
  LEFT JOIN posting_span g ON g.cadreId = p.cadreId AND last_day(p.paidFor) >= g.startDate
       AND p.paidFor <= g.endDate
  -- what is paid for no known time is reported as not judged
  WHERE p.paidFor IS NULL OR concerns(r, g.role, g.dispatchLevel)
    OR unplaced
), compared AS (
  -- each of the four by itself, with what is missing to compare it
  SELECT id, kind, policyRow, unplaced, paidFor, '/rateBasis' AS pointer,
         {'found': rateBasis, 'due': [basisCode], 'wrong': rateBasis <> basisCode} AS held,
         CASE WHEN rateBasis IS NULL THEN 'support.rateBasis' END AS lacks
  FROM ruled WHERE basisCode IS NOT NULL
  UNION ALL
  SELECT id, kind, policyRow, unplaced, paidFor, '/tier',
         {'found': rateBasis, 'due': [basisCode], 'wrong': true}, NULL
  FROM ruled WHERE basisCode = rateBasis AND noTier
  UNION ALL
  SELECT id, kind, policyRow, unplaced, paidFor, '/payer',
         {'found': payer, 'due': [duePayer], 'wrong': payer <> duePayer},
         CASE WHEN payer IS NULL THEN 'support.payer' END
  FROM ruled WHERE duePayer IS NOT NULL
  UNION ALL
  SELECT id, kind, policyRow, unplaced, paidFor, '/source',
         {'found': source, 'due': dueSources, 'wrong': NOT list_contains(dueSources, source)},
         CASE WHEN source IS NULL THEN 'support.source' END
  FROM ruled WHERE dueSources IS NOT NULL
), judged AS (
  -- with what is missing to say so
  SELECT *, CASE WHEN paidFor IS NULL THEN 'support.month'
                 WHEN unplaced THEN 'coverage.posting'
                 WHEN held.wrong THEN NULL
                 ELSE lacks END AS missing
  FROM compared
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing, pointer, kind,
       CASE WHEN pointer = '/rateBasis' THEN held.found END AS found,
       CASE WHEN pointer = '/rateBasis' THEN held.due[1] END AS expected,
       CASE WHEN pointer = '/tier' THEN held.found END AS band,
       CASE WHEN pointer = '/payer' THEN held.found END AS payer,
       CASE WHEN pointer = '/payer' THEN held.due[1] END AS duePayer,
       CASE WHEN pointer = '/source' THEN held.found END AS source,
       CASE WHEN pointer = '/source' THEN held.due END AS dueSources
FROM judged
WHERE missing IS NOT NULL OR held.wrong;
-- @break
-- one payment is booked on another basis, or, where the text names no basis, as paid by another body
UPDATE support
SET rateBasis = CASE WHEN t.basisCode IS NOT NULL THEN 'ACTUAL_COST' ELSE rateBasis END,
    payer = CASE WHEN t.basisCode IS NULL THEN 'OTHER' ELSE payer END
FROM (SELECT s.id, r.basisCode
      FROM support s
      JOIN rateBasis r ON r.kind = s.kind AND coalesce(r.basisCode = s.rateBasis, r.payer = s.payer)
           AND (s.month || '-01')::DATE >= r.validFrom
      WHERE s.rateBasis IS DISTINCT FROM 'ACTUAL_COST' AND r.dispatchLevels IS NULL
      ORDER BY s.id LIMIT 1) t
WHERE support.id = t.id;
