"""What a file is: by its name, and where the name cannot be true, by the bytes it begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhucun.errors import BatchError, Problem, problem
from zhucun.opening import formats
from zhucun.words import both

#: So many bytes of a file tell what it is.
HEAD = 512

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

#: Place and bytes of the mark, and what bears it.
_MARKS: Sequence[tuple[int, bytes, str]] = (
    (0, b"\x1f\x8b", "gzip"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, _ZIP[0], "zip"),
    (0, _ZIP[1], "zip"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (4, b"1AY&SY", "bzip2"),
    (0, b"age-encryption.org/", "age"),
    (0, b"-----BEGIN AGE ENCRYPTED FILE-----", "age"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
)

_ARCHIVES = dict.fromkeys((".tar", ".tgz", ".tar.gz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tar.zst"), "tar")
_ARCHIVES |= {".7z": "7z", ".rar": "RAR", ".xz": "xz", ".bz2": "bzip2"}

_WORKBOOK, _TABLE = both("fill.workbook"), both("fill.table")
_SHEETS = {**dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et", ".ods", ".wps"), _WORKBOOK), **dict.fromkeys((".csv", ".tsv"), _TABLE)}


def kind_of(head: bytes) -> str | None:
    """What the first bytes of a file say that it is, if they say it."""
    if head[257:262] == b"ustar" and 0 in head[:257]:
        return "tar"  # a text may hold the word, but no NUL before it
    return next((kind for at, mark, kind in _MARKS if head.startswith(mark, at)), None)


def is_records(name: str) -> bool:
    """Whether a name is that of a file of records."""
    return formats.reader_of(name) is not None


def is_archive(name: str, head: bytes) -> bool:
    """Whether a file is to be read as a zip: its name says so, or says nothing and its first bytes do.

    :raises BatchError: if it is a wrong kind of archive that was named a zip.
    """
    kind = kind_of(head)
    if name.lower().endswith(".zip"):
        if wrong := _other(name, kind):
            raise BatchError(wrong)
        return True
    return kind == "zip" and not is_records(name) and _sheet(name) is None


def workbook(name: str) -> Problem:
    """What to say of a workbook."""
    return problem("file-sheet", path=name, kind=_WORKBOOK)


def record_type(name: str, known: Iterable[str]) -> str:
    """The record type, of those that are known, that a file's name begins with.

    :raises BatchError: if it begins with none.
    """
    for kind in known:
        if name == kind or name.startswith((kind + ".", kind + "-", kind + "_")):
            return kind
    raise BatchError(problem("record-type", path=name, known=", ".join(known)))


def strange(name: str, head: bytes = b"") -> Problem:
    """What to say of a file that is none of records: what it seems to be, and what to hand in instead."""
    if sheet := _sheet(name):
        return problem("file-sheet", path=name, kind=sheet)
    for suffix, kind in _ARCHIVES.items():
        if name.lower().endswith(suffix):
            return problem("file-archive", path=name, kind=kind)
    return _other(name, kind_of(head)) or problem("file-kind", path=name)


def _sheet(name: str) -> tuple[str, str] | None:
    return next((sheet for suffix, sheet in _SHEETS.items() if name.lower().endswith(suffix)), None)


def _other(name: str, kind: str | None) -> Problem | None:
    """What to say of a kind that is not read at all."""
    if kind == "xls":
        return workbook(name)
    if kind == "age":
        return problem("file-encrypted", path=name)
    if kind in ("7z", "RAR", "tar", "xz", "bzip2"):
        return problem("file-archive", path=name, kind=kind)
    return None


def untrue(name: str, head: bytes) -> Problem | None:
    """What to say of a file of records, not packed by its name, whose bytes are something else altogether."""
    kind = kind_of(head)
    stem = next(suffix for suffix in formats.suffixes() if name.endswith(suffix))
    suffix = {"gzip": stem + ".gz", "zstd": stem + ".zst", "zip": ".zip"}.get(kind or "")
    if suffix is not None:
        return problem("file-packed", path=name, kind=kind, suffix=suffix)
    return _other(name, kind)
