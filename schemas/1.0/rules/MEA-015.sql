/*{
  "id": "MEA-015",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "召回后没有责任追究的结果", "en": "A recall without the outcome of an accountability check"},
  "asks": {
    "zh": "召回之后应追究相关责任人的纪律责任，并登记结果；查明没有责任人的，也应登记。条文没有期限，所以等召回当年结束才看，并降一级；只有声明责任追究的记录齐全时才算没有。",
    "en": "After a recall those responsible are held to account, and the outcome is on record, also where nobody was found responsible. The text sets no limit, so that it is looked for once the year of the recall is over, one step lower, and only where accountability is declared complete."
  },
  "message": {
    "zh": "{date}召回后，到{asOf}没有登记责任追究的结果；查明没有责任人的，也应登记",
    "en": "since the recall of {date} no outcome of an accountability check is on record by {asOf}; that nobody was responsible is an outcome too"
  },
  "fix": {
    "zh": "登记责任追究的结果；尚未追究的，依规定办理。",
    "en": "Record the outcome; where there was no check yet, act by the rules."
  },
  "records": ["measure"],
  "views": ["calendar_period"],
  "fields": ["measure.measureId"],
  "coverage": ["measure"],
  "conventions": ["K5", "K12", "K14"],
  "policies": [{"table": "consequence", "where": {"trigger": "RECALLED", "measureKind": "ACCOUNTABILITY"}}],
  "arguments": {"date": "date", "asOf": "date"}
}*/
-- @query
SELECT 'measure' AS recordType, id AS recordId, policyRow, missing, 1 AS lowerBy, date, "asOf"
FROM (SELECT m.id, m.date, r.policyRow, b.asOf,
             CASE WHEN NOT covered('measure', 'ACCOUNTABILITY', m.date, b.asOf) THEN 'coverage.measure'
                  -- one that does not say what it follows may follow this recall
                  WHEN EXISTS (SELECT 1
                               FROM measure x
                               WHERE x.kind = 'ACCOUNTABILITY' AND x.measureId IS NULL AND x.date >= m.date)
                  THEN 'measure.measureId' END AS missing
      FROM measure m CROSS JOIN batch b
      JOIN consequence r ON r.trigger = 'RECALLED' AND r.measureKind = 'ACCOUNTABILITY' AND binds(r, m.date)
      JOIN calendar_period y ON y.kind = 'YEAR' AND y.closed AND m.date BETWEEN y.startDate AND y.endDate
      WHERE m.kind = 'RECALL' AND m.accountabilityOutcome IS NULL
        AND NOT EXISTS (SELECT 1
                        FROM measure x
                        WHERE x.kind = 'ACCOUNTABILITY' AND x.measureId = m.id AND x.date <= b.asOf));
-- @break
-- nothing tells who answered for the first recall
DELETE FROM measure
WHERE kind = 'ACCOUNTABILITY'
  AND measureId = (SELECT m.id FROM measure m CROSS JOIN batch b
                   WHERE m.kind = 'RECALL' AND make_date(year(m.date), 12, 31) <= b.asOf ORDER BY m.id LIMIT 1);
UPDATE measure
SET accountabilityOutcome = NULL
WHERE id = (SELECT m.id FROM measure m CROSS JOIN batch b
            WHERE m.kind = 'RECALL' AND make_date(year(m.date), 12, 31) <= b.asOf ORDER BY m.id LIMIT 1);
