"""Listening: one socket, one event loop, until a signal ends it."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from collections.abc import Callable

from zhucun.errors import OurError, problem
from zhucun.service.settings import Settings
from zhucun.standard import Standard
from zhucun.workspace import workspace

#: So many connections are held at a time; whoever comes then is cut off with a bare 503.
_CONNECTIONS = 512

#: For so many seconds requests may come to their end once the server is to stop.
_GRACE = 5


class ServiceError(OurError):
    """The server could not begin."""


def serve(settings: Settings, ready: Callable[[str], object]) -> None:
    """Serve until a signal ends it.

    :param ready: told the address once there is somebody who listens.
    :raises ServiceError: if it cannot listen there, or the extra is not installed.
    :raises WorkspaceError: if there is no room to work in.
    """
    try:
        import uvicorn

        from zhucun.service.app import Service
    except ModuleNotFoundError as e:
        if (e.name or "").partition(".")[0] not in ("uvicorn", "starlette"):
            raise
        raise ServiceError(problem("serve.extra")) from None
    _log()
    with contextlib.closing(_listen(settings)) as listening, workspace() as folder:
        service = Service(settings, Standard.load(), folder)
        config = uvicorn.Config(
            service.app(),
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_GRACE,
        )
        host, port = listening.getsockname()[:2]
        ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        uvicorn.Server(config).run(sockets=[listening])


def _listen(settings: Settings) -> socket.socket:
    """A socket that listens.

    :raises ServiceError: if there can be none.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_CONNECTIONS)
    except (OSError, OverflowError) as e:
        reason = getattr(e, "strerror", None) or str(e)
        raise ServiceError(problem("serve.no-address", host=settings.host, port=settings.port, reason=reason)) from e


def _log() -> None:
    """One line for each request on standard error, and what goes wrong in between."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for name, level in (("zhucun.service", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
