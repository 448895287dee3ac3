"""Where the time of a build went: by stage, by template, and the stories that took longest."""

from __future__ import annotations

import heapq
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

J = TypeVar("J")
S = TypeVar("S")
R = TypeVar("R")

_SLOWEST = 10


class Meter:
    """Notes what takes how long. Works that run elsewhere are timed where they run."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = defaultdict(float)
        """Seconds that this process spent, by stage; waiting for others included."""
        self.templates: dict[str, list[float]] = defaultdict(lambda: [0, 0.0])
        """How many pages were made with each template, and the seconds it took."""
        self._stories: list[tuple[float, str]] = []
        self.parsed = 0.0
        """Seconds of parsing, in all processes."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens inside belongs to a stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.stages[name] += time.perf_counter() - begun

    def page(self, template: str, seconds: float) -> None:
        """A page was made."""
        count = self.templates[template]
        count[0] += 1
        count[1] += seconds

    def story(self, path: str, seconds: float) -> None:
        """A Markdown file was parsed."""
        self.parsed += seconds
        keep = heapq.heappush if len(self._stories) < _SLOWEST else heapq.heappushpop
        keep(self._stories, (seconds, path))

    def lines(self, seconds: float) -> Iterator[str]:
        """All of it as a table, for a build that took so many seconds."""
        rest = seconds - sum(self.stages.values())
        yield "stages (seconds by the clock)"
        for name, spent in (*self.stages.items(), ("everything else", rest)):
            yield f"  {spent:9.3f}  {spent / seconds:4.0%}  {name}"
        if self.templates:
            yield "templates (seconds in all processes, pages, milliseconds a page)"
            for name, (count, spent) in sorted(self.templates.items(), key=lambda t: -t[1][1]):
                yield f"  {spent:9.3f}  {count:7,.0f}  {spent / count * 1000:7.2f}  {name}"
        if self._stories:
            yield f"slowest of the stories that were parsed ({self.parsed:.3f} s for all of them)"
            for spent, path in sorted(self._stories, reverse=True):
                yield f"  {spent * 1000:9.1f} ms  content/{path}"


def timed(function: Callable[[S, J], R]) -> Callable[[S, J], tuple[float, R]]:
    """`function`, giving the seconds it took as well; it can be sent to another process."""
    return partial(_timed, function)


def _timed(function: Callable[[Any, Any], R], shared: Any, job: Any) -> tuple[float, R]:
    begun = time.perf_counter()
    result = function(shared, job)
    return time.perf_counter() - begun, result
