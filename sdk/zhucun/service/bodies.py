"""Bodies on their way: in, onto the disk and counted; out, in blocks. Neither may keep a server waiting as long as it likes."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.types import Receive, Send

from zhucun.service.refusals import Refusal
from zhucun.service.settings import MIB, Settings

#: Bytes a second of the slowest line that is waited for.
SLOWEST = 32 * 1024

#: For so many seconds what a refused client still sends is taken and thrown away, so that it comes to read the answer.
LINGER = 1.0

_BLOCK = 256 * 1024


class Gone(Exception):
    """The client did not wait."""


async def take(receive: Receive, target: Path, settings: Settings) -> int:
    """Write a body into a file, as it comes.

    :returns: how many there are.
    :raises Refusal: if it is too large or too slow, or there is no room for it.
    :raises Gone: if it ends before its end.
    """
    loop = asyncio.get_running_loop()
    began, size, more = loop.time(), 0, True
    with target.open("wb") as file:
        while more:
            try:
                async with asyncio.timeout_at(began + settings.patience + size / SLOWEST):
                    message = await receive()
            except TimeoutError:
                raise Refusal("slow", limit=f"{settings.patience:g}") from None
            if message["type"] == "http.disconnect":
                raise Gone
            block, more = message.get("body", b""), message.get("more_body", False)
            size += len(block)
            check_size(size, settings)
            file.write(block)
    return size


def check_size(size: int, settings: Settings) -> None:
    """Demand that a body is not too large.

    :raises Refusal: if it is.
    """
    if size > settings.max_body:
        raise Refusal("too-large", limit=f"{settings.max_body / MIB:g}")


async def throw_away(receive: Receive) -> None:
    """Take what still comes of a body, for a moment: a client that is cut off while it sends does not read the answer."""
    try:
        async with asyncio.timeout(LINGER):
            while (message := await receive())["type"] == "http.request" and message.get("more_body", False):
                pass
    except TimeoutError:
        pass


async def left(receive: Receive) -> None:
    """Wait until the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def give(send: Send, path: Path, start: int, headers: dict[str, str], settings: Settings) -> None:
    """Send a file from a place on, as a whole answer.

    :raises Gone: if the client takes it too slowly.
    """
    size = path.stat().st_size - start
    said = [(k.encode("latin-1"), v.encode("latin-1")) for k, v in {**headers, "content-length": str(size)}.items()]
    try:
        async with asyncio.timeout(settings.patience + size / SLOWEST):
            await send({"type": "http.response.start", "status": 200, "headers": said})
            with path.open("rb") as file:
                file.seek(start)
                while block := file.read(_BLOCK):
                    await send({"type": "http.response.body", "body": block, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
    except TimeoutError:
        raise Gone from None
