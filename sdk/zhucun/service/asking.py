"""What a request asks: the kind of its body, the form and language of the answer, and options of the command."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhucun import options, reports
from zhucun.errors import OptionError, Problem, near, problem, short
from zhucun.model import Lang
from zhucun.service.refusals import Detail, Refusal
from zhucun.standard import Standard

ZIP = "application/zip"
NDJSON = "application/x-ndjson"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What a query may hold, named as the command line names it; a file has its record type in its name, a body has no name.
PROFILE, AS_OF, RECORD_TYPE = "profile", "as-of", "record-type"
PARAMETERS = (PROFILE, AS_OF, RECORD_TYPE)

_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


@dataclass(frozen=True)
class Asked:
    """What is to be run.

    :ivar name: of the file that the body becomes: it says what the body is.
    :ivar form: of the report, as the command line names it, and ``media_type`` as HTTP does.
    :ivar given: options of the command.
    """

    name: str
    form: str
    media_type: str
    given: tuple[str, ...]


def bodies() -> tuple[str, ...]:
    """The media types that are taken; workbooks only where their readers are installed."""
    sheets = (XLSX,) if importlib.util.find_spec("python_calamine") else ()
    return (ZIP, NDJSON, *sheets)


def forms() -> dict[str, str]:
    """Media type → form of the report. JSON is the first, and what is given where all are the same to a client."""
    found: dict[str, str] = {}
    for renderer in sorted(reports.RENDERERS.values(), key=lambda r: r.name != "json"):
        found.setdefault(renderer.media_type, renderer.name)
    return found


def language(header: str) -> Lang:
    """The language that an ``Accept-Language`` would rather have: Chinese, unless it is English."""
    weights: dict[str, float] = {}
    for tag, weight in _wishes(header):
        name = tag.partition("-")[0]
        weights[name] = max(weight, weights.get(name, 0.0))
    zh, en = (weights.get(name, weights.get("*", 0.0)) for name in ("zh", "en"))
    return "en" if en > zh else "zh"


def read(standard: Standard, media_type: str, encoding: str, accept: str, query: Sequence[tuple[str, str]], lang: Lang) -> Asked:
    """What a request asks, by its headers and its query.

    :raises Refusal: if it asks what there is not.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind not in bodies():
        raise Refusal("media-type", known=", ".join(bodies()))
    if encoding.strip().lower() not in ("", "identity"):
        raise Refusal("media-type", known=", ".join(bodies()))
    form = _form(accept)
    if form is None:
        raise Refusal("form", known=", ".join(forms()))
    chosen = _chosen(query, lang)
    given = ["--lang", lang]
    if (ident := chosen.get(PROFILE)) is not None:
        # an id of the standard: to the command a path would be a profile too
        if ident not in standard.profiles.own:
            _wrong(problem("profile-unknown", name=short(ident), known=", ".join(standard.profiles.own)), lang)
        given += ["--profile", ident]
    if (day := chosen.get(AS_OF)) is not None:
        try:
            given += ["--as-of", str(options.parse_as_of(day))]
        except OptionError as e:
            _wrong(e.problems[0], lang)
    return Asked(_name(standard, kind, chosen.get(RECORD_TYPE), lang), form[1], form[0], tuple(given))


def _chosen(query: Sequence[tuple[str, str]], lang: Lang) -> Mapping[str, str]:
    chosen: dict[str, str] = {}
    for name, value in query:
        if name not in PARAMETERS:
            _wrong(problem("serve.no-parameter", name=short(name), near=near(name, PARAMETERS), known=", ".join(PARAMETERS)), lang)
        if name in chosen:
            _wrong(problem("serve.twice", name=name), lang)
        chosen[name] = value
    return chosen


def _name(standard: Standard, kind: str, record_type: str | None, lang: Lang) -> str:
    """What a file with this body would be called."""
    if kind != NDJSON:
        if record_type is not None:
            _wrong(problem("serve.own-types", name=RECORD_TYPE, kind=NDJSON), lang)
        return "batch.zip" if kind == ZIP else "batch.xlsx"
    known = standard.record_types
    if record_type is None:
        _wrong(problem("serve.which-type", name=RECORD_TYPE, known=", ".join(known)), lang)
    elif record_type not in known:
        _wrong(problem("serve.no-type", value=short(record_type), near=near(record_type, known), known=", ".join(known)), lang)
    return f"{record_type}.ndjson"


def _wrong(wrong: Problem, lang: Lang) -> None:
    raise Refusal("parameter", Detail(wrong.code, wrong.text(lang)))


def _form(accept: str) -> tuple[str, str] | None:
    """Media type and form that an ``Accept`` would rather have; None where it takes none of ours."""
    wishes = dict(_wishes(accept or "*/*"))

    def weight(media_type: str) -> float:
        ranges = (media_type, media_type.partition("/")[0] + "/*", "*/*")
        return next((wishes[r] for r in ranges if r in wishes), 0.0)

    best = max(forms().items(), key=lambda item: weight(item[0]))
    return best if weight(best[0]) > 0 else None


def _wishes(header: str) -> Iterator[tuple[str, float]]:
    """What a header would rather have, and how much."""
    for part in header.lower().split(","):
        name, *parameters = (p.strip() for p in part.split(";"))
        weights = [p for p in parameters if p.startswith("q=")]
        sound = _WEIGHT.fullmatch(weights[0]) if weights else None
        if name:
            yield name, float(sound[1]) if sound else (0.0 if weights else 1.0)
