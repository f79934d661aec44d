"""Examples for the generated pages: real output of the SDK, never written by hand, and cases of the conformance suite."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

import zhucun
from zhucun import conformance, sample, standard

#: The profiles whose samples serve as examples, in order: the first that has the record type is taken.
PROFILES = ("qiannan-2021", "yulin-2021", "hunan-2021")
#: The rule by which the example report is broken.
BROKEN = "ATT-001"

#: Structural code → keyword of JSON Schema that gives it, where one does.
KEYWORDS = {
    "STR-REQUIRED": "required", "STR-UNKNOWN-FIELD": "additionalProperties", "STR-TYPE": "type", "STR-ENUM": "enum",
    "STR-PATTERN": "pattern", "STR-FORMAT": "format: date", "STR-LENGTH": "minLength, maxLength", "STR-RANGE": "minimum, maximum",
    "STR-ITEMS": "minItems, maxItems", "STR-UNIQUE-ITEMS": "uniqueItems",
}  # fmt: skip


@cache
def _records(profile: str) -> dict[str, dict[str, Any]]:
    """The record with most fields of each type in a profile's sample."""
    best: dict[str, dict[str, Any]] = {}
    for kind, record in sample.records(sample.plan(standard.resolve(profile))):
        if kind not in best or len(record) > len(best[kind]):
            best[kind] = record
    return best


@cache
def _report(lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A manifest, and the report on a batch that breaks one rule."""
    with tempfile.TemporaryDirectory(prefix="zhucun-docs-") as folder:
        target = Path(folder, "batch")
        sample.broken(sample.plan(standard.resolve(PROFILES[0])), target, BROKEN)
        manifest = json.loads((target / "manifest.json").read_text("utf-8"))
        return manifest, dict(zhucun.validate(target, lang=lang).data)


@cache
def document(name: str, lang: str) -> dict[str, Any]:
    """A valid example of a record type, or of the manifest, a finding, a report.

    :raises jsonschema.ValidationError: if the example is not valid.
    """
    if name == "manifest":
        out = dict(_report(lang)[0])
        out["coverage"], out["files"] = out["coverage"][:2], out["files"][:2]
    elif name == "finding":
        out = next(f for f in _report(lang)[1]["findings"] if f["rule"] == BROKEN)
    elif name == "report":
        full = _report(lang)[1]
        out = {**full, "findings": [f for f in full["findings"] if f["rule"] == BROKEN]}
        out["rules"] = [r for r in full["rules"] if r["status"] in ("RAN", "NOT_APPLICABLE")][:3]
        out["notEvaluated"] = full["notEvaluated"][:1]
    else:
        out = next(r[name] for p in PROFILES if name in (r := _records(p)))
    schema = standard.schema(name)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(out)
    return out


# --- cases of the conformance suite -----------------------------------------------------------------

#: So many lines of a file are shown.
LINES = 8
PURPOSES = ("fires", "silent", "structure")


@dataclass(frozen=True)
class Case:
    """A conformance case.

    :ivar data: the case.
    :ivar manifest: the manifest of its batch, where it has one.
    :ivar records: name, first lines and number of further lines of each record file.
    :ivar size: bytes in all.
    """

    data: Mapping[str, Any]
    manifest: Mapping[str, Any]
    records: list[tuple[str, str, int]]
    size: int


def _read(found: conformance.Case) -> Case | None:
    """One case, or None if a person cannot read it on a page: control characters, bad UTF-8, overlong lines."""
    data = found.data
    if data["purpose"] not in PURPOSES or (data["purpose"] == "structure" and not data["expect"]["findings"]):
        return None
    with conformance.laid_down(found) as folder:
        records, size = [], 0
        for file in sorted(f for f in folder.glob("**/*.ndjson") if f.is_file()):
            raw = file.read_bytes()
            size += len(raw)
            try:
                lines = raw.decode("utf-8").split("\n")
            except UnicodeDecodeError:
                return None
            if not all(line.isprintable() and len(line) < 2_000 for line in lines[:LINES]):
                return None
            lines = [line for line in lines if line]
            records.append((file.name, "\n".join(lines[:LINES]), max(0, len(lines) - LINES)))
        manifest = next(iter(sorted(folder.glob("**/manifest.json"))), None)
        if not records or manifest is None:
            return None
        try:
            return Case(data, json.loads(manifest.read_text("utf-8")), records, size)
        except ValueError:
            return None


@cache
def _cases() -> dict[tuple[str, str], Case]:
    """The smallest case of each rule and purpose."""
    out: dict[tuple[str, str], Case] = {}
    for one in conformance.load():
        found = _read(one)
        if found:
            key = (str(found.data.get("rule")), str(found.data["purpose"]))
            if key not in out or found.size < out[key].size:
                out[key] = found
    return out


def case(rule: str, purpose: str) -> Case | None:
    """The smallest case of a rule or structural code for ``fires``, ``silent`` or ``structure``."""
    return _cases().get((rule, purpose))
