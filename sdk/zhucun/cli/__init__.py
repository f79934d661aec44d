"""The command line. Reads arguments, calls, prints; nothing is decided here."""

from __future__ import annotations

from zhucun.cli import conformance, exchange, lists, page, profile, sample, sheet, validate
from zhucun.cli.group import main
from zhucun.cli.options import FOUND, INCOMPLETE, OK, UNREADABLE

#: Each of these adds its commands to :data:`main`.
COMMANDS = (validate, sample, sheet, lists, profile, exchange, page, conformance)

__all__ = ["COMMANDS", "FOUND", "INCOMPLETE", "OK", "UNREADABLE", "main"]
