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
from zhucun import sample, standard

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

#: A case with a longer file than this (in bytes) is not an example to read.
READABLE = 6_000
PURPOSES = ("fires", "silent", "structure")


@dataclass(frozen=True)
class Case:
    """A conformance case: what it says of itself, its record files, and the findings it must give."""

    name: str
    data: Mapping[str, Any]
    records: list[tuple[str, str]]
    findings: list[Any]

    def text(self, lang: str) -> str:
        return str(self.data["title"][lang])


def _readable(data: bytes) -> str | None:
    """The text of a file that a person can read on a page, or None."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if len(data) <= READABLE and all(c.isprintable() or c == "\n" for c in text) and text.strip() else None


@cache
def _cases() -> dict[tuple[str, str], Case]:
    folder = standard.root().parent.parent / "conformance" / standard.VERSION / "cases"
    out: dict[tuple[str, str], Case] = {}
    for path in sorted(folder.glob("**/case.json")):
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        key = (str(data.get("rule")), str(data["purpose"]))
        if key[1] not in PURPOSES or key in out:
            continue
        if key[1] == "structure" and not data["expect"]["findings"]:
            continue
        records = {f.name: _readable(f.read_bytes()) for f in sorted(path.parent.glob("**/*.ndjson")) if f.is_file()}
        shown = [(name, text) for name, text in records.items() if text is not None]
        if shown and len(shown) == len(records):
            out[key] = Case(data["id"], data, shown, data["expect"]["findings"])
    return out


def case(rule: str, purpose: str) -> Case | None:
    """The first readable case of a rule or structural code for ``fires``, ``silent`` or ``structure``."""
    return _cases().get((rule, purpose))
