/*{
  "id": "SUP-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "保险未覆盖派驻期或保额不足", "en": "Insurance gap, or sum insured too small"},
  "asks": {
    "zh": "每名干部在规定期间内每一天都应有规定险种的保障：按年的，覆盖派驻期落在该年的各日；按任期的，覆盖整个派驻期；文件只要求每年投保一次的，每年年末（当年离任的，离任之日）在保即可，不要求自到任之日起不间断。有最低保额的，保额（不是保费）达到；同时有效的几份保单合计，文件要求一份保单的除外。",
    "en": "Every cadre is covered on every day asked for: yearly cover for the days of the posting in that year, or cover for the whole posting. Where the text only asks for a policy a year, one is in force at the end of each year, or on the last day of the posting; cover from the first day on is not asked for. Where a least sum insured is set (the sum, not the premium) it is reached, by concurrent policies together unless the text asks for one policy."
  },
  "message": {
    "zh": "{kind}自{from}起没有足额覆盖，应覆盖至{until}[：当日保额{sum}元，少于最低保额{required}元]",
    "en": "{kind} is not in full force from {from}, asked for until {until}[: sum insured that day {sum} yuan, less than {required} yuan]"
  },
  "fix": {
    "zh": "补办或补登保险；派驻期内的空档说明原因。",
    "en": "Take out or record the cover; explain the gap in the posting."
  },
  "records": ["posting", "support"],
  "views": ["calendar_period", "nameless", "posting_span"],
  "fields": ["support.startDate", "support.endDate", "support.cadreId"],
  "coverage": ["support"],
  "conventions": ["K2", "K5", "K12", "K14", "K18"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "insurance"}],
  "arguments": {"kind": "codelist:support-kind", "from": "date", "until": "date", "sum": "yuan", "required": "yuan"},
  "keys": ["from"]
}*/
-- @query
WITH owed AS (
  -- the days that a policy must cover: the posting, or each year of it
  SELECT s.postingId, s.cadreId, i.policyRow, i.kind, i.minSumFen, coalesce(i.sumOfPolicies, true) AS summed,
         i.span, greatest(s.startDate, i.validFrom) AS fromDay, least(s.endDate, i.validTo) AS toDay, false AS running
  FROM posting_span s JOIN insurance i ON i.span = 'POSTING' AND concerns(i, s.role, s.dispatchLevel)
  UNION ALL
  SELECT s.postingId, s.cadreId, i.policyRow, i.kind, i.minSumFen, coalesce(i.sumOfPolicies, true), i.span,
         greatest(s.startDate, i.validFrom, y.startDate),
         least(CASE WHEN NOT y.closed AND s.open THEN s.lastDay ELSE s.endDate END, i.validTo, y.endDate),
         NOT y.closed AND s.open
  FROM posting_span s JOIN insurance i ON i.span IN ('YEAR', 'YEARLY_POLICY') AND concerns(i, s.role, s.dispatchLevel)
  -- a year still running is judged when it is over, unless the posting has ended
  JOIN calendar_period y ON y.kind = 'YEAR' AND (y.closed OR y.cut OR NOT s.open)
), due AS (
  -- years before the rule, or outside the posting, leave no day to cover
  SELECT * FROM owed WHERE fromDay <= toDay AND span <> 'YEARLY_POLICY'
  UNION ALL
  -- a policy a year is owed once, whatever the number of postings
  SELECT max({'fromDay': fromDay, 'id': postingId}).id, cadreId, policyRow, kind, minSumFen, summed, span,
         min(fromDay), max(toDay), bool_or(running)
  FROM owed WHERE fromDay <= toDay AND span = 'YEARLY_POLICY'
  GROUP BY cadreId, policyRow, kind, minSumFen, summed, span, year(fromDay)
), cover AS (
  -- the policies that touch them
  SELECT d.postingId, d.policyRow, d.fromDay, u.startDate, u.endDate, u.sumInsuredFen,
         u.startDate IS NULL OR u.endDate IS NULL AS undated,
         d.minSumFen IS NOT NULL AND u.sumInsuredFen IS NULL AS unsummed
  FROM due d JOIN support u ON u.kind = d.kind AND u.cadreId = d.cadreId
  WHERE (u.startDate IS NULL OR u.startDate <= d.toDay) AND (u.endDate IS NULL OR u.endDate >= d.fromDay)
), point AS (
  -- cover can only drop on the first day or on the day after a policy ends
  SELECT postingId, policyRow, fromDay, toDay, fromDay AS day
  FROM due WHERE span <> 'YEARLY_POLICY'
  UNION
  SELECT d.postingId, d.policyRow, d.fromDay, d.toDay, c.endDate + 1
  FROM due d JOIN cover c USING (postingId, policyRow, fromDay)
  WHERE c.endDate + 1 <= d.toDay AND d.span <> 'YEARLY_POLICY'
  UNION
  -- of a policy a year only the last day is asked
  SELECT postingId, policyRow, fromDay, toDay, toDay FROM due WHERE span = 'YEARLY_POLICY'
), force AS (
  -- what is in force on each of those days
  SELECT p.postingId, p.policyRow, p.fromDay, p.day, count(c.postingId) AS policies,
         coalesce(sum(c.sumInsuredFen), 0)::BIGINT AS total, coalesce(max(c.sumInsuredFen), 0) AS largest
  FROM point p
  LEFT JOIN cover c ON c.postingId = p.postingId AND c.policyRow = p.policyRow AND c.fromDay = p.fromDay
       AND c.startDate <= p.day AND c.endDate >= p.day
  GROUP BY ALL
), gap AS (
  -- the first day on which it falls short
  SELECT d.postingId, d.cadreId, d.policyRow, d.kind, d.minSumFen, d.fromDay, d.toDay, d.running,
         min(f.day) AS day,
         arg_min(CASE WHEN d.summed THEN f.total ELSE f.largest END, f.day) AS sumFen
  FROM due d JOIN force f USING (postingId, policyRow, fromDay)
  WHERE CASE WHEN d.minSumFen IS NULL THEN f.policies = 0
             WHEN d.summed THEN f.total < d.minSumFen
             ELSE f.largest < d.minSumFen END
  GROUP BY ALL
), judged AS (
  -- with what is missing to say so
  SELECT g.*, CASE WHEN g.running THEN 'period.YEAR'
                   WHEN c.undated THEN 'support.endDate'
                   WHEN c.unsummed THEN 'support.sumInsuredFen'
                   WHEN NOT covered('support', g.kind, g.fromDay, g.toDay) THEN 'coverage.support'
                   WHEN g.kind IN (SELECT kind FROM nameless WHERE recordType = 'support')
                   THEN 'support.cadreId' END AS missing
  FROM gap g
  LEFT JOIN (SELECT postingId, policyRow, fromDay, bool_or(undated) AS undated, bool_or(unsummed) AS unsummed
             FROM cover GROUP BY ALL) c USING (postingId, policyRow, fromDay)
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       kind, day AS "from", toDay AS "until", CASE WHEN minSumFen IS NOT NULL THEN sumFen END AS "sum",
       minSumFen AS required
FROM judged;
-- @break
-- the policies of one cadre end a day after they begin
UPDATE support
SET endDate = startDate + 1
WHERE kind = (SELECT kind FROM insurance ORDER BY policyRow LIMIT 1)
  AND cadreId = (SELECT s.cadreId
                 FROM posting_span s CROSS JOIN batch b
                 JOIN insurance i ON i.kind = (SELECT kind FROM insurance ORDER BY policyRow LIMIT 1)
                 JOIN support u ON u.kind = i.kind AND u.cadreId = s.cadreId AND u.startDate IS NOT NULL
                 WHERE concerns(i, s.role, s.dispatchLevel) ORDER BY s.endDate - s.startDate DESC, s.cadreId LIMIT 1);
