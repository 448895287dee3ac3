"""Front matter in all of YAML, as text, with the place of every value.

python-frontmatter splits the file, through a handler of ours. PyYAML's loaders guess types and can
be brought down by a kilobyte, so nodes are built from the events of its parser alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from dateline.fences import FENCE
from dateline.fields import DEEPEST, MOST_NODES, Complaints, Node
from dateline.problems import Location

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Refused(Exception):
    """The head holds something that is not read here."""

    def __init__(self, mark: Any, message: str, expected: str, hint: str = "") -> None:
        self.mark = mark
        self.message, self.expected, self.hint = message, expected, hint
        super().__init__(message)


def read_head(text: str, complaints: Complaints) -> Node | None:
    """The head as a table, or `None` after a complaint."""
    try:
        # Not the body that it gives: blanks at the start of a text may make it code.
        metadata, _ = frontmatter.parse(text, handler=_HANDLER)
    except _Refused as refused:
        place = _place(complaints.path, refused.mark)
        complaints.add(place, "bad-yaml", refused.message, refused.expected, refused.hint)
        return None
    except yaml.YAMLError as error:
        _complain_of_yaml(error, complaints)
        return None
    head = cast(Node, metadata["head"])
    if head.kind != "table":
        complaints.add(
            head,
            "not-a-mapping",
            "the front matter is not made of keys and values",
            "lines such as `title: Harbour deal signed`",
        )
        return None
    return head


class _Handler(BaseHandler):
    """Gives python-frontmatter the head as one node under the key `head`."""

    FM_BOUNDARY = FENCE

    def detect(self, text: str) -> bool:
        return True

    def split(self, text: str) -> tuple[str, str]:
        lines = text.split("\n")
        last = next(n for n, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line))
        return "\n".join(lines[1:last]), "\n".join(lines[last + 1 :])

    def load(self, fm: str, **_options: object) -> dict[str, Node]:
        return {"head": _read_yaml(fm)}


_HANDLER = _Handler()


def _read_yaml(text: str) -> Node:
    """The one document in `text` as a node; an empty one is an empty table."""
    events = yaml.parse(text, Loader=_LOADER)
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _Refused(
                    event.start_mark,
                    "a second head begins here",
                    "three hyphens alone on the line that ends the front matter",
                    "take away what follows the hyphens, or the line",
                )
            root = _Builder(events).node(next(events), 0)
    return root or Node("table", (), 1, 1)


class _Builder:
    """Nodes from events, within bounds."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.count = 0

    def node(self, event: Any, depth: int) -> Node:
        mark = event.start_mark
        self._refuse(event, depth)
        # The head begins on the second line of the file; marks count from 0.
        line, column = mark.line + 2, mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            # libyaml gives plain scalars the style "", PyYAML's own parser None.
            return Node("scalar", event.value, line, column, bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, depth + 1))
            return Node("list", tuple(items), line, column)
        pairs = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, depth)
            pairs.append((key, self.node(next(self.events), depth + 1)))
        return Node("table", tuple(pairs), line, column)

    def _key(self, event: Any, depth: int) -> Node:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(event.start_mark, "a key is not plain text", "a key such as `title`")
        if event.value == "<<" and not event.style:
            raise _Refused(
                event.start_mark, "merge keys (`<<`) are not read", "each value written out"
            )
        return self.node(event, depth)

    def _refuse(self, event: Any, depth: int) -> None:
        mark = event.start_mark
        self.count += 1
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(mark, "aliases (`*name`) are not read", *_WRITE_OUT)
        if event.anchor is not None:
            raise _Refused(mark, "anchors (`&name`) are not read", *_WRITE_OUT)
        if event.tag is not None:
            raise _Refused(mark, "tags (`!name`) are not read", *_WRITE_OUT)
        if depth > DEEPEST:
            raise _Refused(
                mark, "lists and tables are nested too deep", f"at most {DEEPEST} levels"
            )
        if self.count > MOST_NODES:
            raise _Refused(mark, "the front matter holds too much", f"at most {MOST_NODES} values")


_WRITE_OUT = (
    "each value written out",
    "if the text itself begins so, put it in quotation marks",
)


def _place(path: str, mark: Any) -> Location:
    """The place of a mark; PyYAML has two kinds of marks without a common type."""
    return Location(path, mark.line + 2, mark.column + 1) if mark else Location(path, 1)


_YAML_WORDS = (
    ("unexpected end of stream", "a quotation mark is never closed", "close it, or leave both out"),
    (
        "while parsing a flow",
        "a bracket is never closed, or a comma is missing",
        "lists on one line are written so: [Harbour, Trade]",
    ),
    (
        "could not find expected ':'",
        "this line is no key, and no text goes on here",
        "a key is followed by a colon and a blank",
    ),
    (
        "unknown escape",
        "a backslash stands between double quotation marks",
        "use single quotation marks, or write \\\\ for \\",
    ),
    (
        "sequence entries are not allowed",
        "a list can't begin here",
        "begin it on the next line: every item after a hyphen and a blank",
    ),
    (
        "<document start>",
        "this line begins further left than those above",
        "begin all keys at the left margin",
    ),
)
"""What PyYAML says, in part, and how a reporter is told."""
_FROM_THE_START = ("quoted", "while parsing a flow", "could not find expected ':'")
"""What is noticed only at its end: these are shown where they began."""


def _complain_of_yaml(error: yaml.YAMLError, complaints: Complaints) -> None:
    said = str(error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if "escape" not in said and any(words in said for words in _FROM_THE_START):
        mark = getattr(error, "context_mark", None) or mark
    place = _place(complaints.path, mark)
    line = complaints.lines[place.line - 1] if 0 < place.line <= len(complaints.lines) else ""
    what, hint = _in_plain_words(error, line, place.column)
    if "mapping values" in said and ":" not in line[: place.column - 1]:
        place = replace(place, column=len(line) - len(line.lstrip()) + 1)
    complaints.add(place, "bad-yaml", what, "`key: value`, one a line", hint)


def _in_plain_words(error: yaml.YAMLError, line: str, column: int) -> tuple[str, str]:
    """What is wrong at `column` of `line`, and a hint."""
    said = str(error)
    before, after = line[: column - 1], line[column - 1 :]
    if "mapping values are not allowed" in said:
        return _stray_colon(line, before)
    if "cannot start any token" in said:
        return _bad_start(line, after)
    if "did not find expected key" in said and before.strip():
        return "the text goes on after its quotation mark or bracket", _in_quotation_marks(line)
    if "did not find expected key" in said:
        return "this line is indented in another way than those above", "line the keys up"
    for words, what, hint in _YAML_WORDS:
        if words in said:
            return what, hint
    problem = getattr(error, "problem", None) or "a character is not allowed"
    return f"the front matter can't be read here ({problem})", _in_quotation_marks(line)


def _bad_start(line: str, after: str) -> tuple[str, str]:
    if after.startswith("\t"):
        return "this line is indented with a tab", "indent with blanks"
    return f"a text can't begin with `{after[:1]}`", _in_quotation_marks(line)


def _stray_colon(line: str, before: str) -> tuple[str, str]:
    if ":" in before:
        return "a text with a colon and a blank in it is read as a key", _in_quotation_marks(line)
    if line[:1].isspace():
        return "a key that is indented stands here", "take the blanks before it away"
    return "a key can't begin here", "is a colon missing in the line above?"


def _in_quotation_marks(line: str) -> str:
    match = re.match(r"([\w-]+):\s+(.*?)\s*$", line)
    if match is None:
        return "put the text in quotation marks"
    key, text = match.groups()
    if len(text) > 1 and text[0] in "'\"" and text[-1] == text[0]:
        text = text[1:-1]
    text = text.replace("'", "''")
    return f"put the text in quotation marks: {key}: '{text}'"
