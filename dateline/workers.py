"""Applying pure functions to many jobs: here, in several processes, or in one that can be killed.

Processes are started afresh everywhere, never forked: they behave the same on all systems, and
nothing is inherited by accident. Calls and answers travel through pipes as pickles of values that
this program made itself.
"""

from __future__ import annotations

import copyreg
import io
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
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import lru_cache
from itertools import islice
from operator import attrgetter, methodcaller
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Any, Protocol, TypeVar, cast

from dateline.problems import WorldError

S = TypeVar("S")
J = TypeVar("J")
R = TypeVar("R")

ALONE = 0.5
"""Seconds of work from which on other processes are worth their start.

Each takes about 0.3 s to import what it needs and to compile templates; with two of them as much
work must be left to gain anything.
"""


class Workers(Protocol):
    """Apply a pure function to many jobs, in any order, and give results in the jobs' order.

    `jobs` may be long and lazy, and so are the results: what is held in between is bounded.
    """

    def map(self, function: Callable[[S, J], R], shared: S, jobs: Iterable[J]) -> Iterator[R]: ...

    @property
    def count(self) -> int:
        """How many processes there may be; 1 if all work is done here."""

    def warm(self, *functions: Callable[..., object]) -> None:
        """Get ready for much work by `functions`, while this process still does other things."""

    def rest(self) -> None:
        """End all processes: what they hold open is free. The next work starts others."""


def choose(jobs: int | None = None) -> Serial | Processes:
    """Workers for at most `jobs` processes at once, by default one for each core.

    The results are the same whatever is chosen. Used with `with`.
    """
    count = _cores() if jobs is None else jobs
    return Serial() if count <= 1 else Processes(count, alone=ALONE)


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Serial:
    """One job after the other, here."""

    count = 1

    def __enter__(self) -> Serial:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def warm(self, *functions: Callable[..., object]) -> None:
        """Nothing: what is imported here is imported anyway."""

    def rest(self) -> None:
        """Nothing: there is nobody."""

    def map(self, function: Callable[[S, J], R], shared: S, jobs: Iterable[J]) -> Iterator[R]:
        return (function(shared, job) for job in jobs)


class WorkerDied(WorldError):
    """A process that worked for this one was ended from outside, or by lack of memory."""


class Processes:
    """Workers in `count` processes, which start when there is work and live until `with` ends.

    The first `alone` seconds of work are done here, since starting processes takes as long. Not
    for use by several threads; but a map may feed another, and one that is not read to its end
    does no harm.
    """

    AHEAD = 3
    """Batches that each process may have at once: one that it works on, others that wait."""
    LARGEST = 256
    """Jobs in a batch, at most."""
    SECONDS = 0.02
    """What a batch should take. Sending one costs 0.2 ms."""
    BYTES = 2**18
    """What a batch and its answer should have at most."""

    def __init__(self, count: int, *, alone: float = 0.0) -> None:
        self.count = count
        self._alone = alone
        self._hands: list[_Hand] = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    def warm(self, *functions: Callable[..., object]) -> None:
        """Start all processes now, and let them import what `functions` need while they wait."""
        message = _pickled(("warm", functions))  # to read it is to import them
        while len(self._hands) < self.count:
            self._hands.append(_Hand())
            self._tell(self._hands[-1], message)

    def rest(self) -> None:
        """End all processes. The next work starts others."""
        self._stop()

    def map(self, function: Callable[[S, J], R], shared: S, jobs: Iterable[J]) -> Iterator[R]:
        """What `function(shared, job)` gives for each of `jobs`, in their order.

        `function` is a top-level function of values. What it raises is raised here when its
        job's turn comes, with the traceback as a note. Raises `WorkerDied` if a process ends.
        """
        rest = iter(jobs)
        yield from self._here(function, shared, rest)
        work = _pickled((function, shared))
        flight: deque[_Batch] = deque()
        size, fitting = 1, 8
        while True:
            while len(flight) < self.AHEAD * self.count:
                batch = list(islice(rest, size))
                if not batch:
                    break
                flight.append(self._send(work, batch))
                size = min(2 * size, fitting)
            if not flight:
                return
            first = flight.popleft()
            answer = self._answer(first)
            results, error, seconds = pickle.loads(answer)
            yield from results
            if error is not None:
                raise error
            share = max(seconds / self.SECONDS, max(len(answer), first.bytes) / self.BYTES)
            fitting = max(1, min(self.LARGEST, int(first.jobs / share)))

    def _here(self, function: Callable[[S, J], R], shared: S, jobs: Iterator[J]) -> Iterator[R]:
        """Results of the first jobs, as long as no process is worth its start."""
        while not self._hands and self._alone > 0:
            try:
                job = next(jobs)
            except StopIteration:
                return
            begun = time.perf_counter()
            result = function(shared, job)
            self._alone -= time.perf_counter() - begun
            yield result

    def _send(self, work: bytes, jobs: Sequence[object]) -> _Batch:
        """`jobs` on their way to the process that has least to do."""
        hand = self._idlest()
        if work not in hand.works:
            hand.works.append(work)
            self._tell(hand, _pickled(("work", work)))
        message = _pickled(("jobs", hand.works.index(work), _pickled(jobs)))
        batch = _Batch(hand, len(jobs), len(message))
        hand.batches.append(batch)
        self._tell(hand, message)
        return batch

    def _idlest(self) -> _Hand:
        """The process with the fewest batches; a new one, if none is idle and there may be more."""
        idlest = min(self._hands, key=lambda hand: len(hand.batches), default=None)
        if idlest is None or (idlest.batches and len(self._hands) < self.count):
            idlest = _Hand()
            self._hands.append(idlest)
        return idlest

    def _tell(self, hand: _Hand, message: bytes) -> None:
        try:
            hand.tell(message)
        except OSError as error:
            raise self._death(hand) from error
        except BaseException:
            self._stop()  # half a message may have been sent
            raise
        if hand.has_ended:
            raise self._death(hand)

    def _answer(self, batch: _Batch) -> bytes:
        """The process's answer to `batch`, as soon as it is there."""
        while True:
            try:
                # Windows lets Ctrl-C through between two waits only.
                answer = batch.answer.get(timeout=0.5)
            except Empty:
                continue
            if answer is None:
                raise self._death(batch.hand)
            return answer

    def _death(self, hand: _Hand) -> WorkerDied:
        """What to say of a process that has ended; all others end too."""
        how = _how_it_ended(hand.process.wait())
        self._stop()
        return WorkerDied(
            f"a process that worked for this one {how}",
            "if the machine is short of memory, try fewer at once: --jobs 1",
        )

    def _stop(self) -> None:
        hands, self._hands = self._hands, []
        for hand in hands:
            hand.process.kill()
        for hand in hands:
            hand.end()


def _how_it_ended(code: int) -> str:
    """`code`, as `Popen` gives it, in words."""
    if code < 0:
        return f"was ended by signal {-code} ({signal.strsignal(-code)})"
    return f"ended by itself (status {code})"


class _Batch:
    """Jobs under way in one process, and where their answer will be put: `None` if it died."""

    def __init__(self, hand: _Hand, jobs: int, size: int) -> None:
        self.hand = hand
        self.jobs = jobs
        self.bytes = size
        self.answer: SimpleQueue[bytes | None] = SimpleQueue()


class _Hand:
    """One process of a pool.

    A thread on either side does nothing but read, so that no one ever waits to write to somebody
    who waits to write as well.
    """

    def __init__(self) -> None:
        self.process = _start("_serve()")
        self.works: list[bytes] = []
        """Functions and what their jobs share, as the process has them, by number."""
        self.batches: deque[_Batch] = deque()
        self.has_ended = False
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()

    def tell(self, message: bytes) -> None:
        """Send one message. Raises `OSError` if the process has ended."""
        _write(cast(IO[bytes], self.process.stdin), message)

    def end(self) -> None:
        """Leave nothing of a process that has been killed."""
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # of a message that nobody read any more
                cast(IO[bytes], pipe).close()
        self.process.wait()

    def _collect(self) -> None:
        answers = cast(IO[bytes], self.process.stdout)
        try:
            while True:
                answer = _next(answers)
                self.batches.popleft().answer.put(answer)
        except (EOFError, OSError):
            self.has_ended = True
            while self.batches:
                self.batches.popleft().answer.put(None)


def _serve() -> None:
    """A process of a pool: work until the pipe is closed, then end at once."""
    calls, answers = _channels()
    messages: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read_ahead, args=(calls, messages), daemon=True).start()
    works: list[bytes] = []
    try:
        while True:
            kind, *rest = pickle.loads(messages.get())
            if kind == "work":
                works += rest
            elif kind == "jobs":
                number, jobs = rest
                _write(answers, _answers(works[number], jobs))
    finally:
        os._exit(1)  # an ordinary exit would wait for the thread that reads


def _read_ahead(calls: IO[bytes], messages: SimpleQueue[bytes]) -> None:
    """Take in all that comes. When the pipe closes, nobody waits for this process any more."""
    try:
        while True:
            messages.put(_next(calls))
    except (EOFError, OSError):
        os._exit(0)


def _answers(work: bytes, jobs: bytes) -> bytes:
    """The results up to the first job that fails, why it did, and the seconds that it all took."""
    begun = time.perf_counter()
    results: list[object] = []
    try:
        function, shared = _unpacked(work)
        for job in pickle.loads(jobs):
            results.append(function(shared, job))  # noqa: PERF401 (those before a failure stay)
        return _pickled((results, None, time.perf_counter() - begun))
    except MemoryError:
        raise
    except Exception as error:
        failure = _portable(error)
    try:
        return _pickled((results, failure, 0.0))
    except Exception:  # the failure was that a result cannot be pickled
        return _pickled(([], failure, 0.0))


@lru_cache(maxsize=4)
def _unpacked(work: bytes) -> tuple[Callable[[Any, Any], object], object]:
    """A function and what its jobs share: the same object for all jobs, which functions rely on."""
    return cast(tuple[Callable[[Any, Any], object], object], pickle.loads(work))


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
            _write(calls, _pickled((function, shared, job, seconds)))
            _read(answers, len(_READY))
            timer.start()
            ok, result = pickle.loads(_next(answers))
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
        self._process = _start(f"_obey({self.memory})")
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.communicate()


def _start(call: str) -> subprocess.Popen[bytes]:
    """A fresh process that makes one call of this module, with pipes both ways."""
    package = Path(__file__).resolve().parent.parent
    path = os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH", "")]))
    # Ctrl-C reaches every process of a terminal's group: ending this one is the other's business.
    apart = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    return subprocess.Popen(
        # -P: the site's own folder, where this may run, is not a place to import from.
        [sys.executable, "-P", "-c", f"from dateline import workers; workers.{call}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
        creationflags=apart,
    )


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """In such a process: the pipe that calls come from, and the one for answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not reach the answers
    return sys.stdin.buffer, answers


def _write(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(struct.pack("!Q", len(message)))
    pipe.write(message)
    pipe.flush()


def _next(pipe: IO[bytes]) -> bytes:
    """The next message. Raises `EOFError` if there is none."""
    return _read(pipe, struct.unpack("!Q", _read(pipe, 8))[0])


def _read(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _pickled(value: object) -> bytes:
    """`value` as a pickle."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _ways()
    pickler.dump(value)
    return file.getvalue()


class _Ways(dict[type, Callable[[Any], Any]]):
    """How values of each class are taken apart.

    A frozen dataclass with slots is told by its values, in order. It would be taken apart and put
    together by dataclasses' own functions in Python, which takes 2.5 times as long: 40 and 50 µs
    for a page, against 15 and 23.
    """

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, type):
            raise KeyError(kind)  # classes go by name
        way = copyreg.dispatch_table.get(kind) or _by_values(kind)
        self[kind] = way or methodcaller("__reduce_ex__", pickle.HIGHEST_PROTOCOL)
        return self[kind]


def _by_values(kind: type) -> Callable[[Any], Any] | None:
    """How to take a dataclass apart that is nothing but its values; `None` for other classes."""
    if not is_dataclass(kind) or "__slots__" not in vars(kind):
        return None
    if not all(f.init and not f.kw_only for f in fields(kind)):
        return None
    names = [f.name for f in fields(kind)]
    if len(names) < 2:  # of one attribute, `attrgetter` gives no tuple
        return lambda value: (kind, tuple(getattr(value, name) for name in names))
    values = attrgetter(*names)
    return lambda value: (kind, values(value))


@lru_cache(maxsize=1)
def _ways() -> _Ways:
    return _Ways()


_READY = b"!"
"""What the guarded process says once it has read a call and imported what the call needs."""


def _obey(memory: int) -> None:
    """The guarded process: answer calls until the pipe is closed."""
    calls, answers = _channels()
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_CORE", 0)
    while True:
        try:
            function, shared, job, seconds = pickle.loads(_next(calls))
            # If the process that would kill this one is gone, nobody else ends it.
            _limit("RLIMIT_CPU", math.ceil(time.process_time() + 2 * seconds + 1))
            answers.write(_READY)
            answers.flush()
            _write(answers, _pickled(_answer(function, shared, job)))
        except (EOFError, MemoryError, OSError):
            return


def _answer(function: Callable[[S, J], R], shared: S, job: J) -> tuple[bool, R | Exception]:
    try:
        return True, function(shared, job)
    except MemoryError:
        raise
    except Exception as error:
        return False, _portable(error)


def _portable(error: Exception) -> Exception:
    """`error` with its traceback as a note, or what can be said of one that cannot travel."""
    error.add_note("".join(traceback.format_tb(error.__traceback__)))
    with suppress(Exception):  # whatever its class does when it is taken apart
        if type(pickle.loads(_pickled(error))) is type(error):
            return error
    told = RuntimeError(f"{type(error).__name__}: {error}")
    told.add_note("\n".join(error.__notes__))
    return told


def _limit(what: str, most: int) -> None:
    """Take no more than `most` of a resource, where the system knows it."""
    try:
        import resource

        kind: int = getattr(resource, what)
        hardest = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hardest < 0 else min(most, hardest), hardest))
    except (ImportError, AttributeError, ValueError, OSError):
        pass  # Windows has no such limits; the deadline holds everywhere.
