/*{
  "name": "condition_record",
  "of": {"zh": "condition 与 allowedCode 各行可能涉及的记录，附各行筛选所用的属性；考勤没有这些属性，数量又极大，不在其中", "en": "The records that `condition` and `allowedCode` rows may speak of, each with the properties that rows filter by; attendance has none of them and is large, and is left out"},
  "reads": ["activity", "assessment", "cadre", "condition_type", "leave", "measure", "organization", "posting", "rectificationCase", "support", "team", "village"]
}*/
CREATE VIEW condition_record AS
SELECT 'organization' AS recordType, id AS recordId, unitKind AS kind, body, level, NULL AS route,
       NULL AS outcome, NULL AS round
FROM organization WHERE 'organization' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'village', id, kind, NULL, NULL, NULL, outcome, NULL
FROM village WHERE 'village' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'team', id, NULL, NULL, dispatchLevel, NULL, NULL, round
FROM team WHERE 'team' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'cadre', id, NULL, NULL, NULL, NULL, NULL, NULL
FROM cadre WHERE 'cadre' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'posting', id, NULL, NULL, dispatchLevel, NULL, NULL, round
FROM posting WHERE 'posting' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'leave', id, kind, NULL, NULL, NULL, NULL, NULL
FROM leave WHERE 'leave' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'activity', id, kind, body, level, NULL, NULL, round
FROM activity WHERE 'activity' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'assessment', id, kind, NULL, NULL, NULL, NULL, NULL
FROM assessment WHERE 'assessment' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'rectificationCase', id, NULL, NULL, NULL, route, outcome, NULL
FROM rectificationCase WHERE 'rectificationCase' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'support', id, kind, NULL, NULL, NULL, NULL, NULL
FROM support WHERE 'support' IN (SELECT recordType FROM condition_type)
UNION ALL
SELECT 'measure', id, kind, "by", level, NULL, NULL, round
FROM measure WHERE 'measure' IN (SELECT recordType FROM condition_type);
