/*{
  "name": "ordered_absence",
  "of": {"zh": "组织要求干部离村的时段：教育整改中自请回单位至派回，首尾两日均计，没有派回的截至评判日", "en": "The spells in which the organisation has a cadre away from the village: under rectification from being brought back to the unit to the return, both days counted, until asOf where there is none"},
  "reads": ["batch", "rectificationCase"]
}*/
CREATE VIEW ordered_absence AS
SELECT c.cadreId, c.recalledToUnitOn AS startDate, least(c.returnedOn, b.asOf) AS endDate
FROM rectificationCase c CROSS JOIN batch b
WHERE c.recalledToUnitOn <= least(c.returnedOn, b.asOf);
