"""Findings: their order, what identifies them, and how they read.

A finding names a record by its id, never by a personal value, and its message is written from the rule and
the schema, never from the record.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from zhucun.record import faults
from zhucun.record.personal import mask
from zhucun.standard import Standard, per_standard
from zhucun.words import say

if TYPE_CHECKING:
    from zhucun.model import Finding


def order(finding: Finding) -> tuple[Any, ...]:
    """Where a finding stands in the report: the severest first, then by rule, file and line."""
    place = finding.place
    return (
        -finding.severity.rank,
        finding.rule,
        place.number if place else -1,
        place.file if place else "",
        place.line or 0 if place else 0,
        finding.record_id or "",
        finding.pointer or "",
        finding.part or "",
        finding.ordinal,
        finding.basis.row_id if finding.basis else "",
        tuple((k, str(v)) for k, v in sorted(finding.arguments.items())),
    )


def first(found: Iterable[Finding], limit: int | None) -> list[Finding]:
    """The first findings by file and line, whatever their severity."""
    return sorted(found, key=lambda f: (f.place is None, order(f)[2:]))[:limit]


def identity(finding: Finding) -> tuple[str, ...]:
    """What tells a finding from all others but those that its ordinal tells apart: never a count, never a line.

    A record whose id is a number of a person is known by the masked one, since a digest of so few numbers could be undone.
    """
    if finding.fault is not None:
        own: tuple[str, ...] = (str(finding.fault.values.get("position", "")),)
        if finding.record_id is None:
            own = (*own, finding.place.file if finding.place else "")
    else:
        keys = finding.standard.rule(finding.rule).header.get("keys", ())
        own = (finding.basis.row_id if finding.basis else "", *(str(finding.arguments.get(k, "")) for k in keys))
        if finding.part is not None and not (finding.record_id or "").startswith(finding.part + ":"):
            # what several parts have in common each of them may have found
            own = (*own, finding.part)
    return (finding.rule, finding.record_type, mask(finding.record_id or ""), finding.pointer or "", *map(mask, own))


def number(found: Iterable[Finding], seen: dict[tuple[str, ...], int]) -> Iterator[Finding]:
    """Findings in the order of the report, each with its ordinal among those that are alike.

    :param seen: how many of each were met so far; it is written to.
    """
    for finding in found:
        key = identity(finding)
        ordinal = seen.get(key, 0)
        seen[key] = ordinal + 1
        yield replace(finding, ordinal=ordinal) if ordinal else finding


def fingerprint(finding: Finding) -> str:
    """Sixteen hex digits that stay the same from run to run and from batch to batch: baselines stand on them."""
    text = "\x1f".join([*identity(finding), str(finding.ordinal)] if finding.ordinal else identity(finding))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def as_json(finding: Finding, lang: str, docs: str | None = None) -> dict[str, Any]:
    """A finding as ``finding.json`` describes it.

    :param docs: address of a documentation site; the finding then links to its rule's page.
    """
    out: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "recordType": finding.record_type,
    }
    if finding.record_id is not None:
        out["recordId"] = mask(finding.record_id)
    if finding.part is not None:
        out["part"] = finding.part
    if finding.place:
        out["file"] = finding.place.file
        if finding.place.line is not None:
            out["line"] = finding.place.line
        if finding.place.sheet is not None:
            out["sheet"] = finding.place.sheet
        if finding.place.cell is not None:
            out["cell"] = finding.place.cell
    if finding.pointer is not None:
        out["pointer"] = finding.pointer
    out["message"] = message_of(finding, lang)
    if finding.fault is not None:
        out["clauses"] = []
        arguments = {k: v for k, v in _masked(finding.fault.values).items() if isinstance(v, (str, int)) and v != ""}
    else:
        header, basis = finding.standard.rule(finding.rule).header, finding.basis
        out["clauses"] = basis.clauses if basis else list(header.get("conventions", []))
        if basis:
            out["policyRow"], out["authority"] = basis.row_id, basis.authority
            out["inherited"], out["interpreted"] = basis.inherited, basis.interpreted
            if basis.inherited:
                out["inheritanceBasis"] = "ASSUMED" if basis.assumed else "STATED"
        arguments = {k: ", ".join(map(str, v)) if isinstance(v, list) else v for k, v in _masked(finding.arguments).items()}
    if arguments:
        out["arguments"] = arguments
    out["fingerprint"] = fingerprint(finding)
    if docs:
        out["help"] = f"{docs.rstrip('/')}{'/en' if lang == 'en' else ''}/rules/{finding.rule}/"
    return out


def message_of(finding: Finding, lang: str) -> str:
    """The sentence of a finding, written from the rule or the schema."""
    if finding.fault is not None:
        fault = replace(finding.fault, values=_masked(finding.fault.values))
        return faults.text_of(finding.standard, fault, finding.record_type, lang)
    header = finding.standard.rule(finding.rule).header
    return message(finding.standard, header, finding.record_type, _masked(finding.arguments), lang)


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {k: _masked(v) for k, v in value.items()}
    return [_masked(v) for v in value] if isinstance(value, list) else value


def field_title(standard: Standard, record_type: str, name: str, lang: str) -> str:
    """The Chinese term of a field, or in English the words that its name is made of; money is told in yuan, not in fen."""
    if lang == "en":
        if own := standard.own_fields(record_type).get(name):
            return str(own["description"])
        return _WORD.sub(lambda m: f" {m[0].lower()}", name.removesuffix("Fen")).strip()
    prop = standard.fields(record_type).get(name, {})
    return str(prop.get("title", name)).removesuffix(say("fill.in-fen", lang))


#: Where a word of a field's name begins.
_WORD = re.compile(r"(?<=[a-z])[A-Z]")


def _code(standard: Standard, codelist: str, value: str, lang: str) -> str:
    head, at, level = value.partition("@")
    titles = standard.code_titles(codelist)
    text = titles[head][lang == "en"] if head in titles else head
    if not at:
        return text
    # an actor: the body, and its level in brackets; a level alone is anybody of that level
    levels = standard.code_titles("subordination")
    known = say("fill.level", lang, level=levels[level][lang == "en"]) if level in levels else say("fill.dispatch-level", lang)
    return say("fill.actor", lang, body=text, level=known) if text else known


def show(standard: Standard, value: Any, kind: str, lang: str) -> str:
    """One argument of a message, for people."""
    if isinstance(value, (list, tuple)):
        return say("fill.comma", lang).join(show(standard, v, kind, lang) for v in value)
    return _shower(standard)(value, kind, lang)


@per_standard
def _shower(standard: Standard) -> Callable[[Any, str, str], str]:
    """What shows one value. The same days, numbers and codes are told again and again."""
    return lru_cache(50_000, typed=True)(partial(_show, standard))


def _show(standard: Standard, value: Any, kind: str, lang: str) -> str:
    if isinstance(value, bool) or value in ("true", "false"):
        return say("fill.yes" if str(value) in ("True", "true") else "fill.no", lang)
    kind, _, of = kind.partition(":")
    if kind == "withheld":
        return say("fill.withheld", lang)
    if kind == "codelist":
        return _code(standard, of, str(value), lang)
    if kind == "field":
        return field_title(standard, of, str(value), lang)
    if kind == "yuan":
        return f"{int(value) / 100:,.2f}"
    if kind == "money":
        return say("fill.money", lang, yuan=f"{int(value) / 100:,.2f}")
    if kind == "percent":
        return f"{value}%"
    return str(value)


def value_kind(standard: Standard, record_type: str, name: str) -> str:
    """How the values of a field are shown: as the codes that they are, as money, or as they stand."""
    prop = standard.fields(record_type).get(name, {})
    leaf = prop.get("items", prop)
    for key in ("body", "code"):
        leaf = leaf.get("properties", {}).get(key, leaf)
    if "x-withheld" in leaf:
        return "withheld"
    if "x-codelist" in leaf:
        return f"codelist:{leaf['x-codelist']}"
    return "money" if name.endswith("Fen") else "text"


def _kinds(standard: Standard, header: Mapping[str, Any], record_type: str, arguments: Mapping[str, Any]) -> dict[str, str]:
    """How each argument is shown. ``field`` is a field of the record at fault, ``value`` what the field holds that the
    argument ``field`` names; either may name another record type."""
    kinds = dict(header.get("arguments", {}))
    for name, kind in kinds.items():
        kind, _, of = kind.partition(":")
        if kind == "field":
            kinds[name] = f"field:{of or record_type}"
        elif kind == "value":
            kinds[name] = value_kind(standard, of or record_type, str(arguments.get("field", "")))
    return kinds


def message(standard: Standard, header: Mapping[str, Any], record_type: str, arguments: Mapping[str, Any], lang: str) -> str:
    """The message of a rule's finding on a record of a type."""
    kinds = _kinds(standard, header, record_type, arguments)
    texts = {k: show(standard, v, kinds.get(k, "text"), lang) for k, v in arguments.items() if v is not None and v != []}
    return str(_filled(header["message"][lang], texts).format_map(_Lenient(texts, lang)))


def _filled(template: str, texts: Mapping[str, str]) -> str:
    """A message's parts in brackets: each is told where all its arguments are there, else what stands after its bar, if anything."""
    return _OPTIONAL.sub(lambda m: m[1] if texts.keys() >= set(_NAMES.findall(m[1])) else m[2] or "", template)


_OPTIONAL = re.compile(r"\[([^\[\]|]*)(?:\|([^\[\]]*))?\]")
_NAMES = re.compile(r"\{(\w+)\}")


class _Lenient(dict[str, str]):
    """What a query left out for a row, and the message names outside brackets, is not on record."""

    def __init__(self, texts: Mapping[str, str], lang: str) -> None:
        super().__init__(texts)
        self.lang = lang

    def __missing__(self, key: str) -> str:
        return say("fill.absent", self.lang)
