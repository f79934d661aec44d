"""Everything that is wrong, or worth a look, in a profile that is being written; and which rules read its rows."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from zhucun.errors import Problem, near, problem, short
from zhucun.model import Severity
from zhucun.places import clauses, columns
from zhucun.places.carriers import carriers_of
from zhucun.places.describe import column_title, in_both, table_title, value_text
from zhucun.places.reading import Reading, declares, needs_text, own_rows, readings
from zhucun.record import faults
from zhucun.standard import (
    FIRST_DAY,
    LAST_DAY,
    Profile,
    ProfileFault,
    Profiles,
    Row,
    Standard,
    UnknownProfile,
    parse_profile,
    speak_of_the_same,
)
from zhucun.words import LANGUAGES, both, say


class Remark(NamedTuple):
    """One thing wrong, or worth a look, in a profile.

    :ivar level: ``error`` or ``warning``.
    :ivar place: ``table/row``, with a column where it is one; or a JSON pointer.
    """

    level: Severity
    place: str
    problem: Problem


@dataclass(frozen=True)
class Review:
    """What a check has come to.

    :ivar remarks: what is wrong or worth a look.
    :ivar rows: the profile's own rows, each with the rules that read it; empty where its form is wrong.
    :ivar clauses: the ids of the document's clauses.
    :ivar uncarried: those of them that nothing carries, and for which no reason is given.
    """

    remarks: Sequence[Remark]
    rows: Mapping[str, Sequence[str]]
    clauses: Sequence[str]
    uncarried: Sequence[str]

    @property
    def rules(self) -> Sequence[str]:
        """The rules that read its rows."""
        return sorted({rule for rules in self.rows.values() for rule in rules})


def _remark(level: str, place: str, word: str, **values: object) -> Remark:
    return Remark(Severity(level), place, problem(f"profile.{word}", **values))


def check(profiles: Profiles, folder: Path) -> Review:
    """Everything wrong with the profile in a folder, and who reads its rows.

    :param profiles: where the profiles that it extends are looked up.
    :raises ProfileFault: if there is no readable ``profile.json``.
    :raises ClauseFault: if the list of clauses beside it cannot be taken.
    """
    data = parse_profile(folder / "profile.json")
    standard = profiles.standard.declaring(profiles.declared(data))
    if faulty := form(standard, data):
        return Review(faulty, {}, (), ())
    remarks = [*_name(profiles, data, folder), *_own(data), *_rows(standard, data), *_dates(standard, data)]
    profile, wrong = _resolved(profiles, data)
    remarks += wrong
    if profile is None:
        return Review(remarks, {}, (), ())
    found = readings(profile)
    mine = own_rows(profile)
    remarks += [r for row in mine for r in _read(standard, row, found[row.row_id])]
    if not mine:
        remarks.append(_remark("warning", "/policy", "empty"))
    listed = _listed(standard, folder, data)
    remarks += _unlisted(data, listed)
    carried = carriers_of(standard, listed, [profile])
    loose = {row.row_id for row in mine if not declares(standard, row.table) and not found[row.row_id].rules}
    uncarried = [c["id"] for c in listed if "reason" not in c and not _is_carried(carried[c["id"]], loose)]
    return Review(remarks, {_place(row): found[row.row_id].rules for row in mine}, [c["id"] for c in listed], uncarried)


def _is_carried(by: Sequence[str], loose: set[str]) -> bool:
    return any(carrier.removeprefix("row ") not in loose for carrier in by)


def _place(row: Row) -> str:
    return f"{row.table}/{row.values['id']}"


# --- the form, and what it is of --------------------------------------------------------------------


def form(standard: Standard, data: Mapping[str, Any]) -> list[Remark]:
    """Where a profile does not have the form of one."""
    return list(_form(standard, data))


def _form(standard: Standard, data: Mapping[str, Any]) -> Iterator[Remark]:
    validator = faults.validator(standard, "profile")
    for fault in faults.translate(standard, validator.iter_errors(data), (), "profile"):
        place = _named(data, fault.pointer)
        given = _at(data, fault.pointer)
        if fault.code == "STR-PATTERN" and fault.path[-1] == "clauses":
            code = str(data.get("document", ""))
            yield _remark("error", place, "clauseId", given=short(str(given)), like=clauses.suggestion(str(given), code))
        elif fault.code == "STR-REQUIRED" and fault.path[-1] == "clauses":
            yield _remark("error", place, "clauses")
        else:
            zh, en = (faults.text_of(standard, fault, "profile", lang) + _meant(standard, fault, given, lang) for lang in LANGUAGES)
            yield _remark("error", place, "schema", what=(zh, en))


def _meant(standard: Standard, fault: faults.Fault, given: Any, lang: str) -> str:
    """What may have been meant in the place of a code; a profile is a public document, so that quoting it is safe."""
    node: Mapping[str, Any] = standard.schema("profile")
    for name in fault.path:
        node = node.get("items", node).get("properties", {}).get(name, {})
    codes = node.get("items", node).get("enum", ())
    if fault.code != "STR-ENUM":
        return ""
    return say("profile.given", lang, given=short(str(given)), near=near(str(given), codes)[lang == "en"])


def _at(data: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        data = data[int(part)] if isinstance(data, list) else data.get(part)
    return data


def _named(data: Mapping[str, Any], pointer: str) -> str:
    """A place in a profile, its rows by their ids rather than by their number."""
    parts = pointer.split("/")[1:]
    if len(parts) < 3 or parts[0] != "policy":
        return pointer or "/"
    row = _at(data, "/" + "/".join(parts[:3]))
    ident = row.get("id") if isinstance(row, Mapping) else None
    return "/".join([parts[1], ident if isinstance(ident, str) else parts[2], *parts[3:]])


def _name(profiles: Profiles, data: Mapping[str, Any], folder: Path) -> Iterator[Remark]:
    standard, name = profiles.standard, Path(os.path.abspath(folder)).name
    if data["id"] != name:
        yield _remark("error", "/id", "name", name=name)
    if owner := next(_holders(profiles, data), None):
        yield _remark("error", "/document", "taken", document=data["document"], by=owner)
    if "divisionCode" in data and data["divisionCode"] not in {d["code"] for d in standard.register("divisions")}:
        yield _remark("error", "/divisionCode", "division", given=data["divisionCode"])


def _holders(profiles: Profiles, data: Mapping[str, Any]) -> Iterator[str]:
    """Other profiles whose clauses begin with the same letters."""
    for ident in profiles.ids:
        # what is wrong with a neighbour is told where it is checked itself
        with contextlib.suppress(ProfileFault):
            if ident != data["id"] and profiles.read(ident)["document"] == data["document"]:
                yield ident


# --- what it declares of its own ---------------------------------------------------------------------


def _own(data: Mapping[str, Any]) -> Iterator[Remark]:
    """What is declared twice, and codes where they do not belong or are lacking."""
    own = data.get("own", {})
    fields = [(f"/own/fields/{n}", f) for n, f in enumerate(own.get("fields", ()))]
    yield from _twice((place, f"{f['recordType']}.{f['name']}") for place, f in fields)
    for place, field in fields:
        if field["type"] == "CODE" and "codes" not in field:
            yield _remark("error", place, "own-codes")
        elif field["type"] != "CODE" and "codes" in field:
            yield _remark("error", f"{place}/codes", "own-idle-codes")
        yield from _twice((f"{place}/codes/{n}", entry["code"]) for n, entry in enumerate(field.get("codes", ())))
    yield from _twice((f"/own/codes/{n}", f"{entry['list']} {entry['code']}") for n, entry in enumerate(own.get("codes", ())))


def _twice(named: Iterable[tuple[str, str]]) -> Iterator[Remark]:
    seen: set[str] = set()
    for place, name in named:
        if name in seen:
            yield _remark("error", place, "own-twice", what=name)
        seen.add(name)


# --- the rows, each by itself -----------------------------------------------------------------------


def _rows(standard: Standard, data: Mapping[str, Any]) -> Iterator[Remark]:
    seen: set[str] = set()
    for table, rows in data["policy"].items():
        for row in rows:
            place = f"{table}/{row['id']}"
            if row["id"] in seen:
                yield _remark("error", place, "twice")
            seen.add(row["id"])
            for clause in row["clauses"]:
                if not clause.startswith(data["document"] + "-"):
                    yield _remark("error", place, "borrowed", clause=clause, document=data["document"])
            if row["basis"] == "INTERPRETED" and "note" not in row:
                yield _remark("error", place, "note")
            yield from _value(standard, table, row, place)
            yield from _asked(standard, table, row, place)
            yield from _beside(standard, table, row, place)
            yield from _fields(standard, table, row, place)
        yield from _same(standard, table, rows, data)


def _value(standard: Standard, table: str, row: Mapping[str, Any], place: str) -> Iterator[Remark]:
    """Where a code names the row, its value stands in the column that its unit wants, and in no other."""
    name, wanted = columns.named(standard, table), columns.value_column(standard, table, row)
    if name is None or wanted is None:
        return
    said = in_both(value_text, standard, table, row, name, row[name])
    if wanted not in row:
        yield _remark("error", place, "value", name=said, wanted=wanted)
    for column in set(columns.columns(standard, table)[name]["x-units"].values()) - {wanted}:
        if column in row:
            yield _remark("error", f"{place}/{column}", "surplus", name=said, wanted=wanted, column=column)
    if row.get(wanted) is False:
        yield _remark("warning", place, "off")


def _asked(standard: Standard, table: str, row: Mapping[str, Any], place: str) -> Iterator[Remark]:
    """A code may ask for further columns (``x-asks``), which other codes do not read."""
    for column, prop in columns.columns(standard, table).items():
        if "x-asks" not in prop or column not in row:
            continue
        asks = prop["x-asks"]
        wanted = asks.get(row[column], ())
        said = in_both(value_text, standard, table, row, column, row[column])
        for other in sorted({o for asked in asks.values() for o in asked}):
            if other in wanted and other not in row:
                yield _remark("error", place, "asks", what=said, column=other)
            elif other not in wanted and other in row:
                yield _remark("error", f"{place}/{other}", "idly", what=said, column=other)


def _beside(standard: Standard, table: str, row: Mapping[str, Any], place: str) -> Iterator[Remark]:
    """Columns, and codes in them, that say nothing beside what another column of the row says (``x-when``, ``x-codeWhen``)."""
    for column, prop in columns.columns(standard, table).items():
        if column not in row:
            continue
        title = in_both(column_title, standard, table, column)
        for by, values in prop.get("x-when", {}).items():
            if row.get(by) not in values:
                yield _remark("error", f"{place}/{column}", "beside", column=title, **_because(standard, table, row, by))
        for code, others in prop.get("x-codeWhen", {}).items():
            if row[column] != code:
                continue
            said = in_both(value_text, standard, table, row, column, code)
            for by, values in others.items():
                if row.get(by) not in values:
                    what = _because(standard, table, row, by)
                    yield _remark("error", f"{place}/{column}", "codeBeside", column=title, code=said, **what)


def _because(standard: Standard, table: str, row: Mapping[str, Any], by: str) -> Mapping[str, tuple[str, str]]:
    """A column of a row and what it holds, to say why another is out of place."""
    value = in_both(value_text, standard, table, row, by, row[by]) if by in row else both("profile.gone")
    return {"by": in_both(column_title, standard, table, by), "value": value}


def _fields(standard: Standard, table: str, row: Mapping[str, Any], place: str) -> Iterator[Remark]:
    """The fields that a row names, and the values that it says they have."""
    for column, value in row.items():
        kind = columns.record_type(standard, table, row, column)
        if kind is not None and kind in standard.record_types:
            known = standard.fields(kind)
            if value not in standard.columns(kind):
                title = (str(standard.schema(kind)["title"]), kind)
                yield _remark("error", f"{place}/{column}", "field", type=title, field=value, near=near(value, known))
            elif columns.columns(standard, table)[column].get("x-fieldFormat", known[value].get("format")) != known[value].get("format"):
                yield _remark("error", f"{place}/{column}", "field-form", field=value)
            elif value in standard.own_fields(kind):
                yield from _asked_of_own(standard, table, row, place, column, kind)
        if (codes := _codes(standard, table, row, column)) is None:
            continue
        for given in value if isinstance(value, list) else [value]:
            if given not in codes:
                title = in_both(column_title, standard, table, column)
                yield _remark("error", f"{place}/{column}", "code", of=title, value=given, near=near(given, codes))


def _asked_of_own(standard: Standard, table: str, row: Mapping[str, Any], place: str, column: str, kind: str) -> Iterator[Remark]:
    """What a row may not ask of a field that a place declares: of records that are not asked field by field anything, and what
    its type does not hold."""
    field = row[column]
    if standard.schema(kind).get("x-bulk"):
        yield _remark("error", f"{place}/{column}", "own-bulk", field=field)
    # the values of the first column of fields are asked for by the row's relation
    props = columns.columns(standard, table)
    if column != next(name for name, prop in props.items() if "x-fieldOf" in prop):
        return
    for by, prop in props.items():
        for asked in prop["x-asks"].get(row[by], ()) if "x-asks" in prop and by in row else ():
            wanted, held = props[asked].get("items", props[asked]), standard.own_fields(kind)[field]
            if (wanted["type"], wanted.get("format")) != (held["type"], held.get("format")) and "x-valueOf" not in props[asked]:
                op = in_both(value_text, standard, table, row, by, row[by])
                yield _remark("error", f"{place}/{column}", "own-op", field=field, op=op, column=asked)


def _codes(standard: Standard, table: str, row: Mapping[str, Any], column: str) -> frozenset[str] | None:
    """The values that a column may have in a row, as far as the standard says."""
    if owner := columns.field_of(standard, table, row, column):
        return columns.codes_of(standard, *owner)
    if "x-valueOf" in columns.columns(standard, table)[column]:
        codelist = columns.note_of(standard, table, row).get("codes")
        return frozenset(standard.code_titles(codelist)) if codelist else None
    return None


def _same(standard: Standard, table: str, rows: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> Iterator[Remark]:
    """Rows of one thing that are in force together. In some tables several rows on one thing add up; there none says the same twice."""
    together = standard.policy_form(table).get("x-together")
    quiet = {"id", "clauses", "note", "validFrom", "validTo", "modality", "basis"}
    for one, other in combinations(rows, 2):
        if not speak_of_the_same(standard, table, one, other) or not _meet(one, other, data):
            continue
        if not together or {k: v for k, v in one.items() if k not in quiet} == {k: v for k, v in other.items() if k not in quiet}:
            yield _remark("error", f"{table}/{other['id']}", "same", other=f"{table}/{one['id']}")


def _span(row: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[str, str]:
    return row.get("validFrom", data.get("effectiveFrom", FIRST_DAY)), row.get("validTo", data.get("effectiveTo", LAST_DAY))


def _meet(one: Mapping[str, Any], other: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    (a, b), (c, d) = _span(one, data), _span(other, data)
    return a <= d and c <= b


# --- who reads a row --------------------------------------------------------------------------------


def _read(standard: Standard, row: Row, reading: Reading) -> Iterator[Remark]:
    if reading.rules or declares(standard, row.table):
        return
    if not reading.idle:
        table = next(t for t in standard.policy_tables if declares(standard, t))
        yield _remark("error", _place(row), "unread", declaration=in_both(table_title, standard, table))
        return
    rule, lacking = reading.idle[0]
    yield _remark("error", _place(row), "idle", rule=rule, needs=in_both(needs_text, standard, lacking))


# --- clauses ----------------------------------------------------------------------------------------


def _listed(standard: Standard, folder: Path, data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The clauses of the document: of the standard's register, of the list beside the profile, or those that its rows cite."""
    registered = [c for c in standard.clauses if c["document"] == data["document"]]
    if found := registered or clauses.beside(folder, data["document"]):
        return [*found]
    cited = sorted({c for rows in data["policy"].values() for row in rows for c in row["clauses"]})
    return [{"id": c, "document": data["document"]} for c in cited]


def _unlisted(data: Mapping[str, Any], listed: Sequence[Mapping[str, Any]]) -> Iterator[Remark]:
    known = {c["id"] for c in listed}
    for table, rows in data["policy"].items():
        for row in rows:
            for clause in row["clauses"]:
                if clause not in known:
                    yield _remark("warning", f"{table}/{row['id']}", "unlisted", clause=clause)


# --- dates ------------------------------------------------------------------------------------------


def _dates(standard: Standard, data: Mapping[str, Any]) -> Iterator[Remark]:
    start, end, basis = data.get("effectiveFrom"), data.get("effectiveTo"), data["effectiveFromBasis"]
    if (start is None) != (basis == "UNKNOWN"):
        titles = standard.code_titles(standard.schema("profile")["properties"]["effectiveFromBasis"]["x-codelist"])
        yield _remark("error", "/effectiveFromBasis", "dateless", basis=titles[basis])
    if start is None:
        yield _remark("warning", "/effectiveFrom", "undated")
        return
    if basis == "ASSUMED":
        yield _remark("warning" if "effectiveFromNote" in data else "error", "/effectiveFrom", "assumed")
    if end and end < start:
        yield _remark("error", "/effectiveTo", "ends")
    for table, rows in data["policy"].items():
        for row in rows:
            first, last = row.get("validFrom", start), row.get("validTo", end or LAST_DAY)
            if first > last:
                yield _remark("error", f"{table}/{row['id']}", "never")
            if first < start:
                yield _remark("warning", f"{table}/{row['id']}", "early")


# --- the parent, and whether this one is looser -----------------------------------------------------


def _resolved(profiles: Profiles, data: Mapping[str, Any]) -> tuple[Profile | None, list[Remark]]:
    """The profile with what it inherits, and what is wrong or loose in how it does; None where it cannot be resolved."""
    out = []
    if "extends" not in data:
        if "inheritanceBasis" in data:
            out.append(_remark("error", "/inheritanceBasis", "orphan"))
        return profiles.resolve_data(data, outside=True), out
    if "inheritanceBasis" not in data:
        out.append(_remark("error", "/inheritanceBasis", "basis"))
    try:
        profile = profiles.resolve_data(data, outside=True)  # notices a circle through this very profile
        parent = profiles.resolve(data["extends"])
    except UnknownProfile as e:
        return None, [*out, _remark("error", "/extends", "parent", name=e.name, known=", ".join(e.known))]
    except ProfileFault as e:
        return None, [*out, Remark(Severity.ERROR, "/extends", e.problems[0])]
    if data.get("effectiveFrom", LAST_DAY) < parent.data.get("effectiveFrom", FIRST_DAY):
        out.append(_remark("warning", "/effectiveFrom", "before"))
    return profile, [*out, *_beside_parent(profile.standard, parent, profile)]


def _beside_parent(standard: Standard, parent: Profile, profile: Profile) -> Iterator[Remark]:
    """Of each row of the parent that one here takes the place of, in what it asks less; and the rows that make others easier to meet."""
    mine = own_rows(profile)
    taken: set[str] = set()
    for old in parent.rows:
        nearer = [r for r in mine if r.table == old.table and speak_of_the_same(standard, old.table, old.values, r.values)]
        taken |= {r.row_id for r in nearer}
        told = [(r, list(_changes(standard, old, r))) for r in nearer]
        # of several rows together the one that asks most decides
        if not told or declares(standard, old.table) or any(not changes for _, changes in told):
            continue
        row, changes = min(told, key=lambda t: len(t[1]))
        for word, what in changes:
            yield _remark("warning", _place(row), word, row=old.row_id, what=what)
    for row in mine:
        loosens = standard.policy_form(row.table).get("x-loosens")
        # of a list that the parent does not have a row more is a restriction
        if (
            loosens is not None
            and parent.table(row.table)
            and row.row_id not in taken
            and all(row.values.get(k) == v for k, v in loosens.items())
        ):
            yield _remark("warning", _place(row), "opens")


_STRENGTH = {"FACT": 0, "MAY": 0, "SHOULD": 1, "MUST": 2, "PROHIBITED": 2}


def _changes(standard: Standard, old: Row, new: Row) -> Iterator[tuple[str, tuple[str, str]]]:
    """In what a row asks less than the one it replaces, or may: ``looser`` or ``other``, and what became of which column."""
    table = old.table
    a, b = old.values["modality"], new.values["modality"]
    if _STRENGTH[b] < _STRENGTH[a]:
        yield (
            "looser",
            _became(in_both(column_title, standard, table, "modality"), *(standard.code_titles("modality")[m] for m in (a, b))),
        )
    quiet = standard.policy_shared | {*standard.policy_keys(table)}
    for column in sorted((old.values.keys() | new.values.keys()) - quiet):
        before, after = old.values.get(column), new.values.get(column)
        if before == after or (isinstance(before, Mapping) and "zh" in before):
            continue
        proof = _compare(columns.stricter(standard, table, new.values, column), before, after)
        if proof is not True:
            texts = [
                both("profile.gone") if v is None else in_both(value_text, standard, table, r.values, column, v)
                for v, r in ((before, old), (after, new))
            ]
            yield ("other" if proof is None else "looser"), _became(in_both(column_title, standard, table, column), *texts)


def _became(title: tuple[str, str], before: tuple[str, str], after: tuple[str, str]) -> tuple[str, str]:
    return f"{title[0]} {before[0]} → {after[0]}", f"{title[1]} {before[1]} → {after[1]}"


def _compare(direction: str | None, before: Any, after: Any) -> bool | None:
    """Whether a value asks at least as much as the one before it; None where that cannot be told."""
    if before is None and direction is not None:
        return True  # a further requirement
    if direction is None:
        return None
    if after is None:
        return False
    if direction in ("more", "fewer"):
        a, b = ({str(x) for x in v} for v in (before, after))
        return a <= b if direction == "more" else b <= a
    if direction == "true":
        return bool(after)
    a, b = (v[0] if isinstance(v, list) else v for v in (before, after))
    return bool(a <= b if direction == "higher" else b <= a)
