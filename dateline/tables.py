"""TOML to nodes: tomllib says where a file is broken, but not where a value stands."""

from __future__ import annotations

import datetime as dt
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from dateline.fields import Complaints, Node
from dateline.problems import Location


def _bad_toml(error: tomllib.TOMLDecodeError, complaints: Complaints) -> None:
    found = re.search(r"^(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
    message, line, column = found.groups() if found else (str(error), None, None)
    place = Location(
        complaints.path, int(line or len(complaints.lines)), int(column) if column else 0
    )
    complaints.add(
        place,
        "bad-toml",
        f"the settings can't be read here ({message[0].lower()}{message[1:]})",
        'TOML, such as title = "The Courier"',
        "texts stand in quotation marks, and each table and key stands once",
    )


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*[\w\"'-]+)*)\s*=\s*")
_PART = re.compile(r"\"[^\"]*\"|'[^']*'|[\w-]+")
_LONG_QUOTE = re.compile(r"\"\"\"|\'\'\'")

_Place = tuple[int, int]
"""A line and a column, from 1."""


class _Places:
    """Where keys and values stand, by the dotted path of the key; tables of an array by number.

    Only what is written as one key a line is known. What stands within a value is looked for
    from where the value begins.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.keys: dict[str, _Place] = {}
        self.values: dict[str, _Place] = {}
        self._counts: dict[str, int] = {}
        table, is_in_text = "", False
        for number, line in enumerate(lines, 1):
            was_in_text = is_in_text
            is_in_text ^= len(_LONG_QUOTE.findall(line)) % 2 == 1
            if was_in_text:
                continue
            if match := _HEADER.match(line):
                column = match.start(2) + [*_PART.finditer(match[2])][-1].start() + 1
                table = self._open(_plain(match[2]), (number, column), match[1])
            elif match := _KEY.match(line):
                path = ".".join(filter(None, (table, _plain(match[1]))))
                self.keys.setdefault(path, (number, match.start(1) + 1))
                self.values.setdefault(path, (number, match.end() + 1))

    def _open(self, name: str, place: _Place, brackets: str) -> str:
        """The path of the table whose header this is."""
        head, *rest = name.split(".")
        if brackets == "[[":
            self._counts[name] = self._counts.get(name, -1) + 1
            path = f"{name}.{self._counts[name]}"
        elif head in self._counts:
            path = ".".join((head, str(self._counts[head]), *rest))
        else:
            path = name
        parent = path
        while parent:
            self.keys.setdefault(parent, place)
            parent = parent.rpartition(".")[0]
        return path

    def find(self, written: re.Pattern[str], start: _Place) -> _Place:
        """Where `written` stands next, from `start` on; `start` itself if it is not found."""
        line, column = start
        for number in range(line, min(line + 200, len(self.lines) + 1)):
            if line and (match := written.search(self.lines[number - 1], column - 1)):
                return number, match.start() + 1
            column = 1
        return start


def _plain(dotted: str) -> str:
    return ".".join(part[0].strip("\"'") for part in _PART.finditer(dotted))


def _node(value: Any, places: _Places, path: str = "", start: _Place = (0, 0)) -> Node:
    """A value of TOML with its place; `start` is where to look for one that has no line."""
    place = places.values.get(path) or places.keys.get(path) or start
    if isinstance(value, dict):
        return Node("table", _pairs(value, places, path, place), *place)
    if isinstance(value, list):
        return Node("list", _items(value, places, path, place), *place)
    if isinstance(value, bool):
        return Node("flag", "yes" if value else "no", *place)
    if isinstance(value, int | float):
        return Node("number", str(value), *place)
    if isinstance(value, dt.date | dt.time):
        return Node("time", str(value), *place)
    return Node("text", value, *place)


def _pairs(
    table: Mapping[str, Any], places: _Places, path: str, place: _Place
) -> tuple[tuple[Node, Node], ...]:
    pairs = []
    for key, item in table.items():
        inner = f"{path}.{key}" if path else key
        at = places.keys.get(inner)
        if at is None:  # in an inline table
            at = place = places.find(
                re.compile(rf"(?<![\w-]){re.escape(key)}(?=[\"']?\s*[.=])"), place
            )
        pairs.append((Node("text", key, *at), _node(item, places, inner, at)))
    return tuple(pairs)


def _items(values: Sequence[Any], places: _Places, path: str, place: _Place) -> tuple[Node, ...]:
    items = []
    for number, item in enumerate(values):
        if isinstance(item, str):
            place = places.find(re.compile(rf"[\"']{re.escape(item)}[\"']"), place)
        items.append(_node(item, places, f"{path}.{number}", place))
    return tuple(items)


def read_toml(text: str, complaints: Complaints) -> Node | None:
    """The text of a TOML file as a node, or `None` after a complaint."""
    try:
        return _node(tomllib.loads(text), _Places(complaints.lines))
    except tomllib.TOMLDecodeError as error:
        _bad_toml(error, complaints)
    except RecursionError:
        place = Location(complaints.path)
        complaints.add(place, "bad-toml", "the settings are nested too deep", "tables of settings")
    except ValueError:  # Python turns only so many digits into a number
        most = sys.get_int_max_str_digits()
        number = re.compile(rf"[0-9a-fA-F_]{{{most // 2},}}")
        found = (n for n, line in enumerate(complaints.lines, 1) if number.search(line))
        place = Location(complaints.path, next(found, 0))
        message = "the settings can't be read here (a number has too many digits)"
        complaints.add(place, "bad-toml", message, "a number of a few digits")
    return None
