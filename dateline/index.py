"""The gate and the shelves: what is live at the edition's moment, in order.

This is the gate. Nothing that is not live passes it, so no page, list, feed or sitemap can
show it; and no other module knows the time. What has passed stands on shelves in the cache, one
set for each output folder, so that the next edition only moves what has changed.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal, cast

from dateline import codec
from dateline.archive import Archive, Item
from dateline.cache import Row
from dateline.model import Gate, Leaf, Profile, Reference, Story
from dateline.names import slugify
from dateline.records import PICTURE, Noun, noun_of, spots_of

if TYPE_CHECKING:
    from dateline.config import Config
    from dateline.front import Front

State = Literal["draft", "held", "expired", "live"]
Spot = tuple[str, str]
"""A shelf's kind and id: `("section", "world")`, `("day", "2010-11-13")`, `("paper", "")`."""

NEWS = timedelta(hours=48)
"""How long a story stays in the news sitemap (Google's rule for news sitemaps)."""
_BATCH = 2000
_CHUNK = 256
"""Places of a shelf that are read at a time."""
_HELD = 16_384
"""Nouns that are held in memory: those on the lists and near the stories being planned."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The moment that a build is for, and what it shows beyond what is live then."""

    as_of: datetime
    drafts: bool = False
    future: bool = False
    expired: bool = False

    @classmethod
    def again(cls, as_of: int, flags: str) -> Edition:
        """The edition of an earlier build, as it is remembered."""
        return cls(codec.moment(as_of), *(letter in flags for letter in "DFE"))

    @property
    def flags(self) -> str:
        """What is shown beyond what is live, as the letters of the command line's flags."""
        shown = {"D": self.drafts, "F": self.future, "E": self.expired}
        return "".join(letter for letter, is_shown in shown.items() if is_shown)

    @property
    def is_preview(self) -> bool:
        """Whether it may show what is not published."""
        return self.drafts or self.future or self.expired

    def state(self, gate: Gate) -> State:
        """Where a story with this gate stands at this moment."""
        if gate.draft:
            return "draft"
        if gate.opens is not None and gate.opens > self.as_of:
            return "held"
        if gate.closes is not None and gate.closes <= self.as_of:
            return "expired"
        return "live"

    def shows(self, gate: Gate | None) -> bool:
        """Whether a file with this gate is in the edition; one without a gate always is."""
        if gate is None:
            return True
        shown = {"draft": self.drafts, "held": self.future, "expired": self.expired, "live": True}
        return shown[self.state(gate)]


@dataclass(frozen=True, slots=True)
class Change:
    """One Markdown file that came, went, or says something else than in the last edition."""

    path: str
    sort: str
    before: tuple[int, frozenset[int]] | None
    """When it was published, and the shelves it stood on; `None` if it was not shown."""
    after: tuple[int, frozenset[int]] | None
    is_public: bool = True
    """Whether other pages may show the difference: not if it is the text's alone."""
    pictures: frozenset[str] = frozenset()
    """Those that it shows or links to, before and after."""


class Shelf:
    """An ordered list of stories under a name."""

    def __init__(self, index: Index, number: int | None) -> None:
        self._index, self._number = index, number
        self._chunk: list[tuple[int, str]] = []
        """Some places, newest first, round those that were asked for last."""
        self._places: dict[str, int] = {}
        self._is_end = False
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            count = self._ask("SELECT count(*) FROM place WHERE shelf = ?")
            self._length = count[0][0] if count else 0
        return self._length

    def __bool__(self) -> bool:
        return bool(self._ask("SELECT 1 FROM place WHERE shelf = ? LIMIT 1"))

    def _ask(self, sql: str, *values: object) -> list[Row]:
        return [] if self._number is None else self._index.cache.all(sql, self._number, *values)

    def _stories(self, rows: Iterable[Row]) -> tuple[Story, ...]:
        return tuple(self._index.shelved(path) for *_, path in rows)

    def newest(self, limit: int) -> tuple[Story, ...]:
        """The newest `limit` stories, newest first; of one moment by path."""
        return self._stories(
            self._ask(
                """SELECT path FROM place WHERE shelf = ?
                ORDER BY published DESC, path DESC LIMIT ?""",
                limit,
            )
        )

    def between(self, low: int, high: int) -> tuple[Story, ...]:
        """Stories published after `low` and not after `high`, newest first."""
        return self._stories(
            self._ask(
                """SELECT path FROM place WHERE shelf = ? AND published > ? AND published <= ?
                ORDER BY published DESC, path DESC""",
                low,
                high,
            )
        )

    def oldest(self) -> Story | None:
        rows = self._ask("SELECT path FROM place WHERE shelf = ? ORDER BY published, path LIMIT 1")
        return self._stories(rows)[0] if rows else None

    def from_oldest(self, start: int, count: int) -> tuple[Story, ...]:
        """Stories `start` to `start + count`, counted from the oldest; newest first."""
        rows = self._ask(
            "SELECT path FROM place WHERE shelf = ? ORDER BY published, path LIMIT ? OFFSET ?",
            count,
            start,
        )
        return self._stories(reversed(rows))

    def all(self) -> Iterator[Story]:
        """Every story, oldest first."""
        if self._number is not None:
            sql = "SELECT path FROM place WHERE shelf = ? ORDER BY published, path"
            for (path,) in self._index.cache.each(sql, self._number):
                yield self._index.shelved(path)

    def older(self, story: Story, limit: int) -> list[tuple[int, str]]:
        """When the `limit` stories next older than `story` were published, and their paths."""
        place = self._place(story, limit)
        return self._chunk[place + 1 : place + 1 + limit]

    def _place(self, story: Story, limit: int) -> int:
        """Where `story` stands in the chunk, which has at least `limit` more if there are."""
        place = self._places.get(story.path)
        if place is None or (len(self._chunk) - place <= limit and not self._is_end):
            size = max(_CHUNK, 2 * limit)
            self._chunk = self._ask(
                """SELECT published, path FROM place
                WHERE shelf = ? AND (published, path) <= (?, ?)
                ORDER BY published DESC, path DESC LIMIT ?""",
                codec.instant(story.published),
                story.path,
                size,
            )
            self._is_end = len(self._chunk) < size
            self._places = {path: n for n, (_, path) in enumerate(self._chunk)}
            place = self._places[story.path]
        return place

    def count_older(self, published: int, path: str) -> int:
        """How many stories are older than one of this moment and path."""
        rows = self._ask(
            "SELECT count(*) FROM place WHERE shelf = ? AND (published, path) < (?, ?)",
            published,
            path,
        )
        return rows[0][0] if rows else 0

    def newer(self, published: int, path: str, limit: int) -> list[str]:
        """Paths of the `limit` stories that are next newer than one of this moment and path."""
        rows = self._ask(
            """SELECT path FROM place WHERE shelf = ? AND (published, path) > (?, ?)
            ORDER BY published, path LIMIT ?""",
            published,
            path,
            limit,
        )
        return [path for (path,) in rows]

    def older_than(self, published: int, path: str, limit: int) -> list[str]:
        """Paths of the `limit` stories that are next older than one of this moment and path."""
        rows = self._ask(
            """SELECT path FROM place WHERE shelf = ? AND (published, path) < (?, ?)
            ORDER BY published DESC, path DESC LIMIT ?""",
            published,
            path,
            limit,
        )
        return [path for (path,) in rows]


class Index:
    """Every noun of one edition, as it stands on the shelves of one output folder."""

    def __init__(
        self, archive: Archive, press: int, config: Config, front: Front, edition: Edition
    ) -> None:
        self.archive, self.cache, self.press = archive, archive.cache, press
        self.config, self.edition = config, edition
        self.front = _front_at(front, edition.as_of)
        """Without pins and bars whose time is over."""
        self.pages = config.site.pages
        """The kinds of page that are turned on."""
        self._numbers: dict[Spot, int] = {
            (kind, name): number
            for number, kind, name in self.cache.each(
                "SELECT id, kind, name FROM shelf WHERE press = ?", press
            )
        }
        self.spots: dict[int, Spot] = {number: spot for spot, number in self._numbers.items()}
        """Kind and id of each shelf by its number, also of those that were taken down just now."""
        self.come_or_gone: set[Spot] = set()
        """Shelves that were put up or taken down in this edition."""
        self.forget()

    def forget(self) -> None:
        """Look everything up again: the shelves have changed."""
        self.loaded = lru_cache(maxsize=_HELD)(self._load)
        self.noun = lru_cache(maxsize=_HELD)(self._noun)
        self.names = lru_cache(maxsize=16)(self._names)
        self.shelf = lru_cache(maxsize=4096)(self._shelf)
        self.label = lru_cache(maxsize=4096)(self._label)
        self.profile = lru_cache(maxsize=1024)(self._profile)

    # Asking ---------------------------------------------------------------------------------------

    def _load(self, path: str) -> tuple[str, Noun | None, str]:
        """The sort of a record, its noun, and its references as JSON."""
        sql = "SELECT sort, facts, refs FROM record WHERE path = ?"
        sort, facts, refs = cast(Row, self.cache.one(sql, path))
        return sort, noun_of(sort, facts), refs

    def _noun(self, path: str) -> Noun | None:
        """The noun of a Markdown file, if it is in the edition."""
        sql = "SELECT 1 FROM shown WHERE press = ? AND path = ?"
        if not self.cache.one(sql, self.press, path):
            return None
        sort, noun, _ = self.loaded(path)
        if isinstance(noun, Profile) and not self._has(sort, noun.id):
            return None  # without stories there is no page for it
        return noun

    def shelved(self, path: str) -> Story:
        """The story of a path that stands on a shelf."""
        return cast(Story, self.loaded(path)[1])

    def story(self, path: str) -> Story | None:
        noun = self.noun(path)
        return noun if isinstance(noun, Story) else None

    def is_shown(self, path: str) -> bool:
        return self.noun(path) is not None

    def item(self, path: str) -> Item | None:
        """What is known of a Markdown file, in the edition or not."""
        return self.archive.item(path)

    def place_of(self, path: str) -> tuple[int, frozenset[int]] | None:
        """When a file was published and on which shelves it stands; `None` if it is not shown."""
        row = self.cache.one("SELECT * FROM shown WHERE press = ? AND path = ?", self.press, path)
        return _where(row)

    def pictures_of(self, path: str) -> frozenset[str]:
        """The pictures that a text of the edition shows or links to."""
        sql = "SELECT picture FROM showing WHERE press = ? AND path = ?"
        return frozenset(picture for (picture,) in self.cache.all(sql, self.press, path))

    def pictures(self) -> list[str]:
        """All pictures that texts of the edition show or link to, in order of path."""
        sql = "SELECT DISTINCT picture FROM showing WHERE press = ? ORDER BY picture"
        return [picture for (picture,) in self.cache.all(sql, self.press)]

    def references(self, path: str) -> tuple[Reference, ...]:
        """What a text of the edition mentions."""
        return codec.loads_all(Reference, self.loaded(path)[2])

    def _has(self, kind: str, name: str) -> bool:
        return (kind, name) in self._numbers

    def has_shelf(self, kind: str, name: str) -> bool:
        """Whether a shelf has stories."""
        return self._has(kind, name)

    def _shelf(self, kind: str, name: str) -> Shelf:
        return Shelf(self, self._numbers.get((kind, name)))

    def _names(self, kind: str) -> list[str]:
        """Ids of the shelves of one kind that have stories, sorted."""
        return sorted(name for shelf, name in self._numbers if shelf == kind)

    def days(self, start: str) -> list[str]:
        """The days of a year or month (`2010`, `2010-11`) that have stories, or that one day."""
        days = self.names("day")
        return days[bisect_left(days, start) : bisect_left(days, f"{start}~")]

    def _label(self, kind: str, name: str) -> str:
        """The name of an author or topic: the profile's, else the oldest story's spelling."""
        label: str | None = self.cache.value(
            "SELECT label FROM shelf WHERE press = ? AND kind = ? AND name = ?",
            self.press,
            kind,
            name,
        )
        return label or ""

    def _profile(self, kind: str, name: str) -> Profile | None:
        """What `content/authors/` or `content/topics/` says of one who has stories."""
        row = self.cache.one(
            """SELECT facts FROM want JOIN shown USING (path) JOIN record USING (path)
            WHERE want.key = ? AND press = ? AND record.sort = ?""",
            f"/{kind}s/{name}",
            self.press,
            kind,
        )
        return cast(Profile, noun_of(kind, row[0])) if row else None

    def paths(self) -> Iterator[str]:
        """Paths of every story, newest first."""
        number = self._numbers.get(("paper", ""))
        if number is not None:
            sql = "SELECT path FROM place WHERE shelf = ? ORDER BY published DESC, path DESC"
            yield from (path for (path,) in self.cache.each(sql, number))

    def stories(self) -> Iterator[Story]:
        """Every story, newest first; of one moment by path."""
        number = self._numbers.get(("paper", ""))
        if number is not None:
            sql = """SELECT path, record.sort, facts FROM place JOIN record USING (path)
            WHERE shelf = ? ORDER BY place.published DESC, path DESC"""
            for _, sort, facts in self.cache.each(sql, number):
                yield cast(Story, noun_of(sort, facts))

    def leaves(self) -> list[Leaf]:
        """Standing pages, in order of path."""
        rows = self.cache.all(
            f"""SELECT path FROM shown WHERE press = ? AND sort = 'leaf' AND {_FEW}
            ORDER BY path""",
            self.press,
        )
        return [cast(Leaf, self.noun(path)) for (path,) in rows]

    def news(self) -> list[Story]:
        """Stories of the last two days, newest first."""
        high = codec.instant(self.edition.as_of)
        low = codec.instant(self.edition.as_of - NEWS)
        return list(self.shelf("paper", "").between(low, high))

    def hidden(self) -> Iterator[Item]:
        """Markdown files that are not in the edition."""
        sql = f"""SELECT path FROM hidden WHERE press = ?1 UNION ALL SELECT path FROM shown
        WHERE press = ?1 AND sort IN ('author', 'topic') AND {_FEW}"""
        for (path,) in self.cache.all(sql, self.press):
            if not self.is_shown(path) and (item := self.item(path)):
                yield item

    def due(self) -> datetime | None:
        """The next moment at which the edition would be another, if there is one."""
        as_of = codec.instant(self.edition.as_of)
        moments = [
            self.cache.value(f"SELECT min({name}) FROM record WHERE {name} > ?", as_of)
            for name in ("opens", "closes")
        ]
        found = [codec.moment(moment) for moment in moments if moment is not None]
        found += [story.published + NEWS for story in self.news()[-1:]]
        found += [pin.until for pin in self.front.pins if pin.until is not None]
        bar = self.front.breaking
        found += [bar.until] if bar and bar.until else []
        return min(found, default=None)

    # The gate -------------------------------------------------------------------------------------

    def update(self, since: int, last: Edition | None) -> list[Change] | None:
        """Put on the shelves what has changed since build `since`, made for the edition `last`.

        Gives the changes, or `None` if everything is new: then they would be as many as stories.
        """
        changes: list[Change] | None = None
        if last is None or last.flags != self.edition.flags:
            self._clear()
            self._fill()
        else:
            changes = list(self._moved(since, last.as_of))
        self._drop_empty()
        self.forget()
        return changes

    def _clear(self) -> None:
        self.cache.run("DELETE FROM shown WHERE press = ?", self.press)
        self.cache.run("DELETE FROM hidden WHERE press = ?", self.press)
        self.cache.run("DELETE FROM showing WHERE press = ?", self.press)
        self.cache.run(
            "DELETE FROM place WHERE shelf IN (SELECT id FROM shelf WHERE press = ?)", self.press
        )

    def _fill(self) -> None:
        """Everything that passes the gate, onto empty shelves."""
        rows = self.cache.each(f"SELECT {_STANDING} FROM record")
        shown: list[Row] = []
        places: list[Row] = []
        for row in rows:
            standing = self._standing(row)
            if standing is None:
                self._hide(row[0])
                continue
            shown.append(standing)
            places += _places(standing)
            if len(shown) >= _BATCH:
                self._put(shown, places)
        self._put(shown, places)
        self.cache.run(
            f"""INSERT INTO showing SELECT ?1, path, {_PICTURE} FROM mention WHERE {_OF_PICTURES}
            AND EXISTS (SELECT 1 FROM shown WHERE press = ?1 AND shown.path = mention.path)""",
            self.press,
        )

    def _put(self, shown: list[Row], places: list[Row]) -> None:
        self.cache.many("INSERT INTO shown VALUES (?, ?, ?, ?, ?, ?, ?, ?)", shown)
        self.cache.many("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", places)
        shown.clear()
        places.clear()

    def _hide(self, path: str) -> None:
        self.cache.run("INSERT INTO hidden VALUES (?, ?)", self.press, path)

    def _standing(self, row: Row) -> Row | None:
        """A row of the table `shown`, if the file passes the gate."""
        path, sort, key, public, body, is_gated, draft, opens, closes, published, shelves = row
        if not sort:
            return None
        if is_gated and not self.edition.shows(
            Gate(
                bool(draft),
                codec.moment(opens) if opens is not None else None,
                codec.moment(closes) if closes is not None else None,
            )
        ):
            return None
        numbers = [self._put_up(*spot) for spot in spots_of(shelves)]
        return (self.press, path, sort, public, body, published, json.dumps(numbers), key)

    def _put_up(self, kind: str, name: str) -> int:
        """The number of a shelf, which is put up if it is not there."""
        number = self._numbers.get((kind, name))
        if number is None:
            self.cache.run(
                "INSERT INTO shelf (press, kind, name) VALUES (?, ?, ?)", self.press, kind, name
            )
            number = cast(int, self.cache.value("SELECT last_insert_rowid()"))
            self._numbers[kind, name] = number
            self.spots[number] = (kind, name)
            self.come_or_gone.add((kind, name))
        return number

    def _moved(self, since: int, last: datetime) -> Iterator[Change]:
        """Take down and put up what is not as it was, one file after the other."""
        low, high = sorted((codec.instant(last), codec.instant(self.edition.as_of)))
        paths = self.cache.all(
            """SELECT path FROM record WHERE changed > ?1
            UNION SELECT path FROM gone WHERE changed > ?1
            UNION SELECT path FROM record WHERE opens > ?2 AND opens <= ?3
            UNION SELECT path FROM record WHERE closes > ?2 AND closes <= ?3""",
            since,
            low,
            high,
        )
        for (path,) in paths:
            before = self.cache.one(
                "SELECT * FROM shown WHERE press = ? AND path = ?", self.press, path
            )
            row = self.cache.one(f"SELECT {_STANDING} FROM record WHERE path = ?", path)
            after = self._standing(row) if row else None
            self.cache.run("DELETE FROM hidden WHERE press = ? AND path = ?", self.press, path)
            if row and not after:
                self._hide(path)
            if before == after and before:
                continue  # one that is out, before and after, may be named by others all the same
            pictures = self.pictures_of(path)
            if before:
                self.cache.run("DELETE FROM shown WHERE press = ? AND path = ?", self.press, path)
                self.cache.run("DELETE FROM showing WHERE press = ? AND path = ?", self.press, path)
                self.cache.many(
                    "DELETE FROM place WHERE shelf = ? AND published = ? AND path = ?",
                    _places(before),
                )
            if after:
                self._put([after], _places(after))
                self.cache.run(
                    f"""INSERT INTO showing SELECT ?, path, {_PICTURE} FROM mention
                    WHERE path = ? AND {_OF_PICTURES}""",
                    self.press,
                    path,
                )
            known = after or before
            yield Change(
                path,
                known[2] if known else self.archive.sort_of(path),
                _where(before),
                _where(after),
                is_public=not (before and after and before[3] == after[3]),
                pictures=pictures | self.pictures_of(path),
            )

    def _drop_empty(self) -> None:
        """Take down shelves without stories."""
        empty = self.cache.all(
            """SELECT kind, name FROM shelf WHERE press = ?
            AND NOT EXISTS (SELECT 1 FROM place WHERE shelf = shelf.id)""",
            self.press,
        )
        for kind, name in empty:
            del self._numbers[kind, name]
            self.come_or_gone.add((kind, name))
            self.cache.run(
                "DELETE FROM shelf WHERE press = ? AND kind = ? AND name = ?",
                self.press,
                kind,
                name,
            )

    def relabel(self, spots: Iterable[Spot] | None = None) -> list[Spot]:
        """Give authors and topics their names; gives those whose name is another now.

        `spots` are those whose profile or stories have changed; without them it is all.
        """
        every = (
            (("author", n) for n in self.names("author")),
            (("topic", n) for n in self.names("topic")),
        )
        changed = []
        for kind, name in chain(*every) if spots is None else spots:
            if kind not in ("author", "topic") or not self.has_shelf(kind, name):
                continue
            profile = self.profile(kind, name)
            label = profile.name if profile else self._spelling(kind, name)
            if label != self.label(kind, name):
                self.cache.run(
                    "UPDATE shelf SET label = ? WHERE id = ?", label, self._numbers[kind, name]
                )
                changed.append((kind, name))
        self.label.cache_clear()
        return changed

    def _spelling(self, kind: str, name: str) -> str:
        oldest = cast(Story, self.shelf(kind, name).oldest())
        names = oldest.topics if kind == "topic" else oldest.authors
        return next(written for written in names if slugify(written) == name)


_OF_PICTURES = f"key > '{PICTURE}' AND key < '{PICTURE[:-1]};'"
_PICTURE = f"substr(key, {len(PICTURE) + 1})"
_FEW = "sort <> 'story'"
"""Has SQLite use the index of all that are no stories, which is made with these words."""
_STANDING = "path, sort, key, public, body, is_gated, draft, opens, closes, published, shelves"


def _places(standing: Row) -> list[Row]:
    """The rows of the table `place` for one of `shown`."""
    _, path, _, _, _, published, shelves, _ = standing
    return [(number, published, path) for number in json.loads(shelves)]


def _where(standing: Row | None) -> tuple[int, frozenset[int]] | None:
    return standing and (standing[5] or 0, frozenset(json.loads(standing[6])))


def _front_at(front: Front, as_of: datetime) -> Front:
    pins = tuple(pin for pin in front.pins if pin.until is None or pin.until > as_of)
    bar = front.breaking
    if bar is not None and bar.until is not None and bar.until <= as_of:
        bar = None
    return replace(front, pins=pins, breaking=bar)
