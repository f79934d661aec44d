"""What a server is told when it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

MIB = 2**20

#: So many requests may be inside for each process: coming in, waiting, judged or going out. Whoever comes then is sent away.
PLACES = 8


def _processors() -> int:
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Settings:
    """How a server listens, and what it gives to a request.

    :ivar host: the address to listen on, and ``port`` the port; 0 takes one that is free.
    :ivar jobs: so many processes judge at a time.
    :ivar time_limit: seconds that one of them has.
    :ivar memory: bytes of address space that it has.
    :ivar max_body: bytes that a body may have.
    :ivar patience: seconds for which a body may keep us waiting, beyond what its length needs on a slow line.
    """

    host: str = "127.0.0.1"
    port: int = 8136
    jobs: int = field(default_factory=_processors)
    time_limit: float = 120.0
    memory: int = 4096 * MIB
    max_body: int = 100 * MIB
    patience: float = 10.0

    @property
    def places(self) -> int:
        """How many requests may be inside."""
        return self.jobs * PLACES
