"""The build cache: one SQLite file under `.dateline/`, disposable and sealed.

Deleting it is always safe and never needed. It is believed only if it is as the last build left
it: beside it lies a seal with its size, times and inode, and a file that differs is replaced by
an empty one. So is a file that is broken, of another program or of another version.

This module knows the file and its tables; `archive`, `index` and `ledger` ask and fill them.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from dateline.problems import WorldError

NAME = "cache.db"
_SEAL = "cache.seal"
_LEFTOVERS = (NAME, _SEAL, f"{NAME}-journal", f"{NAME}-wal", f"{NAME}-shm")
_PROGRAM = 0x444C4E45
"""SQLite's application_id: "DLNE"."""
_PAGE = 8192
"""Bytes of a page of the file: room for a record or a text without a page of its own."""
_HELD = 64 * 2**10
"""KiB of the file that are held in memory."""
_MAPPED = 2**30
"""Bytes of a shared file that are read straight from the system's memory, at most."""

Row = tuple[Any, ...]

SCHEMA = """
-- What is known of content/, whoever it is for ------------------------------------------------

CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE folder (      -- hints: which files a folder holds, with their sizes and times
  path TEXT PRIMARY KEY, seal BLOB, entries TEXT
) WITHOUT ROWID;

CREATE TABLE source (      -- every file
  path TEXT PRIMARY KEY,
  digest BLOB, size INTEGER,
  bundle TEXT,             -- of an index.md: the folder that is one story
  is_file INTEGER,         -- whether it is no Markdown, and published as it is
  changed INTEGER          -- the build that first saw it so
) WITHOUT ROWID;
CREATE INDEX source_bundle ON source (bundle) WHERE bundle IS NOT NULL;
CREATE INDEX source_file ON source (path) WHERE is_file;
CREATE INDEX source_changed ON source (changed);

CREATE TABLE picture (     -- what the header of a picture tells
  path TEXT PRIMARY KEY, original TEXT, is_flawed INTEGER
) WITHOUT ROWID;

CREATE TABLE gone (path TEXT PRIMARY KEY, changed INTEGER) WITHOUT ROWID;

CREATE TABLE record (      -- what `parse` made of a Markdown file; rows too long to do without ids
  path TEXT PRIMARY KEY,
  key BLOB,                -- digest of all that `parse` was given
  sort TEXT,               -- story, leaf, author, topic; empty if the file is wrong
  facts TEXT, public BLOB, body BLOB,
  is_gated INTEGER, draft INTEGER, opens INTEGER, closes INTEGER,
  published INTEGER,
  shelves TEXT,            -- kind and id of each that a story stands on, one a line
  refs TEXT,
  places TEXT,             -- key, line and column of values, one a line
  problems TEXT,
  changed INTEGER
);
CREATE INDEX record_changed ON record (changed);
CREATE INDEX record_opens ON record (opens) WHERE opens IS NOT NULL;
CREATE INDEX record_closes ON record (closes) WHERE closes IS NOT NULL;
CREATE INDEX record_problems ON record (path) WHERE problems <> '';
CREATE INDEX record_pending ON record (path) WHERE key = x'';
CREATE INDEX record_body ON record (body);

CREATE TABLE good (        -- the last version of a file before it went wrong, for --keep-going
  path TEXT PRIMARY KEY,
  key BLOB, sort TEXT, facts TEXT, public BLOB, body BLOB,
  is_gated INTEGER, draft INTEGER, opens INTEGER, closes INTEGER,
  published INTEGER, shelves TEXT, refs TEXT, places TEXT, problems TEXT,
  changed INTEGER
);

CREATE TABLE body (number INTEGER PRIMARY KEY, digest BLOB UNIQUE, text TEXT);

CREATE TABLE mention (     -- what a text names: files, pages, people
  key TEXT, path TEXT, PRIMARY KEY (key, path)
) WITHOUT ROWID;
CREATE INDEX mention_path ON mention (path);

CREATE TABLE want (        -- URLs and ids that a file is to have
  key TEXT, path TEXT, PRIMARY KEY (key, path)
) WITHOUT ROWID;
CREATE INDEX want_path ON want (path);

-- What one output folder shows -------------------------------------------------------------------

CREATE TABLE press (
  id INTEGER PRIMARY KEY, output TEXT UNIQUE,
  build INTEGER,           -- the last one that was finished
  inputs BLOB,             -- settings, theme and program, as files
  site BLOB,               -- the part `site` of every page
  templates TEXT,          -- digests of templates with all that they include, by name
  flags TEXT, as_of INTEGER, due INTEGER,
  stories INTEGER, files INTEGER,
  problems TEXT
);

CREATE TABLE shown (       -- what passed the gate
  press INTEGER, path TEXT, sort TEXT, public BLOB, body BLOB, published INTEGER, shelves TEXT,
  version BLOB,            -- key of the record that is shown
  PRIMARY KEY (press, path)
) WITHOUT ROWID;

CREATE INDEX shown_few ON shown (press, sort) WHERE sort <> 'story';

CREATE TABLE hidden (press INTEGER, path TEXT, PRIMARY KEY (press, path)) WITHOUT ROWID;

CREATE TABLE showing (     -- pictures that texts which passed the gate show or link to
  press INTEGER, path TEXT, picture TEXT, PRIMARY KEY (press, path, picture)
) WITHOUT ROWID;
CREATE INDEX showing_picture ON showing (press, picture);

CREATE TABLE shelf (id INTEGER PRIMARY KEY, press INTEGER, kind TEXT, name TEXT, label TEXT);
CREATE UNIQUE INDEX shelf_name ON shelf (press, kind, name);

CREATE TABLE place (       -- which stories stand on a shelf, oldest first
  shelf INTEGER, published INTEGER, path TEXT, PRIMARY KEY (shelf, published, path)
) WITHOUT ROWID;

CREATE TABLE complaint (   -- what no single file could know
  press INTEGER, path TEXT, problems TEXT, PRIMARY KEY (press, path)
) WITHOUT ROWID;

CREATE TABLE withheld (press INTEGER, path TEXT, PRIMARY KEY (press, path)) WITHOUT ROWID;

CREATE TABLE output (      -- what stands in the folder, and which call made it
  press INTEGER, path TEXT,
  piece TEXT, template TEXT, key BLOB, parts TEXT, cause TEXT,
  digest BLOB,
  lastmod INTEGER,         -- of a sitemap: when the newest of its pages changed
  folded TEXT,             -- where it differs from `path`: what it is on a disk that ignores case
  PRIMARY KEY (press, path)
) WITHOUT ROWID;

CREATE TABLE hint (        -- size and times of each file there; apart, since all are read often
  press INTEGER, path TEXT, size INTEGER, modified INTEGER, changed INTEGER,
  PRIMARY KEY (press, path)
) WITHOUT ROWID;

CREATE INDEX output_piece ON output (press, piece);
CREATE INDEX output_folded ON output (press, folded) WHERE folded IS NOT NULL;

CREATE TEMP TABLE touched (piece TEXT PRIMARY KEY, cause TEXT) WITHOUT ROWID;
CREATE TEMP TABLE claimed (
  path TEXT PRIMARY KEY,
  piece TEXT,
  source TEXT,             -- of a copy: where it comes from
  folded TEXT,
  is_new INTEGER           -- whether it did not stand there in the last edition
) WITHOUT ROWID;
CREATE INDEX temp.claimed_folded ON claimed (folded) WHERE folded IS NOT NULL;
"""


VERSION = crc32(SCHEMA.encode()) & 0x7FFFFFFF
"""SQLite's user_version, which the tables tell. A file of another one is replaced: there are no
migrations."""


class Damaged(Exception):
    """The file does not hold what this program wrote."""


class Cache:
    """The open cache. All errors of SQLite become `WorldError`, or `Damaged`."""

    def __init__(self, connection: sqlite3.Connection, folder: Path | None, note: str) -> None:
        self._db = connection
        self._folder = folder
        self._is_kept = False
        """Whether what was written before this transaction can't be undone any more."""
        self.note = note
        """What the user should know, if an old cache had to be replaced."""

    def run(self, sql: str, *values: object) -> sqlite3.Cursor:
        """One statement."""
        try:
            return self._db.execute(sql, values)
        except sqlite3.DatabaseError as error:
            raise _explained(error) from error

    def each(self, sql: str, *values: object) -> Iterator[Row]:
        """Rows one after the other; the tables asked must not be changed meanwhile."""
        cursor = self.run(sql, *values)
        try:
            while rows := cursor.fetchmany(256):
                yield from rows
        except sqlite3.DatabaseError as error:
            raise _explained(error) from error

    def all(self, sql: str, *values: object) -> list[Row]:
        """All rows at once."""
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _explained(error) from error

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row, if there is one."""
        try:
            row: Row | None = self._db.execute(sql, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise _explained(error) from error
        return row

    def value(self, sql: str, *values: object) -> Any:
        """The first value of the first row, or `None`."""
        row = self.one(sql, *values)
        return row[0] if row else None

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for each of `rows`."""
        try:
            self._db.executemany(sql, rows)
        except sqlite3.DatabaseError as error:
            raise _explained(error) from error

    # Facts that have no table of their own --------------------------------------------------------

    def fact(self, name: str) -> Any:
        return self.value("SELECT value FROM fact WHERE name = ?", name)

    def set_fact(self, name: str, value: object) -> None:
        self.run("INSERT OR REPLACE INTO fact VALUES (?, ?)", name, value)

    # Transactions ---------------------------------------------------------------------------------

    @contextmanager
    def undone_on_error(self) -> Iterator[None]:
        """What is changed inside is undone if an exception leaves it."""
        self.run("SAVEPOINT edition")
        try:
            yield
        except BaseException:
            if self._is_kept:
                self.run("ROLLBACK")
                self.run("BEGIN IMMEDIATE")
            elif self._db.in_transaction:
                # After a full disk SQLite has rolled everything back by itself.
                self.run("ROLLBACK TO edition")
            raise
        finally:
            if self._db.in_transaction and not self._is_kept:
                self.run("RELEASE edition")

    def share(self) -> Path | None:
        """Let other processes read what has been written so far (`shared_cache`), while this one
        writes on; gives the file, or nothing if that can't be done.

        Until the next `commit` the file has no seal: if that never comes, nothing in it counts.
        What other processes read stays as it is now (SQLite's write-ahead log). They must have
        ended by then.
        """
        if self._folder is None:
            return None
        (self._folder / _SEAL).unlink(missing_ok=True)
        self.run("COMMIT")
        self._is_kept = True
        mode = self.value("PRAGMA journal_mode = WAL")
        self.run("BEGIN IMMEDIATE")
        return self._folder / NAME if mode == "wal" else None

    def commit(self) -> None:
        """Keep all changes since the file was opened, and seal it."""
        self.run("COMMIT")
        if self._is_kept:
            self.run("PRAGMA journal_mode = DELETE")
        if self._folder is not None:
            seal = json.dumps(_state_of(self._folder / NAME))
            (self._folder / _SEAL).write_text(seal, encoding="utf-8")

    def close(self) -> None:
        """Let go of the file; what was not committed is undone."""
        with suppress(sqlite3.DatabaseError):
            self._db.close()
        if self._folder is not None and not (self._folder / _SEAL).exists():
            discard(self._folder)  # nothing was ever kept in it


def open_cache(folder: Path | None, *, fresh: bool = False) -> Cache:
    """The cache in `folder`, in a transaction; an empty one if it can't be believed or `fresh`.

    Without a folder it is held in memory and forgotten.
    """
    if folder is None:
        return _begin(sqlite3.connect(":memory:", isolation_level=None), None, "", is_new=True)
    path, note = folder / NAME, ""
    if not fresh and path.exists() and (note := _doubt(folder)):
        fresh = True
    if fresh or not path.exists():
        discard(folder)
    try:
        is_new = not path.exists()
        # It holds texts that are not published yet.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(path, isolation_level=None)
        return _begin(connection, folder, note, is_new=is_new)
    except sqlite3.DatabaseError as error:
        raise _explained(error) from error


@contextmanager
def peek(folder: Path) -> Iterator[Cache | None]:
    """The cache in `folder` to look at while nothing is changed there; `None` if there is none that
    can be believed."""
    if not (folder / NAME).exists() or _doubt(folder):
        yield None
        return
    connection = sqlite3.connect(folder / NAME, isolation_level=None)
    try:
        connection.execute("BEGIN")
        _make_tables(connection, is_new=False)
        yield Cache(connection, None, "")
    except sqlite3.DatabaseError as error:
        raise _explained(error) from error
    finally:
        connection.close()


def shared_cache(path: Path) -> Cache:
    """What another process has shared, to be read for as long as this one lives."""
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        _make_tables(connection, is_new=False)
        connection.execute("BEGIN")  # else each question would take and give back a lock
        return Cache(connection, None, "")
    except sqlite3.DatabaseError as error:
        raise _explained(error) from error


def discard(folder: Path) -> None:
    """Remove the cache in `folder`."""
    for name in _LEFTOVERS:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _begin(
    connection: sqlite3.Connection, folder: Path | None, note: str, *, is_new: bool
) -> Cache:
    connection.execute(f"PRAGMA page_size = {_PAGE}")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_HELD}")
    # What was taken down must not stay in the file's free pages.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = FILE")
    if is_new:
        connection.execute(f"PRAGMA application_id = {_PROGRAM}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("BEGIN IMMEDIATE")
    _make_tables(connection, is_new=is_new)
    return Cache(connection, folder, note)


def _make_tables(connection: sqlite3.Connection, *, is_new: bool) -> None:
    """All tables in a new file; in another one those that live as long as the connection."""
    for statement in SCHEMA.split(";\n"):
        if statement.strip() and (is_new or "TEMP" in statement or "temp." in statement):
            connection.execute(statement)


def _doubt(folder: Path) -> str:
    """Why the cache in `folder` is not to be believed, or nothing."""
    path = folder / NAME
    anew = "so it is made anew: this build takes as long as a first one"
    try:
        seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        seal = None
    if not (folder / _SEAL).exists():
        return f"an earlier build was cut short, and the build cache with it, {anew}"
    if seal != _state_of(path):
        return f"the build cache is not as dateline left it, {anew}"
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            program = connection.execute("PRAGMA application_id").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return f"the build cache is damaged, {anew}"
    if (program, version) != (_PROGRAM, VERSION):
        return f"the build cache is of another version of dateline, {anew}"
    return ""


def _state_of(path: Path) -> list[int] | None:
    """What changes when anybody writes to the file, or puts another in its place."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


_OF_THE_WORLD = {"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY"}


def _explained(error: sqlite3.DatabaseError) -> Exception:
    """`error` as what it means for the user; one that is our own mistake stays what it is."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Damaged(str(error))
    if any(name.startswith(kind) for kind in _OF_THE_WORLD):
        return WorldError(
            f"the build cache in .dateline/ can't be used ({error})",
            "is the disk full, or the folder read-only? Without the cache: dateline clean",
        )
    return error
