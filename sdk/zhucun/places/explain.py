"""Rules, structural codes and fields of the standard, explained in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zhucun import standard
from zhucun.errors import BatchError, near, problem, short
from zhucun.places.carriers import describe, marks
from zhucun.record import faults, forms


def explain(name: str, profile: standard.Profile | None = None) -> str:
    """A rule, a structural code, a record type or a field (``posting.endDate``), in words.

    :param profile: for a rule: show the values of this profile only.
    :raises BatchError: if the standard has nothing of that name; it names what is near.
    """
    kind, _, path = name.partition(".")
    if name in standard.rules():
        lines = _rule(standard.rule(name), profile)
    elif name in faults.catalogue():
        lines = _code(name)
    elif name in _kinds():
        lines = _kind(name)
    elif kind in _kinds() and (found := _field(kind, path)):
        lines = _of_field(kind, path, found)
    else:
        raise _unknown(name)
    return "\n".join([*lines, ""])


def _kinds() -> list[str]:
    return [*standard.record_types(), "manifest"]


def _unknown(name: str) -> BatchError:
    fields = [f"{kind}.{path}" for kind in _kinds() for path, _ in _fields(standard.schema(kind))]
    known = [*standard.rules(), *faults.catalogue(), *_kinds(), *fields]
    # a field is often asked for without its record
    alone = [f for f in fields if f.rpartition(".")[2].lower() == name.rpartition(".")[2].lower()][:5]
    meant = (f"（是否为 {'、'.join(alone)}？）", f" (did you mean {', '.join(alone)}?)") if alone else near(name, known)
    examples = {"rule": next(iter(standard.rules())), "structural": next(iter(faults.catalogue())), "field": "posting.endDate"}
    return BatchError(problem("name-unknown", name=short(name), near=meant, **examples))


# --- a rule ---------------------------------------------------------------------------------------


def _rule(rule: standard.Rule, profile: standard.Profile | None) -> Iterator[str]:
    header = rule.header
    yield f"{rule.id}  {header['title']['zh']} / {header['title']['en']}"
    yield ""
    for key, zh, en in (("asks", "要求", "Asks"), ("message", "消息", "Message"), ("fix", "处理办法", "Put right")):
        yield f"{zh}  {header[key]['zh']}"
        yield f"{en}  {header[key]['en']}"
        yield ""
    if header.get("conventions"):
        yield f"约定 Conventions  {', '.join(header['conventions'])}"
        yield ""
    yield "地区规则 Profiles"
    cited: list[str] = []
    for resolved in [profile] if profile else map(standard.resolve, standard.profile_ids()):
        yield from _under(rule, resolved, cited, asked=profile is not None)
    yield from _clauses(cited)
    if header.get("entails"):
        yield ""
        yield "连带 Entails"
        for e in header["entails"]:
            yield f"  {e['rule']}  {e['why']['zh']} / {e['why']['en']}"
    yield from ("", "SQL", "", rule.query + ";", "")
    yield from ("示例：下列语句使合法样本违反本规则 / Example: this makes a valid sample break the rule", "", rule.breaking)


def _under(rule: standard.Rule, profile: standard.Profile, cited: list[str], asked: bool) -> Iterator[str]:
    """What a rule is under one profile. The clauses of its rows are added to ``cited``."""
    needs = rule.rows(profile)
    if needs is None:
        if asked:
            yield f"  {profile.id}: 不运行 / does not run"
    elif not needs:
        yield f"  {profile.id}: 标准自身的规则 / a rule of the standard itself"
    else:
        yield f"  {profile.id}"
        for row in (row for need in needs for row in need):
            yield f"    {row.row_id}  {describe(row, 'zh')}  [{marks(row, 'zh')}; {marks(row, 'en')}]  {' '.join(row.clauses)}"
            cited += [c for c in row.clauses if c not in cited]


def _clauses(cited: list[str]) -> Iterator[str]:
    texts = {c["id"]: c for c in standard.clauses()}
    known = [c for c in cited if c in texts]
    if known:
        yield ""
        yield "条款 Clauses"
    for clause in known:
        yield f"  {clause}  {texts[clause]['zh']}"
        yield f"  {' ' * len(clause)}  {texts[clause]['en']}"


# --- a structural code ----------------------------------------------------------------------------

#: Structural code → (record type, the text that gives it), where one file alone can show it.
EXAMPLES: Mapping[str, tuple[str, bytes]] = {
    "STR-ENCODING": ("cadre", b'{"id":"c-1","name":"caf\xe9"}'),
    "STR-BOM": ("cadre", b'\xef\xbb\xbf{"id":"c-1","name":"N"}'),
    "STR-BLANK": ("cadre", b'{"id":"c-1","name":"N"}\n\n{"id":"c-2","name":"N"}'),
    "STR-JSON": ("cadre", b'{"id":"c-1","name":"N",}'),
    "STR-OBJECT": ("cadre", b'["c-1","N"]'),
    "STR-DUPLICATE-KEY": ("cadre", b'{"id":"c-1","name":"N","name":"N"}'),
    "STR-NUMBER": ("village", b'{"id":"v-1","kind":"ADMINISTRATIVE_VILLAGE","townshipId":"o-1","liftedPopulation":NaN}'),
    "STR-INTEGER-RANGE": (
        "village",
        b'{"id":"v-1","kind":"ADMINISTRATIVE_VILLAGE","townshipId":"o-1","liftedPopulation":99999999999999999999}',
    ),
    "STR-SURROGATE": ("cadre", b'{"id":"c-1","name":"\\ud83d"}'),
    "STR-REQUIRED": ("attendance", b'{"id":"a-1","cadreId":"c-1","date":"2021-07-01"}'),
    "STR-UNKNOWN-FIELD": ("cadre", b'{"id":"c-1","name":"N","shoeSize":42}'),
    "STR-TYPE": ("cadre", b'{"id":"c-1","name":7}'),
    "STR-ENUM": ("attendance", b'{"id":"a-1","cadreId":"c-1","date":"2021-07-01","status":"HERE"}'),
    "STR-PATTERN": ("cadre", b'{"id":"c 1","name":"N"}'),
    "STR-FORMAT": ("attendance", b'{"id":"a-1","cadreId":"c-1","date":"2021-02-30","status":"IN_VILLAGE"}'),
    "STR-LENGTH": ("cadre", b'{"id":"c-1","name":""}'),
    "STR-RANGE": ("village", b'{"id":"v-1","kind":"ADMINISTRATIVE_VILLAGE","townshipId":"o-1","liftedPopulation":-1}'),
    "STR-ITEMS": ("cadre", b'{"id":"c-1","name":"N","redacted":[]}'),
    "STR-UNIQUE-ITEMS": ("cadre", b'{"id":"c-1","redacted":["name","name"]}'),
    "STR-DUPLICATE-ID": ("cadre", b'{"id":"c-1","name":"N"}\n{"id":"c-1","name":"M"}'),
    "STR-REFERENCE": ("attendance", b'{"id":"a-1","cadreId":"no-such-cadre","date":"2021-07-01","status":"IN_VILLAGE"}'),
    "STR-PERSONAL-ID": ("cadre", b'{"id":"11010519491231002X","name":"N"}'),
}


def _code(code: str) -> Iterator[str]:
    entry = faults.catalogue()[code]
    blank = {
        "zh": {
            "field": "某字段",
            "expected": "（所要求的）",
            "target": "记录",
            "id": "…",
            "firstLine": "…",
            "firstFile": "…",
            "limit": "…",
        },
        "en": {
            "field": "a field",
            "expected": "(what is asked)",
            "target": "record",
            "id": "…",
            "firstLine": "…",
            "firstFile": "…",
            "limit": "…",
        },
    }
    yield code
    yield ""
    for lang, meaning in (("zh", "含义"), ("en", "Meaning")):
        yield f"{meaning}  {entry[lang].format_map(_Shown(blank[lang]))}"
    yield ""
    yield f"处理办法  {entry['fixZh']}"
    yield f"Put right  {entry['fixEn']}"
    yield ""
    titles = standard.code_titles("severity")[entry["severity"]]
    yield f"严重程度 Severity  {titles[0]} / {titles[1]}"
    if code in EXAMPLES:
        kind, raw = EXAMPLES[code]
        yield ""
        yield f"示例：{kind} 文件中的下列内容会这样报 / Example: this, in a file of {kind}, is reported so"
        yield ""
        for line in raw.decode("utf-8", "backslashreplace").split("\n"):
            yield "  " + line.replace("\ufeff", "\\ufeff")


class _Shown(dict[str, str]):
    """What stands for an argument of a sentence that is shown without a finding."""

    def __missing__(self, key: str) -> str:
        return ""


# --- a field --------------------------------------------------------------------------------------


def _fields(node: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every field of a record type: its path (``selectionSteps.date``) and its schema."""
    for name, prop in node.get("properties", {}).items():
        yield prefix + name, prop
        yield from _fields(prop.get("items", prop), f"{prefix}{name}.")


def _field(kind: str, path: str) -> Mapping[str, Any] | None:
    return dict(_fields(standard.schema(kind))).get(path)


def _kind(kind: str) -> Iterator[str]:
    schema = standard.schema(kind)
    yield f"{kind}  {schema['title']} / {schema['description']}"
    yield ""
    required = schema.get("required", ())
    for path, prop in _fields(schema):
        star = "*" if path in required else " "
        yield f"  {star} {kind}.{path}  {prop.get('title', '')} / {prop.get('description', '')}"
    yield ""
    yield "  * 必填 / required"


def _of_field(kind: str, path: str, prop: Mapping[str, Any]) -> Iterator[str]:
    yield f"{kind}.{path}  {prop.get('title', '')}"
    yield ""
    if "x-descriptionZh" in prop:
        yield f"含义  {prop['x-descriptionZh']}"
    yield f"Meaning  {prop.get('description', '')}"
    yield ""
    yield from _type(kind, path, prop)
    leaf = prop.get("items", prop)
    if "pattern" in leaf:
        yield f"格式 Form  {forms.in_words('STR-PATTERN', leaf, 'zh')} / {forms.in_words('STR-PATTERN', leaf, 'en')}"
    if codes := leaf.get("x-codelist"):
        yield ""
        yield f"代码表 Code list  {codes}"
        titles = standard.code_titles(codes)
        # the schema may take only part of a list
        for code in leaf.get("enum", titles):
            yield f"  {code}  {' / '.join(titles.get(code, ()))}".rstrip()
    rules = _readers(kind, path)
    if rules:
        yield ""
        yield f"读它的规则 Rules that read it  {', '.join(rules)}"


_TYPES = {
    "string": ("文本", "text"),
    "integer": ("整数", "integer"),
    "boolean": ("是否（true 或 false）", "true or false"),
    "array": ("列表", "list"),
    "object": ("对象", "object"),
}


def _type(kind: str, path: str, prop: Mapping[str, Any]) -> Iterator[str]:
    leaf = prop.get("items", prop)
    zh, en = _TYPES.get(str(prop.get("type")), ("", ""))
    if leaf is not prop:
        inner = _TYPES.get(str(leaf.get("type")), ("", ""))
        zh, en = f"{zh}，每项为{inner[0]}", f"{en}, each of them: {inner[1]}"
    yield f"类型 Type  {zh} / {en}"
    for low, high, zh, en in (
        ("minLength", "maxLength", "长度", "Length"),
        ("minimum", "maximum", "数值", "Value"),
        ("minItems", "maxItems", "项数", "Items"),
    ):
        if low in prop or high in prop:
            yield f"{zh} {en}  {prop.get(low, '')}–{prop.get(high, '')}"
    if path in standard.schema(kind).get("required", ()):
        yield "必填 Required  是 / yes"
    if target := leaf.get("x-ref"):
        yield f"引用 Refers to  {standard.schema(target)['title']} / {target}"


def _readers(kind: str, path: str) -> list[str]:
    """The rules that read a field: those that say so in their header, and those whose query names it."""
    word = re.compile(rf"\b{re.escape(path.partition('.')[0])}\b")
    return [
        rule.id
        for rule in standard.rules().values()
        if f"{kind}.{path}" in rule.header.get("fields", ()) or (kind in rule.header["records"] and word.search(rule.query))
    ]
