"""The demo newspaper, whole, as readers and machines find it."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import feedparser
import pytest
from lxml.etree import _Element

from dateline.config import load_config
from dateline.model import Story
from dateline.parse import Job, parse
from tests.conftest import CHECKOUT, Built
from tests.reading import ATOM, check_sitemap, child, html, select, text_of, values, xml

ORIGIN = "https://velanpurcourier.example"
YOKOHAMA = "world/2010/11/13/yokohama-talks/index.html"

ARTICLES = {
    "NewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReportageNewsArticle",
    "AdvertiserContentArticle",
}
ARTICLE_FIELDS = (
    *("headline", "datePublished", "dateModified", "author", "articleSection", "wordCount"),
    *("inLanguage", "mainEntityOfPage", "publisher", "url"),
)
REQUIRED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(ARTICLES, ARTICLE_FIELDS),
    "BreadcrumbList": ("itemListElement",),
    "NewsMediaOrganization": ("name", "url", "logo", "correctionsPolicy", "ethicsPolicy"),
    "WebSite": ("name", "url", "publisher"),
    "CollectionPage": ("name", "url"),
    "ProfilePage": ("name", "url", "mainEntity"),
    "WebPage": ("name", "url"),
}
SPONSORED = {"en-IN": "Sponsored", "hi": "प्रायोजित"}


@pytest.fixture(scope="session")
def pages(demo: Built) -> Mapping[str, _Element]:
    """Every HTML page of the demo as a tree, by path."""
    assert demo.report.ready, [str(p.where) + p.code for p in demo.report.problems]
    return {path: html(text) for path, text in demo.outputs.items() if path.endswith(".html")}


@lru_cache
def sources() -> tuple[Story, ...]:
    """The demo's stories as their files state them."""
    rules = load_config(CHECKOUT / "config.toml").rules
    content = CHECKOUT / "content"
    found = (
        parse(rules, Job(path.relative_to(content).as_posix(), path.read_bytes())).noun
        for path in sorted(content.rglob("*.md"))
    )
    return tuple(noun for noun in found if isinstance(noun, Story))


def is_whole(path: str, page: _Element) -> bool:
    """Whether it is a page of its own, and not a redirect or the page for what is missing."""
    return path != "404.html" and not select(page, "//meta[@http-equiv='refresh']")


def file_of(url: str) -> str:
    """The output that serves a root-relative or absolute URL of the paper."""
    path = unquote(urlsplit(url).path).removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def resolved(path: str, url: str) -> str:
    """`url`, found on the page at `path`, as the output's path and a fragment."""
    address = "/" + path.removesuffix("index.html")
    if url.startswith("#"):
        return address + url
    return url if url.startswith("/") else posixpath.join(posixpath.dirname(address), url)


def internal(path: str, page: _Element) -> Iterable[str]:
    for url in values(page, "//@href | //@src"):
        if url.startswith(ORIGIN):
            yield url.removeprefix(ORIGIN) or "/"
        elif not urlsplit(url).scheme and not url.startswith("//"):
            yield resolved(path, url)


# Pages -----------------------------------------------------------------------------------------


def test_the_demo_builds_without_a_problem(demo: Built) -> None:
    assert demo.report.problems == ()


def test_every_internal_link_and_fragment_leads_somewhere(
    demo: Built, pages: Mapping[str, _Element]
) -> None:
    ids = {path: set(values(page, "//@id")) for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for url in internal(path, page):
            address, fragment = urldefrag(url)
            target = file_of(address)
            if target not in demo.outputs or (fragment and fragment not in ids.get(target, ())):
                lost.append((path, url))

    assert lost == []


def test_links_in_feeds_lead_somewhere(demo: Built) -> None:
    lost = [
        (path, url)
        for path, content in demo.outputs.items()
        if path.endswith((".xml", ".json"))
        for url in re.findall(rf"{ORIGIN}[^\s\"'<>&\\#]*", content.decode())
        if file_of(url) not in demo.outputs
    ]

    assert lost == []


def test_every_page_has_one_headline_a_title_and_a_description(
    pages: Mapping[str, _Element],
) -> None:
    for path, page in pages.items():
        headlines = select(page, "//h1")
        assert len(headlines) == 1, path
        assert text_of(headlines[0]), path
        assert len(values(page, "//title/text()")) == 1, path
        [lang] = values(page, "/html/@lang")
        assert lang, path
        if is_whole(path, page):
            descriptions = values(page, "//meta[@name='description']/@content")
            assert len(descriptions) == 1, path
            assert descriptions[0].strip(), path


def test_titles_tell_pages_apart(pages: Mapping[str, _Element]) -> None:
    titles = Counter(
        values(page, "//title/text()")[0] for path, page in pages.items() if is_whole(path, page)
    )

    assert [title for title, count in titles.items() if count > 1] == []


def test_every_page_names_its_own_address(pages: Mapping[str, _Element]) -> None:
    for path, page in pages.items():
        found = values(page, "//link[@rel='canonical']/@href")
        if path == "404.html":
            assert found == []
        elif is_whole(path, page):
            assert found == [f"{ORIGIN}/{path.removesuffix('index.html')}"]
        else:
            assert len(found) == 1, path


def test_ids_are_unique(pages: Mapping[str, _Element]) -> None:
    for path, page in pages.items():
        twice = [name for name, count in Counter(values(page, "//@id")).items() if count > 1]
        assert twice == [], path


def test_headings_are_in_order(pages: Mapping[str, _Element]) -> None:
    for path, page in pages.items():
        levels = [int(str(e.tag)[1]) for e in select(page, "//h1|//h2|//h3|//h4|//h5|//h6")]
        main = levels[levels.index(1) :]
        jumps = [(a, b) for a, b in pairwise(main) if b > a + 1]
        assert jumps == [], (path, levels)


def test_every_picture_has_words_and_every_time_an_offset(pages: Mapping[str, _Element]) -> None:
    for path, page in pages.items():
        assert len(values(page, "//img/@alt")) == len(select(page, "//img")), path
        for element in select(page, "//time"):
            moment = datetime.fromisoformat(element.get("datetime") or "")
            assert moment.utcoffset() is not None, path


def test_no_resource_is_asked_of_another_site(demo: Built, pages: Mapping[str, _Element]) -> None:
    loaded = "//@src | //@srcset | //link[not(@rel='canonical')]/@href | //@poster | //@action"
    for path, page in pages.items():
        for url in values(page, loaded):
            assert not urlsplit(url).netloc, (path, url)
        assert select(page, "//iframe | //object | //embed") == []
        assert all(form.get("role") == "search" for form in select(page, "//form")), path
        for script in select(page, "//script[not(@type='application/ld+json')]"):
            assert script.get("src", "").startswith("/assets/"), path
            assert "defer" in script.attrib or path == "search/index.html", path
            assert not script.text, path
    for path, content in demo.outputs.items():
        if path.endswith((".css", ".svg")):
            text = content.decode()
            assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", text), path


def test_structured_data_parses_and_has_its_fields(pages: Mapping[str, _Element]) -> None:
    for path, page in pages.items():
        blocks = values(page, "//script[@type='application/ld+json']/text()")
        if not is_whole(path, page):
            assert blocks == [], path
            continue
        [block] = blocks
        graphs: list[dict[str, Any]] = json.loads(block)
        for graph in graphs:
            assert graph["@context"] == "https://schema.org"
            missing = [key for key in REQUIRED[graph["@type"]] if not graph.get(key)]
            assert missing == [], (path, graph["@type"])
            for author in graph.get("author", ()):
                assert author["@type"] in ("Person", "Organization")
                assert author["name"]
        has_trail = any(graph["@type"] == "BreadcrumbList" for graph in graphs)
        assert has_trail == (path != "index.html"), path


def test_every_story_can_be_reached_from_the_front_page(
    demo: Built, pages: Mapping[str, _Element]
) -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        path = waiting.pop()
        for url in internal(path, pages[path]):
            target = file_of(urldefrag(url)[0])
            if target in pages and target not in reached:
                reached.add(target)
                waiting.append(target)

    whole = {path for path, page in pages.items() if is_whole(path, page)}
    assert whole - reached == set()
    assert {file_of(story.address) for story in sources()} <= reached


def test_no_story_stands_twice_on_the_front_page(pages: Mapping[str, _Element]) -> None:
    found = [
        url
        for url in values(pages["index.html"], "//main//a/@href")
        if re.search(r"/\d{4}/\d\d/\d\d/", url)
    ]

    assert len(found) > 20
    assert [url for url, count in Counter(found).items() if count > 1] == []


# Feeds and sitemaps ----------------------------------------------------------------------------


def test_feeds_are_read_without_complaint(demo: Built) -> None:
    feeds = [path for path in demo.outputs if path.endswith(("feed.xml", "rss.xml"))]

    assert len(feeds) > 30
    for path in feeds:
        parsed = feedparser.parse(demo.outputs[path])
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert 0 < len(parsed.entries) <= 50
    for path in (path for path in demo.outputs if path.endswith("feed.json")):
        feed = json.loads(demo.outputs[path])
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["items"]


def test_ids_are_the_same_in_every_feed_and_never_a_url(demo: Built) -> None:
    by_url: dict[str, set[str]] = {}
    for path, content in demo.outputs.items():
        if path.endswith("feed.xml"):
            for entry in xml(content).findall(f"{ATOM}entry"):
                link = entry.find(f"{ATOM}link")
                assert link is not None
                by_url.setdefault(link.get("href") or "", set()).add(child(entry, f"{ATOM}id"))

    assert all(len(ids) == 1 for ids in by_url.values())
    assert all(
        id_.startswith("tag:velanpurcourier.example,") for ids in by_url.values() for id_ in ids
    )


def test_sitemaps_keep_the_published_rules_and_name_every_page(
    demo: Built, pages: Mapping[str, _Element]
) -> None:
    named = set()
    for path, content in demo.outputs.items():
        if "sitemap" in path:
            check_sitemap(content)
            named |= set(values(xml(content), "//*[local-name()='loc']/text()"))

    for story in sources():
        assert ORIGIN + story.address in named
    assert {file_of(url) for url in named} <= demo.outputs.keys()


# What the demo holds ---------------------------------------------------------------------------


def test_a_story_keeps_the_labels_of_the_seed(pages: Mapping[str, _Element]) -> None:
    page = pages[YOKOHAMA]

    said = text_of(select(page, "//main")[0])
    assert "Updated: Nov 13, 2010 16:01 IST" in said
    assert "First Published: Nov 13, 2010 15:58 IST" in said
    assert said.index("Updated:") < said.index("First Published:")
    assert values(page, "//main/article//time/@datetime") == [
        "2010-11-13T16:01:00+05:30",
        "2010-11-13T15:58:00+05:30",
    ]
    labels = [text_of(e) for e in select(page, "//main/article//a[@href='/world/']")]
    assert labels == ["World"]


def test_sponsored_stories_say_so_wherever_they_stand(
    demo: Built, pages: Mapping[str, _Element]
) -> None:
    adverts = [story for story in sources() if story.kind == "sponsored"]
    assert adverts
    for story in adverts:
        article = select(pages[file_of(story.address)], "//main/article")[0]
        assert "Sponsored" in text_of(article)
        places = 0
        for path, page in pages.items():
            for card in select(page, f"//article[.//a[@href='{story.address}']][not(.//article)]"):
                if card.getparent() is not None and path != file_of(story.address):
                    places += 1
                    [lang] = values(page, "/html/@lang")
                    assert SPONSORED[lang] in text_of(card), path
        assert places > 1
        url = ORIGIN + story.address
        for path in (path for path in demo.outputs if path.endswith("feed.xml")):
            for entry in xml(demo.outputs[path]).findall(f"{ATOM}entry"):
                link = entry.find(f"{ATOM}link")
                if link is not None and link.get("href") == url:
                    assert child(entry, f"{ATOM}title").startswith("Sponsored: ")
        assert url not in demo.outputs["sitemaps/news.xml"].decode()


def test_the_demo_shows_what_a_paper_can_have() -> None:
    stories = sources()

    assert len(stories) >= 60
    assert {story.kind for story in stories} == {
        "news",
        "analysis",
        "opinion",
        "explainer",
        "feature",
        "obituary",
        "sponsored",
    }
    assert len({story.section for story in stories}) == 8
    assert min(story.published.year for story in stories) == 2010
    assert max(story.published.year for story in stories) == 2026
    assert max(Counter(story.series for story in stories if story.series).values()) == 4
    assert [story for story in stories if story.lang == "hi"]
    assert [story for story in stories if len(story.title) > 90], "a long headline"
    assert [story for story in stories if story.words < 180], "a very short story"
    assert [story for story in stories if story.aliases]
    assert [story for story in stories if not story.authors]
    assert len([story for story in stories if story.path.endswith("index.md")]) >= 5
    assert all(story.summary for story in stories)


def test_stories_are_as_long_as_stories_are() -> None:
    lengths = sorted(story.words for story in sources())

    assert lengths[len(lengths) // 20] >= 150
    assert lengths[-1] <= 800


def test_the_demo_has_every_sort_of_text(pages: Mapping[str, _Element]) -> None:
    for what in (
        "//table/caption",
        "//th[@scope='row']",
        "//figure[@class='embed video']/a[@data-frame]",
        "//*[contains(@class, 'footnote-ref')]",
        "//figure[@class='pull']",
        "//*[@class='facts']",
        "//*[@class='gallery']",
        "//figcaption/span[@class='credit']",
        "//main//h2",
    ):
        bodies = [path for path, page in pages.items() if select(page, what)]
        assert bodies, what


def test_names_have_profiles_and_the_paper_its_own_pages(demo: Built) -> None:
    profiles = list((CHECKOUT / "content/authors").glob("*.md"))
    introductions = list((CHECKOUT / "content/topics").glob("*.md"))

    assert len(profiles) >= 5
    assert len(introductions) >= 5
    assert {"about/index.html", "contact/index.html", "corrections-policy/index.html"} <= set(
        demo.outputs
    )


def test_there_is_no_filler_text(pages: Mapping[str, _Element]) -> None:
    for path, page in pages.items():
        assert "lorem" not in text_of(page).lower(), path
