"""The paths of the service, and the way of a request: a place, its headers, its body, a process, the report."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhucun.errors import problem
from zhucun.model import Lang
from zhucun.service import asking, bodies, counts, openapi, page, runs
from zhucun.service.bodies import Gone
from zhucun.service.refusals import MEDIA_TYPE, Detail, Refusal
from zhucun.service.settings import Settings
from zhucun.standard import Standard
from zhucun.version import __version__

T = TypeVar("T")

LOG = logging.getLogger("zhucun.service")

#: After so many seconds a server that could judge nothing tries again.
_AGAIN = 30.0

#: Of a page that somebody's batch wrote nothing may run but what it holds itself, and not as one of ours.
_SANDBOX = "sandbox allow-scripts allow-downloads allow-modals"


class Service:
    """One server: its settings, its standard, its counts, and who may come in.

    :param folder: where the folders of requests are made.
    """

    def __init__(self, settings: Settings, standard: Standard, folder: Path) -> None:
        self.settings, self.standard, self.folder = settings, standard, folder
        self.counts = counts.Counts()
        self.proved = False
        self._free = asyncio.Semaphore(settings.jobs)
        self._fixed = self._facts()
        self._pages = {lang: page.text(standard, settings, lang) for lang in ("zh", "en")}

    def app(self) -> ASGIApp:
        """The service as an ASGI application."""

        async def fixed(request: Request) -> Response:
            return _json(self._fixed[request.url.path])

        routes = [
            Route("/", self.index, methods=["GET"]),
            Route("/v1/validate", _Endpoint(self.validate), methods=["POST"]),
            *(Route(path, fixed, methods=["GET"]) for path in self._fixed),
            Route("/openapi.json", self.description, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]
        return self.watched(
            Starlette(routes=routes, lifespan=self.lifespan, exception_handlers={HTTPException: _no_path, Exception: _failed})
        )

    def _facts(self) -> Mapping[str, Any]:
        """Path → what it always says."""
        profiles = self.standard.profiles
        return {
            "/healthz": {"status": "ok"},
            "/v1/profiles": [{"id": ident, "title": dict(profiles.read(ident)["title"])} for ident in profiles.own],
            "/v1/standard": {
                "version": self.standard.version,
                "digest": self.standard.digest,
                "tool": {"name": "zhucun", "version": __version__},
                "recordTypes": list(self.standard.record_types),
                "bodies": list(asking.bodies()),
                "reports": list(asking.forms()),
                "maxBody": self.settings.max_body,
            },
        }

    # --- the small ones

    async def index(self, request: Request) -> Response:
        lang = _language(request)
        headers = {"content-security-policy": page.POLICY, "content-language": lang, "vary": "Accept-Language"}
        return Response(self._pages[lang], media_type="text/html", headers=headers)

    async def description(self, request: Request) -> Response:
        return Response(openapi.written(), media_type="application/json")

    async def metrics(self, request: Request) -> Response:
        return Response(self.counts.text(), media_type=counts.MEDIA_TYPE)

    async def ready(self, request: Request) -> Response:
        """Whether a batch could be judged now: a process reached a verdict, and there is a place."""
        lang = _language(request)
        if not self.proved:
            unproved = problem("serve.unproved")
            return _refused(Refusal("busy", Detail(unproved.code, unproved.text(lang))), lang)
        if self.counts.inside >= self.settings.places:
            return _refused(Refusal("busy"), lang)
        return _json({"status": "ok"})

    # --- the one that matters

    async def validate(self, request: Request, receive: Receive, send: Send) -> None:
        """Take a batch and answer with its report.

        :raises Refusal: if there is none.
        :raises Gone: if the client does not wait.
        """
        lang = _language(request)
        declared = request.headers.get("content-length", "0")
        bodies.check_size(int(declared) if declared.isdecimal() else 0, self.settings)
        asked = asking.read(
            self.standard,
            request.headers.get("content-type", ""),
            request.headers.get("content-encoding", ""),
            ",".join(request.headers.getlist("accept")),
            request.query_params.multi_items(),
            lang,
        )
        with self.place(), runs.folder(self.folder) as place:
            self.counts.received += await bodies.take(receive, place / asked.name, self.settings)
            answer = await _unless_gone(self.judge(asked, place), receive)
            self.counts.verdicts[answer.verdict] += 1
            headers = {
                "content-type": asked.media_type + ("; charset=utf-8" if asked.media_type.startswith("text/") else ""),
                "content-language": lang,
                "zhucun-verdict": answer.verdict,
                "vary": "Accept, Accept-Language",
                "cache-control": "no-store",
                **({"content-security-policy": _SANDBOX} if asked.media_type == "text/html" else {}),
            }
            await bodies.give(send, answer.path, answer.start, headers, self.settings)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place inside.

        :raises Refusal: if there is none.
        """
        if self.counts.inside >= self.settings.places:
            raise Refusal("busy")
        self.counts.inside += 1
        try:
            yield
        finally:
            self.counts.inside -= 1

    async def judge(self, asked: asking.Asked, place: Path) -> runs.Answer:
        """Judge the body that lies in the folder, when it is its turn.

        :raises Refusal: if there is no verdict.
        """
        try:
            async with asyncio.timeout(self.settings.time_limit):
                await self._free.acquire()
        except TimeoutError:
            raise Refusal("busy") from None
        began = time.monotonic()
        self.counts.judged += 1
        try:
            return await runs.judge(self.settings, asked, place)
        finally:
            self._free.release()
            self.counts.judged -= 1
            self.counts.runs += 1
            self.counts.seconds += time.monotonic() - began

    # --- around them

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        proving = asyncio.create_task(self.prove())
        try:
            yield
        finally:
            proving.cancel()
            await asyncio.gather(proving, return_exceptions=True)

    async def prove(self) -> None:
        """See that a process comes to a verdict at all, within the limits that it is given here; else say so and try again."""
        asked = asking.Asked(f"{self.standard.record_types[0]}.ndjson", "json", "application/json", ())
        while not self.proved:
            try:
                with runs.folder(self.folder) as place:
                    (place / asked.name).write_bytes(b"{}\n")
                    await runs.judge(self.settings, asked, place)
                self.proved = True
            except (Refusal, OSError) as e:
                LOG.error("not ready: a process came to no verdict (%s)", e)
                await asyncio.sleep(_AGAIN)

    def watched(self, app: ASGIApp) -> ASGIApp:
        """The application with each of its answers counted and told in the log: path, status and time, nothing of what was sent."""

        async def watching(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            status, began = "gone", time.monotonic()

            async def noting(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = str(message["status"])
                    message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
                await send(message)

            try:
                await app(scope, receive, noting)
            finally:
                self.counts.requests[status] += 1
                path = scope["path"] if scope["path"] in openapi.PATHS else "-"
                LOG.info("%s %s %s %.2f s", scope["method"], path, status, time.monotonic() - began)

        return watching


class _Endpoint:
    """A handler of plain ASGI, whose refusals become answers; to a client that is gone there is none."""

    def __init__(self, handle: Callable[[Request, Receive, Send], Coroutine[Any, Any, None]]) -> None:
        self._handle = handle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = begun = False

        async def receiving() -> Message:
            nonlocal whole
            message = await receive()
            whole = whole or message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        request = Request(scope)
        try:
            await self._handle(request, receiving, sending)
            return
        except Gone:
            return
        except Refusal as e:
            refusal = e
        except OSError as e:
            if begun:
                raise
            LOG.error("%s", type(e).__name__, exc_info=True)
            refusal = Refusal("resources")
        response = _refused(refusal, _language(request))
        # who waits to be told whether to send is told no
        if not whole and refusal.kind != "slow" and "expect" not in request.headers:
            await bodies.throw_away(receive)
        await response(scope, receive, send)


async def _unless_gone(work: Coroutine[Any, Any, T], receive: Receive) -> T:
    """What a piece of work comes to, unless the client goes: then the work is ended.

    :raises Gone: if it does.
    """
    working, leaving = asyncio.create_task(work), asyncio.create_task(bodies.left(receive))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Gone
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _no_path(request: Request, error: Exception) -> Response:
    """What the framework says of a path or a method that there is not, as a problem."""
    assert isinstance(error, HTTPException)
    kind = "method" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else "no-path"
    response = _refused(Refusal(kind), _language(request))
    response.headers.update(error.headers or {})
    return response


async def _failed(request: Request, error: Exception) -> Response:
    """A defect of ours; whoever mends it finds the rest in the log."""
    return _refused(Refusal("failure"), _language(request))


def _refused(refusal: Refusal, lang: str) -> Response:
    headers = {**refusal.headers, "content-language": lang, "vary": "Accept-Language", "cache-control": "no-store"}
    return Response(_text(refusal.document(lang)), refusal.status, headers, MEDIA_TYPE)


def _json(data: Any) -> Response:
    return Response(_text(data), media_type="application/json")


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False) + "\n"


def _language(request: Request) -> Lang:
    return asking.language(",".join(request.headers.getlist("accept-language")))
