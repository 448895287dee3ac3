"""`Index` to `Page`s: each page of the edition with all that its template may show.

How many files a new story touches is decided here: stories look back only, lists are numbered
from the oldest, and nothing shows a total.
"""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from dateline import codec
from dateline.config import Config, paper_feeds
from dateline.digests import digest
from dateline.index import Index, Spot
from dateline.letters import EDITION, can_draw
from dateline.model import (
    Band,
    Calendar,
    Card,
    Copy,
    Day,
    Feed,
    Leaf,
    Link,
    Notice,
    Page,
    Picture,
    Profile,
    Section,
    Series,
    Story,
    Teaser,
)
from dateline.names import is_free, output_path, slugify
from dateline.program import version_of
from dateline.publish import Files, address_of
from dateline.records import Noun
from dateline.times import day_of, first_weekday, month_of, weekdays_of

RELATED = 4
"""Related stories on a story page, when none are chosen by hand."""
SERIES_SHOWN = 24
"""Parts of a series on a story page."""
LOOK_BACK = 24
"""Older stories of each topic among which related ones are looked for."""
_MARGIN = 12
"""More than are shown, since some may stand higher on the page already: a lead and ten pins."""
_CANDIDATES = 20
"""Newest stories among which `priority` chooses the lead of the front page."""
FOLDERS = {"topic": "topics", "author": "authors", "series": "series"}


_TEASERS = 16_384
"""Teasers that are held in memory: most stand on many lists."""


class Desk:
    """What planning works from, and the small steps that its parts share."""

    def __init__(self, index: Index, config: Config, files: Files) -> None:
        self.index, self.config, self.files = index, config, files
        self.assets: tuple[Copy, ...] = ()
        """The theme's own files."""
        self.maps: Callable[[], list[tuple[str, datetime | None]]] = list
        """Gives the sitemaps of the edition, and when the newest of their pages changed."""
        self.teaser = lru_cache(maxsize=_TEASERS)(self._teaser)
        self.section_link = lru_cache(maxsize=256)(self._section_link)
        self.name_link = lru_cache(maxsize=4096)(self._name_link)
        # Many pages share these: what is one value is taken for one by what makes keys of it.
        self.byline = lru_cache(maxsize=4096)(self._byline)
        self.topic_links = lru_cache(maxsize=4096)(self._topic_links)
        self.feeds = lru_cache(maxsize=4096)(self._feeds)

    @property
    def base(self) -> str:
        return self.config.site.base

    def has(self, kind: str) -> bool:
        """Whether pages of this kind are turned on."""
        return kind in self.config.site.pages

    def home(self) -> Link:
        return Link(self.config.site.title, f"{self.base}/")

    def section(self, id_: str) -> Section:
        for section in self.config.site.sections:
            if section.id == id_:
                return section
        raise LookupError(id_)

    def _section_link(self, id_: str) -> Link:
        section = self.section(id_)
        return Link(section.title, section.url)

    def _name_link(self, kind: str, written: str) -> Link:
        """An author or topic as a link, under the label that the whole paper uses."""
        id_ = slugify(written)
        if not self.index.has_shelf(kind, id_):
            return Link(written)
        folder = FOLDERS[kind]
        url = f"{self.base}/{folder}/{id_}/" if self.has(folder) else ""
        return Link(self.index.label(kind, id_), url)

    def authors(self, story: Story) -> tuple[Link, ...]:
        if not story.authors:
            return (Link(self.config.desk),) if self.config.desk else ()
        return self.byline(story.authors)

    def _byline(self, names: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(dict.fromkeys(self.name_link("author", name) for name in names))

    def topics(self, story: Story) -> tuple[Link, ...]:
        return self.topic_links(story.topics)

    def _topic_links(self, names: tuple[str, ...]) -> tuple[Link, ...]:
        links = {slugify(name): self.name_link("topic", name) for name in names}
        return tuple(links.values())

    def links(self, noun: Noun) -> Mapping[str, str]:
        found = self.files.links_of(noun)
        return {target: self.base + url for target, url in found.items()}

    def image(self, noun: Noun) -> Picture | None:
        """The noun's picture, with its addresses; none if its file is not published."""
        return self.files.lead_of(noun, self.base)

    def pictures(self, noun: Noun) -> Mapping[str, Picture]:
        """The pictures that the noun's text shows, with their addresses."""
        return self.files.pictures_of(noun, self.base)

    def card(self, story: Story) -> Card | None:
        """The social card of a story without a picture that other sites can show."""
        if not self.config.cards or not can_draw(story.title):
            return None
        image = self.image(story)
        if image is not None and image.form != "vector":
            return None
        site = self.config.site
        facts = (
            story.title,
            self.section_link(story.section).title,
            site.title,
            site.accent,
            story.lang or site.language,
        )
        mark = digest((facts, EDITION, version_of("pillow"))).hex()[:12]
        return Card(f"{story.address[1:]}card-{mark}.png", *facts)

    def _teaser(self, path: str) -> Teaser:
        """The part of a story that other pages may show."""
        story = self.index.shelved(path)
        return Teaser(
            url=self.base + story.address,
            title=story.title,
            published=story.published,
            updated=story.updated,
            summary=story.summary,
            section=self.section_link(story.section),
            kicker=story.kicker,
            kind=story.kind,
            image=self.image(story),
            authors=self.authors(story),
            lang=story.lang,
        )

    def teasers(self, stories: Iterable[Story]) -> tuple[Teaser, ...]:
        return tuple(self.teaser(story.path) for story in stories)

    def _feeds(self, kind: str, base: str, title: str) -> tuple[Feed, ...]:
        """The feeds of a list of one kind at `base`, and the site's own."""
        return (*paper_feeds(self.config.feeds[kind], base, title), *self.config.site.feeds)

    def page(self, address: str, **facts: object) -> Page:
        """A page at `address`, which is below the site's root."""
        return Page(url=self.base + address, path=output_path(address), **facts)  # type: ignore[arg-type]


# Stories ---------------------------------------------------------------------------------------


def plan_story(desk: Desk, story: Story) -> Page:
    """The page of one story."""
    section = desk.section_link(story.section)
    previous = desk.index.shelf("section", story.section).older(story, 1)
    related = _chosen(desk, story) or _found(desk, story)
    return desk.page(
        story.address,
        template="story.html",
        kind="story",
        title=story.title,
        description=story.summary,
        lang=story.lang or desk.config.site.language,
        crumbs=(desk.home(), section, Link(story.title)),
        feeds=desk.feeds("sections", section.url.rstrip("/"), section.title),
        story=story,
        body=story.body,
        links=desk.links(story),
        section=section,
        authors=desk.authors(story),
        topics=desk.topics(story),
        image=desk.image(story),
        pictures=desk.pictures(story),
        card=f"{desk.base}/{card.path}" if (card := desk.card(story)) else "",
        series=_series(desk, story),
        lists={
            "related": tuple(map(desk.teaser, related)),
            "previous": tuple(desk.teaser(path) for _, path in previous if path not in related),
        },
    )


def _chosen(desk: Desk, story: Story) -> list[str]:
    """The related stories that were chosen by hand and are in the edition."""
    return [path for path in dict.fromkeys(story.related) if desk.index.story(path)]


def _found(desk: Desk, story: Story) -> list[str]:
    """Older stories that share most topics with `story`; of equal ones the newer."""
    shared: dict[tuple[int, str], int] = {}
    for topic in filter(is_free, {slugify(topic) for topic in story.topics}):
        for other in desk.index.shelf("topic", topic).older(story, LOOK_BACK):
            shared[other] = shared.get(other, 0) + 1
    found: list[tuple[int, str]] = []
    for count in sorted(set(shared.values()), reverse=True):
        if len(found) < RELATED:
            found += sorted((o for o, times in shared.items() if times == count), reverse=True)
    return [path for _, path in found[:RELATED]]


def _series(desk: Desk, story: Story) -> Series | None:
    """The parts of the story's series; of a long one those around it, mostly earlier ones.

    So a new part changes a few older pages, however many there are.
    """
    if not story.series:
        return None
    shelf = desk.index.shelf("series", story.series)
    part = shelf.count_older(codec.instant(story.published), story.path) + 1
    total = len(shelf)
    start, end = 0, total
    if total > SERIES_SHOWN:
        end = min(total, part + 3)
        start = max(0, part + 3 - SERIES_SHOWN)
    shown = tuple(reversed(shelf.from_oldest(start, end - start)))
    url = f"{desk.base}/series/{story.series}/" if desk.has("series") else ""
    return Series(
        link=Link(series_title(story.series), url),
        parts=tuple(Link(part.title, desk.base + part.address) for part in shown),
        part=part,
        first=start + 1,
        total=total if total <= SERIES_SHOWN else 0,
    )


def series_title(id_: str) -> str:
    """A series' name, made of its id: `after-the-flood` is "After the flood"."""
    return id_.replace("-", " ").capitalize()


# Lists -----------------------------------------------------------------------------------------


def plan_list(desk: Desk, spot: Spot) -> Page:
    """The front of a shelf, with its newest stories.

    Page k of a shelf holds the stories per_page·(k−1)+1 to per_page·k, counted from the oldest,
    once there are so many: it never changes again. The front links to the last full page; together
    they leave none out.
    """
    shelf, size = desk.index.shelf(*spot), desk.config.per_page
    full = len(shelf) // size
    front = _list_front(desk, spot, shelf.newest(size))
    return replace(front, older=_page_link(desk, list_address(spot), full) if full else None)


def plan_list_page(desk: Desk, spot: Spot, number: int) -> Page | None:
    """Page `number` of a shelf, if it is full."""
    shelf, size = desk.index.shelf(*spot), desk.config.per_page
    full, address = len(shelf) // size, list_address(spot)
    if not 0 < number <= full:
        return None
    front = _list_front(desk, spot, ())
    return desk.page(
        f"{address}page/{number}/",
        template=front.template,
        kind=front.kind,
        title=front.title,
        description=front.description,
        lang=front.lang,
        crumbs=(*front.crumbs[:-1], Link(front.title, front.url), Link(str(number))),
        feeds=_list_feeds(desk, spot, front.title),
        section=front.section,
        lists={"latest": desk.teasers(shelf.from_oldest((number - 1) * size, size))},
        older=_page_link(desk, address, number - 1) if number > 1 else None,
        newer=_page_link(desk, address, number + 1) if number < full else Link("", front.url),
    )


def list_address(spot: Spot) -> str:
    """The front page of a shelf, below the site's root."""
    kind, id_ = spot
    return f"/{id_}/" if kind == "section" else f"/{FOLDERS[kind]}/{id_}/"


def _page_link(desk: Desk, address: str, number: int) -> Link:
    return Link(str(number), f"{desk.base}{address}page/{number}/")


def _list_front(desk: Desk, spot: Spot, newest: tuple[Story, ...]) -> Page:
    kind, id_ = spot
    profile = desk.index.profile(kind, id_) if kind in ("author", "topic") else None
    title, description = _list_title(desk, spot, profile)
    crumbs = [desk.home()]
    if kind in ("topic", "author"):
        crumbs.append(Link(FOLDERS[kind].capitalize(), f"{desk.base}/{FOLDERS[kind]}/"))
    return desk.page(
        list_address(spot),
        template=f"{kind}.html",
        kind=kind,
        title=title,
        description=description,
        lang=(profile.lang if profile else "") or desk.config.site.language,
        crumbs=(*crumbs, Link(title)),
        feeds=_list_feeds(desk, spot, title) if newest else desk.config.site.feeds,
        section=desk.section_link(id_) if kind == "section" else None,
        profile=profile,
        body=profile.body if profile else b"",
        links=desk.links(profile) if profile else {},
        image=desk.image(profile) if profile else None,
        pictures=desk.pictures(profile) if profile else {},
        lists={"latest": desk.teasers(newest)},
    )


def _list_feeds(desk: Desk, spot: Spot, title: str) -> tuple[Feed, ...]:
    """The feeds of a list that has stories, and those of the paper."""
    own = f"{desk.base}{list_address(spot)}".rstrip("/")
    return desk.feeds(FOLDERS.get(spot[0], "sections"), own, title)


def _list_title(desk: Desk, spot: Spot, profile: Profile | None) -> tuple[str, str]:
    kind, id_ = spot
    if kind == "section":
        section = desk.section(id_)
        return section.title, section.description
    if kind == "series":
        return series_title(id_), ""
    return desk.index.label(kind, id_), profile.summary if profile else ""


def plan_names(desk: Desk, folder: str) -> Page:
    """`/topics/` or `/authors/`: every name, in order, without counts."""
    kind = folder.removesuffix("s")
    labels = {id_: desk.index.label(kind, id_) for id_ in desk.index.names(kind)}
    ordered = sorted(labels.items(), key=lambda item: (item[1].casefold(), item[0]))
    return desk.page(
        f"/{folder}/",
        template="names.html",
        kind=folder,
        title=folder.capitalize(),
        lang=desk.config.site.language,
        crumbs=(desk.home(), Link(folder.capitalize())),
        feeds=desk.config.site.feeds,
        names=tuple(Link(label, f"{desk.base}/{folder}/{id_}/") for id_, label in ordered),
    )


# Archives --------------------------------------------------------------------------------------


def plan_archive(desk: Desk, id_: str) -> Page | None:
    """`/archive/`, or the page of a year, month or day (`2010`, `2010-11`, `2010-11-13`).

    None if nothing was published then.
    """
    days = desk.index.days(id_)
    if id_ and not days:
        return None
    kind = {0: "archive", 4: "year", 7: "month", 10: "day"}[len(id_)]
    root = Link("Archive", f"{desk.base}/archive/")
    above = [_archive_link(desk, id_[:size]) for size in (4, 7) if size < len(id_)]
    own = _archive_link(desk, id_) if id_ else root
    facts: dict[str, Any] = {}
    if kind == "day":
        facts["lists"] = {"latest": desk.teasers(reversed(list(desk.index.shelf(kind, id_).all())))}
    else:
        below = {"archive": 4, "year": 7, "month": 10}[kind]
        ids = sorted({day[:below] for day in days}, reverse=kind == "archive")
        facts["names"] = tuple(_archive_link(desk, id_) for id_ in ids)
    if kind == "month":
        facts["calendar"] = _calendar(desk, id_, days)
    return desk.page(
        own.url.removeprefix(desk.base),
        template=f"{kind}.html",
        kind=kind,
        title=own.title,
        lang=desk.config.site.language,
        crumbs=(desk.home(), *((root,) if id_ else ()), *above, Link(own.title)),
        feeds=desk.config.site.feeds,
        **facts,
    )


def _calendar(desk: Desk, month: str, days: Iterable[str]) -> Calendar:
    """The days of `month` in weeks; those of `days` lead to their pages."""
    lang = desk.config.site.language
    first = first_weekday(lang)
    names, short = (days_[first:] + days_[:first] for days_ in weekdays_of(lang))
    links = {int(day[8:]): _archive_link(desk, day) for day in days}
    year, number = map(int, month.split("-"))

    def square(day: int) -> Day:
        link = links.get(day)
        return Day(day, link.title, link.url) if link else Day(day)

    weeks = Weeks(first).monthdayscalendar(year, number)
    return Calendar(names, short, tuple(tuple(map(square, week)) for week in weeks))


def _archive_link(desk: Desk, id_: str) -> Link:
    """A year, month or day by its name."""
    title, lang = id_, desk.config.site.language
    if len(id_) > 4:
        # Noon is the same day in every zone's own time.
        noon = datetime.fromisoformat(f"{id_}-01"[:10] + "T12:00:00").replace(tzinfo=UTC)
        title = month_of(noon, UTC, lang) if len(id_) == 7 else day_of(noon, UTC, lang)
    return Link(title, f"{desk.base}/archive/{id_.replace('-', '/')}/")


# The front page --------------------------------------------------------------------------------


def plan_front(desk: Desk) -> Page:
    """`/`: lead, pins, the newest, then bands by section; no story twice."""
    shown: set[str] = set()

    def take(stories: Iterable[Story], limit: int) -> tuple[Teaser, ...]:
        taken: list[Teaser] = []
        for story in stories:
            if len(taken) == limit:
                break
            if story.path not in shown:
                shown.add(story.path)
                taken.append(desk.teaser(story.path))
        return tuple(taken)

    index, config = desk.index, desk.config
    paper = index.shelf("paper", "")
    lead = take(_lead_candidates(index), 1)
    pinned = (index.story(pin.story) for pin in index.front.pins)
    pins = take((story for story in pinned if story), 10)
    left = len(paper) - len(shown)
    # A young paper's newest stories would be all it has: then its sections get half of them.
    limit = config.latest if left > config.latest else left // 2
    latest = take(paper.newest(config.latest + _MARGIN), limit)
    slots = index.front.slots or tuple((section.id, 0) for section in config.site.sections)
    bands = []
    for id_, limit in slots:
        some = limit or config.per_section
        stories = take(index.shelf("section", id_).newest(some + len(shown)), some)
        if stories:
            bands.append(Band(desk.section_link(id_), stories))
    all_shown = (*lead, *pins, *latest, *(t for band in bands for t in band.stories))
    return desk.page(
        "/",
        template="front.html",
        kind="front",
        title=config.site.title,
        description=config.site.description,
        lang=config.site.language,
        crumbs=(desk.home(),),
        feeds=config.site.feeds,
        lists={"lead": lead, "pins": pins, "latest": latest},
        bands=tuple(bands),
        notice=_notice(desk),
        updated=max((teaser.updated or teaser.published for teaser in all_shown), default=None),
    )


def _lead_candidates(index: Index) -> list[Story]:
    """The editor's lead, if it is in the edition; then the newest, those of high priority first."""
    chosen = index.story(index.front.lead)
    candidates = index.shelf("paper", "").newest(_CANDIDATES)
    newest = [story for story in candidates if story.kind != "sponsored"]
    newest.sort(key=lambda story: story.priority)
    return [chosen, *newest] if chosen else newest


def _notice(desk: Desk) -> Notice | None:
    bar = desk.index.front.breaking
    story = desk.index.noun(bar.story) if bar and bar.story else None
    if bar is None or (bar.story and story is None):
        return None
    address = address_of(story, desk.index)
    return Notice(bar.text, desk.base + address if address else "", bar.until)


# The rest --------------------------------------------------------------------------------------


def plan_leaf(desk: Desk, leaf: Leaf) -> Page:
    """A standing page."""
    return desk.page(
        leaf.address,
        template="page.html",
        kind="page",
        title=leaf.title,
        description=leaf.summary,
        lang=leaf.lang or desk.config.site.language,
        crumbs=(desk.home(), Link(leaf.title)),
        feeds=desk.config.site.feeds,
        body=leaf.body,
        links=desk.links(leaf),
        image=desk.image(leaf),
        pictures=desk.pictures(leaf),
        extra=leaf.extra,
    )


def plan_redirects(desk: Desk, noun: Story | Leaf) -> Iterator[Page]:
    """A page at each old URL that leads to where the noun is now."""
    for alias in noun.aliases:
        yield desk.page(
            alias,
            template="redirect.html",
            kind="redirect",
            title=noun.title,
            lang=noun.lang or desk.config.site.language,
            names=(Link(noun.title, desk.base + noun.address),),
        )


def plan_missing(desk: Desk) -> Page:
    """The page for addresses that lead nowhere."""
    return desk.page("/404.html", template="missing.html", kind="missing", title="Page not found")
