"""The forms in which a report can be shown, each one renderer that is registered by its name.

A new form is one :class:`Renderer`: :func:`register` it, and the command line and the site know it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhucun.model import Report
from zhucun.reports.github import as_github
from zhucun.reports.gitlab import as_gitlab
from zhucun.reports.html import as_html
from zhucun.reports.json import as_json
from zhucun.reports.junit import as_junit
from zhucun.reports.rendering import Rendering
from zhucun.reports.sarif import as_sarif
from zhucun.reports.text import as_text


@dataclass(frozen=True)
class Renderer:
    """Shows a report in one form.

    :ivar name: as the command line has it.
    :ivar media_type: of what it gives.
    :ivar about: what it is for, in Chinese and in English.
    :ivar render: from a report, and how it is to be shown, to text.
    """

    name: str
    media_type: str
    about: tuple[str, str]
    render: Callable[[Report, Rendering], str]


#: Name → renderer.
RENDERERS: dict[str, Renderer] = {}


def register(renderer: Renderer) -> None:
    """Let reports be shown in one more form."""
    RENDERERS[renderer.name] = renderer


register(Renderer("text", "text/plain", ("给人看，先列最严重的", "for people, the severest first"), as_text))
register(Renderer("json", "application/json", ("完整数据，见 report.json", "all of it as data, see report.json"), as_json))
register(Renderer("sarif", "application/sarif+json", ("代码扫描（SARIF 2.1.0）", "for code scanning (SARIF 2.1.0)"), as_sarif))
register(Renderer("junit", "application/xml", ("持续集成的测试报告", "for CI, as a report of tests"), as_junit))
register(Renderer("github", "text/plain", ("GitHub Actions 的行内注释", "annotations of GitHub Actions"), as_github))
register(Renderer("gitlab", "application/json", ("GitLab 的代码质量报告", "for GitLab, as a code-quality report"), as_gitlab))
register(Renderer("html", "text/html", ("一个网页文件，可转发、可打印", "one page, to forward or print"), as_html))
