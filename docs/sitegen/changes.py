"""The page of what differs from the release before, told so that a vendor can act on it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.edition import standard
from sitegen.inventory import Change, Inventory, compare, inventory
from sitegen.markup import code, esc, heading, inline, link, table
from sitegen.words import DATA, Words, record_names
from zhucun.standard import VERSION

STANDARD = Path(__file__).resolve().parents[2] / "schemas" / VERSION

#: The release before, and the one that comes.
BEFORE, NEXT = "1.0.0rc1", "1.0.0rc2"


@cache
def before() -> Inventory:
    return dict(json.loads((DATA / "rc1.json").read_text("utf-8")))


@cache
def changes() -> list[Change]:
    return compare(before(), inventory(STANDARD))


@cache
def advice() -> list[dict[str, str]]:
    """What to do about each change after which right data can be wrong; a name may be a pattern."""
    with (DATA / "changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def advise(change: Change) -> dict[str, str] | None:
    return next((row for row in advice() if fnmatchcase(change.name, row["name"])), None)


class Changes(Words):
    def all(self) -> dict[str, str]:
        return {"rc2.md": self.page()}

    def page(self) -> str:
        w = self.w
        told = changes()
        act = [c for c in told if c.breaks]
        out = [
            f"# {w(f'从 {BEFORE} 到 {NEXT}', f'From {BEFORE} to {NEXT}')}",
            "",
            w(
                f"本页逐项比较两个版本的标准，由数据生成。须改动的 {len(act)} 处在最前；新增的都可以不用。",
                f"The two editions of the standard, compared item by item from their data. The {len(act)} places to act on come first; nothing that is new need be used.",
            ),
            "",
            heading(2, w("要看的改动", "What to act on"), "act"),
            "",
            table(
                [w("名称", "Name"), w("改动", "Change"), w("怎么办", "What to do")],
                [[self.name(c), self.kind(c), inline((advise(c) or {}).get(self.lang, ""))] for c in act],
            ),
            "",
            heading(2, w("口径有变的规则", "Rules that ask something else"), "asks"),
            "",
            w(
                "下列规则的问法与以前不同，同一批数据的结论可能不同；规则页写的是现在的口径。",
                "These rules are put otherwise than before, so the same batch can fare otherwise. Their pages say what they ask now.",
            ),
            "",
            f"<p>{' '.join(self.rule_link(c.name) for c in told if c.kind == 'asks')}</p>",
            "",
            heading(2, w("新的规则和结构代码", "New rules and structural codes"), "rules"),
            "",
            table(
                [w("规则", "Rule"), w("名称", "Title")],
                [[self.rule_link(c.name), esc(self.rule_title(c.name))] for c in told if c.kind == "new" and self.is_rule(c.name)],
            ),
            "",
            heading(2, w("新的字段", "New fields"), "fields"),
            "",
            table(
                [w("记录", "Record"), w("字段", "Fields")],
                [[link(f"records/{n}/", esc(self.record_title(n))), self.fields(n, told)] for n in record_names() if self.fields(n, told)],
            ),
            "",
            heading(2, w("新的代码", "New codes"), "codes"),
            "",
            table(
                [w("代码表", "Code list"), w("代码", "Codes")],
                [[link(f"codelists/{n}/", code(n)), self.codes(n, told)] for n in standard.codelist_names if self.codes(n, told)],
            ),
            "",
            heading(2, w("地区规则：新的表和列", "Profiles: new tables and columns"), "profiles"),
            "",
            table(
                [w("表", "Table"), w("列", "Columns")],
                [[code(name), " ".join(map(code, columns)) or w("整张表", "the whole table")] for name, columns in self.columns(told)],
            ),
        ]  # fmt: skip
        return "\n".join(out)

    def is_rule(self, name: str) -> bool:
        return name in standard.rules or name.startswith("STR-")

    def rule_link(self, name: str) -> str:
        return link(f"rules/{name}/", code(name))

    def rule_title(self, name: str) -> str:
        if name in standard.rules:
            return str(standard.rules[name].header["title"][self.lang])
        return next(str(row[self.lang]) for row in standard.register("structural") if row["code"] == name)

    def name(self, change: Change) -> str:
        head, _, path = change.name.partition(".")
        return link(f"records/{head}/#{path}", code(change.name)) if head in record_names() and change.after else code(change.name)

    def kind(self, change: Change) -> str:
        if change.kind == "gone":
            return self.w("删去", "gone")
        if change.kind == "required":
            return self.w("必填", "required now") if change.before else self.w("新增，必填", "new and required")
        was, now = (
            {k: v for k, v in side.items() if change.before.get(k) != change.after.get(k)} for side in (change.before, change.after)
        )
        if "values" in was and "values" in now:
            fewer, more = sorted({*was["values"]} - {*now["values"]}), sorted({*now["values"]} - {*was["values"]})
            return "<br>".join(
                f"{word} {' '.join(map(code, values))}"
                for word, values in ((self.w("删去", "gone"), fewer), (self.w("新增", "new"), more))
                if values
            )
        return f"{_shown(was)} → {_shown(now)}"

    def fields(self, record: str, told: Iterable[Change]) -> str:
        new = [c.name.partition(".")[2] for c in told if c.kind in ("new", "required") and c.name.startswith(record + ".")]
        return " ".join(link(f"records/{record}/#{path}", code(path)) for path in new)

    def codes(self, name: str, told: Iterable[Change]) -> str:
        if any(c.name == name for c in told):
            return self.w("整张表", "the whole list")
        new = [c.name.partition("/")[2] for c in told if c.kind == "new" and c.name.startswith(name + "/")]
        return " ".join(link(f"codelists/{name}/#{value}", code(value)) for value in new)

    def columns(self, told: Iterable[Change]) -> list[tuple[str, list[str]]]:
        out: dict[str, list[str]] = {}
        for change in told:
            head, _, rest = change.name.partition(".policy.")
            if head == "profile" and rest and change.kind == "new":
                name, _, column = rest.partition(".")
                out.setdefault(name, []).extend([column] if column else [])
        return list(out.items())


def _shown(holds: dict[str, Any]) -> str:
    return " ".join(code(value) for value in holds.values() if not isinstance(value, bool)) or "—"
