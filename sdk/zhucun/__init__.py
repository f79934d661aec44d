"""Zhucun (驻村): the interchange standard for village-stationed cadres, and its validator.

>>> import zhucun
>>> report = zhucun.validate("batch", profile="...")                       # doctest: +SKIP
>>> report.verdict, [f.message("zh") for f in report.findings]             # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhucun.version import __version__

if TYPE_CHECKING:
    from zhucun.errors import BatchError as BatchError
    from zhucun.errors import OptionError as OptionError
    from zhucun.errors import OurError as OurError
    from zhucun.errors import ZhucunError as ZhucunError
    from zhucun.model import Finding as Finding
    from zhucun.model import Outcome as Outcome
    from zhucun.model import Place as Place
    from zhucun.model import Report as Report
    from zhucun.model import RuleResult as RuleResult
    from zhucun.model import Severity as Severity
    from zhucun.model import Status as Status
    from zhucun.model import Unjudged as Unjudged
    from zhucun.model import Verdict as Verdict
    from zhucun.standard import Standard as Standard
    from zhucun.validation import AllFindings as AllFindings
    from zhucun.validation import Validation as Validation
    from zhucun.validation import Wanted as Wanted
    from zhucun.validation import validate as validate

#: The public names and the room of each.
_HOME = {
    **dict.fromkeys(("BatchError", "OptionError", "OurError", "ZhucunError"), "zhucun.errors"),
    **dict.fromkeys(("Finding", "Outcome", "Place", "Report", "RuleResult", "Severity", "Status", "Unjudged", "Verdict"), "zhucun.model"),
    "Standard": "zhucun.standard",
    **dict.fromkeys(("AllFindings", "Validation", "Wanted", "validate"), "zhucun.validation"),
}

__all__ = [
    "AllFindings",
    "BatchError",
    "Finding",
    "OptionError",
    "OurError",
    "Outcome",
    "Place",
    "Report",
    "RuleResult",
    "Severity",
    "Standard",
    "Status",
    "Unjudged",
    "Validation",
    "Verdict",
    "Wanted",
    "ZhucunError",
    "__version__",
    "validate",
]


def __getattr__(name: str) -> Any:
    # loaded on first use: listing the rules should not load the database
    if name in _HOME:
        import importlib

        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(name)
