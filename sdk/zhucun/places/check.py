"""Everything that is wrong, or worth a look, in a profile that is being written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zhucun.errors import Problem, problem
from zhucun.model import Severity
from zhucun.standard import FIRST_DAY, LAST_DAY, ProfileFault, Profiles, Standard, UnknownProfile


class Remark(NamedTuple):
    """One thing wrong, or worth a look, in a profile.

    :ivar level: ``error`` or ``warning``.
    :ivar place: row id, or a JSON pointer.
    """

    level: Severity
    place: str
    problem: Problem


def _remark(level: str, place: str, word: str, **values: object) -> Remark:
    return Remark(Severity(level), place, problem(f"profile.{word}", **values))


def check(profiles: Profiles, folder: Path) -> list[Remark]:
    """Everything wrong with the profile in a folder.

    :param profiles: where the profiles that it extends are looked up.
    :raises ProfileFault: if there is no readable ``profile.json``.
    """
    standard, path = profiles.standard, folder / "profile.json"
    try:
        if not path.is_file():
            raise ProfileFault("missing", str(folder))
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as e:
        raise ProfileFault("form", str(path), str(e)) from e
    faults = list(_form(standard, data))
    if faults:
        return faults
    return [*_name(data, folder), *_rows(standard, data), *_dates(data), *_parents(profiles, data)]


def _name(data: Mapping[str, Any], folder: Path) -> Iterator[Remark]:
    name = Path(os.path.abspath(folder)).name
    if data["id"] != name:
        yield _remark("error", "/id", "name", name=name)


def _form(standard: Standard, data: Any) -> Iterator[Remark]:
    import jsonschema

    for e in sorted(
        jsonschema.Draft202012Validator(standard.schema("profile")).iter_errors(data), key=lambda e: list(map(str, e.absolute_path))
    ):
        place = "/" + "/".join(map(str, e.absolute_path))
        if e.validator == "pattern" and place.endswith("/name"):
            yield _remark("error", place, "parameter", given=e.instance)
        elif e.validator == "required" and "'clauses'" in e.message:
            yield _remark("error", place, "clauses")
        else:
            # a profile is a public document: quoting it is safe
            yield _remark("error", place, "schema", what=e.message[:160])


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
            if table == "parameter" and not {"number", "flag", "code"} & set(row):
                yield _remark("error", place, "value")
            yield from _idle(standard, table, row, place)
            yield from _codes(standard, table, row, place)


def _idle(standard: Standard, table: str, row: Mapping[str, Any], place: str) -> Iterator[Remark]:
    """Columns that say nothing beside what another column of the row says (``x-when`` in the schema)."""
    columns = standard.schema("profile")["properties"]["policy"]["properties"][table]["items"]["properties"]
    for column in row:
        for by, values in columns[column].get("x-when", {}).items():
            if row.get(by) not in values:
                yield _remark("error", place, "idle", column=columns[column]["title"], by=columns[by]["title"], value=row.get(by))


def _codes(standard: Standard, table: str, row: Mapping[str, Any], place: str) -> Iterator[Remark]:
    if table not in ("condition", "allowedCode"):
        if table in ("groundFact", "caseOrder", "clock"):
            props = standard.schema("rectificationCase")["properties"]
            for key in ("field", "earlier", "later", "startField", "endField"):
                if key in row and row[key] not in props:
                    yield _remark("error", place, "caseField", field=row[key])
        return
    props = standard.schema(row["recordType"])["properties"]
    if row["field"] not in props:
        yield _remark("error", place, "field", type=row["recordType"], field=row["field"])
        return
    prop = props[row["field"]]
    leaf = prop.get("items", prop)
    leaf = leaf.get("properties", {}).get("code", leaf.get("properties", {}).get("body", leaf)) if leaf.get("type") == "object" else leaf
    if codes := leaf.get("x-codelist"):
        for value in row.get("values", row.get("codes", [])):
            body, _, level = value.partition("@")
            # a level alone is anybody of that level
            if body not in standard.code_titles(codes) and not (level and not body):
                yield _remark("error", place, "code", codes=codes, value=value)


def _dates(data: Mapping[str, Any]) -> Iterator[Remark]:
    start, end = data.get("effectiveFrom"), data.get("effectiveTo")
    if start is None:
        yield _remark("warning", "/effectiveFrom", "undated")
        return
    if end and end < start:
        yield _remark("error", "/effectiveTo", "ends")
    for table, rows in data["policy"].items():
        for row in rows:
            first, last = row.get("validFrom", start), row.get("validTo", end or LAST_DAY)
            if first > last:
                yield _remark("error", f"{table}/{row['id']}", "never")
            if first < start:
                yield _remark("warning", f"{table}/{row['id']}", "early")


def _parents(profiles: Profiles, data: dict[str, Any]) -> Iterator[Remark]:
    if "extends" not in data:
        if "inheritanceBasis" in data:
            yield _remark("error", "/inheritanceBasis", "orphan")
        return
    if "inheritanceBasis" not in data:
        yield _remark("error", "/inheritanceBasis", "basis")

    try:
        profiles.resolve_data(data)  # would notice a circle through this very profile
        parent = profiles.resolve(data["extends"])
    except UnknownProfile as e:
        yield _remark("error", "/extends", "parent", name=e.name, known=", ".join(e.known))
        return
    except ProfileFault as e:
        yield Remark(Severity.ERROR, "/extends", e.problems[0])
        return
    if data.get("effectiveFrom", LAST_DAY) < parent.data.get("effectiveFrom", FIRST_DAY):
        yield _remark("warning", "/effectiveFrom", "before")
    above = {(r.table, r.values["id"]): r.values for r in parent.rows}
    for table, rows in data["policy"].items():
        for row in rows:
            if old := above.get((table, row["id"])):
                for what in _looser(profiles.standard, old, row):
                    yield _remark("warning", f"{table}/{row['id']}", "looser", what=what)


_STRENGTH = {"FACT": 0, "MAY": 0, "SHOULD": 1, "MUST": 2, "PROHIBITED": 2}


def _looser(standard: Standard, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """In what a row asks less than the one it replaces."""
    if _STRENGTH[new["modality"]] < _STRENGTH[old["modality"]]:
        yield f"{old['modality']} → {new['modality']}"
    notes = {r["code"]: r["note"] for r in standard.codelist("parameter")}
    for key in old.keys() | new.keys():
        a, b = old.get(key), new.get(key)
        if not isinstance(a, int) or not isinstance(b, int) or isinstance(a, bool) or isinstance(b, bool) or a == b:
            continue
        if key == "number":
            note = notes.get(str(new.get("name")), "")
            higher = True if "stricter: higher" in note else False if "stricter: lower" in note else None
        else:
            higher = True if key.startswith("min") or key == "rateFen" else False if key.startswith("max") or key == "workingDays" else None
        if higher is not None and (b < a) == higher:
            yield f"{key} {a} → {b}"
