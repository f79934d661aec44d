/*{
  "name": "approved_leave_spell",
  "of": {"zh": "干部经批准的请假，合并为互不相接也不重叠的时段，截至评判日；批准之前的日子不算，提前销假即止", "en": "The approved leave of a cadre as spells that neither touch nor overlap, cut at asOf; days before the approval do not count, and an early return ends it"},
  "reads": ["leave_standing"]
}*/
CREATE VIEW approved_leave_spell AS
WITH reached AS (
  -- how far the leaves before it reach; never one row a day, since a sender may write a leave of all years
  SELECT id, cadreId, startDate, endDate,
         max(endDate) OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
  FROM leave_standing WHERE missing IS NULL
), numbered AS (
  -- a leave that begins later than the next day begins a spell
  SELECT *, sum(CASE WHEN startDate > reach + 1 OR reach IS NULL THEN 1 ELSE 0 END)
              OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id) AS spell
  FROM reached
)
SELECT cadreId, min(startDate) AS startDate, max(endDate) AS endDate FROM numbered GROUP BY cadreId, spell;
