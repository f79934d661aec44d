/*{
  "name": "case_in_force",
  "of": {"zh": "生效的处理：已决定或已通知，且未经申诉撤销（撤销后不产生后果）；甲、乙路径自单位收到通知起生效，丙路径自决定起生效", "en": "The cases in force: decided or notified, and not revoked on appeal, since a revoked case has no consequences; a measure takes effect on the unit's notice on routes A and B, on the decision on route C"},
  "conventions": ["K9", "K17"],
  "reads": ["posting", "rectificationCase"]
}*/
CREATE VIEW case_in_force AS
SELECT c.id AS caseId, c.cadreId, c.postingId, c.route, c.outcome, p.dispatchLevel, p.dispatchingUnitId,
       CASE WHEN c.route = 'C' THEN coalesce(c.decisionOn, c.unitNotifiedOn)
            ELSE c.unitNotifiedOn END AS effectiveOn
FROM rectificationCase c LEFT JOIN posting p ON p.id = c.postingId
WHERE coalesce(c.appealOutcome, '') <> 'REVOKED';
