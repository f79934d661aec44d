/*{
  "id": "ASM-011",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考核等次与所列情形不符", "en": "A grade that does not fit what is on record"},
  "asks": {
    "zh": "所列情形在考核年度内达到次数的，等次不高于限定，或就是所定的等次：查岗不在岗又没有按规定请假（同一天只计一次，公派、开会、培训和应组织要求不在村的不算），在村天数不足的月份，受到所列措施，请假天数，指标低于所定。只计考核之前、规定施行之后的；一次考核适用几行的，按最严的一行。低于所定等次的可能另有原因，只作疑点，降一级。是否算数不能确定、又会影响结论的，不判断。",
    "en": "Where what is listed reaches its number in the year assessed, the grade is no better than the limit, or the very one set: finds off post without leave in due form (a day counts once; official trips, meetings, training and what the organisation ordered are none), months with too few days, measures taken, days of leave, an indicator below the mark. Only what came before the assessment and under the rule counts; of several rows the strictest is used. A grade below the one set may have other reasons: a lead, one step lower. Where it cannot be told whether something counts, and that would decide, nothing is judged."
  },
  "message": {
    "zh": "{year}年{kind}等次为“{grade}”[，不应高于“{maxGrade}”][，应为“{exactGrade}”]：{trigger}计{times}，满{atLeast}即受限制[，最近一次{lastOn}]",
    "en": "{kind} of {year}: {grade}[, should be no better than {maxGrade}][, should be {exactGrade}]; {trigger}: {times}, limited from {atLeast} on[, the last on {lastOn}]"
  },
  "fix": {
    "zh": "核对等次和所依据的记录；确不相符的，重新评定。",
    "en": "Check the grade and what it rests on; where they do not agree, grade again."
  },
  "records": ["assessment"],
  "views": ["condition_subject", "counted_event", "leave_spell"],
  "fields": ["assessment.grade", "assessment.year", "assessment.indicators"],
  "splitBy": "cadre",
  "conventions": ["K2", "K12", "K14", "K16", "K19"],
  "policies": [{"table": "gradeCap"}],
  "arguments": {"year": "text", "kind": "codelist:assessment-kind", "grade": "codelist:grade", "maxGrade": "codelist:grade", "exactGrade": "codelist:grade", "trigger": "codelist:trigger", "times": "number", "atLeast": "number", "lastOn": "date"},
  "keys": ["trigger"],
  "entails": [
    {"rule": "MEA-017", "why": {"zh": "同样的情形也应有相应的措施", "en": "what is counted calls for measures as well"}},
    {"rule": "MEA-018", "why": {"zh": "同样的情形达到次数的应召回", "en": "the same leads to recall once there is enough of it"}}
  ]
}*/
-- @query
WITH ladder (grade, step) AS (
  -- K19: the grades from the best down
  FROM (VALUES ('EXCELLENT', 1), ('COMPETENT', 2), ('BASICALLY_COMPETENT', 3), ('NOT_COMPETENT', 4))
), asked AS (
  -- each assessment beside the rows that are meant for it, with the days over which they count
  SELECT a.id, a.cadreId, a.kind, coalesce(a.year, year(a.date)) AS year, a.year IS NULL AND r.span IS DISTINCT
           FROM 'SERVICE' AND r.trigger <> 'INDICATOR_BELOW' AS undated,
         a.date, a.grade, a.indicators, r.policyRow, r.trigger, coalesce(r.atLeast, 1) AS atLeast, r.atMost, r.maxGrade,
         r.exactGrade, r.measureKinds, r.indicators AS watched, r.belowHundredths,
         greatest(r.validFrom, CASE WHEN r.span = 'SERVICE' THEN r.validFrom
                                    ELSE make_date(coalesce(a.year, year(a.date)), 1, 1) END) AS since,
         least(a.date, CASE WHEN r.span = 'SERVICE' THEN a.date
                            ELSE make_date(coalesce(a.year, year(a.date)), 12, 31) END) AS until
  FROM assessment a CROSS JOIN batch b
  JOIN gradeCap r ON binds(r, a.date) AND list_contains(coalesce(r.assessmentKinds, ['ANNUAL']), a.kind)
  JOIN condition_subject s ON s.recordType = 'assessment' AND s.recordId = a.id AND concerns(r, s.role, s.dispatchLevel)
  WHERE a.date <= b.asOf AND coalesce(a.grade, '') <> 'NO_GRADE'
), counted AS (
  -- what happened to each of them
  SELECT a.id, a.policyRow, count(*) FILTER (e.missing IS NULL) AS known, count(*) AS possible,
         min(e.missing) AS missing, max(e.date) FILTER (e.missing IS NULL) AS lastOn
  FROM asked a
  JOIN counted_event e ON e.cadreId = a.cadreId AND e.trigger = a.trigger AND e.date BETWEEN a.since AND a.until
       AND (a.measureKinds IS NULL OR list_contains(a.measureKinds, e.kind))
  GROUP BY a.id, a.policyRow
  UNION ALL
  SELECT a.id, a.policyRow, sum(date_diff('day', greatest(l.startDate, a.since), least(l.endDate, a.until)) + 1),
         sum(date_diff('day', greatest(l.startDate, a.since), least(l.endDate, a.until)) + 1), NULL, NULL
  FROM asked a
  JOIN leave_spell l ON l.sure AND l.cadreId = a.cadreId AND l.startDate <= a.until AND l.endDate >= a.since
  WHERE a.trigger = 'LEAVE_DAYS' GROUP BY a.id, a.policyRow
  UNION ALL
  SELECT a.id, a.policyRow,
         coalesce(len(list_filter(a.indicators, lambda i: list_contains(a.watched, i.code)
                                                          AND i.valueHundredths < a.belowHundredths)), 0) AS times,
         CASE WHEN a.indicators IS NULL THEN a.atLeast ELSE times END,
         CASE WHEN a.indicators IS NULL THEN 'assessment.indicators' END, NULL
  FROM asked a WHERE a.trigger = 'INDICATOR_BELOW'
), judged AS (
  -- the grade beside the limit, where the number is reached or may be
  SELECT a.*, k.known, k.missing AS unsure, k.lastOn, g.step, c.step AS allowed,
         k.known >= a.atLeast AND k.known <= coalesce(a.atMost, k.known) AS reached, k.possible > k.known AS open
  FROM asked a JOIN counted k ON k.id = a.id AND k.policyRow = a.policyRow
  LEFT JOIN ladder g ON g.grade = a.grade
  JOIN ladder c ON c.grade = coalesce(a.exactGrade, a.maxGrade)
  WHERE k.possible >= a.atLeast
), told AS (
  -- a grade above the limit; below the one set only where all is known
  SELECT *, CASE WHEN undated AND (reached OR open) THEN 'assessment.year'
                 WHEN NOT reached THEN unsure
                 WHEN grade IS NULL THEN 'assessment.grade' END AS missing
  FROM judged
  WHERE grade IS NULL AND known >= atLeast
     -- what is reached so far can only grow, and a grade that is too good then is too good all the more
     OR step < allowed AND (reached OR open AND known < atLeast)
     OR step > allowed AND exactGrade IS NOT NULL AND reached AND NOT open
)
SELECT CASE WHEN step > allowed THEN 'candidate' ELSE 'violation' END AS outcome,
       CASE WHEN step > allowed THEN 1 ELSE 0 END AS lowerBy,
       'assessment' AS recordType, id AS recordId, policyRow, missing, '/grade' AS pointer, year::VARCHAR AS year,
       kind, grade,
       CASE WHEN exactGrade IS NULL THEN maxGrade END AS maxGrade, exactGrade, trigger, known::BIGINT AS times, atLeast,
       lastOn
FROM told
-- of several rows on one matter the strictest
QUALIFY missing IS NOT NULL
     OR row_number() OVER (PARTITION BY id, trigger, missing IS NULL ORDER BY allowed DESC, policyRow) = 1;
-- @break
-- what a row counts, as often as it says: finds, measures, or a low indicator
INSERT INTO activity (id, kind, date, cadreId, finding)
WITH chosen AS (
  -- a grade better than a row would leave, of a cadre who was in post and neither on leave nor away
  SELECT a.cadreId, a.year, r.policyRow, coalesce(r.atLeast, 1) AS times
  FROM assessment a CROSS JOIN batch b JOIN gradeCap r ON r.trigger = 'OFF_POST_FIND' AND binds(r, a.date)
  WHERE a.kind = 'ANNUAL' AND a.grade = 'EXCELLENT' AND a.date <= b.asOf
  ORDER BY coalesce(r.atLeast, 1), a.id LIMIT 1
), free AS (
  -- the days on which nothing excuses
  SELECT c.cadreId, c.times, d.day, row_number() OVER (ORDER BY d.day) AS n
  FROM chosen c JOIN posting_span s ON s.cadreId = c.cadreId,
       unnest(generate_series(greatest(s.startDate, make_date(c.year, 1, 1)),
                              least(s.endDate, make_date(c.year, 12, 31)), INTERVAL 1 DAY)::DATE[]) d(day)
  ANTI JOIN approved_leave_spell l ON l.cadreId = c.cadreId AND d.day BETWEEN l.startDate AND l.endDate
  ANTI JOIN attendance t ON t.cadreId = c.cadreId AND t.date = d.day AND t.status <> 'REST'
)
SELECT 'break-asm-011-' || n, 'SPOT_CHECK', day, cadreId, 'OFF_POST' FROM free WHERE n <= times;
INSERT INTO measure (id, kind, date, cadreId)
SELECT 'break-asm-011', r.measureKinds[1], make_date(a.year, 12, 1), a.cadreId
FROM assessment a CROSS JOIN batch b JOIN gradeCap r ON r.trigger = 'MEASURE' AND binds(r, a.date)
WHERE a.kind = 'ANNUAL' AND a.grade = 'EXCELLENT' AND a.date <= b.asOf
  AND NOT EXISTS (FROM gradeCap WHERE trigger = 'OFF_POST_FIND')
ORDER BY a.id LIMIT 1;
UPDATE assessment
SET indicators = [{'code': r.watched, 'valueHundredths': 0}]
FROM (SELECT indicators[1] AS watched FROM gradeCap WHERE trigger = 'INDICATOR_BELOW' ORDER BY policyRow LIMIT 1) r
WHERE NOT EXISTS (FROM gradeCap WHERE trigger IN ('OFF_POST_FIND', 'MEASURE'))
  AND id = (SELECT id FROM assessment WHERE kind = 'ANNUAL' AND grade = 'EXCELLENT' ORDER BY id LIMIT 1);
