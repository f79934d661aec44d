/*{
  "id": "MEA-006",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "召回后没有重新选派", "en": "No replacement after a recall"},
  "asks": {
    "zh": "因所列事由召回后，派出单位应重新选派。条文没有期限，所以只提示岗位空缺，并降一级；只有声明派驻记录齐全时才判断；同村同角色已另有人在任、而没有登记接替关系的，不作判断。",
    "en": "After a recall on the grounds listed the unit sends another cadre. The text sets no limit, so that a vacant post is only pointed out, one step lower, and only where the postings are declared complete; where somebody else holds the same role in the village, but is not on record as the replacement, it is not judged."
  },
  "message": {
    "zh": "{date}召回后，到{asOf}没有重新选派的人到岗",
    "en": "since the recall of {date} nobody was sent in place, as of {asOf}"
  },
  "fix": {
    "zh": "由派出单位重新选派，并登记接替派驻。",
    "en": "The unit sends another cadre; record the replacement."
  },
  "records": ["measure", "posting"],
  "views": ["condition_subject"],
  "fields": ["posting.replacesPostingId"],
  "coverage": ["posting"],
  "conventions": ["K12", "K14"],
  "policies": [{"table": "recallTrigger", "where": {"replacementDue": "true"}}],
  "arguments": {"date": "date", "asOf": "date"}
}*/
-- @query
SELECT 'measure' AS recordType, id AS recordId, policyRow,
       CASE WHEN NOT covered THEN 'coverage.posting'
            WHEN succeeded THEN 'posting.replacesPostingId' END AS missing, 1 AS lowerBy, date, "asOf"
FROM (SELECT m.id, m.date, r.policyRow, b.asOf, covered('posting', m.date, b.asOf) AS covered,
             -- somebody who came to the same post afterwards may be the one, though not on record as such
             EXISTS (SELECT 1
                     FROM posting o JOIN posting p ON p.villageId = o.villageId AND p.role = o.role
                     WHERE o.id = s.postingId AND p.id <> o.id AND p.cadreId <> o.cadreId
                       AND p.replacesPostingId IS NULL AND p.startDate > o.startDate
                       AND coalesce(p.endDate >= m.date, true) AND p.startDate BETWEEN m.date AND b.asOf) AS succeeded
      FROM measure m CROSS JOIN batch b
      JOIN recallTrigger r ON r.replacementDue AND list_contains(m.grounds, r.ground) AND binds(r, m.date)
      LEFT JOIN condition_subject s ON s.recordType = 'measure' AND s.recordId = m.id
      WHERE m.kind = 'RECALL' AND m.date < b.asOf AND concerns(r, s.role, s.dispatchLevel)
        AND NOT EXISTS (SELECT 1
                        FROM posting p
                        WHERE p.startDate <= b.asOf
                          AND (p.id = m.replacementPostingId OR p.replacesPostingId = s.postingId)));
-- @break
-- one more recall, of a cadre whom nobody follows
INSERT INTO measure BY NAME
SELECT 'break-MEA-006' AS id, 'RECALL' AS kind, b.asOf - 1 AS date, p.cadreId, [r.ground] AS grounds,
       r.orderedTo, r."by" AS "by", p.dispatchLevel AS byLevel
FROM posting p CROSS JOIN batch b JOIN recallTrigger r ON r.replacementDue
WHERE p.startDate < b.asOf AND p.endDate IS NULL
  AND p.id NOT IN (SELECT replacesPostingId FROM posting WHERE replacesPostingId IS NOT NULL) ORDER BY p.id
LIMIT 1;
