/*{
  "id": "ATT-008",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "考勤登记了不允许的内容", "en": "Attendance records something that is not allowed"},
  "asks": {
    "zh": "派驻期内的考勤字段符合规定，例如不得登记为承担派出单位工作：驻村期间应与原岗位的工作脱开。应组织要求请回单位的日子不在此列。",
    "en": "Attendance inside a posting has the values that the rules allow; for instance no day of work for the home unit, since the cadre is released from it. Days on which the organisation had the cadre brought back to the unit are left out."
  },
  "message": {
    "zh": "{date}的考勤[没有登记{empty}][的{field}登记为“{found}”，不符合规定][，应为{values}][，应不晚于{latest}]",
    "en": "attendance of {date}:[ {empty} is not on record][ {field} is {found}, which is not allowed][; it should be {values}][; it should be no later than {latest}]"
  },
  "fix": {
    "zh": "登记有误的更正；确有其事的停止，并按规定处理。",
    "en": "Correct the entry if it is wrong; otherwise end the practice and follow the rules."
  },
  "records": ["attendance", "posting"],
  "views": ["ordered_absence", "posting_span"],
  "splitBy": "cadre",
  "conventions": ["K12", "K14"],
  "policies": [{"table": "condition", "where": {"recordType": "attendance"}}],
  "arguments": {"date": "date", "field": "field", "empty": "field", "found": "value", "values": "value", "latest": "text"}
}*/
-- @query
-- only the plain fields of attendance: a condition on another field would be a mistake of the profile
WITH held AS (
  -- each entry beside each row that speaks of one of its fields, with that field's value
  SELECT a.id, a.date, c.policyRow, c.field, c.op, c."values",
         attendance_text(a, c.field) AS found, attendance_text(a, c.whenField) AS given,
         attendance_text(a, c.unlessField) AS spared,
         -- what would decide and is blacked out: the field itself, or what says whether the row applies
         CASE WHEN found IS NULL AND list_contains(a.redacted, c.field) THEN c.field
              WHEN spared IS NULL AND list_contains(a.redacted, c.unlessField) THEN c.unlessField
              WHEN given IS NULL AND list_contains(a.redacted, c.whenField) THEN c.whenField END AS veiled
  FROM attendance a JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
  JOIN condition c ON c.recordType = 'attendance' AND binds(c, a.date)
       AND concerns(c, s.role, s.dispatchLevel)
  WHERE (c.whenField IS NULL OR given IS NULL AND list_contains(a.redacted, c.whenField)
         OR given IS NOT NULL AND (c.whenValues IS NULL OR list_contains(c.whenValues, given)))
    AND (c.unlessField IS NULL OR spared IS NULL
         OR c.unlessValues IS NOT NULL AND NOT list_contains(c.unlessValues, spared))
    AND (c.kinds IS NULL OR list_contains(c.kinds, a.status))
    -- brought back to the unit by the organisation, the cadre works where it was ordered
    AND NOT EXISTS (SELECT 1
                    FROM ordered_absence o
                    WHERE o.cadreId = a.cadreId AND a.date BETWEEN o.startDate AND o.endDate)
)
SELECT DISTINCT 'attendance' AS recordType, id AS recordId, policyRow,
                CASE WHEN veiled IS NOT NULL THEN 'attendance.' || veiled
                     WHEN found IS NULL AND op <> 'PRESENT' THEN 'attendance.' || field END AS missing,
                '/' || field AS pointer, date, CASE WHEN found IS NOT NULL THEN field END AS field,
                CASE WHEN found IS NULL THEN field END AS empty, found,
                CASE WHEN op = 'IN' THEN "values" END AS "values",
                CASE WHEN op = 'AT_MOST_CODE' THEN "values"[1] END AS latest
FROM held
WHERE CASE op
           WHEN 'IN' THEN found IS NULL OR NOT list_contains("values", found)
           WHEN 'NOT_IN' THEN found IS NULL OR list_contains("values", found)
           WHEN 'AT_MOST_CODE' THEN found IS NULL OR found > "values"[1]
           WHEN 'PRESENT' THEN found IS NULL
           WHEN 'ABSENT' THEN found IS NOT NULL
           ELSE false END;
-- @break
-- a status that is barred, on a day that gives no credit anyhow where there is one, so that no month falls short; or
-- another field of a row, where none bars a status
UPDATE attendance
SET status = (SELECT "values"[1]
              FROM condition WHERE recordType = 'attendance' AND field = 'status' AND op = 'NOT_IN'
              ORDER BY policyRow LIMIT 1)
WHERE id = (SELECT a.id
            FROM attendance a
            JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
            JOIN condition c ON c.recordType = 'attendance' AND c.field = 'status' AND c.op = 'NOT_IN'
                 AND binds(c, a.date) AND concerns(c, s.role, s.dispatchLevel)
            LEFT JOIN credited_month m ON m.cadreId = a.cadreId AND m.month = date_trunc('month', a.date)
            WHERE a.status NOT IN ('LEAVE', 'ANNUAL_LEAVE', 'ABSENT')
            ORDER BY a.status IN (SELECT status FROM creditingStatus), m.days DESC, a.id LIMIT 1);
UPDATE attendance
SET recordedBy = CASE WHEN c.field = 'recordedBy' THEN 'OTHER' ELSE attendance.recordedBy END,
    checkInTime = CASE WHEN c.field = 'checkInTime' THEN '23:59' ELSE attendance.checkInTime END,
    checkInMeans = CASE WHEN c.field = 'checkInMeans' THEN 'OTHER' ELSE attendance.checkInMeans END,
    reportedTo = CASE WHEN c.field = 'reportedTo' THEN NULL ELSE attendance.reportedTo END
FROM (SELECT a.id, c.field
      FROM attendance a
      JOIN posting_span s ON s.cadreId = a.cadreId AND a.date BETWEEN s.startDate AND s.endDate
      JOIN condition c ON c.recordType = 'attendance' AND binds(c, a.date) AND concerns(c, s.role, s.dispatchLevel)
           AND (c.field IN ('recordedBy', 'checkInTime', 'checkInMeans') AND c.op IN ('IN', 'AT_MOST_CODE')
                OR c.field = 'reportedTo' AND c.op = 'PRESENT')
           AND (c.kinds IS NULL OR list_contains(c.kinds, a.status))
      WHERE NOT EXISTS (SELECT 1 FROM condition n WHERE n.recordType = 'attendance' AND n.field = 'status'
                                                        AND n.op = 'NOT_IN')
      ORDER BY c.field, a.id LIMIT 1) c
WHERE attendance.id = c.id;
