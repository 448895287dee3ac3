"""Where imported articles go: section, file, address, old addresses; and where their links lead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from dateline.articles import Article, Export
from dateline.config import FORMATS, Config
from dateline.fields import Complaints, Node, UrlPath, is_visible, nearest, one_line, short
from dateline.names import (
    RESERVED_SECTIONS,
    fold,
    is_free,
    is_id,
    is_slug,
    output_path,
    slugify,
)
from dateline.photos import look
from dateline.times import zone

PICTURES = "img"
DOCUMENTS = "files"
"""Folders of `content/` for pictures and other files that come along."""
LONGEST_NAME = 200
MOST_NAMES = 200
MOST_PICTURE = 2**27
"""Bytes of one file that is copied."""

_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")
_DOCUMENT_ENDINGS = (".pdf", ".csv", ".xlsx", ".ods", ".docx", ".odt", ".txt", ".zip", ".json")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said of an import."""

    section: str = ""
    """For articles that name no section of the paper."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """Names of the old site, each with the id of a section here."""
    media: tuple[Path, ...] = ()
    """Folders that hold the old site's pictures."""
    again: bool = False
    """Whether stories that were moved or deleted since they were imported are written again."""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A file that an earlier import wrote: its path under `content/` and its digest."""

    path: str
    digest: str


@dataclass(slots=True)
class Placed:
    """An article with its place in the paper."""

    article: Article
    path: str
    """Under `content/`."""
    section: str
    address: str
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


class Places:
    """Gives every article of an export its place, in order of time, so that it is always the same.

    `is_free_path` says whether a file of `content/` can be the one of an article: nothing stands
    there, or what stands there is the article.
    """

    def __init__(
        self,
        config: Config,
        wishes: Wishes,
        export: Export,
        is_free_path: Callable[[str, Article], bool],
    ) -> None:
        self.config, self.wishes, self.export = config, wishes, export
        self.is_free_path = is_free_path
        self.zone = zone(config.site.timezone)
        self.by_name = {slugify(s.title): s.id for s in config.site.sections}
        self.by_name |= {s.id: s.id for s in config.site.sections}
        self.by_name |= {slugify(name): id_ for name, id_ in wishes.sections.items()}
        self.profiles: dict[tuple[str, str], str] = {}
        """Names that look like ids, by kind and id: they need a profile."""
        self.queries = 0
        """Old addresses that no file can answer."""
        self._paths: set[str] = set()
        self._ids: set[str] = set()
        self._claimed: set[str] = set()

    def place(self) -> list[Placed]:
        """The articles that have a place; the others are told as problems."""
        articles = self._each_once(sorted(self.export.articles, key=_order))
        placed = [one for one in map(self._place, articles) if one is not None]
        # New addresses go before old ones.
        self._claimed = {fold(output_path(one.address)) for one in placed}
        for one in placed:
            one.aliases = tuple(self._aliases(one))
        if self.queries:
            told = "old addresses with a query (`?p=1`), which no file can answer"
            self.export.notes.append(f"left out: {self.queries:,} × {told}")
        return placed

    def _each_once(self, articles: Iterable[Article]) -> Iterable[Article]:
        """`articles` without those that were there before, as where parts of an export overlap."""
        seen: dict[str, Article] = {}
        repeated = 0
        for article in articles:
            first = seen.setdefault(article.key, article)
            if first is article:
                continue
            if (first.title, first.text, first.published) == (
                article.title,
                article.text,
                article.published,
            ):
                repeated += 1
                continue
            self.export.complain(
                article.where,
                "bad-export",
                f"`{short(article.title)}` has the id of another item: `{short(article.key)}`",
                f"an id of its own; the other is at {first.where}",
                "is it a newer version? Then take the older one out",
            )
        if repeated:
            self.export.notes.append(f"items that were there a second time: {repeated:,}")
        return seen.values()

    def _place(self, article: Article) -> Placed | None:
        if not is_visible(article.title):
            self.export.complain(
                article.where,
                "empty-value",
                "it has no headline",
                "a headline",
                "give it one where it comes from, and import it again",
            )
            return None
        if article.published is None and not article.is_page:
            self.export.complain(
                article.where,
                "missing-key",
                f"`{short(article.title)}` has no time of publication",
                "a date and time",
                "give it one where it comes from, and import it again",
            )
            return None
        section = "" if article.is_page else self._section(article)
        if section is None:
            return None
        notes = list(article.notes)
        topics = self._names(self._topics(article, section, notes), "topic", notes)
        authors = self._names(article.authors, "author", notes)
        slug = self._slug(article)
        if not slug:
            self.export.complain(
                article.where,
                "bad-slug",
                f"no address can be made of the headline `{short(article.title)}`",
                "a headline with letters or digits",
                "give it a slug where it comes from, such as harbour-deal",
            )
            return None
        path, address = self._free(article, section, slug)
        return Placed(article, path, section, address, topics, authors, notes=notes)

    # Sections and names ----------------------------------------------------------------------

    def _section(self, article: Article) -> str | None:
        """The id of its section; `None` after a complaint, for nothing is guessed."""
        names = [name for name in (article.section, *article.categories) if name.strip()]
        for name in names:
            if found := self.by_name.get(slugify(name)):
                return found
        if self.wishes.section:
            return self.wishes.section
        known = self.config.rules.sections
        if names:
            said = ", ".join(f"`{short(name)}`" for name in dict.fromkeys(names[:5]))
            what = f"{said} {'is' if len(names) == 1 else 'are'} not a section of this paper"
            near = nearest(slugify(names[0]), known)
            hint = f'say which it is: --map "{names[0]}={near or known[0]}"; or for all: --section'
        else:
            what = "it names no section"
            hint = f"say which section such stories go to: --section {known[0]}"
        self.export.complain(
            article.where, "unknown-section", what, "one of " + ", ".join(known), hint
        )
        return None

    def _topics(self, article: Article, section: str, notes: list[str]) -> list[str]:
        """Its topics, and categories that are no section."""
        topics = list(article.topics)
        for name in article.categories:
            found = self.by_name.get(slugify(name))
            if found and found != section:
                notes.append(f"also in the section {found}: a story stands in one")
            elif not found:
                topics.append(name)
        return topics

    def _names(self, names: Iterable[str], kind: str, notes: list[str]) -> tuple[str, ...]:
        """Names as front matter can hold them; one that looks like an id gets a profile."""
        kept: dict[str, str] = {}
        for written in names:
            name = one_line(written)
            slug = slugify(name)
            if not name:
                continue
            if not is_free(slug) or len(name) > LONGEST_NAME:
                notes.append(f"the {kind} `{short(name)}`: no address can be made of it")
            elif len(kept) < MOST_NAMES:
                kept.setdefault(slug, name)
                if is_id(name):
                    self.profiles.setdefault((kind, slug), name)
            else:
                notes.append(f"the {kind} `{short(name)}`: more than {MOST_NAMES}")
        return tuple(kept.values())

    # Paths -----------------------------------------------------------------------------------

    def _slug(self, article: Article) -> str:
        made = slugify(unquote(article.slug)) or slugify(article.title)
        made = made or slugify(posixpath.splitext(article.key)[0].rsplit("/", 1)[-1])
        taken = {*RESERVED_SECTIONS, *self.config.rules.sections} if article.is_page else set()
        if made and (not is_free(made) or made in taken):
            made = f"{made}-{'page' if article.is_page else 'story'}"
        return made if is_slug(made) else ""

    def _free(self, article: Article, section: str, slug: str) -> tuple[str, str]:
        """A path and an address that nothing else has: `slug`, else `slug-2` and so on."""
        number = 1
        while True:
            tail = f"-{number}" if number > 1 else ""
            name = slug[: 120 - len(tail)].rstrip("-") + tail
            path = f"{section}/{name}.md" if section else f"{name}.md"
            address = self._address(article, section, name)
            id_ = self._id(article, name)
            is_taken = path in self._paths or id_ in self._ids or address in self._claimed
            if not is_taken and self.is_free_path(path, article):
                self._paths.add(path)
                self._ids.add(id_)
                self._claimed.add(address)
                return path, address
            number += 1

    def _address(self, article: Article, section: str, slug: str) -> str:
        if article.published is None or not section:
            return f"/{slug}/"
        day = article.published.astimezone(self.zone)
        date = {"year": f"{day.year:04}", "month": f"{day.month:02}", "day": f"{day.day:02}"}
        return self.config.rules.story_url.format(section=section, slug=slug, **date)

    def _id(self, article: Article, slug: str) -> str:
        """What the permanent id is made of."""
        minute = article.published.strftime("%Y%m%d%H%M") if article.published else "page"
        return f"{minute}-{slug}"

    # Old addresses -----------------------------------------------------------------------------

    def _aliases(self, one: Placed) -> Iterable[str]:
        for url in dict.fromkeys(one.article.urls):
            parts = urlsplit(url)
            if parts.query:
                self.queries += 1
                continue
            path = quote(unquote(parts.path), safe="/%._~+@!,;=()'-")
            path = self._below_base(path)
            if path in ("", "/") or fold(path).strip("/") == fold(one.address).strip("/"):
                continue
            if UrlPath().read(Node("text", path), "aliases", Complaints("")) is None:
                one.notes.append(f"the old address {short(url)}: it can't be the name of a file")
                continue
            claim = fold(output_path(path))
            if claim in self._claimed or self._is_papers(path):
                one.notes.append(f"the old address {short(url)}: something else has it now")
                continue
            self._claimed.add(claim)
            yield path

    def _below_base(self, path: str) -> str:
        """A path of the host as a path of the site, whose base path stands in front of all."""
        base = self.config.site.base
        return path.removeprefix(base) if base and path.startswith(f"{base}/") else path

    def _is_papers(self, path: str) -> bool:
        """Whether the paper itself has a page or file at this path."""
        first, *rest = path.strip("/").split("/")
        files = {name for name, _ in FORMATS.values()}
        files |= {"sitemap.xml", "robots.txt", "404.html", "style.css", "_headers", "index.html"}
        return (
            first in RESERVED_SECTIONS
            or (not rest and (first in files or first in self.config.rules.sections))
            or (first in self.config.rules.sections and (rest[0] in files or rest[0] == "page"))
        )


def _order(article: Article) -> tuple[datetime, str]:
    return article.published or datetime.min.replace(tzinfo=UTC), article.key


# Links and pictures -----------------------------------------------------------------------------


class Files:
    """Pictures and documents that come along: found on disk, each copied once.

    `is_free` says whether a file of `content/` is there to be had for these bytes: nothing stands
    there, or they do.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        media: Sequence[Path],
        is_free: Callable[[str, bytes], bool],
    ) -> None:
        self.roots, self.media, self.is_free = tuple(roots), tuple(media), is_free
        self.copies: dict[str, bytes] = {}
        """What is to be copied: bytes by the path under `content/`."""
        self._known: dict[Path, str] = {}

    def find(self, written: str, folder: Path | None) -> Path | None:
        """The file that an address or path names, if it lies in one of the folders we may read."""
        parts = urlsplit(written)
        path = unquote(parts.path)
        tops = [*self.roots, *self.media, *([folder] if folder else [])]
        tries: list[Path] = []
        if not parts.netloc:
            if folder is not None and not path.startswith("/"):
                tries.append(folder / path)
            tries += [root / path.lstrip("/") for root in self.roots]
        steps = [step for step in path.split("/") if step not in ("", ".", "..")]
        for names in (steps, _full_size(steps)):
            for media in self.media:
                tries += [media.joinpath(*names[n:]) for n in range(len(names))]
        return next((one for one in tries if _is_within(one, tops)), None)

    def take(self, file: Path) -> str | None:
        """The path under `content/` that the file gets; raises `Unfit` if it is of no use."""
        if file in self._known:
            return self._known[file]
        if file.stat().st_size > MOST_PICTURE:
            raise Unfit("it is too large")
        data = file.read_bytes()
        ending = file.suffix.lower()
        if ending in _PICTURE_ENDINGS and (flaw := look(data).why if look(data).flaw else ""):
            raise Unfit(flaw)
        top = PICTURES if ending in _PICTURE_ENDINGS else DOCUMENTS
        tops = sorted({*self.media, *self.roots}, key=lambda p: len(p.parts), reverse=True)
        home = next((t for t in tops if file.is_relative_to(t)), file.parent)
        steps = [slugify(step) for step in file.relative_to(home).parts[:-1]]
        stem = slugify(file.stem) or "file"
        folder = "/".join([top, *(step for step in steps if step)])
        path = f"{folder}/{stem}{ending}"
        if self.copies.get(path, data) != data or not self.is_free(path, data):
            # What has the name is another file: one that tells both apart, and always the same.
            path = f"{folder}/{stem}-{sha256(data).hexdigest()[:8]}{ending}"
        self.copies[path] = data
        self._known[file] = path
        return path


class Unfit(Exception):
    """A file that can't come along; says why."""


def _full_size(steps: Sequence[str]) -> list[str]:
    """The path of the picture of which `tug-300x200.jpg` is a smaller copy."""
    return [*steps[:-1], *(re.sub(r"-\d+x\d+(?=\.\w+$)", "", name) for name in steps[-1:])]


def _is_within(file: Path, tops: Iterable[Path]) -> bool:
    """Whether `file` is a regular file that lies in one of `tops`, with links followed."""
    try:
        if not file.is_file():
            return False
        real = file.resolve()
        return any(real.is_relative_to(top.resolve()) for top in tops)
    except (OSError, ValueError):
        return False


class Atlas:
    """Where the old site's pages are now."""

    def __init__(self, placed: Iterable[Placed], site: str) -> None:
        self.by_path: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.hosts = {urlsplit(site).hostname} if site else set()
        for one in placed:
            for url in one.article.urls:
                parts = urlsplit(url)
                self.by_path.setdefault(_key(parts.path, parts.query), one.path)
                if parts.hostname:
                    self.hosts.add(parts.hostname)
            for name in one.article.names:
                self.by_name.setdefault(name, one.path)
        self.hosts.discard(None)

    def find(self, url: str) -> str | None:
        """The file of the story that stood at `url`, if it was on the old site."""
        parts = urlsplit(url)
        if parts.hostname and parts.hostname not in self.hosts:
            return None
        return self.by_path.get(_key(parts.path, parts.query))


def _key(path: str, query: str) -> str:
    plain = re.sub(r"/(?:index\.html?)?$", "", unquote(path)) or "/"
    return f"{plain}?{query}" if query else plain


class Route:
    """Links and pictures of one article; notes go to it."""

    def __init__(self, one: Placed, atlas: Atlas, files: Files, site: str) -> None:
        self.one, self.atlas, self.files, self.site = one, atlas, files, site
        urls = one.article.urls
        base = urls[0] if urls else ""
        self.base = urljoin(site, base) if site and base else base

    def note(self, text: str) -> None:
        if text not in self.one.notes:
            self.one.notes.append(text)

    def link(self, written: str) -> str | None:
        """The address to write for a link, or `None` if its words stay without one."""
        try:
            parts = urlsplit(written)
        except ValueError:
            self.note(f"a link to {short(written)}, which is no address")
            return None
        is_markdown = self.one.article.form == "markdown"
        if parts.scheme in ("mailto", "tel"):
            return written
        if parts.scheme not in ("", "http", "https"):
            self.note(f"a link to {short(written)}: such addresses are not published")
            return None
        if not parts.path and not parts.netloc and not parts.query:
            return written if is_markdown and parts.fragment else None
        if (here := self._file_of(written)) is not None:
            # Ids within a text are made of its headings here: those of HTML are gone.
            return f"/{here}#{parts.fragment}" if is_markdown and parts.fragment else f"/{here}"
        return self._document(written) or self._far(written)

    def _far(self, written: str) -> str | None:
        """The address of what stays where it is, or `None` after a note."""
        if written.startswith("//"):
            return f"https:{written}"
        far = urljoin(self.base or self.site, written)
        if urlsplit(far).netloc:
            return far
        self.note(f"a link to {short(written)}, which was not imported")
        return None

    def _file_of(self, written: str) -> str | None:
        path = urlsplit(written).path
        if not urlsplit(written).netloc:
            for name in self._names(unquote(path)):
                if name in self.atlas.by_name:
                    return self.atlas.by_name[name]
        return self.atlas.find(urljoin(self.base, written) if self.base else written)

    def _names(self, path: str) -> Iterable[str]:
        """What a path written in this article may be the name of."""
        own = self.one.article.names
        start = posixpath.dirname(own[0]) if own else ""
        yield posixpath.normpath(posixpath.join(start, path)).lstrip("/")
        yield path.lstrip("/")

    def _document(self, written: str) -> str | None:
        ending = posixpath.splitext(urlsplit(written).path)[1].lower()
        if ending not in (*_DOCUMENT_ENDINGS, *_PICTURE_ENDINGS):
            return None
        file = self.files.find(written, self.one.article.folder)
        if file is None:
            return None
        try:
            return f"/{self.files.take(file)}"
        except (Unfit, OSError):
            return None

    def picture(self, written: str) -> str | None:
        """The path of a picture's copy, or `None` after a note."""
        shown = short(written)
        try:
            parts = urlsplit(written)
        except ValueError:
            self.note(f"the picture {shown}: that is no address")
            return None
        if parts.scheme not in ("", "http", "https"):
            self.note(f"the picture {shown}: only files are taken along")
            return None
        file = self.files.find(written, self.one.article.folder)
        if file is None or file.suffix.lower() not in _PICTURE_ENDINGS:
            self.note(f"the picture {shown}: its file was not found (--media names a folder)")
            return None
        try:
            return f"/{self.files.take(file)}"
        except Unfit as error:
            self.note(f"the picture {shown}: {error}")
        except OSError as error:
            self.note(f"the picture {shown}: {error.strerror}")
        return None
