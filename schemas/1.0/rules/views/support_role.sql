/*{
  "name": "support_role",
  "of": {"zh": "按月的保障记录：该月里干部任职的各角色和派出层级；没有派驻记录的为空", "en": "Support recorded by the month: the roles in which the cadre serves in that month, and the levels of dispatch; null where no posting is on record"},
  "conventions": ["K3"],
  "reads": ["levelAs", "posting", "support"]
}*/
CREATE VIEW support_role AS
SELECT u.cadreId, u.month, list(DISTINCT p.role) FILTER (p.role IS NOT NULL) AS roles,
       list(DISTINCT counts_as(p.dispatchLevel)) FILTER (p.role IS NOT NULL) AS dispatchLevels
FROM (SELECT DISTINCT cadreId, month, (month || '-01')::DATE AS firstDay FROM support
      WHERE cadreId IS NOT NULL AND month IS NOT NULL) u
LEFT JOIN posting p ON p.cadreId = u.cadreId AND p.startDate <= last_day(u.firstDay)
     AND coalesce(p.endDate, u.firstDay) >= u.firstDay
GROUP BY u.cadreId, u.month;
