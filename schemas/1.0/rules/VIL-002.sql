/*{
  "id": "VIL-002",
  "since": "1.0",
  "title": {"zh": "村情特征与数据不符", "en": "A trait of the village does not match its figures"},
  "asks": {
    "zh": "“常住人口偏少”只用于常住人口低于界限的村，“自有收入偏低”只用于年自有收入不超过界限的村；达到条件的应有该特征。人口不含界限本身，收入含界限本身。",
    "en": "The trait of a small population goes with residents below the number (the number itself is not small), and the trait of low own revenue with revenue up to and including the sum; where the figure meets it, the trait is recorded."
  },
  "message": {
    "zh": "{field}为{figure}，界限为{limit}，特征“{trait}”的登记为{held}",
    "en": "{field} is {figure}, the limit {limit}, yet the trait {trait} is recorded as {held}"
  },
  "fix": {
    "zh": "核对数据和特征，更正有误的一项。",
    "en": "Check figure and trait; correct whichever is wrong."
  },
  "records": ["village"],
  "fields": ["village.permanentResidents", "village.ownRevenueFen", "village.traits"],
  "conventions": ["K2", "K12"],
  "policies": [{"table": "parameter", "where": {"name": "village.smallPopulationBelow"}}],
  "arguments": {"field": "field:village", "figure": "number", "limit": "number", "trait": "codelist:village-trait", "held": "text"}
}*/
-- @query
WITH judged AS (
  SELECT v.id, v.traits, p.policyRow, p.number AS "limit", 'permanentResidents' AS field, v.permanentResidents AS figure, 'SMALL_POPULATION' AS trait, v.permanentResidents < p.number AS due
  FROM village v CROSS JOIN batch b JOIN param('village.smallPopulationBelow') p ON binds(p, b.asOf)
  UNION ALL
  SELECT v.id, v.traits, p.policyRow, p.number, 'ownRevenueFen', v.ownRevenueFen, 'LOW_OWN_REVENUE', v.ownRevenueFen <= p.number
  FROM village v CROSS JOIN batch b JOIN param('village.lowRevenueFen') p ON binds(p, b.asOf)
)
SELECT 'village' AS recordType, id AS recordId, policyRow, missing,
       '/traits' AS pointer, field, figure, "limit", trait, held
FROM (SELECT *, traits IS NOT NULL AND list_contains(traits, trait) AS held,
             CASE WHEN figure IS NULL THEN 'village.' || field WHEN traits IS NULL THEN 'village.traits' END AS missing FROM judged)
-- a village with neither the trait nor the figure has nothing to compare
WHERE due <> held OR due IS NULL AND held;
-- @break
UPDATE village SET traits = list_distinct(list_append(coalesce(traits, []), 'SMALL_POPULATION')), permanentResidents = greatest(permanentResidents, 1000000)
WHERE id = (SELECT id FROM village WHERE permanentResidents IS NOT NULL ORDER BY id LIMIT 1);
