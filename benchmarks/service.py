"""``python -m benchmarks.service [--requests N] [--jobs N]``: requests all at once, some of them hostile, on loopback; it stops by itself."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import work
from benchmarks.__main__ import table

ZIP, NDJSON = "application/zip", "application/x-ndjson"

_START = """
import json, sys
from zhucun.cli.failures import end_on_signals
from zhucun.service import server
from zhucun.service.settings import Settings
end_on_signals()
server.serve(Settings(**json.loads(sys.argv[1])), lambda address: print(address, flush=True))
"""

ZH = {
    "requests at once": "个请求同时发出",
    "processes at a time": "个进程并行",
    "sent away with 503 and come again": "次收到 503 后再来",
    "all done after": "全部完成用时",
    " seconds.": " 秒。",
    "as expected": "符合预期",
    "median s": "中位秒数",
    "| requests |": "| 请求 |",
    "a batch that passes": "通过的批次",
    "a batch with findings": "有发现的批次",
    "a correction alone": "单独的更正批次",
    "a file of records": "单个记录文件",
    "garbage for a zip": "冒充 ZIP 的乱码",
    "a zip bomb": "ZIP 炸弹",
    "too large, as declared": "声明的长度过大",
    "too large, undeclared": "未声明长度而过大",
    "a body that trickles": "内容一点一点地来",
    "gone in the middle of its body": "内容发到一半就离开",
    "gone while it waits or is judged": "排队或判断途中离开",
    "| before | at most | after |": "| 之前 | 最多 | 之后 |",
    "processes of the server": "服务的子进程",
    "open files of the server": "服务打开的文件",
    "memory of the server, MiB": "服务的内存（MiB）",
    "files in its temporary folder": "临时文件夹中的文件",
}


def chinese(text: str) -> str:
    """The text in Chinese; longer phrases first."""
    first, rest = text.split("\n", 1)
    for en in sorted(ZH, key=len, reverse=True):
        rest = rest.replace(en, ZH[en])
    return first + "\n" + rest.replace(", ", "，").replace("; ", "；").replace(" 个", "个").replace(" 次收到", "次收到")


# --- a server ----------------------------------------------------------------------------------------


class Server:
    """A server on loopback, in a process and a temporary folder of its own.

    :ivar port: where it listens, and ``log`` what it wrote.
    """

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder, self.log = folder / "tmp", folder / "log"
        self.folder.mkdir(parents=True)
        environment = {**os.environ, "TMPDIR": str(self.folder), "PYTHONPATH": str(work.ROOT / "sdk")}
        command = [sys.executable, "-c", _START, json.dumps({"port": 0, **settings})]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().decode().rstrip("/\n").rpartition(":")[2])

    def wait_until_ready(self) -> None:
        """Wait until it has judged something."""
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz"):
                return
            time.sleep(0.1)
        raise RuntimeError("the server is not ready")

    def children(self) -> list[int]:
        """Its processes, by their ids."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                state, parent, *_ = stat.read_text().rpartition(")")[2].split()
                if int(parent) == self.process.pid and state != "Z":
                    found.append(int(stat.parent.name))
        return found

    def held(self) -> dict[str, int]:
        """What it holds now."""
        home = Path(f"/proc/{self.process.pid}")
        memory = next(line for line in (home / "status").read_text().splitlines() if line.startswith("VmRSS"))
        return {
            "processes of the server": len(self.children()),
            "open files of the server": len(list((home / "fd").iterdir())),
            "memory of the server, MiB": round(int(memory.split()[1]) / 1024),
            "files in its temporary folder": len(self.files()),
        }

    def files(self) -> list[Path]:
        """What lies in its temporary folder; its own lock is none of a request's."""
        return [p for p in self.folder.rglob("*") if p.is_file() and not p.name.startswith(".zhucun-run")]

    def stop(self) -> int:
        """End it; its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(30)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()


@contextlib.contextmanager
def running(folder: Path, **settings: Any) -> Iterator[Server]:
    """A server that is stopped afterwards."""
    server = Server(folder, **settings)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


# --- clients -----------------------------------------------------------------------------------------


@dataclass
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def outcome(self) -> str:
        """The verdict, or the status where there is none."""
        return self.headers.get("zhucun-verdict", str(self.status))


async def exchange(port: int, lines: Mapping[str, str], parts: AsyncIterator[bytes], path: str = "/v1/validate") -> Answer:
    """One request on a connection of its own. What is answered is read while the body is still being sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    said = "".join(f"{k}: {v}\r\n" for k, v in {"Host": "localhost", "Connection": "close", **lines}.items())
    got = bytearray()

    async def read() -> None:
        with contextlib.suppress(ConnectionError):
            while block := await reader.read(65536):
                got.extend(block)

    reading = asyncio.create_task(read())
    try:
        with contextlib.suppress(ConnectionError):
            writer.write(f"POST {path} HTTP/1.1\r\n{said}\r\n".encode())
            async for part in parts:
                writer.write(part)
                await writer.drain()
                if reading.done():
                    break
        await reading
    finally:
        reading.cancel()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
    return answered(bytes(got))


def answered(got: bytes) -> Answer:
    """What came, read as an answer."""
    head, _, body = got.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in rest)}
    return Answer(int(first.split()[1]) if first else 0, headers, body)


async def once(*parts: bytes, pause: float = 0) -> AsyncIterator[bytes]:
    """A body in parts, with a pause after each."""
    for part in parts:
        yield part
        await asyncio.sleep(pause)


def lines(kind: str, length: int) -> dict[str, str]:
    """The headers of a body."""
    return {"Content-Type": kind, "Content-Length": str(length)}


async def leave(port: int, body: bytes, length: int, stay: float) -> Answer | str:
    """Send a body, or a part of it, stay a moment, and go. Whoever was not let in has not gone yet."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    said = "".join(f"{k}: {v}\r\n" for k, v in {"Host": "localhost", "Connection": "close", **lines(ZIP, length)}.items())
    got = bytearray()
    with contextlib.suppress(ConnectionError):
        writer.write(f"POST /v1/validate HTTP/1.1\r\n{said}\r\n".encode() + body)
        await writer.drain()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(stay):
                got += await reader.read()
    writer.transport.abort()
    return answered(bytes(got)) if got else "gone"


# --- bodies ------------------------------------------------------------------------------------------


def zip_of(folder: Path) -> bytes:
    """A batch as a zip."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            packed.write(path, path.relative_to(folder).as_posix())
    return kept.getvalue()


def spoiled(batch: Path, target: Path) -> Path:
    """A copy of a batch with one more cadre, of whom nothing is known."""
    shutil.copytree(batch, target)
    said = json.loads((target / "manifest.json").read_text("utf-8"))
    (listed,) = (f for f in said["files"] if f["path"] == "cadre.ndjson")
    data = (target / "cadre.ndjson").read_bytes() + b"{}\n"
    listed.update(sha256=hashlib.sha256(data).hexdigest(), count=listed["count"] + 1)
    (target / "cadre.ndjson").write_bytes(data)
    (target / "manifest.json").write_text(json.dumps(said), "utf-8")
    return target


def bomb() -> bytes:
    """A zip that unpacks to three hundred times its size, and to more than is always allowed."""
    line = b'{"id":"att-1","cadreId":"c-1","date":"2021-07-01","status":"REST"}\n'
    listed = {"path": "attendance.ndjson", "recordType": "attendance", "sha256": "0" * 64, "count": 1}
    example = json.loads((work.ROOT / "examples" / "libo" / "batch" / "manifest.json").read_text("utf-8"))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", json.dumps({**example, "files": [listed]}))
        packed.writestr("attendance.ndjson", line * (100 * 2**20 // len(line)))
    return kept.getvalue()


# --- all at once -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """One kind of client: how many in a hundred, what is to come of it, and how it goes about it."""

    name: str
    share: int
    expected: str
    go: Callable[[int], Awaitable[Answer | str]]


def kinds(folder: Path) -> list[Kind]:
    """The clients. The server takes a mebibyte, and waits two seconds for what does not come."""
    county = work.ROOT / "examples" / "exchange" / "county-a"
    good, broken, alone = zip_of(county / "batch"), zip_of(spoiled(county / "batch", folder / "spoiled")), zip_of(county / "correction")
    records = (county / "batch" / "cadre.ndjson").read_bytes()
    garbage, exploding = random.Random(1).randbytes(20_000), bomb()
    much = 2 * 2**20

    def sent(body: bytes, kind: str = ZIP, query: str = "") -> Callable[[int], Awaitable[Answer]]:
        return lambda port: exchange(port, lines(kind, len(body)), once(body), f"/v1/validate{query}")

    def chunked(port: int) -> Awaitable[Answer]:
        chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
        return exchange(port, {"Content-Type": ZIP, "Transfer-Encoding": "chunked"}, once(*[chunk] * (much // 0x10000), b"0\r\n\r\n"))

    return [
        Kind("a batch that passes", 30, "pass", sent(good)),
        Kind("a batch with findings", 14, "fail", sent(broken)),
        Kind("a correction alone", 6, "incomplete", sent(alone)),
        Kind("a file of records", 10, "pass", sent(records, NDJSON, "?record-type=cadre")),
        Kind("garbage for a zip", 10, "422", sent(garbage)),
        Kind("a zip bomb", 6, "422", sent(exploding)),
        Kind("too large, as declared", 4, "413", sent(bytes(much))),
        Kind("too large, undeclared", 4, "413", chunked),
        Kind("a body that trickles", 6, "408", lambda port: exchange(port, lines(ZIP, 1000), once(*[b"P"] * 100, pause=0.5))),
        Kind("gone in the middle of its body", 5, "gone", lambda port: leave(port, good[:500], len(good), 0.2)),
        Kind("gone while it waits or is judged", 5, "gone", lambda port: leave(port, good, len(good), 0.5)),
    ]


@dataclass
class Figures:
    """What came of it.

    :ivar rows: name of the kind → requests, those as expected, seconds of each from its first try to its last.
    :ivar wrong: what came that was not expected.
    """

    rows: dict[str, tuple[int, int, list[float]]]
    wrong: list[tuple[str, str]]
    away: int
    seconds: float
    before: dict[str, int]
    most: dict[str, int]
    after: dict[str, int]


async def _all_at_once(server: Server, chosen: list[Kind]) -> Figures:
    before, most = server.held(), server.held()
    chance, away = random.Random(7), 0
    took: dict[str, list[float]] = defaultdict(list)
    right: dict[str, int] = defaultdict(int)
    wrong: list[tuple[str, str]] = []

    async def client(kind: Kind) -> None:
        nonlocal away
        began = time.perf_counter()
        while isinstance(answer := await kind.go(server.port), Answer) and answer.status == 503:
            away += 1
            await asyncio.sleep(float(answer.headers["retry-after"]) * (1 + chance.random()))
        outcome = answer if isinstance(answer, str) else answer.outcome
        took[kind.name].append(time.perf_counter() - began)
        right[kind.name] += outcome == kind.expected
        if outcome != kind.expected:
            wrong.append((kind.name, outcome))

    async def watch() -> None:
        while True:
            for name, value in server.held().items():
                most[name] = max(most[name], value)
            await asyncio.sleep(0.5)

    mixed = random.Random(3).sample(chosen, len(chosen))
    watching = asyncio.create_task(watch())
    began = time.perf_counter()
    await asyncio.gather(*(client(kind) for kind in mixed))
    seconds = time.perf_counter() - began
    watching.cancel()
    for _ in range(100):  # who left is noticed in a moment
        if not server.children() and not server.files():
            break
        await asyncio.sleep(0.1)
    rows = {name: (len(took[name]), right[name], took[name]) for name in dict.fromkeys(kind.name for kind in chosen)}
    return Figures(rows, wrong, away, seconds, before, most, server.held())


def load(folder: Path, number: int, jobs: int) -> Figures:
    """Send so many requests at once, after a few that warm the server up."""
    mix = kinds(folder)
    order = [kind for kind in mix for _ in range(max(1, round(number * kind.share / 100)))]
    with running(folder / "server", jobs=jobs, max_body=2**20, patience=2.0, time_limit=600) as server:
        server.wait_until_ready()
        asyncio.run(_all_at_once(server, mix[:5]))
        return asyncio.run(_all_at_once(server, order))


def told(figures: Figures, jobs: int) -> str:
    """The figures as a page shows them."""
    total = sum(count for count, _, _ in figures.rows.values())
    rows = [["", "requests", "as expected", "median s"]]
    rows += [[name, str(n), str(ok), f"{statistics.median(times):.1f}"] for name, (n, ok, times) in figures.rows.items()]
    held = [["", "before", "at most", "after"]]
    held += [[name, str(figures.before[name]), str(figures.most[name]), str(figures.after[name])] for name in figures.before]
    head = (
        f"{total} requests at once, {jobs} processes at a time; {os.cpu_count()} CPU, {platform.machine()}, "
        f"Python {platform.python_version()}; {figures.away} sent away with 503 and come again; all done after {figures.seconds:.0f} seconds.\n"
    )
    return "\n".join([head, table(rows), table(held)])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--output", type=Path, default=work.ROOT / "docs" / "data" / "service.md")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zhucun-benchmark-"))
    try:
        figures = load(folder, given.requests, given.jobs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = f"<!-- python -m benchmarks.service, {dt.date.today().isoformat()} -->\n\n{told(figures, given.jobs)}"
    print(text)
    for name, outcome in figures.wrong:
        print(f"not as expected: {name}: {outcome}")
    given.output.write_text(text, "utf-8")
    given.output.with_suffix(".zh.md").write_text(chinese(text), "utf-8")
    sys.exit(1 if figures.wrong else 0)


if __name__ == "__main__":
    main()
