"""Which files of `content/` are published as they are, where, and under which URL.

A bundle's files go with its story, into the story's URL folder. So does a loose picture that a
story uses. Any other file is published at its own path, unless a text hides it that is not in the
edition: its name and picture would give that text away. Such a text hides the pictures that it
shows, wherever they are, and whatever it names in its own folder. What a text of the edition uses
is never hidden, nor what the settings name or robots look for.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from dateline.front import FILE as FRONT_FILE
from dateline.index import Index
from dateline.model import Copy, Leaf, Parsed, Profile, Reference, Source, Story
from dateline.problems import Location, Problem


@dataclass(frozen=True, slots=True)
class Files:
    """The copies of an edition, and the URL of every file below the site's root."""

    copies: tuple[Copy, ...]
    urls: Mapping[str, str]
    """By path under `content/`, of files that stand at one place of their own."""
    bundles: Mapping[str, str]
    """Folders that are one story, each with the path of its Markdown file."""
    withheld: frozenset[str]
    """Files that are not published because of the stories they belong to."""


def bundle_folders(paths: Iterable[str]) -> Mapping[str, str]:
    """Folders that hold an index.md, with its path."""
    found = {}
    for path in paths:
        folder, name = posixpath.split(path)
        if folder and name.lower() in ("index.md", "index.markdown"):
            found[folder] = path
    return found


def double_bundles(paths: Iterable[str]) -> Iterator[Problem]:
    """Complain of folders with two index files: whose would the pictures be?"""
    bundles: dict[str, str] = {}
    for path in sorted(paths):
        folder, name = posixpath.split(path)
        if posixpath.splitext(name)[0].lower() == "index":
            first = bundles.setdefault(folder, path)
            if first != path:
                yield Problem(
                    Location(f"content/{path}"),
                    "misplaced-index",
                    f"this folder is one story already: content/{first}",
                    "one index.md in a folder",
                    "give this story a folder of its own",
                )


def bundle_of(path: str, bundles: Mapping[str, str]) -> str:
    """The innermost folder of `bundles` that holds `path`, or nothing."""
    folder = posixpath.dirname(path)
    while folder and folder not in bundles:
        folder = posixpath.dirname(folder)
    return folder


def place_files(
    sources: Iterable[Source],
    parsed: Iterable[Parsed],
    index: Index,
    *,
    named: Collection[str],
    text_of: Callable[[str], str],
) -> Files:
    """Every file of `content/` that is no Markdown, in its place.

    `named` are paths that the settings name; `text_of` gives a Markdown file as it is written.
    """
    sources = tuple(sources)
    bundles = bundle_folders(source.path for source in sources if source.is_markdown)
    files = {s.path: s for s in sources if not s.is_markdown and s.path != FRONT_FILE}
    loose = [path for path in files if not bundle_of(path, bundles)]
    hidden = _hidden(loose, parsed, index, text_of) - set(named)
    copies, urls, withheld = [], {}, set()
    for path, source in files.items():
        folder = bundle_of(path, bundles)
        address = address_of(index.by_path.get(bundles[folder]), index) if folder else "/"
        if not address or path in hidden:
            withheld.add(path)
            continue
        target = address + (path[len(folder) + 1 :] if folder else path)
        urls[path] = quote(target)
        copies.append(Copy(target[1:], f"content/{path}", source.digest))
    placed = Files(tuple(copies), urls, bundles, frozenset(withheld))
    for story in index.stories:
        for path, target in beside(story, index.references.get(story.path, ()), placed).items():
            copies.append(Copy(target[1:], f"content/{path}", files[path].digest))
    return replace(placed, copies=tuple(copies))


def _hidden(
    loose: Collection[str],
    parsed: Iterable[Parsed],
    index: Index,
    text_of: Callable[[str], str],
) -> set[str]:
    """Loose files that texts hide which are not in the edition."""
    out = [item for item in parsed if item.path not in index.by_path]
    if not out:
        return set()
    by_folder: dict[str, list[str]] = {}
    for path in loose:
        by_folder.setdefault(posixpath.dirname(path), []).append(path)
    hidden: set[str] = set()
    for item in out:
        text = _folded(text_of(item.path))
        # What can't be read may show any picture: its name in the text is enough.
        nearby = loose if item.noun is None else _below(posixpath.dirname(item.path), by_folder)
        hidden |= {path for path in nearby if _is_named(posixpath.basename(path), text)}
        hidden |= {r.target for r in item.references if r.target.lower().endswith(_PICTURES)}
    used = {r.target for references in index.references.values() for r in references}
    return {p for p in hidden - used if p.split("/", 1)[0] not in _FOR_ROBOTS}


_PICTURES = tuple(".jpg .jpeg .png .gif .webp .avif .svg .bmp .tif .tiff .heic".split())
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


def beside(story: Story, references: Iterable[Reference], files: Files) -> Mapping[str, str]:
    """Loose files that `story` uses, each with its place in the story's URL folder."""
    return {
        reference.target: story.address + posixpath.basename(reference.target)
        for reference in references
        if reference.kind == "file"
        and reference.target in files.urls
        and not bundle_of(reference.target, files.bundles)
    }


def links_of(noun: Story | Leaf | Profile, index: Index, files: Files) -> Mapping[str, str]:
    """Where the references of a text lead, below the site's root; what leads nowhere is absent."""
    references = index.references.get(noun.path, ())
    own = beside(noun, references, files) if isinstance(noun, Story) else {}
    links = {}
    for reference in references:
        target = reference.target
        if reference.kind == "story":
            url = address_of(index.by_path.get(target), index)
        else:
            url = quote(own[target]) if target in own else files.urls.get(target, "")
        if url:
            links[target] = url
    return links


def address_of(noun: Story | Leaf | Profile | None, index: Index) -> str:
    """The page of a noun below the site's root, or nothing."""
    if isinstance(noun, Profile):
        kind = "authors" if noun.path.startswith("authors/") else "topics"
        return f"/{kind}/{noun.id}/" if kind in index.pages else ""
    return noun.address if noun else ""
