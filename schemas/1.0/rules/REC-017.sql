/*{
  "id": "REC-017",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "年度考核不称职的后续措施缺失", "en": "No measure after the annual grade not competent"},
  "asks": {
    "zh": "年度考核不称职（不合格）的，应有规定的后续措施（如诫勉谈话），日期不早于考核结果；条文没有期限，结果作出后的第一个工作日过后才判断，且只在该类措施记录声明完整时判断。",
    "en": "An annual grade of not competent is followed by the measure named, such as an admonition talk, not before the day of the result; the text sets no limit, so that it is judged once the first working day after the result is over, and only where such measures are declared complete."
  },
  "message": {
    "zh": "{gradedOn}年度考核评为{grade}，到{asOf}没有进行{kind}的记录",
    "en": "Graded {grade} on {gradedOn}, and no {kind} followed by {asOf}"
  },
  "fix": {
    "zh": "由有管理权限的部门实施并登记。",
    "en": "The department in charge takes the measure and records it."
  },
  "records": ["assessment", "measure"],
  "views": ["calendar_day", "nameless", "working_day"],
  "fields": ["assessment.grade", "measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K4", "K12", "K14", "K19"],
  "policies": [{"table": "consequence", "where": {"trigger": "ANNUAL_NOT_COMPETENT"}}],
  "arguments": {"gradedOn": "date", "grade": "codelist:grade", "kind": "codelist:measure-kind", "asOf": "date"}
}*/
-- @query
WITH graded AS (
  -- the grades with what must follow, once the first working day after the result is over
  SELECT a.id, a.cadreId, a.date, a.grade, q.policyRow, q.measureKind, q."by", b.asOf, w.date IS NULL AS uncertain,
         covered('measure', q.measureKind, a.date, b.asOf) AS covered,
         q.measureKind IN (SELECT kind FROM nameless WHERE recordType = 'measure') AS nameless
  FROM assessment a CROSS JOIN batch b
  JOIN consequence q ON q."trigger" = 'ANNUAL_NOT_COMPETENT' AND NOT coalesce(q.onOrganization, false)
       AND binds(q, a.date)
  LEFT JOIN calendar_day d ON d.date = a.date LEFT JOIN working_day w ON w.ordinal = d.ordinal + 1
  WHERE a.kind = 'ANNUAL' AND a.grade = 'NOT_COMPETENT' AND a.date <= b.asOf AND coalesce(w.date < b.asOf, true)
)
SELECT 'assessment' AS recordType, g.id AS recordId, g.policyRow,
       CASE WHEN NOT g.covered THEN 'coverage.measure'
            WHEN g.nameless THEN 'measure.cadreId'
            WHEN g.uncertain THEN 'register.calendar' END AS missing,
       g.date AS gradedOn, g.grade, g.measureKind AS kind, g.asOf
FROM graded g
WHERE NOT EXISTS (SELECT 1
                  FROM measure m
                  WHERE m.kind = g.measureKind AND m.cadreId = g.cadreId AND m.date >= g.date
                    AND m.date <= g.asOf
                    AND (m.assessmentId IS NULL OR m.assessmentId = g.id)
                    AND (g."by" IS NULL OR m."by" IS NULL OR list_contains(g."by", m."by")));
-- @break
-- the talk is dated before the result it should follow
UPDATE measure
SET date = t.date - 1
FROM (SELECT a.cadreId, a.date, q.measureKind
      FROM assessment a JOIN consequence q ON q."trigger" = 'ANNUAL_NOT_COMPETENT'
      WHERE a.kind = 'ANNUAL' AND a.grade = 'NOT_COMPETENT' ORDER BY a.id LIMIT 1) t
WHERE measure.cadreId = t.cadreId AND measure.kind = t.measureKind;
