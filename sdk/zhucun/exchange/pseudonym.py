"""Batches under pseudonyms: each id is a keyed digest, what describes a person or could name one is left out and said so.

What is an id, and what a field says of a person, the schemas tell (``x-ref``, ``x-piClass``). A text stays only where
its schema closes it: a code of a list, a date, a month, a time of day. Days stay, for nearly every rule needs them; who
knows where somebody was on which day can still find him.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from zhucun.errors import BatchError, problem
from zhucun.exchange.correction import CORRECTION
from zhucun.exchange.records import Records, kinds_of, new_folder, texts_of, write_manifest
from zhucun.exchange.references import Way, record_of, rename, ways
from zhucun.exchange.signature import read_file
from zhucun.opening.manifest import Entry, Manifest
from zhucun.standard import Standard, per_standard
from zhucun.validation import Validation, Wanted

#: Classes of personal information that are left out where nobody says otherwise.
DROPPED = ("IDENTITY", "BASIC", "HEALTH")

#: A key is at least so many bytes long: 128 bits, and more where it is written as text.
_SHORTEST = 16

#: A pattern of which one of these is a value, and a mere digit is none, says when something was.
_TIMES, _ANYTHING = ("2021-07", "12:30"), "1"

_LINK = "LINK"


def read_key(path: str | Path) -> bytes:
    """The key: the bytes of a file, without a line end behind them.

    :raises BatchError: if there is none, or it is too short.
    """
    key = read_file(path).rstrip(b"\r\n")
    if len(key) < _SHORTEST:
        raise BatchError(problem("pseudonym-key", path=path, n=_SHORTEST))
    return key


@per_standard
def classes(standard: Standard) -> tuple[str, ...]:
    """The classes of personal information that the schemas know, but for ids, which become digests."""
    found: set[str] = set()
    for kind in standard.record_types:
        found |= {prop["x-piClass"] for prop in standard.schema(kind)["properties"].values() if "x-piClass" in prop}
    return tuple(sorted(found - {"NONE", _LINK}))


@dataclass(frozen=True)
class Plan:
    """What becomes of the records of a type.

    :ivar digested: the way to each id, and what it is one of.
    :ivar dropped: members that are left out.
    """

    digested: tuple[tuple[Way, str], ...]
    dropped: frozenset[str]


@per_standard
def plan(standard: Standard, kind: str, drop: frozenset[str]) -> Plan:
    """What becomes of the records of a type where these classes are left out."""
    schema = standard.schema(kind)
    referring = dict(ways(standard, kind))
    digested: dict[Way, str] = {("id",): kind, **referring}
    for name, prop in schema["properties"].items():
        digested |= {way: "" for way in _links((name,), prop) if way not in digested}
    required = set(schema.get("required", ()))
    dropped = {
        name
        for name, prop in schema["properties"].items()
        if name not in required and name != "redacted" and _is_dropped((name,), prop, drop, digested)
    }
    return Plan(tuple((way, of) for way, of in digested.items() if way[0] not in dropped), frozenset(dropped))


def _links(way: Way, schema: Mapping[str, Any]) -> Iterator[Way]:
    """The ways to ids of what has no record of its own, such as a household."""
    if schema.get("x-piClass") == _LINK and schema.get("type") in ("string", "array"):
        yield way
    inner = schema.get("items", schema)
    for name, prop in inner.get("properties", {}).items():
        yield from _links((*way, name), prop)


def _is_dropped(way: Way, schema: Mapping[str, Any], drop: frozenset[str], digested: Mapping[Way, str]) -> bool:
    """Whether a member goes: for its class, for a text that is open, or for something inside it."""
    if schema.get("x-piClass") in drop:
        return True
    if way in digested:
        return False
    if schema.get("type") == "string":
        return _is_open(schema)
    if schema.get("type") == "array":
        return _is_dropped(way, schema["items"], drop, digested)
    if schema.get("type") == "object":
        return "properties" not in schema or any(
            _is_dropped((*way, name), prop, drop, digested) for name, prop in schema["properties"].items()
        )
    return False


def _is_open(schema: Mapping[str, Any]) -> bool:
    if "enum" in schema or schema.get("format") == "date":
        return False
    pattern = schema.get("pattern")
    return pattern is None or bool(re.search(pattern, _ANYTHING)) or not any(re.search(pattern, text) for text in _TIMES)


def _digester(key: bytes) -> Callable[[str, str], str]:
    """What gives the pseudonym of an id: HMAC-SHA-256 over what it is one of and the id, 128 bits of it in base 32."""

    @lru_cache(maxsize=2**16)
    def digest(of: str, name: str) -> str:
        found = hmac.digest(key, f"{of}\0{name}".encode(), "sha256")
        return base64.b32encode(found[:16]).decode().rstrip("=").lower()

    return digest


def pseudonymise(standard: Standard, path: str | Path, key: bytes, target: str | Path, drop: Collection[str] = DROPPED) -> Manifest:
    """Write a batch under pseudonyms: the same under the same key, in every batch.

    :param key: as :func:`read_key` gives it.
    :param drop: of :func:`classes` those that are left out.
    :raises BatchError: if it cannot be read, is a correction, or holds a record that is not valid; or if something stands
        at ``target``.
    :raises OurError: if there is no room.
    """
    with ExitStack() as stack:
        run = stack.enter_context(Validation(standard, path, Wanted()))
        batch, said = run.batch, run.batch.manifest
        if said is None:
            raise BatchError(problem("exchange-single", path=path))
        if said.mode == CORRECTION:
            raise BatchError(problem("base-is-correction", path=path))
        if said.by_part:
            raise BatchError(problem("pseudonym-parts", path=path))
        run.check_structure()
        # of what is not as the schema has it nobody knows what it says of whom
        if faulty := sum(run.loader.left_out.values()):
            raise BatchError(problem("pseudonym-faulty", path=path, n=faulty))
        digest = _digester(key)
        folder = stack.enter_context(new_folder(Path(target)))
        entries: list[Entry] = []
        for kind in kinds_of(standard, [batch]):
            out, planned = Records(folder, kind), plan(standard, kind, frozenset(drop))
            for text in texts_of(batch, kind):
                record = record_of(text)
                assert record is not None  # each of them is valid
                out.add(orjson.dumps(_changed(record, planned, digest)))
            if (entry := out.close()) is not None:
                entries.append(entry)
        batch.check_unchanged()
        named = replace(
            said,
            batch_id=digest("batch", said.batch_id),
            sender={"id": digest("sender", said.sender["id"])},
            receiver=None,
            # who has the digest of a manifest knows which batch it is
            lineage=(),
            parts=(),
            ext=None,
            files=tuple(entries),
        )
        write_manifest(folder, named)
        return named


def _changed(record: dict[str, Any], planned: Plan, digest: Callable[[str, str], str]) -> dict[str, Any]:
    gone = planned.dropped & record.keys()
    if gone:
        redacted = sorted({*record.get("redacted", ()), *gone})
        record = {name: value for name, value in record.items() if name not in gone} | {"redacted": redacted}
    for way, of in planned.digested:
        rename(record, way, lambda name, of=of: digest(of, name))  # type: ignore[misc]
    return record
