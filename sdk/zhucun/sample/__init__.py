"""Synthetic batches that are valid by construction under any profile, and batches that break one rule."""

from __future__ import annotations

from zhucun.sample.world import Plan, SampleError
from zhucun.sample.writing import broken, database, manifest, plan, read_register, records, write

__all__ = ["Plan", "SampleError", "broken", "database", "manifest", "plan", "read_register", "records", "write"]
