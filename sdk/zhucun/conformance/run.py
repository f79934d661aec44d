"""The conformance harness: drives an implementation in any language over the line protocol and says where it differs.

``run`` asks an implementation for every case and compares; ``text``, ``html`` and plain JSON render what it
found; ``serve`` is this SDK's own end of the protocol. ``conformance/protocol.md`` describes the messages.
"""

from __future__ import annotations

import fnmatch
import html as markup
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

import zhucun
from zhucun import standard

#: Seconds that an implementation has to start, whatever the limit for a case.
START_LIMIT = 60.0

#: How the outcome of a case is written; the first two are as expected.
OUTCOMES = ("passed", "expectedFailure", "failed", "unexpectedPass", "skipped", "errored")

_KEPT_STDERR = 4000

Message = dict[str, Any]
Progress = Callable[[int, int], None]


class _Told(Exception):
    """What went wrong, as a sentence of :data:`_WORDS` and what fills it in."""

    def __init__(self, word: str, /, **values: Any) -> None:
        super().__init__(_word(word, "en", **values))
        self.word, self.values = word, values

    def text(self, lang: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        return _word(self.word, lang, **self.values)


class HarnessError(_Told):
    """The suite could not be run at all: no cases, no such command, no valid first answer."""


# --- cases ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One case of the suite.

    :ivar folder: its folder, with ``case.json`` and the batch beside it.
    :ivar data: ``case.json``.
    """

    folder: Path
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.data["id"])


@cache
def home() -> Path:
    """The folder of the suite, ``conformance`` of a checkout: its thousands of files are in no wheel."""
    place = Path(__file__).resolve().parents[2] / "conformance"
    if (place / "schemas" / "case.schema.json").is_file():
        return place
    raise HarnessError("noSuite")


@cache
def _schema(name: str) -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(json.loads((home() / "schemas" / f"{name}.schema.json").read_text("utf-8")))


def departures(name: str, value: Any) -> list[str]:
    """Why a message or case is not valid, each as pointer and reason; empty if it is."""
    return [f"/{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in _schema(name).iter_errors(value)]


def cases(folder: Path | None = None) -> list[Case]:
    """Every case under a folder, by id.

    :raises HarnessError: if a case is not valid or an id is used twice.
    """
    place = folder or home() / standard.VERSION / "cases"
    found: dict[str, Case] = {}
    for path in sorted(place.rglob("case.json")):
        case = Case(path.parent, json.loads(path.read_text("utf-8")))
        if wrong := departures("case", case.data):
            raise HarnessError("badCase", path=path, what=wrong[0])
        if case.id in found:
            raise HarnessError("idTwice", path=path, id=case.id)
        found[case.id] = case
    return [found[k] for k in sorted(found)]


def select(every: Sequence[Case], level: str | None = None, profile: str | None = None, pattern: str | None = None) -> list[Case]:
    """The cases of a level, of a profile, and whose id or folder matches a glob."""
    wanted = "profile" if level == "profiles" else level
    return [
        c
        for c in every
        if wanted in (None, c.data["level"])
        and profile in (None, c.data["profile"])
        and (pattern is None or fnmatch.fnmatchcase(c.id, pattern) or fnmatch.fnmatchcase(c.folder.as_posix(), f"*{pattern}"))
    ]


def claimed(case: Case, started: Mapping[str, Any]) -> bool:
    """Whether an implementation claims the level of a case."""
    levels, level = started["levels"], case.data["level"]
    if level == "profile":
        return "profiles" in levels or ("profile" in levels and case.data["profile"] in started.get("profiles", ()))
    return level in levels


# --- the implementation's process -----------------------------------------------------------------


class Lost(_Told):
    """The process gave no usable answer; it has been ended."""


class Implementation:
    """A process that speaks the protocol. After a crash, a time-out or nonsense it is started again for the next case."""

    def __init__(self, command: Sequence[str], limit: float) -> None:
        self.command, self.limit = list(command), limit
        self.started: Message = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._seq = 0

    def start(self) -> None:
        """Start the process and hear what it claims.

        :raises Lost: if it does not answer as the protocol wants.
        """
        program = shutil.which(self.command[0])
        if program is None:
            raise Lost("noCommand", command=self.command[0])
        try:
            self._process = subprocess.Popen(
                [program, *self.command[1:]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=os.name == "posix",
            )
        except OSError as e:
            raise Lost("cannotStart", command=self.command[0], what=e.strerror) from e
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        self._stderr = bytearray()
        self._readers = [
            threading.Thread(target=self._read_answers, args=(self._process.stdout, self._lines), daemon=True),
            threading.Thread(target=self._read_errors, args=(self._process.stderr, self._stderr), daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        self.started = self._exchange({"cmd": "start", "version": standard.VERSION}, "started", max(self.limit, START_LIMIT))

    @staticmethod
    def _read_answers(stream: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    @staticmethod
    def _read_errors(stream: IO[bytes], kept: bytearray) -> None:
        while block := stream.read1(4096):  # type: ignore[attr-defined]
            kept += block
            del kept[:-_KEPT_STDERR]

    def ask(self, message: Message, answer: str) -> Message:
        """One request and its answer, which is valid against the schema ``answer``.

        :raises Lost: with what went wrong.
        """
        if self._process is None:
            self.start()
        self._seq += 1
        value = self._exchange({**message, "seq": self._seq}, answer, self.limit)
        if value["seq"] != self._seq:
            self.end()
            raise Lost("wrongSeq", given=value["seq"], wanted=self._seq)
        return value

    def _exchange(self, message: Message, answer: str, limit: float) -> Message:
        process = self._process
        assert process is not None and process.stdin is not None
        try:
            process.stdin.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            line = self._lines.get(timeout=limit)
        except queue.Empty:
            raise self._lost("noAnswer", limit=f"{limit:g}") from None
        except OSError:
            line = None
        if line is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            raise self._lost("ended", code=process.poll())
        try:
            value = json.loads(line)
        except ValueError:
            raise self._lost("noJson", line=repr(line[:200])) from None
        if wrong := departures(answer, value):
            raise self._lost("badAnswer", schema=f"{answer}.schema.json", what=wrong[0])
        result: Message = value
        return result

    def _lost(self, word: str, **values: Any) -> Lost:
        self.end()
        said = self._stderr.decode("utf-8", "replace").strip()
        return Lost(word, **values, stderr=f"\nstderr: {said}" if said else "")

    def stop(self) -> None:
        """Ask the process to end, and end it if it does not."""
        process = self._process
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.write(b'{"cmd": "stop"}\n')
                process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
        self.end()

    def end(self) -> None:
        """End the process and whatever it started, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
        for reader in self._readers:
            reader.join(5)
        for stream in (process.stdin, process.stdout, process.stderr):
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]


# --- comparing ------------------------------------------------------------------------------------

_STRUCTURAL = ("rule", "recordType", "recordId", "file", "line", "pointer")
#: Faults of a line's text: whether its id can still be told is left to the implementation.
_TEXTUAL = frozenset(
    f"STR-{c}" for c in ("LINE-LENGTH", "DEPTH", "ENCODING", "JSON", "NUMBER", "INTEGER-RANGE", "DUPLICATE-KEY", "SURROGATE", "OBJECT")
)
_JUDGED = ("rule", "severity", "outcome", "recordType", "recordId")


def key(finding: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """What is compared of a finding: of a structural one its place, of a rule's its weight and its record."""
    structural = str(finding["rule"]).startswith("STR-")
    values = {"outcome": "VIOLATION", "pointer": "", **finding}
    if finding["rule"] in _TEXTUAL:
        values.pop("recordId", None)
    return tuple((k, values[k]) for k in (_STRUCTURAL if structural else _JUDGED) if k in values)


def compare(expect: Mapping[str, Any], result: Mapping[str, Any], rule: str | None = None) -> dict[str, Any]:
    """The differences between what a case expects and what was answered; empty if there are none.

    :param rule: the rule that the case is about; of this rule nothing else may be not evaluated.
    """
    wanted, given = {key(f) for f in expect["findings"]}, {key(f) for f in result["findings"]}
    unjudged = {(n["rule"], n["missing"]) for n in result["notEvaluated"]}
    absent, extra = sorted(wanted - given, key=str), sorted(given - wanted, key=str)
    near = []
    for w in list(absent):
        # the same rule on the same record or line, but somewhere else: most likely one mistake and not two
        close = [g for g in extra if _alike(dict(w), dict(g))]
        if close:
            best = max(close, key=lambda g: len(set(g) & set(w)))
            near.append({"expected": dict(w), "given": dict(best)})
            absent.remove(w)
            extra.remove(best)
    out: dict[str, Any] = {}
    if expect["verdict"] != result["verdict"]:
        out["verdict"] = {"expected": expect["verdict"], "given": result["verdict"]}
    if near:
        out["different"] = near
    if absent:
        out["absent"] = [dict(f) for f in absent]
    if extra:
        out["extra"] = [dict(f) for f in extra]
    if lost := [n for n in expect["notEvaluated"] if (n["rule"], n["missing"]) not in unjudged]:
        out["notEvaluated"] = lost
    asked = {(n["rule"], n["missing"]) for n in expect["notEvaluated"]}
    if more := sorted(n for n in unjudged - asked if n[0] == rule):
        out["judged"] = [{"rule": r, "missing": m} for r, m in more]
    return out


def _alike(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    if a["recordType"] != b["recordType"] or a.get("file") != b.get("file"):
        return False
    if a["rule"] == b["rule"]:
        return a.get("recordId") == b.get("recordId") and a.get("line") == b.get("line")
    return "line" in a and a["line"] == b.get("line") and a["pointer"] == b["pointer"]


# --- running --------------------------------------------------------------------------------------


def expected_failures(path: Path) -> dict[str, str]:
    """Case id or glob → reason, from a JSON object of that shape.

    :raises HarnessError: if the file is anything else.
    """
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise HarnessError("badList", path=path, what=e) from e
    if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
        raise HarnessError("noList", path=path)
    return value


def run(
    command: Sequence[str],
    chosen: Sequence[Case],
    *,
    limit: float = 30.0,
    excused: Mapping[str, str] | None = None,
    jobs: int = 1,
    lang: str = "zh",
    progress: Progress = lambda _a, _b: None,
) -> dict[str, Any]:
    """Drive an implementation through cases and compare.

    :param limit: seconds for one case.
    :param excused: case id or glob → why it is expected to fail.
    :param jobs: processes at a time.
    :return: the report as plain data.
    :raises HarnessError: if the command does not start or claims none of the cases.
    """
    first = Implementation(command, limit)
    try:
        first.start()
    except Lost as lost:
        raise HarnessError(lost.word, **lost.values) from None
    started = first.started
    mine = [c for c in chosen if claimed(c, started)]
    if not mine:
        first.stop()
        raise HarnessError("noneClaimed" if chosen else "noneSelected", count=len(chosen))
    todo: queue.SimpleQueue[Case] = queue.SimpleQueue()
    for c in mine:
        todo.put(c)
    results: dict[str, dict[str, Any]] = {}

    def work(implementation: Implementation) -> None:
        try:
            while True:
                try:
                    case = todo.get_nowait()
                except queue.Empty:
                    return
                results[case.id] = _one(implementation, case, lang)
                progress(len(results), len(mine))
        finally:
            implementation.stop()

    others = [Implementation(command, limit) for _ in range(min(jobs, len(mine)) - 1)]
    threads = [threading.Thread(target=work, args=(i,)) for i in others]
    for thread in threads:
        thread.start()
    work(first)
    for thread in threads:
        thread.join()
    entries = [_entry(c, results[c.id], excused or {}) for c in mine]
    counts = dict.fromkeys(OUTCOMES, 0)
    for entry in entries:
        counts[entry["outcome"]] += 1
    return {
        "standard": standard.VERSION,
        "harness": {"name": "zhucun", "version": zhucun.__version__},
        "implementation": started["implementation"],
        "levels": started["levels"],
        "ok": all(entry["outcome"] in OUTCOMES[:2] for entry in entries),
        "counts": counts,
        "notClaimed": len(chosen) - len(mine),
        "cases": entries,
    }


def _one(implementation: Implementation, case: Case, lang: str) -> dict[str, Any]:
    try:
        if case.data["level"] == "producer":
            return _produce(implementation, case)
        request = {"cmd": "run", "case": str(case.folder.resolve()), "level": case.data["level"], "lang": lang}
        answer = implementation.ask(request, "answer")
    except Lost as e:
        return {"outcome": "errored", "context": e.text(lang)}
    if "result" not in answer:
        return _unanswered(answer)
    rule = case.data.get("rule") if case.data["level"] == "profile" else None
    differences = compare(case.data["expect"], answer["result"], rule)
    return {"outcome": "failed", "differences": differences} if differences else {"outcome": "passed"}


def _unanswered(answer: Message) -> dict[str, Any]:
    if "skipped" in answer:
        return {"outcome": "skipped", "reason": answer["skipped"]["reason"]}
    return {"outcome": "errored", "context": answer["errored"]["context"]}


def _produce(implementation: Implementation, case: Case) -> dict[str, Any]:
    from zhucun import producer

    with tempfile.TemporaryDirectory(prefix="zhucun-") as folder:
        into = Path(folder) / "batch"
        into.mkdir()
        facts = (case.folder / "facts.json").resolve()
        answer = implementation.ask({"cmd": "produce", "facts": str(facts), "into": str(into)}, "produced")
        if "produced" not in answer:
            return _unanswered(answer)
        wrong = producer.differences(json.loads(facts.read_text("utf-8")), into)
    return {"outcome": "failed", "differences": {"producer": wrong}} if wrong else {"outcome": "passed"}


def _entry(case: Case, result: dict[str, Any], excused: Mapping[str, str]) -> dict[str, Any]:
    data = case.data
    entry = {k: data[k] for k in ("id", "rule", "clauses", "profile", "level", "purpose", "title") if k in data}
    entry["folder"] = _shown(case.folder)
    reason = next((r for pattern, r in excused.items() if fnmatch.fnmatchcase(case.id, pattern)), None)
    if reason is not None:
        result = {**result, "excuse": reason, "outcome": "unexpectedPass" if result["outcome"] == "passed" else "expectedFailure"}
    return entry | result


def _shown(folder: Path) -> str:
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(folder)


# --- reports --------------------------------------------------------------------------------------

_WORDS = {
    "passed": ("通过", "passed"),
    "expectedFailure": ("预期不通过", "failed as expected"),
    "failed": ("不一致", "failed"),
    "unexpectedPass": ("本应不通过", "passed unexpectedly"),
    "skipped": ("跳过", "skipped"),
    "errored": ("出错", "errored"),
    "notClaimed": ("未声明", "not claimed"),
    "verdict": ("结论:应为 {expected},实为 {given}", "verdict: expected {expected}, given {given}"),
    "absent": ("缺少", "missing"),
    "extra": ("多出", "extra"),
    "different": ("不同", "different"),
    "notEvaluated": ("应报告未能判断:{rule} {missing}", "should be reported as not evaluated: {rule} {missing}"),
    "judged": ("不应报告未能判断:{rule} {missing}", "should not be reported as not evaluated: {rule} {missing}"),
    "shouldBe": ("{name} 应为 {expected},实为 {given}", "{name}: expected {expected}, given {given}"),
    "of": ("{ok} / {all} 个用例符合预期", "{ok} of {all} cases as expected"),
    "conformance": ("符合性", "conformance"),
    "noSuite": (
        "没有找到用例：安装包里不带测试集，请在代码库中用 pip install -e . 安装",
        "there are no cases: the package does not carry the suite; install it from a checkout with pip install -e .",
    ),
    "badCase": ("用例 {path} 不合要求：{what}", "the case {path} is not valid: {what}"),
    "idTwice": ("用例 {path} 的标识 {id} 已被使用", "the case {path} has an id that is used already: {id}"),
    "badList": ("无法读取 {path}：{what}", "{path} cannot be read: {what}"),
    "noList": ("{path} 应是一个对象：用例标识（或通配）对应理由", "{path} should be one object: case id (or glob) to the reason"),
    "noneSelected": ("没有可运行的用例：没有选中任何用例", "no case to run: none was selected"),
    "noneClaimed": (
        "没有可运行的用例：选中的 {count} 个，该实现都没有声明支持",
        "no case to run: of {count} selected the implementation claims none",
    ),
    "noCommand": ("没有这个命令：{command}", "no such command: {command}"),
    "cannotStart": ("无法启动 {command}：{what}", "{command} cannot be started: {what}"),
    "wrongSeq": ("对第 {wanted} 个请求的回答写的是 seq {given}", "answered seq {given} to request {wanted}"),
    "noAnswer": ("{limit} 秒内没有回答，进程已终止{stderr}", "no answer within {limit} s; the process was ended{stderr}"),
    "ended": ("进程已结束，退出码 {code}{stderr}", "the process ended with exit code {code}{stderr}"),
    "noJson": ("不是一行 JSON：{line}{stderr}", "not a line of JSON: {line}{stderr}"),
    "badAnswer": ("回答不合 {schema}：{what}{stderr}", "not a valid answer ({schema}): {what}{stderr}"),
}


def _word(name: str, lang: str, /, **values: Any) -> str:
    return _WORDS[name][lang == "en"].format(**values)


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
        out.append("≠ " + _word("verdict", lang, **d["verdict"]))
    for pair in d.get("different", ()):
        wanted, given = pair["expected"], pair["given"]
        parts = [
            _word("shouldBe", lang, name=k, expected=wanted.get(k, "—"), given=given.get(k, "—"))
            for k in dict.fromkeys([*wanted, *given])
            if wanted.get(k) != given.get(k)
        ]
        out.append(f"≠ {_word('different', lang)}: {_place(wanted)} — " + "; ".join(parts))
    out += [f"- {_word('absent', lang)}: {_place(f)}" for f in d.get("absent", ())]
    out += [f"+ {_word('extra', lang)}: {_place(f)}" for f in d.get("extra", ())]
    out += ["- " + _word("notEvaluated", lang, **n) for n in d.get("notEvaluated", ())]
    out += ["+ " + _word("judged", lang, **n) for n in d.get("judged", ())]
    out += [f"≠ {line}" for line in d.get("producer", ())]
    for name in ("reason", "context", "excuse"):
        if name in entry:
            out += [f"! {line}" if at == 0 else f"  {line}" for at, line in enumerate(str(entry[name]).splitlines())]
    return out


def _summary(report: Mapping[str, Any], lang: str) -> tuple[str, str]:
    counts, total = report["counts"], len(report["cases"])
    ok = counts["passed"] + counts["expectedFailure"]
    rest = [f"{_word(k, lang)} {n}" for k, n in {**counts, "notClaimed": report["notClaimed"]}.items() if n]
    return _word("of", lang, ok=ok, all=total), ", ".join(rest)


def text(report: Mapping[str, Any], lang: str = "zh") -> str:
    """The report for a terminal: only the cases that are not as expected, then the counts."""
    who = report["implementation"]
    out = [f"{who['name']} {who['version']} ({who['language']}) · zhucun {report['standard']}", ""]
    for e in report["cases"]:
        if e["outcome"] == "passed":
            continue
        about = " · ".join(filter(None, [e["purpose"], e.get("rule"), " ".join(e["clauses"]), e["profile"]]))
        out += [f"{_word(e['outcome'], lang)}  {e['id']}  [{about}]", f"    {e['title'][lang]}", f"    {e['folder']}"]
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
            f'<tr><td class="{e["outcome"]}">{_word(e["outcome"], lang)}</td><td><b>{markup.escape(e["id"])}</b><br>'
            f"{markup.escape(e['title'][lang])}<br><small>{about}</small>" + (f"<pre>{lines}</pre>" if lines else "") + "</td></tr>"
        )

    first = [e for e in report["cases"] if e["outcome"] != "passed"]
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for e in report["cases"]:
        groups.setdefault(e["profile"] if e["level"] == "profile" else e["level"], []).append(e)
    body = f"<table>{''.join(map(row, first))}</table>" if first else ""
    for group, entries in groups.items():
        good = sum(e["outcome"] in OUTCOMES[:2] for e in entries)
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


# --- this SDK's end of the protocol ---------------------------------------------------------------


def serve(source: Iterator[bytes], answer: Callable[[Message], None]) -> None:
    """Answer requests until ``stop`` or the end of the input.

    :param source: lines of JSON.
    :param answer: called with each answer.
    """
    for line in source:
        message = json.loads(line)
        command = message["cmd"]
        if command == "start":
            who = {"name": "zhucun", "version": zhucun.__version__, "language": "Python " + sys.version.split()[0]}
            answer({"implementation": who, "levels": ["structure", "profiles", "producer"]})
        elif command == "stop":
            return
        else:
            try:
                if command == "produce":
                    from zhucun import producer

                    producer.write(json.loads(Path(message["facts"]).read_text("utf-8")), Path(message["into"]))
                    answer({"seq": message["seq"], "produced": {}})
                else:
                    answer({"seq": message["seq"], "result": judge(Path(message["case"]) / "batch", message["level"])})
            except Exception as e:  # a bug in one case is that case's, and its author wants to know where
                import traceback

                answer({"seq": message["seq"], "errored": {"context": "".join(traceback.format_exception(e))[-_KEPT_STDERR:]}})


def judge(batch: Path, level: str) -> dict[str, Any]:
    """What this SDK answers for a batch."""
    from zhucun import validation
    from zhucun.errors import BatchError

    try:
        if level == "structure":
            return _structure(batch)
        data = validation.validate(batch, max_findings=None).data
    except BatchError:
        return {"verdict": "unreadable", "findings": [], "notEvaluated": []}
    return {
        "verdict": data["verdict"],
        "findings": [told(f) for f in data["findings"]],
        "notEvaluated": [{k: n[k] for k in ("rule", "missing")} for n in data["notEvaluated"]],
    }


def told(finding: Mapping[str, Any]) -> dict[str, Any]:
    """A finding as the protocol has it."""
    names = {"file", "line", "pointer"} if str(finding["rule"]).startswith("STR-") else {"severity", "outcome"}
    return {k: v for k, v in finding.items() if k in {"rule", "recordType", "recordId"} | names}


def _structure(batch: Path) -> dict[str, Any]:
    """The first half of the way through: no profile, no rules."""
    from zhucun import database, findings, validation
    from zhucun.batch import open_batch
    from zhucun.workspace import workspace

    with workspace() as work, open_batch(batch, work) as opened:
        con = database.connect(work)
        try:
            run = validation.Validation(con, work, opened, validation.Wanted(kept=None))
            run.check_structure()
            unjudged = [{"rule": u.rule, "missing": u.missing} for u in run.loader.unresolvable()]
        finally:
            con.close()
    wrong = validation.severities(run.collector)["error"]
    found = [told(findings.as_json(f, "en")) for f in run.collector.found]
    return {"verdict": "fail" if wrong else "pass", "findings": found, "notEvaluated": unjudged}
