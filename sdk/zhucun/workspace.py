"""The private folder in which one run works, and what is said where there is no room for it.

All runs of a user keep their folders in one folder of that user, which nobody else can enter. There, and only there,
a run removes what earlier ones left behind because they were killed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from zhucun.errors import BatchError, WorkspaceError, problem

_RUN, _LOCK = "run-", ".zhucun-run"

#: Reading never fails for these reasons: whoever meets them was writing, and a run writes nowhere but here.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}

#: Another run may remove the common folder in the moment between finding it and working in it.
_TRIES = 20


@contextmanager
def workspace() -> Iterator[Path]:
    """A temporary folder of this run alone that is gone afterwards, however the work ends.

    :raises WorkspaceError: if there is no folder for temporary files, or no room in it.
    """
    place = temporary()
    try:
        with _no_room(place):
            home = _home(place)
            folder = _folder(place, home)
            try:
                with _locked(folder) if home else contextlib.nullcontext():
                    if home:
                        _sweep(home, folder)
                    yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                if home:
                    with contextlib.suppress(OSError):
                        home.rmdir()  # the last one out
    except _Unusable as e:
        raise WorkspaceError(problem("workspace", path=place, reason=e)) from e.__cause__


def temporary() -> Path:
    """Where temporary files belong: the folder that the environment names, and no other in its stead."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        if named := os.environ.get(name):
            return Path(named).absolute()
    if os.name != "posix":
        return Path(tempfile.gettempdir())
    return next((p for p in map(Path, ("/tmp", "/var/tmp")) if os.access(p, os.W_OK | os.X_OK)), Path("/tmp"))


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What fails in here is a writing into a folder of ours: our failure, and not one of what is being read.

    :raises WorkspaceError: if it fails.
    """
    try:
        yield
    except OSError as e:
        raise WorkspaceError(problem("workspace", path=folder, reason=e.strerror or e)) from e


@contextmanager
def output(target: Path) -> Iterator[Callable[[bytes], object]]:
    """A new file in the work folder; what is to be written is given to the function.

    :raises WorkspaceError: if there is no room for it.
    """
    with writing(target.parent):
        file = target.open("wb")

    def write(data: bytes) -> None:
        with writing(target.parent):
            file.write(data)

    try:
        yield write
    except BaseException:
        with contextlib.suppress(OSError):
            file.close()  # what is still unwritten is of no use, and may not fit
        raise
    with writing(target.parent):
        file.close()


class _Unusable(Exception):
    """The folder for temporary files cannot be used; the text says why."""


@contextmanager
def _no_room(place: Path) -> Iterator[None]:
    """Whatever ends for want of room ends in one way, whoever wrote: we, or the engine when it spills."""
    try:
        yield
    except WorkspaceError as e:
        # said of the folder of this run, which is gone by now; the user knows the one above
        reason = dict(e.problems[0].values)["reason"]
        raise _Unusable(reason) from e
    except BatchError:
        raise  # it may quote anything that a sender wrote
    except OSError as e:
        if e.errno in _NO_ROOM:
            raise _Unusable(e.strerror) from e
        raise
    except Exception as e:
        full = os.strerror(errno.ENOSPC)
        if full in str(e):
            raise _Unusable(full) from e
        raise


def _folder(place: Path, home: Path | None) -> Path:
    """A new folder for this run: in the user's own one, or beside it where that cannot be trusted."""
    for _ in range(_TRIES if home else 0):
        with contextlib.suppress(FileNotFoundError):
            return Path(tempfile.mkdtemp(prefix=_RUN, dir=home))
        home = _home(place)
    try:
        return Path(tempfile.mkdtemp(prefix="zhucun-", dir=place))
    except OSError as e:
        raise _Unusable(e.strerror or e) from e


def _home(place: Path) -> Path | None:
    """The one folder of this user, made if need be. None where what stands there is not ours alone, and is left alone."""
    if os.name != "posix":
        return None
    home = place / f"zhucun-{os.getuid()}"
    try:
        with contextlib.suppress(FileExistsError):
            home.mkdir(0o700)
        found = home.lstat()
    except OSError:
        return None
    private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return home if private else None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of this run's folder: it says that the run is alive. Not all file systems have locks; then nothing says so."""
    import fcntl

    unnamed = folder / (_LOCK + ".new")
    with unnamed.open("wb") as mine:
        with contextlib.suppress(OSError):
            fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # named only once it is locked: nobody sees it free
            unnamed.rename(folder / _LOCK)
        yield


def _sweep(home: Path, mine: Path) -> None:
    """Remove what killed runs left behind: folders of runs whose lock nobody holds."""
    import fcntl

    for lock in home.glob(f"{_RUN}*/{_LOCK}"):
        if lock.parent == mine or lock.parent.is_symlink():
            continue
        with contextlib.suppress(OSError), lock.open("r+b") as other:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent, ignore_errors=True)
