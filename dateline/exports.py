"""Exports in XML and JSON, read without trusting them: no entities, no outside, no end of memory.

XML is read by expat through defusedxml, item by item. Where a file is broken only the item there is
lost: reading goes on at the next one, behind the same beginning of the file.
"""

from __future__ import annotations

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
    names = frozenset(items)
    plain = "|".join(sorted({re.escape(name.rpartition(":")[2]) for name in items}))
    opening = re.compile(rb"<(?:[A-Za-z]+:)?(?:" + plain.encode() + rb")[\s>]")
    first = opening.search(content)
    prolog = content[: first.start()] if first else content
    start = lines = 0
    root: Element | None = None
    while True:
        found: list[Element] = []
        reading = _Reading(names, found.append)
        reading.root = root
        parser = DefusedXMLParser(target=reading)
        reading.parser = parser.parser
        reading.shift = lines - (prolog.count(b"\n") if start else 0)
        flaw, stop = None, start
        try:
            if start:
                parser.feed(prolog)
            for place in range(start, len(content), _CHUNK):
                stop = place + _CHUNK
                parser.feed(content[place:stop])
                root = reading.root or root
                for item in found:
                    yield item, root or item
                found.clear()
            parser.close()
        except DefusedXmlException as error:
            complain(_unsafe(error, reading))
            return
        except _Refused as error:
            line = reading.parser.CurrentLineNumber + reading.shift
            flaw = Flaw(line, 0, str(error))
        except ParseError as error:
            line, column = error.position
            flaw = Flaw(line + reading.shift, column + 1, _plainly(error))
        except (ValueError, LookupError) as error:  # encodings that there are not
            complain(Flaw(1, 0, f"it can't be decoded ({error})", is_all=True))
            return
        root = reading.root or root
        for item in found:
            yield item, root or item
        if flaw is None:
            return
        complain(flaw)
        byte = reading.parser.ErrorByteIndex if reading.parser.ErrorByteIndex >= 0 else 0
        broken = start + max(0, byte - (len(prolog) if start else 0))
        again = opening.search(content, max(broken, start + 1))
        if again is None or not first:
            return
        lines += content.count(b"\n", start, again.start())
        start = again.start()


_CHUNK = 2**16


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
