"""The pieces of the plan: each is made by itself, and is one file of the output or a few.

A piece is known by a text: `story:world/a.md`, `section:world`, `topic:port/3` (a page of a list),
`day:2010-11-13`, `picture:world/a.jpg`, `file:world/a.pdf`. All pieces together are the paper; a
change makes anew the pieces that it may touch, and no others.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.machines import (
    plan_feeds,
    plan_headers,
    plan_map_index,
    plan_month,
    plan_news_map,
    plan_pages_map,
    plan_robots,
    plan_style,
)
from dateline.model import Card, Copy, Leaf, Page, Print, Story
from dateline.plan import (
    FOLDERS,
    Desk,
    plan_archive,
    plan_front,
    plan_leaf,
    plan_list,
    plan_list_page,
    plan_missing,
    plan_names,
    plan_redirects,
    plan_story,
)
from dateline.search import plan_search

FIXED, FRONT, MAPS, MAP_INDEX = "fixed:", "front:", "maps:", "zz-map-index:"
"""The theme's own files; the front page; sitemaps of pages and news; and the index of sitemaps,
which names all others and so comes last in order."""
SEARCH = "search:"
"""The search page; with a year behind it, that year's shard of the index, which comes after all
pages: it is many files, made at once."""
ALWAYS = (FIXED, FRONT, MAPS, MAP_INDEX)
"""Pieces that are made anew whenever anything has changed: they are few, and show the newest."""
PRINTED = "picture:"
"""How the names of pieces begin that are made of a picture."""
ARCHIVES = ("archive", "year", "month", "day")


def piece(kind: str, name: str = "", number: int = 0) -> str:
    """The text that a piece is known by."""
    return f"{kind}:{name}/{number}" if number else f"{kind}:{name}"


def all_pieces(desk: Desk) -> Iterator[str]:
    """Every piece of the paper."""
    index, size = desk.index, desk.config.per_page
    yield from (FIXED, FRONT, MAPS)
    lists = [("section", section.id) for section in desk.config.site.sections]
    lists += [
        (kind, name) for kind in FOLDERS if desk.has(FOLDERS[kind]) for name in index.names(kind)
    ]
    for kind, name in lists:
        full = len(index.shelf(kind, name)) // size
        yield from (piece(kind, name, number) for number in range(full + 1))
    yield from (piece("names", folder) for folder in ("topics", "authors") if desk.has(folder))
    days = index.names("day")
    if desk.has("archive"):
        yield "archive:"
        yield from sorted({piece("year", day[:4]) for day in days})
        yield from sorted({piece("month", day[:7]) for day in days})
        yield from (piece("day", day) for day in days)
    if desk.has("search"):
        yield SEARCH
    yield from sorted({piece("map", day[:7]) for day in days})
    yield from (piece("leaf", leaf.path) for leaf in index.leaves())
    yield from (piece("file", path) for path in index.archive.files())
    yield from (piece("picture", path) for path in index.pictures())
    yield from (piece("story", path) for path in index.paths())
    yield MAP_INDEX


Thing = Page | Copy | Print | Card
"""One file of the output to be."""


def all_shards(desk: Desk) -> list[str]:
    """Every shard of the search index."""
    days = desk.index.names("day") if desk.has("search") else []
    return sorted({f"{SEARCH}{day[:4]}" for day in days})


def plan_piece(desk: Desk, name: str) -> Iterator[Thing]:  # noqa: PLR0912 (one a kind)
    """The files of a piece; none if it is not in the edition."""
    kind, _, id_ = name.partition(":")
    index = desk.index
    if kind == "story":
        story = index.noun(id_)
        if isinstance(story, Story):
            yield plan_story(desk, story)
            if card := desk.card(story):
                yield card
            yield from plan_redirects(desk, story)
            yield from desk.files.copies_beside(story)
    elif kind == "leaf":
        leaf = index.noun(id_)
        if isinstance(leaf, Leaf):
            yield plan_leaf(desk, leaf)
            yield from plan_redirects(desk, leaf)
    elif kind == "file":
        file = desk.files.copy(id_)
        if file:
            yield file
    elif kind == "picture":
        yield from desk.files.prints(id_)
    elif kind in ("section", *FOLDERS):
        yield from _plan_list(desk, kind, id_)
    elif kind in ARCHIVES:
        page = plan_archive(desk, id_) if desk.has("archive") else None
        if page:
            yield page
    elif kind == "names":
        if desk.has(id_):
            yield plan_names(desk, id_)
    elif kind == "search":
        if desk.has("search") and not id_:
            yield plan_search(desk)
    elif kind == "map":
        yield from plan_month(desk, id_)
    else:
        yield from _plan_always(desk, name)


def _plan_list(desk: Desk, kind: str, id_: str) -> Iterator[Page]:
    """The front of a list with its feeds, or one of its numbered pages."""
    name, _, number = id_.partition("/")
    is_there = any(section.id == name for section in desk.config.site.sections)
    if kind != "section":
        is_there = desk.has(FOLDERS[kind]) and desk.index.has_shelf(kind, name)
    if not is_there:
        return
    if number:
        page = plan_list_page(desk, (kind, name), int(number))
        if page:
            yield page
    else:
        front = plan_list(desk, (kind, name))
        yield front
        yield from plan_feeds(desk, front, (kind, name))


def _plan_always(desk: Desk, name: str) -> Iterator[Thing]:
    if name == FRONT:
        front = plan_front(desk)
        yield front
        yield from plan_feeds(desk, front, ("paper", ""))
    elif name == MAPS:
        yield from plan_pages_map(desk)
        if news := plan_news_map(desk):
            yield news
    elif name == MAP_INDEX:
        yield plan_map_index(desk, desk.maps())
    elif name == FIXED:
        yield plan_missing(desk)
        yield plan_robots(desk)
        yield plan_headers(desk)
        yield plan_style(desk)
        yield from desk.assets
