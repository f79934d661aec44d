/*{
  "id": "ATT-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "住村夜数不足", "en": "Too few nights in the village"},
  "asks": {
    "zh": "规定了周、月、年住村夜数的，每个完整周期的住村夜数不少于规定。只规定住村的，登记了过夜情况的整月里至少有一夜住在村里；一夜也没有的，疑似“走读”，须核实。没有登记过夜的不判断。",
    "en": "Where a number of nights in a week, a month or a year is set, each full period reaches it. Where living in the village is asked and no number set, at least one credited day of a full month has its night there; a month without one suggests commuting and needs a look. Periods whose nights are not recorded are not judged."
  },
  "message": {
    "zh": "{period}[计入在村{days}天，登记的过夜均不在村][住村{nights}夜，少于规定的{required}夜][；期间批准请假{leaveDays}天]",
    "en": "{period}: [{days} credited days, and on none of them was the night spent in the village][{nights} nights in the village, fewer than the {required} required][; {leaveDays} days of approved leave]"
  },
  "fix": {
    "zh": "向干部和村里核实住宿情况；过夜登记有误的更正。",
    "en": "Ask the cadre and the village about the lodging; correct the record if it is wrong."
  },
  "records": ["posting", "attendance"],
  "views": ["approved_leave_month", "service_calendar"],
  "splitBy": "cadre",
  "fields": ["attendance.overnight"],
  "coverage": ["attendance"],
  "conventions": ["K5", "K12", "K14", "K16"],
  "policies": [{"table": "parameter", "where": {"name": ["presence.overnightRequired", "presence.minNightsPerWeek", "presence.minNightsPerMonth", "presence.minNightsPerYear"]}}],
  "also": [{"table": "parameter", "where": {"name": "presence.leaveExcuse"}}, {"table": "creditingStatus"}],
  "arguments": {"period": "text", "days": "number", "nights": "number", "required": "number", "leaveDays": "number"},
  "keys": ["period"]
}*/
-- @query
WITH asked AS (
  -- the nights that rows ask for in a period; where only nights there are asked for, none in a month is a suspicion
  SELECT p.*, k.period, k.suspicion, CASE WHEN k.suspicion THEN 1 ELSE p.number END AS nights
  FROM parameter p
  JOIN (VALUES ('presence.overnightRequired', 'MONTH', true), ('presence.minNightsPerWeek', 'WEEK', false),
               ('presence.minNightsPerMonth', 'MONTH', false), ('presence.minNightsPerYear', 'YEAR', false)
       ) k (name, period, suspicion) ON k.name = p.name
  WHERE NOT k.suspicion OR p.flag
), due AS (
  -- the whole periods of a service, told at its last posting; the lower number binds
  SELECT s.cadreId, s.period, s.periodStart, s.periodEnd, s.label, s.within, s.cut, s.closed, p.suspicion,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         min({'number': p.nights, 'policyRow': p.policyRow}) AS lowest,
         list(DISTINCT {'first': s.firstDay, 'last': s.finalDay}) AS spans,
         coalesce(bool_or(excuse.code = 'DOWNGRADES'), false) AS downgrades,
         coalesce(bool_or(excuse.code = 'EXCLUDES'), false) AS excludes
  FROM service_calendar s
  JOIN asked p ON p.period = s.period AND binds(p, s.periodStart, s.periodEnd)
      AND concerns(p, s.role, s.dispatchLevel)
  LEFT JOIN param_of_postings('presence.leaveExcuse') excuse ON excuse.postingId = s.postingId
       AND binds(excuse, s.periodStart, s.periodEnd)
  GROUP BY ALL
), day AS (
  -- the days on record: whether they give credit, and whether the night was spent there
  SELECT a.cadreId, a.date, bool_or(a.status IN (SELECT status FROM creditingStatus c WHERE binds(c,
      a.date))) AS credited,
         coalesce(bool_or(a.overnight), false) AS night, bool_or(a.overnight IS NULL) AS unsaid
  FROM attendance a GROUP BY a.cadreId, a.date
), night AS (
  -- of each period the credited days, the nights, and the credited days of which the night is not on record
  SELECT cadreId, k.period,
         CASE k.period WHEN 'WEEK' THEN date_trunc('week', date) WHEN 'MONTH' THEN date_trunc('month', date)
                       ELSE date_trunc('year', date) END::DATE AS periodStart,
         count(*) FILTER (credited) AS days, count(*) FILTER (night) AS nights,
         count(*) FILTER (credited AND NOT night AND unsaid) AS unknown
  FROM day CROSS JOIN (SELECT DISTINCT period FROM asked) k GROUP BY ALL
), away AS (
  -- the days of approved leave in each period
  SELECT d.cadreId, d.period, d.periodStart,
         sum(bit_count(l.days & days_within(l.month, d.periodStart, d.periodEnd)))::BIGINT AS days
  FROM due d JOIN approved_leave_month l ON l.cadreId = d.cadreId
       AND l.month BETWEEN date_trunc('month', d.periodStart) AND d.periodEnd
  WHERE NOT d.suspicion GROUP BY ALL
), judged AS (
  -- what is required beside what there was
  SELECT d.*, d.lowest.number AS required, d.lowest.policyRow AS policyRow, coalesce(n.days, 0) AS days,
         coalesce(n.nights, 0) AS nights, coalesce(n.unknown, 0) AS unknown, coalesce(w.days, 0) AS leaveDays,
         covered('attendance', d.periodStart, d.periodEnd) AS covered
  FROM due d
  LEFT JOIN night n ON n.cadreId = d.cadreId AND n.period = d.period AND n.periodStart = d.periodStart
  LEFT JOIN away w ON w.cadreId = d.cadreId AND w.period = d.period AND w.periodStart = d.periodStart
  WHERE fills(d.spans, d.periodStart, d.periodEnd)
)
-- a month without a night is a suspicion, not yet a fact about the person (K16);
-- a number that is set is missed or not
SELECT CASE WHEN suspicion THEN 'candidate' ELSE 'violation' END AS outcome,
       'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN cut AND NOT (closed AND covered) THEN 'period.' || period
            WHEN nights + unknown >= required THEN 'attendance.overnight'
            WHEN NOT covered THEN 'coverage.attendance' END AS missing,
       CASE WHEN downgrades AND required - nights <= leaveDays THEN 1 ELSE 0 END AS lowerBy,
       label AS period, CASE WHEN suspicion THEN days END AS days, CASE WHEN NOT suspicion THEN nights END AS nights,
       CASE WHEN NOT suspicion THEN required END AS required, nullif(leaveDays, 0) AS leaveDays
FROM judged
WHERE nights < required AND (covered OR within OR cut)
  AND CASE WHEN suspicion THEN days > 0 ELSE NOT (excludes AND required - nights <= leaveDays) END;
-- @break
-- in one period of one cadre every night is spent elsewhere
UPDATE attendance
SET overnight = false
WHERE (cadreId, date) IN (SELECT a.cadreId, a.date
                          FROM attendance a
                          JOIN (SELECT s.cadreId, s.periodStart, s.periodEnd
                                FROM (FROM service_calendar WHERE closed) s
                                JOIN parameter p ON binds(p, s.periodStart, s.periodEnd)
                                     AND concerns(p, s.role, s.dispatchLevel)
                                JOIN (VALUES ('presence.overnightRequired', 'MONTH'),
                                    ('presence.minNightsPerWeek', 'WEEK'),
                                             ('presence.minNightsPerMonth', 'MONTH'),
                                             ('presence.minNightsPerYear', 'YEAR')
                                     ) k (name, period) ON k.name = p.name AND k.period = s.period
                                WHERE covered('attendance', s.periodStart, s.periodEnd)
                                ORDER BY s.cadreId, s.periodStart LIMIT 1) t
                               ON a.cadreId = t.cadreId AND a.date BETWEEN t.periodStart AND t.periodEnd);
