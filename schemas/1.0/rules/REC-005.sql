/*{
  "id": "REC-005",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "教育整改办理超过工作日期限", "en": "A limit in working days was missed"},
  "asks": {
    "zh": "每项期限自各自的起算日次日起按法定工作日计算，末日计入；各期限起算日不同。未办理且已过期限的同样算超期，未到期的不算。属于权利的期限过后才行使的，只提示不再受理，不算违规。",
    "en": "Each limit runs in statutory working days from the day after its own starting day, the last day included. Not done and past due is overdue; not yet due is not. A right used too late is reported as inadmissible, not as a breach."
  },
  "message": {
    "zh": "「{endField}」应不晚于{due}（自「{startField}」{started}起{workingDays}个工作日）[，实际于{done}办理|，没有登记办理日期]",
    "en": "{endField} was due by {due} ({workingDays} working days from {startField}, {started})[; done on {done}|; no day on record]"
  },
  "fix": {
    "zh": "尽快办理并说明超期原因；日期登记有误的，予以更正。",
    "en": "Complete the step and record why it was late; correct the days if they are wrong."
  },
  "records": ["rectificationCase"],
  "views": ["calendar_day", "case_date", "working_day"],
  "conventions": ["K4", "K14"],
  "absence": [
    {"field": "rectificationCase.appealRepliedOn", "zh": "这一步已经到期：案件自身的记录表明前一步已经作出，期限已过而没有登记（约定K4）", "en": "the step was due: the case itself records the step before it, and the limit is over (K4)"},
    {"field": "rectificationCase.recalledToUnitOn", "zh": "这一步已经到期：案件自身的记录表明前一步已经作出，期限已过而没有登记（约定K4）", "en": "the step was due: the case itself records the step before it, and the limit is over (K4)"},
    {"field": "rectificationCase.replacementSelectedOn", "zh": "这一步已经到期：案件自身的记录表明前一步已经作出，期限已过而没有登记（约定K4）", "en": "the step was due: the case itself records the step before it, and the limit is over (K4)"},
    {"field": "rectificationCase.returnedOn", "zh": "这一步已经到期：案件自身的记录表明前一步已经作出，期限已过而没有登记（约定K4）", "en": "the step was due: the case itself records the step before it, and the limit is over (K4)"}
  ],
  "policies": [{"table": "clock"}],
  "arguments": {"endField": "field:rectificationCase", "startField": "field:rectificationCase", "started": "date", "workingDays": "number", "due": "date", "done": "date"}
}*/
-- @query
WITH run AS (
  -- each clock that a case starts, with the day it started and the day it was met
  SELECT c.id AS caseId, c.appealOutcome, k.policyRow, k.startField, k.endField, k.workingDays, k.duty,
         k.modality, k.validFrom, k.validTo, b.asOf,
         s.date AS started, CASE WHEN e.date <= b.asOf THEN e.date END AS done,
         list_contains(c.redacted, k.endField) AS hidden
  FROM clock k CROSS JOIN batch b
  -- going back and being replaced exclude each other: the clock of the other outcome never starts
  JOIN rectificationCase c ON CASE k.endField
                                   WHEN 'returnedOn' THEN coalesce(c.outcome, 'RETURN') = 'RETURN'
                                   WHEN 'replacementSelectedOn'
                                   THEN coalesce(c.outcome, 'REPLACE') = 'REPLACE'
                                   ELSE true END
  LEFT JOIN case_date s ON s.caseId = c.id AND s.field = k.startField AND s.date <= b.asOf
  LEFT JOIN case_date e ON e.caseId = c.id AND e.field = k.endField
), limited AS (
  -- with the working day on which it runs out
  SELECT r.*, w.date AS due
  FROM run r
  LEFT JOIN calendar_day d ON d.date = r.started
  LEFT JOIN working_day w ON w.ordinal = d.ordinal + r.workingDays
  WHERE r.started IS NULL AND r.done IS NOT NULL OR binds(r, r.started)
), judged AS (
  -- of a day that was blacked out it is not known whether it was too late
  SELECT *, CASE WHEN started IS NULL THEN 'rectificationCase.' || startField
                 WHEN due IS NULL THEN 'register.calendar'
                 WHEN done IS NULL AND hidden THEN 'rectificationCase.' || endField END AS missing
  FROM limited
  WHERE done IS NOT NULL OR hidden OR duty AND coalesce(appealOutcome, '') <> 'REVOKED'
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow, missing,
       CASE WHEN NOT duty AND modality IN ('MUST', 'PROHIBITED') THEN 1 ELSE 0 END AS lowerBy,
       '/' || endField AS pointer,
       endField, startField, started, workingDays, due, done
FROM judged
WHERE started IS NULL OR due IS NULL OR coalesce(done, "asOf") > due;
-- @break
-- one reply to an appeal comes on the working day after the last
UPDATE rectificationCase
SET appealRepliedOn = t.late
FROM (SELECT c.id, w.date AS late
      FROM rectificationCase c
      JOIN clock k ON k.startField = 'appealFiledOn' AND k.endField = 'appealRepliedOn'
      JOIN calendar_day d ON d.date = c.appealFiledOn
      JOIN working_day w ON w.ordinal = d.ordinal + k.workingDays + 1
      WHERE c.appealRepliedOn IS NOT NULL ORDER BY c.id LIMIT 1) t
WHERE rectificationCase.id = t.id;
