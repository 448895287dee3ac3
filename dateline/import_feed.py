"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed 1.0 and 1.1, as they were saved to a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

from dateline.articles import (
    Article,
    Clock,
    Export,
    Figure,
    decode,
    files_of,
    read_bytes,
    shown,
    tell_flaw,
)
from dateline.exports import Element, Flaw, line_of, read_json, read_xml
from dateline.fields import one_line, short
from dateline.markup import plain
from dateline.names import slugify
from dateline.problems import Location

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#].*)?$", re.IGNORECASE)


def read_feed(paths: Iterable[Path], zone: tzinfo, zone_name: str) -> Export:
    """One story an entry. What is a summary alone stays one: no page is fetched."""
    export = Export()
    clock = Clock(zone, zone_name)
    for path, _ in files_of(paths, (".xml", ".rss", ".atom", ".rdf", ".json")):
        content = read_bytes(path)
        name = shown(path)
        if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            _read_json_feed(content, name, clock, export)
        else:
            _read_xml_feed(content, name, clock, export)
    export.notes += clock.notes()
    return export


def _complain(export: Export, name: str) -> None:
    export.complain(
        Location(name, 1),
        "bad-export",
        "this is not a feed",
        "RSS, Atom or JSON Feed, saved to a file",
        "save the feed itself, and not the page that shows it",
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _slug_of(url: str) -> str:
    """The last part of an address that is a word."""
    parts = [part for part in re.sub(r"[?#].*", "", url).split("/")[3:] if part]
    stem = re.sub(r"\.\w{1,5}$", "", parts[-1]) if parts else ""
    return slugify(stem) if re.search(r"[^\W\d_]", stem) and stem.lower() != "index" else ""


# XML ----------------------------------------------------------------------------------------------


def _read_xml_feed(content: bytes, name: str, clock: Clock, export: Export) -> None:
    before, is_feed = len(export.problems), False
    for item, root in read_xml(
        content, ["item", "atom:entry"], lambda flaw: tell_flaw(flaw, name, export)
    ):
        if root.tag not in ("rss", "rdf:RDF", "atom:feed"):
            continue
        is_feed = True
        channel = next(root.all("channel"), root)
        export.site = export.site or channel.get("link") or _atom_link(root)
        _read_item(item, Location(name, item.line), clock, export)
    if not is_feed and len(export.problems) == before:
        _complain(export, name)


def _atom_link(element: Element, *kinds: str) -> str:
    for kind in kinds or ("alternate",):
        for link in element.all("atom:link"):
            if link.attributes.get("rel", "alternate") == kind:
                return link.attributes.get("href", "")
    return ""


def _atom_text(element: Element, tag: str) -> str:
    """A text construct of Atom as HTML (RFC 4287, section 3.1)."""
    found = next(element.all(tag), None)
    if found is None:
        return ""
    kind = found.attributes.get("type", "text")
    if kind == "xhtml":
        return found.inner()
    if kind in ("html", "text/html"):
        return found.text
    return _escaped(found.text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry says, whatever the format calls it."""

    key: str
    title: str
    link: str
    summary: str
    text: str
    first: str
    later: str
    names: Sequence[str]
    terms: Sequence[str]


def _of_atom(item: Element) -> _Entry:
    link = _atom_link(item)
    categories = [term.attributes for term in item.all("atom:category")]
    return _Entry(
        key=item.get("atom:id") or link,
        title=plain(_atom_text(item, "atom:title")),
        link=link,
        summary=_atom_text(item, "atom:summary"),
        text=_atom_text(item, "atom:content"),
        first=item.get("atom:published", "atom:issued"),
        later=item.get("atom:updated", "atom:modified"),
        names=[person.get("atom:name") for person in item.all("atom:author")],
        terms=[held.get("label") or held.get("term", "") for held in categories],
    )


def _of_rss(item: Element) -> _Entry:
    link = item.get("link")
    return _Entry(
        key=item.get("guid") or link or item.attributes.get("rdf:about", ""),
        title=plain(item.get("title")),
        link=link,
        summary=item.get("description"),
        text=item.get("content:encoded"),
        first=item.get("pubDate", "dc:date", "dcterms:issued", "dcterms:created"),
        later=item.get("dcterms:modified", "atom:updated"),
        names=[person.text for person in item.all("dc:creator")] or _mail_names(item),
        terms=[term.text for term in (*item.all("category"), *item.all("dc:subject"))],
    )


def _read_item(item: Element, where: Location, clock: Clock, export: Export) -> None:
    entry = _of_atom(item) if item.tag == "atom:entry" else _of_rss(item)
    notes: list[str] = []
    first, later = entry.first, entry.later
    if not first and later and item.tag == "atom:entry":
        # The one time that Atom demands (RFC 4287, section 4.2.15).
        first, later = later, ""
        notes.append("no time of publication: that of its last update is taken for it")
    before = len(export.problems)
    published = clock.read(first, "published", where, export) if first else None
    updated = clock.read(later, "updated", where, export) if later else None
    if len(export.problems) > before:
        return
    summary = entry.summary if entry.text else ""
    export.articles.append(
        Article(
            key=f"{export.site} {entry.key or f'{entry.title} {first}'}",
            where=where,
            title=entry.title,
            text=entry.text or entry.summary,
            form="html",
            published=published,
            updated=updated if published and updated and updated > published else None,
            summary=_standfirst(plain(summary), notes),
            categories=tuple(filter(None, map(one_line, entry.terms))),
            authors=tuple(filter(None, map(one_line, entry.names))),
            slug=_slug_of(entry.link),
            urls=(entry.link,) if entry.link.startswith(("http://", "https://")) else (),
            image=_picture_of(item, notes),
            notes=tuple(notes),
        )
    )


def _standfirst(text: str, notes: list[str]) -> str:
    """The summary, unless the tool that made the feed cut it off."""
    if re.search(r"(?:\[\s*(?:…|\.\.\.|&hellip;)\s*\]|…|\.\.\.)\s*$", text):
        notes.append(f"the summary, which was cut off: {short(text)}")
        return ""
    return text


def _mail_names(item: Element) -> list[str]:
    """Names in RSS's `author`, which is a mail address with the name in brackets."""
    found = (re.fullmatch(r"\S+@\S+\s+\(([^)]+)\)", author.text) for author in item.all("author"))
    return [match[1] for match in found if match]


def _picture_of(item: Element, notes: list[str]) -> Figure | None:
    for media in (*item.all("media:content"), *item.all("media:thumbnail")):
        url = media.attributes.get("url", "")
        is_picture = media.attributes.get("medium") == "image" or _PICTURE.search(url)
        if url and is_picture:
            alt = plain(media.get("media:description", "media:title"))
            return Figure(url, alt, credit=plain(media.get("media:credit")))
    links = [link.attributes for link in item.all("atom:link")]
    enclosures = [a | {"url": a.get("href", "")} for a in links if a.get("rel") == "enclosure"]
    for held in (*(e.attributes for e in item.all("enclosure")), *enclosures):
        url = held.get("url", "")
        if held.get("type", "").startswith("image/") or _PICTURE.search(url):
            return Figure(url)
        if url:
            notes.append(f"the enclosure {short(url)}")
    return None


# JSON Feed ----------------------------------------------------------------------------------------


def _read_json_feed(content: bytes, name: str, clock: Clock, export: Export) -> None:
    text = decode(content, name, export)
    if text is None:
        return
    feed = read_json(text)
    if isinstance(feed, Flaw):
        tell_flaw(feed, name, export)
        return
    is_feed = isinstance(feed, dict) and "jsonfeed.org" in _text(feed.get("version"))
    if not is_feed or not isinstance(feed.get("items"), list):
        _complain(export, name)
        return
    export.site = export.site or _text(feed.get("home_page_url"))
    for item in feed["items"]:
        if not isinstance(item, Mapping):
            _complain(export, name)
            continue
        where = Location(name, line_of(text, _text(item.get("id")), _text(item.get("url"))))
        _read_json_item(item, where, clock, export)


def _read_json_item(item: Mapping[str, Any], where: Location, clock: Clock, export: Export) -> None:
    before = len(export.problems)
    first, later = _text(item.get("date_published")), _text(item.get("date_modified"))
    published = clock.read(first, "date_published", where, export) if first else None
    updated = clock.read(later, "date_modified", where, export) if later else None
    if len(export.problems) > before:
        return
    plain_text = _text(item.get("content_text"))
    text = _text(item.get("content_html")) or "".join(
        f"<p>{_escaped(part)}</p>" for part in re.split(r"\n\s*\n", plain_text) if part.strip()
    )
    people = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_text(person.get("name")) for person in people or () if isinstance(person, Mapping)]
    tags = item.get("tags") if isinstance(item.get("tags"), list) else []
    url, picture = _text(item.get("url")), _text(item.get("image"))
    notes = [
        f"the attachment {short(_text(a.get('url')))}"
        for a in item.get("attachments") or ()
        if isinstance(a, Mapping)
    ]
    export.articles.append(
        Article(
            key=f"{export.site} {item.get('id') or url}",
            where=where,
            title=one_line(_text(item.get("title"))),
            text=text,
            form="html",
            published=published,
            updated=updated if published and updated and updated > published else None,
            summary=one_line(_text(item.get("summary"))),
            categories=tuple(filter(None, (one_line(_text(tag)) for tag in tags or ()))),
            authors=tuple(filter(None, map(one_line, names))),
            slug=_slug_of(url),
            lang=_text(item.get("language")),
            urls=(url,) if url.startswith(("http://", "https://")) else (),
            image=Figure(picture) if picture else None,
            notes=tuple(notes),
        )
    )
