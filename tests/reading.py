"""The output as others read it: HTML, XML, JSON-LD."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import lxml.html
from lxml import etree
from lxml.etree import _Element

SCHEMAS = Path(__file__).resolve().parent / "schemas"

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def html(content: bytes) -> _Element:
    """A page as a tree."""
    return lxml.html.document_fromstring(content.decode("utf-8"))


def select(tree: _Element, path: str) -> list[_Element]:
    """The elements that an XPath finds."""
    return cast(list[_Element], tree.xpath(path))


def values(tree: _Element, path: str) -> list[str]:
    """The texts or attributes that an XPath finds."""
    return [str(value) for value in cast(list[object], tree.xpath(path))]


def text_of(element: _Element) -> str:
    """What a reader sees of an element, with single blanks."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def xml(content: bytes) -> _Element:
    """A feed or sitemap as a tree."""
    return etree.fromstring(content)


def child(element: _Element, tag: str) -> str:
    """The text of the one child called `tag`."""
    found = element.findall(tag)
    assert len(found) == 1, (tag, len(found))
    return found[0].text or ""


def graphs(content: bytes) -> dict[str, dict[str, Any]]:
    """A page's JSON-LD by `@type`."""
    blocks = values(html(content), "//script[@type='application/ld+json']/text()")
    assert len(blocks) == 1
    return {graph["@type"]: graph for graph in json.loads(blocks[0])}


@lru_cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / f"{name}.xsd")))


def check_sitemap(content: bytes) -> None:
    """Fail unless `content` is a sitemap, or an index of them, by the published rules."""
    tree = xml(content)
    name = "siteindex" if tree.tag == f"{SITEMAP}sitemapindex" else "sitemap"
    _schema(name).assertValid(tree)
