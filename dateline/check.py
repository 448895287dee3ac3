"""What no single file can know: links that break, names that are not there, URLs that collide."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dateline.claims import urls_of
from dateline.fields import nearest, short
from dateline.front import FILE as FRONT_FILE
from dateline.front import Front
from dateline.index import Edition, Index, is_id
from dateline.model import Copy, Leaf, Page, Parsed, Profile, Reference, Source, Story
from dateline.names import fold, is_free, slugify
from dateline.problems import Location, Problem
from dateline.publish import Files, bundle_of


class Candidates:
    """Words of which one may have been meant, each with what it stands for.

    Comparing letter by letter with a whole archive would take a second for each mistake: of many
    words only those are compared that begin alike.
    """

    MOST = 500

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self._alike: dict[str, list[str]] = {}
        if len(words) > self.MOST:
            for word in words:
                self._alike.setdefault(word[:3], []).append(word)

    def nearest(self, word: str) -> str:
        """What the nearest word stands for, or nothing."""
        some = self._alike.get(word[:3], []) if self._alike else list(self.words)
        near = nearest(word, some[: self.MOST])
        return self.words[near] if near else ""


class Paths:
    """Paths of one kind, for telling which of them was meant."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.all = frozenset(paths)
        self._by_name: dict[str, str] = {}
        self._by_folder: dict[str, Candidates] = {}

    def nearest(self, path: str) -> str:
        """The one that was most likely meant by `path`, or nothing.

        That is a file of the same name elsewhere, else one of a similar name in the same folder.
        """
        if not self._by_name:
            self._sort()
        folder, name = posixpath.split(path)
        if moved := self._by_name.get(name):
            return moved
        beside = self._by_folder.get(folder)
        return beside.nearest(_stem(name)) if beside else ""

    def _sort(self) -> None:
        folders: dict[str, dict[str, str]] = {}
        for path in sorted(self.all):
            folder, name = posixpath.split(path)
            self._by_name.setdefault(name, path)
            folders.setdefault(folder, {})[_stem(name)] = path
        self._by_folder = {folder: Candidates(stems) for folder, stems in folders.items()}


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


@dataclass(frozen=True, slots=True)
class Desk:
    """All that checks look things up in."""

    parsed: Mapping[str, Parsed]
    index: Index
    files: Files
    stories: Paths
    markdown: Paths
    known_files: Paths
    edition: Edition
    profiles: Mapping[str, Candidates]
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
    stories = Paths(item.path for item in items.values() if isinstance(item.noun, Story))
    others = Paths(source.path for source in sources if not source.is_markdown)
    profiles = _profiles(items.values())
    desk = Desk(items, index, files, stories, Paths(items), others, edition, profiles)
    for item in items.values():
        for problem in _of_file(item, desk):
            yield item, problem
    yield from _twins(desk)
    for problem in _of_front(front, desk):
        yield None, problem


def _profiles(parsed: Iterable[Parsed]) -> Mapping[str, Candidates]:
    found: dict[str, dict[str, str]] = {"authors": {}, "topics": {}}
    for item in parsed:
        if isinstance(item.noun, Profile):
            found[item.path.split("/", 1)[0]][item.noun.id] = item.noun.id
    return {folder: Candidates(ids) for folder, ids in found.items()}


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
            yield _broken_link(reference, item, desk)
        elif desk.is_live(item) and _is_out(target, desk):
            yield Problem(
                reference.where,
                "link-not-live",
                f"the link leads to {target}, which is not published now",
                "a story that readers can see",
                "its words are shown without the link until then",
                "warning",
            )
    elif reference.kind == "file" and target == FRONT_FILE:
        yield Problem(
            reference.where,
            "broken-link",
            f"{FRONT_FILE} is not published",
            "a file that readers can see",
            "a link to the front page is written [front page](/)",
        )
    elif reference.kind == "file" and target not in desk.known_files.all:
        yield _missing_file(reference, item, desk)
    elif reference.kind == "file" and desk.is_live(item) and _is_withheld(target, item, desk):
        yield Problem(
            reference.where,
            "file-not-live",
            f"{short(target)} belongs to a story that is not published now",
            "a file of this story, or of one that readers can see",
            "copy the file beside this story, if it may be shown already",
        )


def _is_withheld(path: str, item: Parsed, desk: Desk) -> bool:
    """Whether a file is held back with another text than `item`."""
    if not desk.is_shown(item.path):  # its own files wait with it
        return False
    bundles = desk.files.bundles
    return path in desk.files.withheld and bundles.get(bundle_of(path, bundles)) != item.path


def _is_out(path: str, desk: Desk) -> bool:
    """Whether a Markdown file was read and is not in the edition; profiles without stories are."""
    item = desk.parsed[path]
    return item.noun is not None and not desk.is_shown(path)


def _broken_link(reference: Reference, item: Parsed, desk: Desk) -> Problem:
    near = _from(item, desk.markdown.nearest(reference.target))
    return Problem(
        reference.where,
        "broken-link",
        f"there is no story {short(reference.target)}",
        "the path of a story's file, from this file's folder",
        f"did you mean {near}?" if near else "has it been moved or renamed?",
    )


def _from(item: Parsed, path: str) -> str:
    """A path under `content/` as the file `item` would write it; nothing stays nothing."""
    return path and posixpath.relpath(path, posixpath.dirname(item.path) or ".")


def _missing_file(reference: Reference, item: Parsed, desk: Desk) -> Problem:
    near = _from(item, desk.known_files.nearest(reference.target))
    return Problem(
        reference.where,
        "missing-file",
        f"there is no file {short(reference.target)} in content/",
        "the name of a file beside the story",
        f"did you mean {near}?" if near else "save the picture beside the story",
    )


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
            if is_id(name) and name not in profiles.words:
                yield _without_profile(name, kind, place, profiles)
            elif not is_free(slugify(name)):
                yield Problem(
                    place,
                    "bad-name",
                    f"`{short(name)}` can't be the name of {_A[kind]}: no URL can be made of it",
                    "a name with letters or digits, and not one that systems keep for themselves",
                    "write the name in more words",
                )


_A = {"author": "an author", "topic": "a topic"}
_UNKNOWN = {"author": "unknown-author", "topic": "unknown-topic"}


def _without_profile(name: str, kind: str, place: Location, profiles: Candidates) -> Problem:
    near = profiles.nearest(name)
    as_name = name.replace("-", " ").title()
    return Problem(
        place,
        _UNKNOWN[kind],
        f"`{short(name)}` is an id, and there is no content/{kind}s/{short(name)}.md",
        f"the id of {_A[kind]} with a profile, or a name such as {as_name}",
        f"did you mean `{near}`?" if near else f"make the file, or write {as_name}",
    )


def _of_related(item: Parsed, story: Story, desk: Desk) -> Iterator[Problem]:
    for number, path in enumerate(story.related):
        place = item.where.get(f"related.{number}") or Location(f"content/{item.path}", 1)
        other = desk.parsed.get(path)
        if other is None or not isinstance(other.noun, Story | None):
            near = desk.stories.nearest(path)
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
    for path, place in front.places:
        other = desk.parsed.get(path)
        if other is None or isinstance(other.noun, Leaf | Profile):
            near = desk.stories.nearest(path)
            yield Problem(
                place,
                "broken-link",
                f"there is no story {short(path)}",
                "the path of a story's file under content/, such as world/harbour-deal.md",
                f"did you mean {near}?" if near else "has it been moved or renamed?",
            )
        elif _is_out(path, desk):
            yield Problem(
                place,
                "link-not-live",
                f"{short(path)} is not published now",
                "a story that readers can see",
                "it is passed over until then",
                "warning",
            )


# Collisions ------------------------------------------------------------------------------------


def _twins(desk: Desk) -> Iterator[tuple[Parsed, Problem]]:
    """Files that share a URL or an id, live or not, so that no release comes as a surprise."""
    urls: dict[str, Parsed] = {}
    ids: dict[str, Parsed] = {}
    items = sorted(desk.parsed.values(), key=lambda item: item.path)
    claims = [
        (item, number, *claim) for item in items for number, claim in enumerate(urls_of(item))
    ]
    # Aliases come last, so that the file with the alias is blamed and not the story it hides.
    for item, _, url, place in sorted(claims, key=lambda claim: claim[1] > 0):
        key = _key(url)
        if first := urls.get(key):
            yield _hidden_one(first, item, desk), _same_url(place, first, item, url)
        urls.setdefault(key, item)
    for item in items:
        if isinstance(item.noun, Story):
            first = ids.setdefault(item.noun.id, item)
            # Two files of one name have one URL and one id: a new name mends both.
            if first is not item and urls[_key(item.noun.address)] is not first:
                yield _hidden_one(first, item, desk), _same_id(item, first, item.noun.id)


def _key(url: str) -> str:
    return fold(url.rstrip("/"))


def _hidden_one(first: Parsed, second: Parsed, desk: Desk) -> Parsed:
    """Which of two the problem belongs to: one that is not live makes it a warning."""
    return second if desk.is_live(first) else first


def _same_url(place: Location, first: Parsed, item: Parsed, url: str) -> Problem:
    other = "this story itself" if first is item else f"content/{first.path}"
    is_alias = url != getattr(item.noun, "address", url)
    return Problem(
        place,
        "same-url",
        f"{short(url)} is already the URL of {other}",
        "a URL of its own for each file",
        "take it out of `aliases`" if is_alias else "rename one of the two files",
    )


def _same_id(item: Parsed, first: Parsed, id_: str) -> Problem:
    place = item.where.get("id") or Location(f"content/{item.path}", 1)
    return Problem(
        place,
        "same-id",
        f"{short(id_)} is the id of this story and of content/{first.path}",
        "an id of its own for each story, since feeds tell stories apart by it",
        "add a line such as: id: " + slugify(item.path.rsplit(".", 1)[0]),
    )


_BY_FILE = "link to a story by its file, such as world/harbour-deal.md"


def dead_links(
    parsed: Iterable[Parsed],
    index: Index,
    base: str,
    settings: Iterable[Reference],
    pages: Iterable[Page],
    copies: Iterable[Copy],
) -> Iterator[Problem]:
    """Complain of paths of the site (`/about/`) that lead to nothing that is published.

    `settings` are those that config.toml names.
    """
    there = {page.path for page in pages} | {copy.path for copy in copies}
    shown = (item for item in parsed if item.path in index.by_path)
    references = [*settings, *(reference for item in shown for reference in item.references)]
    for reference in references:
        target = reference.target
        files = {target, f"{target}/index.html".lstrip("/")}
        if reference.kind == "site" and target.startswith("assets/") and not there & files:
            yield Problem(
                reference.where,
                "missing-file",
                f"there is no file {short(target)} in templates/ or content/",
                "a file of the theme, or the name of a file beside the story",
            )
        elif reference.kind == "site" and not there & files:
            near = nearest(f"/{target}/", (leaf.address for leaf in index.leaves))
            yield Problem(
                reference.where,
                "no-such-page",
                f"nothing is published at {base}/{short(target)}",
                "the path of a page or file of this paper",
                f"did you mean {near}?" if near else _BY_FILE,
                "warning",
            )
