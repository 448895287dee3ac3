"""Links and pictures in finished HTML: found, told apart, and cut out for `render` to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import unquote, urlsplit

_ELEMENT = re.compile(
    r"<!--.*?-->|<(script|style|template|textarea|title)\b.*?</\1\s*>"
    r"|<(?P<tag>a|img)(?P<inside>[\s/](?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL | re.IGNORECASE,
)
"""A link or picture, or something that may look as if it held one."""
_MAY_BE_PICTURE = re.compile("<[iI\u0131\u0130]")
_MAY_BE_EITHER = re.compile("<[aAiI\u0131\u0130]")
"""How links and pictures begin; without regard to case, `i` is also both letters of Turkish."""
_ATTRIBUTE = re.compile(
    r"[\s/]+(?P<name>[^\s\"'=<>/]+)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A relative reference as the author wrote it, before it is resolved."""

    attribute: Literal["href", "src"]
    written: str
    rest: str = ""
    """Of a picture: its other attributes, as HTML."""


def cut(html: str) -> tuple[tuple[str, ...], tuple[Mention, ...]]:
    """`html` in parts around relative references: links' attributes, and pictures as a whole.

    Absolute ones (with a scheme or `//`) stay where they are. A part ends before the blank that
    precedes an attribute, so that the attribute can be left out whole.
    """
    parts, mentions, start = [], [], 0
    for first, end, mention in _references(html):
        if is_absolute(mention.written):
            continue
        parts.append(html[start:first])
        start = end
        mentions.append(mention)
    parts.append(html[start:])
    return tuple(parts), tuple(mentions)


def _references(html: str) -> Iterator[tuple[int, int, Mention]]:
    """What links and pictures refer to, and from where to where each stands."""
    if not _MAY_BE_EITHER.search(html):
        return
    for element in _ELEMENT.finditer(html):
        tag = (element["tag"] or "").lower()
        if not tag:
            continue
        inside = _ATTRIBUTE.finditer(html, *element.span("inside"))
        if tag == "a":
            for attribute in inside:
                if attribute["name"].lower() == "href" and attribute["value"]:
                    yield *attribute.span(), Mention("href", _value(attribute))
        elif mention := _picture_in(inside):
            yield *element.span(), mention


def _picture_in(attributes: Iterable[re.Match[str]]) -> Mention | None:
    """What a picture shows, if it says so."""
    written, rest = "", []
    for attribute in attributes:
        if attribute["name"].lower() != "src":
            rest.append(f" {attribute[0].lstrip(_BLANKS)}")
        elif attribute["value"] and not written:
            written = _value(attribute)
    return Mention("src", written, "".join(rest)) if written else None


_BLANKS = " \t\n\r\f\v/"


def _value(attribute: re.Match[str]) -> str:
    value = attribute["value"] or ""
    return unescape(value[1:-1] if value[:1] in ('"', "'") else value)


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


def may_hold_pictures(html: str) -> bool:
    """Whether it is worth while to look for pictures in `html`."""
    return _MAY_BE_PICTURE.search(html) is not None


def pictures_in(html: str) -> Iterator[str]:
    """The `src` of each picture in `html`."""
    return (picture.get("src", "") for picture in _pictures(html))


def pictures_without_words(html: str) -> Iterator[str]:
    """The `src` of each picture in `html` that has no alternative text and is not decorative."""
    for picture in _pictures(html):
        is_decorative = "decorative" in picture.get("class", "").split()
        if not is_decorative and not picture.get("alt", "").strip():
            yield picture.get("src", "")


def _pictures(html: str) -> Iterator[Mapping[str, str]]:
    """The attributes of each picture."""
    for element in _ELEMENT.finditer(html):
        if (element["tag"] or "").lower() == "img":
            attributes = _ATTRIBUTE.finditer(html, *element.span("inside"))
            yield {attribute["name"].lower(): _value(attribute) for attribute in attributes}
