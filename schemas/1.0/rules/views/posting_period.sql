/*{
  "name": "posting_period",
  "of": {"zh": "评判日已结束且完全落在派驻之内的日历周期", "en": "The calendar periods that are closed at asOf and lie wholly inside a posting"},
  "conventions": ["K5"],
  "reads": ["posting_calendar"]
}*/
CREATE VIEW posting_period AS
SELECT * EXCLUDE (closed, within, cut) FROM posting_calendar WHERE closed;
