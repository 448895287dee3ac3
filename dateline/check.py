"""What no single file can know: links that break, names that are not there, URLs that collide."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dateline.fields import nearest, short
from dateline.front import Front
from dateline.index import Edition, Index, is_id
from dateline.model import Copy, Leaf, Page, Parsed, Profile, Reference, Source, Story
from dateline.names import fold, is_safe_path, slugify
from dateline.problems import Location, Problem
from dateline.publish import Files, bundle_of


@dataclass(frozen=True, slots=True)
class Desk:
    """All that checks look things up in."""

    parsed: Mapping[str, Parsed]
    index: Index
    files: Files
    known_files: frozenset[str]
    edition: Edition
    profiles: Mapping[str, frozenset[str]]
    """Ids of those who have a profile, under `authors` and `topics`."""

    def is_shown(self, path: str) -> bool:
        return path in self.index.by_path

    def is_live(self, item: Parsed) -> bool:
        return item.gate is None or self.edition.shows(item.gate)


def check(
    sources: Iterable[Source],
    parsed: Iterable[Parsed],
    front: Front,
    index: Index,
    files: Files,
    edition: Edition,
) -> Iterator[tuple[Parsed | None, Problem]]:
    """Problems between files, each with the file that it belongs to, if it is a Markdown file."""
    items = {item.path: item for item in parsed}
    known = frozenset(source.path for source in sources if not source.is_markdown)
    desk = Desk(items, index, files, known, edition, _profiles(items.values()))
    for item in items.values():
        if item.noun is None:
            continue
        for problem in _of_file(item, desk):
            yield item, problem
    yield from _twins(desk)
    for problem in _of_front(front, desk):
        yield None, problem


def _profiles(parsed: Iterable[Parsed]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {"authors": set(), "topics": set()}
    for item in parsed:
        if isinstance(item.noun, Profile):
            found[item.path.split("/", 1)[0]].add(item.noun.id)
    return {folder: frozenset(ids) for folder, ids in found.items()}


def _of_file(item: Parsed, desk: Desk) -> Iterator[Problem]:
    for reference in item.references:
        yield from _of_reference(reference, item, desk)
    if isinstance(item.noun, Story):
        yield from _of_people(item, item.noun, desk)
        yield from _of_related(item, item.noun, desk)


# References ------------------------------------------------------------------------------------


def _of_reference(reference: Reference, item: Parsed, desk: Desk) -> Iterator[Problem]:
    target = reference.target
    if reference.kind == "story":
        if target not in desk.parsed:
            yield _broken_link(reference, desk)
        elif desk.is_live(item) and _is_out(target, desk):
            yield Problem(
                reference.where,
                "link-not-live",
                f"the link leads to {target}, which is not published now",
                "a story that readers can see",
                "its words are shown without the link until then",
                "warning",
            )
    elif reference.kind == "file" and target not in desk.known_files:
        yield _missing_file(reference, desk)
    elif reference.kind == "file" and desk.is_live(item) and target in desk.files.withheld:
        if item.path != desk.files.bundles.get(bundle_of(target, desk.files.bundles)):
            yield Problem(
                reference.where,
                "file-not-live",
                f"{short(target)} belongs to a story that is not published now",
                "a file of this story, or of one that readers can see",
                "copy the file beside this story, if it may be shown already",
            )


def _is_out(path: str, desk: Desk) -> bool:
    """Whether a Markdown file was read and is not in the edition; profiles without stories are."""
    item = desk.parsed[path]
    return item.noun is not None and not desk.is_shown(path)


def _broken_link(reference: Reference, desk: Desk) -> Problem:
    near = nearest_path(reference.target, desk.parsed)
    return Problem(
        reference.where,
        "broken-link",
        f"there is no story {short(reference.target)}",
        "the path of a story's file, from this file's folder",
        f"did you mean {near}?" if near else "has it been moved or renamed?",
    )


def _missing_file(reference: Reference, desk: Desk) -> Problem:
    near = nearest_path(reference.target, desk.known_files)
    return Problem(
        reference.where,
        "missing-file",
        f"there is no file {short(reference.target)} in content/",
        "the name of a file beside the story",
        f"did you mean {near}?" if near else "save the picture beside the story",
    )


def nearest_path(path: str, known: Iterable[str]) -> str:
    """The one of the paths `known` that was most likely meant by `path`, or nothing.

    A file of the same name elsewhere, else one of a similar name in the same folder: comparing
    letter by letter with a whole archive would take a second for each broken link.
    """
    folder, name = posixpath.split(path)
    paths = sorted(known)
    if moved := next((p for p in paths if posixpath.basename(p) == name), ""):
        return moved
    beside = [p for p in paths if posixpath.dirname(p) == folder and abs(len(p) - len(path)) <= 4]
    return nearest(path, beside)


def _story_paths(desk: Desk) -> Iterator[str]:
    return (path for path, item in desk.parsed.items() if isinstance(item.noun, Story))


# Names -----------------------------------------------------------------------------------------


def _of_people(item: Parsed, story: Story, desk: Desk) -> Iterator[Problem]:
    """Authors and topics written as ids need a profile; names need letters for their URL."""
    for key, kind, names in (
        ("authors", "author", story.authors),
        ("topics", "topic", story.topics),
    ):
        profiles = desk.profiles[key]
        for number, name in enumerate(names):
            place = item.where.get(f"{key}.{number}") or Location(f"content/{item.path}", 1)
            if is_id(name) and name not in profiles:
                near = nearest(name, profiles)
                as_name = name.replace("-", " ").title()
                yield Problem(
                    place,
                    f"unknown-{kind}",
                    f"`{name}` is an id, and there is no content/{key}/{name}.md",
                    f"the id of an {kind} with a profile, or a name such as {as_name}".replace(
                        "an topic", "a topic"
                    ),
                    f"did you mean `{near}`?" if near else f"make the file, or write {as_name}",
                )
            elif not slugify(name):
                yield Problem(
                    place,
                    "bad-name",
                    f"`{short(name)}` has no letters or digits that a URL could be made of",
                    "a name",
                )


def _of_related(item: Parsed, story: Story, desk: Desk) -> Iterator[Problem]:
    for number, path in enumerate(story.related):
        place = item.where.get(f"related.{number}") or Location(f"content/{item.path}", 1)
        other = desk.parsed.get(path)
        if other is None or not isinstance(other.noun, Story | None):
            near = nearest_path(path, _story_paths(desk))
            yield Problem(
                place,
                "broken-link",
                f"there is no story {short(path)}",
                "the path of a story's file under content/, such as world/harbour-deal.md",
                f"did you mean {near}?" if near else "has it been moved or renamed?",
            )
        elif isinstance(other.noun, Story) and _order(other.noun) >= _order(story):
            yield Problem(
                place,
                "related-newer",
                f"{short(path)} is not older than this story",
                "a story published before this one: stories look back only",
                "name this story in the newer one instead",
            )
        elif desk.is_live(item) and _is_out(path, desk):
            yield Problem(
                place,
                "link-not-live",
                f"the related story {short(path)} is not published now",
                "a story that readers can see",
                "it is left out until then",
                "warning",
            )


def _order(story: Story) -> tuple[object, str]:
    return story.published, story.path


def _of_front(front: Front, desk: Desk) -> Iterator[Problem]:
    """Stories that front.toml names and that are not there, or not yet."""
    named = [front.lead, *(pin.story for pin in front.pins)]
    named.append(front.breaking.story if front.breaking else "")
    for path in filter(None, dict.fromkeys(named)):
        other = desk.parsed.get(path)
        if other is None or isinstance(other.noun, Leaf | Profile):
            near = nearest_path(path, _story_paths(desk))
            yield Problem(
                front.place(path),
                "broken-link",
                f"there is no story {short(path)}",
                "the path of a story's file under content/, such as world/harbour-deal.md",
                f"did you mean {near}?" if near else "has it been moved or renamed?",
            )
        elif _is_out(path, desk):
            yield Problem(
                front.place(path),
                "link-not-live",
                f"{short(path)} is not published now",
                "a story that readers can see",
                "it is passed over until then",
                "warning",
            )


# Collisions ------------------------------------------------------------------------------------


def _twins(desk: Desk) -> Iterator[tuple[Parsed, Problem]]:
    """Stories that share a URL or an id, live or not, so that no release comes as a surprise."""
    addresses: dict[str, Parsed] = {}
    ids: dict[str, Parsed] = {}
    profiles: dict[tuple[bool, str], Parsed] = {}
    for item in sorted(desk.parsed.values(), key=lambda item: item.path):
        noun = item.noun
        if isinstance(noun, Profile):
            first = profiles.setdefault((item.path.startswith("authors/"), noun.id), item)
            if first is not item:
                yield item, _same_url(item, first, f"`{noun.id}`")
        elif noun is not None:
            first = addresses.setdefault(fold(noun.address), item)
            if first is not item:
                yield _hidden_one(first, item, desk), _same_url(item, first, noun.address)
        if isinstance(noun, Story):
            first = ids.setdefault(noun.id, item)
            if first is not item:
                yield _hidden_one(first, item, desk), _same_id(item, first, noun.id)


def _hidden_one(first: Parsed, second: Parsed, desk: Desk) -> Parsed:
    """Which of two the problem belongs to: one that is not live makes it a warning."""
    return second if desk.is_live(first) else first


def _same_url(item: Parsed, first: Parsed, url: str) -> Problem:
    place = item.where.get("slug") or Location(f"content/{item.path}", 1)
    return Problem(
        place,
        "same-url",
        f"{url} is the URL of this story and of content/{first.path}",
        "a URL of its own for each story",
        "give one of them another slug",
    )


def _same_id(item: Parsed, first: Parsed, id_: str) -> Problem:
    place = item.where.get("id") or Location(f"content/{item.path}", 1)
    return Problem(
        place,
        "same-id",
        f"the id {id_} is that of this story and of content/{first.path}",
        "an id of its own for each story, since feeds tell stories apart by it",
        "add a line such as: id: " + slugify(item.path.rsplit(".", 1)[0]),
    )


def claim(
    pages: Iterable[Page], copies: Iterable[Copy], replaced: frozenset[str]
) -> Iterator[Problem]:
    """Complain of outputs that claim one path, also by case or Unicode form alone.

    `replaced` are pages that a file of `content/` may stand in for.
    """
    claimed: dict[str, tuple[str, str]] = {}
    folders: dict[str, str] = {}
    for path, who, place in _claims(pages, copies, replaced):
        key = fold(path)
        if not is_safe_path(path):
            yield _unsafe(path, place)
            continue
        if key in claimed and claimed[key] != (path, who):
            yield _collision(path, who, claimed[key][1], place)
            continue
        claimed[key] = (path, who)
        while "/" in key:
            key = key.rsplit("/", 1)[0]
            folders.setdefault(key, who)
    for key in sorted(claimed.keys() & folders.keys()):
        path, who = claimed[key]
        yield _collision(path, who, folders[key], Location(who if "/" in who else path))


def _claims(
    pages: Iterable[Page], copies: Iterable[Copy], replaced: frozenset[str]
) -> Iterator[tuple[str, str, Location]]:
    for page in pages:
        if page.path not in replaced:
            who = f"content/{page.story.path}" if page.story else f"the {page.kind} page {page.url}"
            yield page.path, who, Location(f"content/{page.story.path}" if page.story else page.url)
    for copy in copies:
        yield copy.path, copy.source, Location(copy.source)


def _unsafe(path: str, place: Location) -> Problem:
    return Problem(
        place,
        "bad-file-name",
        f"{short(path)} can't be a file on every system",
        "a name without control characters and \\ : * ? \" < > |, that Windows does not keep",
        "rename the file",
    )


def _collision(path: str, one: str, other: str, place: Location) -> Problem:
    return Problem(
        place,
        "same-output",
        f"{short(path)} would be written twice: for {one} and for {other}",
        "one file for each path, also where case or accents are ignored",
        "rename one of the two",
    )
