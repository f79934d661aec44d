/*{
  "name": "village_type",
  "of": {"zh": "村的各种类型及其起止日：一个村可同时属于几种类型", "en": "The types of a village with their days: it may hold several at once"},
  "conventions": ["K11"],
  "reads": ["village"]
}*/
CREATE VIEW village_type AS
WITH held AS (
  -- one row for each type
  SELECT id, unnest(types) AS t FROM village
)
SELECT id AS villageId, t.code, coalesce(t.startDate, DATE '0001-01-01') AS startDate,
       coalesce(t.endDate, DATE '9999-12-31') AS endDate
FROM held;
