/*{
  "id": "CAD-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "调整下来的干部已经退休", "en": "A stepped-down cadre has already retired"},
  "asks": {
    "zh": "因年龄从领导岗位退下来的干部可以选派，前提是派驻首日尚未退休。没有退休日期的视为未退休。",
    "en": "A cadre who stepped down from a leading post by age may be sent only while not yet retired on the first day. Without a day of retirement the cadre counts as not retired."
  },
  "message": {
    "zh": "派驻首日{startDate}时已退休",
    "en": "already retired on the first day {startDate}"
  },
  "fix": {
    "zh": "核对退休日期；已退休的不再选派。",
    "en": "Check the day of retirement; do not send a retired cadre."
  },
  "records": ["posting", "cadre"],
  "conventions": ["K10", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "eligibility.steppedDownNotRetired"}}],
  "arguments": {"postingId": "text", "startDate": "date"},
  "keys": ["postingId"]
}*/
-- @query
SELECT 'cadre' AS recordType, k.id AS recordId, r.policyRow, p.id AS postingId, p.startDate
FROM posting p JOIN cadre k ON k.id = p.cadreId CROSS JOIN batch b
JOIN param('eligibility.steppedDownNotRetired') r ON r.flag AND binds(r, p.startDate)
     AND concerns(r, p.role, p.dispatchLevel)
WHERE k.source = 'STEPPED_DOWN_BY_AGE' AND k.retiredOn <= p.startDate AND p.startDate <= b.asOf;
-- @break
-- the other conditions of the permission are kept
UPDATE cadre
SET source = 'STEPPED_DOWN_BY_AGE', volunteered = true, fitForDuty = true, retiredOn = t.startDate
FROM (SELECT p.cadreId, p.startDate
      FROM posting p
      JOIN param('eligibility.steppedDownNotRetired') r ON p.startDate >= r.validFrom
           AND concerns(r, p.role, p.dispatchLevel) ORDER BY p.id LIMIT 1) t
WHERE cadre.id = t.cadreId;
