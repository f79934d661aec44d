/*{
  "id": "REC-017",
  "since": "1.0",
  "title": {"zh": "年度考核不称职的后续措施缺失", "en": "No measure after the annual grade not competent"},
  "asks": {
    "zh": "年度考核不称职（不合格）的，应有规定的后续措施（如诫勉谈话），日期不早于考核结果；只在该类措施记录声明完整时判断。",
    "en": "An annual grade of not competent is followed by the measure named, such as an admonition talk, not before the day of the result; judged only where such measures are declared complete."
  },
  "message": {
    "zh": "{gradedOn}年度考核评为{grade}，没有随后的{kind}记录",
    "en": "Graded {grade} on {gradedOn}, and no {kind} followed"
  },
  "fix": {
    "zh": "由有管理权限的部门实施并登记。",
    "en": "The department in charge takes the measure and records it."
  },
  "records": ["assessment", "measure"],
  "views": ["nameless"],
  "fields": ["assessment.grade", "measure.cadreId"],
  "coverage": ["measure"],
  "conventions": ["K12", "K14", "K19"],
  "policies": [{"table": "consequence", "where": {"trigger": "ANNUAL_NOT_COMPETENT"}}],
  "arguments": {"gradedOn": "date", "grade": "codelist:grade", "kind": "codelist:measure-kind"}
}*/
-- @query
SELECT 'assessment' AS recordType, a.id AS recordId, q.policyRow,
       CASE WHEN NOT covered('measure', q.measureKind, a.date, b.asOf) THEN 'coverage.measure'
            WHEN q.measureKind IN (SELECT kind FROM nameless WHERE recordType = 'measure')
            THEN 'measure.cadreId' END AS missing,
       a.date AS gradedOn, a.grade, q.measureKind AS kind
FROM assessment a CROSS JOIN batch b
JOIN consequence q ON q."trigger" = 'ANNUAL_NOT_COMPETENT' AND NOT coalesce(q.onOrganization, false)
     AND binds(q, a.date)
WHERE a.kind = 'ANNUAL' AND a.grade = 'NOT_COMPETENT' AND a.date <= b.asOf
  AND NOT EXISTS (SELECT 1
                  FROM measure m
                  WHERE m.kind = q.measureKind AND m.cadreId = a.cadreId AND m.date >= a.date
                    AND m.date <= b.asOf
                    AND (m.assessmentId IS NULL OR m.assessmentId = a.id)
                    AND (q."by" IS NULL OR m."by" IS NULL OR list_contains(q."by", m."by")));
-- @break
-- the talk is dated before the result it should follow
UPDATE measure
SET date = t.date - 1
FROM (SELECT a.cadreId, a.date, q.measureKind
      FROM assessment a JOIN consequence q ON q."trigger" = 'ANNUAL_NOT_COMPETENT'
      WHERE a.kind = 'ANNUAL' AND a.grade = 'NOT_COMPETENT' ORDER BY a.id LIMIT 1) t
WHERE measure.cadreId = t.cadreId AND measure.kind = t.measureKind;
