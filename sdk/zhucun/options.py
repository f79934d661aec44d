"""Options of a validation, parsed into types at the door: the same for Python and the command line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from zhucun.errors import OptionError, near, problem, short
from zhucun.model import KEPT, Lang, parse_lang
from zhucun.standard import Standard


def parse_as_of(value: str | dt.date | None) -> dt.date | None:
    """A day: a date (not a moment), or a text ``YYYY-MM-DD``."""
    if value is None:
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    # fromisoformat also takes 20211231 and 2021-W52-5, which no manifest may say
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise OptionError(problem("option-as-of", value=short(str(value))))


def check_as_of(as_of: dt.date | None, start: str) -> None:
    """That the day chosen is not before the period of the batch, which is known only once that is opened."""
    if as_of is not None and as_of.isoformat() < start:
        raise OptionError(problem("option-as-of-early", value=as_of, start=start))


def parse_max_findings(value: int | str | None) -> int:
    """A number of findings, 0 or more."""
    if value is None:
        return KEPT
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise OptionError(problem("option-max-findings", value=short(str(value))))


def parse_require_judged(standard: Standard, value: bool | str | Iterable[str]) -> Literal[True] | frozenset[str]:
    """Ids of rules: all that apply for ``True`` or ``all``, none for ``False``; a text may hold several, with commas between them."""
    if value is True or value == "all":
        return True
    if value is False:
        return frozenset()
    chosen = frozenset(part.strip() for part in value.split(",")) if isinstance(value, str) else frozenset(value)
    known = standard.rules
    for name in sorted(map(str, chosen)):
        if name not in known:
            raise OptionError(problem("option-require-judged", value=short(name), near=near(name, known)))
    return chosen


_ENGLISH = re.compile(r"en([_.@-].*)?", re.I | re.S)


def lang_of(environment: Mapping[str, str]) -> Lang:
    """The language that an environment asks for: ZHUCUN_LANG, else the locale as POSIX has it, else Chinese.

    The first of LC_ALL, LC_MESSAGES and LANG that is set decides; one that is empty is not set.

    :raises OptionError: if ZHUCUN_LANG is neither ``zh`` nor ``en``.
    """
    if ours := environment.get("ZHUCUN_LANG"):
        return parse_lang(ours)
    locale = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environment.get(k))), "")
    return "en" if _ENGLISH.fullmatch(locale) else "zh"
