/*{
  "id": "VOC-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "代码不在文件所列范围", "en": "A code that the document does not list"},
  "asks": {
    "zh": "字段所用的代码应在当地文件列出的范围内。文件列举是封闭的，按其情态提示；列举是开放的，只作提示性信息。没有登记的不判断。",
    "en": "The codes of a field are among those that the local document lists. Where its list is closed the row's weight applies, where it is open only a note is given. What is not on record is not judged."
  },
  "message": {
    "zh": "{field}登记为{unlisted}，不在文件所列范围之内（{listed}）",
    "en": "{field} is {unlisted}, which the document does not list ({listed})"
  },
  "fix": {
    "zh": "改用文件所列的代码；确属列举之外的，附说明。",
    "en": "Use a code that is listed, or explain why none fits."
  },
  "records": [],
  "each": ["organization", "village", "team", "cadre", "posting", "leave", "activity", "assessment", "rectificationCase", "support", "measure"],
  "views": ["condition_subject", "condition_value"],
  "coverage": ["posting"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "allowedCode"}],
  "arguments": {"field": "field", "unlisted": "value", "listed": "value"}
}*/
-- @query
SELECT recordType, recordId, policyRow, missing,
       CASE WHEN closed THEN 0 ELSE 2 END AS lowerBy, '/' || field AS pointer, field, unlisted, listed
FROM (SELECT v.recordType, v.recordId, v.field, r.policyRow, r.closed, r.codes AS listed,
             list_sort(list_distinct(list_filter(v.vals,
                                                 lambda x: NOT list_contains(r.codes, x)))) AS unlisted,
             -- a cadre is held to the list by a posting
             CASE WHEN v.recordType = 'cadre'
                       AND NOT EXISTS (SELECT 1
                                       FROM condition_subject s
                                       WHERE s.recordType = v.recordType AND s.recordId = v.recordId)
                  THEN 'coverage.posting' END AS missing
      FROM allowedCode r
      JOIN condition_value v ON v.recordType = r.recordType AND v.field = r.field
           AND (r.kinds IS NULL OR list_contains(r.kinds, v.kind))
      WHERE EXISTS (SELECT 1
                    FROM condition_subject s CROSS JOIN batch b
                    WHERE s.recordType = v.recordType AND s.recordId = v.recordId
                      AND binds(r, s.date) AND s.date <= b.asOf)
        OR missing IS NOT NULL
          AND NOT (SELECT covered('posting', b.startDate, b.asOf) FROM batch b))
WHERE len(unlisted) > 0;
-- @break
-- a way of selection that no row lists; where none is listed, a dispatch level
UPDATE posting
SET selectionMethods = CASE WHEN t.methods THEN [t.code] ELSE selectionMethods END,
    dispatchLevel = CASE WHEN t.methods THEN dispatchLevel ELSE '10' END
FROM (SELECT p.id,
             EXISTS (SELECT 1
                     FROM allowedCode WHERE recordType = 'posting' AND field = 'selectionMethods') AS methods,
             (SELECT min(c.code)
              FROM code c
              WHERE c.list = 'selection-method'
                AND NOT EXISTS (SELECT 1
                                FROM allowedCode r
                                WHERE r.recordType = 'posting' AND r.field = 'selectionMethods'
                                  AND list_contains(r.codes, c.code))) AS code
      FROM posting p CROSS JOIN batch b
      WHERE p.startDate >= (SELECT min(validFrom) FROM allowedCode) AND p.startDate <= b.asOf
        AND p.id NOT IN (SELECT postingId FROM rectificationCase WHERE postingId IS NOT NULL) ORDER BY p.id
      LIMIT 1) t
WHERE posting.id = t.id;
