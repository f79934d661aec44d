/*{
  "id": "STD-009",
  "since": "1.0",
  "quality": "ACCURACY",
  "severity": "error",
  "title": {"zh": "公民身份号码校验码不符", "en": "Wrong check digit of a citizen id"},
  "asks": {
    "zh": "公民身份号码的末位由前十七位算出（GB 11643）；不符说明号码有误。发现中不显示号码。",
    "en": "The last character of a citizen id follows from the first seventeen (GB 11643); a mismatch means a typing error. The finding never shows the id."
  },
  "message": {
    "zh": "公民身份号码的校验码与前十七位不符",
    "en": "The check digit of the citizen id does not fit the first seventeen digits"
  },
  "fix": {
    "zh": "对照证件更正；接收方不需要的，应当不填。",
    "en": "Correct it from the document; leave it out unless the receiver needs it."
  },
  "records": ["cadre"],
  "fields": ["cadre.citizenId"]
}*/
-- @query
SELECT 'cadre' AS recordType, id AS recordId, NULL AS policyRow, '/citizenId' AS pointer
FROM cadre
WHERE substr(citizenId, 18) <> substr('10X98765432',
                                      (1 + list_sum(list_transform(
                                                        [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2],
                                                        lambda w,
                                                        i: w * substr(
                                                              citizenId, i, 1)::INTEGER)) % 11)::BIGINT, 1);
-- @break
-- the examples of the standard with another last character
UPDATE cadre
SET citizenId = CASE WHEN sex = '1' THEN '440524188001010010' ELSE '110105194912310020' END
WHERE id = (SELECT min(id) FROM cadre);
