"""What a run of the suite found, as text, as one page of HTML, as JSON and as a badge."""

from __future__ import annotations

import html as markup
import json
from collections.abc import Callable, Mapping
from typing import Any

from zhucun.conformance.protocol import word

#: How the outcome of a case is written; the first three are as expected, the third where what a case expects binds nobody.
OUTCOMES = ("passed", "expectedFailure", "question", "failed", "unexpectedPass", "skipped", "errored")
GOOD = OUTCOMES[:3]


def _place(finding: Mapping[str, Any]) -> str:
    text = " ".join(str(finding[k]) for k in ("rule", "severity", "recordType", "recordId") if k in finding)
    if finding.get("outcome", "VIOLATION") != "VIOLATION":
        text += f" {finding['outcome']}"
    if "file" in finding:
        text += f" {finding['file']}" + (f":{finding['line']}" if "line" in finding else "")
    if "pointer" in finding:
        text += f" {finding['pointer'] or '(record)'}"
    return text


def explain(entry: Mapping[str, Any], lang: str) -> list[str]:
    """What is wrong with one case, a line each."""
    d = entry.get("differences", {})
    out = []
    if "verdict" in d:
        out.append("≠ " + word("verdict", lang, **d["verdict"]))
    for pair in d.get("different", ()):
        wanted, given = pair["expected"], pair["given"]
        parts = [
            word("shouldBe", lang, name=k, expected=wanted.get(k, "—"), given=given.get(k, "—"))
            for k in dict.fromkeys([*wanted, *given])
            if wanted.get(k) != given.get(k)
        ]
        out.append(f"≠ {word('different', lang)}: {_place(wanted)} — " + "; ".join(parts))
    out += [f"- {word('absent', lang)}: {_place(f)}" for f in d.get("absent", ())]
    out += [f"+ {word('extra', lang)}: {_place(f)}" for f in d.get("extra", ())]
    out += ["- " + word("notEvaluated", lang, **n) for n in d.get("notEvaluated", ())]
    out += ["+ " + word("judged", lang, **n) for n in d.get("judged", ())]
    out += [f"≠ {line}" for line in d.get("producer", ())]
    for name in ("reason", "context", "excuse"):
        if name in entry:
            out += [f"! {line}" if at == 0 else f"  {line}" for at, line in enumerate(str(entry[name]).splitlines())]
    return out


def _summary(report: Mapping[str, Any], lang: str) -> tuple[str, str]:
    counts, total = report["counts"], len(report["cases"])
    ok = counts["passed"] + counts["expectedFailure"]
    rest = [f"{word(k, lang)} {n}" for k, n in {**counts, "notClaimed": report["notClaimed"]}.items() if n]
    return word("of", lang, ok=ok, all=total), ", ".join(rest)


def text(report: Mapping[str, Any], lang: str = "zh") -> str:
    """The report for a terminal: only the cases that are not as expected, then the counts."""
    who = report["implementation"]
    out = [f"{who['name']} {who['version']} ({who['language']}) · zhucun {report['standard']}", ""]
    for e in report["cases"]:
        if e["outcome"] == "passed":
            continue
        about = " · ".join(filter(None, [e["purpose"], e.get("rule"), " ".join(e["clauses"]), e["profile"]]))
        out += [f"{word(e['outcome'], lang)}  {e['id']}  [{about}]", f"    {e['title'][lang]}", f"    {e['folder']}"]
        out += [f"      {line}" for line in explain(e, lang)] + [""]
    headline, rest = _summary(report, lang)
    return "\n".join([*out, f"{headline}({rest})" if lang == "zh" else f"{headline} ({rest})"]) + "\n"


def badge(report: Mapping[str, Any]) -> str:
    """An SVG badge: the share of the cases that are as expected."""
    ok = report["counts"]["passed"] + report["counts"]["expectedFailure"]
    label, value = f"zhucun {report['standard']}", f"{ok}/{len(report['cases'])}"
    left, right = 7 * len(label) + 12, 8 * len(value) + 14
    colour = "#2e7d32" if report["ok"] else "#b71c1c"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="22" role="img" aria-label="{label}: {value}">'
        f'<rect width="{left}" height="22" fill="#444"/><rect x="{left}" width="{right}" height="22" fill="{colour}"/>'
        f'<g fill="#fff" font-family="Verdana,sans-serif" font-size="12" text-anchor="middle">'
        f'<text x="{left / 2}" y="15">{label}</text><text x="{left + right / 2}" y="15">{value}</text></g></svg>'
    )


_STYLE = """body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{padding:.3rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
pre{margin:.3rem 0;white-space:pre-wrap;font-size:13px}.passed,.expectedFailure{color:#2e7d32}
.failed,.errored,.unexpectedPass{color:#b71c1c}.skipped{color:#8a6d00}small{color:#666}details{margin:.6rem 0}"""


def html(report: Mapping[str, Any], lang: str = "zh") -> str:
    """The report as one self-contained page: what differs first, then every case."""
    who, (headline, rest) = report["implementation"], _summary(report, lang)
    name = markup.escape(f"{who['name']} {who['version']} ({who['language']})")

    def row(e: Mapping[str, Any]) -> str:
        lines = markup.escape("\n".join(explain(e, lang)))
        about = markup.escape(" · ".join(filter(None, [e["purpose"], e.get("rule"), " ".join(e["clauses"]), e["profile"]])))
        return (
            f'<tr><td class="{e["outcome"]}">{word(e["outcome"], lang)}</td><td><b>{markup.escape(e["id"])}</b><br>'
            f"{markup.escape(e['title'][lang])}<br><small>{about}</small>" + (f"<pre>{lines}</pre>" if lines else "") + "</td></tr>"
        )

    first = [e for e in report["cases"] if e["outcome"] != "passed"]
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for e in report["cases"]:
        groups.setdefault(e["profile"] if e["level"] == "profile" else e["level"], []).append(e)
    body = f"<table>{''.join(map(row, first))}</table>" if first else ""
    for group, entries in groups.items():
        good = sum(e["outcome"] in GOOD for e in entries)
        body += (
            f"<details><summary>{markup.escape(group)} {good}/{len(entries)}</summary><table>{''.join(map(row, entries))}</table></details>"
        )
    return (
        f'<!doctype html>\n<html lang="{lang}"><meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style>'
        f"<h1>{name}</h1><p>{badge(report)}</p><p>{headline} <small>{rest}</small></p>{body}</html>\n"
    )


FORMATS: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "text": text,
    "json": lambda report, _lang: json.dumps(report, ensure_ascii=False, indent=2) + "\n",
    "html": html,
}
