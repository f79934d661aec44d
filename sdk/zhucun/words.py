"""The words in which reports are told, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhucun import standard
from zhucun.record import faults

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "error": "错误",
        "warning": "警告",
        "info": "提示",
        "pass": "通过",
        "fail": "不通过",
        "incomplete": "未能完成",
        "unreadable": "无法读取",
        "more": "……另有 {n} 条",
        "clauses": "依据",
        "inherited": "继承自上级规则（推定适用）",
        "interpreted": "依解释",
        "candidate": "待认定",
        "verdict": "结论",
        "summary": "{error} 个错误，{warning} 个警告，{info} 条提示",
        "records": "记录 {n} 条",
        "unsaid": "没有作出任何判断",
        "weight": "规则：适用 {apply} 条，全部判断 {full} 条，部分判断 {part} 条，完全未判断 {none} 条",
        "judged": "能够判断多少",
        "ran": "运行规则 {ran} 条，不适用 {idle} 条，未判断 {skipped} 条，失败 {failed} 条",
        "missing": "{rule} 有 {n} 条记录无法判断：{why}",
        "field": "缺少 {what}",
        "coverage": "没有声明 {what} 的记录在所需期间内完整（coverage.{what}）",
        "period": "批次期间内没有相应的完整{what}（period.{code}）",
        "register": "登记表 {what} 不含所需的内容（register.{what}）",
        "absent": "{rule} 未判断：批次没有提交、也未声明完整的记录 {what}",
        "failed": "{rule} 运行失败：{what}",
        "nothing": "没有发现问题",
        "leftOut": "{n} 条 {kind} 记录不合格式，规则没有看到它们；先改正格式，再看与它们有关的发现",
        "omitted": "{rule} 另有 {n} 条未逐条列出；全部列出请用 --findings 文件，或调大 --max-findings",
        "cut": "{n} 条发现未写入：这种格式最多容纳 {limit} 条，已保留最严重的；全部列出请用 --findings 文件",
        "unlisted": "有达到 {severity} 的发现未逐条列出",
        "outside": "地区规则 {profile} 不在标准之内，由提交者另行给出",
        "root": "代码库的根目录；路径都相对于它",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "info": "info",
        "pass": "pass",
        "fail": "fail",
        "incomplete": "incomplete",
        "unreadable": "unreadable",
        "more": "… and {n} more",
        "clauses": "basis",
        "inherited": "inherited (assumed to apply)",
        "interpreted": "rests on an interpretation",
        "candidate": "candidate, no determination yet",
        "verdict": "Verdict",
        "summary": "{error} errors, {warning} warnings, {info} infos",
        "records": "{n} records",
        "unsaid": "nothing was judged",
        "weight": "rules: {apply} apply, {full} judged fully, {part} in part, {none} not at all",
        "judged": "How much could be judged",
        "ran": "{ran} rules ran, {idle} do not apply, {skipped} not evaluated, {failed} failed",
        "missing": "{rule} could not judge {n} records: {why}",
        "field": "{what} is missing",
        "coverage": "records of {what} are not declared complete for the time that is needed (coverage.{what})",
        "period": "their {what} does not lie whole inside the batch's period (period.{code})",
        "register": "the register {what} does not hold what is needed (register.{what})",
        "absent": "{rule} was not evaluated: records neither handed in nor declared complete: {what}",
        "failed": "{rule} failed: {what}",
        "nothing": "Nothing was found",
        "leftOut": "{n} {kind} records are not valid, so the rules did not see them; correct them first, then look at findings about them",
        "omitted": "{rule}: {n} more are not listed; for all of them use --findings FILE, or raise --max-findings",
        "cut": "{n} findings are left out: this format takes {limit}, and the most severe are kept; for all of them use --findings FILE",
        "unlisted": "findings of severity {severity} or above are not listed one by one",
        "outside": "The profile {profile} is not part of the standard; it was given from outside",
        "root": "The root of the repository, to which all paths are relative",
    },
}


def title(rule: str, lang: str) -> str:
    """The title of a rule; of a structural code its sentence, where that says everything without a field's name."""
    if rule in standard.rules():
        return str(standard.rules()[rule].header["title"][lang])
    sentence = faults.catalogue().get(rule, {}).get(lang, "")
    for optional in ("{guess}", "{suggestion}"):
        sentence = sentence.replace(optional, "")
    return "" if "{" in sentence else sentence


def fix(rule: str, lang: str) -> str:
    """How to put it right."""
    if rule in standard.rules():
        return str(standard.rules()[rule].header["fix"][lang])
    return faults.catalogue()[rule]["fixZh" if lang == "zh" else "fixEn"]


def place(finding: Mapping[str, Any]) -> str:
    """Where a finding stands, in one phrase: file and line, record and field."""
    parts = []
    if "file" in finding:
        parts.append(f"{finding['file']}:{finding['line']}" if "line" in finding else finding["file"])
    ident = f"{finding['recordType']} {finding['recordId']}" if "recordId" in finding else finding["recordType"]
    parts.append(ident + finding.get("pointer", ""))
    return "  ".join(parts)


def closing(data: Mapping[str, Any], verdict: str | None = None) -> str:
    """The last words of a report: the verdict, the counts, and how much stands behind them.

    :param verdict: how to write the verdict, where it is to be coloured.
    """
    words = WORDS[data["language"]]
    said = f"{words['verdict']}: {verdict or words[data['verdict']]}"
    if data.get("problems"):
        return f"{said} — {words['unsaid']}"
    counts = words["summary"].format(**data["counts"])
    total = words["records"].format(n=sum(data["records"].values()))
    return f"{said} — {counts} ({total}); {words['weight'].format(**data['judged'])}"


def unjudged(data: Mapping[str, Any]) -> list[str]:
    """What could not be judged, one sentence each: rules that did not run, records left out, what was missing."""
    words = WORDS[data["language"]]
    out = [words["absent"].format(rule=r["id"], what=r.get("reason", "")) for r in data["rules"] if r["status"] == "NOT_EVALUATED"]
    out += [words["leftOut"].format(n=count, kind=kind) for kind, count in data.get("leftOut", {}).items()]
    # a count of nothing belongs to a rule that did not run, which is told above
    out += [_missing(n, data["language"]) for n in data["notEvaluated"] if n["count"]]
    return out


def _missing(entry: Mapping[str, Any], lang: str) -> str:
    words = WORDS[lang]
    rule = f"{entry['rule']} {entry['field']}" if "field" in entry else entry["rule"]
    kind, _, what = entry["missing"].partition(".")
    if kind == "period":
        why = words["period"].format(what=_PERIODS.get(what, (what, what))[lang == "en"], code=what)
    elif kind in ("coverage", "register"):
        why = words[kind].format(what=what)
    else:
        why = words["field"].format(what=entry["missing"])
    return words["missing"].format(rule=rule, n=entry["count"], why=why)


#: A calendar period, as one that is or is not whole.
_PERIODS = {
    "MONTH": ("月份", "month"),
    "QUARTER": ("季度", "quarter"),
    "HALF_YEAR": ("半年", "half-year"),
    "YEAR": ("年度", "year"),
    "TWO_YEARS": ("两年", "period of two years"),
}


def failures(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules that failed, with a sentence each."""
    words = WORDS[data["language"]]
    return [(r["id"], words["failed"].format(rule=r["id"], what=r.get("reason", ""))) for r in data["rules"] if r["status"] == "FAILED"]


def omissions(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules and codes of which not every finding is listed, with a sentence each."""
    words = WORDS[data["language"]]
    return [(rule, words["omitted"].format(rule=rule, n=n)) for rule, n in data.get("omitted", {}).items()]
