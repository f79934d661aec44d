"""The typed models take what the schemas take and nothing else, and give it back unchanged."""

from __future__ import annotations

import datetime as dt
import json
import os
from functools import cache
from random import Random
from typing import Any

import pydantic
import pytest
from edition import standard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_structure import MUTATIONS, Mutation, dense, mutated, record

from zhucun import models
from zhucun.record import faults, strictjson

LONG = os.environ.get("ZHUCUN_LONG") == "1"
TYPES = standard.record_types


@cache
def schema(kind: str) -> Any:
    return faults.validator(standard, kind)


def agree(kind: str, data: Any) -> bool:
    """Whether a record is valid, after demanding the same answer of model and schema, and of what the model gives back."""
    valid = bool(schema(kind).is_valid(data))
    try:
        made = models.MODELS[kind].model_validate(data)
    except pydantic.ValidationError:
        assert not valid, data
        return False
    assert valid, data
    # 1.0 and 1 are one number, and compare so
    assert made.dump() == data
    assert models.MODELS[kind].model_validate_json(json.dumps(data)) == made
    assert models.MODELS[kind].model_validate(made.dump()) == made
    return True


def parsed(line: bytes) -> Any:
    try:
        return strictjson.object_of(line.strip(strictjson.SPACE))
    except strictjson.Refused:
        return None


@pytest.mark.parametrize("kind", TYPES)
def test_valid_records_are_taken_and_given_back(kind: str) -> None:
    for seed in range(30):
        for full in (False, True, None):
            assert agree(kind, record(standard.schema(kind), Random(seed), full))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.__name__)
def test_models_and_schemas_agree_on_each_mutation(mutation: Mutation) -> None:
    for kind in TYPES:
        for seed in range(300 if LONG else 25):
            if (data := parsed(mutated(kind, mutation, seed))) is not None:
                agree(kind, data)


@settings(max_examples=3_000 if LONG else 100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not LONG, database=None)
@given(kind=st.sampled_from(TYPES), drawn=st.lists(st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 10**6)), min_size=1, max_size=20))
def test_models_and_schemas_agree_on_hostile_records(kind: str, drawn: list[tuple[Mutation, int]]) -> None:
    for mutation, seed in drawn:
        if (data := parsed(mutated(kind, mutation, seed))) is not None:
            agree(kind, data)


@settings(max_examples=2_000 if LONG else 150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not LONG, database=None)
@given(kind=st.sampled_from(TYPES), seed=st.integers(0, 10**6), data=st.data())
def test_models_and_schemas_agree_on_any_value_in_any_place(kind: str, seed: int, data: st.DataObject) -> None:
    """Every property in turn, also below others, holds whatever JSON can hold."""
    made = record(standard.schema(kind), Random(seed), True)
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
        | st.sampled_from(["2021-06-01", "20210601", "2021-06-01T00:00:00", "1", "true", 1.0, -0.0, 1e300, 2**53, 2**70]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab.", max_size=3), inner, max_size=3),
        max_leaves=5,
    )  # fmt: skip
    node: Any = made
    while True:
        place = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
        if isinstance(node[place], (dict, list)) and node[place] and data.draw(st.booleans()):
            node = node[place]
            continue
        node[place] = data.draw(anything)
        break
    agree(kind, made)


LEAVE = {"id": "l1", "cadreId": "c1", "kind": "SICK", "startDate": "2021-06-01", "endDate": "2021-06-02"}


@pytest.mark.parametrize(
    "spoiled",
    [
        {"kind": "HOLIDAY"}, {"startDate": "2021-02-30"}, {"unknown": 1}, {"id": ""}, {"startDate": 0}, {"startDate": "2021-06-01T00:00:00"},
        {"startDate": 1622505600}, {"startDate": "20210601"}, {"endDate": None}, {"id": 1}, {"id": "a\n"}, {"redacted": ["name", "name"]}, {"redacted": []},
        {"redacted": "name"}, {"redacted": ("name",)}, {"ext": {"a.b": 1}}, {"ext": {str(n): {} for n in range(21)}}, {"ext": []},
    ],
)  # fmt: skip
def test_what_the_schema_refuses_is_refused(spoiled: dict[str, Any]) -> None:
    with pytest.raises(pydantic.ValidationError):
        models.Leave.model_validate({**LEAVE, **spoiled})


@pytest.mark.parametrize(
    ("kind", "spoiled"),
    [("organization", {"staffCount": "5"}), ("organization", {"staffCount": True}), ("organization", {"staffCount": 1.5}), ("organization", {"budgetGuaranteed": "yes"}), ("organization", {"budgetGuaranteed": 1}), ("organization", {"mechanisms": ["LIAISON", "LIAISON"]})],
)  # fmt: skip
def test_nothing_is_taken_for_something_else(kind: str, spoiled: dict[str, Any]) -> None:
    made = record(standard.schema(kind), Random(1), False)
    assert agree(kind, made)
    assert not agree(kind, {**made, **spoiled})


def test_a_field_whose_name_python_keeps_for_itself() -> None:
    transfer = {"from": "20", "to": "50"}
    props = standard.schema("support")["properties"]["transfers"]["items"]["properties"]
    transfer |= {k: record({"properties": {k: p}, "required": [k]}, Random(1))[k] for k, p in props.items() if k not in transfer}
    made = {**record(standard.schema("support"), Random(1), False), "transfers": [transfer]}
    assert agree("support", made)
    found = models.Support.model_validate(made)
    assert found.transfers is not None
    assert found.transfers[0].from_ == "20"
    assert not agree("support", {**made, "transfers": [{"from_" if k == "from" else k: v for k, v in transfer.items()}]})


def test_a_whole_number_may_be_written_with_a_fraction_of_nothing() -> None:
    made = {**record(standard.schema("organization"), Random(1), False), "staffCount": 5.0}
    assert agree("organization", made)
    assert dense(models.Organization.model_validate(made).dump()["staffCount"]) == "5"


def test_a_day_may_be_given_as_one_and_is_written_as_text() -> None:
    """JSON has no days, so that nothing from a file can be one."""
    made = models.Leave.model_validate({**LEAVE, "startDate": dt.date(2021, 6, 1)})
    assert made.dump() == LEAVE
    assert made.startDate == dt.date(2021, 6, 1)
    with pytest.raises(pydantic.ValidationError):
        models.Leave.model_validate({**LEAVE, "startDate": dt.datetime(2021, 6, 1)})


def test_what_stands_in_ext_is_kept_as_it_is() -> None:
    made = {**LEAVE, "ext": {"522701": {"x": None, "y": [None, 1.5, {"z": None}], "day": "2021-06-01"}}}
    assert models.Leave.model_validate(made).dump() == made
