/*{
  "id": "REC-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "决定之后才征求意见", "en": "Consulted only after the decision"},
  "asks": {
    "zh": "作出整改认定之前，应当已经征求规定各方的意见；每一方都须有日期，且不晚于认定日期。已通知派出单位的必已认定，所以也不晚于通知日期。",
    "en": "Before a case is determined the groups named have been consulted; each has its day, not after the day of the determination, nor after the notice to the unit, since what was notified had been determined."
  },
  "message": {
    "zh": "征求{body}意见的日期{consultedOn}[晚于认定日期{decisionOn}][晚于派出单位收到通知的日期{unitNotifiedOn}]，应在认定之前",
    "en": "{body} was consulted on {consultedOn}[, after the determination of {decisionOn}][, after the unit's notice of {unitNotifiedOn}]; it should come before the determination"
  },
  "fix": {
    "zh": "核对日期；确属事后征求的，重新听取意见并复核认定。",
    "en": "Check the days; if the hearing came afterwards, hear them again and review the determination."
  },
  "records": ["rectificationCase"],
  "views": ["case_ground"],
  "fields": ["rectificationCase.consulted", "rectificationCase.decisionOn"],
  "conventions": ["K12", "K14", "K15"],
  "policies": [{"table": "condition", "where": {"recordType": "rectificationCase", "field": "consulted"}}],
  "arguments": {"body": "codelist:body", "consultedOn": "date", "decisionOn": "date", "unitNotifiedOn": "date"}
}*/
-- @query
WITH row AS (
  -- the row that says who is to be heard in a case
  SELECT g.caseId, min(d.policyRow) AS policyRow
  FROM case_ground g
  JOIN condition d ON d.recordType = 'rectificationCase' AND d.field = 'consulted'
       AND (d.routes IS NULL OR list_contains(d.routes, g.route))
       AND (d.outcomes IS NULL OR list_contains(d.outcomes, g.outcome))
       AND concerns(d, g.role, g.dispatchLevel)
       AND binds(d, g.eventOn)
  GROUP BY g.caseId
), heard AS (
  -- those who were heard, one row each
  SELECT r.policyRow, c.id AS caseId, c.decisionOn, c.unitNotifiedOn, unnest(c.consulted) AS x,
         generate_subscripts(c.consulted, 1) - 1 AS n
  FROM rectificationCase c JOIN row r ON r.caseId = c.id
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow,
       CASE WHEN decisionOn IS NULL AND x.date <= unitNotifiedOn THEN 'rectificationCase.decisionOn' END AS missing,
       '/consulted/' || n || '/date' AS pointer, x.body AS body, x.date AS consultedOn,
       CASE WHEN x.date > decisionOn THEN decisionOn END AS decisionOn,
       CASE WHEN x.date > unitNotifiedOn AND coalesce(x.date <= decisionOn, true) THEN unitNotifiedOn
       END AS unitNotifiedOn
FROM heard
-- a case still open has nothing to be late for; one that was notified must have been decided before
WHERE x.date > least(decisionOn, unitNotifiedOn) OR decisionOn IS NULL AND unitNotifiedOn IS NOT NULL;
-- @break
UPDATE rectificationCase
SET consulted = list_transform(consulted, lambda x: struct_pack(body := x.body, date := decisionOn + 1))
WHERE id = (SELECT id
            FROM rectificationCase WHERE decisionOn IS NOT NULL AND len(consulted) > 0 ORDER BY id LIMIT 1);
