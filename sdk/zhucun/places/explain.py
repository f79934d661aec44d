"""Rules, structural codes and fields of the standard, explained in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zhucun.errors import BatchError, near, problem, short, suggest
from zhucun.places.describe import describe, marks
from zhucun.places.needs import named_by
from zhucun.places.reading import readings
from zhucun.record import faults, forms
from zhucun.standard import Profile, Rule, Standard
from zhucun.words import LANGUAGES, both, say


def explain(standard: Standard, name: str, profile: Profile | None = None) -> str:
    """A rule, a structural code, a record type or a field (``posting.endDate``), in words.

    :param profile: for a rule: show the values of this profile only; for a field: with what it declares of its own.
    :raises BatchError: if the standard has nothing of that name; it names what is near.
    """
    kind, _, path = name.partition(".")
    if profile is not None:
        standard = profile.standard
    if name in standard.rules:
        lines = _rule(standard, standard.rule(name), profile)
    elif name in faults.catalogue(standard):
        lines = _code(standard, name)
    elif name in _kinds(standard):
        lines = _kind(standard, name)
    elif kind in _kinds(standard) and (found := _field(standard, kind, path)):
        lines = _of_field(standard, kind, path, found, profile)
    else:
        raise _unknown(standard, name)
    return "\n".join([*lines, ""])


def _kinds(standard: Standard) -> list[str]:
    return [*standard.record_types, "manifest"]


def _unknown(standard: Standard, name: str) -> BatchError:
    fields = [f"{kind}.{path}" for kind in _kinds(standard) for path, _ in _fields(standard.schema(kind))]
    known = [*standard.rules, *faults.catalogue(standard), *_kinds(standard), *fields]
    # a field is often asked for without its record
    alone = [f for f in fields if f.rpartition(".")[2].lower() == name.rpartition(".")[2].lower()][:5]
    meant = suggest(alone) if alone else near(name, known)
    examples = {"rule": next(iter(standard.rules)), "structural": next(iter(faults.catalogue(standard))), "field": "posting.endDate"}
    return BatchError(problem("name-unknown", name=short(name), near=meant, **examples))


def _label(key: str) -> str:
    """A label in both languages, as one."""
    return " ".join(both(f"explain.{key}"))


def _both(key: str, **values: str) -> str:
    """A sentence in both languages, side by side."""
    return " / ".join(say(f"explain.{key}", lang, **values) for lang in LANGUAGES)


# --- a rule ---------------------------------------------------------------------------------------


def _rule(standard: Standard, rule: Rule, profile: Profile | None) -> Iterator[str]:
    header = rule.header
    yield f"{rule.id}  {header['title']['zh']} / {header['title']['en']}"
    yield ""
    for key in ("asks", "message", "fix"):
        for lang in LANGUAGES:
            yield f"{say(f'explain.{key}', lang)}  {header[key][lang]}"
        yield ""
    if header.get("conventions"):
        yield f"{_label('conventions')}  {', '.join(header['conventions'])}"
        yield ""
    yield _label("profiles")
    cited: list[str] = []
    for resolved in [profile] if profile else map(standard.profiles.resolve, standard.profiles.own):
        yield from _under(rule, resolved, cited, asked=profile is not None)
    yield from _clauses(standard, cited)
    if header.get("entails"):
        yield ""
        yield _label("entails")
        for e in header["entails"]:
            yield f"  {e['rule']}  {e['why']['zh']} / {e['why']['en']}"
    yield from ("", "SQL", "", rule.query + ";", "")
    yield from (_both("breaking"), "", rule.breaking)


def _under(rule: Rule, profile: Profile, cited: list[str], asked: bool) -> Iterator[str]:
    """What a rule is under one profile. The clauses of its rows are added to ``cited``."""
    needs = rule.rows(profile)
    if needs is None:
        if asked:
            yield f"  {profile.id}: {_both('idle')}"
    elif not needs:
        yield f"  {profile.id}: {_both('own')}"
    else:
        yield f"  {profile.id}"
        for row in (row for need in needs for row in need):
            yield f"    {row.row_id}  {describe(profile.standard, row, 'zh')}  [{marks(profile.standard, row, 'zh')}; {marks(profile.standard, row, 'en')}]  {' '.join(row.clauses)}"
            cited += [c for c in row.clauses if c not in cited]


def _clauses(standard: Standard, cited: list[str]) -> Iterator[str]:
    texts = {c["id"]: c for c in standard.clauses}
    known = [c for c in cited if c in texts]
    if known:
        yield ""
        yield _label("clauses")
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


def _code(standard: Standard, code: str) -> Iterator[str]:
    entry = faults.catalogue(standard)[code]
    dots = dict.fromkeys(("id", "firstLine", "firstFile", "limit"), "…")
    yield code
    yield ""
    for lang in LANGUAGES:
        blank = _Shown(dots, **{name: say(f"explain.{name}", lang) for name in ("field", "expected", "target")})
        yield f"{say('explain.meaning', lang)}  {entry[lang].format_map(blank)}"
    yield ""
    yield f"{say('explain.fix', 'zh')}  {entry['fixZh']}"
    yield f"{say('explain.fix', 'en')}  {entry['fixEn']}"
    yield ""
    yield f"{_label('severity')}  {' / '.join(standard.code_titles('severity')[entry['severity']])}"
    if code in EXAMPLES:
        kind, raw = EXAMPLES[code]
        yield ""
        yield _both("example", kind=kind)
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


def _field(standard: Standard, kind: str, path: str) -> Mapping[str, Any] | None:
    return dict(_fields(standard.schema(kind))).get(path)


def _kind(standard: Standard, kind: str) -> Iterator[str]:
    schema = standard.schema(kind)
    yield f"{kind}  {schema['title']} / {schema['description']}"
    yield ""
    required = schema.get("required", ())
    for path, prop in _fields(schema):
        star = "*" if path in required else " "
        yield f"  {star} {kind}.{path}  {prop.get('title', '')} / {prop.get('description', '')}"
    yield ""
    yield f"  * {_label('required')}"


def _of_field(standard: Standard, kind: str, path: str, prop: Mapping[str, Any], profile: Profile | None) -> Iterator[str]:
    yield f"{kind}.{path}  {prop.get('title', '')}"
    yield ""
    if "x-descriptionZh" in prop:
        yield f"{say('explain.meaning', 'zh')}  {prop['x-descriptionZh']}"
    yield f"{say('explain.meaning', 'en')}  {prop.get('description', '')}"
    yield ""
    yield from _type(standard, kind, path, prop)
    leaf = prop.get("items", prop)
    if "pattern" in leaf:
        yield f"{_label('form')}  {' / '.join(forms.in_words(standard, 'STR-PATTERN', leaf, lang) for lang in LANGUAGES)}"
    if codes := leaf.get("x-codelist"):
        yield ""
        yield f"{_label('codelist')}  {codes}"
        titles = standard.code_titles(codes)
        # the schema may take only part of a list
        for code in leaf.get("enum", titles):
            yield f"  {code}  {' / '.join(titles.get(code, ()))}".rstrip()
    rules = _readers_of_own(profile, path) if profile and path in standard.own_fields(kind) else _readers(standard, kind, path)
    if rules:
        yield ""
        yield f"{_label('readers')}  {', '.join(rules)}"


def _type(standard: Standard, kind: str, path: str, prop: Mapping[str, Any]) -> Iterator[str]:
    leaf = prop.get("items", prop)
    types = [say(f"type.{leaf['type']}", lang) for lang in LANGUAGES]
    if leaf is not prop:
        types = [say("type.each", lang, outer=say(f"type.{prop['type']}", lang), inner=i) for lang, i in zip(LANGUAGES, types, strict=True)]
    yield f"{_label('type')}  {' / '.join(types)}"
    for low, high, what in (("minLength", "maxLength", "length"), ("minimum", "maximum", "value"), ("minItems", "maxItems", "items")):
        if low in prop or high in prop:
            yield f"{_label(what)}  {prop.get(low, '')}–{prop.get(high, '')}"
    if path in standard.schema(kind).get("required", ()):
        yield _label("required")
    if target := leaf.get("x-ref"):
        yield f"{_label('refers')}  {standard.schema(target)['title']} / {target}"


def _readers_of_own(profile: Profile, path: str) -> list[str]:
    """The rules that read the rows which name a declared field."""
    found = readings(profile)
    return sorted({rule for row in profile.rows if path in row.values.values() for rule in found[row.row_id].rules})


def _readers(standard: Standard, kind: str, path: str) -> list[str]:
    """The rules that read a field: those whose query does, those that need it, and those for whose rows it is named."""
    name = path.partition(".")[0]
    named, read = named_by(standard).get((kind, name), ()), standard.columns_read
    return [
        rule.id
        for rule in standard.rules.values()
        if name in read[rule.id].get(kind, ()) or rule.id in named or f"{kind}.{path}" in rule.header.get("fields", ())
    ]
