"""Which files of `content/` are published, where, and under which URL.

What is made of a picture goes to a folder of its own under `/img/`, if a text of the edition shows
it or links to it; the file itself is seldom published, and never with what a camera notes in it.
Other files of a bundle go with its story, into the story's URL folder. So does a loose file that a
story uses. Any other file is published at its own path, unless a text hides it that is not in the
edition: its name and picture would give that text away. Such a text hides the pictures that it
shows, wherever they are, and whatever it names in its own folder. What a text of the edition uses
is never hidden, nor what the settings name or robots look for.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, unquote

from dateline.archive import Archive
from dateline.front import FILE as FRONT_FILE
from dateline.index import Index
from dateline.model import Copy, Original, Picture, Print, Profile, Reference, Story
from dateline.pictures import Use, file_of, folder_of, is_picture, on_page, variants
from dateline.problems import Location, Problem
from dateline.program import version_of
from dateline.records import Noun


def double_bundles(archive: Archive) -> Iterator[Problem]:
    """Complain of folders with two index files: whose would the pictures be?"""
    for first, path in archive.double_bundles():
        yield Problem(
            Location(f"content/{path}"),
            "misplaced-index",
            f"this folder is one story already: content/{first}",
            "one index.md in a folder",
            "give this story a folder of its own",
        )


class Files:
    """Every file of `content/` that is no Markdown, in its place.

    Those that are `hidden` are not published because of the texts that name them. Of Markdown files
    that are `spared` an older version is shown: what only the new one has is held back, unless the
    piece of that file `was_out` before.
    """

    def __init__(
        self,
        index: Index,
        *,
        hidden: frozenset[str] = frozenset(),
        spared: Collection[str] = (),
        was_out: Callable[[str], bool] = bool,
    ) -> None:
        self.index, self.archive = index, index.archive
        self.hidden = hidden
        self._spared, self._was_out = spared, was_out
        self.bundle_of = lru_cache(maxsize=4096)(self._bundle_of)
        self.url_of = lru_cache(maxsize=4096)(self._url_of)

    def hide(self, text_of: Callable[[str], str], *, named: Collection[str]) -> None:
        """Find the files to be hidden, but for those `named` by the settings.

        `text_of` gives a Markdown file as it is written.
        """
        self.hidden = frozenset(self._hidden(text_of) - set(named))

    def _bundle_of(self, path: str) -> str:
        """The innermost folder that is one story and holds `path`, or nothing."""
        folder = posixpath.dirname(path)
        while folder and not self.archive.bundle(folder):
            folder = posixpath.dirname(folder)
        return folder

    def owner(self, path: str) -> str:
        """The Markdown file of the bundle that `path` is part of, or nothing."""
        folder = self.bundle_of(path)
        return self.archive.bundle(folder) if folder else ""

    def _target(self, path: str) -> str:
        """Where a file stands below the site's root, as a path; nothing if it is not published."""
        if path in self.hidden or path == FRONT_FILE:
            return ""
        folder = self.bundle_of(path)
        if not folder:
            return f"/{path}"
        owner = self.archive.bundle(folder)
        if owner in self._spared and not self._is_old(path, owner):
            return ""
        address = address_of(self.index.noun(self.archive.bundle(folder)), self.index)
        return address and address + path[len(folder) + 1 :]

    def _is_old(self, path: str, owner: str) -> bool:
        """Whether the version of `owner` that is shown may have had a file of its folder."""
        named = any(reference.target == path for reference in self.index.references(owner))
        return named or any(self._was_out(f"{kind}:{path}") for kind in ("file", "picture"))

    def _url_of(self, path: str) -> str:
        """The URL below the site's root of a file at its own place; nothing if it has none."""
        if not self.archive.has(path) or (is_picture(path) and not self._is_plain(path)):
            return ""
        return quote(self._target(path))

    def is_withheld(self, path: str) -> bool:
        """Whether a file is not published because of the story it belongs to."""
        return path != FRONT_FILE and self.archive.has(path) and not self._target(path)

    def copy(self, path: str) -> Copy | Print | None:
        """The file at its own place, if it is published."""
        source, target = self.archive.source(path), self._target(path)
        if source is None or source.is_markdown or not target:
            return None
        if not is_picture(path):
            return Copy(target[1:], f"content/{path}", source.digest)
        original = self.archive.original(path)
        if original is None or original.flaw or not self._is_plain(path):
            return None
        return Print(target[1:], f"content/{path}", source.digest)

    # Pictures -------------------------------------------------------------------------------------

    def _is_plain(self, path: str) -> bool:
        """Whether a picture is published at its own place, as a file like others: if it stands at
        the top of `content/`, or robots look for it, or the settings or a text name it there."""
        if "/" not in path or path.split("/", 1)[0] in _FOR_ROBOTS:
            return True
        if any(reference.target == path for reference in self.index.config.links):
            return True
        return not self.bundle_of(path) and any(
            self.index.is_shown(other) for other in self.archive.mentioning(f"site:{path}")
        )

    def flawed(self) -> list[str]:
        """Pictures that would be published at their own places, were they good."""
        return [p for p in self.archive.flawed() if self._is_plain(p) and self._target(p)]

    def original(self, path: str) -> Original | None:
        """What is known of a picture that is published, if a text of the edition uses it."""
        original = self.archive.original(path)
        return original if original and not original.flaw and self._target(path) else None

    def folder_of(self, path: str) -> str:
        """Where the files that are made of a picture stand, below the output."""
        source = self.archive.source(path)
        return folder_of(path, source.digest if source else b"", version_of("pillow"))

    def users(self, path: str) -> Iterator[tuple[Use, str, Reference]]:
        """How texts of the edition use a picture, each with its focus, and where."""
        for other in self.archive.showing(path):
            noun = self.index.noun(other)
            references = self.index.references(other) if noun else ()
            for reference in references:
                if reference.target != path:
                    continue
                if reference.kind == "picture":
                    yield "figure", "", reference
                    if noun and noun.image and noun.image.src == path:
                        yield "lead", noun.image.focus, reference
                elif reference.kind == "file":
                    yield "file", "", reference

    def prints(self, path: str) -> Iterator[Print]:
        """The files that are made of a picture."""
        original, source = self.original(path), self.archive.source(path)
        if original is None or source is None:
            return
        uses = {(use, focus) for use, focus, _ in self.users(path)}
        folder, where = self.folder_of(path), f"content/{path}"
        for variant in variants(original, sorted(uses)):
            yield Print(f"{folder}/{variant.name}", where, source.digest, variant)
        if uses and (original.form == "vector" or ("file", "") in uses):
            yield Print(f"{folder}/{file_of(original)}", where, source.digest)

    def pictures_of(self, noun: Noun, base: str) -> Mapping[str, Picture]:
        """The pictures that a text shows, by their paths, with their addresses below `base`."""
        found: dict[str, Picture] = {}
        for reference in self.index.references(noun.path):
            path = reference.target
            if reference.kind == "picture" and (original := self.original(path)):
                folder = f"{base}/{self.folder_of(path)}"
                found[path] = on_page(Picture(path, ""), original, folder)
        return found

    def lead_of(self, noun: Noun, base: str) -> Picture | None:
        """The noun's own picture, with its addresses; none if its file is not published."""
        image = noun.image
        original = self.original(image.src) if image else None
        if image is None or original is None:
            return None
        return on_page(image, original, f"{base}/{self.folder_of(image.src)}")

    # Other files ----------------------------------------------------------------------------------

    def beside(self, story: Story, references: Iterable[Reference]) -> Mapping[str, str]:
        """Loose files that `story` uses, each with its place in the story's URL folder."""
        return {
            reference.target: story.address + posixpath.basename(reference.target)
            for reference in references
            if reference.kind == "file"
            and not is_picture(reference.target)
            and self.url_of(reference.target)
            and not self.bundle_of(reference.target)
        }

    def copies_beside(self, story: Story) -> Iterator[Copy]:
        """Loose files that `story` uses, in its folder."""
        references = self.index.references(story.path)
        for path, target in self.beside(story, references).items():
            if source := self.archive.source(path):
                yield Copy(target[1:], f"content/{path}", source.digest)

    def links_of(self, noun: Noun) -> Mapping[str, str]:
        """Where a text's references lead, below the site's root; what leads nowhere is absent."""
        references = self.index.references(noun.path)
        own = self.beside(noun, references) if references and isinstance(noun, Story) else {}
        links = {}
        for reference in references:
            target = reference.target
            if reference.kind == "story":
                url = address_of(self.index.noun(target), self.index)
            elif reference.kind == "picture":
                continue
            elif reference.kind == "file" and is_picture(target):
                original = self.original(target)
                url = f"/{self.folder_of(target)}/{file_of(original)}" if original else ""
            else:
                url = quote(own[target]) if target in own else self.url_of(target)
            if url:
                links[target] = url
        return links

    def _hidden(self, text_of: Callable[[str], str]) -> set[str]:
        """Loose files that texts hide which are not in the edition."""
        out = list(self.index.hidden())
        known = {item.path for item in out}
        wrong = (self.archive.item(path) for path in self._spared if path not in known)
        out += [replace(item, noun=None, references=()) for item in wrong if item]
        if not out:
            return set()
        files = (path for path in self.archive.files() if path != FRONT_FILE)
        loose = [path for path in files if not self.bundle_of(path)]
        by_folder: dict[str, list[str]] = {}
        for path in loose:
            by_folder.setdefault(posixpath.dirname(path), []).append(path)
        hidden: set[str] = set()
        for item in out:
            text = _folded(text_of(item.path))
            # What can't be read may show any picture: its name in the text is enough.
            nearby = loose if item.noun is None else _below(posixpath.dirname(item.path), by_folder)
            hidden |= {path for path in nearby if _is_named(posixpath.basename(path), text)}
            hidden |= {r.target for r in item.references if is_picture(r.target)}
        return {p for p in hidden if p.split("/", 1)[0] not in _FOR_ROBOTS and not self._is_used(p)}

    def _is_used(self, path: str) -> bool:
        """Whether a text of the edition names the file."""
        return any(
            self.index.is_shown(other)
            and any(r.target == path for r in self.index.references(other))
            for other in self.archive.mentioning(path)
        )


_FOR_ROBOTS = frozenset({"robots.txt", "favicon.ico", "ads.txt", ".well-known"})


def _is_named(name: str, text: str) -> bool:
    """Whether a file's name stands in `text`; one without an ending may be any word."""
    return "." in name and _folded(name) in text


def _folded(text: str) -> str:
    """`text` without the differences that a name may have from how a text spells it."""
    return unquote(unicodedata.normalize("NFC", text)).casefold()


def _below(folder: str, by_folder: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Files in `folder` and in folders below it; at the top of `content/` in no folder below."""
    for other, paths in by_folder.items():
        if other == folder or (folder and other.startswith(f"{folder}/")):
            yield from paths


def address_of(noun: Noun | None, index: Index) -> str:
    """The page of a noun below the site's root, or nothing."""
    if isinstance(noun, Profile):
        kind = "authors" if noun.path.startswith("authors/") else "topics"
        return f"/{kind}/{noun.id}/" if kind in index.pages else ""
    return noun.address if noun else ""
