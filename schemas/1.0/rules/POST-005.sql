/*{
  "id": "POST-005",
  "since": "1.0",
  "title": {"zh": "任期内离任的原因不在许可范围", "en": "Left early for a reason not allowed"},
  "asks": {
    "zh": "任期未满离任的，原因应在当地许可的范围内；列为禁止的原因不得用。按其他规定召回、教育整改后重新选派和死亡不在此限；规定了最短任期的，提前轮换另按最短任期判断。许可清单按其中最弱的情态看待。",
    "en": "A cadre who leaves before the planned end does so for a reason that is allowed; a reason that is prohibited is never good. Recalls and replacements ordered elsewhere, and death, are outside; where a least term is set, an early rotation is measured against that instead. A list of allowed reasons weighs as much as its weakest row."
  },
  "message": {
    "zh": "{endDate}离任，早于计划期满{plannedEnd}，原因为{reason}（许可的原因：{allowed}）",
    "en": "left on {endDate}, before the planned end {plannedEnd}, for {reason} (allowed: {allowed})"
  },
  "fix": {
    "zh": "核对离任原因；确不在许可范围的，按规定纠正或附情况说明。",
    "en": "Check the reason; if it is not allowed, put it right by the rules or put a justification on file."
  },
  "records": ["posting"],
  "fields": ["posting.endReason", "posting.plannedEnd"],
  "conventions": ["K1", "K12", "K14"],
  "policies": [{"table": "exitReason"}],
  "arguments": {"endDate": "date", "plannedEnd": "date", "reason": "codelist:exit-reason", "allowed": "codelist:exit-reason"}
}*/
-- @query
WITH early AS (
  SELECT p.* FROM posting p CROSS JOIN batch b WHERE p.endDate <= b.asOf AND (p.endDate < p.plannedEnd OR p.plannedEnd IS NULL)
), barred AS (
  SELECT e.id, r.policyRow, r.modality FROM early e JOIN exitReason r ON r.early = 'PROHIBITED' AND r.reason = e.endReason AND binds(r, e.endDate)
), unlisted AS (
  SELECT e.id, r.policyRow, r.modality
  FROM early e JOIN exitReason r ON r.early = 'ALLOWED' AND binds(r, e.endDate)
  WHERE coalesce(e.endReason, '') NOT IN (SELECT reason FROM exitReason) AND coalesce(e.endReason, '') <> 'DEATH'
    -- where a least term is set, a rotation too early is measured against that
    AND NOT (coalesce(e.endReason, '') = 'ROTATION' AND EXISTS (SELECT 1 FROM param('term.minMonths')))
    -- what another part of the same rules orders is no breach of the list
    AND NOT (coalesce(e.endReason, '') = 'RECALL' AND EXISTS (SELECT 1 FROM recallTrigger))
    AND NOT (coalesce(e.endReason, '') IN ('RECTIFIED_REPLACED', 'ORGANISATIONAL_HANDLING') AND EXISTS (SELECT 1 FROM rectificationGround))
  QUALIFY row_number() OVER (PARTITION BY e.id ORDER BY list_position(['FACT', 'MAY', 'SHOULD', 'MUST'], r.modality), r.policyRow) = 1
)
SELECT 'posting' AS recordType, e.id AS recordId, f.policyRow,
       CASE WHEN e.endReason IS NULL THEN 'posting.endReason' WHEN e.plannedEnd IS NULL THEN 'posting.plannedEnd' END AS missing,
       CASE WHEN f.modality = 'SHOULD' AND e.justification THEN 1 ELSE 0 END AS lowerBy, '/endReason' AS pointer,
       e.endDate, e.plannedEnd, e.endReason AS reason, (SELECT list(reason ORDER BY reason) FROM exitReason WHERE early = 'ALLOWED') AS allowed
FROM early e JOIN (SELECT * FROM barred UNION ALL SELECT * FROM unlisted) f ON f.id = e.id;
-- @break
-- a posting still running ends at asOf, for a change of post
UPDATE posting SET endDate = b.asOf, endReason = 'POST_CHANGE', justification = NULL FROM batch b
WHERE posting.id = (SELECT id FROM posting p WHERE p.endDate IS NULL AND p.plannedEnd > (SELECT b.asOf FROM batch b) ORDER BY id LIMIT 1);
