/*{
  "id": "REC-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "整改情形缺少应有的事实", "en": "A ground lacks a fact it needs"},
  "asks": {
    "zh": "每一整改情形有其构成要件：有的须有记载（如乡镇意见、满意度测评），有的须认定为特定内容。要件只看是否已登记、已认定，不作推断。",
    "en": "Each ground has elements of its own: some must be on record (the township's opinion, the survey), some must have been determined in a given sense. Only what was recorded or determined counts; nothing is inferred."
  },
  "message": {
    "zh": "按“{ground}”立案的，[应当登记「{absent}」，案件没有登记][「{field}」应为{wanted}，登记的却是{found}]",
    "en": "The ground “{ground}” [needs {absent}, which the case does not have][needs {field} to be {wanted}, on record is {found}]"
  },
  "fix": {
    "zh": "补齐该情形的事实并附依据；事实不成立的，撤去该情形。",
    "en": "Record the fact with its evidence; if it does not hold, withdraw the ground."
  },
  "records": ["rectificationCase"],
  "views": ["case_ground", "fact_value"],
  "fields": ["rectificationCase.grounds"],
  "conventions": ["K12", "K14", "K15"],
  "absence": [
    {"field": "rectificationCase.complaintVerifiedOn", "zh": "文件要求认定这一情形须有这项事实，案件须自行载明", "en": "the text makes this fact part of the ground, so the case itself must carry it"},
    {"field": "rectificationCase.otherText", "zh": "文件要求认定这一情形须有这项事实，案件须自行载明", "en": "the text makes this fact part of the ground, so the case itself must carry it"},
    {"field": "rectificationCase.routeBasis", "zh": "文件要求认定这一情形须有这项事实，案件须自行载明", "en": "the text makes this fact part of the ground, so the case itself must carry it"},
    {"field": "rectificationCase.shortcomings", "zh": "文件要求认定这一情形须有这项事实，案件须自行载明", "en": "the text makes this fact part of the ground, so the case itself must carry it"},
    {"field": "rectificationCase.surveyId", "zh": "文件要求认定这一情形须有这项事实，案件须自行载明", "en": "the text makes this fact part of the ground, so the case itself must carry it"},
    {"field": "rectificationCase.townshipOpinionOn", "zh": "文件要求认定这一情形须有这项事实，案件须自行载明", "en": "the text makes this fact part of the ground, so the case itself must carry it"}
  ],
  "policies": [{"table": "groundFact"}],
  "arguments": {"ground": "codelist:rectification-ground", "field": "field", "absent": "field", "wanted": "value", "found": "value"}
}*/
-- @query
WITH asked AS (
  -- what the grounds of each case ask to be on record
  SELECT DISTINCT g.caseId, f.policyRow, f.ground, f.field, f."values" AS wanted, v.vals, v.redacted
  FROM case_ground g
  JOIN groundFact f ON f.ground = g.ground AND binds(f, g.eventOn)
  JOIN fact_value v ON v.recordType = 'rectificationCase' AND v.recordId = g.caseId AND v.field = f.field
  -- a case that was not established rests on nothing
  WHERE coalesce(g.outcome, '') <> 'NOT_ESTABLISHED'
), judged AS (
  -- a fact that must merely be filled is missed when absent; one of a given sense cannot be judged when
  -- absent (K12)
  SELECT *,
         CASE WHEN vals IS NULL AND (wanted IS NOT NULL OR redacted)
              THEN 'rectificationCase.' || field END AS missing
  FROM asked
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow, missing,
       ground, field, CASE WHEN vals IS NULL THEN field END AS absent, CASE
           WHEN vals IS NOT NULL THEN wanted END AS wanted,
       vals AS found
FROM judged
WHERE vals IS NULL OR NOT list_has_any(vals, wanted);
-- @break
-- a further ground is cited without the description it needs; on route C it changes no route
UPDATE rectificationCase
SET grounds = list_append(grounds, '13'), otherText = NULL
WHERE id = (SELECT id
            FROM rectificationCase WHERE route = 'C' AND NOT list_contains(grounds, '13') ORDER BY id LIMIT 1);
