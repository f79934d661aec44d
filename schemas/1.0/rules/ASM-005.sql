/*{
  "id": "ASM-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考核结果未反馈派出单位", "en": "Assessment not fed back"},
  "asks": {
    "zh": "考核结果应反馈派出单位，反馈不早于考核。条文没有期限，所以只在声明考核记录齐全时提示尚未反馈，并降一级。",
    "en": "The result is fed back to the dispatching unit, not before it exists. The text sets no limit, so that a result not yet fed back is reported only where the assessments are declared complete, one step lower."
  },
  "message": {
    "zh": "{date}的{kind}结果[应在作出之后反馈派出单位，登记的反馈日期{feedbackOn}却在此之前][，到{asOf}没有登记反馈派出单位的日期]",
    "en": "result of the {kind} of {date}[ fed back to the unit on {feedbackOn}, before there was one][: no feedback to the unit on record by {asOf}]"
  },
  "fix": {
    "zh": "反馈派出单位并登记日期。",
    "en": "Feed the result back and record the day."
  },
  "records": ["assessment"],
  "views": ["calendar_day", "condition_subject", "working_day"],
  "fields": ["assessment.feedbackOn"],
  "coverage": ["assessment"],
  "conventions": ["K4", "K12", "K13", "K14"],
  "absence": [
    {"field": "assessment.feedbackOn", "zh": "考核结果已经作出，文件要求反馈，考核记录已声明齐全", "en": "the result is on record, the text asks that it be fed back, and the assessments are declared complete"}
  ],
  "policies": [{"table": "assessmentRequirement", "where": {"feedback": "true"}}],
  "arguments": {"kind": "codelist:assessment-kind", "date": "date", "feedbackOn": "date", "asOf": "date"}
}*/
-- @query
SELECT 'assessment' AS recordType, id AS recordId, policyRow, missing,
       CASE WHEN feedbackOn IS NULL THEN 1 ELSE 0 END AS lowerBy, '/feedbackOn' AS pointer, kind, date,
       feedbackOn, CASE WHEN feedbackOn IS NULL THEN "asOf" END AS "asOf"
FROM (SELECT a.id, a.kind, a.date, a.feedbackOn, r.policyRow, b.asOf,
             CASE WHEN concerns(r, s.role, s.dispatchLevel) IS NULL THEN 'coverage.posting'
                  WHEN a.feedbackOn IS NOT NULL THEN NULL
                  WHEN list_contains(a.redacted, 'feedbackOn') THEN 'assessment.feedbackOn'
                  WHEN NOT covered('assessment', a.kind, a.date, b.asOf) THEN 'coverage.assessment'
                  WHEN w.date IS NULL THEN 'register.calendar' END AS missing
      FROM assessment a CROSS JOIN batch b
      JOIN assessmentRequirement r ON r.kind = a.kind AND r.feedback AND binds(r, a.date)
      LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
      LEFT JOIN calendar_day d ON d.date = a.date LEFT JOIN working_day w ON w.ordinal = d.ordinal + 1
      -- not due on the very day: once the first working day after is over
      WHERE a.date < b.asOf AND coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', a.date, a.date))
        AND (a.feedbackOn < a.date OR a.feedbackOn IS NULL AND coalesce(w.date < b.asOf, true)));
-- @break
UPDATE assessment
SET feedbackOn = NULL
WHERE id = (SELECT a.id
            FROM assessment a CROSS JOIN batch b
            JOIN assessmentRequirement r ON r.kind = a.kind AND r.feedback AND a.date >= r.validFrom
            WHERE a.date < b.asOf ORDER BY a.grade <> 'COMPETENT', a.id LIMIT 1);
