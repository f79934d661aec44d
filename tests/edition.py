"""The standard that the tests read: one value for a process."""

from __future__ import annotations

from zhucun.standard import Standard

standard = Standard.load()
