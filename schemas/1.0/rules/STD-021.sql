/*{
  "id": "STD-021",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "warning",
  "title": {"zh": "村不在地区规则的辖区内", "en": "A village outside the division of the profile"},
  "asks": {
    "zh": "地区规则写明辖区的，村代码应在该辖区之下；否则多半是选错了地区规则，或代码有误，其他判断都不可靠。只比对登记册里两个代码都有的版本。派出单位依规定可以在辖区之外，不比对机构。",
    "en": "Where the profile names its division, the codes of the villages lie beneath it; otherwise most likely the wrong profile was chosen or the code is wrong, and nothing else that is judged can be relied on. Only editions of which the register holds both codes are compared. Dispatching units may lawfully be elsewhere, so organizations are not."
  },
  "message": {
    "zh": "村代码{code}（“{edition}”）不在本地区规则的辖区{division}之内",
    "en": "Village code {code} ({edition}) does not lie in division {division} of the profile"
  },
  "fix": {
    "zh": "核对所选的地区规则；选对了的，更正村代码或其版本。",
    "en": "Check the profile that was chosen; if it is right, correct the code of the village or its edition."
  },
  "records": ["village"],
  "fields": ["village.villageCode", "village.divisionEdition"],
  "conventions": ["K12", "K13"],
  "arguments": {"code": "text", "edition": "codelist:division-edition", "division": "text"}
}*/
-- @query
-- what the register does not hold, or has no edition, is the concern of the rule on unknown codes
SELECT 'village' AS recordType, v.id AS recordId, NULL AS policyRow, '/villageCode' AS pointer,
       v.villageCode AS code, v.divisionEdition AS edition, b.divisionCode AS division
FROM village v
JOIN division c ON c.code = substr(v.villageCode, 1, 6) AND c.edition = v.divisionEdition
JOIN batch b ON NOT starts_with(v.villageCode, b.divisionCode)
JOIN division p ON p.code = b.divisionCode AND p.edition = v.divisionEdition
WHERE NOT coalesce(list_contains(v.redacted, 'villageCode'), false);
-- @break
-- a village of the first county of the register that lies elsewhere
UPDATE village
SET villageCode = c.code || '001200', divisionEdition = c.edition
FROM (SELECT d.code, d.edition
      FROM division d JOIN batch b ON NOT starts_with(d.code, b.divisionCode) WHERE d.level = 'COUNTY'
      ORDER BY d.code LIMIT 1) c
WHERE id = (SELECT min(id) FROM village);
