"""Values made from a schema: the least and the fullest that are valid, and near misses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .casefile import Record, schema


def shortest(pattern: str) -> str:
    """A text that matches one of the standard's patterns, made from it piece by piece."""
    return "".join(piece(token, low) for token, low, _ in tokens(pattern))


def tokens(pattern: str) -> list[tuple[str, int, int]]:
    """The pieces of a pattern of the portable subset: (class, group or character, least, most)."""
    out, i, text = [], 0, pattern.removeprefix("^").removesuffix("$")
    while i < len(text):
        j = i + 1
        if text[i] == "[":
            j = text.index("]", i + 1) + 1
        elif text[i] == "(":
            depth = 1
            while depth:
                depth += (text[j] == "(") - (text[j] == ")")
                j += 1
        elif text[i] == "\\":
            j = i + 2
        token, low, high = text[i:j], 1, 1
        if j < len(text) and text[j] == "{":
            end = text.index("}", j)
            first, comma, last = text[j + 1 : end].partition(",")
            low, high, j = int(first), int(last or first if comma else first), end + 1
        elif j < len(text) and text[j] in "*+?":
            low, high, j = int(text[j] == "+"), 1 if text[j] == "?" else 3, j + 1
        out.append((token, low, high))
        i = j
    return out


def members(token: str) -> str:
    """The characters that a class allows."""
    if not token.startswith("["):
        return token[-1]
    body, out, i = token[1:-1], "", 0
    while i < len(body):
        if i + 2 < len(body) and body[i + 1] == "-":
            out += "".join(map(chr, range(ord(body[i]), ord(body[i + 2]) + 1)))
            i += 3
        else:
            out += body[i]
            i += 1
    return out


def piece(token: str, times: int, longest: bool = False) -> str:
    if token.startswith("("):
        choices = alternatives(token)
        return "".join((longest_of if longest else shortest)(choices[-1 if longest else 0]) for _ in range(times))
    found = members(token)
    return (found[-1] if longest else found[0]) * times


def alternatives(token: str) -> list[str]:
    body = token[1:-1].removeprefix("?:")
    out, depth, last = [], 0, 0
    for i, ch in enumerate(body + "|"):
        depth += (ch in "([") - (ch in ")]")
        if ch == "|" and depth == 0:
            out.append(body[last:i])
            last = i + 1
    return out


def longest_of(pattern: str) -> str:
    """The longest text that a pattern allows, of the last characters of its classes."""
    return "".join(piece(token, high, longest=True) for token, _, high in tokens(pattern))


def loosened(pattern: str) -> Iterator[tuple[str, str]]:
    """A pattern made looser in one place: (what, the new pattern)."""
    yield "without ^", pattern.removeprefix("^")
    yield "without $", pattern.removesuffix("$")
    for m in re.finditer(r"\{(\d+)(?:,(\d+))?\}", pattern):
        low, high = int(m[1]), m[2]
        longer = f"{{{low},{int(high) + 1}}}" if high else f"{{{low},{low + 1}}}"
        yield f"{m[0]} → {longer} at {m.start()}", pattern[: m.start()] + longer + pattern[m.end() :]
        if low:
            yield (
                f"{m[0]} → {{{low - 1},{high or low}}} at {m.start()}",
                pattern[: m.start()] + f"{{{low - 1},{high or low}}}" + pattern[m.end() :],
            )
    for m in re.finditer(r"\[([^\]]+)\]", pattern):
        yield f"{m[0]} → . at {m.start()}", pattern[: m.start()] + "." + pattern[m.end() :]


def ecma(pattern: str) -> re.Pattern[str]:
    """The pattern as ECMA-262 reads it: ``$`` is the end, also before a line feed."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


@cache
def near_misses(pattern: str) -> tuple[str, ...]:
    """Texts that a pattern refuses though they are one character from one it takes: enough of them that the pattern,
    made looser in any one place, would take one."""
    strict = ecma(pattern)
    bases = dict.fromkeys([shortest(pattern), longest_of(pattern)])
    for token, _, _ in tokens(pattern):
        if token.startswith("("):
            for choice in alternatives(token):
                bases[shortest(pattern.replace(token, choice, 1))] = None
                bases[longest_of(pattern.replace(token, choice, 1))] = None

    def neighbours(text: str) -> Iterator[str]:
        yield text + "\n"
        yield text + text[-1:]
        yield text[:1] + text
        yield " " + text
        yield text[:-1]
        for i in range(len(text)):
            if 8 <= i < len(text) - 8 and len(text) > 24:
                continue  # the middle of a long run is like its ends
            for ch in "_0a9Z.*甲" + chr(max(1, ord(text[i]) - 1)) + chr(ord(text[i]) + 1):
                yield text[:i] + ch + text[i + 1 :]
            yield text[:i] + text[i + 1 :]
            yield text[:i] + text[i] + text[i:]

    pool = list(dict.fromkeys(t for base in bases for t in neighbours(base) if not strict.search(t)))
    chosen = {pool[0]: None} | ({"": None} if not strict.search("") else {})
    for _, looser in loosened(pattern):
        accepts = ecma(looser)
        if not any(accepts.search(t) for t in chosen) and (found := next((t for t in pool if accepts.search(t)), None)):
            chosen[found] = None
    return tuple(chosen)


def good(prop: Record, own: str, n: int = 0, owner: str = "") -> Any:
    """A valid value; ``n`` chooses among the codes. A reference to the record's own type points to itself."""
    if "enum" in prop:
        return prop["enum"][n % len(prop["enum"])]
    kind = prop["type"]
    if kind == "string":
        if prop.get("x-ref") == owner and owner:
            return own
        if prop.get("format") == "date":
            return "2021-06-01"
        return shortest(prop["pattern"]) if "pattern" in prop else "字" * max(1, prop.get("minLength", 0))
    if kind == "integer":
        return prop.get("minimum", 0)
    if kind == "boolean":
        return n % 2 == 0
    if kind == "array":
        return [good(prop["items"], own, n, owner)]
    return {k: good(v, own, n, owner) for k, v in prop.get("properties", {}).items()}


def minimal(record_type: str, ident: str) -> Record:
    """Only what is required."""
    data = schema(record_type)
    return {k: ident if k == "id" else good(data["properties"][k], ident, 0, record_type) for k in data["required"]}


def full(record_type: str, ident: str, n: int = 0) -> Record:
    """Every field but ``ext``."""
    props = schema(record_type)["properties"]
    return {k: ident if k == "id" else good(v, ident, n, record_type) for k, v in props.items() if k != "ext"}


def edges(prop: Record, own: str, upper: bool) -> Any:
    """A valid value at the edge of what is allowed."""
    if "enum" in prop or prop["type"] == "boolean" or prop.get("format") == "date" or "x-ref" in prop:
        return good(prop, own, -1 if upper else 0)
    kind = prop["type"]
    if kind == "string":
        if "pattern" in prop:
            return longest_of(prop["pattern"]) if upper else shortest(prop["pattern"])
        return "字" * (prop.get("maxLength", 1) if upper else prop.get("minLength", 1))
    if kind == "integer":
        return prop.get("maximum" if upper else "minimum", 0)
    if kind == "array":
        return [edges(prop["items"], own, upper)]
    return {k: edges(v, own, upper) for k, v in prop.get("properties", {}).items()}
