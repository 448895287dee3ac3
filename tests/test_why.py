"""`dateline why`: what a page is made of, what changed it, and which pages show a source."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Newsroom

DEAL = "world/2026/11/20/deal/index.html"


def built(newsroom: Newsroom) -> Newsroom:
    newsroom.story("world/deal.md", "See [the port](../city/port.md).\n", title="Deal signed")
    newsroom.story("city/port.md", title="Port opens", topics=["Ships"])
    newsroom.story("city/quay.md", title="Quay mended", topics=["Ships"])
    newsroom.write("content/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    done = newsroom.run("build")
    assert done.returncode == 0
    return newsroom


def answer(newsroom: Newsroom, path: str) -> dict[str, list[str]]:
    done = newsroom.run("why", path, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {**found, "path": [found["path"]]}


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(DEAL, id="path in the output"),
        pytest.param(f"output/{DEAL}", id="path from here"),
        pytest.param("/world/2026/11/20/deal/", id="URL"),
        pytest.param("https://courier.example/world/2026/11/20/deal/", id="whole URL"),
        pytest.param("output/world/2026/11/20/deal/", id="folder"),
    ],
)
def test_a_page_is_found_however_it_is_named(newsroom: Newsroom, path: str) -> None:
    found = answer(built(newsroom), path)

    assert found["path"] == [DEAL]
    assert "the story content/world/deal.md" in found["made of"]
    assert "the template story.html" in found["made of"]
    assert "the template _cards.html" in found["made of"]


def test_a_list_says_which_stories_it_shows(newsroom: Newsroom) -> None:
    found = answer(built(newsroom), "/city/")

    assert found["shows"] == ["content/city/port.md", "content/city/quay.md"]


def test_what_changed_a_page_last_is_told_with_its_cause(newsroom: Newsroom) -> None:
    built(newsroom)
    newsroom.story("city/port.md", title="Port opens again", topics=["Ships"])
    newsroom.run("build")

    front = answer(newsroom, "/city/")
    other = answer(newsroom, "/world/")

    assert front["last change"] == ["lists changed, because of content/city/port.md"]
    assert other["last change"] == ["new to the build cache, because of a first build"]


def test_a_page_that_somebody_changed_is_told(newsroom: Newsroom) -> None:
    built(newsroom)
    newsroom.write(f"output/{DEAL}", "scribbled")

    assert answer(newsroom, DEAL)["now"] == ["changed or lost since it was written"]


def test_a_story_says_where_it_is_shown(newsroom: Newsroom) -> None:
    found = answer(built(newsroom), "content/city/port.md")

    assert found["is"] == ["in the edition"]
    assert found["makes"] == ["city/2026/11/20/port/index.html"]
    shown = found["shown on"]
    for path in (
        *("index.html", "city/index.html", "topics/ships/index.html", "feed.xml"),
        *("archive/2026/11/20/index.html", "sitemaps/2026-11.xml", "topics/ships/feed.xml"),
        *("city/2026/11/20/quay/index.html", DEAL),  # related to one, linked from the other
    ):
        assert path in shown
    assert "world/index.html" not in shown
    assert "topics/index.html" not in shown


def test_what_is_shown_is_what_the_pages_hold(newsroom: Newsroom) -> None:
    built(newsroom)
    url = "/city/2026/11/20/port/"
    output = newsroom.root / "output"
    own = "city/2026/11/20/port/index.html"

    holding = {
        path.relative_to(output).as_posix()
        for path in output.rglob("*")
        if path.is_file() and url in path.read_text(encoding="utf-8")
    }

    assert set(answer(newsroom, "content/city/port.md")["shown on"]) == holding - {own}


def test_a_held_story_is_said_to_be_held(newsroom: Newsroom) -> None:
    built(newsroom)
    newsroom.story("world/later.md", published="2099-01-01 08:00 IST")
    newsroom.run("build")

    assert answer(newsroom, "content/world/later.md")["is"] == ["not in the edition: held"]


def test_a_copied_file_says_where_it_comes_from(newsroom: Newsroom) -> None:
    built(newsroom)

    assert answer(newsroom, "/logo.svg")["made of"] == ["content/logo.svg"]
    assert answer(newsroom, "content/logo.svg")["makes"] == ["logo.svg"]


def test_what_is_not_known_is_an_error_with_a_way_out(newsroom: Newsroom) -> None:
    built(newsroom)

    done = newsroom.run("why", "world/nothing.html")

    assert done.returncode == 3
    assert "no file of output/" in done.stderr
    assert "hint" in done.stderr


def test_before_the_first_build_it_says_to_build(newsroom: Newsroom) -> None:
    done = newsroom.run("why", "/")

    assert done.returncode == 3
    assert "build first" in done.stderr


def test_settings_that_have_lost_a_section_are_told(newsroom: Newsroom) -> None:
    built(newsroom)
    config = newsroom.root / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[sections.city]", "[sections.town]"), encoding="utf-8")

    done = newsroom.run("why", "/city/2026/11/20/port/")

    assert done.returncode == 3
    assert "the settings have changed since the last build" in done.stderr


def test_a_page_is_as_it_was_written_right_after_the_build(newsroom: Newsroom) -> None:
    assert answer(built(newsroom), DEAL)["now"] == ["as it was written"]


def test_it_changes_nothing(newsroom: Newsroom) -> None:
    built(newsroom)
    newsroom.run("why", "/")

    again = newsroom.run("build")

    assert "0 written" in again.stdout
    assert "note:" not in again.stderr
