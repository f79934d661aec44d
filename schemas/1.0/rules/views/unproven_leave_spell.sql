/*{
  "name": "unproven_leave_spell",
  "of": {"zh": "干部的请假中批准日期或形式没有登记、因而无法判断能否说明离岗理由的，合并为时段，并注明缺什么", "en": "The leave of a cadre of which it cannot be told whether it excuses, since its approval or its form is not on record, as spells, with what is missing"},
  "conventions": ["K12"],
  "reads": ["leave_standing"]
}*/
CREATE VIEW unproven_leave_spell AS
WITH reached AS (
  -- how far the leaves before it reach
  SELECT id, cadreId, startDate, endDate, missing,
         max(endDate) OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
  FROM leave_standing WHERE missing IS NOT NULL
), numbered AS (
  -- a leave that begins later than the next day begins a spell
  SELECT *, sum(CASE WHEN startDate > reach + 1 OR reach IS NULL THEN 1 ELSE 0 END)
              OVER (PARTITION BY cadreId ORDER BY startDate, endDate, id) AS spell
  FROM reached
)
SELECT cadreId, min(startDate) AS startDate, max(endDate) AS endDate, min(missing) AS missing
FROM numbered GROUP BY cadreId, spell;
