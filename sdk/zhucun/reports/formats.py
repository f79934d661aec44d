"""Every form in which a report can be shown, by name."""

from __future__ import annotations

from collections.abc import Callable

from zhucun.reports.github import as_github
from zhucun.reports.json import as_json
from zhucun.reports.junit import as_junit
from zhucun.reports.rendering import Data, Rendering
from zhucun.reports.sarif import as_sarif
from zhucun.reports.text import as_text

#: Format name → renderer.
FORMATS: dict[str, Callable[[Data, Rendering], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
