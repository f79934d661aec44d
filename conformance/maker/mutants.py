"""Mutants: a query, or a schema, changed in one place at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

from .casefile import Record
from .edition import standard
from .values import loosened

_TOKEN = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|<>|<=|>=|\|\||::|->|\s+|.", re.S)


#: Words that end a condition.
_ENDS = frozenset(
    [
        "GROUP",
        "ORDER",
        "HAVING",
        "JOIN",
        "LEFT",
        "RIGHT",
        "INNER",
        "CROSS",
        "ASOF",
        "SEMI",
        "ANTI",
        "WHERE",
        "UNION",
        "THEN",
        "WHEN",
        "ELSE",
        "END",
        "SELECT",
        "FROM",
        "AS",
        "LIMIT",
        "QUALIFY",
        "WINDOW",
        "ON",
        "OR",
        "AND",
    ]
)


_SHIFT = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def mutants(query: str) -> Iterator[tuple[str, str]]:
    """(what was changed, the changed query), each once."""
    tokens = _TOKEN.findall(query)
    seen, names = {query}, set[str]()
    for at, new, what in _changes(tokens):
        changed = list(tokens)
        for i, text in zip(at, new, strict=True):
            changed[i] = text
        text = "".join(changed)
        if text in seen:
            continue
        seen.add(text)
        name = first = _name(tokens, at, what)
        for number in count(2):
            if name not in names:
                break
            name = f"{first} ({number})"
        names.add(name)
        yield name, text


def _name(tokens: Sequence[str], at: Sequence[int], what: str) -> str:
    """What was changed, on which line and between what."""
    line = "".join(tokens[: at[0]]).count("\n") + 1
    before, touched, after = tokens[max(0, at[0] - 8) : at[0]], tokens[at[0] : at[-1] + 1], tokens[at[-1] + 1 : at[-1] + 10]
    inner = " ".join("".join(touched).split())
    shown = inner if len(inner) <= 160 else f"{inner[:120]} … {inner[-35:]}"
    around = " ".join(("".join(before) + f"‹{shown}›" + "".join(after)).split())
    return f"line {line}: {what} [{around}]"


#: The tokens that are replaced, by what, and in words.
Change = tuple[Sequence[int], Sequence[str], str]


def _changes(tokens: Sequence[str]) -> Iterator[Change]:
    """Every change of one place of a query."""
    solid = [i for i, t in enumerate(tokens) if t.strip() and not t.startswith("--")]
    # a column is called asOf like the join
    upper = {i: tokens[i] if tokens[i] == "asOf" else tokens[i].upper() for i in solid}
    # the closed set of days in this query, for swapping one with another
    days = sorted({tokens[i] for i in solid if tokens[i] in _days()})
    between = 0
    for n, i in enumerate(solid):
        token, word = tokens[i], upper[i]
        before = upper[solid[n - 1]] if n else ""
        after = upper[solid[n + 1]] if n + 1 < len(solid) else ""
        if word == "BETWEEN":
            between += 1
        elif word == "AND" and between:
            between -= 1
        elif word in ("AND", "OR"):
            other = "OR" if word == "AND" else "AND"
            yield [i], [other], f"{word} → {other}"
            if span := _operand(solid, upper, n + 1):
                yield [i, *span], [""] * (1 + len(span)), "dropped"
        elif word in ("WHERE", "ON") and (span := _operand(solid, upper, n + 1)):
            yield span, ["TRUE", *[""] * (len(span) - 1)], "dropped"
        elif token in _days() and "AS" not in (before, after):
            yield from (([i], [other], f"{token} → {other}") for other in days if other != token)
        else:
            yield from _of_token(i, token, before, after)


def _of_token(i: int, token: str, before: str, after: str) -> Iterator[Change]:
    """The changes of one token by itself."""
    if token in _SHIFT:
        yield [i], [_SHIFT[token]], f"{token} → {_SHIFT[token]}"
    elif token == "=" and before not in ("", "=") and after:
        yield [i], ["<>"], "= → <>"
    elif token == "<>":
        yield [i], ["="], "<> → ="
    elif token.upper() == "NOT":
        yield [i], [""], "dropped NOT"
    elif token.isdigit() and before != "[" and not (before == "SELECT" and after == "FROM"):
        for step in (1, -1):
            if int(token) + step >= 0:
                yield [i], [str(int(token) + step)], f"{token} → {int(token) + step}"
    elif token == "working_day":
        yield [i], ["calendar_day"], "working days → calendar days"


def _days() -> frozenset[str]:
    """Names of columns that hold a day."""
    found = {n for t in standard.record_types for n, kind in standard.columns(t).items() if kind == "DATE"}
    return frozenset(found | {"periodStart", "periodEnd", "validFrom", "validTo", "asOf"})


def _operand(solid: Sequence[int], upper: Mapping[int, str], at: int) -> list[int]:
    """The tokens of one condition of a chain of AND and OR, from ``at`` on."""
    depth, cases, between, out = 0, 0, 0, []
    for n in range(at, len(solid)):
        word = upper[solid[n]]
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0:
            if word == "CASE":
                cases += 1
            elif word == "END" and cases:
                cases -= 1
            elif word == "BETWEEN":
                between += 1
            elif word == "AND" and between:
                between -= 1
            elif word in _ENDS and not cases and not (word == "LEFT" and n + 1 < len(solid) and upper[solid[n + 1]] == "("):
                break
        out.append(solid[n])
    return out


def schema_mutants(schema: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...], Record]]:
    """(what was changed, path of the property, the changed schema)."""
    text = json.dumps(schema)
    for path, node in _nodes(schema, ()):
        place = "/".join(p for p in path if p != "properties")
        for what, changes in _of_node(node):
            target = out = json.loads(text)
            for step in path:
                target = target[step]
            for key, value in changes.items():
                if value is None:
                    del target[key]
                else:
                    target[key] = value
            yield f"{place}: {what}", path, out


def _nodes(node: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Every schema in a schema, with its path."""
    yield path, node
    for name, child in node.get("properties", {}).items():
        yield from _nodes(child, (*path, "properties", name))
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield from _nodes(node[key], (*path, key))


def _of_node(node: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    """What may be changed of one schema: in words, and the members with their new values; None drops one."""
    for key in ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "maxProperties"):
        if key in node:
            yield f"dropped {key}", {key: None}
            loose = node[key] - 1 if key.startswith("min") else node[key] + 1
            yield f"{key} {node[key]} → {loose}", {key: loose}
    if node.get("format") == "date":
        # pattern and format say the same twice, for validators that do not check formats: they go together
        yield "dropped pattern and format", {"pattern": None, "format": None}
    for key in ("pattern", "format", "enum", "uniqueItems", "type"):
        if key in node and not (key == "pattern" and "format" in node):
            yield f"dropped {key}", {key: None}
    if "enum" in node and len(node["enum"]) > 1:
        yield f"dropped the code {node['enum'][-1]}", {"enum": node["enum"][:-1]}
    if "pattern" in node and "format" not in node:
        yield from ((f"pattern {what}", {"pattern": new}) for what, new in loosened(node["pattern"]))
    for name in node.get("required", ()):
        yield f"{name} no longer required", {"required": [r for r in node["required"] if r != name]}
    if node.get("additionalProperties") is False:
        yield "unknown fields allowed", {"additionalProperties": True}


# --- what rules share -----------------------------------------------------------------------------


@cache
def pieces() -> Mapping[str, str]:
    """The shared macros, tables and views: for each its statement, which replaces the one that is there."""
    macros = re.split(r"^(?=CREATE MACRO )", re.sub(r"--.*", "", standard.macros), flags=re.M)[1:]
    found = {sql.split()[2].partition("(")[0]: sql for sql in macros}
    found |= {view.name: view.sql for view in standard.views}
    return {name: sql.replace("CREATE ", "CREATE OR REPLACE ", 1) for name, sql in found.items()}


def is_view(name: str) -> bool:
    """Whether a shared piece is a view, which a table of the same rows may stand for."""
    return name in pieces() and pieces()[name].startswith("CREATE OR REPLACE VIEW")


def is_macro(name: str) -> bool:
    """Whether a shared piece is a macro, which holds no rows."""
    return pieces()[name].startswith("CREATE OR REPLACE MACRO")


@cache
def pieces_of(rule: str) -> frozenset[str]:
    """The shared pieces that a rule uses: views by what they say they read, macros by their names."""
    reads = {view.name: view.reads for view in standard.views}
    out, fresh = set[str](), set(standard.rule(rule).views)
    while fresh:
        out |= fresh
        fresh = {name for view in fresh for name in reads.get(view, ())} - out
    out &= reads.keys()
    macros = {name for name in pieces() if is_macro(name)}
    words = set(re.findall(r"\w+", standard.rule(rule).query + "".join(pieces()[name] for name in out)))
    used = words & macros
    # a macro may use another
    used |= {name for one in used for name in macros & set(re.findall(r"\w+", pieces()[one]))}
    return frozenset(out | used)
