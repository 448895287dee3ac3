"""How far a change reaches: which pieces of the plan may show it.

It may name too many pieces, never too few: one that is planned again and found to be as it was
costs a millisecond. It follows the shape of the pages (`plan`): a story page looks back only, at
most `LOOK_BACK` places on a shelf; a numbered page is counted from the oldest; a teaser says
nothing of a story's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline import codec
from dateline.config import Config
from dateline.index import Change, Index, Spot
from dateline.ledger import Ledger
from dateline.names import profile_id
from dateline.pictures import is_picture
from dateline.pieces import ALWAYS, ARCHIVES, SEARCH, piece
from dateline.plan import FOLDERS, LOOK_BACK, SERIES_SHOWN
from dateline.publish import Files
from dateline.records import SORTS

Touch = tuple[str, str]
"""A piece, and the change that reaches it, for people."""

_LISTS = ("section", *FOLDERS)
_REACH = {"section": 1, "topic": LOOK_BACK, "series": SERIES_SHOWN}
"""On shelves of these kinds, how many places newer a story page may stand and still show it."""
MOST = 2000
"""Changes beyond which every piece is planned again: that is then no more work."""


def _told(paths: list[str]) -> str:
    """Files that changed, as a cause for people."""
    if not paths:
        return "something changed"
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"content/{paths[0]}{more}"


def unchanged(index: Index, path: str) -> Change:
    """A file that is as it was, and of which other pages show something else now."""
    where = index.place_of(path)
    sort, pictures = index.archive.sort_of(path), index.pictures_of(path)
    return Change(path, sort, where, where, pictures=pictures)


class Ripple:
    """Follows changes through one edition."""

    def __init__(self, index: Index, config: Config, files: Files, ledger: Ledger) -> None:
        self.index, self.config, self.files, self.ledger = index, config, files, ledger
        self.archive = index.archive

    def pieces(self, changes: Iterable[Change], moved: Iterable[str]) -> Iterator[Touch]:
        """The pieces that `changes` and the files that `moved` may touch."""
        changes, moved = list(changes), sorted(moved)
        cause = _told([*(change.path for change in changes), *moved])
        for name in ALWAYS:
            yield name, cause
        for folder in ("topics", "authors"):
            yield piece("names", folder), cause
        for path in moved:
            yield from _of_file(path, f"content/{path}")
        for spot in self.index.come_or_gone:
            yield from self._of_spot(spot)
        for change in changes:
            yield from self._of_change(change)

    def _of_spot(self, spot: Spot) -> Iterator[Touch]:
        """A list that is new, or has no stories any more."""
        kind, name = spot
        if kind in _LISTS:
            yield from self._whole_list(kind, name, f"the {kind} {name} is new or empty")
        if kind == "day":
            yield from self._of_day(name, f"the day {name} is new or empty")

    def _of_day(self, day: str, cause: str) -> Iterator[Touch]:
        for kind, size in zip(ARCHIVES, (0, 4, 7, 10), strict=True):
            yield piece(kind, day[:size]), cause
        yield piece("map", day[:7]), cause
        yield SEARCH, cause
        yield f"{SEARCH}{day[:4]}", cause

    def _whole_list(self, kind: str, name: str, cause: str) -> Iterator[Touch]:
        front = piece(kind, name)
        yield front, cause
        yield from ((page, cause) for page in self.ledger.pieces_below(front))
        full = len(self.index.shelf(kind, name)) // self.config.per_page
        yield from ((piece(kind, name, number), cause) for number in range(1, full + 1))

    def _of_change(self, change: Change) -> Iterator[Touch]:
        cause = f"content/{change.path}"
        yield from self._own(change.path, change.sort, cause)
        yield from self._feeds_with(change.path, cause)
        for picture in change.pictures:
            yield from _of_file(picture, cause)
        if not change.is_public:
            yield from self._shard(change, cause)
            return
        for path in self.archive.mentioning(change.path):
            yield from self._own(path, self.archive.sort_of(path), cause)
            yield from self._feeds_with(path, cause)
        for number in self._shelves(change):
            yield from self._on_shelf(change, number, cause)

    def _shard(self, change: Change, cause: str) -> Iterator[Touch]:
        """The shard of the search index that holds the text."""
        for number in self._shelves(change):
            kind, name = self.index.spots[number]
            if kind == "day":
                yield f"{SEARCH}{name[:4]}", cause

    def _own(self, path: str, sort: str, cause: str) -> Iterator[Touch]:
        """The pieces that are a Markdown file's own."""
        if sort in ("story", "leaf"):
            # What a file was before it changed its sort goes with it.
            yield from ((piece(kind, path), cause) for kind in ("story", "leaf"))
        elif sort in SORTS:
            yield from self._whole_list(sort, profile_id(path), cause)

    def _shelves(self, change: Change) -> set[int]:
        before = change.before[1] if change.before else frozenset()
        after = change.after[1] if change.after else frozenset()
        return {*before, *after}

    def _feeds_with(self, path: str, cause: str) -> Iterator[Touch]:
        """The list whose feeds hold the story's text with its links; a profile's text is on its own
        page."""
        story = self.index.story(path)
        if story:
            shelf = self.index.shelf("section", story.section)
            if self._is_near(shelf.newer(codec.instant(story.published), path, self._top)):
                yield piece("section", story.section), cause

    @property
    def _top(self) -> int:
        """How many of the newest stories a list's front and feeds show."""
        return max(self.config.per_page, self.config.entries)

    def _is_near(self, newer: list[str]) -> bool:
        """Whether a story with these newer ones is shown on the list's front or in its feeds."""
        return len(newer) < self._top

    def _on_shelf(self, change: Change, number: int, cause: str) -> Iterator[Touch]:
        """What a shelf shows of a story that came, went, moved, or changed its words."""
        kind, name = self.index.spots[number]
        if kind == "day":
            yield from self._of_day(name, cause)
        places = {
            where[0] for where in (change.before, change.after) if where and number in where[1]
        }
        is_still = len(places) == 1 and all(
            where and number in where[1] for where in (change.before, change.after)
        )
        for published in places:
            yield from self._neighbours(
                kind, name, published, change.path, cause, is_still=is_still
            )
            if kind in _LISTS:
                yield from self._pages(kind, name, published, change.path, cause, is_still=is_still)

    def _neighbours(
        self, kind: str, name: str, published: int, path: str, cause: str, *, is_still: bool
    ) -> Iterator[Touch]:
        """Story pages that look back at this place."""
        if kind not in _REACH:
            return
        shelf = self.index.shelf(kind, name)
        # A part that comes or goes changes the number of every later one; earlier ones name it too.
        limit = len(shelf) if kind == "series" and not is_still else _REACH[kind]
        near = shelf.newer(published, path, limit)
        if kind == "series":
            near += shelf.older_than(published, path, SERIES_SHOWN)
        yield from ((piece("story", other), cause) for other in near)

    def _pages(
        self, kind: str, name: str, published: int, path: str, cause: str, *, is_still: bool
    ) -> Iterator[Touch]:
        """The front and the numbered pages of a list that this place is on, or shifts."""
        shelf, size = self.index.shelf(kind, name), self.config.per_page
        older = shelf.count_older(published, path)
        front = piece(kind, name)
        if is_still:
            yield piece(kind, name, older // size + 1), cause
            if self._is_near(shelf.newer(published, path, self._top)):
                yield front, cause
            return
        yield front, cause
        full = len(shelf) // size
        # The page before it may now be linked to another one.
        first = max(1, older // size)
        yield from ((piece(kind, name, number), cause) for number in range(first, full + 1))
        for page in self.ledger.pieces_below(front):
            if int(page.rsplit("/", 1)[-1]) > full:
                yield page, cause


def _of_file(path: str, cause: str) -> Iterator[Touch]:
    """A file at its own place, and what is made of it if it is a picture."""
    yield piece("file", path), cause
    if is_picture(path):
        yield piece("picture", path), cause
