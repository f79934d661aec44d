/*{
  "id": "REC-015",
  "since": "1.0",
  "title": {"zh": "教育整改未按规定扣发绩效奖", "en": "Too little of the bonus withheld after a case"},
  "asks": {
    "zh": "被采取教育整改的，扣发当年年度目标绩效奖，扣发额占应发额的比例不低于规定（含本数）。年度结束、绩效奖记录声明完整而没有记录的，也算未扣。",
    "en": "After a rectification part of that year's target bonus is withheld: at least the share set, inclusive. With no record of the bonus, once the year is over and the records are declared complete, nothing was withheld."
  },
  "message": {
    "zh": "{year}年度绩效奖应发{base}元，扣发{deducted}元，低于应扣的{percent}",
    "en": "Bonus of {year}: full {base} yuan, withheld {deducted} yuan, less than {percent}"
  },
  "fix": {
    "zh": "补扣至规定比例，或补登扣发记录；案件已撤销的，登记复核结果。",
    "en": "Withhold up to the share set, or record what was withheld; if the case was revoked, record the outcome."
  },
  "records": ["rectificationCase", "support"],
  "views": ["calendar_period", "case_in_force", "nameless"],
  "fields": ["support.baseFen", "support.deductedFen", "support.cadreId"],
  "coverage": ["support"],
  "conventions": ["K2", "K12", "K14", "K17"],
  "absence": [
    {"field": "rectificationCase.appealOutcome", "zh": "没有登记申诉结果的，原决定未被撤销，仍然有效", "en": "without an outcome of the appeal on record the decision stands"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "rectification.bonusMinPercent"}}],
  "arguments": {"year": "text", "base": "yuan", "deducted": "yuan", "percent": "percent"}
}*/
-- @query
WITH due AS (
  SELECT f.cadreId, year(f.effectiveOn) AS year, min(f.caseId) AS caseId, any_value(p.policyRow) AS policyRow, any_value(p.number) AS number
  FROM case_in_force f JOIN param('rectification.bonusMinPercent') p ON binds(p, f.effectiveOn)
  GROUP BY f.cadreId, year(f.effectiveOn)
), paid AS (
  SELECT cadreId, year, min(id) AS id, sum(baseFen) AS base, sum(deductedFen) AS deducted,
         count(*) > count(baseFen) AS noBase, count(*) > count(deductedFen) AS noDeduction
  FROM support WHERE kind = 'PERFORMANCE_BONUS' GROUP BY cadreId, year
), judged AS (
  SELECT d.*, s.id, s.base, s.deducted,
         CASE WHEN s.id IS NULL AND NOT y.closed THEN 'period.YEAR' WHEN s.noBase THEN 'support.baseFen' WHEN s.noDeduction THEN 'support.deductedFen'
              WHEN s.id IS NULL AND d.cadreId IN (SELECT cadreId FROM support WHERE kind = 'PERFORMANCE_BONUS' AND year IS NULL) THEN 'support.year'
              WHEN s.id IS NULL AND NOT covered('support', 'PERFORMANCE_BONUS', make_date(d.year, 1, 1), make_date(d.year, 12, 31)) THEN 'coverage.support'
              WHEN s.id IS NULL AND 'PERFORMANCE_BONUS' IN (SELECT kind FROM nameless WHERE recordType = 'support') THEN 'support.cadreId' END AS missing
  FROM due d LEFT JOIN paid s ON s.cadreId = d.cadreId AND s.year = d.year
  LEFT JOIN calendar_period y ON y.kind = 'YEAR' AND y.startDate = make_date(d.year, 1, 1)
  WHERE s.id IS NOT NULL OR y.closed OR y.cut
)
SELECT CASE WHEN id IS NULL THEN 'rectificationCase' ELSE 'support' END AS recordType, coalesce(id, caseId) AS recordId, policyRow, missing,
       year, base::BIGINT AS base, deducted::BIGINT AS deducted, number AS percent
FROM judged
WHERE missing IS NOT NULL OR id IS NULL OR deducted * 100 < number * base
UNION ALL
SELECT 'rectificationCase', f.caseId, NULL, 'rectificationCase.' || CASE WHEN f.route = 'C' THEN 'decisionOn' ELSE 'unitNotifiedOn' END, NULL, NULL, NULL, NULL
FROM case_in_force f WHERE f.effectiveOn IS NULL AND f.outcome IS NOT NULL;
-- @break
-- one fen less than the share; a cadre who is not also graded not competent, where there is one
UPDATE support SET deductedFen = (t.number * t.baseFen + 99) // 100 - 1
FROM (SELECT s.id, s.baseFen, p.number
      FROM support s JOIN case_in_force f ON f.cadreId = s.cadreId AND year(f.effectiveOn) = s.year
           JOIN param('rectification.bonusMinPercent') p ON f.effectiveOn >= p.validFrom
      WHERE s.kind = 'PERFORMANCE_BONUS' AND s.baseFen > 0
      ORDER BY EXISTS (SELECT 1 FROM assessment a WHERE a.cadreId = s.cadreId AND a.year = s.year AND a.grade = 'NOT_COMPETENT'), s.id LIMIT 1) t
WHERE support.id = t.id;
