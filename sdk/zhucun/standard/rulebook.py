"""Rules: each is one file with a header, a query and a break."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhucun.errors import ZhucunError, near, problem, short
from zhucun.standard.files import StandardError, fixed, naming

if TYPE_CHECKING:
    from zhucun.standard.profiles import Profile, Row


class UnknownRule(ZhucunError):
    """No rule of that id exists.

    :ivar name: what was asked for.
    :ivar known: the ids that exist, sorted.
    """

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(problem("rule-unknown", name=short(name), near=near(name, known)))
        self.name, self.known = name, known


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

    @property
    def needs(self) -> Sequence[Mapping[str, Any]]:
        """The policy rows that it needs: of each a table, and the values that their columns have."""
        needs: Sequence[Mapping[str, Any]] = self.header.get("policies", [])
        return needs

    def rows(self, profile: Profile) -> list[list[Row]] | None:
        """The policy rows of each need, or None if the rule does not run under the profile."""
        needs = []
        for need in self.needs:
            found = [r for r in profile.table(need["table"]) if meets(r, need)]
            if not found:
                return None
            needs.append(found)
        return needs


def meets(row: Row, need: Mapping[str, Any]) -> bool:
    """Whether a row of the table that a need names is one of those it asks for."""
    return has_all(row.values, need.get("where", {}))


def has_all(values: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether the columns of a row are as a need's ``where`` says."""
    return all(_has(values.get(k), v) for k, v in wanted.items())


def _has(value: Any, wanted: str | list[str]) -> bool:
    """Whether a column of a row is what a need asks: a value, one of several, or ``*`` for any value."""
    if value is None:
        return False
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return wanted == "*" or text == wanted or (isinstance(wanted, list) and text in wanted)


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


def read_views(folder: Path) -> tuple[View, ...]:
    """The shared views in a folder, each after those that it reads.

    :raises StandardError: if one cannot be read, or they read each other.
    """
    found = {}
    for path in sorted(folder.glob("*.sql")):
        with naming(path):
            head, _, sql = path.read_text("utf-8").removeprefix("/*").partition("*/")
            found[path.stem] = View(path.stem, fixed(json.loads(head)), sql.strip())
    try:
        # lists, not sets: the order is the same in every run
        order = list(TopologicalSorter({name: [r for r in view.reads if r in found] for name, view in found.items()}).static_order())
    except CycleError as e:
        raise StandardError(f"views read each other: {e.args[1]}") from e
    return tuple(found[name] for name in order)


def read_rules(folder: Path) -> dict[str, Rule]:
    """All rules of a folder by id, sorted.

    :raises StandardError: if one cannot be read.
    """
    out = {}
    for path in sorted(folder.glob("*-*.sql")):
        with naming(path):
            data = parse_rule(path.read_text("utf-8"))
        query, breaking = data.pop("query"), data.pop("break")
        out[data["id"]] = Rule(fixed(data), query.rstrip().rstrip(";"), breaking)
    return out
