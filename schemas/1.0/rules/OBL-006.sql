/*{
  "id": "OBL-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "活动登记不符合规定", "en": "An activity is not as the rules say"},
  "asks": {
    "zh": "活动的主办和参加单位、主题等符合规定，例如培训由组织部门会同有关部门举办；主办的机构也算参加。干部参加的义务已由当年另一次合规活动完成的，另外举办的活动不看；层级不够、不计入该项义务的活动也不看。没有登记的字段不判断。",
    "en": "The bodies that hold or join an activity, its topics and the like are as the rules say; training, for instance, is held by the bodies named. Whoever organises takes part. What is held besides, when everybody in it has had one of the year that is as it should be, is not looked at, nor what is of too low a level to count for the duty. A field that is not on record is not judged."
  },
  "message": {
    "zh": "{field}[登记为{found}][，应为{wanted}][，应不少于{least}][，应不多于{most}][，应为{exactly}][，应不晚于{latest}][，应不早于{earliest}][没有登记（{presentOn}应有）][不得为{barred}][缺少{lacking}][不应登记，却登记为{surplus}]",
    "en": "{field}[ is {found}][, should be {wanted}][, should be at least {least}][, should be at most {most}][, should be {exactly}][, should be no later than {latest}][, should be no earlier than {earliest}][ is not on record (due on {presentOn})][ must not be {barred}][ lacks {lacking}][ should not be on record, yet is {surplus}]"
  },
  "fix": {
    "zh": "登记有误的更正；确实不符的，下次按规定办。",
    "en": "Correct the record if it is wrong; otherwise follow the rule next time."
  },
  "records": ["activity"],
  "views": ["condition_verdict"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "activity"}}],
  "also": [{"table": "obligation", "where": {"subject": "CADRE", "period": "YEAR"}}],
  "arguments": {"field": "field", "found": "value", "wanted": "value", "barred": "value", "lacking": "value", "surplus": "value", "least": "number", "most": "number", "exactly": "number", "latest": "date", "earliest": "date", "presentOn": "date"}
}*/
-- @query
WITH organiser AS (
  -- the bodies of each activity: those that took part, and the one that holds it
  SELECT a.id, a.participants,
         list_distinct(coalesce(a.participants, [])
                       || list_filter([a.body, o.body], lambda x: x IS NOT NULL)) AS bodies
  FROM activity a LEFT JOIN organization o ON o.id = a.organizationId
), judged AS (
  -- what is wrong with each, whoever organises being counted among those who took part
  SELECT v.policyRow, v.recordId, v.verdict, v.date, v.field, v.found, v.wanted, v.barred, o.participants,
         v.surplus, v.least, v.most, v.exactly, v.latest, v.earliest, v.presentOn, v.missing,
         CASE WHEN v.field = 'participants' AND v.op = 'CONTAINS_ALL'
              THEN list_filter(v.expected, lambda x: NOT list_contains(o.bodies, x))
              ELSE v.lacking END AS lacking,
         v.field = 'participants' AND v.op = 'CONTAINS_ALL' AS joined
  FROM condition_verdict v JOIN organiser o ON o.id = v.recordId WHERE v.recordType = 'activity'
), seen AS (
  -- a list that is not on record leaves open who else took part
  SELECT *, CASE WHEN NOT joined THEN verdict
                 WHEN len(lacking) = 0 THEN 'OK'
                 WHEN participants IS NULL OR verdict = 'ABSENT' THEN 'ABSENT'
                 ELSE 'BROKEN' END AS outcome
  FROM judged
), part AS (
  -- the cadres of each activity
  SELECT id, unnest(list_distinct(coalesce(cadreIds, [])
                                  || list_filter([cadreId], lambda x: x IS NOT NULL))) AS cadreId
  FROM activity
), duty AS (
  -- the activities by which cadres fulfil a yearly duty, and those that are of too low a level for it
  SELECT a.id, a.kind, year(a.date) AS year,
         bool_and(coalesce(least(a.level, list_min(a.organiserLevels)) > o.lowestLevel, false)) AS low
  FROM activity a
  JOIN obligation o ON o.act = a.kind AND o.subject = 'CADRE' AND o.period = 'YEAR' AND binds(o, a.date)
  GROUP BY ALL
), done AS (
  -- those who had one in the year that is as the row asks
  SELECT DISTINCT s.policyRow, d.kind, d.year, p.cadreId
  FROM seen s JOIN duty d ON d.id = s.recordId AND NOT d.low JOIN part p ON p.id = s.recordId WHERE s.outcome = 'OK'
)
SELECT DISTINCT 'activity' AS recordType, s.recordId, s.policyRow,
                CASE WHEN s.outcome = 'ABSENT' THEN s.missing END AS missing,
                '/' || s.field AS pointer, s.field, s.found, s.wanted, s.barred, s.lacking, s.surplus, s.least, s.most,
                s.exactly, s.latest, s.earliest, s.presentOn
FROM seen s CROSS JOIN batch b LEFT JOIN duty d ON d.id = s.recordId
WHERE s.outcome <> 'OK' AND s.date <= b.asOf AND NOT coalesce(d.low, false)
  AND NOT (d.id IS NOT NULL AND EXISTS (SELECT 1 FROM part p WHERE p.id = s.recordId)
           AND NOT EXISTS (SELECT 1
                           FROM part p
                           WHERE p.id = s.recordId
                             AND NOT EXISTS (SELECT 1
                                             FROM done n
                                             WHERE n.policyRow = s.policyRow AND n.kind = d.kind AND n.year = d.year
                                               AND n.cadreId = p.cadreId)));
-- @break
UPDATE activity
SET participants = ['OTHER'], organizationId = NULL, body = NULL
WHERE id = (SELECT a.id
            FROM activity a CROSS JOIN batch b
            JOIN condition c ON c.recordType = 'activity' AND c.field = 'participants'
                 AND (c.kinds IS NULL OR list_contains(c.kinds, a.kind)) AND binds(c, a.date)
            WHERE a.date <= b.asOf ORDER BY a.id LIMIT 1);
