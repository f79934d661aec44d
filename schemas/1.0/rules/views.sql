-- Shared notions of the rules. Each is a view over the fact tables, the policy tables and the registers.
-- They are created once, in this order, before any rule runs.

-- K4: the days whose year the calendar register covers, each with whether it is a working day and
-- with its ordinal among the working days. Days of other years are not here, so nothing is guessed.
CREATE TABLE calendar_day AS
SELECT d.date,
       coalesce(x.working, isodow(d.date) <= 5) AS working,
       sum(CASE WHEN coalesce(x.working, isodow(d.date) <= 5) THEN 1 ELSE 0 END)
         OVER (ORDER BY d.date ROWS UNBOUNDED PRECEDING)::BIGINT AS ordinal
FROM (SELECT unnest(generate_series(make_date(min(year), 1, 1), make_date(max(year), 12, 31), INTERVAL 1 DAY))::DATE AS date
      FROM calendar_year) d
JOIN calendar_year y ON y.year = year(d.date)
LEFT JOIN calendar_exception x ON x.date = d.date
ORDER BY d.date;

-- The working day of each ordinal: addWorkingDays(d, n) is the day whose ordinal is that of d plus n.
CREATE TABLE working_day AS
SELECT date, ordinal FROM calendar_day WHERE working;

-- K5: the calendar periods of the hundred years up to asOf. Windows of two years begin with the odd years. A period is `closed` at
-- asOf, `within` the batch's own period, or `cut` by the batch: it reaches in, and out of what the batch can know of it.
CREATE VIEW calendar_period AS
SELECT k.kind, m.startDate, (m.startDate + to_months(k.months) - INTERVAL 1 DAY)::DATE AS endDate,
       CASE k.kind WHEN 'MONTH' THEN strftime(m.startDate, '%Y-%m') WHEN 'QUARTER' THEN strftime(m.startDate, '%Y') || '-Q' || quarter(m.startDate)
                   WHEN 'HALF_YEAR' THEN strftime(m.startDate, '%Y') || CASE WHEN month(m.startDate) = 1 THEN '-H1' ELSE '-H2' END
                   WHEN 'YEAR' THEN strftime(m.startDate, '%Y')
                   ELSE strftime(m.startDate, '%Y') || '-' || strftime(m.startDate + INTERVAL 1 YEAR, '%Y') END AS label,
       endDate <= m.asOf AS closed, m.startDate >= m.firstDay AND endDate <= m.lastDay AS within,
       m.startDate <= least(m.lastDay, m.asOf) AND endDate >= m.firstDay AND (m.startDate < m.firstDay OR endDate > least(m.lastDay, m.asOf)) AS cut
FROM (SELECT unnest(generate_series(make_date(greatest(year("asOf") - 100, 1), 1, 1), make_date(year("asOf"), 12, 1), INTERVAL 1 MONTH))::DATE AS startDate,
             startDate AS firstDay, endDate AS lastDay, "asOf" FROM batch) m
JOIN (VALUES ('MONTH', 1), ('QUARTER', 3), ('HALF_YEAR', 6), ('YEAR', 12), ('TWO_YEARS', 24)) k (kind, months)
     ON (month(m.startDate) - 1) % least(k.months, 12) = 0 AND (k.months < 24 OR year(m.startDate) % 2 = 1);

-- A posting as a closed interval of days (K3), cut at asOf: what lies later is not yet known. `lastDay` is the last as far as is known.
CREATE VIEW posting_span AS
SELECT p.id AS postingId, p.cadreId, p.villageId, p.teamId, p.dispatchingUnitId, p.role, p.dispatchLevel,
       p.startDate, least(coalesce(p.endDate, b.asOf), b.asOf) AS endDate, p.endDate IS NULL OR p.endDate > b.asOf AS open,
       v.townshipId, v.countyOfficeId, coalesce(p.endDate, DATE '9999-12-30') AS lastDay
FROM posting p CROSS JOIN batch b LEFT JOIN village v ON v.id = p.villageId
WHERE p.startDate <= b.asOf;

-- K5: the calendar periods that lie wholly inside a posting as far as is known: those that are closed at asOf, and those that the
-- batch cuts. A rule that needs the whole of a period says of a cut one that it was not judged (`period.MONTH`), unless what is on
-- record is enough already, or the period is closed and the coverage contains the whole of it.
CREATE VIEW posting_calendar AS
SELECT s.*, c.kind AS period, c.startDate AS periodStart, c.endDate AS periodEnd, c.label, c.closed, c.within, c.cut
FROM posting_span s JOIN calendar_period c ON c.startDate >= s.startDate AND c.endDate <= s.lastDay
WHERE c.closed OR c.cut;

-- K5: the calendar periods that are closed at asOf and lie wholly inside a posting.
CREATE VIEW posting_period AS
SELECT * EXCLUDE (closed, within, cut) FROM posting_calendar WHERE closed;

-- K7: a date gives at most one credit, whatever the number of entries. Crediting statuses come from the profile.
CREATE VIEW credited_day AS
SELECT a.cadreId, a.date
FROM attendance a JOIN creditingStatus c ON c.status = a.status AND a.date >= c.validFrom AND a.date <= c.validTo
GROUP BY a.cadreId, a.date;

-- The attendance by cadre, calendar month and status, in one grouped pass: number of entries, first and last date, and the
-- dates as bits (the first of the month is bit 0). What asks for months reads this and not the attendance.
CREATE VIEW attendance_month AS
SELECT cadreId, date_trunc('month', date)::DATE AS month, status, count(*) AS entries, min(date) AS firstDay, max(date) AS lastDay,
       bit_or(1::BIGINT << (day(date) - 1)) AS days
FROM attendance GROUP BY ALL;

-- Credited dates by calendar month, as bits; the same days as in credited_day.
CREATE VIEW credited_mask AS
SELECT m.cadreId, m.month,
       bit_or(m.days & (2147483647::BIGINT << greatest(c.validFrom - m.month, 0)) & ((1::BIGINT << (least(c.validTo - m.month, 30) + 1)) - 1)) AS days
FROM attendance_month m
JOIN creditingStatus c ON c.status = m.status AND c.validFrom <= m.lastDay AND c.validTo >= m.firstDay
GROUP BY ALL;

-- Credited days by calendar month.
CREATE VIEW credited_month AS
SELECT cadreId, month, bit_count(days)::BIGINT AS days FROM credited_mask WHERE days <> 0;

-- The days of approved leave of a cadre, as spells that neither touch nor overlap; cut at asOf. Only a leave with an approval on or
-- before its first day excuses; an early return ends it. Never one row a day: a sender may write a leave of all years.
CREATE VIEW approved_leave_spell AS
SELECT cadreId, min(startDate) AS startDate, max(endDate) AS endDate
FROM (SELECT *, sum(CASE WHEN startDate > reach + 1 OR reach IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id) AS spell
      FROM (SELECT id, cadreId, startDate, endDate,
                   max(endDate) OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
            FROM (SELECT l.id, l.cadreId, l.startDate, least(l.endDate, l.returnReportedOn, b.asOf) AS endDate
                  FROM leave l CROSS JOIN batch b WHERE l.approvedOn <= l.startDate)
            WHERE endDate >= startDate))
GROUP BY cadreId, spell;

-- The same days by calendar month (K5), as bits like those of attendance_month.
CREATE VIEW approved_leave_month AS
SELECT cadreId, month,
       bit_or((2147483647::BIGINT << greatest(startDate - month, 0)) & ((1::BIGINT << (least(endDate - month, 30) + 1)) - 1)
              & ((1::BIGINT << day(last_day(month))) - 1)) AS days
FROM (SELECT s.cadreId, s.startDate, s.endDate,
             unnest(generate_series(date_trunc('month', greatest(s.startDate, k.startDate)), least(s.endDate, k.endDate), INTERVAL 1 MONTH))::DATE AS month
      FROM approved_leave_spell s CROSS JOIN (SELECT min(startDate) AS startDate, max(endDate) AS endDate FROM calendar_period WHERE kind = 'MONTH') k)
GROUP BY cadreId, month;

-- Adjacent or overlapping leaves of a cadre, merged into spells of calendar days, both ends counted.
CREATE VIEW leave_spell AS
SELECT cadreId, min(startDate) AS startDate, max(endDate) AS endDate, min(id) AS leaveId,
       date_diff('day', min(startDate), max(endDate)) + 1 AS days
FROM (SELECT *, sum(CASE WHEN startDate > reach + 1 OR reach IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id) AS spell
      FROM (SELECT id, cadreId, startDate, endDate,
                   max(endDate) OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
            FROM leave WHERE endDate >= startDate))
GROUP BY cadreId, spell;

-- K11: a village may hold several types at once, each with its days.
CREATE VIEW village_type AS
SELECT v.id AS villageId, t.code, coalesce(t.startDate, DATE '0001-01-01') AS startDate, coalesce(t.endDate, DATE '9999-12-31') AS endDate
FROM (SELECT id, unnest(types) AS t FROM village) v;

-- The cases in force: decided or notified, and not revoked on appeal (a revoked case has no consequences).
-- K17: a measure takes effect on the unit's notice on routes A and B, on the decision on route C.
CREATE VIEW case_in_force AS
SELECT c.id AS caseId, c.cadreId, c.postingId, c.route, c.outcome, p.dispatchLevel, p.dispatchingUnitId,
       CASE WHEN c.route = 'C' THEN coalesce(c.decisionOn, c.unitNotifiedOn) ELSE c.unitNotifiedOn END AS effectiveOn
FROM rectificationCase c LEFT JOIN posting p ON p.id = c.postingId
WHERE coalesce(c.appealOutcome, '') <> 'REVOKED';

-- K9: the level of the dispatching unit of a case, not of the village.
CREATE VIEW case_level AS
SELECT c.id AS caseId, p.dispatchLevel, p.role, p.dispatchingUnitId
FROM rectificationCase c LEFT JOIN posting p ON p.id = c.postingId;

-- The dated steps of a case, one row each.
CREATE VIEW case_date AS
UNPIVOT (SELECT id AS caseId, opinionOn, townshipRequestOn, reviewedOn, filedOn, investigatedOn, statementOn, decisionOn,
                unitNotifiedOn, cadreNotifiedOn, recalledToUnitOn, talkOn, unitOpinionOn, consentOn, returnedOn,
                noChangeConcludedOn, replacementSelectedOn, appealFiledOn, appealRepliedOn, transferredOn, complaintVerifiedOn,
                townshipOpinionOn
         FROM rectificationCase)
ON COLUMNS(* EXCLUDE (caseId)) INTO NAME field VALUE date;

-- The record types that `condition` and `allowedCode` rows name. The records of the others need not be looked at.
CREATE VIEW condition_type AS
SELECT recordType FROM condition UNION SELECT recordType FROM allowedCode;

-- The records that `condition` and `allowedCode` rows may speak of, each with the properties that rows filter by.
-- Attendance is left out: it is too large to be read as JSON, and no row needs it.
CREATE VIEW condition_record AS
SELECT 'organization' AS recordType, id AS recordId, to_json(r) AS j, unitKind AS kind, body, level, NULL AS route, NULL AS outcome, redacted FROM organization r WHERE 'organization' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'village', id, to_json(r), kind, NULL, NULL, NULL, outcome, redacted FROM village r WHERE 'village' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'team', id, to_json(r), NULL, NULL, dispatchLevel, NULL, NULL, redacted FROM team r WHERE 'team' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'cadre', id, to_json(r), NULL, NULL, NULL, NULL, NULL, redacted FROM cadre r WHERE 'cadre' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'posting', id, to_json(r), NULL, NULL, dispatchLevel, NULL, NULL, redacted FROM posting r WHERE 'posting' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'leave', id, to_json(r), kind, NULL, NULL, NULL, NULL, redacted FROM leave r WHERE 'leave' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'activity', id, to_json(r), kind, body, level, NULL, NULL, redacted FROM activity r WHERE 'activity' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'assessment', id, to_json(r), kind, NULL, NULL, NULL, NULL, redacted FROM assessment r WHERE 'assessment' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'rectificationCase', id, to_json(r), NULL, NULL, NULL, route, outcome, redacted FROM rectificationCase r WHERE 'rectificationCase' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'support', id, to_json(r), kind, NULL, NULL, NULL, NULL, redacted FROM support r WHERE 'support' IN (SELECT recordType FROM condition_type)
UNION ALL SELECT 'measure', id, to_json(r), kind, "by", level, NULL, NULL, redacted FROM measure r WHERE 'measure' IN (SELECT recordType FROM condition_type);

-- The values of the fields that some `condition` or `allowedCode` row names, as a list of texts; NULL where the field is
-- absent. An actor reads BODY or BODY@LEVEL, an entry of a list of objects by its code.
CREATE VIEW condition_value AS
SELECT recordType, recordId, kind, body, level, route, outcome, field,
       CASE WHEN json_type(v) IS NULL OR json_type(v) = 'NULL' THEN NULL
            WHEN json_type(v) = 'ARRAY' THEN list_transform(v::JSON[], lambda x: CASE WHEN json_type(x) = 'OBJECT'
                 THEN coalesce((x->>'body') || '@' || (x->>'level'), x->>'body', x->>'code') ELSE x->>'$' END)
            WHEN json_type(v) = 'OBJECT' THEN [coalesce((v->>'body') || '@' || (v->>'level'), v->>'body')]
            ELSE [v->>'$'] END AS vals,
       coalesce(json_type(v) = 'ARRAY', false) AS isList, coalesce(list_contains(redacted, field), false) AS redacted
FROM (SELECT r.* EXCLUDE (j), f.field, json_extract(r.j, '$.' || f.field) AS v
      FROM condition_record r
      JOIN (SELECT recordType, field FROM condition UNION SELECT recordType, whenField FROM condition WHERE whenField IS NOT NULL
            UNION SELECT recordType, field FROM allowedCode) f ON f.recordType = r.recordType);

-- The postings that a record speaks of: role, dispatch level and the day on which a condition on it is judged.
-- A record of a cadre belongs to the posting that began last before its day.
CREATE VIEW condition_subject AS
SELECT 'posting' AS recordType, id AS recordId, cadreId, id AS postingId, role, dispatchLevel, startDate AS date FROM posting
UNION ALL SELECT 'cadre', cadreId, cadreId, id, role, dispatchLevel, startDate FROM posting
UNION ALL SELECT 'team', t.id, t.leaderCadreId, NULL, NULL, t.dispatchLevel, coalesce(t.formedOn, b.asOf) FROM team t CROSS JOIN batch b
UNION ALL SELECT 'rectificationCase', c.id, c.cadreId, c.postingId, p.role, p.dispatchLevel,
                 coalesce(c.decisionOn, c.unitNotifiedOn, c.investigatedOn, c.reviewedOn, c.opinionOn, c.townshipRequestOn, c.townshipOpinionOn, c.complaintVerifiedOn)
          FROM rectificationCase c LEFT JOIN posting p ON p.id = c.postingId
UNION ALL SELECT e.recordType, e.id, e.cadreId, p.id, p.role, p.dispatchLevel, e.date
          FROM (SELECT 'leave' AS recordType, id, cadreId, startDate AS date FROM leave WHERE 'leave' IN (SELECT recordType FROM condition_type)
                UNION ALL SELECT 'activity', id, cadreId, date FROM activity WHERE 'activity' IN (SELECT recordType FROM condition_type)
                UNION ALL SELECT 'assessment', id, cadreId, date FROM assessment
                UNION ALL SELECT 'measure', id, cadreId, date FROM measure
                UNION ALL SELECT 'support', s.id, s.cadreId,
                                 coalesce(s.startDate, (s.month || '-01')::DATE, make_date(s.year, 1, 1), b.asOf) FROM support s CROSS JOIN batch b
                          WHERE 'support' IN (SELECT recordType FROM condition_type)) e
          ASOF LEFT JOIN posting p ON p.cadreId = e.cadreId AND p.startDate <= e.date
UNION ALL SELECT e.recordType, e.id, NULL, NULL, NULL, NULL, b.asOf
          FROM (SELECT 'organization' AS recordType, id FROM organization UNION ALL SELECT 'village', id FROM village) e CROSS JOIN batch b;

-- Each `condition` row against each record it applies to (all filters of the row but afterFullMonth): verdict OK, BROKEN, or
-- ABSENT where the field that would decide is not on record. A list must satisfy IN and NOT_IN with every entry.
-- An actor without a level is not held against a row that asks for one.
CREATE VIEW condition_verdict AS
SELECT policyRow, recordType, recordId, postingId, cadreId, role, dispatchLevel, date, field, op, afterFullMonth, chargedTo, expected, number, vals,
       CASE WHEN op = 'PRESENT' THEN CASE WHEN redacted THEN 'ABSENT' WHEN vals IS NULL OR vals = [] THEN 'BROKEN' ELSE 'OK' END
            WHEN op = 'ABSENT' THEN CASE WHEN vals IS NULL OR vals = [] THEN 'OK' WHEN byParty AND partyMember IS NULL THEN 'ABSENT' ELSE 'BROKEN' END
            WHEN vals IS NULL OR byParty AND partyMember IS NULL THEN 'ABSENT'
            WHEN op = 'IN' THEN CASE WHEN len(list_filter(vals, lambda x: NOT (list_contains(wanted, x) OR list_contains(wanted, split_part(x, '@', 1)) OR list_contains(wantedBodies, x)))) > 0 THEN 'BROKEN' ELSE 'OK' END
            WHEN op = 'NOT_IN' THEN CASE WHEN len(list_filter(vals, lambda x: list_contains(wanted, x) OR list_contains(wanted, split_part(x, '@', 1)))) > 0 THEN 'BROKEN' ELSE 'OK' END
            WHEN op = 'CONTAINS_ALL' THEN CASE WHEN len(list_filter(wanted, lambda w: NOT (list_contains(vals, w) OR list_contains(bodies, w) OR list_contains(vals, split_part(w, '@', 1))))) > 0 THEN 'BROKEN' ELSE 'OK' END
            WHEN op = 'AT_LEAST' THEN CASE WHEN (CASE WHEN isList THEN len(vals) ELSE TRY_CAST(vals[1] AS BIGINT) END) < number THEN 'BROKEN' ELSE 'OK' END
            WHEN op = 'EQUALS_NUMBER' THEN CASE WHEN (CASE WHEN isList THEN len(vals) ELSE TRY_CAST(vals[1] AS BIGINT) END) <> number THEN 'BROKEN' ELSE 'OK' END
            WHEN op = 'AT_MOST_CODE' THEN CASE WHEN vals[1] > wanted[1] THEN 'BROKEN' ELSE 'OK' END
       END AS verdict
FROM (
  SELECT *, list_transform(vals, lambda x: split_part(x, '@', 1)) AS bodies, list_transform(wanted, lambda x: split_part(x, '@', 1)) AS wantedBodies
  FROM (
    SELECT c.policyRow, c.recordType, v.recordId, s.postingId, s.cadreId, s.role, s.dispatchLevel, s.date, c.field, c.op, c.afterFullMonth, c.chargedTo,
           c."values" AS expected, c.number, v.vals, v.isList, v.redacted, c.partyMembersOnly IS NOT NULL AS byParty,
           CASE WHEN k.politicalStatus IS NOT NULL THEN k.politicalStatus IN ('01', '02') END AS partyMember,
           -- without a dispatch level on record an actor of any level will do
           list_transform(c."values", lambda x: CASE WHEN x LIKE '%@DISPATCH' THEN replace(x, '@DISPATCH', coalesce('@' || s.dispatchLevel, '')) ELSE x END) AS wanted
    FROM condition c
    JOIN condition_value v ON v.recordType = c.recordType AND v.field = c.field
    JOIN condition_subject s ON s.recordType = v.recordType AND s.recordId = v.recordId
    LEFT JOIN condition_value w ON w.recordType = c.recordType AND w.field = c.whenField AND w.recordId = v.recordId
    LEFT JOIN cadre k ON k.id = s.cadreId
    WHERE s.date >= c.validFrom AND s.date <= c.validTo
      AND (c.roles IS NULL OR list_contains(c.roles, s.role))
      AND (c.dispatchLevels IS NULL OR list_contains(c.dispatchLevels, s.dispatchLevel))
      AND (c.kinds IS NULL OR list_contains(c.kinds, v.kind)) AND (c.bodies IS NULL OR list_contains(c.bodies, v.body))
      AND (c.levels IS NULL OR list_contains(c.levels, v.level))
      AND (c.routes IS NULL OR list_contains(c.routes, v.route)) AND (c.outcomes IS NULL OR list_contains(c.outcomes, v.outcome))
      AND (c.whenField IS NULL OR w.vals IS NOT NULL AND (c.whenValues IS NULL OR list_has_any(w.vals, c.whenValues)))
      AND coalesce((k.politicalStatus IN ('01', '02')) = c.partyMembersOnly, true)
  )
);

-- K12: the kinds of which some record does not say whom it concerns. It may be the very one that is missed.
CREATE VIEW nameless AS
SELECT 'measure' AS recordType, kind FROM measure WHERE cadreId IS NULL AND organizationId IS NULL
UNION SELECT 'support', kind FROM support WHERE cadreId IS NULL AND teamId IS NULL AND villageId IS NULL;

-- A team as a closed interval of days: from its forming to its dissolution or the end of its last posting, cut at asOf. `lastDay` is
-- the last as far as is known.
CREATE VIEW team_span AS
SELECT t.id AS teamId, t.homeVillageId, t.additionalVillageIds, t.dispatchingUnitIds, t.dispatchLevel, t.leaderCadreId,
       coalesce(t.formedOn, s.startDate) AS startDate,
       least(coalesce(t.dissolvedOn, CASE WHEN NOT s.open THEN s.endDate END, b.asOf), b.asOf) AS endDate,
       coalesce(t.dissolvedOn, s.lastDay, DATE '9999-12-30') AS lastDay
FROM team t CROSS JOIN batch b
LEFT JOIN (SELECT teamId, min(startDate) AS startDate, max(endDate) AS endDate, max(lastDay) AS lastDay, bool_or(open) AS open FROM posting_span GROUP BY teamId) s ON s.teamId = t.id
WHERE coalesce(t.formedOn, s.startDate) <= b.asOf;

-- Spells in which an organization has cadres without a gap: as the unit that dispatches them (UNIT) or as the township or
-- county office of their villages (PLACE); once for each village, and once over all of them (villageId NULL).
CREATE VIEW organization_spell AS
SELECT organizationId, relation, villageId, min(startDate) AS startDate, max(endDate) AS endDate, max(lastDay) AS lastDay
FROM (SELECT *, sum(CASE WHEN reach IS NULL OR startDate > reach + 1 THEN 1 ELSE 0 END)
                  OVER (PARTITION BY organizationId, relation, villageId ORDER BY startDate, endDate) AS spell
      FROM (SELECT *, max(endDate) OVER (PARTITION BY organizationId, relation, villageId ORDER BY startDate, endDate
                                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
            FROM (SELECT DISTINCT l.organizationId, l.relation, unnest([l.villageId, NULL]) AS villageId, l.startDate, l.endDate, l.lastDay
                  FROM (SELECT dispatchingUnitId AS organizationId, 'UNIT' AS relation, villageId, startDate, endDate, lastDay FROM posting_span
                        UNION ALL SELECT townshipId, 'PLACE', villageId, startDate, endDate, lastDay FROM posting_span WHERE townshipId IS NOT NULL
                        UNION ALL SELECT countyOfficeId, 'PLACE', villageId, startDate, endDate, lastDay FROM posting_span WHERE countyOfficeId IS NOT NULL) l)))
GROUP BY organizationId, relation, villageId, spell;

-- K5, K14: the periods of each obligation inside the row's validity, and whether the batch is complete for its act. Periods outside
-- the batch's own are no concern of it unless it is declared complete for them; those that it cuts were not judged (posting_calendar).
CREATE VIEW obligation_period AS
SELECT * EXCLUDE (reached), reached AND NOT (covered AND closed) AS cut FROM (
  SELECT o.*, c.startDate AS periodStart, c.endDate AS periodEnd, c.label, c.closed, c.within, c.cut AS reached,
         EXISTS (SELECT 1 FROM coverage v WHERE v.recordType = 'activity' AND (v.kind IS NULL OR v.kind = o.act)
                 AND v.startDate <= c.startDate AND v.endDate >= c.endDate) AS covered
  FROM obligation o
  JOIN calendar_period c ON c.kind = o.period AND c.startDate >= o.validFrom AND c.endDate <= o.validTo)
WHERE reached OR closed AND (covered OR within);

-- The activities that may fulfil an obligation, with the period they fall in and the bodies they address.
CREATE VIEW obligation_activity AS
SELECT o.policyRow, a.*,
       CASE o.period WHEN 'MONTH' THEN date_trunc('month', a.date) WHEN 'QUARTER' THEN date_trunc('quarter', a.date)
                     WHEN 'HALF_YEAR' THEN make_date(year(a.date), CASE WHEN month(a.date) <= 6 THEN 1 ELSE 7 END, 1)
                     WHEN 'YEAR' THEN date_trunc('year', a.date)
                     WHEN 'TWO_YEARS' THEN make_date(year(a.date) - (year(a.date) + 1) % 2, 1, 1) END::DATE AS periodStart,
       r.recipients
FROM obligation o JOIN activity a ON a.kind = o.act AND a.date >= o.validFrom AND a.date <= o.validTo
JOIN batch b ON a.date <= b.asOf
LEFT JOIN (SELECT u.id, list(g.body) || list(g.body || '@' || g.level) AS recipients
           FROM (SELECT id, unnest(recipientIds) AS recipientId FROM activity) u JOIN organization g ON g.id = u.recipientId
           GROUP BY u.id) r ON r.id = a.id;

-- Each row `selectionStep` with the postings it bears on. Rows for replacements bear on postings that a case names as such.
CREATE VIEW selection_due AS
SELECT r.policyRow, r.step, r.bodies, r.levelBasis, r.level, r.consulted, r.result, r.notBefore, coalesce(r.beforeStart, false) AS beforeStart,
       p.id AS postingId, p.startDate, p.dispatchLevel, p.selectionSteps
FROM selectionStep r
JOIN posting p ON p.startDate >= r.validFrom AND p.startDate <= r.validTo
     AND (r.roles IS NULL OR list_contains(r.roles, p.role)) AND (r.dispatchLevels IS NULL OR list_contains(r.dispatchLevels, p.dispatchLevel))
CROSS JOIN batch b
WHERE p.startDate <= b.asOf
  AND (NOT coalesce(r.replacementOnly, false) OR p.id IN (SELECT replacementPostingId FROM rectificationCase WHERE outcome = 'REPLACE'));

-- Organizations on which duties rest at asOf: a county's or township's office only where it hosts an active posting, a unit
-- only where it has one. A joint team counts for each of its units.
CREATE VIEW organization_on_duty AS
WITH active AS (SELECT s.* FROM posting_span s CROSS JOIN batch b WHERE s.endDate = b.asOf),
     unit AS (SELECT dispatchingUnitId AS id FROM active UNION
              SELECT unnest(t.dispatchingUnitIds) FROM team t JOIN active a ON a.teamId = t.id)
SELECT o.id, o.body, o.level FROM organization o CROSS JOIN batch b
WHERE coalesce(o.establishedOn, b.asOf) <= b.asOf AND coalesce(o.abolishedOn, b.asOf) >= b.asOf
  AND CASE WHEN o.body = 'DISPATCHING_UNIT' THEN o.id IN (SELECT id FROM unit)
           WHEN o.body = 'TOWNSHIP_PARTY_COMMITTEE' THEN o.id IN (SELECT townshipId FROM active WHERE townshipId IS NOT NULL)
           WHEN o.body IN ('MANAGEMENT_OFFICE', 'PARTY_ORG_DEPT') AND o.level = '50' THEN o.id IN (SELECT countyOfficeId FROM active WHERE countyOfficeId IS NOT NULL)
           ELSE true END;

-- The cases of rectification with one row for each ground, on the day by which the rules in force are chosen (K14).
CREATE VIEW case_ground AS
SELECT c.id AS caseId, c.cadreId, c.postingId, c.route, c.outcome, p.role, p.dispatchLevel, p.dispatchingUnitId,
       coalesce(c.decisionOn, c.unitNotifiedOn, c.investigatedOn, c.reviewedOn, c.opinionOn, c.townshipRequestOn, c.townshipOpinionOn,
                c.complaintVerifiedOn) AS eventOn,
       unnest(c.grounds) AS ground
FROM rectificationCase c LEFT JOIN posting p ON p.id = c.postingId;

-- Adjacent or overlapping postings of a cadre, merged. Days to come are kept: an open posting has no end.
CREATE VIEW posting_spell AS
SELECT cadreId, min(startDate) AS startDate, max(lastDay) AS endDate
FROM (SELECT *, sum(CASE WHEN reach IS NULL OR startDate > reach + 1 THEN 1 ELSE 0 END) OVER (PARTITION BY cadreId ORDER BY startDate, lastDay, id) AS spell
      FROM (SELECT id, cadreId, startDate, lastDay,
                   max(lastDay) OVER (PARTITION BY cadreId ORDER BY startDate, lastDay, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
            FROM (SELECT id, cadreId, startDate, coalesce(endDate, DATE '9999-12-30') AS lastDay FROM posting)
            WHERE lastDay >= startDate))
GROUP BY cadreId, spell;
