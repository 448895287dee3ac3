"""Everyday Markdown past Python-Markdown's machinery, to the same bytes.

Most of a newspaper is paragraphs of words, quotation marks and dashes, with a crosshead, a list, a
link now and then. Python-Markdown tries each of its processors and patterns on all of it: four
fifths of a cold build. Here, in two steps, less is tried:

- `Quick` makes blocks of a few simple kinds into HTML directly. What stands between them goes to
  Python-Markdown in pieces. A text that holds anything which reaches from one block to another
  (footnotes, HTML, fenced code, attribute lists, definitions) goes there whole.
- `make_lean` spares a converter the inline patterns on words that none of them can match.

What is recognized is narrow on purpose. Python-Markdown with the same extensions, cleaned by nh3,
stays the reference, and tests/test_quick.py compares both on all that can be found or generated.
The HTML that `Quick` makes needs no cleaning: no sign of a tag, an entity or a scheme gets so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.smarty import SubstituteTextPattern
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString

# Typography ------------------------------------------------------------------------------------

_QUOTES = ("'", '"', "'\"", "'\"", "'\"", "'\"", *["'"] * 5, *['"'] * 4)
"""The marks without which each of `smarty`'s patterns for quotes has nothing to replace."""
_NEEDED = {
    "smarty-em-dashes": ("---",),
    "smarty-en-dashes": ("--",),
    "smarty-ellipses": ("...",),
} | {f"smarty-quotes-{n}": tuple(marks) for n, marks in enumerate(_QUOTES)}

_KEPT = re.compile("\x02kept:([0-9]+)\x03")


def educator(converter: Markdown) -> Callable[[str], str]:
    """A function that makes the quotes, dashes and dots of a text typographic.

    It applies the patterns of the converter's `smarty` extension as the converter does: one
    after the other, each from left to right, what was replaced being out of reach of the rest.
    """
    registry = _smarty(converter).inlinePatterns
    needs = {registry.get_index_for_name(name): _NEEDED[name] for name in _NEEDED}
    steps = [
        (needs.get(place, ()), pattern.getCompiledRegExp(), _maker(pattern))
        for place, pattern in enumerate(cast(Iterable[SubstituteTextPattern], registry))
    ]

    def educate(text: str) -> str:
        if "'" not in text and '"' not in text and "--" not in text and "..." not in text:
            return text
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


# Blocks ----------------------------------------------------------------------------------------

_REACHING = ("<", "&", "{", "```", "~~~", "*[", "[^", "]:", "[TOC]", " \n")
"""Signs of what reaches across blocks, or depends on what stands around it."""

_PLAIN = r"[^\n*_`\\\[\]|>]"
"""Any character that means nothing to Markdown inside a line."""
_MARKED = re.compile(r"[*_`\\\[\]|>]")
_START = re.compile(r"(?![0-9]+[.)])(?:[^\W_]|[\"'(“‘])")
"""How a line of a paragraph begins, and a line of no other block."""

_INNER = rf"[^\W_](?:{_PLAIN}*[^\W_])?"
"""Words in a span: with letters at both ends, it opens and closes where it seems to."""
_URL = r"(?:https?://|(?:\.\./)+)?[A-Za-z0-9][A-Za-z0-9/._#?=%-]*"
_SPAN = re.compile(
    r"(?<![^\s(\"'])(?:"
    rf"\*\*(?P<strong>{_INNER})\*\*"
    rf"|\*(?P<em>{_INNER})\*"
    rf"|\[(?P<words>{_INNER})\]\((?P<url>{_URL})\)"
    r")(?![^\s.,;:!?)\"'])"
)

_HEADING = re.compile(rf"(#{{1,4}}) ([^\W_](?:(?!#){_PLAIN})*)")
_ITEMS = re.compile(r"- [^\n]+(?:\n- [^\n]+)*")
_QUOTE = re.compile(r"> [^\n]+(?:\n> [^\n]+)*")
_MELTING = "->*+ 0123456789:"
"""How a block begins that may melt into a list or quote beside it."""
_DEFINITION = re.compile(r"^:[ \t]", re.MULTILINE)
_ID = re.compile(r' id="([^"]*)"')


class Quick:
    """Converts what it recognizes; `convert_slowly` is the reference, for the pieces between."""

    def __init__(
        self,
        converter: Markdown,
        convert_slowly: Callable[[str], str],
        heading_id: Callable[[str], str],
    ) -> None:
        self.educate = educator(converter)
        self.convert_slowly = convert_slowly
        self.heading_id = heading_id

    def convert(self, text: str) -> str | None:
        """`text` as clean HTML, or `None` if the reference must see it whole."""
        if any(sign in text for sign in _REACHING) or not text.replace("\n", "").isprintable():
            return None
        blocks = [block for part in text.split("\n\n") if (block := part.strip("\n")).strip()]
        parts: list[str] = []
        waiting: list[str] = []
        is_open = False
        for number, block in enumerate(blocks):
            made = None
            if is_open or block.startswith(":::"):
                is_open = _stays_open(block, is_open)
            elif (
                block[0] == " "
                or ":::" in block
                or (_DEFINITION.search(block) and not block.startswith("!["))
            ):
                return None
            else:
                made = self._block(blocks, number)
            if made is None:
                waiting.append(block)
                continue
            if waiting:
                parts.append(self.convert_slowly("\n\n".join(waiting)))
                waiting = []
            parts.append(made)
        if is_open or len(waiting) == len(blocks):
            return None
        if waiting:
            parts.append(self.convert_slowly("\n\n".join(waiting)))
        html = "\n".join(parts)
        ids = _ID.findall(html) if ' id="' in html else ()
        # Python-Markdown numbers headings of the same words, wherever they stand.
        return html if len(set(ids)) == len(ids) else None

    def _block(self, blocks: Sequence[str], number: int) -> str | None:
        """The HTML of one block, or `None` if it is of no kind that is known here."""
        block = blocks[number]
        if block[0] == "#":
            return self._heading(block)
        if block[0] == "-":
            return None if _may_melt(blocks, number) else self._list(block)
        if block[0] == ">":
            return None if _may_melt(blocks, number) else self._quote(block)
        return self._paragraph(block)

    def _heading(self, block: str) -> str | None:
        if not (match := _HEADING.fullmatch(block)):
            return None
        words = self.educate(match[2].rstrip())
        level = max(2, len(match[1]))
        return f'<h{level} id="{self.heading_id(words)}">{words}</h{level}>'

    def _list(self, block: str) -> str | None:
        if not _ITEMS.fullmatch(block):
            return None
        lines = [line[2:] for line in block.split("\n")]
        items = [self._inline(line) if _START.match(line) else None for line in lines]
        if None in items:
            return None
        return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"

    def _quote(self, block: str) -> str | None:
        if not _QUOTE.fullmatch(block):
            return None
        inner = self._paragraph("\n".join(line[2:] for line in block.split("\n")))
        return inner and f"<blockquote>\n{inner}\n</blockquote>"

    def _paragraph(self, block: str) -> str | None:
        for line in block.split("\n"):
            if not _START.match(line) or line[-1] == " ":
                return None
        words = self._inline(block)
        return None if words is None else f"<p>{words}</p>"

    def _inline(self, text: str) -> str | None:
        """`text` with emphasis, links and typography, or `None` if it holds any other sign."""
        if not _MARKED.search(text):
            return self.educate(text)
        pieces = []
        start = 0
        for match in _SPAN.finditer(text):
            between = text[start : match.start()]
            if _MARKED.search(between):
                return None
            pieces.append(self.educate(between))
            pieces.append(self._span(match))
            start = match.end()
        if _MARKED.search(text, start):
            return None
        pieces.append(self.educate(text[start:]))
        return "".join(pieces)

    def _span(self, match: re.Match[str]) -> str:
        if words := match["strong"]:
            return f"<strong>{self.educate(words)}</strong>"
        if words := match["em"]:
            return f"<em>{self.educate(words)}</em>"
        return f'<a href="{match["url"]}">{self.educate(match["words"])}</a>'


def _stays_open(block: str, is_open: bool) -> bool:
    """Whether a news block (`::: name` to `:::`) is open at the end of `block`."""
    for line in block.split("\n"):
        if line.startswith(":::"):
            is_open = line.strip(": \t") != ""
    return is_open


def _may_melt(blocks: Sequence[str], number: int) -> bool:
    """Whether a list or quote stands beside a block that may be a part of it."""
    beside = blocks[max(0, number - 1) : number] + blocks[number + 1 : number + 2]  # type: ignore[operator]
    return any(block[0] in _MELTING for block in beside)


# The rest --------------------------------------------------------------------------------------

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
        self.educate = educator(md)

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


def make_lean(converter: Markdown) -> Markdown:
    """`converter`, made to skip what cannot match. Not for texts with abbreviations.

    Abbreviations cut words in two between the inline patterns and typography.
    """
    if "html_block" in converter.preprocessors:
        converter.preprocessors.register(_HtmlIfAny(converter), "html_block", 20)
    converter.treeprocessors.register(_MarkWords(converter), "news-words", 21)
    converter.treeprocessors.register(_Educate(converter), "smarty", 6)
    return converter
