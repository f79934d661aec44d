"""Days: months, the calendar periods of the standard, and working days by its register."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from zhucun.standard import Standard

Day = dt.date

DAY = dt.timedelta(days=1)


def add_months(day: Day, months: int) -> Day:
    """The day N months later; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return Day(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
    if kind == "WEEK":
        monday = start + DAY * (-start.weekday() % 7)
        return [(monday + DAY * n, monday + DAY * (n + 6)) for n in range(0, (end - monday).days - 5, 7)]
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

    def __init__(self, standard: Standard) -> None:
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
