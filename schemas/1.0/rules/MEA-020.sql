/*{
  "id": "MEA-020",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "全年请假超过天数未召回", "en": "No recall after much leave in a year"},
  "asks": {
    "zh": "一个自然年内任职期间请假的自然日合计超过规定天数的，应召回，或采取所定的措施；是否获批不影响，同一天只计一次，提前销假的只算到销假前一天。任职已经结束的不适用。没有期限，当天不算缺少。只有声明措施记录齐全时才算没有召回。",
    "en": "More calendar days of leave within the service in a calendar year than the number set lead to recall, or to the measure set; approval does not matter, a date counts once, and an early return ends a leave on the day before. It does not apply to one no longer posted. No limit is set, so that on the very day nothing is missing. It counts as missing only where the measures are declared complete."
  },
  "message": {
    "zh": "{year}年累计请假{days}天，超过{limit}天，到{asOf}没有因此采取措施：{kind}",
    "en": "{year}: {days} days of leave, more than {limit}; by {asOf} no measure followed: {kind}"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "records": ["leave", "measure", "posting"],
  "views": ["calendar_period", "leave_spell", "nameless"],
  "fields": ["measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K2", "K9", "K12", "K14"],
  "policies": [{"table": "recallTrigger", "where": {"trigger": "LEAVE_DAYS", "span": "YEAR"}}],
  "arguments": {"year": "text", "days": "number", "limit": "number", "asOf": "date", "kind": "codelist:measure-kind"},
  "keys": ["year"]
}*/
-- @query
WITH spent AS (
  -- the days of leave of each year under the rule
  SELECT l.cadreId, r.policyRow, r.number, coalesce(r.measureKind, 'RECALL') AS kind, c.label, c.startDate AS since,
         b.asOf,
         greatest(l.startDate, c.startDate, r.validFrom) AS firstDay,
         least(l.endDate, c.endDate, r.validTo, b.asOf) AS lastDay
  FROM leave_spell l CROSS JOIN batch b JOIN recallTrigger r ON r.trigger = 'LEAVE_DAYS' AND r.span = 'YEAR'
  JOIN calendar_period c ON c.kind = 'YEAR' AND c.startDate <= l.endDate AND c.endDate >= l.startDate
  WHERE l.sure
), summed AS (
  -- together, with the day on which the last of them ended
  SELECT cadreId, policyRow, number, kind, label, since, "asOf", max(lastDay) AS lastDay,
         sum(date_diff('day', firstDay, lastDay) + 1)::BIGINT AS days
  FROM spent WHERE firstDay <= lastDay GROUP BY ALL
), due AS (
  -- those that are too many, of somebody in post then
  SELECT s.*, max(p.id) AS postingId
  FROM summed s JOIN recallTrigger r ON r.policyRow = s.policyRow
  JOIN posting p ON p.cadreId = s.cadreId AND p.startDate <= s.lastDay AND coalesce(p.endDate >= s.lastDay, true)
       AND concerns(r, p.role, p.dispatchLevel)
  WHERE s.days > s.number AND s.lastDay < s.asOf
  GROUP BY ALL
)
SELECT 'cadre' AS recordType, cadreId AS recordId, policyRow,
       CASE WHEN NOT covered('measure', kind, since, "asOf") THEN 'coverage.measure'
            WHEN kind IN (SELECT kind FROM nameless WHERE recordType = 'measure')
            THEN 'measure.cadreId' END AS missing,
       label AS year, days, number AS "limit", "asOf", kind
FROM due d
WHERE NOT EXISTS (SELECT 1
                  FROM measure m
                  WHERE m.kind = d.kind AND m.cadreId = d.cadreId AND m.date >= d.since AND m.date <= d.asOf);
-- @break
-- two leaves, apart, that are too many together; not approved, so that no day is excused by them
INSERT INTO leave (id, cadreId, kind, startDate, endDate, form, appliedOn, returnReportedOn)
SELECT 'break-mea-020-' || n, cadreId, 'PERSONAL', first + (n * (half + 10))::INTEGER,
       first + (n * (half + 10) + half)::INTEGER, 'WRITTEN', first, first + (n * (half + 10) + half + 1)::INTEGER
FROM (SELECT s.cadreId, make_date(year(b.asOf) - 1, 1, 10) AS first, r.number // 2 AS half
      FROM posting s CROSS JOIN batch b
      JOIN recallTrigger r ON r.trigger = 'LEAVE_DAYS' AND r.span = 'YEAR' AND concerns(r, s.role, s.dispatchLevel)
      WHERE s.endDate IS NULL AND s.startDate <= make_date(year(b.asOf) - 1, 1, 1)
        AND s.cadreId NOT IN (SELECT cadreId FROM measure WHERE cadreId IS NOT NULL) ORDER BY s.id LIMIT 1),
     unnest([0, 1]) AS x(n);
