"""Why there is no report: problems as RFC 9457 has them. What is ours is never called the sender's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhucun.errors import problem
from zhucun.words import say

MEDIA_TYPE = "application/problem+json"

#: Kind → status. Those below 500 are for the sender to set right; the others are ours, and nothing is said of the batch.
STATUSES: Mapping[str, int] = {
    "parameter": 400,
    "no-path": 404,
    "method": 405,
    "form": 406,
    "slow": 408,
    "too-large": 413,
    "media-type": 415,
    "unreadable": 422,
    "failure": 500,
    "busy": 503,
    "time-limit": 504,
    "resources": 507,
}

#: After so many seconds whoever was sent away may come again.
RETRY = 5


@dataclass(frozen=True)
class Detail:
    """One thing that is wrong: its code in the catalogue of words, and the sentence in the language of the request."""

    code: str
    text: str


class Refusal(Exception):
    """The end of a request without a report.

    :ivar kind: one of :data:`STATUSES`.
    :ivar details: what was wrong, in the language of the request; without any the kind's own sentence.
    :ivar values: what fills in that sentence.
    """

    def __init__(self, kind: str, *details: Detail, **values: object) -> None:
        super().__init__(kind)
        self.kind, self.details, self.values = kind, details, values

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUSES[self.kind]

    @property
    def headers(self) -> dict[str, str]:
        """What the answer bears besides."""
        return {"retry-after": str(RETRY)} if self.kind == "busy" else {}

    def document(self, lang: str) -> dict[str, Any]:
        """The body of the answer, in ``zh`` or ``en``."""
        said: dict[str, Any] = {
            "type": f"urn:zhucun:problem:{self.kind}",
            "title": say(f"serve.title.{self.kind}", lang),
            "status": self.status,
            "detail": self.details[0].text if self.details else problem(f"serve.detail.{self.kind}", **self.values).text(lang),
        }
        return said | ({"errors": [{"code": d.code, "detail": d.text} for d in self.details]} if self.details else {})


def details(problems: Sequence[Mapping[str, str]]) -> list[Detail]:
    """What the line before a report tells."""
    return [Detail(p["code"], p["detail"]) for p in problems]
