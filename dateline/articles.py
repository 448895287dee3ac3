"""What importers find in other tools' exports: articles, people, and what stays behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Literal

from dateline.exports import Flaw
from dateline.fields import short
from dateline.problems import Location, Problem, WorldError
from dateline.times import EXPECTED, Misread, Moment, read_time

Form = Literal["markdown", "html", "plain"]

MOST_BYTES = 2**29
"""Of one file of an export; it is held in memory."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A lead picture, by its address on the old site or its path in the old folder."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One story or standing page as another tool kept it."""

    key: str
    """What it is called there for ever: its guid, its id, its path."""
    where: Location
    title: str
    text: str
    form: Form
    """`plain` goes into the file byte for byte."""
    published: datetime | None = None
    updated: datetime | None = None
    expires: datetime | None = None
    section: str = ""
    """A name that can only be a section's, as the folder it stands in."""
    categories: tuple[str, ...] = ()
    """Names of which one may be a section's; the others are topics."""
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str = ""
    slug: str = ""
    series: str = ""
    lang: str = ""
    kicker: str = ""
    urls: tuple[str, ...] = ()
    """Where it stood, absolute or from the old site's root."""
    names: tuple[str, ...] = ()
    """What other articles call it in links: its path in the old folder."""
    image: Figure | None = None
    is_draft: bool = False
    is_page: bool = False
    folder: Path | None = None
    """Where its relative pictures are."""
    notes: tuple[str, ...] = ()
    """What was left out or read in a way that should be told."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author of whom the export says more than the name."""

    name: str
    summary: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Export:
    """What one run has found: articles, what is wrong, what stays behind."""

    articles: list[Article] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was left out of the whole."""
    people: list[Person] = field(default_factory=list)
    site: str = ""
    """The old site's address, if it is known."""
    roots: tuple[Path, ...] = ()
    """Folders whose files stood at the old site's root."""

    def complain(
        self,
        where: Location,
        code: str,
        message: str,
        expected: str,
        hint: str = "",
        quoted: str = "",
    ) -> None:
        """One more thing that is wrong: what it speaks of is skipped."""
        self.problems.append(Problem(where, code, message, expected, hint, quoted=quoted))


def files_of(paths: Iterable[Path], endings: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Each file that `paths` name, with its name below the folder that was named.

    Files are taken whatever they are called; of folders those with one of `endings`, in order of
    name, but no hidden ones and nothing behind links.
    """
    for path in paths:
        if not path.is_dir():
            yield path, path.name
            continue
        found = [
            (file, file.relative_to(path).as_posix())
            for file in path.rglob("*")
            if file.name.lower().endswith(endings) and file.is_file() and not _is_odd(file, path)
        ]
        if not found:
            raise WorldError(
                f"{path} holds nothing to import",
                "name a folder with files that end in " + " or ".join(endings),
            )
        yield from sorted(found, key=lambda pair: pair[1])


def _is_odd(file: Path, top: Path) -> bool:
    """Whether `file` is hidden, or a link stands on the way to it."""
    inside = file.relative_to(top).parts
    steps = [top.joinpath(*inside[: n + 1]) for n in range(len(inside))]
    return any(part.startswith(".") for part in inside) or any(p.is_symlink() for p in steps)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that the user named; raises `WorldError` if there are none to have."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise WorldError(
                f"{path} is too large: it has {size:,} bytes, and {MOST_BYTES:,} are read",
                "export it in parts",
            )
        if not path.is_file():
            raise WorldError(f"{path} is not a file", "name a file or a folder")
        return path.read_bytes()
    except OSError as error:
        raise WorldError(
            f"{path} can't be read ({error.strerror})", "is its name right, and may you read it?"
        ) from error


def shown(path: Path) -> str:
    """`path` as problems name it."""
    return path.as_posix()


def tell_flaw(flaw: Flaw, name: str, export: Export) -> None:
    """Complain of what can't be read in an export."""
    hint = "what stands before and after it was read" if not flaw.is_all else ""
    if "entities" in flaw.why:
        hint = "such files can bring a computer down: export it anew, or take the lines out"
    export.complain(
        Location(name, flaw.line, flaw.column),
        "bad-export",
        f"the export can't be read here: {flaw.why}",
        "a file as its tool exported it, whole",
        flaw.hint or hint,
    )


# Times ------------------------------------------------------------------------------------------

_MAIL_ZONES = {
    **dict.fromkeys(("UT", "GMT", "UTC", "Z"), "UTC"),
    **{"EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00"},
    **{"MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00"},
}
"""The names of zones in RFC 822 (section 5.1). In feeds they mean this and nothing else."""

_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(?P<day>[0-9]{1,2})[\s-]+(?P<month>[A-Za-z]{3})[a-z]*[\s-]+"
    r"(?P<year>[0-9]{4}|[0-9]{2})\s+(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    r"\s*(?P<zone>[A-Za-z]+|[+-][0-9]{2}:?[0-9]{2})?(?:\s*\([^)]*\))?"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def read_foreign(text: str, site_zone: tzinfo) -> Moment | Misread:
    """The moment that `text` names, in a form of ours or of mail (RFC 822, with RFC 2822's years).

    Without a zone it is in `site_zone`.
    """
    match = _MAIL.fullmatch(text.strip())
    if match is None or match["month"].lower() not in _MONTHS:
        return read_time(text, site_zone)
    year = int(match["year"])
    if year < 100:
        year += 2000 if year < 50 else 1900
    zone = match["zone"] or ""
    month = _MONTHS.index(match["month"].lower()) + 1
    written = f"{year:04}-{month:02}-{int(match['day']):02} {match['clock']}"
    return read_time(f"{written} {_MAIL_ZONES.get(zone.upper(), zone)}".strip(), site_zone)


@dataclass(slots=True)
class Clock:
    """Reads the times of one export, and remembers which had to be taken in a zone not named."""

    zone: tzinfo
    zone_name: str
    without_zone: int = 0
    bare_dates: int = 0

    def read(self, text: str, name: str, where: Location, export: Export) -> datetime | None:
        """The time in `text`; `None` after a complaint."""
        moment = read_foreign(text, self.zone)
        if isinstance(moment, Misread):
            what = f"`{name}` {moment.what}: `{short(text.strip())}`"
            export.complain(where, "bad-time", what, EXPECTED, moment.hint)
            return None
        if moment.is_bare_date:
            self.bare_dates += 1
        elif not _NAMES_ZONE.search(text):
            self.without_zone += 1
        return moment.at

    def notes(self) -> list[str]:
        """What should be told of times that said less than a moment."""
        told = []
        if self.without_zone:
            told.append(f"times without a zone, read as {self.zone_name}: {self.without_zone:,}")
        if self.bare_dates:
            told.append(f"dates without a time, read as midnight: {self.bare_dates:,}")
        return told


_NAMES_ZONE = re.compile(r"(?:[A-Za-z]|[+-][0-9]{2}:?[0-9]{2})\s*(?:\([^)]*\))?\s*$")


# Texts ------------------------------------------------------------------------------------------


def decode(content: bytes, where: str, export: Export) -> str | None:
    """`content` as text, as it stands but for a byte order mark; `None` after a complaint."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "it looks like UTF-16: save it with the encoding UTF-8"
        export.complain(Location(where, 1), *_NOT_UTF_8, hint)
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        hint = "save it with the encoding UTF-8"
        export.complain(Location(where, line), *_NOT_UTF_8, hint)
        return None


_NOT_UTF_8 = ("not-utf-8", "the file is not UTF-8 text", "text saved as UTF-8")


def counted(counts: Mapping[str, int]) -> list[str]:
    """Lines that say how many there were of each sort that is left out."""
    return [f"left out: {count:,} × {what}" for what, count in sorted(counts.items()) if count]
