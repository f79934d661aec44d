"""Pages of record types and code lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen import examples
from sitegen.edition import standard
from sitegen.markup import camel, code, esc, facts, heading, json_block, link, sheet, table
from sitegen.words import EXTRA_RECORDS, UNBOUNDED, WIDE, Words, list_titles, record_names, walk, with_codes
from zhucun.standard import VERSION


class Records(Words):
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
        rules = [r for r in standard.rules.values() if name in r.reads]
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
            shown = "<wbr>.".join(map(camel, path.split(".")))
            meaning = with_codes(self.meaning(prop))
            rows.append(
                [
                    f'<code class="zc-d{min(depth, 2)}">{shown}</code>{star}',
                    esc(prop.get("title", "")) + (f'<span class="zc-remark">{meaning}</span>' if meaning else ""),
                    esc(self.type_name(prop)),
                    self.constraint(path, prop),
                    link(f"codelists/{codelist}/", code(codelist)) if codelist else "",
                    f'<span title="{esc(prop["x-piClass"])}">{esc(self.of("pi-class", prop["x-piClass"]))}</span>'
                    if "x-piClass" in prop
                    else "",
                    self.clause_links(prop.get("x-clauses", [])),
                    self.rule_links(by_field.get(path, [])),
                ]
            )
            ids.append(path)
        headers = self.w(
            "字段,中文名,类型,约束,代码表,个人信息,条款,规则", "Field,Chinese term,Type,Constraint,Code list,PI class,Clauses,Rules"
        ).split(",")
        # documents that travel with the records have no clauses and no rules
        keep = [i for i in range(len(headers)) if i < 3 or any(r[i] for r in rows)]
        rows = [[r[i] for i in keep] for r in rows]
        headers = [headers[i] for i in keep]
        into = [f"{kind}.{f}" for kind in standard.record_types for f, (to, _) in standard.references(kind).items() if to == name]
        schema_file = f"schemas/{VERSION}/records/{name}.json"
        out = [
            *WIDE,
            f"# {self.w(schema['title'] + ' ' + name, name[0].upper() + name[1:] + ' ' + schema['title'])}",
            "",
            self.record_intro(name, schema),
            "",
            self.contents(),
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
            "",
            heading(2, self.w("文件、引用与规则", "Its file, references and rules"), "standing"),
            "",
            facts(
                [
                    (self.w("模式文件", "Schema"), code(schema_file)),
                    (self.w("批次中的文件", "File in a batch"), code(f"{name}.ndjson") if name in standard.record_types else ""),
                    (self.w("必填", "Required"), " ".join(code(r) for r in schema["required"])),
                    (self.w("被引用", "Referred to by"), " ".join(link(f"records/{i.split('.')[0]}/#{i.split('.')[1]}", code(i)) for i in into)),
                    (self.w("读取它的规则", "Rules that read it"), self.rule_links(r.id for r in rules)),
                ]
            ),
        ]  # fmt: skip
        return "\n".join(out)

    def contents(self) -> str:
        """The sections of a page whose wide table leaves no room for contents beside it."""
        parts = (
            ("fields", "字段", "Fields"),
            ("example", "合法示例", "Example"),
            ("standing", "文件、引用与规则", "File, references and rules"),
        )
        links = " · ".join(f'<a href="#{anchor}">{self.w(zh, en)}</a>' for anchor, zh, en in parts)
        return f'<p class="zc-contents">{self.w("本页：", "On this page: ")}{links}</p>'

    def meaning(self, node: Mapping[str, Any]) -> str:
        """What a field, a record type or a table is, in words."""
        return str(node.get("description" if self.en else "x-descriptionZh", ""))

    def record_intro(self, name: str, schema: Mapping[str, Any]) -> str:
        counted = sum(1 for _ in walk(schema))
        return f"{self.meaning(schema)} " + self.w(f"共 {counted} 个字段。", f"{counted} fields.")

    def example_note(self, name: str) -> str:
        if name in standard.record_types:
            return self.w(
                "取自合成批次，建站时按模式文件校验过；其中没有真实的人和村。",
                "Taken from a synthetic batch and validated against the schema when this site was built; no real person or village is in it.",
            )
        if name == "manifest":
            return self.w(
                "合成批次的清单，为便于阅读只留前两项完整性声明和前两个文件。",
                "The manifest of a synthetic batch, cut to the first two coverage entries and files.",
            )
        return self.w(
            "校验一个故意改坏的合成批次所得，为便于阅读作了删节。",
            "From validating a synthetic batch that was broken on purpose, cut for reading.",
        )

    def records_index(self) -> str:
        rows = []
        for name in standard.record_types:
            schema = standard.schema(name)
            n = sum(1 for _ in walk(schema))
            rules = sum(name in r.reads for r in standard.rules.values())
            rows.append([link(f"records/{name}/", code(name)), esc(schema["title"]), with_codes(self.meaning(schema)), str(n), str(rules)])
        travel = [
            [link(f"records/{n}/", code(n)), esc(standard.schema(n)["title"]), with_codes(self.meaning(standard.schema(n)))]
            for n in EXTRA_RECORDS
        ]
        return "\n".join(
            [
                f"# {self.w('记录类型', 'Record types')}",
                "",
                self.w("一个批次里每种记录一个文件，每行一条。表中字段数含嵌套字段，规则数是读取该类记录的规则。", "In a batch each record type has its file, one record a line. Fields are counted with nested ones; rules are those that read the type."),
                "",
                table(self.w("名称,中文,说明,字段,规则", "Name,Chinese,What it is,Fields,Rules").split(","), rows),
                "",
                heading(2, self.w("随批次往来的文件", "Documents around the records"), "documents"),
                "",
                table(self.w("名称,中文,说明", "Name,Chinese,What it is").split(","), travel),
                "",
                self.w("它们怎样相互引用，见[数据模型](../model.md)。", "How they refer to each other: [data model](../model.md)."),
            ]
        )  # fmt: skip

    # --- code lists -------------------------------------------------------------------------------

    def list_title(self, name: str) -> str:
        return list_titles().get(name, (name, name))[self.en]

    def _open(self) -> str:
        page = link("ways/profile/#own", self.w("自有代码", "codes of their own"))
        return self.w(f"这个代码表是开放的：地区规则可以为它声明{page}。", f"This list is open: profiles may declare {page} for it.")

    def codelist_page(self, name: str) -> str:
        words = standard.synonyms(name)
        rows = [
            [
                code(r["code"]),
                esc(r["zh"]),
                esc(r["en"]),
                esc(self.w("、", ", ").join(words.get(r["code"], ()))),
                self.source(r["source"]),
                esc(r["note"]),
            ]
            for r in standard.codelist(name)
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
                f"# {title if title == name else self.w(f'{title} {name}', f'{title} ({name})')}",
                "",
                *([self._open(), ""] if name in standard.open_lists else []),
                facts(
                    [
                        (self.w("代码数", "Codes"), str(len(rows))),
                        (self.w("文件", "File"), code(f"schemas/{VERSION}/codelists/{name}.csv")),
                        (self.w("用于字段", "Fields that use it"), " ".join(used)),
                        (self.w("用于政策表", "Policy columns that use it"), " ".join(columns)),
                    ]
                ),
                "",
                f'<p class="zc-contents"><a href="../{name}.csv" download>{self.w("下载 CSV", "Download as CSV")}</a></p>',
                "",
                self.w("代码一经使用不再改作他用。来源为条款号、约定号或国家标准；`own` 表示本标准自定。“本地叫法”是各地系统里常见、在本表中不会有别的意思的说法，供对照用；批次里只写代码。", "A code is never reused for something else. The source is a clause, a convention or a national standard; `own` means defined by this standard. Local words are what local systems often write and what can mean nothing else in this list; they are for mapping, a batch holds codes only."),
                "",
                table(self.w("代码,中文,英文,本地叫法,来源,备注", "Code,Chinese,English,Local words,Source,Note").split(","), rows, "stack", ids),
            ]
        )  # fmt: skip

    def source(self, text: str) -> str:
        return self.clause_links(text.split(" "))

    def codelists_index(self) -> str:
        rows = []
        for name in standard.codelist_names:
            entries = standard.codelist(name)
            some = self.w("、", ", ").join(e[self.lang] for e in entries[:4]) + (" …" if len(entries) > 4 else "")
            rows.append([link(f"codelists/{name}/", code(name)), esc(self.list_title(name)), str(len(entries)), esc(some)])
        total = sum(len(standard.codelist(n)) for n in standard.codelist_names)
        sheet = self.w("下载本地叫法与代码对照（CSV）", "Download local words and their codes (CSV)")
        return "\n".join(
            [
                f"# {self.w('代码表', 'Code lists')}",
                "",
                self.w(f"共 {len(rows)} 个代码表、{total} 个代码。代码只在这里定义；模式文件中的枚举由测试与之核对。", f"{len(rows)} lists with {total} codes. Codes are defined here only; a test holds the schemas' enums to them."),
                "",
                f'<p class="zc-contents"><a href="synonyms.csv" download>{sheet}</a> · {link("traps/", self.w("容易填错的字段", "Fields that are easily got wrong"))}</p>',
                "",
                table(self.w("名称,内容,代码数,例", "Name,Content,Codes,For example").split(","), rows),
            ]
        )  # fmt: skip

    def all(self) -> dict[str, str]:
        out = {"records/index.md": self.records_index(), "codelists/index.md": self.codelists_index()}
        out |= {f"records/{n}.md": self.record_page(n) for n in record_names()}
        return out | {f"codelists/{n}.md": self.codelist_page(n) for n in standard.codelist_names}

    def files(self) -> dict[str, str]:
        """The code lists to download, and what local systems call their codes."""
        names = standard.codelist_names
        out = {f"codelists/{n}.csv": sheet(("code", "zh", "en", "synonyms", "source", "note"), self.entries(n)) for n in names}
        rows = [[n, *standard.codelist_title(n), word, c, *standard.code_titles(n)[c]] for n in names for c, words in standard.synonyms(n).items() for word in words]  # fmt: skip
        return out | {"codelists/synonyms.csv": sheet(("list", "listZh", "listEn", "word", "code", "zh", "en"), rows)}

    def entries(self, name: str) -> list[list[str]]:
        words = standard.synonyms(name)
        return [[r["code"], r["zh"], r["en"], " ".join(words.get(r["code"], ())), r["source"], r["note"]] for r in standard.codelist(name)]

    def terms(self) -> list[tuple[str, str, str]]:
        """Every field and every code, where it stands, by its term and its name, with what it means."""
        out = []
        for kind in record_names():
            for path, prop, _ in walk(standard.schema(kind)):
                title = f"{kind}.{path}" if self.en else f"{prop['title']} {kind}.{path}"
                out.append((f"records/{kind}/#{path}", title, self.meaning(prop)))
        for name in standard.codelist_names:
            words = standard.synonyms(name)
            for r in standard.codelist(name):
                local = "" if self.en or r["code"] not in words else f"（{'、'.join(words[r['code']])}）"
                out.append((f"codelists/{name}/#{r['code']}", f"{r[self.lang]} {r['code']}{local}", self.list_title(name)))
        return out
