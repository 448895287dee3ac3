"""Which files of `content/` are published as they are, where, and under which URL.

A bundle's files go with its story, into the story's URL folder. So does a loose picture that a
story uses. Any other file is published at its own path, unless only stories use it that are not
in the edition: then it is withheld, for its name and picture would give them away.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from dateline.front import FILE as FRONT_FILE
from dateline.index import Index
from dateline.model import Copy, Leaf, Parsed, Profile, Reference, Source, Story


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


def bundle_of(path: str, bundles: Mapping[str, str]) -> str:
    """The innermost folder of `bundles` that holds `path`, or nothing."""
    folder = posixpath.dirname(path)
    while folder and folder not in bundles:
        folder = posixpath.dirname(folder)
    return folder


def place_files(sources: Iterable[Source], parsed: Iterable[Parsed], index: Index) -> Files:
    """Every file of `content/` that is no Markdown, in its place."""
    sources = tuple(sources)
    markdown = [source.path for source in sources if source.is_markdown]
    files = {s.path: s for s in sources if not s.is_markdown and s.path != FRONT_FILE}
    bundles = bundle_folders(markdown)
    used_by = _users(parsed, files)
    copies, urls, withheld = [], {}, set()
    for path, source in files.items():
        folder = bundle_of(path, bundles)
        if folder:
            address = address_of(index.by_path.get(bundles[folder]), index)
            if not address:
                withheld.add(path)
                continue
            target = address + path[len(folder) + 1 :]
        else:
            users = used_by.get(path, ())
            if users and not any(user in index.by_path for user in users):
                withheld.add(path)
                continue
            target = "/" + path
        urls[path] = quote(target)
        copies.append(Copy(target[1:], f"content/{path}", source.digest))
    placed = Files(tuple(copies), urls, bundles, frozenset(withheld))
    for story in index.stories:
        for path, target in beside(story, index.references.get(story.path, ()), placed).items():
            copies.append(Copy(target[1:], f"content/{path}", files[path].digest))
    return replace(placed, copies=tuple(copies))


def _users(parsed: Iterable[Parsed], files: Mapping[str, Source]) -> Mapping[str, tuple[str, ...]]:
    """Which Markdown files use each file."""
    users: dict[str, tuple[str, ...]] = {}
    for item in parsed:
        for reference in item.references:
            if reference.kind != "story" and reference.target in files:
                known = users.get(reference.target, ())
                if item.path not in known:
                    users[reference.target] = (*known, item.path)
    return users


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
