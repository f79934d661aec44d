"""What was measured, in words: on the terminal, and in ``mutation.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .equivalents import reason_of
from .measure import Measured, Tally

#: Of what no case catches so many are shown for each rule, and so many characters of each.
SHOWN, WIDTH = 4, 110

HEAD = """# How much the suite would notice

Written by `python -m conformance.maker measure`. Each rule's SQL, each shared view and macro, and each schema is changed in one place
at a time. A change is caught if some **normative** case would not be met by it any more: for a rule its own cases, for what rules share
up to forty cases of those that read it, for a schema the cases of the structure. Changes that are no valid SQL do not count, nor do those that
mean the same as the original and that no case catches (`conformance/maker/equivalent-mutants.json` has the reasons).
"""


def equivalent(tally: Tally) -> dict[str, str]:
    """Of what no case catches, what means the same, with the reason."""
    return {name: reason for name in tally.missed if (reason := reason_of(tally.of, name))}


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def row(name: str, tallies: Sequence[Tally], machine: bool) -> list[str]:
    """The figures of some tallies together: cases, caught, of, share, equivalent, and with the machine-made cases."""
    same = sum(len(equivalent(t)) for t in tallies)
    count = sum(t.count for t in tallies) - same
    caught = sum(t.count - len(t.missed) for t in tallies)
    more = sum(len(t.machine - equivalent(t).keys()) for t in tallies)
    out = [name, str(sum(t.cases for t in tallies)), str(caught), str(count), _share(caught, count), str(same)]
    return [*out, _share(caught + more, count)] if machine else out


def family(tally: Tally) -> str:
    """The family of a rule."""
    return tally.of.split("-")[0]


def summary(measured: Measured, machine: bool) -> Iterator[list[str]]:
    """A row of words, then one for each family, for what rules share and for the schemas, and for all rules."""
    yield ["", "cases", "caught", "of", "share", "equivalent", *(["with machine-made cases"] if machine else [])]
    for name in sorted({family(t) for t in measured.rules}):
        yield row(name, [t for t in measured.rules if family(t) == name], machine)
    yield row("all rules", measured.rules, machine)
    if measured.shared:
        yield row("shared SQL", measured.shared, machine)
        yield row("schemas", measured.schemas, machine)


def plain(measured: Measured, machine: bool) -> str:
    """The summary for a terminal."""
    rows = list(summary(measured, machine))
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(r, widths, strict=True))) for r in rows)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for n, r in enumerate(rows):
        yield "| " + " | ".join(r) + " |"
        if n == 0:
            yield "|---|" + "---:|" * (len(r) - 1)


def markdown(measured: Measured, machine: bool) -> str:
    """The text of ``mutation.md``."""
    rows = list(summary(measured, machine))
    out = [HEAD, "## By family", "", *_table(rows), ""]
    for title, tallies in (("By rule", measured.rules), ("Shared views and macros", measured.shared), ("Schemas", measured.schemas)):
        out += [f"## {title}", "", *_table([rows[0], *(row(t.of, [t], machine) for t in tallies)]), ""]
    out += ["## Equivalent", "", *_reasons(measured.all()), ""]
    out += ["## Not caught", "", f"At most {SHOWN} of each; `measure --rules RULE` prints all.", "", *_survivors(measured.all())]
    return "\n".join(out).rstrip() + "\n"


def _reasons(tallies: Sequence[Tally]) -> Iterator[str]:
    """The reasons, with how many mutants each excuses."""
    count: dict[str, int] = {}
    for tally in tallies:
        for reason in equivalent(tally).values():
            count[reason] = count.get(reason, 0) + 1
    for reason, n in sorted(count.items(), key=lambda c: (-c[1], c[0])):
        yield f"- {reason} ({n})"


def survivors(tally: Tally) -> list[str]:
    """What no case catches and nothing excuses."""
    same = equivalent(tally)
    return [name for name in tally.missed if name not in same]


def _survivors(tallies: Sequence[Tally]) -> Iterator[str]:
    for tally in tallies:
        if missed := survivors(tally):
            yield f"**{tally.of}**: {len(missed)}"
            yield ""
            for name in missed[:SHOWN]:
                yield f"- `{_short(name)}`"
            yield ""


def _short(name: str) -> str:
    """A mutant's name, cut around the place that is changed."""
    name = re.sub(r"\s+", " ", name.replace("`", ""))
    if len(name) <= WIDTH:
        return name
    head, mark, rest = name.partition("[")
    at = rest.find("‹")
    room = max(20, WIDTH - len(head))
    first = max(0, at - room // 3)
    return f"{head}{mark}{'…' if first else ''}{rest[first : first + room]}…"
