/*{
  "id": "STD-007",
  "since": "1.0",
  "quality": "CONSISTENCY",
  "severity": "warning",
  "title": {"zh": "考核年度不在派驻期内", "en": "Assessment of a year without a posting"},
  "asks": {
    "zh": "被考核的年度里，该干部应当有派驻的日子；派驻记录声明整年完整的才判断。",
    "en": "In the year assessed the cadre has some day of a posting; judged where the postings of the whole year are declared complete."
  },
  "message": {
    "zh": "考核{year}年度，但该干部当年没有派驻",
    "en": "Assesses {year}, a year in which the cadre was not posted"
  },
  "fix": {
    "zh": "更正考核年度或干部标识，或补登派驻记录。",
    "en": "Correct the year or the cadre, or record the posting."
  },
  "records": ["assessment", "posting"],
  "views": ["posting_spell"],
  "fields": ["assessment.year"],
  "coverage": ["posting"],
  "conventions": ["K12"],
  "arguments": {"year": "text"}
}*/
-- @query
SELECT 'assessment' AS recordType, id AS recordId, NULL AS policyRow, missing,
       '/year' AS pointer, year
FROM (SELECT a.id, a.year,
             CASE WHEN a.year IS NULL THEN 'assessment.year'
                  WHEN NOT covered('posting', make_date(a.year, 1, 1),
                                   least(make_date(a.year, 12, 31), b.asOf))
                  THEN 'coverage.posting' END AS missing
      FROM assessment a CROSS JOIN batch b
      ANTI JOIN posting_spell p ON p.cadreId = a.cadreId AND p.startDate <= make_date(a.year, 12, 31)
           AND p.endDate >= make_date(a.year, 1, 1));
-- @break
-- a cadre without a posting is reviewed for the year to come
INSERT INTO cadre (id) VALUES ('break-std-007');
INSERT INTO assessment (id, cadreId, kind, year, date)
SELECT 'break-std-007', 'break-std-007', 'EFFECT_REVIEW', year(b.asOf) + 1, b.asOf
FROM batch b;
