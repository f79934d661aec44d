/*{
  "id": "POST-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "任期内离任的原因不在许可范围", "en": "Left early for a reason not allowed"},
  "asks": {
    "zh": "任期未满离任的，原因应在当地许可的范围内；列为禁止的原因不得用。没有登记计划期满日期的，任职不满规定的最短任期也是任期未满。同一干部次日在本县继续驻村的没有离开，不适用禁止；在同一村继续的，也不看许可范围。按其他规定召回、教育整改后重新选派、退休和死亡不在此限；规定了最短任期的，提前轮换另按最短任期判断。许可清单按其中最弱的情态看待。",
    "en": "A cadre who leaves before the planned end, or, where none is on record, before the least term, does so for a reason that is allowed; a reason that is prohibited is never good. Whoever goes on the next day in the county has not left, so no prohibition applies, and in the same village no list of reasons either. Recalls and replacements ordered elsewhere, retirement and death are outside; where a least term is set, an early rotation is measured against that instead. A list of allowed reasons weighs as much as its weakest row."
  },
  "message": {
    "zh": "{endDate}离任[，早于计划期满{plannedEnd}][，自{since}起任职未满{months}个月]，原因为{reason}[（许可的原因：{allowed}）]",
    "en": "left on {endDate}[, before the planned end {plannedEnd}][, less than {months} months after {since}], for {reason}[ (allowed: {allowed})]"
  },
  "fix": {
    "zh": "核对离任原因；确不在许可范围的，按规定纠正或附情况说明。",
    "en": "Check the reason; if it is not allowed, put it right by the rules or put a justification on file."
  },
  "records": ["posting"],
  "views": ["posting_span", "posting_spell"],
  "fields": ["posting.endReason", "posting.plannedEnd"],
  "conventions": ["K1", "K5", "K12", "K14"],
  "policies": [{"table": "exitReason"}],
  "arguments": {"endDate": "date", "plannedEnd": "date", "since": "date", "months": "number", "reason": "codelist:exit-reason", "allowed": "codelist:exit-reason"}
}*/
-- @query
WITH term AS (
  -- the postings that ended before their planned end, or of which that is not on record, beside the least term of
  -- the whole service
  SELECT p.*, s.startDate AS since, r.number AS months, months_after(s.startDate, r.number) - 1 AS leastEnd
  FROM posting p CROSS JOIN batch b
  LEFT JOIN posting_spell s ON s.cadreId = p.cadreId AND p.endDate BETWEEN s.startDate AND s.endDate
  LEFT JOIN (SELECT * FROM param_of_postings('term.minMonths')) r ON r.postingId = p.id AND binds(r, p.endDate)
  WHERE p.endDate <= b.asOf AND (p.endDate < p.plannedEnd OR p.plannedEnd IS NULL)
), reach AS (
  -- until when a cadre who was posted by a day serves: in that village, in that county, at all
  SELECT cadreId, villageId, countyOfficeId, startDate,
         max(lastDay) OVER (PARTITION BY cadreId, villageId ORDER BY startDate) AS inVillage,
         max(lastDay) OVER (PARTITION BY cadreId, countyOfficeId ORDER BY startDate) AS inCounty,
         max(lastDay) OVER (PARTITION BY cadreId ORDER BY startDate) AS anywhere
  FROM posting_span
), next AS (
  -- those after which the same cadre goes on the next day, in the same village or at least in the same county; one
  -- that is not on record may be the same
  SELECT t.id, coalesce(v.inVillage > t.endDate, false) AS stays
  FROM term t LEFT JOIN village h ON h.id = t.villageId
  ASOF LEFT JOIN reach v ON v.cadreId = t.cadreId AND v.villageId = t.villageId AND v.startDate <= t.endDate + 1
  ASOF LEFT JOIN reach c ON c.cadreId = t.cadreId AND c.countyOfficeId = h.countyOfficeId
       AND c.startDate <= t.endDate + 1
  ASOF LEFT JOIN (FROM reach WHERE countyOfficeId IS NULL) u ON u.cadreId = t.cadreId
       AND u.startDate <= t.endDate + 1
  ASOF LEFT JOIN reach a ON a.cadreId = t.cadreId AND a.startDate <= t.endDate + 1
  WHERE coalesce(v.inVillage > t.endDate, false) OR coalesce(c.inCounty > t.endDate, false)
    OR coalesce(u.inCounty > t.endDate, false) OR h.countyOfficeId IS NULL AND coalesce(a.anywhere > t.endDate, false)
), early AS (
  -- both together
  SELECT t.*, n.id IS NOT NULL AS goesOn, coalesce(n.stays, false) AS stays
  FROM term t LEFT JOIN next n ON n.id = t.id
), barred AS (
  -- those that ended for a reason that may not end one early
  SELECT e.id, r.policyRow, r.modality
  FROM early e JOIN exitReason r ON r.early = 'PROHIBITED' AND r.reason = e.endReason AND binds(r, e.endDate)
       AND concerns(r, e.role, e.dispatchLevel)
  WHERE NOT e.goesOn
), unlisted AS (
  -- those that ended for a reason that no row allows
  SELECT e.id, r.policyRow, r.modality
  FROM early e JOIN exitReason r ON r.early = 'ALLOWED' AND binds(r, e.endDate)
      AND concerns(r, e.role, e.dispatchLevel)
  WHERE NOT e.stays
    AND NOT EXISTS (SELECT 1
                    FROM exitReason x
                    WHERE x.reason = e.endReason AND binds(x, e.endDate) AND concerns(x, e.role, e.dispatchLevel))
    -- what no one can choose is outside every list
    AND coalesce(e.endReason, '') NOT IN ('DEATH', 'RETIREMENT')
    -- where a least term is set, a rotation too early is measured against that
    AND NOT (coalesce(e.endReason, '') = 'ROTATION' AND e.months IS NOT NULL)
    -- what another part of the same rules orders is no breach of the list
    AND NOT (coalesce(e.endReason, '') = 'RECALL'
             AND EXISTS (SELECT 1
                         FROM recallTrigger x
                         WHERE binds(x, e.endDate) AND concerns(x, e.role, e.dispatchLevel)))
    AND NOT (coalesce(e.endReason, '') IN ('RECTIFIED_REPLACED', 'ORGANISATIONAL_HANDLING')
             AND EXISTS (SELECT 1 FROM rectificationGround x WHERE binds(x, e.endDate)))
  QUALIFY row_number() OVER (PARTITION BY e.id
                                 ORDER BY list_position(['FACT', 'MAY', 'SHOULD', 'MUST'], r.modality),
                             r.policyRow) = 1
)
SELECT 'posting' AS recordType, e.id AS recordId, f.policyRow,
       CASE WHEN e.endReason IS NULL THEN 'posting.endReason'
            WHEN e.plannedEnd IS NULL AND coalesce(e.endDate >= e.leastEnd, true)
            THEN 'posting.plannedEnd' END AS missing,
       CASE WHEN f.modality = 'SHOULD' AND e.justification THEN 1 ELSE 0 END AS lowerBy,
       '/endReason' AS pointer,
       e.endDate, e.plannedEnd, CASE WHEN e.plannedEnd IS NULL THEN e.since END AS since,
       CASE WHEN e.plannedEnd IS NULL THEN e.months END AS months, e.endReason AS reason,
       (SELECT list(DISTINCT x.reason ORDER BY x.reason)
        FROM exitReason x
        WHERE x.early = 'ALLOWED' AND binds(x, e.endDate) AND concerns(x, e.role, e.dispatchLevel)) AS allowed
FROM early e JOIN (SELECT * FROM barred UNION ALL SELECT * FROM unlisted) f ON f.id = e.id;
-- @break
-- a posting still running ends at asOf, for a change of post, before its planned end
UPDATE posting
SET endDate = b.asOf, endReason = 'POST_CHANGE', justification = NULL,
    plannedEnd = coalesce(posting.plannedEnd, (b.asOf + INTERVAL 1 YEAR)::DATE)
FROM batch b
WHERE posting.id = (SELECT id
                    FROM posting p
                    WHERE p.endDate IS NULL AND coalesce(p.plannedEnd > (SELECT b.asOf FROM batch b), true)
                    ORDER BY p.plannedEnd IS NULL, id LIMIT 1);
