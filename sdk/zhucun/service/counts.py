"""What a server counts, as text that a collector reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MEDIA_TYPE = "text/plain; version=0.0.4"


@dataclass
class Counts:
    """What a server did since it started, and does now.

    :ivar requests: by status; ``gone`` where the client did not wait.
    :ivar verdicts: by verdict.
    :ivar received: bytes of bodies.
    :ivar inside: requests that are being served, and ``judged`` those of them that have a process now.
    :ivar runs: processes that came to their end, and ``seconds`` how long they took.
    """

    requests: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    received: int = 0
    inside: int = 0
    judged: int = 0
    runs: int = 0
    seconds: float = 0.0

    def text(self) -> str:
        """The counts."""
        lines = [
            *_family(
                "requests_total",
                "counter",
                "Requests that were answered, by status",
                {f'status="{k}"': v for k, v in sorted(self.requests.items())},
            ),
            *_family(
                "verdicts_total",
                "counter",
                "Batches that were judged, by verdict",
                {f'verdict="{k}"': v for k, v in sorted(self.verdicts.items())},
            ),
            *_family("received_bytes_total", "counter", "Bytes of bodies", {"": self.received}),
            *_family("requests_inside", "gauge", "Requests that are being served", {"": self.inside}),
            *_family("processes", "gauge", "Processes that are judging", {"": self.judged}),
            "# HELP zhucun_process_seconds How long processes took",
            "# TYPE zhucun_process_seconds summary",
            f"zhucun_process_seconds_sum {self.seconds:.3f}",
            f"zhucun_process_seconds_count {self.runs}",
        ]
        return "\n".join(lines) + "\n"


def _family(name: str, kind: str, about: str, samples: dict[str, int]) -> list[str]:
    shown = [f"zhucun_{name}{'{' + labels + '}' if labels else ''} {value}" for labels, value in samples.items()]
    return [f"# HELP zhucun_{name} {about}", f"# TYPE zhucun_{name} {kind}", *shown]
