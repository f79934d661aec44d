"""``zhucun serve``."""

from __future__ import annotations

import ipaddress

import click

from zhucun.cli.failures import errors, tell
from zhucun.cli.group import main
from zhucun.cli.options import LANG, examples
from zhucun.errors import problem
from zhucun.service.settings import MIB, Settings
from zhucun.words import say

_DEFAULT = Settings()


@main.command(
    epilog=examples(
        "zhucun serve --port 8136 & curl -s --retry 9 --retry-connrefused --data-binary @examples/libo/batch/leave.ndjson"
        " -H 'Content-Type: application/x-ndjson' 'http://127.0.0.1:8136/v1/validate?record-type=leave'; kill $!",
    )
)
@click.option("--host", default=_DEFAULT.host, show_default=True, help="Address to listen on. 监听地址。")
@click.option("--port", type=click.IntRange(0, 65535), default=_DEFAULT.port, show_default=True, help="Port; 0 takes a free one. 端口。")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes at a time, instead of one a processor. 并行进程数。")
@click.option(
    "--time-limit",
    type=click.FloatRange(0.1),
    default=_DEFAULT.time_limit,
    show_default=True,
    help="Seconds for one batch. 每个批次的时限（秒）。",
)
@click.option(
    "--memory",
    type=click.IntRange(64),
    default=_DEFAULT.memory // MIB,
    show_default=True,
    help="MiB of address space for one batch. 每个批次的内存上限（MiB）。",
)
@click.option(
    "--max-body",
    type=click.IntRange(1),
    default=_DEFAULT.max_body // MIB,
    show_default=True,
    help="MiB of one request. 请求内容上限（MiB）。",
)
@LANG
def serve(host: str, port: int, jobs: int | None, time_limit: float, memory: int, max_body: int, lang: str) -> None:
    """Validate batches over HTTP, each in a process of its own, until Ctrl-C. 以 HTTP 服务校验批次。"""
    from zhucun.service import server

    with errors(lang):
        if not _is_local(host):
            tell([problem("serve.open", host=host)], lang)
        settings = Settings(host, port, jobs or _DEFAULT.jobs, time_limit, memory * MIB, max_body * MIB)
        server.serve(settings, lambda address: click.echo(say("serve.ready", lang, address=address), err=True))


def _is_local(host: str) -> bool:
    """Whether only this machine can come to an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
