"""The keys of Markdown files: stories, standing pages, authors and topics, declared once.

The reader, the JSON Schema, `dateline new` and the tables of docs/writing.md are made from these.
"""

from __future__ import annotations

from dateline.fields import (
    PERCENT,
    Address,
    Choice,
    Field,
    Flag,
    Integer,
    Lang,
    List,
    Pattern,
    Record,
    Slug,
    Table,
    Text,
    Time,
    UrlPath,
)
from dateline.names import RESERVED_SLUGS

KINDS = {
    "news": "NewsArticle",
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
    "explainer": "BackgroundNewsArticle",
    "feature": "ReportageNewsArticle",
    "obituary": "NewsArticle",
    "sponsored": "AdvertiserContentArticle",
}
"""Kinds of story, each with its type at schema.org."""

SLUG_WORDS = "lower-case letters a to z, digits and hyphens, such as harbour-deal"
FILE = Text(1000, needed=True, words="the name of a file, such as harbour.jpg")
STORY_FILE = Text(1000, needed=True, words="a story's file, such as world/harbour-deal.md")

IMAGE = Record(
    (
        Field("src", FILE, "The picture's file, beside the story.", "src: harbour.jpg", True),
        Field(
            "alt",
            Text(1000),
            'What it shows, for those who can\'t see it; `""` if it only decorates.',
            "alt: A tug leaves the harbour in fog",
            required=True,
        ),
        Field("caption", Text(1000), "The sentence under it.", "caption: The first tug leaves."),
        Field("credit", Text(300), "Who made it.", "credit: Noor Qureshi"),
        Field(
            "focus",
            Pattern(r"(?:100|[0-9]{1,2})% (?:100|[0-9]{1,2})%", "two percentages, such as 40% 30%"),
            "The point that crops keep: from the left, from the top.",
            "focus: 40% 30%",
        ),
    ),
    "an image",
    "write `src` and `alt` below it, each on a line of its own, indented by two blanks",
)

_TITLE = Field(
    "title", Text(500, needed=True), "The headline.", "title: Harbour deal signed", required=True
)
_SUMMARY = Field(
    "summary",
    Text(1000),
    "The standfirst, shown under the headline and in lists.",
    "summary: Three berths will be rebuilt by 2029.",
    names=("description", "standfirst"),
)
_LANG = Field("lang", Lang(), "Its language, if not the paper's.", "lang: hi")
_ALIASES = Field(
    "aliases",
    List(UrlPath(), noun="paths"),
    "Old URLs that lead here.",
    "aliases: [/2010/old-name.html]",
)
_DRAFT = Field("draft", Flag(), "`yes` keeps it out of the output.", "draft: yes")
_EXTRA = Field("extra", Table(), "Your own keys, for templates only.", "extra: {colour: red}")
_IMAGE = Field("image", IMAGE, "The lead picture.", "image: {src: tug.jpg, alt: A tug}")
_ID = (
    r"(?=.{1,300}$)"
    rf"(?:(?:[A-Za-z0-9._~!$&'()*+,;=@/?-]|{PERCENT})+"
    rf"|[A-Za-z][A-Za-z0-9+.-]*:(?:[^\s<>\"{{}}|\\^`\x00-\x20%]|{PERCENT})+)"
)
"""The `specific` part of a tag URI (RFC 4151), or a URI of any scheme."""
_SLUG = Field(
    "slug",
    Slug(RESERVED_SLUGS),
    "The last part of the URL; else made from the file's name.",
    "slug: harbour-deal",
)

STORY = (
    _TITLE,
    Field(
        "published",
        Time(),
        "First publication. Never changes; in the future it holds the story back.",
        "published: 2026-11-23 06:30 IST",
        required=True,
        names=("date", "pubDate"),
    ),
    Field(
        "updated",
        Time(),
        "The last update, never before `published`.",
        "updated: 2026-11-23 07:10 IST",
        names=("lastmod", "modified"),
    ),
    Field(
        "section",
        Text(120, needed=True, words="the id of a section in config.toml"),
        "Its section; else the first folder.",
        "section: world",
    ),
    _SUMMARY,
    Field(
        "topics",
        List(Text(200)),
        "What it is about; each has a page.",
        "topics: [Velanpur Port, Trade]",
        names=("tags",),
    ),
    Field(
        "authors",
        List(Text(200), noun="names or ids"),
        "Who wrote it; without it the desk's byline from config.toml.",
        "authors: [meera-tandel]",
        names=("author",),
    ),
    Field("dateline", Text(100), "The place that opens the story.", "dateline: YOKOHAMA"),
    Field("agency", Text(200), "The wire service, for its credit.", "agency: Coast News Service"),
    Field("kicker", Text(100), "The label above the headline.", "kicker: Port strike"),
    Field(
        "kind",
        Choice(tuple(KINDS), "unknown-kind", "a kind of story"),
        "What sort of story it is; sets its label and its structured-data type.",
        "kind: analysis",
    ),
    _IMAGE,
    _SLUG,
    Field(
        "id",
        Pattern(_ID, "letters, digits and signs without blanks, or a URI"),
        "Permanent name in feeds; else made from the first publication and the file's name.",
        "id: harbour-deal-2026",
    ),
    _ALIASES,
    Field("series", Slug(RESERVED_SLUGS), "The series it is a part of.", "series: after-the-flood"),
    Field(
        "related",
        List(STORY_FILE, most=20, noun="story files"),
        "Related stories chosen by hand, older than this one.",
        "related: [world/port-strike.md]",
    ),
    _DRAFT,
    Field(
        "embargo",
        Time(),
        "Held until then, even if `published` is earlier.",
        "embargo: 2026-11-24 09:00 IST",
    ),
    Field("expires", Time(), "Gone from then on.", "expires: 2026-12-31 23:59 IST"),
    _LANG,
    Field("priority", Integer(1, 9), "1 leads the front page; 5 is usual.", "priority: 1"),
    _EXTRA,
)

LEAF = (_TITLE, _SUMMARY, _IMAGE, _SLUG, _ALIASES, _LANG, _DRAFT, _EXTRA)
"""Standing pages: a Markdown file directly in `content/` without `published`."""

_LINK = Record(
    (
        Field("title", Text(200, needed=True), "What it says.", "title: Mastodon", required=True),
        Field(
            "url",
            Address(("https", "http", "mailto", "tel")),
            "Where it leads.",
            "url: https://social.example/@meera",
            required=True,
        ),
    ),
    "a link",
    "write `title` and `url`",
)

PROFILE = (
    Field("name", Text(200, needed=True), "The name shown.", "name: Meera Tandel", required=True),
    _SUMMARY,
    _IMAGE,
    Field(
        "links",
        List(_LINK, most=20, noun="links"),
        "Where else to find them.",
        "links: [{title: Mastodon, url: https://social.example/@meera}]",
    ),
    _LANG,
)
"""Authors and topics: `content/authors/*.md` and `content/topics/*.md`."""
