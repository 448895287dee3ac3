"""Applying pure functions to many jobs: in this process, or in one that can be killed."""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, TypeVar

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

    def __init__(self, *, memory: int) -> None:
        self.memory = memory
        """Bytes of address space that the process may take, where the system can limit it."""
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

        Raises `Killed` if it has not ended after `seconds`, or if its process died of it, and
        whatever the function raised.
        """
        process = self._start() if self._process is None else self._process
        assert process.stdin is not None and process.stdout is not None
        ran_out = threading.Event()

        def kill() -> None:
            ran_out.set()
            process.kill()

        timer = threading.Timer(seconds, kill)
        timer.start()
        try:
            _send(process.stdin, (function, shared, job))
            ok, result = _receive(process.stdout)
        except (EOFError, OSError) as error:
            self._stop()
            why = f"it takes longer than {seconds:g} s" if ran_out.is_set() else "it takes too much"
            raise Killed(why) from error
        except BaseException:
            self._stop()
            raise
        finally:
            timer.cancel()
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


def _obey(memory: int) -> None:
    """The guarded process: answer calls until the pipe is closed."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limit; the deadline holds everywhere.
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not reach the answers
    while True:
        try:
            function, shared, job = _receive(calls)
        except EOFError:
            return
        try:
            answer = (True, function(shared, job))
        except MemoryError:
            return
        except Exception as error:
            answer = (False, error)
        _send(answers, answer)
