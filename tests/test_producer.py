"""The cases of the producer level: one for every profile that judges batches, and every record type in some case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from edition import standard

from zhucun.conformance import producer

SUITE = Path(__file__).resolve().parent.parent / "conformance"
FACTS: Mapping[str, Any] = {p.parent.name: json.loads(p.read_text("utf-8")) for p in sorted(SUITE.glob("1.0/batches/*/facts.json"))}


def test_every_profile_that_judges_batches_has_a_case() -> None:
    judging = {p for p in standard.profiles.own if "effectiveFrom" in standard.profiles.read(p)}
    assert {f["profile"] for f in FACTS.values()} == judging


def test_every_record_type_is_in_a_case() -> None:
    assert {producer.WORDS[t][0] for f in FACTS.values() for t in producer.WORDS if f.get(t)} == set(standard.record_types)


def test_the_words_of_the_facts_are_those_of_their_schema() -> None:
    tables = json.loads((SUITE / "schemas" / "facts.schema.json").read_text("utf-8"))["properties"]
    assert {t: set(tables[t]["items"]["properties"]) for t in producer.WORDS} == {t: set(words) for t, (_, words) in producer.WORDS.items()}


@pytest.mark.parametrize("ident", FACTS)
def test_a_case_can_be_written_and_says_the_same(ident: str, tmp_path: Path) -> None:
    facts = FACTS[ident]
    jsonschema.Draft202012Validator(json.loads((SUITE / "schemas" / "facts.schema.json").read_text("utf-8"))).validate(facts)
    producer.write(standard, facts, tmp_path)
    assert producer.differences(standard, facts, tmp_path) == []
    # and a record that says something else is noticed
    table = next(t for t in reversed(producer.WORDS) if facts.get(t))
    assert producer.differences(standard, {**facts, table: facts[table][:-1]}, tmp_path) != []
