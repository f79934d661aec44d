"""Pages of rules and of structural finding codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen import examples
from sitegen.edition import standard
from sitegen.markup import code, esc, facts, fence, heading, inline, json_block, link, table
from sitegen.words import Words, clause_texts, families, resolved
from zhucun.record import faults
from zhucun.standard import Row, Rule


class Rules(Words):
    def rule_page(self, rule: Rule) -> str:
        h = rule.header
        run: dict[str, list[Row]] = {}
        idle = []
        for ident, profile in resolved().items():
            needs = rule.rows(profile)
            if needs is None:
                idle.append(ident)
            else:
                run[ident] = [row for need in needs for row in need]
        cited = list(dict.fromkeys(c for rows in run.values() for row in rows for c in row.clauses))
        levels = sorted(
            {r[0].severity for rows in run.values() if (r := rows)} if h.get("policies") else {h["severity"]},
            key=["error", "warning", "info"].index,
        )
        out = [
            f"# {rule.id} {self.both(h['title'])}",
            "",
            facts(
                [
                    (self.w("严重程度", "Severity"), " ".join(self.severity(s) for s in levels) or self.w("由地区规则决定", "set by the profile")),
                    (self.w("读取的记录", "Reads"), " ".join(link(f"records/{r}/", esc(self.record_title(r))) for r in rule.reads)),
                    (self.w("需要的字段", "Fields it needs"), " ".join(link(f"records/{f.split('.')[0]}/#{f.split('.')[1]}", code(f)) for f in h.get("fields", []))),
                    (self.w("判断的每一类", "Judges each of"), " ".join(link(f"records/{r}/", esc(self.record_title(r))) for r in h.get("each", []))),
                    (self.w("需声明完整", "Needs coverage of"), " ".join(code(c) for c in h.get("coverage", []))),
                    (
                        self.w("缺项即报告", "Absences it reports"),
                        "<br>".join(code(e["field"]) + " " + esc(e[self.lang]) for e in h.get("absence", [])),
                    ),
                    (self.w("数据质量维度", "Dimension of data quality"), standard.code_titles("quality-dimension")[h["quality"]][self.en]),
                    (self.w("所依约定", "Conventions"), self.clause_links(h.get("conventions", []))),
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
            out += [
                self.w(
                    "目前没有地区规则提供它所需的政策行，因此没有条款依据。",
                    "No profile holds the rows that it needs, so it rests on no clause yet.",
                )
            ]
        else:
            out += [self.w("本规则属于标准自身，不依任何地区的条款。", "A rule of the standard itself; it rests on no place's clause.")]
        out += ["", heading(2, self.w("在哪些地区运行、取什么值", "Where it runs, with which values"), "profiles"), ""]
        if not h.get("policies"):
            out += [self.w("在每个地区都运行，不需要政策行。", "It runs under every profile and needs no policy row."), ""]
        for ident, policy in run.items():
            if not policy:
                continue
            rows = [
                [self.row_link(r), self.row_value(r), self.marks(r), self.severity(r.severity), self.clause_links(r.clauses)]
                for r in policy
            ]
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
            fence(f"zhucun sample broken --profile {next(iter(run), standard.profiles.own[0])} --break {rule.id}\nzhucun explain {rule.id}", "sh"),
            "",
        ]  # fmt: skip
        if h.get("absence"):
            rows = [[link("records/{}/#{}".format(*e["field"].split(".", 1)), code(e["field"])), esc(self.both(e))] for e in h["absence"]]
            out += [
                heading(2, self.w("缺了就算违反的字段", "Fields whose absence is a violation"), "absence"),
                "",
                table(self.w("字段,为什么", "Field,Why").split(","), rows),
                "",
            ]
        if h.get("entails"):
            rows = [[self.rule_links([e["rule"]]), esc(self.both(e["why"]))] for e in h["entails"]]
            out += [
                heading(3, self.w("同时必然触发", "What comes with it"), "entails"),
                "",
                table(self.w("规则,原因", "Rule,Why").split(","), rows),
            ]
        return "\n".join(out)

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
            profile = case.data["profile"]
            covered = self.w("；", "; ").join(
                f"{c['recordType']}{'.' + c['kind'] if 'kind' in c else ''} {c['startDate']} – {c['endDate']}"
                for c in case.manifest.get("coverage", [])
            )
            out += [
                facts(
                    [
                        (self.w("用例", "Case"), code(case.data["id"])),
                        (
                            self.w("地区规则", "Profile"),
                            link(f"profiles/{profile}/", esc(self.profile_title(profile))) if profile in resolved() else "",
                        ),
                        (self.w("截止日", "As of"), esc(case.data["asOf"])),
                        (self.w("声明完整", "Declared complete"), esc(covered)),
                        (self.w("说明", "What it shows"), inline(case.data["title"][self.lang])),
                        (self.w("理由", "Why"), inline(case.data["reason"][self.lang]) if "reason" in case.data else ""),
                    ]
                ),
                "",
            ]
            for name, lines, more in case.records:
                note = (
                    self.w(f"（另有 {more} 行）", f" ({more} more lines)")
                    if more
                    else ""
                    if lines
                    else self.w("（没有记录）", " (no record)")
                )
                out += [f"<p><code>{esc(name)}</code>{note}</p>", ""]
                if lines:
                    out += [fence(lines, "json"), ""]
            findings = case.data["expect"]["findings"]
            if findings:
                out += [self.w("应得的发现：", "The findings it must give:"), "", json_block(findings), ""]
            else:
                out += [self.w("没有发现。", "No finding."), ""]
        return out

    def rules_index(self) -> str:
        out = [
            f"# {self.w('规则', 'Rules')}",
            "",
            self.w(f"共 {len(standard.rules)} 条规则，每条一个文件、一个页面。一条规则只在具有所需政策行的地区运行；表中的数字是运行它的地区数。", f"{len(standard.rules)} rules, each one file and one page. A rule runs only where the profile holds the rows that it needs; the last column counts those profiles."),
            "",
        ]  # fmt: skip
        for key, rules in families().items():
            rows = []
            for r in rules:
                n = sum(r.rows(p) is not None for p in resolved().values())
                rows.append(
                    [
                        self.rule_links([r.id]),
                        esc(self.both(r.header["title"])),
                        " ".join(link(f"records/{k}/", esc(self.record_title(k))) for k in r.reads),
                        str(n),
                    ]
                )
            out += [
                heading(2, self.family(key), key.lower()),
                "",
                table(self.w("规则,标题,读取,地区", "Rule,Title,Reads,Profiles").split(","), rows),
                "",
            ]
        return "\n".join(out)

    # --- structural finding codes -----------------------------------------------------------------

    def structural(self, text: str) -> str:
        """The message of a structural finding, with words for what each finding puts in."""
        words = {
            "field": ("某字段", "the field"), "form": ("所要求的形式", "the form asked for"), "expected": ("所要求的形式", "the form asked for"),
            "target": ("记录", "record"), "owner": ("某地", "a place"), "id": ("某标识", "an id"), "firstLine": ("某", "n"),
            "firstFile": ("某文件", "a file"), "limit": ("若干", "so many"), "column": ("某", "n"),
        }  # fmt: skip
        return self.message(re.sub(r"\{([A-Za-z]+)\}", lambda m: words.get(m[1], ("", ""))[self.en], text))

    def findings_page(self) -> str:
        rows = [
            [
                link(f"rules/{r['code']}/", code(r["code"])),
                self.severity(r["severity"]),
                self.structural(r[self.lang]),
                esc(r["fixEn" if self.en else "fixZh"]),
            ]
            for r in faults.catalogue(standard).values()
        ]
        return "\n".join(
            [
                f"# {self.w('结构发现代码', 'Structural finding codes')}",
                "",
                self.w(
                    "结构检查先于规则：一行不是合法的记录，就给出下列代码之一，并且不进入规则判断。消息由模式写成，从不引用记录中的值，因此可以转发。",
                    "Structure comes before rules: a line that is no valid record gets one of these codes and takes no part in the rules. The message is written from the schema and never quotes a value, so it is safe to forward.",
                ),
                "",
                table(self.w("代码,严重程度,消息,怎样改正", "Code,Severity,Message,How to put it right").split(","), rows, "stack", list(faults.catalogue(standard))),
            ]
        )  # fmt: skip

    def finding_page(self, r: Mapping[str, str]) -> str:
        keyword = examples.KEYWORDS.get(r["code"])
        out = [
            f"# {r['code']}",
            "",
            f'<blockquote class="zc-message"><p>{self.structural(r[self.lang])}</p></blockquote>',
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

    def all(self) -> dict[str, str]:
        out = {"rules/index.md": self.rules_index(), "findings/index.md": self.findings_page()}
        out |= {f"rules/{r.id}.md": self.rule_page(r) for r in standard.rules.values()}
        return out | {f"rules/{r['code']}.md": self.finding_page(r) for r in faults.catalogue(standard).values()}
