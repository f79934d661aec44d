/*{
  "id": "STD-020",
  "since": "1.0",
  "quality": "ACCURACY",
  "severity": "warning",
  "title": {"zh": "同一统一社会信用代码登记在两个机构名下", "en": "One social credit code on two organizations"},
  "asks": {
    "zh": "一个统一社会信用代码只属于一个机构，同一类机构里重复的，多为同一单位登记了两次，或代码有误。内设机构没有自己的代码、一个单位在程序中有几种身份的，机构类别不同，不在此列；已撤销的机构，代码可由承接者沿用。",
    "en": "A unified social credit code belongs to one organization; twice within one kind of body it is mostly one unit recorded twice, or a wrong code. A section without a code of its own, and a unit with several parts in the procedure, are of different kinds and not meant; the code of an abolished organization may go on with its successor."
  },
  "message": {
    "zh": "统一社会信用代码与另外{others}个同类机构（如{other}）相同",
    "en": "The unified social credit code is also that of {others} other organization(s) of the same kind, such as {other}"
  },
  "fix": {
    "zh": "确属同一单位的，合并为一条机构记录并统一引用；不是同一单位的，更正代码；没有自己代码的内设机构，不填代码。",
    "en": "Where it is one unit, keep one record and refer to that; where it is not, correct the code; a section without a code of its own has none to fill in."
  },
  "records": ["organization"],
  "across": "parts",
  "fields": ["organization.socialCreditCode"],
  "conventions": ["K12", "K13"],
  "arguments": {"others": "number", "other": "text"}
}*/
-- @query
-- a warning: a section that writes the code of the unit it belongs to is careless and harms nobody
WITH coded AS (
  -- the organizations with a credit code that are still there
  SELECT o.id, o.socialCreditCode, o.body
  FROM organization o CROSS JOIN batch b
  WHERE o.socialCreditCode IS NOT NULL AND NOT coalesce(list_contains(o.redacted, 'socialCreditCode'), false)
    AND coalesce(o.abolishedOn > b.asOf, true)
)
SELECT 'organization' AS recordType, id AS recordId, NULL AS policyRow, '/socialCreditCode' AS pointer,
       count(*) OVER same - 1 AS others, list_filter(min(id, 2) OVER same, lambda x: x <> id)[1] AS other
FROM coded
WINDOW same AS (PARTITION BY socialCreditCode, body)
QUALIFY count(*) OVER same > 1;
-- @break
-- a made-up code, right in both its check characters, on two bodies that no rule speaks of
INSERT INTO organization (id, body, level, socialCreditCode)
VALUES ('break-std-020-1', 'OTHER', '50', '11522700009470121M'),
       ('break-std-020-2', 'OTHER', '50', '11522700009470121M');
