"""The command line. Reads arguments, calls, prints; nothing is decided here."""

from __future__ import annotations

from zhucun.cli.commands import FOUND, INCOMPLETE, OK, UNREADABLE, main

__all__ = ["FOUND", "INCOMPLETE", "OK", "UNREADABLE", "main"]
