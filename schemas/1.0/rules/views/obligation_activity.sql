/*{
  "name": "obligation_activity",
  "of": {"zh": "可能履行义务的活动：据其登记就能断定不合该行要求的（wrong），或缺什么而不能断定的（unknown）；以及所致送的机构。是谁的义务、致送谁，由各规则判断", "en": "The activities that may fulfil an obligation: whether what is on record shows that one does not (wrong), or what is not on record that would tell (unknown), and the bodies that it addresses. Whose it is, and whom it should address, the rules ask"},
  "conventions": ["K14"],
  "reads": ["activity", "batch", "obligation", "organization"]
}*/
CREATE VIEW obligation_activity AS
WITH addressed AS (
  -- an addressee reads BODY, and BODY@LEVEL as well
  SELECT u.id, list(g.body) || list(g.body || '@' || g.level) AS recipients
  FROM (SELECT id, unnest(recipientIds) AS recipientId FROM activity) u
  JOIN organization g ON g.id = u.recipientId
  GROUP BY u.id
), held AS (
  -- a unit acts itself or through its own party committee or personnel department
  SELECT o.policyRow, o.form AS dueForm, o.tier AS dueTier, o.lowestLevel, o.leaderRole, o.body AS dueBody,
         o.topics AS dueTopics, a.* REPLACE (coalesce(a.body, CASE WHEN g.body IN ('UNIT_PARTY_COMMITTEE',
             'UNIT_PERSONNEL_DEPT') THEN g.body END) AS body), r.recipients,
         least(a.level, list_min(a.organiserLevels)) AS highest
  FROM obligation o JOIN activity a ON a.kind = o.act AND binds(o, a.date)
  JOIN batch b ON a.date <= b.asOf
  LEFT JOIN organization g ON g.id = a.organizationId
  LEFT JOIN addressed r ON r.id = a.id
)
SELECT policyRow, id, date, cadreId, cadreIds, teamId, organizationId, villageId, recipientIds, recipients,
       coalesce(highest > lowestLevel, false) OR coalesce(tier <> dueTier, false)
           OR coalesce(NOT in_form(form, dueForm),
           false)
         OR coalesce(body <> dueBody, false) OR coalesce(NOT list_contains(leaderRoles, leaderRole), false)
         OR coalesce(NOT list_has_any(topics, dueTopics), false) AS wrong,
       CASE WHEN leaderRole IS NOT NULL AND leaderRoles IS NULL THEN 'activity.leaderRoles'
            WHEN dueBody IS NOT NULL AND body IS NULL THEN 'activity.body'
            WHEN dueForm IS NOT NULL AND form IS NULL THEN 'activity.form'
            WHEN dueTier IS NOT NULL AND tier IS NULL THEN 'activity.tier'
            WHEN lowestLevel IS NOT NULL AND highest IS NULL THEN 'activity.level'
            WHEN dueTopics IS NOT NULL AND topics IS NULL THEN 'activity.topics' END AS unknown
FROM held;
