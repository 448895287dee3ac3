"""WordPress: its export files (WXR 1.0 to 1.2) with posts, pages, authors, and what they show."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from dateline.articles import (
    Article,
    Clock,
    Export,
    Figure,
    counted,
    files_of,
    read_bytes,
    shown,
    tell_flaw,
)
from dateline.exports import Element, read_xml
from dateline.fields import one_line, short
from dateline.markup import plain
from dateline.problems import Location

_NEVER = "0000-00-00 00:00:00"
_DRAFTS = frozenset({"draft", "pending", "auto-draft", "private"})
_GONE = frozenset({"trash", "inherit"})
_DEFAULT = "uncategorized"
"""The category that WordPress gives to posts without one."""


@dataclass(slots=True)
class _Old:
    """What of an export is needed before its posts can be read."""

    people: dict[str, str] = field(default_factory=dict)
    """Names shown, by login."""
    pictures: dict[str, Figure] = field(default_factory=dict)
    """Attachments by their number."""
    left: Counter[str] = field(default_factory=Counter)


def read_wordpress(paths: Iterable[Path], zone: tzinfo, zone_name: str) -> Export:
    """Posts as stories and pages as standing pages, of one export or of several parts of one."""
    export, old = Export(), _Old()
    clock = Clock(zone, zone_name)
    posts: list[tuple[str, Element]] = []
    for path, _ in files_of(paths, (".xml",)):
        name, content = shown(path), read_bytes(path)
        found, is_wxr = [], False
        for item, root in read_xml(content, ["item"], partial(tell_flaw, name=name, export=export)):
            is_wxr = is_wxr or _is_wxr(root)
            found.append(item)
            for channel in root.all("channel"):
                _learn_channel(channel, old, export)
        if is_wxr:
            for item in found:
                _learn(item, old)
            posts += [(name, item) for item in found]
        elif not _said_of(name, export):
            _not_wxr(name, export)
    for name, item in posts:
        _Post(name, item, old, clock, export).read()
    export.notes += [*clock.notes(), *counted(old.left)]
    return export


def _said_of(name: str, export: Export) -> bool:
    return any(problem.where.path == name for problem in export.problems)


def _is_wxr(root: Element) -> bool:
    return any(c.get("wp:wxr_version") for c in root.all("channel"))


def _not_wxr(name: str, export: Export) -> None:
    export.complain(
        Location(name, 1),
        "bad-export",
        "this is not an export of WordPress",
        "a file of Tools, Export in WordPress (WXR 1.0 to 1.2)",
        "for a feed: dateline import feed",
    )


def _learn_channel(channel: Element, old: _Old, export: Export) -> None:
    export.site = export.site or channel.get("wp:base_blog_url", "wp:base_site_url", "link")
    for author in channel.all("wp:author"):
        names = (author.get("wp:author_first_name"), author.get("wp:author_last_name"))
        name = author.get("wp:author_display_name") or " ".join(filter(None, names))
        login = author.get("wp:author_login")
        old.people.setdefault(login, one_line(html.unescape(name)) or login)


def _meta(item: Element) -> Mapping[str, str]:
    pairs = item.all("wp:postmeta")
    return {pair.get("wp:meta_key"): pair.get("wp:meta_value") for pair in pairs}


def _learn(item: Element, old: _Old) -> None:
    """Remember a picture, which posts name by its number."""
    if item.get("wp:post_type") == "attachment" and (url := item.get("wp:attachment_url")):
        alt = _meta(item).get("_wp_attachment_image_alt", "")
        caption = plain(item.get("excerpt:encoded"))
        old.pictures[item.get("wp:post_id")] = Figure(url, plain(alt), caption)


class _Post:
    """One post or page while it is read."""

    def __init__(self, name: str, item: Element, old: _Old, clock: Clock, export: Export) -> None:
        self.item, self.old, self.clock, self.export = item, old, clock, export
        self.where = Location(name, item.line)
        self.kind = item.get("wp:post_type") or "post"
        self.status = item.get("wp:status") or "publish"
        self.notes: list[str] = []

    def read(self) -> None:
        if self.kind == "attachment":
            return
        if self.kind not in ("post", "page"):
            self.old.left[f"{self.kind} (a type of post)"] += 1
            return
        if self.status in _GONE:
            self.old.left[f"{self.kind} in the bin or a revision"] += 1
            return
        if comments := sum(1 for _ in self.item.all("wp:comment")):
            self.old.left["comment"] += comments
            self.notes.append(f"comments: {comments}")
        before = len(self.export.problems)
        published = self._time("wp:post_date_gmt", "pubDate", "wp:post_date")
        updated = self._time("wp:post_modified_gmt")
        if len(self.export.problems) > before:
            return
        for term in self.item.all("category"):
            domain = term.attributes.get("domain", "category")
            if domain not in ("category", "post_tag", "tag"):
                self.notes.append(f"{short(domain)}: {short(one_line(term.text))}")
        meta = _meta(self.item)
        is_later = published and updated and updated > published and self.status != "future"
        self.export.articles.append(
            Article(
                key=self.item.get("guid") or self.item.get("link") or self.item.get("title"),
                where=self.where,
                title=plain(self.item.get("title")),
                summary=plain(self.item.get("excerpt:encoded")),
                text=self._body(),
                form="html",
                published=published,
                updated=updated if is_later else None,
                categories=self._terms("category"),
                topics=self._terms("post_tag", "tag"),
                authors=self._authors(),
                slug=self.item.get("wp:post_name"),
                urls=self._urls(),
                image=self.old.pictures.get(meta.get("_thumbnail_id", "")),
                is_draft=self._is_draft(),
                is_page=self.kind == "page",
                notes=tuple(self.notes),
            )
        )

    def _is_draft(self) -> bool:
        if self.item.get("wp:post_password"):
            self.notes.append("its password: nothing here is kept behind one, so it is a draft")
            return True
        if self.status in _DRAFTS or self.status not in ("publish", "future"):
            self.notes.append(f"its state in WordPress was `{short(self.status)}`: it is a draft")
            return True
        return False

    def _time(self, *tags: str) -> datetime | None:
        """The first of `tags` that holds a time; those that end in `_gmt` are in UTC."""
        for tag in tags:
            text = self.item.get(tag)
            if not text or text == _NEVER or "-0001" in text:
                continue
            if tag.endswith("_gmt"):
                text += " UTC"
            return self.clock.read(text, tag, self.where, self.export)
        return None

    def _terms(self, *domains: str) -> tuple[str, ...]:
        """Names of categories or tags; WXR 1.0 writes each twice, once without a domain."""
        found = []
        for term in self.item.all("category"):
            domain = term.attributes.get("domain", "category")
            name = html.unescape(term.text)
            is_default = _DEFAULT in (name.lower(), term.attributes.get("nicename", "").lower())
            if domain in domains and not is_default:
                found.append(name)
        return tuple(dict.fromkeys(found))

    def _authors(self) -> tuple[str, ...]:
        login = self.item.get("dc:creator")
        return (self.old.people.get(login, login),) if login else ()

    def _urls(self) -> tuple[str, ...]:
        """Its address, and the short one by number, which drafts have alone."""
        found = [self.item.get("link"), self.item.get("guid")]
        urls = [url for url in found if url.startswith(("http://", "https://"))]
        plain_first = sorted(dict.fromkeys(urls), key=lambda url: "?" in url)
        return tuple(plain_first)

    # The text -----------------------------------------------------------------------------------

    def _body(self) -> str:
        text = self.item.get("content:encoded")
        is_of_blocks = "<!-- wp:" in text
        text = self._without_shortcodes(text)
        return text if is_of_blocks else paragraphs(text)

    def _without_shortcodes(self, text: str) -> str:
        text = _CAPTION.sub(_figure, text)
        text = _EMBED.sub(lambda m: f'<iframe src="{html.escape(m[1].strip())}"></iframe>', text)
        text = _WP_EMBED.sub(_frame, text)
        text = _GALLERY.sub(self._gallery, text)

        def drop(code: re.Match[str]) -> str:
            self.notes.append(f"the shortcode {short(one_line(code[0]))}")
            return ""

        names = {name.lower() for name in _CLOSED.findall(text)} | _KNOWN
        return _SHORTCODE.sub(
            lambda m: drop(m) if "=" in m[2] or m[1].lower() in names else m[0], text
        )

    def _gallery(self, code: re.Match[str]) -> str:
        """A gallery's pictures, if the export tells them."""
        numbers = re.search(r"\bids=[\"']?([\d, ]+)", code[0])
        found = [n.strip() for n in numbers[1].split(",")] if numbers else []
        pictures = [self.old.pictures[n] for n in found if n in self.old.pictures]
        if not pictures:
            self.notes.append(f"the shortcode {short(one_line(code[0]))}")
            return ""
        return "".join(
            f'<figure><img src="{html.escape(p.src)}" alt="{html.escape(p.alt)}">'
            f"<figcaption>{html.escape(p.caption)}</figcaption></figure>"
            for p in pictures
        )


_CAPTION = re.compile(
    r"\[caption\b(?P<held>[^\[\]]*)\]\s*(?P<image>(?:<a\b[^<>]*>)?\s*<img\b[^<>]*>\s*(?:</a>)?)"
    r"(?P<words>[^\[]*)\[/caption\]",
    re.IGNORECASE,
)
_EMBED = re.compile(r"\[embed\b[^\[\]]*\]\s*(https?://[^\s\[\]<>\"]+)\s*\[/embed\]", re.IGNORECASE)
_WP_EMBED = re.compile(
    r"<figure\b([^<>]*wp-block-embed[^<>]*)>\s*<div[^<>]*>\s*(https?://[^\s<>\"]+)\s*</div>"
    r"\s*(<figcaption[^<>]*>[^<]*</figcaption>)?\s*</figure>",
    re.IGNORECASE,
)
_GALLERY = re.compile(r"\[gallery\b[^\[\]]*\]", re.IGNORECASE)
_SHORTCODE = re.compile(r"\[/?([A-Za-z][\w-]*)((?:\s[^\[\]]*)?)/?\](?!\()")
_CLOSED = re.compile(r"\[/([A-Za-z][\w-]*)\]")
_KNOWN = frozenset("gallery playlist audio video embed caption more contact-form".split())


def _figure(code: re.Match[str]) -> str:
    words = code["words"].strip() or "".join(re.findall(r"caption=\"([^\"]*)\"", code["held"]))
    return f"<figure>{code['image']}<figcaption>{words}</figcaption></figure>"


def _frame(figure: re.Match[str]) -> str:
    return f'<figure><iframe src="{figure[2]}"></iframe>{figure[3] or ""}</figure>'


_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|div|dl|dt|dd|figure|figcaption|form|h[1-6]|hr|iframe|"
    r"li|ol|p|pre|section|table|tbody|thead|tr|td|th|ul|script|style)\b",
    re.IGNORECASE,
)


_PRE = re.compile(r"<pre\b[^>]*>(?:(?!<pre\b).)*?</pre\s*>", re.IGNORECASE | re.DOTALL)


def paragraphs(text: str) -> str:
    """Text of WordPress's old editor, where empty lines part paragraphs and line ends break lines.

    As WordPress does when it shows them (`wpautop`): chunks with elements of their own stay.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept: list[str] = []

    def keep(block: re.Match[str]) -> str:
        kept.append(block[0])
        return f"\n\n\x00{len(kept) - 1}\x00\n\n"

    text = _PRE.sub(keep, text.replace("\x00", ""))
    parts = []
    for chunk in re.split(r"\n[ \t]*\n", text):
        part = chunk.strip()
        if part and not part.startswith("\x00") and not _BLOCK.match(part):
            part = "<p>" + part.replace("\n", "<br>") + "</p>"
        parts.append(part)
    return re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])], "\n\n".join(parts))
