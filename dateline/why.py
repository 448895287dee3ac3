"""What a page is made of and what changed it last; and which pages show a source."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from dateline import discover
from dateline.archive import Archive
from dateline.cache import Cache
from dateline.config import load_config
from dateline.digests import digest_file
from dateline.front import FILE as FRONT_FILE
from dateline.front import Front, read_front
from dateline.index import Edition, Index
from dateline.ledger import Entry, Ledger, Press
from dateline.model import Card, Copy, Page, Print
from dateline.names import output_path
from dateline.pieces import plan_piece
from dateline.plan import Desk
from dateline.publish import Files
from dateline.records import url_key
from dateline.ripple import Ripple, unchanged
from dateline.times import zone


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one path, as headed lists."""

    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    """A word, and what is to be said under it."""


class Unknown(Exception):
    """Nothing is known of the path."""


class Outdated(Exception):
    """The settings are not those of the last build, so that its plan can't be told."""


def why(root: Path, output: Path, cache: Cache, press: Press, path: str) -> Answer:
    """What is known of `path`: a file of the output, a URL, or a file of `content/`.

    Raises `Unknown` if it is none of these, and `Outdated` if the settings have changed too much.
    """
    asked = _Asked(root, output, cache, press)
    try:
        if source := asked.source(path):
            return asked.of_source(source)
        if entry := asked.entry(path):
            return asked.of_output(entry)
    except LookupError as error:
        raise Outdated from error
    raise Unknown(path)


def _below(folder: Path, path: str) -> str:
    """`path`, which is meant from here, as one from `folder`; links are not followed."""
    given = Path(os.path.normpath(Path.cwd() / path))
    there = Path(os.path.normpath(Path.cwd() / folder))
    return given.relative_to(there).as_posix() if given.is_relative_to(there) else ""


class _Asked:
    """The last edition of one output folder, to be asked."""

    def __init__(self, root: Path, output: Path, cache: Cache, press: Press) -> None:
        self.root, self.output, self.press = root, output, press
        self.archive = Archive(cache)
        self.ledger = Ledger(cache, press.id)
        config = load_config(root / "config.toml")
        edition = Edition.again(press.as_of, press.flags)
        front = Front()
        if self.archive.has(FRONT_FILE):
            site_zone = zone(config.site.timezone)
            content = discover.read(root, FRONT_FILE)
            front, _ = read_front(content, site_zone, config.rules.sections)
        self.index = Index(self.archive, press.id, config, front, edition)
        named = {reference.target for reference in config.links}
        self.files = Files(self.index)
        self.files.hide(self._text_of, named=named)
        self.desk = Desk(self.index, config, self.files)
        self.desk.maps = self.ledger.sitemaps
        self.base = config.site.base
        self.config = config

    def _text_of(self, path: str) -> str:
        try:
            return discover.read(self.root, path).decode("utf-8", "replace")
        except discover.Vanished:
            return ""

    # What is asked for ---------------------------------------------------------------------------

    def source(self, path: str) -> str:
        """The path under `content/` that is meant, or nothing."""
        names = (path, _below(self.root, path))
        found = [name.removeprefix("content/") for name in names if name.startswith("content/")]
        return next((name for name in (*found, path) if self.archive.has(name)), "")

    def entry(self, path: str) -> Entry | None:
        """The file of the output that is meant: by its path, there or from here, or by its URL."""
        names = [path, _below(self.output, path)]
        names += [f"{name}/index.html" for name in names]
        with suppress(ValueError):  # not every word is an address
            url = path.removeprefix(self.config.site.origin)
            names.append(output_path(url.removeprefix(self.base) or "/"))
        return next((entry for name in names if (entry := self.ledger.entry(name))), None)

    # Answers -------------------------------------------------------------------------------------

    def of_output(self, entry: Entry) -> Answer:
        """What a file of the output is made of, and what changed it last."""
        names, cause = json.loads(entry.cause)
        made_of = [_name_of_piece(entry.piece)]
        shown: tuple[str, ...] = ()
        if entry.parts.startswith("{"):
            made_of += self._templates(entry.template) if entry.template else []
            made_of.append("the settings in config.toml")
            page = self._page(entry)
            shown = tuple(sorted(set(self._shown(page)))) if page else ()
            made_of.append("its parts: " + ", ".join(json.loads(entry.parts)))
        else:
            made_of = [entry.parts]
        what = "new to the build cache" if names == ["all"] else f"{', '.join(names)} changed"
        parts = [
            ("made of", tuple(made_of)),
            ("last change", (f"{what}, because of {cause}",)),
            ("now", (self._state(entry),)),
        ]
        if shown:
            parts.insert(1, ("shows", tuple(f"content/{path}" for path in shown)))
        return Answer(entry.path, tuple(parts))

    def _templates(self, name: str) -> list[str]:
        known = json.loads(self.archive.cache.fact("templates") or "{}").get("names", {})
        return [f"the template {other}" for other in known.get(name, [name])]

    def _state(self, entry: Entry) -> str:
        try:
            with (self.output / entry.path).open("rb") as file:
                is_same = digest_file(file) == entry.digest
        except OSError:
            is_same = False
        return "as it was written" if is_same else "changed or lost since it was written"

    def _page(self, entry: Entry) -> Page | None:
        for made in plan_piece(self.desk, entry.piece):
            if isinstance(made, Page) and made.path == entry.path:
                return made
        return None

    def _shown(self, page: Page) -> Iterator[str]:
        """Stories whose URL stands on the page."""
        own = page.story.path if page.story else ""
        for url in _urls_in(page):
            address = url.removeprefix(self.config.site.origin).removeprefix(self.base)
            for path in self.archive.paths_wanting(url_key(address)):
                if path != own:
                    yield path

    def of_source(self, path: str) -> Answer:
        """Which files of the output show a file of `content/`."""
        made: dict[str, None] = {}
        shown: dict[str, None] = {}
        noun = self.index.noun(path)
        wanted = {key for key, _ in self.archive.wanting(path)}
        for piece in dict.fromkeys(self._candidates(path)):
            for thing in plan_piece(self.desk, piece):
                if isinstance(thing, Copy | Print):
                    if thing.source == f"content/{path}":
                        made[thing.path] = None
                elif isinstance(thing, Card):
                    if piece == f"story:{path}":
                        made[thing.path] = None
                elif thing.story is not None and thing.story.path == path:
                    made[thing.path] = None
                elif self._is_on(thing, wanted):
                    shown[thing.path] = None
        state = "in the edition" if noun or made else "not in the edition"
        if noun is None and (item := self.archive.item(path)) and item.gate is not None:
            state = f"not in the edition: {self.index.edition.state(item.gate)}"
        parts: list[tuple[str, tuple[str, ...]]] = [("is", (state,))]
        parts += [("makes", tuple(made))] if made else []
        parts += [("shown on", tuple(sorted(shown)))] if shown else []
        return Answer(f"content/{path}", tuple(parts))

    def _candidates(self, path: str) -> Iterator[str]:
        """Pieces that may show the file: those that a change of it would touch."""
        ripple = Ripple(self.index, self.config, self.files, self.ledger)
        for piece, _ in ripple.pieces([unchanged(self.index, path)], [path]):
            yield piece
        for other in self.archive.mentioning(path):
            yield from (f"{kind}:{other}" for kind in ("story", "leaf"))

    def _is_on(self, page: Page, wanted: set[str]) -> bool:
        origin = self.config.site.origin
        urls = (url.removeprefix(origin).removeprefix(self.base) for url in _urls_in(page))
        return any(url_key(url) in wanted for url in urls)


def _urls_in(value: Any) -> Iterator[str]:
    """Every URL that a page shows: of its teasers, entries, links and places."""
    if isinstance(value, tuple):
        for item in value:
            yield from _urls_in(item)
    elif isinstance(value, dict):
        yield from _urls_in(tuple(value.values()))
    elif isinstance(value, str):
        if value.startswith("/") or "://" in value:
            yield value
    elif hasattr(value, "__dataclass_fields__"):
        for name in (field.name for field in fields(value)):
            if name not in _OWN:
                yield from _urls_in(getattr(value, name))


_OWN = frozenset("path story profile feeds crumbs site extra image pictures card".split())
"""Fields of a page that are its own, or the same on many pages."""

_PIECES = {
    "story": "the story content/{}",
    "leaf": "the page content/{}",
    "file": "the file content/{}",
    "picture": "the picture content/{}",
    "section": "the section {}",
    "topic": "the topic {}",
    "author": "the author {}",
    "series": "the series {}",
    "day": "the day {}",
    "month": "the month {}",
    "year": "the year {}",
    "map": "the stories of {}",
    "search": "the search index of {}",
    "names": "all {}",
    "front": "the front page: the newest stories, and content/front.toml",
}
_LISTS = ("section", "topic", "author", "series")


def _name_of_piece(piece: str) -> str:
    """A piece of the plan, for people."""
    kind, _, name = piece.partition(":")
    name, _, number = name.partition("/") if kind in _LISTS else (name, "", "")
    said = _PIECES.get(kind, "the paper as a whole").format(name)
    return f"{said}, page {number}" if number else said


def as_text(answer: Answer) -> Iterable[str]:
    """The answer as lines for people."""
    yield answer.title
    for word, lines in answer.parts:
        for number, line in enumerate(lines):
            yield f"  {word if number == 0 else '':12}{line}"


def as_json(answer: Answer) -> str:
    """The answer as a JSON object: `path`, and a list for each word."""
    return json.dumps({"path": answer.title} | dict(answer.parts), ensure_ascii=False, indent=2)
