"""What a validation finds, typed and free of language: sentences are written when a finding is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from zhucun.record.faults import Fault
from zhucun.standard import Row

Severity = Literal["info", "warning", "error"]

#: How serious a finding is, mildest first.
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands.

    :ivar file: the file's path in the batch.
    :ivar number: the file's place in the manifest; -1 for a file that is not listed.
    :ivar line: the line, from 1; None where the finding concerns the file as a whole.
    """

    file: str
    number: int
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    :ivar rule: the rule, or the structural code.
    :ivar severity: one of :data:`SEVERITIES`.
    :ivar outcome: ``VIOLATION``, or ``CANDIDATE`` until a determination exists (K16).
    :ivar record_type: the record type; ``manifest`` for what concerns the batch.
    :ivar record_id: the record, as it calls itself; shown masked where that is a number of a person.
    :ivar pointer: JSON pointer into the record; None where a rule names no field.
    :ivar arguments: what fills in the message of a rule.
    :ivar basis: the policy row that it rests on.
    :ivar fault: for a structural code what the line did wrong.
    :ivar ordinal: its number among findings that are alike in all that identifies them, from 0.
    """

    rule: str
    severity: str
    outcome: str = "VIOLATION"
    record_type: str
    record_id: str | None = None
    place: Place | None = None
    pointer: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    basis: Row | None = None
    fault: Fault | None = None
    ordinal: int = 0


#: So many findings of a rule or of a structural code are kept, first by file and line; the counts stay exact.
KEPT = 1000


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What could not be judged.

    :ivar missing: ``recordType.field``, ``coverage.recordType[.KIND]``, ``register.NAME`` or ``period.KIND``.
    :ivar count: the number of records; 0 where a whole rule did not run.
    :ivar field: for references the field that could not be followed.
    """

    rule: str
    missing: str
    count: int
    field: str | None = None
