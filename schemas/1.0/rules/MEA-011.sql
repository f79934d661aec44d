/*{
  "id": "MEA-011",
  "since": "1.0",
  "title": {"zh": "限期整改没有期限", "en": "An order to rectify without a due date"},
  "asks": {
    "zh": "限期（责令）整改应写明整改期限，期限不早于作出之日。期限本身就是条文的要求，没有登记即为缺少。",
    "en": "An order to rectify states the day by which to rectify, not before the order. The due date is what the clause asks, so that its absence is itself the fault."
  },
  "message": {
    "zh": "{date}的限期整改，期限为{dueDate}（没有登记，或早于作出之日）",
    "en": "order to rectify of {date}: due {dueDate} (not on record, or before the order)"
  },
  "fix": {
    "zh": "补登整改期限。",
    "en": "Record the due date."
  },
  "records": ["measure"],
  "fields": ["measure.dueDate"],
  "conventions": ["K13", "K14"],
  "absence": [
    {"field": "measure.dueDate", "zh": "责令限期整改的文书自身须载明期限", "en": "an order to rectify carries its own due date"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "discipline.unitDueDate"}}],
  "arguments": {"date": "date", "dueDate": "date"}
}*/
-- @query
SELECT 'measure' AS recordType, m.id AS recordId, r.policyRow,
       CASE WHEN list_contains(m.redacted, 'dueDate') THEN 'measure.dueDate' END AS missing, '/dueDate' AS pointer, m.date, m.dueDate
FROM measure m CROSS JOIN batch b JOIN param('discipline.unitDueDate') r ON r.flag AND binds(r, m.date)
WHERE m.kind = 'ORDER_TO_RECTIFY' AND m.date <= b.asOf AND (m.dueDate IS NULL OR m.dueDate < m.date);
-- @break
INSERT INTO measure BY NAME
SELECT 'break-MEA-011' AS id, 'ORDER_TO_RECTIFY' AS kind, b.asOf AS date, (SELECT min(id) FROM organization WHERE body = 'DISPATCHING_UNIT') AS organizationId FROM batch b;
