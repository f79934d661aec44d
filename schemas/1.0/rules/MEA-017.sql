/*{
  "id": "MEA-017",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "所列情形之后缺少应有的措施", "en": "What is counted without the measure that follows"},
  "asks": {
    "zh": "查岗不在岗、在村天数不足的月份、受到所列措施或指标低于所定的，自规定的次数起，应有所定的措施；落在干部本人，或落在其派出单位、所在乡镇；写明每次扣多少分的，扣分合计不少于次数乘以每次的分数。同一类措施不论事由怎样写都算。没有期限，当天不算缺少；在村天数不足由登记推算，只作疑点。只有声明措施记录齐全时才算缺少。",
    "en": "From the occurrence set on, finds off post, short months, measures listed or indicators below the mark are followed by the measure set, against the cadre, the unit or the township; where points are set for each, those deducted come to no less. A measure of the kind counts whatever its ground. No limit is set, so that on the very day nothing is missing; short months are computed and a lead only. A measure counts as missing only where the measures are declared complete."
  },
  "message": {
    "zh": "{trigger}计{times}次（最近一次{lastOn}），应有{kind}{due}项[、共扣{points}分]，登记的只有{have}项[、共扣{deducted}分]",
    "en": "{trigger}: {times}, the last on {lastOn}; {kind} is due {due} times[ with {points} points in all], on record are {have}[ with {deducted} points]"
  },
  "fix": {
    "zh": "补登已采取的措施；尚未采取的，依规定办理。",
    "en": "Record the measures taken; if there were none, act by the rules."
  },
  "records": ["measure", "posting"],
  "views": ["counted_event", "nameless", "posting_span"],
  "fields": ["measure.pointsDeducted"],
  "coverage": ["measure"],
  "conventions": ["K9", "K12", "K14", "K16"],
  "policies": [{"table": "consequence", "where": {"trigger": ["OFF_POST_FIND", "SHORT_MONTH", "MEASURE", "INDICATOR_BELOW"]}}],
  "arguments": {"trigger": "codelist:trigger", "times": "number", "lastOn": "date", "kind": "codelist:measure-kind", "due": "number", "have": "number", "points": "text", "deducted": "text"},
  "entails": [
    {"rule": "ASM-011", "why": {"zh": "同样的情形也限制考核等次", "en": "the same finds limit the grade as well"}},
    {"rule": "MEA-018", "why": {"zh": "同样的情形达到次数的应召回", "en": "the same finds lead to recall once there are enough"}}
  ]
}*/
-- @query
WITH happened AS (
  -- what each row counts
  SELECT r.policyRow, e.cadreId, e.date, e.recordId, e.missing
  FROM counted_event e
  JOIN consequence r ON r.trigger = e.trigger AND binds(r, e.date)
       AND (r.measureKinds IS NULL OR list_contains(r.measureKinds, e.kind))
  UNION ALL
  SELECT r.policyRow, a.cadreId, a.date, a.id, NULL
  FROM assessment a CROSS JOIN batch b
  JOIN consequence r ON r.trigger = 'INDICATOR_BELOW' AND binds(r, a.date)
       AND len(list_filter(a.indicators, lambda i: list_contains(r.indicators, i.code)
                                                   AND i.valueHundredths < r.belowHundredths)) > 0
  WHERE a.date <= b.asOf
), concerned AS (
  -- where it is meant for the cadre of that day, with whom it falls on
  SELECT DISTINCT h.*, r.trigger, r.measureKind AS kind, r.occurrence, r.pointsPerEvent,
         CASE WHEN coalesce(r.target, '') = 'TOWNSHIP_PARTY_COMMITTEE' THEN s.townshipId
              WHEN r.target = 'DISPATCHING_UNIT' OR r.onOrganization THEN s.dispatchingUnitId
              ELSE h.cadreId END AS subject,
         CASE WHEN r.target IS NULL AND NOT coalesce(r.onOrganization, false) THEN 'cadre'
              ELSE 'organization' END AS subjectType,
         CASE WHEN r.span = 'SERVICE' THEN 0 ELSE year(h.date) END AS counted
  FROM happened h JOIN consequence r ON r.policyRow = h.policyRow
  JOIN posting_span s ON s.cadreId = h.cadreId AND h.date BETWEEN s.startDate AND s.endDate
       AND concerns(r, s.role, s.dispatchLevel)
), numbered AS (
  -- those that are sure, each with its number
  SELECT *, row_number() OVER (PARTITION BY policyRow, cadreId, counted, subject ORDER BY date, recordId) AS nth
  FROM concerned WHERE missing IS NULL AND subject IS NOT NULL
), due AS (
  -- what is due for each whom it falls on
  SELECT n.policyRow, n.trigger, n.kind, n.subjectType, n.subject, n.pointsPerEvent, count(*) AS due,
         min(n.date) AS firstOn, max(n.date) AS lastOn, b.asOf
  FROM numbered n CROSS JOIN batch b
  WHERE n.date < b.asOf AND (n.occurrence IS NULL OR n.nth = n.occurrence)
  GROUP BY ALL
), taken AS (
  -- and what was done since
  SELECT d.*, count(m.id) AS have, coalesce(sum(m.pointsDeducted), 0) AS deducted,
         bool_or(m.id IS NOT NULL AND m.pointsDeducted IS NULL) AS unsaid
  FROM due d
  LEFT JOIN measure m ON m.kind = d.kind AND m.date >= d.firstOn AND m.date <= d.asOf
       AND CASE d.subjectType WHEN 'cadre' THEN m.cadreId ELSE m.organizationId END = d.subject
  GROUP BY ALL
)
SELECT CASE WHEN t.trigger = 'SHORT_MONTH' THEN 'candidate' ELSE 'violation' END AS outcome,
       t.subjectType AS recordType, t.subject AS recordId, t.policyRow,
       CASE WHEN NOT covered('measure', t.kind, t.firstOn, t.asOf) THEN 'coverage.measure'
            WHEN t.kind IN (SELECT kind FROM nameless WHERE recordType = 'measure') THEN 'measure.cadreId'
            WHEN t.pointsPerEvent IS NOT NULL AND t.unsaid AND t.have >= t.due
            THEN 'measure.pointsDeducted' END AS missing,
       t.trigger, t.due AS times, t.lastOn, t.kind, t.due, t.have,
       (t.pointsPerEvent * t.due / 100)::DECIMAL(18, 2)::VARCHAR AS points,
       CASE WHEN t.pointsPerEvent IS NOT NULL THEN (t.deducted / 100)::DECIMAL(18, 2)::VARCHAR END AS deducted
FROM taken t
WHERE CASE WHEN t.pointsPerEvent IS NULL THEN t.have < t.due ELSE t.deducted < t.pointsPerEvent * t.due END
UNION ALL
-- what may count, and of whom it is not known on whom it falls
SELECT DISTINCT 'violation', 'cadre', c.cadreId, c.policyRow, coalesce(c.missing, 'coverage.village'), NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL
FROM concerned c WHERE c.missing IS NOT NULL OR c.subject IS NULL;
-- @break
-- finds off post, on days that nothing excuses, and nothing follows them
INSERT INTO activity (id, kind, date, cadreId, finding)
SELECT 'break-mea-017-' || n, 'SPOT_CHECK', day, cadreId, 'OFF_POST'
FROM (SELECT s.cadreId, s.times, d.day, row_number() OVER (ORDER BY d.day DESC) AS n
      FROM (SELECT p.*, coalesce(r.occurrence, 1) AS times, r.validFrom
            FROM posting_span p CROSS JOIN batch b JOIN consequence r ON r.trigger = 'OFF_POST_FIND'
            WHERE p.endDate = b.asOf AND concerns(r, p.role, p.dispatchLevel)
            ORDER BY r.policyRow, p.postingId LIMIT 1) s,
           unnest(generate_series(s.endDate - 50, s.endDate - 1, INTERVAL 1 DAY)::DATE[]) d(day)
      ANTI JOIN approved_leave_spell l ON l.cadreId = s.cadreId AND d.day BETWEEN l.startDate AND l.endDate
      ANTI JOIN attendance t ON t.cadreId = s.cadreId AND t.date = d.day AND t.status <> 'REST'
      WHERE d.day >= s.validFrom)
WHERE n <= times;
-- where no row speaks of finds, an indicator below the mark on which nothing followed
UPDATE assessment
SET indicators = [{'code': r.watched, 'valueHundredths': 0}]
FROM (SELECT indicators[1] AS watched FROM consequence WHERE trigger = 'INDICATOR_BELOW' ORDER BY policyRow LIMIT 1) r
WHERE NOT EXISTS (FROM consequence WHERE trigger = 'OFF_POST_FIND')
  AND id = (SELECT a.id FROM assessment a CROSS JOIN batch b
            WHERE a.date < b.asOf ORDER BY a.kind <> 'ANNUAL', a.id LIMIT 1);
