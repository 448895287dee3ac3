"""`Index` to `Page`s: every page of the edition with all that its template may show.

How many files a new story touches is decided here: stories look back only, lists are numbered
from the oldest, and nothing shows a total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dateline.config import Config, paper_feeds
from dateline.index import Index, Shelf
from dateline.model import (
    Band,
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
from dateline.publish import Files, address_of, links_of
from dateline.times import day_of, month_of, zone

RELATED = 4
"""Related stories on a story page, when none are chosen by hand."""
SERIES_SHOWN = 24
"""Parts of a series on a story page."""
_LOOK_BACK = 24
"""Older stories of each topic among which related ones are looked for."""
_CANDIDATES = 20
"""Newest stories among which `priority` chooses the lead of the front page."""
_FOLDERS = {"topic": "topics", "author": "authors", "series": "series"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning works from, and the small steps that its parts share."""

    index: Index
    config: Config
    files: Files
    _teasers: dict[str, Teaser] = field(default_factory=dict, compare=False)
    """Made once for each story: most stand on many lists."""

    @property
    def base(self) -> str:
        return self.config.site.base

    def has(self, kind: str) -> bool:
        """Whether pages of this kind are turned on."""
        return kind in self.config.site.pages

    def home(self) -> Link:
        return Link(self.config.site.title, f"{self.base}/")

    def section(self, id_: str) -> Section:
        return next(section for section in self.config.site.sections if section.id == id_)

    def section_link(self, id_: str) -> Link:
        section = self.section(id_)
        return Link(section.title, section.url)

    def name_link(self, kind: str, written: str) -> Link:
        """An author or topic as a link, under the label that the whole paper uses."""
        id_ = slugify(written)
        label = self.index.labels.get((kind, id_), written)
        folder = _FOLDERS[kind]
        has_page = id_ and self.has(folder) and (kind, id_) in self.index.shelves
        return Link(label, f"{self.base}/{folder}/{id_}/" if has_page else "")

    def authors(self, story: Story) -> tuple[Link, ...]:
        if not story.authors:
            return (Link(self.config.desk),) if self.config.desk else ()
        return tuple(dict.fromkeys(self.name_link("author", name) for name in story.authors))

    def topics(self, story: Story) -> tuple[Link, ...]:
        links = {slugify(topic): self.name_link("topic", topic) for topic in story.topics}
        return tuple(links.values())

    def links(self, noun: Story | Leaf | Profile) -> Mapping[str, str]:
        found = links_of(noun, self.index, self.files)
        return {target: self.base + url for target, url in found.items()}

    def image(self, noun: Story | Leaf | Profile) -> Picture | None:
        """The noun's picture, with its URL; none if its file is not published."""
        if noun.image is None:
            return None
        url = self.links(noun).get(noun.image.src)
        return replace(noun.image, src=url) if url else None

    def teaser(self, story: Story) -> Teaser:
        """The part of `story` that other pages may show."""
        if story.path not in self._teasers:
            self._teasers[story.path] = self._make_teaser(story)
        return self._teasers[story.path]

    def _make_teaser(self, story: Story) -> Teaser:
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
        return tuple(self.teaser(story) for story in stories)

    def feeds(self, kind: str, base: str, title: str) -> tuple[Feed, ...]:
        """The feeds of a list of one kind at `base`, which comes with the site's own."""
        return paper_feeds(self.config.feeds[kind], base, title)

    def page(self, address: str, **facts: object) -> Page:
        """A page at `address`, which is below the site's root."""
        return Page(url=self.base + address, path=output_path(address), **facts)  # type: ignore[arg-type]


def plan(desk: Desk) -> Iterator[Page]:
    """Every page with a template: stories, lists, archives, names, standing pages, redirects.

    Feeds, sitemaps and the like are planned in `machines`.
    """
    index = desk.index
    yield plan_front(desk)
    for section in desk.config.site.sections:
        yield from plan_list(desk, ("section", section.id))
    for kind, id_ in sorted(index.shelves):
        if kind in _FOLDERS and desk.has(_FOLDERS[kind]):
            yield from plan_list(desk, (kind, id_))
    yield from plan_names(desk)
    if desk.has("archive"):
        yield from plan_archive(desk)
    yield from plan_stories(desk)
    for leaf in index.leaves:
        yield plan_leaf(desk, leaf)
    nouns: tuple[Story | Leaf, ...] = (*index.stories, *index.leaves)
    for noun in nouns:
        yield from plan_redirects(desk, noun)
    yield desk.page("/404.html", template="missing.html", kind="missing", title="Page not found")


# Stories ---------------------------------------------------------------------------------------


def plan_stories(desk: Desk) -> Iterator[Page]:
    """A page for each story, newest first."""
    places = _places_on_shelves(desk.index)
    for story in desk.index.stories:
        yield plan_story(desk, story, places)


def _places_on_shelves(index: Index) -> Mapping[tuple[Shelf, str], int]:
    """Where each story stands on the shelves of its section, topics and series."""
    return {
        (shelf, story.path): place
        for shelf, stories in index.shelves.items()
        if shelf[0] in ("section", "topic", "series")
        for place, story in enumerate(stories)
    }


def plan_story(
    desk: Desk,
    story: Story,
    places: Mapping[tuple[Shelf, str], int],
) -> Page:
    """The page of one story; `places` says where it stands on its shelves."""
    section = desk.section_link(story.section)
    shelf = ("section", story.section)
    place = places[shelf, story.path]
    previous = desk.index.shelf(*shelf)[place + 1 : place + 2]
    related = _chosen(desk, story) or _found(desk, story, places)
    site_feeds = desk.config.site.feeds
    return desk.page(
        story.address,
        template="story.html",
        kind="story",
        title=story.title,
        description=story.summary,
        lang=story.lang or desk.config.site.language,
        crumbs=(desk.home(), section, Link(story.title)),
        feeds=(*desk.feeds("sections", section.url.rstrip("/"), section.title), *site_feeds),
        story=story,
        body=story.body,
        links=desk.links(story),
        section=section,
        authors=desk.authors(story),
        topics=desk.topics(story),
        image=desk.image(story),
        series=_series(desk, story, places),
        lists={"related": desk.teasers(related), "previous": desk.teasers(previous)},
    )


def _chosen(desk: Desk, story: Story) -> tuple[Story, ...]:
    """The related stories that were chosen by hand and are in the edition."""
    found = (desk.index.by_path.get(path) for path in dict.fromkeys(story.related))
    return tuple(noun for noun in found if isinstance(noun, Story))


def _found(desk: Desk, story: Story, places: Mapping[tuple[Shelf, str], int]) -> tuple[Story, ...]:
    """Older stories that share most topics with `story`; of equal ones the newer."""
    shared: dict[str, int] = {}
    stories: dict[str, Story] = {}
    for topic in filter(is_free, {slugify(topic) for topic in story.topics}):
        shelf = ("topic", topic)
        start = places[shelf, story.path] + 1
        for other in desk.index.shelf(*shelf)[start : start + _LOOK_BACK]:
            shared[other.path] = shared.get(other.path, 0) + 1
            stories[other.path] = other
    ranked = sorted(
        stories.values(), key=lambda s: (shared[s.path], s.published, s.path), reverse=True
    )
    return tuple(ranked[:RELATED])


def _series(desk: Desk, story: Story, places: Mapping[tuple[Shelf, str], int]) -> Series | None:
    """The parts of the story's series; of a long one those around it, mostly earlier ones.

    So a new part changes a few older pages, however many there are.
    """
    if not story.series:
        return None
    shelf = ("series", story.series)
    newest_first = desk.index.shelf(*shelf)
    total, place = len(newest_first), places[shelf, story.path]
    start, end = 0, total
    if total > SERIES_SHOWN:
        start, end = max(0, place - 3), place + SERIES_SHOWN - 3
    shown = tuple(reversed(newest_first[start:end]))
    url = f"{desk.base}/series/{story.series}/" if desk.has("series") else ""
    return Series(
        link=Link(series_title(story.series), url),
        parts=tuple(Link(part.title, desk.base + part.address) for part in shown),
        part=total - place,
        first=total - start - len(shown) + 1,
        total=total if total <= SERIES_SHOWN else 0,
    )


def series_title(id_: str) -> str:
    """A series' name, made of its id: `after-the-flood` is "After the flood"."""
    return id_.replace("-", " ").capitalize()


# Lists -----------------------------------------------------------------------------------------


def plan_list(desk: Desk, shelf: Shelf) -> Iterator[Page]:
    """The front of a shelf with its newest stories, and its full pages from the oldest on.

    Page k holds the stories per_page·(k−1)+1 to per_page·k, counted from the oldest, once there
    are so many: it never changes again. The front links to the last full page; together they
    leave none out.
    """
    stories = desk.index.shelf(*shelf)
    size = desk.config.per_page
    full = len(stories) // size
    address = f"/{shelf[1]}/" if shelf[0] == "section" else f"/{_FOLDERS[shelf[0]]}/{shelf[1]}/"
    front = _list_front(desk, shelf, address, stories[:size])
    yield replace(front, older=_page_link(desk, address, full) if full else None)
    for number in range(1, full + 1):
        start = len(stories) - number * size
        page = desk.page(
            f"{address}page/{number}/",
            template=front.template,
            kind=front.kind,
            title=front.title,
            description=front.description,
            lang=front.lang,
            crumbs=(*front.crumbs[:-1], Link(front.title, front.url), Link(str(number))),
            feeds=front.feeds,
            section=front.section,
            lists={"latest": desk.teasers(stories[start : start + size])},
        )
        newer = _page_link(desk, address, number + 1) if number < full else Link("", front.url)
        yield replace(
            page, older=_page_link(desk, address, number - 1) if number > 1 else None, newer=newer
        )


def _page_link(desk: Desk, address: str, number: int) -> Link:
    return Link(str(number), f"{desk.base}{address}page/{number}/")


def _list_front(desk: Desk, shelf: Shelf, address: str, newest: tuple[Story, ...]) -> Page:
    kind, id_ = shelf
    profile = desk.index.profiles.get(shelf)
    title, description = _list_title(desk, shelf, profile)
    crumbs = [desk.home()]
    if kind in ("topic", "author"):
        crumbs.append(Link(_FOLDERS[kind].capitalize(), f"{desk.base}/{_FOLDERS[kind]}/"))
    own = f"{desk.base}{address}".rstrip("/")
    feeds = desk.feeds(_FOLDERS.get(kind, "sections"), own, title) if newest else ()
    return desk.page(
        address,
        template=f"{kind}.html",
        kind=kind,
        title=title,
        description=description,
        lang=(profile.lang if profile else "") or desk.config.site.language,
        crumbs=(*crumbs, Link(title)),
        feeds=(*feeds, *desk.config.site.feeds),
        section=desk.section_link(id_) if kind == "section" else None,
        profile=profile,
        body=profile.body if profile else b"",
        links=desk.links(profile) if profile else {},
        image=desk.image(profile) if profile else None,
        lists={"latest": desk.teasers(newest)},
    )


def _list_title(desk: Desk, shelf: Shelf, profile: Profile | None) -> tuple[str, str]:
    kind, id_ = shelf
    if kind == "section":
        section = desk.section(id_)
        return section.title, section.description
    if kind == "series":
        return series_title(id_), ""
    return desk.index.labels[shelf], profile.summary if profile else ""


def plan_names(desk: Desk) -> Iterator[Page]:
    """`/topics/` and `/authors/`: every name, in order, without counts."""
    for kind in ("topic", "author"):
        folder = _FOLDERS[kind]
        if not desk.has(folder):
            continue
        labels = {id_: desk.index.labels[kind, id_] for id_ in desk.index.ids(kind)}
        ordered = sorted(labels.items(), key=lambda item: (item[1].casefold(), item[0]))
        yield desk.page(
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


def plan_archive(desk: Desk) -> Iterator[Page]:
    """`/archive/`, and a page for each year, month and day that has stories."""
    index, lang = desk.index, desk.config.site.language
    site_zone = zone(desk.config.site.timezone)
    root = Link("Archive", f"{desk.base}/archive/")
    days, months, years = index.ids("day"), index.ids("month"), index.ids("year")

    def link(id_: str) -> Link:
        title = id_
        if len(id_) == 7:
            title = month_of(index.shelf("month", id_)[0].published, site_zone, lang)
        elif len(id_) == 10:
            title = day_of(index.shelf("day", id_)[0].published, site_zone, lang)
        return Link(title, f"{desk.base}/archive/{id_.replace('-', '/')}/")

    def archive(kind: str, id_: str, trail: tuple[Link, ...], **facts: object) -> Page:
        own = link(id_) if id_ else root
        return desk.page(
            own.url.removeprefix(desk.base),
            template=f"{kind}.html",
            kind=kind,
            title=own.title,
            lang=lang,
            crumbs=(desk.home(), *trail, Link(own.title)),
            feeds=desk.config.site.feeds,
            **facts,
        )

    yield archive("archive", "", (), names=tuple(link(year) for year in reversed(years)))
    by_year: dict[str, list[str]] = {}
    by_month: dict[str, list[str]] = {}
    for month in months:
        by_year.setdefault(month[:4], []).append(month)
    for day in days:
        by_month.setdefault(day[:7], []).append(day)
    for year in years:
        yield archive("year", year, (root,), names=tuple(link(month) for month in by_year[year]))
    for month in months:
        trail = (root, link(month[:4]))
        yield archive("month", month, trail, names=tuple(link(day) for day in by_month[month]))
    for day in days:
        teasers = desk.teasers(index.shelf("day", day))
        above = (root, link(day[:4]), link(day[:7]))
        yield archive("day", day, above, lists={"latest": teasers})


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
                taken.append(desk.teaser(story))
        return tuple(taken)

    index, config = desk.index, desk.config
    lead = take(_lead_candidates(index), 1)
    pinned = (index.by_path.get(pin.story) for pin in index.front.pins)
    pins = take((noun for noun in pinned if isinstance(noun, Story)), 10)
    left = len(index.stories) - len(shown)
    # A young paper's newest stories would be all it has: then its sections get half of them.
    limit = config.latest if left > config.latest else left // 2
    latest = take(index.stories[: config.latest + 12], limit)
    slots = index.front.slots or tuple((section.id, 0) for section in config.site.sections)
    bands = []
    for id_, limit in slots:
        stories = take(index.shelf("section", id_), limit or config.per_section)
        if stories:
            bands.append(Band(desk.section_link(id_), stories))
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
    )


def _lead_candidates(index: Index) -> list[Story]:
    """The editor's lead, if it is in the edition; then the newest, those of high priority first."""
    chosen = index.by_path.get(index.front.lead)
    newest = [story for story in index.stories[:_CANDIDATES] if story.kind != "sponsored"]
    newest.sort(key=lambda story: story.priority)
    return [chosen, *newest] if isinstance(chosen, Story) else newest


def _notice(desk: Desk) -> Notice | None:
    bar = desk.index.front.breaking
    if bar is None or (bar.story and bar.story not in desk.index.by_path):
        return None
    address = address_of(desk.index.by_path.get(bar.story), desk.index)
    return Notice(bar.text, desk.base + address if address else "")


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
