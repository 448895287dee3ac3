"""What no single file can know: links that break, names that are not there, URLs that collide."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from dateline.archive import Archive, Item
from dateline.claims import addresses_of
from dateline.fields import nearest, short
from dateline.front import FILE as FRONT_FILE
from dateline.front import Front
from dateline.index import Index
from dateline.model import Leaf, Original, Profile, Reference, Story
from dateline.names import is_free, is_id, slugify
from dateline.pictures import complaint
from dateline.problems import Location, Problem
from dateline.publish import Files
from dateline.records import url_key


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


class Desk:
    """All that checks look things up in. Lists of all there is are made when something is wrong."""

    def __init__(self, index: Index, files: Files) -> None:
        self.index, self.files = index, files
        self.archive: Archive = index.archive
        self.has_profile = lru_cache(maxsize=4096)(self.archive.has_profile)

    @cached_property
    def stories(self) -> Paths:
        return Paths(path for path in self.archive.markdown() if self._is_story(path))

    @cached_property
    def markdown(self) -> Paths:
        return Paths(self.archive.markdown())

    @cached_property
    def known_files(self) -> Paths:
        return Paths(self.archive.files())

    @cached_property
    def profiles(self) -> Mapping[str, Candidates]:
        """Ids of those who have a profile, under `authors` and `topics`."""
        return {
            f"{kind}s": Candidates({id_: id_ for id_ in self.archive.profiles(kind)})
            for kind in ("author", "topic")
        }

    def _is_story(self, path: str) -> bool:
        return self.archive.sort_of(path) == "story"

    def is_shown(self, path: str) -> bool:
        return self.index.is_shown(path)

    def is_live(self, item: Item) -> bool:
        return self.index.edition.shows(item.gate)


def check_file(item: Item, desk: Desk) -> Iterator[Problem]:
    """What is wrong between a Markdown file and the rest of the paper."""
    for reference in item.references:
        yield from _of_reference(reference, item, desk)
    if isinstance(item.noun, Story):
        yield from _of_people(item, item.noun, desk)
        yield from _of_related(item, item.noun, desk)


# References ------------------------------------------------------------------------------------


def _of_reference(reference: Reference, item: Item, desk: Desk) -> Iterator[Problem]:
    target = reference.target
    if reference.kind == "story":
        if not desk.archive.has(target):
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
    elif reference.kind in _FILES and target == FRONT_FILE:
        yield Problem(
            reference.where,
            "broken-link",
            f"{FRONT_FILE} is not published",
            "a file that readers can see",
            "a link to the front page is written [front page](/)",
        )
    elif reference.kind in _FILES and not desk.archive.has(target):
        yield _missing_file(reference, item, desk)
    elif reference.kind in _FILES and (flaw := _flaw(reference, desk)):
        yield flaw
    elif reference.kind in _FILES and desk.is_live(item) and _is_withheld(target, item, desk):
        yield Problem(
            reference.where,
            "file-not-live",
            f"{short(target)} belongs to a story that is not published now",
            "a file of this story, or of one that readers can see",
            "copy the file beside this story, if it may be shown already",
        )


_FILES = frozenset({"picture", "file"})
"""Kinds of references to files that are no Markdown."""
_NO_PICTURE = Original("", flaw="unknown-picture", why="its name has no ending of one")


def _flaw(reference: Reference, desk: Desk) -> Problem | None:
    """What is wrong with a picture that a text shows or links to."""
    original = desk.archive.original(reference.target)
    if original is None and reference.kind == "picture":
        original = _NO_PICTURE
    if original is None or not original.flaw:
        return None
    return complaint(original, short(reference.target), reference.where)


def check_pictures(files: Files) -> Iterator[Problem]:
    """Complain of pictures that would be published as files, and are not good."""
    for path in files.flawed():
        original = files.archive.original(path)
        if original:
            place = Location(f"content/{path}")
            yield complaint(original, posixpath.basename(path), place)


def _is_withheld(path: str, item: Item, desk: Desk) -> bool:
    """Whether a file is held back with another text than `item`."""
    if not desk.is_shown(item.path):  # its own files wait with it
        return False
    return desk.files.is_withheld(path) and desk.files.owner(path) != item.path


def _is_out(path: str, desk: Desk) -> bool:
    """Whether a Markdown file was read and is not in the edition; profiles without stories are."""
    return bool(desk.archive.sort_of(path)) and not desk.is_shown(path)


def _broken_link(reference: Reference, item: Item, desk: Desk) -> Problem:
    near = _from(item, desk.markdown.nearest(reference.target))
    return Problem(
        reference.where,
        "broken-link",
        f"there is no story {short(reference.target)}",
        "the path of a story's file, from this file's folder",
        f"did you mean {near}?" if near else "has it been moved or renamed?",
    )


def _from(item: Item, path: str) -> str:
    """A path under `content/` as the file `item` would write it; nothing stays nothing."""
    return path and posixpath.relpath(path, posixpath.dirname(item.path) or ".")


def _missing_file(reference: Reference, item: Item, desk: Desk) -> Problem:
    near = _from(item, desk.known_files.nearest(reference.target))
    return Problem(
        reference.where,
        "missing-file",
        f"there is no file {short(reference.target)} in content/",
        "the name of a file beside the story",
        f"did you mean {near}?" if near else "save the picture beside the story",
    )


# Names -----------------------------------------------------------------------------------------


def _of_people(item: Item, story: Story, desk: Desk) -> Iterator[Problem]:
    """Authors and topics written as ids need a profile; names need letters for their URL."""
    for key, kind, names in (
        ("authors", "author", story.authors),
        ("topics", "topic", story.topics),
    ):
        for number, name in enumerate(names):
            if is_id(name) and not desk.has_profile(kind, name):
                place = _place(item, key, number)
                yield _without_profile(name, kind, place, desk.profiles[key])
            elif not is_free(slugify(name)):
                yield Problem(
                    _place(item, key, number),
                    "bad-name",
                    f"`{short(name)}` can't be the name of {_A[kind]}: no URL can be made of it",
                    "a name with letters or digits, and not one that systems keep for themselves",
                    "write the name in more words",
                )


def _place(item: Item, key: str, number: int) -> Location:
    """Where one value of a list stands in the front matter."""
    return item.where.get(f"{key}.{number}") or Location(f"content/{item.path}", 1)


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


def _of_related(item: Item, story: Story, desk: Desk) -> Iterator[Problem]:
    for number, path in enumerate(story.related):
        place = _place(item, "related", number)
        other = desk.index.item(path)
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


def check_front(front: Front, desk: Desk) -> Iterator[Problem]:
    """Stories that front.toml names and that are not there, or not yet."""
    for path, place in front.places:
        other = desk.index.item(path)
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


def check_twins(path: str, desk: Desk) -> Iterator[tuple[Item, Problem]]:
    """What is wrong between `path` and files that want its URLs or its id, live or not.

    So no release comes as a surprise. The problem is the later file's in order of path; but if one
    of the two wants the URL as an alias, it is that one's, and not the story's that it would hide.
    """
    shared_urls: set[tuple[str, str]] = set()
    keys = desk.archive.wanting(path)
    for key, paths in sorted(keys, key=lambda wanted: wanted[0].startswith("id:")):
        items = [item for other in paths if (item := desk.index.item(other))]
        if key.startswith("id:"):
            for item in items[1:]:
                # Two files of one name have one URL and one id: a new name mends both.
                first = items[0]
                if isinstance(item.noun, Story) and (first.path, item.path) not in shared_urls:
                    yield _hidden_one(first, item, desk), _same_id(item, first, item.noun.id)
            continue
        claims = [
            (number > 0, item.path, number, item, url, place)
            for item in items
            for number, (url, place) in enumerate(addresses_of(item.path, item.noun, item.where))
            if url_key(url) == key
        ]
        claims.sort(key=lambda claim: claim[:3])
        for *_, item, url, place in claims[1:]:
            first = claims[0][3]
            if not (claims[0][0] or _is_alias(url, item)):
                shared_urls.add((first.path, item.path))
            yield _hidden_one(first, item, desk), _same_url(place, first, item, url)


def _is_alias(url: str, item: Item) -> bool:
    return url != getattr(item.noun, "address", url)


def _hidden_one(first: Item, second: Item, desk: Desk) -> Item:
    """Which of two the problem belongs to: one that is not live makes it a warning."""
    return second if desk.is_live(first) else first


def _same_url(place: Location, first: Item, item: Item, url: str) -> Problem:
    other = "this story itself" if first is item else f"content/{first.path}"
    return Problem(
        place,
        "same-url",
        f"{short(url)} is already the URL of {other}",
        "a URL of its own for each file",
        "take it out of `aliases`" if _is_alias(url, item) else "rename one of the two files",
    )


def _same_id(item: Item, first: Item, id_: str) -> Problem:
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
    references: Iterable[Reference],
    base: str,
    is_there: Callable[[str], bool],
    leaves: Callable[[], Iterable[Leaf]],
) -> Iterator[Problem]:
    """Complain of paths of the site (`/about/`) that lead to nothing that is published.

    `is_there` tells whether a path of the output is published.
    """
    for reference in references:
        target = reference.target
        if reference.kind != "site":
            continue
        if is_there(target) or is_there(f"{target}/index.html".lstrip("/")):
            continue
        if target.startswith("assets/"):
            yield Problem(
                reference.where,
                "missing-file",
                f"there is no file {short(target)} in templates/ or content/",
                "a file of the theme, or the name of a file beside the story",
            )
        else:
            near = nearest(f"/{target}/", (leaf.address for leaf in leaves()))
            yield Problem(
                reference.where,
                "no-such-page",
                f"nothing is published at {base}/{short(target)}",
                "the path of a page or file of this paper",
                f"did you mean {near}?" if near else _BY_FILE,
                "warning",
            )
