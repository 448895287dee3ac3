"""Feeds: RSS of three kinds, Atom, JSON Feed; broken ones and hostile ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.importing import Outcome
from tests.conftest import Newsroom
from tests.imports import bring, built, codes, content, png, story

RSS = """\
<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Old</title><link>https://old.example/</link>
<atom:link rel="self" href="https://old.example/feed"/>
<item>
<title>Harbour &amp;amp; rail deal</title>
<link>https://old.example/2026/11/harbour-deal.html</link>
<guid isPermaLink="false">tag:old.example,2026:1</guid>
<pubDate>Fri, 20 Nov 2026 08:00:00 +0530</pubDate>
<dc:creator>Meera Tandel</dc:creator>
<category>World</category><category>Trade</category>
<description>Three berths will be rebuilt.</description>
<content:encoded><![CDATA[<p>The deal: <a href="/2026/11/ferries.html">ferries</a>.</p>
<p><img src="https://old.example/img/tug.png" alt="A tug"></p>]]></content:encoded>
<media:content url="https://old.example/img/tug.png" medium="image">
<media:credit>Noor Qureshi</media:credit></media:content>
</item>
<item>
<title>Ferries</title>
<link>https://old.example/2026/11/ferries.html</link>
<pubDate>Thu, 19 Nov 26 21:30 EST</pubDate>
<author>desk@old.example (Asha Menon)</author>
<category>World</category>
<description>&lt;p&gt;Only a &lt;b&gt;summary&lt;/b&gt;.&lt;/p&gt;</description>
<enclosure url="https://old.example/talk.mp3" type="audio/mpeg" length="1"/>
</item>
</channel></rss>
"""

RDF = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/feed"><title>Old</title><link>https://old.example</link>
</channel>
<item rdf:about="https://old.example/a"><title>From RDF</title><link>https://old.example/a-b</link>
<dc:date>2026-11-20T08:00:00+05:30</dc:date><dc:creator>Meera</dc:creator>
<dc:subject>World</dc:subject><description>Words.</description></item>
</rdf:RDF>
"""

ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Old</title><link href="https://old.example/"/><updated>2026-11-20T04:00:00Z</updated>
<entry>
<title type="html">Harbour &amp;amp; rail</title>
<link rel="edit" href="https://old.example/edit/1"/><link href="https://old.example/1/deal"/>
<id>tag:old.example,2026:1</id>
<published>2026-11-20T02:30:00Z</published><updated>2026-11-20T04:00:00.5Z</updated>
<author><name>Meera Tandel</name><email>meera@old.example</email></author>
<category term="world" label="World"/><category term="trade"/>
<summary>Three berths.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <em>two</em> three.</p>
<p>2 &lt; 3</p></div></content>
</entry>
<entry>
<title>Only one time</title><id>tag:old.example,2026:2</id>
<link href="https://old.example/2/"/><updated>2026-11-18T04:00:00Z</updated>
<category term="world"/><content type="text">a &lt;b&gt; &amp; c</content>
</entry>
</feed>
"""


def json_feed(*items: dict[str, Any]) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Old",
            "home_page_url": "https://old.example/",
            "items": items,
        },
        indent=1,
    )


ITEM: dict[str, Any] = {
    "id": "https://old.example/deal",
    "url": "https://old.example/deal",
    "title": "Harbour deal",
    "content_html": "<p>One <b>two</b>.</p>",
    "summary": "Three berths.",
    "date_published": "2026-11-20T08:00:00+05:30",
    "date_modified": "2026-11-20T09:00:00+05:30",
    "authors": [{"name": "Meera Tandel"}],
    "tags": ["World", "Trade"],
}


def bring_feed(newsroom: Newsroom, text: str | bytes, name: str = "feed.xml") -> Outcome:
    file = newsroom.root.parent / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return bring(newsroom, "feed", file)


# Whole ones --------------------------------------------------------------------------------------


def test_an_item_of_rss_becomes_a_story(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "media/img").mkdir(parents=True)
    (tmp_path / "media/img/tug.png").write_bytes(png())
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")

    done = bring(newsroom, "feed", tmp_path / "feed.xml", media=(tmp_path / "media",))

    assert (done.stories, codes(done)) == (2, [])
    head, body = story(newsroom, "world/harbour-deal.md")
    assert head == {
        "title": "Harbour & rail deal",
        "published": "2026-11-20 08:00 IST",
        "summary": "Three berths will be rebuilt.",
        "authors": ["Meera Tandel"],
        "topics": ["Trade"],
        "image": {"src": "/img/img/tug.png", "alt": "", "credit": "Noor Qureshi"},
        "aliases": ["/2026/11/harbour-deal.html"],
    }
    assert body == "The deal: [ferries](/world/ferries.md).\n\n![A tug](/img/img/tug.png)"
    assert built(newsroom).codes == []


def test_a_summary_alone_is_the_text_and_zones_of_mail_are_read(newsroom: Newsroom) -> None:
    done = bring_feed(newsroom, RSS)

    head, body = story(newsroom, "world/ferries.md")
    assert head["published"] == "2026-11-20 08:00 IST"
    assert head["authors"] == ["Asha Menon"]
    assert (body, "summary" in head) == ("Only a **summary**.", False)
    assert "the enclosure https://old.example/talk.mp3" in done.report
    assert b"desk@" not in b"".join(content(newsroom).values())


def test_rss_1_is_read(newsroom: Newsroom) -> None:
    bring_feed(newsroom, RDF, "feed.rdf")

    assert story(newsroom, "world/a-b.md")[0] == {
        "title": "From RDF",
        "published": "2026-11-20 08:00 IST",
        "authors": ["Meera"],
        "aliases": ["/a-b"],
    }
    built(newsroom)


def test_atom_is_read_with_its_kinds_of_text(newsroom: Newsroom) -> None:
    done = bring_feed(newsroom, ATOM, "feed.atom")

    head, body = story(newsroom, "world/deal.md")
    assert head == {
        "title": "Harbour & rail",
        "published": "2026-11-20 08:00 IST",
        "updated": "2026-11-20 09:30 IST",
        "summary": "Three berths.",
        "authors": ["Meera Tandel"],
        "topics": ["trade"],
        "aliases": ["/1/deal"],
    }
    assert body == "One *two* three.\n\n2 &lt; 3"
    assert story(newsroom, "world/only-one-time.md")[1] == "a &lt;b> & c"
    assert "that of its last update is taken for it" in done.report
    assert built(newsroom).codes == []


def test_json_feed_is_read(newsroom: Newsroom) -> None:
    plain = {"id": "2", "title": "Plain", "content_text": "One < two.\n\nThree.", "tags": ["world"]}
    plain["date_published"] = "2026-11-19T08:00:00Z"
    old = {"id": "3", "title": "Old", "content_html": "x", "author": {"name": "Asha"}}
    old |= {"date_published": "2026-11-18T08:00:00Z", "tags": ["world"]}

    done = bring_feed(newsroom, json_feed(ITEM, plain, old), "feed.json")

    assert codes(done) == []
    assert story(newsroom, "world/deal.md")[0] == {
        "title": "Harbour deal",
        "published": "2026-11-20 08:00 IST",
        "updated": "2026-11-20 09:00 IST",
        "summary": "Three berths.",
        "authors": ["Meera Tandel"],
        "topics": ["Trade"],
        "aliases": ["/deal"],
    }
    assert story(newsroom, "world/plain.md")[1] == "One &lt; two.\n\nThree."
    assert story(newsroom, "world/old.md")[0]["authors"] == ["Asha"]
    built(newsroom)


def test_our_own_feeds_come_back(newsroom: Newsroom, tmp_path: Path) -> None:
    text = "One *two* three.\n\n- a\n- b\n"
    newsroom.story("world/a.md", text, summary="Sum.", authors=["Meera"], topics=["Trade"])
    edition = built(newsroom)

    for name in ("feed.xml", "rss.xml", "feed.json"):
        (tmp_path / name).write_bytes(edition.outputs[name])
        other = Newsroom(tmp_path / f"of-{name}")
        bring(other, "feed", tmp_path / name, section="world")
        (path,) = (p for p in content(other) if p.startswith("world/"))
        head, body = story(other, path)
        assert head["title"] == "A headline"
        assert head["published"] == "2026-11-20 08:00 IST"
        assert body == text.strip()
        built(other)


# Broken and hostile ones --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("<html><p>A page</p></html>", 1, id="a page"),
        pytest.param("", 1, id="empty"),
        pytest.param("words", 1, id="words"),
        pytest.param('{"a": 1}', 1, id="other JSON"),
        pytest.param('{"version": "https://jsonfeed.org/version/1", "items": 3}', 1, id="no items"),
        pytest.param('{"version":\n "https://jsonfeed.org/version/1",\n "it', 3, id="cut off"),
        pytest.param("[" * 100_000, 1, id="deep JSON"),
        pytest.param('{"version": ' + "9" * 10_000 + "}", 1, id="a number without end"),
        pytest.param('{"a": NaN}', 1, id="no number"),
    ],
)
def test_what_is_no_feed_is_told(newsroom: Newsroom, text: str, line: int) -> None:
    done = bring_feed(newsroom, text)

    assert set(codes(done)) == {"bad-export"}
    assert done.problems[0].where.line == line
    assert content(newsroom) == {}


def test_entities_of_a_feed_are_refused(newsroom: Newsroom) -> None:
    bomb = RSS.replace(
        "<rss", "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>\n<rss", 1
    )

    done = bring_feed(newsroom, bomb.replace("Ferries", "&x;"))

    assert codes(done) == ["bad-export"]
    assert content(newsroom) == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"date_published": "yesterday"}, "bad-time", id="no such time"),
        pytest.param({"date_published": None}, "missing-key", id="no time"),
        pytest.param({"title": None}, "empty-value", id="no title"),
        pytest.param({"title": ["a"], "url": 3}, "empty-value", id="other types"),
        pytest.param({"tags": "World"}, "unknown-section", id="no list of tags"),
    ],
)
def test_a_bad_item_of_json_is_skipped_alone(
    newsroom: Newsroom, change: dict[str, Any], code: str
) -> None:
    bad = ITEM | {"id": "bad", "url": "https://old.example/bad"} | change

    done = bring_feed(newsroom, json_feed(bad, ITEM, [1], "x"), "feed.json")  # type: ignore[arg-type]

    assert sorted(set(codes(done))) == sorted({code, "bad-export"})
    assert sorted(content(newsroom)) == ["world/deal.md"]
    assert any(problem.where.line > 5 for problem in done.problems)


def test_a_control_character_in_json_does_not_reach_the_file(newsroom: Newsroom) -> None:
    odd = ITEM | {"content_html": "<p>a\x08b&#7;c</p>", "title": "A\x1b[31m deal"}

    done = bring_feed(newsroom, json_feed(odd), "feed.json")

    (written,) = content(newsroom).values()
    assert not any(byte < 32 and byte != 10 for byte in written)
    assert codes(done) == []
    built(newsroom)
