/*{
  "id": "STD-019",
  "since": "1.0",
  "quality": "ACCURACY",
  "severity": "error",
  "title": {"zh": "同一村代码登记在两个村名下", "en": "One village code on two villages"},
  "asks": {
    "zh": "在区划代码的同一版本里，一个村代码只指一个村。两个版本的代码是两个代码。本地编码由各地自定，不同地方可能相同，因此只提示。",
    "en": "Within one edition of the division codes, a village code means one village. Codes of two editions are two codes. Local codes are made by each place and may coincide, which is therefore only a warning."
  },
  "message": {
    "zh": "村代码{code}（“{edition}”）与另外{others}个村（如{other}）相同",
    "en": "Village code {code} ({edition}) is also that of {others} other village(s), such as {other}"
  },
  "fix": {
    "zh": "确属同一村的，合并为一条村记录并统一引用；不是同一村的，按所列版本更正代码。",
    "en": "Where it is one village, keep one record and refer to that; where it is not, correct the code by the edition named."
  },
  "records": ["village"],
  "across": "parts",
  "fields": ["village.villageCode", "village.divisionEdition"],
  "conventions": ["K12", "K13"],
  "arguments": {"code": "text", "edition": "codelist:division-edition", "others": "number", "other": "text"}
}*/
-- @query
-- an error: with a village recorded twice, no rule sees that it has two first secretaries or two teams
WITH coded AS (
  -- the villages with a code
  SELECT id, villageCode, divisionEdition
  FROM village
  WHERE villageCode IS NOT NULL AND NOT coalesce(list_contains(redacted, 'villageCode'), false)
), shared AS (
  -- with how many villages share it, in all and in the same edition
  SELECT id, villageCode, divisionEdition, count(*) OVER (PARTITION BY villageCode) AS bearers,
         count(*) OVER same - 1 AS others, min(id, 2) OVER same AS ids
  FROM coded
  WINDOW same AS (PARTITION BY villageCode, divisionEdition)
)
SELECT 'village' AS recordType, id AS recordId, NULL AS policyRow,
       CASE WHEN divisionEdition IS NULL THEN 'village.divisionEdition' END AS missing,
       '/villageCode' AS pointer,
       CASE WHEN divisionEdition = 'LOCAL' THEN 1 ELSE 0 END AS lowerBy,
       villageCode AS code, divisionEdition AS edition, others,
       list_filter(ids, lambda x: x <> id)[1] AS other
FROM shared
-- a code without its edition may be the same as another or not; a code that stands alone is judged either way
WHERE bearers > 1 AND (divisionEdition IS NULL OR others > 0);
-- @break
-- the second village bears the code of the first
UPDATE village
SET villageCode = f.villageCode, divisionEdition = f.divisionEdition
FROM (SELECT villageCode, divisionEdition FROM village ORDER BY id LIMIT 1) f
WHERE id = (SELECT id FROM village ORDER BY id LIMIT 1 OFFSET 1);
