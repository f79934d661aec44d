/*{
  "id": "REC-008",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "多次查岗不在岗且未请假", "en": "Found off post without leave too often"},
  "asks": {
    "zh": "同一派驻期内，各级督查抽查发现不在岗、又没有按规定请假的日期累计达到规定次数的，应当考虑立案整改。同一天几次发现只计一次；当日考勤为公派出差、开会、培训、联系项目的，以及应组织要求不在村的，不算没有请假；请假的批准或形式没有登记的，不作判断；已据此立案的，重新累计。只是线索，是否整改由组织认定。",
    "en": "Within one posting, days on which inspections of any level found the cadre off post without leave in due form add up; at the number set a case is called for. A day counts once; one on which the attendance has an official trip, a meeting, training or project liaison, or on which the organisation had the cadre elsewhere, is not without leave; leave whose approval or form is not on record leaves the day unjudged; after a case the count starts anew. This is a lead, not a determination."
  },
  "message": {
    "zh": "派驻期内有{finds}天督查发现不在岗、当日没有按规定请假（最近一次{lastFind}），达到{limit}次，还没有因“{ground}”立案",
    "en": "Found off post without leave in due form on {finds} days of the posting (last {lastFind}), which reaches {limit}; no case with ground {ground} yet"
  },
  "fix": {
    "zh": "核对督查记录和请假手续；属实的，提出整改初步意见并听取本人陈述。",
    "en": "Check the inspections and the leave formalities; if they stand, propose a case and hear the cadre."
  },
  "outcome": "CANDIDATE",
  "records": ["activity", "posting", "leave", "rectificationCase"],
  "splitBy": "cadre",
  "views": ["approved_leave_spell", "case_ground", "ordered_absence", "posting_span", "unproven_leave_spell"],
  "fields": ["activity.finding", "activity.cadreId"],
  "coverage": ["leave", "rectificationCase"],
  "conventions": ["K12", "K14", "K16"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.offPostFinds"}}],
  "arguments": {"finds": "number", "lastFind": "date", "limit": "number", "ground": "codelist:rectification-ground"}
}*/
-- @query
WITH found AS (
  -- the days on which a check found a cadre off post in a posting under the rule
  SELECT DISTINCT s.postingId, s.cadreId, a.date, p.policyRow, p.number, coalesce(p.code, '02') AS ground
  FROM (SELECT date,
               unnest(list_filter(coalesce(cadreIds, []) || [cadreId], lambda x: x IS NOT NULL)) AS cadreId
        FROM activity WHERE kind IN ('INSPECTION', 'SPOT_CHECK') AND finding = 'OFF_POST') a
  JOIN posting_span s ON s.cadreId = a.cadreId AND a.date >= s.startDate AND a.date <= s.endDate
  JOIN param('rectification.offPostFinds') p ON binds(p, a.date)
       AND concerns(p, s.role, s.dispatchLevel)
), unexcused AS (
  -- those on days without approved leave and without an order, since the last case on the same ground; and
  -- whether a leave that is not wholly on record may excuse them
  SELECT f.*, CASE WHEN u.endDate >= f.date THEN u.missing END AS unproven
  FROM found f
  ASOF LEFT JOIN approved_leave_spell l ON l.cadreId = f.cadreId AND l.startDate <= f.date
  ASOF LEFT JOIN unproven_leave_spell u ON u.cadreId = f.cadreId AND u.startDate <= f.date
  LEFT JOIN (SELECT cadreId, ground, max(coalesce(eventOn, DATE '9999-12-31')) AS lastCase
             FROM case_ground GROUP BY ALL) c ON c.cadreId = f.cadreId AND c.ground = f.ground
  WHERE coalesce(l.endDate < f.date, true) AND (c.lastCase IS NULL OR f.date > c.lastCase)
    AND NOT EXISTS (SELECT 1
                    FROM attendance a
                    WHERE a.cadreId = f.cadreId AND a.date = f.date
                      AND a.status IN ('OFFICIAL_TRIP', 'MEETING', 'TRAINING', 'PROJECT_LIAISON'))
    AND NOT EXISTS (SELECT 1
                    FROM ordered_absence o
                    WHERE o.cadreId = f.cadreId AND f.date BETWEEN o.startDate AND o.endDate)
), counted AS (
  -- how often for sure, and how often perhaps
  SELECT postingId, cadreId, policyRow, number, ground, count(*) AS possible, min(date) AS firstFind,
         max(date) AS lastFind, min(unproven) AS unproven, count(*) FILTER (unproven IS NULL) AS finds,
         max(date) FILTER (unproven IS NULL) AS lastSure
  FROM unexcused GROUP BY ALL
), judged AS (
  -- those who were found often enough to be handled
  SELECT k.* REPLACE (CASE WHEN finds >= number THEN lastSure ELSE lastFind END AS lastFind),
         CASE WHEN NOT covered('leave', k.firstFind, k.lastFind)
              THEN 'coverage.leave'
              WHEN NOT covered('rectificationCase', k.lastFind, b.asOf)
              THEN 'coverage.rectificationCase'
              WHEN k.finds < k.number THEN k.unproven END AS missing
  FROM counted k CROSS JOIN batch b WHERE k.possible >= k.number
)
SELECT 'posting' AS recordType, postingId AS recordId, policyRow, missing,
       finds, lastFind, number AS "limit", ground
FROM judged;
-- @break
-- as many finds as the limit, on the last days of one posting, preferably days of rest
INSERT INTO activity (id, kind, date, cadreId, finding)
SELECT 'break-rec-008-' || n, 'SPOT_CHECK', date, cadreId, 'OFF_POST'
FROM (SELECT a.cadreId, a.date, p.number,
             row_number() OVER (ORDER BY a.status = 'REST' DESC, a.date DESC) AS n
      FROM attendance a CROSS JOIN batch b JOIN param('rectification.offPostFinds') p ON a.date >= p.validFrom
      ANTI JOIN approved_leave_spell l ON l.cadreId = a.cadreId AND a.date BETWEEN l.startDate AND l.endDate
      WHERE a.cadreId = (SELECT s.cadreId
                         FROM posting_span s CROSS JOIN batch b
                         WHERE s.endDate = b.asOf AND s.cadreId NOT IN (SELECT cadreId FROM rectificationCase)
                         ORDER BY s.postingId LIMIT 1))
WHERE n <= number;
