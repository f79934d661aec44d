/*{
  "id": "STD-010",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "warning",
  "title": {"zh": "性别与公民身份号码不符", "en": "Sex does not fit the citizen id"},
  "asks": {
    "zh": "公民身份号码第十七位奇数为男、偶数为女，应与登记的性别一致。",
    "en": "The seventeenth digit of a citizen id is odd for men and even for women, and agrees with the sex on record."
  },
  "message": {
    "zh": "登记的性别与公民身份号码的顺序码不符",
    "en": "The sex on record does not agree with the sequence digits of the citizen id"
  },
  "fix": {
    "zh": "对照证件更正性别或号码。",
    "en": "Correct the sex or the id from the document."
  },
  "records": ["cadre"],
  "fields": ["cadre.citizenId", "cadre.sex"]
}*/
-- @query
SELECT 'cadre' AS recordType, id AS recordId, NULL AS policyRow, '/sex' AS pointer
FROM cadre
WHERE sex IN ('1', '2') AND substr(citizenId, 17, 1)::INTEGER % 2 <> CASE sex WHEN '1' THEN 1 ELSE 0 END;
-- @break
-- the examples of the standard, each for the other sex
UPDATE cadre
SET sex = coalesce(nullif(sex, '9'), '1'),
    citizenId = CASE WHEN sex = '2' THEN '440524188001010014' ELSE '11010519491231002X' END
WHERE id = (SELECT min(id) FROM cadre WHERE sex IN ('1', '2'));
