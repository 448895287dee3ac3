"""`content/` into the archive: what is new is read and parsed, the rest is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from dateline import discover
from dateline.archive import Archive, Sighting, is_markdown
from dateline.config import Config
from dateline.digests import digest_bytes
from dateline.model import Parsed, Source
from dateline.parse import Job
from dateline.pictures import is_picture
from dateline.problems import Location, Problem
from dateline.profile import Meter
from dateline.recording import Asked, key_of, record, record_ordinary
from dateline.records import Record, record_of
from dateline.tools import Tools
from dateline.workers import Guard, Killed

GUARD_MEMORY = 2**30
"""Bytes that converting one suspicious text may take."""
PATIENCE = 4
"""How many such texts may use up the time for one in vain, before the rest is not tried."""


def read_sources(
    root: Path,
    archive: Archive,
    sighting: Sighting,
    config: Config,
    program: bytes,
    tools: Tools,
) -> tuple[Problem, ...]:
    """Bring the archive up to date; gives what is wrong with files that can't be read."""
    archive.remove(sighting.gone)
    reader = _Reader(root, archive, config, Asked(config.rules, program))
    problems = reader.read(sighting.doubtful, tools)
    archive.keep_hints(sighting, reader.unread)
    return problems


def _note(meter: Meter, result: Record | str, seconds: float) -> None:
    if isinstance(result, Record):
        meter.story(result.path, seconds)


def _pass(_meter: Meter, _sight: object, _seconds: float) -> None:
    """The meter counts stories and pages."""


_BATCH = 200
"""Records that the archive is told of at a time."""


class _Reader:
    """One reading of all that may have changed."""

    def __init__(self, root: Path, archive: Archive, config: Config, asked: Asked) -> None:
        self.root, self.archive, self.config, self.asked = root, archive, config, asked
        self.unread: list[str] = []
        """Files that are there and can't be read."""
        self.problems: list[Problem] = []
        self.odd: list[str] = []
        """Texts that may take long to convert."""
        self.found: list[Source] = []
        """Files that were read, before the archive is told."""
        self.results: list[Record] = []
        """What came of them."""
        self.most = config.rules.head_bytes + config.rules.body_bytes

    def read(self, doubtful: Iterable[str], tools: Tools) -> tuple[Problem, ...]:
        """Read and parse; the archive is told as results come."""
        paths = dict.fromkeys(doubtful)
        markdown = [path for path in paths if is_markdown(path)]
        markdown += [path for path in self._outdated() if path not in paths]
        markdown.sort()
        known = self.archive.keys(paths)
        for path in paths:
            if not is_markdown(path) and not is_picture(path):
                self._see(path, known)
        self._look(paths, known, tools)
        jobs = self._jobs(markdown, known)
        done = 0
        for result in tools.map(record_ordinary, self.asked, jobs, _note):
            if isinstance(result, str):
                self.odd.append(result)
                continue
            self._tell(result)
            done += 1
            tools.progress("reading", done, len(markdown))
        self._flush()
        with Guard(memory=GUARD_MEMORY, patience=PATIENCE * self.config.seconds) as guard:
            for path in self.odd:
                self._tell(self._guarded(guard, path))
                done += 1
                tools.progress("reading", done, len(markdown))
        self._flush()
        self.archive.cache.set_fact("asked", self.asked.digest)
        return tuple(self.problems)

    def _outdated(self) -> Iterable[str]:
        """Files that are as they were and must be parsed again all the same."""
        if self.archive.cache.fact("asked") != self.asked.digest:
            return list(self.archive.markdown())
        return self.archive.pending()

    def _see(self, path: str, known: Mapping[str, tuple[bytes, bytes]]) -> None:
        """Note a file that is no Markdown, if it is not as it was."""
        before = known.get(path, (b"",))[0]
        try:
            source = discover.source_of(self.root, path)
        except discover.Vanished as error:
            self._unreadable(error)
            return
        if before != source.digest:
            self.archive.put_sources([source])

    def _look(
        self, paths: Iterable[str], known: Mapping[str, tuple[bytes, bytes]], tools: Tools
    ) -> None:
        """Note what pictures are, if they are others, or are looked at with other eyes."""
        from dateline.photos import observe

        sees_as_before = self.archive.cache.fact("looked") == self.asked.program
        wanted = dict.fromkeys(path for path in paths if is_picture(path))
        if not sees_as_before:
            wanted |= dict.fromkeys(path for path, _ in self.archive.pictures())
        jobs = [(path, known.get(path, (b"",))[0] if sees_as_before else b"") for path in wanted]
        for done, sight in enumerate(tools.map(observe, self.root, jobs, _pass), 1):
            tools.progress("looking at pictures", done, len(jobs))
            if sight.source is None:
                self._unreadable(discover.Vanished(sight.path, sight.why, is_there=sight.is_there))
            elif sight.original and (
                known.get(sight.path, (b"",))[0] != sight.source.digest
                or sight.original != self.archive.original(sight.path)
            ):
                self.archive.put_picture(sight.source, sight.original)
        self.archive.cache.set_fact("looked", self.asked.program)

    def _unreadable(self, error: discover.Vanished) -> None:
        """Note a file that may not be read; one that has gone since it was seen stops the build."""
        if not error.is_there:
            raise error
        self.unread.append(error.path)
        self.problems.append(discover.unreadable(error))

    def _jobs(
        self, markdown: Iterable[str], known: Mapping[str, tuple[bytes, bytes]]
    ) -> Iterator[Job]:
        """Texts that are not as they were; those that are too long are set aside."""
        for path in markdown:
            try:
                content = discover.read(self.root, path, self.most + 1)
            except discover.Vanished as error:
                self._unreadable(error)
                continue
            digest = digest_bytes(content)
            before, key = known.get(path, (b"", b""))
            if before != digest:
                self.found.append(Source(path, digest, len(content)))
            elif key == key_of(self.asked, path, digest):
                continue
            if len(content) > self.most:
                self.odd.append(path)
            else:
                yield Job(path, content)

    def _tell(self, result: Record) -> None:
        self.results.append(result)
        if len(self.results) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        """Have the archive keep what has been read so far."""
        self.archive.put_sources(self.found)
        self.found.clear()
        if self.archive.is_new:
            self.archive.put_new(self.results)
        else:
            for result in self.results:
                self.archive.put(result)
        self.results.clear()

    def _guarded(self, guard: Guard, path: str) -> Record:
        content = discover.read(self.root, path, self.most + 1)
        if len(content) > self.most:
            return self._too_large(path, content)
        job = Job(path, content)
        seconds = self.config.seconds * (1 + len(content) / 2**20)
        try:
            return guard.call(record, self.asked, job, seconds=seconds)
        except Killed as killed:
            return record(self.asked, replace(job, failure=str(killed)))

    def _too_large(self, path: str, content: bytes) -> Record:
        """What is said of a Markdown file that is not even read to its end."""
        size = (self.root / discover.FOLDER / path).stat().st_size
        message = f"the file is too long: it has {size:,} bytes"
        hint = "is it a story at all? The limits are settings: see [markdown] in docs/settings.md"
        place = Location(f"content/{path}")
        problem = Problem(place, "too-long", message, f"at most {self.most:,} bytes", hint)
        parsed = Parsed(path, None, None, problems=(problem,))
        return record_of(parsed, b"", self.asked.rules.timezone)
