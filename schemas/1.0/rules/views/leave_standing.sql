/*{
  "name": "leave_standing",
  "of": {"zh": "每条能够说明离岗理由的请假：自批准之日起（先批准的自首日起），到销假或期满为止，截至评判日；形式不合规定的不算，批准日期或形式没有登记的注明缺什么（missing）", "en": "Each leave that may excuse an absence: from the day it was approved (from its first day where approved before), until the return or its end, cut at asOf; one that is not in the form asked does not excuse, and one whose approval or form is not on record says what is missing"},
  "conventions": ["K12", "K14"],
  "also": [{"table": "parameter", "where": {"name": "leave.form"}}],
  "reads": ["batch", "coverage", "leave", "levelAs", "parameter", "posting"]
}*/
CREATE VIEW leave_standing AS
WITH asked AS (
  -- the form asked of a leave, where the rule on it binds its first day and the role held then
  SELECT l.id, p.code AS form
  FROM leave l JOIN param('leave.form') p ON binds(p, l.startDate)
  WHERE concerns_cadre(p, l.cadreId, l.startDate)
)
SELECT l.id, l.cadreId, greatest(l.startDate, l.approvedOn) AS startDate,
       least(l.endDate, l.returnReportedOn, b.asOf) AS endDate,
       CASE WHEN l.approvedOn IS NULL THEN 'leave.approvedOn'
            WHEN a.id IS NOT NULL AND l.form IS NULL THEN 'leave.form' END AS missing
FROM leave l CROSS JOIN batch b LEFT JOIN asked a ON a.id = l.id
WHERE coalesce(in_form(l.form, a.form), true)
  AND least(l.endDate, l.returnReportedOn, b.asOf) >= greatest(l.startDate, l.approvedOn);
