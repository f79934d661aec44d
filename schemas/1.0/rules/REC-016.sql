/*{
  "id": "REC-016",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "年度考核不称职未按规定扣发绩效奖", "en": "Bonus paid despite the annual grade not competent"},
  "asks": {
    "zh": "年度考核不称职（不合格）的，扣发当年年度目标绩效奖。扣发低于整改最低比例的按该比例处理，扣了一部分的只作提示，因为全额扣发出于解释。没有绩效奖记录的，条文没有期限，到年度事项应当办结之日才算未扣，并降一级。半年述职述评不适用。",
    "en": "After an annual grade of not competent the bonus of that year is withheld. Less than the least share for a rectification is judged by that share; a part beyond it is only noted, since the whole is an interpretation. Without a record of the bonus, since the text sets no limit, nothing counts as withheld only once the year should be settled, one step lower. The half-year review does not count."
  },
  "message": {
    "zh": "{year}年度考核{grade}，该年度绩效奖[应发{base}元，扣发{deducted}元][到{asOf}没有扣发记录]，应扣发不少于{percent}",
    "en": "Graded {grade} for {year}[: full bonus {base} yuan, withheld {deducted} yuan][: no record of the bonus by {asOf}]; at least {percent} is to be withheld"
  },
  "fix": {
    "zh": "补扣该年度绩效奖，或补登扣发记录。",
    "en": "Withhold the bonus of the year, or record what was withheld."
  },
  "records": ["assessment", "support"],
  "views": ["condition_subject", "nameless", "year_settlement"],
  "fields": ["assessment.grade", "support.baseFen", "support.deductedFen", "support.cadreId"],
  "coverage": ["support"],
  "conventions": ["K5", "K12", "K14", "K19"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.annualNotCompetentBonusPercent"}}],
  "also": [{"table": "parameter", "where": {"name": "rectification.bonusMinPercent"}}],
  "arguments": {"year": "text", "grade": "codelist:grade", "base": "yuan", "deducted": "yuan", "percent": "percent", "asOf": "date"}
}*/
-- @query
WITH due AS (
  -- the years graded not competent
  SELECT a.cadreId, a.year, min(a.id) AS assessmentId, any_value(a.grade) AS grade,
         any_value(p.policyRow) AS policyRow, any_value(p.number) AS number,
         any_value(p.modality) AS modality, any_value(m.policyRow) AS floorRow, any_value(m.number) AS floor
  FROM assessment a CROSS JOIN batch b
  LEFT JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id
  JOIN param('rectification.annualNotCompetentBonusPercent') p ON binds(p, a.date)
       AND coalesce(concerns(p, s.role, s.dispatchLevel), true)
  LEFT JOIN (SELECT k.recordId, f.policyRow, f.number, f.validFrom, f.validTo
             FROM condition_subject k
             JOIN param('rectification.bonusMinPercent') f ON coalesce(concerns(f, k.role, k.dispatchLevel), true)
             WHERE k.recordType = 'assessment') m ON m.recordId = a.id AND binds(m, a.date)
  WHERE a.kind = 'ANNUAL' AND a.grade = 'NOT_COMPETENT' AND a.date <= b.asOf
  -- of two without a year it is not known whether they are of the same one
  GROUP BY a.cadreId, a.year, CASE WHEN a.year IS NULL THEN a.id END
), paid AS (
  -- the bonuses of a year, and what was deducted
  SELECT cadreId, year, min(id) AS id, sum(baseFen) AS base, sum(deductedFen) AS deducted,
         count(*) > count(baseFen) AS noBase, count(*) > count(deductedFen) AS noDeduction
  FROM support WHERE kind = 'PERFORMANCE_BONUS' GROUP BY cadreId, year
), judged AS (
  -- each year beside its bonus; one that is not yet settled is not due
  SELECT d.*, s.id, s.base, s.deducted, b.asOf, y.lowerBy,
         d.floor IS NOT NULL AND (s.id IS NULL OR s.deducted * 100 < d.floor * s.base) AS underFloor,
         CASE WHEN d.year IS NULL THEN 'assessment.year'
              WHEN s.noBase THEN 'support.baseFen'
              WHEN s.noDeduction THEN 'support.deductedFen'
              WHEN s.id IS NULL
                   AND d.cadreId IN (SELECT cadreId
                                     FROM support WHERE kind = 'PERFORMANCE_BONUS' AND year IS NULL)
              THEN 'support.year'
              WHEN s.id IS NULL
                   AND NOT covered('support', 'PERFORMANCE_BONUS', make_date(d.year, 1, 1),
                                   make_date(d.year, 12, 31)) THEN 'coverage.support'
              WHEN s.id IS NULL
                   AND 'PERFORMANCE_BONUS' IN (SELECT kind FROM nameless WHERE recordType = 'support')
              THEN 'support.cadreId' END AS missing
  FROM due d CROSS JOIN batch b LEFT JOIN paid s ON s.cadreId = d.cadreId AND s.year = d.year
  LEFT JOIN year_settlement y ON y.year = d.year
  WHERE s.id IS NOT NULL OR d.year IS NULL OR y.due
)
SELECT CASE WHEN id IS NULL THEN 'assessment' ELSE 'support' END AS recordType,
       coalesce(id, assessmentId) AS recordId,
       CASE WHEN underFloor THEN floorRow ELSE policyRow END AS policyRow, missing,
       CASE WHEN NOT underFloor AND modality IN ('MUST', 'PROHIBITED') THEN 1 ELSE 0 END
         + CASE WHEN id IS NULL THEN coalesce(lowerBy, 1) ELSE 0 END AS lowerBy,
       year, grade, base::BIGINT AS base, deducted::BIGINT AS deducted,
       CASE WHEN underFloor THEN floor ELSE number END AS percent, CASE WHEN id IS NULL THEN "asOf" END AS "asOf"
FROM judged
WHERE missing IS NOT NULL OR id IS NULL OR deducted * 100 < number * base;
-- @break
-- one fen less than the share
UPDATE support
SET deductedFen = (t.number * t.baseFen + 99) // 100 - 1
FROM (SELECT s.id, s.baseFen, p.number
      FROM support s
      JOIN assessment a ON a.cadreId = s.cadreId AND a.year = s.year AND a.kind = 'ANNUAL'
           AND a.grade = 'NOT_COMPETENT'
      JOIN param('rectification.annualNotCompetentBonusPercent') p ON a.date >= p.validFrom
      WHERE s.kind = 'PERFORMANCE_BONUS' AND s.baseFen > 0 ORDER BY s.id LIMIT 1) t
WHERE support.id = t.id;
