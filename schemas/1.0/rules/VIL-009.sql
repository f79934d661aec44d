/*{
  "id": "VIL-009",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "出现大的信访问题", "en": "Major petitions"},
  "asks": {
    "zh": "派驻期间村里大的信访问题不超过自定目标。“大的”由登记认定，不由程序推断；这是个人计划的目标，只作提示。",
    "en": "Major petitions of the village during a posting stay within the target. What is major is declared on the record; it is a target of one's own plan, hence only a note."
  },
  "message": {
    "zh": "派驻期间有大的信访问题{count}件，目标不超过{limit}件",
    "en": "{count} major petitions during the posting, the target being at most {limit}"
  },
  "fix": {
    "zh": "了解原因并化解；登记有误的更正主题。",
    "en": "Find out why and settle them; correct the topic if it is wrong."
  },
  "records": ["village", "activity", "posting"],
  "views": ["posting_span"],
  "conventions": ["K14", "K15"],
  "policies": [{"table": "parameter", "where": {"name": "village.majorPetitions"}}],
  "arguments": {"count": "number", "limit": "number"}
}*/
-- @query
SELECT 'village' AS recordType, a.villageId AS recordId, p.policyRow, NULL::VARCHAR AS missing,
       count(DISTINCT a.id) AS "count", p.number AS "limit"
FROM activity a JOIN param('village.majorPetitions') p ON binds(p, a.date)
JOIN posting_span s ON s.villageId = a.villageId AND a.date BETWEEN s.startDate AND s.endDate
WHERE a.kind = 'PETITION' AND list_contains(a.topics, 'MAJOR')
GROUP BY a.villageId, p.policyRow, p.number
HAVING count(DISTINCT a.id) > p.number;
-- @break
INSERT INTO activity (id, kind, date, villageId, topics)
SELECT 'break-' || n, 'PETITION', date, villageId, ['MAJOR']
FROM (SELECT s.villageId, greatest(s.startDate, p.validFrom) AS date,
             unnest(generate_series(0, p.number)) AS n
      FROM (SELECT * FROM posting_span ORDER BY postingId LIMIT 1) s
      JOIN param('village.majorPetitions') p ON true);
