/*{
  "id": "SUP-009",
  "since": "1.0",
  "title": {"zh": "经费管理层级或拨付次序不符", "en": "Holder or transfer chain of the fund"},
  "asks": {
    "zh": "经费逐级下拨，各次日期不倒退，每次拨往更低的层级，最后到乡镇，由规定的机构统一管理；直接拨给干部或村的不符合要求。",
    "en": "The fund goes down level by level: days do not run backwards, each transfer goes to a lower level, the last one reaches the township, and the body named holds it. Paying it straight to the cadre or the village is not allowed."
  },
  "message": {
    "zh": "经费拨付路径为{chain}，管理机构为{holder}；应逐级拨至乡镇，由{expected}管理",
    "en": "Transfers: {chain}; held by {holder}. The fund goes down to the township and is held by {expected}"
  },
  "fix": {
    "zh": "按层级补正拨付记录，或将经费转由规定机构管理。",
    "en": "Correct the transfers, or move the fund to the body named."
  },
  "records": ["support"],
  "fields": ["support.year", "support.beneficiary", "support.transfers", "support.holder"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "fund"}, {"table": "parameter", "where": {"name": "support.fundTransferChain"}}],
  "arguments": {"chain": "text", "holder": "codelist:body", "expected": "codelist:body"}
}*/
-- @query
WITH funded AS (
  SELECT u.id, u.year, u.holder, f.holder AS expected, u.transfers AS t, f.policyRow AS holderRow, p.policyRow AS chainRow,
         u.holder <> f.holder AS wrongHolder, u.beneficiary IS NULL AND EXISTS (SELECT 1 FROM fund WHERE beneficiary IS NOT NULL) AS nobody,
         list_transform(u.transfers, lambda x: x.date) AS days, list_transform(u.transfers, lambda x: x."to") AS receivers,
         list_transform(u.transfers, lambda x: x."from" || '→' || x."to" || ' ' || x.date::VARCHAR) AS chain
  FROM support u
  JOIN param('support.fundTransferChain') p ON p.flag
       AND (u.year IS NULL OR binds(p, make_date(u.year, 12, 31)))
  LEFT JOIN fund f ON f.beneficiary IS NULL OR f.beneficiary = u.beneficiary
  WHERE u.kind = 'WORK_FUND'
), broken AS (
  -- level codes ascend from the centre to the township, so each transfer must raise the code; the township is paid by the county
  SELECT *, t IS NOT NULL AND (t[-1]."to" <> '60'
              OR len(list_filter(t, lambda x: x."to" = '60' AND x."from" <> '50' OR x."to" <= x."from")) > 0
              OR days <> list_sort(days) OR receivers <> list_sort(receivers)) AS wrongChain
  FROM funded
)
SELECT 'support' AS recordType, id AS recordId, CASE WHEN wrongChain THEN chainRow ELSE holderRow END AS policyRow, NULL AS missing,
       CASE WHEN wrongChain THEN '/transfers' ELSE '/holder' END AS pointer,
       coalesce(chain, ['—']) AS chain, coalesce(holder, '—') AS holder, coalesce(expected, '—') AS expected
FROM broken WHERE year IS NOT NULL AND (wrongChain OR wrongHolder)
-- a broken chain is one finding, however many rows speak of the fund
QUALIFY row_number() OVER (PARTITION BY id, CASE WHEN wrongChain THEN chainRow ELSE holderRow END ORDER BY expected) = 1
UNION ALL
SELECT 'support', id, chainRow, CASE WHEN year IS NULL THEN 'support.year' WHEN t IS NULL THEN 'support.transfers'
            WHEN nobody THEN 'support.beneficiary' ELSE 'support.holder' END, NULL, NULL, NULL, NULL
FROM broken WHERE year IS NULL OR NOT wrongChain AND NOT coalesce(wrongHolder, false) AND (t IS NULL OR nobody OR holder IS NULL AND expected IS NOT NULL);
-- @break
-- the last transfer of one fund stops at the county
UPDATE support SET transfers = list_transform(transfers, lambda x: struct_pack("from" := CASE WHEN x."to" = '60' THEN '40' ELSE x."from" END,
                                                                              "to" := CASE WHEN x."to" = '60' THEN '50' ELSE x."to" END, date := x.date))
WHERE id = (SELECT u.id FROM support u JOIN param('support.fundTransferChain') p ON make_date(u.year, 12, 31) >= p.validFrom
            WHERE u.kind = 'WORK_FUND' AND len(u.transfers) > 0 ORDER BY u.id LIMIT 1);
