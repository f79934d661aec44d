/*{
  "name": "case_ground",
  "of": {"zh": "处理的每项情形一行，附据以选定有效规定的日期", "en": "The cases of rectification with one row for each ground, on the day by which the rules in force are chosen"},
  "conventions": ["K14"],
  "reads": ["posting", "rectificationCase"]
}*/
CREATE VIEW case_ground AS
SELECT c.id AS caseId, c.cadreId, c.postingId, c.route, c.outcome, p.role, p.dispatchLevel,
       p.dispatchingUnitId,
       coalesce(c.decisionOn, c.unitNotifiedOn, c.investigatedOn, c.reviewedOn, c.opinionOn,
                c.townshipRequestOn,
                c.townshipOpinionOn, c.complaintVerifiedOn) AS eventOn,
       unnest(c.grounds) AS ground
FROM rectificationCase c LEFT JOIN posting p ON p.id = c.postingId;
