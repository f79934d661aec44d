/*{
  "id": "STD-013",
  "since": "1.0",
  "severity": "warning",
  "title": {"zh": "区划代码不存在或不是村级", "en": "Division code unknown, or not of a village"},
  "asks": {
    "zh": "登记的版本收录在区划登记册里的，代码的省、市、县部分应当存在；村代码的末三位、乡级部分不能全为零。其他版本不比对。",
    "en": "Where the register holds the edition named, the province, prefecture and county part of the code exists in it; a village code does not end in zeros at village or township level. Other editions are not compared."
  },
  "message": {
    "zh": "区划代码{code}的上级{part}不在“{edition}”中，或不是村级代码",
    "en": "Division code {code}: {part} is not in edition {edition}, or it is not a code of a village"
  },
  "fix": {
    "zh": "按所列版本更正代码，或写明代码的版本。",
    "en": "Correct the code by the edition named, or name its edition."
  },
  "records": [],
  "each": ["village", "organization"],
  "fields": ["village.villageCode", "village.divisionEdition", "organization.divisionCode"],
  "arguments": {"code": "text", "part": "text", "edition": "codelist:division-edition"}
}*/
-- @query
WITH coded AS (
  SELECT 'village' AS recordType, id, 'villageCode' AS field, villageCode AS code, divisionEdition AS edition FROM village WHERE villageCode IS NOT NULL
  UNION ALL
  SELECT 'organization', id, 'divisionCode', divisionCode, divisionEdition FROM organization WHERE divisionCode IS NOT NULL
), judged AS (
  SELECT *, substr(code, 1, 6) AS part, recordType = 'village' AND (substr(code, 10) = '000' OR substr(code, 7, 3) = '000') AS notVillage,
         CASE WHEN edition IS NULL AND NOT notVillage THEN recordType || '.divisionEdition' END AS missing
  FROM coded
)
SELECT CASE WHEN j.missing IS NULL THEN 'violation' ELSE 'unjudged' END AS outcome, j.recordType, j.id AS recordId, NULL AS policyRow, j.missing,
       '/' || j.field AS pointer, j.code, j.part, coalesce(j.edition, '—') AS edition
FROM judged j
LEFT JOIN division d ON d.code = j.part AND d.edition = j.edition
WHERE j.missing IS NOT NULL OR j.notVillage OR d.code IS NULL AND j.edition IN (SELECT edition FROM division);
-- @break
UPDATE village SET villageCode = '999999001200', divisionEdition = 'NBS-2023' WHERE id = (SELECT min(id) FROM village);
