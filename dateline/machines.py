"""Pages for machines: feeds, sitemaps, robots.txt, the style sheet.

They are pages like all others, with an XML, JSON or text template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dateline.config import FORMATS
from dateline.index import Shelf
from dateline.model import Entry, Link, Page, Place, Story
from dateline.plan import Desk

SITEMAP_LIMIT = 50_000
"""URLs in one sitemap (sitemaps.org, protocol 0.9)."""
FEEDS_SINCE = "2010"
"""The date in the ids of feeds, which a tag URI needs (RFC 4151) and which never changes."""
NEWS_LIMIT = 1_000
"""URLs in one news sitemap (Google's rule)."""

_FOLDERS = {"section": "sections", "topic": "topics", "author": "authors", "series": "series"}


def plan_machines(desk: Desk, pages: Iterable[Page]) -> Iterator[Page]:
    """Feeds, sitemaps, robots.txt and style.css of an edition with `pages`."""
    yield from plan_feeds(desk, pages)
    yield from plan_sitemaps(desk, pages)
    site = desk.config.site
    yield desk.page("/robots.txt", template="robots.txt", kind="text", title=site.title)
    yield desk.page(
        "/assets/style.css", template="assets/style.css", kind="style", title=site.title
    )


# Feeds -----------------------------------------------------------------------------------------


def plan_feeds(desk: Desk, pages: Iterable[Page]) -> Iterator[Page]:
    """The feeds of the paper, and of each list whose page is among `pages`.

    A list without stories has no feed: a feed must say when it was last updated.
    """
    index, config = desk.index, desk.config
    for page in pages:
        if page.kind == "front":
            yield from _feeds(desk, page, "paper", index.stories[: config.entries])
        elif page.kind in _FOLDERS and page.newer is None:
            stories = index.shelf(*_shelf_of(page))
            yield from _feeds(desk, page, _FOLDERS[page.kind], stories[: config.entries])


def _shelf_of(page: Page) -> Shelf:
    return page.kind, page.url.rstrip("/").rsplit("/", 1)[-1]


def _feeds(desk: Desk, page: Page, kind: str, stories: tuple[Story, ...]) -> Iterator[Page]:
    if not stories:
        return
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
        teaser=desk.teaser(story),
        id=story.id,
        topics=tuple(link.title for link in desk.topics(story)),
        body=story.body if has_text else b"",
        dateline=story.dateline,
        links=desk.links(story) if has_text else {},
    )


# Sitemaps --------------------------------------------------------------------------------------


def plan_sitemaps(desk: Desk, pages: Iterable[Page]) -> Iterator[Page]:
    """An index, a shard a month of stories, one of the other pages, and one of the latest news.

    Stories say when they last changed, from their own times and never from the clock. A shard
    without a URL is left out, since the format has no empty ones.
    """
    shards = [("pages", _other_places(desk, pages))]
    for month in desk.index.ids("month"):
        stories = desk.index.shelf("month", month)
        shards.append((month, tuple(story_place(desk, story) for story in reversed(stories))))
    listed = []
    for name, places in shards:
        for number, start in enumerate(range(0, len(places), SITEMAP_LIMIT), 1):
            shard = name if number == 1 else f"{name}-{number}"
            yield (page := _sitemap(desk, shard, places[start : start + SITEMAP_LIMIT]))
            listed.append(_listed(desk, page))
    news = [story for story in desk.index.news if story.kind != "sponsored"][:NEWS_LIMIT]
    if news:
        places = tuple(story_place(desk, story) for story in news)
        page = replace(_sitemap(desk, "news", places), template="sitemap-news.xml")
        yield page
        listed.append(_listed(desk, page))
    yield desk.page(
        "/sitemap.xml",
        template="sitemap-index.xml",
        kind="sitemap",
        title=desk.config.site.title,
        places=tuple(listed),
    )


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


def _other_places(desk: Desk, pages: Iterable[Page]) -> tuple[Place, ...]:
    """Fronts of lists and standing pages: what changes only when a name comes or goes."""
    kinds = ("front", "section", "topic", "author", "series", "topics", "authors", "page")
    return tuple(
        Place(desk.config.site.origin + page.url)
        for page in pages
        if page.kind in kinds and page.newer is None
    )


def _sitemap(desk: Desk, name: str, places: tuple[Place, ...]) -> Page:
    return desk.page(
        f"/sitemaps/{name}.xml",
        template="sitemap.xml",
        kind="sitemap",
        title=desk.config.site.title,
        places=places,
    )


def _listed(desk: Desk, page: Page) -> Place:
    """A shard's line in the index."""
    changed = [place.changed for place in page.places if place.changed is not None]
    return Place(desk.config.site.origin + page.url, max(changed, default=None))
