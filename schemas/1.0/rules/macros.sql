-- The conventions that every rule uses, each written once. An implementation creates them after the fact tables,
-- the policy tables and the registers, and before the shared views.

-- K12: whether the batch is declared complete for a record type over a span of days; where the type has kinds, for
-- one kind: an entry that names no kind is of all of them. Only then does an absence count.
CREATE MACRO covered
  (ofType, firstDay, lastDay) AS EXISTS (
    SELECT 1 FROM coverage declared (asType, asKind, fromDay, toDay)
    WHERE declared.asType = ofType AND declared.fromDay <= firstDay AND declared.toDay >= lastDay),
  (ofType, ofKind, firstDay, lastDay) AS EXISTS (
    SELECT 1 FROM coverage declared (asType, asKind, fromDay, toDay)
    WHERE declared.asType = ofType AND coalesce(declared.asKind, ofKind) = ofKind
      AND declared.fromDay <= firstDay AND declared.toDay >= lastDay);

-- K14: whether a policy row is in force on a day, or over the whole of a span.
CREATE MACRO binds
  (policy, onDay) AS onDay >= policy.validFrom AND onDay <= policy.validTo,
  (policy, firstDay, lastDay) AS firstDay >= policy.validFrom AND lastDay <= policy.validTo;

-- K9: the level whose rules apply to a level of dispatch: itself, unless the profile says that it counts as another.
CREATE MACRO counts_as(ofLevel) AS
  coalesce(element_at((SELECT map(list("level"), list(countsAs)) FROM levelAs), ofLevel)[1], ofLevel);

-- Whether a policy row is meant for a posting, by its role and its level of dispatch (K9); a row that names none is
-- meant for all. NULL where the row asks for one that is not known.
CREATE MACRO concerns(policy, ofRole, ofLevel) AS
  (policy.roles IS NULL OR list_contains(policy.roles, ofRole))
  AND (policy.dispatchLevels IS NULL OR list_contains(policy.dispatchLevels, counts_as(ofLevel)));

-- The same of what has a level and no role: a team, a unit.
CREATE MACRO concerns_level(policy, ofLevel) AS
  policy.dispatchLevels IS NULL OR list_contains(policy.dispatchLevels, counts_as(ofLevel));

-- The same of somebody who held several roles in a period, at several levels: only where it is meant for each.
CREATE MACRO concerns_all(policy, ofRoles, ofLevels) AS
  (policy.roles IS NULL OR coalesce(list_has_all(policy.roles, ofRoles), true))
  AND (policy.dispatchLevels IS NULL OR coalesce(list_has_all(policy.dispatchLevels, ofLevels), true));

-- The same of a cadre on a day, or within a span of days, by the postings held then. NULL where none is on record and
-- the postings are not complete.
CREATE MACRO concerns_cadre
  (policy, ofCadre, onDay) AS CASE
    WHEN policy.roles IS NULL AND policy.dispatchLevels IS NULL THEN true
    WHEN EXISTS (SELECT 1
                 FROM posting held
                 WHERE held.cadreId = ofCadre AND held.startDate <= onDay AND coalesce(held.endDate >= onDay, true)
                   AND concerns(policy, held.role, held.dispatchLevel)) THEN true
    WHEN EXISTS (SELECT 1
                 FROM posting held
                 WHERE held.cadreId = ofCadre AND held.startDate <= onDay AND coalesce(held.endDate >= onDay, true))
      OR covered('posting', onDay, onDay) THEN false END,
  (policy, ofCadre, firstDay, finalDay) AS CASE
    WHEN policy.roles IS NULL AND policy.dispatchLevels IS NULL THEN true
    WHEN EXISTS (SELECT 1
                 FROM posting held
                 WHERE held.cadreId = ofCadre AND held.startDate <= finalDay
                   AND coalesce(held.endDate >= firstDay, true)
                   AND concerns(policy, held.role, held.dispatchLevel)) THEN true
    WHEN EXISTS (SELECT 1
                 FROM posting held
                 WHERE held.cadreId = ofCadre AND held.startDate <= finalDay
                   AND coalesce(held.endDate >= firstDay, true))
      OR covered('posting', firstDay, finalDay) THEN false END;

-- The same of a village within a span of days, by the postings there.
CREATE MACRO concerns_village(policy, ofVillage, firstDay, finalDay) AS CASE
  WHEN policy.roles IS NULL AND policy.dispatchLevels IS NULL THEN true
  WHEN EXISTS (SELECT 1
               FROM posting held
               WHERE held.villageId = ofVillage AND held.startDate <= finalDay
                 AND coalesce(held.endDate >= firstDay, true)
                 AND concerns(policy, held.role, held.dispatchLevel)) THEN true
  WHEN ofVillage IS NOT NULL
    AND (EXISTS (SELECT 1
                 FROM posting held
                 WHERE held.villageId = ofVillage AND held.startDate <= finalDay
                   AND coalesce(held.endDate >= firstDay, true))
         OR covered('posting', firstDay, finalDay)) THEN false END;

-- K6: the day on which so many months after a day are over; one that the calendar lacks is the first of the
-- next month.
CREATE MACRO months_after(fromDay, months) AS
  (fromDay + to_months(months::INTEGER))::DATE
  + CASE WHEN day(fromDay + to_months(months::INTEGER)) <> day(fromDay) THEN 1 ELSE 0 END;

-- The last day of the first whole calendar month from a day on.
CREATE MACRO first_month_end(fromDay) AS
  (CASE WHEN day(fromDay) = 1 THEN fromDay ELSE date_trunc('month', fromDay) + INTERVAL 1 MONTH END
   + INTERVAL 1 MONTH - INTERVAL 1 DAY)::DATE;

-- K5: whether spans of days, each {first, last}, fill a period between them without a gap.
CREATE MACRO fills(spans, firstDay, lastDay) AS
  list_reduce(list_sort(spans), lambda done, span:
    {'first': done.first, 'last': CASE WHEN span.first <= done.last + 1 THEN greatest(done.last,
        span.last) ELSE done.last END})
  = {'first': firstDay, 'last': lastDay};

-- Whether a paper is in the form asked; an electronic one is written, as the laws on electronic documents have it.
CREATE MACRO in_form(form, asked) AS form = asked OR asked = 'WRITTEN' AND form = 'ELECTRONIC';

-- K9: whether an activity is addressed to the body that is wanted: a township or a dispatching unit is the subject's
-- own, where it is known. NULL where the activity does not say to whom.
CREATE MACRO addressed(recipientIds, recipients, wanted, wantedLevel, ownTownships, ownUnits) AS CASE
  WHEN wanted IS NULL THEN true
  WHEN wanted = 'TOWNSHIP_PARTY_COMMITTEE' AND len(ownTownships) > 0 THEN list_has_any(recipientIds, ownTownships)
  WHEN wanted = 'DISPATCHING_UNIT' AND len(ownUnits) > 0 THEN list_has_any(recipientIds, ownUnits)
  ELSE list_contains(recipients, CASE WHEN wantedLevel IS NULL THEN wanted ELSE wanted || '@' || wantedLevel END) END;

-- A plain field of a day of attendance by its name, as a text; NULL of any other.
CREATE MACRO attendance_text(day, field) AS CASE field
  WHEN 'status' THEN day.status
  WHEN 'recordedBy' THEN day.recordedBy
  WHEN 'villageId' THEN day.villageId
  WHEN 'overnight' THEN day.overnight::VARCHAR
  WHEN 'declaredFalse' THEN day.declaredFalse::VARCHAR
  WHEN 'justified' THEN day.justified::VARCHAR
  WHEN 'severe' THEN day.severe::VARCHAR
  WHEN 'checkInMeans' THEN day.checkInMeans
  WHEN 'checkInTime' THEN day.checkInTime
  WHEN 'placeVerified' THEN day.placeVerified::VARCHAR
  WHEN 'reportedTo' THEN day.reportedTo
  WHEN 'reportedOn' THEN day.reportedOn::VARCHAR END;

-- The days of a month that spans of days, each {first, last} within it, hold: as bits, the first of the month
-- being the lowest.
CREATE MACRO days_of(spans, monthStart) AS
  list_bit_or(list_transform(spans, lambda span:
    ((1::BIGINT << (span.last - span.first + 1)) - 1) << (span.first - monthStart)));

-- The days of a month that a span of days holds, as bits of the same kind.
CREATE MACRO days_within(monthStart, firstDay, finalDay) AS
  (2147483647::BIGINT << greatest(firstDay - monthStart, 0))
  & CASE WHEN finalDay < monthStart THEN 0 ELSE (1::BIGINT << (least(finalDay - monthStart, 30) + 1)) - 1 END;

-- The rows of one parameter, each with its number, its code or its flag.
CREATE MACRO param(wanted) AS TABLE SELECT * FROM parameter WHERE name = wanted;

-- The same beside the postings that each row concerns: what a posting may have, or lack, without a join that asks.
CREATE MACRO param_of_postings(wanted) AS TABLE
  SELECT p.id AS postingId, r.* FROM posting p JOIN parameter r ON r.name = wanted
      AND concerns(r, p.role, p.dispatchLevel);
