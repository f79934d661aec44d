/*{
  "id": "STD-013",
  "since": "1.0",
  "quality": "CONFORMITY",
  "severity": "warning",
  "title": {"zh": "区划代码不存在或不是村级", "en": "Division code unknown, or not of a village"},
  "asks": {
    "zh": "登记的版本收录在区划登记册里的，代码的省、市、县部分应当存在；村代码的末三位、乡级部分不能全为零。省写两位、地市四位、县六位、乡镇九位，不在后面补零。其他版本不比对。",
    "en": "Where the register holds the edition named, the province, prefecture and county part of the code exists in it; a village code does not end in zeros at village or township level. A province has two digits, a prefecture four, a county six, a township nine, without zeros behind. Other editions are not compared."
  },
  "message": {
    "zh": "区划代码{code}有误[：“{edition}”中没有{part}][：不是村级代码，乡级或村级部分为{zeros}][；应写作{write}]",
    "en": "Division code {code} is not right[: edition {edition} has no {part}][: it is no code of a village, whose township or village part is not {zeros}][; write {write}]"
  },
  "fix": {
    "zh": "按所列版本更正代码，或写明代码的版本；机构的代码不补零，村代码写满十二位。",
    "en": "Correct the code by the edition named, or name its edition; codes of organizations carry no zeros behind, codes of villages have all twelve digits."
  },
  "records": [],
  "each": ["village", "organization"],
  "fields": ["village.villageCode", "village.divisionEdition", "organization.divisionCode"],
  "arguments": {"code": "text", "part": "text", "edition": "codelist:division-edition", "zeros": "text", "write": "text"}
}*/
-- @query
WITH coded AS (
  -- every code of a division on record
  SELECT 'village' AS recordType, id, 'villageCode' AS field, villageCode AS code, divisionEdition AS edition
  FROM village WHERE villageCode IS NOT NULL
  UNION ALL
  SELECT 'organization', id, 'divisionCode', divisionCode, divisionEdition
  FROM organization WHERE divisionCode IS NOT NULL
), judged AS (
  -- the part that the register holds, and how it would be written short
  SELECT *, substr(code, 1, 6) AS part,
         recordType = 'village' AND (substr(code, 10) = '000' OR substr(code, 7, 3) = '000') AS notVillage,
         CASE WHEN edition IS NULL AND NOT notVillage THEN recordType || '.divisionEdition' END AS missing,
         -- ministries fill the codes of provinces and prefectures with zeros
         regexp_replace(CASE WHEN recordType = 'organization' THEN code END, '(00)+$', '') AS short
  FROM coded
), looked AS (
  -- whether the register of that edition knows it
  SELECT j.*, d.code IS NULL AND coalesce(j.edition IN (SELECT edition FROM division), false) AS unknown,
         w.code AS write
  FROM judged j
  LEFT JOIN division d ON d.code = j.part AND d.edition = j.edition
  LEFT JOIN division w ON w.code = j.short AND w.edition = j.edition
)
-- the two reasons are told apart: a code of a county that exists may still be no code of a village
SELECT recordType, id AS recordId, NULL AS policyRow, missing,
       '/' || field AS pointer, code, CASE WHEN unknown THEN part END AS part,
       CASE WHEN unknown THEN edition END AS edition,
       CASE WHEN notVillage THEN '000' END AS zeros, CASE WHEN unknown THEN write END AS write
FROM looked
WHERE missing IS NOT NULL OR notVillage OR unknown;
-- @break
UPDATE village
SET villageCode = '999999001200', divisionEdition = 'NBS-2023'
WHERE id = (SELECT min(id) FROM village);
