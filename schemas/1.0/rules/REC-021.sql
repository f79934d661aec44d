/*{
  "id": "REC-021",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "title": {"zh": "所依据的督查次数不够", "en": "Too few finds behind the case"},
  "asks": {
    "zh": "以多次查岗不在岗立案的，所引的督查中本人不在岗、又无批准请假的日期须达到规定次数，同一天只计一次。案件自己引用的督查不足次数的，这一情形不成立。没有引用督查、所引的督查不在批次之内、或没有写明对象和结果的，不判断；已撤销或认定不成立的案件不再看。",
    "en": "A case for being found off post cites inspections that found the very cadre off post without approved leave on as many days as set; a day counts once. Where those that the case itself cites are fewer, the ground is not made out. Without a citation, or where what is cited is not in the batch or does not say whom and what was found, nothing is judged; cases revoked or not established are left alone."
  },
  "message": {
    "zh": "按“{ground}”立案，所引的督查（{inspections}）中本人不在岗且无批准请假的只有{finds}天，不到{limit}次，这一情形不成立",
    "en": "The case cites the ground “{ground}”, but the inspections it relies on ({inspections}) found this cadre off post without leave on {finds} days only, fewer than {limit}"
  },
  "fix": {
    "zh": "核对所引的督查；漏引的补上，确实不足次数的，撤去该情形并纠正已采取的措施。",
    "en": "Check the inspections cited; add what was left out, or withdraw the ground and undo what was done on it."
  },
  "records": ["rectificationCase", "activity"],
  "views": ["approved_leave_spell", "case_ground"],
  "fields": ["rectificationCase.inspectionIds", "activity.cadreId", "activity.finding"],
  "conventions": ["K2", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "rectification.offPostFinds"}}],
  "arguments": {"ground": "codelist:rectification-ground", "inspections": "text", "finds": "number", "limit": "number"}
}*/
-- @query
WITH cited AS (
  -- the cases on the ground of the finds, with each inspection that they cite
  SELECT g.caseId, g.cadreId, g.ground, p.policyRow, p.number, unnest(coalesce(c.inspectionIds,
      [NULL])) AS inspectionId
  FROM case_ground g
  JOIN param('rectification.offPostFinds') p ON coalesce(p.code, '02') = g.ground AND binds(p, g.eventOn)
       AND coalesce(concerns(p, g.role, g.dispatchLevel), true)
  JOIN rectificationCase c ON c.id = g.caseId
  WHERE coalesce(c.appealOutcome, '') <> 'REVOKED' AND coalesce(g.outcome, '') <> 'NOT_ESTABLISHED'
), seen AS (
  -- what each of them found, and of whom
  SELECT t.*, a.id AS found, a.date, a.finding, a.kind IN ('INSPECTION', 'SPOT_CHECK') AS isInspection,
         list_append(coalesce(a.cadreIds, []), a.cadreId) AS cadreIds
  FROM cited t LEFT JOIN activity a ON a.id = t.inspectionId
), weighed AS (
  -- on how many days without approved leave it was this cadre, off post
  SELECT s.caseId, s.ground, s.policyRow, s.number, list_sort(list(s.inspectionId)) AS inspections,
         count(DISTINCT s.date) FILTER (s.isInspection AND s.finding = 'OFF_POST' AND list_contains(s.cadreIds,
             s.cadreId)
                                        AND coalesce(l.endDate < s.date, true)) AS finds,
         bool_or(s.found IS NULL) AS unseen, bool_or(len(list_filter(s.cadreIds,
             lambda x: x IS NOT NULL)) = 0) AS ofNobody,
         bool_or(s.finding IS NULL) AS unsaid
  FROM seen s
  ASOF LEFT JOIN approved_leave_spell l ON l.cadreId = s.cadreId AND l.startDate <= s.date
  GROUP BY s.caseId, s.ground, s.policyRow, s.number
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow,
       CASE WHEN unseen THEN 'rectificationCase.inspectionIds'
            WHEN ofNobody THEN 'activity.cadreId'
            WHEN unsaid THEN 'activity.finding' END AS missing,
       '/inspectionIds' AS pointer, ground, inspections, finds, number AS "limit"
FROM weighed WHERE finds < number;
-- @break
-- a case on another ground cites finds off post as well, and a check that found the cadre at the post
INSERT INTO activity (id, kind, date, cadreId, finding)
SELECT 'break-rec-021', 'SPOT_CHECK', g.eventOn - 1, g.cadreId, 'ON_POST'
FROM case_ground g JOIN rectificationCase c ON c.id = g.caseId
WHERE c.route = 'B' AND c.appealOutcome IS NULL ORDER BY c.id LIMIT 1;
UPDATE rectificationCase
SET grounds = list_append(grounds, '02'), inspectionIds = ['break-rec-021']
WHERE id = (SELECT id FROM rectificationCase WHERE route = 'B' AND appealOutcome IS NULL ORDER BY id LIMIT 1);
