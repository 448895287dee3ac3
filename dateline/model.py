"""All nouns: frozen values that one stage makes and the next ones read.

Templates see `Site` and `Page` and what hangs from them. URLs there are ready for an `href`:
root-relative, with the site's base path in front, or absolute where they lead elsewhere.
Times are aware and in UTC; the filters `time`, `day` and `iso` show them in the site's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from dateline.problems import Location, Problem

Extra = str | tuple["Extra", ...] | Mapping[str, "Extra"]
"""What `extra` may hold: texts, lists and tables of them."""


# What every page may show -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere; `url` is empty if there is no page to lead to."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a page announces (`<link rel="alternate">`)."""

    title: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the paper, in the order of config.toml."""

    id: str
    title: str
    url: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the paper, for structured data."""

    name: str
    logo: str = ""
    policies: Mapping[str, str] = field(default_factory=dict)
    """schema.org property, such as `correctionsPolicy`, to the URL of the page."""


@dataclass(frozen=True, slots=True)
class Site:
    """The few facts that every page may show. All come from config.toml, none from stories."""

    title: str
    origin: str
    """Scheme and host, such as `https://courier.example`, without a slash at the end."""
    base: str
    """The path of the site's address, such as `/paper`, or nothing."""
    description: str
    language: str
    timezone: str
    accent: str
    sections: tuple[Section, ...]
    publisher: Publisher
    nav: tuple[Link, ...]
    """Pages of the paper itself for the foot of a page: policies, topics, authors, archive."""
    feeds: tuple[Feed, ...]
    """The feeds of the whole paper."""
    pages: tuple[str, ...]
    """The kinds of page that are turned on: `topics`, `authors`, `series`, `archive`, `search`."""
    embeds: tuple[str, ...] = ()
    """Providers and hosts whose frames a click may put in."""
    is_preview: bool = False
    """Whether unpublished stories are shown, as with `build -D`: then nothing is to be indexed."""


# Sources and stories -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One regular file found under `content/`."""

    path: str
    """Relative to `content/`, with forward slashes, as the disk spells it."""
    digest: bytes
    size: int

    @property
    def is_markdown(self) -> bool:
        """Whether it is a story, standing page or profile; all else is published as it is."""
        return self.path.lower().endswith((".md", ".markdown"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its words. `src` is a path under `content/` in a story, a URL on a page."""

    src: str
    alt: str
    caption: str = ""
    credit: str = ""
    focus: str = ""
    form: str = ""
    """`photo`, `drawing`, `moving` or `vector`; on a page only, as are all that follow."""
    width: int = 0
    """In pixels, like `height`. What `src` shows may be smaller."""
    height: int = 0
    name: str = ""
    """What the addresses of its sizes and crops begin with."""


@dataclass(frozen=True, slots=True)
class Original:
    """A picture as it lies in `content/`, as its header tells, or what is wrong with it."""

    form: str
    """`photo`, `drawing` (of few colours, or transparent), `moving` or `vector`; nothing if there
    is a flaw."""
    format: str = ""
    """The usual ending of files of its kind: `jpg`, `png`, `gif`, `webp`, `avif`, `svg`."""
    width: int = 0
    """In pixels, turned upright, like `height`."""
    height: int = 0
    flaw: str = ""
    """The code of the problem with it."""
    why: str = ""
    """What is wrong, in a few words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of file that a browser may choose, in its sizes."""

    media_type: str
    srcset: str
    media: str = ""
    """A condition of CSS, if the file is for some readers only."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture as a template shows it: whole or cropped, with the files there are of it."""

    src: str
    width: int
    height: int
    choices: tuple[Choice, ...] = ()
    """Best first; `src` is for browsers that know none of them."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a body where `render` puts a URL, or a picture.

    `target` is a path under `content/` (with a `#fragment`, if any), a path of the site that
    begins with `/`, or a bare `#fragment`.
    """

    attribute: Literal["href", "src"]
    target: str
    rest: str = ""
    """Of a picture, all of which stands in the hole: its other attributes, as HTML."""


@dataclass(frozen=True, slots=True)
class Body:
    """A text as HTML, cut at its relative references: one more part than holes."""

    parts: tuple[str, ...]
    holes: tuple[Hole, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A file that a story mentions, and where.

    Of kind `story` (a Markdown file), `picture` (a file that is shown), `file` (one that is linked)
    or `site` (a path that begins with a slash, which may be a page's).
    """

    kind: Literal["story", "picture", "file", "site"]
    target: str
    """A path under `content/`, without a fragment."""
    where: Location


@dataclass(frozen=True, slots=True)
class Gate:
    """When a story may be seen: not as a draft, from `opens` on, and before `closes`."""

    draft: bool = False
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The facts of one story, as its file states them."""

    path: str
    address: str
    """Its URL below the site's root, without the base path: `/world/2010/11/13/talks/`."""
    id: str
    """Permanent, for feeds: an IRI that is not the URL."""
    title: str
    published: datetime
    section: str
    updated: datetime | None = None
    summary: str = ""
    topics: tuple[str, ...] = ()
    """Names or ids, as written; `Page.topics` has them as links."""
    authors: tuple[str, ...] = ()
    dateline: str = ""
    agency: str = ""
    kicker: str = ""
    kind: str = "news"
    image: Picture | None = None
    aliases: tuple[str, ...] = ()
    series: str = ""
    related: tuple[str, ...] = ()
    lang: str = ""
    """Empty if the story is in the paper's language."""
    priority: int = 5
    extra: Mapping[str, Extra] = field(default_factory=dict)
    words: int = 0
    body: bytes = b""
    """Digest of its `Body`."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A standing page: `content/about.md`. No section, no date, in no list."""

    path: str
    address: str
    title: str
    summary: str = ""
    image: Picture | None = None
    aliases: tuple[str, ...] = ()
    lang: str = ""
    extra: Mapping[str, Extra] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Profile:
    """What `content/authors/` or `content/topics/` says of an author or topic."""

    path: str
    id: str
    name: str
    summary: str = ""
    image: Picture | None = None
    links: tuple[Link, ...] = ()
    lang: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What `parse` made of one Markdown file: a noun and its body, or problems."""

    path: str
    noun: Story | Leaf | Profile | None
    body: Body | None
    references: tuple[Reference, ...] = ()
    gate: Gate | None = None
    """Known if its draft flag and times could be read, even if something else is wrong."""
    problems: tuple[Problem, ...] = ()
    where: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of values that are checked against other files: `title`, `related.0`,
    `topics.2`."""


# Pages ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Teaser:
    """The part of a story that *other* pages may show."""

    url: str
    title: str
    published: datetime
    updated: datetime | None = None
    summary: str = ""
    section: Link | None = None
    kicker: str = ""
    kind: str = "news"
    image: Picture | None = None
    authors: tuple[Link, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A headed group of teasers on the front page."""

    link: Link
    stories: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The series that a story belongs to. Of a long one, the parts around this story."""

    link: Link
    parts: tuple[Link, ...]
    """In order, from part number `first` on."""
    part: int
    """Which one this story is, from 1."""
    first: int = 1
    """The number of the first of `parts`."""
    total: int = 0
    """How many parts there are; 0 if there are too many to tell, since it would change them all."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The breaking bar of the front page."""

    text: str
    url: str = ""
    until: datetime | None = None
    """When it goes, so that a page that was not made anew in time can hide it."""


@dataclass(frozen=True, slots=True)
class Day:
    """A square of a calendar. Without a number it is no day of the month."""

    number: int = 0
    name: str = ""
    """The day in full, such as `Nov 13, 2010`, if it has a page."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month in weeks of seven days, which begin as the paper's country has them."""

    weekdays: tuple[str, ...]
    """The names of its days."""
    short: tuple[str, ...]
    """The same names, shortened."""
    weeks: tuple[tuple[Day, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One story in a feed."""

    teaser: Teaser
    id: str
    topics: tuple[str, ...] = ()
    body: bytes = b""
    """Digest of its body; empty in feeds of summaries."""
    dateline: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """Those that its text shows: target to picture."""


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a sitemap: an absolute URL and when it last changed."""

    url: str
    changed: datetime | None = None
    title: str = ""
    published: datetime | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One file to be written, closed: a template sees this and `Site`, nothing else."""

    url: str
    path: str
    """Where it is written, relative to the output folder."""
    template: str
    kind: str
    """`front`, `story`, `section`, `topic`, `author`, `series`, `topics`, `authors`, `archive`,
    `year`, `month`, `day`, `search`, `page`, `redirect`, `missing`, `feed`, `sitemap`, `text`,
    `style`."""
    title: str
    description: str = ""
    lang: str = ""
    crumbs: tuple[Link, ...] = ()
    feeds: tuple[Feed, ...] = ()

    story: Story | None = None
    body: bytes = b""
    """Digest of the body that `render` fills in, if the page has one."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Where the body's references lead: target to URL; a target that is absent leads nowhere."""
    section: Link | None = None
    authors: tuple[Link, ...] = ()
    topics: tuple[Link, ...] = ()
    image: Picture | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """Those that the body shows: target to picture."""
    card: str = ""
    """The address of the social card, if it has one: a story without a picture."""
    series: Series | None = None

    profile: Profile | None = None
    lists: Mapping[str, tuple[Teaser, ...]] = field(default_factory=dict)
    """Named lists of stories: `latest`, `related`, `lead`, `pins`."""
    bands: tuple[Band, ...] = ()
    names: tuple[Link, ...] = ()
    """On pages that list names and not stories: topics, authors, years, months, days."""
    calendar: Calendar | None = None
    """A month's days, on its page."""
    notice: Notice | None = None
    extra: Mapping[str, Extra] = field(default_factory=dict)
    """A standing page's own keys; those of a story are in `story.extra`."""
    older: Link | None = None
    newer: Link | None = None

    id: str = ""
    """Permanent, of a feed: an IRI that stays when the site moves."""
    updated: datetime | None = None
    """Of a feed and of the front page: when the newest of its stories was last changed."""
    entries: tuple[Entry, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of `content/` or of the theme that is published as it is."""

    path: str
    """Where it is written, relative to the output folder."""
    source: str
    """Where it comes from: `content/…`, or `templates/…` for the theme's."""
    digest: bytes


@dataclass(frozen=True, slots=True)
class Sought:
    """What search knows of one story."""

    url: str
    title: str
    published: datetime
    year: str
    """In the site's zone."""
    section: str
    summary: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    place: str = ""
    kind: str = "news"
    lang: str = ""
    body: bytes = b""
    """Digest of its text."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One year of the search index to be: a folder of files, made all at once."""

    path: str
    """The folder, relative to the output folder."""
    language: str
    """Whose words it knows to be forms of one."""
    stories: tuple[Sought, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One file that is made of a picture."""

    crop: str
    """`16x9`; nothing for the whole picture."""
    focus: str
    """As part of a name: `40-30`; nothing for the middle."""
    width: int
    height: int
    format: str
    is_moving: bool = False

    @property
    def name(self) -> str:
        """The file's name in the picture's folder, such as `16x9-40-30-960.avif`."""
        parts = ("moving" if self.is_moving else self.crop, self.focus, str(self.width))
        return f"{'-'.join(filter(None, parts))}.{self.format}"


@dataclass(frozen=True, slots=True)
class Print:
    """A file that is made of a picture of `content/`."""

    path: str
    """Where it is written, relative to the output folder."""
    source: str
    """Where the picture is: `content/…`."""
    digest: bytes
    """Of the picture's own bytes."""
    variant: Variant | None = None
    """Without it the picture is published as it is, but for what must not leak."""


@dataclass(frozen=True, slots=True)
class Card:
    """A social card: a headline as a picture, for other sites to show with a link."""

    path: str
    """Where it is written, relative to the output folder."""
    title: str
    section: str
    paper: str
    accent: str
    lang: str


@dataclass(frozen=True, slots=True)
class Output:
    """A path in the output folder and what is to stand there."""

    path: str
    content: bytes = b""
    source: str = ""
    """The file on disk that has the bytes, if they are too many to be held in `content`."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one build did."""

    problems: tuple[Problem, ...] = ()
    stories: int = 0
    files: int = 0
    """Everything in the edition: pages and copied files."""
    written: tuple[str, ...] = ()
    """Paths whose bytes are new or have changed, in order."""
    removed: tuple[str, ...] = ()
    seconds: float = 0.0
    ready: bool = True
    """Whether the output is now what the sources say; not after errors."""
    notes: tuple[str, ...] = ()
    """What the user should know of the build itself."""
