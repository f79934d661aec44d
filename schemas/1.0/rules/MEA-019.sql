/*{
  "id": "MEA-019",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "在限制期内得到评先、提拔等", "en": "Honoured or promoted while barred"},
  "asks": {
    "zh": "被召回、被教育整改、受到处分或所列措施、考核为所列等次的，自当日起在限制期内不得评先、提拔等；限制期为若干个月，或至当年年底；名单列在表彰活动中的同样看。之前已经给予的是当时合规的；被撤销或认定不成立的案件不影响。",
    "en": "Who was recalled, rectified, sanctioned or met with a measure listed, or was graded as listed, is neither selected for merit nor promoted while barred, from that very day: for so many months, or to the end of the year; also where an activity lists the names. What was given before was lawful then; a case revoked or not established has no effect."
  },
  "message": {
    "zh": "{givenOn}的[{kind}][{activity}]包括一名干部（{cadre}），其{since}{trigger}，到{until}不得给予",
    "en": "[{kind}][{activity}] of {givenOn} includes a cadre ({cadre}): {trigger} on {since}, none until {until}"
  },
  "fix": {
    "zh": "撤回该项评先或提拔；所依据的情形不成立的，更正登记。",
    "en": "Withdraw it; or correct the record where what bars it did not hold."
  },
  "records": ["measure"],
  "views": ["case_in_force", "counted_event"],
  "conventions": ["K9", "K12", "K14", "K15", "K17"],
  "policies": [{"table": "ban"}],
  "arguments": {"kind": "codelist:measure-kind", "activity": "codelist:activity-kind", "cadre": "text", "givenOn": "date", "since": "date", "until": "date", "trigger": "codelist:trigger"},
  "keys": ["cadre", "trigger"]
}*/
-- @query
WITH barred AS (
  -- what bars a cadre, from which day
  SELECT 'RECALLED' AS trigger, NULL::VARCHAR AS detail, cadreId, date FROM measure WHERE kind = 'RECALL'
  UNION ALL
  SELECT 'SANCTION', NULL, cadreId, date FROM measure WHERE kind = 'SANCTION'
  UNION ALL
  SELECT 'MEASURE', kind, cadreId, date FROM measure
  UNION ALL
  SELECT 'RECTIFIED', NULL, cadreId, effectiveOn FROM case_in_force
  UNION ALL
  SELECT 'GRADE', grade, cadreId, coalesce(feedbackOn, date) FROM assessment
  UNION ALL
  SELECT trigger, NULL, cadreId, date FROM counted_event WHERE trigger = 'OFF_POST_FIND' AND missing IS NULL
), ban_span AS (
  -- until when, and from what
  SELECT r.policyRow, r.what, r.trigger, x.cadreId, x.date AS since,
         CASE WHEN r.months IS NULL THEN make_date(year(x.date), 12, 31)
              WHEN r.sameYear THEN greatest(make_date(year(x.date), 12, 31), months_after(x.date, r.months) - 1)
              ELSE months_after(x.date, r.months) - 1 END AS until
  FROM barred x
  JOIN ban r ON r.trigger = x.trigger AND binds(r, x.date)
       AND (x.trigger <> 'MEASURE' OR list_contains(r.measureKinds, x.detail))
       AND (x.trigger <> 'GRADE' OR list_contains(r.grades, x.detail))
  WHERE x.cadreId IS NOT NULL
    AND (r.roles IS NULL AND r.dispatchLevels IS NULL
         OR EXISTS (SELECT 1
                    FROM posting p
                    WHERE p.cadreId = x.cadreId AND p.startDate <= x.date AND coalesce(p.endDate >= x.date - 31, true)
                      AND concerns(r, p.role, p.dispatchLevel)))
), given AS (
  -- what was given, by measures and by the activities that list the names
  SELECT 'measure' AS recordType, id AS recordId, cadreId, kind, NULL AS activity, date FROM measure
  UNION ALL
  SELECT DISTINCT 'activity', id, unnest(list_append(coalesce(cadreIds, []), cadreId)), 'COMMENDATION', kind, date
  FROM activity WHERE kind = 'COMMENDATION_INDIVIDUAL'
)
SELECT g.recordType, g.recordId, s.policyRow, NULL AS missing, CASE WHEN g.activity IS NULL THEN g.kind END AS kind,
       g.activity, g.cadreId AS cadre, g.date AS givenOn, s.since, s.until, s.trigger
FROM given g CROSS JOIN batch b
JOIN ban_span s ON s.cadreId = g.cadreId AND list_contains(s.what, g.kind) AND g.date BETWEEN s.since AND s.until
WHERE g.date <= b.asOf
QUALIFY row_number() OVER (PARTITION BY g.recordType, g.recordId, g.cadreId, s.trigger
                           ORDER BY s.since, s.policyRow) = 1;
-- @break
-- one who is recalled is selected for merit on the same day
INSERT INTO measure BY NAME
SELECT 'break-mea-019-' || x.n AS id, x.kind, b.asOf - 1 AS date, p.cadreId,
       CASE WHEN x.n = 1 THEN ['OTHER'] END AS grounds
FROM batch b CROSS JOIN (SELECT cadreId
                         FROM posting CROSS JOIN batch
                         WHERE posting.startDate < batch.asOf AND posting.endDate IS NULL
                         ORDER BY posting.id LIMIT 1) p
JOIN (SELECT 1 AS n, 'RECALL' AS kind
      UNION ALL
      SELECT 2, what[1] FROM (SELECT what FROM ban WHERE trigger = 'RECALLED' ORDER BY policyRow LIMIT 1)) x ON true
WHERE EXISTS (FROM ban WHERE trigger = 'RECALLED');
