"""Processes that share the work, and the one that can be killed: nothing is left behind."""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dateline import workers
from dateline.config import load_config
from dateline.model import Body, Entry, Hole, Link, Page, Parsed, Picture, Story, Teaser
from dateline.parse import Job, parse
from dateline.problems import Location, Problem, WorldError
from dateline.workers import Guard, Killed, Processes, Serial, WorkerDied, choose
from tests.conftest import CHECKOUT, Newsroom

ROOMY = 2**30
HOUR = 3600.0


def add(shared: int, job: int) -> int:
    return shared + job


def hang(_shared: object, _job: object) -> None:
    """What no `except` can stop: a regular expression that has run away."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def fill_memory(_shared: object, _job: object) -> int:
    return len(bytearray(ROOMY))


def give_too_much(_shared: object, _job: object) -> bytes:
    return bytes(ROOMY // 3 * 2)


def die(_shared: object, _job: object) -> None:
    os.abort()


def refuse(_shared: object, job: object) -> None:
    raise ValueError(job)


def chatter(_shared: object, job: str) -> str:
    sys.stdout.write("noise on standard output")
    sys.stdout.flush()
    os.write(1, b"more noise\n")
    return job


def process_of(_shared: object, _job: object) -> int:
    return os.getpid()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def refuse_seven(_shared: object, job: int) -> int:
    if job == 7:
        raise ValueError(job)
    return job


def die_at_seven(_shared: object, job: int) -> int:
    if job == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def grow(size: int, job: bytes) -> bytes:
    return job * size


class Picky(Exception):
    """An exception that cannot be put together again from what it says."""

    def __init__(self, one: object, other: object) -> None:
        super().__init__(f"{one} and {other}")


def be_picky(_shared: object, job: object) -> None:
    raise Picky(job, job)


def give_what_cannot_travel(_shared: object, _job: object) -> object:
    return lambda: None


@dataclass(frozen=True)
class Own:
    """Compared by identity, as what templates are compiled for."""

    name: str


def identity_of(shared: Own, _job: object) -> tuple[int, int]:
    return os.getpid(), id(shared)


# Processes that share the work -----------------------------------------------------------------


def test_serial_workers_give_results_in_order() -> None:
    assert list(Serial().map(add, 1, [1, 2, 3])) == [2, 3, 4]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_processes_give_what_serial_workers_give_in_the_same_order(count: int) -> None:
    jobs = range(2000)

    with Processes(count) as pool:
        assert list(pool.map(add, 5, jobs)) == list(Serial().map(add, 5, jobs))
        assert list(pool.map(grow, 3, [b"ab", b""])) == [b"ababab", b""]
        assert list(pool.map(add, 5, [])) == []


def test_stories_are_read_alike_by_any_number_of_processes(newsroom: Newsroom) -> None:
    newsroom.story("world/good.md")
    newsroom.story("world/bad.md", published="the day before")
    rules = load_config(newsroom.root / "config.toml").rules
    good, bad = (
        (newsroom.root / "content/world" / name).read_bytes() for name in ("good.md", "bad.md")
    )
    jobs = [Job(f"world/{n}.md", bad if n % 3 == 0 else good) for n in range(30)]
    expected = list(Serial().map(parse, rules, jobs))

    for count in (1, 2):
        with Processes(count) as pool:
            assert list(pool.map(parse, rules, jobs)) == expected
    assert [bool(item.problems) for item in expected] == [n % 3 == 0 for n in range(30)]


def test_large_jobs_with_large_answers_do_not_block_each_other() -> None:
    job = bytes(2**20)

    with Processes(2) as pool:
        sizes = [len(answer) for answer in pool.map(grow, 3, [job] * 40)]

    assert sizes == [3 * 2**20] * 40


def test_jobs_are_taken_only_a_bounded_number_ahead_of_results() -> None:
    most = 2 * Processes.AHEAD * Processes.LARGEST
    taken = 0

    def jobs() -> Iterator[int]:
        nonlocal taken
        while taken < 10 * most:
            taken += 1
            yield taken

    ahead = 0
    with Processes(2) as pool:
        for received, _ in enumerate(pool.map(add, 0, jobs()), 1):
            ahead = max(ahead, taken - received)

    assert 0 < ahead <= most


def test_the_first_result_comes_before_many_jobs_are_taken() -> None:
    jobs = iter(range(10_000))

    with Processes(2) as pool:
        first = next(pool.map(add, 0, jobs))

    assert first == 0
    assert next(jobs) < 100


def test_the_work_is_spread_over_all_processes_but_no_more() -> None:
    with Processes(3) as pool:
        used = set(pool.map(process_of, 0, range(1000)))

    assert len(used) == 3
    assert os.getpid() not in used


def test_one_map_may_feed_another() -> None:
    with Processes(2) as pool:
        first = pool.map(add, 1, range(1000))
        second = pool.map(add, 10, first)

        assert list(second) == list(range(11, 1011))


def test_a_map_that_is_left_half_way_does_not_disturb_the_next() -> None:
    with Processes(2) as pool:
        left = pool.map(add, 1, range(1000))
        assert next(left) == 1
        left.close()  # type: ignore[attr-defined]

        assert list(pool.map(add, 100, range(500))) == list(range(100, 600))


def test_what_jobs_share_is_one_object_for_all_jobs_of_a_process() -> None:
    with Processes(2) as pool:
        seen = {*pool.map(identity_of, Own("a"), range(500))}
        again = {*pool.map(identity_of, Own("a"), range(500))}

    assert len({process for process, _ in seen}) == len(seen) == 2
    assert again == seen


def test_what_a_job_raises_comes_when_its_turn_does_and_the_pool_goes_on() -> None:
    with Processes(2) as pool:
        results = pool.map(refuse_seven, 0, range(100))
        assert [next(results) for _ in range(7)] == list(range(7))
        with pytest.raises(ValueError, match="7") as caught:
            next(results)

        assert "in refuse_seven" in caught.value.__notes__[0]
        assert list(pool.map(add, 1, [1])) == [2]


@pytest.mark.parametrize(
    ("function", "told"),
    [
        pytest.param(be_picky, "Picky: 1 and 1", id="exception"),
        pytest.param(give_what_cannot_travel, "lambda", id="result"),
    ],
)
def test_what_cannot_travel_is_told_all_the_same(
    function: Callable[[object, object], object], told: str
) -> None:
    with Processes(1) as pool, pytest.raises(Exception, match=told) as caught:
        list(pool.map(function, 0, [1]))

    assert caught.value.__notes__


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_the_death_of_a_process_is_told_as_trouble_of_the_world() -> None:
    with Processes(2) as pool:
        with pytest.raises(WorkerDied, match=r"signal 9 \(Killed\)") as caught:
            list(pool.map(die_at_seven, 0, range(1000)))

        assert isinstance(caught.value, WorldError)
        assert "--jobs 1" in caught.value.hint
        assert list(pool.map(add, 1, range(3))) == [1, 2, 3]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_process_that_died_while_nobody_asked_is_noticed() -> None:
    with Processes(1) as pool:
        (process,) = pool.map(process_of, 0, [0])
        os.kill(process, signal.SIGKILL)

        with pytest.raises(WorkerDied):
            list(pool.map(add, 1, range(10_000)))


def test_a_pool_that_has_nothing_to_do_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(call: str) -> None:
        raise AssertionError(call)

    monkeypatch.setattr(workers, "_start", start)

    with Processes(2) as pool:
        assert list(pool.map(add, 1, [])) == []
    with Processes(2, alone=3600) as pool:
        assert list(pool.map(add, 1, range(1000))) == list(range(1, 1001))


def test_a_little_is_done_here_and_the_rest_by_processes() -> None:
    with Processes(2, alone=1e-9) as pool:
        used = list(pool.map(process_of, 0, range(20)))
        later = set(pool.map(process_of, 0, range(20)))

    assert used[0] == os.getpid()
    assert os.getpid() not in {*used[1:], *later}


def test_processes_can_be_started_before_there_is_work() -> None:
    with Processes(2, alone=3600) as pool:
        pool.warm(add, parse)

        assert os.getpid() not in set(pool.map(process_of, 0, range(100)))


@pytest.mark.parametrize(("jobs", "kind"), [(1, Serial), (2, Processes), (8, Processes)])
def test_the_number_of_processes_can_be_chosen(jobs: int, kind: type) -> None:
    with choose(jobs) as chosen:
        assert isinstance(chosen, kind)
        assert getattr(chosen, "count", 1) == jobs
        assert list(chosen.map(add, 1, range(3))) == [1, 2, 3]


def test_by_default_there_is_one_process_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: 5)
    assert getattr(choose(), "count", 1) == 5

    monkeypatch.setattr(workers, "_cores", lambda: 1)
    assert isinstance(choose(), Serial)


def test_what_a_library_prints_in_a_process_does_not_disturb_its_answers() -> None:
    with Processes(2) as pool:
        assert list(pool.map(chatter, 0, ["a", "b"])) == ["a", "b"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts files as Linux shows them")
def test_a_pool_leaves_no_process_no_thread_and_no_open_file() -> None:
    before, threads = open_files(), threading.active_count()

    with Processes(3) as pool:
        processes = set(pool.map(process_of, 0, range(1000)))
        next(pool.map(add, 1, range(1000)))

    assert open_files() == before
    assert threading.active_count() == threads
    assert not any(is_running(process) for process in processes)


INTERRUPTED = """\
import signal
from dateline.workers import Processes
from tests.test_workers import hang_after, process_of
with Processes(2) as pool:
    print(*set(pool.map(process_of, 0, range(500))), flush=True)
    for result in pool.map(hang_after, 0, range(100)):
        print(result, flush=True)
"""


def hang_after(first: int, job: int) -> int:
    if job > first:
        hang(0, 0)
    return job


def started(program: str) -> tuple[subprocess.Popen[str], list[int]]:
    """A master that has its first result, and the processes that work for it."""
    master = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=CHECKOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    assert master.stdout is not None
    processes = [int(word) for word in master.stdout.readline().split()]
    assert master.stdout.readline() == "0\n"
    return master, processes


def gone(processes: list[int]) -> bool:
    """Whether all of them end, within a time that no healthy machine needs."""
    deadline = time.monotonic() + 60
    while any(map(is_running, processes)) and time.monotonic() < deadline:
        os.sched_yield()
    return not any(map(is_running, processes))


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal on Windows")
def test_ctrl_c_ends_all_processes_at_once_and_only_the_master_speaks() -> None:
    master, processes = started(INTERRUPTED)

    os.killpg(master.pid, signal.SIGINT)
    _, said = master.communicate()

    assert len(processes) == 2
    assert gone(processes)
    assert said.count("Traceback") == 1
    assert said.endswith("KeyboardInterrupt\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_process_outlives_ctrl_c_from_its_own_group() -> None:
    with Processes(1) as pool:
        (process,) = pool.map(process_of, 0, [0])
        os.kill(process, signal.SIGINT)

        assert list(pool.map(process_of, 0, [0])) == [process]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_processes_end_by_themselves_when_their_master_is_killed() -> None:
    idle = INTERRUPTED.replace("range(100)", "range(1)")
    master, processes = started(idle + "    signal.pause()\n")

    master.kill()
    master.communicate()

    assert len(processes) == 2
    assert gone(processes)


# What travels ----------------------------------------------------------------------------------

MOMENT = datetime(2010, 11, 13, 10, 28, tzinfo=UTC)
LINK = Link("World", "/world/")
PICTURE = Picture("a.jpg", "A harbour")
TEASER = Teaser("/a/", "A", MOMENT, section=LINK, image=PICTURE, authors=(LINK, LINK))
STORY = Story("a.md", "/a/", "id", "A", MOMENT, "world", extra={"a": ("b", {"c": "d"})})


@dataclass(frozen=True, slots=True)
class Single:
    name: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Not made of what it was given: its values alone cannot make it again."""

    name: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(STORY, id="story"),
        pytest.param(
            Parsed(
                "a.md",
                STORY,
                Body(("a", "b"), (Hole("href", "b.md"),)),
                problems=(Problem(Location("a.md", 1, 2), "code", "what", "else"),),
                where={"title": (2, 1)},
            ),
            id="parsed",
        ),
        pytest.param(
            Page(
                *("/a/", "a/index.html", "story.html", "story", "A"),
                story=STORY,
                links={"b.md": "/b/"},
                lists={"latest": (TEASER, TEASER)},
                entries=(Entry(TEASER, "id"),),
            ),
            id="page",
        ),
        pytest.param(Single("a"), id="one field"),
        pytest.param(Counted("abc"), id="derived field"),
        pytest.param(Own("a"), id="without slots"),
        pytest.param((re.compile("a+"), Link, add, 1 + 2j, MOMENT, ...), id="other things"),
    ],
)
def test_what_travels_arrives_as_it_was(value: Any) -> None:
    arrived = pickle.loads(workers._pickled(value))

    assert arrived == value
    assert type(arrived) is type(value)


def test_what_is_shared_within_a_value_stays_shared() -> None:
    one, other = pickle.loads(workers._pickled((TEASER, Entry(TEASER, "id"))))

    assert other.teaser is one


# The process that can be killed ----------------------------------------------------------------


def test_a_guarded_call_gives_what_the_function_gives() -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        assert guard.call(add, 1, 2, seconds=HOUR) == 3


def test_one_process_answers_all_calls() -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        processes = {guard.call(process_of, 0, 0, seconds=HOUR) for _ in range(3)}

    assert len(processes) == 1
    assert os.getpid() not in processes


def test_a_call_that_hangs_is_killed_and_the_next_one_answered() -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        with pytest.raises(Killed, match=r"longer than 0\.2 s"):
            guard.call(hang, 0, 0, seconds=0.2)

        assert guard.call(add, 1, 2, seconds=HOUR) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory so")
@pytest.mark.parametrize("greedy", [fill_memory, give_too_much])
def test_a_call_that_takes_too_much_memory_ends_quietly(
    greedy: object, capfd: pytest.CaptureFixture[str]
) -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        with pytest.raises(Killed, match="too much"):
            guard.call(greedy, 0, 0, seconds=HOUR)  # type: ignore[arg-type]

        assert guard.call(add, 1, 2, seconds=HOUR) == 3
    assert capfd.readouterr().err == ""


def test_a_process_that_dies_is_replaced() -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        with pytest.raises(Killed):
            guard.call(die, 0, 0, seconds=HOUR)

        assert guard.call(add, 1, 2, seconds=HOUR) == 3


def test_what_the_function_raises_comes_back_with_its_place() -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        with pytest.raises(ValueError, match="a word") as caught:
            guard.call(refuse, 0, "a word", seconds=HOUR)

        assert "in refuse" in caught.value.__notes__[0]
        assert guard.call(add, 1, 2, seconds=HOUR) == 3


def test_what_a_library_prints_does_not_disturb_the_answers() -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        assert guard.call(chatter, 0, "answer", seconds=HOUR) == "answer"


def test_when_patience_is_used_up_no_call_is_tried() -> None:
    with Guard(memory=ROOMY, patience=0.2) as guard:
        with pytest.raises(Killed, match="longer than"):
            guard.call(hang, 0, 0, seconds=HOUR)

        with pytest.raises(Killed, match="other texts"):
            guard.call(add, 1, 2, seconds=HOUR)


def test_quick_calls_use_up_no_patience() -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        for job in range(20):
            guard.call(add, 1, job, seconds=HOUR)

        assert guard.patience == HOUR


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts files as Linux shows them")
def test_no_process_and_no_open_file_is_left_behind() -> None:
    before = open_files()
    processes = []

    for _ in range(3):
        with Guard(memory=ROOMY, patience=HOUR) as guard:
            processes.append(guard.call(process_of, 0, 0, seconds=HOUR))
            with pytest.raises(Killed):
                guard.call(hang, 0, 0, seconds=0.05)
            processes.append(guard.call(process_of, 0, 0, seconds=HOUR))

    assert open_files() == before
    assert not any(is_running(process) for process in processes)
    with pytest.raises(ChildProcessError):  # no zombie waits
        os.waitpid(-1, os.WNOHANG)


def test_an_interruption_ends_the_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with Guard(memory=ROOMY, patience=HOUR) as guard:
        process = guard.call(process_of, 0, 0, seconds=HOUR)

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("dateline.workers._next", interrupt)
        with pytest.raises(KeyboardInterrupt):
            guard.call(add, 1, 2, seconds=HOUR)

        assert not is_running(process)


ORPHAN = """\
import os, sys
from dateline.workers import Guard
from tests.test_workers import hang, process_of
guard = Guard(memory=2**30, patience=60)
print(guard.call(process_of, 0, 0, seconds=9), flush=True)
guard.call(hang, 0, 0, seconds=0.5)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit time so")
@pytest.mark.slow
def test_a_hanging_process_ends_by_itself_when_its_master_is_killed() -> None:
    master = subprocess.Popen(
        [sys.executable, "-c", ORPHAN.replace("0.5", "2")],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        encoding="utf-8",
    )
    assert master.stdout is not None
    process = int(master.stdout.readline())
    master.kill()
    master.communicate()

    deadline = time.monotonic() + 60
    while is_running(process) and time.monotonic() < deadline:
        os.sched_yield()

    assert not is_running(process)


def test_a_guard_works_from_any_folder_and_imports_nothing_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dateline.py").write_text("raise SystemExit('imported from the site')")
    (tmp_path / "pickle.py").write_text("raise SystemExit('imported from the site')")
    monkeypatch.chdir(tmp_path)

    with Guard(memory=ROOMY, patience=HOUR) as guard:
        assert guard.call(max, 1, 2, seconds=HOUR) == 2
