/*{
  "id": "MEA-018",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "有应召回的情形而未召回", "en": "No recall on what calls for it"},
  "asks": {
    "zh": "经研判认定所列事由，违纪违规经登记并查实，或者查岗不在岗、在村天数不足的月份、受到所列措施达到次数的，应召回，或采取所定的措施。认定由人作出，此处不作推断；被撤销或认定不成立的案件不算；在村天数不足由登记推算，只作疑点。任职已经结束的不适用；同类措施不论事由怎样写都算，以同样原因离任的也算。没有期限，当天不算缺少。只有声明措施记录齐全时才算没有召回。",
    "en": "A ground declared after review, misconduct on record in a case that stands, or finds off post, short months or measures that reach their number lead to recall, or to the measure set. Declarations are human and never inferred; a case revoked or not established does not count; short months are computed and a lead only. It does not apply to one no longer posted; a measure of the kind counts whatever its ground, and so does a leaving for that reason. No limit is set, so that on the very day nothing is missing. It counts as missing only where the measures are declared complete."
  },
  "message": {
    "zh": "{triggeredOn}{trigger}[（{declared}）][，累计{times}次]，到{asOf}没有因此采取措施：{kind}",
    "en": "{trigger} on {triggeredOn}[ ({declared})][, {times} in all]; by {asOf} no measure followed: {kind}"
  },
  "fix": {
    "zh": "补登召回或所定的措施；尚未采取的，依规定办理。",
    "en": "Record the recall or the measure; if there was none, act by the rules."
  },
  "records": ["posting", "measure"],
  "views": ["counted_event", "nameless"],
  "fields": ["measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K9", "K12", "K14", "K15", "K16"],
  "policies": [{"table": "recallTrigger", "where": {"trigger": ["DECLARED", "MISCONDUCT", "OFF_POST_FIND", "SHORT_MONTH", "MEASURE"]}}],
  "arguments": {"triggeredOn": "date", "trigger": "codelist:trigger", "declared": "codelist:measure-ground", "times": "number", "asOf": "date", "kind": "codelist:measure-kind"},
  "keys": ["trigger"]
}*/
-- @query
WITH numbered AS (
  -- what is counted, each with its number in the year or the service
  SELECT r.policyRow, e.cadreId, e.date, e.missing, coalesce(r.number, 1) AS number,
         row_number() OVER (PARTITION BY r.policyRow, e.cadreId,
                                         CASE WHEN r.span = 'SERVICE' THEN 0 ELSE year(e.date) END
                            ORDER BY e.missing IS NOT NULL, e.date, e.recordId) AS nth
  FROM counted_event e
  JOIN recallTrigger r ON r.trigger = e.trigger AND binds(r, e.date)
       AND (r.measureKinds IS NULL OR list_contains(r.measureKinds, e.kind))
), happened AS (
  -- what calls for a measure, with its day
  SELECT r.policyRow, p.cadreId, coalesce(d."on", p.reviewedOn, p.startDate) AS date, d.ground AS declared,
         NULL::BIGINT AS times, NULL::VARCHAR AS missing
  FROM (SELECT cadreId, startDate, reviewedOn, unnest(declared) AS d FROM posting) p
  JOIN recallTrigger r ON r.trigger = 'DECLARED' AND r.ground = d.ground
  UNION ALL
  SELECT r.policyRow, c.cadreId,
         coalesce(c.decisionOn, c.unitNotifiedOn, c.investigatedOn, c.reviewedOn, c.opinionOn), NULL, NULL, NULL
  FROM rectificationCase c
  JOIN recallTrigger r ON r.trigger = 'MISCONDUCT'
       AND CASE WHEN r.misconduct IS NULL THEN len(c.misconduct) > 0 OR len(c.violatedRules) > 0
                ELSE list_has_any(c.misconduct, r.misconduct) END
  WHERE coalesce(c.appealOutcome, '') <> 'REVOKED' AND coalesce(c.outcome, '') <> 'NOT_ESTABLISHED'
  UNION ALL
  -- of those counted it is the one that reaches the number
  SELECT policyRow, cadreId, date, NULL, nth, missing FROM numbered WHERE nth = number
), due AS (
  -- where the row is meant for the cadre of that day
  SELECT h.*, r.trigger, coalesce(r.measureKind, 'RECALL') AS kind, max(p.id) AS postingId, b.asOf
  FROM happened h JOIN recallTrigger r ON r.policyRow = h.policyRow CROSS JOIN batch b
  JOIN posting p ON p.cadreId = h.cadreId AND p.startDate <= h.date AND coalesce(p.endDate >= h.date, true)
       AND concerns(r, p.role, p.dispatchLevel)
  WHERE binds(r, h.date) AND h.date < b.asOf
  GROUP BY ALL
)
SELECT CASE WHEN trigger = 'SHORT_MONTH' THEN 'candidate' ELSE 'violation' END AS outcome,
       'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN missing IS NOT NULL THEN missing
            WHEN NOT covered('measure', kind, date, "asOf") THEN 'coverage.measure'
            WHEN kind IN (SELECT kind FROM nameless WHERE recordType = 'measure')
            THEN 'measure.cadreId' END AS missing,
       date AS triggeredOn, trigger, declared, CASE WHEN times > 1 THEN times END AS times, "asOf", kind
FROM due d
WHERE NOT EXISTS (SELECT 1
                  FROM measure m
                  WHERE m.kind = d.kind AND m.cadreId = d.cadreId AND m.date >= d.date AND m.date <= d.asOf)
  AND NOT EXISTS (SELECT 1
                  FROM posting p
                  -- whoever is out of the post, for whatever reason, has been adjusted
                  WHERE p.cadreId = d.cadreId AND (p.endReason = d.kind OR d.kind = 'ADJUSTMENT')
                    AND p.endDate >= d.date AND p.endDate <= d.asOf)
QUALIFY row_number() OVER (PARTITION BY postingId, policyRow, trigger, missing IS NULL ORDER BY date) = 1;
-- @break
-- a ground declared on which nothing followed
UPDATE posting
SET declared = [{'ground': t.ground, 'by': 'MANAGEMENT_OFFICE', 'on': t.day}]
FROM (SELECT p.id, r.ground, b.asOf - 10 AS day
      FROM posting p CROSS JOIN batch b
      JOIN recallTrigger r ON r.trigger = 'DECLARED' AND concerns(r, p.role, p.dispatchLevel)
           AND binds(r, b.asOf - 10)
      WHERE p.endDate IS NULL AND p.startDate < b.asOf - 20
        AND p.cadreId NOT IN (SELECT cadreId FROM measure WHERE cadreId IS NOT NULL) ORDER BY p.id LIMIT 1) t
WHERE posting.id = t.id;
-- where no row speaks of grounds declared, a case of misconduct on which nothing followed
INSERT INTO rectificationCase (id, cadreId, postingId, grounds, route, misconduct, decisionOn)
SELECT 'break-mea-018', p.cadreId, p.id, ['10'], 'A', [coalesce(r.misconduct[1], 'OTHER')], b.asOf - 10
FROM posting p CROSS JOIN batch b
JOIN recallTrigger r ON r.trigger = 'MISCONDUCT' AND concerns(r, p.role, p.dispatchLevel) AND binds(r, b.asOf - 10)
WHERE p.endDate IS NULL AND p.startDate < b.asOf - 20 AND NOT EXISTS (FROM recallTrigger WHERE trigger = 'DECLARED')
  AND p.cadreId NOT IN (SELECT cadreId FROM measure WHERE cadreId IS NOT NULL)
ORDER BY p.id LIMIT 1;
