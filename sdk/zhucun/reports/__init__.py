"""Step 6: shows reports. Nothing here looks at a record again."""

from __future__ import annotations

from zhucun.reports.formats import RENDERERS, Renderer, register
from zhucun.reports.rendering import PLAIN, Rendering
from zhucun.reports.verdict import unfinished, unreadable

__all__ = ["PLAIN", "RENDERERS", "Renderer", "Rendering", "register", "unfinished", "unreadable"]
