/*{
  "id": "STD-011",
  "since": "1.0",
  "quality": "ACCURACY",
  "severity": "error",
  "title": {"zh": "统一社会信用代码校验码不符", "en": "Wrong check character of a unified social credit code"},
  "asks": {
    "zh": "统一社会信用代码的末位由前十七位算出（GB 32100）。",
    "en": "The last character of a unified social credit code follows from the first seventeen (GB 32100)."
  },
  "message": {
    "zh": "统一社会信用代码的校验码与前十七位不符",
    "en": "The check character of the unified social credit code does not fit the first seventeen"
  },
  "fix": {
    "zh": "对照登记证书更正。",
    "en": "Correct it from the certificate."
  },
  "records": ["organization"],
  "fields": ["organization.socialCreditCode"]
}*/
-- @query
WITH weighed AS (
  -- the values of the first seventeen characters, each by its weight
  SELECT id, socialCreditCode,
         list_sum(list_transform([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28],
                                 lambda w, i: w * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY',
                                                          substr(socialCreditCode, i, 1)) - 1))) AS total
  FROM organization
)
SELECT 'organization' AS recordType, id AS recordId, NULL AS policyRow, '/socialCreditCode' AS pointer
FROM weighed
WHERE substr(socialCreditCode, 18)
      <> substr('0123456789ABCDEFGHJKLMNPQRTUWXY', (1 + (31 - total % 31) % 31)::BIGINT, 1);
-- @break
-- a right code with its last character changed
UPDATE organization SET socialCreditCode = '115227000094701211' WHERE id = (SELECT min(id) FROM organization);
