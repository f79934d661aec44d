/*{
  "id": "SUP-008",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "经费分担额不符", "en": "Shares of the fund out of proportion or sum"},
  "asks": {
    "zh": "经费基数由省、市、县按规定比例分担；县里在基数之外另加的部分不计入比例；三级分担额加上县里另加的，等于经费总额。每份允许一分的尾差。",
    "en": "The base of the fund is shared by province, city and county in the ratio set; what the county adds on top is outside it; the three shares and that extra make up the amount. One fen of rounding is allowed in each share."
  },
  "message": {
    "zh": "省、市、县分担{province}、{prefecture}、{county}元[，不符合{ratio}的比例][，连同县级增加的{extra}元，合计不等于经费金额{amount}元]",
    "en": "Shares of province, city and county are {province}, {prefecture} and {county} yuan[, not in the ratio {ratio}][, and with the {extra} yuan that the county adds do not make up the amount of {amount} yuan]"
  },
  "fix": {
    "zh": "按比例调整三级分担额，县级增加的部分另列。",
    "en": "Adjust the three shares; list the county's extra apart."
  },
  "records": ["support"],
  "fields": ["support.year", "support.beneficiary", "support.provinceShareFen", "support.prefectureShareFen", "support.countyShareFen", "support.amountFen"],
  "conventions": ["K12", "K14", "K18"],
  "policies": [{"table": "fund", "where": {"provinceShare": "*"}}],
  "arguments": {"province": "yuan", "prefecture": "yuan", "county": "yuan", "ratio": "text", "extra": "yuan", "amount": "yuan"},
  "absence": [
    {"field": "support.countyExtraFen", "zh": "没有登记即县里没有另加", "en": "without it the county adds nothing"}
  ]
}*/
-- @query
WITH shared AS (
  -- the funds beside the shares that each level bears
  SELECT u.*, f.policyRow, f.provinceShare AS p, f.prefectureShare AS c, f.countyShare AS k,
         f.provinceShare + f.prefectureShare + f.countyShare AS parts,
         u.provinceShareFen + u.prefectureShareFen + u.countyShareFen AS base,
         CASE WHEN u.year IS NULL THEN 'support.year'
              WHEN concerns_village(f, coalesce(u.villageId, t.homeVillageId), make_date(u.year, 1, 1),
                                    make_date(u.year, 12, 31)) IS NULL
              THEN CASE WHEN coalesce(u.villageId, u.teamId) IS NULL THEN 'support.villageId'
                  ELSE 'coverage.posting' END
              WHEN f.beneficiary IS NOT NULL AND u.beneficiary IS NULL THEN 'support.beneficiary'
              WHEN u.provinceShareFen IS NULL THEN 'support.provinceShareFen'
              WHEN u.prefectureShareFen IS NULL THEN 'support.prefectureShareFen'
              WHEN u.countyShareFen IS NULL THEN 'support.countyShareFen' END AS missing,
         abs(u.provinceShareFen * parts - base * p) > parts OR abs(u.prefectureShareFen * parts - base * c) > parts
           OR abs(u.countyShareFen * parts - base * k) > parts AS wrongRatio,
         base + coalesce(u.countyExtraFen, 0) <> u.amountFen
           AND NOT coalesce(list_contains(u.redacted, 'countyExtraFen'), false) AS wrongSum
  FROM support u
  JOIN fund f ON f.provinceShare + f.prefectureShare + f.countyShare IS NOT NULL
       AND coalesce(f.beneficiary = u.beneficiary, true)
       AND (u.year IS NULL OR binds(f, make_date(u.year, 12, 31)))
  LEFT JOIN team t ON t.id = u.teamId
  WHERE u.kind = 'WORK_FUND'
    AND coalesce(concerns_village(f, coalesce(u.villageId, t.homeVillageId), make_date(u.year, 1, 1),
                                  make_date(u.year, 12, 31)), true)
)
SELECT 'support' AS recordType, id AS recordId, policyRow,
       CASE WHEN missing IS NOT NULL OR wrongRatio OR wrongSum THEN missing ELSE 'support.amountFen' END AS missing,
       provinceShareFen AS province, prefectureShareFen AS prefecture, countyShareFen AS county,
       CASE WHEN wrongRatio THEN p || ':' || c || ':' || k END AS ratio,
       CASE WHEN wrongSum THEN coalesce(countyExtraFen, 0) END AS extra, CASE
           WHEN wrongSum THEN amountFen END AS amount
FROM shared
WHERE missing IS NOT NULL OR wrongRatio OR wrongSum OR amountFen IS NULL;
-- @break
-- a hundred yuan of the province's share are moved to the county
UPDATE support
SET provinceShareFen = provinceShareFen - 10000, countyShareFen = countyShareFen + 10000
WHERE id = (SELECT u.id
            FROM support u
            JOIN fund f ON f.provinceShare IS NOT NULL
                 AND (f.beneficiary IS NULL OR f.beneficiary = u.beneficiary)
                 AND make_date(u.year, 12, 31) >= f.validFrom
            WHERE u.kind = 'WORK_FUND' AND u.provinceShareFen >= 10000 ORDER BY u.id LIMIT 1);
