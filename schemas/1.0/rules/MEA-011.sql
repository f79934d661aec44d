/*{
  "id": "MEA-011",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "限期整改没有期限", "en": "An order to rectify without a due date"},
  "asks": {
    "zh": "限期（责令）整改应写明整改期限，期限不早于作出之日；只写到单位的规定不及于个人。期限本身就是条文的要求，没有登记即为缺少。",
    "en": "An order to rectify states the day by which to rectify, not before the order; a rule that speaks of units only does not reach persons. The due date is what the clause asks, so that its absence is itself the fault."
  },
  "message": {
    "zh": "{date}责令限期整改[，没有写明整改期限，{undated}登记的这条应补上][，所写期限{dueDate}早于作出之日]",
    "en": "order to rectify of {date}[: no due date is on record in the entry of {undated}][: the due date {dueDate} is before the order]"
  },
  "fix": {
    "zh": "补登整改期限。",
    "en": "Record the due date."
  },
  "records": ["measure"],
  "views": ["condition_subject"],
  "fields": ["measure.dueDate", "measure.organizationId"],
  "conventions": ["K13", "K14"],
  "absence": [
    {"field": "measure.dueDate", "zh": "责令限期整改的文书自身须载明期限", "en": "an order to rectify carries its own due date"}
  ],
  "policies": [{"table": "parameter", "where": {"name": ["discipline.unitDueDate", "discipline.personDueDate"]}}],
  "arguments": {"date": "date", "undated": "date", "dueDate": "date"}
}*/
-- @query
-- of an order that names neither, a rule on units alone cannot say that it was to one
SELECT 'measure' AS recordType, m.id AS recordId, r.policyRow,
       CASE WHEN list_contains(m.redacted, 'dueDate') THEN 'measure.dueDate'
            WHEN m.cadreId IS NOT NULL AND concerns(r, s.role, s.dispatchLevel) IS NULL THEN 'coverage.posting'
            WHEN m.organizationId IS NULL AND m.cadreId IS NULL
              AND NOT EXISTS (FROM param('discipline.personDueDate') o WHERE o.flag AND binds(o, m.date))
            THEN 'measure.organizationId' END AS missing,
       '/dueDate' AS pointer, m.date, CASE WHEN m.dueDate IS NULL THEN m.date END AS undated, m.dueDate
FROM measure m CROSS JOIN batch b
JOIN parameter r ON r.flag AND binds(r, m.date)
     AND r.name = CASE WHEN m.cadreId IS NULL THEN 'discipline.unitDueDate' ELSE 'discipline.personDueDate' END
LEFT JOIN condition_subject s ON s.recordType = 'measure' AND s.recordId = m.id
LEFT JOIN organization o ON o.id = m.organizationId
WHERE m.kind = 'ORDER_TO_RECTIFY' AND m.date <= b.asOf
  AND CASE WHEN m.cadreId IS NULL THEN coalesce(concerns_level(r, o.level), m.organizationId IS NULL)
           ELSE coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', m.date, m.date)) END
  AND (m.dueDate IS NULL OR m.dueDate < m.date);
-- @break
INSERT INTO measure BY NAME
SELECT 'break-MEA-011' AS id, 'ORDER_TO_RECTIFY' AS kind, b.asOf AS date,
       (SELECT min(id) FROM organization WHERE body = 'DISPATCHING_UNIT') AS organizationId
FROM batch b;
