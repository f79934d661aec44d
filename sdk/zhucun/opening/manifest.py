"""The manifest of a batch: reads it, checks all that can be wrong with it, and writes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from zhucun.errors import MOST, BatchError, Problem, problem
from zhucun.opening import declared
from zhucun.record import faults, strictjson
from zhucun.standard import Standard

NAME = "manifest.json"

#: What may lie beside a manifest: its signature, and a folder of the receipts that the batch was given.
ENVELOPE, RECEIPTS = "manifest.dsse.json", "receipts/"

#: What lies beside the manifest of a part: the manifest of the whole, and where in the whole the records stood.
WHOLE, ORDER = "whole.manifest", "whole.order"

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a batch.

    :ivar path: below the manifest, with slashes.
    :ivar count: number of its records.
    :ivar sha256: of the file as it lies there, in hex; ``sm3`` likewise, where it is given.
    """

    path: str
    record_type: str
    count: int
    sha256: str
    sm3: str | None = None

    @classmethod
    def of(cls, path: str, record_type: str, data: bytes, count: int) -> Entry:
        """The entry of a file with these bytes."""
        return cls(path, record_type, count, hashlib.sha256(data).hexdigest())

    def as_json(self) -> dict[str, Any]:
        """As ``manifest.json`` has it."""
        out = {"path": self.path, "recordType": self.record_type, "count": self.count, "sha256": self.sha256}
        return out if self.sm3 is None else out | {"sm3": self.sm3}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a batch is complete for (K12): all records of a type, or of one kind of it, in a period. Days are ISO texts."""

    record_type: str
    start: str
    end: str
    kind: str | None = None

    def as_json(self) -> dict[str, str]:
        """As ``manifest.json`` has it, and the table ``coverage``."""
        kind = {} if self.kind is None else {"kind": self.kind}
        return {"recordType": self.record_type, **kind, "startDate": self.start, "endDate": self.end}


@dataclass(frozen=True, slots=True)
class Named:
    """A batch as another one names it: by its id, and by the SHA-256 of the bytes of its manifest, which pins all its files."""

    batch_id: str
    manifest: str

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Named:
        """From a JSON object that is valid against the schema."""
        return cls(data["batchId"], data["manifest"])

    def as_json(self) -> dict[str, str]:
        """As ``manifest.json`` has it."""
        return {"batchId": self.batch_id, "manifest": self.manifest}


@dataclass(frozen=True, slots=True)
class Part:
    """A batch that was merged into another.

    :ivar prefix: what stands before its ids, and a colon.
    :ivar sender: id of its sender.
    :ivar profile: by which its records are judged; None where that is the batch's.
    :ivar shared: ids of the organisations that it has in common with others and that stand without the prefix.
    """

    prefix: str
    sender: str
    batch_id: str
    manifest: str
    profile: str | None = None
    shared: Sequence[str] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Part:
        """From a JSON object that is valid against the schema."""
        return cls(data["prefix"], data["sender"], data["batchId"], data["manifest"], data.get("profile"), tuple(data.get("shared", ())))

    def as_json(self) -> dict[str, Any]:
        """As ``manifest.json`` has it."""
        out = {"prefix": self.prefix, "sender": self.sender, "batchId": self.batch_id, "manifest": self.manifest}
        if self.profile is not None:
            out["profile"] = self.profile
        return out | {"shared": list(self.shared)} if self.shared else out


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record of the corrected batch that a correction takes back."""

    record_type: str
    id: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """As ``manifest.json`` has it."""
        return {"recordType": self.record_type, "id": self.id, "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a batch says of itself. Days are ISO texts.

    :ivar standard: the version of the standard.
    :ivar sender: id and perhaps name of who sends it, ``receiver`` of who is to receive it.
    :ivar start, end: its period; ``as_of`` the day as of which it is judged.
    :ivar mode: ``SNAPSHOT`` or ``CORRECTION``; ``supersedes`` names the batch that a correction corrects, ``withdrawn``
        the records of it that it takes back.
    :ivar lineage: of the outcome of corrections the first batch, and each correction in order; of a part last the whole.
    :ivar parts: of a merged batch those that were merged.
    """

    standard: str
    batch_id: str
    sender: Mapping[str, str]
    profile: str
    start: str
    end: str
    as_of: str
    mode: str = "SNAPSHOT"
    coverage: Sequence[Coverage] = ()
    files: Sequence[Entry] = ()
    receiver: Mapping[str, str] | None = None
    supersedes: Named | None = None
    withdrawn: Sequence[Withdrawal] = ()
    lineage: Sequence[Named] = ()
    parts: Sequence[Part] = ()
    ext: Mapping[str, Any] | None = None

    @property
    def by_part(self) -> bool:
        """Whether it was merged of parts that are not all judged by its own profile, so that each part is judged by itself."""
        return any(part.profile not in (None, self.profile) for part in self.parts)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Manifest:
        """From a JSON object that is valid against the schema."""
        return cls(
            standard=data["standard"],
            batch_id=data["batchId"],
            sender=data["sender"],
            profile=data["profile"],
            start=data["startDate"],
            end=data["endDate"],
            as_of=data["asOf"],
            mode=data["mode"],
            coverage=tuple(Coverage(c["recordType"], c["startDate"], c["endDate"], c.get("kind")) for c in data["coverage"]),
            files=tuple(Entry(f["path"], f["recordType"], f["count"], f["sha256"], f.get("sm3")) for f in data["files"]),
            receiver=data.get("receiver"),
            supersedes=Named.of(data["supersedes"]) if "supersedes" in data else None,
            withdrawn=tuple(Withdrawal(w["recordType"], w["id"], w["reason"]) for w in data.get("withdrawn", ())),
            lineage=tuple(map(Named.of, data.get("lineage", ()))),
            parts=tuple(map(Part.of, data.get("parts", ()))),
            ext=data.get("ext"),
        )

    @classmethod
    def read(cls, standard: Standard, data: bytes) -> Manifest:
        """From the bytes of ``manifest.json``, in bounded time and space however wrong they are.

        :raises BatchError: if it is not a valid one; of very many reasons the first.
        """
        return cls.of(_understood(standard, data))

    def as_json(self) -> dict[str, Any]:
        """As ``manifest.json`` has it, in the order of its schema."""
        out: dict[str, Any] = {"standard": self.standard, "batchId": self.batch_id, "sender": dict(self.sender)}
        if self.receiver is not None:
            out["receiver"] = dict(self.receiver)
        out |= {"profile": self.profile, "startDate": self.start, "endDate": self.end, "asOf": self.as_of, "mode": self.mode}
        if self.supersedes is not None:
            out["supersedes"] = self.supersedes.as_json()
        if self.withdrawn:
            out["withdrawn"] = [w.as_json() for w in self.withdrawn]
        if self.lineage:
            out["lineage"] = [n.as_json() for n in self.lineage]
        if self.parts:
            out["parts"] = [p.as_json() for p in self.parts]
        out["coverage"] = [c.as_json() for c in self.coverage]
        out["files"] = [f.as_json() for f in self.files]
        return out if self.ext is None else out | {"ext": self.ext}

    def encode(self) -> bytes:
        """The bytes of ``manifest.json``: indented by two spaces, members in the order of the schema, the same on every machine."""
        return orjson.dumps(self.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def write(self, folder: Path, written: bytes | None = None) -> None:
        """Write ``manifest.json`` into a folder, in the bytes in which it was written, if those are given."""
        (folder / NAME).write_bytes(self.encode() if written is None else written)


def digest_of(data: bytes) -> str:
    """The digest by which a manifest with these bytes is named elsewhere."""
    return hashlib.sha256(data).hexdigest()


# --- reading ----------------------------------------------------------------------------------------


def _understood(standard: Standard, data: bytes) -> dict[str, Any]:
    if len(data) > strictjson.MAX_LINE:
        raise BatchError(problem("manifest-long", path=NAME, limit=strictjson.MAX_LINE // 2**20))
    if not data.strip(strictjson.SPACE):
        raise BatchError(problem("empty", path=NAME))
    if data.startswith(_BOM):
        raise BatchError(problem("manifest-bom"))
    manifest = _object(standard, data)
    # a path that leads outside is worth its own sentence, before the schema's pattern refuses it
    if misleading := [wrong for wrong in map(_misleading, _paths(manifest)) if wrong]:
        raise BatchError(*misleading)
    short = _Shortened(standard.schema("manifest"), manifest)
    if wrong := faults.explain_manifest(standard, short.value):
        raise BatchError(*wrong, more=short.left_out)
    for first, then in (("startDate", "endDate"), ("startDate", "asOf")):
        if manifest[then] < manifest[first]:
            raise BatchError(problem("manifest-dates", what=f"{then} {manifest[then]} < {first} {manifest[first]}"))
    if wrong := declared.check_coverage(standard, manifest) or declared.check_mode(manifest) or declared.check_parts(manifest):
        raise BatchError(*wrong)
    return manifest


def why(standard: Standard, code: str, **values: Any) -> tuple[str, str]:
    """What a structural code says, in both languages."""
    return faults.in_both(standard, faults.Fault(code, "", (), values))


def _object(standard: Standard, data: bytes) -> dict[str, Any]:
    try:
        return strictjson.object_of(data)
    except strictjson.Refused as e:
        if e.code == "STR-ENCODING":
            guess = e.values["guess"]
            raise BatchError(problem("manifest-encoding", guess=f" ({guess})" if guess else "")) from None
        line = 1 if e.code == "STR-OBJECT" else _error_line(data)
        raise BatchError(problem("manifest-json", line=line, what=why(standard, e.code, **e.values))) from None


def _error_line(data: bytes) -> int:
    try:
        json.loads(data)
    except json.JSONDecodeError as e:
        return e.lineno
    except (ValueError, RecursionError):
        pass
    return 1


def _paths(manifest: Mapping[str, Any]) -> list[str]:
    files = manifest.get("files")
    return [f["path"] for f in files if isinstance(f, dict) and isinstance(f.get("path"), str)] if isinstance(files, list) else []


def _misleading(name: str) -> Problem | None:
    """What is wrong with a path that leads out of the batch, or would on some system."""
    slashed = name.replace("\\", "/")
    if ".." in slashed.split("/") or slashed.startswith("/") or name[1:2] == ":":
        return problem("file-outside", path=name)
    return problem("file-backslash", path=name, instead=slashed) if slashed != name else None


class _Shortened:
    """A value as wrong as it was, but no longer than its schema bears: a list shows that it is too long by one element
    too many, and unknown members after the first hundred are only counted, for each costs a search for what was meant.

    :ivar value: the shortened value.
    :ivar left_out: how many unknown members it lacks.
    """

    def __init__(self, schema: Mapping[str, Any], value: Any) -> None:
        self.left_out = 0
        self._unknown = MOST
        self.value = self._short(schema, value)

    def _short(self, schema: Mapping[str, Any], value: Any) -> Any:
        if isinstance(value, list):
            items = schema.get("items", {})
            return [self._short(items, v) for v in value[: schema.get("maxItems", len(value)) + 1]]
        if isinstance(value, dict) and "properties" in schema:
            return {k: self._short(schema["properties"].get(k, {}), v) for k, v in value.items() if self._shown(k, schema)}
        return value

    def _shown(self, key: str, schema: Mapping[str, Any]) -> bool:
        if key in schema["properties"]:
            return True
        self._unknown -= 1
        self.left_out += self._unknown < 0
        return self._unknown >= 0
