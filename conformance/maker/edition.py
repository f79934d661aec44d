"""The standard whose suite is made: one value for a run."""

from __future__ import annotations

from zhucun.standard import Profiles, Standard

from .casefile import SUITE

standard = Standard.load()

#: The profiles of the standard, and beside them those of the suite.
profiles = Profiles(standard, SUITE / "profiles")


def dated() -> list[str]:
    """The profiles that can judge, the documents' own first."""
    return [p for p in sorted(profiles.ids, key=lambda p: p not in standard.profiles.own) if "effectiveFrom" in profiles.read(p)]
