"""A merged batch whose parts have profiles of their own: each part is judged by its own, and what compares senders over the whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import edit_manifest, write_batch, zhucun
from edition import standard
from test_correction import correct, files

from zhucun import Report, validate
from zhucun.errors import OptionError
from zhucun.exchange import correction
from zhucun.reports.formats import RENDERERS
from zhucun.reports.rendering import PLAIN
from zhucun.spark.driver import OnSpark
from zhucun.standard import Standard
from zhucun.validation import Wanted

ROOT = Path(__file__).resolve().parent.parent
YEAR = {"startDate": "2021-05-01", "endDate": "2021-12-31", "asOf": "2021-12-31"}
#: Two made-up counties and what they have in common: the profile that the one has, and the other extends.
COUNTY, PROVINCE = "qiannan-2021", "guizhou-2017"
CITIZEN = "11010519491231002X"
COVERED = [{"recordType": kind, "startDate": "2021-05-01", "endDate": "2021-12-31"} for kind in ("organization", "posting", "team")]
UNIT = {"id": "province", "body": "DISPATCHING_UNIT", "level": "20", "assistancePlanCount": 2}


def village(code: str) -> Mapping[str, Any]:
    return {"id": "v", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township", "villageCode": code, "divisionEdition": "NBS-2023"}


def county(place: Path, sender: str, profile: str, **more: Any) -> Path:
    """A county's batch: the province's unit with two plans, a village, and a cadre who is not detached."""
    records: dict[str, list[Mapping[str, Any]]] = {
        "organization": [UNIT, {"id": "township", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60", "name": place.name}],
        "village": [village("522721100200")],
        "cadre": [{"id": "c", "homeUnitId": "province", "citizenId": CITIZEN}],
        "posting": [
            {"id": "p", "cadreId": "c", "villageId": "v", "dispatchingUnitId": "province", "role": "FIRST_SECRETARY",
             "dispatchLevel": "20", "startDate": "2021-05-10", "fullyDetached": False},
        ],
        **more,
    }  # fmt: skip
    return write_batch(
        place, files({k: list(v) for k, v in records.items() if v}), batchId=place.name, sender={"id": sender}, profile=profile,
        coverage=COVERED, **YEAR
    )  # fmt: skip


@pytest.fixture(scope="module")
def prefixes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("register") / "prefixes.json"
    place.write_text(json.dumps({"S-A": "A", "S-B": "B"}))
    return place


def merge(target: Path, prefixes: Path, *parts: str | Path) -> Any:
    return zhucun("merge", *parts, "--prefixes", prefixes, "--id", "city-1", "--sender", "S-C", "-o", target, "--lang", "en")


def manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_bytes())


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, prefixes: Path) -> Path:
    """The two counties as one; they lie beside it."""
    place = tmp_path_factory.mktemp("merged")
    one, two = county(place / "a", "S-A", COUNTY), county(place / "b", "S-B", PROVINCE)
    assert merge(place / "city", prefixes, one, two).exit_code == 0
    return place / "city"


@pytest.fixture(scope="module")
def report(city: Path) -> Report:
    return validate(city)


def found(report: Report, rule: str) -> list[tuple[str | None, str | None]]:
    return sorted((f.part, f.record_id) for f in report.findings if f.rule == rule)


# --- merging ----------------------------------------------------------------------------------------


def test_the_whole_has_the_nearest_profile_in_common_and_a_part_its_own_where_that_is_another(city: Path) -> None:
    said = manifest(city)
    assert said["profile"] == PROVINCE
    assert [(p["prefix"], p.get("profile")) for p in said["parts"]] == [("A", COUNTY), ("B", None)]


def test_profiles_without_one_in_common_are_refused_until_the_receiver_names_one(tmp_path: Path, prefixes: Path) -> None:
    one, two = county(tmp_path / "a", "S-A", "hunan-2021"), county(tmp_path / "b", "S-B", "yulin-2021")
    done = merge(tmp_path / "city", prefixes, one, two)
    assert (done.exit_code, (tmp_path / "city").exists()) == (2, False)
    (line,) = done.stderr.splitlines()
    assert "hunan-2021, yulin-2021" in line and "--profile" in line
    assert merge(tmp_path / "city", prefixes, one, two, "--profile", "hunan-2021").exit_code == 0
    said = manifest(tmp_path / "city")
    assert (said["profile"], [p.get("profile") for p in said["parts"]]) == ("hunan-2021", [None, "yulin-2021"])
    done = merge(tmp_path / "other", prefixes, one, two, "--profile", "nowhere")
    assert (done.exit_code, "nowhere" in done.stderr) == (2, True)
    done = merge(tmp_path / "other", prefixes, one, two, "--profile", "lushan-2011")
    assert (done.exit_code, (tmp_path / "other").exists()) == (2, False)


def test_profiles_that_declare_one_field_differently_do_not_go_together(tmp_path: Path, prefixes: Path) -> None:
    """What is right by the one would be wrong by the other."""
    dike = json.loads((ROOT / "conformance" / "1.0" / "profiles" / "made-up-dike" / "profile.json").read_bytes())
    (pumps,) = (field for field in dike["own"]["fields"] if field["name"] == "pumps")
    for name, kind in (("dike-a", pumps["type"]), ("dike-b", "BOOLEAN"), ("dike-c", pumps["type"])):
        pumps["type"] = kind
        (tmp_path / "profiles" / name).mkdir(parents=True)
        (tmp_path / "profiles" / name / "profile.json").write_text(json.dumps({**dike, "id": name}))
    one, two, three = (county(tmp_path / n, f"S-{s}", f"dike-{n}") for n, s in (("a", "A"), ("b", "B"), ("c", "B")))
    given = ("--profiles", tmp_path / "profiles", "--profile", "dike-a")
    done = merge(tmp_path / "city", prefixes, one, two, *given)
    assert (done.exit_code, "pumps" in done.stderr, (tmp_path / "city").exists()) == (2, True, False)
    pumps["type"] = "NUMBER"
    (tmp_path / "profiles" / "dike-c" / "profile.json").write_text(json.dumps({**dike, "id": "dike-c"}))
    assert merge(tmp_path / "city", prefixes, one, three, *given).exit_code == 0
    edit_manifest(tmp_path / "city", lambda m: m["parts"][1].update(profile="dike-b"))
    done = zhucun("validate", tmp_path / "city", "--profiles", tmp_path / "profiles", "--lang", "en")
    assert (done.exit_code, "pumps" in done.stdout + done.stderr) == (2, True)


def test_spark_says_that_it_cannot_judge_part_by_part(city: Path, tmp_path: Path) -> None:
    run = OnSpark(Standard.load(), city, Wanted(), lambda *_: None, None, tmp_path, 1, 1000)
    with pytest.raises(OptionError) as caught, run:
        run.choose_profile()
    assert "Spark" in str(caught.value)


def test_what_was_merged_of_such_parts_is_not_merged_once_more(city: Path, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps({"S-C": "C"}))
    done = merge(tmp_path / "again", tmp_path / "p.json", city)
    assert (done.exit_code, "split --by sender" in done.stderr) == (2, True)


def test_a_part_that_is_taken_out_has_its_profile_and_all_of_them_give_the_whole_back(city: Path, tmp_path: Path, prefixes: Path) -> None:
    assert zhucun("split", city, "--by", "sender", "-o", tmp_path / "parts").exit_code == 0
    parts = [tmp_path / "parts" / prefix for prefix in "AB"]
    assert [manifest(part)["profile"] for part in parts] == [COUNTY, PROVINCE]
    assert zhucun("merge", *parts, "-o", tmp_path / "back").exit_code == 0
    again = merge(tmp_path / "again", prefixes, *parts)
    assert again.exit_code == 0
    for back in ("back", "again"):
        for path in city.glob("*.ndjson"):
            assert (tmp_path / back / path.name).read_bytes() == path.read_bytes()
    assert (tmp_path / "back" / "manifest.json").read_bytes() == (city / "manifest.json").read_bytes()


def test_a_piece_by_division_keeps_the_parts_of_which_it_holds_records(tmp_path: Path, prefixes: Path) -> None:
    one, two = county(tmp_path / "a", "S-A", COUNTY), county(tmp_path / "b", "S-B", PROVINCE, village=[village("522722100200")])
    assert merge(tmp_path / "city", prefixes, one, two).exit_code == 0
    assert zhucun("split", tmp_path / "city", "--by", "county", "-o", tmp_path / "pieces").exit_code == 0
    pieces = [tmp_path / "pieces" / code for code in ("522721", "522722")]
    assert [[p["prefix"] for p in manifest(piece)["parts"]] for piece in pieces] == [["A"], ["B"]]
    assert found(validate(pieces[0]), "ORG-001") == [("A", "province")]
    assert found(validate(pieces[1]), "ORG-001") == []
    assert zhucun("merge", *(tmp_path / "pieces").iterdir(), "-o", tmp_path / "back").exit_code == 0
    assert (tmp_path / "back" / "manifest.json").read_bytes() == (tmp_path / "city" / "manifest.json").read_bytes()


# --- judging ----------------------------------------------------------------------------------------


def test_each_part_is_judged_as_it_would_be_alone(report: Report, city: Path) -> None:
    """What compares senders aside."""
    for prefix, name in (("A", "a"), ("B", "b")):
        alone = validate(city.parent / name)
        mine = sorted((f.rule, f.severity, (f.record_id or "").removeprefix(prefix + ":")) for f in report.findings if f.part == prefix)
        assert mine == sorted((f.rule, f.severity, f.record_id or "") for f in alone.findings)
        assert mine
        (part,) = (p for p in report.parts if p.prefix == prefix)
        across = {r.id for r in standard.rules.values() if "across" in r.header}
        assert part.profile == alone.profile
        assert [(r.rule, r.status) for r in part.rules] == [(r.rule, r.status) for r in alone.rules if r.rule not in across]
        assert {(u.rule, u.missing) for u in report.unjudged if u.part == prefix} == {
            (u.rule, u.missing) for u in alone.unjudged if u.rule not in across
        }


def test_a_row_that_one_profile_has_is_silent_of_the_other_part_and_each_weighs_as_its_own_says(report: Report) -> None:
    assert found(report, "ORG-001") == [("A", "province")]
    weights = {(f.part, f.severity.value, f.basis.profile) for f in report.findings if f.rule == "POST-001" and f.basis}
    assert weights == {("A", "warning", COUNTY), ("B", "error", PROVINCE)}


def test_what_compares_senders_is_judged_over_the_whole(report: Report) -> None:
    assert found(report, "STD-018") == [(None, "A:c"), (None, "B:c")]
    assert found(report, "STD-019") == [(None, "A:v"), (None, "B:v")]


def test_parts_of_one_profile_are_judged_as_one_batch_as_ever(tmp_path: Path, prefixes: Path) -> None:
    one, two = county(tmp_path / "a", "S-A", COUNTY), county(tmp_path / "b", "S-B", COUNTY)
    assert merge(tmp_path / "city", prefixes, one, two).exit_code == 0
    assert all("profile" not in part for part in manifest(tmp_path / "city")["parts"])
    before = validate(tmp_path / "city").as_json("en")
    assert "parts" not in before
    edit_manifest(tmp_path / "city", lambda m: [part.update(profile=COUNTY) for part in m["parts"]])
    after = validate(tmp_path / "city").as_json("en")
    assert {k: v for k, v in after.items() if k != "manifest"} == {k: v for k, v in before.items() if k != "manifest"}


def test_whoever_names_a_profile_has_the_whole_judged_by_it(city: Path) -> None:
    asked = validate(city, profile=COUNTY)
    assert (asked.parts, found(asked, "POST-001")) == ((), [(None, "A:p"), (None, "B:p")])


def test_a_unit_that_other_parts_have_too_is_not_held_to_what_one_of_them_lacks(tmp_path: Path, prefixes: Path) -> None:
    """The unit has sent nobody to the one county, and somebody to the other."""
    unit = {"body": "DISPATCHING_UNIT", "level": "40", "dispatchEligible": True}
    more = {"organization": [{"id": "office", **unit}, {"id": "province", "body": "DISPATCHING_UNIT", "level": "20"}], "village": []}
    posted = [{"id": "q", "cadreId": "c", "villageId": "v", "dispatchingUnitId": "office", "role": "TEAM_MEMBER",
               "dispatchLevel": "40", "startDate": "2021-09-01"}]  # fmt: skip
    team = [{"id": "t", "homeVillageId": "v", "dispatchingUnitIds": ["province"], "dispatchLevel": "20"}]
    one = county(tmp_path / "a", "S-A", "hunan-2021", **more, team=team)
    two = county(tmp_path / "b", "S-B", "yulin-2021", **more, team=team, posting=posted)
    assert found(validate(one), "ORG-002") == [(None, "office")]
    assert merge(tmp_path / "city", prefixes, one, two, "--profile", "hunan-2021").exit_code == 0
    report = validate(tmp_path / "city")
    assert found(report, "ORG-002") == []
    assert ("ORG-002", "parts", "A") in {(u.rule, u.missing, u.part) for u in report.unjudged}
    assert "other parts have these organisations too" in zhucun("validate", tmp_path / "city", "--lang", "en").stdout


def test_a_reference_leads_no_further_than_its_part(tmp_path: Path, prefixes: Path) -> None:
    astray = [{"id": "p", "cadreId": "c", "villageId": "v", "dispatchingUnitId": "unit", "role": "FIRST_SECRETARY", "dispatchLevel": "20",
               "startDate": "2021-05-10"}]  # fmt: skip
    one, two = county(tmp_path / "a", "S-A", COUNTY), county(tmp_path / "b", "S-B", PROVINCE, posting=astray)
    assert merge(tmp_path / "city", prefixes, one, two).exit_code == 0
    lines = (tmp_path / "city" / "posting.ndjson").read_text().replace('"villageId":"B:v"', '"villageId":"A:v"')
    write = {p.name: (p.read_bytes(), len(p.read_bytes().splitlines())) for p in (tmp_path / "city").glob("*.ndjson")}
    write["posting.ndjson"] = (lines.encode(), 2)
    said = manifest(tmp_path / "city")
    broken = write_batch(tmp_path / "broken", write, **{k: v for k, v in said.items() if k != "files"})
    lost = {(f.record_id, f.pointer) for f in validate(broken).findings if f.rule == "STR-REFERENCE"}
    # nobody has "unit"; the village is there, but another's
    assert lost == {("B:p", "/villageId"), ("B:p", "/dispatchingUnitId")}


def test_what_no_part_has_is_judged_by_the_profile_of_the_batch(city: Path, tmp_path: Path) -> None:
    """A correction may bring it."""
    more = {"posting": [{"id": "new", "cadreId": "nobody", "villageId": "v", "dispatchingUnitId": "province", "role": "FIRST_SECRETARY", "dispatchLevel": "20",
                         "startDate": "2021-12-01", "endDate": "2021-06-01", "endReason": "HEALTH"}]}  # fmt: skip
    change = correct(tmp_path / "c", city, more, sender={"id": "S-C"}, profile=PROVINCE, **YEAR)
    outcome = correction.validate(change, city)
    assert (None, "new") in found(outcome, "STD-006")
    assert [(p.prefix, p.profile) for p in outcome.parts] == [("A", COUNTY), ("B", PROVINCE), (None, PROVINCE)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda m: m["parts"][0].update(profile="nowhere"), "nowhere"),
        (lambda m: m["parts"][0].update(profile="lushan-2011"), "lushan-2011"),
        (lambda m: m["parts"][0].update(prefix="B"), "prefix B"),
    ],
)
def test_parts_that_cannot_be_judged_are_refused_in_one_sentence(city: Path, tmp_path: Path, change: Any, told: str) -> None:
    shutil.copytree(city, tmp_path / "city")
    edit_manifest(tmp_path / "city", change)
    done = zhucun("validate", tmp_path / "city", "--lang", "en")
    assert (done.exit_code, told in done.stdout + done.stderr) == (2, True), done.output


def test_a_contract_asks_for_the_profile_of_each_part(city: Path, tmp_path: Path) -> None:
    for profiles, kept in (([PROVINCE, COUNTY], True), ([PROVINCE], False)):
        (tmp_path / "contract.json").write_text(json.dumps({"title": {"zh": "约", "en": "Terms"}, "receiver": "S-D", "profiles": profiles}))
        done = zhucun("validate", city, "--contract", tmp_path / "contract.json", "--format", "json", "--lang", "en")
        codes = [b["code"] for b in json.loads(done.stdout)["contract"]["breaches"]]
        assert ("contract.profiles" not in codes) is kept, codes


def test_no_pseudonyms_hide_whose_a_record_is(city: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"k" * 32)
    done = zhucun("pseudonymise", city, "--key", tmp_path / "key", "-o", tmp_path / "p", "--lang", "en")
    assert (done.exit_code, "split --by sender" in done.stderr) == (2, True)


# --- reports ----------------------------------------------------------------------------------------


def test_the_report_says_of_each_part_what_was_judged(report: Report) -> None:
    data = report.as_json("en")
    jsonschema.Draft202012Validator(Standard.load().schema("report")).validate(data)
    assert [(p["prefix"], p["batchId"], p["sender"], p["profile"]) for p in data["parts"]] == [
        ("A", "a", "S-A", COUNTY),
        ("B", "b", "S-B", PROVINCE),
    ]
    states = {p["prefix"]: {r["id"]: r["status"] for r in p["rules"]} for p in data["parts"]}
    only = {rule for rule, state in states["B"].items() if state == "NOT_APPLICABLE" and states["A"][rule] != state}
    assert only, "a rule that one profile has and the other has not"
    whole = {r["id"]: r for r in data["rules"]}
    assert all(whole[rule]["status"] == states["A"][rule] for rule in only)
    for rule in set(states["A"]):
        assert whole[rule]["findings"] == sum(r["findings"] for p in data["parts"] for r in p["rules"] if r["id"] == rule)
    fingerprints = [f["fingerprint"] for f in data["findings"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_what_people_read_names_the_parts(report: Report) -> None:
    for name in ("text", "html", "sarif", "github", "junit"):
        told = RENDERERS[name].render(report, PLAIN)
        assert (f"A（{COUNTY}）：" in told) is (name not in ("github", "junit")), name
    assert f"B（{PROVINCE}）：" in RENDERERS["text"].render(report, PLAIN)


def test_every_finding_of_every_part_goes_to_the_file_and_few_are_kept(report: Report, city: Path, tmp_path: Path) -> None:
    done = zhucun("validate", city, "--findings", tmp_path / "all.ndjson", "--max-findings", "1", "--format", "json")
    data = json.loads(done.stdout)
    assert sorted(json.loads(line)["fingerprint"] for line in (tmp_path / "all.ndjson").read_text().splitlines()) == sorted(
        f.fingerprint for f in report.findings
    )
    kept = [f["rule"] for f in data["findings"]]
    assert len(set(kept)) == len(kept)
    assert len(kept) + sum(data["omitted"].values()) == len(report.findings)
