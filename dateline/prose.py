"""Markdown to HTML: Python-Markdown within bounds, then nh3, then cut at its references.

Python-Markdown does not sanitize, and small inputs can stall it. `is_ordinary` tells in linear
time which text is safe to convert in this process; the rest goes to a process with a deadline
(`workers.Guard`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Literal, cast
from urllib.parse import unquote, urlsplit

import nh3
from markdown import Markdown
from markdown.extensions.toc import TocExtension

from dateline.names import slugify
from dateline.newsblocks import NewsBlocks

RawHtml = Literal["safe", "escape", "trusted"]


class Unconvertible(Exception):
    """Python-Markdown cannot take this text; says why, for the author."""


# Bounds ---------------------------------------------------------------------------------------

DEEPEST = 60
"""Levels of quotes and lists in each other; far below where Python-Markdown breaks (200)."""

_SIGNS = "[]<>*_`!&{}|~\\^:"
_RUN = re.compile(r"([\[\]<>*_`!&{}|~\\(+>-])(?:[ \t]*\1){39}")
_MARKERS = re.compile(r"(?:[ \t]*(?:>|[*+-][ \t]|[0-9]{1,9}[.)][ \t]))*[ \t]*")


def is_ordinary(text: str) -> bool:
    """Whether `text` can be converted here: nothing in it is known to stall or break.

    Linear. Ordinary text is short, has few of each sign that Markdown's patterns hunt for, and
    no nesting to speak of. All else is not refused, only converted where it can be stopped.
    """
    if len(text) > 200_000 or _RUN.search(text) or depth_of(text) > 8:
        return False
    most = 200 + len(text) // 60
    return all(text.count(sign) <= most for sign in _SIGNS)


def depth_of(text: str) -> int:
    """How deep quotes and lists stand in each other at most, from the starts of the lines."""
    deepest = 0
    for line in text.split("\n"):
        if line and line[0] in " \t>*+-0123456789":
            head = cast(re.Match[str], _MARKERS.match(line))[0]
            signs = sum(head.count(sign) for sign in ">*+-.)")
            blanks = len(head.expandtabs(4)) - len(head.expandtabs(4).lstrip())
            deepest = max(deepest, signs + blanks // 4)
    return deepest


# Conversion -----------------------------------------------------------------------------------


def _heading_slug(text: str, _separator: str) -> str:
    """An id for a heading. Those that begin with `dl-` belong to the theme."""
    slug = slugify(text) or "part"
    return f"part-{slug}" if slug.startswith("dl-") else slug


@lru_cache(maxsize=4)
def _converter(raw_html: RawHtml) -> Markdown:
    converter = Markdown(
        extensions=[
            "abbr",
            "attr_list",
            "def_list",
            "fenced_code",
            "footnotes",
            "tables",
            "codehilite",
            "smarty",
            "sane_lists",
            TocExtension(slugify=_heading_slug),
            NewsBlocks(),
        ],
        extension_configs={
            "codehilite": {"css_class": "code", "guess_lang": False},
            "footnotes": {"BACKLINK_TITLE": "Back to the text at note {}"},
        },
        output_format="html",
    )
    if raw_html == "escape":
        converter.preprocessors.deregister("html_block")
        converter.inlinePatterns.deregister("html")
    return converter


def to_html(text: str, raw_html: RawHtml = "safe") -> str:
    """`text` as HTML that is safe to publish, unless `raw_html` is "trusted".

    Raises `Unconvertible` if Python-Markdown breaks on it or most of it would be lost.
    """
    try:
        converter = _converter(raw_html)
        made = converter.reset().convert(text)
    except Exception as error:
        # Half-way through, its parser keeps state that `reset` does not clear.
        _converter.cache_clear()
        if isinstance(error, RecursionError):
            raise Unconvertible("its parts are nested too deep") from error
        raise Unconvertible(f"Markdown can't read it ({type(error).__name__})") from error
    html = made if raw_html == "trusted" else sanitize(made)
    _refuse_loss(text, html)
    return html


# What is allowed ------------------------------------------------------------------------------

TAGS = frozenset(
    """a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div
    dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s
    samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    wbr""".split()
)
_ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
CLASSES = frozenset(
    """attribution caption center code credit decorative embed facts footnote footnote-backref
    footnote-ref gallery left picture pull right table toc toctitle wide""".split()
)
_CLASS = re.compile(r"x-[a-z0-9-]+|hll?|[a-z][a-z0-9]{0,2}")
_NUMBERS = frozenset({"colspan", "height", "rowspan", "span", "start", "value", "width"})
_NUMBER = re.compile(r"[0-9]{1,5}")


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute as it may stand, or `None` to drop it."""
    if attribute == "class":
        kept = [c for c in value.split() if c in CLASSES or _CLASS.fullmatch(c)]
        return " ".join(kept) or None
    if attribute == "id":
        # The theme's own ids begin with "dl-": a story must not take their place.
        return None if value.startswith("dl-") or not value or " " in value else value
    if attribute in _NUMBERS:
        return value if _NUMBER.fullmatch(value) else None
    if attribute == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    return value


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_keep,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def sanitize(html: str) -> str:
    """`html` with nothing in it but what `TAGS`, `CLASSES` and `SCHEMES` allow."""
    return _cleaner().clean(html)


_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NOT_PROSE = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|\]\([^)\n]*\)|^ {0,3}\[[^\]\n]+\]:\s*\S+"
    r"|https?://\S+|\{[^}\n]*\}|<[^>\n]*>",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)


def words_of(html: str) -> int:
    """Words that a reader of `html` sees."""
    return len(unescape(_TAG.sub(" ", html)).split())


def _refuse_loss(text: str, html: str) -> None:
    """Raise `Unconvertible` if most words of `text` are not in `html`.

    A comment or a `<script>` that is never closed swallows the rest of the story, and some
    tangles of HTML make Python-Markdown return nothing.
    """
    if len(html) * 2 > len(text):
        return
    written = len(_WORD.findall(_NOT_PROSE.sub(" ", text)))
    shown = len(_WORD.findall(unescape(_TAG.sub(" ", html))))
    if shown * 2 < written:
        raise Unconvertible("most of it would be lost: is a comment or an HTML tag not closed?")


def dropped_tags(text: str, html: str) -> tuple[str, ...]:
    """Names of HTML tags that stand in `text` and are not allowed in `html`, sorted."""
    if "<" not in text:
        return ()
    written = {name.lower() for name in re.findall(r"<([A-Za-z][A-Za-z0-9]*)(?=[\s/>])", text)}
    shown = set(re.findall(r"&lt;([A-Za-z][A-Za-z0-9]*)", html))
    return tuple(sorted(written & _HTML - TAGS - shown))


_HTML = frozenset(
    """applet area audio base body button canvas center embed fieldset font footer form frame
    frameset h1 head header html iframe input link main map marquee math meta nav noscript object
    option param picture script select source style svg template textarea title track video"""
    .split()
)


# References -----------------------------------------------------------------------------------

_REFERENCE = re.compile(
    r"<(?:a|img)\b(?:[^>\"]|\"[^\"]*\")*?\s(?P<whole>(?P<attribute>href|src)=\"(?P<url>[^\"]*)\")"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A relative reference as the author wrote it, before it is resolved."""

    attribute: Literal["href", "src"]
    written: str


def cut(html: str) -> tuple[tuple[str, ...], tuple[Mention, ...]]:
    """`html` in parts around the attributes that hold relative references.

    Absolute ones (with a scheme or `//`) stay where they are. A part ends before the blank that
    precedes the attribute, so that the attribute can be left out whole.
    """
    parts, mentions, start = [], [], 0
    for match in _REFERENCE.finditer(html):
        url = unescape(match["url"])
        if is_absolute(url):
            continue
        parts.append(html[start : match.start("whole") - 1])
        start = match.end("whole")
        mentions.append(Mention(cast(Literal["href", "src"], match["attribute"]), url))
    parts.append(html[start:])
    return tuple(parts), tuple(mentions)


def is_absolute(url: str) -> bool:
    """Whether `url` has a scheme or a host of its own."""
    return url.startswith("//") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url) is not None


def split_reference(written: str) -> tuple[str, str]:
    """The path of a relative reference, percent-decoded, and its fragment with `#`, if any."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return written, ""
    return unquote(parts.path), f"#{parts.fragment}" if parts.fragment else ""


_IMAGE_TAG = re.compile(r"<img\b(?:[^>\"]|\"[^\"]*\")*>")


def pictures_without_words(html: str) -> Iterable[str]:
    """The `src` of each picture in `html` that has no alternative text and is not decorative."""
    for tag in _IMAGE_TAG.findall(html):
        alt = re.search(r'\salt="([^"]*)"', tag)
        if (alt is None or not alt[1].strip()) and not re.search(r'class="[^"]*\bdecorative\b', tag):
            src = re.search(r'\ssrc="([^"]*)"', tag)
            yield unescape(src[1]) if src else ""

