"""The process that can be killed: deadlines, memory, and nothing left behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.workers import Guard, Killed, Serial
from tests.conftest import CHECKOUT

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


def test_serial_workers_give_results_in_order() -> None:
    assert list(Serial().map(add, 1, [1, 2, 3])) == [2, 3, 4]


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

        monkeypatch.setattr("dateline.workers._receive", interrupt)
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
