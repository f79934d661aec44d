"""Reads the bytes of a manifest: all that can be wrong with it, in bounded time and space, however wrong it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from zhucun import standard
from zhucun.errors import MOST, BatchError, Problem, problem
from zhucun.opening import declared
from zhucun.record import faults, strictjson

NAME = "manifest.json"

_BOM = b"\xef\xbb\xbf"


def understood(data: bytes) -> dict[str, Any]:
    """What a manifest says.

    :raises BatchError: if it is not a valid one; of very many reasons the first.
    """
    if len(data) > strictjson.MAX_LINE:
        raise BatchError(problem("manifest-long", path=NAME, limit=strictjson.MAX_LINE // 2**20))
    if not data.strip(strictjson.SPACE):
        raise BatchError(problem("empty", path=NAME))
    if data.startswith(_BOM):
        raise BatchError(problem("manifest-bom"))
    manifest = _object(data)
    # a path that leads outside is worth its own sentence, before the schema's pattern refuses it
    if misleading := [wrong for wrong in map(_misleading, _paths(manifest)) if wrong]:
        raise BatchError(*misleading)
    short = _Shortened(standard.schema("manifest"), manifest)
    if wrong := faults.explain_manifest(short.value):
        raise BatchError(*wrong, more=short.left_out)
    for first, then in (("startDate", "endDate"), ("startDate", "asOf")):
        if manifest[then] < manifest[first]:
            raise BatchError(problem("manifest-dates", what=f"{then} {manifest[then]} < {first} {manifest[first]}"))
    if wrong := declared.check_coverage(manifest):
        raise BatchError(*wrong)
    return manifest


def why(code: str, **values: Any) -> tuple[str, str]:
    """What a structural code says, in both languages."""
    return faults.in_both(faults.Fault(code, "", (), values))


def _object(data: bytes) -> dict[str, Any]:
    try:
        return strictjson.object_of(data)
    except strictjson.Refused as e:
        if e.code == "STR-ENCODING":
            guess = e.values["guess"]
            raise BatchError(problem("manifest-encoding", guess=f" ({guess})" if guess else "")) from None
        line = 1 if e.code == "STR-OBJECT" else _error_line(data)
        raise BatchError(problem("manifest-json", line=line, what=why(e.code, **e.values))) from None


def _error_line(data: bytes) -> int:
    try:
        json.loads(data)
    except json.JSONDecodeError as e:
        return e.lineno
    except (ValueError, RecursionError):
        pass
    return 1


def _paths(manifest: Mapping[str, Any]) -> list[str]:
    files = manifest.get("files")
    return [f["path"] for f in files if isinstance(f, dict) and isinstance(f.get("path"), str)] if isinstance(files, list) else []


def _misleading(name: str) -> Problem | None:
    """What is wrong with a path that leads out of the batch, or would on some system."""
    slashed = name.replace("\\", "/")
    if ".." in slashed.split("/") or slashed.startswith("/") or name[1:2] == ":":
        return problem("file-outside", path=name)
    return problem("file-backslash", path=name, instead=slashed) if slashed != name else None


class _Shortened:
    """A value as wrong as it was, but no longer than its schema bears: a list shows that it is too long by one element
    too many, and unknown members after the first hundred are only counted, for each costs a search for what was meant.

    :ivar value: the shortened value.
    :ivar left_out: how many unknown members it lacks.
    """

    def __init__(self, schema: Mapping[str, Any], value: Any) -> None:
        self.left_out = 0
        self._unknown = MOST
        self.value = self._short(schema, value)

    def _short(self, schema: Mapping[str, Any], value: Any) -> Any:
        if isinstance(value, list):
            items = schema.get("items", {})
            return [self._short(items, v) for v in value[: schema.get("maxItems", len(value)) + 1]]
        if isinstance(value, dict) and "properties" in schema:
            return {k: self._short(schema["properties"].get(k, {}), v) for k, v in value.items() if self._shown(k, schema)}
        return value

    def _shown(self, key: str, schema: Mapping[str, Any]) -> bool:
        if key in schema["properties"]:
            return True
        self._unknown -= 1
        self.left_out += self._unknown < 0
        return self._unknown >= 0
