"""The fewest pages of a paper that together hold all that its pages are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import Element

from tests.browser.serving import Served
from tests.reading import html, values

KINDS = frozenset(
    "front story section topic author series topics authors archive year month day page search"
    " missing redirect".split()
)
"""The kinds of page that the demo newspaper has."""


@dataclass(frozen=True)
class Sheet:
    """A page of a paper that is served."""

    url: str
    path: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind} {self.url}"


def sheets_of(served: Served) -> tuple[Sheet, ...]:
    """Every page of the paper but redirects, on which nobody stays; in order of path."""
    kinds = {path: kind_of(path, content) for path, content in pages(served.outputs)}
    return tuple(
        Sheet(served.url(path), path, kind) for path, kind in kinds.items() if kind != "redirect"
    )


def sample(served: Served) -> tuple[Sheet, ...]:
    """Pages on which every kind of page, element, class and language of the paper stands.

    Chosen one by one, each for having the most that none before it has; of equals the first by
    path.
    """
    made_of = {
        sheet: features(sheet.kind, served.outputs[sheet.path]) for sheet in sheets_of(served)
    }
    missing = set[object]().union(*made_of.values())
    chosen = []
    while missing:
        sheet = max(made_of, key=lambda sheet: len(made_of[sheet] & missing))
        chosen.append(sheet)
        missing -= made_of[sheet]
    return tuple(sorted(chosen, key=lambda sheet: sheet.path))


def pages(outputs: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The HTML among the outputs, in order of path."""
    return ((path, text) for path, text in sorted(outputs.items()) if path.endswith(".html"))


def kind_of(path: str, content: bytes) -> str:
    """What kind of page it is, as its body says."""
    names = " ".join(values(html(content), "/html/body/@class")).split()
    kinds = [name.removesuffix("-page") for name in names if name.endswith("-page")]
    assert kinds, f"{path} does not say of what kind it is"
    return kinds[0]


def features(kind: str, content: bytes) -> frozenset[object]:
    """What a page is made of: its kind, its elements with their attributes, classes, languages."""
    found: set[object] = {kind}
    for element in html(content).iter(Element):
        found.add((element.tag, *sorted(element.attrib)))
        found.update((element.tag, name) for name in element.get("class", "").split())
        found.add(("lang", element.get("lang", "")))
    return frozenset(found)
