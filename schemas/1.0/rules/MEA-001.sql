/*{
  "id": "MEA-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考核等次应召回而未召回", "en": "No recall after a grade"},
  "asks": {
    "zh": "年度考核为所列等次的，反馈后即应召回，没有宽限。考核时已离任的不适用。召回指明这次考核的，无论事由怎样写都算。只有声明措施记录齐全时才算没有召回。",
    "en": "A cadre graded as listed is recalled as soon as the grade is fed back, without grace. It does not apply to one no longer posted. A recall that names the assessment counts, whatever its ground. A recall counts as missing only where the measures are declared complete."
  },
  "message": {
    "zh": "[{year}年的]{kind}结果为“{grade}”，{triggeredOn}反馈，到{asOf}没有因此召回[（应有的措施：{instead}）][；{recallDate}有一次召回，但没有指明这次考核][，事由是{recallGrounds}]",
    "en": "{kind}[ of {year}]: {grade}, fed back on {triggeredOn}; no recall for it[ (the measure due: {instead})] by {asOf}[; the recall of {recallDate} does not name this assessment][ and rests on {recallGrounds}]"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "records": ["assessment", "measure", "posting"],
  "views": ["nameless"],
  "fields": ["measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K12", "K14", "K15", "K19"],
  "policies": [{"table": "recallTrigger", "where": {"trigger": "GRADE"}}],
  "arguments": {"kind": "codelist:assessment-kind", "year": "text", "grade": "codelist:grade", "triggeredOn": "date", "asOf": "date", "recallDate": "date", "recallGrounds": "codelist:measure-ground", "instead": "codelist:measure-kind"}
}*/
-- @query
SELECT 'assessment' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.measure' WHEN nameless THEN 'measure.cadreId' END AS missing,
       '/grade' AS pointer, kind, year::VARCHAR AS year,
       grade, triggeredOn, "asOf", recall.date AS recallDate, recall.grounds AS recallGrounds,
       instead
FROM (SELECT a.*, r.policyRow, r.measureKind AS instead, b.asOf,
             covered('measure', coalesce(r.measureKind, 'RECALL'), a.date, b.asOf) AS covered,
             coalesce(r.measureKind, 'RECALL') IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless,
             (SELECT max({'date': m.date, 'grounds': m.grounds})
              FROM measure m
              WHERE m.kind = coalesce(r.measureKind, 'RECALL') AND m.cadreId = a.cadreId AND m.date >= a.date
                AND m.date <= b.asOf) AS recall
      FROM (SELECT *, coalesce(feedbackOn, date) AS triggeredOn FROM assessment) a CROSS JOIN batch b
      JOIN recallTrigger r ON r.trigger = 'GRADE' AND list_contains(r.grades, a.grade)
           AND (r.assessmentKinds IS NULL OR list_contains(r.assessmentKinds, a.kind))
           AND binds(r, a.triggeredOn)
      WHERE a.triggeredOn < b.asOf
        AND EXISTS (SELECT 1
                    FROM posting p
                    WHERE p.cadreId = a.cadreId AND p.startDate <= a.triggeredOn
                      AND coalesce(p.endDate >= a.triggeredOn, true) AND concerns(r, p.role, p.dispatchLevel))
        AND NOT EXISTS (SELECT 1
                        FROM measure m
                        WHERE m.kind = coalesce(r.measureKind, 'RECALL') AND m.cadreId = a.cadreId AND m.date >= a.date
                          AND m.date <= b.asOf AND (m.grounds IS NULL OR list_contains(m.grounds, r.ground)
                               OR m.assessmentId = a.id)));
-- @break
-- the worst grade, at the home unit as well
UPDATE assessment
SET grade = t.grade, homeUnitGrade = t.grade
FROM (SELECT a.id, r.grades[1] AS grade
      FROM assessment a CROSS JOIN batch b
      JOIN recallTrigger r ON r.trigger = 'GRADE' AND list_contains(r.assessmentKinds, a.kind)
           AND a.date >= r.validFrom
      WHERE coalesce(a.feedbackOn, a.date) < b.asOf
        AND EXISTS (SELECT 1
                    FROM posting p
                    WHERE p.cadreId = a.cadreId AND p.startDate <= coalesce(a.feedbackOn, a.date)
                      AND coalesce(p.endDate, coalesce(a.feedbackOn, a.date))
                          >= coalesce(a.feedbackOn, a.date))
        AND NOT list_contains(r.grades, a.grade)
        AND a.cadreId NOT IN (SELECT cadreId FROM measure WHERE kind = 'RECALL' AND cadreId IS NOT NULL)
      ORDER BY a.grade <> 'COMPETENT', a.id LIMIT 1) t
WHERE assessment.id = t.id;
