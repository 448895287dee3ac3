"""Searching a paper: what is found, how it is told, and what is fetched for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.reader import Reader
from tests.browser.serving import Served, serve
from tests.browser.test_axe import COLOURS, RUN
from tests.browser.test_keyboard import tab_to
from tests.browser.test_weight import SHIFTS
from tests.conftest import CONFIG, Newsroom

SETTINGS = CONFIG.replace("enabled = false", "enabled = true")
LIMIT = 250_000
"""Bytes that may be fetched, compressed, until the first result is there."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A paper of four years, with stories that are hard to find, and some that must not be."""
    newsroom = Newsroom(tmp_path_factory.mktemp("archive"))
    newsroom.write("config.toml", SETTINGS)
    start = date(2026, 10, 1)
    for number in range(25):
        newsroom.story(
            f"city/day{number}.md",
            "The quay was full again, to the brim.\n",
            title=f"Day {number} at the quay",
            summary=f"Standfirst {number}.",
            published=f"{start + timedelta(number)} 08:00 IST",
            topics=["Ports", f"Quay {number % 2}"],
            author="Asha Rao" if number % 5 else "Tom Berg",
        )
    newsroom.story(
        "world/sunk.md",
        "Divers of the thundering co-operative found the *zephyrine* bell, and nothing else.\n",
        title="A bell from the deep",
        summary="It was silent for a century.",
        published="2025-03-04 08:00 IST",
    )
    newsroom.story(
        "world/old.md", "The obsidian mask.\n", title="A mask", published="2023-01-05 08:00 IST"
    )
    newsroom.story(
        "world/older.md", "Obsidian again.\n", title="A knife", published="2024-01-05 08:00 IST"
    )
    newsroom.story("world/hindi.md", "बंदरगाह पर नाव।\n", title="बंदरगाह", lang="hi", kind="opinion")
    newsroom.story(
        "world/signs.md",
        "A `<mark>tag</mark>` & a vermilion `<img src=x onerror=alert(1)>` &lt;sign&gt;.\n",
        title='<img src="x" onerror="alert(1)"> & "signs"',
    )
    newsroom.story("world/held.md", "A quixotic plan.\n", published="2026-11-24 08:00 IST")
    newsroom.story("world/draft.md", "A quixotic draft.\n", draft="true")
    built = newsroom.build()
    assert built.report.ready, built.report.problems
    with serve(built.outputs) as served:
        yield served


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    return new_reader(width=1280)


def look(reader: Reader, archive: Served, words: str = "", query: str = "") -> Page:
    """The search page with `words` typed into it."""
    reader.origins.add(archive.origin)
    reader.page.goto(f"{archive.origin}/search/{query}")
    if words:
        reader.page.get_by_role("searchbox").press_sequentially(words)
    return reader.page


def status(page: Page) -> Locator:
    """What is read aloud of the search."""
    return page.get_by_role("status")


def headlines(page: Page) -> Locator:
    return page.locator(".search-results h2")


def test_a_story_is_found_by_a_word_of_its_text(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "zephyrine")

    expect(status(page)).to_have_text("One story found")
    found = page.get_by_role("listitem").filter(has_text="A bell from the deep")
    expect(found).to_contain_text("It was silent for a century.")
    expect(found).to_contain_text("World")
    expect(found.locator("time")).to_have_attribute("datetime", "2025-03-04T02:30:00.000Z")
    expect(found.locator("time")).to_have_text("March 4, 2025")
    expect(found.locator("mark")).to_have_text("zephyrine")
    found.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("A bell from the deep")


@pytest.mark.parametrize(
    "words",
    ["standfirst 7", "zephyr", "founds", "Tom Berg", "ZEPHYRINE", '"found the zephyrine"', "नाव"],
    ids="standfirst,beginning,form,author,capitals,phrase,Hindi".split(","),
)
def test_a_story_is_found_by(reader: Reader, archive: Served, words: str) -> None:
    page = look(reader, archive, words)

    expect(status(page)).to_have_text("5 stories found" if "Tom" in words else "One story found")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("toxophily", "No story found", id="where only `to` is"),
        pytest.param("bellwether", "No story found", id="where only `bell` is"),
        pytest.param("quay toxophily", "No story found", id="beside one that is there"),
        pytest.param("thundering", "One story found", id="in one year, and `the` in the other"),
        pytest.param("operated", "One story found", id="in part of a word"),
    ],
)
def test_what_begins_like_a_short_word_is_not_found_by_it(
    reader: Reader, archive: Served, words: str, said: str
) -> None:
    page = look(reader, archive, words)

    expect(status(page)).to_have_text(said)
    expect(headlines(page)).to_have_count(1 if said.startswith("One") else 0)


def test_what_is_not_published_is_not_found(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "quixotic")

    expect(status(page)).to_have_text("No story found")
    expect(page.get_by_role("button", name="Search all years")).to_be_visible()
    page.get_by_role("button", name="Search all years").click()
    expect(status(page)).to_have_text("No story found")
    expect(headlines(page)).to_have_count(0)


def test_nothing_asks_elsewhere_or_breaks_the_policy(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "quay")

    expect(headlines(page)).to_have_count(10)
    assert reader.asked_elsewhere() == []
    assert reader.complaints == []


def test_search_works_by_keyboard_from_the_front_page_and_back(
    reader: Reader, archive: Served
) -> None:
    page = reader.page
    page.goto(f"{archive.origin}/")

    tab_to(page, "a[href='/search/']")
    page.keyboard.press("Enter")
    expect(page.locator("body.search-page")).to_be_visible()
    tab_to(page, "input[name=q]")
    page.keyboard.type("zephyrine")
    expect(status(page)).to_have_text("One story found")
    tab_to(page, ".search-results a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("A bell from the deep")
    page.go_back()

    expect(page.get_by_role("searchbox")).to_have_value("zephyrine")
    expect(headlines(page)).to_have_text(["A bell from the deep"])


def test_older_years_are_loaded_when_they_are_asked_for(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "obsidian")

    expect(status(page)).to_have_text("No story found")
    assert years_asked(reader.requests) == {"2025", "2026"}
    page.get_by_role("button", name="Search all years").click()
    expect(status(page)).to_have_text("2 stories found")
    expect(status(page)).to_be_focused()
    assert years_asked(reader.requests) == {"2023", "2024", "2025", "2026"}


def test_a_year_that_is_chosen_is_loaded_alone(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "obsidian")

    expect(status(page)).to_have_text("No story found")
    page.get_by_text("Narrow it down").click()
    page.get_by_label("Year", exact=True).select_option("2023")
    expect(headlines(page)).to_have_text(["A mask"])
    assert years_asked(reader.requests) == {"2023", "2025", "2026"}


def years_asked(requests: list[Request]) -> set[str]:
    """The years whose shards were asked for."""
    parts = [request.url.split("/search/")[-1].split("/") for request in requests]
    return {names[0] for names in parts if len(names) > 1 and names[0].isdigit()}


def test_stories_are_narrowed_down_and_the_address_remembers_how(
    reader: Reader, archive: Served
) -> None:
    page = look(reader, archive, "quay")
    expect(status(page)).to_have_text("25 stories found")
    page.get_by_text("Narrow it down").click()
    author = page.get_by_label("Author", exact=True)

    expect(author.locator("option")).to_have_text(["All authors", "Asha Rao (20)", "Tom Berg (5)"])
    author.select_option("Tom Berg")
    expect(status(page)).to_have_text("5 stories found")
    page.get_by_label("Topic", exact=True).select_option("Quay 1")
    expect(status(page)).to_have_text("2 stories found")
    page.get_by_label("Section", exact=True).select_option("World")
    expect(status(page)).to_have_text("No story found")
    page.get_by_label("Section", exact=True).select_option("City")
    expect(status(page)).to_have_text("2 stories found")
    page.reload()

    expect(status(page)).to_have_text("2 stories found")
    expect(page.get_by_label("Author", exact=True)).to_have_value("Tom Berg")
    expect(page).to_have_url(
        f"{archive.origin}/search/?q=quay&section=City&topic=Quay+1&author=Tom+Berg"
    )


def test_a_topic_alone_lists_its_stories_newest_first(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, query="?topic=Quay+0")

    expect(status(page)).to_have_text("13 stories found")
    expect(headlines(page).first).to_have_text("Day 24 at the quay")


def test_the_newest_come_first_when_they_are_asked_for(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, query="?q=obsidian&year=all&order=newest")

    expect(headlines(page)).to_have_text(["A knife", "A mask"])


def test_more_stories_come_when_they_are_asked_for(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "quay")
    more = page.get_by_role("button", name="More stories")

    expect(headlines(page)).to_have_count(10)
    more.click()
    expect(headlines(page)).to_have_count(20)
    expect(headlines(page).nth(10).get_by_role("link")).to_be_focused()
    more.click()
    expect(headlines(page)).to_have_count(25)

    expect(more).to_be_hidden()
    assert len(set(headlines(page).all_inner_texts())) == 25


def test_what_is_found_no_more_goes(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "zephyrine")
    expect(headlines(page)).to_have_count(1)

    page.get_by_role("searchbox").fill("")

    expect(headlines(page)).to_have_count(0)
    expect(status(page)).to_have_text("")
    expect(page).to_have_url(f"{archive.origin}/search/")


def test_texts_are_shown_as_they_are_written(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "vermilion")

    expect(headlines(page)).to_have_text(['<img src="x" onerror="alert(1)"> & "signs"'])
    excerpt = page.locator(".excerpt")
    expect(excerpt).to_contain_text("A <mark>tag</mark> & a vermilion")
    expect(excerpt.locator("mark")).to_have_text("vermilion")
    assert page.locator(".search-results img").count() == 0
    assert reader.complaints == []


def test_a_story_in_another_language_says_so(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "बंदरगाह")

    story = page.locator(".search-results article")
    expect(story).to_have_attribute("lang", "hi")
    expect(story.locator(".meta")).to_have_attribute("lang", "en")
    expect(story.locator(".kind")).to_have_text("Opinion")


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        pytest.param("hi", "नौकाएँ", "एक ख़बर मिली", id="Hindi"),
        pytest.param("en-IN", "sinks", "One story found", id="English of India"),
        pytest.param(
            "bn", "নৌকা", "One story found", id="Bengali, which Pagefind knows no forms of"
        ),
    ],
)
def test_a_paper_is_searched_in_its_language(
    reader: Reader, newsroom: Newsroom, language: str, words: str, said: str
) -> None:
    newsroom.write("config.toml", SETTINGS.replace('"en"', f'"{language}"'))
    newsroom.story("world/a.md", "Two boats were sinking. दो नौकाएँ। দুটি নৌকা।\n")
    newsroom.story("world/b.md", "Nothing of the kind.\n")
    built = newsroom.build()

    with serve(built.outputs) as served:
        page = look(reader, served, words)
        expect(status(page)).to_have_text(said)

    assert reader.complaints == []


def test_a_search_that_fails_says_so(reader: Reader, archive: Served) -> None:
    reader.page.route("**/*.pf_meta", lambda route: route.abort())
    reader.page.route("**/pagefind.js", lambda route: route.abort())

    page = look(reader, archive, "quay")

    expect(status(page)).to_contain_text("Search does not work at the moment")


def test_without_scripts_there_is_other_help(
    new_reader: Callable[..., Reader], archive: Served
) -> None:
    page = look(new_reader(java_script_enabled=False), archive)

    expect(page.get_by_text("Search needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    links = page.locator("main").get_by_role("link").all()
    assert {link.get_attribute("href") for link in links} >= {
        "/world/",
        "/topics/",
        "/authors/",
        "/archive/",
        "/archive/2023/",
    }


def test_what_is_fetched_for_the_first_results_is_little(reader: Reader, archive: Served) -> None:
    page = look(reader, archive, "quay")
    expect(headlines(page)).to_have_count(10)

    sizes = [request.sizes()["responseBodySize"] for request in reader.requests]

    assert sum(sizes) < LIMIT
    assert not [request.url for request in reader.requests if "pagefind-ui" in request.url]


def test_nothing_moves_when_a_search_is_opened_by_its_address(
    reader: Reader, archive: Served
) -> None:
    reader.page.add_init_script(SHIFTS)
    page = look(reader, archive, query="?q=quay")

    expect(headlines(page)).to_have_count(10)
    assert page.evaluate("window.shifts") == []


def test_axe_finds_nothing_among_the_results(reader: Reader, archive: Served, axe: str) -> None:
    reader.page.add_init_script(axe)
    page = look(reader, archive, query="?q=quay&section=City")
    expect(headlines(page)).to_have_count(10)

    light = reader.evaluate(RUN)
    page.emulate_media(color_scheme="dark")
    dark = reader.evaluate(RUN, COLOURS)

    assert [*light, *dark] == []
