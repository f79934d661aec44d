"""What is generated from the standard is up to date: digests, models, coverage table."""

from __future__ import annotations

from zhucun import generate, models, standard


def test_nothing_generated_is_stale() -> None:
    stale = [path.name for path, text in generate.outputs() if not path.is_file() or path.read_text("utf-8") != text]
    assert stale == [], "run: python -m zhucun.generate"


def test_there_is_a_model_for_each_record_type() -> None:
    assert list(models.MODELS) == standard.record_types()


def test_a_model_takes_a_record_and_gives_it_back() -> None:
    record = {"id": "l1", "cadreId": "c1", "kind": "SICK", "startDate": "2021-06-01", "endDate": "2021-06-02"}
    assert models.Leave.model_validate(record).dump() == record


def test_a_model_refuses_what_the_schema_refuses() -> None:
    import pydantic
    import pytest

    for spoiled in ({"kind": "HOLIDAY"}, {"startDate": "2021-02-30"}, {"unknown": 1}, {"id": ""}):
        record = {"id": "l1", "cadreId": "c1", "kind": "SICK", "startDate": "2021-06-01", "endDate": "2021-06-02", **spoiled}
        with pytest.raises(pydantic.ValidationError):
            models.Leave.model_validate(record)
