"""What the search index is made of: for each year a shard, which knows its stories."""

from __future__ import annotations

import re
from datetime import UTC
from html import unescape

from dateline import codec
from dateline.model import Body, Link, Page, Shard, Sought, Story
from dateline.pagefind import Record
from dateline.plan import Desk


def plan_search(desk: Desk) -> Page:
    """The search page, which names the years that have a shard, newest first."""
    years = sorted({day[:4] for day in desk.index.names("day")}, reverse=True)
    has_archive = desk.has("archive")
    return desk.page(
        "/search/",
        template="search.html",
        kind="search",
        title="Search",
        lang=desk.config.site.language,
        crumbs=(desk.home(), Link("Search")),
        feeds=desk.config.site.feeds,
        names=tuple(
            Link(year, f"{desk.base}/archive/{year}/" if has_archive else "") for year in years
        ),
    )


def plan_shard(desk: Desk, year: str) -> Shard | None:
    """What can be found of one year; nothing if nothing was published then, or without search.

    Stories come oldest first, so that a new one changes the number of no other.
    """
    found = desk.index.days(year) if desk.has("search") else []
    days = [desk.index.shelf("day", day) for day in found]
    stories = tuple(_sought(desk, story, year) for day in days for story in day.all())
    # Pagefind stems by language, and knows no regions.
    language = desk.config.site.language.split("-", 1)[0].lower()
    return Shard(f"search/{year}", language, stories) if stories else None


def _sought(desk: Desk, story: Story, year: str) -> Sought:
    return Sought(
        url=desk.base + story.address,
        title=story.title,
        published=story.published,
        year=year,
        section=desk.section_link(story.section).title,
        summary=story.summary,
        authors=tuple(link.title for link in desk.authors(story)),
        topics=tuple(link.title for link in desk.topics(story)),
        place=story.dateline,
        kind=story.kind,
        lang=story.lang,
        body=story.body,
    )


def record_of(story: Sought, text: str) -> Record:
    """A story with its `text`, as Pagefind is told of it.

    All of `meta` is searched, and headlines count most. The time is for the page alone, so it is
    one word that nobody looks for: minutes since 1970 behind a letter. It stands in for a text
    without a word too, since Pagefind leaves such pages out.
    """
    when = f"x{codec.instant(story.published) // _MINUTE}"
    meta = {
        "title": story.title,
        "summary": story.summary,
        "by": ", ".join((*story.authors, *filter(None, [story.place]))),
        "topics": ", ".join(story.topics),
        "when": when,
    }
    filters = {
        "section": (story.section,),
        "year": (story.year,),
        "author": story.authors,
        "topic": story.topics,
        "kind": () if story.kind == "news" else (story.kind,),
        "lang": (story.lang,) if story.lang else (),
    }
    return {
        "url": story.url,
        "content": text if any(map(str.isalnum, text)) else when,
        "meta": {name: value for name, value in meta.items() if value},
        "filters": {name: values for name, values in filters.items() if values},
        "sort": {"date": story.published.astimezone(UTC).isoformat()},
    }


# Text -------------------------------------------------------------------------------------------

_MINUTE = 60 * 10**6
_UNSEEN = re.compile(
    r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->"
    r'|<sup id="[^"]*fnref[^"]*".*?</sup>|<a class="footnote-backref".*?</a>',
    re.DOTALL | re.IGNORECASE,
)
"""What is no text: code, comments, the numbers of notes and the arrows back from them."""
_WITHIN = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup"
    r"|time|u|var|wbr)\b(?:[^>\"]|\"[^\"]*\")*>",
    re.IGNORECASE,
)
"""Tags that may stand within a word."""
_TAG = re.compile(r"<[/a-zA-Z!](?:[^>\"]|\"[^\"]*\")*>")


def text_of(body: Body) -> str:
    """What a reader of `body` reads, in one line."""
    html = _UNSEEN.sub("", "".join(body.parts))
    text = unescape(_TAG.sub(" ", _WITHIN.sub("", html)))
    return " ".join(text.replace("\u00ad", "").replace("\u200b", " ").split())
