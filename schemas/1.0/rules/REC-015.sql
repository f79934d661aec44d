/*{
  "id": "REC-015",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "教育整改未按规定扣发绩效奖", "en": "Too little of the bonus withheld after a case"},
  "asks": {
    "zh": "被采取教育整改的，扣发当年年度目标绩效奖，扣发额占应发额的比例不低于规定（含本数）。没有绩效奖记录的，条文没有期限，到年度事项应当办结之日、且记录声明完整才算未扣，并降一级。",
    "en": "After a rectification part of that year's target bonus is withheld: at least the share set, inclusive. Without a record of the bonus, since the text sets no limit, nothing counts as withheld only once the year should be settled and the records are declared complete, one step lower."
  },
  "message": {
    "zh": "教育整改自{effectiveOn}起生效，{year}年度绩效奖[应发{base}元，扣发{deducted}元][到{asOf}没有扣发记录]，应扣发不少于{percent}",
    "en": "Rectification in force since {effectiveOn}, bonus of {year}[: full {base} yuan, withheld {deducted} yuan][: no record by {asOf}]; at least {percent} is to be withheld"
  },
  "fix": {
    "zh": "补扣至规定比例，或补登扣发记录；案件已撤销的，登记复核结果。",
    "en": "Withhold up to the share set, or record what was withheld; if the case was revoked, record the outcome."
  },
  "records": ["rectificationCase", "support"],
  "views": ["case_in_force", "nameless", "year_settlement"],
  "fields": ["support.baseFen", "support.deductedFen", "support.cadreId"],
  "coverage": ["support"],
  "conventions": ["K2", "K5", "K12", "K14", "K17"],
  "absence": [
    {"field": "rectificationCase.appealOutcome", "zh": "没有登记申诉结果的，原决定未被撤销，仍然有效", "en": "without an outcome of the appeal on record the decision stands"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "rectification.bonusMinPercent"}}],
  "arguments": {"year": "text", "base": "yuan", "deducted": "yuan", "percent": "percent", "effectiveOn": "date", "asOf": "date"}
}*/
-- @query
WITH due AS (
  -- the years in which a cadre was rectified
  SELECT f.cadreId, year(f.effectiveOn) AS year, min(f.caseId) AS caseId, min(f.effectiveOn) AS effectiveOn,
         any_value(p.policyRow) AS policyRow, any_value(p.number) AS number
  FROM case_in_force f
  JOIN param('rectification.bonusMinPercent') p ON binds(p, f.effectiveOn)
       AND coalesce(concerns(p, f.role, f.dispatchLevel), true)
  GROUP BY f.cadreId, year(f.effectiveOn)
), paid AS (
  -- the bonuses of a year, and what was deducted
  SELECT cadreId, year, min(id) AS id, sum(baseFen) AS base, sum(deductedFen) AS deducted,
         count(*) > count(baseFen) AS noBase, count(*) > count(deductedFen) AS noDeduction
  FROM support WHERE kind = 'PERFORMANCE_BONUS' GROUP BY cadreId, year
), judged AS (
  -- each year beside its bonus; one that is over and not yet settled is not due
  SELECT d.*, s.id, s.base, s.deducted, b.asOf, y.lowerBy,
         CASE WHEN s.id IS NULL AND NOT y.closed THEN 'period.YEAR'
              WHEN s.noBase THEN 'support.baseFen'
              WHEN s.noDeduction THEN 'support.deductedFen'
              WHEN s.id IS NULL
                   AND d.cadreId IN (SELECT cadreId
                                     FROM support WHERE kind = 'PERFORMANCE_BONUS' AND year IS NULL)
              THEN 'support.year'
              WHEN s.id IS NULL
                   AND NOT covered('support', 'PERFORMANCE_BONUS', y.startDate, y.endDate)
              THEN 'coverage.support'
              WHEN s.id IS NULL
                   AND 'PERFORMANCE_BONUS' IN (SELECT kind FROM nameless WHERE recordType = 'support')
              THEN 'support.cadreId' END AS missing
  FROM due d CROSS JOIN batch b LEFT JOIN paid s ON s.cadreId = d.cadreId AND s.year = d.year
  LEFT JOIN year_settlement y ON y.year = d.year
  WHERE s.id IS NOT NULL OR y.due OR y.cut AND NOT y.closed
)
SELECT CASE WHEN id IS NULL THEN 'rectificationCase' ELSE 'support' END AS recordType,
       coalesce(id, caseId) AS recordId, policyRow, missing, CASE WHEN id IS NULL THEN lowerBy ELSE 0 END AS lowerBy,
       year, base::BIGINT AS base, deducted::BIGINT AS deducted, number AS percent, effectiveOn,
       CASE WHEN id IS NULL THEN "asOf" END AS "asOf"
FROM judged
WHERE missing IS NOT NULL OR id IS NULL OR deducted * 100 < number * base
UNION ALL
SELECT 'rectificationCase', f.caseId, NULL,
       'rectificationCase.' || CASE WHEN f.route = 'C' THEN 'decisionOn' ELSE 'unitNotifiedOn' END, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL
FROM case_in_force f WHERE f.effectiveOn IS NULL AND f.outcome IS NOT NULL;
-- @break
-- one fen less than the share; a cadre who is not also graded not competent, where there is one
UPDATE support
SET deductedFen = (t.number * t.baseFen + 99) // 100 - 1
FROM (SELECT s.id, s.baseFen, p.number
      FROM support s JOIN case_in_force f ON f.cadreId = s.cadreId AND year(f.effectiveOn) = s.year
      JOIN param('rectification.bonusMinPercent') p ON f.effectiveOn >= p.validFrom
      WHERE s.kind = 'PERFORMANCE_BONUS' AND s.baseFen > 0
      ORDER BY EXISTS (SELECT 1
                       FROM assessment a
                       WHERE a.cadreId = s.cadreId AND a.year = s.year AND a.grade = 'NOT_COMPETENT'), s.id
      LIMIT 1) t
WHERE support.id = t.id;
