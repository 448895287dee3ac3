"""Lists, archives, the front page, series and related stories: what links to what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import CONFIG, Built, Newsroom
from tests.reading import html, select, text_of, values


def links(built: Built, path: str, within: str = "//main") -> list[str]:
    """Where a page's links lead, in order."""
    return values(html(built.outputs[path]), f"{within}//a/@href")


def stories(built: Built, path: str, within: str = "//main") -> list[str]:
    """The stories that a page links to, by their slugs, in order and each once."""
    found = [url.rstrip("/").split("/") for url in links(built, path, within)]
    # /world/2026/11/20/treaty/: a section, a date and a slug.
    slugs = [parts[-1] for parts in found if len(parts) == 6 and parts[2].isdigit()]
    return list(dict.fromkeys(slugs))


def heading(built: Built, path: str) -> str:
    [h1] = select(html(built.outputs[path]), "//h1")
    return text_of(h1)


def crumbs(built: Built, path: str) -> list[str]:
    return [text_of(e) for e in select(html(built.outputs[path]), "//nav[@class='crumbs']//li")]


def every_url(built: Built) -> Iterable[tuple[str, str]]:
    for path, content in built.outputs.items():
        if path.endswith(".html"):
            shared = "//section[@class='share']//@href"
            own = values(html(content), f"//@href[not(. = {shared})] | //@src")
            for url in own:
                yield path, url


def write_run(newsroom: Newsroom, count: int, **keys: list[str] | str) -> None:
    """Stories s00, s01, ... of the section world, a day apart."""
    for number in range(count):
        day = f"2026-10-{number + 1:02} 08:00 IST"
        facts: dict[str, object] = {"title": f"Story {number}", "published": day, **keys}
        newsroom.story(f"world/s{number:02}.md", body=f"Text {number}.\n", **facts)


def per_page(newsroom: Newsroom, size: int) -> None:
    newsroom.write("config.toml", f"{CONFIG}\n[lists]\nper_page = {size}\n")


# Numbered pages --------------------------------------------------------------------------------


def test_a_numbered_page_exists_once_it_is_full_counted_from_the_oldest(newsroom: Newsroom) -> None:
    per_page(newsroom, 3)
    write_run(newsroom, 8)

    built = newsroom.build()

    assert stories(built, "world/index.html") == ["s07", "s06", "s05"]
    assert stories(built, "world/page/2/index.html") == ["s05", "s04", "s03"]
    assert stories(built, "world/page/1/index.html") == ["s02", "s01", "s00"]
    assert "world/page/3/index.html" not in built.outputs


def test_numbered_pages_link_to_neighbours_that_exist_and_to_the_front(
    newsroom: Newsroom,
) -> None:
    per_page(newsroom, 2)
    write_run(newsroom, 7)

    built = newsroom.build()

    pager = "//nav[@class='pager']"
    assert links(built, "world/index.html", pager) == ["/world/page/3/"]
    assert links(built, "world/page/3/index.html", pager) == ["/world/", "/world/page/2/"]
    assert links(built, "world/page/2/index.html", pager) == ["/world/page/3/", "/world/page/1/"]
    assert links(built, "world/page/1/index.html", pager) == ["/world/page/2/"]
    for number in (1, 2, 3):
        assert "/world/" in links(built, f"world/page/{number}/index.html")


@given(size=st.integers(1, 4), count=st.integers(0, 9))
@settings(max_examples=12, deadline=None)
def test_full_pages_never_change_and_nothing_is_out_of_reach(size: int, count: int) -> None:
    with Newsroom.temporary() as newsroom:
        per_page(newsroom, size)
        write_run(newsroom, count, topics=["Trade"], authors=["Asha Menon"])
        before = newsroom.build()
        write_run(newsroom, count + 1, topics=["Trade"], authors=["Asha Menon"])

        after = newsroom.build()

        for front in ("world", "topics/trade", "authors/asha-menon"):
            full = {p for p in before.outputs if p.startswith(f"{front}/page/")}
            assert len(full) == count // size
            newest_full = f"{front}/page/{count // size}/index.html"
            # It gains the link to its neighbour when that is full too.
            gains = (count + 1) % size == 0
            for path in full - ({newest_full} if gains else set()):
                assert before.outputs[path] == after.outputs[path]
            reached, path = set(stories(after, f"{front}/index.html")), f"{front}/index.html"
            while older := values(html(after.outputs[path]), "//a[@rel='next']/@href"):
                path = older[0].strip("/") + "/index.html"
                reached |= set(stories(after, path))
            assert reached == {f"s{number:02}" for number in range(count + 1)}


def test_a_list_page_shows_no_totals(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", published="2026-10-01 08:00 IST", topics=["Trade"])
    before = newsroom.build().outputs
    newsroom.story("world/b.md", published="2026-10-02 08:00 IST", topics=["Trade"])

    after = newsroom.build().outputs

    assert before["topics/index.html"] == after["topics/index.html"]
    assert before["archive/index.html"] == after["archive/index.html"]
    assert before["archive/2026/index.html"] == after["archive/2026/index.html"]


# Names and archives ----------------------------------------------------------------------------


def test_names_are_listed_in_order_of_the_alphabet(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", topics=["Water", "apec", "Trade"], authors=["Zoya", "Asha"])

    built = newsroom.build()

    assert [u for u in links(built, "topics/index.html") if u.count("/") == 3] == [
        "/topics/apec/",
        "/topics/trade/",
        "/topics/water/",
    ]
    assert "/authors/asha/" in links(built, "authors/index.html")


def test_a_profile_gives_a_name_its_label_text_and_page(newsroom: Newsroom) -> None:
    newsroom.write(
        "content/authors/a-sen.md", "---\nname: Anil Sen\nsummary: Reports.\n---\nOn trade.\n"
    )
    newsroom.story("world/a.md", authors=["a-sen"])

    built = newsroom.build()

    assert heading(built, "authors/a-sen/index.html") == "Anil Sen"
    assert "On trade." in built.text("authors/a-sen/index.html")
    assert "Anil Sen" in built.text("world/2026/11/20/a/index.html")
    assert stories(built, "authors/a-sen/index.html") == ["a"]


def test_the_oldest_spelling_of_a_topic_is_its_label(newsroom: Newsroom) -> None:
    newsroom.story("world/old.md", topics=["Sea trade"], published="2026-10-01 08:00 IST")
    newsroom.story("world/new.md", topics=["SEA TRADE"], published="2026-10-02 08:00 IST")

    built = newsroom.build()

    assert heading(built, "topics/sea-trade/index.html") == "Sea trade"
    assert stories(built, "topics/sea-trade/index.html") == ["new", "old"]


def test_the_archive_leads_from_years_to_months_to_days_to_stories(newsroom: Newsroom) -> None:
    newsroom.story("world/talks.md", published="2010-11-13 15:58 IST")
    newsroom.story("world/later.md", published="2010-11-13 23:30 UTC")
    newsroom.story("city/tram.md", published="2026-01-02 08:00 IST")

    built = newsroom.build()

    archive = "//main//*[@class='names']"
    assert links(built, "archive/index.html", archive) == ["/archive/2026/", "/archive/2010/"]
    assert links(built, "archive/2010/index.html", archive) == ["/archive/2010/11/"]
    calendar = "//main//table[@class='calendar']"
    month = html(built.outputs["archive/2010/11/index.html"])
    assert values(month, f"{calendar}//td/a/@aria-label") == ["Nov 13, 2010", "Nov 14, 2010"]
    last_week = select(month, f"{calendar}/tbody/tr[last()]/td")
    assert [text_of(day) for day in last_week][:3] == ["29", "30", ""]
    assert links(built, "archive/2010/11/index.html", calendar) == [
        "/archive/2010/11/13/",
        "/archive/2010/11/14/",
    ]
    assert stories(built, "archive/2010/11/13/index.html") == ["talks"]
    assert stories(built, "archive/2010/11/14/index.html") == ["later"]
    assert heading(built, "archive/2010/11/index.html") == "November 2010"
    assert heading(built, "archive/2010/11/13/index.html") == "Nov 13, 2010"
    assert crumbs(built, "archive/2010/11/13/index.html") == [
        "The Test Courier",
        "Archive",
        "2010",
        "November 2010",
        "Nov 13, 2010",
    ]


# The front page --------------------------------------------------------------------------------


def front(newsroom: Newsroom, text: str) -> None:
    newsroom.write("content/front.toml", text)


def test_the_front_page_shows_no_story_twice(newsroom: Newsroom) -> None:
    write_run(newsroom, 12)
    front(newsroom, 'lead = "world/s03.md"\n[[pin]]\nstory = "world/s03.md"\n')

    built = newsroom.build()

    found = [url for url in links(built, "index.html") if url.startswith("/world/2026")]
    assert found[0] == "/world/2026/10/04/s03/"
    assert len(found) == len(set(found)) == 12


def test_pins_stand_after_the_lead_until_their_time_is_over(newsroom: Newsroom) -> None:
    write_run(newsroom, 5)
    front(
        newsroom,
        '[[pin]]\nstory = "world/s00.md"\nuntil = "2026-11-23 13:00 IST"\n'
        '[[pin]]\nstory = "world/s01.md"\n',
    )

    before = newsroom.build(as_of="2026-11-23 12:59 IST")
    after = newsroom.build(as_of="2026-11-23 13:00 IST")

    assert stories(before, "index.html")[:4] == ["s04", "s00", "s01", "s03"]
    assert stories(after, "index.html")[:3] == ["s04", "s01", "s03"]


def test_priority_leads_among_the_newest_twenty_only(newsroom: Newsroom) -> None:
    write_run(newsroom, 22)
    newsroom.story("world/s01.md", published="2026-10-02 08:00 IST", priority="1")
    newsroom.story("world/s04.md", published="2026-10-05 08:00 IST", priority="2")

    built = newsroom.build()

    assert stories(built, "index.html")[:2] == ["s04", "s21"]


def test_slots_choose_the_sections_and_how_many_of_each(newsroom: Newsroom) -> None:
    newsroom.write("config.toml", f"{CONFIG}\n[front]\nlatest = 0\nper_section = 2\n")
    write_run(newsroom, 4)
    for number in range(3):
        newsroom.story(f"city/c{number}.md", published=f"2026-09-0{number + 1} 08:00 IST")

    usual = newsroom.build()
    front(newsroom, '[[slot]]\nsection = "city"\nlimit = 1\n[[slot]]\nsection = "world"\n')
    slots = newsroom.build()

    assert stories(usual, "index.html") == ["s03", "s02", "s01", "c2", "c1"]
    assert stories(slots, "index.html") == ["s03", "c2", "s02", "s01"]


def test_a_breaking_bar_stands_first_until_its_time_is_over(newsroom: Newsroom) -> None:
    write_run(newsroom, 3)
    front(
        newsroom,
        '[breaking]\ntext = "Port closed"\nstory = "world/s00.md"\n'
        'until = "2026-11-23 13:00 IST"\n',
    )

    before = newsroom.build(as_of="2026-11-23 12:59 IST")
    after = newsroom.build(as_of="2026-11-23 13:00 IST")

    assert "Port closed" in before.text("index.html")
    assert links(before, "index.html")[0] == "/world/2026/10/01/s00/"
    assert "Port closed" not in after.text("index.html")


def test_what_the_editor_named_and_is_not_out_is_passed_over_with_a_warning(
    newsroom: Newsroom,
) -> None:
    write_run(newsroom, 2)
    newsroom.story("world/secret.md", draft="yes", title="Secret")
    front(newsroom, 'lead = "world/secret.md"\n')

    built = newsroom.build()

    assert built.codes == ["link-not-live"]
    assert built.report.ready
    assert stories(built, "index.html")[0] == "s01"


def test_a_sponsored_story_never_leads_on_its_own(newsroom: Newsroom) -> None:
    write_run(newsroom, 2)
    newsroom.story("world/advert.md", kind="sponsored", priority="1")

    assert stories(newsroom.build(), "index.html")[0] == "s01"


# Series, related, previous ---------------------------------------------------------------------


def test_the_parts_of_a_series_are_shown_in_order(newsroom: Newsroom) -> None:
    write_run(newsroom, 3, series="after-the-flood")

    built = newsroom.build()

    middle = "world/2026/10/02/s01/index.html"
    assert stories(built, middle, "//nav[@class='series-parts']") == ["s00", "s02"]
    assert "Part 2 of 3" in text_of(html(built.outputs[middle]))
    assert heading(built, "series/after-the-flood/index.html") == "After the flood"
    assert "/series/after-the-flood/" in links(built, middle)


RELATED = "//section[@aria-labelledby='dl-related']"


def test_related_stories_are_those_chosen_by_hand(newsroom: Newsroom) -> None:
    write_run(newsroom, 4, topics=["Trade"])
    newsroom.story("world/new.md", topics=["Trade"], related=["world/s02.md", "world/s00.md"])

    built = newsroom.build()

    assert stories(built, "world/2026/11/20/new/index.html", RELATED) == ["s02", "s00"]


def test_related_stories_are_found_among_older_ones_by_shared_topics(newsroom: Newsroom) -> None:
    days = {"later": 9, "here": 8, "one": 7, "both": 6, "none": 5, "one-old": 4}
    topics = {"both": ["Trade", "Sea"], "one": ["Trade"], "one-old": ["Sea"], "none": ["Moon"]}
    for name, day in days.items():
        newsroom.story(
            f"world/{name}.md",
            published=f"2026-10-0{day} 08:00 IST",
            topics=topics.get(name, ["Trade", "Sea"]),
        )

    built = newsroom.build()

    found = stories(built, "world/2026/10/08/here/index.html", RELATED)
    assert found == ["both", "one", "one-old"]


def test_the_previous_story_is_not_shown_again_below_the_related_ones(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", published="2026-10-01 08:00 IST", topics=["Trade"])
    newsroom.story("world/b.md", published="2026-10-02 08:00 IST", topics=["Trade"])

    built = newsroom.build()

    page = "world/2026/10/02/b/index.html"
    assert stories(built, page, "//section[@aria-labelledby='dl-related']") == ["a"]
    assert stories(built, page, "//section[@aria-labelledby='dl-previous']") == []


def test_the_previous_story_is_the_next_older_one_of_the_section(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", published="2026-10-01 08:00 IST")
    newsroom.story("city/b.md", published="2026-10-02 08:00 IST")
    newsroom.story("world/c.md", published="2026-10-03 08:00 IST")

    built = newsroom.build()

    previous = "//section[@aria-labelledby='dl-previous']"
    assert stories(built, "world/2026/10/03/c/index.html", previous) == ["a"]
    assert stories(built, "world/2026/10/01/a/index.html", previous) == []


# Kinds of page that are off --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["topics", "authors", "series", "archive"])
def test_nothing_links_to_pages_that_are_turned_off(
    newsroom: Newsroom, kind: Literal["topics", "authors", "series", "archive"]
) -> None:
    newsroom.write("config.toml", f"{CONFIG}\n[pages]\n{kind} = false\n")
    newsroom.story("world/a.md", topics=["Trade"], authors=["Asha Menon"], series="floods")

    built = newsroom.build()

    assert built.report.ready, built.report.problems
    assert not [path for path in built.outputs if path.startswith(f"{kind}/")]
    for path, content in built.outputs.items():
        assert f"/{kind}/".encode() not in content, path
    assert "Asha Menon" in built.text("world/2026/11/20/a/index.html")


# Addresses -------------------------------------------------------------------------------------


@pytest.fixture
def rich(newsroom: Newsroom) -> Newsroom:
    """A paper with every sort of page and link."""
    per_page(newsroom, 2)
    write_run(newsroom, 5, topics=["Trade"], authors=["Asha Menon"], series="floods")
    newsroom.write("content/logo.png", b"\x89PNG")
    newsroom.write("content/about.md", "---\ntitle: About\n---\n![Logo](logo.png)\n")
    body = "[old](s00.md) [about](/about/) [logo](/logo.png) ![A tug](tug.png)\n"
    image = {"src": "tug.png", "alt": "A tug"}
    newsroom.write("content/world/tug.png", b"\x89PNG")
    newsroom.story("world/new.md", body, aliases=["/old/1.html"], image=image)
    return newsroom


def test_every_url_has_the_base_path(rich: Newsroom) -> None:
    config = (rich.root / "config.toml").read_text(encoding="utf-8")
    logo = '\n[publisher]\nlogo = "/logo.png"\n[publisher.policies]\nethics = "/about/"\n'
    config = config.replace("desk =", 'tag_authority = "ids.example"\ndesk =')
    rich.write("config.toml", config.replace("courier.example", "x.example/paper") + logo)

    built = rich.build()

    assert built.report.ready, built.report.problems
    outside = [
        (path, url)
        for path, url in every_url(built)
        if not url.startswith(("/paper/", "https://x.example/paper/", "#"))
    ]
    assert outside == []
    assert "world/2026/11/20/new/index.html" in built.outputs
    for path, content in built.outputs.items():
        if path.endswith((".html", ".xml", ".json", ".txt")):
            text = content.decode()
            assert text.count("https://x.example/") == text.count("https://x.example/paper/"), path


def test_base_url_changes_urls_and_nothing_else(rich: Newsroom) -> None:
    plain = rich.build()
    moved = rich.build(base_url="https://m.example/x", output="moved")

    assert plain.outputs.keys() == moved.outputs.keys()
    for path, content in plain.outputs.items():
        if path.endswith(".html"):
            there = moved.text(path).replace("https://m.example/x", "https://courier.example")
            there = there.replace("https%3A//m.example/x", "https%3A//courier.example")
            assert there.replace('"/x/', '"/').replace("url=/x/", "url=/") == content.decode()


def test_an_old_url_leads_to_the_storys_page(rich: Newsroom) -> None:
    page = html(rich.build().outputs["old/1.html"])

    target = "/world/2026/11/20/new/"
    assert values(page, "//meta[@http-equiv='refresh']/@content") == [f"0; url={target}"]
    assert values(page, "//link[@rel='canonical']/@href") == [f"https://courier.example{target}"]
    assert values(page, "//meta[@name='robots']/@content") == ["noindex"]
    assert target in values(page, "//main//a/@href")


def test_a_bundles_files_stand_beside_its_page(newsroom: Newsroom) -> None:
    newsroom.story("world/night/index.md", "[A table](tug.csv) [notes](papers/notes.pdf)\n")
    newsroom.write("content/world/night/tug.csv", b"tug")
    newsroom.write("content/world/night/papers/notes.pdf", b"notes")

    built = newsroom.build()

    assert built.outputs["world/2026/11/20/night/tug.csv"] == b"tug"
    assert built.outputs["world/2026/11/20/night/papers/notes.pdf"] == b"notes"
    assert "world/night/tug.csv" not in built.outputs
    page = built.text("world/2026/11/20/night/index.html")
    assert 'href="/world/2026/11/20/night/tug.csv"' in page
    assert 'href="/world/2026/11/20/night/papers/notes.pdf"' in page


def test_a_loose_file_stands_at_its_own_path_and_with_the_story_that_uses_it(
    newsroom: Newsroom,
) -> None:
    newsroom.story("world/night.md", "[A table](../tables/tug.csv)\n")
    newsroom.write("content/tables/tug.csv", b"tug")

    built = newsroom.build()

    assert built.outputs["tables/tug.csv"] == b"tug"
    assert built.outputs["world/2026/11/20/night/tug.csv"] == b"tug"
    assert "/world/2026/11/20/night/tug.csv" in built.text("world/2026/11/20/night/index.html")


# The ripple rule -------------------------------------------------------------------------------


def changed(before: Built, after: Built) -> set[str]:
    """Paths whose bytes are not the same, or that only one of the two has."""
    paths = before.outputs.keys() | after.outputs.keys()
    return {path for path in paths if before.outputs.get(path) != after.outputs.get(path)}


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    """A paper with years of stories, some of them today's."""
    per_page(newsroom, 3)
    for year in (2010, 2018, 2026):
        for number in range(4):
            newsroom.story(
                f"world/s{year}-{number}.md",
                published=f"{year}-11-{20 + number} 08:00 IST",
                topics=["Trade"],
                authors=["Asha Menon"],
            )
    newsroom.story("city/tram.md", topics=["Trams"], authors=["Ravi"], series="lines")
    return newsroom


FEED_NAMES = ("feed.xml", "rss.xml", "feed.json")


def test_a_new_story_rewrites_what_shows_it_and_nothing_else(archive: Newsroom) -> None:
    before = archive.build()

    archive.story(
        "world/new.md", published="2026-11-23 09:00 IST", topics=["Trade"], authors=["Asha Menon"]
    )
    after = archive.build()

    assert changed(before, after) == {
        "world/2026/11/23/new/index.html",
        "index.html",
        "world/index.html",
        "topics/trade/index.html",
        "authors/asha-menon/index.html",
        "archive/2026/11/23/index.html",
        *FEED_NAMES,
        *(f"world/{name}" for name in FEED_NAMES),
        "topics/trade/feed.xml",
        "authors/asha-menon/feed.xml",
        "sitemaps/2026-11.xml",
        "sitemaps/news.xml",
        "sitemap.xml",
    }


def test_a_new_day_and_new_names_rewrite_the_pages_that_list_them_too(archive: Newsroom) -> None:
    before = archive.build(as_of="2026-12-02 12:00 IST")

    archive.story(
        "city/new.md",
        published="2026-12-01 09:00 IST",
        topics=["Whales"],
        authors=["Zoya"],
        series="lines",
    )
    after = archive.build(as_of="2026-12-02 12:00 IST")

    assert changed(before, after) == {
        "city/2026/12/01/new/index.html",
        "city/2026/11/20/tram/index.html",
        "index.html",
        "city/index.html",
        *(f"topics/{name}" for name in ("index.html", "whales/index.html", "whales/feed.xml")),
        *(f"authors/{name}" for name in ("index.html", "zoya/index.html", "zoya/feed.xml")),
        *(f"series/lines/{name}" for name in ("index.html", "feed.xml")),
        *(f"archive/2026/{name}index.html" for name in ("", "12/", "12/01/")),
        *FEED_NAMES,
        *(f"city/{name}" for name in FEED_NAMES),
        "sitemaps/2026-12.xml",
        "sitemaps/news.xml",
        "sitemaps/pages.xml",
        "sitemap.xml",
    }


def test_a_storys_text_stands_on_its_page_and_in_the_feeds_that_carry_it(
    archive: Newsroom,
) -> None:
    keys = {"published": "2026-11-22 08:00 IST", "topics": ["Trade"], "authors": ["Asha Menon"]}
    before = archive.build()

    archive.story("world/s2026-2.md", "Quite other words.\n", **keys)
    after = archive.build()

    assert changed(before, after) == {
        "world/2026/11/22/s2026-2/index.html",
        *FEED_NAMES,
        *(f"world/{name}" for name in FEED_NAMES),
    }


def test_a_change_of_style_rewrites_one_file(archive: Newsroom) -> None:
    archive.write("templates/assets/style.css", "body { color: black; }\n")
    before = archive.build()

    archive.write("templates/assets/style.css", "body { color: navy; }\n")
    after = archive.build()

    assert changed(before, after) == {"assets/style.css"}


def test_a_story_that_goes_leaves_nothing_behind(archive: Newsroom) -> None:
    before = archive.build()
    archive.story("world/new.md", topics=["Whales"], authors=["Zoya"], aliases=["/old/"])
    archive.build()

    archive.remove("content/world/new.md")

    assert changed(before, archive.build()) == set()
