"""Mutants: a query, or a schema, changed in one place at a time."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhucun import standard

from .bench import Record
from .values import loosened

_TOKEN = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|<>|<=|>=|\|\||::|->|\s+|.", re.S)


_ENDS = {
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
}


_SHIFT = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def mutants(query: str) -> Iterator[tuple[str, str]]:
    """(what was changed, the changed query), each once."""
    tokens = _TOKEN.findall(query)
    solid = [i for i, t in enumerate(tokens) if t.strip() and not t.startswith("--")]
    # a column is called asOf like the join
    upper = {i: tokens[i] if tokens[i] == "asOf" else tokens[i].upper() for i in solid}
    # the closed set of days in this query, for swapping one with another
    days = sorted({tokens[i] for i in solid if tokens[i] in _days()})
    seen, names = {query}, set[str]()

    def made(at: Sequence[int], new: Sequence[str], what: str) -> Iterator[tuple[str, str]]:
        changed = list(tokens)
        for i, text in zip(at, new, strict=True):
            changed[i] = text
        text = "".join(changed)
        if text not in seen:
            seen.add(text)
            line = "".join(tokens[: at[0]]).count("\n") + 1
            before, touched, after = tokens[max(0, at[0] - 8) : at[0]], tokens[at[0] : at[-1] + 1], tokens[at[-1] + 1 : at[-1] + 10]
            inner = " ".join("".join(touched).split())
            shown = inner if len(inner) <= 160 else f"{inner[:120]} … {inner[-35:]}"
            around = " ".join(("".join(before) + f"‹{shown}›" + "".join(after)).split())
            name = f"line {line}: {what} [{around}]"
            number = 2
            while name in names:
                name, number = f"line {line}: {what} [{around}] ({number})", number + 1
            names.add(name)
            yield name, text

    between: list[int] = []
    for n, i in enumerate(solid):
        token, word = tokens[i], upper[i]
        before = upper[solid[n - 1]] if n else ""
        after = upper[solid[n + 1]] if n + 1 < len(solid) else ""
        if word == "BETWEEN":
            between.append(i)
        if token in _SHIFT:
            yield from made([i], [_SHIFT[token]], f"{token} → {_SHIFT[token]}")
        elif token == "=" and before not in ("", "=") and after:
            yield from made([i], ["<>"], "= → <>")
        elif token == "<>":
            yield from made([i], ["="], "<> → =")
        elif word in ("AND", "OR"):
            if word == "AND" and between:
                between.pop()
                continue
            yield from made([i], ["OR" if word == "AND" else "AND"], f"{word} → {'OR' if word == 'AND' else 'AND'}")
            span = _operand(solid, upper, n + 1)
            if span:
                yield from made([i, *span], [""] * (1 + len(span)), "dropped")
        elif word in ("WHERE", "ON") and (span := _operand(solid, upper, n + 1)):
            yield from made(span, ["TRUE", *[""] * (len(span) - 1)], "dropped")
        elif word == "NOT":
            yield from made([i], [""], "dropped NOT")
        elif token.isdigit() and before != "[" and not (before == "SELECT" and after == "FROM"):
            for step in (1, -1):
                if int(token) + step >= 0:
                    yield from made([i], [str(int(token) + step)], f"{token} → {int(token) + step}")
        elif token == "working_day":
            yield from made([i], ["calendar_day"], "working days → calendar days")
        elif token in _days() and after != "AS" and before != "AS":
            for other in days:
                if other != token:
                    yield from made([i], [other], f"{token} → {other}")


def _days() -> frozenset[str]:
    """Names of columns that hold a day."""
    found = {n for t in standard.record_types() for n, kind in standard.columns(t).items() if kind == "DATE"}
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


def schema_mutants(schema: Record) -> Iterator[tuple[str, tuple[str, ...], Record]]:
    """(what was changed, path of the property, the changed schema)."""

    def nodes(node: Record, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Record]]:
        yield path, node
        for name, child in node.get("properties", {}).items():
            yield from nodes(child, (*path, "properties", name))
        if isinstance(node.get("items"), dict):
            yield from nodes(node["items"], (*path, "items"))
        if isinstance(node.get("additionalProperties"), dict):
            yield from nodes(node["additionalProperties"], (*path, "additionalProperties"))

    def changed(path: tuple[str, ...], key: str, value: Any) -> Record:
        out = copy.deepcopy(schema)
        node = out
        for step in path:
            node = node[step]
        if value is None:
            del node[key]
        else:
            node[key] = value
        return out

    for path, node in nodes(schema, ()):
        place = "/".join(p for p in path if p != "properties")
        for key in ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "maxProperties"):
            if key in node:
                yield f"{place}: dropped {key}", path, changed(path, key, None)
                loose = node[key] - 1 if key.startswith("min") else node[key] + 1
                yield f"{place}: {key} {node[key]} → {loose}", path, changed(path, key, loose)
        if node.get("format") == "date":
            # pattern and format say the same twice, for validators that do not check formats: they go together
            both = changed(path, "format", None)
            target = both
            for step in path:
                target = target[step]
            del target["pattern"]
            yield f"{place}: dropped pattern and format", path, both
        for key in ("pattern", "format", "enum", "uniqueItems", "type"):
            if key in node and not (key == "pattern" and "format" in node):
                yield f"{place}: dropped {key}", path, changed(path, key, None)
        if "enum" in node and len(node["enum"]) > 1:
            yield f"{place}: dropped the code {node['enum'][-1]}", path, changed(path, "enum", node["enum"][:-1])
        if "pattern" in node and "format" not in node:
            for what, new in loosened(node["pattern"]):
                yield f"{place}: pattern {what}", path, changed(path, "pattern", new)
        for name in node.get("required", ()):
            yield f"{place}: {name} no longer required", path, changed(path, "required", [r for r in node["required"] if r != name])
        if node.get("additionalProperties") is False:
            yield f"{place}: unknown fields allowed", path, changed(path, "additionalProperties", True)
