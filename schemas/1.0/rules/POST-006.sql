/*{
  "id": "POST-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "任期内调整的提出机构或会商不符", "en": "An early adjustment by the wrong body"},
  "asks": {
    "zh": "因所列原因在任期内调整的，由规定机构提出，层级与派出单位相同，需要会商的先商派出单位。没有登记的不判断。",
    "en": "An early adjustment for a reason listed is initiated by the body named, at the dispatch level, and where asked after consulting the unit. What is not on record is not judged."
  },
  "message": {
    "zh": "因{reason}离任[：由{initiator}提出，应由{dueInitiator}提出][：提出机构为{level}一级，应为{dueLevel}一级][：是否商派出单位登记为{consulted}，应先商派出单位]",
    "en": "left for {reason}[: initiated by {initiator}, should be {dueInitiator}][: the initiator is of level {level}, should be {dueLevel}][: unit consulted: {consulted}, which comes first]"
  },
  "fix": {
    "zh": "核对提出机构和会商情况，缺的依程序补办。",
    "en": "Check who initiated and whether the unit was consulted; make up what is missing."
  },
  "records": ["posting"],
  "fields": ["posting.endInitiator", "posting.endInitiatorLevel", "posting.consultedUnit"],
  "conventions": ["K9", "K12", "K14"],
  "policies": [{"table": "exitReason", "where": {"initiator": "*"}}],
  "arguments": {"reason": "codelist:exit-reason", "initiator": "codelist:body", "level": "codelist:subordination", "dueInitiator": "codelist:body", "dueLevel": "codelist:subordination", "consulted": "text"}
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow,
       CASE WHEN wrongBody OR wrongLevel OR unconsulted THEN NULL
            WHEN endInitiator IS NULL AND bodyDue IS NOT NULL THEN 'posting.endInitiator'
            WHEN endInitiatorLevel IS NULL AND bodyDue IS NOT NULL THEN 'posting.endInitiatorLevel'
            ELSE 'posting.consultedUnit' END AS missing,
       endReason AS reason,
       CASE WHEN wrongBody THEN endInitiator END AS initiator, CASE WHEN wrongBody THEN bodyDue END AS dueInitiator,
       CASE WHEN wrongLevel THEN endInitiatorLevel END AS level, CASE WHEN wrongLevel THEN levelDue END AS dueLevel,
       CASE WHEN unconsulted THEN consultedUnit END AS consulted
FROM (SELECT p.*, r.policyRow, r.initiator AS bodyDue, counts_as(p.dispatchLevel) AS levelDue,
             coalesce(p.endInitiator <> r.initiator, false) AS wrongBody,
             r.initiator IS NOT NULL
               AND coalesce(left(p.endInitiatorLevel, 1) <> left(counts_as(p.dispatchLevel), 1), false) AS wrongLevel,
             coalesce(r.needsConsultation AND NOT p.consultedUnit, false) AS unconsulted,
             r.initiator IS NOT NULL AND (p.endInitiator IS NULL OR p.endInitiatorLevel IS NULL)
               OR coalesce(r.needsConsultation, false) AND p.consultedUnit IS NULL AS unknown
      FROM posting p CROSS JOIN batch b
      JOIN exitReason r ON r.reason = p.endReason AND r.early = 'ALLOWED' AND binds(r, p.endDate)
           AND concerns(r, p.role, p.dispatchLevel)
      WHERE p.endDate <= b.asOf AND coalesce(p.endDate < p.plannedEnd, true))
WHERE wrongBody OR wrongLevel OR unconsulted OR unknown;
-- @break
UPDATE posting
SET endDate = t.asOf, endReason = t.reason, endInitiator = 'DISPATCHING_UNIT',
    endInitiatorLevel = dispatchLevel, consultedUnit = true
FROM (SELECT p.id, r.reason, b.asOf
      FROM posting p CROSS JOIN batch b JOIN exitReason r ON r.initiator IS NOT NULL
      WHERE p.endDate IS NULL AND p.plannedEnd > b.asOf ORDER BY p.id, r.policyRow LIMIT 1) t
WHERE posting.id = t.id;
