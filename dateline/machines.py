"""Pages for machines: feeds, sitemaps, robots.txt, the style sheet.

They are pages like all others, with an XML, JSON or text template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from dateline.config import FORMATS
from dateline.index import Spot
from dateline.model import Entry, Link, Page, Place, Story
from dateline.plan import FOLDERS, Desk, list_address

SITEMAP_LIMIT = 50_000
"""URLs in one sitemap (sitemaps.org, protocol 0.9)."""
FEEDS_SINCE = "2010"
"""The date in the ids of feeds, which a tag URI needs (RFC 4151) and which never changes."""
NEWS_LIMIT = 1_000
"""URLs in one news sitemap (Google's rule)."""

_FOLDERS = {
    "paper": "paper",
    "section": "sections",
    "topic": "topics",
    "author": "authors",
    "series": "series",
}


def plan_robots(desk: Desk) -> Page:
    return desk.page(
        "/robots.txt", template="robots.txt", kind="text", title=desk.config.site.title
    )


def plan_headers(desk: Desk) -> Page:
    """What hosts that read such a file (Netlify, Cloudflare) send with every page."""
    return desk.page("/_headers", template="headers.txt", kind="text", title=desk.config.site.title)


def plan_style(desk: Desk) -> Page:
    """The style sheet: the theme's file, with custom properties from the settings."""
    return desk.page(
        "/assets/style.css",
        template="assets/style.css",
        kind="style",
        title=desk.config.site.title,
    )


# Feeds -----------------------------------------------------------------------------------------


def plan_feeds(desk: Desk, page: Page, spot: Spot) -> Iterator[Page]:
    """The feeds of the list on `page`, which is the front of a shelf.

    A list without stories has no feed: a feed must say when it was last updated.
    """
    stories = desk.index.shelf(*spot).newest(desk.config.entries)
    if stories:
        yield from _feeds(desk, page, _FOLDERS[spot[0]], stories)


def _feeds(desk: Desk, page: Page, kind: str, stories: tuple[Story, ...]) -> Iterator[Page]:
    config = desk.config
    has_text = config.full_text and kind in ("paper", "sections")
    entries = tuple(make_entry(desk, story, has_text=has_text) for story in stories)
    is_paper = kind == "paper"
    title = page.title if is_paper else f"{page.title} | {config.site.title}"
    updated = max(story.updated or story.published for story in stories)
    address = page.url.removeprefix(desk.base)
    for format_ in config.feeds[kind]:
        name = FORMATS[format_][0]
        yield desk.page(
            address + name,
            template=f"feeds/{name}",
            kind="feed",
            title=title,
            description=page.description or config.site.description,
            lang=page.lang,
            crumbs=(Link(page.title, page.url),),
            id=f"tag:{config.rules.tag_authority},{FEEDS_SINCE}:{address[1:]}{name}",
            updated=updated,
            entries=entries,
        )


def make_entry(desk: Desk, story: Story, *, has_text: bool) -> Entry:
    """`story` as it stands in a feed, whole or as its standfirst."""
    return Entry(
        teaser=desk.teaser(story.path),
        id=story.id,
        topics=tuple(link.title for link in desk.topics(story)),
        body=story.body if has_text else b"",
        dateline=story.dateline,
        links=desk.links(story) if has_text else {},
        pictures=desk.pictures(story) if has_text else {},
    )


# Sitemaps --------------------------------------------------------------------------------------


def plan_month(desk: Desk, month: str) -> Iterator[Page]:
    """The sitemap of the stories of one month (`2010-11`), in as many shards as it needs.

    Stories say when they last changed, from their own times and never from the clock.
    """
    days = map(partial(desk.index.shelf, "day"), desk.index.days(month))
    places = [story_place(desk, story) for day in days for story in day.all()]
    yield from _shards(desk, month, tuple(places))


def plan_pages_map(desk: Desk) -> Iterator[Page]:
    """The sitemap of all that is no story: fronts of lists and standing pages.

    It changes only when a name comes or goes.
    """
    index, origin = desk.index, desk.config.site.origin + desk.base
    addresses = ["/"]
    addresses += [list_address(("section", section.id)) for section in desk.config.site.sections]
    for kind in sorted(FOLDERS):
        if desk.has(FOLDERS[kind]):
            addresses += [list_address((kind, name)) for name in index.names(kind)]
    addresses += [f"/{folder}/" for folder in ("topics", "authors") if desk.has(folder)]
    addresses += [leaf.address for leaf in index.leaves()]
    yield from _shards(desk, "pages", tuple(Place(origin + address) for address in addresses))


def plan_news_map(desk: Desk) -> Page | None:
    """The sitemap of the latest news, if there is any: the format has no empty ones."""
    news = [story for story in desk.index.news() if story.kind != "sponsored"][:NEWS_LIMIT]
    places = tuple(story_place(desk, story) for story in news)
    page = _sitemap(desk, "news", places)
    return replace(page, template="sitemap-news.xml") if news else None


def plan_map_index(desk: Desk, listed: Iterable[tuple[str, datetime | None]]) -> Page:
    """The index of all sitemaps; of each its path, and when the newest of its pages changed."""
    origin = f"{desk.config.site.origin}{desk.base}/"
    return desk.page(
        "/sitemap.xml",
        template="sitemap-index.xml",
        kind="sitemap",
        title=desk.config.site.title,
        places=tuple(Place(origin + path, changed) for path, changed in sorted(listed, key=_rank)),
    )


def _rank(listed: tuple[str, datetime | None]) -> tuple[bool, int, str]:
    """Other pages first, then months, then news; a month's shards by number."""
    name = listed[0].rsplit("/", 1)[-1]
    return name == "news.xml", len(name) if name[0].isdigit() else 0, name


def newest_of(page: Page) -> datetime | None:
    """When the newest of a sitemap's pages changed."""
    return max((place.changed for place in page.places if place.changed), default=None)


def _shards(desk: Desk, name: str, places: tuple[Place, ...]) -> Iterator[Page]:
    for number, start in enumerate(range(0, len(places), SITEMAP_LIMIT), 1):
        shard = name if number == 1 else f"{name}-{number}"
        yield _sitemap(desk, shard, places[start : start + SITEMAP_LIMIT])


def story_place(desk: Desk, story: Story) -> Place:
    """A story's line in a sitemap."""
    site = desk.config.site
    return Place(
        url=site.origin + desk.base + story.address,
        changed=story.updated or story.published,
        title=story.title,
        published=story.published,
        lang=story.lang or site.language,
    )


def _sitemap(desk: Desk, name: str, places: tuple[Place, ...]) -> Page:
    return desk.page(
        f"/sitemaps/{name}.xml",
        template="sitemap.xml",
        kind="sitemap",
        title=desk.config.site.title,
        places=places,
    )
