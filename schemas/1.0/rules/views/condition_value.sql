/*{
  "name": "condition_value",
  "of": {"zh": "condition 与 allowedCode 可能提到的字段的值，附各行筛选所用的属性", "en": "The values of the fields that `condition` and `allowedCode` rows may name, with the properties that rows filter by"},
  "reads": ["condition_record", "fact_value"]
}*/
CREATE VIEW condition_value AS
SELECT r.*, f.field, f.vals, f.isList, f.redacted
FROM condition_record r JOIN fact_value f ON f.recordType = r.recordType AND f.recordId = r.recordId;
