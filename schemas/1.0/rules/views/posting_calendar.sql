/*{
  "name": "posting_calendar",
  "of": {"zh": "就目前所知完全落在派驻之内的日历周期：评判日已结束的，以及被批次截断的", "en": "The calendar periods that lie wholly inside a posting as far as is known: those closed at asOf, and those that the batch cuts"},
  "conventions": ["K5"],
  "reads": ["calendar_period", "posting_span"]
}*/
CREATE VIEW posting_calendar AS
-- A rule that needs the whole of a period says of a cut one that it was not judged (`period.MONTH`), unless
-- what is on record is enough already, or the period is closed and the coverage contains the whole of it.
SELECT s.*, c.kind AS period, c.startDate AS periodStart, c.endDate AS periodEnd, c.label, c.closed, c.within,
       c.cut
FROM posting_span s JOIN calendar_period c ON c.startDate >= s.startDate AND c.endDate <= s.lastDay
WHERE c.closed OR c.cut;
