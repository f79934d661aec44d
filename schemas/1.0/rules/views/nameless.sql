/*{
  "name": "nameless",
  "of": {"zh": "有记录未说明涉及何人的种类：它可能正是所缺的那一条", "en": "The kinds of which some record does not say whom it concerns: it may be the very one that is missed"},
  "conventions": ["K12"],
  "reads": ["measure", "support"]
}*/
CREATE VIEW nameless AS
SELECT 'measure' AS recordType, kind FROM measure WHERE cadreId IS NULL AND organizationId IS NULL
UNION
SELECT 'support', kind FROM support WHERE cadreId IS NULL AND teamId IS NULL AND villageId IS NULL;
