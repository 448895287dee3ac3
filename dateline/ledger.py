"""What stands in an output folder, which piece of the plan it belongs to, and why it is so."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dateline import codec
from dateline.cache import Cache, Row
from dateline.names import fold

FINE = 50 * 10**6
"""Nanoseconds. A file that somebody changes so shortly after it was written could have the same
times: the clock of most systems ticks more often."""
COARSE = 2 * 10**9
"""The same for clocks that tick in seconds, as their times show."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the output, as it was written last."""

    path: str
    piece: str
    template: str
    key: bytes
    """Digest of all that the file is made of."""
    parts: str
    """Digests of what it is made of, by name, as JSON; of a copy where it comes from."""
    cause: str
    """What led to its last change."""
    digest: bytes


@dataclass(frozen=True, slots=True)
class Press:
    """What is known of one output folder: its last edition, and what that was made with."""

    id: int
    build: int = 0
    """The number of the build that finished it last; 0 if none has."""
    inputs: bytes = b""
    """Digest of settings, theme and program, as files."""
    site: bytes = b""
    """Digest of what every page depends on."""
    templates: str = "{}"
    """Digests of templates with all that they include, as JSON."""
    flags: str = ""
    """What the edition shows beyond what is live."""
    as_of: int = 0
    due: int | None = None
    """When the edition will be another, if nothing else changes."""
    stories: int = 0
    files: int = 0
    problems: str = ""
    """What was said of the paper then, as JSON."""


_PRESS = "id, build, inputs, site, templates, flags, as_of, due, stories, files, problems"


def press_of(cache: Cache, output: Path) -> Press:
    """What is known of an output folder; a new row if it is nothing."""
    name = str(output.resolve())
    row = cache.one(f"SELECT {_PRESS} FROM press WHERE output = ?", name)
    if row:
        return Press(*row)
    cache.run(
        "INSERT INTO press (output, build, inputs, site, templates, flags, as_of, problems) "
        "VALUES (?, 0, x'', x'', '{}', '', 0, '')",
        name,
    )
    return Press(cache.value("SELECT last_insert_rowid()"))


def was_shown(cache: Cache, press: Press, path: str) -> bool:
    """Whether a Markdown file was in the last edition of an output."""
    sql = "SELECT 1 FROM shown WHERE press = ? AND path = ?"
    return press.build > 0 and cache.one(sql, press.id, path) is not None


def keep_press(cache: Cache, press: Press) -> None:
    """Remember what `press` says now."""
    names = _PRESS.split(", ")[1:]
    cache.run(
        f"UPDATE press SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?",
        *(getattr(press, name) for name in names),
        press.id,
    )


_PAGE = "index.html"
_IS_ODD = "(path NOT LIKE '%/index.html' OR path LIKE '%/index.html/%')"
"""Only such a file can stand where another one needs a folder."""
_SOURCE = "iif(parts LIKE '{%', '', parts)"
"""Of a row of the table `output`: where a copy comes from."""

_ENTRY = "path, piece, template, key, parts, cause, digest"


class Claimed(NamedTuple):
    """A path of the output and who wants it."""

    path: str
    piece: str
    source: str
    """Where a copied file comes from; nothing for a page."""


class Ledger:
    """The rows of one output folder, and the pieces that this build makes anew."""

    def __init__(self, cache: Cache, press: int) -> None:
        self.cache, self.press = cache, press
        self.is_whole = False
        """Whether every piece is made anew."""
        cache.run("DELETE FROM touched")
        cache.run("DELETE FROM claimed")

    def entry(self, path: str) -> Entry | None:
        """What is known of one file."""
        row = self.cache.one(
            f"SELECT {_ENTRY} FROM output WHERE press = ? AND path = ?", self.press, path
        )
        return Entry(*row) if row else None

    def entries(self, piece: str) -> list[Entry]:
        """What is known of the files of a piece, in order of path."""
        sql = f"SELECT {_ENTRY} FROM output WHERE press = ? AND piece = ? ORDER BY path"
        return [Entry(*row) for row in self.cache.all(sql, self.press, piece)]

    def has(self, path: str) -> bool:
        """Whether the file is in the edition that is being made."""
        if self.cache.one("SELECT 1 FROM claimed WHERE path = ?", path):
            return True
        if self.is_whole:
            return False
        row = self.cache.one(
            "SELECT piece FROM output WHERE press = ? AND path = ?", self.press, path
        )
        return row is not None and not self.is_touched(row[0])

    def has_piece(self, piece: str) -> bool:
        """Whether the last edition had files of a piece."""
        sql = "SELECT 1 FROM output WHERE press = ? AND piece = ?"
        return self.cache.one(sql, self.press, piece) is not None

    def paths(self) -> Iterator[str]:
        """Every file of the edition, in order."""
        sql = "SELECT path FROM output WHERE press = ? ORDER BY path"
        return (path for (path,) in self.cache.each(sql, self.press))

    def count(self) -> int:
        count: int = self.cache.value("SELECT count(*) FROM output WHERE press = ?", self.press)
        return count

    # Damage --------------------------------------------------------------------------------------

    def doubtful(self, output: Path) -> list[str]:
        """Files that are not as they were written, as far as size and times tell."""
        top, lstat = f"{output}{os.sep}", os.lstat
        found = []
        folders: dict[str, bool] = {"": True}

        def is_plain(folder: str) -> bool:
            """Whether a folder is none that a link leads to."""
            if folder not in folders:
                above = is_plain(folder.rpartition("/")[0])
                folders[folder] = above and not os.path.islink(top + folder)
            return folders[folder]

        for path, size, modified, changed in self.cache.each(
            "SELECT path, size, modified, changed FROM hint WHERE press = ?", self.press
        ):
            try:
                status = lstat(top + path)
            except OSError:
                found.append(path)
                continue
            folder, _, name = path.rpartition("/")
            if name == _PAGE:
                # A folder that holds one page alone is looked at by `verify`: there are so many.
                folder = folder.rpartition("/")[0]
            if (
                status.st_mtime_ns != modified
                or status.st_ctime_ns != changed
                or status.st_size != size
                or not is_plain(folder)
            ):
                found.append(path)
        return found

    def trust(self, output: Path, paths: Iterable[str]) -> None:
        """Remember size and times of files that are right."""
        top, lstat = f"{output}{os.sep}", os.lstat

        def rows() -> Iterator[Row]:
            for path in paths:
                status = lstat(top + path)
                times = status.st_mtime_ns, status.st_ctime_ns
                yield self.press, path, status.st_size, *times

        self.cache.many(
            "INSERT OR REPLACE INTO hint VALUES (?, ?, ?, ?, ?)",
            rows(),
        )

    # The plan ------------------------------------------------------------------------------------

    def touch(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Have pieces made anew, each for a cause; the first cause stands."""
        self.cache.many("INSERT OR IGNORE INTO touched VALUES (?, ?)", pieces)

    def is_touched(self, piece: str) -> bool:
        return self.cache.one("SELECT 1 FROM touched WHERE piece = ?", piece) is not None

    def touched(self) -> list[tuple[str, str]]:
        """The pieces to make anew with their causes, in order."""
        return [
            (piece, cause)
            for piece, cause in self.cache.all("SELECT piece, cause FROM touched ORDER BY piece")
        ]

    def pieces_below(self, piece: str) -> list[str]:
        """Pieces whose name begins with `piece` and a slash: the numbered pages of a list."""
        sql = "SELECT DISTINCT piece FROM output WHERE press = ? AND piece > ? AND piece < ?"
        return [p for (p,) in self.cache.all(sql, self.press, f"{piece}/", f"{piece}0")]

    def claim(self, wanted: Claimed) -> Claimed | None:
        """Have a path belong to a piece; gives who has it already, if somebody else does."""
        path, piece, source = wanted
        folded = fold(path)
        before = None if self.is_whole else self._before(path)
        values = (path, piece, source, None if folded == path else folded, before != wanted)
        put = "INSERT OR IGNORE INTO claimed VALUES (?, ?, ?, ?, ?)"
        if not self.cache.run(put, *values).rowcount:
            row = self.cache.all("SELECT path, piece, source FROM claimed WHERE path = ?", path)
            before = Claimed(*row[0])
        elif before and self.is_touched(before.piece):
            return None
        return before if before != wanted else None

    def _before(self, path: str) -> Claimed | None:
        """Who had a path in the last edition."""
        sql = f"SELECT path, piece, {_SOURCE} FROM output WHERE press = ? AND path = ?"
        row = self.cache.one(sql, self.press, path)
        return Claimed(*row) if row else None

    def collisions(self) -> Iterator[tuple[Claimed, Claimed]]:
        """Two paths that are one file on some disk, or a file and a folder.

        Of two files of the last edition that stand as they stood nothing is said again.
        """
        which = f"(folded IS NOT NULL OR {_IS_ODD})" if self.is_whole else "is_new"
        for *claim, folded in self.cache.all(
            f"SELECT path, piece, source, folded FROM claimed WHERE {which}"
        ):
            one = Claimed(*claim)
            name = folded or one.path
            others = [*self._at(name), *self._below(name)]
            if not self.is_whole:
                parts = name.split("/")
                for depth in range(1, len(parts)):
                    others += self._at("/".join(parts[:depth]))
            yield from ((one, other) for other in others if other.path != one.path)

    def _at(self, name: str) -> list[Claimed]:
        """Files of this edition that are `name` where case makes no difference."""
        return self._among("((path = ?1 AND folded IS NULL) OR folded = ?1)", name)

    def _below(self, name: str) -> list[Claimed]:
        """Some files of this edition below the folder `name`."""
        ends = f"{name}/", f"{name}0"
        return [
            claim
            for column in ("path", "folded")
            for claim in self._among(f"({column} > ?1 AND {column} < ?2)", *ends)
        ]

    def _among(self, where: str, *values: str) -> list[Claimed]:
        """Files of this edition: claimed ones, and those of pieces that stand as they stood."""
        sql = f"SELECT path, piece, source FROM claimed WHERE {where} LIMIT 9"
        found = [Claimed(*row) for row in self.cache.all(sql, *values)]
        if self.is_whole:
            return found
        sql = f"SELECT path, piece, {_SOURCE} FROM output WHERE {where} AND press = ?3 LIMIT 9"
        standing = [Claimed(*row) for row in self.cache.all(sql, values[0], values[-1], self.press)]
        return found + [claim for claim in standing if not self.is_touched(claim.piece)]

    def leftovers(self) -> list[str]:
        """Files that stood in the last edition and are in no piece of this one."""
        among = "1" if self.is_whole else "piece IN (SELECT piece FROM touched)"
        return [
            path
            for (path,) in self.cache.all(
                f"""SELECT path FROM output WHERE press = ? AND {among}
                AND path NOT IN (SELECT path FROM claimed) ORDER BY path""",
                self.press,
            )
        ]

    def put(self, entry: Entry, lastmod: datetime | None) -> None:
        """Remember what a file is to be; its size and times come when it stands there."""
        folded = fold(entry.path)
        self.cache.run(
            "INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self.press,
            entry.path,
            entry.piece,
            entry.template,
            entry.key,
            entry.parts,
            entry.cause,
            entry.digest,
            None if lastmod is None else codec.instant(lastmod),
            None if folded == entry.path else folded,
        )

    def keep(self, path: str, piece: str) -> None:
        """Remember that a file is as it was, and which piece it belongs to."""
        self.cache.run(
            "UPDATE output SET piece = ? WHERE press = ? AND path = ? AND piece <> ?",
            piece,
            self.press,
            path,
            piece,
        )

    def sitemaps(self) -> list[tuple[str, datetime | None]]:
        """The sitemaps of this edition, and when the newest of their pages changed."""
        rows = self.cache.all(
            """SELECT path, lastmod FROM output
            WHERE press = ? AND path > 'sitemaps/' AND path < 'sitemaps0' AND template <> ''""",
            self.press,
        )
        return [(path, lastmod_of(lastmod)) for path, lastmod in rows if self.has(path)]

    def with_template(self, names: Iterable[str]) -> list[str]:
        """Pieces of files that are made with one of the templates."""
        found: dict[str, None] = {}
        for name in names:
            found |= dict.fromkeys(
                piece
                for (piece,) in self.cache.each(
                    "SELECT DISTINCT piece FROM output WHERE press = ? AND template = ?",
                    self.press,
                    name,
                )
            )
        return list(found)

    def distrust(self, paths: Iterable[str], now: int) -> None:
        """Have files looked at again that were written so shortly before the disk's time `now` that
        a later change could have the same time."""
        self.cache.many(
            """UPDATE hint SET size = -1 WHERE press = ? AND path = ?
            AND max(modified, changed) > iif(max(modified, changed) % 1000000000 = 0, ?, ?)""",
            ((self.press, path, now - COARSE, now - FINE) for path in paths),
        )

    def remove(self, paths: Iterable[str]) -> None:
        """Forget files that were removed."""
        rows = [(self.press, path) for path in paths]
        for table in ("output", "hint"):
            self.cache.many(f"DELETE FROM {table} WHERE press = ? AND path = ?", rows)


def lastmod_of(value: int | None) -> datetime | None:
    """A time of the column `lastmod`."""
    return None if value is None else codec.moment(value)
