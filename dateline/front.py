"""`content/front.toml`: the editor's front page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from dateline.config import NOT_UTF_8
from dateline.fields import (
    Choice,
    Complaints,
    Field,
    Integer,
    List,
    Node,
    Record,
    Text,
    Time,
    one_line,
    read_fields,
)
from dateline.keys import STORY_FILE
from dateline.problems import Location, Problem
from dateline.tables import read_toml

FILE = "front.toml"


def fields(sections: tuple[str, ...]) -> tuple[Field, ...]:
    """The keys of front.toml for a paper with `sections`."""
    story = Field("story", STORY_FILE, "The story's file.", 'story = "world/talks.md"')
    until = Field("until", Time(), "When it goes.", 'until = "2026-11-24 09:00 IST"')
    pin = (Field("story", STORY_FILE, story.meaning, story.example, required=True), until)
    slot = (
        Field(
            "section",
            Choice(sections, "unknown-section", "a section of this paper"),
            "The section.",
            'section = "world"',
            required=True,
        ),
        Field("limit", Integer(1, 20), "How many stories; else `per_section`.", "limit = 4"),
    )
    breaking = (
        Field("text", Text(300, needed=True), "What it says.", 'text = "Port closed"', True),
        story,
        until,
    )
    return (
        Field("lead", STORY_FILE, "The story that leads.", 'lead = "world/talks.md"'),
        Field("pin", List(Record(pin, "a pin"), most=10, noun="tables [[pin]]"), "Kept on top."),
        Field(
            "slot",
            List(Record(slot, "a slot"), most=100, noun="tables [[slot]]"),
            "The sections shown, in this order; all of them without one.",
        ),
        Field("breaking", Record(breaking, "[breaking]"), "The bar at the top."),
    )


@dataclass(frozen=True, slots=True)
class Pin:
    story: str
    """Path under `content/`."""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Breaking:
    text: str
    story: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """What front.toml says. Stories are paths under `content/`."""

    lead: str = ""
    pins: tuple[Pin, ...] = ()
    slots: tuple[tuple[str, int], ...] = ()
    """Section and limit; 0 is the paper's usual number."""
    breaking: Breaking | None = None
    places: tuple[tuple[str, Location], ...] = ()
    """Every story that is named, and where."""


def read_front(
    content: bytes, zone: tzinfo, sections: tuple[str, ...]
) -> tuple[Front, tuple[Problem, ...]]:
    """front.toml as a `Front`, with the problems of the file itself."""
    complaints = Complaints(f"content/{FILE}", zone)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = Location(complaints.path, content[: error.start].count(b"\n") + 1)
        complaints.add(place, *NOT_UTF_8)
        return Front(), tuple(complaints.problems)
    complaints.lines = text.split("\n")
    root = read_toml(text, complaints)
    if root is None:
        return Front(), tuple(complaints.problems)
    values, _ = read_fields(fields(sections), root, complaints, owner="front.toml")
    return _make_front(values, tuple(_named(root, complaints))), tuple(complaints.problems)


def _make_front(values: Mapping[str, Any], places: tuple[tuple[str, Location], ...]) -> Front:
    bar = values.get("breaking")
    return Front(
        lead=_path(values.get("lead", "")),
        pins=tuple(Pin(_path(pin["story"]), pin.get("until")) for pin in values.get("pin", ())),
        slots=tuple((slot["section"], slot.get("limit", 0)) for slot in values.get("slot", ())),
        breaking=Breaking(bar["text"], _path(bar.get("story", "")), bar.get("until"))
        if bar
        else None,
        places=places,
    )


def _path(text: str) -> str:
    """A path under `content/` from how an editor names a story."""
    return text.removeprefix("content/").removeprefix("/")


def _named(node: Node, complaints: Complaints) -> Iterator[tuple[str, Location]]:
    """The stories that front.toml names, in the file's order, each with its place."""
    if node.kind == "list":
        for item in node.items:
            yield from _named(item, complaints)
    if node.kind == "table":
        for key, item in node.pairs:
            if key.text in ("lead", "story") and item.kind == "text":
                if path := _path(one_line(item.text)):
                    yield path, complaints.at(item)
            else:
                yield from _named(item, complaints)
