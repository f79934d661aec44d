/*{
  "id": "MEA-007",
  "since": "1.0",
  "title": {"zh": "召回的责令对象或决定机构不符", "en": "A recall by or to the wrong body"},
  "asks": {
    "zh": "因所列事由召回的，责令的对象应为规定的单位；规定由哪个机构召回的，应为派出层级的该机构。没有登记的不判断。",
    "en": "A recall on the grounds listed is ordered to the body named, and taken by the body named at the dispatch level. What is not on record is not judged."
  },
  "message": {
    "zh": "{date}的召回不符合要求[：责令对象为{orderedTo}，应为{dueTo}][；决定机构为{body}，应为{dueBody}][；层级为{level}，应为{dueLevel}]",
    "en": "recall of {date} is not as required[: ordered to {orderedTo}, should be {dueTo}][; by {body}, should be {dueBody}][; level {level}, should be {dueLevel}]"
  },
  "fix": {
    "zh": "核对登记；由有权机构依规定办理。",
    "en": "Check the entry; let the competent body act."
  },
  "records": ["measure", "posting"],
  "fields": ["measure.orderedTo", "measure.by", "measure.byLevel"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "recallTrigger", "where": {"orderedTo": "*"}}],
  "arguments": {"date": "date", "orderedTo": "codelist:body", "dueTo": "codelist:body", "body": "codelist:body", "level": "codelist:subordination", "dueBody": "codelist:body", "dueLevel": "codelist:subordination"}
}*/
-- @query
SELECT CASE WHEN wrong THEN 'violation' ELSE 'unjudged' END AS outcome, 'measure' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT wrong THEN CASE WHEN dueTo IS NOT NULL AND orderedTo IS NULL THEN 'measure.orderedTo' WHEN body IS NULL THEN 'measure.by' ELSE 'measure.byLevel' END END AS missing,
       date, orderedTo, dueTo, body, level, dueBody, CASE WHEN dueBody IS NOT NULL THEN dispatchLevel END AS dueLevel
FROM (SELECT m.id, m.date, m.orderedTo, m."by" AS body, m.byLevel AS level, r.policyRow, r.orderedTo AS dueTo, r."by" AS dueBody, s.dispatchLevel,
             coalesce(m.orderedTo <> r.orderedTo, false) OR coalesce(m."by" <> r."by", false)
               OR r."by" IS NOT NULL AND coalesce(left(m.byLevel, 1) <> left(s.dispatchLevel, 1), false) AS wrong,
             r.orderedTo IS NOT NULL AND m.orderedTo IS NULL OR r."by" IS NOT NULL AND (m."by" IS NULL OR m.byLevel IS NULL) AS unknown
      FROM measure m CROSS JOIN batch b
      JOIN recallTrigger r ON list_contains(m.grounds, r.ground) AND m.date >= r.validFrom AND m.date <= r.validTo
      LEFT JOIN condition_subject s ON s.recordType = 'measure' AND s.recordId = m.id
      WHERE m.kind = 'RECALL' AND m.date <= b.asOf AND (r.roles IS NULL OR list_contains(r.roles, s.role)))
WHERE wrong OR unknown;
-- @break
UPDATE measure SET orderedTo = 'OTHER'
WHERE id = (SELECT m.id FROM measure m CROSS JOIN batch b JOIN recallTrigger r ON r.orderedTo IS NOT NULL AND list_contains(m.grounds, r.ground) AND m.date >= r.validFrom
            WHERE m.kind = 'RECALL' AND m.date <= b.asOf ORDER BY m.id LIMIT 1);
