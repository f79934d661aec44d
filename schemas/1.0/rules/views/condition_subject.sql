/*{
  "name": "condition_subject",
  "of": {"zh": "记录所说的派驻：角色、派出层级，以及据以判断 condition 的日期；派驻和工作队的状况持续到最后一天（lastDay），其余只看当日。干部的记录归于其日期之前最后开始的派驻", "en": "The postings that a record speaks of: role, dispatch level, and the day on which a condition on it is judged; what is on record of a posting or a team lasts to its last day (lastDay), all else is of its day alone. A record of a cadre belongs to the posting that began last before its day"},
  "conventions": ["K3"],
  "reads": ["activity", "assessment", "batch", "condition_type", "leave", "measure", "organization", "posting", "rectificationCase", "support", "team", "village"]
}*/
CREATE VIEW condition_subject AS
WITH dated AS (
  -- the records of a cadre, each with its day
  SELECT 'leave' AS recordType, id, cadreId, startDate AS date
  FROM leave WHERE 'leave' IN (SELECT recordType FROM condition_type)
  UNION ALL
  SELECT 'activity', id, cadreId, date
  FROM activity WHERE 'activity' IN (SELECT recordType FROM condition_type)
  UNION ALL
  SELECT 'assessment', id, cadreId, date
  FROM assessment
  UNION ALL
  SELECT 'measure', id, cadreId, date
  FROM measure
  UNION ALL
  SELECT 'support', s.id, s.cadreId,
         coalesce(s.startDate, (s.month || '-01')::DATE, make_date(s.year, 1, 1), b.asOf)
  FROM support s CROSS JOIN batch b WHERE 'support' IN (SELECT recordType FROM condition_type)
), lasting AS (
  -- what stands for as long as it is there is judged at asOf
  SELECT 'organization' AS recordType, id
  FROM organization
  UNION ALL
  SELECT 'village', id
  FROM village
)
SELECT 'posting' AS recordType, p.id AS recordId, p.cadreId, p.id AS postingId, p.role, p.dispatchLevel,
       p.startDate AS date, least(coalesce(p.endDate, b.asOf), b.asOf) AS lastDay
FROM posting p CROSS JOIN batch b
UNION ALL
SELECT 'cadre', cadreId, cadreId, id, role, dispatchLevel, startDate, startDate FROM posting
UNION ALL
SELECT 'team', t.id, t.leaderCadreId, NULL, NULL, t.dispatchLevel, coalesce(t.formedOn, b.asOf),
       least(coalesce(t.dissolvedOn, b.asOf), b.asOf)
FROM team t CROSS JOIN batch b
UNION ALL
SELECT 'rectificationCase', c.id, c.cadreId, c.postingId, p.role, p.dispatchLevel,
       coalesce(c.decisionOn, c.unitNotifiedOn, c.investigatedOn, c.reviewedOn, c.opinionOn, c.townshipRequestOn,
                c.townshipOpinionOn, c.complaintVerifiedOn) AS day, day
FROM rectificationCase c LEFT JOIN posting p ON p.id = c.postingId
UNION ALL
SELECT e.recordType, e.id, e.cadreId, p.id, p.role, p.dispatchLevel, e.date, e.date
FROM dated e ASOF LEFT JOIN posting p ON p.cadreId = e.cadreId AND p.startDate <= e.date
UNION ALL
SELECT e.recordType, e.id, NULL, NULL, NULL, NULL, b.asOf, b.asOf FROM lasting e CROSS JOIN batch b;
