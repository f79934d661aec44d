"""Reads the standard: schemas, code lists, registers, rules and profiles, as plain data.

Nothing here knows a jurisdiction. The standard's folder is ``schemas/<version>`` of a checkout, or the
copy that is packed into the wheel.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

VERSION = "1.0"

#: A day before and after every date that a record can hold: the ends of a rule that has none.
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


class StandardError(Exception):
    """The standard's own files are missing or contradict each other."""


class UnknownProfile(StandardError):
    """No profile of that name exists.

    :ivar name: what was asked for.
    :ivar known: the ids that exist, sorted.
    """

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class ProfileFault(StandardError):
    """A profile outside the standard cannot be taken.

    :ivar code: ``folder`` (there is no such folder), ``missing`` (no ``profile.json`` in it), ``form`` (it does not
        have the form of a profile), ``name`` (its id is not the folder's name), ``taken`` (a folder of profiles holds
        one with an id of the standard), ``circle`` (the profiles extend each other).
    :ivar place: the file or folder.
    :ivar what: more of it, in the words of whoever noticed.
    """

    def __init__(self, code: str, place: str, what: str = "") -> None:
        super().__init__(f"{place}: {code} {what}".rstrip())
        self.code, self.place, self.what = code, place, what


class UnknownRule(StandardError):
    """No rule of that id exists.

    :ivar name: what was asked for.
    :ivar known: the ids that exist, sorted.
    """

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


@cache
def root() -> Path:
    """The folder of the standard's files."""
    here = Path(__file__).resolve().parent
    for place in (here / "_standard" / VERSION, here.parent.parent / "schemas" / VERSION):
        if (place / "standard.json").is_file():
            return place
    raise StandardError("the standard's files are not installed beside the package")


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


@cache
def index() -> dict[str, Any]:
    """``standard.json``: version, record types in load order, severity tables, digests."""
    result: dict[str, Any] = _json(root() / "standard.json")
    return result


def record_types() -> list[str]:
    """The record types, in the order in which a batch is loaded."""
    return list(index()["recordTypes"])


@cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a record type, or of ``manifest``, ``finding``, ``report``, ``profile``, ``rule``, ``view``."""
    place = {"profile": "profiles/profile.schema.json", "rule": "rules/rule.schema.json", "view": "rules/view.schema.json"}.get(
        name, f"records/{name}.json"
    )
    result: dict[str, Any] = _json(root() / place)
    return result


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@cache
def codelist_names() -> list[str]:
    """The names of all code lists, sorted."""
    return sorted(p.stem for p in (root() / "codelists").glob("*.csv"))


@cache
def codelist(name: str) -> list[dict[str, str]]:
    """The rows of a code list: ``code, zh, en, source, note``."""
    return _rows(root() / "codelists" / f"{name}.csv")


@cache
def code_titles(name: str) -> dict[str, tuple[str, str]]:
    """Code to (Chinese, English) of one list."""
    return {r["code"]: (r["zh"], r["en"]) for r in codelist(name)}


@cache
def codelist_title(name: str) -> tuple[str, str]:
    """What a code list is of, in Chinese and English; a list without a title goes by its name."""
    return {r["name"]: (r["zh"], r["en"]) for r in register("codelists")}.get(name, (name, name))


@cache
def register(name: str) -> list[dict[str, str]]:
    """The rows of a CSV register, such as ``calendar``, ``divisions`` or ``structural``."""
    return _rows(root() / "registers" / f"{name}.csv")


@cache
def clauses() -> list[dict[str, Any]]:
    """Every clause of the source documents, in the order of ``standard.json``'s documents."""
    out: list[dict[str, Any]] = []
    for document in index()["documents"]:
        path = root() / "registers" / "clauses" / f"{document['code']}.jsonl"
        out += [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return out


# --- types of columns ---------------------------------------------------------------------------


def column_type(prop: Mapping[str, Any]) -> str:
    """The DuckDB type of a schema property, as ``rules/README.md`` defines it."""
    kind = prop["type"]
    if kind == "string":
        return "DATE" if prop.get("format") == "date" else "VARCHAR"
    if kind == "integer":
        return "BIGINT"
    if kind == "boolean":
        return "BOOLEAN"
    if kind == "array":
        return column_type(prop["items"]) + "[]"
    if kind == "object":
        return "STRUCT(" + ", ".join(f'"{k}" {column_type(v)}' for k, v in prop["properties"].items()) + ")"
    raise StandardError(f"no column type for {kind!r}")


@cache
def columns(record_type: str) -> dict[str, str]:
    """Column name to DuckDB type of a fact table. ``ext`` is left out."""
    return {k: column_type(v) for k, v in schema(record_type)["properties"].items() if k != "ext"}


@cache
def policy_columns(table: str) -> dict[str, str]:
    """Column name to DuckDB type of a policy table, without what resolving adds."""
    row = schema("profile")["properties"]["policy"]["properties"][table]["items"]
    return {k: column_type(v) for k, v in row["properties"].items()}


def named_fields(profile: Profile) -> dict[str, list[str]]:
    """The fields whose values the rows of a profile ask for, by record type: those that ``x-fieldOf`` marks in the schema.

    It says whose field a column names: a record type, or the column of the row that holds one. Types of which there
    may be very many (``x-bulk``) are not asked field by field.
    """
    out: dict[str, set[str]] = {}
    for table, form in schema("profile")["properties"]["policy"]["properties"].items():
        marked = {k: v["x-fieldOf"] for k, v in form["items"]["properties"].items() if "x-fieldOf" in v}
        for row in profile.table(table):
            for column in marked.keys() & row.values.keys():
                out.setdefault(row.values.get(marked[column], marked[column]), set()).add(row.values[column])
    return {name: sorted(out[name] & columns(name).keys()) for name in record_types() if name in out and not schema(name).get("x-bulk")}


def policy_tables() -> list[str]:
    """The names of the policy tables."""
    return list(schema("profile")["properties"]["policy"]["properties"])


@cache
def references(record_type: str) -> dict[str, tuple[str, bool]]:
    """Column to (record type it points to, whether it is a list), for each reference of a record type."""
    out: dict[str, tuple[str, bool]] = {}
    for name, prop in schema(record_type)["properties"].items():
        if "x-ref" in prop:
            out[name] = (prop["x-ref"], False)
        elif prop.get("type") == "array" and "x-ref" in prop["items"]:
            out[name] = (prop["items"]["x-ref"], True)
    return out


# --- profiles -------------------------------------------------------------------------------------


@cache
def profile_ids() -> list[str]:
    """The ids of the profiles in the standard, sorted."""
    return sorted(p.parent.name for p in (root() / "profiles").glob("*/profile.json"))


def known_profiles(folder: Path | None = None) -> list[str]:
    """The ids that a name can be: those of the standard, and those in ``folder``, sorted.

    :raises ProfileFault: if there is no such folder.
    """
    if folder is None:
        return profile_ids()
    try:
        return sorted({*profile_ids(), *(p.parent.name for p in folder.glob("*/profile.json") if _is_id(p.parent.name))})
    except (OSError, ValueError) as e:
        raise ProfileFault("folder", str(folder)) from e


def read_profile(ident: str, folder: Path | None = None) -> dict[str, Any]:
    """One profile as it is written, unresolved, by its id: from the standard, else from ``folder``.

    Nothing else is looked at, least of all the working directory: the id may come out of a batch.

    :raises UnknownProfile: if there is none.
    :raises ProfileFault: if that in ``folder`` cannot be taken.
    """
    if folder is not None and not _is_folder(folder):
        raise ProfileFault("folder", str(folder))
    outside = folder / ident if folder is not None and _is_id(ident) and (folder / ident / "profile.json").is_file() else None
    if ident in profile_ids():
        if outside is not None:
            raise ProfileFault("taken", str(outside), ident)
        result: dict[str, Any] = _json(root() / "profiles" / ident / "profile.json")
        return result
    if outside is not None:
        return read_outside(outside)
    raise UnknownProfile(ident, known_profiles(folder))


def read_outside(folder: Path) -> dict[str, Any]:
    """The profile in a folder outside the standard. It must have the form of one, and its id the folder's name.

    :raises ProfileFault: if it cannot be taken.
    """
    import jsonschema

    path = folder / "profile.json"
    if not _is_folder(folder):
        raise ProfileFault("folder", str(folder))
    try:
        if not path.is_file():
            raise ProfileFault("missing", str(folder))
        data: dict[str, Any] = _json(path)
    except (OSError, ValueError, RecursionError) as e:
        raise ProfileFault("form", str(path), str(e)) from e
    validator = jsonschema.Draft202012Validator(schema("profile"), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    fault = next(validator.iter_errors(data), None)
    if fault:
        raise ProfileFault("form", str(path), f"/{'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}")
    name = Path(os.path.abspath(folder)).name
    if data["id"] != name:
        raise ProfileFault("name", str(path), data["id"])
    return data


def _is_id(text: str) -> bool:
    """Whether a text has the form of a profile's id. Only such a text ever becomes part of a path."""
    return re.fullmatch(schema("profile")["properties"]["id"]["pattern"], text) is not None and not text.endswith("\n")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file system takes
        return False


@dataclass(frozen=True)
class Row:
    """One policy row of a resolved profile.

    :ivar table: the policy table.
    :ivar row_id: ``profile/id``, unique over the chain.
    :ivar values: the row as written.
    :ivar profile: the profile it comes from.
    :ivar authority: that profile's authority.
    :ivar inherited: whether it comes from a parent.
    :ivar valid_from: first day on which it binds (ISO), ``valid_to`` the last.
    """

    table: str
    row_id: str
    values: Mapping[str, Any]
    profile: str
    authority: str
    inherited: bool
    valid_from: str
    valid_to: str

    @property
    def clauses(self) -> list[str]:
        return list(self.values["clauses"])

    @property
    def interpreted(self) -> bool:
        return bool(self.values["basis"] == "INTERPRETED")


@dataclass(frozen=True)
class Profile:
    """A resolved profile: its own rows, and those of its parents that it does not replace.

    :ivar outside: whether it stands outside the standard; a report then says so.
    """

    id: str
    data: Mapping[str, Any]
    rows: tuple[Row, ...]
    chain: tuple[str, ...]
    by_id: Mapping[str, Row] = field(repr=False)
    outside: bool = False

    def table(self, name: str) -> list[Row]:
        return self._tables.get(name, [])

    @cached_property
    def _tables(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = {}
        for row in self.rows:
            out.setdefault(row.table, []).append(row)
        return out


def resolve(ident: str, folder: Path | None = None) -> Profile:
    """Resolve a profile along ``extends``, by its id: in the standard, else in ``folder``.

    :raises UnknownProfile: if it, or a parent, does not exist.
    :raises ProfileFault: if one in ``folder`` cannot be taken, or they extend each other.
    """
    return resolve_data(read_profile(ident, folder), folder, outside=ident not in profile_ids())


def resolve_given(given: str | Path, folder: Path | None = None) -> Profile:
    """Resolve a profile that a user named: an id, or explicitly a folder that holds ``profile.json``.

    A :class:`Path`, a text with a separator in it, and ``.`` are folders; anything else is an id.

    :raises UnknownProfile: if it, or a parent, does not exist.
    :raises ProfileFault: if one outside the standard cannot be taken.
    """
    if isinstance(given, str) and not _says_path(given):
        return resolve(given, folder)
    return resolve_data(read_outside(Path(given)), folder, outside=True)


def _says_path(given: str) -> bool:
    return given in (".", "..") or any(separator in given for separator in {"/", os.sep, os.altsep or os.sep})


def resolve_data(own: dict[str, Any], folder: Path | None = None, *, outside: bool = False) -> Profile:
    """Resolve a profile that was read already.

    :raises UnknownProfile: if a parent does not exist.
    :raises ProfileFault: if a parent cannot be taken, or they extend each other.
    """
    chain = [own]
    while parent := chain[-1].get("extends"):
        if parent in [p["id"] for p in chain]:
            raise ProfileFault("circle", own["id"], parent)
        chain.append(read_profile(parent, folder))
    # A profile of unknown date is descriptive: its rows bind no day at all.
    start = own.get("effectiveFrom", LAST_DAY)
    end = own.get("effectiveTo", LAST_DAY)
    taken: set[tuple[str, str]] = set()
    rows: list[Row] = []
    for level, profile in enumerate(chain):
        for table, entries in profile["policy"].items():
            for row in entries:
                if (table, row["id"]) in taken:
                    continue
                rows.append(
                    Row(
                        table,
                        f"{profile['id']}/{row['id']}",
                        row,
                        profile["id"],
                        profile["authority"],
                        level > 0,
                        max(start, profile.get("effectiveFrom", LAST_DAY), row.get("validFrom", FIRST_DAY)),
                        min(end, profile.get("effectiveTo", LAST_DAY), row.get("validTo", LAST_DAY)),
                    )
                )
        taken |= {(t, r["id"]) for t, entries in profile["policy"].items() for r in entries}
    return Profile(own["id"], own, tuple(rows), tuple(p["id"] for p in chain), {r.row_id: r for r in rows}, outside)


def severity(row: Row) -> str:
    """The severity of a finding that rests on a row: by modality (K1), capped by authority."""
    table = index()["severity"]
    order = ["info", "warning", "error"]
    return str(min(table["byModality"][row.values["modality"]], table["capByAuthority"][row.authority], key=order.index))


# --- rules ----------------------------------------------------------------------------------------


def _meets(value: Any, wanted: str | list[str]) -> bool:
    """Whether a column of a row is what a need asks: a value, one of several, or ``*`` for any value."""
    if value is None:
        return False
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return wanted == "*" or text == wanted or (isinstance(wanted, list) and text in wanted)


@dataclass(frozen=True)
class Rule:
    """One rule file.

    :ivar header: the JSON header.
    :ivar query: the SQL that returns violations and what could not be judged.
    :ivar breaking: the SQL statement that makes a valid sample violate the rule.
    """

    header: Mapping[str, Any]
    query: str
    breaking: str

    @property
    def id(self) -> str:
        return str(self.header["id"])

    @property
    def reads(self) -> list[str]:
        """The record types that it reads: those it needs together, and those it judges each by itself."""
        return [*self.header["records"], *self.header.get("each", [])]

    @property
    def views(self) -> list[str]:
        """The shared views that its query reads."""
        return list(self.header.get("views", []))

    def rows(self, profile: Profile) -> list[list[Row]] | None:
        """The policy rows of each need, or None if the rule does not run under the profile."""
        needs = []
        for need in self.header.get("policies", []):
            where = need.get("where", {})
            found = [r for r in profile.table(need["table"]) if all(_meets(r.values.get(k), v) for k, v in where.items())]
            if not found:
                return None
            needs.append(found)
        return needs


_SECTION = re.compile(r"^-- @(query|break)\s*$", re.M)


def parse_rule(text: str) -> dict[str, Any]:
    """The header with ``query`` and ``break`` added: the object that ``rule.schema.json`` describes.

    :raises ValueError: if the text is not a rule file.
    """
    if not text.startswith("/*{"):
        raise ValueError("a rule file starts with /*{")
    head, _, rest = text[2:].partition("*/")
    found = _SECTION.split(rest)
    sections = {found[i]: found[i + 1].strip() for i in range(1, len(found) - 1, 2)}
    if set(sections) != {"query", "break"}:
        raise ValueError("a rule file has the sections @query and @break")
    return {**json.loads(head), **sections}


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, sorted."""
    out = {}
    for path in sorted((root() / "rules").glob("*.sql")):
        if path.name == "macros.sql":
            continue
        try:
            data = parse_rule(path.read_text("utf-8"))
        except ValueError as e:
            raise StandardError(f"{path.name}: {e}") from e
        query, breaking = data.pop("query"), data.pop("break")
        out[data["id"]] = Rule(data, query.rstrip().rstrip(";"), breaking)
    return out


def rule(ident: str) -> Rule:
    """One rule.

    :raises UnknownRule: if there is none.
    """
    try:
        return rules()[ident]
    except KeyError:
        raise UnknownRule(ident, list(rules())) from None


def rules_under(profile: Profile) -> Iterator[Rule]:
    """The rules that run under a profile."""
    return (r for r in rules().values() if r.rows(profile) is not None)


@dataclass(frozen=True)
class View:
    """One shared view of the rules.

    :ivar name: its name in SQL.
    :ivar header: the JSON header: what it is of, its conventions, what it reads.
    :ivar sql: the statement that creates it.
    """

    name: str
    header: Mapping[str, Any]
    sql: str

    @property
    def reads(self) -> list[str]:
        """The tables and views that it reads itself."""
        return list(self.header["reads"])


def macros() -> str:
    """The SQL of the conventions that rules and views use."""
    return (root() / "rules" / "macros.sql").read_text("utf-8")


@cache
def views() -> tuple[View, ...]:
    """The shared views, each after those that it reads."""
    found = {}
    for path in sorted((root() / "rules" / "views").glob("*.sql")):
        head, _, sql = path.read_text("utf-8").removeprefix("/*").partition("*/")
        try:
            found[path.stem] = View(path.stem, json.loads(head), sql.strip())
        except ValueError as e:
            raise StandardError(f"{path.name}: {e}") from e
    try:
        order = list(TopologicalSorter({name: found.keys() & set(view.reads) for name, view in found.items()}).static_order())
    except CycleError as e:
        raise StandardError(f"views read each other: {e.args[1]}") from e
    return tuple(found[name] for name in order)
