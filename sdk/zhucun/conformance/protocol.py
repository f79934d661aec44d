"""The line protocol: its messages, the schemas that they keep to, and the place of the suite."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from zhucun.errors import ZhucunError, problem

#: Bytes of what an implementation writes to standard error that are kept, and of what this SDK tells of its own failure.
KEPT_STDERR = 4000

Message = dict[str, Any]


class HarnessError(ZhucunError):
    """The suite could not be run at all: no cases, no such command, no valid first answer."""


@cache
def home() -> Path:
    """The folder of the suite: ``conformance`` of a checkout, or what the wheel carries of it.

    :raises HarnessError: if there is neither.
    """
    package = Path(__file__).resolve().parents[1]
    for place in (package.parents[1] / "conformance", package / "_suite"):
        if (place / "schemas" / "case.schema.json").is_file():
            return place
    raise HarnessError(problem("suite.noSuite"))


@cache
def _schema(name: str) -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(json.loads((home() / "schemas" / f"{name}.schema.json").read_text("utf-8")))


def departures(name: str, value: Any) -> list[str]:
    """Why a message or case is not valid, each as pointer and reason; empty if it is."""
    return [f"/{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in _schema(name).iter_errors(value)]
