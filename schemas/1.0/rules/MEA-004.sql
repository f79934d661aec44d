/*{
  "id": "MEA-004",
  "since": "1.0",
  "title": {"zh": "未脱钩、作用不好或不服从管理而未召回", "en": "No recall after a ground declared"},
  "asks": {
    "zh": "登记未与派出单位工作脱钩，或经研判认定作用发挥不好、不服从当地管理的，应责令派出单位召回。认定由人作出，此处不作推断。未脱钩没有认定程序，只作候选。",
    "en": "A posting on record as not detached, or declared of poor effect or of disobeying local management, leads to an order to the unit to recall. The declaration is a human one and never inferred. Not being detached has no determination, so that it is only a candidate."
  },
  "message": {
    "zh": "登记情形：{ground}，到{asOf}没有责令召回",
    "en": "on record: {ground}; no recall ordered by {asOf}"
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
  "arguments": {"ground": "codelist:measure-ground", "asOf": "date"}
}*/
-- @query
SELECT CASE WHEN trigger = 'NOT_DETACHED' THEN 'candidate' ELSE 'violation' END AS outcome, 'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.measure' WHEN nameless THEN 'measure.cadreId' END AS missing, ground, "asOf"
FROM (SELECT p.id, r.policyRow, r.trigger, r.ground, b.asOf, covered('measure', 'RECALL', p.foundOn, b.asOf) AS covered,
             'RECALL' IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless
      FROM (SELECT *, coalesce(reviewedOn, startDate) AS foundOn FROM posting) p CROSS JOIN batch b
      JOIN recallTrigger r ON binds(r, p.foundOn) AND concerns(r, p.role)
           AND (r.trigger = 'NOT_DETACHED' AND (NOT p.fullyDetached OR p.holdsHomeUnitDuties) OR r.trigger = 'POOR_EFFECT' AND p.poorEffect OR r.trigger = 'DISOBEYS_LOCAL' AND p.disobeysLocal)
      WHERE p.foundOn <= b.asOf
        AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.kind = 'RECALL' AND m.cadreId = p.cadreId AND m.date >= p.startDate AND m.date <= b.asOf AND (m.grounds IS NULL OR list_contains(m.grounds, r.ground))));
-- @break
UPDATE posting SET disobeysLocal = true
WHERE id = (SELECT p.id FROM posting p JOIN recallTrigger r ON r.trigger = 'DISOBEYS_LOCAL' AND coalesce(p.reviewedOn, p.startDate) >= r.validFrom AND concerns(r, p.role)
            WHERE p.endDate IS NULL AND p.cadreId NOT IN (SELECT cadreId FROM measure WHERE kind = 'RECALL' AND cadreId IS NOT NULL) ORDER BY p.id LIMIT 1);
