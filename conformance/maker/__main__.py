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
    options = parser.parse_args()
    if options.command == "structure":
        if not options.check:
            structure.generate()
            return 0
        changed = structure.drift()
        print("\n".join(changed) or "nothing would change")
        return bool(changed)
    if options.command == "pairs":
        from . import pairs  # what follows needs the SDK; the structure does not

        pairs.generate(options.rules)
        return 0
    from . import search

    search.generate(options.rules)
    return 0


if __name__ == "__main__":
    sys.exit(main())
