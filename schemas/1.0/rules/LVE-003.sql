/*{
  "id": "LVE-003",
  "since": "1.0",
  "title": {"zh": "年度请假累计偏多", "en": "Many days of leave in a calendar year"},
  "asks": {
    "zh": "一个自然年内请假的日历天数合计超过提示天数的，提醒关注；是否获批不影响计算，同一天只计一次。连续一次请假过长由另一规则判断。",
    "en": "More calendar days of leave in a calendar year than the number set are brought to notice; approval does not matter, and a date counts once. A single long spell is another rule's concern."
  },
  "message": {
    "zh": "{year}年累计请假{days}天，超过{limit}天",
    "en": "{year}: {days} days of leave, more than {limit}"
  },
  "fix": {
    "zh": "了解原因，商派出单位判断是否影响驻村工作。",
    "en": "Find out why, and consider with the dispatching unit whether the work suffers."
  },
  "records": ["leave"],
  "conventions": ["K14"],
  "policies": [{"table": "parameter", "where": {"name": "leave.yearlyWarningDays"}}],
  "arguments": {"year": "text", "days": "number", "limit": "number"},
  "keys": ["year"]
}*/
-- @query
WITH day AS (
  SELECT DISTINCT l.cadreId, unnest(generate_series(l.startDate, least(l.endDate, b.asOf), INTERVAL 1 DAY))::DATE AS date
  FROM leave l CROSS JOIN batch b
)
SELECT 'violation' AS outcome, 'cadre' AS recordType, d.cadreId AS recordId, p.policyRow, NULL::VARCHAR AS missing,
       year(d.date)::VARCHAR AS year, count(*) AS days, p.number AS "limit"
FROM day d JOIN parameter p ON p.name = 'leave.yearlyWarningDays' AND d.date >= p.validFrom AND d.date <= p.validTo
WHERE p.roles IS NULL OR EXISTS (SELECT 1 FROM posting_span s WHERE s.cadreId = d.cadreId AND d.date BETWEEN s.startDate AND s.endDate AND list_contains(p.roles, s.role))
GROUP BY d.cadreId, year(d.date), p.policyRow, p.number
HAVING count(*) > p.number;
-- @break
-- two leaves apart from each other and from any other, so that no single spell grows too long; not approved, so that no day becomes excused
INSERT INTO leave (id, cadreId, kind, startDate, endDate, form, appliedOn, returnReportedOn)
WITH free AS (
  SELECT s.cadreId, d.first, p.number // 2 AS half
  FROM posting_span s JOIN parameter p ON p.name = 'leave.yearlyWarningDays' AND (p.roles IS NULL OR list_contains(p.roles, s.role)),
       unnest([greatest(s.startDate, p.validFrom), make_date(year(s.startDate) + 1, 1, 1), make_date(year(s.startDate) + 2, 1, 1)]) AS d(first)
  WHERE d.first >= greatest(s.startDate, p.validFrom) AND d.first + (p.number + 20)::INTEGER <= s.endDate AND year(d.first) = year(d.first + (p.number + 20)::INTEGER)
    AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.cadreId = s.cadreId AND l.endDate >= d.first - 2 AND l.startDate <= d.first + (p.number + 22)::INTEGER)
  ORDER BY s.cadreId, d.first LIMIT 1)
SELECT 'break-' || n, cadreId, 'PERSONAL', first + (n * (half + 10))::INTEGER, first + (n * (half + 10) + half)::INTEGER, 'WRITTEN', first, first + (n * (half + 10) + half + 1)::INTEGER
FROM free, unnest([0, 1]) AS x(n);
