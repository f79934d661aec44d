"""What a batch, a profile and a report may hold by an edition of the standard, as one flat list that two editions are compared by.

``python -m sitegen.inventory FOLDER``, in ``docs``, writes the list of an edition's folder; ``docs/data/rc1.json`` is what it wrote of 1.0.0rc1.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

#: Of a property, what decides which values it takes; its values are told apart.
DECIDES = ("type", "items", "format", "pattern", "const", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "x-ref")  # fmt: skip

#: Of those, what sets a bound and no form.
BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems")

#: What is written for others to read: there a new value is a surprise, and a member that is always there none.
READ = ("report", "finding", "receipt")

#: Name of a property, a code or a rule → what holds of it.
Inventory = Mapping[str, Mapping[str, Any]]

Kind = Literal["gone", "required", "other", "asks", "wider", "new"]


class Change(NamedTuple):
    """What is different of one name, in the later edition.

    :ivar kind: ``gone``; ``required`` where it must be given now, be it new or not; ``other`` values; ``asks`` where a rule asks
        something else; ``wider`` where more is right than before; ``new``.
    :ivar before, after: what held and holds of it, where that is something.
    """

    name: str
    kind: Kind
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def breaks(self) -> bool:
        """Whether data that were right can be wrong now, or a reader meets what it did not know."""
        return self.kind in ("gone", "required", "other")


def inventory(folder: Path) -> dict[str, dict[str, Any]]:
    """What an edition holds: a schema ``posting``, a property ``posting.endDate``, a code ``leave-kind/ANNUAL``, a rule by its id.

    :param folder: such as ``schemas/1.0``.
    """
    out: dict[str, dict[str, Any]] = {}
    for path in sorted([*folder.glob("records/*.json"), *folder.glob("exchange/*.json"), folder / "profiles" / "profile.schema.json"]):
        name = path.name.split(".")[0]
        out[name] = {}
        out.update(_properties(name, json.loads(path.read_text("utf-8"))))
    for path in sorted(folder.glob("codelists/*.csv")):
        out[path.stem] = {}
        with path.open(encoding="utf-8", newline="") as file:
            out.update((f"{path.stem}/{row['code']}", {}) for row in csv.DictReader(file))
    for path in sorted(folder.glob("rules/*.sql")):
        # beside the rules lie the views that they share, without an id
        if re.fullmatch(r"[A-Z]+-[0-9]{3}", path.stem):
            header, _ = json.JSONDecoder().raw_decode(path.read_text("utf-8").removeprefix("/*"))
            out[path.stem] = {"asks": hashlib.sha256(header["asks"]["zh"].encode()).hexdigest()[:12]}
    with (folder / "registers" / "structural.csv").open(encoding="utf-8", newline="") as file:
        out.update((row["code"], {}) for row in csv.DictReader(file))
    return out


def _properties(name: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, prop in schema.get("properties", {}).items():
        inner = prop.get("items", prop)
        holds = {word: prop.get(word, inner.get(word)) for word in DECIDES if word in prop or word in inner}
        if "items" in prop:
            holds["items"] = inner.get("type")
        # values are listed, or written as a pattern of alternatives
        told = re.fullmatch(r"\^\(([A-Za-z0-9_.\\|]+)\)\$", holds.get("pattern", ""))
        if values := inner.get("enum") or (told and told[1].replace("\\", "").split("|")):
            holds.pop("pattern", None)
            holds["values"] = sorted(values)
        yield f"{name}.{key}", holds | {"required": key in schema.get("required", ())}
        yield from _properties(f"{name}.{key}", inner)


def compare(before: Inventory, after: Inventory) -> list[Change]:
    """What is different of ``after``, in the order of names. What lies in something gone or new is not told besides it."""
    out = []
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        parent = max(name.rpartition(".")[0], name.rpartition("/")[0])
        told = parent and (parent in before) != (parent in after)
        if was != now and not told:
            out.append(Change(name, _kind(name.split(".")[0], was, now), was or {}, now or {}))
    return out


def _kind(schema: str, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Kind:
    if now is None:
        return "gone"
    if was is None:
        return "required" if now.get("required") and schema not in READ else "new"
    if "asks" in now:
        return "asks"
    if now["required"] and not was["required"] and schema not in READ:
        return "required"
    forms = {word for word in {*was, *now} - {"required", "values", *BOUNDS} if was.get(word) != now.get(word)}
    # values that a pattern or nothing described before are told as what they are now
    fewer = "values" in now and not set(was.get("values", ())) <= set(now["values"])
    more = "values" in now and not set(now["values"]) <= set(was.get("values", ()))
    tighter = any(word in now and now[word] != was.get(word) for word in BOUNDS)
    return "other" if forms or fewer or tighter or (more and schema in READ) else "wider"


if __name__ == "__main__":
    print(json.dumps(inventory(Path(sys.argv[1])), ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("},", "},\n"))
