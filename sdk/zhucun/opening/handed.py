"""What was handed in: files that are opened once, part by part, and at the end must still be what they were."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Protocol

from zhucun.errors import BatchError, Problem, cannot_read, problem
from zhucun.opening import manifest
from zhucun.opening.archive import Entry, is_junk

#: A pipe that takes a file's place in the last moment must not keep us waiting.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)

#: Whether the system opens a file within a folder that is open.
_RELATIVE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


class Seen:
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


class Handed:
    """A regular file that was handed in, open.

    :raises OSError: if it cannot be opened, or is another kind of thing by the time it is.
    """

    def __init__(self, path: Path, stack: ExitStack, *, follow: bool, shown: str | None = None, fd: int | None = None) -> None:
        if fd is None:
            fd = os.open(path, _READ)
        self.file = stack.enter_context(FileIO(fd))
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise BatchError(problem("file-changed", path=shown or path))
        self.path, self.size = path, status.st_size
        self.seen = Seen(shown or str(path), path, status, follow)

    def hold(self) -> Path:
        """The path by which this process reads just this open file, whatever becomes of its name."""
        self.seen.hold(self.file)
        inside = Path(f"/proc/self/fd/{self.file.fileno()}")
        try:
            same = os.path.samestat(inside.stat(), os.fstat(self.file.fileno()))
        except OSError:
            same = False
        return inside if same else self.path


class Tree(Protocol):
    """A batch of several files: a folder or a zip."""

    shown: str

    def check(self, name: str) -> int | Problem:
        """The size of a file, or why it cannot be read."""
        ...

    def open(self, name: str) -> AbstractContextManager[Handed | Entry]:
        """A context in which a file that was checked can be read."""
        ...

    def others(self, listed: set[str]) -> Iterator[str]:
        """Paths of all other files."""
        ...


class Folder:
    """A folder, below which no link is followed."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.shown = str(path)
        self._path = path
        self._stack = stack
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY) if _RELATIVE else None
        if self._fd is not None:
            stack.callback(os.close, self._fd)
        if self.check(manifest.NAME) == missing(manifest.NAME):
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
    def open(self, name: str) -> Iterator[Handed]:
        yield self._handed(name, self._stack)

    def _handed(self, name: str, stack: ExitStack) -> Handed:
        place = self._path / name
        return Handed(place, stack, follow=False, shown=name, fd=self._descriptor(name))

    def _descriptor(self, name: str) -> int:
        """Open a file part by part, each within the folder that was opened before it.

        :raises BatchError: if it is not a regular file in the folder.
        """
        *folders, last = name.split("/")
        at, place = (os.dup(self._fd) if self._fd is not None else None), self._path
        try:
            for part in folders:
                place = place / part
                if not stat.S_ISDIR(self._status(part, place, at, name).st_mode):
                    raise BatchError(missing(name))
                if at is not None:
                    above, at = at, os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
                    os.close(above)
            if not stat.S_ISREG(self._status(last, place / last, at, name).st_mode):
                # looked at before it is opened: opening a device can set it going
                raise BatchError(problem("file-special", path=name))
            if at is None:
                return os.open(place / last, _READ)
            return os.open(last, _READ | os.O_NOFOLLOW, dir_fd=at)
        except FileNotFoundError:
            raise BatchError(missing(name)) from None
        except OSError as e:
            raise cannot_read(name, e) from e
        finally:
            if at is not None:
                os.close(at)

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
                found = [(prefix + e.name, e.is_dir(follow_symlinks=False), _is_file(e)) for e in entries]
            waiting += [name + "/" for name, is_folder, _ in found if is_folder]
            yield from (n for n, _, is_file in found if is_file and n not in listed and n != manifest.NAME and not is_junk(n))


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False  # a link to itself, say


def missing(name: str) -> Problem:
    """What to say of a listed file that is not there."""
    return problem("file-missing", path=name)
