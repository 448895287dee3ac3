"""Applying pure functions to many jobs: in this process, or in one that can be killed."""

from __future__ import annotations

import math
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, TypeVar, cast

S = TypeVar("S")
J = TypeVar("J")
R = TypeVar("R")


class Workers(Protocol):
    """Apply a pure function to many jobs, in any order, and give results in the jobs' order."""

    def map(self, function: Callable[[S, J], R], shared: S, jobs: Iterable[J]) -> Iterator[R]: ...


class Serial:
    """One job after the other, here."""

    def map(self, function: Callable[[S, J], R], shared: S, jobs: Iterable[J]) -> Iterator[R]:
        return (function(shared, job) for job in jobs)


class Killed(Exception):
    """A guarded call took too long, or too much memory; says which."""


class Guard:
    """Runs calls one at a time in a process of its own, and kills it when one does not end.

    A regular expression that has run away cannot be interrupted in its own process. The process
    starts with the first call and is started again after a kill. Used with `with`.
    """

    def __init__(self, *, memory: int, patience: float) -> None:
        self.memory = memory
        """Bytes of address space that the process may take, where the system can limit it."""
        self.patience = patience
        """Seconds that slow calls may still take, all together: those that are killed, and what
        others take beyond an eighth of their deadline. When none are left, no call is tried."""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    def call(self, function: Callable[[S, J], R], shared: S, job: J, *, seconds: float) -> R:
        """`function(shared, job)`, which must be a top-level function of values.

        Raises `Killed` if it has not ended after `seconds`, if its process died of it, or if
        calls before it have used up all patience; and whatever the function raised. The time
        that the process takes to start counts against patience alone.
        """
        if self.patience <= 0:
            raise Killed("other texts took all the time there is for such texts")
        begun, free = time.monotonic(), seconds / 8
        try:
            return self._call(function, shared, job, min(seconds, self.patience))
        except Killed:
            free = 0
            raise
        finally:
            self.patience -= max(0, time.monotonic() - begun - free)

    def _call(self, function: Callable[[S, J], R], shared: S, job: J, seconds: float) -> R:
        process = self._start() if self._process is None else self._process
        calls, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        ran_out = threading.Event()

        def kill() -> None:
            ran_out.set()
            process.kill()

        timer = threading.Timer(seconds, kill)
        try:
            _send(calls, (function, shared, job, seconds))
            _read(answers, len(_READY))
            timer.start()
            ok, result = _receive(answers)
        except (EOFError, OSError) as error:
            self._stop()
            if ran_out.is_set():
                raise Killed(f"it takes longer than {seconds:.1f} s") from error
            raise Killed("it takes too much") from error
        except BaseException:
            self._stop()
            raise
        finally:
            timer.cancel()
            if timer.ident is not None:
                timer.join()  # so that it can't kill the process during a later call
        if ran_out.is_set():
            self._stop()
        if not ok:
            raise result
        return result  # type: ignore[no-any-return]

    def _start(self) -> subprocess.Popen[bytes]:
        package = Path(__file__).resolve().parent.parent
        path = os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH", "")]))
        # -P: the site's own folder, where this may run, is not a place to import from.
        command = f"from dateline.workers import _obey; _obey({self.memory})"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.communicate()


def _send(pipe: IO[bytes], value: object) -> None:
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(struct.pack("!Q", len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """The next value; what comes through this pipe was sent by this program itself."""
    size = struct.unpack("!Q", _read(pipe, 8))[0]
    return pickle.loads(_read(pipe, size))


def _read(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content


_READY = b"!"
"""What the guarded process says once it has read a call and imported what the call needs."""


def _obey(memory: int) -> None:
    """The guarded process: answer calls until the pipe is closed."""
    # Ctrl-C reaches every process of a terminal: ending this one is the other's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_CORE", 0)
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not reach the answers
    while True:
        try:
            function, shared, job, seconds = _receive(calls)
            # If the process that would kill this one is gone, nobody else ends it.
            _limit("RLIMIT_CPU", math.ceil(time.process_time() + 2 * seconds + 1))
            answers.write(_READY)
            answers.flush()
            _send(answers, _answer(function, shared, job))
        except (EOFError, MemoryError, OSError):
            return


def _answer(function: Callable[[S, J], R], shared: S, job: J) -> tuple[bool, R | Exception]:
    try:
        return True, function(shared, job)
    except MemoryError:
        raise
    except Exception as error:
        error.add_note("".join(traceback.format_tb(error.__traceback__)))
        return False, error


def _limit(what: str, most: int) -> None:
    """Take no more than `most` of a resource, where the system knows it."""
    try:
        import resource

        kind: int = getattr(resource, what)
        hardest = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hardest < 0 else min(most, hardest), hardest))
    except (ImportError, AttributeError, ValueError, OSError):
        pass  # Windows has no such limits; the deadline holds everywhere.
