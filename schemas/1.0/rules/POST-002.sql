/*{
  "id": "POST-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "计划期满日期与任期不符", "en": "The planned end does not fit the term"},
  "asks": {
    "zh": "任期为固定月数的，计划期满日期应为派驻首日加上该月数的前一日。中途换村或变更职务而没有中断的，也可自最初到任之日算起。",
    "en": "Where the term is a fixed number of months, the planned last day is the first day plus those months, less a day. Whoever changed village or role without a break may also count from the first day of all."
  },
  "message": {
    "zh": "计划期满{plannedEnd}，按{months}个月任期应为{due}",
    "en": "planned end {plannedEnd}; a term of {months} months ends on {due}"
  },
  "fix": {
    "zh": "改正计划期满日期；因统一批次等原因不同的，附情况说明。",
    "en": "Correct the planned end, or put a justification on file where a common round explains it."
  },
  "records": ["posting"],
  "views": ["posting_spell"],
  "fields": ["posting.plannedEnd"],
  "conventions": ["K1", "K3", "K10", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "term.nominalMonths"}}],
  "arguments": {"plannedEnd": "date", "months": "number", "due": "date"}
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN plannedEnd IS NULL THEN 'posting.plannedEnd' END AS missing,
       CASE WHEN modality = 'SHOULD' AND justification THEN 1 ELSE 0 END AS lowerBy, '/plannedEnd' AS pointer,
       plannedEnd, months, due
FROM (SELECT p.id, p.plannedEnd, p.justification, r.policyRow, r.modality, r.number AS months,
             months_after(p.startDate, r.number) - 1 AS due,
             -- whoever went on from another posting may keep the term that began with it
             months_after(s.startDate, r.number) - 1 AS dueOfSpell
      FROM posting p CROSS JOIN batch b
      JOIN param('term.nominalMonths') r ON binds(r, p.startDate)
           AND concerns(r, p.role, p.dispatchLevel)
      LEFT JOIN posting_spell s ON s.cadreId = p.cadreId AND p.startDate BETWEEN s.startDate AND s.endDate
      WHERE p.startDate <= b.asOf)
WHERE plannedEnd IS NULL OR plannedEnd <> due AND coalesce(plannedEnd <> dueOfSpell, true);
-- @break
-- later rather than earlier, on a posting still running, so that nobody leaves early by it
UPDATE posting
SET plannedEnd = plannedEnd + 1
WHERE id = (SELECT p.id
            FROM posting p JOIN param('term.nominalMonths') r ON p.startDate >= r.validFrom
            WHERE p.plannedEnd IS NOT NULL AND concerns(r, p.role,
                p.dispatchLevel) ORDER BY p.endDate IS NOT NULL, p.id
            LIMIT 1);
