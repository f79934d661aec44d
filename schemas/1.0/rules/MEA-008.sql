/*{
  "id": "MEA-008",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考核不称职后没有召回", "en": "Not competent without a recall"},
  "asks": {
    "zh": "考核为不称职的，及时召回。条文没有期限，只提示到数据截止日还没有召回。考核时已离任的不适用。",
    "en": "A grade of not competent leads to recall in good time. The text sets no limit, so that only a recall not yet on record at asOf is pointed out. It does not apply to a cadre no longer posted."
  },
  "message": {
    "zh": "{date}的{kind}结果为“{grade}”，到{asOf}没有召回",
    "en": "{kind} of {date}: {grade}; no recall by {asOf}"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "records": ["assessment", "measure", "posting"],
  "views": ["nameless"],
  "fields": ["measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K1", "K12", "K14", "K19"],
  "policies": [{"table": "parameter", "where": {"name": "assessment.notCompetentRecall"}}],
  "arguments": {"kind": "codelist:assessment-kind", "date": "date", "grade": "codelist:grade", "asOf": "date"}
}*/
-- @query
SELECT 'assessment' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.measure' WHEN nameless THEN 'measure.cadreId' END AS missing,
       '/grade' AS pointer, kind, date, grade, "asOf"
FROM (SELECT a.*, r.policyRow, b.asOf, covered('measure', 'RECALL', a.date, b.asOf) AS covered,
             'RECALL' IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless
      FROM assessment a CROSS JOIN batch b
      JOIN param('assessment.notCompetentRecall') r ON r.flag AND binds(r, a.date)
      WHERE a.grade = 'NOT_COMPETENT' AND a.date < b.asOf
        AND EXISTS (SELECT 1
                    FROM posting p
                    WHERE p.cadreId = a.cadreId AND p.startDate <= a.date
                      AND coalesce(p.endDate >= a.date, true) AND concerns(r, p.role, p.dispatchLevel))
        AND NOT EXISTS (SELECT 1
                        FROM measure m
                        WHERE m.kind = 'RECALL' AND m.cadreId = a.cadreId AND m.date >= a.date
                          AND m.date <= b.asOf));
-- @break
UPDATE assessment
SET grade = 'NOT_COMPETENT'
WHERE id = (SELECT a.id
            FROM assessment a CROSS JOIN batch b
            JOIN param('assessment.notCompetentRecall') r ON a.date >= r.validFrom
            WHERE a.date < b.asOf
              AND EXISTS (SELECT 1
                          FROM posting p
                          WHERE p.cadreId = a.cadreId AND p.startDate <= a.date
                            AND coalesce(p.endDate, a.date) >= a.date)
              AND a.cadreId NOT IN (SELECT cadreId FROM measure WHERE kind = 'RECALL' AND cadreId IS NOT NULL)
            ORDER BY a.grade <> 'COMPETENT', a.id LIMIT 1);
