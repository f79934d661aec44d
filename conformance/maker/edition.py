"""The standard whose suite is made: one value for a run."""

from __future__ import annotations

from zhucun.standard import Standard

standard = Standard.load()
