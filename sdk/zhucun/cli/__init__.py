"""The command line. Reads arguments, calls, prints; nothing is decided here."""

from __future__ import annotations

from zhucun.cli import conformance, exchange, generate, imports, lists, page, profile, sample, serve, sheet, validate
from zhucun.cli.group import main
from zhucun.cli.options import FOUND, INCOMPLETE, OK, UNREADABLE

#: Each of these adds its commands to :data:`main`.
COMMANDS = (validate, sample, sheet, generate, lists, profile, exchange, imports, page, conformance, serve)

__all__ = ["COMMANDS", "FOUND", "INCOMPLETE", "OK", "UNREADABLE", "main"]
