"""What can go wrong before a batch can be judged, said in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass

#: Code → (Chinese, English). ``{name}`` is filled in; nothing personal is.
TEXTS: dict[str, tuple[str, str]] = {
    "no-path": ("找不到 {path}", "{path} does not exist"),
    "unreadable": ("无法读取 {path}：{reason}", "{path} cannot be read: {reason}"),
    "empty": ("{path} 是空文件", "{path} is empty"),
    "manifest-missing": (
        "{path} 中没有 manifest.json；批次须有清单，单个文件请直接给出文件路径",
        "{path} has no manifest.json; a batch needs one (to check a single file, name the file itself)",
    ),
    "manifest-encoding": ("manifest.json 不是 UTF-8 编码{guess}", "manifest.json is not UTF-8{guess}"),
    "manifest-bom": (
        "manifest.json 以字节顺序标记（BOM）开头，请以无 BOM 的 UTF-8 保存",
        "manifest.json starts with a byte-order mark; save it as UTF-8 without one",
    ),
    "manifest-json": ("manifest.json 第 {line} 行不是合法的 JSON:{what}", "manifest.json line {line} is not valid JSON: {what}"),
    "manifest-schema": ("manifest.json {pointer}:{what}", "manifest.json {pointer}: {what}"),
    "manifest-dates": ("manifest.json 的日期前后矛盾：{what}", "the dates in manifest.json contradict each other: {what}"),
    "coverage-dates": (
        "manifest.json /coverage/{n}（{kind}）：{end} 早于 {start}，请核对起止日期",
        "manifest.json /coverage/{n} ({kind}): {end} is before {start}; correct the dates",
    ),
    "coverage-kind": (
        "manifest.json /coverage/{n}（{kind}）：没有类别 {given}；可用的有：{known}",
        "manifest.json /coverage/{n} ({kind}): there is no kind {given}; there are {known}",
    ),
    "coverage-no-kinds": (
        "manifest.json /coverage/{n}（{kind}）：这类记录不分类别声明，请去掉 kind；可分类别的有：{known}",
        "manifest.json /coverage/{n} ({kind}): records of this type are not declared by kind; leave kind out (only {known} have kinds)",
    ),
    "file-missing": ("清单列出的文件 {path} 不存在", "the manifest lists {path}, which does not exist"),
    "file-twice": ("清单重复列出文件 {path}", "the manifest lists {path} twice"),
    "file-outside": ("清单中的路径 {path} 指向批次之外", "the path {path} in the manifest leads out of the batch"),
    "file-link": ("{path} 是链接，批次中只能有普通文件", "{path} is a link; a batch holds plain files only"),
    "file-digest": (
        "{path} 的 {algorithm} 摘要与清单不符：文件在生成清单之后被改动",
        "the {algorithm} digest of {path} differs from the manifest: the file was changed after the manifest was written",
    ),
    "file-count": ("{path} 有 {actual} 条记录，清单写的是 {listed} 条", "{path} holds {actual} records, the manifest says {listed}"),
    "file-kind": (
        "{path}：不认识的文件类型，应为 .ndjson、.ndjson.gz、.ndjson.zst 或 .json",
        "{path}: unknown kind of file; should be .ndjson, .ndjson.gz, .ndjson.zst or .json",
    ),
    "file-encoding": (
        "{path} 第 {line} 行不是 UTF-8 编码{guess}；请另存为 UTF-8 后重新提交",
        "{path} line {line} is not UTF-8{guess}; save the file as UTF-8 and submit it again",
    ),
    "record-type": (
        "{path}：文件名看不出记录类型；应以下列之一开头：{known}",
        "{path}: the name does not say the record type; it should start with one of {known}",
    ),
    "truncated": ("{path} 的压缩数据不完整或已损坏", "the compressed data of {path} is truncated or damaged"),
    "bomb": ("{path} 解压后超过压缩大小的 {ratio} 倍，已停止", "{path} unpacks to more than {ratio} times its size; stopped"),
    "zip-name": ("压缩包中的名称 {path} 指向批次之外", "the name {path} in the archive leads out of the batch"),
    "zip-bad": ("{path} 不是可读的 ZIP 文件", "{path} is not a readable zip file"),
    "zip-encrypted": ("{path} 已加密，无法读取", "{path} is encrypted and cannot be read"),
    "zip-twice": ("压缩包中名称 {path} 出现两次", "the name {path} occurs twice in the archive"),
    "array": ("{path} 第 {line} 行：应为一个 JSON 数组：{what}", "{path} line {line}: should be a JSON array: {what}"),
    "profile-unknown": ("没有名为 {name} 的地区规则；现有：{known}", "there is no profile {name}; there are: {known}"),
    "profile-none": ("未指定地区规则，请用 --profile 给出；现有：{known}", "no profile is named; give one with --profile: {known}"),
    "profile-dates": (
        "地区规则 {name} 自 {start} 起生效{until}，与批次期间 {first} 至 {last} 不重合，不能用来判断（约定 K14）",
        "the profile {name} binds from {start}{until}; the batch's period {first} to {last} lies outside, so it cannot be judged by it (K14)",
    ),
    "profile-undated": (
        "地区规则 {name} 没有生效日期，只作描述，不能判断批次",
        "the profile {name} has no effective date; it describes and cannot judge a batch",
    ),
    "rule-unknown": ("没有规则 {name}", "there is no rule {name}"),
    "rule-idle": ("规则 {name} 在地区规则 {profile} 下不运行", "the rule {name} does not run under the profile {profile}"),
    "folder-not-empty": ("{path} 已存在且不为空，请另选文件夹", "{path} exists and is not empty; choose another folder"),
    "sample-period": ("期间为空：{end} 早于 {start}", "the period is empty: {end} is before {start}"),
    "sample-villages": (
        "名册只有 {has} 个村，少于要生成的 {wanted} 个",
        "the register has {has} villages, fewer than the {wanted} asked for",
    ),
    "sample-cadres": ("至少需要 {least} 名干部，只要求了 {wanted} 名", "{least} cadres at least are needed, {wanted} were asked for"),
    "internal": (
        "程序出错，未得出结论（{what}）；设置环境变量 ZHUCUN_DEBUG=1 可看到详情",
        "a defect of the program, no verdict ({what}); set ZHUCUN_DEBUG=1 to see the details",
    ),
    "no-space": ("磁盘空间不足或无法写入 {path}：{reason}", "{path} cannot be written: {reason}"),
}


@dataclass(frozen=True)
class Problem:
    """One sentence: a code of :data:`TEXTS` and what fills it in: a text, or a pair of (Chinese, English)."""

    code: str
    values: tuple[tuple[str, str | tuple[str, str]], ...] = ()

    def text(self, lang: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        english = lang == "en"
        return TEXTS[self.code][english].format(**{k: v if isinstance(v, str) else v[english] for k, v in self.values})


def problem(code: str, **values: object) -> Problem:
    """A :class:`Problem` from keyword values; a pair is kept, anything else becomes text."""
    return Problem(code, tuple((k, v if isinstance(v, tuple) else str(v)) for k, v in values.items()))


class BatchError(Exception):
    """The input could not be read as a batch.

    :ivar problems: every reason found, in order.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.text("en") for p in problems))
        self.problems = problems
