/*{
  "id": "SUP-006",
  "since": "1.0",
  "title": {"zh": "保险未覆盖派驻期或保额不足", "en": "Insurance gap, or sum insured too small"},
  "asks": {
    "zh": "每名干部在规定期间内每一天都应有规定险种的保障：按年的，覆盖派驻期落在该年的各日；按任期的，覆盖整个派驻期。有最低保额的，保额（不是保费）达到；文件许可的，同时有效的几份保单合计。",
    "en": "Every cadre is covered on every day asked for: yearly cover for the days of the posting in that year, or cover for the whole posting. Where a least sum insured is set (the sum, not the premium) it is reached, by concurrent policies together where the text allows."
  },
  "message": {
    "zh": "{kind}自{from}起未足额覆盖（应覆盖至{until}）：当日保额{sum}元，最低保额{required}元",
    "en": "{kind} is not in full force from {from} (asked for until {until}): sum insured that day {sum} yuan, least sum {required} yuan"
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
  SELECT s.postingId, s.cadreId, i.policyRow, i.kind, i.minSumFen, coalesce(i.sumOfPolicies, false) AS summed,
         greatest(s.startDate, i.validFrom) AS fromDay, least(s.endDate, i.validTo) AS toDay, false AS running
  FROM posting_span s JOIN insurance i ON i.span = 'POSTING' AND concerns(i, s.role)
  UNION ALL
  SELECT s.postingId, s.cadreId, i.policyRow, i.kind, i.minSumFen, coalesce(i.sumOfPolicies, false),
         greatest(s.startDate, i.validFrom, y.startDate), least(CASE WHEN NOT y.closed AND s.open THEN s.lastDay ELSE s.endDate END, i.validTo, y.endDate), NOT y.closed AND s.open
  FROM posting_span s JOIN insurance i ON i.span = 'YEAR' AND concerns(i, s.role)
  -- a year still running is judged when it is over, unless the posting has ended
  JOIN calendar_period y ON y.kind = 'YEAR' AND (y.closed OR y.cut OR NOT s.open)
), due AS (
  -- years before the rule, or outside the posting, leave no day to cover
  SELECT * FROM owed WHERE fromDay <= toDay
), cover AS (
  SELECT d.postingId, d.policyRow, d.fromDay, u.startDate, u.endDate, u.sumInsuredFen,
         u.startDate IS NULL OR u.endDate IS NULL AS undated, d.minSumFen IS NOT NULL AND u.sumInsuredFen IS NULL AS unsummed
  FROM due d JOIN support u ON u.kind = d.kind AND u.cadreId = d.cadreId
  WHERE (u.startDate IS NULL OR u.startDate <= d.toDay) AND (u.endDate IS NULL OR u.endDate >= d.fromDay)
), point AS (
  -- cover can only drop on the first day or on the day after a policy ends
  SELECT postingId, policyRow, fromDay, toDay, fromDay AS day FROM due
  UNION
  SELECT d.postingId, d.policyRow, d.fromDay, d.toDay, c.endDate + 1
  FROM due d JOIN cover c USING (postingId, policyRow, fromDay) WHERE c.endDate + 1 <= d.toDay
), force AS (
  SELECT p.postingId, p.policyRow, p.fromDay, p.day, count(c.postingId) AS policies,
         coalesce(sum(c.sumInsuredFen), 0)::BIGINT AS total, coalesce(max(c.sumInsuredFen), 0) AS largest
  FROM point p
  LEFT JOIN cover c ON c.postingId = p.postingId AND c.policyRow = p.policyRow AND c.fromDay = p.fromDay AND c.startDate <= p.day AND c.endDate >= p.day
  GROUP BY ALL
), gap AS (
  SELECT d.postingId, d.cadreId, d.policyRow, d.kind, d.minSumFen, d.fromDay, d.toDay, d.running, min(f.day) AS day,
         arg_min(CASE WHEN d.summed THEN f.total ELSE f.largest END, f.day) AS sumFen
  FROM due d JOIN force f USING (postingId, policyRow, fromDay)
  WHERE CASE WHEN d.minSumFen IS NULL THEN f.policies = 0 WHEN d.summed THEN f.total < d.minSumFen ELSE f.largest < d.minSumFen END
  GROUP BY ALL
), judged AS (
  SELECT g.*, CASE WHEN g.running THEN 'period.YEAR' WHEN c.undated THEN 'support.endDate' WHEN c.unsummed THEN 'support.sumInsuredFen'
                   WHEN NOT covered('support', g.kind, g.fromDay, g.toDay) THEN 'coverage.support'
                   WHEN g.kind IN (SELECT kind FROM nameless WHERE recordType = 'support') THEN 'support.cadreId' END AS missing
  FROM gap g
  LEFT JOIN (SELECT postingId, policyRow, fromDay, bool_or(undated) AS undated, bool_or(unsummed) AS unsummed FROM cover GROUP BY ALL) c
            USING (postingId, policyRow, fromDay)
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       kind, day AS "from", toDay AS "until", sumFen AS "sum", minSumFen AS required
FROM judged;
-- @break
-- the policies of one cadre end a day after they begin
UPDATE support SET endDate = startDate + 1
WHERE kind = (SELECT kind FROM insurance ORDER BY policyRow LIMIT 1)
  AND cadreId = (SELECT s.cadreId FROM posting_span s CROSS JOIN batch b JOIN insurance i ON i.kind = (SELECT kind FROM insurance ORDER BY policyRow LIMIT 1)
                 JOIN support u ON u.kind = i.kind AND u.cadreId = s.cadreId AND u.startDate IS NOT NULL
                 WHERE concerns(i, s.role) ORDER BY s.endDate - s.startDate DESC, s.cadreId LIMIT 1);
