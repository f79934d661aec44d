/*{
  "id": "POST-010",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "未按时到岗", "en": "Arrived late"},
  "asks": {
    "zh": "到岗日期不晚于任职日期。两个日期都有登记时判断。",
    "en": "The day of arrival is not later than the appointed first day; judged where both are on record."
  },
  "message": {
    "zh": "{arrivedOn}到岗，晚于任职日期{startDate}",
    "en": "arrived on {arrivedOn}, after the appointed day {startDate}"
  },
  "fix": {
    "zh": "核对到岗日期；确实迟到的，说明情况。",
    "en": "Check the day of arrival; explain if it was late."
  },
  "records": ["posting"],
  "fields": ["posting.arrivedOn"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "posting.arriveByStart"}}],
  "arguments": {"startDate": "date", "arrivedOn": "date"}
}*/
-- @query
SELECT 'posting' AS recordType, p.id AS recordId, r.policyRow,
       CASE WHEN p.arrivedOn IS NULL THEN 'posting.arrivedOn' END AS missing, '/arrivedOn' AS pointer,
       p.startDate, p.arrivedOn
FROM posting p CROSS JOIN batch b
JOIN param('posting.arriveByStart') r ON binds(r, p.startDate)
     AND concerns(r, p.role, p.dispatchLevel) AND r.flag
WHERE p.startDate <= b.asOf AND (p.arrivedOn IS NULL OR p.arrivedOn > p.startDate);
-- @break
UPDATE posting
SET arrivedOn = startDate + 1
WHERE id = (SELECT p.id
            FROM posting p JOIN param('posting.arriveByStart') r ON p.startDate >= r.validFrom ORDER BY p.id
            LIMIT 1);
