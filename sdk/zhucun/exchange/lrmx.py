"""The appointment form of cadres (lrmx, an XML file for each person) as cadre records, without name, number and photograph.

What an element becomes stands in ``mappings/lrmx.csv`` of the standard. What has no place in a cadre, or no value that is
sure, is left out and told. A file with a document type is refused before anything in it is read: without one there are
no entities, so nothing can be fetched and nothing can grow. The standard library's expat reads the rest.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from zhucun.errors import BatchError, Problem, problem, shown_place
from zhucun.exchange.signature import read_file
from zhucun.standard import Standard

#: Deeper is no such form.
_DEEPEST = 64

_MONTH = re.compile(r"([0-9]{4})[.\-/\u5e74]?(0[1-9]|1[0-2])(?:\u6708|[.\-/]?[0-9]{2})?")
_DECLARED = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


@dataclass
class Person:
    """One form.

    :ivar record: the cadre.
    :ivar problems: what could not be taken over.
    :ivar left: elements that hold something and have no place in a cadre, by their titles in Chinese and in English.
    """

    record: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def read(standard: Standard, paths: Iterable[str | Path], as_of: dt.date) -> Iterator[Person]:
    """The cadres of several forms, in this order; their ids are numbers in that order.

    :param as_of: the day on which the age is told, such as the first day of the posting.
    :raises BatchError: if a file is no such form.
    """
    rows = standard.mapping("lrmx")
    for number, path in enumerate(paths, 1):
        yield _person(standard, rows, f"cadre-{number}", path, as_of)


def _person(standard: Standard, rows: Iterable[Mapping[str, str]], ident: str, path: str | Path, as_of: dt.date) -> Person:
    person = Person({"id": ident})
    given = elements(read_file(path), path)
    elements_of = {r["element"]: r for r in rows if r["form"]}
    for name, text in given.items():
        row = elements_of.get(name)
        if row is None:
            person.problems.append(problem("lrmx-element", path=path, name=shown_place(name)))
        elif row["form"] == "NONE":
            person.left.append((row["zh"], row["en"]))
        elif row["form"] != "PERSONAL":
            texts = {r["text"]: r["value"] for r in rows if r["element"] == name and not r["form"]}
            value = _age_band(text, texts, as_of) if row["form"] == "AGE" else _code(standard, row["field"], text, texts)
            if value is None:
                person.problems.append(problem("lrmx-value", path=path, what=(row["zh"], row["en"])))
            elif row["field"] in person.record:
                # full-time and in-service schooling: the higher one, which the code list has first
                order = list(standard.code_titles(_codelist(standard, row["field"])))
                person.record[row["field"]] = min(person.record[row["field"]], value, key=order.index)
            else:
                person.record[row["field"]] = value
    return person


def _codelist(standard: Standard, name: str) -> str:
    return str(standard.schema("cadre")["properties"][name]["x-codelist"])


def _code(standard: Standard, name: str, text: str, texts: Mapping[str, str]) -> str | None:
    """A word of the form as a code: one that the mapping has, or the term of the code list."""
    if text in texts:
        return texts[text]
    return next((code for code, (zh, _) in standard.code_titles(_codelist(standard, name)).items() if zh == text), None)


def _age_band(text: str, bands: Mapping[str, str], as_of: dt.date) -> str | None:
    """The band of an age; none where the day of birth, which the form does not tell, would decide."""
    if not (found := _MONTH.fullmatch(text)):
        return None
    months = (as_of.year - int(found[1])) * 12 + as_of.month - int(found[2])
    if months < 0:
        return None
    # in the month of birth itself the birthday may be past or to come
    ages = {months // 12, months // 12 - (months % 12 == 0)}
    told = {next((b for least, b in sorted(bands.items(), key=lambda e: -int(e[0])) if age >= int(least)), None) for age in ages}
    return told.pop() if len(told) == 1 else None


def elements(data: bytes, path: str | Path) -> dict[str, str]:
    """The elements below the root that hold a text, by name; of what holds elements itself, such as the family, the name alone.

    :raises BatchError: if the data is no such form.
    """
    found: dict[str, str] = {}
    names: list[str] = []
    texts: list[str] = []

    def refuse(*_: Any) -> None:
        raise BatchError(problem("lrmx-doctype", path=path))

    def start(name: str, _: Any) -> None:
        if not names and name != "Person":
            raise BatchError(problem("lrmx-root", path=path))
        names.append(name)
        if len(names) > _DEEPEST:
            raise BatchError(problem("lrmx-root", path=path))
        if len(names) == 2:
            texts.clear()

    def end(name: str) -> None:
        names.pop()
        if len(names) == 1 and (text := "".join(texts).strip()):
            if name in found:
                raise BatchError(problem("lrmx-twice", path=path, name=shown_place(name)))
            found[name] = text

    def characters(text: str) -> None:
        if len(names) >= 2:
            texts.append(text)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    try:
        parser.Parse(_decoded(data, path), True)
    except expat.ExpatError as e:
        raise BatchError(problem("lrmx-xml", path=path, line=e.lineno)) from None
    return found


def _decoded(data: bytes, path: str | Path) -> str:
    """The text. Half of the programs write GBK; expat, which does not know it, is given text."""
    declared = m[1].decode().lower() if (m := _DECLARED.match(data)) else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        declared = "utf-16"
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-16": "utf-16", "utf-8": "utf-8-sig"}.get(declared)
    try:
        return data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError:
        raise BatchError(problem("lrmx-encoding", path=path)) from None
