"""Proof that an output is what a clean build makes: everything anew, aside, and compared."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dateline import pipeline, write
from dateline.archive import Archive
from dateline.cache import Cache, open_cache, peek
from dateline.digests import digest_file
from dateline.index import Edition
from dateline.ingredients import changed
from dateline.ledger import Entry, Ledger, press_of
from dateline.model import Report
from dateline.pipeline import Options
from dateline.problems import WorldError
from dateline.tools import Progress
from dateline.workers import Workers

_ASIDE = "verify"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as a clean build makes it, and why."""

    path: str
    what: str
    cause: str


def _remembered(folder: Path) -> tuple[Cache, str]:
    """The cache, to look at; an empty one and a note if it can't be believed."""
    with peek(folder) as cache:
        if cache is not None:
            return open_cache(folder), ""
    return open_cache(None), "the build cache can't be believed, so that causes can't be told"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison found."""

    report: Report
    """Of the clean build; if it has errors, nothing was compared."""
    differences: tuple[Difference, ...] = ()


def verify(
    root: Path, options: Options, *, is_then: bool, workers: Workers, progress: Progress
) -> Verdict:
    """Build the paper anew beside its output, and compare the two, byte for byte.

    With `is_then` for the edition and moment of the last build; else for those of `options`.
    Nothing that is remembered is used, and the output is only read.
    """
    started = time.perf_counter()
    output = options.output or root / "output"
    with write.one_at_a_time(root, patience=options.patience) as hold:
        cache, note = _remembered(hold.folder)
        aside = hold.folder / _ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        try:
            press = press_of(cache, output)
            if is_then and press.build:
                options = replace(options, edition=Edition.again(press.as_of, press.flags))
            options = replace(options, output=aside / "output")
            report = pipeline.build_aside(
                root, options, aside, hold=hold, workers=workers, progress=progress
            )
            if not report.ready:
                return Verdict(report)
            clean = open_cache(aside)
            try:
                compared = _Compared(output, cache, aside / "output", clean)
                found = tuple(compared.differences())
                seconds = time.perf_counter() - started
                notes = (note,) if note else ()
                return Verdict(replace(report, seconds=seconds, notes=notes), found)
            finally:
                clean.close()
        finally:
            cache.close()
            shutil.rmtree(aside, ignore_errors=True)


class _Compared:
    """An output folder beside a clean one, each with what is known of it."""

    def __init__(self, output: Path, cache: Cache, clean: Path, clean_cache: Cache) -> None:
        self.output, self.clean = output, clean
        self.archive = Archive(cache)
        self.press = press_of(cache, output)
        self.ledger = Ledger(cache, self.press.id)
        self.clean_press = press_of(clean_cache, clean)
        self.clean_ledger = Ledger(clean_cache, self.clean_press.id)

    def differences(self) -> Iterator[Difference]:
        """Every difference, in order of path."""
        if not write.is_ours(self.output):
            raise WorldError(
                f"{self.output} is no output of dateline's", "build first: dateline build"
            )
        known = set(self.clean_ledger.paths())
        for path in sorted(known | set(write.strangers(self.output, known.__contains__))):
            is_planned = path in known
            target = self.output / path
            if not is_planned:
                yield Difference(path, "is not in a clean build", self._why_stray(path))
            elif not os.path.lexists(target):
                yield Difference(path, "is missing", self._why(path, lost=True))
            elif not self._is_same(path):
                yield Difference(path, "differs", self._why(path, lost=False))

    def _is_same(self, path: str) -> bool:
        here, there = self.output / path, self.clean / path
        if here.is_symlink() or not here.is_file() or not write.is_plain(self.output, path):
            return False
        if here.stat().st_size != there.stat().st_size:
            return False
        return _digest_of(here) == _digest_of(there)

    def _why_stray(self, path: str) -> str:
        entry = self.ledger.entry(path)
        if entry is None:
            return "dateline did not write it"
        return self._why_stale(entry, None)

    def _why(self, path: str, *, lost: bool) -> str:
        entry = self.ledger.entry(path)
        if entry is None:
            return "the last build did not make it" + self._newer()
        if lost:
            return "it was removed after it was written"
        target = self.output / path
        if target.is_symlink() or not target.is_file() or _digest_of(target) != entry.digest:
            return "it was changed after it was written"
        return self._why_stale(entry, self.clean_ledger.entry(path))

    def _why_stale(self, entry: Entry, clean: Entry | None) -> str:
        """Why a file is as it was written and yet not as it should be."""
        if newer := self._newer():
            return "it is older than its sources" + newer
        if clean is None:
            return f"its piece ({entry.piece}) no longer makes it: please report this"
        if not (entry.parts.startswith("{") and clean.parts.startswith("{")):
            return f"it was copied from {entry.parts}, and should be from {clean.parts}"
        names = changed(json.loads(entry.parts), json.loads(clean.parts))
        if names:
            said = ", ".join(names)
            return f"a change of {said} was not noticed: please report this"
        return "it was made of the same parts with another result: please report this"

    def _newer(self) -> str:
        """A source that changed after the last build, if there is one."""
        path = self.archive.newest_since(self.press.build)
        if path:
            return f" (content/{path} has changed since the last build)"
        if self.press.inputs != self.clean_press.inputs:
            return " (settings, theme, dateline or --base-url are not those of the last build)"
        return ""


def _digest_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return digest_file(file)
