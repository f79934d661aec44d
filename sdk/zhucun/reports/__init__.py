"""Renders reports. Nothing here looks at a record again."""

from __future__ import annotations

from zhucun.reports.formats import FORMATS
from zhucun.reports.rendering import PLAIN, Rendering
from zhucun.reports.verdict import exit_code, judged, unfinished, unreadable

__all__ = ["FORMATS", "PLAIN", "Rendering", "exit_code", "judged", "unfinished", "unreadable"]
