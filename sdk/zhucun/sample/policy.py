"""What a sample needs to know of a profile: single values, codes, the calendar, and how to satisfy a condition.

Everything is read from the policy rows; nothing here knows a jurisdiction or a threshold.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from zhucun import standard

Record = dict[str, Any]
Values = Mapping[str, Any]
Day = dt.date

DAY = dt.timedelta(days=1)


# --- days -----------------------------------------------------------------------------------------


def add_months(day: Day, months: int) -> Day:
    """The day N months later; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return Day(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(start: Day, end: Day) -> list[Day]:
    """First days of the calendar months that touch ``[start, end]``."""
    out, day = [], start.replace(day=1)
    while day <= end:
        out.append(day)
        day = add_months(day, 1)
    return out


#: Calendar periods: name to length in months and the month numbers (counted from January) they start in.
_MONTHS = {"MONTH": 1, "QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12, "TWO_YEARS": 24}


def periods(kind: str, start: Day, end: Day) -> list[tuple[Day, Day]]:
    """The calendar periods of a kind that lie wholly inside ``[start, end]``; a round is the whole of it."""
    if kind == "ROUND":
        return [(start, end)] if start <= end else []
    length = _MONTHS[kind]
    # two-year windows are counted from odd years, as the view calendar_period does
    base = start.year - (1 - start.year % 2) if kind == "TWO_YEARS" else start.year
    first, out = Day(base, 1, 1), []
    while (last := add_months(first, length) - DAY) <= end:
        if first >= start:
            out.append((first, last))
        first = last + DAY
    return out


class WorkingDays:
    """Working days by the calendar register; years that it does not cover fall back to Monday to Friday."""

    def __init__(self) -> None:
        rows = standard.register("calendar")
        self._exception = {Day.fromisoformat(r["date"]): r["working"] == "true" for r in rows}
        self._days: list[Day] = []

    def __contains__(self, day: Day) -> bool:
        return self._exception.get(day, day.weekday() < 5)

    def between(self, start: Day, end: Day) -> list[Day]:
        """The working days of ``[start, end]``."""
        span = (start + DAY * n for n in range((end - start).days + 1))
        return [d for d in span if d in self]

    def add(self, day: Day, number: int) -> Day:
        """The N-th working day strictly after a day; with a negative number, before it."""
        step = DAY if number > 0 else -DAY
        for _ in range(abs(number)):
            day += step
            while day not in self:
                day += step
        return day

    def on_or_after(self, day: Day) -> Day:
        """The day itself, or the next working day."""
        return day if day in self else self.add(day, 1)


# --- codes ----------------------------------------------------------------------------------------


def typed(record_type: str, name: str, values: Iterable[str], dispatch_level: str | None, date: str) -> Any:
    """Values of a policy row as a field holds them: a boolean, a list, or bodies with their level."""
    prop = standard.schema(record_type)["properties"][name]
    texts = list(values)
    if prop["type"] == "boolean":
        return texts[0] == "true"
    if prop["type"] == "object":
        return _actor(texts[0], prop, dispatch_level, date)
    if prop["type"] == "array":
        item = prop["items"]
        return [_actor(t, item, dispatch_level, date) if item["type"] == "object" else t for t in texts]
    return texts[0]


def _actor(text: str, prop: Values, dispatch_level: str | None, date: str) -> Record:
    """``BODY``, ``BODY@50`` or ``BODY@DISPATCH`` as an object of a body, with what else the object requires."""
    body, _, level = text.partition("@")
    key = "body" if "body" in prop["properties"] else next(iter(prop["properties"]))
    out = {key: body}
    if level == "DISPATCH":
        level = dispatch_level or ""
    if level and "level" in prop["properties"]:
        out["level"] = level
    if "date" in prop.get("required", []):
        out["date"] = date
    return out


def _satisfied(actual: Any, wanted: Any) -> bool:
    """Whether an element of a list is the one wanted; of an object only the keys wanted are compared."""
    if isinstance(wanted, dict):
        return all(actual.get(k) == v for k, v in wanted.items() if k != "date")
    return bool(actual == wanted)


@dataclass(frozen=True)
class Facts:
    """What the filters of a row are compared with.

    :ivar roles: roles of the cadre concerned; a leader of a team is a ``TEAM_LEADER`` besides.
    :ivar level: dispatch level of the posting concerned.
    :ivar party: whether the cadre is a party member.
    :ivar date: the day (ISO) that a field of type date gets where nothing else says more.
    """

    roles: tuple[str, ...] = ()
    level: str | None = None
    party: bool = True
    date: str = ""


@dataclass(frozen=True)
class Policy:
    """A resolved profile, asked the questions of a sample."""

    profile: standard.Profile
    days: WorkingDays = field(default_factory=WorkingDays, repr=False)
    _found: dict[tuple[Any, ...], list[Values]] = field(default_factory=dict, repr=False)

    @cached_property
    def _tables(self) -> dict[str, list[Values]]:
        return {t: [r.values for r in self.profile.table(t)] for t in standard.policy_tables()}

    def rows(self, table: str, **where: str) -> list[Values]:
        """The rows of a policy table whose columns have these values."""
        key = (table, *where.items())
        if key not in self._found:
            self._found[key] = [r for r in self._tables[table] if all(r.get(k) == v for k, v in where.items())]
        return self._found[key]

    @cached_property
    def _parameters(self) -> dict[str, list[Values]]:
        out: dict[str, list[Values]] = {}
        for row in self._tables["parameter"]:
            out.setdefault(row["name"], []).append(row)
        return out

    def flag(self, name: str) -> bool:
        """Whether a parameter is in force: present, and not the flag ``false``."""
        return any(r.get("flag", True) for r in self._parameters.get(name, []))

    def number(self, name: str) -> int | None:
        """The largest number of a parameter, or None."""
        return max((r["number"] for r in self._parameters.get(name, []) if "number" in r), default=None)

    def code(self, name: str) -> str | None:
        """The code of a parameter, or None."""
        return next((r["code"] for r in self._parameters.get(name, []) if "code" in r), None)

    def codes(self, record_type: str, name: str, kind: str | None = None) -> list[str]:
        """The codes that the document knows for a field: its allowed codes, else what it states in passing."""
        for row in self.rows("allowedCode", recordType=record_type, field=name):
            if kind is None or not row.get("kinds") or kind in row["kinds"]:
                return list(row["codes"])
        return self.stated(f"{record_type}.{name}")

    def stated(self, subject: str) -> list[str]:
        """The codes of the declarations on a subject."""
        found = [r["codes"] for r in self.rows("declaration", subject=subject) if r.get("codes")]
        return list(dict.fromkeys(c for codes in found for c in codes))

    def closed(self, record_type: str, name: str) -> bool:
        """Whether the document closes the list of a field's codes."""
        return any(r["closed"] for r in self.rows("allowedCode", recordType=record_type, field=name))

    @cached_property
    def levels(self) -> list[str]:
        """The dispatch levels of the profile: those it allows, else those its rows name, else city and county."""
        allowed = self.codes("posting", "dispatchLevel")
        named = sorted({v for rows in self._tables.values() for r in rows for v in r.get("dispatchLevels", [])})
        return allowed or sorted({*named, "40", "50"})

    @cached_property
    def reads_presence(self) -> bool:
        """Whether anything in the profile reads attendance."""
        return bool(self._tables["creditingStatus"]) or any(n.startswith("presence.") for n in self._parameters)

    def concerns(self, row: Values, facts: Facts) -> bool:
        """Whether a row is about somebody of these roles, this level and this party status."""
        if row.get("roles") and not set(row["roles"]) & set(facts.roles):
            return False
        if row.get("dispatchLevels") and facts.level not in row["dispatchLevels"]:
            return False
        return row.get("partyMembersOnly") in (None, facts.party)

    def applies(self, row: Values, record: Values, facts: Facts) -> bool:
        """Whether the filters of a condition let it apply to a record."""
        if not self.concerns(row, facts):
            return False
        for column, name in (("kinds", "kind"), ("bodies", "body"), ("levels", "level"), ("routes", "route"), ("outcomes", "outcome")):
            if row.get(column) and record.get(name) not in row[column]:
                return False
        if when := row.get("whenField"):
            value = record.get(when)
            text = str(value).lower() if isinstance(value, bool) else value
            return value is not None and (not row.get("whenValues") or text in row["whenValues"])
        return True

    def fill(self, record_type: str, record: Record, facts: Facts, absent: bool = True) -> Record:
        """Set the fields of a record so that every condition that applies to it holds. Changes and returns it.

        :param absent: whether a field that is absent is filled where a condition only says what it may be.
        """
        for row in self.rows("allowedCode", recordType=record_type):
            if not row.get("kinds") or record.get("kind") in row["kinds"]:
                _restrict(record_type, record, row)
        # twice: a field that one condition sets may bring another into play
        for _ in range(2):
            for row in self.rows("condition", recordType=record_type):
                if row["op"] in ("IN", "NOT_IN", "AT_MOST_CODE") and row["field"] not in record and not absent:
                    continue
                if self.applies(row, record, facts):
                    _satisfy(record_type, record, row, facts)
        return record


def _restrict(record_type: str, record: Record, row: Values) -> None:
    """Keep a field within the codes that the document knows; a list of codes that is absent gets the first."""
    name, codes = row["field"], row["codes"]
    prop = standard.schema(record_type)["properties"][name]
    value = record.get(name)
    if prop["type"] == "array" and prop["items"]["type"] == "string":
        kept = [v for v in value or [] if v in codes]
        record[name] = kept or codes[:1]
    elif isinstance(value, str) and value not in codes:
        record[name] = codes[0]


def _satisfy(record_type: str, record: Record, row: Values, facts: Facts) -> None:
    """Set the field of one condition so that it holds, which is known to apply."""
    name, value = row["field"], record.get(row["field"])
    prop = standard.schema(record_type)["properties"][name]
    wanted: Any = typed(record_type, name, row["values"], facts.level, facts.date) if row.get("values") else None
    match row["op"]:
        case "PRESENT":
            if value is None:
                record[name] = _present(prop, facts)
        case "ABSENT":
            record.pop(name, None)
        case "AT_LEAST":
            record[name] = max(value or 0, row["number"])
        case "EQUALS_NUMBER":
            record[name] = row["number"]
        case "AT_MOST_CODE":
            record[name] = min(value or wanted, wanted)
        case "CONTAINS_ALL":
            have = list(value or [])
            record[name] = have + [w for w in wanted if not any(_satisfied(h, w) for h in have)]
        case "IN" if prop["type"] == "array":
            kept = [v for v in value or [] if any(_satisfied(v, w) for w in wanted)]
            record[name] = kept or wanted[:1]
        case "IN" if prop["type"] == "object":
            options = [typed(record_type, name, [v], facts.level, facts.date) for v in row["values"]]
            if value is None or not any(_satisfied(value, o) for o in options):
                record[name] = options[0]
        case "IN":
            texts = [typed(record_type, name, [v], facts.level, facts.date) for v in row["values"]]
            if value not in texts:
                record[name] = texts[0]
        case "NOT_IN" if prop["type"] == "boolean":
            record[name] = not wanted
        case "NOT_IN":
            if value is None or value in row["values"]:
                record[name] = next(c for c in prop["enum"] if c not in row["values"])


def _present(prop: Values, facts: Facts) -> Any:
    """A plausible value of a property."""
    if prop["type"] == "array":
        return [_present(prop["items"], facts)]
    if prop["type"] == "boolean":
        return True
    if prop["type"] == "integer":
        return max(1, prop.get("minimum", 1))
    if prop.get("format") == "date":
        return facts.date
    return prop["enum"][0] if "enum" in prop else "ref-1"
