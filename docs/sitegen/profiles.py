"""Pages of profiles: one each, all side by side, any two compared."""

from __future__ import annotations

import json
from typing import Any

from sitegen.edition import standard
from sitegen.markup import chip, code, esc, facts, fence, heading, link, table
from sitegen.words import WIDE, Words, families, resolved, with_codes
from zhucun.places import columns
from zhucun.places.describe import describe
from zhucun.places.reading import judges
from zhucun.standard import Profile, Row, Rule


class Profiles(Words):
    def profile_page(self, profile: Profile) -> str:
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
            cap = self.of("severity", standard.index["severity"]["capByAuthority"][d["authority"]])
            out += [
                f"<p>{w(f'来源不是规范性文件：依它得出的发现至多为“{esc(cap)}”。', f'The source is not normative: findings that rest on it weigh no more than “{esc(cap)}”.')}</p>",
                "",
            ]
        rules = list(profile.rules)
        out += [heading(2, w(f"运行的规则（{len(rules)}）", f"Rules that run ({len(rules)})"), "rules"), ""]
        by_family: dict[str, list[Rule]] = {}
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
        for name in standard.policy_tables:
            rows = profile.table(name)
            if not rows:
                continue
            title = f"{schemas[name]['title']} {name}" if not self.en else name
            out += [heading(2, title, name), "", with_codes(schemas[name]["description" if self.en else "x-descriptionZh"]), ""]
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

    def policy_cells(self, r: Row) -> list[str]:
        value = self.row_value(r)
        if r.values.get("note") and not r.interpreted:
            value += f'<span class="zc-remark">{esc(self.both(r.values["note"]))}</span>'
        dates = [
            f"{k} {r.values[f]}" for f, k in (("validFrom", self.w("自", "from")), ("validTo", self.w("至", "until"))) if f in r.values
        ]
        if dates:
            value += f'<span class="zc-remark">{esc(" ".join(dates))}</span>'
        return [code(r.values["id"]), value, self.marks(r), self.severity(r.severity), self.clause_links(r.clauses)]

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
                    str(len(list(p.rules))),
                    str(len(p.rows)),
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
                w("[政策表](tables.md) · [全部并列](matrix.md) · [任选两个比较](compare.md) · [写一个新县的规则](../ways/profile.md)", "[Policy tables](tables.md) · [All side by side](matrix.md) · [Compare any two](compare.md) · [Write a new county's profile](../ways/profile.md)"),
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
        for t in standard.policy_tables:
            if t == "parameter":
                continue
            counts = [len(resolved()[i].table(t)) for i in names]
            rows.append(
                [
                    esc(t if self.en else schemas[t]["title"]),
                    *(link(f"profiles/{i}/#{t}", str(n)) if n else "" for i, n in zip(names, counts, strict=True)),
                ]
            )
        out += [table([w("政策表", "Table"), *names], rows, "wide"), "", heading(2, w("规则", "Rules"), "rules", exclude=True), ""]
        rows = []
        for r in standard.rules.values():
            runs = ["●" if r.rows(resolved()[i]) is not None else "" for i in names]
            rows.append([f"{self.rule_links([r.id])} {esc(self.both(r.header['title']))}", *runs])
        out += [table([w("规则", "Rule"), *names], rows, "wide zc-dots")]
        return "\n".join(out)

    def matrix_cell(self, r: Row) -> str:
        roles = r.values.get("roles")
        suffix = ("↑" if r.inherited else "") + ("~" if r.interpreted else "")
        title = self.w("、", ", ").join(self.of("role", x) for x in roles) if roles else ""
        told = [
            self.w(zh, en)
            for so, zh, en in ((r.inherited, "继承自上级", "inherited"), (r.interpreted, "依解释", "rests on an interpretation"))
            if so
        ]
        mark = f' <sup title="{self.w("，", ", ").join(told)}">{suffix}</sup>' if suffix else ""
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
                "rules": [r.id for r in p.rules],
            }
        data["rules"] = {r.id: self.both(r.header["title"]) for r in standard.rules.values()}
        data["tables"] = {t: t if self.en else schemas[t]["title"] for t in standard.policy_tables}
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
                w("选两个地区规则，先看不同之处。数值右上角的 ↑ 表示继承自上级，~ 表示依解释。地址栏随选择变化，可以直接转发。", "Choose two profiles; differences come first. Beside a value ↑ means inherited, ~ that it rests on an interpretation. The address follows the choice and can be passed on."),
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

    # --- the tables ---------------------------------------------------------------------------------

    def tables_page(self) -> str:
        """What can be written into a profile: each table with its columns, its readers and a row of an existing profile."""
        w = self.w
        out = [w("# 政策表", "# Policy tables"), ""]
        out += [w("地区规则由下列各表的行组成。每行都有标识（id）、条款（clauses）、规范强度（modality）、依据（basis，写 `STATED` 或 `INTERPRETED`），依解释的还要有说明（note）；需要时写起止日期（validFrom、validTo）。带 * 的栏必填；粗体的栏说明一行讲的是哪件事：同一张表里这些栏都相同的两行讲同一件事，下级的行取代上级的。", "A profile is made of rows of these tables. Every row has id, clauses, modality and basis (`STATED` or `INTERPRETED`), a note where it is interpreted, and validFrom and validTo where they are needed. Columns with * must be there; those in bold say what a row speaks of: two rows of a table that are alike in them speak of the same thing, and a child's takes the place of its parent's."), ""]  # fmt: skip
        for name in standard.policy_tables:
            out += self.table_part(name)
        return "\n".join(out)

    def table_part(self, name: str) -> list[str]:
        w, form = self.w, standard.policy_form(name)
        title = f"{form['title']} {name}" if not self.en else name
        out = [heading(2, title, name), "", with_codes(form["description"] if self.en else form.get("x-descriptionZh", form["title"])), ""]
        items, keys = form["items"], standard.policy_keys(name)
        cells = []
        for column, prop in items["properties"].items():
            if column not in standard.policy_shared:
                shown = (f"<b>{code(column)}</b>" if column in keys else code(column)) + ("*" if column in items["required"] else "")
                cells.append([shown, with_codes(prop["description"] if self.en else f"{prop['title']}：{prop['x-descriptionZh']}"), self.column_kind(name, column)])  # fmt: skip
        out += [table(w("栏,含义,可以写", "Column,Says,Takes").split(","), cells), ""]
        readers = self.rule_links(r.id for r in judges(standard, name))
        out += [f"<p>{w('读取它的规则', 'Read by')} {readers or esc(w('无：声明，不作判断', 'none: declared, not judged'))}</p>", ""]
        example = next((r for p in resolved().values() for r in p.table(name) if not r.inherited), None)
        if example:
            said = describe(standard, example, "en" if self.en else "zh")
            out += [f"<p>{w('例', 'Example')} {code(example.row_id)}{w('：', ': ')}{esc(said)}</p>", "", fence(json.dumps(dict(example.values), ensure_ascii=False), "json"), ""]  # fmt: skip
        if columns.named(standard, name):
            out += self.named_part(name)
        return out

    def column_kind(self, name: str, column: str) -> str:
        """What a column takes."""
        w, prop = self.w, columns.columns(standard, name)[column]
        leaf = prop.get("items", prop)
        lists = w("列表：", "list of ") if prop is not leaf else ""
        if codes := leaf.get("x-codelist"):
            return lists + link(f"codelists/{codes}/", esc(self.both(dict(zip(("zh", "en"), standard.codelist_title(codes), strict=True)))))
        if column == columns.type_column(standard, name):
            return link("records/", w("记录类型", "a record type"))
        if "x-fieldOf" in prop:
            return link("records/", w("字段名", "the name of a field"))
        if "x-valueOf" in prop:
            return lists + w(f"{code(prop['x-valueOf'])} 所说字段的取值", f"values of what {code(prop['x-valueOf'])} names")
        kinds = {"integer": w("整数", "a whole number"), "boolean": w("是或否（true、false）", "true or false"), "string": w("文字", "text"), "object": w("对象", "an object")}  # fmt: skip
        return lists + kinds[leaf["type"]]

    def named_part(self, name: str) -> list[str]:
        """Each name that a row of a table of named values may have: in which column its value stands, and who reads it."""
        w, column = self.w, columns.named(standard, name)
        assert column
        codelist = columns.columns(standard, name)[column]["x-codelist"]
        rows = []
        for entry in standard.codelist(codelist):
            values = {column: entry["code"]}
            note = columns.note_of(standard, name, values)
            target = columns.value_column(standard, name, values)
            readers = [r.id for r in judges(standard, name, values)]
            holds = link(f"codelists/{note['codes']}/", esc(note["codes"])) if "codes" in note else esc(note.get("unit", ""))
            rows.append([code(entry["code"]), esc(entry["en" if self.en else "zh"]), f"{code(target)} {holds}", self.rule_links(readers)])
        return [table(w("名称,含义,取值写在,读取它的规则", "Name,Says,Value in,Read by").split(","), rows), ""]

    def all(self) -> dict[str, str]:
        out = {
            "profiles/tables.md": self.tables_page(),
            "profiles/index.md": self.profiles_index(),
            "profiles/matrix.md": self.matrix_page(),
            "profiles/compare.md": self.compare_page(),
        }
        return out | {f"profiles/{p.id}.md": self.profile_page(p) for p in resolved().values()}
