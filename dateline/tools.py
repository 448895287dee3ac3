"""What a build works with, and whom it tells of its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from dateline.profile import Meter, timed
from dateline.workers import Serial, Workers

S = TypeVar("S")
J = TypeVar("J")
R = TypeVar("R")

Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its jobs are done, and how many there are."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody hears of."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Workers, a listener, and a meter."""

    workers: Workers = field(default_factory=Serial)
    progress: Progress = silent
    meter: Meter | None = None

    def map(
        self,
        function: Callable[[S, J], R],
        shared: S,
        jobs: Iterable[J],
        note: Callable[[Meter, R, float], None],
    ) -> Iterator[R]:
        """`workers.map`; with a meter, `note` is told of each result and the seconds it took."""
        if self.meter is None:
            yield from self.workers.map(function, shared, jobs)
            return
        for seconds, result in self.workers.map(timed(function), shared, jobs):
            note(self.meter, result, seconds)
            yield result
