"""What each profile asks of the data, as a page to read and a sheet to download."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sitegen.edition import standard
from sitegen.markup import camel, code, esc, fence, heading, link, table
from sitegen.words import WIDE, Words, resolved, with_codes
from zhucun import sample
from zhucun.places import needs
from zhucun.places.describe import describe


@cache
def asked(ident: str) -> tuple[needs.Needs, Mapping[tuple[str, str], Any]]:
    """What a profile asks, and examples from its sample."""
    found = needs.needs(resolved()[ident])
    return found, needs.examples(sample.records(sample.plan(found.profile)))


class Needs(Words):
    def needs_page(self, ident: str) -> str:
        w, (found, shown) = self.w, asked(ident)
        kinds = list(dict.fromkeys(n.kind for n in found.fields))
        here = " · ".join(f'<a href="#{kind}">{esc(self.record_title(kind))}</a>' for kind in kinds)
        out = [
            *WIDE,
            f"# {w('需要哪些字段：', 'Which fields are needed: ')}{self.profile_title(ident)}",
            "",
            w("下面是这个地区的规则要读的字段，按记录类型排列；由规则自身的查询得出，没有列出的字段不影响按这个地区的规则所作的判断。标 * 的必填。标准自身的规则（STD）对报送的内容一律判断，不另外要求字段。", "The fields that the rules of this profile read, by record type. They come from the rules' own queries: a field that is not listed makes no difference to what is judged by this profile. An asterisk marks what is required. The rules of the standard itself (STD) judge whatever is handed in and ask for no further field."),
            "",
            w("先对照自己的系统有哪些字段，没有的看“没有它时”一栏：无法判断的不算违反，报告会逐项列出。", "Go through it with your own system beside it. Of what it does not have, “without it” tells the consequence: what cannot be judged is no violation, and the report lists it."),
            "",
            f'<p class="zc-contents"><a href="../{ident}.csv" download>{w("下载 CSV", "Download as CSV")}</a> · {link(f"profiles/{ident}/", w("地区规则", "The profile"))} · {here} · <a href="#complete">{w("完整性声明", "Completeness")}</a></p>',
            "",
            fence(f"zhucun profile needs {ident}", "sh"),
            "",
        ]  # fmt: skip
        for kind in kinds:
            out += [heading(2, self.record_title(kind) + ("" if self.en else f" {kind}"), kind), ""]
            mine = [n for n in found.fields if n.kind == kind]
            heads = w("字段,含义,代码表,没有它时,读取它的规则,示例", "Field,Meaning,Code list,Without it,Rules that read it,Example").split(
                ","
            )
            out += [table(heads, [self.row(n, shown) for n in mine], "stack zc-fields", [f"{kind}.{n.path}" for n in mine]), ""]
        out += [heading(2, w("完整性声明", "What must be declared complete"), "complete"), ""]
        out += [w("清单的 `coverage` 声明某类记录在整个期间内没有遗漏，下列规则才会因为“没有记录”而得出结论。", "These rules conclude something from a missing record only where the manifest's `coverage` declares the type complete for the whole period."), ""]  # fmt: skip
        rows = [[code(what), self.rule_links(rules)] for what, rules in found.complete.items()]
        return "\n".join([*out, table(w("记录类型,规则", "Record type,Rules").split(","), rows)])

    def row(self, n: needs.Need, shown: Mapping[tuple[str, str], Any]) -> list[str]:
        w = self.w
        name = "<wbr>.".join(map(camel, n.path.split(".")))
        star = f' <span class="zc-req" title="{w("必填", "required")}">*</span>' if n.required else ""
        without = []
        if n.unjudged:
            without.append(f"{w('无法判断', 'not judged')} {self.rule_links(n.unjudged)}")
        if n.absent:
            without.append(f"{w('可能就是发现', 'may be a finding')} {self.rule_links(n.absent)}")
        if n.required:
            without.append(w("记录不合格", "the record is invalid"))
        without += [f"{code(r.values['id'])} {esc(describe(standard, r, self.lang))}" for r in n.rows]
        form = needs.form(standard, n, self.lang)
        return [
            f'<code class="zc-d{min(n.path.count("."), 2)}">{name}</code>{star}<span class="zc-remark">{esc(n.prop["title"])}</span>',
            f'{with_codes(n.meaning(self.lang))}<span class="zc-remark">{with_codes(form)}</span>',
            link(f"codelists/{n.codelist}/", code(n.codelist)) if n.codelist in standard.codelist_names else esc(n.codelist),
            "<br>".join(without),
            self.rule_links(n.rules),
            code(needs.example(n, shown)) if (n.kind, n.path) in shown else "",
        ]

    def needs_index(self) -> str:
        w = self.w
        rows = []
        for ident, profile in resolved().items():
            found, _ = asked(ident)
            kinds = dict.fromkeys(n.kind for n in found.fields)
            listed = w("、", ", ").join(self.record_title(kind) for kind in kinds)
            rows.append([link(f"needs/{ident}/", esc(self.profile_title(ident))), str(len(found.fields)), esc(listed), f'<a href="{ident}.csv" download>CSV</a>', str(sum(bool(r.needs) for r in profile.rules))])  # fmt: skip
        return "\n".join(
            [
                f"# {w('需要哪些字段', 'Which fields are needed')}",
                "",
                w("接入一个地区之前先看这里：它的规则读哪些记录的哪些字段，各是什么意思、用哪个代码表，没有时哪些规则无法判断。不必填满整个标准。", "Read this before you connect a place: which fields of which records its rules read, what they mean, which code lists they use, and which rules judge nothing without them. Nobody has to fill in the whole standard."),
                "",
                table(w("地区,字段,记录类型,下载,规则", "Profile,Fields,Record types,Download,Rules").split(","), rows),
                "",
                w("本地的叫法与标准代码怎样对应，见[代码表](../codelists/index.md)；容易填错的地方见[容易填错的字段](../traps.md)。", "How local words map to the codes: [code lists](../codelists/index.md); what is easily got wrong: [traps](../traps.md)."),
            ]
        )  # fmt: skip

    def all(self) -> dict[str, str]:
        return {"needs/index.md": self.needs_index()} | {f"needs/{i}.md": self.needs_page(i) for i in resolved()}

    def files(self) -> dict[str, str]:
        """The sheets to download."""
        return {f"needs/{i}.csv": needs.to_csv(*asked(i), self.lang) for i in resolved()}
