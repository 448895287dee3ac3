"""`dateline list`: stories by state."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from dateline.archive import Item
from dateline.index import Edition, State
from dateline.model import Gate, Story
from dateline.times import iso, time_of, zone

STATES: tuple[State, ...] = ("draft", "held", "live", "expired")


@dataclass(frozen=True, slots=True)
class Row:
    """One story in the list."""

    state: str
    path: str
    title: str
    section: str
    published: str
    next: str = ""
    """The next moment at which its state changes, if there is one."""
    url: str = ""


def rows(
    items: Iterable[Item], edition: Edition, timezone: str, states: Iterable[str] = ()
) -> tuple[Row, ...]:
    """Stories of the wanted `states` (all without one), by state, newest first."""
    wanted = set(states) or set(STATES)
    found = []
    for item in items:
        if isinstance(item.noun, Story) and item.gate is not None:
            state = edition.state(item.gate)
            if state in wanted:
                found.append((STATES.index(state), item.noun, item.gate, state))
    found.sort(key=lambda row: (row[1].published, row[1].path), reverse=True)
    found.sort(key=lambda row: row[0])
    return tuple(_row(story, gate, state, edition, timezone) for _, story, gate, state in found)


def _row(story: Story, gate: Gate, state: State, edition: Edition, timezone: str) -> Row:
    site_zone = zone(timezone)
    turn = _next(gate, edition.as_of)
    return Row(
        state=state,
        path=f"content/{story.path}",
        title=story.title,
        section=story.section,
        published=iso(story.published, site_zone),
        next=iso(turn, site_zone) if turn else "",
        url=story.address if state == "live" else "",
    )


def _next(gate: Gate, as_of: datetime) -> datetime | None:
    moments = (gate.opens, gate.closes)
    coming = [m for m in moments if m is not None and m > as_of]
    return min(coming, default=None) if not gate.draft else None


def as_json(found: Iterable[Row]) -> str:
    """A JSON array of objects with the fields of `Row`."""
    return json.dumps([asdict(row) for row in found], ensure_ascii=False, indent=2)


def as_table(found: Iterable[Row], timezone: str) -> list[tuple[str, str, str, str]]:
    """State, time, headline and file of each row; the time of its next change, if there is one."""
    site_zone = zone(timezone)
    table = []
    for row in found:
        moment = time_of(datetime.fromisoformat(row.next or row.published), site_zone, "en")
        label = {"held": "goes out ", "live": "until "}.get(row.state, "") if row.next else ""
        table.append((row.state, label + moment, row.title, row.path))
    return table
