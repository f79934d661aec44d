/*{
  "name": "case_date",
  "of": {"zh": "处理的各个有日期的步骤，每个一行", "en": "The dated steps of a case, one row each"},
  "reads": ["fact_value", "rectificationCase"]
}*/
CREATE VIEW case_date AS
WITH step AS (
  -- the days on which something was done
  SELECT id AS caseId, opinionOn, townshipRequestOn, reviewedOn, filedOn, investigatedOn, statementOn,
         decisionOn, unitNotifiedOn, cadreNotifiedOn, recalledToUnitOn, talkOn, unitOpinionOn, consentOn,
         returnedOn, noChangeConcludedOn, replacementSelectedOn, appealFiledOn, appealRepliedOn, transferredOn,
         complaintVerifiedOn, townshipOpinionOn
  FROM rectificationCase
)
SELECT caseId, field, date FROM (UNPIVOT step ON COLUMNS(* EXCLUDE (caseId)) INTO NAME field VALUE date)
UNION ALL
-- and the days of a place's own that its rows name
SELECT recordId, field, TRY_CAST(vals[1] AS DATE) FROM fact_value
WHERE recordType = 'rectificationCase' AND starts_with(field, 'ext.') AND vals IS NOT NULL;
