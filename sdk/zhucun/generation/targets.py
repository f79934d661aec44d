"""The languages and databases that can be written for, each one target that is registered by its name.

A new one is one :class:`Target`: :func:`register` it, and the command line knows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from zhucun.generation import csharp, ddl, go, java, typescript
from zhucun.standard import Standard


@dataclass(frozen=True)
class Target:
    """Writes the standard for one language or database.

    :ivar name: as the command line has it.
    :ivar write: from a standard to source text, the same for the same standard.
    """

    name: str
    write: Callable[[Standard], str]


#: Name → target.
LANGUAGES: dict[str, Target] = {}
DIALECTS: dict[str, Target] = {}


def register(registry: dict[str, Target], target: Target) -> None:
    """Let the standard be written for one more."""
    registry[target.name] = target


register(LANGUAGES, Target("typescript", typescript.write))
register(LANGUAGES, Target("java", java.write))
register(LANGUAGES, Target("csharp", csharp.write))
register(LANGUAGES, Target("go", go.write))

for _dialect in (ddl.POSTGRESQL, ddl.MYSQL, ddl.SQLITE, ddl.DUCKDB):
    register(DIALECTS, Target(_dialect.name, partial(ddl.write, dialect=_dialect)))
