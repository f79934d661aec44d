/*{
  "id": "REC-019",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "已撤销或不成立的整改仍有后果", "en": "A revoked case still carries consequences"},
  "asks": {
    "zh": "经复核撤销或认定不成立的案件，不得再据此扣分或采取其他后果措施；已有的应当取消。干部本人当年的绩效奖仍按整改的比例扣着的，也应当补发；当年另有生效的整改、或者年度考核不称职的除外。",
    "en": "A case revoked on appeal or not established carries no deduction nor any other consequence; what was already done is undone. So is the share of the cadre's own bonus of that year, unless another case is in force in it or the annual grade was not competent."
  },
  "message": {
    "zh": "[{measuredOn}的{kind}][{year}年度绩效奖扣发的{deducted}元]所依据的教育整改[，复核结果为“{appealOutcome}”][（{revokedOn}答复）][，处理结果为“{result}”]，应当取消",
    "en": "[{kind} of {measuredOn}][the {deducted} yuan withheld from the bonus of {year}] rests on a rectification[ whose appeal ended as: {appealOutcome}][ ({revokedOn})][ whose outcome is: {result}] and is to be undone"
  },
  "fix": {
    "zh": "取消该项措施并恢复原状。",
    "en": "Cancel the measure and restore what it changed."
  },
  "records": ["rectificationCase"],
  "each": ["measure", "support"],
  "views": ["case_in_force"],
  "fields": ["rectificationCase.appealOutcome", "measure.caseId", "support.baseFen"],
  "conventions": ["K14", "K17"],
  "policies": [{"table": "consequence", "where": {"trigger": "RECTIFIED"}}],
  "also": [{"table": "parameter", "where": {"name": "rectification.bonusMinPercent"}}],
  "arguments": {"year": "text", "deducted": "yuan", "kind": "codelist:measure-kind", "measuredOn": "date", "revokedOn": "date", "appealOutcome": "codelist:appeal-outcome", "result": "codelist:rectification-outcome"}
}*/
-- @query
WITH void AS (
  -- the cases that have no consequences, each on the day when they would have begun
  SELECT id, cadreId, appealRepliedOn AS revokedOn, CASE
      WHEN appealOutcome = 'REVOKED' THEN appealOutcome END AS appealOutcome,
         CASE WHEN outcome = 'NOT_ESTABLISHED' THEN outcome END AS result,
         CASE WHEN route = 'C' THEN coalesce(decisionOn, unitNotifiedOn) ELSE coalesce(unitNotifiedOn,
             decisionOn) END AS onDay
  FROM rectificationCase WHERE appealOutcome = 'REVOKED' OR outcome = 'NOT_ESTABLISHED'
), withheld AS (
  -- the bonuses of their years with a share withheld that nothing else explains
  SELECT DISTINCT ON (s.id) s.id, s.year, s.baseFen, s.deductedFen, p.policyRow, v.revokedOn, v.appealOutcome,
      v.result
  FROM void v
  JOIN support s ON s.kind = 'PERFORMANCE_BONUS' AND s.cadreId = v.cadreId AND s.year = year(v.onDay)
  JOIN param('rectification.bonusMinPercent') p ON binds(p, v.onDay)
      AND coalesce(concerns_cadre(p, v.cadreId, v.onDay), true)
  ANTI JOIN case_in_force f ON f.cadreId = v.cadreId AND year(f.effectiveOn) = year(v.onDay)
  ANTI JOIN assessment a ON a.cadreId = v.cadreId AND a.kind = 'ANNUAL' AND a.grade = 'NOT_COMPETENT'
       AND a.year = year(v.onDay)
  WHERE s.deductedFen > 0 AND coalesce(s.deductedFen * 100 >= p.number * s.baseFen, true)
  ORDER BY s.id, v.id
)
SELECT 'measure' AS recordType, m.id AS recordId, min(q.policyRow) AS policyRow, NULL AS missing,
    '/caseId' AS pointer,
       m.kind, m.date AS measuredOn, NULL AS year, NULL AS deducted, c.revokedOn, c.appealOutcome, c.result
FROM void c
JOIN measure m ON m.caseId = c.id
JOIN consequence q ON q."trigger" = 'RECTIFIED' AND q.measureKind = m.kind AND binds(q, m.date)
GROUP BY ALL
UNION ALL
SELECT 'support', id, policyRow, CASE WHEN baseFen IS NULL THEN 'support.baseFen' END, '/deductedFen',
       NULL, NULL, year::VARCHAR, deductedFen, revokedOn, appealOutcome, result
FROM withheld;
-- @break
-- a further deduction names a case that is revoked
INSERT INTO measure (id, kind, date, organizationId, caseId, pointsDeducted, year)
SELECT 'break-rec-019', q.measureKind, b.asOf, p.dispatchingUnitId, c.id, 100, year(b.asOf)
FROM rectificationCase c JOIN posting p ON p.id = c.postingId CROSS JOIN batch b
JOIN consequence q ON q."trigger" = 'RECTIFIED'
WHERE c.appealOutcome IS NOT NULL ORDER BY c.appealOutcome = 'REVOKED' DESC, c.id LIMIT 1;
UPDATE rectificationCase
SET appealOutcome = 'REVOKED'
WHERE id = (SELECT caseId FROM measure WHERE id = 'break-rec-019');
