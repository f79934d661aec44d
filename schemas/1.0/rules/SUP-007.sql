/*{
  "id": "SUP-007",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "驻村工作经费不足", "en": "Work fund below the least amount"},
  "asks": {
    "zh": "全年有第一书记（或工作队）派驻的村，当年工作经费不少于规定数额；文件对第一书记和工作队分别规定的，各自达到；由各级按比例分担的，县级另外增加的部分不计入。只判断已结束、且全年都在政策有效期内的自然年。",
    "en": "A village with a first secretary (or a team) the whole year receives at least the amount set; where the text sets one for each, each is reached; where levels share it in a ratio, what the county adds on top does not count. Only calendar years that are over and wholly within the validity of the rule are judged."
  },
  "message": {
    "zh": "{year}年度[{beneficiary}的]驻村工作经费{amount}元[（不含县级增加的{extra}元）]，少于{required}元",
    "en": "Work fund of {year}[ ({beneficiary})]: {amount} yuan[, without {extra} yuan that the county added], less than {required} yuan"
  },
  "fix": {
    "zh": "补足经费，或补登拨付记录及其对象。",
    "en": "Make up the fund, or record the payment and whom it is for."
  },
  "records": ["support", "posting"],
  "views": ["calendar_period", "posting_span"],
  "fields": ["support.amountFen", "support.year", "support.villageId"],
  "coverage": ["support", "team"],
  "conventions": ["K2", "K5", "K12", "K14", "K18"],
  "policies": [{"table": "fund"}],
  "arguments": {"year": "text", "amount": "yuan", "required": "yuan", "extra": "yuan", "beneficiary": "codelist:fund-beneficiary"},
  "keys": ["year"]
}*/
-- @query
WITH served AS (
  -- the postings that entitle a village to a fund
  SELECT s.villageId, f.policyRow, s.startDate, s.endDate, s.lastDay
  FROM posting_span s
  JOIN fund f ON concerns(f, s.role, s.dispatchLevel) AND
                 CASE f.beneficiary
                      WHEN 'FIRST_SECRETARY' THEN s.role = 'FIRST_SECRETARY'
                      -- a first secretary alone is no team, under whatever name he is posted
                      WHEN 'TEAM'
                      THEN s.role IN ('TEAM_LEADER', 'TEAM_MEMBER')
                           AND NOT EXISTS (SELECT 1
                                           FROM posting q
                                           WHERE q.cadreId = s.cadreId AND q.villageId = s.villageId
                                             AND q.role = 'FIRST_SECRETARY' AND q.startDate <= s.lastDay
                                             AND coalesce(q.endDate, s.lastDay) >= s.startDate)
                      ELSE s.teamId IS NOT NULL
                           OR s.role IN ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER') END
), spell AS (
  -- a successor who follows without a gap keeps the village served
  SELECT villageId, policyRow, min(startDate) AS startDate, max(endDate) AS endDate, max(lastDay) AS lastDay
  FROM (SELECT *,
               count(*) FILTER (startDate > reach + 1)
                   OVER (PARTITION BY villageId, policyRow ORDER BY startDate) AS n
        FROM (SELECT *,
                     max(endDate) OVER (PARTITION BY villageId,
                                        policyRow ORDER BY startDate
                                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
              FROM served))
  GROUP BY villageId, policyRow, n
), due AS (
  -- the whole years in which a village is entitled
  SELECT DISTINCT s.villageId, f.policyRow, f.beneficiary, f.minAmountFen,
      f.provinceShare IS NOT NULL AS shared, y.startDate, y.endDate, y.label,
                  y.closed
  FROM spell s JOIN fund f ON f.policyRow = s.policyRow
  JOIN calendar_period y ON y.kind = 'YEAR' AND y.startDate >= greatest(s.startDate, f.validFrom)
       AND y.endDate <= least(s.lastDay, f.validTo)
       AND (y.closed OR y.cut)
), fund_paid AS (
  -- the funds paid, each with its village; a team that was not handed in may be of any
  SELECT u.*, coalesce(u.villageId, t.homeVillageId) AS place,
         CASE WHEN place IS NULL THEN CASE WHEN u.teamId IS NULL THEN 'support.villageId' ELSE 'coverage.team' END
              END AS placeless
  FROM support u LEFT JOIN team t ON t.id = u.teamId WHERE u.kind = 'WORK_FUND'
), given AS (
  -- what was paid in each of those years
  SELECT d.villageId, d.policyRow, d.label,
         sum(u.amountFen - CASE WHEN d.shared THEN coalesce(u.countyExtraFen, 0) ELSE 0 END)
             FILTER (d.beneficiary IS NULL OR u.beneficiary = d.beneficiary)::BIGINT AS amount,
         sum(u.countyExtraFen) FILTER (d.shared AND u.beneficiary = d.beneficiary AND u.countyExtraFen > 0)::BIGINT
           AS extra,
         count(*) FILTER (u.amountFen IS NULL) > 0 AS noAmount,
         d.beneficiary IS NOT NULL AND count(*) > count(u.beneficiary) AS noBeneficiary
  FROM due d JOIN fund_paid u ON u.place = d.villageId AND u.year::VARCHAR = d.label
  GROUP BY d.villageId, d.policyRow, d.label, d.beneficiary
), judged AS (
  -- where it falls short, with what is missing to say so
  SELECT d.*, coalesce(g.amount, 0) AS amount, g.extra,
         CASE WHEN NOT d.closed THEN 'period.YEAR'
              WHEN g.noAmount THEN 'support.amountFen'
              WHEN g.noBeneficiary THEN 'support.beneficiary'
              WHEN EXISTS (SELECT 1
                           FROM fund_paid u
                           WHERE u.year IS NULL AND coalesce(u.place, d.villageId) = d.villageId)
              THEN 'support.year'
              WHEN w.placeless IS NOT NULL THEN w.placeless
              WHEN NOT covered('support', 'WORK_FUND', d.startDate, d.endDate)
              THEN 'coverage.support' END AS missing
  FROM due d LEFT JOIN given g USING (villageId, policyRow, label)
  LEFT JOIN (SELECT year, beneficiary, max(placeless) AS placeless FROM fund_paid GROUP BY ALL) w
       ON w.placeless IS NOT NULL AND coalesce(w.year::VARCHAR, d.label) = d.label
       AND coalesce(w.beneficiary = d.beneficiary, true)
)
SELECT DISTINCT 'village' AS recordType, villageId AS recordId, policyRow, missing,
       label AS year, amount, minAmountFen AS required, beneficiary, extra
FROM judged
WHERE amount < minAmountFen;
-- @break
-- one fen less than the amount set, the province's where it has a share
UPDATE support
SET amountFen = t.minAmountFen + coalesce(countyExtraFen, 0) - 1,
    provinceShareFen = provinceShareFen - 1
FROM (SELECT u.id, f.minAmountFen
      FROM support u JOIN fund f ON f.beneficiary IS NULL OR f.beneficiary = u.beneficiary
      CROSS JOIN batch b
      JOIN posting_span s ON s.villageId = u.villageId AND concerns(f, s.role, s.dispatchLevel)
           AND (f.beneficiary IS NULL OR f.beneficiary = 'TEAM' OR s.role = 'FIRST_SECRETARY')
      WHERE u.kind = 'WORK_FUND' AND make_date(u.year, 1, 1) >= f.validFrom
        AND make_date(u.year, 12, 31) <= b.asOf
        AND s.startDate <= make_date(u.year, 1, 1) AND s.endDate >= make_date(u.year, 12, 31)
      ORDER BY u.id LIMIT 1) t
WHERE support.id = t.id;
