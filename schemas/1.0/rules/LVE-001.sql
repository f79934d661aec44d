/*{
  "id": "LVE-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "请假手续不合要求", "en": "Leave formalities not met"},
  "asks": {
    "zh": "请假按规定形式申请，并在请假首日或之前批准；电子形式就是书面形式。",
    "en": "A leave is applied for in the form set, and approved on or before its first day; an electronic form is a written one."
  },
  "message": {
    "zh": "请假手续不合要求[：{field}为“{found}”][，应为“{required}”][：请假从{startDate}开始][，{approvedOn}才批准]",
    "en": "The leave is not in due form[: {field} is {found}][, should be {required}][: it began on {startDate}][, but was approved only on {approvedOn}]"
  },
  "fix": {
    "zh": "补正登记；手续确有欠缺的，按规定补办或处理。",
    "en": "Correct the record; where the formality was really missed, follow the local rules."
  },
  "records": ["leave"],
  "fields": ["leave.form", "leave.appliedOn", "leave.approvedOn"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "leave.form"}}],
  "arguments": {"field": "field:leave", "found": "codelist:form", "required": "codelist:form", "startDate": "date", "approvedOn": "date"}
}*/
-- @query
WITH due AS (
  -- leaves that began under a rule on their form
  SELECT l.*, p.policyRow, p.code AS requiredForm,
         concerns_cadre(p, l.cadreId, l.startDate) IS NULL AS unplaced
  FROM leave l CROSS JOIN batch b JOIN param('leave.form') p ON binds(p, l.startDate)
  WHERE l.startDate <= b.asOf
    AND coalesce(concerns_cadre(p, l.cadreId, l.startDate), true)
), fault AS (
  -- what each of them lacks or has otherwise, field by field
  SELECT id, policyRow, 'form' AS field, form AS found, requiredForm AS required, NULL::DATE AS startDate,
         NULL::DATE AS approvedOn, form IS NULL AS absent, unplaced
  FROM due WHERE NOT coalesce(in_form(form, requiredForm), false)
  UNION ALL
  SELECT id, policyRow, 'appliedOn', NULL, NULL, NULL, NULL, true, unplaced
  FROM due WHERE appliedOn IS NULL
  UNION ALL
  SELECT id, policyRow, 'approvedOn', NULL, NULL, startDate, approvedOn, approvedOn IS NULL, unplaced
  FROM due WHERE approvedOn IS NULL OR approvedOn > startDate
)
SELECT 'leave' AS recordType, id AS recordId, policyRow,
       CASE WHEN unplaced THEN 'coverage.posting'
           WHEN absent THEN 'leave.' || field END AS missing, '/' || field AS pointer, field, found, required,
       startDate, approvedOn
FROM fault;
-- @break
UPDATE leave
SET form = 'ORAL'
WHERE id = (SELECT l.id
            FROM leave l JOIN param('leave.form') p ON binds(p, l.startDate)
            JOIN posting_span s ON s.cadreId = l.cadreId AND l.startDate BETWEEN s.startDate AND s.endDate
                 AND concerns(p, s.role, s.dispatchLevel)
            WHERE l.form = p.code ORDER BY l.id LIMIT 1);
