/*{
  "id": "SUP-012",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "优秀干部年均增收未达到", "en": "Mean increase of excellent cadres below the figure"},
  "asks": {
    "zh": "年度考核优秀的干部因此增加的收入，按全体优秀干部平均不少于规定数（含本数）。这是平均数，不是每人的下限；有人未登记增加额的年度不判断。",
    "en": "The increase that the grade of excellent brings is, on average over all cadres so graded, at least the figure, inclusive. A mean, not a floor for each; a year in which someone's increase is not recorded is not judged."
  },
  "message": {
    "zh": "{year}年度优秀干部{cadres}人，人均增加{mean}元，少于{required}元",
    "en": "{year}: {cadres} cadres graded excellent, mean increase {mean} yuan, less than {required} yuan"
  },
  "fix": {
    "zh": "核对增加额登记；确实不足的，由当地研究落实。",
    "en": "Check the recorded increases; a real shortfall is for the place to make good."
  },
  "records": ["assessment", "support"],
  "views": ["condition_subject"],
  "fields": ["assessment.year", "support.increaseFen"],
  "conventions": ["K2", "K12", "K14", "K18"],
  "policies": [{"table": "parameter", "where": {"name": "support.meanIncreaseMinFen"}}],
  "arguments": {"year": "text", "cadres": "number", "mean": "yuan", "required": "yuan"},
  "keys": ["year"]
}*/
-- @query
WITH graded AS (
  -- the cadres graded excellent in each year
  SELECT DISTINCT a.cadreId, a.year, p.policyRow, p.number
  FROM assessment a CROSS JOIN batch b JOIN param('support.meanIncreaseMinFen') p ON binds(p, a.date)
  LEFT JOIN condition_subject c ON c.recordType = 'assessment' AND c.recordId = a.id
  WHERE a.kind = 'ANNUAL' AND a.grade = 'EXCELLENT' AND a.date <= b.asOf
    AND coalesce(concerns(p, c.role, c.dispatchLevel), true)
), summed AS (
  -- by how much the pay of all of them rose
  SELECT g.year, g.policyRow, g.number, count(*) AS cadres, sum(s.increase)::BIGINT AS total,
         count(*) > count(s.increase) AS incomplete
  FROM graded g
  LEFT JOIN (SELECT cadreId, year, sum(increaseFen) AS increase FROM support GROUP BY ALL) s
       ON s.cadreId = g.cadreId AND s.year = g.year
  GROUP BY ALL
)
SELECT 'manifest' AS recordType, b.id AS recordId, s.policyRow,
       CASE WHEN s.year IS NULL THEN 'assessment.year'
            WHEN s.incomplete THEN 'support.increaseFen' END AS missing,
       s.year, s.cadres, s.total // s.cadres AS mean, s.number AS required
FROM summed s CROSS JOIN batch b
WHERE s.incomplete OR s.total < s.number * s.cadres;
-- @break
-- the increases of one year come to nothing
UPDATE support
SET increaseFen = 0
WHERE increaseFen IS NOT NULL
  AND year = (SELECT min(a.year)
              FROM assessment a JOIN param('support.meanIncreaseMinFen') p ON a.date >= p.validFrom
              WHERE a.kind = 'ANNUAL' AND a.grade = 'EXCELLENT');
