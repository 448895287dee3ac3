"""Sitemaps, the news sitemap and robots.txt, by the rules of those who read them."""

from __future__ import annotations

import pytest
from lxml import etree

from dateline import machines
from tests.conftest import CONFIG, Newsroom
from tests.reading import NEWS, SITEMAP, check_sitemap, child, values, xml

ORIGIN = "https://courier.example"


def places(content: bytes) -> dict[str, str]:
    """Addresses in a sitemap or index, each with its `lastmod` or nothing."""
    return {
        child(place, f"{SITEMAP}loc"): place.findtext(f"{SITEMAP}lastmod") or ""
        for place in xml(content)
    }


def test_there_is_a_shard_a_month_and_one_of_the_other_pages(newsroom: Newsroom) -> None:
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    newsroom.story("world/old.md", published="2010-11-13 15:58 IST", topics=["Japan"])
    newsroom.story("world/new.md", published="2026-11-20 08:00 IST", authors=["Asha Menon"])

    built = newsroom.build()

    assert list(places(built.outputs["sitemap.xml"])) == [
        f"{ORIGIN}/sitemaps/pages.xml",
        f"{ORIGIN}/sitemaps/2010-11.xml",
        f"{ORIGIN}/sitemaps/2026-11.xml",
    ]
    assert list(places(built.outputs["sitemaps/2010-11.xml"])) == [
        f"{ORIGIN}/world/2010/11/13/old/"
    ]
    assert set(places(built.outputs["sitemaps/pages.xml"])) == {
        f"{ORIGIN}{path}"
        for path in (
            "/",
            "/world/",
            "/city/",
            "/topics/",
            "/topics/japan/",
            "/authors/",
            "/authors/asha-menon/",
            "/about/",
        )
    }
    for path in built.outputs:
        if "sitemap" in path:
            check_sitemap(built.outputs[path])


def test_months_are_those_of_the_papers_zone(newsroom: Newsroom) -> None:
    newsroom.story("world/late.md", published="2026-10-31 20:00 UTC")

    built = newsroom.build()

    assert "sitemaps/2026-11.xml" in built.outputs
    assert "sitemaps/2026-10.xml" not in built.outputs


def test_lastmod_is_the_storys_own_time_and_never_the_clocks(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", published="2026-11-02 08:00 IST")
    newsroom.story("world/b.md", published="2026-11-01 08:00 IST", updated="2026-11-09 10:00 IST")

    early = newsroom.build(as_of="2026-11-12 12:00 IST").outputs
    late = newsroom.build(as_of="2030-01-01 12:00 IST").outputs

    assert list(places(early["sitemaps/2026-11.xml"]).values()) == [
        "2026-11-09T10:00:00+05:30",
        "2026-11-02T08:00:00+05:30",
    ]
    assert places(early["sitemap.xml"])[f"{ORIGIN}/sitemaps/2026-11.xml"] == (
        "2026-11-09T10:00:00+05:30"
    )
    assert early == late


def test_a_month_of_too_many_stories_is_split(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "SITEMAP_LIMIT", 3)
    for number in range(7):
        newsroom.story(f"world/s{number}.md", published=f"2026-10-01 08:0{number} IST")

    built = newsroom.build()

    shards = [f"sitemaps/2026-10{end}.xml" for end in ("", "-2", "-3")]
    assert [len(places(built.outputs[shard])) for shard in shards] == [3, 3, 1]
    first = list(places(built.outputs[shards[0]]))
    assert first[0].endswith("/s0/"), "the oldest come first, so that a full shard stays as it is"
    listed = set(places(built.outputs["sitemap.xml"]))
    assert {f"{ORIGIN}/{shard}" for shard in shards} < listed


# News ------------------------------------------------------------------------------------------


def test_the_news_sitemap_reaches_back_48_hours_from_the_editions_moment(
    newsroom: Newsroom,
) -> None:
    newsroom.story("world/gone.md", published="2026-11-21 12:00 IST")
    newsroom.story("world/there.md", published="2026-11-21 12:01 IST", title="Still news")
    newsroom.story("world/now.md", published="2026-11-23 12:00 IST", lang="hi")

    built = newsroom.build(as_of="2026-11-23 12:00 IST")

    content = built.outputs["sitemaps/news.xml"]
    check_sitemap(content)
    assert list(places(content)) == [
        f"{ORIGIN}/world/2026/11/23/now/",
        f"{ORIGIN}/world/2026/11/21/there/",
    ]
    tree = xml(content)
    assert values(tree, "//*[local-name()='language']/text()") == ["hi", "en"]
    assert [e.text for e in tree.iter(f"{NEWS}name")] == ["The Test Courier"] * 2
    assert [e.text for e in tree.iter(f"{NEWS}title")] == ["A headline", "Still news"]
    assert [e.text for e in tree.iter(f"{NEWS}publication_date")] == [
        "2026-11-23T12:00:00+05:30",
        "2026-11-21T12:01:00+05:30",
    ]


def test_without_news_there_is_no_news_sitemap(newsroom: Newsroom) -> None:
    newsroom.story("world/old.md", published="2026-01-01 08:00 IST")

    built = newsroom.build()

    assert "sitemaps/news.xml" not in built.outputs
    assert f"{ORIGIN}/sitemaps/news.xml" not in places(built.outputs["sitemap.xml"])


def test_sponsored_stories_are_no_news(newsroom: Newsroom) -> None:
    newsroom.story("world/advert.md", published="2026-11-23 08:00 IST", kind="sponsored")
    newsroom.story("world/story.md", published="2026-11-23 07:00 IST")

    built = newsroom.build()

    assert list(places(built.outputs["sitemaps/news.xml"])) == [f"{ORIGIN}/world/2026/11/23/story/"]
    assert f"{ORIGIN}/world/2026/11/23/advert/" in places(built.outputs["sitemaps/2026-11.xml"])


def test_the_news_sitemap_holds_the_newest_up_to_its_limit(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "NEWS_LIMIT", 2)
    for number in range(4):
        newsroom.story(f"world/s{number}.md", published=f"2026-11-23 08:0{number} IST")

    found = list(places(newsroom.build().outputs["sitemaps/news.xml"]))

    assert [url.rstrip("/")[-2:] for url in found] == ["s3", "s2"]


def test_the_limits_are_the_published_ones() -> None:
    assert (machines.SITEMAP_LIMIT, machines.NEWS_LIMIT) == (50_000, 1_000)


# robots.txt and the rules themselves -----------------------------------------------------------


def test_robots_txt_lets_all_in_and_names_the_sitemap(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")

    robots = newsroom.build(base_url="https://x.example/paper").text("robots.txt")

    assert robots.split("\n") == [
        "User-agent: *",
        "Disallow:",
        "",
        "Sitemap: https://x.example/paper/sitemap.xml",
        "",
    ]


def test_a_robots_txt_in_content_takes_its_place(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    newsroom.write("content/robots.txt", "User-agent: *\nDisallow: /drafts/\n")

    built = newsroom.build()

    assert built.report.ready, built.report.problems
    assert built.text("robots.txt") == "User-agent: *\nDisallow: /drafts/\n"


def test_addresses_carry_the_base_path(newsroom: Newsroom) -> None:
    newsroom.write("config.toml", CONFIG.replace(ORIGIN, "https://x.example/paper"))
    newsroom.story("world/a.md")

    built = newsroom.build()

    for path, content in built.outputs.items():
        if "sitemap" in path:
            assert all(url.startswith("https://x.example/paper/") for url in places(content))


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("<url><loc>/relative/</loc></url>", id="relative"),
        pytest.param("<url></url>", id="no address"),
        pytest.param(
            "<url><loc>https://a.example/b</loc><lastmod>yesterday</lastmod></url>", id="no time"
        ),
        pytest.param(
            "<url><loc>https://a.example/b</loc><lastmod>2026-11-20T08:00:00</lastmod></url>",
            id="no zone",
        ),
        pytest.param("<url><loc>https://a.example/b</loc></url>" * 2, id="twice"),
        pytest.param("", id="empty"),
    ],
)
def test_the_rules_refuse_what_is_no_sitemap(wrong: str) -> None:
    content = f'<urlset xmlns="{SITEMAP[1:-1]}">{wrong}</urlset>'.encode()

    with pytest.raises(etree.DocumentInvalid):
        check_sitemap(content)
