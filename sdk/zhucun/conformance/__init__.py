"""The conformance harness: drives an implementation in any language over the line protocol and says where it differs.

``load`` reads the cases, ``lay_down`` writes the batch of one, ``drive`` asks an implementation for every case and compares,
``FORMATS`` render what it found; ``answer_requests`` is this SDK's own end. ``conformance/protocol.md`` describes the messages.
"""

from zhucun.conformance.cases import Case, dump, laid_down, lay_down, load, records_of, select
from zhucun.conformance.compare import differences, key
from zhucun.conformance.process import Implementation, Lost
from zhucun.conformance.protocol import HarnessError, departures, home
from zhucun.conformance.report import FORMATS, badge, describe, explain, html, text
from zhucun.conformance.run import claimed, drive, expected_failures
from zhucun.conformance.serve import answer_requests, judge, told

__all__ = [
    "FORMATS",
    "Case",
    "HarnessError",
    "Implementation",
    "Lost",
    "answer_requests",
    "badge",
    "claimed",
    "departures",
    "describe",
    "differences",
    "drive",
    "dump",
    "expected_failures",
    "explain",
    "home",
    "html",
    "judge",
    "key",
    "laid_down",
    "lay_down",
    "load",
    "records_of",
    "select",
    "text",
    "told",
]
