"""What a profile asks of the data: the fields that its rules read, exactly, and what stays unjudged without them."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner
from edition import standard

from zhucun.cli import main
from zhucun.places import needs

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def yulin() -> needs.Needs:
    return needs.needs(standard.profiles.resolve("yulin-2021"))


def asked(of: needs.Needs) -> dict[str, needs.Need]:
    return {f"{n.kind}.{n.path}": n for n in of.fields}


def test_a_query_is_asked_what_it_reads_and_not_by_its_words() -> None:
    """ATT-001 reads days and postings, through views too; of OBL-004 the word ``kind`` is the activity's, not the village's."""
    read = standard.columns_read
    assert read["ATT-001"]["attendance"] == {"cadreId", "date", "status"}
    assert {"cadreId", "startDate", "endDate", "role"} <= read["ATT-001"]["posting"]
    assert "kind" in read["OBL-004"]["activity"]
    assert "kind" not in read["OBL-004"].get("village", ())
    assert "OBL-004" not in CliRunner().invoke(main, ["explain", "village.kind"]).output


def test_what_a_rule_needs_by_its_header_its_query_reads() -> None:
    """The other way round the plan would be no witness."""
    read = standard.columns_read
    wanted = [(r.id, *f.split(".")[:2]) for r in standard.rules.values() for f in r.header.get("fields", ())]
    assert wanted
    assert [w for w in wanted if w[2] not in read[w[0]].get(w[1], ())] == []


def test_a_field_says_which_rules_judge_nothing_without_it(yulin: needs.Needs) -> None:
    fields = asked(yulin)
    assert "TEAM-001" in fields["village.liftedPopulation"].unjudged
    assert fields["posting.cadreId"].required
    assert "SEL-002" in fields["posting.selectionSteps"].unjudged
    assert "posting.selectionSteps.step" in fields


def test_what_no_rule_of_the_place_reads_is_not_asked_for(yulin: needs.Needs) -> None:
    """Who leaves it out loses nothing: names and citizen ids least of all."""
    fields = asked(yulin)
    assert {"cadre.name", "cadre.citizenId", "cadre.ethnicGroup", "village.name"} & fields.keys() == set()
    running = {r.id for r in yulin.profile.rules}
    assert {rule for n in yulin.fields for rule in n.rules} <= running


def test_a_field_that_a_row_names_comes_with_the_row() -> None:
    """The rule's query names no such field: the policy does."""
    fields = asked(needs.needs(standard.profiles.resolve("yulin-2021")))
    members = fields["organization.members"]
    assert [row.row_id for row in members.rows] == ["yulin-2021/office-members"]
    assert members.rules == ("ORG-001",)


def test_every_rule_that_rests_on_a_row_reads_something(yulin: needs.Needs) -> None:
    resting = {r.id for r in yulin.profile.rules if r.needs}
    assert resting == {rule for n in yulin.fields for rule in n.rules} & resting


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_opens_in_a_spreadsheet(lang: str) -> None:
    result = CliRunner().invoke(main, ["profile", "needs", "yulin-2021", "--format", "csv", "--lang", lang])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    meaning = "含义" if lang == "zh" else "Meaning"
    assert all(bool(HAN.search(row[meaning])) == (lang == "zh") for row in rows)
    assert {"posting", "attendance", "support", "manifest"} <= {row["记录类型" if lang == "zh" else "Record type"] for row in rows}


def test_the_list_is_there_for_programs_and_people() -> None:
    data = json.loads(CliRunner().invoke(main, ["profile", "needs", "yulin-2021", "--format", "json"]).stdout)
    assert {"what": "attendance", "rules": ["ATT-002", "SUP-001"]} in data["coverage"]
    level = next(f for f in data["fields"] if (f["recordType"], f["field"]) == ("posting", "dispatchLevel"))
    assert level["codelist"] == "subordination"
    assert isinstance(level["example"], str)
    text = CliRunner().invoke(main, ["profile", "needs", "yulin-2021"]).stdout
    assert "posting.endDate  离任日期" in text
    assert "在任的最后一天" in text
