"""Run one command and tell what it took, as one line of JSON.

    python bench/measure.py FOLDER COMMAND ...

A process of its own, so that it is small: the kernel counts a child's memory from the fork on, and
a large parent would show in its figure. The kernel also keeps the peak of the largest process among
a child and all that the child has waited for, so workers are counted, each for itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread

EVERY = 0.1
"""Seconds between two looks at the memory of all processes together."""
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGESIZE")


@dataclass(frozen=True)
class Taken:
    """What one command took."""

    seconds: float
    processor: float
    """Seconds of all processors, by the command and all that it started."""
    others: float
    """Seconds of all processors that other programs of this machine took meanwhile."""
    largest: int
    """Bytes: the peak of its largest process."""
    together: int
    """Bytes: the most that all its processes held at one look, pages they share counted twice."""
    code: int
    said: str
    """The end of what it printed."""


def measure(command: Sequence[str], folder: Path) -> Taken:
    """Run `command` in `folder` to its end."""
    busy = _busy()
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace"
    )
    peaks, done = [0], Event()
    watch = Thread(target=_watch, args=(process.pid, done, peaks), daemon=True)
    watch.start()
    assert process.stdout is not None
    with process.stdout:
        said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    busy = _busy() - busy
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watch.join()
    processor, largest = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
    return Taken(
        seconds=seconds,
        processor=processor,
        others=max(0.0, busy - processor),
        largest=largest,
        together=max(peaks[0], largest),
        code=process.returncode,
        said=said[-2000:],
    )


def _busy() -> float:
    """Seconds that all processors have worked since the machine started."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _waiting, *rest = map(int, fields)
    return (user + nice + system + sum(rest[:2])) / _TICKS


def _watch(pid: int, done: Event, peaks: list[int]) -> None:
    """Keep the most memory that `pid` and its descendants held at one time."""
    while not done.wait(EVERY):
        peaks[0] = max(peaks[0], sum(_resident(each) for each in _family(pid)))


def _family(pid: int) -> set[int]:
    """`pid` and its descendants, as they are now."""
    parents = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                stat = Path(entry.path, "stat").read_bytes()
            except OSError:
                continue
            # The name of the program, in parentheses, may hold anything.
            parents[int(entry.name)] = int(stat.rpartition(b")")[2].split()[1])
    found, size = {pid}, 0
    while len(found) > size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[2:], Path(sys.argv[1])))))  # noqa: T201
