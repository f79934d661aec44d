/*{
  "id": "REC-008",
  "since": "1.0",
  "title": {"zh": "多次查岗不在岗且未请假", "en": "Found off post without leave too often"},
  "asks": {
    "zh": "同一派驻期内，各级督查抽查发现不在岗、又无批准请假的日期累计达到规定次数的，应当考虑立案整改。同一天几次发现只计一次；已据此立案的，重新累计。只是线索，是否整改由组织认定。",
    "en": "Within one posting, days on which inspections of any level found the cadre off post without approved leave add up; at the number set a case is called for. A day counts once; after a case the count starts anew. This is a lead, not a determination."
  },
  "message": {
    "zh": "派驻期内{finds}天被发现不在岗且无批准请假（最近{lastFind}），达到{limit}次，尚无“{ground}”情形的案件",
    "en": "Off post without approved leave on {finds} days of the posting (last {lastFind}), at or above {limit}, and no case with ground {ground}"
  },
  "fix": {
    "zh": "核对督查记录和请假手续；属实的，提出整改初步意见并听取本人陈述。",
    "en": "Check the inspections and the leave formalities; if they stand, propose a case and hear the cadre."
  },
  "outcome": "CANDIDATE",
  "records": ["activity", "posting", "leave", "rectificationCase"],
  "views": ["approved_leave_spell", "case_ground", "posting_span"],
  "fields": ["activity.finding", "activity.cadreId"],
  "coverage": ["leave", "rectificationCase"],
  "conventions": ["K12", "K14", "K16"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.offPostFinds"}}],
  "arguments": {"finds": "number", "lastFind": "date", "limit": "number", "ground": "codelist:rectification-ground"}
}*/
-- @query
WITH found AS (
  SELECT DISTINCT s.postingId, s.cadreId, a.date, p.policyRow, p.number, coalesce(p.code, '02') AS ground
  FROM (SELECT date, unnest(list_filter(coalesce(cadreIds, []) || [cadreId], lambda x: x IS NOT NULL)) AS cadreId
        FROM activity WHERE kind IN ('INSPECTION', 'SPOT_CHECK') AND finding = 'OFF_POST') a
  JOIN posting_span s ON s.cadreId = a.cadreId AND a.date >= s.startDate AND a.date <= s.endDate
  JOIN param('rectification.offPostFinds') p ON binds(p, a.date)
       AND concerns(p, s.role)
), counted AS (
  SELECT f.postingId, f.cadreId, f.policyRow, f.number, f.ground, count(*) AS finds, max(f.date) AS lastFind, min(f.date) AS firstFind
  FROM found f CROSS JOIN batch b
  ASOF LEFT JOIN approved_leave_spell l ON l.cadreId = f.cadreId AND l.startDate <= f.date
  LEFT JOIN (SELECT cadreId, ground, max(coalesce(eventOn, DATE '9999-12-31')) AS lastCase FROM case_ground GROUP BY ALL) c
         ON c.cadreId = f.cadreId AND c.ground = f.ground
  WHERE coalesce(l.endDate < f.date, true) AND (c.lastCase IS NULL OR f.date > c.lastCase)
  GROUP BY ALL
), judged AS (
  SELECT k.*, CASE WHEN NOT covered('leave', k.firstFind, k.lastFind)
                        THEN 'coverage.leave'
                   WHEN NOT covered('rectificationCase', k.lastFind, b.asOf)
                        THEN 'coverage.rectificationCase' END AS missing
  FROM counted k CROSS JOIN batch b WHERE k.finds >= k.number
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       finds, lastFind, number AS "limit", ground
FROM judged;
-- @break
-- as many finds as the limit, on the last days of one posting, preferably days of rest
INSERT INTO activity (id, kind, date, cadreId, finding)
SELECT 'break-rec-008-' || n, 'SPOT_CHECK', date, cadreId, 'OFF_POST'
FROM (SELECT a.cadreId, a.date, p.number, row_number() OVER (ORDER BY a.status = 'REST' DESC, a.date DESC) AS n
      FROM attendance a CROSS JOIN batch b JOIN param('rectification.offPostFinds') p ON a.date >= p.validFrom
      ANTI JOIN approved_leave_spell l ON l.cadreId = a.cadreId AND a.date BETWEEN l.startDate AND l.endDate
      WHERE a.cadreId = (SELECT s.cadreId FROM posting_span s CROSS JOIN batch b
                         WHERE s.endDate = b.asOf AND s.cadreId NOT IN (SELECT cadreId FROM rectificationCase) ORDER BY s.postingId LIMIT 1))
WHERE n <= number;
