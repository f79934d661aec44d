/*{
  "id": "STD-003",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "warning",
  "title": {"zh": "请假日期不在派驻期内", "en": "Leave outside every posting"},
  "asks": {
    "zh": "请假的首日应在该干部的派驻期内；请假期间被召回、或派驻结束的，末日不必在派驻期内。派驻记录声明完整的期间才判断。",
    "en": "The first day of a leave lies in a posting of the cadre; the last need not, where the posting ended meanwhile, as by a recall. Judged where the postings are declared complete."
  },
  "message": {
    "zh": "请假{from}至{until}从派驻期之外开始：{from}该干部没有派驻记录",
    "en": "The leave from {from} to {until} begins outside every posting: the cadre has none on {from}"
  },
  "fix": {
    "zh": "核对请假日期和派驻起止日期。",
    "en": "Check the days of the leave and the span of the posting."
  },
  "records": ["leave", "posting"],
  "views": ["posting_spell"],
  "coverage": ["posting"],
  "conventions": ["K3", "K12"],
  "arguments": {"from": "date", "until": "date"}
}*/
-- @query
SELECT 'leave' AS recordType, id AS recordId, NULL AS policyRow, missing,
       startDate AS "from", endDate AS "until"
FROM (SELECT l.*,
             CASE WHEN NOT covered('posting', l.startDate, least(l.endDate, b.asOf))
                  THEN 'coverage.posting' END AS missing
      FROM leave l CROSS JOIN batch b
      ANTI JOIN posting_spell p ON p.cadreId = l.cadreId AND l.startDate BETWEEN p.startDate AND p.endDate
      WHERE l.endDate >= l.startDate AND l.startDate <= b.asOf);
-- @break
-- a cadre without a posting is on leave, in due form
INSERT INTO cadre (id) VALUES ('break-std-003');
INSERT INTO leave (id, cadreId, kind, startDate, endDate, form, appliedOn, approvedOn, approver,
                   approverLevel, returnReportedOn)
SELECT 'break-std-003', 'break-std-003', coalesce(l.kind, 'PERSONAL'), b.asOf, b.asOf, l.form, b.asOf, b.asOf,
       l.approver, l.approverLevel, b.asOf
FROM batch b LEFT JOIN (SELECT * FROM leave ORDER BY id LIMIT 1) l ON true;
