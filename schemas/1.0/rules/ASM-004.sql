/*{
  "id": "ASM-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考核结果的审定机构或时间不符", "en": "Approval of an assessment"},
  "asks": {
    "zh": "考核结果由派出层级的规定机构审定，先有结果，再审定，再反馈派出单位。同日视为符合，没有登记的日期不判断。",
    "en": "The result is approved by the body named, at the dispatch level: first the result, then the approval, then the feedback. The same day will do; dates not on record are not judged."
  },
  "message": {
    "zh": "考核{date}[，由{body}（层级{level}）审定][，审定于{approvedOn}|，没有登记审定日期][，反馈于{feedbackOn}|，没有登记反馈日期]；应由{dueBody}[（层级{dueLevel}）]审定，并先审定、后反馈",
    "en": "result {date}[, approved by {body} (level {level})][, approved on {approvedOn}|, no day of approval on record][, fed back on {feedbackOn}|, no day of feedback on record]; it should be approved by {dueBody}[ (level {dueLevel})], and before it is fed back"
  },
  "fix": {
    "zh": "核对审定机构和日期；未经审定的，报审后再反馈。",
    "en": "Check the body and the dates; get the approval before feeding back."
  },
  "records": ["assessment"],
  "views": ["condition_subject"],
  "fields": ["assessment.approvedBy", "assessment.approvedOn"],
  "coverage": ["posting"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "assessmentRequirement", "where": {"approver": "*"}}],
  "arguments": {"date": "date", "body": "codelist:body", "level": "codelist:subordination", "approvedOn": "date", "feedbackOn": "date", "dueBody": "codelist:body", "dueLevel": "codelist:subordination"}
}*/
-- @query
SELECT 'assessment' AS recordType, id AS recordId, policyRow,
       CASE WHEN wrong AND NOT unknown THEN NULL
            WHEN unknown THEN 'coverage.posting'
            WHEN body IS NULL THEN 'assessment.approvedBy'
            WHEN approvedOn IS NULL THEN 'assessment.approvedOn'
            ELSE 'coverage.posting' END AS missing,
       date, body, level, approvedOn, feedbackOn, dueBody, dueLevel
FROM (SELECT a.id, a.date, a.approvedBy['body'] AS body, a.approvedBy['level'] AS level, a.approvedOn,
             a.feedbackOn, r.policyRow, r.approver AS dueBody, s.dispatchLevel AS dueLevel,
             coalesce(a.approvedBy['body'] <> r.approver, false)
               OR coalesce(left(a.approvedBy['level'], 1) <> left(s.dispatchLevel, 1), false)
               OR coalesce(a.approvedOn < a.date, false)
               OR coalesce(a.feedbackOn < a.approvedOn, false) AS wrong,
             -- K9: without the posting there is no level to compare with
             s.postingId IS NULL AND NOT covered('posting', a.date, a.date) AS unplaced,
             concerns(r, s.role, s.dispatchLevel) IS NULL AS unknown
      FROM assessment a CROSS JOIN batch b
      JOIN assessmentRequirement r ON r.kind = a.kind AND r.approver IS NOT NULL AND binds(r, a.date)
      LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
      WHERE a.date <= b.asOf AND coalesce(concerns(r, s.role, s.dispatchLevel), NOT covered('posting', a.date,
          a.date)))
WHERE wrong OR body IS NULL OR approvedOn IS NULL OR unplaced;
-- @break
UPDATE assessment
SET approvedBy = struct_pack("body" := 'OTHER', "level" := approvedBy['level'])
WHERE id = (SELECT a.id
            FROM assessment a
            JOIN assessmentRequirement r ON r.kind = a.kind AND r.approver IS NOT NULL
                 AND a.date >= r.validFrom
            WHERE a.date <= (SELECT b.asOf FROM batch b) ORDER BY a.id LIMIT 1);
