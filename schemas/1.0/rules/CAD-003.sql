/*{
  "id": "CAD-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "工作经历不足", "en": "Too little work experience"},
  "asks": {
    "zh": "担任所列职务的干部，派驻首日累计工作经历须达到规定月数。有累计月数的按累计月数，没有的自参加工作之日算至派驻首日。",
    "en": "A cadre in the roles named has the months of work set on the first day of the posting: the cumulative months where given, else from the first day of work."
  },
  "message": {
    "zh": "到派驻首日{startDate}，工作经历少于{required}个月",
    "en": "on the first day {startDate} fewer than {required} months of work are complete"
  },
  "fix": {
    "zh": "核对工作经历；确不足的，改派。",
    "en": "Check the work history; if it is too short, send another cadre."
  },
  "records": ["posting", "cadre"],
  "fields": ["cadre.workMonths", "cadre.workStartDate"],
  "conventions": ["K2", "K10", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "eligibility.workMonths"}}],
  "arguments": {"postingId": "text", "startDate": "date", "required": "number"},
  "keys": ["postingId"]
}*/
-- @query
SELECT 'cadre' AS recordType, cadreId AS recordId, policyRow,
       CASE WHEN enough IS NULL THEN 'cadre.workMonths' END AS missing, postingId, startDate, required
FROM (SELECT p.id AS postingId, p.cadreId, p.startDate, r.policyRow, r.number AS required,
             -- the months where given, else the anniversary; one that does not exist is reached on the first
             -- of the next month
             coalesce(k.workMonths >= r.number,
                      months_after(k.workStartDate, r.number) <= p.startDate) AS enough
      FROM posting p JOIN cadre k ON k.id = p.cadreId CROSS JOIN batch b
      JOIN param('eligibility.workMonths') r ON binds(r, p.startDate)
           AND concerns(r, p.role, p.dispatchLevel)
      WHERE p.startDate <= b.asOf)
WHERE enough IS NOT TRUE;
-- @break
UPDATE cadre
SET workMonths = t.months
FROM (SELECT p.cadreId, r.number - 1 AS months
      FROM posting p
      JOIN param('eligibility.workMonths') r ON p.startDate >= r.validFrom
           AND concerns(r, p.role, p.dispatchLevel) ORDER BY p.id LIMIT 1) t
WHERE cadre.id = t.cadreId;
