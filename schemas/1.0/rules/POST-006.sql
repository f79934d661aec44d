/*{
  "id": "POST-006",
  "since": "1.0",
  "title": {"zh": "任期内调整的提出机构或会商不符", "en": "An early adjustment by the wrong body"},
  "asks": {
    "zh": "因所列原因在任期内调整的，由规定机构提出，层级与派出单位相同，需要会商的先商派出单位。没有登记的不判断。",
    "en": "An early adjustment for a reason listed is initiated by the body named, at the dispatch level, and where asked after consulting the unit. What is not on record is not judged."
  },
  "message": {
    "zh": "因{reason}离任：由{initiator}（层级{level}）提出，应为{dueInitiator}（层级{dueLevel}）；已商派出单位：{consulted}",
    "en": "left for {reason}: initiated by {initiator} (level {level}), should be {dueInitiator} (level {dueLevel}); unit consulted: {consulted}"
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
       CASE WHEN wrong THEN NULL WHEN endInitiator IS NULL AND dueInitiator IS NOT NULL THEN 'posting.endInitiator'
            WHEN endInitiatorLevel IS NULL AND dueInitiator IS NOT NULL THEN 'posting.endInitiatorLevel' ELSE 'posting.consultedUnit' END AS missing,
       endReason AS reason, endInitiator AS initiator, endInitiatorLevel AS level, dueInitiator, dispatchLevel AS dueLevel, consultedUnit AS consulted
FROM (SELECT p.*, r.policyRow, r.initiator AS dueInitiator,
             coalesce(p.endInitiator <> r.initiator, false) OR r.initiator IS NOT NULL AND coalesce(left(p.endInitiatorLevel, 1) <> left(p.dispatchLevel, 1), false)
               OR coalesce(r.needsConsultation AND NOT p.consultedUnit, false) AS wrong,
             r.initiator IS NOT NULL AND (p.endInitiator IS NULL OR p.endInitiatorLevel IS NULL)
               OR coalesce(r.needsConsultation, false) AND p.consultedUnit IS NULL AS unknown
      FROM posting p CROSS JOIN batch b
      JOIN exitReason r ON r.reason = p.endReason AND r.early = 'ALLOWED' AND binds(r, p.endDate)
      WHERE p.endDate <= b.asOf AND coalesce(p.endDate < p.plannedEnd, true))
WHERE wrong OR unknown;
-- @break
UPDATE posting SET endDate = t.asOf, endReason = t.reason, endInitiator = 'DISPATCHING_UNIT', endInitiatorLevel = dispatchLevel, consultedUnit = true
FROM (SELECT p.id, r.reason, b.asOf FROM posting p CROSS JOIN batch b JOIN exitReason r ON r.initiator IS NOT NULL
      WHERE p.endDate IS NULL AND p.plannedEnd > b.asOf ORDER BY p.id, r.policyRow LIMIT 1) t
WHERE posting.id = t.id;
