"""The slow way from Markdown to HTML: Python-Markdown with its extensions and ours, then nh3.

It is the reference, and what `quick` leaves goes this way. Importing Python-Markdown takes as long
as parsing a hundred stories, so nothing imports this module before a text needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import unescape
from typing import Literal, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.codehilite import CodeHiliteExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedBlockPreprocessor, FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension, SubstituteTextPattern
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString

from dateline.characters import are_seen
from dateline.newsblocks import NewsBlocks
from dateline.quick import educator, heading_id
from dateline.sanitize import sanitize

RawHtml = Literal["safe", "escape", "trusted"]

FENCED: re.Pattern[str] = FencedBlockPreprocessor.FENCED_BLOCK_RE
"""Fenced code, as Python-Markdown finds it."""


@lru_cache(maxsize=3)
def _converter(raw_html: RawHtml) -> Markdown:
    """The reference: plain Python-Markdown with its extensions and ours."""
    return _make_converter(raw_html)


@lru_cache(maxsize=2)
def _lean_converter(raw_html: RawHtml) -> Markdown:
    return _make_lean(_make_converter(raw_html))


def _make_converter(raw_html: RawHtml) -> Markdown:
    # By name they would be looked for in all that is installed, which takes some 20 ms.
    converter = Markdown(
        extensions=[
            AbbrExtension(),
            AttrListExtension(),
            DefListExtension(),
            FencedCodeExtension(),
            FootnoteExtension(BACKLINK_TITLE="Back to the text at note {}"),
            TableExtension(),
            CodeHiliteExtension(css_class="code", guess_lang=False, linenums=False),
            SmartyExtension(),
            SaneListExtension(),
            TocExtension(slugify=lambda text, _separator: heading_id(text)),
            NewsBlocks(),
        ],
        output_format="html",
    )
    if raw_html == "escape":
        converter.preprocessors.deregister("html_block")
        converter.inlinePatterns.deregister("html")
    return converter


def convert_slowly(text: str, raw_html: RawHtml) -> str:
    """`text` through Python-Markdown and, unless its HTML is trusted, nh3: the reference."""
    made = _converter(raw_html).reset().convert(text)
    return _fit_for_pages(made if raw_html == "trusted" else sanitize(made))


def _fit_for_pages(html: str) -> str:
    """`html` without the characters that HTML does not allow; most has none, which is soon seen."""
    return html if are_seen(html) else _NOT_IN_PAGES.sub("", html)


def convert_leanly(text: str, raw_html: RawHtml) -> str:
    if "*[" in text or ("<" in text and _UNREAD.search(text)):
        return convert_slowly(text, raw_html)
    return _fit_for_pages(sanitize(_lean_converter(raw_html).reset().convert(text)))


_UNREAD = re.compile(r"<(?:iframe|noembed|noframes|noscript|plaintext|script|style|xmp)", re.I)
"""Elements in which no entity is read: there the lean way's quotation marks would show."""


_NOT_IN_PAGES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
"""Controls and noncharacters, which HTML does not allow ("Preprocessing the input stream"). A file
with controls is refused; these come from entities such as `&#1;`."""


@lru_cache(maxsize=2)
def step_by_step(raw_html: RawHtml) -> Callable[[str], str]:
    """What makes the quotes, dashes and dots of a text typographic as the reference does."""
    return _stepwise(_converter(raw_html))


def forget() -> None:
    """Make converters anew. One that broke half-way keeps state that `reset` does not clear."""
    for cached in (_converter, _lean_converter, step_by_step):
        cached.cache_clear()


# Typography ------------------------------------------------------------------------------------

_QUOTES = ("'", '"', "'\"", "'\"", "'\"", "'\"", *["'"] * 5, *['"'] * 4)
"""The marks without which each of `smarty`'s patterns for quotes has nothing to replace."""
_NEEDED = {
    "smarty-em-dashes": ("---",),
    "smarty-en-dashes": ("--",),
    "smarty-ellipses": ("...",),
} | {f"smarty-quotes-{n}": tuple(marks) for n, marks in enumerate(_QUOTES)}

_KEPT = re.compile("\x02kept:([0-9]+)\x03")


def _stepwise(converter: Markdown) -> Callable[[str], str]:
    """Typography as the converter makes it: one pattern after the other, each from left to right,
    what was replaced being out of reach of the rest."""
    registry = _smarty(converter).inlinePatterns
    needs = {registry.get_index_for_name(name): _NEEDED[name] for name in _NEEDED}
    steps = [
        (needs.get(place, ()), pattern.getCompiledRegExp(), _maker(pattern))
        for place, pattern in enumerate(cast(Iterable[SubstituteTextPattern], registry))
    ]

    def educate(text: str) -> str:
        kept: list[str] = []
        for needed, pattern, make in steps:
            if any(sign not in text for sign in needed):
                continue
            start = 0
            while match := pattern.search(text, start):
                # Python-Markdown's own marks, which its patterns know: STX before, ETX behind.
                token = f"\x02kept:{len(kept)}\x03"
                kept.append(make(match))
                start = match.start() + len(token)
                text = f"{text[: match.start()]}{token}{text[match.end() :]}"
        return _KEPT.sub(lambda match: kept[int(match[1])], text) if kept else text

    return educate


def _smarty(converter: Markdown) -> InlineProcessor:
    """The tree processor of the `smarty` extension, which has patterns of its own."""
    return cast(InlineProcessor, converter.treeprocessors["smarty"])


def _maker(pattern: SubstituteTextPattern) -> Callable[[re.Match[str]], str]:
    """What a pattern puts in place of a match: groups by number, and entities as characters."""
    parts = [part if isinstance(part, int) else unescape(str(part)) for part in pattern.replace]
    return lambda match: "".join(match[part] if isinstance(part, int) else part for part in parts)


# The lean converter ----------------------------------------------------------------------------

_INLINE = re.compile(r"[`\\\[!<&*_]|  \n")
"""What the inline patterns look for: words without it stay as they are."""


class _Unmarked(AtomicString):
    """Words that no inline pattern can match. Python-Markdown leaves `AtomicString`s alone."""


class _MarkWords(Treeprocessor):
    """Before the inline patterns: keep them off words that they cannot match."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if text and not isinstance(text, AtomicString) and not _INLINE.search(text):
                element.text = _Unmarked(text)


class _Educate(Treeprocessor):
    """In place of `smarty`'s own: the same patterns, tried only where they can match."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.educate = educator(_stepwise(md))

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and type(element.text) is not AtomicString:
                element.text = self.educate(element.text)
            if element.tail and type(element.tail) is not AtomicString:
                element.tail = self.educate(element.tail)


class _HtmlIfAny(Preprocessor):
    """Reads HTML blocks, if there is a sign of HTML."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.inner = md.preprocessors["html_block"]

    def run(self, lines: list[str]) -> list[str]:
        has_html = any("<" in line or "&" in line for line in lines)
        return self.inner.run(lines) if has_html else lines


def _make_lean(converter: Markdown) -> Markdown:
    """`converter`, made to skip what cannot match. Not for texts with abbreviations.

    Abbreviations cut words in two between the inline patterns and typography.
    """
    if "html_block" in converter.preprocessors:
        converter.preprocessors.register(_HtmlIfAny(converter), "html_block", 20)
    converter.treeprocessors.register(_MarkWords(converter), "news-words", 21)
    converter.treeprocessors.register(_Educate(converter), "smarty", 6)
    return converter
