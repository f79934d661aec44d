/*{
  "name": "obligation_period",
  "of": {"zh": "每项义务在其有效期内的各个周期，以及批次对该活动是否声明完整；批次自身期间之外的周期，除非声明完整，否则与其无关；被截断的周期未作判断；dueOn 为周期内须完成的最后一天", "en": "The periods of each obligation inside the row's validity, and whether the batch is complete for its act; periods outside the batch's own are no concern of it unless it is declared complete for them, and those that it cuts were not judged; dueOn is the last day of the period on which the act is in time"},
  "conventions": ["K5", "K12", "K14"],
  "reads": ["calendar_period", "coverage", "obligation"]
}*/
CREATE VIEW obligation_period AS
WITH span AS (
  -- the whole periods in which a row binds
  SELECT o.*, c.startDate AS periodStart, c.endDate AS periodEnd, c.label, c.closed, c.within, c.cut AS reached,
         covered('activity', o.act, c.startDate, c.endDate) AS covered
  FROM obligation o JOIN calendar_period c ON c.kind = o.period AND binds(o, c.startDate, c.endDate)
)
SELECT * EXCLUDE (reached), reached AND NOT (covered AND closed) AS cut,
       coalesce(least(periodStart + (dueDays - 1)::INTEGER, periodEnd), periodEnd) AS dueOn
FROM span WHERE reached OR closed AND (covered OR within);
