/*{
  "id": "SUP-010",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "艰苦边远地区未发补助", "en": "No allowance for a hardship area"},
  "asks": {
    "zh": "派往艰苦边远地区的，应参照当地津贴给予补助；数额文件未定，只查有无。在那里任职满一个自然月后才判断，其间换村不影响。",
    "en": "A cadre sent to a hardship area receives an allowance by the local one; no sum is given, so only its existence is checked, once a full month has been served there, in one village or several."
  },
  "message": {
    "zh": "所驻村属艰苦边远地区，自{from}派驻以来没有{kind}",
    "en": "The village is in a hardship area, and there is no {kind} since the posting began on {from}"
  },
  "fix": {
    "zh": "补发补助或补登发放记录；地区认定有误的，更正村的登记。",
    "en": "Pay or record the allowance; if the area is wrongly marked, correct the village."
  },
  "records": ["posting", "village", "support"],
  "views": ["nameless", "service_calendar"],
  "fields": ["village.hardshipArea", "support.kind", "support.cadreId"],
  "coverage": ["support"],
  "conventions": ["K5", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "support.hardshipAllowance"}}],
  "arguments": {"from": "date", "kind": "codelist:support-kind"}
}*/
-- @query
WITH month AS (
  -- the whole months that a cadre serves in places of hardship, each told at its last posting there
  SELECT s.cadreId, p.policyRow, max({'startDate': s.startDate, 'endDate': s.endDate, 'id': s.postingId}) AS last,
         bool_and(coalesce(v.hardshipArea, false)) AS known, bool_or(s.closed) AS closed,
         fills(list({'first': s.firstDay, 'last': s.finalDay}), s.periodStart, s.periodEnd) AS whole
  FROM service_calendar s JOIN village v ON v.id = s.villageId
  JOIN param('support.hardshipAllowance') p ON p.flag AND concerns(p, s.role, s.dispatchLevel)
       AND binds(p, s.periodStart, s.periodEnd)
  WHERE s.period = 'MONTH' AND coalesce(v.hardshipArea, true)
  GROUP BY s.cadreId, p.policyRow, s.periodStart, s.periodEnd
), due AS (
  -- the postings with such a month
  SELECT last.id AS postingId, cadreId, last.startDate AS startDate, last.endDate AS endDate, policyRow,
         CASE WHEN bool_or(known) THEN true END AS hardshipArea, bool_or(closed) AS closed
  FROM month WHERE whole GROUP BY ALL
), judged AS (
  -- those without the allowance, with what is missing to say so
  SELECT d.*, CASE WHEN NOT d.closed THEN 'period.MONTH'
                   WHEN d.hardshipArea IS NULL THEN 'village.hardshipArea'
                   WHEN NOT covered('support', 'HARDSHIP_AREA_ALLOWANCE', d.startDate, d.endDate)
                   THEN 'coverage.support'
                   WHEN 'HARDSHIP_AREA_ALLOWANCE' IN (SELECT kind FROM nameless WHERE recordType = 'support')
                   THEN 'support.cadreId' END AS missing
  FROM due d
  WHERE NOT EXISTS (SELECT 1
                    FROM support u
                    WHERE u.kind = 'HARDSHIP_AREA_ALLOWANCE' AND u.cadreId = d.cadreId
                      -- an allowance that says of no time may be of any
                      AND coalesce(coalesce((u.month || '-01')::DATE, u.startDate, make_date(u.year, 12, 31))
                                       >= date_trunc('month', d.startDate), true)
                      AND coalesce(coalesce((u.month || '-01')::DATE, u.startDate, make_date(u.year, 1, 1))
                                       <= d.endDate, true))
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       startDate AS "from", 'HARDSHIP_AREA_ALLOWANCE' AS kind
FROM judged;
-- @break
-- the allowances of one cadre in a hardship area are booked as another kind
UPDATE support
SET kind = 'OTHER_PUBLIC_TRANSPORT'
WHERE kind = 'HARDSHIP_AREA_ALLOWANCE'
  AND cadreId = (SELECT min(s.cadreId)
                 FROM posting_span s JOIN village v ON v.id = s.villageId AND v.hardshipArea
                 JOIN support u ON u.cadreId = s.cadreId AND u.kind = 'HARDSHIP_AREA_ALLOWANCE');
