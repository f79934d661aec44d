"""Opens a batch: finds its files, checks that the manifest tells the truth, and refuses what is unsafe.

It yields files, never records. Whatever form the batch came in (folder, zip, one file, pipe; plain, ``.gz``,
``.zst``; NDJSON or a JSON array), what comes out is plain NDJSON on disk with the line each record stood on.

What is judged is what was opened: no link is followed below the path that the user named, a file is opened once, what
is hashed is what is read later, and at the end each file must still be the one that it was.
"""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import BufferedReader
from itertools import chain
from pathlib import Path

from zhucun.errors import BatchError, Problem, cannot_read, problem
from zhucun.opening import formats, kinds, manifest
from zhucun.opening.archive import Archive
from zhucun.opening.handed import Folder, Handed, Seen, Tree
from zhucun.opening.manifest import Entry, Manifest, Named
from zhucun.opening.streams import BLOCK, Budget, Stream, Tee, packing, unpacked
from zhucun.opening.workbook import Workbook, open_workbook
from zhucun.record import strictjson
from zhucun.sheets.tables import is_sheet
from zhucun.standard import Standard
from zhucun.workspace import output

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

    :ivar id: its id, or the name of a single file.
    :ivar manifest: its manifest; None for a single file.
    :ivar unlisted: files that lie in the batch and that the manifest does not list.
    :ivar written: the bytes of the manifest, and ``envelope`` those of the signature beside it, if there is one.
    :ivar whole: of a part the bytes of the manifest of the whole, and ``order`` the file that says where its records stood.
    :ivar workbook: where it came as sheets, the way back to their cells.
    """

    id: str
    manifest: Manifest | None
    sources: tuple[Source, ...]
    unlisted: tuple[str, ...] = ()
    written: bytes = field(default=b"", repr=False)
    envelope: bytes | None = field(default=None, repr=False)
    whole: bytes | None = field(default=None, repr=False)
    order: Path | None = None
    workbook: Workbook | None = None
    _seen: tuple[Seen, ...] = field(default=(), repr=False)

    @property
    def named(self) -> Named | None:
        """How another batch, a signature or a receipt names this one; None for a single file."""
        return Named(self.id, manifest.digest_of(self.written)) if self.manifest else None

    def check_unchanged(self) -> None:
        """Demand that every file that was handed in is still what was read, and still bears its name.

        :raises BatchError: naming those of which that is not so.
        """
        if changed := [problem("file-changed", path=seen.shown) for seen in self._seen if seen.changed()]:
            raise BatchError(*changed)


@contextmanager
def open_batch(standard: Standard, path: str | Path, work: Path, progress: Progress = lambda _a, _b: None) -> Iterator[Batch]:
    """Open a folder, a zip, one file, or a pipe that one of the latter comes through.

    :param work: an empty folder of the caller's for what must be unpacked.
    :raises BatchError: with every reason why it cannot be read as a batch.
    :raises WorkspaceError: if there is no room in ``work``.
    """
    with ExitStack() as stack:
        yield _opened(standard, path, work, progress, stack)


def _opened(standard: Standard, path: str | Path, work: Path, progress: Progress, stack: ExitStack) -> Batch:
    if not os.fspath(path):
        # as a path it would mean the current folder
        raise BatchError(problem("path-empty"))
    path = Path(path)
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BatchError(problem("no-path", path=path)) from None
    except OSError as e:
        raise cannot_read(path, e) from e
    try:
        if stat.S_ISDIR(mode) and (sheets := _sheets_in(path)):
            return _open_sheets(
                standard, [(Handed(path / name, stack, follow=False, shown=name), name) for name in sheets], work, path.name, progress
            )
        if stat.S_ISDIR(mode):
            return _open_tree(standard, Folder(path, stack), work, progress, None)
        if stat.S_ISREG(mode):
            return _open_file(standard, Handed(path, stack, follow=True), path.name, work, progress)
        if stat.S_ISFIFO(mode):
            return _open_file(standard, Handed(_drained(path, work), stack, follow=True), path.name, work, progress, pipe=True)
    except OSError as e:
        raise cannot_read(path, e) from e
    raise BatchError(problem("special", path=path))


def _drained(path: Path, work: Path) -> Path:
    """A copy of what comes through a pipe, which can be read only once."""
    target, left = work / "pipe", PIPE
    with output(target) as write, path.open("rb", buffering=0) as pipe:
        while block := pipe.read(BLOCK):
            left -= len(block)
            if left < 0:
                raise BatchError(problem("pipe-long", path=path, limit=PIPE // 2**30))
            write(block)
    return target


# --- the forms -------------------------------------------------------------------------------------


def _open_tree(standard: Standard, tree: Tree, work: Path, progress: Progress, budget: Budget | None, *before: Seen) -> Batch:
    seen = list(before)
    written = _read_manifest(tree, seen)
    envelope = (
        None if isinstance(tree.check(manifest.ENVELOPE), Problem) else _read_small(tree, manifest.ENVELOPE, 2 * strictjson.MAX_LINE, seen)
    )
    whole = None if isinstance(tree.check(manifest.WHOLE), Problem) else _read_small(tree, manifest.WHOLE, strictjson.MAX_LINE, seen)
    said = Manifest.read(standard, written)
    sizes: dict[str, int] = {}
    problems: list[Problem] = []
    for entry in said.files:
        name = entry.path
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

    for number, entry in enumerate(said.files):
        with tree.open(entry.path) as handed:
            reading = _Reading(entry.path, entry.record_type, work / f"{number:04d}.ndjson", budget)
            source = reading.read(handed, partial(told, done), entry.sm3 is not None, keep=number < HELD)
        if isinstance(handed, Handed):
            seen.append(handed.seen)
        done += sizes[entry.path]
        problems += _contradictions(entry, reading.digests, source.lines)
        sources.append(source)
    if problems:
        raise BatchError(*problems)
    order = None if whole is None or isinstance(tree.check(manifest.ORDER), Problem) else _copied(tree, manifest.ORDER, work, seen)
    unlisted = sorted(_readable(name) for name in tree.others(set(sizes)) if kinds.is_records(name) and not _is_beside(name))
    return Batch(
        said.batch_id,
        said,
        tuple(sources),
        tuple(unlisted),
        written=written,
        envelope=envelope,
        whole=whole,
        order=order,
        _seen=tuple(seen),
    )


def _copied(tree: Tree, name: str, work: Path, seen: list[Seen]) -> Path:
    """A copy of a file that may be long."""
    with tree.open(name) as handed, output(work / name) as write:
        stream = handed.file if isinstance(handed, Handed) else handed
        while block := stream.read(BLOCK):
            write(block)
    if isinstance(handed, Handed):
        seen.append(handed.seen)
    return work / name


def _contradictions(entry: Entry, digests: dict[str, str], lines: int) -> Iterator[Problem]:
    """What the manifest says of a file that is not so."""
    for algorithm, title, listed in (("sha256", "SHA-256", entry.sha256), ("sm3", "SM3", entry.sm3)):
        if listed is not None and algorithm in digests and digests[algorithm] != listed.lower():
            yield problem("file-digest", path=entry.path, algorithm=title)
    if lines != entry.count:
        yield problem("file-count", path=entry.path, actual=lines, listed=entry.count)


def _open_file(standard: Standard, handed: Handed, name: str, work: Path, progress: Progress, pipe: bool = False) -> Batch:
    """One file: a zip, or records of the type that its name begins with."""
    name = _readable(name)
    if handed.size == 0:
        raise BatchError(problem("empty", path=name))
    head = handed.file.read(kinds.HEAD)
    handed.file.seek(0)
    if is_sheet(name) and not kinds.is_records(name):
        return _open_sheets(standard, [(handed, name)], work, name, progress)
    if kinds.is_archive(name, head):
        budget = Budget(handed.size)
        return _open_tree(standard, Archive(BufferedReader(handed.file), name, budget), work, progress, budget, handed.seen)
    if name == manifest.NAME:
        raise BatchError(problem("manifest-named", path=name))
    if not kinds.is_records(name):
        raise BatchError(problem("pipe-kind", path=name) if pipe else kinds.strange(name, head))
    reading = _Reading(name, kinds.record_type(name, standard.record_types), work / "0000.ndjson", Budget(handed.size))
    source = reading.read(handed, lambda n: progress(n, handed.size), False, keep=True)
    return Batch(name, None, (source,), _seen=(handed.seen,))


def _sheets_in(folder: Path) -> list[str]:
    """The files of sheets in a folder that is no batch of its own; what an open program leaves beside them is none."""
    if (folder / manifest.NAME).exists():
        return []
    found = sorted(p.name for p in folder.iterdir() if is_sheet(p.name) and not p.is_symlink() and p.is_file())
    return [name for name in found if not name.startswith(("~$", ".~", "._"))]


def _open_sheets(standard: Standard, files: list[tuple[Handed, str]], work: Path, name: str, progress: Progress) -> Batch:
    paths = [(handed.hold(), _readable(shown)) for handed, shown in files]
    size = sum(handed.size for handed, _ in files)
    book = open_workbook(standard, paths, size, work)
    progress(size, size)
    sources = tuple(Source(w.name, w.record_type, w.path, w.size, w.count, w.path) for w in book.files)
    ident = book.manifest.batch_id if book.manifest else _readable(name)
    return Batch(ident, book.manifest, sources, workbook=book, _seen=tuple(handed.seen for handed, _ in files))


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
        self._reader = formats.reader_of(name) or formats.Ndjson()
        self.digests: dict[str, str] = {}
        self._budget = budget
        self._bom = False

    def read(self, handed: Handed | Stream, progress: Callable[[int], None], with_sm3: bool, *, keep: bool) -> Source:
        """Hash the file and bring it into plain NDJSON.

        :param keep: whether an uncompressed file that was handed in and is plain NDJSON may be held open and stay where it is.
        """
        stream = handed.file if isinstance(handed, Handed) else handed
        tee = Tee(stream, with_sm3, progress)
        blocks = self._begin(unpacked(tee, self.name, self._budget))
        # the mark, if there is one, is told by the first block
        text = chain([first] if (first := next(blocks, b"")) else [], blocks)
        stays = handed if keep and isinstance(handed, Handed) and packing(self.name) is None and self._reader.is_plain else None
        if stays is None or self._bom:
            stays = None
            with output(self.target) as write:
                plain = self._reader.read(self.name, text, write)
        else:
            plain = self._reader.read(self.name, text, _nowhere)
        self.digests = tee.digests()
        path, named = (stays.hold(), stays.path.absolute()) if stays is not None else (self.target, self.target)
        if isinstance(handed, Handed):
            handed.seen.digest = self.digests["sha256"]
            if stays is None:
                handed.file.close()
        return Source(self.name, self.record_type, path, plain.size, plain.lines, named, plain.blanks, plain.numbers, self._bom)

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


def _nowhere(_: bytes) -> None:
    """What stays where it is need not be written."""


# --- the manifest ----------------------------------------------------------------------------------


def _read_manifest(tree: Tree, seen: list[Seen]) -> bytes:
    """The bytes of the manifest; of one that is too long so many as show it."""
    found = tree.check(manifest.NAME)
    if isinstance(found, Problem):
        raise BatchError(problem("manifest-kind", path=manifest.NAME) if found.code == "file-special" else found)
    return _read_small(tree, manifest.NAME, strictjson.MAX_LINE, seen)


def _is_beside(name: str) -> bool:
    """Whether a file may lie in a batch unlisted: its signature, or a receipt."""
    return name == manifest.ENVELOPE or name.startswith(manifest.RECEIPTS)


def _read_small(tree: Tree, name: str, most: int, seen: list[Seen]) -> bytes:
    """A file that is held in memory; of one that is too long one byte more than it may have."""
    with tree.open(name) as handed:
        stream = handed.file if isinstance(handed, Handed) else handed
        data = b""
        while len(data) <= most and (block := stream.read(most + 1 - len(data))):
            data += block
    if isinstance(handed, Handed):
        seen.append(handed.seen)
    return data
