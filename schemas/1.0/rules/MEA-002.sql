/*{
  "id": "MEA-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "请假超过规定天数未召回", "en": "No recall after long leave"},
  "asks": {
    "zh": "一次连续请假超过规定天数的，自超过之日起应召回。相邻或重叠的请假合并，按日历日计算，首尾都计入，提前销假的只算到销假前一天；是否经批准不影响。到该日任职已经结束的不适用，换村、换角色不影响。召回指明这次请假的，无论事由怎样写都算。请假期满后迟迟不销假、其间又没有在村记录的，到销假前的日子也算在内，但只作疑点，降一级。",
    "en": "Leave of more than the days set in one spell leads to recall from the first day beyond. Adjacent or overlapping leaves are merged, in calendar days, both ends counted, approved or not; an early return ends a leave on the day before. It does not apply where the service had ended by that day; a change of village or role changes nothing. A recall that names the leave counts, whatever its ground. Where a return is reported late and nobody was seen in the village before it, the days until then belong to the spell; what rests on them is a lead, one step lower."
  },
  "message": {
    "zh": "{startDate}至{endDate}连续请假{days}天，超过{limit}天，没有因此召回[；其中{late}天是请假期满后、销假之前的日子][；{recallDate}有一次召回，但没有指明这次请假][，事由是{recallGrounds}]",
    "en": "{days} days of leave in one spell, {startDate} to {endDate}, more than {limit}; no recall for it[; {late} of them lie between the end of a leave and the report of the return][; the recall of {recallDate} does not name this leave][ and rests on {recallGrounds}]"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "records": ["leave", "measure", "posting"],
  "views": ["leave_spell", "nameless", "posting_spell"],
  "fields": ["measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K2", "K12", "K14"],
  "policies": [{"table": "recallTrigger", "where": {"trigger": "LEAVE_DAYS"}}, {"table": "parameter", "where": {"name": "leave.recallAfterDays"}}],
  "arguments": {"startDate": "date", "endDate": "date", "days": "number", "limit": "number", "late": "number", "recallDate": "date", "recallGrounds": "codelist:measure-ground"}
}*/
-- @query
WITH long AS (
  -- the spells of leave within a service that are longer than the days set, with the first day beyond
  SELECT l.*, n.number, r.policyRow, r.ground, l.startDate + n.number::INTEGER AS beyond, b.asOf,
         least(l.endDate, v.endDate, b.asOf) AS lastDay
  FROM leave_spell l CROSS JOIN batch b
  JOIN param('leave.recallAfterDays') n ON l.startDate + n.number::INTEGER <= least(l.endDate, b.asOf)
       AND binds(n, l.startDate + n.number::INTEGER)
  JOIN recallTrigger r ON r.trigger = 'LEAVE_DAYS' AND coalesce(r.span, 'SPELL') = 'SPELL'
       AND binds(r, l.startDate + n.number::INTEGER)
  JOIN posting_spell v ON v.cadreId = l.cadreId AND v.startDate <= l.startDate
       AND v.endDate >= l.startDate + n.number::INTEGER
  WHERE EXISTS (SELECT 1
                FROM posting p
                WHERE p.cadreId = l.cadreId AND p.startDate <= l.startDate + n.number::INTEGER
                  AND coalesce(p.endDate >= l.startDate + n.number::INTEGER, true)
                  AND concerns(r, p.role, p.dispatchLevel) AND concerns(n, p.role, p.dispatchLevel))
), unrecalled AS (
  -- those that no recall followed, with a recall that rests on something else
  SELECT l.*,
         (SELECT max({'date': m.date, 'grounds': m.grounds})
          FROM measure m
          WHERE m.kind = 'RECALL' AND m.cadreId = l.cadreId AND m.date >= l.startDate AND m.date <= l.asOf) AS recall
  FROM long l
  WHERE NOT EXISTS (SELECT 1
                    FROM measure m
                    WHERE m.kind = 'RECALL' AND m.cadreId = l.cadreId AND m.date >= l.startDate
                      AND m.date <= l.asOf
                      AND (m.grounds IS NULL OR list_contains(m.grounds, l.ground)
                           OR list_contains(l.leaveIds, m.leaveId)))
    -- what the leaves by themselves show needs no day beyond them
    AND (l.sure OR NOT EXISTS (SELECT 1
                               FROM long s
                               WHERE s.sure AND s.cadreId = l.cadreId
                                 AND s.startDate BETWEEN l.startDate AND l.endDate))
)
SELECT CASE WHEN sure THEN 'violation' ELSE 'candidate' END AS outcome,
       CASE WHEN sure THEN 0 ELSE 1 END AS lowerBy,
       'leave' AS recordType, leaveId AS recordId, policyRow,
       CASE WHEN NOT covered('measure', 'RECALL', startDate, "asOf") THEN 'coverage.measure'
            WHEN 'RECALL' IN (SELECT kind FROM nameless WHERE recordType = 'measure') THEN 'measure.cadreId'
            END AS missing,
       startDate, lastDay AS endDate, date_diff('day', startDate, lastDay) + 1 AS days, number AS "limit",
       CASE WHEN NOT sure
            THEN date_diff('day', startDate, lastDay) + 1
                   - (SELECT coalesce(sum(s.days), 0)
                      FROM leave_spell s
                      WHERE s.sure AND s.cadreId = u.cadreId AND s.startDate BETWEEN u.startDate AND u.endDate)
            END::BIGINT AS late,
       recall.date AS recallDate, recall.grounds AS recallGrounds
FROM unrecalled u;
-- @break
-- the recall that followed a long leave rests on something else, and does not name the leave
UPDATE measure
SET grounds = ['OTHER'], leaveId = NULL
WHERE kind = 'RECALL'
  AND list_has_any(grounds, (SELECT list(ground) FROM recallTrigger WHERE trigger = 'LEAVE_DAYS'))
  AND cadreId = (SELECT l.cadreId
                 FROM leave_spell l CROSS JOIN batch b
                 JOIN param('leave.recallAfterDays') n ON l.days > n.number
                 WHERE l.cadreId IN (SELECT cadreId FROM measure WHERE kind = 'RECALL') ORDER BY l.leaveId
                 LIMIT 1);
