"""How a report is to be shown: one typed argument, the same for every form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from zhucun.model import Severity
from zhucun.printing import printable

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a report is to be shown.

    :ivar lang: language of the messages, ``zh`` or ``en``.
    :ivar docs: address of a documentation site, to link findings to.
    :ivar fail_on: from this severity up, findings fail.
    :ivar colour: whether a terminal shows it.
    :ivar prefix: what leads from the root of the working tree to the batch; empty, or ends in ``/``.
    :ivar home: the file of the batch where what stands in no file is shown.
    """

    lang: str = "zh"
    docs: str | None = None
    fail_on: Severity = Severity.ERROR
    colour: bool = False
    prefix: str = ""
    home: str = "manifest.json"

    def locate(self, finding: Mapping[str, Any]) -> tuple[str, int]:
        """Path from the root of the working tree, and line, of a finding or of what concerns the whole batch."""
        if "file" not in finding:
            return self.prefix + self.home, 1
        return self.prefix + finding["file"], max(1, finding.get("line", 1))


#: A report shown as it is, in Chinese.
PLAIN = Rendering()


def whereabouts(path: Path, prefix: str | None = None) -> tuple[str, str]:
    """Where a batch lies, as :class:`Rendering` has it: the way from the working tree's root, and its home file.

    The root is the nearest folder above with ``.git`` in it, else the working directory. What lies in an archive or
    outside has no way from there: its paths stay those of the batch.

    :param prefix: the way, where the user knows better.
    """
    way = prefix.rstrip("/") + "/" if prefix and prefix.rstrip("/") else ""
    try:
        return _whereabouts(path, way if prefix is not None else None)
    except (OSError, ValueError):  # no such path can be; opening it will say so
        return way, "manifest.json"


def _whereabouts(path: Path, way: str | None) -> tuple[str, str]:
    here = path.absolute()
    single = here.is_file() and here.suffix.lower() != ".zip"
    home = here.name if single else "manifest.json"
    if way is not None:
        return way, home
    folder = here.parent if single else here
    if not folder.is_dir():
        return "", home
    root = next((p for p in (folder, *folder.parents) if (p / ".git").exists()), Path.cwd())
    if not folder.is_relative_to(root):
        return "", home
    inside = PurePosixPath(folder.relative_to(root)).as_posix()
    return "" if inside == "." else inside + "/", home


def shown(data: Any) -> Any:
    """The report with every text in it fit to be printed."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, Mapping):
        return {printable(k): shown(v) for k, v in data.items()}
    if isinstance(data, (list, tuple)):
        return [shown(v) for v in data]
    return data
