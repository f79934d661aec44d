"""How a case is written: as an entry of a file of cases, or as a folder of its own where its bytes matter."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhucun.conformance.cases import dump, manifest_of
from zhucun.opening.manifest import Entry

HERE = Path(__file__).resolve().parents[1]
STANDARD = HERE.parent / "schemas" / "1.0"
SUITE = HERE / "1.0"

Record = dict[str, Any]
PROFILE, START, END = "guizhou-2017", "2021-01-01", "2021-12-31"

#: What a file of cases of the structure says for all of them.
BASE: Record = {"profile": PROFILE, "startDate": START, "endDate": END, "asOf": END}

#: Where a case belongs whose family does not say, by the first word of its id.
TOPICS = {
    "file": "files",
    "id": "ids",
    "manifest": "manifest",
    "personal": "ids",
    "profile": "profiles",
    "reference": "references",
    "rule": "profiles",
}


def dumps(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def schema(name: str) -> Record:
    """The schema of a record type, or of the manifest, as it stands in its file."""
    result: Record = json.loads((STANDARD / "records" / f"{name}.json").read_text("utf-8"))
    return result


TYPES: list[str] = json.loads((STANDARD / "standard.json").read_text("utf-8"))["recordTypes"]


def ndjson(records: Sequence[Any]) -> bytes:
    """Records, or lines as they stand (text, or bytes that are no text), as NDJSON."""
    return b"".join((r if isinstance(r, bytes) else (r if isinstance(r, str) else dumps(r)).encode()) + b"\n" for r in records)


def entry(path: str, record_type: str, data: bytes, count: int) -> Record:
    """What a manifest says of a file."""
    return {"path": path, "recordType": record_type, "count": count, "sha256": hashlib.sha256(data).hexdigest()}


def _truthful(case: Record, files: Sequence[Record]) -> str | None:
    """The manifest of a case over files as a manifest has them."""
    return manifest_of(case, [Entry(f["path"], f["recordType"], f["count"], f["sha256"], f.get("sm3")) for f in files])


def manifest(ident: str, files: list[Record], **changes: Any) -> Record:
    """A truthful manifest; ``changes`` replace members."""
    mode = {"mode": "CORRECTION"} if changes.get("mode") == "CORRECTION" else {}
    base: Record = json.loads(_truthful({"id": ident, **BASE, **mode}, files) or "")
    return base | changes


def manifest_json(value: Record) -> bytes:
    """A manifest as it is written."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


# --- cases of the structure -----------------------------------------------------------------------


def expectation(findings: Sequence[Record], verdict: str | None = None, unjudged: Sequence[Record] = ()) -> Record:
    """What must come of a batch; its verdict follows from the findings unless it is given."""
    warnings = {"STR-EMPTY", "STR-BLANK", "STR-UNLISTED-FILE"}
    wrong = any(f["rule"] not in warnings for f in findings)
    return {"verdict": verdict or ("fail" if wrong else "pass"), "findings": list(findings), "notEvaluated": list(unjudged)}


@dataclass(frozen=True)
class ByteCase:
    """A case given as the bytes of a batch, and what must come of it.

    :ivar manifest: the text of the manifest; None where there is none.
    :ivar verdict: None for what follows from the findings.
    :ivar topic: the file of cases that it belongs to, where its id does not say.
    """

    id: str
    zh: str
    en: str
    files: Mapping[str, bytes]
    manifest: bytes | None
    findings: Sequence[Record] = ()
    verdict: str | None = None
    unjudged: Sequence[Record] = ()
    topic: str = ""
    purpose: str = "batch"
    rule: str | None = None
    level: str = "structure"
    profile: str = PROFILE
    as_of: str = END

    @property
    def place(self) -> str:
        """The name of the file of cases that it belongs to."""
        return self.topic or TOPICS[self.id.split("-")[0]]

    def entry(self) -> Record | None:
        """The case as an entry of a file of cases; None where its bytes matter, or its folders."""
        if self.manifest is None:
            said: Any = None
        else:
            try:
                text = self.manifest.decode()
            except UnicodeDecodeError:
                return None
            said = _parsed(text)
        if self.purpose == "producer" or any("/" in name or name.endswith((".gz", ".zst")) for name in self.files):
            return None
        listed = _listed_types(said)
        names = sorted(self.files, key=lambda name: (*listed, name).index(name))
        case: Record = {"id": self.id, **({"rule": self.rule} if self.rule else {})}
        if self.level != "structure":
            case["level"] = self.level
        case |= {"purpose": self.purpose, "title": {"zh": self.zh, "en": self.en}}
        case |= self._dates(said)
        if said and said.get("mode") == "CORRECTION":
            case["mode"] = "CORRECTION"
        coverage = said.get("coverage") if said else None
        if isinstance(coverage, list) and coverage and all(isinstance(c, dict) for c in coverage):
            case["coverage"] = coverage
        case["files"] = [_file(name, self.files[name], listed.get(name)) for name in names]
        entries = [_entry(name, self.files[name], listed.get(name)) for name in names]
        case |= self._manifest(case, entries, said)
        expect = expectation(self.findings, self.verdict, self.unjudged)
        return {**case, "expect": {k: v for k, v in expect.items() if v or k != "notEvaluated"}}

    def _dates(self, said: Any) -> Record:
        """Profile, period and as-of date, where they are not those of the file of cases."""
        told = {"profile": self.profile, "asOf": self.as_of}
        for name in ("startDate", "endDate"):
            value = said.get(name) if said else None
            told[name] = value if isinstance(value, str) and _is_day(value) else BASE[name]
        return {k: told[k] for k in BASE if told[k] != BASE[k]}

    def _manifest(self, case: Record, entries: Sequence[Record], said: Any) -> Record:
        """How the manifest departs from a truthful one: nothing, some members, or a text of its own."""
        if self.manifest is None:
            return {"manifestText": None}
        whole, text = {**BASE, **case}, self.manifest.decode()
        truth = _truthful(whole, entries)
        if truth == text:
            return {}
        if said:
            true = json.loads(truth or "")
            changed = {k: v for k, v in said.items() if k not in true or true[k] != v or type(true[k]) is not type(v)}
            departs = {"manifest": changed, "without": [k for k in true if k not in said]}
            departs = {k: v for k, v in departs.items() if v}
            if _truthful(whole | departs, entries) == text:
                return departs
        return {"manifestText": text}

    def data(self) -> Record:
        """``case.json`` of a case in its own folder."""
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
        """Write it as a folder.

        :return: the folder.
        """
        folder = root / self.id
        for name, content in {**self.files, **({} if self.manifest is None else {"manifest.json": self.manifest})}.items():
            path = folder / "batch" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "case.json").write_text(_case_json(self.data()), "utf-8")
        return folder


def _case_json(case: Record) -> str:
    """The text of ``case.json``, one finding a line."""
    text = json.dumps({k: v for k, v in case.items() if k != "expect"}, ensure_ascii=False, indent=2)[:-2]
    expect = case["expect"]
    lists = []
    for name in ("findings", "notEvaluated"):
        items = ",\n".join("      " + json.dumps(f, ensure_ascii=False) for f in expect[name])
        lists.append(f'    "{name}": [' + (f"\n{items}\n    ]" if items else "]"))
    return f'{text},\n  "expect": {{\n    "verdict": "{expect["verdict"]}",\n' + ",\n".join(lists) + "\n  }\n}\n"


def _parsed(text: str) -> Any:
    """A manifest's text as an object; None if it is none."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _listed_types(said: Any) -> dict[str, Any]:
    """The paths that a manifest lists, with their types."""
    files = said.get("files") if said else None
    if not isinstance(files, list):
        return {}
    return {f["path"]: f.get("recordType") for f in files if isinstance(f, dict) and isinstance(f.get("path"), str)}


def _entry(name: str, data: bytes, kind: Any) -> Record:
    count = sum(1 for line in data.split(b"\n") if line.strip(b" \t\r"))
    return entry(name, kind if kind and isinstance(kind, str) else name.split(".")[0], data, count)


def _file(name: str, data: bytes, kind: Any) -> Record:
    """A file in a case: its lines, its text, or its bytes."""
    out: Record = {"path": name}
    if isinstance(kind, str) and kind and kind != name.split(".")[0]:
        out["recordType"] = kind
    if name.endswith(".ndjson") and data.endswith(b"\n") and b"\r" not in data and not data.startswith(b"\xef\xbb\xbf"):
        lines = [_line(line) for line in data[:-1].split(b"\n")]
        if len(lines) == 1 or 2 * sum(isinstance(line, dict) and line.keys() == {"base64"} for line in lines) <= len(lines):
            return out | {"lines": lines}
        return out | {"base64": base64.b64encode(data).decode()}
    try:
        return out | {"text": data.decode()}
    except UnicodeDecodeError:
        return out | {"base64": base64.b64encode(data).decode()}


def _line(data: bytes) -> Any:
    """A line as a value where that says it exactly, or as text, or as its bytes."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, dict) and dumps(value) == text and value.keys() != {"base64"} else text


# --- cases of a rule ------------------------------------------------------------------------------


def folded(records: Sequence[Record], named: set[str]) -> list[Record]:
    """Records of one day each that say the same, as one entry with its days; those that are named elsewhere stay by themselves."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(dumps(sorted((k, v) for k, v in record.items() if k not in ("id", "date"))), []).append(record)
    taken, out = {r["id"] for r in records}, list[Record]()
    for group in groups.values():
        free = [r for r in group if r["id"] not in named]
        days = sorted({r["date"] for r in free})
        if len(days) < 3 or len(days) < len(free):
            out += group
            continue
        ident = next(i for n in range(1, len(taken) + 2) if (i := f"a{n}") not in taken)
        taken.add(ident)
        rest = {k: v for k, v in free[0].items() if k not in ("id", "date")}
        out += [{"id": ident, **rest, "dates": spans(days)}, *(r for r in group if r["id"] in named)]
    return out


def spans(days: Sequence[str]) -> list[str]:
    """Days as runs, ``2022-03-01/2022-03-19``, and single ones."""
    runs: list[list[dt.date]] = []
    for day in map(dt.date.fromisoformat, days):
        if runs and runs[-1][1] + dt.timedelta(1) == day:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return [str(a) if a == b else f"{a}/{b}" for a, b in runs]


def write_cases(path: Path, rule: str, new: Sequence[Record], replaced: Callable[[str], bool], normative: bool = True) -> None:
    """Put cases into the file of a rule in place of those whose id is ``replaced``; the others stay as they are."""
    old = json.loads(path.read_text("utf-8"))["cases"] if path.is_file() else []
    kept = [c for c in old if not replaced(c["id"])]
    if not (cases := [*new, *kept]):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump({"rule": rule, **({} if normative else {"normative": False}), "cases": cases}), "utf-8")
