"""What all pages share: words in one language, links, and policy rows as people read them. Text is HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.edition import standard
from sitegen.markup import chip, code, esc, link
from zhucun.places import carriers
from zhucun.places.describe import value_text
from zhucun.standard import Profile, Row, Rule

DATA = Path(__file__).resolve().parent.parent / "data"

#: Pages of wide tables need no table of contents beside them.
WIDE = ["---", "hide: [toc]", "---"]
SHARED = {"id", "clauses", "modality", "basis", "note", "name", "validFrom", "validTo"}
SEVERITY_CHIP = {"error": "bad", "warning": "warn", "info": "note"}
#: The largest whole number that every JSON reader keeps exact: no bound that a reader needs to see.
UNBOUNDED = 2**53 - 1
EXTRA_RECORDS = ("manifest", "finding", "report")


def record_names() -> list[str]:
    """Record types, and the three documents that travel with them."""
    return [*standard.record_types, *EXTRA_RECORDS]


def families() -> dict[str, list[Rule]]:
    out: dict[str, list[Rule]] = {}
    for rule in standard.rules.values():
        out.setdefault(rule.id.split("-")[0], []).append(rule)
    order = [r["family"] for r in standard.register("families")]
    return dict(sorted(out.items(), key=lambda kv: (order.index(kv[0]) if kv[0] in order else 99, kv[0])))


@cache
def resolved() -> dict[str, Profile]:
    return {p: standard.profiles.resolve(p) for p in standard.profiles.own}


@cache
def clause_texts() -> dict[str, dict[str, Any]]:
    return {c["id"]: c for c in carriers.clauses(standard)}


@cache
def list_titles() -> dict[str, tuple[str, str]]:
    """Titles of the code lists for people; a list without one goes by its name."""
    return {r["name"]: (r["zh"], r["en"]) for r in standard.register("codelists")}


def walk(node: Mapping[str, Any], path: str = "") -> Iterable[tuple[str, Mapping[str, Any], bool]]:
    """Every property of a schema: path, schema, whether it is required where it stands."""
    for name, prop in node.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, prop, name in node.get("required", [])
        yield from walk(prop.get("items", prop), here)


@cache
def _codes() -> frozenset[str]:
    return frozenset(
        code for name in standard.codelist_names for code in standard.code_titles(name) if re.fullmatch("[A-Z][A-Z0-9_]{2,}", code)
    )


def with_codes(text: str) -> str:
    """Plain text to HTML, in which the codes of the standard are told from words."""
    return re.sub(
        r"(?<![A-Za-z0-9_.-])[A-Z][A-Z0-9_]{2,}(?![A-Za-z0-9_-])",
        lambda m: code(m[0]) if m[0] in _codes() or "_" in m[0] else m[0],
        esc(text),
    )


class Words:
    """One language."""

    def __init__(self, lang: str) -> None:
        self.lang, self.en = lang, lang == "en"

    def w(self, zh: str, en: str) -> str:
        return en if self.en else zh

    # --- words ------------------------------------------------------------------------------------

    def both(self, pair: Mapping[str, str]) -> str:
        return str(pair[self.lang])

    def of(self, codelist: str, value: str) -> str:
        """A code's title, or the code where the list does not know it."""
        found = standard.code_titles(codelist).get(value)
        return found[self.en] if found else value

    def family(self, key: str) -> str:
        titles = {r["family"]: r[self.lang] for r in standard.register("families")}
        return f"{titles.get(key, key)} {key}"

    def document(self, key: str) -> str:
        return next((d[self.lang] for d in standard.index["documents"] if d["code"] == key), key)

    def profile_title(self, ident: str) -> str:
        return self.both(resolved()[ident].data["title"])

    def label(self, column: str, prop: Mapping[str, Any]) -> str:
        return re.sub(r"(?<=[a-z])([A-Z])", lambda m: " " + m[1].lower(), column) if self.en else str(prop.get("title", column))

    def severity(self, value: str) -> str:
        return chip(self.of("severity", value), SEVERITY_CHIP[value])

    def clause_links(self, clauses: Iterable[str]) -> str:
        """Clauses, and conventions where a field or a finding rests on one."""
        texts = clause_texts()
        out = []
        for c in clauses:
            target = (
                f"clauses/{texts[c]['document']}/#{c}" if c in texts else f"conventions/#{c.lower()}" if re.fullmatch("K[0-9]+", c) else ""
            )
            out.append(f'<a class="zc-id" href="zc:{esc(target)}">{esc(c)}</a>' if target else esc(c))
        return " ".join(out)

    def rule_links(self, rules: Iterable[str]) -> str:
        known = standard.rules
        return " ".join(
            f'<a class="zc-id" href="zc:rules/{r}/" title="{esc(self.both(known[r].header["title"]))}">{r}</a>' if r in known else esc(r)
            for r in rules
        )

    # --- policy rows ------------------------------------------------------------------------------

    def scalar(self, value: Any, prop: Mapping[str, Any], column: str, codelist: str | None) -> str:
        if isinstance(value, bool):
            return self.w("是", "yes") if value else self.w("否", "no")
        if isinstance(value, int):
            if column.endswith("Fen"):
                return f"{value / 100:,.2f}".removesuffix(".00") + self.w(" 元", " yuan")
            return str(value)
        if isinstance(value, Mapping):
            if "zh" in value:
                return esc(self.both(value))
            inner = prop.get("properties", {})
            return self.w("、", ", ").join(
                self.scalar(v, inner.get(k, {}), k, inner.get(k, {}).get("x-codelist")) for k, v in value.items()
            )
        if codelist:
            head, at, level = value.partition("@")
            level = self.w("派出层级", "dispatch level") if level == "DISPATCH" else self.of("subordination", level)
            return f'<span title="{esc(value)}">{esc(self.of(codelist, head))}{esc("@" + level) if at else ""}</span>'
        if value in ("true", "false"):
            return self.scalar(value == "true", prop, column, None)
        return code(value)

    def cells(self, row: Row) -> list[tuple[str, str]]:
        """The columns of a row that are its own: label and value (HTML)."""
        columns = standard.schema("profile")["properties"]["policy"]["properties"][row.table]["items"]["properties"]
        values = row.values
        record = values.get("recordType") or ("rectificationCase" if row.table in ("groundFact", "caseOrder", "clock") else None)
        fields = standard.schema(record)["properties"] if record else {}
        out = []
        for name, value in values.items():
            if name in SHARED:
                continue
            prop = columns.get(name, {})
            inner = prop.get("items", prop)
            codelist = prop.get("x-codelist") or inner.get("x-codelist")
            of_field = {"values": "field", "codes": "field", "whenValues": "whenField"}.get(name)
            if of_field and values.get(of_field) in fields:
                target = fields[values[of_field]]
                items = target.get("items", {})
                codelist = (
                    target.get("x-codelist") or items.get("x-codelist") or items.get("properties", {}).get("body", {}).get("x-codelist")
                )
            if name in ("field", "whenField", "earlier", "later", "startField", "endField") and value in fields:
                shown = link(f"records/{record}/#{value}", esc(value if self.en else fields[value]["title"]))
            elif name == "recordType":
                shown = link(f"records/{value}/", esc(self.record_title(value)))
            elif isinstance(value, list):
                plain = codelist is None and all(isinstance(v, str) and v not in ("true", "false") for v in value)
                shown = self.w("、", ", ").join(
                    self.worded(row, name, v) if plain else self.scalar(v, inner, name, codelist) for v in value
                )
            elif isinstance(value, str) and codelist is None and value not in ("true", "false"):
                shown = self.worded(row, name, value)
            else:
                shown = self.scalar(value, prop, name, codelist)
            out.append((self.label(name, prop), shown))
        return out

    def parameter_value(self, row: Row) -> str:
        """A parameter's value with its unit (HTML)."""
        v = row.values
        if "number" in v:
            note = next((r["note"] for r in standard.codelist("parameter") if r["code"] == v["name"]), "")
            unit = note.removeprefix("unit: ").split(";")[0].strip() if note.startswith("unit: ") else ""
            if unit == "fen":
                return self.scalar(v["number"], {}, "Fen", None)
            zh = {
                "day": "天",
                "night": "夜",
                "month": "个月",
                "year": "年",
                "person": "人",
                "workingDay": "个工作日",
                "count": "",
                "percent": "%",
            }
            if self.en:
                many = "" if v["number"] == 1 else "s"
                unit = {"count": "", "percent": "%", "workingDay": f"working day{many}"}.get(unit, f"{unit}{many}" if unit else "")
            return f"{v['number']} {esc(unit if self.en else zh.get(unit, unit))}".strip()
        if "flag" in v:
            return self.scalar(v["flag"], {}, "flag", None)
        return self.worded(row, "code", v["code"]) if "code" in v else ""

    def worded(self, row: Row, column: str, value: Any) -> str:
        """A value of a column as people say it; a code of no list that the schema names by the one title that any list has for it."""
        words = value_text(standard, row.table, row.values, column, value, self.lang)
        if words != str(value):
            return f'<span title="{esc(value)}">{esc(words)}</span>'
        titles = {t[self.en] for name in standard.codelist_names for c, t in standard.code_titles(name).items() if c == value}
        return f'<span title="{esc(value)}">{esc(titles.pop())}</span>' if len(titles) == 1 else code(value)

    def row_value(self, row: Row) -> str:
        if row.table == "parameter":
            name = row.values["name"]
            out = f"<b>{esc(self.of('parameter', name))}</b> {self.parameter_value(row)}"
            rest = [
                (k, v) for k, v in self.cells(row) if k not in (self.w("数值", "number"), self.w("是否", "flag"), self.w("代码", "code"))
            ]
            return out + "".join(f'<span class="zc-pair"><i>{esc(k)}</i> {v}</span>' for k, v in rest)
        return "".join(f'<span class="zc-pair"><i>{esc(k)}</i> {v}</span>' for k, v in self.cells(row))

    def marks(self, row: Row) -> str:
        out = [chip(self.of("modality", row.values["modality"]))]
        if row.inherited:
            out.append(chip(self.w("继承", "inherited"), "warn"))
        if row.interpreted:
            out.append(chip(self.w("依解释", "interpreted"), "note"))
        return " ".join(out)

    def row_link(self, row: Row) -> str:
        profile, _, ident = row.row_id.partition("/")
        return link(f"profiles/{profile}/#{row.table}-{ident}", code(ident))

    def record_title(self, name: str) -> str:
        schema = standard.schema(name)
        if self.en:
            return {"rectificationCase": "rectification case"}.get(name, name)
        return str(schema["title"])

    def message(self, text: str) -> str:
        return re.sub(r"\{([A-Za-z]+)\}", r"<var>\1</var>", esc(text))
