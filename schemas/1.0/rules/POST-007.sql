/*{
  "id": "POST-007",
  "since": "1.0",
  "title": {"zh": "轮换没有压茬交接", "en": "A rotation without overlap"},
  "asks": {
    "zh": "到期轮换的，接替人员应在前任离任当日或之前到任，中间不断档。只有声明派驻记录齐全时，没有接替记录才算缺。",
    "en": "When a cadre is rotated, the successor starts on or before the last day of the predecessor. A successor that is not on record counts as missing only where the postings are declared complete."
  },
  "message": {
    "zh": "{endDate}轮换离任，接替派驻{successorId}于{successorStart}开始，未在离任前衔接",
    "en": "rotated on {endDate}; the successor {successorId} starts on {successorStart}, without overlap"
  },
  "fix": {
    "zh": "补登接替派驻；确未衔接的，尽快补派。",
    "en": "Record the successor; if there is none, send one soon."
  },
  "records": ["posting"],
  "coverage": ["posting"],
  "conventions": ["K3", "K12", "K14"],
  "absence": [
    {"field": "posting.replacesPostingId", "zh": "派驻记录已声明齐全，接任者的记录载明接替谁，没有即无人接替", "en": "the postings are declared complete, and a successor says whom he replaces; where nobody does there was none"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "handover.overlap"}}],
  "arguments": {"endDate": "date", "successorId": "text", "successorStart": "date"},
  "entails": [{"rule": "TEAM-001", "why": {"zh": "不登记接替关系，交接重叠的两人就都计入人数", "en": "without the link, both cadres of the overlap count towards the strength"}}]
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow, missing,
       endDate, successorId, successorStart
FROM (SELECT p.id, p.endDate, r.policyRow, arg_min(s.id, s.startDate) AS successorId, min(s.startDate) AS successorStart,
             CASE WHEN successorId IS NULL AND NOT covered('posting', p.endDate, p.endDate) THEN 'coverage.posting' END AS missing
      FROM posting p CROSS JOIN batch b
      JOIN param('handover.overlap') r ON binds(r, p.endDate)
     AND concerns(r, p.role, p.dispatchLevel) AND r.flag
      LEFT JOIN posting s ON s.replacesPostingId = p.id
      WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf GROUP BY p.id, p.endDate, r.policyRow)
WHERE successorId IS NULL OR successorStart > endDate;
-- @break
UPDATE posting SET replacesPostingId = NULL
WHERE replacesPostingId = (SELECT p.id FROM posting p CROSS JOIN batch b JOIN param('handover.overlap') r ON p.endDate >= r.validFrom
                           WHERE p.endReason = 'ROTATION' AND p.endDate <= b.asOf ORDER BY p.role = 'FIRST_SECRETARY', p.id LIMIT 1);
