"""One edition: from what the archive holds to the files of the output."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

from dateline import discover
from dateline.archive import Archive
from dateline.claims import Claim, addresses_of, collisions, unsafe
from dateline.complaints import Complaints
from dateline.composing import Brief, Made, Room, compose
from dateline.config import SEARCH_PAGE
from dateline.index import Change, Edition, Index
from dateline.ingredients import changed
from dateline.ledger import Claimed, Ledger, Press
from dateline.model import Copy, Print
from dateline.names import is_safe_path, profile_id
from dateline.paper import Paper, furnished
from dateline.pieces import MAP_INDEX, PRINTED, SEARCH, all_pieces, all_shards
from dateline.problems import Location, Problem
from dateline.publish import Files
from dateline.ripple import MOST, Ripple, unchanged
from dateline.shards import make_shards
from dateline.tools import Tools
from dateline.workers import Serial, Workers
from dateline.write import Stage, Tray

_CONFIG = Location("config.toml")
_MANY = "very many changed stories"
SHARED = 500
"""Pieces from which on the cache is shared with other processes."""


class Making:
    """The edition of one output folder while it is made."""

    def __init__(
        self,
        paper: Paper,
        archive: Archive,
        press: Press,
        output: Path,
        *,
        spared: frozenset[str] = frozenset(),
        store: Path | None = None,
    ) -> None:
        self.paper, self.archive, self.press = paper, archive, press
        self.cache, self.output, self.store = archive.cache, output, store
        self.spared = spared
        """Files that are wrong, and of which an older version is shown or none."""
        config = paper.config
        self.index = Index(archive, press.id, config, paper.front, paper.edition)
        self.ledger = Ledger(archive.cache, press.id)
        self.failures: dict[tuple[str, int, str], Problem] = {}
        """Mistakes in templates that show when pages are made: each is told for its first page."""
        self.suspects: frozenset[str] = frozenset()
        """Files of the output that are not as they were written."""
        self.reason = ""
        """Why everything is made anew, if it is."""
        self.used: list[str] = []
        """Files that were made anew."""
        self.written: list[str] = []
        """Those of them that are not what stands in the output."""
        self._homeless: list[str] = []
        """Files that found no place beside another one."""

    # Which pieces --------------------------------------------------------------------------------

    def prepare(self, suspects: frozenset[str]) -> None:
        """Put the edition on its shelves, and find the pieces that are to be made anew."""
        self.suspects = suspects
        press = self.press
        last = Edition.again(press.as_of, press.flags) if press.build else None
        changes = self.index.update(press.build, last)
        self._furnish()
        self.reason = self._reason(changes)
        if changes is None or self.reason:
            self._take_all(self.reason)
            return
        changes = [*changes, *self._renamed(changes)]
        moved = self._moved_files(changes)
        users = {path for file in moved for path in self.archive.mentioning(file)}
        changes += [
            unchanged(self.index, path)
            for path in sorted(users - {c.path for c in changes if c.is_public})
        ]
        if len(changes) > MOST:
            self._take_all(_MANY)
            return
        ripple = Ripple(self.index, self.paper.config, self.files, self.ledger)
        self.ledger.touch(ripple.pieces(changes, moved))
        self.ledger.touch(self._of_templates())
        self.ledger.touch(
            (self._piece_of(path), f"{path} was changed or lost") for path in suspects
        )
        self.complaints.renew({change.path for change in changes} | users | moved)

    def _take_all(self, reason: str) -> None:
        """Have every piece planned again, and every file checked."""
        self.reason = reason
        self.ledger.is_whole = True
        self.index.relabel()
        self.complaints.renew(None)
        self._withhold()

    def _reason(self, changes: list[Change] | None) -> str:
        """Why every piece is to be planned again, or nothing."""
        if not self.press.build:
            return "a first build"
        if self.site != self.press.site:
            return "settings, words of the theme, or dateline itself"
        if changes is None:
            return "the kinds of stories that are shown"
        return _MANY if len(changes) > MOST else ""

    def _furnish(self) -> None:
        """The paper as this edition has it, now that the shelves are up."""
        self.paper = furnished(self.paper, has_stories=bool(self.index.shelf("paper", "")))
        self.config = self.paper.config
        self.site = self.paper.site_digest
        self.files = Files(self.index, spared=self.spared, was_out=self.ledger.has_piece)
        self.files.hide(self._text_of, named={reference.target for reference in self.config.links})
        self.complaints = Complaints(self.paper, self.index, self.files, self.ledger)

    def _text_of(self, path: str) -> str:
        return discover.read(self.paper.root, path).decode("utf-8", "replace")

    def _renamed(self, changes: Iterable[Change]) -> list[Change]:
        """Stories whose authors or topics have other names now, and profiles that came or went."""
        known = {change.path for change in changes if change.is_public}
        spots = set(self.index.come_or_gone)
        for change in changes:
            for where in (change.before, change.after):
                spots |= {self.index.spots[number] for number in where[1]} if where else set()
        for change in changes:
            if change.sort in ("author", "topic"):
                spots.add((change.sort, profile_id(change.path)))
        found = []
        for kind, name in self.index.relabel(sorted(spots)):
            shelf = self.index.shelf(kind, name)
            found += [story.path for story in shelf.all()]
        for kind, name in self.index.come_or_gone:
            found += self.archive.paths_wanting(f"/{kind}s/{name}")
        return [unchanged(self.index, path) for path in dict.fromkeys(found) if path not in known]

    def _moved_files(self, changes: Iterable[Change]) -> set[str]:
        """Files whose bytes or place changed: new ones, and those that go with a text."""
        moved = set(self.archive.changed_files(self.press.build))
        for change in changes:
            file = PurePosixPath(change.path)
            if file.stem.lower() == "index" and len(file.parts) > 1:
                moved.update(self.archive.below(str(file.parent)))
        return moved | self._withhold()

    def _withhold(self) -> set[str]:
        """Remember the files that are held back; gives those that were not, or are no more."""
        rows = self.cache.all("SELECT path FROM withheld WHERE press = ?", self.press.id)
        before = {path for (path,) in rows}
        self.cache.run("DELETE FROM withheld WHERE press = ?", self.press.id)
        self.cache.many(
            "INSERT INTO withheld VALUES (?, ?)",
            ((self.press.id, path) for path in sorted(self.files.hidden)),
        )
        return before ^ self.files.hidden

    def _of_templates(self) -> Iterator[tuple[str, str]]:
        """Pieces whose template is another now."""
        before = json.loads(self.press.templates)
        after = {name: value.hex() for name, value in self.paper.templates.items()}
        names = changed(before, after)
        for piece in self.ledger.with_template(names):
            yield piece, "its template"

    def _piece_of(self, path: str) -> str:
        entry = self.ledger.entry(path)
        return entry.piece if entry else ""

    # Making --------------------------------------------------------------------------------------

    def produce(
        self, tools: Tools, stage: Stage | None, tray: Tray | None, *, is_rendered: bool
    ) -> list[Problem]:
        """Make the touched pieces anew, and lay what has changed on the tray.

        Gives what is wrong with templates and with the paths of files. Unless it `is_rendered`, the
        edition is only planned.
        """
        room = self._room(stage, tray)
        problems: list[Problem] = []
        pieces = self._pieces(room)
        if not is_rendered:
            for piece, _ in (*pieces, *self._last()):
                for thing in room.planned(piece):
                    source = thing.source if isinstance(thing, Copy | Print) else ""
                    problems += self._unclaimed(Claimed(thing.path, piece, source))
            return [*problems, *self._collisions()]
        workers: Workers = Serial()
        is_much = len(pieces) > SHARED or self._is_slow(pieces)
        may_share = tray is not None or not self.press.build  # it forgets the last edition
        if tools.workers.count > 1 and is_much and may_share:
            room, workers = self._shared(room, tools.workers)
        done = 0
        for jobs, hands in ((pieces, workers), (self._last(), Serial())):
            try:
                for some in hands.map(compose, room, jobs):
                    done += 1
                    tools.progress("making pages", done, len(pieces) + 1)
                    for made in some:
                        problems += self._taken(made, stage)
                        if tools.meter:
                            tools.meter.page(made.entry.template, made.seconds)
            finally:
                hands.rest()
        problems += [*self.failures.values(), *self._collisions()]
        if self._homeless and not problems:
            raise RuntimeError(f"nobody complained of {self._homeless[0]}")
        return problems

    def index_for_search(
        self, tools: Tools, stage: Stage | None, tray: Tray | None
    ) -> list[Problem]:
        """Make the touched shards of the search index anew; what is wrong with their paths."""
        problems: list[Problem] = []
        if SEARCH_PAGE not in self.config.site.pages:
            return problems
        room = self._room(stage, tray)
        pieces = self._shards(room)
        with closing(make_shards(room, pieces, at_once=tools.workers.count)) as shards:
            for done, files in enumerate(shards, 1):
                tools.progress("indexing for search", done, len(pieces))
                for made in files:
                    problems += self._taken(made, stage)
        return problems

    def _shards(self, room: Room) -> list[tuple[str, str]]:
        """The shards to make, with their causes."""
        if self.ledger.is_whole:
            return [(name, self.reason) for name in all_shards(room.desk)]
        return [t for t in self.ledger.touched() if t[0].startswith(SEARCH) and t[0] != SEARCH]

    def _room(self, stage: Stage | None, tray: Tray | None) -> Room:
        """Where pieces are composed."""
        brief = Brief(
            paper=self.paper,
            press=self.press,
            spared=self.spared,
            hidden=self.files.hidden,
            suspects=self.suspects,
            output=self.output,
            tray=tray,
            is_first=stage is not None and stage.is_first,
            store=self.store,
        )
        return Room(brief, self.index, self.ledger, self.files)

    def _shared(self, room: Room, workers: Workers) -> tuple[Room, Workers]:
        """`room` as other processes can have it too; if they can't, only this one works."""
        # If this edition comes to nothing, its shelves must not pass for those of the last one.
        self.cache.run("UPDATE press SET build = 0 WHERE id = ?", self.press.id)
        cache = self.cache.share()
        if cache is None:
            return room, Serial()
        brief = replace(room.brief, cache=cache)
        return Room(brief, self.index, self.ledger, self.files), workers

    def _is_slow(self, pieces: Iterable[tuple[str, str]]) -> bool:
        """Whether there are several pictures of which nothing was made yet."""
        fresh = set(self.archive.changed_files(self.press.build))
        names = (name.removeprefix(PRINTED) for name, _ in pieces if name.startswith(PRINTED))
        new = (n for n in names if n in fresh or not self.ledger.has_piece(PRINTED + n))
        return len(list(islice(new, 2))) == 2

    def _pieces(self, room: Room) -> list[tuple[str, str]]:
        """The pieces to make, with their causes; the index of sitemaps, which names the others, is
        left for the end."""
        if not self.ledger.is_whole:
            return [touch for touch in self.ledger.touched() if touch[0] != MAP_INDEX]
        return [(name, self.reason) for name in all_pieces(room.desk) if name != MAP_INDEX]

    def _last(self) -> list[tuple[str, str]]:
        is_there = self.ledger.is_whole or self.ledger.is_touched(MAP_INDEX)
        return [(MAP_INDEX, self.reason or "something changed")] if is_there else []

    def _taken(self, made: Made, stage: Stage | None) -> Iterator[Problem]:
        """Remember what was made, unless its path is not to be had; gives what is wrong with it."""
        entry = made.entry
        source = "" if entry.parts.startswith("{") else entry.parts
        refused = self._unclaimed(Claimed(entry.path, entry.piece, source))
        if refused:
            yield from refused
        elif made.failure:
            where = made.failure.where
            self.failures.setdefault((where.path, where.line, made.failure.code), made.failure)
        elif made.is_kept:
            self.ledger.keep(entry.path, entry.piece)
        elif not self.failures:
            if made.is_stale:  # changed since it was looked at, and perhaps changed back soon
                self.archive.doubt(source.removeprefix("content/"))
            self.ledger.put(entry, made.lastmod)
            self.used.append(entry.path)
            if not made.has_place:
                self._homeless.append(entry.path)
            if made.is_laid:
                self.written.append(entry.path)
                if stage:
                    stage.expect(entry.path, made.rank)

    def _unclaimed(self, wanted: Claimed) -> list[Problem]:
        """Claim a path; what is wrong, if that can't be done."""
        if not is_safe_path(wanted.path):
            return [unsafe(self._claim(wanted))]
        if other := self.ledger.claim(wanted):
            return list(collisions(self._claim(wanted), self._claim(other)))
        return []

    # Paths ---------------------------------------------------------------------------------------

    def _collisions(self) -> Iterator[Problem]:
        for one, other in self.ledger.collisions():
            yield from collisions(self._claim(one), self._claim(other))

    def _claim(self, wanted: Claimed) -> Claim:
        """Who wants a path, for people."""
        path, piece, source = wanted
        if source:
            who = source if source.startswith("content/") else f"templates/{path}"
            return Claim(path, who, Location(who))
        kind, _, name = piece.partition(":")
        url = f"/{path.removesuffix('index.html')}"
        if kind in ("story", "leaf") and (item := self.archive.item(name)):
            places = dict(addresses_of(item.path, item.noun, item.where))
            place = places.get(url) or Location(f"content/{name}", 1)
            return Claim(path, place.path, place, is_text=True)
        return Claim(path, f"the page {self.config.site.base}{url}", _CONFIG)
