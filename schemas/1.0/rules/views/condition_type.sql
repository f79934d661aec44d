/*{
  "name": "condition_type",
  "of": {"zh": "condition 与 allowedCode 各行所指的记录类型；其他类型的记录不必查看", "en": "The record types that `condition` and `allowedCode` rows name; the records of the others need not be looked at"},
  "reads": ["allowedCode", "condition"]
}*/
CREATE VIEW condition_type AS
SELECT recordType FROM condition UNION SELECT recordType FROM allowedCode;
