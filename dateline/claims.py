"""The table of claimed paths: each file of the output is claimed once, on every kind of disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.fields import short
from dateline.model import Copy, Page, Parsed, Profile
from dateline.names import fold, is_safe_path
from dateline.problems import Location, Problem


def urls_of(item: Parsed) -> Iterator[tuple[str, Location]]:
    """The URLs that a file is to have below the site's root, and what in the file says so."""
    noun, whole = item.noun, Location(f"content/{item.path}", 1)
    if isinstance(noun, Profile):
        yield f"/{item.path.split('/', 1)[0]}/{noun.id}/", whole
    elif noun is not None:
        yield noun.address, item.where.get("slug") or whole
        for number, alias in enumerate(noun.aliases):
            yield alias, item.where.get(f"aliases.{number}") or whole


@dataclass(frozen=True, slots=True)
class _Claim:
    """A file that is to be written: where, for whom, and the place that a problem points to."""

    path: str
    who: str
    place: Location
    is_text: bool = False
    """Whether it is made of a Markdown file: of two such, `check` has told already."""


def claim(
    pages: Iterable[Page],
    copies: Iterable[Copy],
    replaced: frozenset[str],
    parsed: Iterable[Parsed],
    base: str,
) -> Iterator[Problem]:
    """Complain of outputs that claim one path, also by case or Unicode form alone.

    `replaced` are pages that a file of `content/` may stand in for.
    """
    claimed: dict[str, _Claim] = {}
    folders: dict[str, _Claim] = {}
    for made in _claims(pages, copies, replaced, parsed, base):
        if not is_safe_path(made.path):
            yield _unsafe(made)
            continue
        key = fold(made.path)
        first = claimed.setdefault(key, made)
        if first is not made and (first.path, first.who) != (made.path, made.who):
            if not (first.is_text and made.is_text):
                yield _collision(made, first)
            continue
        while "/" in key:
            key = key.rsplit("/", 1)[0]
            folders.setdefault(key, made)
    for key in sorted(claimed.keys() & folders.keys()):
        yield _collision(claimed[key], folders[key])


def _claims(
    pages: Iterable[Page],
    copies: Iterable[Copy],
    replaced: frozenset[str],
    parsed: Iterable[Parsed],
    base: str,
) -> Iterator[_Claim]:
    files = {url: place for item in parsed for url, place in urls_of(item)}
    for page in pages:
        if page.path in replaced:
            continue
        place = files.get(page.url.removeprefix(base))
        if place and page.kind in ("story", "page", "redirect"):
            yield _Claim(page.path, place.path, place, is_text=True)
        else:
            yield _Claim(page.path, f"the page {page.url}", Location("config.toml"))
    for copy in copies:
        if copy.source.startswith("content/"):
            yield _Claim(copy.path, copy.source, Location(copy.source))
        else:
            theirs = f"templates/{copy.path}"
            yield _Claim(copy.path, theirs, Location(theirs))


def _unsafe(made: _Claim) -> Problem:
    return Problem(
        made.place,
        "bad-file-name",
        f"{short(made.path)} can't be a file on every system",
        'a name without control characters and \\ : * ? " < > |, that Windows does not keep',
        "rename the file",
    )


def _collision(one: _Claim, other: _Claim) -> Problem:
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
