/*{
  "name": "credited_mask",
  "of": {"zh": "按日历月的计入日期（比特位）：同一天无论有几条记录只计一次；哪些状态计入由配置档决定", "en": "The credited dates by calendar month, as bits: a date gives at most one credit, whatever the number of entries; which statuses give credit is the profile's"},
  "conventions": ["K7", "K14"],
  "reads": ["attendance_month", "creditingStatus"]
}*/
CREATE VIEW credited_mask AS
SELECT m.cadreId, m.month,
       -- the days of the month on which the row is in force
       bit_or(m.days & (2147483647::BIGINT << greatest(c.validFrom - m.month, 0))
                     & ((1::BIGINT << (least(c.validTo - m.month, 30) + 1)) - 1)) AS days
FROM attendance_month m
JOIN creditingStatus c ON c.status = m.status AND c.validFrom <= m.lastDay AND c.validTo >= m.firstDay
GROUP BY ALL;
