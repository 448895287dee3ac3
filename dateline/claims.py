"""The table of claimed paths: each file of the output is claimed once, on every kind of disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.fields import short
from dateline.model import Leaf, Profile, Story
from dateline.problems import Location, Problem


def addresses_of(
    path: str, noun: Story | Leaf | Profile | None, where: Mapping[str, Location]
) -> Iterator[tuple[str, Location]]:
    """The URLs that a file is to have below the site's root, and what in the file says so."""
    whole = Location(f"content/{path}", 1)
    if isinstance(noun, Profile):
        yield f"/{path.split('/', 1)[0]}/{noun.id}/", whole
    elif noun is not None:
        yield noun.address, where.get("slug") or whole
        for number, alias in enumerate(noun.aliases):
            yield alias, where.get(f"aliases.{number}") or whole


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that is to be written: where, for whom, and the place that a problem points to."""

    path: str
    who: str
    place: Location
    is_text: bool = False
    """Whether it is made of a Markdown file: of two such, `check` has told already."""


def collisions(one: Claim, other: Claim) -> Iterator[Problem]:
    """What is said of two files that are one on some disk, or of which one must be a folder."""
    if not (one.is_text and other.is_text):
        yield _collision(
            *sorted((one, other), key=lambda claim: (claim.who, claim.path), reverse=True)
        )


def unsafe(made: Claim) -> Problem:
    """What is said of a path that not every system can hold."""
    return Problem(
        made.place,
        "bad-file-name",
        f"{short(made.path)} can't be a file on every system",
        'a name without control characters and \\ : * ? " < > |, that Windows does not keep',
        "rename the file",
    )


def _collision(one: Claim, other: Claim) -> Problem:
    """The place is a file of `content/`, if one of the two is."""
    if not one.place.path.startswith("content/"):
        one, other = other, one
    return Problem(
        one.place,
        "same-output",
        f"{short(one.path)} would be written for {one.who} and for {other.who}",
        "one file for each path, also where upper case and accents make no difference",
        "rename one of the two",
    )
