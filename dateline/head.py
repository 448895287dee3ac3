"""Front matter: found strictly, read as text, with the place of every value.

python-frontmatter passes over heads that are never closed, byte order marks and heads that are
lists, as if there were none, so delimiters are checked here first. Most heads are lines of plain
text; they give the same nodes without a parser. All others are for `yaml_head`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from dateline.characters import are_seen
from dateline.fences import FENCE
from dateline.fields import MOST_NODES, Complaints, Node
from dateline.problems import Location

_OPENING = re.compile(r"-{3,}[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"\n-{3,}[ \t]*(?=\n|\Z)")
_BLANK_LINES = re.compile(r"(?:\s*\n)?")


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file, taken apart."""

    head: Node
    """A table."""
    body: str
    body_line: int
    """The line of the file on which `body` begins, from 1."""
    written: str = ""
    """The head as it is written."""


def read_document(text: str, complaints: Complaints, *, longest: int) -> Document | None:
    """`text` as head and body, or `None` after a complaint.

    `longest` is the head's limit in bytes. Line ends are `\\n` already.
    """
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end() - 1)
    if not (opening and closing):
        _complain_of_fences(complaints)
        return None
    written = text[opening.end() : closing.start()]
    size = len(written.encode()) + 1
    if size > longest:
        message = f"the front matter has {size} bytes"
        whole = Location(complaints.path, 1)
        complaints.add(whole, "too-long", message, f"at most {longest} bytes")
        return None
    head = _read_plain(written) or _read_in_full(text, complaints)
    if head is None:
        return None
    start = cast(re.Match[str], _BLANK_LINES.match(text, closing.end())).end()
    body = text[start:].rstrip()
    line = text.count("\n", 0, start if body else closing.end()) + (1 if body else 2)
    return Document(head, body, line, written)


def _complain_of_fences(complaints: Complaints) -> None:
    """Complain of a head that does not begin, or does not end."""
    lines = complaints.lines
    if not FENCE.fullmatch(lines[0]):
        complaints.add(
            Location(complaints.path, 1),
            "no-front-matter",
            "the file does not begin with front matter",
            "a line of three hyphens first, then lines such as `title: …`, then three hyphens",
            _other_syntax(lines),
        )
        return
    complaints.add(
        Location(complaints.path, 1),
        "unclosed-front-matter",
        "the front matter that begins here is never closed",
        "a second line of three hyphens where the text begins",
        "put --- on a line of its own after the last key",
    )


_PLAIN = re.compile(
    r"(?P<key>[A-Za-z][A-Za-z0-9_-]{0,99}): +(?:"
    r"(?P<plain>[^\W_].*)"
    r"|(?P<single>'[^']*')"
    r"|(?P<double>\"[^\"\\]*\")"
    r"|(?P<list>\[(?P<items>[^\W_][^:#?\[\]{}'\"]*)\])"
    r")"
)
"""A line of front matter that needs no parser: text, in quotation marks or not, or a list of
texts without signs that mean something there. Not all that it matches is plain."""


def _read_plain(head: str) -> Node | None:
    """The node of a head made of plain lines alone, as a YAML parser gives it; `None` for others.

    In a text without quotation marks a colon before a blank or at the end, or `#` after a blank,
    means something, and so does a blank at its end.
    """
    if len(head) > MOST_NODES or not are_seen(head):
        return None
    pairs = []
    for number, line in enumerate(head.split("\n"), 2):
        if (match := _PLAIN.fullmatch(line)) is None:
            return None
        kind = cast(str, match.lastgroup)
        text, column = match[kind], match.start(kind) + 1
        if kind == "plain":
            if ": " in text or " #" in text or text[-1] in ": ":
                return None
            node = Node("scalar", text, number, column)
        elif kind == "list":
            items = _plain_items(match["items"], number, column + 1)
            if items is None:
                return None
            node = Node("list", items, number, column)
        else:
            node = Node("scalar", text[1:-1], number, column, True)
        pairs.append((Node("scalar", match["key"], number, 1), node))
    return Node("table", tuple(pairs), 2, 1)


def _plain_items(text: str, line: int, column: int) -> tuple[Node, ...] | None:
    """The items of a list on one line, parted by a comma and a blank."""
    items = []
    for item in text.split(", "):
        if not item[:1].isalnum() or item[-1] == " " or "," in item:
            return None
        items.append(Node("scalar", item, line, column))
        column += len(item) + 2
    return tuple(items)


def _read_in_full(text: str, complaints: Complaints) -> Node | None:
    """The head as a YAML parser reads it, which takes longer to import than a story to parse."""
    from dateline.yaml_head import read_head

    return read_head(text, complaints)


def _other_syntax(lines: Sequence[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("+++"):
        return "front matter in TOML (+++) is not read: write it in YAML, between --- lines"
    if first.startswith("{"):
        return "front matter in JSON is not read: write it in YAML, between --- lines"
    if FENCE.fullmatch(first):
        return "take the empty lines above --- away"
    if re.match(r"\w+:( |$)", first):
        return "put a line --- above this one"
    return ""
