/*{
  "id": "STD-006",
  "since": "1.0",
  "quality": "TIMELINESS",
  "severity": "error",
  "title": {"zh": "结束日期早于开始日期", "en": "End before the beginning"},
  "asks": {
    "zh": "任何期间的结束日期都不得早于开始日期。",
    "en": "No period ends before it begins."
  },
  "message": {
    "zh": "结束日期{laterOn}早于开始日期{earlierOn}",
    "en": "Ends on {laterOn}, before it begins on {earlierOn}"
  },
  "fix": {
    "zh": "更正两个日期之一。",
    "en": "Correct one of the two days."
  },
  "records": [],
  "each": ["activity", "posting", "leave", "support", "organization", "team", "village"],
  "conventions": ["K3"],
  "arguments": {"earlierOn": "date", "laterOn": "date", "earlier": "text", "later": "text"}
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, NULL AS policyRow, '/endDate' AS pointer,
       'startDate' AS earlier, startDate AS earlierOn, 'endDate' AS later, endDate AS laterOn
FROM posting WHERE endDate < startDate
UNION ALL
SELECT 'leave', id, NULL, '/endDate', 'startDate', startDate, 'endDate', endDate
FROM leave WHERE endDate < startDate
UNION ALL
SELECT 'support', id, NULL, '/endDate', 'startDate', startDate, 'endDate', endDate
FROM support WHERE endDate < startDate
UNION ALL
SELECT 'activity', id, NULL, '/endDate', 'date', date, 'endDate', endDate
FROM activity WHERE endDate < date
UNION ALL
SELECT 'organization', id, NULL, '/abolishedOn', 'establishedOn', establishedOn, 'abolishedOn',
       abolishedOn
FROM organization WHERE abolishedOn < establishedOn
UNION ALL
SELECT 'team', id, NULL, '/dissolvedOn', 'formedOn', formedOn, 'dissolvedOn', dissolvedOn
FROM team WHERE dissolvedOn < formedOn
UNION ALL
SELECT 'village', id, NULL, '/types/' || n || '/endDate', 'types', t.startDate, 'types', t.endDate
FROM (SELECT id, unnest(types) AS t, generate_subscripts(types, 1) - 1 AS n FROM village)
WHERE t.endDate < t.startDate;
-- @break
INSERT INTO activity (id, kind, date, endDate)
SELECT 'break-std-006', 'OTHER', b.asOf, b.asOf - 1
FROM batch b;
