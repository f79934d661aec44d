"""The clauses of a document that stands outside the standard: their paraphrase in ``clauses.csv`` beside its ``profile.json``.

``id`` and ``zh`` must be there; ``en``, ``section``, ``modality``, ``checkability`` and ``reason`` (why nothing carries a
clause) may. The file is one that a spreadsheet saves: CSV in UTF-8, with or without a byte-order mark.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhucun.errors import Problem, ZhucunError, problem, short, shown_place
from zhucun.record.strictjson import guess_encoding
from zhucun.standard import Profile, Profiles
from zhucun.words import both

NAME = "clauses.csv"

_NEEDED = ("id", "zh")
_KNOWN = (*_NEEDED, "en", "section", "modality", "checkability", "reason")


class ClauseFault(ZhucunError):
    """A list of clauses cannot be taken."""


def of(profiles: Profiles, profile: Profile) -> list[Mapping[str, Any]]:
    """The clauses of a profile and of those that it extends, as far as they are listed.

    :raises ClauseFault: if a list beside one cannot be taken.
    """
    chain = [profile, *(profiles.resolve(ident) for ident in profile.chain[1:])]
    return [clause for one in chain for clause in own(profiles, one)]


def own(profiles: Profiles, profile: Profile) -> list[Mapping[str, Any]]:
    """The clauses of a profile's own document: of the standard's register, or of the list beside it.

    :raises ClauseFault: if that list cannot be taken.
    """
    document = profile.data["document"]
    registered = [c for c in profiles.standard.clauses if c["document"] == document]
    return [*(registered or (beside(profile.folder, document) if profile.folder else []))]


def beside(folder: Path, document: str) -> list[dict[str, Any]]:
    """The clauses that lie beside a profile; none where there is no list.

    :raises ClauseFault: told by line.
    """
    path = folder / NAME
    if not path.is_file():
        return []
    shown = shown_place(path)
    try:
        raw = path.read_bytes()
        reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
        header = reader.fieldnames or []
        rows = [(reader.line_num, row) for row in reader]
    except OSError as e:
        raise ClauseFault(problem("clauses-unreadable", path=shown, what=e.strerror or "")) from None
    except UnicodeDecodeError:
        guess = guess_encoding(raw)
        raise ClauseFault(problem("clauses-encoding", path=shown, guess=f" ({guess})" if guess else "")) from None
    except csv.Error as e:
        raise ClauseFault(problem("clauses-unreadable", path=shown, what=str(e))) from None
    if not set(_NEEDED) <= set(header):
        actual = short(", ".join(header))
        raise ClauseFault(problem("clauses-header", path=shown, wanted=", ".join(_NEEDED), actual=actual))
    faults: list[Problem] = []
    seen: set[str] = set()
    out = []
    for line, row in rows:
        clause = {k: v.strip() for k, v in row.items() if k in _KNOWN and isinstance(v, str) and v.strip()}
        if wrong := _wrong(clause, document, seen):
            faults.append(problem("clauses-row", path=shown, line=line, what=(wrong.text("zh"), wrong.text("en"))))
        else:
            out.append(_clause(clause, document))
        seen.add(clause.get("id", ""))
    if faults:
        raise ClauseFault(*faults)
    return out


def _wrong(clause: Mapping[str, str], document: str, seen: set[str]) -> Problem | None:
    for column in _NEEDED:
        if column not in clause:
            return problem("clauses-blank", column=column)
    if not re.fullmatch(rf"{re.escape(document)}-[0-9A-Za-z.-]+", clause["id"]):
        return problem("clauses-id", given=short(clause["id"]), like=suggestion(clause["id"], document))
    return problem("clauses-twice", id=clause["id"]) if clause["id"] in seen else None


def _clause(clause: Mapping[str, str], document: str) -> dict[str, Any]:
    """A clause as the standard's own registers have it; a paraphrase in one language stands for the other."""
    out = {"id": clause["id"], "document": document, "section": "", "modality": "", "checkability": "", **clause}
    out.setdefault("en", clause["zh"])
    return out


# --- how a clause is numbered -----------------------------------------------------------------------

_DIGITS = {d: i for i, d in enumerate(both("number.digits")[0])}
_UNITS = {u: 10 ** (i + 1) for i, u in enumerate(both("number.units")[0])}
_ZERO = both("number.zero")[0]
_PLACES = re.compile(both("number.places")[0])


def suggestion(given: str, document: str) -> str:
    """How the number of a clause is written, from how a Chinese document writes it; an example where that cannot be told."""
    found = [(ordinal, part) for ordinal, part in _PLACES.findall(given)]
    numbers = [n for n in (_number(ordinal) for ordinal, _ in found) if n is not None]
    return "-".join([document, *map(str, numbers)]) if numbers else f"{document}-3-1"


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        elif char != _ZERO:
            return None
    return total + digit or None
