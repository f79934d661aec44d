"""Zhucun (驻村): the interchange standard for village-stationed cadres, and its validator.

>>> import zhucun
>>> report = zhucun.validate("batch", profile="...")   # doctest: +SKIP
>>> report.verdict, report.findings                    # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "1.0.0rc1"

if TYPE_CHECKING:
    from zhucun.errors import BatchError as BatchError
    from zhucun.errors import OurError as OurError
    from zhucun.options import OptionError as OptionError
    from zhucun.validation import Report as Report
    from zhucun.validation import validate as validate

__all__ = ["BatchError", "OptionError", "OurError", "Report", "__version__", "validate"]

_HOME = {
    "BatchError": "zhucun.errors",
    "OptionError": "zhucun.options",
    "OurError": "zhucun.errors",
    "Report": "zhucun.validation",
    "validate": "zhucun.validation",
}


def __getattr__(name: str) -> Any:
    # loaded on first use: listing the rules should not load the database
    if name in _HOME:
        import importlib

        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(name)
