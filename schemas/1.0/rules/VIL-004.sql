/*{
  "id": "VIL-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "搬迁家庭稳定就业人数不足", "en": "Too few in stable employment in a relocated household"},
  "asks": {
    "zh": "有劳动力的搬迁家庭，稳定就业人数不少于规定人数；没有劳动力的除外。这是村里的结果，不是干部个人的过失。",
    "en": "A relocated household with somebody able to work has at least the number in stable employment; households without labour are left out. It is an outcome of the village, not a fault of the cadre."
  },
  "message": {
    "zh": "有一户搬迁家庭有劳动力{labour}人，稳定就业{employed}人，少于{required}人",
    "en": "A relocated household with {labour} able to work has {employed} in stable employment, fewer than {required}"
  },
  "fix": {
    "zh": "核实就业情况；确无稳定就业的，列入帮扶。",
    "en": "Check the employment; where there is none, help the household."
  },
  "records": ["village"],
  "fields": ["village.households"],
  "conventions": ["K12"],
  "policies": [{"table": "parameter", "where": {"name": "village.relocatedEmployment"}}],
  "arguments": {"labour": "number", "employed": "number", "required": "number"}
}*/
-- @query
WITH household AS (
  -- the households of each village, one row each
  SELECT v.id, p.policyRow, p.number AS required, x.h, x.idx
  FROM village v CROSS JOIN batch b
  JOIN param('village.relocatedEmployment') p ON binds(p, b.asOf),
  LATERAL (SELECT unnest(v.households) AS h, unnest(range(len(v.households))) AS idx) x
)
SELECT 'village' AS recordType, id AS recordId, policyRow,
       CASE WHEN h.labourCount IS NULL OR h.stablyEmployedCount IS NULL
            THEN 'village.households' END AS missing,
       '/households/' || idx AS pointer, h.labourCount AS labour, h.stablyEmployedCount AS employed, required
FROM household
WHERE h.relocated AND coalesce(h.labourCount >= 1, true) AND coalesce(h.stablyEmployedCount < required, true);
-- @break
UPDATE village
SET households = list_transform(households, lambda h: struct_pack(
      id := h.id, relocated := h.relocated, labourCount := h.labourCount,
      stablyEmployedCount := CASE WHEN h.relocated AND h.labourCount >= 1 THEN 0 ELSE h.stablyEmployedCount END,
      monitoredKind := h.monitoredKind, careGroups := h.careGroups))
WHERE id = (SELECT id
            FROM village WHERE len(list_filter(households, lambda h: h.relocated AND h.labourCount >= 1)) > 0
            ORDER BY id LIMIT 1);
