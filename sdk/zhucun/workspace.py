"""The private folder in which one run works."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def workspace() -> Iterator[Path]:
    """A temporary folder that is gone afterwards, however the work ends.

    What a killed process could not remove is removed by the next one: a folder whose lock nobody holds.
    """
    with tempfile.TemporaryDirectory(prefix="zhucun-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with _locked(folder):
            yield folder


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, and remove folders beside it that are locked no more."""
    if os.name != "posix":
        yield
        return
    import fcntl

    with (folder / ".lock.new").open("wb") as mine:
        fcntl.flock(mine, fcntl.LOCK_EX)
        # named only once it is locked: nobody sees it free
        (folder / ".lock.new").rename(folder / ".lock")
        for lock in folder.parent.glob("zhucun-*/.lock"):
            if lock.parent == folder or lock.parent.is_symlink():
                continue
            with contextlib.suppress(OSError), lock.open("r+b") as other:
                if os.fstat(other.fileno()).st_uid == os.getuid():
                    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(lock.parent, ignore_errors=True)
        yield
