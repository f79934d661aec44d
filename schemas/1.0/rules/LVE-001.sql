/*{
  "id": "LVE-001",
  "since": "1.0",
  "title": {"zh": "请假手续不合要求", "en": "Leave formalities not met"},
  "asks": {
    "zh": "请假按规定形式申请，并在请假首日或之前批准。",
    "en": "A leave is applied for in the form set, and approved on or before its first day."
  },
  "message": {
    "zh": "{field}不合要求[：登记为{found}][，应为{required}]",
    "en": "{field} is not as required[: it is {found}][, should be {required}]"
  },
  "fix": {
    "zh": "补正登记；手续确有欠缺的，按规定补办或处理。",
    "en": "Correct the record; where the formality was really missed, follow the local rules."
  },
  "records": ["leave"],
  "views": ["posting_span"],
  "fields": ["leave.form", "leave.appliedOn", "leave.approvedOn"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "leave.form"}}],
  "arguments": {"field": "field:leave", "found": "codelist:form", "required": "codelist:form"}
}*/
-- @query
WITH due AS (
  SELECT l.*, p.policyRow, p.code AS requiredForm
  FROM leave l CROSS JOIN batch b JOIN param('leave.form') p ON binds(p, l.startDate)
  WHERE l.startDate <= b.asOf AND (p.roles IS NULL OR EXISTS (
    SELECT 1 FROM posting_span s WHERE s.cadreId = l.cadreId AND l.startDate BETWEEN s.startDate AND s.endDate AND list_contains(p.roles, s.role)))
), fault AS (
  SELECT id, policyRow, 'form' AS field, form AS found, requiredForm AS required, form IS NULL AS absent FROM due WHERE form IS DISTINCT FROM requiredForm
  UNION ALL SELECT id, policyRow, 'appliedOn', NULL, NULL, true FROM due WHERE appliedOn IS NULL
  UNION ALL SELECT id, policyRow, 'approvedOn', approvedOn::VARCHAR, '≤ ' || startDate::VARCHAR, approvedOn IS NULL FROM due WHERE approvedOn IS NULL OR approvedOn > startDate
)
SELECT 'leave' AS recordType, id AS recordId, policyRow,
       CASE WHEN absent THEN 'leave.' || field END AS missing, '/' || field AS pointer, field, found, required
FROM fault;
-- @break
UPDATE leave SET form = CASE WHEN form = 'ORAL' THEN 'WRITTEN' ELSE 'ORAL' END WHERE id = (
  SELECT l.id FROM leave l JOIN param('leave.form') p ON binds(p, l.startDate)
  JOIN posting_span s ON s.cadreId = l.cadreId AND l.startDate BETWEEN s.startDate AND s.endDate AND concerns(p, s.role)
  WHERE l.form = p.code ORDER BY l.id LIMIT 1);
