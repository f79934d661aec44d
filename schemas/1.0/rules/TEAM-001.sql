/*{
  "id": "TEAM-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "驻村人数与规定不符", "en": "Strength of a village's cadres is not as set"},
  "asks": {
    "zh": "按村类型和脱贫人口配备第一书记、工作队员和总人数。一村属于几类的从严；第一书记兼队长只算一人；规定没有写明计入哪些职务的，下沉干部等不算；有人数上限的，超出即为不符，兼带邻村的队伍，只在规定许可兼带的地方算作邻村的人。在批次截止日和本批每个已结束月份的月末判断，每村每项只报最早的一次；多于配备数的只作提示，交接中的前任不计。",
    "en": "Villages have first secretaries, members and persons in all according to type and lifted population. A village of several types meets the strictest; a first secretary who leads counts once; sinking cadres and the like do not, unless the row counts their roles; a ceiling is a ceiling; a team that also serves neighbouring villages counts there only where the rules permit that. Judged at asOf and at the end of each closed month of the batch, the first date of each shortfall being reported; more than expected is only noted, predecessors in a handover left out."
  },
  "message": {
    "zh": "{date}该村{roles}共{count}人[，少于规定的{least}人][，多于规定的{most}人]",
    "en": "{date}: {count} {roles} in this village[, fewer than the {least} asked for][, more than the {most} set]"
  },
  "fix": {
    "zh": "核对派驻记录；确实缺人的，商派出单位补派。",
    "en": "Check the postings; where people are really missing, have the units send them."
  },
  "records": ["village", "posting"],
  "views": ["calendar_period", "posting_span", "village_type"],
  "fields": ["village.liftedPopulation"],
  "coverage": ["posting"],
  "conventions": ["K2", "K8", "K11", "K12", "K14", "K20"],
  "absence": [
    {"field": "posting.replacesPostingId", "zh": "没有登记接替谁的，按在岗人数计，只作提示", "en": "without a word on whom he replaces, one more is there; only a note"}
  ],
  "policies": [{"table": "staffingBand"}],
  "also": [{"table": "parameter", "where": {"name": "team.maxAdditionalVillages"}}],
  "arguments": {"date": "date", "roles": "codelist:role", "count": "number", "least": "number", "most": "number"},
  "keys": ["roles"]
}*/
-- @query
WITH moment AS (
  -- the days on which teams are counted: the ends of the months, and asOf
  SELECT date, bool_or(final) AS final
  FROM (SELECT "asOf" AS date, true AS final
        FROM batch
        UNION ALL
        SELECT c.endDate, false
        FROM calendar_period c
        JOIN batch b ON c.kind = 'MONTH' AND c.endDate >= b.startDate
             AND c.endDate <= least(b.endDate, b.asOf))
  GROUP BY date
), present AS (
  -- a team that also serves neighbouring villages is present there, where the rules permit that
  SELECT villageId, cadreId, postingId, role, dispatchLevel, startDate, endDate
  FROM posting_span
  UNION
  SELECT x.villageId, s.cadreId, s.postingId, s.role, s.dispatchLevel, greatest(s.startDate, p.validFrom),
      least(s.endDate, p.validTo)
  FROM posting_span s
  JOIN (SELECT id, unnest(additionalVillageIds) AS villageId FROM team) x ON x.id = s.teamId
  JOIN param('team.maxAdditionalVillages') p ON concerns_level(p, s.dispatchLevel)
), person AS (
  -- one row for each: a first secretary who is also posted as leader is no member besides (K8)
  SELECT m.date, s.villageId, s.cadreId, bool_or(s.role = 'FIRST_SECRETARY') AS first,
         list(DISTINCT s.role) AS held, list(DISTINCT counts_as(s.dispatchLevel)) AS levels,
         bool_and(r.startDate IS NOT NULL) AS leaving
  FROM moment m
  JOIN present s ON m.date BETWEEN s.startDate AND s.endDate
  LEFT JOIN (SELECT replacesPostingId, min(startDate) AS startDate FROM posting GROUP BY ALL) r
       ON r.replacesPostingId = s.postingId AND r.startDate <= m.date
  GROUP BY ALL
), band AS (
  -- the row of each village on each of those days, by its type and size
  SELECT v.id, m.date, s.policyRow, s.modality, s.minFirstSecretaries, s.minMembers, s.minHeadcount,
         s.expectedMembers,
         -- whom a row counts, where it does not say
         coalesce(s.roles, ['FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER']) AS counted, s.dispatchLevels,
         max(s.expectedMembers) OVER (PARTITION BY v.id, m.date) AS mostExpected,
         -- of several ceilings for the same roles the highest binds
         max(s.maxHeadcount) OVER (PARTITION BY v.id, m.date, s.roles, s.dispatchLevels) AS ceiling, s.maxHeadcount,
         v.liftedPopulation IS NULL
           AND (s.liftedPopulationMin IS NOT NULL OR s.liftedPopulationBelow IS NOT NULL) AS unsized
  FROM village v CROSS JOIN moment m
  JOIN staffingBand s ON binds(s, m.date)
       AND coalesce(v.liftedPopulation >= s.liftedPopulationMin, true)
       AND coalesce(v.liftedPopulation < s.liftedPopulationBelow, true)
  WHERE (m.final OR EXISTS (SELECT 1 FROM posting_span f WHERE f.villageId = v.id AND f.startDate <= m.date))
    AND (s.villageTypes IS NULL
         OR EXISTS (SELECT 1
                    FROM village_type t
                    WHERE t.villageId = v.id AND list_contains(s.villageTypes, t.code)
                      AND m.date BETWEEN t.startDate AND t.endDate))
    AND (s.villageKinds IS NULL OR list_contains(s.villageKinds, v.kind))
), held AS (
  -- who is there on those days
  SELECT b.*, count(*) FILTER (s.first) AS firstSecretaries, count(*) FILTER (NOT s.first) AS members,
         count(s.cadreId) AS headcount, count(*) FILTER (NOT s.leaving) AS staying,
         count(*) FILTER (NOT s.first AND NOT s.leaving) AS settled
  FROM band b
  LEFT JOIN person s ON s.villageId = b.id AND s.date = b.date AND list_has_any(s.held, b.counted)
       AND (b.dispatchLevels IS NULL OR list_has_any(b.dispatchLevels, s.levels))
  GROUP BY ALL
), found AS (
  -- what is short, row by row
  SELECT id, date, policyRow, modality, unsized, 0 AS lowerBy, ['FIRST_SECRETARY'] AS roles,
         firstSecretaries AS "count", minFirstSecretaries AS least, NULL AS most
  FROM held WHERE firstSecretaries < minFirstSecretaries
  UNION ALL
  SELECT id, date, policyRow, modality, unsized, 0, list_filter(counted, lambda r: r <> 'FIRST_SECRETARY'), members,
         minMembers, NULL
  FROM held WHERE members < minMembers
  UNION ALL
  SELECT id, date, policyRow, modality, unsized, 0, counted, headcount, minHeadcount, NULL
  FROM held WHERE headcount < minHeadcount
  UNION ALL
  SELECT id, date, policyRow, modality, unsized, 0, counted, staying, NULL, maxHeadcount
  FROM held WHERE staying > ceiling AND maxHeadcount = ceiling
  UNION ALL
  SELECT id, date, policyRow, modality, unsized, 2, ['TEAM_MEMBER'], settled, NULL,
         expectedMembers
  FROM held WHERE settled > mostExpected AND expectedMembers = mostExpected
)
SELECT 'village' AS recordType, id AS recordId, policyRow, missing, lowerBy, date, roles, "count", least, most
FROM (SELECT *, CASE WHEN unsized THEN 'village.liftedPopulation'
                     WHEN most IS NULL AND NOT covered('posting', date, date)
                     THEN 'coverage.posting' END AS missing
      FROM found)
-- of several rows that are not met the weightiest is reported, at its first date
QUALIFY row_number() OVER (PARTITION BY id, roles, lowerBy, missing
                           ORDER BY modality = 'SHOULD', date, least DESC, policyRow) = 1;
-- @break
-- a further village of the same kind, to which nobody was sent
INSERT INTO village
SELECT * REPLACE ('break-village' AS id, NULL AS villageCode, NULL AS households, NULL AS previousStrength)
FROM village v
WHERE EXISTS (SELECT 1
              FROM staffingBand s, batch b
              WHERE coalesce(s.minFirstSecretaries, s.minMembers, s.minHeadcount) > 0 AND binds(s, b.asOf)
                AND coalesce(v.liftedPopulation >= s.liftedPopulationMin, s.liftedPopulationMin IS NULL)
                AND coalesce(v.liftedPopulation < s.liftedPopulationBelow, s.liftedPopulationBelow IS NULL)
                AND (s.villageTypes IS NULL
                     OR EXISTS (SELECT 1
                                FROM village_type t
                                WHERE t.villageId = v.id AND list_contains(s.villageTypes, t.code)
                                  AND b.asOf BETWEEN t.startDate AND t.endDate))
                AND (s.villageKinds IS NULL OR list_contains(s.villageKinds, v.kind)))
ORDER BY v.id LIMIT 1;
