"""The standard as a value: schemas, code lists, registers, rules and profiles of one version, as read-only data.

Nothing here knows a jurisdiction. Two versions are two values and may stand side by side.
"""

from __future__ import annotations

from zhucun.standard.edition import Standard, per_standard
from zhucun.standard.files import FIRST_DAY, LAST_DAY, VERSION, StandardError, UnknownVersion
from zhucun.standard.own import EXT, Own
from zhucun.standard.profiles import Profile, ProfileFault, Profiles, Row, UnknownProfile, parse_profile, speak_of_the_same, without_profile
from zhucun.standard.records import column_type
from zhucun.standard.rulebook import Rule, UnknownRule, View, has_all, meets, parse_rule

__all__ = [
    "EXT",
    "FIRST_DAY",
    "LAST_DAY",
    "VERSION",
    "Own",
    "Profile",
    "ProfileFault",
    "Profiles",
    "Row",
    "Rule",
    "Standard",
    "StandardError",
    "UnknownProfile",
    "UnknownRule",
    "UnknownVersion",
    "View",
    "column_type",
    "has_all",
    "meets",
    "parse_profile",
    "parse_rule",
    "per_standard",
    "speak_of_the_same",
    "without_profile",
]
