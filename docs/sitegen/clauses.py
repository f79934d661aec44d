"""Pages of the clause register, by document, with what carries each clause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sitegen.edition import standard
from sitegen.markup import code, esc, heading, link, table
from sitegen.words import Words, clause_texts, resolved


class Clauses(Words):
    def checkability(self, key: str) -> str:
        return next(r[self.lang] for r in standard.register("checkability") if r["code"] == key)

    def carrier(self, text: str) -> str:
        kind, _, rest = text.partition(" ")
        if kind == "rule":
            return self.rule_links([rest])
        if kind == "row":
            profile, _, ident = rest.partition("/")
            row = resolved()[profile].row(rest)
            return link(f"profiles/{profile}/#{row.table}-{ident}", code(ident))
        if kind == "field":
            record, _, path = rest.partition(".")
            return link(f"records/{record}/#{path}", code(rest))
        name, _, value = rest.partition(":")
        return link(f"codelists/{name}/#{value}", code(rest))

    def section(self, name: str) -> str:
        """A document's section as a heading: most are only a Chinese numeral."""
        if re.fullmatch("[一二三四五六七八九十]+", name):
            return self.w(f"第{name}部分", f"Part {name}")
        return name

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
            out += [
                f"<p>{w('由此写成的地区规则：', 'The profile read from it: ')}{link(f'profiles/{profile}/', esc(self.profile_title(profile)))}</p>",
                "",
            ]
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
                rows.append(
                    [
                        f'<a class="zc-id" href="#{c["id"]}">{c["id"]}</a>',
                        esc(c[self.lang]),
                        esc(self.of("modality", c["modality"].upper())),
                        esc(self.checkability(c["checkability"])),
                        carried,
                    ]
                )
            out += [
                heading(2, self.section(section), f"section-{n}"),
                "",
                table(heads, rows, "stack zc-clauses", [c["id"] for c in group]),
                "",
            ]
        return "\n".join(out)

    def clauses_index(self) -> str:
        w = self.w
        rows, total = [], Counter[str]()
        for d in standard.index["documents"]:
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
            rows.append(
                [
                    link(f"clauses/{d['code']}/", esc(f"{d['code']} {d[self.lang]}")),
                    *(str(n[k]) for k in ("all", "rule", "data", "reason", "open")),
                ]
            )
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

    def all(self) -> dict[str, str]:
        out = {"clauses/index.md": self.clauses_index()}
        return out | {f"clauses/{d['code']}.md": self.clauses_page(d) for d in standard.index["documents"]}
