"""config.toml to `Config`: declared once, checked, with a line for every complaint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from dateline.colours import DARK_PAPER, LIGHT_PAPER, contrast, readable
from dateline.embeds import PROVIDERS
from dateline.fields import (
    DNS_NAME,
    Choice,
    Complaints,
    Field,
    Flag,
    Integer,
    Lang,
    List,
    Node,
    Pattern,
    Record,
    SiteAddress,
    Text,
    UrlPath,
    Words,
    nearest,
    read_fields,
    short,
)
from dateline.model import Feed, Link, Publisher, Reference, Section, Site
from dateline.names import LONGEST, RESERVED_SECTIONS, is_device, is_slug, output_path, slugify
from dateline.problems import GRADABLE, Location, Problem, SiteError, WorldError, has_errors
from dateline.prose import RawHtml
from dateline.tables import read_toml
from dateline.times import zone

FILE = "config.toml"
NOT_UTF_8 = (
    "not-utf-8",
    "the file is not UTF-8 text",
    "text saved as UTF-8",
    "in the editor, save it with the encoding UTF-8",
)
ACCENT = "#8a1c1c"
ZONE = "Asia/Kolkata"

PAGES = ("topics", "authors", "series", "archive")
SEARCH_PAGE = "search"
FORMATS = {
    "atom": ("feed.xml", "application/atom+xml"),
    "rss": ("rss.xml", "application/rss+xml"),
    "json": ("feed.json", "application/feed+json"),
}
"""Kinds of feed: the file's name and its media type."""

POLICIES = {
    "principles": "publishingPrinciples",
    "corrections": "correctionsPolicy",
    "ethics": "ethicsPolicy",
    "diversity": "diversityPolicy",
    "ownership": "ownershipFundingInfo",
    "masthead": "masthead",
    "mission": "missionCoveragePrioritiesPolicy",
    "verification": "verificationFactCheckingPolicy",
    "feedback": "actionableFeedbackPolicy",
    "unnamed_sources": "unnamedSourcesPolicy",
    "no_bylines": "noBylinesPolicy",
}
"""Policy pages that config.toml can name, each with its property of schema.org's
NewsMediaOrganization."""


@dataclass(frozen=True, slots=True)
class _Zone:
    """An IANA zone."""

    words: str = "the name of a zone, such as Asia/Kolkata"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        text = Text(60, needed=True, words=self.words).read(node, name, complaints)
        if text is None:
            return None
        try:
            zone(text)
        except (LookupError, ValueError, OSError):
            import zoneinfo

            near = nearest(text, sorted(zoneinfo.available_timezones()))
            hint = f"did you mean `{near}`?" if near else ""
            message = f"`{name}` is `{short(text)}`, which is not a zone that is known"
            complaints.add(node, "unknown-zone", message, self.words, hint)
            return None
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 60}


@dataclass(frozen=True, slots=True)
class _Colour:
    """A colour that can be read on the paper `on`."""

    on: str
    words: str = "a colour of six digits, such as #8a1c1c"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        colour = Pattern(_DIGITS, self.words).read(node, name, complaints)
        if colour is None or (ratio := contrast(colour, self.on)) >= 4.5:
            return colour
        complaints.add(
            node,
            "low-contrast",
            f"`{name}` is {colour}: on {self.on} its contrast is {ratio:.1f}:1, too little to read",
            "4.5:1 or more (WCAG 2.2, success criterion 1.4.3)",
            f"did you mean {readable(colour, on=self.on)}?",
        )
        return None

    def schema(self) -> dict[str, Any]:
        return Pattern(_DIGITS, self.words).schema()


@dataclass(frozen=True, slots=True)
class _StoryUrl:
    """The pattern of stories' URLs; with the longest names it still makes a path of the output."""

    words: str = "a pattern such as /{section}/{year}/{month}/{day}/{slug}/"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        pattern = Pattern(_STORY_URL, self.words).read(node, name, complaints)
        if pattern is None:
            return None
        longest = "x" * LONGEST
        date = {"year": "2026", "month": "12", "day": "31"}
        try:
            output_path(pattern.format(section=longest, slug=longest, **date))
        except ValueError:
            complaints.add(
                node,
                "wrong-type",
                f"`{name}` is `{short(pattern)}`, which makes no path for every story",
                self.words,
                "its own words must be short, and none that Windows keeps for devices",
            )
            return None
        return pattern

    def schema(self) -> dict[str, Any]:
        return Pattern(_STORY_URL, self.words).schema()


_STORY_URL = r"/(?:[a-z0-9-]+/|\{(?:section|year|month|day)\}/)*\{slug\}/"
_DIGITS = r"#[0-9a-fA-F]{6}"
_AUTHORITY = rf"(?=.{{1,200}}$)(?:[A-Za-z0-9._-]+@)?{DNS_NAME}"
"""A DNS name or an e-mail address (RFC 4151)."""
_FEEDS = List(Choice(tuple(FORMATS)), most=3, noun="atom, rss, json")

SITE = (
    Field("title", Text(200, needed=True), "The paper's name.", 'title = "The Courier"', True),
    Field(
        "url",
        SiteAddress(),
        "Where the paper is published; a path in it stands before every URL.",
        'url = "https://courier.example"',
        required=True,
    ),
    Field("description", Text(500), "What the paper is, in a sentence.", 'description = "News."'),
    Field("language", Lang(), "The paper's language; `en` without it.", 'language = "en-IN"'),
    Field(
        "timezone",
        _Zone(),
        "The zone of times without one, and of days and archives; `Asia/Kolkata` without it.",
        'timezone = "Asia/Kolkata"',
    ),
    Field("accent", _Colour(on=LIGHT_PAPER), "The paper's one colour.", 'accent = "#8a1c1c"'),
    Field(
        "accent_dark",
        _Colour(on=DARK_PAPER),
        "It on dark; else made from it.",
        'accent_dark = "#ff9c8f"',
    ),
    Field("desk", Text(200), "The byline of stories that have none.", 'desk = "The Courier Desk"'),
    Field(
        "tag_authority",
        Pattern(_AUTHORITY, "a domain or a mail address, such as courier.example"),
        "The domain in permanent ids (RFC 4151); the site's own without it. Never change it.",
        'tag_authority = "courier.example"',
    ),
)
SECTION = (
    Field("title", Text(200, needed=True), "Its name.", 'title = "World"', required=True),
    Field("description", Text(500), "What it holds.", 'description = "News from abroad."'),
)
PUBLISHER = (
    Field("name", Text(200, needed=True), "Who publishes the paper.", 'name = "Courier Press"'),
    Field("logo", UrlPath(), "Its mark, a picture in `content/`.", 'logo = "/logo.png"'),
    Field(
        "policies",
        Record(
            tuple(
                Field(
                    key,
                    UrlPath(),
                    f"The page that is its `{name}` at schema.org.",
                    f'{key} = "/{key}/"',
                )
                for key, name in POLICIES.items()
            ),
            "[publisher.policies]",
        ),
        "Pages that say how the paper works.",
        'corrections = "/corrections-policy/"',
    ),
)
URLS = (
    Field(
        "story",
        _StoryUrl(),
        "The URL of a story; of `{section}`, `{year}`, `{month}`, `{day}` and `{slug}`.",
        'story = "/{section}/{year}/{month}/{day}/{slug}/"',
    ),
)
PAGES_ON = tuple(
    Field(kind, Flag(), f"Pages of {kind}; on without it.", f"{kind} = false") for kind in PAGES
)
FEEDS = (
    Field("paper", _FEEDS, "Feeds of the whole paper; all three without it.", 'paper = ["atom"]'),
    Field("sections", _FEEDS, "Feeds of each section; all three.", 'sections = ["atom"]'),
    Field("topics", _FEEDS, "Feeds of each topic; Atom.", "topics = []"),
    Field("authors", _FEEDS, "Feeds of each author; Atom.", "authors = []"),
    Field("series", _FEEDS, "Feeds of each series; Atom.", "series = []"),
    Field("entries", Integer(1, 50), "Stories in a feed; 50 without it.", "entries = 20"),
    Field(
        "text",
        Choice(("full", "summary")),
        "Whole stories or standfirsts, in the feeds of the paper and its sections; full.",
        'text = "full"',
    ),
)
FRONT = (
    Field("latest", Integer(0, 50), "Newest stories on the front page; 8.", "latest = 8"),
    Field("per_section", Integer(0, 20), "Stories of each section there; 4.", "per_section = 4"),
)
EMBEDS = (
    Field(
        "providers",
        List(Choice(tuple(sorted(PROVIDERS))), most=len(PROVIDERS), noun="providers"),
        "Whose frames a click may put in; none without it.",
        'providers = ["youtube"]',
    ),
    Field(
        "hosts",
        List(Pattern(DNS_NAME, "a host, such as video.example"), most=50, noun="hosts"),
        "Other hosts whose pages may be framed as they are.",
        'hosts = ["video.example"]',
    ),
)
LISTS = (
    Field("per_page", Integer(1, 1000), "Stories on a list page; 50 without it.", "per_page = 50"),
)
PICTURES = (
    Field(
        "cards",
        Flag(),
        "Social cards for stories without a picture; on without it.",
        "cards = false",
    ),
)
MARKDOWN = (
    Field(
        "raw_html",
        Choice(("safe", "escape", "trusted")),
        "HTML in stories: its harmless part, shown as text, or all of it; safe.",
        'raw_html = "safe"',
    ),
    Field(
        "head_bytes", Integer(1024, 2**20), "Limit of front matter; 65536.", "head_bytes = 65536"
    ),
    Field("body_bytes", Integer(1024, 2**26), "Limit of a text; 2097152.", "body_bytes = 2097152"),
    Field("seconds", Integer(1, 600), "Limit for converting one text; 2.", "seconds = 2"),
)
SEARCH = (
    Field(
        "enabled",
        Flag(),
        "A search page, and an index that the build makes for it; on without it.",
        "enabled = false",
    ),
)
GRADES = ("off", "warning", "error")
CHECK = tuple(
    Field(code, Choice(GRADES), f"How {code} is taken; a warning.", f'{code} = "off"')
    for code in sorted(GRADABLE)
)
STORY_URL = "/{section}/{year}/{month}/{day}/{slug}/"

_TABLES: Mapping[str, tuple[Field, ...]] = {
    "site": SITE,
    "publisher": PUBLISHER,
    "urls": URLS,
    "pages": PAGES_ON,
    "feeds": FEEDS,
    "front": FRONT,
    "lists": LISTS,
    "embeds": EMBEDS,
    "pictures": PICTURES,
    "markdown": MARKDOWN,
    "search": SEARCH,
    "check": CHECK,
}
CONFIG = (
    Field("site", Record(SITE, "[site]"), "The paper.", "[site]", required=True),
    Field(
        "sections",
        Words(Record(SECTION, "a section"), keys=r"(?s).+", noun="sections"),
        "Its sections.",
        "[sections.world]",
        required=True,
    ),
    Field(
        "nav",
        Words(UrlPath(), keys=r"[^\x00-\x1f\x7f]{1,80}", noun="names and paths"),
        "Standing pages linked at the foot of every page.",
        "[nav]",
    ),
    *(
        Field(name, Record(fields, f"[{name}]"), f"See [{name}].", f"[{name}]")
        for name, fields in _TABLES.items()
        if name != "site"
    ),
)
"""config.toml, whole."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What `parse` needs of the settings, and nothing more."""

    timezone: str
    sections: tuple[str, ...]
    story_url: str
    tag_authority: str
    raw_html: RawHtml
    head_bytes: int
    body_bytes: int


@dataclass(frozen=True, slots=True)
class Config:
    """config.toml, checked, with defaults filled in."""

    site: Site
    rules: Rules
    desk: str
    accent_dark: str
    feeds: Mapping[str, tuple[str, ...]]
    """Formats of feeds by what they are of: `paper`, `sections`, `topics`, ..."""
    entries: int
    full_text: bool
    latest: int
    per_section: int
    per_page: int
    seconds: int
    cards: bool = True
    """Whether stories without a picture get a social card."""
    grades: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Reference, ...] = ()
    """The site's own paths that the settings name."""
    problems: tuple[Problem, ...] = ()
    """Warnings."""


def load_config(
    path: Path, *, base_url: str = "", name: str = FILE, has_search: bool = True
) -> Config:
    """The settings in the file at `path`, called `name` in problems.

    `base_url` takes the place of `url` in `[site]`; permanent ids stay as they are. Unless it
    `has_search`, the paper is without, whatever the file says. Raises `SiteError` with all problems
    of the file.
    """
    complaints = Complaints(name)
    text = _read(path, complaints)
    complaints.lines = text.split("\n")
    root = read_toml(text, complaints)
    config = _make_config(root, complaints, base_url) if root else None
    if config is None or has_errors(complaints.problems):
        raise SiteError(complaints.problems)
    return config if has_search else _without_search(config)


def _without_search(config: Config) -> Config:
    pages = tuple(kind for kind in config.site.pages if kind != SEARCH_PAGE)
    return replace(config, site=replace(config.site, pages=pages))


def _read(path: Path, complaints: Complaints) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError as error:
        complaints.add(
            Location(complaints.path),
            "no-config",
            "there is no config.toml here, so this is not a newspaper's folder",
            "a folder with config.toml and content/",
            "go to the paper's folder, or make a new paper with: dateline init DIR",
        )
        raise SiteError(complaints.problems) from error
    except OSError as error:
        raise WorldError(
            f"{path} can't be read ({error.strerror})", "look at what it is, and at its permissions"
        ) from error
    except UnicodeDecodeError as error:
        place = Location(complaints.path, error.object[: error.start].count(b"\n") + 1)
        complaints.add(place, *NOT_UTF_8)
        raise SiteError(complaints.problems) from error


# Nodes to Config -------------------------------------------------------------------------------


def _make_config(root: Node, complaints: Complaints, base_url: str) -> Config | None:
    values, nodes = read_fields(CONFIG, root, complaints, owner="config.toml")
    if "sections" in values:
        _check_sections(nodes["sections"], complaints)
    if has_errors(complaints.problems):
        return None
    site = values["site"]
    origin, base = _split_url(base_url or site["url"])
    feeds = _feeds(values.get("feeds", {}))
    front, lists = values.get("front", {}), values.get("lists", {})
    markdown = values.get("markdown", {})
    accent = site.get("accent", ACCENT)
    return Config(
        site=_make_site(values, origin, base, feeds),
        rules=Rules(
            timezone=site.get("timezone", ZONE),
            sections=tuple(values["sections"]),
            story_url=values.get("urls", {}).get("story", STORY_URL),
            tag_authority=site.get("tag_authority") or urlsplit(site["url"]).hostname or "",
            raw_html=markdown.get("raw_html", "safe"),
            head_bytes=markdown.get("head_bytes", 2**16),
            body_bytes=markdown.get("body_bytes", 2**21),
        ),
        desk=site.get("desk", ""),
        accent_dark=site.get("accent_dark") or readable(accent, on=DARK_PAPER),
        feeds=feeds,
        entries=values.get("feeds", {}).get("entries", 50),
        full_text=values.get("feeds", {}).get("text", "full") == "full",
        latest=front.get("latest", 8),
        per_section=front.get("per_section", 4),
        per_page=lists.get("per_page", 50),
        seconds=markdown.get("seconds", 2),
        cards=values.get("pictures", {}).get("cards", True),
        grades=values.get("check", {}),
        links=tuple(_links(root, complaints)),
        problems=tuple(complaints.problems),
    )


def _links(table: Node, complaints: Complaints, name: str = "") -> Iterator[Reference]:
    """The paths in `[nav]` and `[publisher]`, each with its place."""
    for key, node in table.pairs:
        if node.kind == "table":
            if name or key.text in ("nav", "publisher"):
                yield from _links(node, complaints, key.text)
        elif name and node.kind == "text" and node.text.startswith("/"):
            yield Reference("site", node.text.strip("/"), complaints.at(node))


def _split_url(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")


def _feeds(values: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    defaults = {"paper": tuple(FORMATS), "sections": tuple(FORMATS)}
    kinds = ("paper", "sections", "topics", "authors", "series")
    return {kind: values.get(kind, defaults.get(kind, ("atom",))) for kind in kinds}


def _make_site(
    values: Mapping[str, Any], origin: str, base: str, feeds: Mapping[str, tuple[str, ...]]
) -> Site:
    site, publisher = values["site"], values.get("publisher", {})
    pages = tuple(kind for kind in PAGES if values.get("pages", {}).get(kind, True))
    pages += (SEARCH_PAGE,) if values.get("search", {}).get("enabled", True) else ()
    policies = {key: base + url for key, url in publisher.get("policies", {}).items()}
    titles = {"topics": "Topics", "authors": "Authors", "archive": "Archive"}
    nav = [Link(name, base + url) for name, url in values.get("nav", {}).items()]
    nav += [Link(titles[kind], f"{base}/{kind}/") for kind in pages if kind in titles]
    nav += [Link(_policy_title(key), url) for key, url in policies.items()]
    return Site(
        title=site["title"],
        origin=origin,
        base=base,
        description=site.get("description", ""),
        language=site.get("language", "en"),
        timezone=site.get("timezone", ZONE),
        accent=site.get("accent", ACCENT),
        sections=tuple(
            Section(id_, table["title"], f"{base}/{id_}/", table.get("description", ""))
            for id_, table in values["sections"].items()
        ),
        publisher=Publisher(
            name=publisher.get("name", site["title"]),
            logo=base + publisher["logo"] if "logo" in publisher else "",
            policies={POLICIES[key]: url for key, url in policies.items()},
        ),
        nav=tuple(nav),
        feeds=paper_feeds(feeds["paper"], base, site["title"]),
        pages=pages,
        embeds=_embeds(values.get("embeds", {}), origin),
    )


def _embeds(values: Mapping[str, Any], origin: str) -> tuple[str, ...]:
    """Providers and hosts. The paper's own host is no other one: a frame of it could leave its
    sandbox."""
    own = urlsplit(origin).hostname
    others = [host for host in map(str.lower, values.get("hosts", ())) if host != own]
    return tuple(dict.fromkeys((*values.get("providers", ()), *others)))


def _policy_title(key: str) -> str:
    return key.replace("_", " ").capitalize()


def paper_feeds(formats: tuple[str, ...], base: str, title: str) -> tuple[Feed, ...]:
    """The feeds at `base`, in the order of `formats`."""
    return tuple(Feed(title, f"{base}/{FORMATS[f][0]}", FORMATS[f][1]) for f in formats)


def _check_sections(table: Node, complaints: Complaints) -> None:
    if not table.pairs:
        complaints.add(
            table,
            "missing-key",
            "there is no section",
            "a table for each section",
            'add two lines such as: [sections.world] and title = "World"',
        )
    for key, _ in table.pairs:
        if key.text in RESERVED_SECTIONS or is_device(key.text) or not is_slug(key.text):
            complaints.add(
                key,
                "bad-section",
                f"a section can't be called `{key.text}`",
                "lower-case letters, digits and hyphens; not a word that dateline's own pages use",
                f"try `{slugify(key.text)}{'-news' if is_slug(key.text) else ''}`",
            )


def default_config_fields() -> Mapping[str, tuple[Field, ...]]:
    """Every table of config.toml with its fields, for the docs."""
    return cast(Mapping[str, tuple[Field, ...]], {**_TABLES, "sections.<id>": SECTION})
