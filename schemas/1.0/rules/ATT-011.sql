/*{
  "id": "ATT-011",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "title": {"zh": "登记已全脱钩，考勤却有派出单位工作", "en": "Work for the home unit although recorded as fully detached"},
  "asks": {
    "zh": "派驻登记已与派出单位工作全脱钩的，考勤中不应有承担派出单位工作的日子，否则两条记录有一条不实，或者单位仍安排两头跑。应组织要求请回单位的日子不在此列。按派驻和月份归并，只作线索，降一级。",
    "en": "A posting recorded as fully detached has no day of work for the home unit in the attendance; else one of the two records is untrue, or the unit still has the cadre run between both. Days on which the organisation had the cadre brought back are left out. Reported by posting and month, as a lead, one step lower."
  },
  "message": {
    "zh": "派驻登记已全脱钩，但{month}的考勤有{days}天为承担派出单位工作（最早{date}）",
    "en": "the posting is recorded as fully detached, but the attendance of {month} has {days} days of work for the home unit (the first {date})"
  },
  "fix": {
    "zh": "核对两条记录；确有其事的，由派出单位停止安排原单位工作，并更正脱钩登记。",
    "en": "Compare the two records; if it is so, the unit ends the practice and the posting is corrected."
  },
  "outcome": "CANDIDATE",
  "records": ["attendance", "posting"],
  "views": ["ordered_absence"],
  "splitBy": "cadre",
  "conventions": ["K14", "K16"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "condition", "where": {"recordType": "posting", "field": "fullyDetached"}}],
  "arguments": {"month": "text", "days": "number", "date": "date"},
  "keys": ["month"],
  "entails": [
    {"rule": "ATT-001", "why": {"zh": "少了一天计入在村，天数可能不足", "en": "with one credited day fewer the month may fall short"}}
  ]
}*/
-- @query
SELECT 'posting' AS recordType, p.id AS recordId, c.policyRow, NULL::VARCHAR AS missing, 1 AS lowerBy,
       strftime(a.date, '%Y-%m') AS month, count(DISTINCT a.date) AS days, min(a.date) AS date
FROM (SELECT cadreId, date FROM attendance WHERE status = 'HOME_UNIT_WORK') a CROSS JOIN batch b
JOIN posting p ON p.cadreId = a.cadreId AND p.fullyDetached AND a.date >= p.startDate
     AND coalesce(a.date <= p.endDate, true)
JOIN condition c ON c.recordType = 'posting' AND c.field = 'fullyDetached' AND list_contains(c."values", 'true')
     AND binds(c, a.date) AND concerns(c, p.role, p.dispatchLevel)
WHERE a.date <= b.asOf
  -- brought back to the unit by the organisation, the cadre works where it was ordered
  AND NOT EXISTS (SELECT 1
                  FROM ordered_absence o
                  WHERE o.cadreId = a.cadreId AND a.date BETWEEN o.startDate AND o.endDate)
GROUP BY p.id, c.policyRow, strftime(a.date, '%Y-%m');
-- @break
-- a day of rest is recorded as work for the home unit, in a posting that is recorded as detached
UPDATE attendance
SET status = 'HOME_UNIT_WORK'
WHERE id = (SELECT a.id
            FROM attendance a JOIN posting p ON p.cadreId = a.cadreId AND p.fullyDetached AND a.date >= p.startDate
                 AND coalesce(a.date <= p.endDate, true)
            JOIN condition c ON c.recordType = 'posting' AND c.field = 'fullyDetached' AND binds(c, a.date)
                 AND concerns(c, p.role, p.dispatchLevel)
            WHERE a.status NOT IN ('LEAVE', 'ANNUAL_LEAVE', 'ABSENT')
              AND a.cadreId NOT IN (SELECT cadreId FROM rectificationCase)
            ORDER BY a.status IN (SELECT status FROM creditingStatus), a.id LIMIT 1);
