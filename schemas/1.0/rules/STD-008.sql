/*{
  "id": "STD-008",
  "since": "1.0",
  "quality": "CONFORMITY",
  "severity": "error",
  "title": {"zh": "已遮蔽的字段仍有值", "en": "A redacted field carries a value"},
  "asks": {
    "zh": "列为已遮蔽的字段应当没有值；有值的，要么遮蔽声明有误，要么泄露了本应遮蔽的内容。",
    "en": "A field listed as redacted has no value; if it has one, either the list is wrong or what should be hidden is not."
  },
  "message": {
    "zh": "“{field}”声明为已遮蔽，却有值",
    "en": "The {field} is declared redacted but has a value"
  },
  "fix": {
    "zh": "删去该值，或把该字段从遮蔽清单中去掉。",
    "en": "Remove the value, or take the field off the list."
  },
  "records": [],
  "each": ["village", "organization", "cadre", "team", "posting", "leave", "attendance", "activity", "assessment", "rectificationCase", "support", "measure"],
  "views": ["fact_redacted"],
  "splitBy": "cadre",
  "conventions": ["K13"],
  "arguments": {"field": "field"}
}*/
-- @query
SELECT recordType, recordId, NULL AS policyRow, '/' || field AS pointer, field
FROM fact_redacted WHERE filled;
-- @break
UPDATE village SET redacted = ['kind'] WHERE id = (SELECT min(id) FROM village);
