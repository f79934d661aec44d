/*{
  "id": "OBL-006",
  "since": "1.0",
  "title": {"zh": "活动登记不符合规定", "en": "An activity is not as the rules say"},
  "asks": {
    "zh": "活动的参加方、主题等符合规定，例如培训由组织部门会同有关部门举办。没有登记的字段不判断。",
    "en": "The participants, topics and so on of an activity are as the rules say; training, for instance, is held by the bodies named. A field that is not on record is not judged."
  },
  "message": {
    "zh": "{field}为{found}，规定为{expected}",
    "en": "{field} is {found}, the rule asks for {expected}"
  },
  "fix": {
    "zh": "登记有误的更正；确实不符的，下次按规定办。",
    "en": "Correct the record if it is wrong; otherwise follow the rule next time."
  },
  "records": ["activity"],
  "views": ["condition_verdict"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "activity"}}],
  "arguments": {"field": "field:activity", "found": "codelist:body", "expected": "codelist:body"}
}*/
-- @query
SELECT DISTINCT 'activity' AS recordType, recordId, c.policyRow,
       CASE WHEN verdict = 'ABSENT' THEN 'activity.' || field END AS missing, '/' || field AS pointer, field, vals AS found, expected
FROM condition_verdict c CROSS JOIN batch b
WHERE recordType = 'activity' AND verdict <> 'OK' AND date <= b.asOf;
-- @break
UPDATE activity SET participants = ['OTHER'] WHERE id = (
  SELECT a.id FROM activity a CROSS JOIN batch b
  JOIN condition c ON c.recordType = 'activity' AND c.field = 'participants' AND (c.kinds IS NULL OR list_contains(c.kinds, a.kind)) AND binds(c, a.date)
  WHERE a.date <= b.asOf ORDER BY a.id LIMIT 1);
