/*{
  "name": "case_in_force",
  "of": {"zh": "生效的处理：已决定或已通知，未经申诉撤销，也未被认定不成立或所依据的举报经核查不属实（这些都不产生后果）；甲、乙路径自单位收到通知起生效，丙路径自决定起生效", "en": "The cases in force: decided or notified, not revoked on appeal, and neither found not established nor resting on a complaint found untrue, since those have no consequences; a measure takes effect on the unit's notice on routes A and B, on the decision on route C"},
  "conventions": ["K9", "K17"],
  "reads": ["groundFact", "posting", "rectificationCase"]
}*/
CREATE VIEW case_in_force AS
WITH untrue AS (
  -- the grounds that need a complaint verified as true
  SELECT coalesce(list(f.ground), []) AS grounds
  FROM groundFact f WHERE f.field = 'complaintVerified' AND list_contains(f."values", 'true')
)
SELECT c.id AS caseId, c.cadreId, c.postingId, c.route, c.outcome, p.role, p.dispatchLevel, p.dispatchingUnitId,
       CASE WHEN c.route = 'C' THEN coalesce(c.decisionOn, c.unitNotifiedOn) ELSE c.unitNotifiedOn END AS effectiveOn
FROM rectificationCase c LEFT JOIN posting p ON p.id = c.postingId CROSS JOIN untrue u
WHERE coalesce(c.appealOutcome, '') <> 'REVOKED' AND coalesce(c.outcome, '') <> 'NOT_ESTABLISHED'
  -- a complaint found untrue opens no case, unless another ground stands beside it
  AND (coalesce(c.complaintVerified, true)
       OR len(list_filter(c.grounds, lambda g: NOT list_contains(u.grounds, g))) > 0);
