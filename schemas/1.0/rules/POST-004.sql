/*{
  "id": "POST-004",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "研判时应轮换而未轮换", "en": "Rotation was due at the review"},
  "asks": {
    "zh": "研判日已满规定月数，或认定作用发挥不好、身体状况不佳的，三种情形有其一就应在该次研判后离任，并登记离任原因。月数自最初到任之日算起，中途换村或变更职务而没有中断的连续计算。没有研判日期的不判断。",
    "en": "At a review, a cadre who has served the months set, or is declared of poor effect or unfit in health, leaves after that review, with a reason on record: any one ground will do. The months run from the first day of all, whatever changes of village or role there were without a break. Without a day of review nothing is judged."
  },
  "message": {
    "zh": "{reviewedOn}研判时应轮换[，因自{since}起驻村已满{months}个月][，因认定作用发挥不好{poorEffect}][，因认定身体状况不佳{healthUnfit}]，但没有在此后离任",
    "en": "rotation was due at the review of {reviewedOn}[, {months} months being served since {since}][, poor effect being declared{poorEffect}][, health being declared unfit{healthUnfit}], and no leaving follows it"
  },
  "fix": {
    "zh": "办理轮换并登记离任日期和原因。",
    "en": "Rotate the cadre and record the last day and the reason."
  },
  "records": ["posting"],
  "views": ["posting_spell"],
  "fields": ["posting.reviewedOn", "posting.endReason"],
  "conventions": ["K2", "K10", "K14", "K15"],
  "absence": [
    {"field": "posting.endDate", "zh": "没有结束日期即仍在继续（约定K3）", "en": "without an end it is still going on (K3)"}
  ],
  "policies": [{"table": "parameter", "where": {"name": "term.maxMonths"}}],
  "arguments": {"reviewedOn": "date", "since": "date", "months": "number", "poorEffect": "text", "healthUnfit": "text"}
}*/
-- @query
SELECT 'posting' AS recordType, id AS recordId, policyRow, missing, reviewedOn,
       CASE WHEN served THEN since END AS since, CASE WHEN served THEN months END AS months,
       CASE WHEN poorEffect THEN '' END AS poorEffect, CASE WHEN healthUnfit THEN '' END AS healthUnfit
FROM (SELECT p.*,
             CASE WHEN p.reviewedOn IS NULL THEN 'posting.reviewedOn'
                  WHEN p.endDate IS NOT NULL THEN 'posting.endReason' END AS missing, r.policyRow,
             r.number AS months, coalesce(s.startDate, p.startDate) AS since,
             p.day >= months_after(coalesce(s.startDate, p.startDate), r.number) AS served
      FROM (SELECT p.*, b.asOf, coalesce(p.reviewedOn, b.asOf) AS day
            FROM posting p JOIN batch b ON p.startDate <= b.asOf) p
      JOIN param('term.maxMonths') r ON binds(r, p.day)
           AND concerns(r, p.role, p.dispatchLevel)
      LEFT JOIN posting_spell s ON s.cadreId = p.cadreId AND p.startDate BETWEEN s.startDate AND s.endDate
      -- who left before the review had gone already, and who left after it for a reason on record was not
      -- kept
      WHERE p.day <= p.asOf AND (p.endDate IS NULL OR p.endDate >= p.reviewedOn AND p.endReason IS NULL))
WHERE served OR poorEffect OR healthUnfit;
-- @break
UPDATE posting
SET healthUnfit = true, reviewedOn = b.asOf
FROM batch b
WHERE posting.id = (SELECT p.id
                    FROM posting p JOIN param('term.maxMonths') r ON concerns(r, p.role, p.dispatchLevel)
                    WHERE p.endDate IS NULL ORDER BY p.id LIMIT 1);
