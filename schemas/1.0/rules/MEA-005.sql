/*{
  "id": "MEA-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "受到处分未召回", "en": "No recall after a sanction"},
  "asks": {
    "zh": "派驻期间受到处分的，应召回。批评教育和约谈不是处分。召回指明这次处分的，无论事由怎样写都算。",
    "en": "A disciplinary sanction during the posting leads to recall. Criticism and interviews are no sanctions. A recall that names the sanction counts, whatever its ground."
  },
  "message": {
    "zh": "{date}受到处分，到{asOf}没有因此召回[（应有的措施：{instead}）][；{recallDate}有一次召回，但没有指明这次处分][，事由是{recallGrounds}]",
    "en": "sanctioned on {date}; no recall for it[ (the measure due: {instead})] by {asOf}[; the recall of {recallDate} does not name this sanction][ and rests on {recallGrounds}]"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "records": ["measure", "posting"],
  "views": ["nameless"],
  "fields": ["measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K12", "K14", "K15"],
  "policies": [{"table": "recallTrigger", "where": {"trigger": "SANCTION"}}],
  "arguments": {"date": "date", "asOf": "date", "recallDate": "date", "recallGrounds": "codelist:measure-ground", "instead": "codelist:measure-kind"}
}*/
-- @query
WITH taken AS (
  -- the measures of which the batch can know
  SELECT m.* FROM measure m JOIN batch b ON m.date <= b.asOf
), latest AS (
  -- the last of each kind of a cadre, and the last that gives no ground
  SELECT kind, cadreId, max({'date': date, 'grounds': grounds}) AS last, max(date) FILTER (grounds IS NULL) AS date
  FROM taken GROUP BY kind, cadreId
), grounded AS (
  -- the last on each ground
  SELECT kind, cadreId, ground, max(date) AS date
  FROM (SELECT kind, cadreId, date, unnest(grounds) AS ground FROM taken) GROUP BY kind, cadreId, ground
), named AS (
  -- the last that names a measure
  SELECT kind, cadreId, measureId, max(date) AS date FROM taken GROUP BY kind, cadreId, measureId
)
SELECT 'measure' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.measure' WHEN nameless THEN 'measure.cadreId' END AS missing,
       date, "asOf", recall.date AS recallDate,
       recall.grounds AS recallGrounds, instead
FROM (SELECT s.id, s.date, r.policyRow, r.measureKind AS instead, b.asOf,
             covered('measure', coalesce(r.measureKind, 'RECALL'), s.date, b.asOf) AS covered,
             coalesce(r.measureKind, 'RECALL') IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless,
             CASE WHEN l.last.date >= s.date THEN l.last END AS recall
      FROM measure s CROSS JOIN batch b JOIN recallTrigger r ON r.trigger = 'SANCTION' AND binds(r, s.date)
      LEFT JOIN latest l ON l.kind = coalesce(r.measureKind, 'RECALL') AND l.cadreId = s.cadreId
      LEFT JOIN grounded g ON g.kind = coalesce(r.measureKind, 'RECALL') AND g.cadreId = s.cadreId
           AND g.ground = r.ground
      LEFT JOIN named n ON n.kind = coalesce(r.measureKind, 'RECALL') AND n.cadreId = s.cadreId AND n.measureId = s.id
      WHERE s.kind = 'SANCTION' AND s.date < b.asOf
        AND EXISTS (SELECT 1
                    FROM posting p
                    WHERE p.cadreId = s.cadreId AND p.startDate <= s.date
                      AND coalesce(p.endDate >= s.date, true) AND concerns(r, p.role, p.dispatchLevel))
        AND NOT coalesce(greatest(l.date, g.date, n.date) >= s.date, false));
-- @break
INSERT INTO measure BY NAME
SELECT 'break-MEA-005' AS id, 'SANCTION' AS kind, b.asOf - 1 AS date,
       (SELECT p.cadreId
        FROM posting p CROSS JOIN batch b WHERE p.startDate < b.asOf AND p.endDate IS NULL ORDER BY p.id
        LIMIT 1) AS cadreId
FROM batch b;
