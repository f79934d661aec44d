"""Renders a report: text for people, JSON, SARIF, JUnit and GitHub annotations for machines.

Nothing here looks at a record again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

from zhucun import faults, standard

Data = Mapping[str, Any]

#: How many findings of one rule the text shows; the count is exact.
SAMPLES = 5

WORDS = {
    "zh": {
        "error": "错误",
        "warning": "警告",
        "info": "提示",
        "pass": "通过",
        "fail": "不通过",
        "incomplete": "未能完成",
        "more": "……另有 {n} 条",
        "line": "第 {line} 行",
        "fix": "办法",
        "clauses": "依据",
        "inherited": "继承自上级规则（推定适用）",
        "interpreted": "依解释",
        "candidate": "待认定",
        "verdict": "结论",
        "summary": "{error} 个错误，{warning} 个警告，{info} 条提示",
        "records": "记录 {n} 条",
        "judged": "能够判断多少",
        "ran": "运行规则 {ran} 条，不适用 {idle} 条，未判断 {skipped} 条，失败 {failed} 条",
        "missing": "{rule} 有 {n} 条记录无法判断：缺少 {what}",
        "absent": "{rule} 未判断：批次没有提交、也未声明完整的记录 {what}",
        "failed": "{rule} 运行失败：{what}",
        "nothing": "没有发现问题",
        "authority": "文件效力",
        "leftOut": "{n} 条 {kind} 记录不合格式，规则没有看到它们；先改正格式，再看与它们有关的发现",
        "omitted": "{rule} 另有 {n} 条未逐条列出",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "info": "info",
        "pass": "pass",
        "fail": "fail",
        "incomplete": "incomplete",
        "more": "… and {n} more",
        "line": "line {line}",
        "fix": "fix",
        "clauses": "basis",
        "inherited": "inherited (assumed to apply)",
        "interpreted": "rests on an interpretation",
        "candidate": "candidate, no determination yet",
        "verdict": "Verdict",
        "summary": "{error} errors, {warning} warnings, {info} infos",
        "records": "{n} records",
        "judged": "How much could be judged",
        "ran": "{ran} rules ran, {idle} do not apply, {skipped} not evaluated, {failed} failed",
        "missing": "{rule} could not judge {n} records: {what} is missing",
        "absent": "{rule} was not evaluated: records neither handed in nor declared complete: {what}",
        "failed": "{rule} failed: {what}",
        "nothing": "Nothing was found",
        "authority": "authority",
        "leftOut": "{n} {kind} records are not valid, so the rules did not see them; correct them first, then look at findings about them",
        "omitted": "{rule}: {n} more are not listed one by one",
    },
}

_COLOURS = {"error": "31;1", "warning": "33;1", "info": "36", "pass": "32;1", "fail": "31;1", "incomplete": "33;1", "dim": "2", "bold": "1"}


def title(rule: str, lang: str) -> str:
    """The title of a rule or of a structural code."""
    if rule in standard.rules():
        return str(standard.rules()[rule].header["title"][lang])
    # a structural finding's sentence tells all; its code stands for a title
    return ""


def fix(rule: str, lang: str) -> str:
    """How to put it right."""
    if rule in standard.rules():
        return str(standard.rules()[rule].header["fix"][lang])
    return faults.catalogue()[rule]["fixZh" if lang == "zh" else "fixEn"]


def text(data: Data, colour: bool = False) -> Iterator[str]:
    """The report for people, line by line."""
    lang = data["language"]
    words = WORDS[lang]

    def paint(s: str, kind: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{s}\x1b[0m" if colour else s

    for (severity, rule), group in groupby(data["findings"], key=lambda f: (f["severity"], f["rule"])):
        found = list(group)
        head = f"{paint(words[severity], severity)} {paint(rule, 'bold')} {title(rule, lang)}".rstrip()
        yield f"{head} × {len(found)}"
        for f in found[:SAMPLES]:
            yield f"  {_place(f, words)}  {f['message']}"
            if notes := _notes(f, lang, words):
                yield paint(f"      {notes}", "dim")
        if len(found) > SAMPLES:
            yield "  " + words["more"].format(n=len(found) - SAMPLES)
        yield paint(f"  → {fix(rule, lang)}", "dim")
        if "help" in found[0]:
            yield paint(f"    {found[0]['help']}", "dim")
        yield ""
    for rule, n in data.get("omitted", {}).items():
        yield words["omitted"].format(rule=rule, n=n)
    if not data["findings"]:
        yield words["nothing"]
        yield ""
    yield from _judged(data, words)
    yield ""
    total = words["records"].format(n=sum(data["records"].values()))
    yield f"{words['verdict']}: {paint(words[data['verdict']], data['verdict'])} — {words['summary'].format(**data['counts'])} ({total})"


def _place(f: Mapping[str, Any], words: Mapping[str, str]) -> str:
    parts = []
    if "file" in f:
        parts.append(f"{f['file']}:{f['line']}" if "line" in f else f["file"])
    ident = f"{f['recordType']} {f['recordId']}" if "recordId" in f else f["recordType"]
    parts.append(ident + f.get("pointer", ""))
    return "  ".join(parts)


def _notes(f: Mapping[str, Any], lang: str, words: Mapping[str, str]) -> str:
    parts = []
    if f["clauses"]:
        parts.append(f"{words['clauses']} {', '.join(f['clauses'])}")
    if f.get("inherited"):
        parts.append(words["inherited"])
    if f.get("interpreted"):
        parts.append(words["interpreted"])
    if "authority" in f and f["authority"] != "NORMATIVE":
        parts.append(standard.code_titles("authority-kind")[f["authority"]][lang == "en"])
    if f["outcome"] == "CANDIDATE":
        parts.append(words["candidate"])
    return "; ".join(parts)


def _judged(data: Data, words: Mapping[str, str]) -> Iterator[str]:
    by_status = {s: [r for r in data["rules"] if r["status"] == s] for s in ("RAN", "NOT_APPLICABLE", "NOT_EVALUATED", "FAILED")}
    counts = {k: len(v) for k, v in zip(("ran", "idle", "skipped", "failed"), by_status.values(), strict=True)}
    yield f"{words['judged']}: {words['ran'].format(**counts)}"
    for r in by_status["FAILED"]:
        yield "  " + words["failed"].format(rule=r["id"], what=r.get("reason", ""))
    for r in by_status["NOT_EVALUATED"]:
        yield "  " + words["absent"].format(rule=r["id"], what=r.get("reason", ""))
    for kind, count in data.get("leftOut", {}).items():
        yield "  " + words["leftOut"].format(n=count, kind=kind)
    for n in data["notEvaluated"]:
        if n["count"]:
            yield "  " + words["missing"].format(rule=n["rule"], n=n["count"], what=n["missing"])


def as_text(data: Data, colour: bool = False) -> str:
    return "\n".join(text(data, colour)) + "\n"


def as_json(data: Data, colour: bool = False) -> str:
    import orjson

    return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n"


_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def as_sarif(data: Data, colour: bool = False) -> str:
    """SARIF 2.1.0; ``uri`` is the path in the batch, percent-encoded."""
    from urllib.parse import quote

    lang = data["language"]
    used = sorted({f["rule"] for f in data["findings"]})
    pages = {f["rule"]: f["help"] for f in data["findings"] if "help" in f}
    descriptors = []
    for rule in used:
        d: dict[str, Any] = {"id": rule, "help": {"text": fix(rule, lang)}}
        if rule in pages:
            d["helpUri"] = pages[rule]
        if name := title(rule, lang):
            d["shortDescription"] = {"text": name}
        descriptors.append(d)
    results = []
    for f in data["findings"]:
        result: dict[str, Any] = {
            "ruleId": f["rule"],
            "ruleIndex": used.index(f["rule"]),
            "level": _LEVELS[f["severity"]],
            "message": {"text": f["message"]},
            "partialFingerprints": {"zhucun/v1": f["fingerprint"]},
            "properties": {k: f[k] for k in ("recordType", "recordId", "outcome", "clauses", "policyRow", "authority") if k in f},
        }
        if "file" in f:
            place: dict[str, Any] = {"artifactLocation": {"uri": quote(f["file"])}}
            if "line" in f:
                place["region"] = {"startLine": f["line"]}
            result["locations"] = [{"physicalLocation": place}]
        results.append(result)
    notices = [
        {"level": "error", "message": {"text": f"{r['id']}: {r.get('reason', '')}"}} for r in data["rules"] if r["status"] == "FAILED"
    ] + [
        {"level": "note", "message": {"text": WORDS[lang]["missing"].format(rule=n["rule"], n=n["count"], what=n["missing"])}}
        for n in data["notEvaluated"]
    ]
    run = {
        "tool": {"driver": {"name": data["tool"]["name"], "version": data["tool"]["version"], "language": lang, "rules": descriptors}},
        "results": results,
        "invocations": [{"executionSuccessful": data["verdict"] != "incomplete", "toolExecutionNotifications": notices}],
        "columnKind": "unicodeCodePoints",
        "properties": {"verdict": data["verdict"]},
    }
    return (
        json.dumps(
            {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}, ensure_ascii=False, indent=2
        )
        + "\n"
    )


def as_junit(data: Data, colour: bool = False) -> str:
    """JUnit XML: a test case for each rule; a rule that did not run is skipped, one that crashed an error."""
    lang = data["language"]
    by_rule: dict[str, list[Any]] = {}
    for f in data["findings"]:
        by_rule.setdefault(f["rule"], []).append(f)
    suite = ElementTree.Element("testsuite", name=_xml(f"zhucun {data['batchId']}"))
    cases = [(r["id"], r) for r in data["rules"]] + [(code, {"status": "RAN"}) for code in sorted(by_rule) if code not in standard.rules()]
    totals = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for ident, state in cases:
        case = ElementTree.SubElement(suite, "testcase", classname="zhucun", name=f"{ident} {title(ident, lang)}".strip())
        totals["tests"] += 1
        serious = [f for f in by_rule.get(ident, []) if f["severity"] == "error"]
        milder = [f for f in by_rule.get(ident, []) if f["severity"] != "error"]
        if state["status"] == "FAILED":
            totals["errors"] += 1
            ElementTree.SubElement(case, "error", message=_xml(state.get("reason", "")))
        elif serious:
            totals["failures"] += 1
            lines = "\n".join(f"{_place(f, WORDS[lang])}  {f['message']}" for f in serious)
            ElementTree.SubElement(case, "failure", message=_xml(f"{len(serious)} × {serious[0]['message']}")).text = _xml(lines)
        elif state["status"] != "RAN":
            totals["skipped"] += 1
            ElementTree.SubElement(case, "skipped", message=state.get("reason", state["status"]))
        if milder:
            ElementTree.SubElement(case, "system-out").text = _xml("\n".join(f"{_place(f, WORDS[lang])}  {f['message']}" for f in milder))
    root = ElementTree.Element("testsuites", name="zhucun")
    for k, v in totals.items():
        root.set(k, str(v))
        suite.set(k, str(v))
    root.append(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _xml(s: str) -> str:
    """XML 1.0 has no control characters and no noncharacters."""
    return "".join(c for c in s if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


def as_github(data: Data, colour: bool = False) -> str:
    """Workflow commands of GitHub Actions, one line a finding."""
    kinds = {"error": "error", "warning": "warning", "info": "notice"}

    def escape(s: str, property_value: bool = False) -> str:
        s = s.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return s.replace(":", "%3A").replace(",", "%2C") if property_value else s

    out = []
    for f in data["findings"]:
        where = [f"title={escape(f['rule'], True)}"]
        if "file" in f:
            where.insert(0, f"file={escape(f['file'], True)}")
        if "line" in f:
            where.insert(1, f"line={f['line']}")
        out.append(f"::{kinds[f['severity']]} {','.join(where)}::{escape(_place(f, WORDS[data['language']]) + '  ' + f['message'])}")
    words = WORDS[data["language"]]
    out.append(f"{words['verdict']}: {words[data['verdict']]} — {words['summary'].format(**data['counts'])}")
    return "\n".join(out) + "\n"


#: Format name → renderer.
FORMATS: dict[str, Callable[..., str]] = {"text": as_text, "json": as_json, "sarif": as_sarif, "junit": as_junit, "github": as_github}
