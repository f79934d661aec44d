/*{
  "id": "REC-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "教育整改步骤次序颠倒", "en": "Steps of a case out of order"},
  "asks": {
    "zh": "案件的步骤有先后：先核实、听取意见，后决定、通知，再谈话、同意、返岗。两个日期都有记载时，前一步不得晚于后一步。",
    "en": "The steps of a case have an order: verify and hear first, then decide and notify, then talk, consent and return. Where both days are on record the earlier step is not after the later one."
  },
  "message": {
    "zh": "「{earlier}」（{earlierOn}）晚于「{later}」（{laterOn}）",
    "en": "{earlier} ({earlierOn}) is after {later} ({laterOn})"
  },
  "fix": {
    "zh": "核对两个日期；次序确实颠倒的，重新履行后一步骤。",
    "en": "Check both days; if the order was really wrong, take the later step again."
  },
  "records": ["rectificationCase"],
  "views": ["case_date"],
  "conventions": ["K3", "K14"],
  "policies": [{"table": "caseOrder"}],
  "arguments": {"earlier": "field:rectificationCase", "earlierOn": "date", "later": "field:rectificationCase", "laterOn": "date"}
}*/
-- @query
SELECT 'rectificationCase' AS recordType, c.id AS recordId, o.policyRow, '/' || o.later AS pointer,
       o.earlier, e.date AS earlierOn, o.later, l.date AS laterOn
FROM caseOrder o
JOIN rectificationCase c ON o.routes IS NULL OR list_contains(o.routes, c.route)
JOIN case_date e ON e.caseId = c.id AND e.field = o.earlier
JOIN case_date l ON l.caseId = c.id AND l.field = o.later AND binds(o, l.date)
WHERE e.date > l.date;
-- @break
-- the county's opinion is dated after the unit already had the notice
UPDATE rectificationCase
SET opinionOn = unitNotifiedOn + 1
WHERE id = (SELECT c.id
            FROM rectificationCase c
            JOIN caseOrder o ON o.earlier = 'opinionOn' AND o.later = 'unitNotifiedOn'
                 AND list_contains(o.routes, c.route)
            WHERE c.unitNotifiedOn IS NOT NULL ORDER BY c.id LIMIT 1);
