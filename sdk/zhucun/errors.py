"""What can go wrong, said in Chinese and in English: one root, so that whoever embeds us can catch all of it.

Whatever the sender or the user did is a :class:`BatchError`, an :class:`OptionError` or a fault of the standard's files
(:class:`zhucun.standard.StandardError`, an unknown profile or rule). Whatever we failed at is an :class:`OurError`: then
nothing is said of the batch.
"""

from __future__ import annotations

import difflib
import errno
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhucun.printing import printable
from zhucun.words import LANGUAGES, WORDS, both, say

#: So much is shown of what fills in a sentence: a name can be as long as a sender likes.
_SHOWN = 1000

#: What the address of a database holds for its server alone: user and password. Any path that was named may be one.
_SECRET = re.compile(r"((?:postgres|postgresql):/).*@|(password=)[^&\s]*")

#: So many sentences are told of one input, and how many more there are.
MOST = 100


@dataclass(frozen=True)
class Problem:
    """One sentence: a key of :data:`zhucun.words.WORDS` and what fills it in: a text, or a pair of (Chinese, English)."""

    code: str
    values: tuple[tuple[str, str | tuple[str, str]], ...] = ()

    def text(self, lang: str) -> str:
        """The sentence in ``zh`` or ``en``: one line, whatever was named."""
        english = lang == "en"
        shown = {k: printable(_SECRET.sub(r"\1\2…", v if isinstance(v, str) else v[english]), _SHOWN) for k, v in self.values}
        return WORDS[self.code][english].format(**shown)


def problem(code: str, /, **values: object) -> Problem:
    """A :class:`Problem` from keyword values; a pair is kept, anything else becomes text."""
    return Problem(code, tuple((k, v if isinstance(v, tuple) else str(v)) for k, v in values.items()))


#: So much of a name that somebody typed is repeated.
_NAME = 60

#: And so much of a path, or of what somebody else says is wrong with a file.
_PLACE = 300


def short(name: str) -> str | tuple[str, str]:
    """A name that was asked for, as a sentence repeats it: on one line, and not all of five thousand letters."""
    return printable(name, _NAME) or both("fill.empty")


def shown_place(text: object) -> str:
    """A path, or what somebody else says is wrong with a file, as a sentence repeats it."""
    return printable(str(text), _PLACE)


def near(name: str, known: Iterable[str]) -> tuple[str, str]:
    """What may have been meant, as the end of a sentence; nothing where nothing is near."""
    found = difflib.get_close_matches(name[:_NAME].upper(), list(by_upper := {k.upper(): k for k in known}), 3)
    named = [by_upper[f] for f in found]
    return suggest(named)


def suggest(names: Sequence[str]) -> tuple[str, str]:
    """Names that may have been meant, as the end of a sentence in Chinese and in English."""
    zh, en = (say("fill.near", lang, near=say("fill.comma", lang).join(names)) if names else "" for lang in LANGUAGES)
    return zh, en


class ZhucunError(Exception):
    """An end of the run that is told in sentences.

    :ivar problems: every reason found, in order; of very many the first, and how many more there are.
    """

    def __init__(self, *problems: Problem, more: int = 0) -> None:
        more += len(problems) - MOST if len(problems) > MOST else 0
        self.problems = (*problems[:MOST], *([problem("more", count=more)] if more else []))
        super().__init__("; ".join(p.text("en") for p in self.problems))


class BatchError(ZhucunError):
    """The input could not be read as a batch."""


class OptionError(ZhucunError, ValueError):
    """An option is not what it should be."""


class OurError(ZhucunError):
    """We failed, not the batch: no verdict was reached, and nothing is said of it."""


class EngineError(OurError):
    """The engine ran out of memory or of disk, or cannot be told a path."""


class WorkspaceError(OurError):
    """There is no room to work in."""


class MachineError(OurError):
    """The machine has no memory, no thread or no open file left to give."""


#: What a machine has run out of, whatever it was about to read.
_EXHAUSTED = {errno.ENOMEM, errno.EMFILE, errno.ENFILE}

#: How libraries that unpack, the engine and the interpreter tell it in words alone.
_EXHAUSTED_SAID = ("not enough memory", "Error -4 ", "Allocation failure", "can't start new thread")


def exhausted(error: BaseException) -> bool:
    """Whether something failed because the machine had nothing left to give: that says nothing of what was being read."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _EXHAUSTED
    if isinstance(error, MemoryError) or any(said in str(error) for said in _EXHAUSTED_SAID):
        return True
    # a reader of archives takes whatever it meets for damage
    return error.__context__ is not None and exhausted(error.__context__)


def cannot_read(path: object, error: OSError) -> ZhucunError:
    """What to raise where something cannot be read: whose fault it is hangs on the reason."""
    if exhausted(error):
        return MachineError(problem("machine"))
    return BatchError(problem("unreadable", path=path, reason=error.strerror or error))
