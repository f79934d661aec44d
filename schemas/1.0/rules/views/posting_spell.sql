/*{
  "name": "posting_spell",
  "of": {"zh": "同一干部相接或重叠的派驻合并成的时段；将来的日子保留：未结束的派驻没有终止日", "en": "Adjacent or overlapping postings of a cadre, merged; days to come are kept, since an open posting has no end"},
  "conventions": ["K3"],
  "reads": ["posting"]
}*/
CREATE VIEW posting_spell AS
WITH held AS (
  -- an open posting runs on
  SELECT id, cadreId, startDate, coalesce(endDate, DATE '9999-12-30') AS lastDay FROM posting
), reached AS (
  -- how far the postings before it reach
  SELECT id, cadreId, startDate, lastDay,
         max(lastDay) OVER (PARTITION BY cadreId ORDER BY startDate, lastDay, id
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
  FROM held WHERE lastDay >= startDate
), numbered AS (
  -- a posting that begins later than the next day begins a spell
  SELECT *, sum(CASE WHEN reach IS NULL OR startDate > reach + 1 THEN 1 ELSE 0 END)
              OVER (PARTITION BY cadreId ORDER BY startDate, lastDay, id) AS spell
  FROM reached
)
SELECT cadreId, min(startDate) AS startDate, max(lastDay) AS endDate FROM numbered GROUP BY cadreId, spell;
