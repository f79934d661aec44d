/*{
  "id": "POST-008",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "交接时间不足", "en": "Too short a handover"},
  "asks": {
    "zh": "新老人员同时在任的交接时间一般不少于规定的工作日数或天数，起止两日都计入，周末调休上班日计入。历年日历没有登记的年份不判断。",
    "en": "The handover, with both cadres in post, generally takes at least the working days, or the days, set, both ends counted, make-up weekends included. Years outside the calendar register are not judged."
  },
  "message": {
    "zh": "{fromDate}至{toDate}交接[{workingDays}个工作日，少于{requiredWorking}个][{days}天，少于{required}天]",
    "en": "handover from {fromDate} to {toDate}: [{workingDays} working days, fewer than {requiredWorking}][{days} days, fewer than {required}]"
  },
  "fix": {
    "zh": "核对交接起止日期；确不足的，延长交接或附情况说明。",
    "en": "Check the dates; if short, extend the handover or put a justification on file."
  },
  "records": ["posting"],
  "views": ["working_day"],
  "fields": ["posting.handoverStart", "posting.handoverEnd"],
  "conventions": ["K1", "K4", "K12", "K14"],
  "policies": [{"table": "parameter", "where": {"name": ["handover.minWorkingDays", "handover.minDays"]}}],
  "arguments": {"fromDate": "date", "toDate": "date", "workingDays": "number", "requiredWorking": "number", "days": "number", "required": "number"}
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow, missing,
       CASE WHEN modality = 'SHOULD' AND justification THEN 1 ELSE 0 END AS lowerBy,
       '/handoverEnd' AS pointer, fromDate, toDate, CASE WHEN working THEN days END AS workingDays,
       CASE WHEN working THEN required END AS requiredWorking, CASE WHEN NOT working THEN days END AS days,
       CASE WHEN NOT working THEN required END AS required
FROM (SELECT h.*, CASE WHEN handoverStart IS NULL THEN 'posting.handoverStart'
                       WHEN handoverEnd IS NULL THEN 'posting.handoverEnd'
                       WHEN working
                            AND (year(fromDate) NOT IN (SELECT year FROM calendar_year)
                                 OR year(toDate) NOT IN (SELECT year FROM calendar_year))
                       THEN 'register.calendar' END AS missing,
             CASE WHEN working THEN (SELECT count(*) FROM working_day w WHERE w.date >= fromDate AND w.date <= toDate)
                  ELSE greatest(toDate - fromDate + 1, 0) END::BIGINT AS days
      FROM (SELECT s.id, s.justification, s.handoverStart, s.handoverEnd, r.policyRow, r.modality,
                   r.number AS required, r.name = 'handover.minWorkingDays' AS working,
                   -- days on which only one of the two is in post are no handover
                   greatest(s.handoverStart, s.startDate) AS fromDate,
                   least(s.handoverEnd, p.endDate) AS toDate
            FROM posting s JOIN posting p ON p.id = s.replacesPostingId CROSS JOIN batch b
            JOIN parameter r ON r.name IN ('handover.minWorkingDays', 'handover.minDays') AND binds(r, p.endDate)
                 AND concerns(r, p.role, p.dispatchLevel)
            WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf) h)
WHERE missing IS NOT NULL OR days < required;
-- @break
-- begin the handover so late that one working day is missing
UPDATE posting
SET handoverStart = t.day
FROM (SELECT s.id, CASE WHEN r.name = 'handover.minDays' THEN c.date - r.number::INTEGER + 2
                        ELSE (SELECT w.date FROM working_day w WHERE w.ordinal = c.ordinal - r.number + 2) END AS day
      FROM posting s JOIN posting p ON p.id = s.replacesPostingId
      JOIN parameter r ON r.name IN ('handover.minWorkingDays', 'handover.minDays') AND p.endDate >= r.validFrom
      JOIN calendar_day c ON c.date = least(s.handoverEnd, p.endDate)
      WHERE p.endReason = 'ROTATION' AND p.endDate <= (SELECT b.asOf FROM batch b) ORDER BY s.id LIMIT 1) t
WHERE posting.id = t.id;
