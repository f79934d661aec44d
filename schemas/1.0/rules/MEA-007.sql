/*{
  "id": "MEA-007",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "召回的责令对象或决定机构不符", "en": "A recall by or to the wrong body"},
  "asks": {
    "zh": "因所列事由召回的，责令的对象应为规定的单位；规定由哪个机构召回的，应为派出层级的该机构。没有登记的不判断。",
    "en": "A recall on the grounds listed is ordered to the body named, and taken by the body named at the dispatch level. What is not on record is not judged."
  },
  "message": {
    "zh": "{date}的召回不符合要求[：责令的是{orderedTo}，应责令{dueTo}][：由{body}召回，应由{dueBody}召回][：召回机构为{level}级，应与派出层级相同，为{dueLevel}级]",
    "en": "recall of {date} is not as required[: ordered to {orderedTo}, should be {dueTo}][: by {body}, should be {dueBody}][: the level of the body is {level}, should be that of the dispatch, {dueLevel}]"
  },
  "fix": {
    "zh": "核对登记；由有权机构依规定办理。",
    "en": "Check the entry; let the competent body act."
  },
  "records": ["measure", "posting"],
  "views": ["condition_subject"],
  "fields": ["measure.grounds", "measure.orderedTo", "measure.by", "measure.byLevel"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "recallTrigger", "where": {"orderedTo": "*"}}],
  "arguments": {"date": "date", "orderedTo": "codelist:body", "dueTo": "codelist:body", "body": "codelist:body", "level": "codelist:subordination", "dueBody": "codelist:body", "dueLevel": "codelist:subordination"}
}*/
-- @query
WITH recall AS (
  -- the recalls, each with the role and level of the posting it ended
  SELECT m.*, s.role, s.dispatchLevel
  FROM measure m CROSS JOIN batch b
  LEFT JOIN condition_subject s ON s.recordType = 'measure' AND s.recordId = m.id
  WHERE m.kind = 'RECALL' AND m.date <= b.asOf
), due AS (
  -- each beside the row of its ground: to where, by whom, at which level
  SELECT m.id, m.date, m.orderedTo, m."by" AS body, m.byLevel AS level, r.policyRow, r.orderedTo AS dueTo,
         r."by" AS dueBody, m.dispatchLevel,
         m.grounds IS NULL AS groundless,
         NOT groundless
           AND (coalesce(m.orderedTo <> r.orderedTo, false) OR coalesce(m."by" <> r."by", false)
                OR r."by" IS NOT NULL
                  AND coalesce(left(m.byLevel, 1) <> left(m.dispatchLevel, 1), false)) AS wrong
  -- a recall that does not say why may rest on any of the grounds
  FROM recall m
  JOIN recallTrigger r ON (m.grounds IS NULL OR list_contains(m.grounds, r.ground)) AND binds(r, m.date)
  WHERE concerns(r, m.role, m.dispatchLevel) AND (r.orderedTo IS NOT NULL OR r."by" IS NOT NULL)
)
SELECT 'measure' AS recordType, id AS recordId, policyRow, NULL::VARCHAR AS missing,
       -- only what is wrong
       date, CASE WHEN orderedTo <> dueTo THEN orderedTo END AS orderedTo,
       CASE WHEN orderedTo <> dueTo THEN dueTo END AS dueTo, CASE WHEN body <> dueBody THEN body END AS body,
       CASE WHEN dueBody IS NOT NULL AND left(level, 1) <> left(dispatchLevel, 1) THEN level END AS level,
       CASE WHEN body <> dueBody THEN dueBody END AS dueBody,
       CASE WHEN dueBody IS NOT NULL AND left(level, 1) <> left(dispatchLevel, 1) THEN dispatchLevel END AS dueLevel
FROM due WHERE wrong
UNION ALL
-- each field that is wanting is told; without the grounds it is not known which others are
SELECT DISTINCT 'measure', id, policyRow, 'measure.' || field, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM (SELECT id, policyRow,
             unnest(CASE WHEN groundless THEN ['grounds']
                         ELSE [CASE WHEN dueTo IS NOT NULL AND orderedTo IS NULL THEN 'orderedTo' END,
                               CASE WHEN dueBody IS NOT NULL AND body IS NULL THEN 'by' END,
                               CASE WHEN dueBody IS NOT NULL AND level IS NULL
                                    THEN 'byLevel' END] END) AS field
      FROM due WHERE NOT wrong)
WHERE field IS NOT NULL;
-- @break
UPDATE measure
SET orderedTo = 'OTHER'
WHERE id = (SELECT m.id
            FROM measure m CROSS JOIN batch b
            JOIN recallTrigger r ON r.orderedTo IS NOT NULL AND list_contains(m.grounds, r.ground)
                 AND m.date >= r.validFrom
            WHERE m.kind = 'RECALL' AND m.date <= b.asOf ORDER BY m.id LIMIT 1);
