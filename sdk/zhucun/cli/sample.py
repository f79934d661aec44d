"""``zhucun sample``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from zhucun.cli.failures import errors, warn_undated
from zhucun.cli.group import main
from zhucun.cli.options import DAY, LANG, PROFILES, examples
from zhucun.cli.terminal import Bar
from zhucun.errors import BatchError, problem
from zhucun.standard import Profiles, Standard


@main.command(
    epilog=examples(
        "zhucun sample batch --profile @",
        "zhucun sample big --profile @ --villages 40 --cadres 150 --from 2021-07-01 --to 2021-12-31",
        "zhucun sample broken --profile @ --break ATT-001",
    )
)
@click.argument("folder", type=click.Path())
@click.option("--profile", required=True, metavar="ID|PATH", help="A profile: its id, or its folder as ./x. 地区规则。")
@PROFILES
@click.option("--villages", type=click.IntRange(1), help="Number of villages. 村数。")
@click.option("--cadres", type=click.IntRange(1), help="Number of cadres. 干部数。")
@click.option("--from", "start", type=DAY, metavar="DATE", help="First day. 起始日期。")
@click.option("--to", "end", type=DAY, metavar="DATE", help="Last day. 终止日期。")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same batch. 同一种子生成同一批次。")
@click.option("--register", type=click.Path(), help="CSV of villages (villageCode,name,townshipCode) whose codes to use. 村名册 CSV。")
@click.option("--break", "rule", metavar="RULE", help="Make the smallest change that this rule must find. 使该规则恰好报错。")
@LANG
def sample(
    folder: str,
    profile: str,
    profiles: Path | None,
    villages: int | None,
    cadres: int | None,
    start: dt.date | None,
    end: dt.date | None,
    seed: int,
    register: str | None,
    rule: str | None,
    lang: str,
) -> None:
    """Write a synthetic batch that is valid by construction. 生成合法的合成批次。"""
    from zhucun import sample as generator

    bar = Bar(lang)
    with errors(lang):
        target = Path(folder)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BatchError(problem("folder-not-empty", path=folder))
        resolved = Profiles(Standard.load(), profiles).resolve_given(profile)
        warn_undated(resolved, lang)
        try:
            plan = generator.plan(
                resolved,
                villages=villages,
                cadres=cadres,
                start=start,
                end=end,
                seed=seed,
                register=Path(register) if register else None,
            )
            if rule:
                generator.broken(plan, target, rule)
            else:
                generator.write(plan, target, progress=bar.count)
        finally:
            bar.close()
