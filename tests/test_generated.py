"""What is generated from the standard is up to date: digests, models, coverage table."""

from __future__ import annotations

from edition import standard

from tools import generate
from zhucun import models


def test_nothing_generated_is_stale() -> None:
    stale = [path.name for path, text in generate.outputs() if not path.is_file() or path.read_text("utf-8") != text]
    assert stale == [], "run: python -m tools.generate"


def test_there_is_a_model_for_each_record_type() -> None:
    assert list(models.MODELS) == list(standard.record_types)
