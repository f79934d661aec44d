/*{
  "id": "MEA-013",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "擅自脱岗情节严重未处理", "en": "A severe absence without handling"},
  "asks": {
    "zh": "登记为情节严重的擅自脱岗，应按干部管理权限作出处理或处分。情节严重由人认定；条文没有期限，只看到数据截止日是否已有处理。",
    "en": "An absence without leave recorded as severe is handled or sanctioned by the competent body. Severity is determined by people; no limit is set, so that only a handling not yet on record at asOf is reported."
  },
  "message": {
    "zh": "{date}的擅自脱岗登记为情节严重，到{asOf}没有登记处理或处分",
    "en": "absence of {date} recorded as severe; not handled by {asOf}"
  },
  "fix": {
    "zh": "依干部管理权限处理并登记。",
    "en": "Handle it by the rules and record the measure."
  },
  "records": ["attendance", "measure"],
  "views": ["nameless"],
  "fields": ["measure.cadreId"],
  "splitBy": "cadre",
  "coverage": ["measure"],
  "conventions": ["K12", "K14", "K15"],
  "policies": [{"table": "parameter", "where": {"name": "discipline.severeAbsence"}}],
  "arguments": {"date": "date", "asOf": "date"}
}*/
-- @query
SELECT 'attendance' AS recordType, id AS recordId, policyRow,
       CASE WHEN unplaced THEN 'coverage.posting' WHEN NOT covered THEN 'coverage.measure'
           WHEN nameless THEN 'measure.cadreId' END AS missing,
       date, "asOf"
FROM (SELECT a.id, a.date, r.policyRow, b.asOf, concerns_cadre(r, a.cadreId, a.date) IS NULL AS unplaced,
             -- either would do, so that both must be complete
             (SELECT bool_and(covered('measure', k.kind, a.date, b.asOf))
              FROM (SELECT unnest(['HANDLING', 'SANCTION']) AS kind) k) AS covered,
             EXISTS (SELECT 1
                     FROM nameless
                     WHERE recordType = 'measure' AND kind IN ('HANDLING', 'SANCTION')) AS nameless
      FROM (SELECT id, cadreId, date FROM attendance WHERE severe) a CROSS JOIN batch b
      JOIN param('discipline.severeAbsence') r ON r.flag AND binds(r, a.date)
      WHERE a.date < b.asOf AND coalesce(concerns_cadre(r, a.cadreId, a.date), true)
        AND NOT EXISTS (SELECT 1
                        FROM measure m
                        WHERE m.cadreId = a.cadreId AND m.kind IN ('HANDLING', 'SANCTION')
                          AND m.date >= a.date AND m.date <= b.asOf
                          AND (m.grounds IS NULL OR list_contains(m.grounds, 'UNAPPROVED_ABSENCE'))));
-- @break
UPDATE attendance
SET severe = true
WHERE id = (SELECT a.id
            FROM attendance a JOIN param('discipline.severeAbsence') r ON a.date >= r.validFrom
            WHERE a.date < (SELECT b.asOf FROM batch b)
              AND a.cadreId NOT IN (SELECT cadreId
                                    FROM measure
                                    WHERE kind IN ('HANDLING', 'SANCTION') AND cadreId IS NOT NULL)
            ORDER BY a.status <> 'REST', a.id LIMIT 1);
