/*{
  "name": "working_day",
  "of": {"zh": "每个序号的工作日：某日之后第 n 个工作日，就是序号等于该日序号加 n 的那一天", "en": "The working day of each ordinal: the n-th working day after a day is the one whose ordinal is that of the day plus n"},
  "conventions": ["K4"],
  "reads": ["calendar_day"]
}*/
CREATE TABLE working_day AS
SELECT date, ordinal FROM calendar_day WHERE working;
