"""What news needs beyond Markdown, as a Python-Markdown extension.

A picture with its caption and credit:

    ![A tug leaves the harbour](tug.jpg)
    : The first tug of the morning.
    : -- Noor Qureshi

a table with its caption in the same way, and blocks between `::: name` and `:::` for pull quotes
(`quote`), fact boxes (`facts Title`), galleries (`gallery Title`) and embeds (`embed https://…`). A
line that begins with two hyphens says whose it is. Described for authors in docs/writing.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from dateline.fences import CLOSING, NAMES, is_web_address

_KNOWN = re.compile(rf"^:::[ \t]*({'|'.join(NAMES)})(?:[ \t]+(.*?))?[ \t]*$", re.MULTILINE)
_CREDIT = re.compile(r"(?:--|—)[ \t]+")


class NewsBlocks(Extension):
    """Registers the block and tree processors of this module."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # Before lists and quotes, which know nothing of these lines; after indented code.
        md.parser.blockprocessors.register(_Fenced(md.parser), "news-block", 76)
        md.parser.blockprocessors.register(_CaptionedTable(md.parser), "news-table", 75.5)
        md.parser.blockprocessors.register(_Captioned(md.parser), "news-figure", 75)
        # After inline patterns (20), which make the images; before attribute lists (8).
        md.treeprocessors.register(_Loose(md), "news-loose", 18)
        md.treeprocessors.register(_Headings(md), "news-headings", 7)
        md.treeprocessors.register(_Tables(md), "news-tables", 4)


class _Captioned(BlockProcessor):
    """A picture followed by lines that begin with a colon."""

    PATTERN = re.compile(r"!\[[^\n]*(?:\n:[ \t]+[^\n]*)+\n?\Z")

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("![") and self.PATTERN.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        picture, *lines = blocks.pop(0).rstrip("\n").split("\n")
        figure = SubElement(parent, "figure", {"class": "picture"})
        figure.text = picture
        caption(figure, [line[1:].strip() for line in lines])


class _CaptionedTable(BlockProcessor):
    """A table followed by lines that begin with a colon."""

    PATTERN = re.compile(
        r"(?P<table>[^\n]*\|[^\n]*\n[ |:\-]+(?:\n(?!:[ \t])[^\n]+)*)"
        r"(?P<under>(?:\n:[ \t]+[^\n]*)+)\n?"
    )

    def test(self, parent: Element, block: str) -> bool:
        match = self.PATTERN.fullmatch(block) if "|" in block and "\n:" in block else None
        return bool(match and self.parser.blockprocessors["table"].test(parent, match["table"]))

    def run(self, parent: Element, blocks: list[str]) -> None:
        match = self.PATTERN.fullmatch(blocks.pop(0))
        assert match is not None  # as `test` has seen
        self.parser.parseBlocks(parent, [match["table"]])
        caption(parent[-1], [line[1:].strip() for line in match["under"].split("\n")[1:]])
        parent[-1].insert(0, under := parent[-1][-1])
        del parent[-1][-1]
        under.tag = "caption"


def caption(figure: Element, lines: Iterable[str]) -> None:
    """Put `lines` under `figure`: those that begin with two hyphens are its credit."""
    said: list[str] = []
    credits_: list[str] = []
    for line in lines:
        (credits_ if _CREDIT.match(line) else said).append(line)
    if not said and not credits_:
        return
    under = SubElement(figure, "figcaption")
    if said:
        SubElement(under, "span", {"class": "caption"}).text = "\n".join(said)
    if credits_:
        credit = SubElement(under, "span", {"class": "credit"})
        credit.text = "\n".join(_CREDIT.sub("", line, count=1) for line in credits_)
        if said:
            under[0].tail = " "


class _Fenced(BlockProcessor):
    """A block between `::: name` and `:::`."""

    def test(self, parent: Element, block: str) -> bool:
        return _KNOWN.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        block = blocks[0]
        opening = _KNOWN.search(block)
        if opening is None or (inner := self._inner(opening, blocks)) is None:
            return False
        if before := block[: opening.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        make = getattr(self, f"_{opening[1]}")
        make(parent, opening[2] or "", inner)
        return None

    @staticmethod
    def _inner(opening: re.Match[str], blocks: list[str]) -> list[str] | None:
        """Take the blocks up to `:::` from `blocks`; `None`, and nothing taken, without one."""
        rest = opening.string[opening.end() :].lstrip("\n")
        for count, block in enumerate([rest, *blocks[1:]]):
            if closing := CLOSING.search(block):
                inner = [rest, *blocks[1 : count + 1]][: count + 1]
                inner[-1] = block[: closing.start()].rstrip("\n")
                after = block[closing.end() :].lstrip("\n")
                blocks[: count + 1] = [after] if after.strip() else []
                return [part for part in inner if part.strip()]
        return None

    def _quote(self, parent: Element, _title: str, inner: list[str]) -> None:
        figure = SubElement(parent, "figure", {"class": "pull"})
        lines = inner[-1].split("\n") if inner else [""]
        who = [line for line in lines if _CREDIT.match(line)]
        if who:
            inner[-1] = "\n".join(line for line in lines if not _CREDIT.match(line))
        self.parser.parseBlocks(SubElement(figure, "blockquote"), [p for p in inner if p.strip()])
        if who:
            text = " ".join(_CREDIT.sub("", line, count=1).strip() for line in who)
            SubElement(figure, "figcaption").text = text

    def _box(self, parent: Element, name: str, title: str, inner: list[str]) -> None:
        box = SubElement(parent, "section" if title else "div", {"class": name})
        if title:
            SubElement(box, "h2").text = title
        self.parser.parseBlocks(box, inner)

    def _facts(self, parent: Element, title: str, inner: list[str]) -> None:
        self._box(parent, "facts", title, inner)

    def _gallery(self, parent: Element, title: str, inner: list[str]) -> None:
        self._box(parent, "gallery", title, inner)

    def _embed(self, parent: Element, url: str, inner: list[str]) -> None:
        figure = SubElement(parent, "figure", {"class": "embed"})
        # Without an address it is told as `bad-embed`, and not as a broken link too.
        link = SubElement(figure, "a", {"href": url} if is_web_address(url) else {})
        link.text = urlsplit(url).hostname if is_web_address(url) else url
        lines = [line for block in inner for line in block.split("\n")]
        caption(figure, [line.removeprefix(":").strip() for line in lines if line.strip()])


class _Loose(Treeprocessor):
    """A picture alone in its paragraph is a figure."""

    def run(self, root: Element) -> None:
        for paragraph in root.iter("p"):
            if len(paragraph) == 1 and paragraph[0].tag == "img" and not _has_text(paragraph):
                paragraph.tag = "figure"
                paragraph.set("class", "picture")


def _has_text(paragraph: Element) -> bool:
    return bool((paragraph.text or "").strip() or (paragraph[0].tail or "").strip())


class _Headings(Treeprocessor):
    """The headline is the page's h1, so `# Crosshead` is an h2, as `## Crosshead` is."""

    def run(self, root: Element) -> None:
        for heading in root.iter("h1"):
            heading.tag = "h2"


class _Tables(Treeprocessor):
    """Tables scroll in a box of their own, and alignment is a class and not a style.

    A heading says of which cells it is one. Where the corner is empty, the first column's cells are
    the headings of their rows.
    """

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table":
                    box = Element("div", {"class": "table"})
                    box.tail, child.tail = child.tail, None
                    box.append(child)
                    parent[place] = box
                    self._head(child)
                elif child.tag in ("th", "td"):
                    self._align(child)

    @staticmethod
    def _head(table: Element) -> None:
        rows = list(table.iter("tr"))
        has_corner = bool(rows and rows[0][0].tag == "th" and _is_blank(rows[0][0]))
        for row in rows:
            for cell in row:
                if cell.tag == "th" and _is_blank(cell):
                    cell.tag = "td"
                elif cell.tag == "th":
                    cell.set("scope", "col")
            if has_corner and row[0].tag == "td" and not _is_blank(row[0]):
                row[0].tag = "th"
                row[0].set("scope", "row")

    @staticmethod
    def _align(cell: Element) -> None:
        style = cell.attrib.pop("style", "")
        if style.startswith("text-align: "):
            side = style.removeprefix("text-align: ").rstrip(";")
            cell.set("class", " ".join(filter(None, (cell.get("class"), side))))


def _is_blank(cell: Element) -> bool:
    return not len(cell) and not (cell.text or "").strip()
