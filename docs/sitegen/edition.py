"""The standard that the site shows: one value for a build."""

from __future__ import annotations

from zhucun.standard import Standard

standard = Standard.load()
