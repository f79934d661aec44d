/*{
  "id": "CAD-002",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "党龄不足", "en": "Too little party seniority"},
  "asks": {
    "zh": "担任所列职务的干部，派驻首日党龄须达到规定月数。党龄自转为正式党员之日起算，满周年当日即为达到；2月29日转正的，非闰年以3月1日为周年日。",
    "en": "A cadre in the roles named has the months of party seniority set on the first day of the posting. It runs from full membership; the anniversary itself counts, and 29 February becomes 1 March."
  },
  "message": {
    "zh": "到派驻首日{startDate}，自转为正式党员起未满{required}个月",
    "en": "on the first day {startDate} fewer than {required} months of full membership are complete"
  },
  "fix": {
    "zh": "核对转正日期；确未满的，改派或推迟任职。",
    "en": "Check the date of full membership; if right, send another cadre or start later."
  },
  "records": ["posting", "cadre"],
  "fields": ["cadre.partyFullMemberSince"],
  "conventions": ["K2", "K10", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": "eligibility.partySeniorityMonths"}}],
  "arguments": {"postingId": "text", "startDate": "date", "required": "number"},
  "keys": ["postingId"]
}*/
-- @query
SELECT 'cadre' AS recordType, cadreId AS recordId, policyRow,
       CASE WHEN since IS NULL THEN 'cadre.partyFullMemberSince' END AS missing,
       postingId, startDate, required
FROM (SELECT p.id AS postingId, p.cadreId, p.startDate, r.policyRow, r.number AS required,
             k.partyFullMemberSince AS since,
             months_after(k.partyFullMemberSince, r.number) AS reachedOn
      FROM posting p JOIN cadre k ON k.id = p.cadreId CROSS JOIN batch b
      JOIN param('eligibility.partySeniorityMonths') r ON binds(r, p.startDate)
           AND concerns(r, p.role, p.dispatchLevel)
      WHERE p.startDate <= b.asOf)
WHERE since IS NULL OR reachedOn > startDate;
-- @break
-- one day short of the months asked
UPDATE cadre
SET partyFullMemberSince = t.day
FROM (SELECT p.cadreId, (p.startDate - to_months(r.number::INTEGER))::DATE + 1 AS day
      FROM posting p
      JOIN param('eligibility.partySeniorityMonths') r ON p.startDate >= r.validFrom
           AND concerns(r, p.role, p.dispatchLevel)
      WHERE p.cadreId IN (SELECT id FROM cadre WHERE partyFullMemberSince IS NOT NULL) ORDER BY p.id
      LIMIT 1) t
WHERE cadre.id = t.cadreId;
