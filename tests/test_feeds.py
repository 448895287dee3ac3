"""Feeds as readers of feeds take them: RFC 4287, RSS 2.0, JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from lxml.etree import _Element

from tests.conftest import CONFIG, Built, Newsroom
from tests.reading import ATOM, CONTENT, DC, XML_LANG, child, html, values, xml

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
FEEDS = ("feed.xml", "rss.xml", "feed.json")
ORIGIN = "https://courier.example"

BODY = """\
The [other story](../city/tram.md) and [its end](../city/tram.md#the-end) and [below](#below).

![A tug leaves](tug.png)

## Below

See [the list](/about/) and <https://elsewhere.example/>.
"""


HINDI = CONFIG.replace('language = "en"', 'language = "hi"')


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """Two stories, one of them with all that a feed can carry."""
    newsroom.story("city/tram.md", title="Tram", published="2026-11-19 07:00 IST")
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    newsroom.write("content/world/tug.png", b"\x89PNG")
    newsroom.story(
        "world/treaty.md",
        BODY,
        title="Treaty <signed> & sealed",
        published="2026-11-20 08:00 IST",
        updated="2026-11-20 09:30 IST",
        summary="A <b>bold</b> summary & more",
        topics=["Trade", "Sea"],
        authors=["Asha Menon", "Ravi Kolhe"],
        dateline="YOKOHAMA",
        image={"src": "tug.png", "alt": "A tug"},
    )
    return newsroom


def entries(built: Built, path: str = "feed.xml") -> list[_Element]:
    return xml(built.outputs[path]).findall(f"{ATOM}entry")


def items(built: Built, path: str = "rss.xml") -> list[_Element]:
    return xml(built.outputs[path]).findall("channel/item")


def json_items(built: Built, path: str = "feed.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(built.outputs[path])["items"]
    return found


# Which there are -------------------------------------------------------------------------------


def test_the_paper_and_sections_have_all_feeds_and_names_have_atom(paper: Newsroom) -> None:
    paper.story("world/part.md", series="floods", published="2026-11-18 08:00 IST")

    built = paper.build()

    found = {path for path in built.outputs if path.endswith(FEEDS)}
    assert found == {
        *FEEDS,
        *(f"world/{name}" for name in FEEDS),
        *(f"city/{name}" for name in FEEDS),
        "topics/trade/feed.xml",
        "topics/sea/feed.xml",
        "authors/asha-menon/feed.xml",
        "authors/ravi-kolhe/feed.xml",
        "series/floods/feed.xml",
    }


def test_settings_say_which_feeds_there_are_and_pages_announce_those_alone(
    paper: Newsroom,
) -> None:
    choice = '[feeds]\npaper = ["json"]\nsections = []\ntopics = ["rss"]\nauthors = []\n'
    paper.write("config.toml", f"{CONFIG}\n{choice}")

    built = paper.build()

    found = {path for path in built.outputs if path.endswith(FEEDS)}
    assert found == {"feed.json", "topics/trade/rss.xml", "topics/sea/rss.xml"}
    announced = {
        url
        for path, content in built.outputs.items()
        if path.endswith(".html")
        for url in values(html(content), "//link[@rel='alternate']/@href")
    }
    assert announced == {f"/{path}" for path in found}


def test_a_list_without_stories_has_no_feed_and_announces_none(newsroom: Newsroom) -> None:
    newsroom.story("world/treaty.md")

    built = newsroom.build()

    assert "city/feed.xml" not in built.outputs
    announced = values(html(built.outputs["city/index.html"]), "//link[@rel='alternate']/@href")
    assert announced == ["/feed.xml", "/rss.xml", "/feed.json"]


def test_a_paper_without_stories_announces_no_feed(newsroom: Newsroom) -> None:
    newsroom.story("world/treaty.md", draft="yes")

    built = newsroom.build()

    assert built.report.ready
    for content in built.outputs.values():
        assert b"feed.xml" not in content


def test_feeds_hold_the_newest_fifty(newsroom: Newsroom) -> None:
    for number in range(53):
        newsroom.story(f"world/s{number:02}.md", published=f"2026-11-01 08:{number:02} IST")

    built = newsroom.build()

    for found in (entries(built), items(built), json_items(built)):
        assert len(found) == 50
    assert [item["url"].rstrip("/")[-3:] for item in json_items(built)][:2] == ["s52", "s51"]


def test_fewer_entries_and_standfirsts_alone_can_be_asked_for(paper: Newsroom) -> None:
    paper.write("config.toml", f'{CONFIG}\n[feeds]\nentries = 1\ntext = "summary"\n')

    built = paper.build()

    [entry] = entries(built)
    assert entry.find(f"{ATOM}content") is None
    [item] = items(built)
    assert item.find(f"{CONTENT}encoded") is None
    [thing] = json_items(built)
    assert "content_html" not in thing
    assert thing["content_text"] == "A <b>bold</b> summary & more"


def test_names_have_standfirsts_in_their_feeds_and_not_whole_stories(paper: Newsroom) -> None:
    built = paper.build()

    [entry] = entries(built, "topics/trade/feed.xml")
    assert entry.find(f"{ATOM}content") is None
    assert child(entry, f"{ATOM}summary")


# Atom ------------------------------------------------------------------------------------------


def test_atom_has_what_rfc_4287_demands(paper: Newsroom) -> None:
    built = paper.build()

    for path in ("feed.xml", "world/feed.xml", "topics/trade/feed.xml"):
        feed = xml(built.outputs[path])
        assert feed.tag == f"{ATOM}feed"
        assert child(feed, f"{ATOM}id") == f"tag:courier.example,2010:{path}"
        assert child(feed, f"{ATOM}title")
        assert RFC_3339.fullmatch(child(feed, f"{ATOM}updated"))
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        home = path.removesuffix("feed.xml")
        assert links == {"self": f"{ORIGIN}/{path}", "alternate": f"{ORIGIN}/{home}"}
        for entry in feed.findall(f"{ATOM}entry"):
            assert child(entry, f"{ATOM}id").startswith("tag:courier.example,")
            assert child(entry, f"{ATOM}title")
            assert RFC_3339.fullmatch(child(entry, f"{ATOM}updated"))
            assert RFC_3339.fullmatch(child(entry, f"{ATOM}published"))
            assert entry.findall(f"{ATOM}author") or feed.findall(f"{ATOM}author")
            for author in entry.findall(f"{ATOM}author"):
                assert child(author, f"{ATOM}name")


def test_atom_tells_the_story_as_it_is(paper: Newsroom) -> None:
    entry = entries(paper.build())[0]

    assert child(entry, f"{ATOM}title") == "Treaty <signed> & sealed"
    assert child(entry, f"{ATOM}summary") == "A <b>bold</b> summary & more"
    assert child(entry, f"{ATOM}published") == "2026-11-20T08:00:00+05:30"
    assert child(entry, f"{ATOM}updated") == "2026-11-20T09:30:00+05:30"
    names = [child(author, f"{ATOM}name") for author in entry.findall(f"{ATOM}author")]
    assert names == ["Asha Menon", "Ravi Kolhe"]
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["World", "Trade", "Sea"]


def test_updated_comes_from_the_stories_and_never_from_the_clock(paper: Newsroom) -> None:
    early = paper.build(as_of="2026-11-21 12:00 IST").outputs["feed.xml"]
    late = paper.build(as_of="2027-11-21 12:00 IST").outputs["feed.xml"]

    assert early == late
    assert child(xml(early), f"{ATOM}updated") == "2026-11-20T09:30:00+05:30"
    assert child(entries(paper.build())[1], f"{ATOM}updated") == "2026-11-19T07:00:00+05:30"


def test_a_story_in_another_language_says_so(newsroom: Newsroom) -> None:
    newsroom.story("world/nadi.md", title="नदी और शहर", lang="hi")

    built = newsroom.build()

    assert entries(built)[0].get(XML_LANG) == "hi"
    assert xml(built.outputs["feed.xml"]).get(XML_LANG) == "en"
    assert json_items(built)[0]["language"] == "hi"


# RSS -------------------------------------------------------------------------------------------


def test_rss_has_what_its_readers_expect(paper: Newsroom) -> None:
    built = paper.build()

    channel = xml(built.outputs["rss.xml"]).find("channel")
    assert channel is not None
    assert child(channel, "title") == "The Test Courier"
    assert child(channel, "link") == f"{ORIGIN}/"
    assert child(channel, "description") == "News for tests"
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert (own.get("rel"), own.get("href")) == ("self", f"{ORIGIN}/rss.xml")
    item = items(built)[0]
    assert [e.text for e in item.findall(f"{DC}creator")] == ["Asha Menon", "Ravi Kolhe"]
    assert "<p>" in child(item, f"{CONTENT}encoded")
    guid = item.find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"


def test_rss_dates_have_a_numeric_zone(paper: Newsroom) -> None:
    built = paper.build()

    for content in (built.outputs["rss.xml"], built.outputs["world/rss.xml"]):
        dates = [e.text or "" for e in xml(content).iter("pubDate", "lastBuildDate")]
        assert dates
        for date in dates:
            assert date.endswith(" +0530")
            assert parsedate_to_datetime(date).utcoffset() is not None
        assert b"IST" not in content
    assert child(items(built)[0], "pubDate") == "Fri, 20 Nov 2026 08:00:00 +0530"


def test_signs_in_an_rss_description_are_text_and_no_html(paper: Newsroom) -> None:
    description = child(items(paper.build())[0], "description")

    assert description == "A &lt;b&gt;bold&lt;/b&gt; summary &amp; more"


# JSON Feed -------------------------------------------------------------------------------------


def test_json_feed_has_its_fields(paper: Newsroom) -> None:
    built = paper.build()

    feed = json.loads(built.outputs["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "The Test Courier"
    assert feed["home_page_url"] == f"{ORIGIN}/"
    assert feed["feed_url"] == f"{ORIGIN}/feed.json"
    assert feed["language"] == "en"
    first, second = feed["items"]
    assert first["id"] == "tag:courier.example,2026-11-20:0800-treaty"
    assert first["url"] == f"{ORIGIN}/world/2026/11/20/treaty/"
    assert first["title"] == "Treaty <signed> & sealed"
    assert first["date_published"] == "2026-11-20T08:00:00+05:30"
    assert first["date_modified"] == "2026-11-20T09:30:00+05:30"
    assert re.fullmatch(rf"{ORIGIN}/img/../tug-[0-9a-f]{{14}}/16x9-3\.jpg", first["image"])
    assert first["tags"] == ["Trade", "Sea"]
    assert first["authors"][0] == {"name": "Asha Menon", "url": f"{ORIGIN}/authors/asha-menon/"}
    assert "date_modified" not in second
    assert second["authors"] == [{"name": "The Desk"}]
    for item in feed["items"]:
        assert "content_html" in item or "content_text" in item
        datetime.fromisoformat(item["date_published"])


# Bodies and ids --------------------------------------------------------------------------------


def bodies(built: Built) -> list[str]:
    """The newest story's text in each of the paper's feeds."""
    return [
        child(entries(built)[0], f"{ATOM}content"),
        child(items(built)[0], f"{CONTENT}encoded"),
        json_items(built)[0]["content_html"],
    ]


def test_every_url_in_a_body_is_absolute(paper: Newsroom) -> None:
    built = paper.build()

    (tug,) = (path for path in built.outputs if re.search(r"/tug-\w+/3\.jpg$", path))
    for body in bodies(built):
        found = values(html(body.encode()), "//@href | //@src")
        assert found == [
            f"{ORIGIN}/city/2026/11/19/tram/",
            f"{ORIGIN}/city/2026/11/19/tram/#the-end",
            f"{ORIGIN}/world/2026/11/20/treaty/#below",
            f"{ORIGIN}/{tug}",
            f"{ORIGIN}/about/",
            "https://elsewhere.example/",
        ]
        assert "YOKOHAMA" in body


@pytest.mark.parametrize(
    ("change", "base_url"),
    [
        pytest.param({"title": "Another headline"}, "", id="title"),
        pytest.param({"section": "city"}, "", id="section"),
        pytest.param({"slug": "elsewhere"}, "", id="slug"),
        pytest.param({}, "https://mirror.example/paper", id="base url"),
    ],
)
def test_ids_stay_as_they_are(newsroom: Newsroom, change: dict[str, str], base_url: str) -> None:
    newsroom.story("world/treaty.md")
    before = [child(entry, f"{ATOM}id") for entry in entries(newsroom.build())]

    newsroom.story("world/treaty.md", **change)
    built = newsroom.build(base_url=base_url)

    assert [child(entry, f"{ATOM}id") for entry in entries(built)] == before
    assert [child(item, "guid") for item in items(built)] == before
    assert [item["id"] for item in json_items(built)] == before


def test_the_feed_itself_keeps_its_id_when_the_site_moves(paper: Newsroom) -> None:
    before = paper.build().outputs["world/feed.xml"]
    after = paper.build(base_url="https://mirror.example/paper").outputs["world/feed.xml"]

    assert before != after
    assert child(xml(before), f"{ATOM}id") == child(xml(after), f"{ATOM}id")


def test_a_story_may_bring_its_own_id(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", id="urn:uuid:6f9619ff-8b86-d011-b42d-00cf4fc964ff")
    newsroom.story("world/b.md", id="harbour-deal", published="2026-11-19 08:00 IST")

    found = [child(entry, f"{ATOM}id") for entry in entries(newsroom.build())]

    assert found == [
        "urn:uuid:6f9619ff-8b86-d011-b42d-00cf4fc964ff",
        "tag:courier.example,2026-11-19:harbour-deal",
    ]


def test_a_sponsored_story_says_so_first(newsroom: Newsroom) -> None:
    newsroom.story("world/advert.md", title="Fine ships", kind="sponsored")

    built = newsroom.build()

    assert child(entries(built)[0], f"{ATOM}title") == "Sponsored: Fine ships"
    assert child(items(built)[0], "title") == "Sponsored: Fine ships"
    assert json_items(built)[0]["title"] == "Sponsored: Fine ships"


def test_feedparser_reads_every_feed_without_complaint(paper: Newsroom) -> None:
    built = paper.build()

    for path in built.outputs:
        if path.endswith(("feed.xml", "rss.xml")):
            parsed = feedparser.parse(built.outputs[path])
            assert not parsed.bozo, (path, parsed.get("bozo_exception"))
            assert parsed.entries[0].title


def test_a_paper_in_another_language_says_in_its_own_words_that_a_story_is_paid_for(
    newsroom: Newsroom,
) -> None:
    newsroom.write("config.toml", HINDI)
    newsroom.story("world/ad.md", title="Ferries", kind="sponsored")

    built = newsroom.build()

    said = "प्रायोजित: Ferries"
    assert entries(built)[0].findtext(f"{ATOM}title") == said
    assert items(built)[0].findtext("title") == said
    assert json_items(built)[0]["title"] == said
