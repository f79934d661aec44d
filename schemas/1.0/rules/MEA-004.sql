/*{
  "id": "MEA-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "未脱钩、作用不好或不服从管理而未召回", "en": "No recall after a ground declared"},
  "asks": {
    "zh": "登记未与派出单位工作脱钩，或经研判认定作用发挥不好、不服从当地管理的，应责令派出单位召回。认定由人作出，此处不作推断。规定施行前已经存在、施行时仍在任的，自施行之日起判断。未脱钩没有认定程序，只作候选。",
    "en": "A posting on record as not detached, or declared of poor effect or of disobeying local management, leads to an order to the unit to recall. The declaration is a human one and never inferred. A state that began before the rule and goes on under it is judged from the rule's first day. Not being detached has no determination, so that it is only a candidate."
  },
  "message": {
    "zh": "已登记“{ground}”，到{asOf}没有因此责令召回[（应有的措施：{instead}）][；{recallDate}有一次召回，事由是{recallGrounds}]",
    "en": "on record: {ground}; no recall ordered for it[ (the measure due: {instead})] by {asOf}[; the recall of {recallDate} rests on {recallGrounds}]"
  },
  "fix": {
    "zh": "补登召回；尚未召回的，依规定办理。",
    "en": "Record the recall; if there was none, act by the rules."
  },
  "records": ["posting", "measure"],
  "views": ["nameless"],
  "fields": ["measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K12", "K14", "K15", "K16"],
  "policies": [{"table": "recallTrigger", "where": {"trigger": ["NOT_DETACHED", "POOR_EFFECT", "DISOBEYS_LOCAL"]}}],
  "arguments": {"ground": "codelist:measure-ground", "asOf": "date", "recallDate": "date", "recallGrounds": "codelist:measure-ground", "instead": "codelist:measure-kind"}
}*/
-- @query
WITH found AS (
  -- the states on record under a rule that binds them: one that began before the rule is judged from its first day
  SELECT p.id, p.cadreId, p.startDate, r.policyRow, r.trigger, r.ground, r.measureKind, b.asOf,
         greatest(coalesce(p.reviewedOn, p.startDate), r.validFrom) AS since
  FROM posting p CROSS JOIN batch b
  JOIN recallTrigger r ON concerns(r, p.role, p.dispatchLevel)
       AND (r.trigger = 'NOT_DETACHED' AND (NOT p.fullyDetached OR p.holdsHomeUnitDuties)
            OR r.trigger = 'POOR_EFFECT' AND p.poorEffect
            OR r.trigger = 'DISOBEYS_LOCAL' AND p.disobeysLocal)
  WHERE binds(r, greatest(coalesce(p.reviewedOn, p.startDate), r.validFrom))
    -- a posting that is over by then leaves nobody to recall; no day is set, so that the very day is not too late
    AND coalesce(p.endDate >= greatest(coalesce(p.reviewedOn, p.startDate), r.validFrom), true)
    AND greatest(coalesce(p.reviewedOn, p.startDate), r.validFrom) < b.asOf
), open AS (
  -- those that no recall followed, with a recall that rests on something else
  SELECT f.*, covered('measure', coalesce(f.measureKind, 'RECALL'), f.since, f.asOf) AS covered,
         coalesce(f.measureKind, 'RECALL') IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless,
         (SELECT max({'date': m.date, 'grounds': m.grounds})
          FROM measure m
          WHERE m.kind = coalesce(f.measureKind, 'RECALL') AND m.cadreId = f.cadreId AND m.date >= f.startDate
            AND m.date <= f.asOf) AS recall
  FROM found f
  WHERE NOT EXISTS (SELECT 1
                    FROM measure m
                    WHERE m.kind = coalesce(f.measureKind, 'RECALL') AND m.cadreId = f.cadreId AND m.date >= f.startDate
                      AND m.date <= f.asOf AND (m.grounds IS NULL OR list_contains(m.grounds, f.ground)))
)
SELECT CASE WHEN trigger = 'NOT_DETACHED' THEN 'candidate' ELSE 'violation' END AS outcome,
       'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.measure' WHEN nameless THEN 'measure.cadreId' END AS missing,
       ground, "asOf", recall.date AS recallDate, recall.grounds AS recallGrounds,
       measureKind AS instead
FROM open;
-- @break
UPDATE posting
SET disobeysLocal = true
WHERE id = (SELECT p.id
            FROM posting p
            JOIN recallTrigger r ON r.trigger = 'DISOBEYS_LOCAL'
                 AND concerns(r, p.role, p.dispatchLevel)
            CROSS JOIN batch b
            WHERE p.endDate IS NULL AND coalesce(p.reviewedOn, p.startDate) < b.asOf
              AND p.cadreId NOT IN (SELECT cadreId FROM measure WHERE kind = 'RECALL' AND cadreId IS NOT NULL)
            ORDER BY p.id LIMIT 1);
