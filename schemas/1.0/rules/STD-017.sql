/*{
  "id": "STD-017",
  "since": "1.0",
  "quality": "ACCURACY",
  "severity": "error",
  "title": {"zh": "公民身份号码的出生日期不成立", "en": "Impossible day of birth in a citizen id"},
  "asks": {
    "zh": "公民身份号码第七至十四位是出生日期，应当是真实存在、且不晚于数据截止日的日期。发现中不显示号码。",
    "en": "Digits seven to fourteen of a citizen id are the day of birth, a real day not after the data's own day. The finding never shows the id."
  },
  "message": {
    "zh": "公民身份号码中的出生日期不存在或晚于数据截止日",
    "en": "The day of birth in the citizen id does not exist, or lies after the day of the data"
  },
  "fix": {
    "zh": "对照证件更正。",
    "en": "Correct it from the document."
  },
  "records": ["cadre"],
  "fields": ["cadre.citizenId"]
}*/
-- @query
SELECT 'cadre' AS recordType, c.id AS recordId, NULL AS policyRow, '/citizenId' AS pointer
FROM cadre c CROSS JOIN batch b
WHERE c.citizenId IS NOT NULL
  AND coalesce(try_strptime(substr(c.citizenId, 7, 8), '%Y%m%d')::DATE > b.asOf, true);
-- @break
-- the thirtieth of February, with a right check digit
UPDATE cadre
SET citizenId = CASE WHEN sex = '1' THEN '110105194902300012' ELSE '110105194902300020' END
WHERE id = (SELECT min(id) FROM cadre);
