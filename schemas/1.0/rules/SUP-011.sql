/*{
  "id": "SUP-011",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "优秀干部绩效奖金低于标准", "en": "Bonus of an excellent cadre below the standard"},
  "asks": {
    "zh": "年度考核优秀的，绩效奖金不低于标准奖额的规定比例；标准奖额由发放方申报。多发不算问题。",
    "en": "After an annual grade of excellent the bonus is at least the share set of the standard prize, which the payer declares. More is no fault."
  },
  "message": {
    "zh": "{year}年度考核{grade}，标准奖额{base}元，应发其{percent}，实发{paid}元",
    "en": "Graded {grade} for {year}: standard prize {base} yuan, {percent} of it due, paid {paid} yuan"
  },
  "fix": {
    "zh": "补足差额，或补登奖金记录和标准奖额。",
    "en": "Pay the difference, or record the bonus and the standard prize."
  },
  "records": ["assessment", "support"],
  "views": ["condition_subject", "nameless"],
  "fields": ["assessment.year", "assessment.grade", "support.baseFen", "support.amountFen", "support.cadreId"],
  "coverage": ["support"],
  "conventions": ["K12", "K14", "K18"],
  "policies": [{"table": "parameter", "where": {"name": "support.bonusPrizePercent"}}],
  "arguments": {"year": "text", "grade": "codelist:grade", "base": "yuan", "percent": "percent", "paid": "yuan"}
}*/
-- @query
WITH due AS (
  -- the years that a cadre was graded excellent
  SELECT a.cadreId, a.year, min(a.id) AS assessmentId, any_value(a.grade) AS grade,
         any_value(p.policyRow) AS policyRow, any_value(p.number) AS number
  FROM assessment a CROSS JOIN batch b JOIN param('support.bonusPrizePercent') p ON binds(p, a.date)
  LEFT JOIN condition_subject c ON c.recordType = 'assessment' AND c.recordId = a.id
  WHERE a.kind = 'ANNUAL' AND a.grade = 'EXCELLENT' AND a.date <= b.asOf
    AND coalesce(concerns(p, c.role, c.dispatchLevel), true)
  GROUP BY a.cadreId, a.year
), judged AS (
  -- each beside its bonus and prize
  SELECT d.*, s.id, s.base, s.paid,
         CASE WHEN d.year IS NULL THEN 'assessment.year'
              WHEN s.noBase THEN 'support.baseFen'
              WHEN s.noAmount THEN 'support.amountFen'
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
  FROM due d
  LEFT JOIN (SELECT cadreId, year, min(id) AS id, sum(baseFen)::BIGINT AS base,
                    sum(amountFen)::BIGINT AS paid,
                    count(*) > count(baseFen) AS noBase, count(*) > count(amountFen) AS noAmount
             FROM support WHERE kind = 'PERFORMANCE_BONUS' GROUP BY cadreId, year) s ON s.cadreId = d.cadreId
       AND s.year = d.year
)
SELECT CASE WHEN id IS NULL THEN 'assessment' ELSE 'support' END AS recordType,
       coalesce(id, assessmentId) AS recordId, policyRow, missing,
       year, grade, base, coalesce(paid, 0) AS paid, number AS percent
FROM judged
WHERE missing IS NOT NULL OR id IS NULL OR paid * 100 < number * base;
-- @break
-- one fen less than the share
UPDATE support
SET amountFen = (t.number * t.baseFen + 99) // 100 - 1
FROM (SELECT s.id, s.baseFen, p.number
      FROM support s
      JOIN assessment a ON a.cadreId = s.cadreId AND a.year = s.year AND a.kind = 'ANNUAL'
           AND a.grade = 'EXCELLENT'
      JOIN param('support.bonusPrizePercent') p ON a.date >= p.validFrom
      WHERE s.kind = 'PERFORMANCE_BONUS' AND s.baseFen > 0 ORDER BY s.id LIMIT 1) t
WHERE support.id = t.id;
