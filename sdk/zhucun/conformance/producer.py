"""The producer level of the conformance suite: plain facts to a batch, and whether a batch says the same facts.

Facts are small tables in plain words: names for persons, places and units, the Chinese terms of the code lists
for codes. Which property a word stands for is in one table; how to write it follows from the schema.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhucun import standard

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
}


def _codes(codelist: str) -> dict[str, str]:
    """Chinese term to code."""
    return {zh: code for code, (zh, _) in standard.code_titles(codelist).items()}


def _property(record_type: str, name: str) -> Mapping[str, Any]:
    prop: Mapping[str, Any] = standard.schema(record_type)["properties"][name]
    return prop


def write(facts: Mapping[str, Any], folder: Path) -> None:
    """Write the facts as a batch. The least that an exporting system does."""
    ids = {
        (kind, row["name"]): f"{kind}-{n}" for table, (kind, _) in WORDS.items() for n, row in enumerate(facts[table], 1) if "name" in row
    }
    entries = []
    for table, (kind, words) in WORDS.items():
        lines = []
        for n, row in enumerate(facts[table], 1):
            record: Record = {"id": f"{kind}-{n}"}
            for word, value in row.items():
                prop = _property(kind, words[word])
                if "x-codelist" in prop:
                    value = _codes(prop["x-codelist"])[value]
                elif "x-ref" in prop:
                    value = ids[prop["x-ref"], value]
                record[words[word]] = value
            lines.append(json.dumps(record, ensure_ascii=False) + "\n")
        if lines:
            data = "".join(lines).encode()
            (folder / f"{kind}.ndjson").write_bytes(data)
            entries.append({"path": f"{kind}.ndjson", "recordType": kind, "count": len(lines), "sha256": hashlib.sha256(data).hexdigest()})
    start, end = facts["period"]["from"], facts["period"]["to"]
    manifest = {
        "standard": standard.VERSION,
        "batchId": "produced",
        "sender": {"id": "zhucun"},
        "profile": facts["profile"],
        "startDate": start,
        "endDate": end,
        "asOf": end,
        "mode": "SNAPSHOT",
        "coverage": [],
        "files": entries,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")


def differences(facts: Mapping[str, Any], folder: Path) -> list[str]:
    """Why a batch is not clean or does not say the same facts; empty if it does."""
    from zhucun import validation
    from zhucun.errors import BatchError

    try:
        report = validation.validate(folder, lang="en").data
    except BatchError as e:
        return [p.text("en") for p in e.problems]
    out = [f"{f['rule']} {f['recordType']} {f.get('recordId', '')}: {f['message']}" for f in report["findings"] if f["severity"] == "error"]
    if out:
        return out
    records = _read(folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name, said, wanted in (
        ("profile", manifest["profile"], facts["profile"]),
        ("startDate", manifest["startDate"], facts["period"]["from"]),
        ("endDate", manifest["endDate"], facts["period"]["to"]),
    ):
        if said != wanted:
            out.append(f"manifest: {name} is {said}, should be {wanted}")
    for table, (kind, _) in WORDS.items():
        words = list(dict.fromkeys(word for row in facts[table] for word in row))
        expected = sorted(tuple(row.get(w) for w in words) for row in facts[table])
        given = sorted((_row(kind, table, words, r, records) for r in records.get(kind, ())), key=str)
        for row in [r for r in expected if r not in given]:
            out.append(f"{table}: not in the batch: {_shown(words, row)}")
        for row in [r for r in given if r not in expected]:
            out.append(f"{table}: in the batch, but not a fact: {_shown(words, row)}")
        if not out and len(expected) != len(given):
            out.append(f"{table}: {len(given)} records for {len(expected)} facts")
    return out


def _read(folder: Path) -> dict[str, list[Record]]:
    from zhucun import strictjson
    from zhucun.batch import open_batch
    from zhucun.workspace import workspace

    found: dict[str, list[Record]] = {}
    with workspace() as work, open_batch(folder, work) as batch:
        for source in batch.sources:
            lines = source.path.read_bytes().split(b"\n")
            found.setdefault(source.record_type, []).extend(strictjson.object_of(line) for line in lines if line.strip())
    return found


def _row(kind: str, table: str, words: list[str], record: Record, records: Mapping[str, list[Record]]) -> tuple[Any, ...]:
    """A record in the words of its table."""

    def value(word: str) -> Any:
        name = WORDS[table][1][word]
        raw, prop = record.get(name), _property(kind, name)
        if raw is not None and "x-codelist" in prop:
            return standard.code_titles(prop["x-codelist"])[raw][0]
        if raw is not None and "x-ref" in prop:
            return next((r.get("name") for r in records.get(prop["x-ref"], ()) if r["id"] == raw), None)
        return raw

    return tuple(map(value, words))


def _shown(words: list[str], row: tuple[Any, ...]) -> str:
    return ", ".join(f"{w} {v}" for w, v in zip(words, row, strict=True) if v is not None)
