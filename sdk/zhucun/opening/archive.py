"""Reads a zip as programs of all sorts write them: only what is asked for, never onto the disk under a name of its own."""

from __future__ import annotations

import errno
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

from zhucun.errors import BatchError, MachineError, Problem, cannot_read, exhausted, problem
from zhucun.opening import kinds
from zhucun.opening.manifest import NAME
from zhucun.opening.streams import Budget

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1

#: Read at a time where one read unpacks all that it got: bzip2 makes fifty megabytes of forty bytes.
_SIP = 32

#: Given at a time of what was read so.
_MOUTHFUL = 64 * 1024


def is_junk(name: str) -> bool:
    """Whether a path is one of those that a desktop lays beside the files of its user."""
    *folders, last = name.split("/")
    return "__MACOSX" in folders or last.startswith("._") or last in (".DS_Store", "Thumbs.db", "desktop.ini")


@contextmanager
def _damage(shown: str) -> Iterator[None]:
    """``zipfile`` raises nearly anything at bytes that are damaged; a disk that fails is told apart by its number."""
    try:
        yield
    except OSError as e:
        if e.errno not in (None, errno.EINVAL):  # bzip2 says OSError too, and a wild offset is an invalid argument
            raise cannot_read(shown, e) from e
        raise BatchError(problem("zip-bad", path=shown)) from e
    except Exception as e:
        if exhausted(e):
            raise MachineError(problem("machine")) from e
        raise BatchError(problem("zip-bad", path=shown)) from e


class Archive:
    """A zip that holds one batch, at its top or in one folder.

    :ivar shown: the name by which its user knows it.
    """

    def __init__(self, file: IO[bytes], shown: str, budget: Budget) -> None:
        self.shown = shown
        self._budget = budget
        with _damage(shown):
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        for info in entries:
            name = _name(info)
            if not name:
                raise BatchError(problem("zip-bad", path=shown))
            if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
                raise BatchError(problem("zip-name", path=name))
            if not name.endswith("/") and not is_junk(name):
                self._entries.setdefault(name, []).append(info)
        self._top = self._folder()

    def _folder(self) -> str:
        """What the names of the batch's files begin with: nothing, or the one folder at the top that has a manifest."""
        if NAME in self._entries:
            return ""
        seen = sorted(name for name in self._entries if name.endswith("/" + NAME))
        tops = [name for name in seen if name.count("/") == 1]
        if len(tops) == 1:
            return tops[0].removesuffix(NAME)
        if tops:
            raise BatchError(problem("zip-folders", path=self.shown, seen=", ".join(tops[:10])))
        if "[Content_Types].xml" in self._entries:
            raise BatchError(kinds.workbook(self.shown))
        if seen:
            raise BatchError(problem("manifest-below", path=self.shown, seen=seen[0]))
        raise BatchError(problem("manifest-missing", path=self.shown))

    def check(self, name: str) -> int | Problem:
        """The size of a file once unpacked, or why it cannot be read."""
        found = self._entries.get(self._top + name, [])
        if not found:
            return problem("file-missing", path=name)
        if len(found) > 1:
            return problem("zip-twice", path=name)
        (info,) = found
        mode = info.external_attr >> 16
        if stat.S_ISLNK(mode):
            return problem("file-link", path=name)
        if info.flag_bits & _ENCRYPTED:
            return problem("zip-encrypted", path=self.shown)
        return info.file_size

    @contextmanager
    def open(self, name: str) -> Iterator[Entry]:
        """A file that was checked."""
        (info,) = self._entries[self._top + name]
        with _damage(self.shown):
            file = self._zip.open(info)
        try:
            yield Entry(file, info.compress_type, self.shown, lambda n: self._budget.spend(n, self.shown))
        finally:
            file.close()

    def others(self, listed: set[str]) -> Iterator[str]:
        """Paths, from the batch's folder, of all other files."""
        for name in self._entries:
            inside = name.removeprefix(self._top) if name.startswith(self._top) else "../" + name
            if inside not in listed and inside != NAME:
                yield inside


class Entry:
    """The bytes of one file of a zip."""

    def __init__(self, file: IO[bytes], method: int, shown: str, spend: Callable[[int], None]) -> None:
        self._file, self._shown, self._spend = file, shown, spend
        self._sips: zipfile.ZipExtFile | None = None
        if method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and isinstance(file, zipfile.ZipExtFile):
            file.MIN_READ_SIZE = _SIP
            self._sips = file

    def read(self, n: int = -1) -> bytes:
        """At most ``n`` bytes; none at the end."""
        with _damage(self._shown):
            block = b"".join(_sipped(self._sips, min(n, _MOUTHFUL))) if self._sips else self._file.read(n)
        self._spend(len(block))
        return block


def _sipped(file: zipfile.ZipExtFile, n: int) -> Iterator[bytes]:
    # to ask for what is there already unpacks no more; to ask for more unpacks of as many packed bytes as were asked for
    while n > 0 and (there := file.peek(1)):
        sip = file.read(min(n, len(there)))
        n -= len(sip)
        yield sip


def _name(info: zipfile.ZipInfo) -> str:
    """The path of an entry.

    macOS writes UTF-8 without saying so, Windows the code page of its user and, in older programs, backslashes.
    """
    name = info.filename
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        raw = name.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            with suppress(UnicodeError):
                name = raw.decode(encoding)
                break
    return name.replace("\\", "/")
