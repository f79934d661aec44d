"""Findings: what is wrong, as plain data that can be forwarded.

A finding names a record by its id, never by a personal value, and its message is written from the rule and
the schema, never from the record.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from zhucun import standard

SEVERITIES = ("info", "warning", "error")

_SEPARATOR = {"zh": "、", "en": ", "}


def fingerprint(*parts: Any) -> str:
    """Sixteen hex digits that stay the same over repeated runs of the same batch."""
    text = "\x1f".join([p if type(p) is str else "" if p is None else str(p) for p in parts])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def field_title(record_type: str, name: str, lang: str) -> str:
    """The Chinese term of a field, or in English its name."""
    if lang == "en":
        return name
    prop = standard.schema(record_type)["properties"].get(name, {})
    return str(prop.get("title", name))


def _code(codelist: str, value: str, lang: str) -> str:
    head, at, level = value.partition("@")
    titles = standard.code_titles(codelist)
    text = titles[head][lang == "en"] if head in titles else head
    return f"{text}@{level}" if at else text


def show(value: Any, kind: str, lang: str) -> str:
    """One argument of a message, for people."""
    if value is None:
        return "?"
    if isinstance(value, (list, tuple)):
        return _SEPARATOR[lang].join(show(v, kind, lang) for v in value)
    return _show(value, kind, lang)


# the same days, numbers and codes are told again and again
@lru_cache(50_000, typed=True)
def _show(value: Any, kind: str, lang: str) -> str:
    if isinstance(value, bool) or value in ("true", "false"):
        return {"true": ("是", "true"), "false": ("否", "false")}[str(value).lower()][lang == "en"]
    if kind.startswith("codelist:"):
        return _code(kind[9:], str(value), lang)
    if kind.startswith("field:"):
        return field_title(kind[6:], str(value), lang)
    if kind == "yuan":
        return f"{int(value) / 100:,.2f}"
    if kind == "percent":
        return f"{value}%"
    return str(value)


def message(header: Mapping[str, Any], arguments: Mapping[str, Any], lang: str) -> str:
    """The message of a rule's finding."""
    kinds = header.get("arguments", {})
    texts = {k: show(v, kinds.get(k, "text"), lang) for k, v in arguments.items()}
    template = header["message"][lang]
    if "[" in template:
        template = _OPTIONAL.sub(lambda m: m[1] if all(k in texts for k in _NAMES.findall(m[1])) else "", template)
    return str(template.format_map(_Lenient(texts)))


#: A part in brackets is left out where one of its arguments is absent.
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NAMES = re.compile(r"\{(\w+)\}")


class _Lenient(dict[str, str]):
    """A message may name an argument that a query left out for this row."""

    def __missing__(self, key: str) -> str:
        return "—"


def lowered(severity: str, steps: int) -> str:
    """A severity, some steps lower (K1)."""
    return SEVERITIES[max(0, SEVERITIES.index(severity) - steps)]
