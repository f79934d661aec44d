"""The pages that come from the standard: records, code lists, rules, profiles, clauses, finding codes.

``pages(lang)`` gives path → Markdown, ``nav(lang)`` the navigation. Nothing here is written by hand per rule or place.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import examples
from markup import chip, code, esc, facts, fence, heading, inline, json_block, link, table

from zhucun import coverage, standard, structure

DATA = Path(__file__).resolve().parent / "data"

FAMILIES = {
    "STD": ("标准自身", "Standard itself"), "TEAM": ("工作队配备", "Teams"), "CAD": ("干部条件", "Cadres"), "SEL": ("选派", "Selection"),
    "POST": ("任职", "Postings"), "ATT": ("考勤", "Attendance"), "LVE": ("请假", "Leave"), "OBL": ("周期义务", "Periodic duties"),
    "ASM": ("考核", "Assessment"), "REC": ("整改", "Rectification"), "MEA": ("措施", "Measures"), "SUP": ("保障", "Support"),
    "VIL": ("村", "Villages"), "ORG": ("机构", "Organizations"), "VOC": ("取值范围", "Codes in use"),
}  # fmt: skip

#: Pages of wide tables need no table of contents beside them.
WIDE = ["---", "hide: [toc]", "---"]
SHARED = {"id", "clauses", "modality", "basis", "note", "name", "validFrom", "validTo"}
CHECKABILITY = {
    "rec": ("一条记录可判", "one record decides"), "bat": ("需其他记录或日历", "needs other records or a calendar"),
    "dec": ("只能记载", "can only be recorded"), "no": ("号召或背景", "exhortation or background"),
}  # fmt: skip
SEVERITY_CHIP = {"error": "bad", "warning": "warn", "info": "note"}
#: The largest whole number that every JSON reader keeps exact: no bound that a reader needs to see.
UNBOUNDED = 2**53 - 1
EXTRA_RECORDS = ("manifest", "finding", "report")


def record_names() -> list[str]:
    """Record types, and the three documents that travel with them."""
    return [*standard.record_types(), *EXTRA_RECORDS]


def families() -> dict[str, list[standard.Rule]]:
    out: dict[str, list[standard.Rule]] = {}
    for rule in standard.rules().values():
        out.setdefault(rule.id.split("-")[0], []).append(rule)
    order = list(FAMILIES)
    return dict(sorted(out.items(), key=lambda kv: (order.index(kv[0]) if kv[0] in order else 99, kv[0])))


@cache
def resolved() -> dict[str, standard.Profile]:
    return {p: standard.resolve(p) for p in standard.profile_ids()}


@cache
def clause_texts() -> dict[str, dict[str, Any]]:
    return {c["id"]: c for c in coverage.clauses()}


@cache
def list_titles() -> dict[str, tuple[str, str]]:
    """Titles of the code lists for people; a list without one goes by its name."""
    with (DATA / "codelists.csv").open(encoding="utf-8", newline="") as f:
        return {r["name"]: (r["zh"], r["en"]) for r in csv.DictReader(f)}


def walk(node: Mapping[str, Any], path: str = "") -> Iterable[tuple[str, Mapping[str, Any], bool]]:
    """Every property of a schema: path, schema, whether it is required where it stands."""
    for name, prop in node.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, prop, name in node.get("required", [])
        yield from walk(prop.get("items", prop), here)


class Pages:
    """All generated pages of one language."""

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
        zh, en = FAMILIES.get(key, (key, key))
        return f"{self.w(zh, en)} {key}"

    def document(self, key: str) -> str:
        return next((d[self.lang] for d in standard.index()["documents"] if d["code"] == key), key)

    def profile_title(self, ident: str) -> str:
        return self.both(resolved()[ident].data["title"])

    def label(self, column: str, prop: Mapping[str, Any]) -> str:
        return re.sub(r"(?<=[a-z])([A-Z])", lambda m: " " + m[1].lower(), column) if self.en else str(prop.get("title", column))

    def severity(self, value: str) -> str:
        return chip(self.of("severity", value), SEVERITY_CHIP[value])

    def clause_links(self, clauses: Iterable[str]) -> str:
        return " ".join(
            f'<a class="zc-id" href="zc:clauses/{clause_texts()[c]["document"]}/#{esc(c)}">{esc(c)}</a>' if c in clause_texts() else esc(c) for c in clauses
        )

    def convention_links(self, conventions: Iterable[str]) -> str:
        return " ".join(link(f"conventions/#{k.lower()}", esc(k)) for k in conventions)

    def rule_links(self, rules: Iterable[str]) -> str:
        known = standard.rules()
        return " ".join(
            f'<a class="zc-id" href="zc:rules/{r}/" title="{esc(self.both(known[r].header["title"]))}">{r}</a>' if r in known else esc(r) for r in rules
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
            return self.w("、", ", ").join(self.scalar(v, inner.get(k, {}), k, inner.get(k, {}).get("x-codelist")) for k, v in value.items())
        if codelist:
            head, at, level = value.partition("@")
            level = self.w("派出层级", "dispatch level") if level == "DISPATCH" else self.of("subordination", level)
            return f'<span title="{esc(value)}">{esc(self.of(codelist, head))}{esc("@" + level) if at else ""}</span>'
        if value in ("true", "false"):
            return self.scalar(value == "true", prop, column, None)
        return code(value)

    def cells(self, row: standard.Row) -> list[tuple[str, str]]:
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
                codelist = target.get("x-codelist") or items.get("x-codelist") or items.get("properties", {}).get("body", {}).get("x-codelist")
            if name in ("field", "whenField", "earlier", "later", "startField", "endField") and value in fields:
                shown = link(f"records/{record}/#{value}", esc(value if self.en else fields[value]["title"]))
            elif name == "recordType":
                shown = link(f"records/{value}/", esc(self.record_title(value)))
            elif isinstance(value, list):
                shown = self.w("、", ", ").join(self.scalar(v, inner, name, codelist) for v in value)
            else:
                shown = self.scalar(value, prop, name, codelist)
            out.append((self.label(name, prop), shown))
        return out

    def parameter_value(self, row: standard.Row) -> str:
        """A parameter's value with its unit (HTML)."""
        v = row.values
        if "number" in v:
            note = next((r["note"] for r in standard.codelist("parameter") if r["code"] == v["name"]), "")
            unit = note.removeprefix("unit: ").split(";")[0].strip() if note.startswith("unit: ") else ""
            if unit == "fen":
                return self.scalar(v["number"], {}, "Fen", None)
            zh = {"day": "天", "month": "个月", "year": "年", "person": "人", "workingDay": "个工作日", "count": "", "percent": "%"}
            unit = {"workingDay": "working days", "count": "", "percent": "%"}.get(unit, unit) if self.en else unit
            return f"{v['number']} {esc(unit if self.en else zh.get(unit, unit))}".strip()
        if "flag" in v:
            return self.scalar(v["flag"], {}, "flag", None)
        return code(v.get("code", ""))

    def row_value(self, row: standard.Row) -> str:
        if row.table == "parameter":
            name = row.values["name"]
            out = f"<b>{esc(self.of('parameter', name))}</b> {self.parameter_value(row)}"
            rest = [(k, v) for k, v in self.cells(row) if k not in (self.w("数值", "number"), self.w("是否", "flag"), self.w("代码", "code"))]
            return out + "".join(f'<span class="zc-pair"><i>{esc(k)}</i> {v}</span>' for k, v in rest)
        return "".join(f'<span class="zc-pair"><i>{esc(k)}</i> {v}</span>' for k, v in self.cells(row))

    def marks(self, row: standard.Row) -> str:
        out = [chip(self.of("modality", row.values["modality"]))]
        if row.inherited:
            out.append(chip(self.w("继承", "inherited"), "warn"))
        if row.interpreted:
            out.append(chip(self.w("依解释", "interpreted"), "note"))
        return " ".join(out)

    def row_link(self, row: standard.Row) -> str:
        profile, _, ident = row.row_id.partition("/")
        return link(f"profiles/{profile}/#{row.table}-{ident}", code(ident))

    # --- records ----------------------------------------------------------------------------------

    def record_title(self, name: str) -> str:
        schema = standard.schema(name)
        if self.en:
            return {"rectificationCase": "rectification case"}.get(name, name)
        return str(schema["title"])

    def constraint(self, path: str, prop: Mapping[str, Any]) -> str:
        inner = prop.get("items", prop)
        out = []
        if ref := prop.get("x-ref") or inner.get("x-ref"):
            out.append(self.w("指向 ", "points to ") + link(f"records/{ref}/", esc(self.record_title(ref))))
        if inner.get("format") == "date":
            out.append(self.w("真实日期 ", "a real date ") + code("YYYY-MM-DD"))
        elif (pattern := inner.get("pattern")) and not ref and "x-codelist" not in inner:
            out.append(code(pattern) if len(pattern) < 70 else f'<span class="zc-long">{code(pattern)}</span>')
        for low, high, zh, en in (("minimum", "maximum", "数值", "value"), ("minLength", "maxLength", "长度", "length")):
            bounds = [inner.get(low), inner.get(high)]
            if bounds[1] == UNBOUNDED:
                bounds[1] = None
            if bounds != [None, None]:
                out.append(self.w(zh, en) + " " + self.between(*bounds))
        if prop["type"] == "array":
            out.append(self.w("项数 ", "items ") + self.between(prop.get("minItems", 0), prop.get("maxItems")))
            if prop.get("uniqueItems"):
                out.append(self.w("不重复", "no repeats"))
        return "<br>".join(out)

    def between(self, low: int | None, high: int | None) -> str:
        if high is None:
            return f"≥ {low}"
        return f"≤ {high}" if low is None else f"{low}–{high}"

    def type_name(self, prop: Mapping[str, Any]) -> str:
        names = {
            "string": ("字符串", "string"), "integer": ("整数", "integer"), "boolean": ("是否", "boolean"),
            "object": ("对象", "object"), "number": ("数值", "number"),
        }  # fmt: skip

        def one(p: Mapping[str, Any]) -> str:
            kind = p.get("type")
            if isinstance(kind, list) or kind is None:
                return self.w("标量", "scalar")
            return self.w(*names[kind])

        return self.w(f"{one(prop['items'])}列表", f"list of {one(prop['items'])}") if prop["type"] == "array" else one(prop)

    def record_page(self, name: str) -> str:
        schema = standard.schema(name)
        rules = [r for r in standard.rules().values() if name in r.header["records"]]
        by_field: dict[str, list[str]] = {}
        for r in rules:
            for f in r.header.get("fields", []):
                kind, _, field = f.partition(".")
                if kind == name:
                    by_field.setdefault(field, []).append(r.id)
        rows, ids = [], []
        for path, prop, required in walk(schema):
            inner = prop.get("items", prop)
            codelist = prop.get("x-codelist") or inner.get("x-codelist")
            star = f' <span class="zc-req" title="{self.w("必填", "required")}">*</span>' if required else ""
            depth = path.count(".")
            shown = "<wbr>.".join(esc(p) for p in path.split("."))
            meaning = esc(prop.get("description", "")) if self.en else ""
            rows.append(
                [
                    f'<code class="zc-d{min(depth, 2)}">{shown}</code>{star}',
                    esc(prop.get("title", "")) + (f'<span class="zc-remark">{meaning}</span>' if meaning else ""),
                    esc(self.type_name(prop)),
                    self.constraint(path, prop),
                    link(f"codelists/{codelist}/", code(codelist)) if codelist else "",
                    f'<span title="{esc(self.of("pi-class", prop["x-piClass"]))}">{esc(prop["x-piClass"])}</span>' if "x-piClass" in prop else "",
                    self.clause_links(prop.get("x-clauses", [])),
                    self.rule_links(by_field.get(path, [])),
                ]
            )
            ids.append(path)
        headers = self.w("字段,中文名,类型,约束,代码表,个人信息,条款,规则", "Field,Chinese term,Type,Constraint,Code list,PI class,Clauses,Rules").split(",")
        # documents that travel with the records have no clauses and no rules
        keep = [i for i in range(len(headers)) if i < 3 or any(r[i] for r in rows)]
        rows = [[r[i] for i in keep] for r in rows]
        headers = [headers[i] for i in keep]
        into = [f"{kind}.{f}" for kind in standard.record_types() for f, (to, _) in standard.references(kind).items() if to == name]
        schema_file = f"schemas/{standard.VERSION}/records/{name}.json"
        out = [
            *WIDE,
            f"# {self.w(schema['title'] + ' ' + name, name[0].upper() + name[1:] + ' ' + schema['title'])}",
            "",
            self.record_intro(name, schema),
            "",
            facts(
                [
                    (self.w("模式文件", "Schema"), code(schema_file)),
                    (self.w("批次中的文件", "File in a batch"), code(f"{name}.ndjson") if name in standard.record_types() else ""),
                    (self.w("必填", "Required"), " ".join(code(r) for r in schema["required"])),
                    (self.w("被引用", "Referred to by"), " ".join(link(f"records/{i.split('.')[0]}/#{i.split('.')[1]}", code(i)) for i in into)),
                    (self.w("读取它的规则", "Rules that read it"), self.rule_links(r.id for r in rules)),
                ]
            ),
            "",
            heading(2, self.w("字段", "Fields"), "fields"),
            "",
            self.w("标 * 的为必填；对象内的必填指该对象出现时。对象一律封闭：未定义的字段是错误，本地内容放入 `ext`。", "An asterisk marks a required field; inside an object it is required where the object is present. Objects are closed: an undefined field is an error, local content goes into `ext`."),
            "",
            table(headers, rows, "stack zc-fields", ids),
            "",
            heading(2, self.w("合法示例", "A valid example"), "example"),
            "",
            self.example_note(name),
            "",
            json_block(examples.document(name, self.lang)),
        ]  # fmt: skip
        return "\n".join(out)

    def record_intro(self, name: str, schema: Mapping[str, Any]) -> str:
        if self.en:
            return str(schema["description"])
        counted = sum(1 for _ in walk(schema))
        return f"{schema['title']}（`{name}`）的数据字典，共 {counted} 个字段。英文定义：{schema['description']}"

    def example_note(self, name: str) -> str:
        if name in standard.record_types():
            return self.w("取自合成批次，建站时按模式文件校验过；其中没有真实的人和村。", "Taken from a synthetic batch and validated against the schema when this site was built; no real person or village is in it.")
        if name == "manifest":
            return self.w("合成批次的清单，为便于阅读只留前两项完整性声明和前两个文件。", "The manifest of a synthetic batch, cut to the first two coverage entries and files.")
        return self.w("校验一个故意改坏的合成批次所得，为便于阅读作了删节。", "From validating a synthetic batch that was broken on purpose, cut for reading.")

    def records_index(self) -> str:
        rows = []
        for name in standard.record_types():
            schema = standard.schema(name)
            n = sum(1 for _ in walk(schema))
            rules = sum(name in r.header["records"] for r in standard.rules().values())
            rows.append([link(f"records/{name}/", code(name)), esc(schema["title"]), esc(schema["description"]), str(n), str(rules)])
        travel = [[link(f"records/{n}/", code(n)), esc(standard.schema(n)["title"]), esc(standard.schema(n)["description"])] for n in EXTRA_RECORDS]
        return "\n".join(
            [
                f"# {self.w('记录类型', 'Record types')}",
                "",
                self.w("一个批次里每种记录一个文件，每行一条。表中字段数含嵌套字段，规则数是读取该类记录的规则。", "In a batch each record type has its file, one record a line. Fields are counted with nested ones; rules are those that read the type."),
                "",
                table(self.w("名称,中文,英文说明,字段,规则", "Name,Chinese,What it is,Fields,Rules").split(","), rows),
                "",
                heading(2, self.w("随批次往来的文件", "Documents around the records"), "documents"),
                "",
                table(self.w("名称,中文,英文说明", "Name,Chinese,What it is").split(","), travel),
                "",
                self.w("它们怎样相互引用，见[数据模型](../model.md)。", "How they refer to each other: [data model](../model.md)."),
            ]
        )  # fmt: skip

    # --- code lists -------------------------------------------------------------------------------

    def list_title(self, name: str) -> str:
        return list_titles().get(name, (name, name))[self.en]

    def codelist_page(self, name: str) -> str:
        rows = [
            [code(r["code"]), esc(r["zh"]), esc(r["en"]), self.source(r["source"]), esc(r["note"])] for r in standard.codelist(name)
        ]
        ids = [r["code"] for r in standard.codelist(name)]
        used = []
        for kind in record_names():
            for path, prop, _ in walk(standard.schema(kind)):
                if name in (prop.get("x-codelist"), prop.get("items", {}).get("x-codelist")):
                    used.append(link(f"records/{kind}/#{path}", code(f"{kind}.{path}")))
        columns = []
        for t, schema in standard.schema("profile")["properties"]["policy"]["properties"].items():
            for path, prop, _ in walk(schema["items"]):
                if name in (prop.get("x-codelist"), prop.get("items", {}).get("x-codelist")):
                    columns.append(code(f"{t}.{path}"))
        title = self.list_title(name)
        return "\n".join(
            [
                f"# {self.w('代码表', 'Code list')} {title}{'' if title == name else ' ' + name}",
                "",
                facts(
                    [
                        (self.w("代码数", "Codes"), str(len(rows))),
                        (self.w("文件", "File"), code(f"schemas/{standard.VERSION}/codelists/{name}.csv")),
                        (self.w("用于字段", "Fields that use it"), " ".join(used)),
                        (self.w("用于政策表", "Policy columns that use it"), " ".join(columns)),
                    ]
                ),
                "",
                self.w("代码一经使用不再改作他用。来源为条款号、约定号或国家标准；`own` 表示本标准自定。", "A code is never reused for something else. The source is a clause, a convention or a national standard; `own` means defined by this standard."),
                "",
                table(self.w("代码,中文,英文,来源,备注", "Code,Chinese,English,Source,Note").split(","), rows, "stack", ids),
            ]
        )  # fmt: skip

    def source(self, text: str) -> str:
        out = []
        for part in text.split(" "):
            if part in clause_texts():
                out.append(self.clause_links([part]))
            elif re.fullmatch(r"K[0-9]+", part):
                out.append(self.convention_links([part]))
            else:
                out.append(esc(part))
        return " ".join(out)

    def codelists_index(self) -> str:
        rows = []
        for name in standard.codelist_names():
            entries = standard.codelist(name)
            some = self.w("、", ", ").join(e[self.lang] for e in entries[:4]) + (" …" if len(entries) > 4 else "")
            rows.append([link(f"codelists/{name}/", code(name)), esc(self.list_title(name)), str(len(entries)), esc(some)])
        total = sum(len(standard.codelist(n)) for n in standard.codelist_names())
        return "\n".join(
            [
                f"# {self.w('代码表', 'Code lists')}",
                "",
                self.w(f"共 {len(rows)} 个代码表、{total} 个代码。代码只在这里定义；模式文件中的枚举由测试与之核对。", f"{len(rows)} lists with {total} codes. Codes are defined here only; a test holds the schemas' enums to them."),
                "",
                table(self.w("名称,内容,代码数,例", "Name,Content,Codes,For example").split(","), rows),
            ]
        )  # fmt: skip

    # --- rules ------------------------------------------------------------------------------------

    def rule_page(self, rule: standard.Rule) -> str:
        h = rule.header
        run: dict[str, list[standard.Row]] = {}
        idle = []
        for ident, profile in resolved().items():
            needs = rule.rows(profile)
            if needs is None:
                idle.append(ident)
            else:
                run[ident] = [row for need in needs for row in need]
        cited = list(dict.fromkeys(c for rows in run.values() for row in rows for c in row.clauses))
        levels = sorted({standard.severity(r[0]) for rows in run.values() if (r := rows)} if h.get("policies") else {h["severity"]}, key=["error", "warning", "info"].index)
        out = [
            f"# {rule.id} {self.both(h['title'])}",
            "",
            facts(
                [
                    (self.w("严重程度", "Severity"), " ".join(self.severity(s) for s in levels) or self.w("由地区规则决定", "set by the profile")),
                    (self.w("读取的记录", "Reads"), " ".join(link(f"records/{r}/", esc(self.record_title(r))) for r in h["records"])),
                    (self.w("需要的字段", "Fields it needs"), " ".join(link(f"records/{f.split('.')[0]}/#{f.split('.')[1]}", code(f)) for f in h.get("fields", []))),
                    (self.w("需声明完整", "Needs coverage of"), " ".join(code(c) for c in h.get("coverage", []))),
                    (self.w("所依约定", "Conventions"), self.convention_links(h.get("conventions", []))),
                    (self.w("起始版本", "Since"), esc(h["since"])),
                ]
            ),
            "",
            heading(2, self.w("要求什么，为什么", "What it asks and why"), "asks"),
            "",
            f"<p>{inline(self.both(h['asks']))}</p>",
            "",
            heading(2, self.w("发现怎样说", "What the finding says"), "message"),
            "",
            f'<blockquote class="zc-message"><p>{self.message(self.both(h["message"]))}</p></blockquote>',
            "",
            heading(2, self.w("怎样改正", "How to put it right"), "fix"),
            "",
            f"<p>{inline(self.both(h['fix']))}</p>",
            "",
            heading(2, self.w("条款依据", "Clauses"), "clauses"),
            "",
        ]  # fmt: skip
        if cited:
            texts = clause_texts()
            rows = [
                [self.clause_links([c]), esc(self.document(texts[c]["document"])), esc(texts[c][self.lang]), esc(self.of("modality", texts[c]["modality"].upper()))]
                for c in cited if c in texts
            ]  # fmt: skip
            out += [table(self.w("条款,文件,转述,强度", "Clause,Document,In our words,Modality").split(","), rows)]
        elif h.get("policies"):
            out += [self.w("目前没有地区规则提供它所需的政策行，因此没有条款依据。", "No profile holds the rows that it needs, so it rests on no clause yet.")]
        else:
            out += [self.w("本规则属于标准自身，不依任何地区的条款。", "A rule of the standard itself; it rests on no place's clause.")]
        out += ["", heading(2, self.w("在哪些地区运行、取什么值", "Where it runs, with which values"), "profiles"), ""]
        if not h.get("policies"):
            out += [self.w("在每个地区都运行，不需要政策行。", "It runs under every profile and needs no policy row."), ""]
        for ident, policy in run.items():
            if not policy:
                continue
            rows = [[self.row_link(r), self.row_value(r), self.marks(r), self.severity(standard.severity(r)), self.clause_links(r.clauses)] for r in policy]
            out += [
                f'<h3 id="{ident}" class="zc-sub">{link(f"profiles/{ident}/", esc(self.profile_title(ident)))}</h3>',
                table(self.w("行,取值,性质,严重程度,条款", "Row,Value,Nature,Severity,Clauses").split(","), rows, "stack zc-rows"),
                "",
            ]
        if idle:
            shown = self.w("、", ", ").join(link(f"profiles/{i}/", esc(self.profile_title(i))) for i in idle)
            out += [f"<p>{self.w('不运行（没有所需的政策行）：', 'Does not run, for want of rows: ')}{shown}</p>", ""]
        out += self.rule_cases(rule.id)
        out += [
            heading(2, "SQL", "sql", exclude=True),
            "",
            self.w("下列查询在 DuckDB 中原样运行；每个违反、每条无法判断的记录各返回一行。", "The query runs unchanged in DuckDB; it returns a row for each violation and for each record that could not be judged."),
            "",
            fence(rule.query + ";", "sql"),
            "",
            heading(2, self.w("使它恰好触发的改动", "The change that makes it fire"), "break", exclude=True),
            "",
            self.w("在合法的样例上执行这条语句，本规则就会发现它：", "Run on a valid sample, this statement makes the rule fire:"),
            "",
            fence(rule.breaking, "sql"),
            "",
            self.w("同样的事由命令行完成：", "The same from the command line:"),
            "",
            fence(f"zhucun sample broken --profile {next(iter(run), standard.profile_ids()[0])} --break {rule.id}\nzhucun explain {rule.id}", "sh"),
            "",
        ]  # fmt: skip
        if h.get("entails"):
            rows = [[self.rule_links([e["rule"]]), esc(self.both(e["why"]))] for e in h["entails"]]
            out += [
                heading(3, self.w("同时必然触发", "What comes with it"), "entails"),
                "",
                table(self.w("规则,原因", "Rule,Why").split(","), rows),
            ]
        return "\n".join(out)

    def message(self, text: str) -> str:
        return re.sub(r"\{([A-Za-z]+)\}", r'<var>\1</var>', esc(text))

    def rule_cases(self, ident: str) -> list[str]:
        """A firing and a silent conformance case, if the suite has them."""
        out: list[str] = []
        for purpose, zh, en in (
            ("fires", "触发的例子", "A case that fires"),
            ("silent", "不触发的例子", "A case that stays silent"),
            ("structure", "例子", "An example"),
        ):
            case = examples.case(ident, purpose)
            if case is None:
                continue
            out += ["", heading(2, self.w(zh, en), f"case-{purpose}", exclude=True), ""]
            profile = case.data.get("profile")
            out += [
                facts(
                    [
                        (self.w("用例", "Case"), code(case.name)),
                        (self.w("地区规则", "Profile"), link(f"profiles/{profile}/", esc(self.profile_title(profile))) if profile in resolved() else ""),
                        (self.w("说明", "What it shows"), inline(case.text(self.lang))),
                    ]
                ),
                "",
            ]  # fmt: skip
            for name, lines in case.records:
                out += [f"<p><code>{esc(name)}</code></p>", "", fence(lines, "json"), ""]
            if case.findings:
                out += [self.w("应得的发现：", "The findings it must give:"), "", json_block(case.findings), ""]
        return out

    def rules_index(self) -> str:
        out = [
            f"# {self.w('规则', 'Rules')}",
            "",
            self.w(f"共 {len(standard.rules())} 条规则，每条一个文件、一个页面。一条规则只在具有所需政策行的地区运行；表中的数字是运行它的地区数。", f"{len(standard.rules())} rules, each one file and one page. A rule runs only where the profile holds the rows that it needs; the last column counts those profiles."),
            "",
        ]  # fmt: skip
        for key, rules in families().items():
            rows = []
            for r in rules:
                n = sum(r.rows(p) is not None for p in resolved().values())
                rows.append([self.rule_links([r.id]), esc(self.both(r.header["title"])), " ".join(link(f"records/{k}/", esc(self.record_title(k))) for k in r.header["records"]), str(n)])
            out += [heading(2, self.family(key), key.lower()), "", table(self.w("规则,标题,读取,地区", "Rule,Title,Reads,Profiles").split(","), rows), ""]
        return "\n".join(out)

    # --- structural finding codes -----------------------------------------------------------------

    def findings_page(self) -> str:
        rows = [
            [link(f"rules/{r['code']}/", code(r["code"])), self.severity(r["severity"]), self.message(r[self.lang]), esc(r["fixEn" if self.en else "fixZh"])]
            for r in structure.catalogue().values()
        ]
        return "\n".join(
            [
                f"# {self.w('结构发现代码', 'Structural finding codes')}",
                "",
                self.w(
                    "结构检查先于规则：记录不合模式时给出下列代码之一，该记录不进入规则判断。消息由模式写成，从不引用记录中的值，因此可以转发。",
                    "Structure comes before rules: a record that does not fit its schema gets one of these codes and takes no part in the rules. The message is written from the schema and never quotes a value, so it is safe to forward.",
                ),
                "",
                table(self.w("代码,严重程度,消息,怎样改正", "Code,Severity,Message,How to put it right").split(","), rows, "stack", list(structure.catalogue())),
            ]
        )  # fmt: skip

    def finding_page(self, r: Mapping[str, str]) -> str:
        keyword = examples.KEYWORDS.get(r["code"])
        out = [
            f"# {r['code']}",
            "",
            f'<blockquote class="zc-message"><p>{self.message(r[self.lang])}</p></blockquote>',
            "",
            facts(
                [
                    (self.w("严重程度", "Severity"), self.severity(r["severity"])),
                    (self.w("怎样改正", "How to put it right"), esc(r["fixEn" if self.en else "fixZh"])),
                    (self.w("模式关键字", "Schema keyword"), code(keyword) if keyword else ""),
                ]
            ),
            "",
            self.w(
                "结构检查与地区无关：每个批次都查，不依任何条款。消息从不引用记录中的值，可以原样转发。",
                "The structural check is the same everywhere and rests on no clause. The message never quotes a value of the record, so it can be forwarded as it is.",
            ),
            *self.rule_cases(r["code"]),
            "",
            f"<p>{self.w('全部代码：', 'All codes: ')}{link('findings/', self.w('结构发现代码', 'structural finding codes'))}</p>",
        ]
        return "\n".join(out)

    # --- profiles ---------------------------------------------------------------------------------

    def profile_page(self, profile: standard.Profile) -> str:
        d = profile.data
        s = d["source"]
        w = self.w
        basis = {
            "STATED": w("文中写明", "stated in the text"), "ISSUE_DATE": w("印发日期", "date of issue"), "PRESS_DATELINE": w("报道电头", "press dateline"),
            "INFERRED": w("由内容推定", "inferred from the content"), "UNKNOWN": w("不详", "unknown"), "ASSUMED": w("推定", "assumed"),
        }  # fmt: skip
        superior = w("；", "; ").join(esc(b["title"]) for b in d.get("basis", []))
        pairs = [
            (w("来源文件", "Source"), esc(s["title"])),
            (w("发文机关", "Issuer"), esc(s.get("issuer", ""))),
            (w("文号", "Number"), esc(s.get("docNumber", ""))),
            (w("体裁", "Kind"), esc(s.get("docKind", ""))),
            (w("印发日期", "Issued"), esc(s.get("issuedOn", ""))),
            (w("刊载", "Published"), esc(" ".join(x for x in (s.get("publication", ""), s.get("publishedOn", "")) if x))),
            (w("效力", "Authority"), esc(self.of("authority-kind", d["authority"]))),
            (w("生效", "Binds from"), esc(f"{d['effectiveFrom']}（{basis[d['effectiveFromBasis']]}）" if not self.en else f"{d['effectiveFrom']} ({basis[d['effectiveFromBasis']]})") if "effectiveFrom" in d else w("不详：只作记载，不据以判断", "unknown: for the record only, nothing is judged by it")),
            (w("至", "Until"), esc(d.get("effectiveTo", ""))),
            (w("行政区划", "Division"), code(d["divisionCode"]) if "divisionCode" in d else ""),
            (w("上位规则", "Extends"), link(f"profiles/{d['extends']}/", esc(self.profile_title(d["extends"]))) + f" {chip(basis[d.get('inheritanceBasis', 'UNKNOWN')], 'warn')}" if "extends" in d else ""),
            (w("依据文件", "Superior documents"), superior),
            (w("条款", "Clauses"), link(f"clauses/{d['document']}/", esc(self.document(d["document"])))),
        ]  # fmt: skip
        out = [f"# {self.both(d['title'])} {{#{profile.id}}}", "", facts([(w("标识", "Id"), code(profile.id)), *pairs]), ""]
        for key in ("note", "inheritanceNote"):
            if key in d:
                out += [f"<p>{esc(self.both(d[key]))}</p>", ""]
        if d["authority"] != "NORMATIVE":
            cap = self.of("severity", standard.index()["severity"]["capByAuthority"][d["authority"]])
            out += [
                f"<p>{w(f'来源不是规范性文件：依它得出的发现至多为“{esc(cap)}”。', f'The source is not normative: findings that rest on it weigh no more than “{esc(cap)}”.')}</p>",
                "",
            ]
        rules = list(standard.rules_under(profile))
        out += [heading(2, w(f"运行的规则（{len(rules)}）", f"Rules that run ({len(rules)})"), "rules"), ""]
        by_family: dict[str, list[standard.Rule]] = {}
        for r in rules:
            by_family.setdefault(r.id.split("-")[0], []).append(r)
        out += [facts((self.family(k), self.rule_links(r.id for r in by_family[k])) for k in families() if k in by_family), ""]
        doubtful = [r for r in profile.rows if r.inherited or r.interpreted]
        out += [heading(2, w("继承与解释", "Inherited and interpreted"), "doubts"), ""]
        inherited = sum(r.inherited for r in profile.rows)
        interpreted = sum(r.interpreted for r in profile.rows)
        out += [
            w(
                f"共 {len(profile.rows)} 行政策：{inherited} 行继承自上级，{interpreted} 行依解释。发现会逐条注明。",
                f"{len(profile.rows)} policy rows: {inherited} inherited, {interpreted} resting on an interpretation. Each finding says so.",
            ),
            "",
        ]
        with_note = [r for r in doubtful if r.interpreted and "note" in r.values and not r.inherited]
        if with_note:
            out += [
                table(
                    w("行,怎样解释", "Row,How it was read").split(","),
                    [[f'<a href="#{r.table}-{esc(r.values["id"])}">{code(r.values["id"])}</a>', esc(self.both(r.values["note"]))] for r in with_note],
                ),
                "",
            ]  # fmt: skip
        schemas = standard.schema("profile")["properties"]["policy"]["properties"]
        for name in standard.policy_tables():
            rows = profile.table(name)
            if not rows:
                continue
            title = f"{schemas[name]['title']} {name}" if not self.en else name
            out += [heading(2, title, name), "", f"{schemas[name]['description']}" if self.en else "", ""]
            own = [r for r in rows if not r.inherited]
            passed = [r for r in rows if r.inherited]
            for part, is_own in ((own, True), (passed, False)):
                if not part:
                    continue
                cells = [self.policy_cells(r) for r in part]
                # an inherited row is anchored under its own profile's name
                ids = [f"{name}-{r.values['id']}" for r in part]
                body = table(w("行,内容,性质,严重程度,条款", "Row,Content,Nature,Severity,Clauses").split(","), cells, "stack zc-rows", ids)
                if is_own:
                    out += [body, ""]
                else:
                    label = w(f"继承自上级的 {len(part)} 行", f"{len(part)} inherited rows")
                    out += [f'<details class="zc-inherited"><summary>{label}</summary>{body}</details>', ""]
        return "\n".join(out)

    def policy_cells(self, r: standard.Row) -> list[str]:
        value = self.row_value(r)
        if r.values.get("note") and not r.interpreted:
            value += f'<span class="zc-remark">{esc(self.both(r.values["note"]))}</span>'
        dates = [f"{k} {r.values[f]}" for f, k in (("validFrom", self.w("自", "from")), ("validTo", self.w("至", "until"))) if f in r.values]
        if dates:
            value += f'<span class="zc-remark">{esc(" ".join(dates))}</span>'
        return [code(r.values["id"]), value, self.marks(r), self.severity(standard.severity(r)), self.clause_links(r.clauses)]

    def profiles_index(self) -> str:
        w = self.w
        rows = []
        for ident, p in resolved().items():
            d = p.data
            rows.append(
                [
                    link(f"profiles/{ident}/", esc(self.both(d["title"]))),
                    code(ident),
                    esc(self.of("authority-kind", d["authority"])),
                    esc(d.get("effectiveFrom", w("不详", "unknown"))),
                    link(f"profiles/{d['extends']}/", code(d["extends"])) if "extends" in d else "",
                    str(len(list(standard.rules_under(p)))),
                    str(len([r for r in p.rows if r.table != "declaration"])),
                ]
            )
        return "\n".join(
            [
                f"# {w('地区规则', 'Profiles')}",
                "",
                w("一个地区规则就是一个地方、一个版本的政策，读自一份来源文件。文件没有说的，这里就没有，也不向别处借。", "A profile is the policy of one place in one edition, read from one source document. What the document does not say is absent, and nothing is borrowed from elsewhere."),
                "",
                table(w("名称,标识,效力,生效,上位,规则,政策行", "Profile,Id,Authority,Binds from,Extends,Rules,Rows").split(","), rows),
                "",
                w("[全部并列](matrix.md) · [任选两个比较](compare.md) · [写一个新县的规则](../ways/profile.md)", "[All side by side](matrix.md) · [Compare any two](compare.md) · [Write a new county's profile](../ways/profile.md)"),
            ]
        )  # fmt: skip

    def matrix_page(self) -> str:
        w = self.w
        names = list(resolved())
        heads = [w("参数", "Parameter"), *names]
        rows = []
        for p in standard.codelist("parameter"):
            cells = []
            for ident in names:
                found = [r for r in resolved()[ident].table("parameter") if r.values["name"] == p["code"]]
                cells.append("<br>".join(self.matrix_cell(r) for r in found))
            if any(cells):
                rows.append([f'<span title="{esc(p["code"])}">{esc(p[self.lang])}</span>', *cells])
        out = [
            *WIDE,
            f"# {w('全部地区对照', 'All profiles side by side')}",
            "",
            w("空格表示文件没有说。↑ 表示继承自上级，~ 表示依解释。手机上左右滑动。", "An empty cell: the document does not say. ↑ inherited, ~ rests on an interpretation. Swipe sideways on a phone."),
            "",
            heading(2, w("参数", "Parameters"), "parameters", exclude=True),
            "",
            table(heads, rows, "wide"),
            "",
            heading(2, w("其他政策表的行数", "Rows of the other tables"), "tables", exclude=True),
            "",
        ]  # fmt: skip
        schemas = standard.schema("profile")["properties"]["policy"]["properties"]
        rows = []
        for t in standard.policy_tables():
            if t == "parameter":
                continue
            counts = [len(resolved()[i].table(t)) for i in names]
            rows.append([esc(t if self.en else schemas[t]["title"]), *(link(f"profiles/{i}/#{t}", str(n)) if n else "" for i, n in zip(names, counts, strict=True))])
        out += [table([w("政策表", "Table"), *names], rows, "wide"), "", heading(2, w("规则", "Rules"), "rules", exclude=True), ""]
        rows = []
        for r in standard.rules().values():
            runs = ["●" if r.rows(resolved()[i]) is not None else "" for i in names]
            rows.append([f"{self.rule_links([r.id])} {esc(self.both(r.header['title']))}", *runs])
        out += [table([w("规则", "Rule"), *names], rows, "wide zc-dots")]
        return "\n".join(out)

    def matrix_cell(self, r: standard.Row) -> str:
        roles = r.values.get("roles")
        suffix = ("↑" if r.inherited else "") + ("~" if r.interpreted else "")
        title = self.w("、", ", ").join(self.of("role", x) for x in roles) if roles else ""
        mark = f" <sup>{suffix}</sup>" if suffix else ""
        return f'<span title="{esc(title)}">{self.parameter_value(r)}</span>{mark}'

    def compare_page(self) -> str:
        w = self.w
        schemas = standard.schema("profile")["properties"]["policy"]["properties"]
        data: dict[str, Any] = {"profiles": {}, "rules": {}, "tables": {}, "parameters": {}}
        for ident, p in resolved().items():
            tables: dict[str, list[list[str]]] = {}
            for row in p.rows:
                if row.table not in ("parameter", "declaration"):
                    tables.setdefault(row.table, []).append([self.row_value(row), self.marks(row)])
            parameters: dict[str, list[str]] = {}
            for row in p.table("parameter"):
                parameters.setdefault(row.values["name"], []).append(self.matrix_cell(row))
            data["profiles"][ident] = {
                "title": self.both(p.data["title"]),
                "facts": [self.of("authority-kind", p.data["authority"]), p.data.get("effectiveFrom", w("不详", "unknown"))],
                "parameters": {k: "<br>".join(v) for k, v in parameters.items()},
                "tables": tables,
                "rules": [r.id for r in standard.rules_under(p)],
            }
        data["rules"] = {r.id: self.both(r.header["title"]) for r in standard.rules().values()}
        data["tables"] = {t: t if self.en else schemas[t]["title"] for t in standard.policy_tables()}
        data["parameters"] = {p["code"]: p[self.lang] for p in standard.codelist("parameter")}
        data["words"] = {
            "facts": [w("效力", "Authority"), w("生效", "Binds from")], "parameter": w("参数", "Parameter"), "rule": w("规则", "Rule"),
            "only": w("只看不同", "Differences only"), "rules": w("规则", "Rules"), "parameters": w("参数", "Parameters"),
            "runs": w("运行", "runs"), "same": w("没有不同。", "No difference."), "absent": w("（未规定）", "(not stated)"),
        }  # fmt: skip
        blob = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace('href=\\"zc:', 'href=\\"../../')
        options = "".join(f'<option value="{i}">{esc(self.profile_title(i))}</option>' for i in resolved())
        return "\n".join(
            [
                *WIDE,
                f"# {w('比较两个地区', 'Compare two profiles')}",
                "",
                w("选两个地区规则，先看不同之处。地址栏随选择变化，可以直接转发。", "Choose two profiles; differences come first. The address follows the choice and can be passed on."),
                "",
                f'<div id="zc-compare" class="zc-compare"><label>A <select id="zc-a">{options}</select></label> <label>B <select id="zc-b">{options}</select></label> <label class="zc-check"><input type="checkbox" id="zc-only" checked> {w("只看不同", "Differences only")}</label><div id="zc-result" aria-live="polite"></div></div>',
                "",
                f'<script type="application/json" id="zc-data">{blob}</script>',
                "",
                f"<noscript><p>{link('profiles/matrix/', w('没有脚本时请看全部地区对照', 'Without scripts, see all profiles side by side'))}</p></noscript>",
                "",
                w("命令行看一个地区的全部内容：", "All of one profile on the command line:"),
                "",
                fence("zhucun profile show yulin-2021", "sh"),
            ]
        )  # fmt: skip

    # --- clauses ----------------------------------------------------------------------------------

    def carrier(self, text: str) -> str:
        kind, _, rest = text.partition(" ")
        if kind == "rule":
            return self.rule_links([rest])
        if kind == "row":
            profile, _, ident = rest.partition("/")
            row = resolved()[profile].by_id[rest]
            return link(f"profiles/{profile}/#{row.table}-{ident}", code(ident))
        if kind == "field":
            record, _, path = rest.partition(".")
            return link(f"records/{record}/#{path}", code(rest))
        name, _, value = rest.partition(":")
        return link(f"codelists/{name}/#{value}", code(rest))

    def clauses_page(self, document: Mapping[str, str]) -> str:
        w = self.w
        mine = [c for c in clause_texts().values() if c["document"] == document["code"]]
        profile = next((i for i, p in resolved().items() if p.data["document"] == document["code"]), None)
        out = [
            f"# {document['code']} {document[self.lang]}",
            "",
            w(f"共 {len(mine)} 条。文字是我们自己的转述，不是原文；以原文件为准。", f"{len(mine)} clauses, in our own words and not the text of the document, which alone counts."),
            "",
        ]  # fmt: skip
        if profile:
            out += [f"<p>{w('由此写成的地区规则：', 'The profile read from it: ')}{link(f'profiles/{profile}/', esc(self.profile_title(profile)))}</p>", ""]
        sections: dict[str, list[dict[str, Any]]] = {}
        for c in mine:
            sections.setdefault(c["section"], []).append(c)
        heads = w("条款,转述,强度,可查性,承载", "Clause,In our words,Modality,Can be checked,Carried by").split(",")
        for n, (section, group) in enumerate(sections.items(), 1):
            rows = []
            for c in group:
                carried = " ".join(self.carrier(x) for x in c["carriers"])
                if "reason" in c:
                    carried += f'<span class="zc-remark">{esc(self.both(c["reason"]))}</span>'
                rows.append([f'<a class="zc-id" href="#{c["id"]}">{c["id"]}</a>', esc(c[self.lang]), esc(self.of("modality", c["modality"].upper())), esc(CHECKABILITY[c["checkability"]][self.en]), carried])
            out += [heading(2, section, f"section-{n}"), "", table(heads, rows, "stack zc-clauses", [c["id"] for c in group]), ""]
        return "\n".join(out)

    def clauses_index(self) -> str:
        w = self.w
        rows, total = [], Counter[str]()
        for d in standard.index()["documents"]:
            mine = [c for c in clause_texts().values() if c["document"] == d["code"]]
            n = Counter[str]()
            for c in mine:
                kinds = {x.split(" ")[0] for x in c["carriers"]}
                n["all"] += 1
                n["rule"] += "rule" in kinds
                n["data"] += bool(kinds) and "rule" not in kinds
                n["reason"] += not kinds and "reason" in c
                n["open"] += not kinds and "reason" not in c
            total += n
            rows.append([link(f"clauses/{d['code']}/", esc(f"{d['code']} {d[self.lang]}")), *(str(n[k]) for k in ("all", "rule", "data", "reason", "open"))])
        rows.append([f"<b>{w('合计', 'All')}</b>", *(f"<b>{total[k]}</b>" for k in ("all", "rule", "data", "reason", "open"))])
        return "\n".join(
            [
                f"# {w('条款登记册', 'Clause register')}",
                "",
                w(
                    "来源文件的每一条都登记在这里：由规则检查，由字段、代码或政策行记载，或者写明为什么无从承载。哪条由什么承载不靠人工填写，凡引用它的就是。",
                    "Every clause of the source documents is listed: checked by a rule, recorded by a field, code or policy row, or with the reason why nothing can carry it. Carriers are not listed by hand; whatever cites a clause carries it.",
                ),
                "",
                table(w("文件,条款,有规则,只作记载,说明原因,无承载", "Document,Clauses,With a rule,Recorded only,With a reason,Not carried").split(","), rows, "wide"),
            ]
        )  # fmt: skip

    # --- all --------------------------------------------------------------------------------------

    def all(self) -> dict[str, str]:
        out = {
            "records/index.md": self.records_index(),
            "codelists/index.md": self.codelists_index(),
            "rules/index.md": self.rules_index(),
            "findings/index.md": self.findings_page(),
            "profiles/index.md": self.profiles_index(),
            "profiles/matrix.md": self.matrix_page(),
            "profiles/compare.md": self.compare_page(),
            "clauses/index.md": self.clauses_index(),
        }
        out |= {f"records/{n}.md": self.record_page(n) for n in record_names()}
        out |= {f"codelists/{n}.md": self.codelist_page(n) for n in standard.codelist_names()}
        out |= {f"rules/{r.id}.md": self.rule_page(r) for r in standard.rules().values()}
        out |= {f"rules/{r['code']}.md": self.finding_page(r) for r in structure.catalogue().values()}
        out |= {f"profiles/{p.id}.md": self.profile_page(p) for p in resolved().values()}
        out |= {f"clauses/{d['code']}.md": self.clauses_page(d) for d in standard.index()["documents"]}
        return out


def pages(lang: str) -> dict[str, str]:
    """Path (from the root of one language) → Markdown."""
    return Pages(lang).all()


def nav(lang: str) -> list[Any]:
    """The navigation: hand-written pages first, then what is generated."""
    p = Pages(lang)
    w = p.w
    return [
        {w("入门", "Start"): ["index.md", "start.md", {w("四种接入", "Four ways in"): [f"ways/{n}.md" for n in ("vendor", "province", "ci", "profile")]}, "faq.md"]},
        {w("指南", "Guide"): [f"{n}.md" for n in ("model", "flow", "conventions", "divisions", "privacy", "report", "conformance", "versions", "performance")]},
        {w("规则", "Rules"): [
            "rules/index.md",
            *({p.family(k): [f"rules/{r.id}.md" for r in rules]} for k, rules in families().items()),
            {w("结构发现", "Structure"): ["findings/index.md", *(f"rules/{c}.md" for c in structure.catalogue())]},
        ]},
        {w("记录", "Records"): ["records/index.md", *(f"records/{n}.md" for n in record_names())]},
        {w("代码表", "Code lists"): ["codelists/index.md", *(f"codelists/{n}.md" for n in standard.codelist_names())]},
        {w("地区", "Profiles"): ["profiles/index.md", "profiles/matrix.md", "profiles/compare.md", *(f"profiles/{i}.md" for i in standard.profile_ids())]},
        {w("条款", "Clauses"): ["clauses/index.md", *(f"clauses/{d['code']}.md" for d in standard.index()["documents"])]},
    ]  # fmt: skip
