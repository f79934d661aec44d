/*{
  "id": "MEA-014",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "受表彰后没有培养方案", "en": "No development plan after a commendation"},
  "asks": {
    "zh": "受到规定层级以上表彰的干部，应逐人有专项培养方案。层级代码越小层级越高，含本级。条文没有期限，表彰后的第一个工作日过后才判断，只看到数据截止日是否已有。",
    "en": "Each cadre commended at or above the level set has an individual development plan. A smaller code is a higher level, the level itself included. No limit is set, so that it is judged once the first working day after the commendation is over, and only a plan not yet on record at asOf is reported."
  },
  "message": {
    "zh": "{date}受到表彰（层级：{level}），到{asOf}没有登记专项培养方案",
    "en": "commended on {date} at level {level}; no development plan by {asOf}"
  },
  "fix": {
    "zh": "制定培养方案并登记。",
    "en": "Draw up the plan and record it."
  },
  "records": ["measure"],
  "views": ["calendar_day", "condition_subject", "nameless", "working_day"],
  "fields": ["measure.level", "measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K2", "K4", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "commendation.developmentPlanLevel"}}],
  "arguments": {"date": "date", "level": "codelist:subordination", "asOf": "date"}
}*/
-- @query
SELECT 'measure' AS recordType, id AS recordId, policyRow,
       CASE WHEN unplaced THEN 'coverage.posting'
            WHEN level IS NULL THEN 'measure.level'
            WHEN NOT covered THEN 'coverage.measure'
            WHEN nameless THEN 'measure.cadreId'
            WHEN uncertain THEN 'register.calendar' END AS missing, date, level, "asOf"
FROM (SELECT m.id, m.date, m.level, r.policyRow, b.asOf, w.date IS NULL AS uncertain,
             concerns(r, s.role, s.dispatchLevel) IS NULL AS unplaced,
             covered('measure', 'DEVELOPMENT_PLAN', m.date, b.asOf) AS covered,
             'DEVELOPMENT_PLAN' IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless
      FROM measure m CROSS JOIN batch b JOIN param('commendation.developmentPlanLevel') r ON binds(r, m.date)
      LEFT JOIN condition_subject s ON s.recordType = 'measure' AND s.recordId = m.id
      LEFT JOIN calendar_day c ON c.date = m.date LEFT JOIN working_day w ON w.ordinal = c.ordinal + 1
      WHERE m.kind = 'COMMENDATION' AND m.cadreId IS NOT NULL AND m.date < b.asOf
        AND coalesce(w.date < b.asOf, true)
        AND coalesce(m.level <= r.code, true)
        AND coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', m.date, m.date))
        AND NOT EXISTS (SELECT 1
                        FROM measure d
                        WHERE d.kind = 'DEVELOPMENT_PLAN' AND d.cadreId = m.cadreId AND d.date >= m.date
                          AND d.date <= b.asOf));
-- @break
-- a commendation of a cadre without a plan and without a case
INSERT INTO measure BY NAME
SELECT 'break-MEA-014' AS id, 'COMMENDATION' AS kind, b.asOf - 15 AS date, p.cadreId, r.code AS level
FROM posting p CROSS JOIN batch b JOIN param('commendation.developmentPlanLevel') r ON true
WHERE p.startDate < b.asOf - 15 AND p.endDate IS NULL AND p.cadreId NOT IN (SELECT cadreId FROM rectificationCase)
  AND p.cadreId NOT IN (SELECT cadreId FROM measure WHERE kind = 'DEVELOPMENT_PLAN' AND cadreId IS NOT NULL)
ORDER BY p.id LIMIT 1;
