"""What a sample needs to know of a profile: single values, codes, the calendar, and how to satisfy a condition.

Everything is read from the policy rows; nothing here knows a jurisdiction or a threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from zhucun.calendar import WorkingDays
from zhucun.standard import Profile, Standard

Record = dict[str, Any]
Values = Mapping[str, Any]

# --- codes ----------------------------------------------------------------------------------------


def typed(standard: Standard, record_type: str, name: str, values: Iterable[str], dispatch_level: str | None, date: str) -> Any:
    """Values of a policy row as a field holds them: a boolean, a list, or bodies with their level."""
    prop = standard.fields(record_type)[name]
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
    """``BODY``, ``BODY@50``, ``BODY@DISPATCH`` or ``@50`` as an object of a body, with what else the object requires."""
    body, _, level = text.partition("@")
    key = "body" if "body" in prop["properties"] else next(iter(prop["properties"]))
    out = {key: body} if body else {}
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

    profile: Profile
    _found: dict[tuple[Any, ...], list[Values]] = field(default_factory=dict, repr=False)

    @cached_property
    def days(self) -> WorkingDays:
        """The working days."""
        return WorkingDays(self.profile.standard)

    @cached_property
    def _tables(self) -> dict[str, list[Values]]:
        return {t: [r.values for r in self.profile.table(t)] for t in self.profile.standard.policy_tables}

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

    def rounds(self, record_type: str, on: str) -> list[str]:
        """The rounds of dispatch of which the conditions on a record type speak, and that may begin on a day."""
        spoken: dict[str, bool] = {}
        for row in self.rows("condition", recordType=record_type):
            early, late = row["op"] == "NOT_BEFORE" and on < row["date"], row["op"] == "NOT_AFTER" and on > row["date"]
            for name in row.get("rounds", ()):
                spoken[name] = spoken.get(name, True) and not (early or late)
        return [name for name, fits in spoken.items() if fits]

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
            if value is None or (row.get("whenValues") and text not in row["whenValues"]):
                return False
        if row.get("rounds") and record.get("round") not in row["rounds"]:
            return False
        return not (row.get("unlessField") and row["unlessField"] in record)

    def fill(self, record_type: str, record: Record, facts: Facts, absent: bool = True) -> Record:
        """Set the fields of a record so that every condition that applies to it holds. Changes and returns it.

        :param absent: whether a field that is absent is filled where a condition only says what it may be.
        """
        for row in self.rows("allowedCode", recordType=record_type):
            if not row.get("kinds") or record.get("kind") in row["kinds"]:
                _restrict(self.profile.standard, record_type, record, row)
        # twice: a field that one condition sets may bring another into play
        for _ in range(2):
            for row in self.rows("condition", recordType=record_type):
                if row["op"] in ("IN", "NOT_IN", "AT_MOST_CODE") and row["field"] not in record and not absent:
                    continue
                if self.applies(row, record, facts):
                    _satisfy(self.profile.standard, record_type, record, row, facts)
        return record


def _restrict(standard: Standard, record_type: str, record: Record, row: Values) -> None:
    """Keep a field within the codes that the document knows; a list of codes that is absent gets the first."""
    name, codes = row["field"], row["codes"]
    prop = standard.fields(record_type)[name]
    value = record.get(name)
    if prop["type"] == "array" and prop["items"]["type"] == "string":
        kept = [v for v in value or [] if v in codes]
        record[name] = kept or codes[:1]
    elif isinstance(value, str) and value not in codes:
        record[name] = codes[0]


def _satisfy(standard: Standard, record_type: str, record: Record, row: Values, facts: Facts) -> None:
    """Set the field of one condition so that it holds, which is known to apply."""
    name, value = row["field"], record.get(row["field"])
    prop = standard.fields(record_type)[name]
    wanted: Any = typed(standard, record_type, name, row["values"], facts.level, facts.date) if row.get("values") else None
    match row["op"]:
        case "PRESENT":
            if value is None:
                record[name] = _present(prop, facts)
        case "ABSENT":
            record.pop(name, None)
        case "AT_LEAST" if prop["type"] == "array":
            record[name] = _lengthened(value or [_present(prop["items"], facts)], prop["items"], row["number"])
        case "AT_MOST" if prop["type"] == "array":
            record[name] = (value or [_present(prop["items"], facts)])[: row["number"]]
        case "AT_LEAST":
            record[name] = max(value or 0, row["number"])
        case "AT_MOST":
            record[name] = min(row["number"] if value is None else value, row["number"])
        case "NOT_AFTER":
            record[name] = min(value or row["date"], row["date"])
        case "NOT_BEFORE":
            record[name] = max(value or row["date"], row["date"])
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
            options = [typed(standard, record_type, name, [v], facts.level, facts.date) for v in row["values"]]
            if value is None or not any(_satisfied(value, o) for o in options):
                record[name] = options[0]
        case "IN":
            texts = [typed(standard, record_type, name, [v], facts.level, facts.date) for v in row["values"]]
            if value not in texts:
                record[name] = texts[0]
        case "NOT_IN" if prop["type"] == "boolean":
            record[name] = not wanted
        case "NOT_IN":
            if value is None or value in row["values"]:
                record[name] = next(c for c in prop["enum"] if c not in row["values"])


def _lengthened(have: list[Any], item: Values, least: int) -> list[Any]:
    """A list with at least so many entries: further codes, or the last object once more."""
    more = [code for code in item.get("enum", ()) if code not in have]
    while len(have) < least:
        have = [*have, more.pop(0) if more else have[-1]]
    return have


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
