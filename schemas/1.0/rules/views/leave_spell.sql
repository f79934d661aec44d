/*{
  "name": "leave_spell",
  "of": {"zh": "同一干部相接或重叠的请假合并成的时段，按自然日，首尾两日均计", "en": "Adjacent or overlapping leaves of a cadre merged into spells of calendar days, both ends counted"},
  "reads": ["leave"]
}*/
CREATE VIEW leave_spell AS
WITH reached AS (
  -- how far the leaves before it reach
  SELECT id, cadreId, startDate, endDate,
         max(endDate) OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
  FROM leave WHERE endDate >= startDate
), numbered AS (
  -- a leave that begins later than the next day begins a spell
  SELECT *, sum(CASE WHEN startDate > reach + 1 OR reach IS NULL THEN 1 ELSE 0 END)
              OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id) AS spell
  FROM reached
)
SELECT cadreId, min(startDate) AS startDate, max(endDate) AS endDate, min(id) AS leaveId,
       date_diff('day', min(startDate), max(endDate)) + 1 AS days
FROM numbered GROUP BY cadreId, spell;
