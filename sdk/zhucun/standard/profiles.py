"""Profiles: where they are looked up, and what one says once its parents' rows are added."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhucun.errors import Problem, ZhucunError, problem, short, shown_place
from zhucun.standard.files import FIRST_DAY, LAST_DAY, fixed, read_json
from zhucun.standard.own import Own, own_of
from zhucun.words import both

if TYPE_CHECKING:
    from zhucun.standard.edition import Standard
    from zhucun.standard.rulebook import Rule

_SEVERITIES = ("info", "warning", "error")


class UnknownProfile(ZhucunError):
    """No profile of that name exists.

    :ivar name: what was asked for.
    :ivar known: the ids that exist, sorted.
    """

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(problem("profile-unknown", name=short(name), known=", ".join(known)))
        self.name, self.known = name, known


class ProfileFault(ZhucunError):
    """A profile outside the standard cannot be taken.

    :ivar code: ``folder`` (there is no such folder), ``missing`` (no ``profile.json`` in it), ``form`` (it does not
        have the form of a profile), ``json`` (its text is no JSON), ``unreadable``, ``name`` (its id is not the folder's name), ``taken``
        (a folder of profiles holds one with an id of the standard), ``circle`` (the profiles extend each other).
    :ivar place: the file or folder.
    :ivar what: more of it: a name, a place in the file, or a sentence in both languages.
    """

    def __init__(self, code: str, place: str, what: str | tuple[str, str] = "") -> None:
        super().__init__(problem(f"profile-{code}", path=shown_place(place), what=what if isinstance(what, tuple) else shown_place(what)))
        self.code, self.place, self.what = code, place, what


@dataclass(frozen=True)
class Row:
    """One policy row of a resolved profile.

    :ivar table: the policy table.
    :ivar row_id: ``profile/id``, unique over the chain.
    :ivar values: the row as written.
    :ivar profile: the profile it comes from.
    :ivar authority: that profile's authority.
    :ivar inherited: whether it comes from a parent.
    :ivar severity: of a finding that rests on it: by modality (K1), capped by authority, and where it is only assumed to be
        inherited by that of the heir.
    :ivar valid_from: first day on which it binds (ISO), ``valid_to`` the last.
    :ivar assumed: whether it is only assumed that it is inherited.
    """

    table: str
    row_id: str
    values: Mapping[str, Any]
    profile: str
    authority: str
    inherited: bool
    severity: str
    valid_from: str
    valid_to: str
    assumed: bool = False

    @property
    def clauses(self) -> list[str]:
        return list(self.values["clauses"])

    @property
    def interpreted(self) -> bool:
        return bool(self.values["basis"] == "INTERPRETED")


@dataclass(frozen=True)
class Profile:
    """A resolved profile: its own rows, and those of its parents that it does not replace.

    :ivar standard: the standard by which it is written, with what it and its parents declare of their own.
    :ivar outside: whether it stands outside the standard; a report then says so.
    :ivar folder: the folder that it was read from, where it stands outside.
    """

    standard: Standard = field(repr=False)
    id: str
    data: Mapping[str, Any]
    rows: tuple[Row, ...]
    chain: tuple[str, ...]
    outside: bool = False
    folder: Path | None = None

    def table(self, name: str) -> list[Row]:
        """The rows of one policy table."""
        return self._tables.get(name, [])

    def row(self, row_id: str) -> Row:
        """One row."""
        return self._by_id[row_id]

    @cached_property
    def _by_id(self) -> dict[str, Row]:
        return {r.row_id: r for r in self.rows}

    @cached_property
    def _tables(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = {}
        for row in self.rows:
            out.setdefault(row.table, []).append(row)
        return out

    @cached_property
    def named_fields(self) -> dict[str, list[str]]:
        """The fields whose values its rows ask for, by record type: those that ``x-fieldOf`` marks in the schema.

        It says whose field a column names: a record type, or the column of the row that holds one. Types of which there
        may be very many (``x-bulk``) are not asked field by field.
        """
        standard = self.standard
        out: dict[str, set[str]] = {}
        for table, form in standard.schema("profile")["properties"]["policy"]["properties"].items():
            marked = {k: v["x-fieldOf"] for k, v in form["items"]["properties"].items() if "x-fieldOf" in v}
            for row in self.table(table):
                for column in marked.keys() & row.values.keys():
                    out.setdefault(row.values.get(marked[column], marked[column]), set()).add(row.values[column])
        few = [name for name in standard.record_types if name in out and not standard.schema(name).get("x-bulk")]
        return {name: sorted(out[name] & standard.columns(name).keys()) for name in few}

    @property
    def rules(self) -> Iterator[Rule]:
        """The rules that run under it."""
        return (r for r in self.standard.rules.values() if r.rows(self) is not None)


# --- the text of one ------------------------------------------------------------------------------

#: What a parser says of JSON that breaks off or goes wrong → the word for it.
_REASONS = {
    "Expecting value": "json.value",
    "Expecting ',' delimiter": "json.comma",
    "Expecting ':' delimiter": "json.colon",
    "Expecting property name enclosed in double quotes": "json.name",
    "Illegal trailing comma before end of": "json.trailing",
    "Extra data": "json.extra",
    "Unterminated string starting at": "json.string",
    "Invalid control character at": "json.control",
}

#: Chinese punctuation, where JSON has its own.
_WIDE = {"，": ",", "：": ":", "“": '"', "”": '"', "｛": "{", "｝": "}", "【": "[", "】": "]", "［": "[", "］": "]"}


def parse_profile(path: Path) -> Mapping[str, Any]:
    """The JSON of a profile that somebody writes, taken strictly: a name that stands twice in an object would lose rows.

    :raises ProfileFault: told by line and column.
    """
    try:
        if not path.is_file():
            raise ProfileFault("missing", str(path.parent))
        raw = path.read_bytes()
    except OSError as e:
        raise ProfileFault("unreadable", str(path), e.strerror or "") from None
    except ValueError:  # a name that no file system takes
        raise ProfileFault("missing", str(path.parent)) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise ProfileFault("json", str(path), _at(raw[: e.start].count(b"\n") + 1, None, both("json.encoding"))) from None
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as e:
        raise ProfileFault("json", str(path), _at(e.lineno, e.colno, _reason(text, e))) from None
    except _Twice as e:
        raise ProfileFault("json", str(path), _filled("json.twice", name=short(str(e)))) from None
    except (ValueError, RecursionError):
        raise ProfileFault("json", str(path), both("json.other")) from None
    if not isinstance(data, dict):
        raise ProfileFault("json", str(path), both("json.object"))
    result: Mapping[str, Any] = fixed(data)
    return result


class _Twice(Exception):
    """A name stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in pairs:
        if name in out:
            raise _Twice(name)
        out[name] = value
    return out


def _reason(text: str, error: json.JSONDecodeError) -> tuple[str, str]:
    found = text[error.pos : error.pos + 1]
    if found in _WIDE:
        return _filled("json.wide", found=found, wanted=_WIDE[found])
    return both(next((word for said, word in _REASONS.items() if error.msg.startswith(said)), "json.other"))


def _at(line: int, column: int | None, what: tuple[str, str]) -> tuple[str, str]:
    return _filled("json.line", line=line, what=what) if column is None else _filled("json.at", line=line, column=column, what=what)


def _filled(key: str, **values: object) -> tuple[str, str]:
    """A sentence in Chinese and in English, to be filled into another."""
    said: Problem = problem(key, **values)
    return said.text("zh"), said.text("en")


# --- rows that speak of the same thing ------------------------------------------------------------


def speak_of_the_same(standard: Standard, table: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows of a table speak of the same thing, whatever their ids: they are alike in the columns that the
    table's ``x-keys`` and those of all tables name, and say something of the same column, or one of them says no more."""
    keys = standard.policy_keys(table)
    if any(_unordered(one.get(k)) != _unordered(other.get(k)) for k in keys):
        return False
    mine, its = ({*row} - {*keys} - standard.policy_shared for row in (one, other))
    return bool(mine & its) or not mine or not its


def _unordered(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list) else value


def without_profile(standard: Standard) -> Profile:
    """Under this only the standard's own rules run."""
    return Profile(standard, "", {}, (), ())


class Profiles:
    """Where profiles are looked up: in the standard, and where a folder is named beside it, there.

    Nothing else is looked at, least of all the working directory: an id may come out of a batch.
    """

    def __init__(self, standard: Standard, beside: Path | None = None) -> None:
        self.standard, self.beside = standard, beside

    @cached_property
    def own(self) -> Sequence[str]:
        """The ids of the profiles in the standard, sorted."""
        return tuple(sorted(p.parent.name for p in (self.standard.folder / "profiles").glob("*/profile.json")))

    @property
    def ids(self) -> Sequence[str]:
        """The ids that a name can be: those of the standard, and those beside it, sorted.

        :raises ProfileFault: if there is no such folder beside it.
        """
        if self.beside is None:
            return self.own
        try:
            found = [p.parent.name for p in self.beside.glob("*/profile.json") if self._is_id(p.parent.name)]
        except (OSError, ValueError) as e:
            raise ProfileFault("folder", str(self.beside)) from e
        return sorted({*self.own, *found})

    def read(self, ident: str) -> Mapping[str, Any]:
        """One profile as it is written, unresolved, by its id.

        :raises UnknownProfile: if there is none.
        :raises ProfileFault: if that beside the standard cannot be taken.
        """
        outside = self._outside(ident)
        return self._written(ident) if outside is None else self._read_outside(outside)

    def _outside(self, ident: str) -> Path | None:
        """The folder of a profile beside the standard; None where the standard has it."""
        if self.beside is not None and not _is_folder(self.beside):
            raise ProfileFault("folder", str(self.beside))
        outside = self.beside / ident if self.beside is not None and self._is_id(ident) else None
        if outside is not None and not (outside / "profile.json").is_file():
            outside = None
        if ident in self.own:
            if outside is not None:
                raise ProfileFault("taken", str(outside), ident)
        elif outside is None:
            raise UnknownProfile(ident, self.ids)
        return outside

    def _written(self, ident: str) -> Mapping[str, Any]:
        """What the file of a profile holds, whatever its form."""
        outside = self._outside(ident)
        if outside is not None:
            return parse_profile(outside / "profile.json")
        result: Mapping[str, Any] = read_json(self.standard.folder / "profiles" / ident / "profile.json")
        return result

    def _read_outside(self, folder: Path) -> Mapping[str, Any]:
        """The profile in a folder outside the standard. It must have the form of one, and its id the folder's name."""
        import jsonschema

        path = folder / "profile.json"
        if not _is_folder(folder):
            raise ProfileFault("folder", str(folder))
        # its author's mistake, not the standard's
        data = parse_profile(path)
        checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
        standard = self.standard.declaring(self.declared(data))
        validator = jsonschema.Draft202012Validator(standard.schema("profile"), format_checker=checker)
        fault = next(validator.iter_errors(data), None)
        if fault:
            raise ProfileFault("form", str(path), "/" + "/".join(map(str, fault.absolute_path)))
        if data["id"] != Path(os.path.abspath(folder)).name:
            raise ProfileFault("name", str(path), data["id"])
        return data

    def declared(self, data: Mapping[str, Any]) -> Own:
        """What a profile that is being read declares of its own, and its parents, as far as that has the form of it. Its rows can be
        checked only by a standard that takes it."""
        import jsonschema

        form = self.standard.base.schema("profile")["properties"]
        if "own" not in form:
            return ()
        own, document = (jsonschema.Draft202012Validator(form[name]) for name in ("own", "document"))
        chain = [data]
        while isinstance(parent := chain[-1].get("extends"), str) and all(parent != p.get("id") for p in chain):
            # what is wrong with a parent is told where it is resolved
            try:
                chain.append(self._written(parent))
            except (UnknownProfile, ProfileFault):
                break
        return own_of([p for p in chain if document.is_valid(p.get("document")) and own.is_valid(p.get("own", {}))])

    def _is_id(self, text: str) -> bool:
        """Whether a text has the form of a profile's id. Only such a text ever becomes part of a path."""
        pattern = self.standard.schema("profile")["properties"]["id"]["pattern"]
        return re.fullmatch(pattern, text) is not None and not text.endswith("\n")

    def resolve(self, ident: str) -> Profile:
        """Resolve a profile along ``extends``, by its id.

        :raises UnknownProfile: if it, or a parent, does not exist.
        :raises ProfileFault: if one beside the standard cannot be taken, or they extend each other.
        """
        return self.resolve_data(self.read(ident), outside=ident not in self.own, folder=self.folder(ident))

    def folder(self, ident: str) -> Path | None:
        """The folder of a profile beside the standard; None of one of the standard itself."""
        return None if self.beside is None or ident in self.own else self.beside / ident

    def resolve_given(self, given: str | Path) -> Profile:
        """Resolve a profile that a user named: an id, or explicitly a folder that holds ``profile.json``.

        A :class:`Path`, a text with a separator in it, and ``.`` are folders; anything else is an id.

        :raises UnknownProfile: if it, or a parent, does not exist.
        :raises ProfileFault: if one outside the standard cannot be taken.
        """
        if isinstance(given, str) and not _says_path(given):
            return self.resolve(given)
        return self.resolve_data(self._read_outside(Path(given)), outside=True, folder=Path(given))

    def resolve_data(self, own: Mapping[str, Any], *, outside: bool = False, folder: Path | None = None) -> Profile:
        """Resolve a profile that was read already.

        :raises UnknownProfile: if a parent does not exist.
        :raises ProfileFault: if a parent cannot be taken, or they extend each other.
        """
        chain = [own]
        while parent := chain[-1].get("extends"):
            if parent in [p["id"] for p in chain]:
                raise ProfileFault("circle", own["id"], parent)
            chain.append(self.read(parent))
        taken: list[tuple[str, Mapping[str, Any]]] = []
        rows: list[Row] = []
        for level, profile in enumerate(chain):
            # what is only assumed to be inherited weighs no more than the heir's own rows
            heirs = [c["authority"] for c in chain[:level] if c.get("inheritanceBasis") == "ASSUMED"]
            mine = [(table, row) for table, entries in profile["policy"].items() for row in entries]
            rows += [self._row(own, profile, table, row, heirs) for table, row in mine if not self._replaced(table, row, taken)]
            taken += mine
        standard = self.standard.declaring(own_of(chain))
        return Profile(standard, own["id"], fixed(own), tuple(rows), tuple(p["id"] for p in chain), outside, folder)

    def _replaced(self, table: str, row: Mapping[str, Any], taken: Sequence[tuple[str, Mapping[str, Any]]]) -> bool:
        return any(t == table and speak_of_the_same(self.standard, table, row, nearer) for t, nearer in taken)

    def _row(self, own: Mapping[str, Any], profile: Mapping[str, Any], table: str, row: Mapping[str, Any], heirs: Sequence[str]) -> Row:
        # a profile of unknown date is descriptive: its rows bind no day at all
        return Row(
            table,
            f"{profile['id']}/{row['id']}",
            row,
            profile["id"],
            profile["authority"],
            profile is not own,
            self._severity(row["modality"], [profile["authority"], *heirs], own.get("effectiveFromBasis", "")),
            max(own.get("effectiveFrom", LAST_DAY), profile.get("effectiveFrom", LAST_DAY), row.get("validFrom", FIRST_DAY)),
            min(own.get("effectiveTo", LAST_DAY), profile.get("effectiveTo", LAST_DAY), row.get("validTo", LAST_DAY)),
            bool(heirs),
        )

    def _severity(self, modality: str, authorities: Sequence[str], basis: str) -> str:
        table = self.standard.index["severity"]
        caps = [table["capByAuthority"][authority] for authority in authorities]
        # a day that the author assumes may be wrong
        caps += [table["capByEffectiveFromBasis"][basis]] if basis in table["capByEffectiveFromBasis"] else []
        return str(min(table["byModality"][modality], *caps, key=_SEVERITIES.index))


def _says_path(given: str) -> bool:
    return given in (".", "..") or any(separator in given for separator in {"/", os.sep, os.altsep or os.sep})


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file system takes
        return False
