"""The command ``zhucun``; its commands stand in files of their own."""

from __future__ import annotations

import click

from zhucun.cli.failures import end_on_signals
from zhucun.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="zhucun")
def main() -> None:
    """Zhucun 驻村: check records of village-stationed cadres against the rules that bind that place on those dates.

    \b
    Exit codes: 0 pass, 1 findings, 2 the input could not be read as a batch, 3 incomplete.
    退出码：0 通过，1 有发现，2 无法读作批次，3 未能完成。
    """
    end_on_signals()
