"""Front matter of other tools: YAML, TOML, JSON and Pelican's lines, as plain values with lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

from dateline.articles import Export
from dateline.exports import Flaw, read_json
from dateline.fields import Complaints, Node
from dateline.head import read_document
from dateline.problems import Location
from dateline.tables import read_toml

LONGEST = 2**18
"""Bytes of one head."""

Value = str | list["Value"] | dict[str, "Value"]


@dataclass(slots=True)
class Head:
    """What stands above a text, by the names of its keys in lower case."""

    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    is_there: bool = True

    def text(self, *keys: str) -> str:
        """The first of `keys` that holds a text."""
        found = (self.values.get(key) for key in keys)
        return next((v.strip() for v in found if isinstance(v, str) and v.strip()), "")

    def texts(self, *keys: str, parted: str = "") -> tuple[str, ...]:
        """All texts under `keys`; one that is no list is cut at `parted`, a pattern."""
        found: list[str] = []
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str):
                found += re.split(parted, value) if parted else [value]
            elif isinstance(value, list):
                found += [v if isinstance(v, str) else _name(v) for v in value]
            elif isinstance(value, dict):
                found.append(_name(value))
        return tuple(dict.fromkeys(text.strip() for text in found if text.strip()))

    def flag(self, *keys: str) -> bool:
        """Whether one of `keys` says yes."""
        return self.text(*keys).lower() in ("true", "yes", "on", "1")

    def line(self, *keys: str) -> int:
        return next((self.lines[key] for key in keys if key in self.lines), 1)


def _name(value: Value) -> str:
    """The name in a table that stands for a person or a thing."""
    if not isinstance(value, dict):
        return ""
    found = (value.get(key) for key in ("name", "title", "display_name"))
    return next((name for name in found if isinstance(name, str)), "")


def read_head(text: str, path: str, export: Export) -> Head | None:
    """The head of a file and the text below it; `None` after a complaint.

    A file that begins with none of the three signs has no head, and is all text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0].strip()
    if first.lower() in ("---json", "---toml"):
        return _fenced(text, path, export, "---", first[3:].lower())
    if re.fullmatch(r"-{3,}", first):
        return _from_yaml(text, path, export)
    if first == "+++":
        return _fenced(text, path, export, "+++", "toml")
    if text.startswith("{") and not text.startswith(("{{", "{%", "{:")):
        return _from_json(text, path, export)
    if first.startswith("---"):
        message = f"front matter in `{first[3:][:20]}` is not read"
        _complain(export, path, 1, message, "write it in YAML, TOML or JSON")
        return None
    return Head(body=text, is_there=False)


def _complain(export: Export, path: str, line: int, message: str, hint: str = "") -> None:
    export.complain(
        Location(path, line), "bad-export", message, "front matter in YAML, TOML or JSON", hint
    )


def _from_yaml(text: str, path: str, export: Export) -> Head | None:
    complaints = Complaints(path, UTC, text.split("\n"))
    document = read_document(text, complaints, longest=LONGEST)
    if document is None:
        export.problems += complaints.problems
        return None
    return _head(document.head, document.body, path, export)


def _fenced(text: str, path: str, export: Export, fence: str, syntax: str) -> Head | None:
    """A head in TOML or JSON between two lines."""
    lines = text.split("\n")
    last = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == fence), 0)
    if not last:
        message = "the front matter that begins here is never closed"
        _complain(export, path, 1, message, f"put {fence} on a line of its own after the last key")
        return None
    # An empty line stands for the fence, so that lines are those of the file.
    written = "\n".join(["", *lines[1:last]])
    body = "\n".join(lines[last + 1 :])
    if syntax == "json":
        return _json_head(read_json(written), 0, body, path, export)
    complaints = Complaints(path, UTC, ["", *lines[1:last]])
    node = read_toml(written, complaints)
    if node is None:
        export.problems += [
            replace(p, message=p.message.replace("the settings", "the front matter"))
            for p in complaints.problems
        ]
        return None
    return _head(node, body, path, export)


def _from_json(text: str, path: str, export: Export) -> Head | None:
    """A head that is an object of JSON, with nothing round it."""
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        end = len(text)
    return _json_head(read_json(text[:end]), 1, text[end:].lstrip("\n"), path, export)


def _json_head(found: Any, line: int, body: str, path: str, export: Export) -> Head | None:
    if isinstance(found, Flaw):
        message = f"the front matter can't be read here: {found.why}"
        _complain(export, path, found.line, message)
        return None
    if not isinstance(found, Mapping):
        _complain(export, path, 1, "the front matter is not made of keys and values")
        return None
    values = {str(key).lower(): value_of(item) for key, item in found.items()}
    return Head(values, dict.fromkeys(values, line), body)


def value_of(found: object) -> Value:
    """A value of JSON or TOML, all that is no list and no table as text."""
    if isinstance(found, Mapping):
        return {str(key).lower(): value_of(item) for key, item in found.items()}
    if isinstance(found, list):
        return [value_of(item) for item in found]
    if found is None:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found)


def _head(node: Node, body: str, path: str, export: Export) -> Head | None:
    head = Head(body=body)
    for key, value in node.pairs:
        name = key.text.lower()
        if name in head.values:
            message = f"`{key.text}` stands here a second time"
            _complain(export, path, key.line, message, "keep one of the two")
            return None
        head.values[name] = plain_value(value)
        head.lines[name] = key.line
    return head


def plain_value(node: Node) -> Value:
    """A node as text, list or table; YAML's nulls are empty."""
    if node.kind == "list":
        return [plain_value(item) for item in node.items]
    if node.kind == "table":
        return {key.text.lower(): plain_value(item) for key, item in node.pairs}
    is_null = node.kind == "scalar" and not node.is_quoted and node.text in ("null", "~", "Null")
    return "" if is_null else node.text


_LINE = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9_-]*):[ \t]*(?P<value>.*)")


def read_lines(text: str) -> Head:
    """Pelican's head: lines of key and value up to an empty line, or between lines of hyphens."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head, start = Head(), 0
    is_fenced = bool(lines) and bool(re.fullmatch(r"-{3,}\s*", lines[0]))
    number, last = int(is_fenced), ""
    for number in range(int(is_fenced), len(lines)):
        line = lines[number]
        if is_fenced and re.fullmatch(r"(?:-{3,}|\.{3})\s*", line):
            start = number + 1
            break
        match = _LINE.fullmatch(line)
        if match:
            last = match["key"].lower()
            value = match["value"].strip()
            before = head.values.get(last)
            head.values[last] = f"{before}, {value}" if isinstance(before, str) else value
            head.lines.setdefault(last, number + 1)
        elif last and line[:1] in (" ", "\t") and line.strip():
            head.values[last] = f"{head.values[last]} {line.strip()}".strip()
        elif not line.strip() and is_fenced:
            continue
        else:
            start = number if line.strip() else number + 1
            break
    else:
        start = len(lines)
    head.body = "\n".join(lines[start:])
    head.is_there = bool(head.values)
    return head
