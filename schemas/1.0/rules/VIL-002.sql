/*{
  "id": "VIL-002",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "title": {"zh": "村情特征与数据不符", "en": "A trait of the village does not match its figures"},
  "asks": {
    "zh": "“常住人口偏少”只用于常住人口低于界限的村，“自有收入偏低”只用于年自有收入不超过界限的村；达到条件的应有该特征。人口不含界限本身，收入含界限本身。",
    "en": "The trait of a small population goes with residents below the number (the number itself is not small), and the trait of low own revenue with revenue up to and including the sum; where the figure meets it, the trait is recorded."
  },
  "message": {
    "zh": "[常住人口{residents}人][，不少于{residentsLimit}人，却登记了村情特征“{residentsTrait}”][，少于{residentsBelow}人，却没有登记村情特征“{residentsMissing}”][年自有收入{revenue}元][，超过{revenueLimit}元，却登记了村情特征“{revenueTrait}”][，不超过{revenueUpTo}元，却没有登记村情特征“{revenueMissing}”]",
    "en": "[{residents} permanent residents][, not fewer than {residentsLimit}, yet the trait {residentsTrait} is on record][, fewer than {residentsBelow}, yet the trait {residentsMissing} is not on record][own revenue {revenue} yuan][, more than {revenueLimit} yuan, yet the trait {revenueTrait} is on record][, not more than {revenueUpTo} yuan, yet the trait {revenueMissing} is not on record]"
  },
  "fix": {
    "zh": "核对数据和特征，更正有误的一项。",
    "en": "Check figure and trait; correct whichever is wrong."
  },
  "records": ["village"],
  "fields": ["village.permanentResidents", "village.ownRevenueFen", "village.traits"],
  "conventions": ["K2", "K12"],
  "policies": [{"table": "parameter", "where": {"name": "village.smallPopulationBelow"}}],
  "also": [{"table": "parameter", "where": {"name": "village.lowRevenueFen"}}],
  "arguments": {"residents": "number", "residentsLimit": "number", "residentsTrait": "codelist:village-trait", "residentsBelow": "number", "residentsMissing": "codelist:village-trait", "revenue": "yuan", "revenueLimit": "yuan", "revenueTrait": "codelist:village-trait", "revenueUpTo": "yuan", "revenueMissing": "codelist:village-trait"}
}*/
-- @query
WITH judged AS (
  -- each village beside each number that makes it small
  SELECT v.id, v.traits, p.policyRow, p.number AS "limit", 'permanentResidents' AS field,
         v.permanentResidents AS figure, 'SMALL_POPULATION' AS trait, v.permanentResidents < p.number AS due
  FROM village v CROSS JOIN batch b JOIN param('village.smallPopulationBelow') p ON binds(p, b.asOf)
  UNION ALL
  SELECT v.id, v.traits, p.policyRow, p.number, 'ownRevenueFen', v.ownRevenueFen, 'LOW_OWN_REVENUE',
         v.ownRevenueFen <= p.number
  FROM village v CROSS JOIN batch b JOIN param('village.lowRevenueFen') p ON binds(p, b.asOf)
)
SELECT 'village' AS recordType, id AS recordId, policyRow, missing,
       '/traits' AS pointer,
       CASE WHEN counts THEN figure END AS residents,
       CASE WHEN counts AND held THEN "limit" END AS residentsLimit,
       CASE WHEN counts AND held THEN trait END AS residentsTrait,
       CASE WHEN counts AND due THEN "limit" END AS residentsBelow,
       CASE WHEN counts AND due THEN trait END AS residentsMissing,
       CASE WHEN NOT counts THEN figure END AS revenue,
       CASE WHEN NOT counts AND held THEN "limit" END AS revenueLimit,
       CASE WHEN NOT counts AND held THEN trait END AS revenueTrait,
       CASE WHEN NOT counts AND due THEN "limit" END AS revenueUpTo,
       CASE WHEN NOT counts AND due THEN trait END AS revenueMissing
FROM (SELECT *, field = 'permanentResidents' AS counts, traits IS NOT NULL AND list_contains(traits, trait) AS held,
             CASE WHEN figure IS NULL THEN 'village.' || field
                  WHEN traits IS NULL THEN 'village.traits' END AS missing
      FROM judged)
-- a village with neither the trait nor the figure has nothing to compare
WHERE due <> held OR due IS NULL AND held;
-- @break
UPDATE village
SET traits = list_distinct(list_append(coalesce(traits, []), 'SMALL_POPULATION')),
    permanentResidents = greatest(permanentResidents, 1000000)
WHERE id = (SELECT id FROM village WHERE permanentResidents IS NOT NULL ORDER BY id LIMIT 1);
