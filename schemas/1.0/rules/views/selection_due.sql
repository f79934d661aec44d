/*{
  "name": "selection_due",
  "of": {"zh": "每个 selectionStep 行及其所涉的派驻；针对替换的行只涉及处理中指明的替换派驻", "en": "Each row `selectionStep` with the postings it bears on; rows for replacements bear on postings that a case names as such"},
  "conventions": ["K9", "K14"],
  "reads": ["batch", "levelAs", "posting", "rectificationCase", "selectionStep"]
}*/
CREATE VIEW selection_due AS
SELECT r.policyRow, r.step, r.bodies, r.levelBasis, r.level, r.consulted, r.result, r.notBefore,
       coalesce(r.beforeStart, false) AS beforeStart, p.id AS postingId, p.startDate,
       counts_as(p.dispatchLevel) AS dispatchLevel, p.selectionSteps
FROM selectionStep r
JOIN posting p ON binds(r, p.startDate) AND concerns(r, p.role, p.dispatchLevel)
CROSS JOIN batch b
WHERE p.startDate <= b.asOf
  AND (NOT coalesce(r.replacementOnly, false)
       OR p.id IN (SELECT replacementPostingId FROM rectificationCase WHERE outcome = 'REPLACE'));
