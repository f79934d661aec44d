"""Opens a batch: finds its files, checks that the manifest tells the truth, and refuses what is unsafe.

It yields files, never records. Whatever form the batch came in (folder, zip, one file; plain, ``.gz``,
``.zst``; NDJSON or a JSON array), what comes out is plain NDJSON on disk with the line each record stood on.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
import threading
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

import zstandard

from zhucun import declared, faults, standard, strictjson
from zhucun.errors import BatchError, Problem, problem

#: Packed data may unpack to so many times its size, and always to the floor: NDJSON of attendance packs
#: some fifty times, so more than this is an attack or a mistake.
MAX_RATIO = 200
FLOOR = 64 * 1024 * 1024

BLOCK = 4 * 1024 * 1024
_SUFFIXES = (".ndjson", ".ndjson.gz", ".ndjson.zst", ".json", ".json.gz", ".json.zst")

#: Called with (bytes read so far, bytes in all).
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """One file of a batch, ready to be read.

    :ivar name: its path as the manifest writes it.
    :ivar record_type: what its records are.
    :ivar path: plain NDJSON on disk.
    :ivar size: its size in bytes.
    :ivar lines: number of lines that are not blank, and ``blanks`` of those that are.
    :ivar numbers: line of each record in the file handed in, where that is not its line here.
    :ivar bom: whether the file started with a byte-order mark.
    """

    name: str
    record_type: str
    path: Path
    size: int
    lines: int
    blanks: int = 0
    numbers: array[int] | None = None
    bom: bool = False


@dataclass(frozen=True)
class Batch:
    """An opened batch.

    :ivar manifest: the manifest, or for a single file what could be known.
    :ivar single: whether it is one file without a manifest.
    :ivar unlisted: files that lie in the batch and that the manifest does not list.
    """

    manifest: dict[str, Any]
    sources: tuple[Source, ...]
    single: bool
    unlisted: tuple[str, ...] = ()


def open_batch(path: Path, work: Path, progress: Progress = lambda _a, _b: None) -> Batch:
    """Open a folder, a zip or one file.

    :param work: an empty folder of the caller's for what must be unpacked.
    :raises BatchError: with every reason why it cannot be read as a batch.
    """
    try:
        if path.is_dir():
            return _open_folder(path, path.name, work, progress)
        if not path.exists():
            raise BatchError(problem("no-path", path=path))
        if path.stat().st_size == 0:
            raise BatchError(problem("empty", path=path))
        if zipfile.is_zipfile(path) or path.suffix == ".zip":
            inside = work / "zip"
            inside.mkdir()
            _unzip(path, inside)
            entries = list(inside.iterdir())
            if not (inside / "manifest.json").exists() and len(entries) == 1 and entries[0].is_dir():
                inside = entries[0]  # a zip of the folder rather than of what is in it
            return _open_folder(inside, path.name, work, progress)
        return _open_file(path, work, progress)
    except OSError as e:
        raise BatchError(problem("unreadable", path=e.filename or path, reason=e.strerror or e)) from e


# --- the three forms ------------------------------------------------------------------------------


def _open_folder(folder: Path, shown: str, work: Path, progress: Progress) -> Batch:
    path = folder / "manifest.json"
    if not path.exists():
        raise BatchError(problem("manifest-missing", path=shown or folder))
    if path.is_symlink():
        raise BatchError(problem("file-link", path="manifest.json"))
    manifest = _read_manifest(path)
    problems: list[Problem] = []
    places: list[tuple[dict[str, Any], Path]] = []
    for entry in manifest["files"]:
        place = _inside(folder, entry["path"], problems)
        if place is None:
            continue
        if any(p == place for _, p in places):
            problems.append(problem("file-twice", path=entry["path"]))
        elif not entry["path"].endswith(_SUFFIXES):
            problems.append(problem("file-kind", path=entry["path"]))
        else:
            places.append((entry, place))
    if problems:
        raise BatchError(*problems)
    total, before = sum(p.stat().st_size for _, p in places), 0
    sources = []

    def told(earlier: int, done: int) -> None:
        progress(earlier + done, total)

    for number, (entry, place) in enumerate(places):
        seen: dict[str, str] = {}
        source = _plain(
            place,
            entry["path"],
            entry["recordType"],
            work / f"{number:04d}.ndjson",
            seen,
            partial(told, before),
            "sm3" in entry,
        )
        before += place.stat().st_size
        for algorithm in ("sha256", "sm3"):
            if algorithm in entry and algorithm in seen and seen[algorithm] != entry[algorithm]:
                problems.append(problem("file-digest", path=entry["path"], algorithm=algorithm.upper().replace("SHA", "SHA-")))
        if source.lines != entry["count"]:
            problems.append(problem("file-count", path=entry["path"], actual=source.lines, listed=entry["count"]))
        sources.append(source)
    if problems:
        raise BatchError(*problems)
    return Batch(manifest, tuple(sources), False, tuple(_unlisted(folder, {p for _, p in places})))


def _open_file(path: Path, work: Path, progress: Progress) -> Batch:
    if not path.name.endswith(_SUFFIXES):
        raise BatchError(problem("file-kind", path=path.name))
    known = standard.record_types()
    kinds = [k for k in known if path.name == k or path.name.startswith((k + ".", k + "-", k + "_"))]
    if not kinds:
        raise BatchError(problem("record-type", path=path.name, known=", ".join(known)))
    size, name = path.stat().st_size, _readable(path.name)
    source = _plain(path, name, kinds[0], work / "0000.ndjson", {}, lambda n: progress(n, size), False)
    return Batch({"batchId": name, "files": []}, (source,), True)


def _readable(name: str) -> str:
    """A file's name as text: one that is not UTF-8 could not be written into a report."""
    return os.fsencode(name).decode("utf-8", "replace")


def _unlisted(folder: Path, listed: set[Path]) -> Iterator[str]:
    for place in sorted(folder.rglob("*")):
        if place.is_file() and place not in listed and place.name.endswith(_SUFFIXES) and place != folder / "manifest.json":
            yield _readable(place.relative_to(folder).as_posix())


def _inside(folder: Path, name: str, problems: list[Problem]) -> Path | None:
    """The place of a listed file, if it is a plain file inside the folder and reached by no link."""
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or any(p in ("", ".", "..") for p in parts):
        problems.append(problem("file-outside", path=name))
        return None
    place = folder
    for part in parts:
        place = place / part
        try:
            mode = place.lstat().st_mode
        except OSError:
            problems.append(problem("file-missing", path=name))
            return None
        if stat.S_ISLNK(mode):
            problems.append(problem("file-link", path=name))
            return None
    if not stat.S_ISREG(mode):
        problems.append(problem("file-missing", path=name))
        return None
    return place


# --- the manifest ---------------------------------------------------------------------------------


def _read_manifest(path: Path) -> dict[str, Any]:
    if path.stat().st_size > strictjson.MAX_LINE:
        raise BatchError(problem("manifest-json", line=1, what="> 16 MiB"))
    data = path.read_bytes()
    if not data.strip():
        raise BatchError(problem("empty", path="manifest.json"))
    if data.startswith(b"\xef\xbb\xbf"):
        raise BatchError(problem("manifest-bom"))
    try:
        value = strictjson.loads(data)
    except strictjson.Refused as e:
        if e.code == "STR-ENCODING":
            guess = e.values["guess"]
            raise BatchError(problem("manifest-encoding", guess=f" ({guess})" if guess else "")) from None
        raise BatchError(problem("manifest-json", line=_error_line(data), what=_why(e.code, **e.values))) from None
    if not isinstance(value, dict):
        raise BatchError(problem("manifest-json", line=1, what=_why("STR-OBJECT")))
    # a path that leads outside is worth its own sentence, before the schema's pattern refuses it
    if isinstance(value.get("files"), list):
        names = [f["path"] for f in value["files"] if isinstance(f, dict) and isinstance(f.get("path"), str)]
        problems: list[Problem] = []
        for name in names:
            if ".." in name.split("/") or name.startswith("/") or "\\" in name or name[1:2] == ":":
                problems.append(problem("file-outside", path=ascii(name)[1:-1]))
        if problems:
            raise BatchError(*problems)
    if wrong := faults.explain_manifest(value):
        raise BatchError(*wrong)
    manifest: dict[str, Any] = value
    if manifest["endDate"] < manifest["startDate"]:
        raise BatchError(problem("manifest-dates", what="startDate > endDate"))
    if manifest["asOf"] < manifest["startDate"]:
        raise BatchError(problem("manifest-dates", what="asOf < startDate"))
    if wrong := declared.check_coverage(manifest):
        raise BatchError(*wrong)
    return manifest


def _why(code: str, **values: Any) -> tuple[str, str]:
    """What a structural code says, in both languages."""
    return faults.in_both(faults.Fault(code, "", (), values))


def _error_line(data: bytes) -> int:
    import json

    try:
        json.loads(data)
    except json.JSONDecodeError as e:
        return e.lineno
    except (ValueError, RecursionError):
        pass
    return 1


# --- unpacking ------------------------------------------------------------------------------------


def _unzip(path: Path, into: Path) -> None:
    try:
        with zipfile.ZipFile(path) as z:
            budget = max(FLOOR, path.stat().st_size * MAX_RATIO)
            names: set[str] = set()
            for info in z.infolist():
                name = info.filename
                if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
                    raise BatchError(problem("zip-name", path=ascii(name)[1:-1]))
                if stat.S_ISLNK(info.external_attr >> 16):
                    raise BatchError(problem("file-link", path=name))
                if info.flag_bits & 1:
                    raise BatchError(problem("zip-encrypted", path=path.name))
                if name in names:
                    raise BatchError(problem("zip-twice", path=name))
                names.add(name)
                if info.is_dir():
                    continue
                target = into / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with z.open(info) as source, target.open("wb") as out:
                    while block := source.read(BLOCK):
                        budget -= len(block)
                        if budget < 0:
                            raise BatchError(problem("bomb", path=path.name, ratio=MAX_RATIO))
                        out.write(block)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        FileExistsError,
        NotADirectoryError,
        IsADirectoryError,
    ) as e:
        raise BatchError(problem("zip-bad", path=path.name)) from e


class _Tee:
    """A file whose bytes are hashed and counted as they are read."""

    def __init__(self, file: IO[bytes], hashes: list[Any], progress: Callable[[int], None]) -> None:
        self.file, self.hashes, self.progress, self.done = file, hashes, progress, 0
        self._busy: threading.Thread | None = None

    def read(self, n: int = -1) -> bytes:
        block = self.file.read(n)
        self.join()
        if len(block) >= 2**20:
            # hashing leaves the interpreter free for counting the lines
            self._busy = threading.Thread(target=self._hash, args=(block,))
            self._busy.start()
        else:
            self._hash(block)
        self.done += len(block)
        self.progress(self.done)
        return block

    def join(self) -> None:
        """Wait until everything read is hashed."""
        if self._busy is not None:
            self._busy.join()
            self._busy = None

    def _hash(self, block: bytes) -> None:
        for h in self.hashes:
            h.update(block)


class _Lines:
    """Counts the lines of blocks, and the blank ones apart. Blank ones are looked for only where there may be any."""

    _SUSPECT = re.compile(rb"\n[ \t\r\n]")

    def __init__(self) -> None:
        self.filled = self.blank = 0
        self._open, self._content = False, False  # whether a line has begun, and whether it is more than white space

    def feed(self, block: bytes) -> None:
        if (self._content or block[:1] not in (b" ", b"\t", b"\r", b"\n")) and not self._SUSPECT.search(block):
            self.filled += block.count(b"\n")
            self._open = self._content = not block.endswith(b"\n")
            return
        *whole, rest = block.split(b"\n")
        for line in whole:
            self._add(line)
            self.end(always=True)
        self._add(rest)

    def _add(self, piece: bytes) -> None:
        self._open = self._open or bool(piece)
        self._content = self._content or bool(piece.strip(strictjson.SPACE))

    def end(self, always: bool = False) -> None:
        """The line ends here, or the file does."""
        if self._content:
            self.filled += 1
        elif self._open or always:
            self.blank += 1
        self._open = self._content = False


def _hashes(with_sm3: bool) -> dict[str, Any]:
    out = {"sha256": hashlib.sha256()}
    if with_sm3 and "sm3" in hashlib.algorithms_available:
        # where this Python's OpenSSL has no SM3, SHA-256 alone decides
        out["sm3"] = hashlib.new("sm3")
    return out


def _blocks(tee: _Tee, name: str, packed_size: int) -> Iterator[bytes]:
    """The unpacked bytes of a file, within the limit."""
    try:
        if name.endswith(".gz"):
            stream: Any = gzip.GzipFile(fileobj=tee)  # type: ignore[call-overload]
        elif name.endswith(".zst"):
            stream = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(tee, read_across_frames=True)  # type: ignore[arg-type]
        else:
            while block := tee.read(BLOCK):
                yield block
            return
        budget, total = max(FLOOR, packed_size * MAX_RATIO), 0
        while block := stream.read(BLOCK):
            total += len(block)
            if total > budget:
                raise BatchError(problem("bomb", path=name, ratio=MAX_RATIO))
            yield block
        if name.endswith(".zst"):
            _whole_zst(tee, name)
        while tee.read(BLOCK):
            pass
    except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as e:
        raise BatchError(problem("truncated", path=name)) from e


def _whole_zst(tee: _Tee, name: str) -> None:
    """The stream reader ends quietly on a cut frame; a one-shot pass over the frames tells."""
    tee.file.seek(0)
    frames = zstandard.ZstdDecompressor(max_window_size=2**31).decompressobj()
    while block := tee.file.read(BLOCK):
        while block:
            frames.decompress(block)
            block = frames.unused_data
            if frames.eof and block:
                frames = zstandard.ZstdDecompressor(max_window_size=2**31).decompressobj()
    if not frames.eof:
        raise BatchError(problem("truncated", path=name))


def _plain(
    place: Path, name: str, record_type: str, target: Path, seen: dict[str, str], progress: Callable[[int], None], with_sm3: bool
) -> Source:
    """Hash a file and bring it into plain NDJSON; an uncompressed NDJSON file stays where it is."""
    hashes = _hashes(with_sm3)
    packed = name.endswith((".gz", ".zst"))
    is_array = ".ndjson" not in name
    bom = False
    with place.open("rb") as file:
        tee = _Tee(file, list(hashes.values()), progress)
        blocks = _blocks(tee, name, place.stat().st_size)
        if is_array:
            source = _from_array(blocks, name, record_type, target)
        else:
            lines, size, first = _Lines(), 0, True
            out = target.open("wb") if packed else None
            try:
                for block in blocks:
                    if first and block.startswith(b"\xef\xbb\xbf"):
                        bom, block = True, block[3:]
                    elif first and block.startswith((b"\xff\xfe", b"\xfe\xff")):
                        # its line feeds are not ours, so its records could not even be counted
                        raise BatchError(problem("file-encoding", path=name, line=1, guess=" (UTF-16)"))
                    first = False
                    if out:
                        out.write(block)
                    size += len(block)
                    lines.feed(block)
            finally:
                if out:
                    out.close()
            lines.end()
            if bom and not packed:
                # the rest of the file without its mark
                with place.open("rb") as again, target.open("wb") as copy:
                    again.seek(3)
                    while block := again.read(BLOCK):
                        copy.write(block)
            source = Source(name, record_type, target if packed or bom else place, size, lines.filled, lines.blank, None, bom)
        tee.join()
    seen.update({k: h.hexdigest() for k, h in hashes.items()})
    return source


def _from_array(blocks: Iterator[bytes], name: str, record_type: str, target: Path) -> Source:
    """Turn a JSON array into NDJSON, element by element as it stands, with the line each began on."""
    import json

    data = b"".join(blocks)
    bom = data.startswith(b"\xef\xbb\xbf")
    try:
        text = (data[3:] if bom else data).decode("utf-8")
    except UnicodeDecodeError as e:
        guess = strictjson.guess_encoding(data)
        line = data[: e.start].count(b"\n") + 1
        raise BatchError(problem("file-encoding", path=name, line=line, guess=f" ({guess})" if guess else "")) from None
    del data
    decoder = json.JSONDecoder()
    numbers: array[int] = array("Q")
    at, line, size = 0, 1, 0

    def skip(i: int) -> int:
        nonlocal line
        while i < len(text) and text[i] in " \t\r\n":
            line += text[i] == "\n"
            i += 1
        return i

    def refuse(what: str | tuple[str, str]) -> BatchError:
        return BatchError(problem("array", path=name, line=line, what=what))

    with target.open("wb") as out:
        at = skip(at)
        if at >= len(text):
            return Source(name, record_type, target, 0, 0, 0, numbers, bom)
        if text[at] != "[":
            raise refuse("[")
        at = skip(at + 1)
        while at < len(text) and text[at] != "]":
            begun = at
            try:
                _, at = decoder.raw_decode(text, at)
            except ValueError:
                raise refuse(_why("STR-JSON")) from None
            except RecursionError:
                raise refuse(_why("STR-DEPTH", limit=strictjson.MAX_DEPTH)) from None
            piece = text[begun:at]
            numbers.append(line)
            line += piece.count("\n")
            raw = piece.replace("\n", " ").replace("\r", " ").encode("utf-8", "surrogatepass") + b"\n"
            size += len(raw)
            out.write(raw)
            at = skip(at)
            if at < len(text) and text[at] == ",":
                at = skip(at + 1)
                if at < len(text) and text[at] == "]":
                    raise refuse(_why("STR-JSON"))
            elif at < len(text) and text[at] != "]":
                raise refuse(_why("STR-JSON"))
        if at >= len(text):
            raise refuse("]")
        if skip(at + 1) < len(text):
            raise refuse(_why("STR-JSON"))
    return Source(name, record_type, target, size, len(numbers), 0, numbers, bom)


def remove_tree(folder: Path) -> None:
    """Remove a work folder, however it was left."""
    import shutil

    if os.path.isdir(folder):
        shutil.rmtree(folder, ignore_errors=True)
