/*{
  "id": "VIL-008",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "有明显变化的村未设指导员", "en": "No instructor after a clear change"},
  "asks": {
    "zh": "上一轮结束时有明显变化的村，任职干部撤回后继续指定党建工作指导员。没有写期限：撤回后的首个工作日过后仍没有的才提出，并降一级；轮次未结束的不判断。",
    "en": "Where the round ended with a clear change, a party-building instructor is designated after the cadres leave. No limit is stated: it is told when the first working day after has passed, and one step lower; a round still running is not judged."
  },
  "message": {
    "zh": "该村有明显变化，任职干部于{since}撤回后没有党建工作指导员",
    "en": "Clear change in this village, but no party-building instructor since the cadres left on {since}"
  },
  "fix": {
    "zh": "指定党建工作指导员；已指定的补报任职记录。",
    "en": "Designate an instructor; if there is one, supply the posting."
  },
  "records": ["village", "posting"],
  "views": ["posting_span", "working_day"],
  "coverage": ["posting"],
  "conventions": ["K4", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "village.changeInstructor"}}],
  "arguments": {"since": "date"}
}*/
-- @query
SELECT 'village' AS recordType, x.id AS recordId, policyRow, missing,
       1 AS lowerBy, -- the text sets no day
       since
FROM (SELECT v.id, p.policyRow, max(s.endDate) AS since,
             CASE WHEN NOT covered('posting', max(s.endDate), any_value(b.asOf))
                  THEN 'coverage.posting' END AS missing
      FROM village v CROSS JOIN batch b
      JOIN param('village.changeInstructor') p ON p.flag AND binds(p, coalesce(v.outcomeOn, b.asOf))
      -- where an instructor was the last to leave, the search below finds that instructor
      JOIN posting_span s ON s.villageId = v.id
      WHERE v.outcome = 'CLEAR_CHANGE' AND coalesce(v.outcomeOn <= b.asOf, true)
      GROUP BY v.id, p.policyRow
      HAVING max(s.endDate) < any_value(b.asOf)) x CROSS JOIN batch b
-- in a year that the calendar does not hold a working day is one from Monday to Friday
WHERE b.asOf > coalesce((SELECT min(w.date) FROM working_day w
                         WHERE w.date > since AND year(since) IN (SELECT year FROM calendar_year)),
                        since + CASE isodow(since) WHEN 5 THEN 3 WHEN 6 THEN 2 ELSE 1 END)
  AND NOT EXISTS (SELECT 1
                  FROM posting_span i
                  WHERE i.villageId = x.id AND i.role = 'PARTY_BUILDING_INSTRUCTOR' AND i.endDate >= since);
-- @break
DELETE FROM posting
WHERE role = 'PARTY_BUILDING_INSTRUCTOR'
  AND villageId = (SELECT v.id
                   FROM village v CROSS JOIN batch b
                   WHERE v.outcome = 'CLEAR_CHANGE' AND coalesce(v.outcomeOn, b.asOf) <= b.asOf ORDER BY v.id
                   LIMIT 1);
