"""One version of the standard, held in the hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar

from zhucun.standard import own as owns
from zhucun.standard.files import VERSION, UnknownVersion, fixed, naming, read_json, read_lines, read_rows, versions
from zhucun.standard.own import Own
from zhucun.standard.profiles import Profiles
from zhucun.standard.records import column_type, columns, references
from zhucun.standard.rulebook import Rule, UnknownRule, View, read_rules, read_views

#: The schemas that are not of records.
_SCHEMAS = {"profile": "profiles/profile.schema.json", "rule": "rules/rule.schema.json", "view": "rules/view.schema.json"}
_SCHEMAS |= {name: f"exchange/{name}.schema.json" for name in ("envelope", "trust", "contract", "receipt", "baseline")}

P = ParamSpec("P")
R = TypeVar("R")


def per_standard(function: Callable[Concatenate[Standard, P], R]) -> Callable[Concatenate[Standard, P], R]:
    """Keep what a function makes of a standard, for as long as that standard is held. Its other arguments are hashable."""

    @wraps(function)
    def once(standard: Standard, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in standard.kept:
            standard.kept[key] = function(standard, *args, **kwargs)
        result: R = standard.kept[key]
        return result

    return once


@cache
def _loaded(folder: Path) -> Standard:
    return Standard(folder)


class Standard:
    """One version of the standard: schemas, code lists, registers, rules and profiles. What it hands out is read-only.

    >>> Standard.load("1.0").rule("ATT-001").header["title"]["en"]
    'Too few credited days in a month'
    """

    def __init__(self, folder: Path) -> None:
        """
        :param folder: the folder that holds ``standard.json``.
        :raises StandardError: if it holds none.
        """
        self.folder = folder
        self.index: Mapping[str, Any] = read_json(folder / "standard.json")
        #: What :func:`per_standard` functions made of this standard.
        self.kept: dict[Any, Any] = {}
        #: What profiles declare of their own, and the standard without it; see :meth:`declaring`.
        self.own: Own = ()
        self.base: Standard = self

    @classmethod
    def load(cls, version: str = VERSION) -> Standard:
        """A version that is installed: the same value every time, since nothing in it can be changed.

        :raises UnknownVersion: if there is none of that name.
        """
        known = versions()
        if version not in known:
            raise UnknownVersion(version, known)
        return _loaded(known[version])

    def __reduce__(self) -> Any:
        return (Standard.declaring, (self.base, self.own)) if self.own else (Standard, (self.folder,))

    def declaring(self, own: Own) -> Standard:
        """The standard with what profiles declare of their own instead of what this value has of it: the same value for the same
        declarations, and the standard itself where there are none."""
        if not own:
            return self.base
        key = ("declaring", json.dumps(own, ensure_ascii=False))
        kept = self.base.kept
        if key not in kept:
            opened = Standard(self.folder)
            opened.own, opened.base = fixed(own), self.base
            kept[key] = opened
        result: Standard = kept[key]
        return result

    @property
    def version(self) -> str:
        """Such as ``1.0``."""
        return str(self.index["version"])

    @cached_property
    def digest(self) -> str | None:
        """SHA-256 of ``SHA256SUMS``, which pins every file; None where there is no such list."""
        path = self.folder / "SHA256SUMS"
        # as a checkout with other line ends has it too
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest() if path.is_file() else None

    @property
    def record_types(self) -> Sequence[str]:
        """The record types, in the order in which a batch is loaded."""
        return tuple(self.index["recordTypes"])

    @per_standard
    def schema(self, name: str) -> Mapping[str, Any]:
        """The JSON Schema of a record type, or of ``manifest``, ``finding``, ``report``, ``profile``, ``rule``, ``view``, or of what is exchanged
        beside it: ``envelope``, ``trust``, ``contract``, ``receipt``, ``baseline``."""
        if self.own:
            opened: Mapping[str, Any] = fixed(owns.declaring(self.own, name, self.base.schema(name)))
            return opened
        place = _SCHEMAS.get(name, f"records/{name}.json")
        result: Mapping[str, Any] = read_json(self.folder / place)
        return result

    @per_standard
    def columns(self, record_type: str) -> Mapping[str, str]:
        """Column name to DuckDB type of a fact table. ``ext`` is left out, but for the fields in it that are declared."""
        return MappingProxyType(columns(self.schema(record_type)) | {k: column_type(v) for k, v in self.own_fields(record_type).items()})

    @per_standard
    def own_fields(self, record_type: str) -> Mapping[str, Mapping[str, Any]]:
        """The declared fields of a record type, as rows name them (``ext.OWNER.name``), with their schemas."""
        declared = owns.members(self.own, record_type) if self.own else {}
        return MappingProxyType(
            {owns.path(owner, name): fixed(owns.form(owner, said)) for owner, fields in declared.items() for name, said in fields.items()}
        )

    @per_standard
    def fields(self, record_type: str) -> Mapping[str, Mapping[str, Any]]:
        """The schemas of the properties of a record type, and of the declared fields as rows name them."""
        return MappingProxyType({**self.schema(record_type)["properties"], **self.own_fields(record_type)})

    @cached_property
    def open_lists(self) -> frozenset[str]:
        """The code lists that profiles may declare codes for."""
        own = self.schema("profile")["properties"].get("own")
        return frozenset(own["properties"]["codes"]["items"]["properties"]["list"]["enum"] if own else ())

    @per_standard
    def references(self, record_type: str) -> Mapping[str, tuple[str, bool]]:
        """Column to (record type it points to, whether it is a list), for each reference of a record type."""
        return MappingProxyType(references(self.schema(record_type)))

    # registers

    @cached_property
    def codelist_names(self) -> Sequence[str]:
        """The names of all code lists, sorted."""
        return tuple(sorted(p.stem for p in (self.folder / "codelists").glob("*.csv")))

    @per_standard
    def codelist(self, name: str) -> Sequence[Mapping[str, str]]:
        """The rows of a code list: ``code, zh, en, source, note``. That of a declared field goes by the field's name."""
        if self.own:
            listed = () if name.startswith(f"{owns.EXT}.") else self.base.codelist(name)
            more: Sequence[Mapping[str, str]] = fixed(owns.entries(self.own, name))
            return (*listed, *more)
        return read_rows(self.folder / "codelists" / f"{name}.csv")

    @per_standard
    def code_titles(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Code to (Chinese, English) of one list."""
        return MappingProxyType({r["code"]: (r["zh"], r["en"]) for r in self.codelist(name)})

    @per_standard
    def synonyms(self, name: str) -> Mapping[str, Sequence[str]]:
        """Code to the words that local systems have for it; only where a word can mean no other code of the list."""
        out: dict[str, tuple[str, ...]] = {}
        for row in self.register("synonyms"):
            if row["list"] == name:
                out[row["code"]] = (*out.get(row["code"], ()), row["word"])
        return MappingProxyType(out)

    @per_standard
    def codelist_title(self, name: str) -> tuple[str, str]:
        """What a code list is of, in Chinese and English; a list without a title goes by its name."""
        for field in (f for kind in self.record_types for f in self.own_fields(kind).values()):
            if field.get("x-codelist") == name:
                return field["title"], field["description"]
        return {r["name"]: (r["zh"], r["en"]) for r in self.register("codelists")}.get(name, (name, name))

    @per_standard
    def register(self, name: str) -> Sequence[Mapping[str, str]]:
        """The rows of a CSV register, such as ``calendar``, ``divisions`` or ``structural``."""
        if self.own:
            return self.base.register(name)
        return read_rows(self.folder / "registers" / f"{name}.csv")

    def mapping(self, name: str) -> Sequence[Mapping[str, str]]:
        """The rows that lead from another standard or form to this one, such as ``lrmx``."""
        return read_rows(self.folder / "mappings" / f"{name}.csv")

    @cached_property
    def clauses(self) -> Sequence[Mapping[str, Any]]:
        """Every clause of the source documents, in the order of ``standard.json``'s documents."""
        if self.own:
            return self.base.clauses
        codes = [document["code"] for document in self.index["documents"]]
        return tuple(c for code in codes for c in read_lines(self.folder / "registers" / "clauses" / f"{code}.jsonl"))

    # policy

    @property
    def policy_tables(self) -> Sequence[str]:
        """The names of the policy tables."""
        return tuple(self.schema("profile")["properties"]["policy"]["properties"])

    def policy_form(self, table: str) -> Mapping[str, Any]:
        """The schema of a policy table."""
        form: Mapping[str, Any] = self.schema("profile")["properties"]["policy"]["properties"][table]
        return form

    @per_standard
    def policy_keys(self, table: str) -> Sequence[str]:
        """The columns that say what a row of a table speaks of, and of whom."""
        return (*self.policy_form(table)["x-keys"], *self.schema("profile")["properties"]["policy"]["x-keys"])

    @cached_property
    def policy_shared(self) -> frozenset[str]:
        """The columns that every policy table has: id, clauses, modality and so on."""
        return frozenset.intersection(*(frozenset(self.policy_form(t)["items"]["properties"]) for t in self.policy_tables))

    @per_standard
    def policy_columns(self, table: str) -> Mapping[str, str]:
        """Column name to DuckDB type of a policy table, without what resolving adds."""
        return MappingProxyType(columns(self.schema("profile")["properties"]["policy"]["properties"][table]["items"]))

    @cached_property
    def profiles(self) -> Profiles:
        """The profiles of the standard itself."""
        return Profiles(self)

    # rules

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """All rules by id, sorted."""
        return self.base.rules if self.own else MappingProxyType(read_rules(self.folder / "rules"))

    def rule(self, ident: str) -> Rule:
        """One rule.

        :raises UnknownRule: if there is none.
        """
        try:
            return self.rules[ident]
        except KeyError:
            raise UnknownRule(ident, list(self.rules)) from None

    @cached_property
    def columns_read(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """By rule and record type the fields that its query reads, whatever the policy; those that policy rows name are not among them."""
        found: dict[str, dict[str, set[str]]] = {rule: {} for rule in self.rules}
        for row in self.register("columns-read"):
            found.setdefault(row["rule"], {}).setdefault(row["recordType"], set()).add(row["field"])
        return MappingProxyType(
            {rule: MappingProxyType({kind: frozenset(names) for kind, names in kinds.items()}) for rule, kinds in found.items()}
        )

    @cached_property
    def macros(self) -> str:
        """The SQL of the conventions that rules and views use."""
        path = self.folder / "rules" / "macros.sql"
        with naming(path):
            return path.read_text("utf-8")

    @cached_property
    def views(self) -> Sequence[View]:
        """The shared views, each after those that it reads."""
        return self.base.views if self.own else read_views(self.folder / "rules" / "views")
