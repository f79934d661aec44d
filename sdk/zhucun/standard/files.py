"""The files of one version of the standard, read as data that nobody can change."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from zhucun.errors import ZhucunError, problem, short
from zhucun.words import both

#: The version that is taken where none is named.
VERSION = "1.0"

#: A day before and after every date that a record can hold: the ends of a rule that has none.
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


class StandardError(ZhucunError):
    """The standard's own files are missing or contradict each other."""

    def __init__(self, what: str) -> None:
        super().__init__(problem("standard", what=what))


class UnknownVersion(ZhucunError):
    """No version of that name is installed."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(problem("version-unknown", name=short(name), known=", ".join(known) or both("fill.empty")))


def versions() -> dict[str, Path]:
    """Each version that is installed, and its folder: in the package, or in the checkout around it."""
    package = Path(__file__).resolve().parent.parent
    places = (package.parent.parent / "schemas", package / "_standard")
    return {folder.name: folder for place in places for folder in sorted(place.glob("*")) if (folder / "standard.json").is_file()}


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Say of a file of the standard that it cannot be read or understood.

    :raises StandardError: if what is done here raises an ``OSError`` or a ``ValueError``.
    """
    try:
        yield
    except (OSError, ValueError) as e:
        raise StandardError(f"{path.name}: {e}") from e


def read_json(path: Path) -> Any:
    """What a JSON file holds, read-only.

    :raises StandardError: if it cannot be read.
    """
    with naming(path):
        return fixed(json.loads(path.read_text("utf-8")))


def read_rows(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file, read-only.

    :raises StandardError: if it cannot be read.
    """
    with naming(path), path.open(encoding="utf-8", newline="") as f:
        return tuple(FixedDict(row) for row in csv.DictReader(f))


def read_lines(path: Path) -> tuple[Any, ...]:
    """The objects of a file of JSON lines, read-only.

    :raises StandardError: if it cannot be read.
    """
    with naming(path):
        return tuple(fixed(json.loads(line)) for line in path.read_text("utf-8").splitlines())


# --- what cannot be changed -------------------------------------------------------------------------


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise TypeError("the standard is read-only; change a copy")


class FixedDict(dict[str, Any]):
    """A dict that refuses to be changed; libraries that ask for a dict take it."""

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> Any:
        return FixedDict, (dict(self),)


class FixedList(list[Any]):
    """A list that refuses to be changed."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> Any:
        return FixedList, (list(self),)


def fixed(value: Any) -> Any:
    """The same JSON value, which refuses to be changed anywhere."""
    if isinstance(value, dict):
        return FixedDict({k: fixed(v) for k, v in value.items()})
    if isinstance(value, list):
        return FixedList(map(fixed, value))
    return value
