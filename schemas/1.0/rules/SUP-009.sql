/*{
  "id": "SUP-009",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "经费管理层级或拨付次序不符", "en": "Holder or transfer chain of the fund"},
  "asks": {
    "zh": "经费由省、市拨到县，由县拨到乡镇，分几次拨的各次分别看：县拨往乡镇的，此前已有款项拨到县；由规定的机构统一管理，直接拨给干部或村的不符合要求。文件没有写明县里何时拨出，款项还在县里的，当年结束后才判断，并降一级。",
    "en": "The fund goes from province and city to the county, and from the county to the township, in as many instalments as there are: what the county passes on it has received before. The body named holds it; paying it straight to the cadre or the village is not allowed. The text does not say when the county passes it on: what is still there is judged when the year is over, a step lower."
  },
  "message": {
    "zh": "{year}年度驻村工作经费不符合要求[：{wrongOn}由{payer}拨往{payee}，应由省、市拨到县，由县拨到乡镇][：{earlyOn}拨往乡镇时，还没有款项拨到县里][：{heldSince}拨到县里的款项没有拨往乡镇][：由{holder}管理，应由{expected}管理]",
    "en": "The work fund of {year} is not as required[: on {wrongOn} it went from {payer} to {payee}; it goes from province and city to the county, from there to the township][: when it went to the township on {earlyOn}, the county had not received any][: what the county received on {heldSince} did not go to the township][: held by {holder}, should be {expected}]"
  },
  "fix": {
    "zh": "按层级补正拨付记录，或将经费转由规定机构管理。",
    "en": "Correct the transfers, or move the fund to the body named."
  },
  "records": ["support"],
  "fields": ["support.year", "support.beneficiary", "support.transfers", "support.holder"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "fund"}, {"table": "parameter", "where": {"name": "support.fundTransferChain"}}],
  "arguments": {
    "year": "text", "wrongOn": "date", "payer": "codelist:subordination", "payee": "codelist:subordination", "earlyOn": "date",
    "heldSince": "date", "holder": "codelist:body", "expected": "codelist:body"
  }
}*/
-- @query
WITH meant AS (
  -- the rows on the fund that bind each sum, by its year and by whom the village has
  SELECT u.id, f.policyRow, f.holder
  FROM support u JOIN fund f ON coalesce(f.beneficiary = u.beneficiary, f.beneficiary IS NULL)
  LEFT JOIN team t ON t.id = u.teamId
  WHERE u.kind = 'WORK_FUND' AND binds(f, make_date(u.year, 12, 31))
    AND concerns_village(f, coalesce(u.villageId, t.homeVillageId), make_date(u.year, 1, 1), make_date(u.year, 12,
        31))
), funded AS (
  -- the funds beside who must hold them, and by which way they went down
  SELECT u.id, u.year, u.holder, f.holder AS expected, u.transfers AS t, f.policyRow AS holderRow,
         p.policyRow AS chainRow,
         u.holder <> f.holder AS wrongHolder,
         u.beneficiary IS NULL AND EXISTS (SELECT 1 FROM fund WHERE beneficiary IS NOT NULL) AS nobody,
         make_date(u.year, 12, 31) < b."asOf" AS yearOver
  FROM support u CROSS JOIN batch b
  JOIN param('support.fundTransferChain') p ON p.flag
       AND (u.year IS NULL OR binds(p, make_date(u.year, 12, 31)))
  LEFT JOIN meant f ON f.id = u.id
  WHERE u.kind = 'WORK_FUND'
), passed AS (
  -- level codes ascend from the centre to the township, so each transfer must raise the code; the township is
  -- paid by the county
  SELECT *, list_sort(list_filter(t, lambda x: x."to" = '60' AND x."from" <> '50' OR x."to" <= x."from"))[1] AS stray,
         list_min(list_transform(list_filter(t, lambda x: x."to" = '60'), lambda x: x.date)) AS firstOut,
         list_max(list_transform(list_filter(t, lambda x: x."to" = '60'), lambda x: x.date)) AS lastOut,
         list_min(list_transform(list_filter(t, lambda x: x."to" = '50'), lambda x: x.date)) AS firstIn,
         list_max(list_transform(list_filter(t, lambda x: x."to" = '50'), lambda x: x.date)) AS lastIn
  FROM funded
), broken AS (
  -- money that the county keeps is late only when the year is over
  SELECT *, coalesce(firstOut < firstIn, false) AS early,
         t IS NOT NULL AND coalesce(lastOut < lastIn, lastOut IS NULL) AS kept,
         stray IS NOT NULL OR early OR kept AND yearOver AS wrongChain
  FROM passed
)
SELECT 'support' AS recordType, id AS recordId,
       CASE WHEN wrongChain THEN chainRow ELSE holderRow END AS policyRow, NULL AS missing,
       CASE WHEN stray IS NULL AND NOT early AND wrongChain THEN 1 ELSE 0 END AS lowerBy,
       CASE WHEN wrongChain THEN '/transfers' ELSE '/holder' END AS pointer, year,
       stray.date AS wrongOn, stray."from" AS payer, stray."to" AS payee,
       CASE WHEN early THEN firstOut END AS earlyOn,
       CASE WHEN kept AND yearOver AND stray IS NULL THEN lastIn END AS heldSince,
       CASE WHEN wrongHolder THEN holder END AS holder, CASE WHEN wrongHolder THEN expected END AS expected
FROM broken WHERE year IS NOT NULL AND (wrongChain OR wrongHolder)
-- a broken chain is one finding, however many rows speak of the fund
QUALIFY row_number()
    OVER (PARTITION BY id, CASE WHEN wrongChain THEN chainRow ELSE holderRow END ORDER BY expected) = 1
UNION ALL
SELECT 'support', id, chainRow,
       CASE WHEN year IS NULL THEN 'support.year'
            WHEN t IS NULL THEN 'support.transfers'
            WHEN kept THEN 'period.YEAR'
            WHEN nobody THEN 'support.beneficiary'
            ELSE 'support.holder' END,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM broken
WHERE year IS NULL
  OR NOT wrongChain AND NOT coalesce(wrongHolder, false)
    AND (t IS NULL OR kept OR nobody OR holder IS NULL AND expected IS NOT NULL);
-- @break
-- the last transfer of one fund comes from the city, past the county
UPDATE support
SET transfers = list_transform(transfers,
                               lambda x: struct_pack("from" := CASE WHEN x."to" = '60' THEN '40'
                                                                    ELSE x."from" END,
                                                     "to" := x."to", date := x.date))
WHERE id = (SELECT u.id
            FROM support u
            JOIN param('support.fundTransferChain') p ON make_date(u.year, 12, 31) >= p.validFrom
            WHERE u.kind = 'WORK_FUND' AND len(u.transfers) > 0 ORDER BY u.id LIMIT 1);
