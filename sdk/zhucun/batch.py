"""Opens a batch: finds its files, checks that the manifest tells the truth, and refuses what is unsafe.

It yields files, never records. Whatever form the batch came in (folder, zip, one file, pipe; plain, ``.gz``,
``.zst``; NDJSON or a JSON array), what comes out is plain NDJSON on disk with the line each record stood on.

What is judged is what was opened: no link is followed below the path that the user named, a file is opened once, what
is hashed is what is read later, and at the end each file must still be the one that it was.
"""

from __future__ import annotations

import hashlib
import os
import stat
from array import array
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any, Protocol

from zhucun import kinds, manifest, strictjson
from zhucun.archive import Archive, Entry, is_junk
from zhucun.arrays import Broken, Splitter
from zhucun.errors import BatchError, Problem, problem
from zhucun.streams import BLOCK, Budget, Lines, Stream, Tee, packing, unpacked
from zhucun.workspace import writing

#: So many files are held open at once; what is beyond is copied, for a process may only open so many.
HELD = 64

#: What is taken from a pipe at the most.
PIPE = 16 * 2**30

_BOM, _UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")

#: Called with (bytes read so far, bytes in all).
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """One file of a batch, ready to be read.

    :ivar name: its path as the manifest writes it.
    :ivar record_type: what its records are.
    :ivar path: plain NDJSON on disk: the very file that was hashed, whatever bears its name by now. For this process only.
    :ivar size: its size in bytes.
    :ivar lines: number of lines that are not blank, and ``blanks`` of those that are.
    :ivar named: the path by which another process finds it.
    :ivar numbers: line of each record in the file handed in, where that is not its line here.
    :ivar bom: whether the file started with a byte-order mark.
    """

    name: str
    record_type: str
    path: Path
    size: int
    lines: int
    named: Path
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
    _seen: tuple[_Seen, ...] = field(default=(), repr=False)

    def check_unchanged(self) -> None:
        """Demand that every file that was handed in is still what was read, and still bears its name.

        :raises BatchError: naming those of which that is not so.
        """
        if changed := [problem("file-changed", path=seen.shown) for seen in self._seen if seen.changed()]:
            raise BatchError(*changed)


@contextmanager
def open_batch(path: str | Path, work: Path, progress: Progress = lambda _a, _b: None) -> Iterator[Batch]:
    """Open a folder, a zip, one file, or a pipe that one of the latter comes through.

    :param work: an empty folder of the caller's for what must be unpacked.
    :raises BatchError: with every reason why it cannot be read as a batch.
    :raises WorkspaceError: if there is no room in ``work``.
    """
    with ExitStack() as stack:
        yield _opened(path, work, progress, stack)


def _opened(path: str | Path, work: Path, progress: Progress, stack: ExitStack) -> Batch:
    if not os.fspath(path):
        # as a path it would mean the current folder
        raise BatchError(problem("path-empty"))
    path = Path(path)
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            return _open_tree(_Folder(path, stack), work, progress, None)
        if stat.S_ISREG(mode):
            return _open_file(_Handed(path, stack, follow=True), path.name, work, progress)
        if stat.S_ISFIFO(mode):
            return _open_file(_Handed(_drained(path, work), stack, follow=True), path.name, work, progress, pipe=True)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BatchError(problem("no-path", path=path)) from None
    except OSError as e:
        raise BatchError(problem("unreadable", path=path, reason=e.strerror or e)) from e
    raise BatchError(problem("special", path=path))


def _drained(path: Path, work: Path) -> Path:
    """A copy of what comes through a pipe, which can be read only once."""
    target = work / "pipe"
    left = PIPE
    with writing(work):
        copy = target.open("wb")
    with copy, path.open("rb", buffering=0) as pipe:
        while block := pipe.read(BLOCK):
            left -= len(block)
            if left < 0:
                raise BatchError(problem("pipe-long", path=path, limit=PIPE // 2**30))
            with writing(work):
                copy.write(block)
        with writing(work):
            copy.flush()
    return target


# --- what was handed in ----------------------------------------------------------------------------


class _Seen:
    """What a file was when it was opened.

    :ivar shown: its name for messages.
    :ivar digest: SHA-256 of what was read, where it was read from start to end.
    """

    def __init__(self, shown: str, path: Path, status: os.stat_result, follow: bool) -> None:
        self.shown, self._path, self._follow = shown, path, follow
        self._before = status
        self._file: FileIO | None = None
        self.digest: str | None = None

    def hold(self, file: FileIO) -> None:
        """Look at the open file too, when the time comes."""
        self._file = file

    def changed(self) -> bool:
        """Whether the file that was opened was written to since, or its name belongs to another by now."""
        try:
            now = [os.stat(self._path, follow_symlinks=self._follow)]
        except OSError:
            return True
        if self._file is not None:
            now.append(os.fstat(self._file.fileno()))
        if any(_identity(status) != _identity(self._before) for status in now):
            return True
        # a time can be set back; that it was is told by another, which also moves when nothing was written
        return now[0].st_ctime_ns != self._before.st_ctime_ns and self._differs()

    def _differs(self) -> bool:
        if self._file is None or self.digest is None:
            return False
        self._file.seek(0)
        return hashlib.file_digest(self._file, "sha256").hexdigest() != self.digest


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class _Handed:
    """A regular file that was handed in, open.

    :raises OSError: if it cannot be opened, or is another kind of thing by the time it is.
    """

    def __init__(self, path: Path, stack: ExitStack, *, follow: bool, shown: str | None = None, fd: int | None = None) -> None:
        if fd is None:
            fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        self.file = stack.enter_context(FileIO(fd))
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise BatchError(problem("file-changed", path=shown or path))
        self.path, self.size = path, status.st_size
        self.seen = _Seen(shown or str(path), path, status, follow)

    def hold(self) -> Path:
        """The path by which this process reads just this open file, whatever becomes of its name."""
        self.seen.hold(self.file)
        inside = Path(f"/proc/self/fd/{self.file.fileno()}")
        try:
            same = os.path.samestat(inside.stat(), os.fstat(self.file.fileno()))
        except OSError:
            same = False
        return inside if same else self.path


class _Tree(Protocol):
    """A batch of several files: a folder or a zip."""

    shown: str

    def check(self, name: str) -> int | Problem:
        """The size of a file, or why it cannot be read."""
        ...

    def open(self, name: str) -> AbstractContextManager[_Handed | Entry]:
        """A context in which a file that was checked can be read."""
        ...

    def others(self, listed: set[str]) -> Iterator[str]:
        """Paths of all other files."""
        ...


class _Folder:
    """A folder, below which no link is followed."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.shown = str(path)
        self._path = path
        self._stack = stack
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY) if _RELATIVE else None
        if self._fd is not None:
            stack.callback(os.close, self._fd)
        if self.check(manifest.NAME) == _missing(manifest.NAME):
            below = sorted(p.name for p in path.iterdir() if (p / manifest.NAME).is_file())
            if below:
                raise BatchError(problem("manifest-below", path=self.shown, seen=f"{below[0]}/{manifest.NAME}"))
            raise BatchError(problem("manifest-missing", path=self.shown))

    def check(self, name: str) -> int | Problem:
        try:
            with ExitStack() as only:
                return self._handed(name, only).size
        except BatchError as e:
            return e.problems[0]

    @contextmanager
    def open(self, name: str) -> Iterator[_Handed]:
        yield self._handed(name, self._stack)

    def _handed(self, name: str, stack: ExitStack) -> _Handed:
        place = self._path / name
        return _Handed(place, stack, follow=False, shown=name, fd=self._descriptor(name))

    def _descriptor(self, name: str) -> int:
        """Open a file part by part, each within the folder that was opened before it.

        :raises BatchError: if it is not a regular file in the folder.
        """
        *folders, last = name.split("/")
        at, place = self._fd, self._path
        opened: list[int] = []
        try:
            for part in folders:
                place = place / part
                status = self._status(part, place, at, name)
                if not stat.S_ISDIR(status.st_mode):
                    raise BatchError(_missing(name))
                if at is not None:
                    at = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
                    opened.append(at)
            status = self._status(last, place / last, at, name)
            if not stat.S_ISREG(status.st_mode):
                # looked at before it is opened: opening a device can set it going
                raise BatchError(problem("file-special", path=name))
            if at is None:
                return os.open(place / last, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            return os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
        except FileNotFoundError:
            raise BatchError(_missing(name)) from None
        except OSError as e:
            raise BatchError(problem("unreadable", path=name, reason=e.strerror or e)) from e
        finally:
            for fd in opened:
                os.close(fd)

    def _status(self, part: str, place: Path, at: int | None, name: str) -> os.stat_result:
        status = os.stat(part, dir_fd=at, follow_symlinks=False) if at is not None else place.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise BatchError(problem("file-link", path=name))
        return status

    def others(self, listed: set[str]) -> Iterator[str]:
        waiting = [""]
        while waiting:
            prefix, found = waiting.pop(), []
            # what cannot be read is no part of what was handed in
            with suppress(OSError), os.scandir(self._path / prefix) as entries:
                found = [(prefix + e.name, e.is_dir(follow_symlinks=False), e.is_file()) for e in entries]
            waiting += [name + "/" for name, is_folder, _ in found if is_folder]
            yield from (n for n, _, is_file in found if is_file and n not in listed and n != manifest.NAME and not is_junk(n))


_RELATIVE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


def _missing(name: str) -> Problem:
    return problem("file-missing", path=name)


# --- the forms -------------------------------------------------------------------------------------


def _open_tree(tree: _Tree, work: Path, progress: Progress, budget: Budget | None, *before: _Seen) -> Batch:
    seen = list(before)
    said = _read_manifest(tree, seen)
    sizes: dict[str, int] = {}
    problems: list[Problem] = []
    for entry in said["files"]:
        name = entry["path"]
        if name in sizes:
            problems.append(problem("file-twice", path=name))
        elif not kinds.is_records(name):
            problems.append(kinds.strange(name))
        elif isinstance(found := tree.check(name), Problem):
            problems.append(found)
        else:
            sizes[name] = found
    if problems:
        raise BatchError(*problems)
    if budget is None:
        budget = Budget(sum(size for name, size in sizes.items() if packing(name)))
    total, done = sum(sizes.values()), 0
    sources = []

    def told(earlier: int, now: int) -> None:
        progress(earlier + now, total)

    for number, entry in enumerate(said["files"]):
        with tree.open(entry["path"]) as handed:
            reading = _Reading(entry["path"], entry["recordType"], work / f"{number:04d}.ndjson", budget)
            source = reading.read(handed, partial(told, done), "sm3" in entry, keep=number < HELD)
        if isinstance(handed, _Handed):
            seen.append(handed.seen)
        done += sizes[entry["path"]]
        problems += _contradictions(entry, reading.digests, source.lines)
        sources.append(source)
    if problems:
        raise BatchError(*problems)
    unlisted = sorted(_readable(name) for name in tree.others(set(sizes)) if kinds.is_records(name))
    return Batch(said, tuple(sources), False, tuple(unlisted), tuple(seen))


def _contradictions(entry: dict[str, Any], digests: dict[str, str], lines: int) -> Iterator[Problem]:
    """What the manifest says of a file that is not so."""
    for algorithm, title in (("sha256", "SHA-256"), ("sm3", "SM3")):
        if algorithm in entry and algorithm in digests and digests[algorithm] != entry[algorithm].lower():
            yield problem("file-digest", path=entry["path"], algorithm=title)
    if lines != entry["count"]:
        yield problem("file-count", path=entry["path"], actual=lines, listed=entry["count"])


def _open_file(handed: _Handed, name: str, work: Path, progress: Progress, pipe: bool = False) -> Batch:
    """One file: a zip, or records of the type that its name begins with."""
    name = _readable(name)
    if handed.size == 0:
        raise BatchError(problem("empty", path=name))
    head = handed.file.read(kinds.HEAD)
    handed.file.seek(0)
    if kinds.is_archive(name, head):
        budget = Budget(handed.size)
        return _open_tree(Archive(BufferedReader(handed.file), name, budget), work, progress, budget, handed.seen)
    if name == manifest.NAME:
        raise BatchError(problem("manifest-named", path=name))
    if not kinds.is_records(name):
        raise BatchError(problem("pipe-kind", path=name) if pipe else kinds.strange(name, head))
    reading = _Reading(name, kinds.record_type(name), work / "0000.ndjson", Budget(handed.size))
    source = reading.read(handed, lambda n: progress(n, handed.size), False, keep=True)
    return Batch({"batchId": name, "files": []}, (source,), True, (), (handed.seen,))


def _readable(name: str) -> str:
    """A file's name as text: one that is not UTF-8 could not be written into a report."""
    return os.fsencode(name).decode("utf-8", "replace")


# --- one file --------------------------------------------------------------------------------------


class _Reading:
    """One file on its way to plain NDJSON.

    :ivar digests: of the file as it lies there, by algorithm.
    """

    def __init__(self, name: str, record_type: str, target: Path, budget: Budget) -> None:
        self.name, self.record_type, self.target = name, record_type, target
        self.digests: dict[str, str] = {}
        self._budget = budget
        self._bom = False

    def read(self, handed: _Handed | Stream, progress: Callable[[int], None], with_sm3: bool, *, keep: bool) -> Source:
        """Hash the file and bring it into plain NDJSON.

        :param keep: whether an uncompressed NDJSON file that was handed in may be held open and stay where it is.
        """
        stream = handed.file if isinstance(handed, _Handed) else handed
        tee = Tee(stream, with_sm3, progress)
        blocks = self._begin(unpacked(tee, self.name, self._budget))
        if kinds.is_array(self.name):
            source = self._array(blocks)
        else:
            stays = keep and isinstance(handed, _Handed) and packing(self.name) is None
            source = self._lines(blocks, handed if stays and isinstance(handed, _Handed) else None)
        self.digests = tee.digests()
        if isinstance(handed, _Handed):
            handed.seen.digest = self.digests["sha256"]
            if source.path == self.target:
                handed.file.close()
        return source

    def _begin(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The blocks without a mark; what is no text of ours at all ends here, for not even its lines could be counted."""
        first = next(blocks, b"")
        while len(first) < kinds.HEAD and (more := next(blocks, b"")):
            first += more
        if packing(self.name) is None and (wrong := kinds.untrue(self.name, first)):
            raise BatchError(wrong)
        if first.startswith(_UTF16) or first[:64].count(0) > 8:
            raise BatchError(problem("file-encoding", path=self.name, line=1, guess=" (UTF-16)"))
        if first.startswith(_BOM):
            self._bom, first = True, first[len(_BOM) :]
        if first:
            yield first
        yield from blocks

    def _lines(self, blocks: Iterator[bytes], stays: _Handed | None) -> Source:
        lines, size = Lines(), 0
        with ExitStack() as stack:
            write: Callable[[bytes], object] | None = None
            for block in blocks:
                if write is None and (stays is None or self._bom):
                    write = stack.enter_context(self._output())
                if write is not None:
                    write(block)
                size += len(block)
                lines.feed(block)
            if write is None and (stays is None or self._bom):
                stack.enter_context(self._output())
        lines.end()
        kept = stays is not None and not self._bom
        path, named = (stays.hold(), stays.path.absolute()) if kept and stays is not None else (self.target, self.target)
        return Source(self.name, self.record_type, path, size, lines.filled, named, lines.blank, None, self._bom)

    def _array(self, blocks: Iterator[bytes]) -> Source:
        """Turn a JSON array into NDJSON, element by element as it stands, with the line each began on."""
        with self._output() as write:
            splitter = Splitter(write)
            try:
                splitter.feed(blocks)
            except Broken as e:
                raise BatchError(self._broken(e, splitter.block)) from None
        count = len(splitter.numbers)
        return Source(self.name, self.record_type, self.target, splitter.size, count, self.target, 0, splitter.numbers, self._bom)

    def _broken(self, broken: Broken, block: bytes) -> Problem:
        """Why it is not an array. Bytes of another encoding hold brackets and quotes that are none."""
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as e:
            if e.start < len(block) - 4 and (guess := strictjson.guess_encoding(block)):
                line = max(1, broken.line - block.count(b"\n", e.start))
                return problem("file-encoding", path=self.name, line=line, guess=f" ({guess})")
        if broken.what is None:
            return problem("array-lines", path=self.name, line=broken.line)
        return problem("array", path=self.name, line=broken.line, what=broken.what or manifest.why("STR-JSON"))

    @contextmanager
    def _output(self) -> Iterator[Callable[[bytes], object]]:
        """Where the plain bytes go."""
        work = self.target.parent
        with writing(work):
            out = self.target.open("wb")

        def write(data: bytes) -> None:
            with writing(work):
                out.write(data)

        try:
            yield write
        except BaseException:
            with suppress(OSError):
                out.close()  # what is still unwritten is of no use, and may not fit
            raise
        with writing(work):
            out.close()


# --- the manifest ----------------------------------------------------------------------------------


def _read_manifest(tree: _Tree, seen: list[_Seen]) -> dict[str, Any]:
    found = tree.check(manifest.NAME)
    if isinstance(found, Problem):
        raise BatchError(problem("manifest-kind", path=manifest.NAME) if found.code == "file-special" else found)
    with tree.open(manifest.NAME) as handed:
        stream = handed.file if isinstance(handed, _Handed) else handed
        data = b""
        while len(data) <= strictjson.MAX_LINE and (block := stream.read(strictjson.MAX_LINE + 1 - len(data))):
            data += block
    if isinstance(handed, _Handed):
        seen.append(handed.seen)
    return manifest.understood(data)
