"""What every file of `content/` says, as the cache remembers it: found, read and parsed once."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dateline import codec
from dateline.cache import Cache, Row
from dateline.digests import digest_bytes
from dateline.discover import Folder
from dateline.model import Gate, Original, Reference, Source
from dateline.problems import Location, Problem
from dateline.records import PICTURE, TWICE, Noun, Record, mentions_of, noun_of, places_of, wants_of

COARSE = 2 * 10**9
"""Nanoseconds. A file changed so shortly before it was looked at is looked at again: the clock of
some file systems ticks every two seconds."""
_UNSURE = -1
"""A size that no file has: the hint that makes the next build read it again."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """How `content/` differs from what is remembered of it, as far as sizes and times tell."""

    doubtful: tuple[str, ...]
    """Files that must be read, in order of path."""
    gone: tuple[str, ...]
    hints: Mapping[str, str]
    """What to remember of each folder that differs, as JSON."""
    folders_gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One Markdown file: its noun, if it is right, and what else is known of it."""

    path: str
    sort: str
    noun: Noun | None
    gate: Gate | None
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]
    places: str = field(repr=False, default="")

    @property
    def where(self) -> Mapping[str, Location]:
        """Places of values that are checked against other files."""
        return places_of(self.path, self.places)


_ITEM = "path, sort, facts, is_gated, draft, opens, closes, refs, problems, places"
_RECORD = """path, key, sort, facts, public, body, is_gated, draft, opens, closes, published,
    shelves, refs, places, problems, changed"""


class Archive:
    """The tables of sources and records."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.build: int = (cache.fact("build") or 0) + 1
        """The number of this build: what it changes is marked with it."""
        self.is_new = self.build == 1
        self.item = lru_cache(maxsize=4096)(self._item)
        self.original = lru_cache(maxsize=4096)(self._original)
        self._loose: set[bytes] = set()
        """Texts that one file has no more, and that another one may have."""

    # Sources --------------------------------------------------------------------------------------

    def compare(self, folders: Iterable[Folder], now: int) -> Sighting:
        """How `folders` differ from those remembered; `now` is the disk's own time in ns."""
        known: dict[str, bytes] = dict(self.cache.each("SELECT path, seal FROM folder"))
        doubtful: list[str] = []
        gone: list[str] = []
        hints: dict[str, str] = {}
        for folder in folders:
            entries = json.dumps(folder.files)
            if known.pop(folder.path, None) == digest_bytes(entries.encode()):
                continue
            before = self._hints(folder.path)
            for name, *state in folder.files:
                if before.pop(name, None) != state:
                    doubtful.append(folder.path + name)
            gone += [folder.path + name for name in before]
            hints[folder.path] = json.dumps(
                [
                    [name, size if max(times) < now - COARSE else _UNSURE, *times]
                    for name, size, *times in folder.files
                ]
            )
        for path in known:
            gone += [path + name for name in self._hints(path)]
        return Sighting(tuple(sorted(doubtful)), tuple(sorted(gone)), hints, tuple(sorted(known)))

    def _hints(self, folder: str) -> dict[str, list[int]]:
        return {name: state for name, *state in json.loads(self._entries(folder))}

    def _entries(self, folder: str) -> str:
        """What is remembered of a folder, as JSON."""
        return self.cache.value("SELECT entries FROM folder WHERE path = ?", folder) or "[]"

    def keep_hints(self, sighting: Sighting, unread: Iterable[str]) -> None:
        """Remember sizes and times; those of files that can't be read are as good as unknown."""
        rows = dict(sighting.hints)
        for path in unread:
            folder, name = posixpath.split(path)
            folder = f"{folder}/" if folder else ""
            entries = json.loads(rows.get(folder) or self._entries(folder))
            rows[folder] = json.dumps(
                [[row[0], _UNSURE, *row[2:]] if row[0] == name else row for row in entries]
            )
        self.cache.many(
            "INSERT OR REPLACE INTO folder VALUES (?, ?, ?)",
            ((path, digest_bytes(text.encode()), text) for path, text in rows.items()),
        )
        self.cache.many(
            "DELETE FROM folder WHERE path = ?", ((path,) for path in sighting.folders_gone)
        )

    def keys(self, paths: Iterable[str]) -> Mapping[str, tuple[bytes, bytes]]:
        """Digest of content and key of record, of those of `paths` that are known."""
        if self.is_new:
            return {}
        found = {}
        for path in paths:
            row = self.cache.one(
                """SELECT source.digest, ifnull(record.key, x'') FROM source
                LEFT JOIN record ON record.path = source.path WHERE source.path = ?""",
                path,
            )
            if row:
                found[path] = (row[0], row[1])
        return found

    def put_sources(self, sources: Sequence[Source]) -> None:
        """Remember that `content/` holds `sources` now."""
        self.cache.many(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    source.path,
                    source.digest,
                    source.size,
                    _bundle_of(source.path),
                    not source.is_markdown,
                    self.build,
                )
                for source in sources
            ],
        )
        if not self.is_new:
            self.cache.many("DELETE FROM gone WHERE path = ?", [(s.path,) for s in sources])

    def remove(self, paths: Iterable[str]) -> None:
        """Forget files that are gone, and all that came of them."""
        for path in paths:
            self._forget_record(path)
            self.cache.run("DELETE FROM record WHERE path = ?", path)
            self._forget_good(path)
            self.cache.run("DELETE FROM source WHERE path = ?", path)
            self.cache.run("DELETE FROM picture WHERE path = ?", path)
            self.cache.run("INSERT OR REPLACE INTO gone VALUES (?, ?)", path, self.build)
            self._sweep_bodies()

    def doubt(self, path: str) -> None:
        """Have the next build take the file for another one, whatever it holds then."""
        self.cache.run("UPDATE source SET digest = x'' WHERE path = ?", path)

    def source(self, path: str) -> Source | None:
        row = self.cache.one("SELECT digest, size FROM source WHERE path = ?", path)
        return Source(path, *row) if row else None

    def has(self, path: str) -> bool:
        """Whether `content/` holds the file."""
        return self.cache.one("SELECT 1 FROM source WHERE path = ?", path) is not None

    def files(self) -> Iterator[str]:
        """Paths of all files that are no Markdown, in order."""
        return (
            p for (p,) in self.cache.each("SELECT path FROM source WHERE is_file ORDER BY path")
        )

    def markdown(self) -> Iterator[str]:
        """Paths of all Markdown files, in order."""
        sql = "SELECT path FROM source WHERE NOT is_file ORDER BY path"
        return (path for (path,) in self.cache.each(sql))

    def below(self, folder: str) -> list[str]:
        """Files that are no Markdown in `folder` and below it."""
        rows = self.cache.all(
            "SELECT path FROM source WHERE is_file AND path > ? AND path < ?",
            f"{folder}/",
            f"{folder}0",
        )
        return [path for (path,) in rows]

    def changed_files(self, since: int) -> list[str]:
        """Files that are no Markdown and came, changed or went after build `since`."""
        return [
            path
            for (path,) in self.cache.all(
                """SELECT path FROM source WHERE changed > ?1 AND is_file
                UNION SELECT path FROM gone WHERE changed > ?1""",
                since,
            )
            if not is_markdown(path)
        ]

    # Pictures -------------------------------------------------------------------------------------

    def put_picture(self, source: Source, original: Original) -> None:
        """Remember what a picture is; the file counts as changed."""
        self.put_sources([source])
        text = codec.dumps(Original, original)
        sql = "INSERT OR REPLACE INTO picture VALUES (?, ?, ?)"
        self.cache.run(sql, source.path, text, bool(original.flaw))
        self.original.cache_clear()

    def _original(self, path: str) -> Original | None:
        """What is known of a picture; nothing of a file that does not call itself one."""
        text = self.cache.value("SELECT original FROM picture WHERE path = ?", path)
        return codec.loads(Original, text) if text else None

    def flawed(self) -> list[str]:
        """Pictures that are not good, in order of path."""
        sql = "SELECT path FROM picture WHERE is_flawed ORDER BY path"
        return [path for (path,) in self.cache.all(sql)]

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """Every picture, and the digest of its bytes."""
        rows = self.cache.each("SELECT path, digest FROM picture JOIN source USING (path)")
        return ((path, digest) for path, digest in rows)

    def showing(self, picture: str) -> list[str]:
        """Markdown files that show a picture or link to it, in order of path."""
        return sorted(self.mentioning(PICTURE + picture))

    def bundle(self, folder: str) -> str:
        """The index.md that makes `folder` one story, or nothing; of two the first."""
        path: str | None = self.cache.value(
            "SELECT path FROM source WHERE bundle = ? ORDER BY path DESC LIMIT 1", folder
        )
        return path or ""

    def double_bundles(self) -> list[Row]:
        """Pairs of index files that stand in one folder."""
        return self.cache.all(
            """SELECT min(path), max(path) FROM source WHERE bundle IS NOT NULL
            GROUP BY bundle HAVING count(*) > 1"""
        )

    # Records --------------------------------------------------------------------------------------

    def put_new(self, records: Sequence[Record]) -> None:
        """Remember many files of which nothing was known."""
        many = self.cache.many
        marks = ", ".join("?" * 16)
        many(
            f"INSERT INTO record ({_RECORD}) VALUES ({marks})",
            [(*record[:15], self.build) for record in records],
        )
        many(
            "INSERT OR IGNORE INTO body (digest, text) VALUES (?, ?)",
            [(record.body, record.text) for record in records if record.body],
        )
        mentions = [(key, record.path) for record in records for key in record.mentions]
        many("INSERT OR IGNORE INTO mention VALUES (?, ?)", mentions)
        wants = [(key, record.path) for record in records for key in record.wants]
        many("INSERT OR IGNORE INTO want VALUES (?, ?)", wants)

    def put(self, record: Record) -> None:
        """Remember what `parse` made of a file. What it said in the last edition is kept until the
        next one is out."""
        if not self.is_new:
            self.cache.run(
                "INSERT OR IGNORE INTO good SELECT * FROM record WHERE path = ? AND sort <> ''",
                record.path,
            )
            self._forget_record(record.path)
        self.item.cache_clear()
        row = (*record[:15], self.build)
        self.cache.run(
            f"INSERT OR REPLACE INTO record ({_RECORD}) VALUES ({', '.join('?' * len(row))})", *row
        )
        if record.body:
            self.cache.run(
                "INSERT OR IGNORE INTO body (digest, text) VALUES (?, ?)", record.body, record.text
            )
        self.cache.many(
            "INSERT OR IGNORE INTO mention VALUES (?, ?)",
            ((key, record.path) for key in record.mentions),
        )
        self.cache.many(
            "INSERT OR IGNORE INTO want VALUES (?, ?)", ((key, record.path) for key in record.wants)
        )
        if not self.is_new:
            self._sweep_bodies()

    def _forget_record(self, path: str) -> None:
        """Take out what a record has in other tables."""
        self.cache.run("DELETE FROM mention WHERE path = ?", path)
        self.cache.run("DELETE FROM want WHERE path = ?", path)
        body = self.cache.value("SELECT body FROM record WHERE path = ?", path)
        if body:
            self._loose.add(body)

    def _forget_good(self, path: str) -> None:
        if body := self.cache.value("SELECT body FROM good WHERE path = ?", path):
            self._loose.add(body)
        self.cache.run("DELETE FROM good WHERE path = ?", path)

    def _sweep_bodies(self) -> None:
        """Forget texts that no file has any more: what was taken down is nowhere."""
        while self._loose:
            body = self._loose.pop()
            self.cache.run(
                """DELETE FROM body WHERE digest = ?
                AND NOT EXISTS (SELECT 1 FROM record WHERE body = ?)
                AND NOT EXISTS (SELECT 1 FROM good WHERE body = ?)""",
                body,
                body,
                body,
            )

    def _item(self, path: str) -> Item | None:
        row = self.cache.one(f"SELECT {_ITEM} FROM record WHERE path = ?", path)
        return item_of(row) if row else None

    def items(self) -> Iterator[Item]:
        """Every Markdown file, in order of path."""
        return map(item_of, self.cache.each(f"SELECT {_ITEM} FROM record ORDER BY path"))

    def sort_of(self, path: str) -> str:
        """`story`, `leaf`, `author` or `topic`; nothing if the file is wrong or not there."""
        return self.cache.value("SELECT sort FROM record WHERE path = ?", path) or ""

    def profiles(self, kind: str) -> list[str]:
        """Ids of authors or topics that have a profile, sorted."""
        rows = self.cache.all(
            """SELECT DISTINCT want.key FROM want JOIN record USING (path)
            WHERE want.key > ?1 AND want.key < ?2 AND sort = ?3 ORDER BY want.key""",
            f"/{kind}s/",
            f"/{kind}s0",
            kind,
        )
        return [key.rsplit("/", 1)[-1] for (key,) in rows]

    def has_profile(self, kind: str, id_: str) -> bool:
        """Whether an author or topic has a profile."""
        sql = "SELECT 1 FROM want JOIN record USING (path) WHERE want.key = ? AND sort = ?"
        return self.cache.one(sql, f"/{kind}s/{id_}", kind) is not None

    def body(self, digest: bytes) -> str:
        """A text as it was packed."""
        text: str = self.cache.value("SELECT text FROM body WHERE digest = ?", digest)
        return text

    def newest_since(self, build: int) -> str:
        """A file that came, changed or went after a build, or nothing."""
        for table in ("record", "source", "gone"):
            path = self.cache.value(f"SELECT path FROM {table} WHERE changed > ? LIMIT 1", build)
            if path:
                return str(path)
        return ""

    def changed_since(self, build: int) -> bool:
        """Whether a file came, changed or went after a build."""
        return bool(self.newest_since(build))

    # To keep going although a file is wrong -------------------------------------------------------

    def has_good(self, path: str) -> bool:
        """Whether a file said something else in the last edition, which is still known."""
        return self.cache.one("SELECT 1 FROM good WHERE path = ?", path) is not None

    def restore(self, path: str) -> None:
        """Put back the version of the last edition. The next build parses the file again."""
        row = self.cache.one(f"SELECT {_RECORD} FROM good WHERE path = ?", path)
        if row is None:
            raise KeyError(path)
        problems = self.cache.value("SELECT problems FROM record WHERE path = ?", path)
        self._forget_record(path)
        kept = (path, b"", *row[2:14], problems, self.build)
        self.cache.run(
            f"INSERT OR REPLACE INTO record ({_RECORD}) VALUES ({', '.join('?' * 16)})", *kept
        )
        noun, refs = noun_of(row[2], row[3]), codec.loads_all(Reference, row[12])
        self.cache.many(
            "INSERT OR IGNORE INTO mention VALUES (?, ?)",
            ((key, path) for key in mentions_of(noun, refs)),
        )
        self.cache.many(
            "INSERT OR IGNORE INTO want VALUES (?, ?)",
            ((key, path) for key in (wants_of(noun) if noun else ())),
        )
        self.item.cache_clear()

    def leave_out(self, path: str) -> None:
        """Have a file count as wrong. The next build parses it again."""
        self._forget_record(path)
        self.cache.run(
            "UPDATE record SET sort = '', facts = '', key = x'', changed = ? WHERE path = ?",
            self.build,
            path,
        )
        self.item.cache_clear()

    def forget_good(self, *, but: Iterable[str]) -> None:
        """Forget the versions of the last edition: a new one is out."""
        for (path,) in self.cache.all("SELECT path FROM good"):
            if path not in but:
                self._forget_good(path)
        self._sweep_bodies()

    def pending(self) -> list[str]:
        """Markdown files whose record is not to be kept: they are parsed again each time."""
        return [p for (p,) in self.cache.all("SELECT path FROM record WHERE key = x''")]

    def mentioning(self, key: str) -> list[str]:
        """Files that name `key`."""
        return [p for (p,) in self.cache.all("SELECT path FROM mention WHERE key = ?", key)]

    def with_mentions(self) -> list[str]:
        """Files that name anything, and so may name what is not there."""
        return [p for (p,) in self.cache.all("SELECT DISTINCT path FROM mention ORDER BY path")]

    def naming_pages(self) -> list[str]:
        """Files that link to paths of the site."""
        sql = "SELECT DISTINCT path FROM mention WHERE key > 'site:' AND key < 'site;'"
        return [path for (path,) in self.cache.all(sql)]

    def twins(self) -> list[str]:
        """Files that want a URL or an id which another one wants too, or twice themselves."""
        sql = """SELECT path FROM want WHERE key IN
        (SELECT key FROM want GROUP BY key HAVING count(*) > 1)
        UNION SELECT path FROM mention WHERE key = ?"""
        return [path for (path,) in self.cache.all(sql, TWICE)]

    def paths_wanting(self, key: str) -> list[str]:
        """Files that want a URL or an id."""
        return [p for (p,) in self.cache.all("SELECT path FROM want WHERE key = ?", key)]

    def wanting(self, path: str) -> list[tuple[str, list[str]]]:
        """Each URL and id that the file is to have, with all files that want it."""
        keys = self.cache.all("SELECT key FROM want WHERE path = ? ORDER BY key", path)
        return [
            (
                key,
                [
                    p
                    for (p,) in self.cache.all(
                        "SELECT path FROM want WHERE key = ? ORDER BY path", key
                    )
                ],
            )
            for (key,) in keys
        ]

    def with_problems(self) -> Iterator[Item]:
        """The files of which `parse` had something to say."""
        return map(
            item_of,
            self.cache.each(f"SELECT {_ITEM} FROM record WHERE problems <> '' ORDER BY path"),
        )


def _bundle_of(path: str) -> str | None:
    """The folder that is one story because of the index file at `path`, if it is one."""
    folder, _, name = path.rpartition("/")
    is_index = folder and name.lower() in ("index.md", "index.markdown")
    return folder if is_index else None


def is_markdown(path: str) -> bool:
    """Whether a file is a story, standing page or profile."""
    return path.lower().endswith((".md", ".markdown"))


def item_of(row: Row) -> Item:
    """A row of the columns `_ITEM`."""
    path, sort, facts, is_gated, draft, opens, closes, refs, problems, places = row
    gate = None
    if is_gated:
        gate = Gate(
            bool(draft),
            codec.moment(opens) if opens is not None else None,
            codec.moment(closes) if closes is not None else None,
        )
    return Item(
        path,
        sort,
        noun_of(sort, facts),
        gate,
        codec.loads_all(Reference, refs),
        codec.loads_all(Problem, problems),
        places,
    )
