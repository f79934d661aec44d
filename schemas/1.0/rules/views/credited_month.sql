/*{
  "name": "credited_month",
  "of": {"zh": "按日历月的计入天数", "en": "The number of credited days by calendar month"},
  "conventions": ["K7"],
  "reads": ["credited_mask"]
}*/
CREATE VIEW credited_month AS
SELECT cadreId, month, bit_count(days)::BIGINT AS days FROM credited_mask WHERE days <> 0;
