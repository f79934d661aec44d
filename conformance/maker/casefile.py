"""How a case is written: its folder, its manifest, its records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
STANDARD = HERE.parent / "schemas" / "1.0"
CASES = HERE / "1.0" / "cases"

Record = dict[str, Any]
PROFILE, START, END = "guizhou-2017", "2021-01-01", "2021-12-31"


def dumps(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def schema(name: str) -> Record:
    result: Record = json.loads((STANDARD / "records" / f"{name}.json").read_text("utf-8"))
    return result


TYPES: list[str] = json.loads((STANDARD / "standard.json").read_text("utf-8"))["recordTypes"]


def ndjson(records: Sequence[Any]) -> bytes:
    """Records, or lines as they stand (text, or bytes that are no text), as NDJSON."""
    return b"".join((r if isinstance(r, bytes) else (r if isinstance(r, str) else dumps(r)).encode()) + b"\n" for r in records)


def entry(path: str, record_type: str, data: bytes, count: int) -> Record:
    return {"path": path, "recordType": record_type, "count": count, "sha256": hashlib.sha256(data).hexdigest()}


def manifest(ident: str, files: list[Record], **changes: Any) -> Record:
    """A truthful manifest; ``changes`` replace members."""
    base = {
        "standard": "1.0",
        "batchId": ident[:64],
        "sender": {"id": "suite"},
        "profile": PROFILE,
        "startDate": START,
        "endDate": END,
        "asOf": END,
        "mode": "SNAPSHOT",
        "coverage": [],
        "files": files,
    }
    return base | changes


def manifest_json(value: Record) -> bytes:
    """A manifest as it is written."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def expectation(findings: Sequence[Record], verdict: str | None = None, unjudged: Sequence[Record] = ()) -> Record:
    """What must come of a batch; its verdict follows from the findings unless it is given."""
    warnings = {"STR-EMPTY", "STR-BLANK", "STR-UNLISTED-FILE"}
    wrong = any(f["rule"] not in warnings for f in findings)
    return {"verdict": verdict or ("fail" if wrong else "pass"), "findings": list(findings), "notEvaluated": list(unjudged)}


@dataclass(frozen=True)
class ByteCase:
    """A case whose bytes matter: a batch as files, and what must come of it.

    :ivar manifest: the text of the manifest; None where there is none.
    :ivar verdict: None for what follows from the findings.
    """

    id: str
    zh: str
    en: str
    files: Mapping[str, bytes]
    manifest: bytes | None
    findings: Sequence[Record] = ()
    verdict: str | None = None
    unjudged: Sequence[Record] = ()
    group: str = "batch"
    purpose: str = "batch"
    rule: str | None = None
    level: str = "structure"
    profile: str = PROFILE
    as_of: str = END

    def case(self) -> Record:
        """``case.json``."""
        return {
            "id": self.id,
            **({"rule": self.rule} if self.rule else {}),
            "clauses": [],
            "profile": self.profile,
            "asOf": self.as_of,
            "level": self.level,
            "purpose": self.purpose,
            "title": {"zh": self.zh, "en": self.en},
            "expect": expectation(self.findings, self.verdict, self.unjudged),
        }

    def write(self, root: Path) -> Path:
        """Write ``case.json`` and the batch.

        :return: the folder of the case.
        """
        folder = root / self.group / self.id
        write_case(folder, self.case(), self.manifest, self.files)
        return folder


def write_case(folder: Path, case: Record, manifest_bytes: bytes | None, files: Mapping[str, bytes]) -> None:
    """One case folder: case.json, batch/manifest.json and the batch's files."""
    batch = folder / "batch"
    batch.mkdir(parents=True, exist_ok=True)
    expect = case["expect"]
    lines = [json.dumps({k: v for k, v in case.items() if k != "expect"}, ensure_ascii=False, indent=2)[:-2] + ',\n  "expect": {']
    lines.append(f'    "verdict": "{expect["verdict"]}",')
    for name, comma in (("findings", ","), ("notEvaluated", "")):
        items = ",\n".join("      " + json.dumps(f, ensure_ascii=False) for f in expect[name])
        lines.append(f'    "{name}": [' + (f"\n{items}\n    ]" if items else "]") + comma)
    (folder / "case.json").write_text("\n".join([*lines, "  }", "}"]) + "\n", "utf-8")
    if manifest_bytes is not None:
        (batch / "manifest.json").write_bytes(manifest_bytes)
    for name, content in files.items():
        (batch / name).parent.mkdir(parents=True, exist_ok=True)
        (batch / name).write_bytes(content)
