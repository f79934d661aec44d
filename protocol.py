"""The line protocol: its messages, the schemas that they keep to, the place of the suite, and the words in which the harness speaks."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

#: Bytes of what an implementation writes to standard error that are kept, and of what this SDK tells of its own failure.
KEPT_STDERR = 4000

Message = dict[str, Any]


class Told(Exception):
    """What went wrong, as a sentence of :data:`WORDS` and what fills it in."""

    def __init__(self, name: str, /, **values: Any) -> None:
        super().__init__(word(name, "en", **values))
        self.word, self.values = name, values

    def text(self, lang: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        return word(self.word, lang, **self.values)


class HarnessError(_Told):
    """The suite could not be run at all: no cases, no such command, no valid first answer."""

@cache
def home() -> Path:
    """The folder of the suite: ``conformance`` of a checkout, or what the wheel carries of it.

    :raises HarnessError: if there is neither.
    """
    package = Path(__file__).resolve().parents[1]
    for place in (package.parents[1] / "conformance", package / "_suite"):
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


WORDS = {
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


def word(name: str, lang: str, /, **values: Any) -> str:
    return WORDS[name][lang == "en"].format(**values)

