/*{
  "name": "credited_mask",
  "of": {"zh": "按日历月的计入日期（比特位）：同一天无论有几条记录只计一次；哪些状态计入由配置档决定，配置档没有写明的，在村和因公外出都计入", "en": "The credited dates by calendar month, as bits: a date gives at most one credit, whatever the number of entries; which statuses give credit is the profile's, and where it says nothing presence and duty elsewhere do"},
  "conventions": ["K7", "K14"],
  "also": [{"table": "creditingStatus"}],
  "reads": ["attendance_month", "creditingStatus"]
}*/
CREATE VIEW credited_mask AS
WITH crediting AS (
  -- where no row says which statuses give credit, presence does, and so does every duty elsewhere: nobody is accused
  -- for what the text leaves open
  SELECT status, validFrom, validTo FROM creditingStatus
  UNION ALL
  SELECT unnest(['IN_VILLAGE', 'OFFICIAL_TRIP', 'MEETING', 'TRAINING', 'PROJECT_LIAISON']), DATE '0001-01-01',
         DATE '9999-12-31'
  WHERE NOT EXISTS (SELECT 1 FROM creditingStatus)
)
SELECT m.cadreId, m.month,
       -- the days of the month on which the row is in force
       bit_or(m.days & (2147483647::BIGINT << greatest(c.validFrom - m.month, 0))
                     & ((1::BIGINT << (least(c.validTo - m.month, 30) + 1)) - 1)) AS days
FROM attendance_month m
JOIN crediting c ON c.status = m.status AND c.validFrom <= m.lastDay AND c.validTo >= m.firstDay
GROUP BY ALL;
