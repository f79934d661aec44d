/*{
  "id": "VIL-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "安置规模与脱贫人口不符", "en": "Resettlement class does not match the lifted population"},
  "asks": {
    "zh": "集中安置村（社区）登记的规模与脱贫人口一致：达到大型下限的为大型，达到中型下限而不足大型下限的为中型，更少的不登记规模。看脱贫人口，不看常住人口；没有登记规模的不判断。",
    "en": "The class recorded for a resettlement matches its lifted population: large from the upper number, medium from the lower, none below. Lifted people count, not residents; a class that is not on record is not judged."
  },
  "message": {
    "zh": "脱贫人口{population}人（中型不少于{medium}人，大型不少于{large}人）[，规模登记为{found}][，应为{expected}][，不登记规模{none}]",
    "en": "Lifted population {population} (medium from {medium}, large from {large})[, the class is {found}][, should be {expected}][, none should be on record{none}]"
  },
  "fix": {
    "zh": "核对脱贫人口和安置规模，更正有误的一项。",
    "en": "Check the lifted population and the class; correct whichever is wrong."
  },
  "records": ["village"],
  "views": ["village_type"],
  "fields": ["village.liftedPopulation", "village.resettlementClass"],
  "conventions": ["K2", "K11", "K12"],
  "policies": [{"table": "parameter", "where": {"name": "village.largePopulation"}}, {"table": "parameter", "where": {"name": "village.mediumPopulation"}}],
  "arguments": {"population": "number", "medium": "number", "large": "number", "found": "codelist:resettlement-class", "expected": "codelist:resettlement-class", "none": "text"}
}*/
-- @query
SELECT 'village' AS recordType, id AS recordId,
       CASE coalesce(found, expected) WHEN 'MEDIUM' THEN mediumRow ELSE largeRow END AS policyRow,
       missing, '/resettlementClass' AS pointer, population, medium, large, found,
       expected, CASE WHEN expected IS NULL THEN '' END AS none
FROM (SELECT *,
             CASE WHEN population IS NULL THEN 'village.liftedPopulation'
                  WHEN found IS NULL THEN 'village.resettlementClass' END AS missing
      FROM (SELECT v.id, v.liftedPopulation AS population, v.resettlementClass AS found,
                   l.policyRow AS largeRow, m.policyRow AS mediumRow, m.number AS medium, l.number AS large,
                   -- a number that lies in both bands belongs to the upper one (K2)
                   CASE WHEN v.liftedPopulation >= l.number THEN 'LARGE'
                        WHEN v.liftedPopulation >= m.number THEN 'MEDIUM' END AS expected
            FROM village v CROSS JOIN batch b
            JOIN param('village.largePopulation') l ON binds(l, b.asOf)
            JOIN param('village.mediumPopulation') m ON binds(m, b.asOf)
            WHERE EXISTS (SELECT 1
                          FROM village_type t
                          WHERE t.villageId = v.id AND t.code = 'RESETTLEMENT'
                            AND b.asOf BETWEEN t.startDate AND t.endDate)))
WHERE found IS DISTINCT FROM expected;
-- @break
UPDATE village
SET resettlementClass = CASE WHEN resettlementClass = 'LARGE' THEN 'MEDIUM' ELSE 'LARGE' END
WHERE id = (SELECT v.id
            FROM village v CROSS JOIN batch b
            WHERE v.liftedPopulation IS NOT NULL AND v.resettlementClass IS NOT NULL
              AND EXISTS (SELECT 1
                          FROM village_type t
                          WHERE t.villageId = v.id AND t.code = 'RESETTLEMENT'
                            AND b.asOf BETWEEN t.startDate AND t.endDate)
            ORDER BY v.id LIMIT 1);
