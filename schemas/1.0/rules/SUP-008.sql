/*{
  "id": "SUP-008",
  "since": "1.0",
  "title": {"zh": "经费分担比例不符", "en": "Shares of the fund out of proportion"},
  "asks": {
    "zh": "经费基数由省、市、县按规定比例分担；县里在基数之外另加的部分不计入比例。每份允许一分的尾差。",
    "en": "The base of the fund is shared by province, city and county in the ratio set; what the county adds on top is outside it. One fen of rounding is allowed in each share."
  },
  "message": {
    "zh": "省、市、县分担{province}、{prefecture}、{county}元，不符合比例{ratio}",
    "en": "Shares of province, city and county are {province}, {prefecture} and {county} yuan, not in the ratio {ratio}"
  },
  "fix": {
    "zh": "按比例调整三级分担额，县级增加的部分另列。",
    "en": "Adjust the three shares; list the county's extra apart."
  },
  "records": ["support"],
  "fields": ["support.year", "support.beneficiary", "support.provinceShareFen", "support.prefectureShareFen", "support.countyShareFen"],
  "conventions": ["K12", "K14", "K18"],
  "policies": [{"table": "fund", "where": {"provinceShare": "*"}}],
  "arguments": {"province": "yuan", "prefecture": "yuan", "county": "yuan", "ratio": "text"}
}*/
-- @query
WITH shared AS (
  SELECT u.*, f.policyRow, f.provinceShare AS p, f.prefectureShare AS c, f.countyShare AS k, f.provinceShare + f.prefectureShare + f.countyShare AS parts,
         u.provinceShareFen + u.prefectureShareFen + u.countyShareFen AS base,
         CASE WHEN u.year IS NULL THEN 'support.year' WHEN f.beneficiary IS NOT NULL AND u.beneficiary IS NULL THEN 'support.beneficiary'
              WHEN u.provinceShareFen IS NULL THEN 'support.provinceShareFen' WHEN u.prefectureShareFen IS NULL THEN 'support.prefectureShareFen'
              WHEN u.countyShareFen IS NULL THEN 'support.countyShareFen' END AS missing
  FROM support u JOIN fund f ON f.provinceShare + f.prefectureShare + f.countyShare IS NOT NULL
       AND coalesce(f.beneficiary = u.beneficiary, true)
       AND (u.year IS NULL OR binds(f, make_date(u.year, 12, 31)))
  WHERE u.kind = 'WORK_FUND'
)
SELECT 'support' AS recordType, id AS recordId, policyRow, missing,
       provinceShareFen AS province, prefectureShareFen AS prefecture, countyShareFen AS county, p || ':' || c || ':' || k AS ratio
FROM shared
WHERE missing IS NOT NULL OR abs(provinceShareFen * parts - base * p) > parts OR abs(prefectureShareFen * parts - base * c) > parts
      OR abs(countyShareFen * parts - base * k) > parts;
-- @break
-- a hundred yuan of the province's share are moved to the county
UPDATE support SET provinceShareFen = provinceShareFen - 10000, countyShareFen = countyShareFen + 10000
WHERE id = (SELECT u.id FROM support u JOIN fund f ON f.provinceShare IS NOT NULL AND (f.beneficiary IS NULL OR f.beneficiary = u.beneficiary)
                 AND make_date(u.year, 12, 31) >= f.validFrom
            WHERE u.kind = 'WORK_FUND' AND u.provinceShareFen >= 10000 ORDER BY u.id LIMIT 1);
