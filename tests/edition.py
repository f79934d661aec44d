"""The standard that the tests read: one value for a process."""

from __future__ import annotations

from zhucun import conformance
from zhucun.standard import VERSION, Profiles, Standard

standard = Standard.load()

#: The profiles of the standard, and beside them those of the suite: made-up places for what no document at hand asks.
profiles = Profiles(standard, conformance.home() / VERSION / "profiles")

#: The dated ones, the documents' own first.
DATED = [p for p in sorted(profiles.ids, key=lambda p: p not in standard.profiles.own) if "effectiveFrom" in profiles.read(p)]
