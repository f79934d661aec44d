"""The producer level of the conformance suite: plain facts to a batch, and whether a batch says the same facts.

Facts are small tables in plain words: names for persons, places and units, the Chinese terms of the code lists
for codes. Which property a word stands for is in one table; how to write it follows from the schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhucun.errors import BatchError
from zhucun.model import Severity
from zhucun.opening.batch import open_batch
from zhucun.opening.manifest import NAME, Entry, Manifest
from zhucun.record import strictjson
from zhucun.standard import Standard
from zhucun.validation import validate
from zhucun.workspace import workspace

Record = dict[str, Any]

#: Table of facts → (record type, word → property). References are made and found by name.
WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "units": ("organization", {"name": "name", "body": "body", "level": "level"}),
    "villages": ("village", {"name": "name", "kind": "kind", "township": "townshipId"}),
    "people": ("cadre", {"name": "name", "sex": "sex", "politicalStatus": "politicalStatus", "unit": "homeUnitId"}),
    "postings": (
        "posting",
        {
            "who": "cadreId",
            "where": "villageId",
            "sentBy": "dispatchingUnitId",
            "role": "role",
            "level": "dispatchLevel",
            "from": "startDate",
            "to": "endDate",
            "why": "endReason",
        },
    ),
    "days": ("attendance", {"who": "cadreId", "date": "date", "status": "status", "where": "villageId"}),
    "leaves": ("leave", {"who": "cadreId", "kind": "kind", "from": "startDate", "to": "endDate", "backReported": "returnReportedOn"}),
    "teams": (
        "team",
        {"where": "homeVillageId", "sentBy": "dispatchingUnitIds", "level": "dispatchLevel", "leader": "leaderCadreId", "from": "formedOn"},
    ),
    "activities": ("activity", {"kind": "kind", "date": "date", "who": "cadreId", "where": "villageId", "by": "organizationId"}),
    "assessments": ("assessment", {"who": "cadreId", "kind": "kind", "year": "year", "date": "date", "grade": "grade"}),
    "cases": ("rectificationCase", {"who": "cadreId", "grounds": "grounds", "route": "route", "opinion": "opinionOn"}),
    "supports": ("support", {"kind": "kind", "who": "cadreId", "month": "month", "fen": "amountFen", "payer": "payer"}),
    "measures": ("measure", {"kind": "kind", "date": "date", "who": "cadreId", "grounds": "grounds", "by": "by"}),
}


def _codes(standard: Standard, codelist: str) -> dict[str, str]:
    """Chinese term to code."""
    return {zh: code for code, (zh, _) in standard.code_titles(codelist).items()}


def _property(standard: Standard, record_type: str, name: str) -> Mapping[str, Any]:
    prop: Mapping[str, Any] = standard.schema(record_type)["properties"][name]
    return prop


def _written(standard: Standard, prop: Mapping[str, Any], value: Any, ids: Mapping[tuple[str, str], str]) -> Any:
    """A value of the facts as a record has it: a term as its code, a name as the id of what bears it, each of a list."""
    if isinstance(value, list):
        return [_written(standard, prop["items"], v, ids) for v in value]
    if "x-codelist" in prop:
        return _codes(standard, prop["x-codelist"])[value]
    return ids[prop["x-ref"], value] if "x-ref" in prop else value


def write(standard: Standard, facts: Mapping[str, Any], folder: Path) -> None:
    """Write the facts as a batch. The least that an exporting system does."""
    ids = {
        (kind, row["name"]): f"{kind}-{n}"
        for table, (kind, _) in WORDS.items()
        for n, row in enumerate(facts.get(table, ()), 1)
        if "name" in row
    }
    entries = []
    for table, (kind, words) in WORDS.items():
        lines = []
        for n, row in enumerate(facts.get(table, ()), 1):
            record: Record = {"id": f"{kind}-{n}"}
            for word, value in row.items():
                record[words[word]] = _written(standard, _property(standard, kind, words[word]), value, ids)
            lines.append(json.dumps(record, ensure_ascii=False) + "\n")
        if lines:
            data = "".join(lines).encode()
            (folder / f"{kind}.ndjson").write_bytes(data)
            entries.append(Entry.of(f"{kind}.ndjson", kind, data, len(lines)))
    start, end = facts["period"]["from"], facts["period"]["to"]
    Manifest(
        standard=standard.version,
        batch_id="produced",
        sender={"id": "zhucun"},
        profile=facts["profile"],
        start=start,
        end=end,
        as_of=end,
        files=entries,
    ).write(folder)


def differences(standard: Standard, facts: Mapping[str, Any], folder: Path) -> list[str]:
    """Why a batch is not clean or does not say the same facts; empty if it does."""
    try:
        report = validate(folder, standard=standard)
    except BatchError as e:
        return [p.text("en") for p in e.problems]
    wrong = [f for f in report.findings if f.severity is Severity.ERROR]
    out = [f"{f.rule} {f.record_type} {f.record_id or ''}: {f.message('en')}" for f in wrong]
    if out:
        return out
    records = _read(standard, folder)
    manifest = Manifest.read(standard, (folder / NAME).read_bytes())
    for name, said, wanted in (
        ("profile", manifest.profile, facts["profile"]),
        ("startDate", manifest.start, facts["period"]["from"]),
        ("endDate", manifest.end, facts["period"]["to"]),
    ):
        if said != wanted:
            out.append(f"manifest: {name} is {said}, should be {wanted}")
    for table, (kind, _) in WORDS.items():
        words = list(dict.fromkeys(word for row in facts.get(table, ()) for word in row))
        expected = sorted((tuple(_comparable(row.get(w)) for w in words) for row in facts.get(table, ())), key=str)
        given = sorted((_row(standard, kind, table, words, r, records) for r in records.get(kind, ())), key=str)
        for row in [r for r in expected if r not in given]:
            out.append(f"{table}: not in the batch: {_shown(words, row)}")
        for row in [r for r in given if r not in expected]:
            out.append(f"{table}: in the batch, but not a fact: {_shown(words, row)}")
        if not out and len(expected) != len(given):
            out.append(f"{table}: {len(given)} records for {len(expected)} facts")
    return out


def _read(standard: Standard, folder: Path) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    with workspace() as work, open_batch(standard, folder, work) as batch:
        for source in batch.sources:
            lines = source.path.read_bytes().split(b"\n")
            found.setdefault(source.record_type, []).extend(strictjson.object_of(line) for line in lines if line.strip())
    return found


def _row(
    standard: Standard, kind: str, table: str, words: list[str], record: Record, records: Mapping[str, list[Record]]
) -> tuple[Any, ...]:
    """A record in the words of its table."""

    def plain(raw: Any, prop: Mapping[str, Any]) -> Any:
        if isinstance(raw, list):
            return [plain(item, prop["items"]) for item in raw]
        if raw is not None and "x-codelist" in prop:
            return standard.code_titles(prop["x-codelist"])[raw][0]
        if raw is not None and "x-ref" in prop:
            return next((r.get("name") for r in records.get(prop["x-ref"], ()) if r["id"] == raw), None)
        return raw

    names = (WORDS[table][1][word] for word in words)
    return tuple(_comparable(plain(record.get(name), _property(standard, kind, name))) for name in names)


def _comparable(value: Any) -> Any:
    """What a list holds, in whatever order."""
    return tuple(sorted(map(str, value))) if isinstance(value, list) else value


def _shown(words: list[str], row: tuple[Any, ...]) -> str:
    return ", ".join(f"{w} {v}" for w, v in zip(words, row, strict=True) if v is not None)
