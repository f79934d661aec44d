"""Validation on a Spark session, for batches that one machine is too small for."""

from __future__ import annotations

from zhucun.spark.driver import session, validate

__all__ = ["session", "validate"]
