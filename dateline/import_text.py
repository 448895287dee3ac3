"""Stories as plain text, in the shape of a page printed from a news site:

    Headline
    Standfirst
    world Updated: Nov 13, 2010 16:01 IST
    paragraphs
    First Published: Nov 13, 2010 15:58 IST

with empty lines between. The text between the two stamps goes into the story byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from dateline.articles import Article, Clock, Export, decode, files_of, read_bytes, shown
from dateline.fields import one_line
from dateline.problems import Location

_UPDATED = re.compile(r"(?P<section>[^\n]*?)\s*\bUpdated:[ \t]*(?P<time>[^\n]*?)\s*")
_FIRST = re.compile(r"(?P<before>[^\n]*?)\s*\bFirst Published:[ \t]*(?P<time>[^\n]*?)\s*")

_SHAPE = "headline, standfirst, `world Updated: Nov 13, 2010 16:01 IST`, text, `First Published: …`"


def read_text(paths: Iterable[Path], zone: tzinfo, zone_name: str) -> Export:
    """One story a file."""
    export = Export()
    clock = Clock(zone, zone_name)
    for path, name in files_of(paths, (".txt",)):
        text = decode(read_bytes(path), shown(path), export)
        if text is not None:
            _File(shown(path), name, text, clock, export).read()
    export.notes += clock.notes()
    return export


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    start: int
    end: int
    """Where it begins in the file, and where the next one does."""


def _lines(text: str) -> list[_Line]:
    found, start = [], 0
    for number, line in enumerate(re.findall(r"[^\n]*\n|[^\n]+\Z", text), 1):
        found.append(_Line(number, line.strip(), start, start + len(line)))
        start += len(line)
    return found


class _File:
    """One file while it is read."""

    def __init__(self, path: str, name: str, text: str, clock: Clock, export: Export) -> None:
        self.path, self.name, self.text = path, name, text
        self.clock, self.export = clock, export
        self.lines = [line for line in _lines(text) if line.text]
        self.notes: list[str] = []

    def read(self) -> None:
        if not self.lines:
            self._complain(1, "the file is empty", "")
            return
        stamp = next((n for n, line in enumerate(self.lines) if self._is_update(line)), 0)
        last = len(self.lines) - 1
        if not self._has_both(stamp, last):
            return
        section, updated = self._stamp(self.lines[stamp], _UPDATED)
        _, published = self._stamp(self.lines[last], _FIRST)
        if published is None or updated is None:
            return
        if updated < published:
            where = Location(self.path, self.lines[stamp].number)
            self.export.complain(
                where,
                "updated-before-published",
                "`Updated` is before `First Published`",
                f"a time after {self._written(self.lines[last])}",
                "are the two swapped, or is the year wrong?",
                self.lines[stamp].text,
            )
            return
        standfirst = [line.text for line in self.lines[1:stamp]]
        if len(standfirst) > 1:
            self.notes.append("the standfirst had several lines, which are one now")
        body = self.text[self.lines[stamp].end : self.lines[last].start]
        self.export.articles.append(
            Article(
                key=f"{self.name} {published:%Y-%m-%dT%H:%M:%SZ}",
                where=Location(self.path, 1),
                title=one_line(self.lines[0].text),
                summary=one_line(" ".join(standfirst)),
                text=re.sub(r"\A(?:[ \t]*\r?\n)+|\s+\Z", "", body),
                form="plain",
                published=published,
                updated=updated if updated > published else None,
                section=section,
                notes=tuple(self.notes),
            )
        )

    @staticmethod
    def _is_update(line: _Line) -> bool:
        return bool(_UPDATED.fullmatch(line.text)) and len(line.text) < 200

    def _has_both(self, stamp: int, last: int) -> bool:
        """Whether both stamps stand in their places; complains of each that does not."""
        is_last = bool(_FIRST.fullmatch(self.lines[last].text))
        first = next((n for n, line in enumerate(self.lines) if _FIRST.fullmatch(line.text)), -1)
        if stamp == last and 0 <= first < last:
            self._complain(
                self.lines[first].number,
                "`First Published:` stands above the text and `Updated:` below it: swapped",
                "`Updated:` goes above the text, `First Published:` below it",
            )
            return False
        if stamp == 0 or (stamp == last and not is_last):
            hint = "write the line above the text; if nothing changed, with the first time again"
            self._complain(
                1, "the line with the section and `Updated:` is missing", hint, quotes=False
            )
        if not is_last and first > stamp:
            number = self.lines[first + 1].number
            self._complain(
                number, "text stands below `First Published:`", "move it up, or take it away"
            )
        elif not is_last:
            self._complain(
                self.lines[last].number,
                "the line `First Published:` is missing at the end",
                "write it below the text",
            )
        return stamp > 0 and is_last and stamp < last

    def _stamp(self, line: _Line, form: re.Pattern[str]) -> tuple[str, datetime | None]:
        """What stands before the stamp of a line, and its time."""
        match = form.fullmatch(line.text)
        assert match is not None  # as `_has_both` has seen
        where = Location(self.path, line.number)
        name = "Updated" if form is _UPDATED else "First Published"
        return match[1].strip(), self.clock.read(match["time"], name, where, self.export)

    @staticmethod
    def _written(line: _Line) -> str:
        match = _FIRST.fullmatch(line.text)
        return match["time"] if match else line.text

    def _complain(self, line: int, message: str, hint: str, *, quotes: bool = True) -> None:
        quoted = next((one.text for one in self.lines if one.number == line), "")
        self.export.complain(
            Location(self.path, line),
            "bad-export",
            message,
            _SHAPE,
            hint,
            quoted if quotes else "",
        )
