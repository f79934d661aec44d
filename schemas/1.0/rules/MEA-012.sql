/*{
  "id": "MEA-012",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "非主观故意未从轻也无理由", "en": "A non-intentional fault neither mitigated nor explained"},
  "asks": {
    "zh": "非主观故意造成的失误偏差，应从轻处理或免除责任；不从轻的应登记理由。是否主观故意由人认定。",
    "en": "A fault without intent is mitigated or exempted; where it is not, the reason is on record. Intent is determined by people."
  },
  "message": {
    "zh": "{date}的{kind}认定为非主观故意，却登记为“{mitigation}”，也没有登记不从轻的理由",
    "en": "{kind} of {date}: no intent, treated as {mitigation}, without a reason on record"
  },
  "fix": {
    "zh": "从轻处理，或登记不从轻的理由编号。",
    "en": "Mitigate, or record the reason."
  },
  "records": ["measure"],
  "views": ["condition_subject"],
  "fields": ["measure.mitigation"],
  "conventions": ["K12", "K14", "K15"],
  "policies": [{"table": "parameter", "where": {"name": "discipline.mitigateNonIntentional"}}],
  "arguments": {"kind": "codelist:measure-kind", "date": "date", "mitigation": "codelist:mitigation"}
}*/
-- @query
SELECT 'measure' AS recordType, m.id AS recordId, r.policyRow,
       CASE WHEN concerns(r, s.role, s.dispatchLevel) IS NULL THEN 'coverage.posting'
            WHEN m.mitigation IS NULL THEN 'measure.mitigation' END AS missing, '/mitigation' AS pointer,
       m.kind, m.date, m.mitigation
FROM measure m CROSS JOIN batch b
JOIN param('discipline.mitigateNonIntentional') r ON r.flag AND binds(r, m.date)
LEFT JOIN condition_subject s ON s.recordType = 'measure' AND s.recordId = m.id
WHERE m.intent = 'NON_INTENTIONAL' AND m.date <= b.asOf AND coalesce(m.mitigation, 'NONE') = 'NONE'
  AND m.reason IS NULL AND coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', m.date, m.date));
-- @break
INSERT INTO measure BY NAME
SELECT 'break-MEA-012' AS id, 'CRITICISM_EDUCATION' AS kind, b.asOf AS date,
       (SELECT p.cadreId
        FROM posting p CROSS JOIN batch b WHERE p.startDate < b.asOf AND p.endDate IS NULL ORDER BY p.id
        LIMIT 1) AS cadreId, 'NON_INTENTIONAL' AS intent, 'NONE' AS mitigation
FROM batch b;
