/*{
  "id": "STD-008",
  "since": "1.0",
  "severity": "error",
  "title": {"zh": "已遮蔽的字段仍有值", "en": "A redacted field carries a value"},
  "asks": {
    "zh": "列为已遮蔽的字段应当没有值；有值的，要么遮蔽声明有误，要么泄露了本应遮蔽的内容。",
    "en": "A field listed as redacted has no value; if it has one, either the list is wrong or what should be hidden is not."
  },
  "message": {
    "zh": "字段{field}声明为已遮蔽，却有值",
    "en": "Field {field} is declared redacted but has a value"
  },
  "fix": {
    "zh": "删去该值，或把该字段从遮蔽清单中去掉。",
    "en": "Remove the value, or take the field off the list."
  },
  "records": [],
  "each": ["village", "organization", "cadre", "team", "posting", "leave", "attendance", "activity", "assessment", "rectificationCase", "support", "measure"],
  "splitBy": "cadre",
  "conventions": ["K13"],
  "arguments": {"field": "text"}
}*/
-- @query
WITH hidden AS (
  SELECT 'village' AS recordType, id, unnest(redacted) AS field, to_json(r) AS j FROM village r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'organization', id, unnest(redacted), to_json(r) FROM organization r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'cadre', id, unnest(redacted), to_json(r) FROM cadre r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'team', id, unnest(redacted), to_json(r) FROM team r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'posting', id, unnest(redacted), to_json(r) FROM posting r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'leave', id, unnest(redacted), to_json(r) FROM leave r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'attendance', id, unnest(redacted), to_json(r) FROM attendance r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'activity', id, unnest(redacted), to_json(r) FROM activity r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'assessment', id, unnest(redacted), to_json(r) FROM assessment r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'rectificationCase', id, unnest(redacted), to_json(r) FROM rectificationCase r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'support', id, unnest(redacted), to_json(r) FROM support r WHERE redacted IS NOT NULL
  UNION ALL SELECT 'measure', id, unnest(redacted), to_json(r) FROM measure r WHERE redacted IS NOT NULL
)
SELECT 'violation' AS outcome, recordType, id AS recordId, NULL AS policyRow, NULL AS missing, '/' || field AS pointer, field
FROM hidden
WHERE coalesce(json_type(json_extract(j, '$.' || field)), 'NULL') <> 'NULL';
-- @break
UPDATE village SET redacted = ['kind'] WHERE id = (SELECT min(id) FROM village);
