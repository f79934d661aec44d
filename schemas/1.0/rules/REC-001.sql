/*{
  "id": "REC-001",
  "since": "1.0",
  "quality": "CONFORMITY",
  "title": {"zh": "教育整改程序与情形不符", "en": "Route of the case does not match its grounds"},
  "asks": {
    "zh": "整改案件适用的程序须与所列情形对应；同时列有几种情形的，按地区规则从严选定，否则任一情形的程序均可。程序选错，案件的核实和备案步骤就落空。",
    "en": "The route of a case is the one its grounds call for; with several grounds the profile may call for the stricter route, otherwise the route of any of them will do. A wrong route skips the verification that protects both sides."
  },
  "message": {
    "zh": "所列情形（{grounds}）应适用“{expected}”程序，案件所记程序为“{route}”",
    "en": "Grounds {grounds} call for route {expected}; the case records route {route}"
  },
  "fix": {
    "zh": "核对所列情形；情形属实的，改按对应程序办理并补齐步骤。",
    "en": "Check the grounds; if they stand, follow the route they call for and complete its steps."
  },
  "records": ["rectificationCase"],
  "views": ["case_ground"],
  "fields": ["rectificationCase.grounds", "rectificationCase.route"],
  "conventions": ["K14"],
  "policies": [{"table": "rectificationGround"}],
  "also": [{"table": "parameter", "where": {"name": "rectification.mixedGroundsStricter"}}],
  "arguments": {"grounds": "codelist:rectification-ground", "expected": "codelist:rectification-route", "route": "codelist:rectification-route"}
}*/
-- @query
WITH ruled AS (
  -- each case with the routes of all its grounds, and the strictest of them
  SELECT g.caseId, any_value(g.route) AS route, list(DISTINCT g.ground ORDER BY g.ground) AS grounds,
         -- route letters ascend with strictness: C investigates jointly, A only proposes
         max(r.route) AS strictest, list(DISTINCT r.route) AS routes,
         arg_max(r.policyRow, r.route) AS policyRow,
         bool_or(g.stricter) AS stricter
  FROM (SELECT k.*, EXISTS (SELECT 1
                            FROM param('rectification.mixedGroundsStricter') m
                            WHERE m.flag AND binds(m, k.eventOn)
                              AND coalesce(concerns(m, k.role, k.dispatchLevel), true)) AS stricter
        FROM case_ground k) g
  JOIN rectificationGround r ON r.ground = g.ground AND binds(r, g.eventOn)
  GROUP BY g.caseId
)
SELECT 'rectificationCase' AS recordType, caseId AS recordId, policyRow, NULL AS missing, '/route' AS pointer,
       grounds, strictest AS expected, route
FROM ruled
WHERE CASE WHEN stricter THEN route <> strictest ELSE NOT list_contains(routes, route) END
UNION ALL
SELECT DISTINCT 'rectificationCase', g.caseId, NULL, 'rectificationCase.decisionOn', NULL, NULL, NULL, NULL
FROM case_ground g SEMI JOIN rectificationGround r ON r.ground = g.ground
WHERE g.eventOn IS NULL;
-- @break
-- a case of route C is left with a ground of another route; the fact which that ground needs is put on record
UPDATE rectificationCase
SET grounds = ['08'], consequenceKind = 'GROUP_PETITION'
WHERE id = (SELECT id FROM rectificationCase WHERE route = 'C' ORDER BY id LIMIT 1);
