"""`bench/results/` to `bench/RESULTS.md`: medians, spans, ratios, a chart."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.chart import Panel, draw
from bench.corpus import SECTIONS
from bench.tools import NOTES

RESULTS = Path(__file__).resolve().parent / "results"
WORK = {
    "cold": "cold build",
    "nothing": "nothing changed",
    "edit": "one word edited",
    "new": "one new story",
}
OURS = "dateline"
EQUAL = ("stories", "fronts of lists", "numbered lists", "names", "feeds")
"""Kinds of file of which all tools are to make the same number, within `TOLERANCE`."""
TOLERANCE = 0.03

Figures = Mapping[str, Any]
"""What one file of `results/` holds."""

KINDS = (
    ("stories", re.compile(rf"(?:{'|'.join(SECTIONS)})/\d{{4}}/\d\d/\d\d/[^/]+/index\.html")),
    (
        "fronts of lists",
        re.compile(rf"index\.html|(?:{'|'.join(SECTIONS)}|(?:topics|authors)/[^/]+)/index\.html"),
    ),
    ("numbered lists", re.compile(r".*/page/\d+/index\.html")),
    ("names", re.compile(r"(?:topics|authors)/index\.html")),
    ("feeds", re.compile(r".*feed\.(?:xml|json)|.*rss\.xml")),
    ("sitemaps", re.compile(r"sitemap\.xml|sitemaps/.*")),
    ("other pages", re.compile(r".*\.html")),
    ("other files", re.compile(r".*")),
)
"""Files of an output; each is of the first kind that it fits."""


def kinds_of(paths: Iterable[str]) -> dict[str, int]:
    """How many files of each kind there are, in the order of `KINDS`."""
    counts = Counter(
        next(kind for kind, pattern in KINDS if pattern.fullmatch(path)) for path in paths
    )
    return {kind: counts[kind] for kind, _ in KINDS}


def write_report() -> None:
    """RESULTS.md and its charts, from all figures that are stored."""
    files = sorted(RESULTS.glob("*.json"), key=lambda path: int(path.stem))
    stored = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    for ground in ("light", "dark"):
        chart = draw(list(panels(stored)), is_dark=ground == "dark")
        (RESULTS / f"chart-{ground}.svg").write_text(chart, encoding="utf-8")
    (RESULTS.parent / "RESULTS.md").write_text(report(stored), encoding="utf-8")


def report(stored: Sequence[Figures]) -> str:
    """The whole page."""
    sizes = (line for figures in stored for line in _size(figures))
    return "\n".join([*_opening(stored), *sizes, *_notes(stored)])


def unequal(files: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """How far each tool is from ours in pages and feeds of equal work, as a part of ours.

    The largest part over the kinds that count, for tools of which it is known.
    """
    ours = files.get(OURS, {})
    return {
        tool: max(abs(found[kind] - ours[kind]) / max(ours[kind], 1) for kind in EQUAL)
        for tool, found in files.items()
        if ours and tool not in (OURS, "dateline-default")
    }


# Figures ---------------------------------------------------------------------------------------


def times(figures: Figures, tool: str, work: str, what: str = "seconds") -> list[float]:
    """One tool's figures for one kind of work, by round."""
    runs = [run for run in figures["runs"] if run["tool"] == tool and run["work"] == work]
    return [run[what] for run in sorted(runs, key=lambda run: run["round"])]


def ratio(figures: Figures, tool: str, work: str) -> float:
    """How many times as long `tool` took as Dateline: the median over rounds, each in itself."""
    pairs = zip(times(figures, tool, work), times(figures, OURS, work), strict=True)
    return median(theirs / ours for theirs, ours in pairs)


def panels(stored: Iterable[Figures]) -> Iterator[Panel]:
    """What the chart shows: for each size and kind of work the medians of all tools."""
    for figures in stored:
        for work, title in WORK.items():
            bars = [
                (tool["title"], median(found), name.startswith(OURS))
                for name, tool in figures["tools"].items()
                if (found := times(figures, name, work))
            ]
            if bars:
                yield Panel(f"{figures['stories']:,} stories, {title}", tuple(bars))


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


# The page --------------------------------------------------------------------------------------


def _opening(stored: Sequence[Figures]) -> Iterator[str]:
    yield "# Dateline beside its peers"
    yield ""
    yield "Made by `make bench`; do not edit. The same stories, the same pages, in turns on one"
    yield "machine. Seconds as a clock on the wall shows them: the median of all rounds, the"
    yield "shortest and the longest. A ratio is the median of the rounds' own ratios."
    yield ""
    yield "<picture>"
    yield '  <source media="(prefers-color-scheme: dark)" srcset="results/chart-dark.svg">'
    yield '  <img alt="Bars for the times in the tables below" src="results/chart-light.svg">'
    yield "</picture>"
    yield ""
    for figures in stored:
        machine = figures["machine"]
        versions = ", ".join(
            f"{tool['title']} {tool['version']}" for tool in figures["tools"].values()
        )
        yield (
            f"- {figures['stories']:,} stories: {machine['cores']} cores ({machine['processor']}), "
            f"{machine['memory']} GiB, {machine['system']}, Python {machine['python']}. {versions}."
        )
    yield ""


def _size(figures: Figures) -> Iterator[str]:
    tools = figures["tools"]
    rounds = 1 + max(run["round"] for run in figures["runs"])
    yield f"## {figures['stories']:,} stories"
    yield ""
    yield f"Seconds, rounds: {rounds}. Below them, how many times as long as Dateline each took."
    yield ""
    yield _row(["", *(tool["title"] for tool in tools.values())])
    yield _row(["---", *("---:" for _ in tools)])
    for work, title in WORK.items():
        if times(figures, OURS, work):
            yield _row([title, *(_span(times(figures, name, work)) for name in tools)])
            yield _row(["", *(_as_ratio(figures, name, work) for name in tools)])
    yield ""
    yield from _table("Memory of the largest process at its peak, MiB.", figures, "largest", 2**20)
    yield from _table("All processes together, MiB.", figures, "together", 2**20)
    yield from _table("Seconds of all processors.", figures, "processor", 1)
    yield from _counts("Files that a build changed.", figures["changed"], tools, WORK)
    yield from _counts("Files of the output.", figures["files"], tools, None)
    far = unequal(figures["files"])
    if far:
        yield f"Of {', '.join(EQUAL)} the peers' numbers differ by at most {max(far.values()):.1%}."
        yield ""
    if figures.get("failed"):
        yield f"Failed at this size: {', '.join(figures['failed'])}."
        yield ""
    yield _quiet(figures)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _span(values: Sequence[float]) -> str:
    if not values:
        return ""
    shown = f"**{_short(median(values))}**"
    is_one = len(values) == 1
    return shown if is_one else f"{shown} ({_short(min(values))}–{_short(max(values))})"


def _as_ratio(figures: Figures, tool: str, work: str) -> str:
    is_ours = tool == OURS or not times(figures, tool, work)
    return "" if is_ours else f"×{_short(ratio(figures, tool, work))}"


def _table(title: str, figures: Figures, what: str, unit: float) -> Iterator[str]:
    """Medians of one figure by kind of work."""
    tools = figures["tools"]
    yield title
    yield ""
    yield _row(["", *(tool["title"] for tool in tools.values())])
    yield _row(["---", *("---:" for _ in tools)])
    for work, name in WORK.items():
        found = [times(figures, tool, work, what) for tool in tools]
        if any(found):
            yield _row(
                [name, *(_short(median(values) / unit) if values else "" for values in found)]
            )
    yield ""


def _counts(
    title: str,
    counts: Mapping[str, Mapping[str, int]],
    tools: Mapping[str, Any],
    names: Mapping[str, str] | None,
) -> Iterator[str]:
    """Numbers of files by kind, for each tool."""
    kinds = list(dict.fromkeys(kind for found in counts.values() for kind in found))
    if not kinds:
        return
    yield title
    yield ""
    yield _row(["", *(tool["title"] for tool in tools.values())])
    yield _row(["---", *("---:" for _ in tools)])
    for kind in kinds:
        found = [counts.get(tool, {}).get(kind) for tool in tools]
        label = names[kind] if names else kind
        yield _row([label, *("" if count is None else f"{count:,}" for count in found)])
    yield ""


def _quiet(figures: Figures) -> str:
    """How much else the machine did, for readers to judge the figures by."""
    cores = figures["machine"]["cores"]
    shares = [run["others"] / (run["seconds"] * cores) for run in figures["runs"]]
    return (
        f"Other programs took {median(shares):.0%} of the processors while these ran, "
        f"at most {max(shares):.0%}."
    )


def _notes(stored: Sequence[Figures]) -> Iterator[str]:
    yield "## How"
    yield ""
    yield from (RESULTS.parent / "method.md").read_text(encoding="utf-8").splitlines()
    yield ""
    titles = {name: tool["title"] for f in stored for name, tool in f["tools"].items()}
    for name, title in titles.items():
        yield f"- **{title}.** {NOTES[name]}"
    yield ""
