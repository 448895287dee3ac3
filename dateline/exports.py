"""Exports in XML and JSON, read without trusting them: no entities, no outside, no end of memory.

XML is read by expat through defusedxml, item by item. Where a file is broken only the item there is
lost: reading goes on at the next one, behind the same beginning of the file.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

DEEPEST = 60
"""Elements in each other, or levels of JSON."""


@dataclass(slots=True)
class Element:
    """An element with its line; names have a short prefix for their namespace: `wp:post_id`."""

    tag: str
    attributes: dict[str, str]
    line: int
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)
    lead: int = 0
    """How many of its texts stand before its first child."""

    @property
    def text(self) -> str:
        """Its own text, without its children's."""
        return "".join(self.texts).strip()

    def all(self, tag: str) -> Iterator[Element]:
        """Its children of one name."""
        return (child for child in self.children if child.tag == tag)

    def get(self, *tags: str) -> str:
        """The text of the first child of the first of `tags` that has one."""
        return next((c.text for tag in tags for c in self.all(tag) if c.text), "")

    def inner(self) -> str:
        """All that it holds, written as XML again without namespaces: XHTML in Atom."""
        from xml.sax.saxutils import escape, quoteattr

        parts = [escape("".join(self.texts[: self.lead] if self.children else self.texts))]
        for child in self.children:
            if child.tag == "#text":
                parts.append(escape("".join(child.texts)))
                continue
            name = child.tag.rpartition(":")[2]
            held = "".join(f" {k}={quoteattr(v)}" for k, v in child.attributes.items())
            parts.append(f"<{name}{held}>{child.inner()}</{name}>")
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Where an export can't be read, and why; `is_all` if nothing of it is believed."""

    line: int
    column: int
    why: str
    is_all: bool = False
    hint: str = ""


class _Refused(Exception):
    """The file holds what is not read here."""


_PREFIXES = (
    (re.compile(r"http://wordpress\.org/export/[\d.]+/excerpt/"), "excerpt:"),
    (re.compile(r"http://wordpress\.org/export/[\d.]+/"), "wp:"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc:"),
    (re.compile(r"http://purl\.org/dc/terms/"), "dcterms:"),
    (re.compile(r"http://search\.yahoo\.com/mrss/?"), "media:"),
    (re.compile(r"http://www\.w3\.org/1999/02/22-rdf-syntax-ns#"), "rdf:"),
    (re.compile(r"http://www\.w3\.org/2005/Atom|http://purl\.org/atom/ns#"), "atom:"),
    (re.compile(r"http://purl\.org/rss/1\.0/|http://www\.w3\.org/1999/xhtml"), ""),
    (re.compile(r"http://my\.netscape\.com/rdf/simple/0\.9/"), ""),
    (re.compile(r"http://www\.w3\.org/XML/1998/namespace"), "xml:"),
)


def _short_name(name: str) -> str:
    """`{uri}local` with the prefix used here; a namespace that nobody asks for keeps a `?`."""
    if not name.startswith("{"):
        return name
    uri, _, local = name[1:].partition("}")
    prefix = next((p for pattern, p in _PREFIXES if pattern.fullmatch(uri)), "?:")
    return prefix + local


class _Reading:
    """What expat tells, as elements; items go out as they close."""

    def __init__(self, items: frozenset[str], give: Callable[[Element], None]) -> None:
        self.items, self.give = items, give
        self.parser: Any = None
        self.shift = 0
        """Lines that the file is ahead of the parser."""
        self.stack: list[Element] = []
        self.root: Element | None = None
        self.is_in_item = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber + self.shift
        named = {_short_name(key): value for key, value in attributes.items()}
        element = Element(_short_name(tag), named, line)
        if len(self.stack) >= DEEPEST:
            raise _Refused(f"its elements are nested more than {DEEPEST} deep")
        if self.stack:
            above = self.stack[-1]
            above.lead = above.lead if above.children else len(above.texts)
            above.children.append(element)
        elif self.root is None:
            self.root = element
        self.stack.append(element)
        if element.tag in self.items:
            self.is_in_item = True

    def data(self, text: str) -> None:
        if not self.stack:
            return
        top = self.stack[-1]
        top.texts.append(text)
        if self.is_in_item:
            # Text between elements keeps its place, for XHTML.
            if top.children and top.children[-1].tag == "#text":
                top.children[-1].texts.append(text)
            elif top.children:
                top.children.append(Element("#text", {}, 0, [text]))

    def end(self, _tag: str) -> None:
        element = self.stack.pop()
        if element.tag in self.items:
            self.is_in_item = any(above.tag in self.items for above in self.stack)
            if not self.is_in_item:
                self.give(element)
                if self.stack:
                    self.stack[-1].children.remove(element)

    def close(self) -> None:
        return None


def read_xml(
    content: bytes, items: Sequence[str], complain: Callable[[Flaw], None]
) -> Iterator[tuple[Element, Element]]:
    """Each item of an XML file with the root as far as it is known, in order.

    `items` are the names of elements that are one item each. Flaws are told to `complain`, each
    once; one that `is_all` ends the reading.
    """
    names = "|".join(sorted({re.escape(name.rpartition(":")[2]) for name in items}))
    opening = re.compile(rb"<(?:[A-Za-z]+:)?(?:" + names.encode() + rb")[\s>]")
    first = opening.search(content)
    prolog = content[: first.start()] if first else content
    start = lines = 0
    root: Element | None = None
    while True:
        reading = _Pass(frozenset(items), prolog if start else b"", lines, root)
        for item in reading.items(content, start):
            yield item, reading.root or item
        root = reading.root
        if reading.flaw is None:
            return
        complain(reading.flaw)
        again = opening.search(content, max(start + reading.read, start + 1))
        if again is None or first is None or reading.flaw.is_all:
            return
        lines += content.count(b"\n", start, again.start())
        start = again.start()


_CHUNK = 2**16


class _Pass:
    """One reading from one place on, to the end or the first flaw."""

    def __init__(
        self, names: frozenset[str], prolog: bytes, lines: int, root: Element | None
    ) -> None:
        self._found: list[Element] = []
        self._reading = _Reading(names, self._found.append)
        self._reading.root = root
        self._parser = DefusedXMLParser(target=self._reading)
        self._reading.parser = self._parser.parser
        self._prolog = prolog
        self._reading.shift = lines - prolog.count(b"\n")
        self.flaw: Flaw | None = None

    @property
    def root(self) -> Element | None:
        return self._reading.root

    @property
    def read(self) -> int:
        """Bytes that were read up to the flaw, from where it began."""
        parser = self._reading.parser
        reached: int = max(parser.ErrorByteIndex, parser.CurrentByteIndex, 0)
        return reached - len(self._prolog)

    def items(self, content: bytes, start: int) -> Iterator[Element]:
        """Each item of `content` from `start` on; `flaw` is set if there is one."""
        chunks = (content[place : place + _CHUNK] for place in range(start, len(content), _CHUNK))
        for chunk in filter(None, itertools.chain((self._prolog,), chunks)):
            self._take(chunk)
            yield from self._found
            self._found.clear()
            if self.flaw is not None:
                return
        self._take(b"")

    def _take(self, chunk: bytes) -> None:
        """Have the parser read on, or find that all has been read."""
        line = self._reading.shift
        try:
            if chunk:
                self._parser.feed(chunk)
            else:
                self._parser.close()
        except DefusedXmlException as error:
            self.flaw = _unsafe(error, self._reading)
        except _Refused as error:
            self.flaw = Flaw(self._reading.parser.CurrentLineNumber + line, 0, str(error))
        except ParseError as error:
            self.flaw = Flaw(error.position[0] + line, error.position[1] + 1, _plainly(error))
        except (ValueError, LookupError) as error:  # encodings that there are not
            self.flaw = Flaw(1, 0, f"it can't be decoded ({error})", is_all=True)


def _unsafe(error: DefusedXmlException, reading: _Reading) -> Flaw:
    line = reading.parser.CurrentLineNumber + reading.shift
    what = "it declares entities of its own" if "Entit" in type(error).__name__ else ""
    return Flaw(line, 0, what or "it refers to what is outside of it", is_all=True)


def _plainly(error: ParseError) -> str:
    """What expat says, in words."""
    said = str(error).split(":")[0]
    known = {
        "no element found": "the file ends too early",
        "unclosed token": "the file ends too early",
        "unclosed CDATA section": "the file ends too early",
        "not well-formed (invalid token)": "a character or sign is not allowed here",
        "mismatched tag": "an element ends here that did not begin",
        "undefined entity": "an entity is not declared",
    }
    return known.get(said, said)


# JSON -------------------------------------------------------------------------------------------


def read_json(text: str) -> Any | Flaw:
    """The value in `text`, or why there is none."""
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        early = error.pos >= len(text.rstrip())
        why = "the file ends too early" if early else f"it is not JSON here ({error.msg})"
        return Flaw(error.lineno, error.colno, why, is_all=True)
    except RecursionError:
        return Flaw(1, 0, "it is nested too deep", is_all=True)
    except ValueError as error:
        return Flaw(1, 0, f"a number can't be read ({str(error).split(';')[0][:80]})", is_all=True)
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def line_of(text: str, *words: str) -> int:
    """The line on which the first of `words` stands in quotation marks; 0 if none does."""
    for word in words:
        place = text.find(json.dumps(word, ensure_ascii=False)) if word else -1
        if place < 0 and word:
            place = text.find(json.dumps(word))
        if place >= 0:
            return text.count("\n", 0, place) + 1
    return 0
