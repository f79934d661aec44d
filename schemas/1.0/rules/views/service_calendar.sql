/*{
  "name": "service_calendar",
  "of": {"zh": "就目前所知完全落在干部不间断任职之内的日历周期，按周期内的每段派驻各一行，附该派驻在周期内的首末日：评判日已结束的，以及被批次截断的", "en": "The calendar periods that lie wholly inside the unbroken service of a cadre as far as is known, one row for each posting in the period with its first and last day in it: those closed at asOf, and those that the batch cuts"},
  "conventions": ["K5"],
  "reads": ["calendar_period", "posting_span", "posting_spell"]
}*/
CREATE VIEW service_calendar AS
-- A duty lies on the person: a change of village or role inside a period switches nothing off. A rule joins each
-- posting with the policy row that concerns it, and takes the period where the postings so joined fill it
-- (`fills`); of several numbers the lower binds. Of a cut period it says that it was not judged (`period.MONTH`),
-- unless what is on record is enough already, or the period is closed and the coverage contains the whole of it.
SELECT s.*, greatest(s.startDate, c.startDate) AS firstDay, least(s.lastDay, c.endDate) AS finalDay,
       c.kind AS period, c.startDate AS periodStart, c.endDate AS periodEnd, c.label, c.closed, c.within, c.cut
FROM posting_span s
JOIN posting_spell v ON v.cadreId = s.cadreId AND s.startDate BETWEEN v.startDate AND v.endDate
JOIN calendar_period c ON c.startDate <= s.lastDay AND c.endDate >= s.startDate
     AND c.startDate >= v.startDate AND c.endDate <= v.endDate
WHERE (c.closed OR c.cut) AND s.lastDay >= s.startDate;
