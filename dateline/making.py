"""One edition: from what the archive holds to the files of the output."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from dateline import check as checks
from dateline import codec, discover
from dateline.archive import Archive, Item
from dateline.claims import Claim, addresses_of, collisions, unsafe
from dateline.config import Config
from dateline.digests import digest, digest_bytes
from dateline.front import Front
from dateline.index import Change, Edition, Index
from dateline.ingredients import Ingredients, changed
from dateline.ledger import Claimed, Entry, Ledger, Press
from dateline.machines import newest_of
from dateline.model import Copy, Output, Page, Reference
from dateline.names import is_safe_path, profile_id
from dateline.pieces import MAP_INDEX, all_pieces, plan_piece
from dateline.plan import Desk
from dateline.problems import Location, Problem, as_warnings, graded
from dateline.profile import Meter
from dateline.publish import Files
from dateline.records import unpacked
from dateline.render import Job as RenderJob
from dateline.render import Look, render
from dateline.ripple import MOST, Ripple, unchanged
from dateline.theme import Theme
from dateline.tools import Tools

LARGEST_HELD = 2**24
"""Bytes of a copied file that are held in memory; larger ones are copied from disk to disk."""
REPLACEABLE = frozenset({"robots.txt"})
"""Pages that a file of `content/` stands in for. Any other collision is an error."""
_RANKS = {"style": 0, "story": 1, "feed": 3, "sitemap": 4, "text": 4}
_CONFIG = Location("config.toml")
_MANY = "very many changed stories"


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that an edition is made of, but for the archive."""

    root: Path
    config: Config
    theme: Theme
    templates: Mapping[str, bytes]
    """For each template a digest of all that it is made of."""
    front: Front
    edition: Edition
    program: bytes
    is_check: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to render, with the bodies that it names by digest, packed."""

    page: Page
    bodies: Mapping[bytes, str]
    known: bytes
    """The key of the file that stands there and can be relied on, or nothing."""


@dataclass(frozen=True, eq=False)  # told apart by identity, so that templates compile once
class Mix:
    """What all pages of an edition are made with."""

    look: Look
    program: bytes
    site: bytes
    """Digest of what every page may show of the settings."""
    templates: Mapping[str, bytes]


class Made(NamedTuple):
    """What came of a page."""

    key: bytes
    parts: str
    result: Output | Problem | None
    """Nothing if the file that stands there has the same key."""
    digest: bytes = b""
    """Of the output's bytes."""


def make(mix: Mix, job: PageJob) -> Made:
    """The key of a page, and if it is not the known one what `render` makes of the page."""
    key, parts = _ingredients(mix).of(job.page)
    if key == job.known:
        return Made(key, parts, None)
    bodies = {name: unpacked(text) for name, text in job.bodies.items()}
    result = render(mix.look, RenderJob(job.page, bodies))
    digest = digest_bytes(result.content) if isinstance(result, Output) else b""
    return Made(key, parts, result, digest)


@lru_cache(maxsize=2)
def _ingredients(mix: Mix) -> Ingredients:
    return Ingredients(mix.program, mix.site, mix.templates)


class _Waiting(NamedTuple):
    """A page that is being made."""

    page: Page
    piece: str
    cause: str
    known: Entry | None


Use = Callable[[int, Output, Entry, bytes, "datetime | None"], None]
"""Takes a file that is made anew: its rank among the moves, its bytes, what is to be remembered of
it, the digest of the file that stands there, and of a sitemap when the newest of its pages
changed."""


class Making:
    """The edition of one output folder while it is made."""

    def __init__(
        self, paper: Paper, archive: Archive, press: Press, *, spared: frozenset[str] = frozenset()
    ) -> None:
        self.paper, self.archive, self.press = paper, archive, press
        self.cache = archive.cache
        self.spared = spared
        """Files that are wrong, and of which an older version is shown or none."""
        config = paper.config
        self.index = Index(archive, press.id, config, paper.front, paper.edition)
        self.ledger = Ledger(archive.cache, press.id)
        self.failures: dict[tuple[str, int, str], Problem] = {}
        """Mistakes in templates that show when pages are made: each is told for its first page."""
        self.lost: tuple[Problem, ...] = ()
        """Links of the settings that lead nowhere, once all paths are known."""
        self.checked: set[str] = set()
        """Files that were checked anew."""
        self.suspects: frozenset[str] = frozenset()
        """Files of the output that are not as they were written."""
        self.reason = ""
        """Why everything is made anew, if it is."""

    # Which pieces --------------------------------------------------------------------------------

    def prepare(self, suspects: frozenset[str]) -> None:
        """Put the edition on its shelves, and find the pieces that are to be made anew."""
        self.suspects = suspects
        press = self.press
        last = None
        if press.build:
            last = Edition(codec.moment(press.as_of), *(letter in press.flags for letter in "DFE"))
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
        self.complain({change.path for change in changes} | users | moved)

    def _take_all(self, reason: str) -> None:
        """Have every piece planned again, and every file checked."""
        self.reason = reason
        self.ledger.is_whole = True
        self.index.relabel()
        self.complain(None)
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
        """A desk to plan at, now that the shelves are up."""
        paper = self.paper
        config = paper.config
        if not self.index.shelf("paper", ""):
            # A feed must say when it was last updated: without a story there is none to announce.
            config = replace(config, site=replace(config.site, feeds=()))
        if paper.edition.is_preview:
            config = replace(config, site=replace(config.site, is_preview=True))
        self.config = config
        colours = {"--accent": config.site.accent, "--accent-dark": config.accent_dark}
        look = Look(config.site, paper.theme, colours)
        plain = replace(config, problems=(), grades={}, seconds=0, links=())
        self.site = digest((plain, paper.theme.catalogues, paper.program))
        shown = digest((config.site, colours, paper.theme.catalogues))
        self.mix = Mix(look, paper.program, shown, paper.templates)
        self.files = Files(
            self.index,
            named={reference.target for reference in config.links},
            text_of=self._text_of,
            spared=self.spared,
            was_out=self.ledger.has_piece,
        )
        self.desk = Desk(self.index, config, self.files)
        self.desk.maps = self.ledger.sitemaps
        self.desk.assets = tuple(
            Copy(f"assets/{asset.path}", asset.source, asset.digest)
            for asset in paper.theme.assets
            if asset.path != "style.css"
        )

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

    # Checking ------------------------------------------------------------------------------------

    def complain(self, paths: set[str] | None) -> None:
        """Check files against each other: those at `paths`, those that name them, and those that
        were found wrong before; without `paths` all."""
        desk = checks.Desk(self.index, self.files)
        if paths is None:
            self.cache.run("DELETE FROM complaint WHERE press = ?", self.press.id)
            wanted, twins = set(self.archive.with_mentions()), set(self.archive.twins())
        else:
            near = {path for name in paths for path in self._naming(name)}
            wrong = {path for path, _ in self.complaints()}
            wanted = paths | near | wrong
            twins = wanted
            self.checked = wanted
        found: dict[str, set[Problem]] = {}
        for path in wanted:
            item = self.archive.item(path)
            problems = set(checks.check_file(item, desk)) if item else set()
            if problems or paths is not None:
                found[path] = problems
        for path in twins:
            for owner, problem in checks.check_twins(path, desk):
                found.setdefault(owner.path, set()).add(problem)
        self._file(found)

    def _file(self, found: Mapping[str, set[Problem]]) -> None:
        for path, problems in found.items():
            self.cache.run(
                "DELETE FROM complaint WHERE press = ? AND path = ?", self.press.id, path
            )
            if problems:
                self.cache.run(
                    "INSERT INTO complaint VALUES (?, ?, ?)",
                    self.press.id,
                    path,
                    codec.dumps_all(Problem, tuple(sorted(problems))),
                )

    def _naming(self, path: str) -> Iterator[str]:
        """Files that name `path`, or the author or topic that it is of."""
        yield from self.archive.mentioning(path)
        folder = path.split("/", 1)[0]
        if folder in ("authors", "topics"):
            yield from self.archive.mentioning(f"{folder[:-1]}:{profile_id(path)}")
        for _, others in self.archive.wanting(path):
            yield from others

    def complaints(self) -> list[tuple[str, tuple[Problem, ...]]]:
        """What files were found to have wrong between them."""
        rows = self.cache.all(
            "SELECT path, problems FROM complaint WHERE press = ? ORDER BY path", self.press.id
        )
        return [(path, codec.loads_all(Problem, text)) for path, text in rows]

    def problems(self) -> list[Problem]:
        """All that is known to be wrong with Markdown files, as the settings grade it."""
        found: list[Problem] = []
        for item in self.archive.with_problems():
            found += self.weighed(item, item.problems)
        for path, problems in self.complaints():
            found += self.weighed(self.archive.item(path), problems)
        desk = checks.Desk(self.index, self.files)
        found += self.weighed(None, checks.check_front(self.paper.front, desk))
        return [*found, *self.weighed(None, self.lost)]

    def wrong(self) -> list[tuple[str, list[Problem]]]:
        """Markdown files with errors, and what these are."""
        found: dict[str, list[Problem]] = {}
        said = [(item.path, item.problems) for item in self.archive.with_problems()]
        for path, problems in (*said, *self.complaints()):
            for problem in self.weighed(self.archive.item(path), problems):
                if problem.severity == "error":
                    found.setdefault(path, []).append(problem)
        return sorted(found.items())

    def may_be_seen(self, path: str) -> bool:
        """Whether a file, as far as it could be read, does not say that it is to be kept back."""
        item = self.archive.item(path)
        return item is not None and self.paper.edition.shows(item.gate)

    def weighed(self, item: Item | None, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """`problems` as the settings grade them; those of a file out of the edition do not stop
        it."""
        paper = self.paper
        found = graded(problems, paper.config.grades, strict=paper.strict)
        is_out = item is not None and item.gate is not None and not paper.edition.shows(item.gate)
        return as_warnings(found) if is_out and not paper.is_check else found

    # Making --------------------------------------------------------------------------------------

    def produce(self, tools: Tools, use: Use, *, is_rendered: bool) -> list[Problem]:
        """Make the touched pieces anew; `use` gets each file that is not as it was known.

        Gives what is wrong with templates and with the paths of files. Unless it `is_rendered`, the
        edition is only planned.
        """
        problems: list[Problem] = []
        waiting: deque[_Waiting] = deque()
        done, total = 0, self._total()

        def note(meter: Meter, _: Made, seconds: float) -> None:
            meter.page(waiting[0].page.template, seconds)

        def jobs(pieces: Iterable[tuple[str, str]]) -> Iterator[PageJob]:
            for piece, cause in pieces:
                for made in self._planned(piece, problems):
                    if isinstance(made, Copy):
                        self._copy(made, piece, cause, use)
                    else:
                        known = self._known(made.path)
                        waiting.append(_Waiting(made, piece, cause, known))
                        is_right = known is not None and made.path not in self.suspects
                        key = known.key if known and is_right else b""
                        yield PageJob(made, self._bodies_of(made), key)

        if not is_rendered:
            for _ in jobs((*self._pieces(), *self._last())):
                waiting.clear()
            return [*problems, *self._collisions()]
        for pieces in (self._pieces(), self._last()):
            for made in tools.map(make, self.mix, jobs(pieces), note):
                wanted = waiting.popleft()
                done += 1
                tools.progress("making pages", done, max(done, total))
                if isinstance(made.result, Problem):
                    where = made.result.where
                    self.failures.setdefault(
                        (where.path, where.line, made.result.code), made.result
                    )
                elif made.result is None:
                    self.ledger.keep(wanted.page.path, wanted.piece)
                elif not self.failures:
                    page, entry = wanted.page, self._entry(wanted, made)
                    standing = self._standing(wanted.known)
                    use(_RANKS.get(page.kind, 2), made.result, entry, standing, newest_of(page))
        return [*problems, *self.failures.values(), *self._collisions()]

    def _total(self) -> int:
        if not self.ledger.is_whole:
            return len(self.ledger.touched())
        return sum(1 for _ in all_pieces(self.desk))

    def _pieces(self) -> Iterator[tuple[str, str]]:
        """The pieces to make, with their causes; the index of sitemaps, which names the others, is
        left for the end."""
        if not self.ledger.is_whole:
            yield from (touch for touch in self.ledger.touched() if touch[0] != MAP_INDEX)
            return
        yield from ((name, self.reason) for name in all_pieces(self.desk) if name != MAP_INDEX)

    def _last(self) -> list[tuple[str, str]]:
        is_there = self.ledger.is_whole or self.ledger.is_touched(MAP_INDEX)
        return [(MAP_INDEX, self.reason or "something changed")] if is_there else []

    def _planned(self, piece: str, problems: list[Problem]) -> Iterator[Page | Copy]:
        """The files of a piece, each with its path claimed."""
        for made in plan_piece(self.desk, piece):
            if made.path in REPLACEABLE and self._is_replaced(made):
                continue
            wanted = Claimed(made.path, piece, made.source if isinstance(made, Copy) else "")
            if not is_safe_path(made.path):
                problems.append(unsafe(self._claim(wanted)))
            elif other := self.ledger.claim(wanted):
                problems += collisions(self._claim(wanted), self._claim(other))
            else:
                yield made

    def _is_replaced(self, made: Page | Copy) -> bool:
        return isinstance(made, Page) and self.files.url_of(made.path) == f"/{made.path}"

    def _entry(self, wanted: _Waiting, made: Made) -> Entry:
        """What is to be remembered of a page."""
        page, known, cause = wanted.page, wanted.known, wanted.cause
        names = changed(json.loads(known.parts), json.loads(made.parts)) if known else ["all"]
        if known and known.key == made.key:
            names, cause = ["file"], f"{page.path} was changed or lost"
        said = json.dumps([names, cause], ensure_ascii=False)
        return Entry(
            page.path, wanted.piece, page.template, made.key, made.parts, said, made.digest
        )

    def _standing(self, known: Entry | None) -> bytes:
        """The digest of the file that stands in the output, if it can be relied on."""
        return known.digest if known and known.path not in self.suspects else b""

    def _known(self, path: str) -> Entry | None:
        """What is known of a page; nothing if a copied file stood in its place."""
        known = self.ledger.entry(path) if self.press.build else None
        return known if known and known.parts.startswith("{") else None

    def _copy(self, copy: Copy, piece: str, cause: str, use: Use) -> None:
        known = self.ledger.entry(copy.path) if self.press.build else None
        if known and known.key == copy.digest and copy.path not in self.suspects:
            self.ledger.keep(copy.path, piece)
            return
        cause = json.dumps([["file"], cause], ensure_ascii=False)
        output = self._bytes_of(copy)
        digest = copy.digest if output.source else digest_bytes(output.content)
        if digest != copy.digest:  # changed since it was looked at, and perhaps changed back soon
            self.archive.doubt(copy.source.removeprefix("content/"))
        entry = Entry(copy.path, piece, "", digest, copy.source, cause, digest)
        use(0, output, entry, self._standing(known), None)

    def _bytes_of(self, copy: Copy) -> Output:
        path = copy.source.removeprefix("content/")
        if path == copy.source:
            return Output(copy.path, Path(copy.source).read_bytes())
        with discover.opened(self.paper.root, path) as file:
            content = file.read(LARGEST_HELD + 1)
        if len(content) <= LARGEST_HELD:
            return Output(copy.path, content)
        return Output(copy.path, source=str(self.paper.root / copy.source))

    def _bodies_of(self, page: Page) -> Mapping[bytes, str]:
        wanted = {page.body, *(entry.body for entry in page.entries)} - {b""}
        return {key: self.archive.body(key) for key in wanted}

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

    def check_paths(self, removed: Iterable[str]) -> None:
        """Look for links to paths of the site where nothing is published."""
        self.lost = tuple(self._dead(self.paper.config.links))
        if self.ledger.is_whole:
            paths = set(self.archive.naming_pages())
        else:
            keys = {key for path in removed for key in (path, path.removesuffix("/index.html"))}
            touched = {p for key in keys for p in self.archive.mentioning(f"site:{key}")}
            paths = touched | self.checked
        for path in paths:
            item = self.archive.item(path)
            if item and self.index.is_shown(path):
                problems = set(self._dead(item.references))
                if problems:
                    self._add(path, problems)

    def _add(self, path: str, problems: set[Problem]) -> None:
        known = self.cache.value(
            "SELECT problems FROM complaint WHERE press = ? AND path = ?", self.press.id, path
        )
        self._file({path: problems | set(codec.loads_all(Problem, known or ""))})

    def _dead(self, references: Iterable[Reference]) -> Iterator[Problem]:
        base = self.config.site.base
        return checks.dead_links(references, base, self.ledger.has, self.index.leaves)
