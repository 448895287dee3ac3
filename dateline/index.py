"""Stories to `Index`: those that are live at the edition's moment, in order and on shelves.

This is the gate. Nothing that is not live passes it, so no page, list, feed or sitemap can
show it; and no other module knows the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from dateline.config import Config
from dateline.front import Front
from dateline.model import Gate, Leaf, Parsed, Profile, Reference, Story
from dateline.names import is_free, is_slug, slugify
from dateline.times import zone

State = Literal["draft", "held", "expired", "live"]
Shelf = tuple[str, str]
"""A kind and an id: `("section", "world")`, `("day", "2010-11-13")`."""

NEWS = timedelta(hours=48)
"""How long a story stays in the news sitemap (Google's rule for news sitemaps)."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The moment that a build is for, and what it shows beyond what is live then."""

    as_of: datetime
    drafts: bool = False
    future: bool = False
    expired: bool = False

    @property
    def is_preview(self) -> bool:
        """Whether it may show what is not published."""
        return self.drafts or self.future or self.expired

    def state(self, gate: Gate) -> State:
        """Where a story with this gate stands at this moment."""
        if gate.draft:
            return "draft"
        if gate.opens is not None and gate.opens > self.as_of:
            return "held"
        if gate.closes is not None and gate.closes <= self.as_of:
            return "expired"
        return "live"

    def shows(self, gate: Gate) -> bool:
        """Whether a story with this gate is in the edition."""
        shown = {"draft": self.drafts, "held": self.future, "expired": self.expired, "live": True}
        return shown[self.state(gate)]


@dataclass(frozen=True, slots=True)
class Index:
    """Every noun of the edition."""

    stories: tuple[Story, ...]
    """Newest first; stories of one moment by path."""
    leaves: tuple[Leaf, ...]
    profiles: Mapping[Shelf, Profile]
    """By `("author", id)` and `("topic", id)`, of those who have stories."""
    shelves: Mapping[Shelf, tuple[Story, ...]]
    labels: Mapping[Shelf, str]
    """Names of authors and topics: the profile's, else the oldest story's spelling."""
    front: Front
    """Without pins and bars whose time is over."""
    news: tuple[Story, ...]
    """Those of the last two days, for the news sitemap."""
    hidden: frozenset[str] = frozenset()
    """Paths of Markdown files that are not in the edition."""
    due: tuple[datetime, ...] = ()
    """Moments after this one at which the edition would be another, in order."""
    by_path: Mapping[str, Story | Leaf | Profile] = field(default_factory=dict)
    references: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    """What the texts of the edition mention, by path of the Markdown file."""
    pages: tuple[str, ...] = ()
    """The kinds of page that are turned on."""

    def shelf(self, kind: str, id_: str) -> tuple[Story, ...]:
        return self.shelves.get((kind, id_), ())

    def ids(self, kind: str) -> tuple[str, ...]:
        """Ids of the shelves of one kind, sorted."""
        return tuple(sorted(id_ for shelf, id_ in self.shelves if shelf == kind))


def is_id(text: str) -> bool:
    """Whether an author or topic written so is an id, which needs a profile: `a-sen`.

    One lower-case word can be either: it is a name unless there is a profile.
    """
    return is_slug(text) and "-" in text


def make_index(parsed: Iterable[Parsed], front: Front, config: Config, edition: Edition) -> Index:
    """The edition of `parsed` at its moment."""
    items = list(parsed)
    shown = [p for p in items if p.noun is not None and (p.gate is None or edition.shows(p.gate))]
    stories = sorted(
        (p.noun for p in shown if isinstance(p.noun, Story)),
        key=lambda story: (story.published, story.path),
        reverse=True,
    )
    all_profiles = {_profile_shelf(p.noun): p.noun for p in shown if isinstance(p.noun, Profile)}
    shelves = _shelve(stories, config)
    profiles = {shelf: profile for shelf, profile in all_profiles.items() if shelf in shelves}
    leaves = tuple(p.noun for p in shown if isinstance(p.noun, Leaf))
    nouns: tuple[Story | Leaf | Profile, ...] = (*stories, *leaves, *profiles.values())
    visible = {noun.path for noun in nouns}
    return Index(
        stories=tuple(stories),
        leaves=leaves,
        profiles=profiles,
        shelves=shelves,
        labels=_labels(shelves, all_profiles),
        front=_front_at(front, edition.as_of),
        news=tuple(s for s in stories if edition.as_of - NEWS < s.published <= edition.as_of),
        hidden=frozenset(p.path for p in items if p.path not in visible),
        due=_due(items, front, edition.as_of),
        by_path={noun.path: noun for noun in nouns},
        references={p.path: p.references for p in shown if p.references and p.path in visible},
        pages=config.site.pages,
    )


def _profile_shelf(profile: Profile) -> Shelf:
    return ("author" if profile.path.startswith("authors/") else "topic", profile.id)


def _shelve(stories: Iterable[Story], config: Config) -> Mapping[Shelf, tuple[Story, ...]]:
    """Each story on the shelves it stands on, newest first as they come."""
    shelves: dict[Shelf, list[Story]] = defaultdict(list)
    site_zone = zone(config.site.timezone)
    for story in stories:
        day = story.published.astimezone(site_zone).date().isoformat()
        for shelf in shelves_of(story, day):
            shelves[shelf].append(story)
    return {shelf: tuple(row) for shelf, row in shelves.items()}


def shelves_of(story: Story, day: str) -> tuple[Shelf, ...]:
    """The shelves that `story` stands on; `day` is its day in the site's zone."""
    found: list[Shelf] = [("section", story.section), ("day", day)]
    found += [("month", day[:7]), ("year", day[:4])]
    found += [("topic", slugify(topic)) for topic in story.topics]
    found += [("author", slugify(author)) for author in story.authors]
    if story.series:
        found.append(("series", story.series))
    return tuple(dict.fromkeys(shelf for shelf in found if is_free(shelf[1])))


def _labels(
    shelves: Mapping[Shelf, tuple[Story, ...]], profiles: Mapping[Shelf, Profile]
) -> Mapping[Shelf, str]:
    labels = {}
    for (kind, id_), stories in shelves.items():
        if kind not in ("author", "topic"):
            continue
        if profile := profiles.get((kind, id_)):
            labels[kind, id_] = profile.name
            continue
        oldest = stories[-1]
        names = oldest.topics if kind == "topic" else oldest.authors
        labels[kind, id_] = next(name for name in names if slugify(name) == id_)
    return labels


def _front_at(front: Front, as_of: datetime) -> Front:
    pins = tuple(pin for pin in front.pins if pin.until is None or pin.until > as_of)
    bar = front.breaking
    if bar is not None and bar.until is not None and bar.until <= as_of:
        bar = None
    return replace(front, pins=pins, breaking=bar)


def _due(parsed: Iterable[Parsed], front: Front, as_of: datetime) -> tuple[datetime, ...]:
    moments: set[datetime | None] = {pin.until for pin in front.pins}
    moments.add(front.breaking.until if front.breaking else None)
    for item in parsed:
        if item.gate is not None and not item.gate.draft:
            moments |= {item.gate.opens, item.gate.closes}
        if isinstance(item.noun, Story):
            moments.add(item.noun.published + NEWS)
    return tuple(sorted(moment for moment in moments if moment is not None and moment > as_of))
