/*{
  "id": "STD-018",
  "since": "1.0",
  "quality": "ACCURACY",
  "severity": "error",
  "title": {"zh": "同一公民身份号码登记在两名干部名下", "en": "One citizen id under two cadres"},
  "asks": {
    "zh": "一个公民身份号码只属于一个人，一个人在一批数据里只有一条干部记录。重复的，或者号码有误，或者同一人登记了两次；登记两次会使派驻期重叠、天数等按人判断的规则失去作用。这是登记问题，不是对人的指责。",
    "en": "A citizen id belongs to one person, and a person has one cadre record in a batch. Where it stands twice, either the number is wrong or a person is recorded twice; the latter blinds every rule that is judged over a person. It is a fault of the data, not a charge against anyone."
  },
  "message": {
    "zh": "公民身份号码与另外{others}名干部（如{other}）相同",
    "en": "The citizen id is also that of {others} other cadre(s), such as {other}"
  },
  "fix": {
    "zh": "确属同一人的，合并为一条干部记录并统一引用；不是同一人的，对照证件更正号码。接收方不需要号码的，应当不填。",
    "en": "Where it is one person, keep one cadre record and refer to that; where it is not, correct the number from the document. Leave it out unless the receiver needs it."
  },
  "records": ["cadre"],
  "across": "parts",
  "fields": ["cadre.citizenId"],
  "conventions": ["K12", "K13"],
  "arguments": {"others": "number", "other": "text"}
}*/
-- @query
-- an error and no mere warning: whichever of the two it is, one of the records is wrong, and nothing that is
-- judged over the person holds
WITH numbered AS (
  -- a number that is absent or declared hidden says nothing of who it is
  SELECT id, citizenId
  FROM cadre WHERE citizenId IS NOT NULL AND NOT coalesce(list_contains(redacted, 'citizenId'), false)
)
-- the number itself is never an argument; of the other records only the first is named
SELECT 'cadre' AS recordType, id AS recordId, NULL AS policyRow, '/citizenId' AS pointer,
       count(*) OVER same - 1 AS others, list_filter(min(id, 2) OVER same, lambda x: x <> id)[1] AS other
FROM numbered
WINDOW same AS (PARTITION BY citizenId)
QUALIFY count(*) OVER same > 1;
-- @break
-- the example of the standard under two cadres who are posted nowhere
INSERT INTO cadre (id, citizenId)
VALUES ('break-std-018-1', '11010519491231002X'), ('break-std-018-2', '11010519491231002X');
