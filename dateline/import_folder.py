"""Folders of other generators: Hugo, Jekyll, Pelican, Eleventy.

Their front matter is mapped to our keys, addresses are worked out as they would have been, and what
templates did within texts is taken out and told.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

from dateline.articles import Article, Clock, Export, Figure, Form, counted, decode, read_bytes
from dateline.articles import files_of as found_in
from dateline.exports import Flaw, read_json
from dateline.fields import one_line, short
from dateline.heads import Head, Value, read_head, read_lines, value_of
from dateline.markup import plain
from dateline.names import slugify
from dateline.problems import Location, WorldError
from dateline.shortcodes import WITHOUT_BLOCKS
from dateline.times import zone

TOOLS = ("hugo", "jekyll", "pelican", "eleventy")

_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_HTML = (".html", ".htm")
_ENDINGS = (*_MARKDOWN, *_HTML, ".rst", ".adoc", ".org", ".textile", ".njk", ".liquid")

_DATED = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})[-_](?P<rest>.+)")


@dataclass(slots=True)
class _Site:
    """A folder and what its settings say."""

    tool: str
    top: Path
    """The folder that was named."""
    home: Path
    """Where the texts are."""
    settings: dict[str, Value] = field(default_factory=dict)
    roots: tuple[Path, ...] = ()
    defaults: dict[str, dict[str, Value]] = field(default_factory=dict)
    """Eleventy's data of folders, by the folder."""
    left: Counter[str] = field(default_factory=Counter)

    def setting(self, *keys: str) -> str:
        found = (self.settings.get(key) for key in keys)
        return next((v for v in found if isinstance(v, str) and v), "")

    @property
    def address(self) -> str:
        """The address of the old site, if its settings tell it."""
        found = self.setting("baseurl", "url", "siteurl")
        if self.tool == "jekyll":
            found = self.setting("url").rstrip("/") + self.setting("baseurl")
        return found if urlish(found) else ""


def read_folder(tool: str, paths: Iterable[Path], *, site_zone: str, zone_name: str) -> Export:
    """Articles of the sites in the folders at `paths`.

    Times without a zone are in `zone_name`, else in that of the site's settings, else in the tool's
    own (Hugo, Eleventy and Pelican: UTC), else in `site_zone`.
    """
    export = Export()
    for top in paths:
        if not top.is_dir():
            raise WorldError(f"{top} is not a folder", f"name the folder of the {tool} site")
        site = _open(tool, top, export)
        name = zone_name or site.setting("timezone") or ("" if tool == "jekyll" else "UTC")
        try:
            clock = Clock(zone(name or site_zone), name or site_zone)
        except (LookupError, ValueError, OSError):
            clock = Clock(zone(site_zone), site_zone)
            export.notes.append(f"the zone {short(name)} of its settings, which is not known")
        export.roots += site.roots
        export.site = export.site or site.address
        for file, _ in found_in([site.home], _ENDINGS):
            _File(file, site, clock, export).read()
        export.notes += [*clock.notes(), *counted(site.left)]
    return export


def urlish(address: str) -> bool:
    """Whether an address has a scheme and a host."""
    return bool(re.match(r"https?://[^/]+", address))


# Settings ---------------------------------------------------------------------------------------

_SETTINGS = {
    "hugo": ("hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml", "config.yml",
             "config.json", "config/_default/hugo.toml", "config/_default/config.toml"),
    "jekyll": ("_config.yml", "_config.yaml"),
    "pelican": (),
    "eleventy": (),
}  # fmt: skip


def _open(tool: str, top: Path, export: Export) -> _Site:
    site = _Site(tool, top, top)
    for name in _SETTINGS[tool]:
        if (top / name).is_file():
            site.settings = _settings(top / name)
            break
    if tool == "pelican":
        site.settings = _pelican_settings(top)
    content = site.setting("contentdir", "path") or "content"
    inner = top / content
    if tool in ("hugo", "pelican") and inner.is_dir() and inner.resolve().is_relative_to(top):
        site.home = inner
    elif tool in ("hugo", "pelican") and (top / "content").is_dir():
        site.home = top / "content"
    if tool == "eleventy":
        _learn_data(site)
    extra = {"hugo": ("static", "assets"), "eleventy": ("public", "static", "src")}.get(tool, ())
    site.roots = tuple(p for p in (*(top / name for name in extra), site.home, top) if p.is_dir())
    return site


def _settings(path: Path) -> dict[str, Value]:
    """The settings of Hugo or Jekyll; none if they can't be read, since none of them is needed."""
    quiet = Export()
    text = decode(read_bytes(path), path.name, quiet) or ""
    if path.suffix == ".json":
        found = read_json(text)
        return {} if isinstance(found, Flaw) or not isinstance(found, dict) else _table(found)
    fence = "+++" if path.suffix == ".toml" else "---"
    plain_text = re.sub(r"\A---[^\n]*\n", "", text)
    head = read_head(f"{fence}\n{plain_text}\n{fence}\n", path.name, quiet)
    return head.values if head else {}


def _table(found: Mapping[str, object]) -> dict[str, Value]:
    value = value_of(found)
    return value if isinstance(value, dict) else {}


def _pelican_settings(top: Path) -> dict[str, Value]:
    """Plain texts in pelicanconf.py, which is a program and is not run."""
    path = top / "pelicanconf.py"
    if not path.is_file():
        return {}
    text = decode(read_bytes(path), path.name, Export()) or ""
    found = re.findall(r"^([A-Z_]+)\s*=\s*(?:'([^'\n]*)'|\"([^\"\n]*)\")\s*(?:#.*)?$", text, re.M)
    return {name.lower(): one or two for name, one, two in found}


def _learn_data(site: _Site) -> None:
    """Eleventy's data files of folders, in JSON."""
    for file, name in _data_files(site.top):
        text = decode(read_bytes(file), name, Export()) or ""
        found = read_json(text)
        folder = posixpath.dirname(name)
        stem = re.sub(r"(?:\.11tydata)?\.json$", "", posixpath.basename(name))
        if isinstance(found, dict) and stem in (posixpath.basename(folder), "index"):
            site.defaults[folder] = site.defaults.get(folder, {}) | _table(found)


def _data_files(top: Path) -> Iterable[tuple[Path, str]]:
    try:
        found = list(found_in([top], (".json",)))
    except WorldError:
        return ()
    return [(file, name) for file, name in found if "node_modules/" not in name and "/" in name]


# Files ------------------------------------------------------------------------------------------


class _File:
    """One file of a site while it is read."""

    def __init__(self, file: Path, site: _Site, clock: Clock, export: Export) -> None:
        self.file, self.site, self.clock, self.export = file, site, clock, export
        self.path = file.relative_to(site.home).as_posix()
        self.shown = file.as_posix()
        self.folder, self.name = posixpath.split(self.path)
        self.stem, self.ending = posixpath.splitext(self.name)
        self.ending = self.ending.lower()
        self.notes: list[str] = []

    def read(self) -> None:
        if self._is_passed_over():
            return
        if self.ending not in (*_MARKDOWN, *_HTML):
            self.export.complain(
                Location(self.shown, 1),
                "bad-export",
                f"texts in `{self.ending}` are not read",
                "Markdown or HTML",
                "convert it to Markdown first",
            )
            return
        text = decode(read_bytes(self.file), self.shown, self.export)
        head = self._head(text) if text is not None else None
        if head is None:
            return
        if not head.is_there:
            self.site.left["file without front matter"] += 1
            return
        self._add(head)

    def _is_passed_over(self) -> bool:
        """Whether the tool itself makes no page of it, or only a list."""
        parts = self.path.split("/")
        tool = self.site.tool
        kept = {"_posts", "_drafts"} if tool == "jekyll" else set()
        odd = [p for p in parts[:-1] if p.startswith("_") and p not in kept]
        odd += [p for p in parts[:-1] if p in ("node_modules", "vendor", "themes", "layouts")]
        if odd:
            self.site.left[f"file in {odd[0]}/"] += 1
        elif tool == "hugo" and self.stem == "_index":
            self.site.left["page of a list (_index)"] += 1
        elif self.path.lower() in ("readme.md", "license.md", "changelog.md", "404.md", "404.html"):
            self.site.left[self.name] += 1
        elif self.ending in (".njk", ".liquid"):
            self.site.left[f"template ({self.ending})"] += 1
        elif tool in ("jekyll", "eleventy") and self.stem == "index" and not self.folder:
            self.site.left["front page (index)"] += 1
        else:
            return False
        return True

    def _head(self, text: str) -> Head | None:
        if self.site.tool == "pelican":
            head = _html_head(text) if self.ending in _HTML else read_lines(text)
        else:
            head = read_head(text, self.shown, self.export)  # type: ignore[assignment]
        if head is None:
            return None
        for key, value in self._defaults().items():
            head.values.setdefault(key, value)
        params = head.values.get("params")
        if isinstance(params, dict):
            for key, value in params.items():
                head.values.setdefault(key, value)
        return head

    def _defaults(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        folder = self.folder
        while folder:
            found = self.site.defaults.get(folder, {}) | found
            folder = posixpath.dirname(folder)
        return found

    def _add(self, head: Head) -> None:
        before = len(self.export.problems)
        where = Location(self.shown, 1)
        published = self._published(head)
        updated = self._time(head, *_UPDATED)
        expires = self._time(head, "expirydate", "unpublishdate")
        if len(self.export.problems) > before:
            return
        is_page = self.is_page(published)
        if published is None and self._is_draft_folder():
            self.notes.append("a draft without a date")
        form: Form = "html" if self.ending in _HTML else "markdown"
        body = WITHOUT_BLOCKS[self.site.tool](head.body, self._note)
        is_later = published and updated and updated > published
        commas = r"\s*,\s*" if self.site.tool == "pelican" else ""
        blanks = r"\s+" if self.site.tool == "jekyll" else commas
        self._tell_unknown(head)
        self.export.articles.append(
            Article(
                key=f"{self.site.address or self.site.top.resolve().name}:{self.path}",
                where=where,
                title=one_line(plain(head.text("title"))),
                text=body,
                form=form,
                published=published,
                updated=updated if is_later else None,
                expires=expires,
                section=self._section(head),
                categories=head.texts("categories", "category", parted=blanks),
                topics=self._topics(head, blanks),
                authors=head.texts("authors", "author", parted=r"\s*;\s*|\s*,\s*"),
                summary=plain(head.text("summary", "description", "excerpt", "standfirst")),
                slug=head.text("slug") or self._slug(),
                series=next(iter(head.texts("series")), ""),
                lang=self._lang(head),
                urls=tuple(self._urls(head, published)),
                names=tuple(self._names()),
                image=_image(head),
                is_draft=self._is_draft(head),
                is_page=is_page,
                folder=self.file.parent,
                notes=tuple(self.notes),
            )
        )

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    # What the head says --------------------------------------------------------------------------

    def _published(self, head: Head) -> datetime | None:
        moment = self._time(head, "date", "publishdate", "pubdate", "published", "created")
        if moment is not None or len(head.text("date")) > 3:
            return moment
        dated = _DATED.fullmatch(self.own_name())
        if dated and self.site.tool in ("jekyll", "eleventy", "hugo"):
            return self.clock.read(
                dated["date"], "the date in the file's name", Location(self.shown), self.export
            )
        return None

    def _time(self, head: Head, *keys: str) -> datetime | None:
        for key in keys:
            text = head.text(key)
            if not text or text.lower() in ("true", "false", "yes", "no"):
                continue
            where = Location(self.shown, head.line(key))
            if re.fullmatch(r"(?i)(?:git )?(?:last modified|created)", text):
                self.export.complain(
                    where,
                    "bad-time",
                    f"`{key}` is `{text}`, which is a time of the disk and of no story",
                    "a date and time",
                    "write the time of its first publication there",
                )
                return None
            return self.clock.read(text, key, where, self.export)
        return None

    def own_name(self) -> str:
        """The file's name without its ending, or its folder's if that is what is named."""
        is_bundle = self.stem == "index" and self.folder
        return posixpath.basename(self.folder) if is_bundle else self.stem

    def _slug(self) -> str:
        name = self.own_name()
        dated = _DATED.fullmatch(name)
        return slugify(dated["rest"] if dated else name)

    def is_page(self, published: datetime | None) -> bool:
        parts = self.folder.split("/") if self.folder else []
        if self.site.tool == "jekyll":
            return not {"_posts", "_drafts"} & set(parts)
        if self.site.tool == "pelican":
            return parts[:1] == ["pages"]
        depth = len(parts) - (self.stem == "index" and bool(parts))
        return published is None and (depth == 0 or parts[:1] in (["page"], ["pages"]))

    def _is_draft_folder(self) -> bool:
        return "_drafts" in self.folder.split("/")

    def _is_draft(self, head: Head) -> bool:
        status = head.text("status").lower()
        if status in ("hidden", "skip"):
            self._note(f"its status was `{status}`: it is a draft")
        is_hidden = head.text("published").lower() in ("false", "no")
        return (
            head.flag("draft")
            or is_hidden
            or status in ("draft", "hidden", "skip")
            or self._is_draft_folder()
        )

    def _section(self, head: Head) -> str:
        if section := head.text("section"):
            return section
        parts = [p for p in self.folder.split("/") if p and p not in ("_posts", "_drafts", "src")]
        if self.stem == "index":
            parts = parts[:-1]
        return parts[0] if parts else ""

    def _topics(self, head: Head, parted: str) -> tuple[str, ...]:
        topics = head.texts("tags", "tag", parted=parted)
        if self.site.tool == "eleventy":  # whose tags are collections as well
            return tuple(t for t in topics if t.lower() not in ("post", "posts", "page", "pages"))
        return topics

    @staticmethod
    def _lang(head: Head) -> str:
        lang = head.text("lang", "language", "locale").replace("_", "-")
        return lang if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang) else ""

    def _tell_unknown(self, head: Head) -> None:
        unknown = sorted(key for key in head.values if key not in _MAPPED)
        if unknown:
            self._note("keys that mean nothing here: " + short(", ".join(unknown)))

    def _names(self) -> Iterable[str]:
        """What links call the file: its path, with and without its ending, its name."""
        yield self.path
        yield posixpath.splitext(self.path)[0]
        if self.stem == "index":
            yield self.folder
        elif self.site.tool in ("hugo", "jekyll"):
            yield self.name
            yield self.stem

    # Where it stood ------------------------------------------------------------------------------

    def _urls(self, head: Head, published: datetime | None) -> Iterable[str]:
        base = urlsplit(self.site.address).path.rstrip("/")
        makers = {"hugo": _hugo_url, "jekyll": _jekyll_url, "pelican": _pelican_url}
        make = makers.get(self.site.tool, _eleventy_url)
        url = make(self, head, published)
        if url is None:
            self._note("its old address: the pattern of it can't be worked out")
        elif url:
            yield f"{base}/{url.lstrip('/')}"
        for alias in head.texts("aliases", "redirect_from", "alias"):
            is_relative = not alias.startswith(("/", "http:", "https:"))
            yield "/" + posixpath.join(self.folder, alias) if is_relative else alias

    @property
    def settings(self) -> Mapping[str, Value]:
        return self.site.settings

    def in_zone(self, moment: datetime) -> datetime:
        """A moment by the old site's clock, for addresses with a date."""
        return moment.astimezone(self.clock.zone)


_UPDATED = ("lastmod", "updated", "modified", "last_modified_at", "modified_at")
_IMAGES = tuple("image featured_image featuredimage cover thumbnail images header".split())
_MAPPED = frozenset(
    """title date publishdate pubdate published created lastmod updated modified last_modified_at
    modified_at expirydate unpublishdate draft status section categories category tags tag authors
    author summary description excerpt standfirst slug series lang language locale aliases
    redirect_from alias url permalink save_as image featured_image featuredimage cover thumbnail
    images image_alt image_caption header params layout type""".split()
)
"""Keys that are understood, and two that only say which template was used."""


def _image(head: Head) -> Figure | None:
    """The lead picture, in the many ways that themes write it."""
    for key in _IMAGES:
        value = head.values.get(key)
        if isinstance(value, list):
            value = value[0] if value else ""
        alt, caption = head.text("image_alt"), head.text("image_caption")
        if isinstance(value, str) and value.strip():
            return Figure(value.strip(), alt, caption)
        if isinstance(value, dict):
            found = {k: v for k, v in value.items() if isinstance(v, str)}
            names = ("src", "url", "path", "image", "feature", "teaser", "file")
            src = next((found[name] for name in names if found.get(name)), "")
            if src:
                alt, caption = found.get("alt", alt), found.get("caption", caption)
                return Figure(src, alt, plain(caption), plain(found.get("credit", "")))
    return None


def _html_head(text: str) -> Head:
    """Pelican's HTML: the title and `meta` elements of its head, and the text of its body."""
    head = Head(is_there=False)
    if title := re.search(r"<title[^>]*>([^<]*)</title>", text, re.I):
        head.values["title"], head.is_there = unescape(title[1]), True
    for tag in re.findall(r"<meta\b[^>]*>", text, re.I):
        held = dict(re.findall(r"(\w+)=[\"']([^\"']*)[\"']", tag))
        if "name" in held and "content" in held:
            head.values[held["name"].lower()] = unescape(held["content"])
    body = re.search(r"<body[^>]*>(.*?)(?:</body>|\Z)", text, re.I | re.S)
    head.body = body[1] if body else text
    return head


# Addresses --------------------------------------------------------------------------------------


def _dates(moment: datetime) -> dict[str, str]:
    return {
        "year": f"{moment.year:04}",
        "short_year": f"{moment.year % 100:02}",
        "month": f"{moment.month:02}",
        "i_month": str(moment.month),
        "monthname": f"{moment:%B}".lower(),
        "day": f"{moment.day:02}",
        "i_day": str(moment.day),
        "hour": f"{moment.hour:02}",
        "minute": f"{moment.minute:02}",
        "second": f"{moment.second:02}",
        "yearday": str(moment.timetuple().tm_yday),
        "y_day": f"{moment.timetuple().tm_yday:03}",
    }


def _filled(pattern: str, words: Mapping[str, str]) -> str | None:
    """`pattern` with its words after colons; `None` if one is not known."""
    names = re.findall(r":([a-z_]+)", pattern)
    if any(name not in words for name in names):
        return None
    return re.sub(r":([a-z_]+)", lambda m: words[m[1]], pattern)


def _urlized(text: str) -> str:
    """A part of an address as Hugo makes it."""
    text = re.sub(r"[^\w\s./-]", "", text.strip().lower())
    return quote(re.sub(r"\s+", "-", text), safe="/.-_~")


def _hugo_url(file: _File, head: Head, published: datetime | None) -> str | None:
    if url := head.text("url"):
        return url
    own = file.own_name()
    slug = head.text("slug")
    inner = posixpath.dirname(file.folder) if file.stem == "index" else file.folder
    patterns = file.settings.get("permalinks")
    if isinstance(patterns, dict) and isinstance(patterns.get("page"), dict):
        patterns = patterns["page"]
    section = (inner or own).split("/")[0]
    pattern = patterns.get(section) if isinstance(patterns, dict) else None
    if isinstance(pattern, str):
        words = {
            "section": _urlized(inner.split("/")[0]),
            "sections": _urlized(inner),
            "title": _urlized(head.text("title")),
            "slug": _urlized(slug or head.text("title")),
            "filename": _urlized(own),
            "contentbasename": _urlized(own),
            "slugorfilename": _urlized(slug or own),
            "slugorcontentbasename": _urlized(slug or own),
        }
        words |= _dates(file.in_zone(published)) if published else {}
        made = _filled(pattern, words)
        return made and made.rstrip("/") + "/"
    return _urlized(posixpath.join(inner, slug or own)) + "/"


_JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def _jekyll_url(file: _File, head: Head, published: datetime | None) -> str | None:
    pattern = head.text("permalink") or file.site.setting("permalink") or "date"
    stem = _DATED.fullmatch(file.stem)
    slug = head.text("slug") or slugify(stem["rest"] if stem else file.stem)
    if file.is_page(published):
        if own := head.text("permalink"):
            return own
        is_pretty = pattern == "pretty" or pattern.endswith("/")
        return posixpath.join(file.folder, file.stem) + ("/" if is_pretty else ".html")
    if published is None:
        return ""  # a draft has never had one
    folders = [p for p in file.folder.split("/") if p and p not in ("_posts", "_drafts")]
    names = [*folders, *head.texts("categories", "category", parted=r"\s+")]
    words = _dates(file.in_zone(published)) | {
        "title": slug,
        "slug": slug,
        "name": slug,
        "categories": "/".join(dict.fromkeys(slugify(name) for name in names)),
        "output_ext": ".html",
    }
    made = _filled(_JEKYLL.get(pattern, pattern), words)
    return made and re.sub(r"/{2,}", "/", made)


def _pelican_url(file: _File, head: Head, published: datetime | None) -> str | None:
    if own := head.text("url", "save_as"):
        return own
    key, usual = ("page_url", "pages/{slug}.html") if file.is_page(published) else (
        "article_url", "{slug}.html")  # fmt: skip
    pattern = file.site.setting(key) or usual
    slug = head.text("slug") or slugify(head.text("title"))
    category = head.text("category") or posixpath.basename(file.folder)
    words = {"slug": slug, "category": slugify(category), "lang": head.text("lang")}
    words["author"] = slugify(next(iter(head.texts("authors", "author", parted=r"[;,]")), ""))
    local = file.in_zone(published) if published else None

    def fill(name: re.Match[str]) -> str:
        if name[1] == "date" and local and name[2] and _PLAIN_DATE.fullmatch(name[2]):
            return local.strftime(name[2])
        return words.get(name[1], "\0") if not name[2] else "\0"

    made = re.sub(r"\{(\w+)(?::([^{}]*))?\}", fill, pattern)
    return None if "\0" in made or "{" in made else made


_PLAIN_DATE = re.compile(r"(?:%[-]?[YmdHMjyb]|[-/_.])+")


def _eleventy_url(file: _File, head: Head, _published: datetime | None) -> str | None:
    own = head.text("permalink")
    if own == "false":
        return ""
    dated = _DATED.fullmatch(file.own_name())
    name = dated["rest"] if dated else file.own_name()
    inner = posixpath.dirname(file.folder) if file.stem == "index" else file.folder
    inner = re.sub(r"^src(?:/|$)", "", inner)
    if own:
        words = {
            "page.fileslug": name,
            "slug": head.text("slug"),
            "title | slug": slugify(head.text("title")),
            "title | slugify": slugify(head.text("title")),
            "page.filepathstem": posixpath.join(inner, name),
        }
        made = re.sub(
            r"\{\{-?\s*(.*?)\s*-?\}\}",
            lambda m: words.get(re.sub(r"\s+", " ", m[1]).lower(), "\0"),
            own,
        )
        return None if "\0" in made or "{%" in made else re.sub(r"(?<=/)index\.html$", "", made)
    if posixpath.basename(inner) == name:  # a file called like its folder is the folder's page
        return inner + "/"
    return posixpath.join(inner, name) + "/"
