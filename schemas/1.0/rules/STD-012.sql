/*{
  "id": "STD-012",
  "since": "1.0",
  "quality": "ACCURACY",
  "severity": "warning",
  "title": {"zh": "统一社会信用代码内的机构代码校验码不符", "en": "Wrong check character of the organization code within"},
  "asks": {
    "zh": "统一社会信用代码第九至十七位是组织机构代码，其末位由前八位算出（GB 11714）；早期赋码有例外，只作提示。",
    "en": "Characters nine to seventeen are the organization code, whose last character follows from its first eight (GB 11714); early codes may deviate, so this is a notice."
  },
  "message": {
    "zh": "统一社会信用代码第十七位与其前八位主体标识不符",
    "en": "Character seventeen of the unified social credit code does not fit the eight before it"
  },
  "fix": {
    "zh": "对照登记证书核对。",
    "en": "Check it against the certificate."
  },
  "records": ["organization"],
  "fields": ["organization.socialCreditCode"]
}*/
-- @query
WITH weighed AS (
  -- the values of the eight characters of the organization, each by its weight
  SELECT id, socialCreditCode,
         list_sum(list_transform([3, 7, 9, 10, 5, 8, 4, 2],
                                 lambda w, i: w * (strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
                                                          substr(socialCreditCode, 8 + i, 1)) - 1))) AS total
  FROM organization
)
SELECT 'organization' AS recordType, id AS recordId, NULL AS policyRow, '/socialCreditCode' AS pointer
FROM weighed
WHERE substr(socialCreditCode, 17, 1) <> substr('0X987654321', (1 + total % 11)::BIGINT, 1);
-- @break
-- a code whose own check character is right, and the inner one is not
UPDATE organization SET socialCreditCode = '11522700009470122Q' WHERE id = (SELECT min(id) FROM organization);
