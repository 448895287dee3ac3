"""What commands tell: problems, counts and progress, on the terminal or in a log."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.problems import Problem, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.tools import Progress

DONE, SITE, USAGE, WORLD, DIFFERENT, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130
"""Exit codes."""


def say(text: str) -> None:
    """A line for the person who runs the command."""
    click.echo(text, err=True)


def relative(path: Path) -> str:
    """`path` as one would type it here."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def number(count: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{count:,} {noun if count == 1 else plural}"


def counted(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    parts = [number(errors, "error")] if errors else []
    parts += [number(warnings, "warning")] if warnings else []
    return ", ".join(parts) or "No problems"


def show(problems: Sequence[Problem]) -> None:
    if sys.stderr.isatty():
        _show_in_colour(problems)
        return
    for problem in problems:
        say(as_text(problem) + "\n")


def _show_in_colour(problems: Sequence[Problem]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for problem in problems:
        text = as_text(problem)
        shown = Text(text + "\n")
        colour = "bold red" if problem.severity == "error" else "bold yellow"
        start = len(f"{problem.where}: ")
        shown.stylize(colour, start, start + len(problem.severity))
        if caret := re.search(r"^ +\| +(\^)$", text, re.MULTILINE):
            shown.stylize(colour, *caret.span(1))
        if hint := re.search(r"^  (hint:)", text, re.MULTILINE):
            shown.stylize("bold cyan", *hint.span(1))
        console.print(shown)


@contextmanager
def showing_progress(*, quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, a line every ten seconds elsewhere, nothing when it should be quiet."""
    if quiet:
        yield lambda _stage, _done, _total: None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _Lines()


class _Lines:
    """Progress as plain lines, for logs: one every ten seconds of long work."""

    def __init__(self) -> None:
        self.told = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self.told >= 10:
            self.told = time.monotonic()
            say(f"{stage}: {done:,} of {total:,}")


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Bars(*columns, TimeRemainingColumn(), console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield progress
