"""Lighthouse's mobile scores of the demo newspaper, one page of each kind, into LIGHTHOUSE.md.

`make lighthouse` installs what it needs. The paper is built by this checkout and served on the
loopback, with texts compressed. Performance is simulated, by Lighthouse's own model of a slow phone
on slow 4G, from what the browser did here; it is the median of `--runs`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from dateline.index import Edition
from dateline.pipeline import Options, build
from dateline.times import Moment, read_time, zone
from tests.browser import tools
from tests.browser.sample import Sheet, sheets_of
from tests.browser.serving import serve

CHECKOUT = Path(__file__).resolve().parent.parent
REPORT = CHECKOUT / "bench" / "LIGHTHOUSE.md"
PROGRAM = Path("node_modules/lighthouse/node_modules/lighthouse/cli/index.js")
KINDS = ("front", "story", "section", "topic", "author", "search")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
    "speed-index",
)


class Score(NamedTuple):
    """What Lighthouse says of one page."""

    kind: str
    path: str
    categories: Mapping[str, int]
    """Points of a hundred."""
    metrics: Mapping[str, str]
    lost: Sequence[str]
    """What cost points, as Lighthouse words it."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3, help="runs of each page; 3")
    arguments.add_argument("--kind", action="append", help="only this kind of page")
    options = arguments.parse_args()

    scores = measure(options.kind or KINDS, options.runs)
    print(table(scores))  # noqa: T201
    if not options.kind:
        REPORT.write_text(table(scores), encoding="utf-8")


def measure(kinds: Iterable[str], runs: int) -> list[Score]:
    """Scores of the richest page of each kind that the demo newspaper has."""
    with TemporaryDirectory() as folder, serve(demo(Path(folder))) as served:
        sheets = sheets_of(served)
        scores = []
        for kind in kinds:
            found = [sheet for sheet in sheets if sheet.kind == kind]
            if found:
                richest = max(found, key=lambda sheet: richness(served.outputs[sheet.path]))
                scores.append(typical([score(richest) for _ in range(runs)]))
        return scores


def richness(page: bytes) -> tuple[int, int]:
    """How much a page has to show: pictures, then text."""
    return page.count(b"<img"), len(page)


def demo(folder: Path) -> Mapping[str, bytes]:
    """The demo newspaper's files, as of the day of its newest stories."""
    now = read_time("2026-11-23 12:00 IST", zone("Asia/Kolkata"))
    assert isinstance(now, Moment)
    report = build(CHECKOUT, Options(Edition(now.at), output=folder / "output"))
    assert report.ready, report.problems
    files = (path for path in (folder / "output").rglob("*") if path.is_file())
    return {path.relative_to(folder / "output").as_posix(): path.read_bytes() for path in files}


def score(sheet: Sheet) -> Score:
    """One run of Lighthouse."""
    said = subprocess.run(
        [
            *("node", str(CHECKOUT / PROGRAM), sheet.url, "--quiet", "--output=json"),
            "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
            f"--only-categories={','.join(CATEGORIES)}",
        ],
        env={**os.environ, "CHROME_PATH": tools.chromium()},
        stdout=subprocess.PIPE,
        check=True,
    )
    return read(sheet, json.loads(said.stdout))


def read(sheet: Sheet, run: Mapping[str, Any]) -> Score:
    """Scores from Lighthouse's JSON: `categories` and `audits` of its result."""
    points = {name: round(100 * run["categories"][name]["score"]) for name in CATEGORIES}
    metrics = {name: run["audits"][name]["displayValue"].replace("\xa0", " ") for name in METRICS}
    lost = [line for name in CATEGORIES if points[name] < 100 for line in reasons(run, name)]
    return Score(sheet.kind, sheet.path, points, metrics, lost)


def reasons(run: Mapping[str, Any], category: str) -> Iterator[str]:
    """What cost points in a category, or lies behind it: metrics without those that only tell."""
    for reference in run["categories"][category]["auditRefs"]:
        audit = run["audits"][reference["id"]]
        told = audit["score"] is not None and audit["score"] < 1
        if told and (reference["weight"] or audit.get("details", {}).get("overallSavingsBytes")):
            said = audit.get("displayValue", "").replace("\xa0", " ")
            yield f"{audit['title']}{f' ({said})' if said else ''}"


def typical(runs: Sequence[Score]) -> Score:
    """The run in the middle, by its performance."""
    middle = median(run.categories["performance"] for run in runs)
    return min(runs, key=lambda run: abs(run.categories["performance"] - middle))


def table(scores: Sequence[Score]) -> str:
    """All of it as Markdown."""
    heads = [
        *("page", "performance", "accessibility", "best practices", "SEO"),
        *("first paint", "largest paint", "blocked", "shift", "speed index"),
    ]
    rows = [heads, ["---"] + ["--:"] * (len(heads) - 1)]
    rows += [
        [
            f"{one.kind}, `{one.path}`",
            *(str(one.categories[name]) for name in CATEGORIES),
            *one.metrics.values(),
        ]
        for one in scores
    ]
    lines = ["# Lighthouse", "", "Mobile, simulated slow 4G; made by `make lighthouse`.", ""]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    for one in scores:
        if one.lost:
            lines += ["", f"Points lost on the {one.kind} page:", ""]
            lines += [f"- {what}" for what in one.lost]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
