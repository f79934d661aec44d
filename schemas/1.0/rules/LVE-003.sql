/*{
  "id": "LVE-003",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "年度请假累计偏多", "en": "Many days of leave in a calendar year"},
  "asks": {
    "zh": "一个自然年内任职期间请假的日历天数合计超过提示天数的，提醒关注；是否获批不影响计算，同一天只计一次，提前销假的只算到销假前一天。连续一次请假已超过应召回天数、并已据以召回的，不再计入；是否召回不得而知的也不计入。要靠逾期未销假的日子才超过的，只作疑点，降一级。",
    "en": "More calendar days of leave within the service in a calendar year than the number set are brought to notice; approval does not matter, a date counts once, and an early return ends a leave on the day before. A single spell that was long enough to call for a recall and was answered by one is left out, and so is one of which that is not known. Where only days between the end of a leave and a late return make it too many, it is a lead, one step lower."
  },
  "message": {
    "zh": "{year}年累计请假{days}天，超过{limit}天[；其中{late}天是请假结束后、销假之前的日子]",
    "en": "{year}: {days} days of leave, more than {limit}[; {late} of them lie between the end of a leave and the report of the return]"
  },
  "fix": {
    "zh": "了解原因，商派出单位判断是否影响驻村工作。",
    "en": "Find out why, and consider with the dispatching unit whether the work suffers."
  },
  "records": ["leave"],
  "views": ["calendar_period", "leave_spell", "posting_span"],
  "conventions": ["K14"],
  "policies": [{"table": "parameter", "where": {"name": "leave.yearlyWarningDays"}}],
  "also": [{"table": "parameter", "where": {"name": "leave.recallAfterDays"}}],
  "arguments": {"year": "text", "days": "number", "limit": "number", "late": "number"},
  "keys": ["year"]
}*/
-- @query
WITH served AS (
  -- the spells in which a cadre has one of the roles that a row names, or any
  SELECT policyRow, cadreId, min(startDate) AS startDate, max(endDate) AS endDate
  FROM (SELECT *,
               sum(CASE WHEN reach IS NULL OR startDate > reach + 1 THEN 1 ELSE 0 END)
                   OVER (PARTITION BY policyRow, cadreId ORDER BY startDate, endDate, postingId) AS spell
        FROM (SELECT p.policyRow, s.cadreId, s.postingId, s.startDate, s.endDate,
                     max(s.endDate) OVER (PARTITION BY p.policyRow, s.cadreId ORDER BY s.startDate, s.endDate,
                                          s.postingId
                                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
              FROM posting_span s JOIN param('leave.yearlyWarningDays') p ON concerns(p, s.role, s.dispatchLevel)
              WHERE s.endDate >= s.startDate))
  GROUP BY policyRow, cadreId, spell
), long AS (
  -- the spells that were long enough for a recall of whom the row binds
  SELECT DISTINCT l.cadreId, l.startDate, l.endDate
  FROM leave_spell l CROSS JOIN batch b
  JOIN param('leave.recallAfterDays') n ON l.startDate + n.number::INTEGER <= least(l.endDate, b.asOf)
       AND binds(n, l.startDate + n.number::INTEGER)
  LEFT JOIN posting_span h ON h.cadreId = l.cadreId
       AND l.startDate + n.number::INTEGER BETWEEN h.startDate AND h.endDate
  WHERE n.roles IS NULL AND n.dispatchLevels IS NULL OR concerns(n, h.role, h.dispatchLevel)
), open AS (
  -- the spells of leave but those, unless it is known that no recall followed
  SELECT l.*
  FROM leave_spell l CROSS JOIN batch b
  WHERE (l.cadreId, l.startDate, l.endDate) NOT IN (SELECT (cadreId, startDate, endDate) FROM long)
    OR covered('measure', 'RECALL', l.startDate, b.asOf)
       AND NOT EXISTS (SELECT 1
                       FROM measure m
                       WHERE m.kind = 'RECALL' AND m.cadreId = l.cadreId AND m.date >= l.startDate)
), spent AS (
  -- neither the spells of leave nor those of service overlap, so that a day counts once; of a cadre without a
  -- posting on record every day of leave counts
  SELECT l.sure, l.cadreId, p.policyRow, p.number, greatest(l.startDate, p.validFrom, v.startDate) AS startDate,
         least(l.endDate, b.asOf, p.validTo, v.endDate) AS endDate
  FROM open l CROSS JOIN batch b JOIN param('leave.yearlyWarningDays') p ON true
  LEFT JOIN served v ON v.policyRow = p.policyRow AND v.cadreId = l.cadreId AND v.startDate <= l.endDate
       AND v.endDate >= l.startDate
  WHERE v.cadreId IS NOT NULL OR p.roles IS NULL AND p.dispatchLevels IS NULL
      AND l.cadreId NOT IN (SELECT cadreId FROM posting)
), year AS (
  -- the days of each year, once as they are on record and once with those of a late return
  SELECT s.cadreId, s.policyRow, s.number, s.sure, c.label,
         sum(date_diff('day', greatest(s.startDate, c.startDate), least(s.endDate, c.endDate)) + 1)::BIGINT AS days
  FROM spent s
  JOIN calendar_period c ON c.kind = 'YEAR' AND c.startDate <= s.endDate AND c.endDate >= s.startDate
  WHERE s.startDate <= s.endDate GROUP BY ALL
), told AS (
  -- both beside each other
  SELECT cadreId, policyRow, number, label, coalesce(max(days) FILTER (sure), 0) AS known, max(days) AS days
  FROM year GROUP BY ALL
)
SELECT CASE WHEN known > number THEN 'violation' ELSE 'candidate' END AS outcome,
       CASE WHEN known > number THEN 0 ELSE 1 END AS lowerBy,
       'cadre' AS recordType, cadreId AS recordId, policyRow, NULL::VARCHAR AS missing, label AS year,
       CASE WHEN known > number THEN known ELSE days END AS days, number AS "limit",
       CASE WHEN known <= number THEN days - known END AS late
FROM told WHERE days > number;
-- @break
-- two leaves apart from each other and from any other, so that no single spell grows too long; not approved,
-- so that no day becomes excused
INSERT INTO leave (id, cadreId, kind, startDate, endDate, form, appliedOn, returnReportedOn)
WITH free AS (
  -- days from which the two leaves fit into one year of a posting
  SELECT s.cadreId, d.first, p.number // 2 AS half
  FROM posting_span s
  JOIN param('leave.yearlyWarningDays') p ON concerns(p, s.role, s.dispatchLevel), unnest(
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
