"""The command: ``python -m conformance.maker structure | pairs | search | measure`` in a checkout."""

from __future__ import annotations

import argparse
import sys

from . import structure


def main() -> int:
    """Run one of the sub-commands.

    :return: what the process ends with.
    """
    parser = argparse.ArgumentParser(prog="python -m conformance.maker", description="Makes the conformance suite and measures it.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("structure", help="write the cases that are made from the schemas")
    command.add_argument("--check", action="store_true", help="only say what would change")
    command = commands.add_parser("pairs", help="make the pair of a rule in each profile: where it fires, and where it does not")
    command.add_argument("rules", nargs="+", metavar="RULE")
    command = commands.add_parser("search", help="look for worlds that tell a rule from its mutants which no case catches")
    command.add_argument("rules", nargs="+", metavar="RULE")
    command = commands.add_parser("measure", help="say how many mutants of the rules some normative case catches")
    command.add_argument("--rules", nargs="+", default=[], metavar="RULE", help="only of these; by default all, with what they share")
    command.add_argument("--mutants", action="store_true", help="ask the machine-made cases too, and show them beside")
    command.add_argument("--prune", action="store_true", help="leave out of equivalent-mutants.json what matches nothing any more")
    options = parser.parse_args()
    if options.command == "structure":
        if not options.check:
            structure.generate()
            return 0
        changed = structure.drift()
        print("\n".join(changed) or "nothing would change")
        return bool(changed)
    # what follows needs the whole SDK; the structure only its reader
    if options.command == "pairs":
        from . import pairs

        pairs.generate(options.rules)
    elif options.command == "search":
        from . import search

        search.generate(options.rules)
    else:
        measure(options.rules, options.mutants, options.prune)
    return 0


def measure(rules: list[str], machine: bool, prune: bool) -> None:
    """Measure, print, and write ``mutation.md`` if everything was measured."""
    from . import equivalents, report
    from .casefile import SUITE
    from .measure import measure

    measured = measure(rules, machine)
    if rules:
        print(*(f"{t.of} {name}" for t in measured.rules for name in report.survivors(t)), sep="\n")
    print(*(f"! {t.of}: the rule does not meet {case}" for t in measured.rules for case in t.wrong), sep="\n")
    print(*(f"! {doubt}" for doubt in equivalents.doubts(measured.all(), not rules)), sep="\n")
    print(report.plain(measured, machine), f"{measured.seconds:.0f} s", sep="\n\n")
    if not rules:
        (SUITE / "mutation.md").write_text(report.markdown(measured, machine), "utf-8")
        if prune:
            print(equivalents.prune(measured.all()), "classes of equivalent mutants left out")


if __name__ == "__main__":
    sys.exit(main())
