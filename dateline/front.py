"""`content/front.toml`: the editor's front page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from dateline.config import read_toml
from dateline.fields import Choice, Complaints, Field, Integer, List, Record, Text, Time, read_fields
from dateline.keys import STORY_FILE
from dateline.problems import Location, Problem

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
    lines: tuple[tuple[str, int], ...] = ()
    """The line on which each story is named, for problems."""

    def place(self, story: str) -> Location:
        return Location(f"content/{FILE}", dict(self.lines).get(story, 1))


def read_front(
    content: bytes, zone: tzinfo, sections: tuple[str, ...]
) -> tuple[Front, tuple[Problem, ...]]:
    """front.toml as a `Front`, with the problems of the file itself."""
    complaints = Complaints(f"content/{FILE}", zone)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = Location(complaints.path, content[: error.start].count(b"\n") + 1)
        complaints.add(place, "not-utf-8", "the file is not UTF-8 text", "text saved as UTF-8")
        return Front(), tuple(complaints.problems)
    complaints.lines = text.split("\n")
    root = read_toml(text, complaints)
    if root is None:
        return Front(), tuple(complaints.problems)
    values, _ = read_fields(fields(sections), root, complaints, owner="of front.toml")
    front = _make_front(values, complaints.lines)
    return front, tuple(complaints.problems)


def _make_front(values: dict[str, Any], lines: Any) -> Front:
    def path(text: str) -> str:
        return text.removeprefix("content/").removeprefix("/")

    breaking = values.get("breaking")
    pins = tuple(Pin(path(pin["story"]), pin.get("until")) for pin in values.get("pin", ()))
    named = [path(values.get("lead", "")), *(pin.story for pin in pins)]
    named.append(path(breaking.get("story", "")) if breaking else "")
    return Front(
        lead=named[0],
        pins=pins,
        slots=tuple((slot["section"], slot.get("limit", 0)) for slot in values.get("slot", ())),
        breaking=Breaking(breaking["text"], named[-1], breaking.get("until")) if breaking else None,
        lines=tuple(
            (story, next((n for n, line in enumerate(lines, 1) if story in line), 1))
            for story in named
            if story
        ),
    )
