/*{
  "id": "ASM-013",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "缺少周期考核", "en": "No assessment for a period"},
  "asks": {
    "zh": "规定每半年、每年等考核一次的，不间断任职的每个完整周期都应有一次，按所属年度合计，次数不少于完整周期的个数。条文没有期限，所以到年度事项应当办结之日才判断，并降一级。只有声明考核记录齐全时才算缺少。",
    "en": "Where an assessment each half-year, year and so on is asked, each whole period of unbroken service has one; together those of a year are no fewer than its whole periods. The text sets no limit, so that it is judged when the year should be settled, one step lower. One counts as missing only where the assessments are declared complete."
  },
  "message": {
    "zh": "{year}年度应有{kind}{due}次，到{asOf}只有{have}次",
    "en": "{year}: {kind} is due {due} times; by {asOf} there are {have}"
  },
  "fix": {
    "zh": "补做或补登考核。",
    "en": "Make up the assessment or its record."
  },
  "records": ["posting", "assessment"],
  "views": ["service_calendar", "year_settlement"],
  "fields": ["assessment.year"],
  "coverage": ["assessment"],
  "splitBy": "cadre",
  "conventions": ["K5", "K9", "K12", "K14"],
  "policies": [{"table": "assessmentRequirement", "where": {"period": "*"}}],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "arguments": {"year": "text", "kind": "codelist:assessment-kind", "due": "number", "have": "number", "asOf": "date"},
  "keys": ["year", "kind"]
}*/
-- @query
WITH asked AS (
  -- the periods of a service for which a row asks
  SELECT s.cadreId, s.periodStart, s.periodEnd, r.policyRow, r.kind,
         max({'startDate': s.startDate, 'id': s.postingId}).id AS postingId,
         list({'first': s.firstDay, 'last': s.finalDay}) AS spans
  FROM service_calendar s
  JOIN assessmentRequirement r ON r.period = s.period AND binds(r, s.periodStart, s.periodEnd)
       AND concerns(r, s.role, s.dispatchLevel)
  WHERE s.closed GROUP BY ALL
), owed AS (
  -- how many of them are whole in a year that is settled
  SELECT a.cadreId, a.policyRow, a.kind, y.year, y.lowerBy, count(*) AS due, min(a.periodStart) AS firstDay,
         max(a.postingId) AS postingId, b.asOf
  FROM asked a CROSS JOIN batch b JOIN year_settlement y ON y.year = year(a.periodStart) AND y.due
  WHERE fills(a.spans, a.periodStart, a.periodEnd) GROUP BY ALL
), held AS (
  -- and how many assessments there are
  SELECT o.*, count(a.id) FILTER (a.year = o.year) AS have,
         coalesce(bool_or(a.id IS NOT NULL AND a.year IS NULL), false) AS undated
  FROM owed o LEFT JOIN assessment a ON a.cadreId = o.cadreId AND a.kind = o.kind AND a.date <= o.asOf
       AND coalesce(a.year, o.year) = o.year
  GROUP BY ALL
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow,
       CASE WHEN undated THEN 'assessment.year'
            WHEN NOT covered('assessment', kind, firstDay, "asOf") THEN 'coverage.assessment' END AS missing, lowerBy,
       year::VARCHAR AS year, kind, due, have, "asOf"
FROM held WHERE have < due;
-- @break
-- an assessment that nothing else refers to, of somebody who served the whole year
DELETE FROM assessment
WHERE id = (SELECT a.id
            FROM assessment a JOIN year_settlement y ON y.year = a.year AND y.due
            JOIN assessmentRequirement r ON r.kind = a.kind AND r.period IS NOT NULL
                 AND binds(r, y.startDate, y.endDate)
            JOIN posting p ON p.cadreId = a.cadreId AND p.startDate <= y.startDate
                 AND coalesce(p.endDate >= y.endDate, true) AND concerns(r, p.role, p.dispatchLevel)
            WHERE a.id NOT IN (SELECT assessmentId FROM measure WHERE assessmentId IS NOT NULL)
              AND a.id NOT IN (SELECT unnest(assessmentIds) FROM rectificationCase)
            ORDER BY a.kind = 'ANNUAL', a.id LIMIT 1);
