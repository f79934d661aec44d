"""Small changes of a world: one field, one record, or what the manifest says; each in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhucun.standard import Profile, Rule

from .bench import Facts, Frame, Key
from .casefile import Record
from .edition import standard
from .mutants import pieces, pieces_of


@dataclass(frozen=True)
class Edit:
    """A changed world, and what was changed."""

    zh: str
    en: str
    facts: Facts
    frame: Frame


class Words:
    """What a rule speaks of: the names, codes and numbers of its query, of what it reads, and of its policy rows."""

    def __init__(self, rule: Rule, profile: Profile) -> None:
        sql = rule.query + "".join(pieces()[name] for name in pieces_of(rule.id))
        rows = [str(v) for need in rule.rows(profile) or [] for row in need for v in row.values.values()]
        self.names = set(re.findall(r"\w+", sql))
        self.codes = set(re.findall(r"\w+", " ".join([*re.findall(r"'([^']*)'", sql), *rows])))
        self.numbers = sorted({int(n) for n in re.findall(r"\b\d{1,3}\b", rule.query + " ".join(rows))})


def edits(facts: Facts, frame: Frame, words: Words) -> Iterator[Edit]:
    """Every change of one place that the rule may notice."""
    for key in facts:
        yield from of_record(key, facts, frame, words)
    yield from of_frame(facts, frame)


def of_record(key: Key, facts: Facts, frame: Frame, words: Words) -> Iterator[Edit]:
    """A record left out, doubled, or changed in one field."""
    kind, ident = key
    record = facts[key]
    title = standard.schema(kind)["title"]
    yield Edit(f"少一条{title}", f"one {kind} less", {k: r for k, r in facts.items() if k != key}, frame)
    twin = {**record, "id": f"{ident[:60]}-2"}
    yield Edit(f"多一条相同的{title}", f"the same {kind} twice", {**facts, (kind, twin["id"]): twin}, frame)
    required = standard.schema(kind)["required"]
    for name, prop in standard.schema(kind)["properties"].items():
        if name in ("id", "ext") or name not in words.names:
            continue
        field = prop.get("title", name)
        if name in record and name not in required:
            cut = {k: v for k, v in record.items() if k != name}
            yield Edit(f"{title}没有{field}", f"{kind} without {name}", {**facts, key: cut}, frame)
        for value, zh, en in values(prop, record.get(name), facts, frame, words):
            yield Edit(f"{title}的{field}{zh}", f"{kind}.{name} {en}", {**facts, key: {**record, name: value}}, frame)


def values(prop: Mapping[str, Any], now: Any, facts: Facts, frame: Frame, words: Words) -> Iterator[tuple[Any, str, str]]:
    """Other values for a field, each in words."""
    if "enum" in prop:
        yield from ((code, f"为 {code}", f"is {code}") for code in prop["enum"] if code in words.codes and code != now)
    elif "x-ref" in prop:
        yield from ((i, "指向另一条记录", "leads to another record") for k, i in facts if k == prop["x-ref"] and i != now)
    elif prop.get("format") == "date":
        yield from days(now, frame)
    elif prop["type"] == "integer":
        near = [] if now is None else [now - 1, now + 1]
        for n in dict.fromkeys([*near, *words.numbers, *(n - 1 for n in words.numbers)]):
            if n != now and prop.get("minimum", 0) <= n <= prop.get("maximum", 2**31):
                yield n, f"为 {n}", f"is {n}"
    elif prop["type"] == "boolean":
        yield from ((v, "为是" if v else "为否", f"is {str(v).lower()}") for v in (True, False) if v is not now)
    elif prop["type"] == "array":
        held = now or []
        if len(held) > prop.get("minItems", 1):
            yield held[:-1], "少一项", "has one item less"
        for item, zh, en in values(prop["items"], None, facts, frame, words):
            if item not in held:
                yield [*held, item], f"增加一项，{zh}", f"has one more, which {en}"


def days(now: str | None, frame: Frame) -> Iterator[tuple[str, str, str]]:
    """Days beside the one that stands there, and at the ends of the batch."""
    steps = (
        (1, "晚一天", "a day later"),
        (-1, "早一天", "a day earlier"),
        (31, "晚一个月", "a month later"),
        (-31, "早一个月", "a month earlier"),
    )
    if now is not None:
        yield from ((moved(now, n), zh, en) for n, zh, en in steps)
    ends = ((frame.start, "期间首日", "the first day"), (frame.end, "期间末日", "the last day"), (frame.as_of, "评判日", "the as-of day"))
    for day, zh, en in ends:
        for n, where, at in ((0, "为", "is"), (-1, "为前一日：", "is the day before"), (1, "为后一日：", "is the day after")):
            if moved(day, n) != now:
                yield moved(day, n), f"{where}{zh}", f"{at} {en}"


def moved(day: str, by: int) -> str:
    """A day so many days later."""
    return (dt.date.fromisoformat(day) + dt.timedelta(by)).isoformat()


def of_frame(facts: Facts, frame: Frame) -> Iterator[Edit]:
    """Another as-of day, or a coverage that is not there or a day shorter."""
    for n, zh, en in ((1, "晚一天", "a day later"), (-1, "早一天", "a day earlier")):
        if moved(frame.as_of, n) >= frame.start:
            yield Edit(f"评判日{zh}", f"as of {en}", facts, replace(frame, as_of=moved(frame.as_of, n)))
    for at, (kind, of, start, end) in enumerate(frame.coverage):
        rest = (*frame.coverage[:at], *frame.coverage[at + 1 :])
        title = standard.schema(kind)["title"]
        yield Edit(f"{title}未声明完整", f"{kind} is not declared complete", facts, replace(frame, coverage=rest))
        if start < end:
            late, early = (kind, of, moved(start, 1), end), (kind, of, start, moved(end, -1))
            yield Edit(f"{title}的完整性晚一天起", f"{kind} is complete from a day later", facts, replace(frame, coverage=(*rest, late)))
            yield Edit(
                f"{title}的完整性早一天止", f"{kind} is complete until a day earlier", facts, replace(frame, coverage=(*rest, early))
            )


def both(first: Edit, second: Edit, facts: Facts) -> Edit | None:
    """Two changes of different records of a world together; None where they meet in one place.

    :param facts: the world that both change.
    """
    changed = [{k for k in facts.keys() | e.facts.keys() if facts.get(k) != e.facts.get(k)} for e in (first, second)]
    if not changed[0] or not changed[1] or changed[0] & changed[1]:
        return None
    out: dict[Key, Record] = {k: r for k, r in first.facts.items() if k not in changed[1]}
    out |= {k: second.facts[k] for k in changed[1] if k in second.facts}
    return Edit(f"{first.zh}，{second.zh}", f"{first.en}, {second.en}", out, first.frame)
