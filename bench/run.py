"""Dateline beside its peers: the same stories, the same pages, in turns.

    python -m bench.run                                     # 1,000 and 10,000 stories
    python -m bench.run --sizes 100000 --peers hugo --runs 3
    python -m bench.run --report                            # from stored figures only

Each round does each kind of work with each tool, in another order each time, so that what else the
machine does hits all alike. Figures are stored in `bench/results/` after each round, one file for
each size, and `bench/RESULTS.md` is made from all that are there. Memory and load are read from
/proc, so this needs Linux.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.corpus import Story, make_stories
from bench.report import OURS, RESULTS, TOLERANCE, kinds_of, unequal, write_report
from bench.sites import SEED, add_story, edit_story, story_file, write_site
from bench.tools import NAMES, Missing, Tool, find_tool

WORK = ("cold", "nothing", "edit", "new")
MEASURE = Path(__file__).with_name("measure.py")
PATIENCE = 20
"""Seconds to wait at most for the disk to be calm."""

Digests = Mapping[str, bytes]
"""Files of an output by path, with what they hold."""


class Failed(Exception):
    """A build ended with an error; says what it printed last."""


@dataclass
class Bench:
    """The sites of one size, and what has been measured of them."""

    folder: Path
    size: int
    tools: Sequence[Tool]
    rounds: int
    is_filled: set[str] = field(default_factory=set)
    """Tools whose cache holds what their warm builds make use of."""
    outputs: dict[str, Digests] = field(default_factory=dict)
    """Each tool's output as it was before the present work, in the first round."""
    runs: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[str, dict[str, int]] = field(default_factory=dict)
    files: dict[str, dict[str, int]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    """Peers that were left out, with their versions."""

    def site(self, tool: Tool) -> Path:
        return self.folder / f"{tool.name}-{self.size}"

    @cached_property
    def edited(self) -> tuple[Story, ...]:
        """The stories that are edited, one a round: of the middle of the archive."""
        step = self.size // (4 * self.rounds + 1)
        wanted = {self.size // 2 + step * number for number in range(self.rounds)}
        stories = enumerate(make_stories(self.size, seed=SEED))
        return tuple(story for number, story in stories if number in wanted)


def main() -> None:
    """The command line of this file."""
    given = _arguments()
    if not given.report:
        tools = _found((OURS, *given.peers), given.dateline)
        with _workplace(given.folder) as folder:
            for size in given.sizes:
                bench = prepare(folder, size, tools, given.runs)
                measure_sites(bench, given.work)
    write_report()
    _say(f"wrote {RESULTS.parent / 'RESULTS.md'}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    peers = [name for name in NAMES if name != OURS]
    parser.add_argument("--sizes", type=_sizes, default=(1_000, 10_000))
    parser.add_argument("--peers", type=words_of(peers), default=peers)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=words_of(WORK), default=WORK)
    parser.add_argument("--folder", type=Path, help="for the sites and a trash; else one that goes")
    parser.add_argument("--dateline", default="", help="another dateline command")
    parser.add_argument("--report", action="store_true", help="measure nothing")
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


def words_of(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Reads a list of known words, with commas."""

    def words(text: str) -> tuple[str, ...]:
        found = tuple(word for word in text.split(",") if word)
        unknown = [word for word in found if word not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{unknown[0]}: not one of {', '.join(known)}")
        return found

    return words


@contextmanager
def _workplace(given: Path | None) -> Iterator[Path]:
    """The folder for the sites: the one that is given, or one that goes away."""
    if given:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="dateline-bench-", ignore_cleanup_errors=True) as made:
        yield Path(made)
        _say("removing the sites")


def _found(names: Sequence[str], dateline: str) -> tuple[Tool, ...]:
    tools = []
    for name in dict.fromkeys(names):
        try:
            tools.append(find_tool(name, dateline=dateline))
        except Missing as missing:
            _say(f"without {name}: {missing}")
    return tuple(tools)


def prepare(folder: Path, size: int, tools: Sequence[Tool], runs: int) -> Bench:
    """Sites of `size` stories, new: an earlier one was edited, and is moved away."""
    bench = Bench(folder, size, tools, runs)
    for tool in tools:
        _say(f"{size:,} stories for {tool.title} {tool.version}")
        _move_away(bench, bench.site(tool))
        write_site(bench.site(tool), tool.name, stories=size)
    return bench


# Measuring -------------------------------------------------------------------------------------


def measure_sites(bench: Bench, work: Sequence[str]) -> None:
    """All rounds, each stored when it is done."""
    for number in range(bench.rounds):
        for kind in (kind for kind in WORK if kind in work):
            for tool in _in_turn(bench.tools, number):
                try:
                    _do(bench, tool, kind, number)
                except Failed as failed:
                    _leave_out(bench, tool, str(failed))
            if number == 0 and kind == "cold":
                _insist_on_equal_work(bench)
        store(bench)


def _do(bench: Bench, tool: Tool, kind: str, number: int) -> None:
    """One build, made ready, measured and noted."""
    _make_ready(bench, tool, kind, number)
    taken = _timed(bench, tool, kind)
    bench.runs.append({"round": number, "work": kind, "tool": tool.name, **taken})
    _say(
        f"{bench.size:>7,} {number + 1}/{bench.rounds} {kind:<8}{tool.title:<24}"
        f"{taken['seconds']:8.2f} s {taken['largest'] / 2**20:6.0f} MiB"
    )
    if number == 0:
        _compare(bench, tool, kind)


def _leave_out(bench: Bench, tool: Tool, why: str) -> None:
    """Go on without a peer that fails, as some may on a large site; without ours, stop."""
    if tool.name == OURS:
        raise SystemExit(why)
    _say(f"on without {tool.title}: {why}")
    bench.tools = tuple(each for each in bench.tools if each != tool)
    bench.runs = [run for run in bench.runs if run["tool"] != tool.name]
    bench.files.pop(tool.name, None)
    bench.changed.pop(tool.name, None)
    bench.failed.append(f"{tool.title} {tool.version}")


def _in_turn(tools: Sequence[Tool], number: int) -> Sequence[Tool]:
    """`tools` in another order each round, so that none always follows the same."""
    start = number % len(tools)
    return (*tools[start:], *tools[:start])


def _make_ready(bench: Bench, tool: Tool, kind: str, number: int) -> None:
    """Bring the site to where the work begins."""
    site = bench.site(tool)
    if kind == "cold":
        for name in tool.leftovers:
            _move_away(bench, site / name)
        return
    if tool.name not in bench.is_filled:
        if tool.needs_filling or not (site / tool.output).exists():
            _run(site, (*tool.command, *tool.warm))
        bench.is_filled.add(tool.name)
    if number == 0 and tool.name not in bench.outputs:
        bench.outputs[tool.name] = digests(site / tool.output)
    if kind == "edit":
        edit_story(story_file(site, tool.name, bench.edited[number]), number=number)
    elif kind == "new":
        add_story(site, tool.name, stories=bench.size, number=number)


def _move_away(bench: Bench, path: Path) -> None:
    """Rename what is in the way: removing it would keep the disk busy during the measurement."""
    if path.exists():
        trash = bench.folder / "trash"
        trash.mkdir(exist_ok=True)
        path.rename(trash / str(time.monotonic_ns()))


def _timed(bench: Bench, tool: Tool, kind: str) -> dict[str, Any]:
    wait_for_calm()
    command = tool.command if kind == "cold" else (*tool.command, *tool.warm)
    taken = _run(bench.site(tool), command)
    return {
        key: round(value, 3) if isinstance(value, float) else value for key, value in taken.items()
    }


def _run(folder: Path, command: Sequence[str]) -> dict[str, Any]:
    """What one build took, measured in a small process of its own."""
    measured = subprocess.run(
        [sys.executable, str(MEASURE), str(folder), *command],
        capture_output=True,
        text=True,
        check=True,
    )
    taken: dict[str, Any] = json.loads(measured.stdout)
    if taken.pop("code"):
        raise Failed(f"it failed in {folder.name}:\n{taken['said']}")
    del taken["said"]
    return taken


def wait_for_calm() -> None:
    """Write out what waits to be written, and let the disks finish."""
    os.sync()
    end, calm, before = time.monotonic() + PATIENCE, 0, ""
    while calm < 4 and time.monotonic() < end:
        time.sleep(0.1)
        now = Path("/proc/diskstats").read_text()
        calm, before = (calm + 1 if now == before else 0), now


# What a build changed --------------------------------------------------------------------------


def digests(folder: Path) -> Digests:
    """Every file below `folder` by path."""
    return {
        path.relative_to(folder).as_posix(): _digest(path)
        for path in _files(folder)
        if path.is_file()
    }


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield Path(parent, name)


def _digest(path: Path) -> bytes:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()


def changed_files(before: Digests, after: Digests) -> int:
    """How many files came, went, or hold something else."""
    return sum(before.get(path) != after.get(path) for path in before.keys() | after.keys())


def _compare(bench: Bench, tool: Tool, kind: str) -> None:
    """Note the files of a cold build, and how many an edit and a new story changed."""
    after = digests(bench.site(tool) / tool.output)
    if kind == "cold":
        bench.files[tool.name] = kinds_of(after)
    else:
        changed = changed_files(bench.outputs[tool.name], after)
        bench.changed.setdefault(tool.name, {})[kind] = changed
    bench.outputs[tool.name] = after


def _insist_on_equal_work(bench: Bench) -> None:
    """Stop if a tool makes other pages than ours does: then the times would mean nothing."""
    for tool, far in unequal(bench.files).items():
        if far > TOLERANCE:
            ours, theirs = bench.files[OURS], bench.files[tool]
            raise SystemExit(f"{tool} makes other pages: {theirs}, and dateline {ours}")


# Storing ---------------------------------------------------------------------------------------


def store(bench: Bench) -> None:
    """The figures of one size, in place of those that were there."""
    figures = {
        "stories": bench.size,
        "machine": machine(),
        "tools": {
            tool.name: {"title": tool.title, "version": tool.version} for tool in bench.tools
        },
        "failed": bench.failed,
        "files": bench.files,
        "changed": bench.changed,
        "runs": bench.runs,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{bench.size}.json").write_text(_as_lines(figures), encoding="utf-8")


def _as_lines(figures: Mapping[str, Any]) -> str:
    """JSON with a line for each key, and one for each run."""
    lines = []
    for key, value in figures.items():
        rows = [json.dumps(item) for item in value] if key == "runs" else []
        text = "[\n" + ",\n".join(rows) + "\n]" if rows else json.dumps(value)
        lines.append(f"{json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def machine() -> dict[str, str | int]:
    """What the figures depend on, without names."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "memory": round(memory / 2**30),
        "system": f"{platform.system()} {platform.release().split('-')[0]}, {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().split("\n"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
