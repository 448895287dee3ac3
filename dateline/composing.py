"""The composing room: from the name of a piece to its files, laid ready to be moved in.

Any number of processes compose at once. Each reads the cache, `content/` and the theme, and writes
nothing but new files to the stage. What came of a piece is told in a few words; whether it counts
is decided where all pieces are known.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dateline import discover
from dateline.archive import Archive
from dateline.cache import shared_cache
from dateline.digests import digest, digest_bytes
from dateline.index import Index
from dateline.ingredients import Ingredients, changed
from dateline.ledger import Entry, Ledger, Press
from dateline.machines import newest_of
from dateline.model import Body, Card, Copy, Output, Page, Print
from dateline.paper import Paper
from dateline.pieces import Thing, plan_piece
from dateline.plan import Desk
from dateline.problems import Problem, WorldError
from dateline.program import version_of
from dateline.publish import Files
from dateline.records import unpacked
from dateline.render import Job, Look, render
from dateline.write import Standing, Tray

LARGEST_HELD = 2**24
"""Bytes of a copied file that are held in memory; larger ones are copied from disk to disk."""
REPLACEABLE = frozenset({"robots.txt"})
"""Pages that a file of `content/` stands in for. Any other collision is an error."""
_OF_A_CARD = '{"card":""}'
"""What a card is made of, as parts: its path tells all of it."""
_RANKS = {"style": 0, "story": 1, "feed": 3, "sitemap": 4, "text": 4}
"""When a page is moved in; the others, which lead to stories, come third."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a process must know to compose pieces of an edition."""

    paper: Paper
    """Its settings as this edition has them."""
    press: Press
    spared: frozenset[str]
    """Files that are wrong, and of which an older version is shown or none."""
    hidden: frozenset[str]
    """Loose files that are not published because of the texts that name them."""
    suspects: frozenset[str]
    """Files of the output that are not as they were written."""
    output: Path
    tray: Tray | None = None
    """Where new files are laid; without it they are made and forgotten."""
    is_first: bool = False
    """Whether nothing stands in the output yet."""
    store: Path | None = None
    """Where files that are made of pictures are kept; without it they are not."""
    cache: Path | None = None
    """Where other processes find what this one has in its cache."""


class Made(NamedTuple):
    """What came of one file of a piece."""

    entry: Entry
    rank: int
    """When it is to be moved in: files of a lower rank are moved first."""
    is_kept: bool = False
    """Whether it is what was known before, so that nothing was made."""
    is_laid: bool = False
    """Whether it lies ready, since it is not what stands in the output."""
    has_place: bool = True
    """Whether it could be laid: what one file needs for a folder may be another file."""
    lastmod: datetime | None = None
    """Of a sitemap: when the newest of its pages changed."""
    is_stale: bool = False
    """Of a copied file: whether it has changed since it was looked at."""
    failure: Problem | None = None
    """What is wrong with a template, as this page showed."""
    seconds: float = 0.0


def compose(room: Room, job: tuple[str, str]) -> list[Made]:
    """The files of a piece, which is made anew for a cause."""
    piece, cause = job
    made: list[Made] = []
    prints: list[Print] = []
    for thing in room.planned(piece):
        if isinstance(thing, Print):
            prints.append(thing)
        else:
            made.append(room.make(thing, piece, cause))
    return [*made, *room.make_prints(prints, piece, cause)] if prints else made


class Room:
    """All that pieces of one edition are composed with. Sent to another process, it is set up anew
    there, on the same cache."""

    def __init__(self, brief: Brief, index: Index, ledger: Ledger, files: Files) -> None:
        paper = brief.paper
        self.brief, self.index, self.ledger, self.files = brief, index, ledger, files
        self.desk = _desk(paper, index, ledger, files)
        self._look = Look(paper.config.site, paper.theme, paper.colours)
        shown = digest((paper.config.site, paper.colours, paper.theme.catalogues))
        self._ingredients = Ingredients(paper.program, shown, paper.templates)
        self._standing = Standing(brief.output)

    def __reduce__(self) -> tuple[Callable[[Brief], Room], tuple[Brief]]:
        return _set_up, (self.brief,)

    def planned(self, piece: str) -> Iterator[Thing]:
        """The files of a piece, but for those that `content/` has a file for."""
        for made in plan_piece(self.desk, piece):
            is_free = isinstance(made, Copy | Print) or made.path not in REPLACEABLE
            if is_free or self.files.url_of(made.path) != f"/{made.path}":
                yield made

    def make(self, thing: Page | Copy | Card, piece: str, cause: str) -> Made:
        """One file, laid ready unless it stands in the output."""
        begun = time.perf_counter()
        known = self.ledger.entry(thing.path) if self.brief.press.build else None
        if isinstance(thing, Copy):
            made = self._copied(thing, piece, cause, known)
        elif isinstance(thing, Card):
            made = self._drawn(thing, piece, cause, known)
        else:
            made = self._rendered(thing, piece, cause, known)
        return made._replace(seconds=time.perf_counter() - begun)

    def _rendered(self, page: Page, piece: str, cause: str, known: Entry | None) -> Made:
        if known and not known.parts.startswith("{"):
            known = None  # a copied file stood in its place
        key, parts = self._ingredients.of(page)
        entry = Entry(page.path, piece, page.template, key, parts, "", b"")
        rank = _RANKS.get(page.kind, 2)
        is_right = known is not None and page.path not in self.brief.suspects
        if known and is_right and known.key == key:
            return Made(entry, rank, is_kept=True)
        output = render(self._look, Job(page, self._bodies_of(page)))
        if isinstance(output, Problem):
            return Made(entry, rank, failure=output)
        names = changed(json.loads(known.parts), json.loads(parts)) if known else ["all"]
        if known and known.key == key:
            names, cause = ["file"], f"{page.path} was changed or lost"
        entry = _with(entry, names, cause, digest_bytes(output.content))
        made = self.laid(Made(entry, rank), output, known)
        return made._replace(lastmod=newest_of(page)) if page.places else made

    def _copied(self, copy: Copy, piece: str, cause: str, known: Entry | None) -> Made:
        entry = Entry(copy.path, piece, "", copy.digest, copy.source, "", copy.digest)
        if known and known.key == copy.digest and copy.path not in self.brief.suspects:
            return Made(entry, 0, is_kept=True)
        output = self._bytes_of(copy)
        found = copy.digest if output.source else digest_bytes(output.content)
        entry = replace(_with(entry, ["file"], cause, found), key=found)
        return self.laid(Made(entry, 0, is_stale=found != copy.digest), output, known)

    def _drawn(self, card: Card, piece: str, cause: str, known: Entry | None) -> Made:
        """A social card. Its path tells all that it is made of."""
        key = digest(card)
        entry = Entry(card.path, piece, "", key, _OF_A_CARD, "", b"")
        if known and known.key == key and card.path not in self.brief.suspects:
            return Made(entry, 0, is_kept=True)
        from dateline.cards import draw

        output = Output(card.path, draw(card))
        entry = _with(entry, ["file"], cause, digest_bytes(output.content))
        return self.laid(Made(entry, 0), output, known)

    # Pictures -------------------------------------------------------------------------------------

    def make_prints(self, prints: Iterable[Print], piece: str, cause: str) -> Iterator[Made]:
        """The files that are made of one picture, which is read and decoded once at most."""
        missing: list[tuple[Print, Entry, Entry | None]] = []
        for one in prints:
            key = digest((one.path, one.digest))
            known = self.ledger.entry(one.path) if self.brief.press.build else None
            entry = Entry(one.path, piece, "", key, one.source, "", b"")
            if known and known.key == key and one.path not in self.brief.suspects:
                yield Made(entry, 0, is_kept=True)
            else:
                missing.append((one, entry, known))
        if missing:
            yield from self._printed(missing, cause)

    def _printed(
        self, missing: Sequence[tuple[Print, Entry, Entry | None]], cause: str
    ) -> Iterator[Made]:
        from dateline.darkroom import Store, printed
        from dateline.photos import Unreadable

        if self.brief.tray is None:  # nothing is to be written: its name tells what it would hold
            for one, entry, _ in missing:
                yield Made(entry, 0, is_laid=not (self.brief.output / one.path).is_file())
            return
        source, wanted = missing[0][0].source, missing[0][0].digest
        data = discover.read(self.brief.paper.root, source.removeprefix("content/"))
        # Under names that caches keep for ever stands what they were made of, or nothing.
        if digest_bytes(data) != wanted:
            raise _changed(source)
        store = Store(self.brief.store, version_of("pillow"))
        rows = {one.variant: (one, entry, known) for one, entry, known in missing}
        begun = time.perf_counter()
        try:
            for variant, content in printed(data, wanted, rows, store):
                one, entry, known = rows[variant]
                entry = _with(entry, ["file"], cause, digest_bytes(content))
                made = self.laid(Made(entry, 0), Output(one.path, content), known)
                yield made._replace(seconds=time.perf_counter() - begun)
                begun = time.perf_counter()
        except Unreadable as error:
            raise _changed(source) from error

    # Writing --------------------------------------------------------------------------------------

    def laid(self, made: Made, output: Output, known: Entry | None) -> Made:
        """`made`, with its bytes on the tray unless they stand in the output already."""
        brief, path = self.brief, output.path
        is_relied_on = known is not None and path not in brief.suspects
        if is_relied_on and known and known.digest == made.entry.digest:
            return made
        if not brief.is_first and self._standing.hold(output):
            return made
        if brief.tray is None:
            return made._replace(is_laid=True)
        return made._replace(is_laid=True, has_place=brief.tray.lay(output))

    def _bytes_of(self, copy: Copy) -> Output:
        path = copy.source.removeprefix("content/")
        if path == copy.source:
            return Output(copy.path, Path(copy.source).read_bytes())
        root = self.brief.paper.root
        with discover.opened(root, path) as file:
            content = file.read(LARGEST_HELD + 1)
        if len(content) <= LARGEST_HELD:
            return Output(copy.path, content)
        return Output(copy.path, source=str(root / copy.source))

    def _bodies_of(self, page: Page) -> Mapping[bytes, Body]:
        wanted = {page.body, *(entry.body for entry in page.entries)} - {b""}
        return {key: unpacked(self.index.archive.body(key)) for key in wanted}


def _changed(source: str) -> WorldError:
    return WorldError(f"{source} has changed since it was looked at", "build again")


def _with(entry: Entry, names: list[str], cause: str, found: bytes) -> Entry:
    """`entry` with the names of what changed, why that was, and the digest of the bytes."""
    said = json.dumps([names, cause], ensure_ascii=False)
    return replace(entry, cause=said, digest=found)


def _desk(paper: Paper, index: Index, ledger: Ledger, files: Files) -> Desk:
    """A desk to plan the edition at."""
    desk = Desk(index, paper.config, files)
    desk.maps = ledger.sitemaps
    desk.assets = tuple(
        Copy(f"assets/{asset.path}", asset.source, asset.digest)
        for asset in paper.theme.assets
        if asset.path != "style.css"
    )
    return desk


def _set_up(brief: Brief) -> Room:
    """The room in another process, which reads what the first one has written to the cache."""
    assert brief.cache is not None
    archive = Archive(shared_cache(brief.cache))
    paper = brief.paper
    index = Index(archive, brief.press.id, paper.config, paper.front, paper.edition)
    ledger = Ledger(archive.cache, brief.press.id)
    files = Files(index, hidden=brief.hidden, spared=brief.spared, was_out=ledger.has_piece)
    return Room(brief, index, ledger, files)
