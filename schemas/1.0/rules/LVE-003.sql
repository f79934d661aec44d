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
  "views": ["calendar_period", "leave_spell", "posting_span"],
  "conventions": ["K14"],
  "policies": [{"table": "parameter", "where": {"name": "leave.yearlyWarningDays"}}],
  "arguments": {"year": "text", "days": "number", "limit": "number"},
  "keys": ["year"]
}*/
-- @query
WITH served AS (
  -- the spells in which a cadre has one of the roles that a row names
  SELECT policyRow, cadreId, min(startDate) AS startDate, max(endDate) AS endDate
  FROM (SELECT *,
               sum(CASE WHEN reach IS NULL OR startDate > reach + 1 THEN 1 ELSE 0 END)
                   OVER (PARTITION BY policyRow, cadreId ORDER BY startDate, endDate, postingId) AS spell
        FROM (SELECT p.policyRow, s.cadreId, s.postingId, s.startDate, s.endDate,
                     max(s.endDate) OVER (PARTITION BY p.policyRow, s.cadreId ORDER BY s.startDate, s.endDate,
                                          s.postingId
                                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
              FROM posting_span s JOIN param('leave.yearlyWarningDays') p ON list_contains(p.roles, s.role)
              WHERE s.endDate >= s.startDate))
  GROUP BY policyRow, cadreId, spell
), spent AS (
  -- neither the spells of leave nor those of service overlap, so that a day counts once
  SELECT l.cadreId, p.policyRow, p.number, greatest(l.startDate, p.validFrom, v.startDate) AS startDate,
         least(l.endDate, b.asOf, p.validTo, v.endDate) AS endDate
  FROM leave_spell l CROSS JOIN batch b JOIN param('leave.yearlyWarningDays') p ON true
  LEFT JOIN served v ON v.policyRow = p.policyRow AND v.cadreId = l.cadreId AND v.startDate <= l.endDate
       AND v.endDate >= l.startDate
  WHERE p.roles IS NULL OR v.cadreId IS NOT NULL
)
SELECT 'cadre' AS recordType, s.cadreId AS recordId, s.policyRow, NULL::VARCHAR AS missing, c.label AS year,
       sum(date_diff('day', greatest(s.startDate, c.startDate), least(s.endDate, c.endDate))
             + 1)::BIGINT AS days, s.number AS "limit"
FROM spent s
JOIN calendar_period c ON c.kind = 'YEAR' AND c.startDate <= s.endDate AND c.endDate >= s.startDate
WHERE s.startDate <= s.endDate
GROUP BY s.cadreId, c.label, s.policyRow, s.number
HAVING days > s.number;
-- @break
-- two leaves apart from each other and from any other, so that no single spell grows too long; not approved,
-- so that no day becomes excused
INSERT INTO leave (id, cadreId, kind, startDate, endDate, form, appliedOn, returnReportedOn)
WITH free AS (
  -- days from which the two leaves fit into one year of a posting
  SELECT s.cadreId, d.first, p.number // 2 AS half
  FROM posting_span s
  JOIN param('leave.yearlyWarningDays') p ON concerns(p, s.role), unnest(
           [greatest(s.startDate, p.validFrom), make_date(year(s.startDate) + 1, 1, 1),
            make_date(year(s.startDate) + 2, 1, 1)]) AS d(first)
  WHERE d.first >= greatest(s.startDate, p.validFrom) AND d.first + (p.number + 20)::INTEGER <= s.endDate
    AND year(d.first) = year(d.first + (p.number + 20)::INTEGER)
    AND NOT EXISTS (SELECT 1
                    FROM leave l
                    WHERE l.cadreId = s.cadreId AND l.endDate >= d.first - 2
                      AND l.startDate <= d.first + (p.number + 22)::INTEGER)
  ORDER BY s.cadreId, d.first LIMIT 1
)
SELECT 'break-' || n, cadreId, 'PERSONAL', first + (n * (half + 10))::INTEGER,
       first + (n * (half + 10) + half)::INTEGER, 'WRITTEN', first,
       first + (n * (half + 10) + half + 1)::INTEGER
FROM free, unnest([0, 1]) AS x(n);
