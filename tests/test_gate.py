"""Stories that are not live are nowhere in the output."""

from __future__ import annotations

import pytest

from tests.conftest import CONFIG, Newsroom


def test_a_future_story_stays_out_until_its_time_comes(newsroom: Newsroom) -> None:
    newsroom.story("world/treaty.md", published="2026-11-24 08:00 IST")

    before = newsroom.build(as_of="2026-11-24 07:59 IST")
    after = newsroom.build(as_of="2026-11-24 08:00 IST")

    assert "world/2026/11/24/treaty/index.html" not in before.outputs
    assert "world/2026/11/24/treaty/index.html" in after.outputs


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"draft": "yes"}, id="draft"),
        pytest.param({"published": "2026-12-01 08:00 IST"}, id="published later"),
        pytest.param({"embargo": "2026-12-01 08:00 IST"}, id="embargo"),
        pytest.param({"expires": "2026-11-21 08:00 IST"}, id="expired"),
    ],
)
def test_no_byte_of_an_unpublished_story_is_in_the_output(
    newsroom: Newsroom, keys: dict[str, str]
) -> None:
    newsroom.story("world/open.md", title="Open", topics=["Trade"], series="talks")
    secret: dict[str, object] = {
        "title": "Needletitle",
        "summary": "Needlesummary",
        "topics": ["Needletopic", "Trade"],
        "authors": ["Needle Author"],
        "kicker": "Needlekicker",
        "aliases": ["/needle-alias/"],
        "series": "talks",
        "image": {"src": "needle-lead.jpg", "alt": "Needlealt"},
        **keys,
    }
    newsroom.write("content/world/needle-bundle/needle-lead.jpg", b"needle picture")
    newsroom.write("content/world/needle-loose.jpg", b"needle loose")
    body = "Needlebody ![Needle](../needle-loose.jpg)\n"
    newsroom.story("world/needle-bundle/index.md", body, **secret)

    built = newsroom.build()

    assert built.report.ready, built.report.problems
    for path, content in built.outputs.items():
        assert b"needle" not in content.lower(), path
        assert "needle" not in path.lower()


def test_a_draft_stops_no_edition_even_when_warnings_count_as_errors(newsroom: Newsroom) -> None:
    newsroom.story("world/good.md")
    newsroom.story("world/draft.md", draft="yes", tags=["Trade"], published="2026-11-20")

    built = newsroom.build(strict=True)

    assert built.report.ready
    assert {problem.severity for problem in built.report.problems} == {"warning"}


@pytest.mark.parametrize(
    ("keys", "body"),
    [
        pytest.param({"image": {"src": "needle.jpg"}}, "", id="an image without alt"),
        pytest.param({"image": "needle.jpg"}, "", id="an image that is no table"),
        pytest.param({}, "> " * 70 + "![a](needle.jpg)", id="a text nested too deep"),
        pytest.param({"titel": "Typo"}, "![a](needle.jpg)", id="a key that is misspelt"),
        pytest.param({}, '<video src="needle.jpg"></video>', id="HTML that is left out"),
        pytest.param({}, "<!-- ![a](needle.jpg) -->", id="a comment"),
        pytest.param({"extra": {"hero": "needle.jpg"}}, "", id="a key of the paper's own"),
        pytest.param({}, "![a](NEEDLE.JPG)", id="another case"),
        pytest.param({}, "[a](needle.jpg)", id="a link"),
    ],
)
def test_a_held_story_gives_no_picture_away_whatever_is_wrong_with_it(
    newsroom: Newsroom, keys: dict[str, object], body: str
) -> None:
    newsroom.story("world/open.md")
    newsroom.write("content/world/needle.jpg", b"needle picture")
    newsroom.story("world/held.md", f"{body}\n", published="2026-12-01 08:00 IST", **keys)

    built = newsroom.build()

    assert built.report.ready, built.report.problems
    assert not [path for path in built.outputs if "needle" in path]


def test_a_draft_takes_nothing_off_the_site_but_what_it_shows(newsroom: Newsroom) -> None:
    newsroom.story("world/open.md")
    newsroom.write("config.toml", CONFIG + '\n[publisher]\nlogo = "/logo.png"\n')
    for path in ("robots.txt", "logo.png", "reports/2024.pdf"):
        newsroom.write(f"content/{path}", b"ours")
    body = "[robots](/robots.txt) ![logo](/logo.png) [report](../reports/2024.pdf)\n"
    newsroom.story("world/draft.md", body, draft="yes")

    built = newsroom.build()

    assert built.outputs["robots.txt"] == b"ours"
    assert {"logo.png", "reports/2024.pdf"} <= built.outputs.keys()


def test_the_breaking_bar_of_a_held_story_waits_with_it(newsroom: Newsroom) -> None:
    newsroom.story("world/open.md")
    newsroom.story("world/held.md", published="2026-12-01 08:00 IST")
    bar = '[breaking]\ntext = "Needle news"\nstory = "world/held.md"\n'
    newsroom.write("content/front.toml", bar)

    built = newsroom.build()

    assert "Needle" not in built.text("index.html")


def test_a_second_head_never_takes_the_place_of_the_first(newsroom: Newsroom) -> None:
    newsroom.story("world/open.md")
    newsroom.write(
        "content/world/two.md",
        "---\ntitle: Held\ndraft: yes\npublished: 2026-11-01 10:00 IST\n"
        "--- # part two\ntitle: Shown\npublished: 2026-11-01 10:00 IST\n---\nSecret\n",
    )

    built = newsroom.build()

    assert built.codes == ["bad-yaml"]
    assert not built.report.ready


def test_two_index_files_in_one_folder_are_an_error(newsroom: Newsroom) -> None:
    newsroom.story("world/flood/index.md")
    newsroom.story("world/flood/index.markdown", published="2026-12-01 08:00 IST")

    assert "misplaced-index" in newsroom.build().codes


def test_a_preview_of_unpublished_stories_is_kept_from_search_engines(newsroom: Newsroom) -> None:
    newsroom.story("world/draft.md", draft="yes")
    newsroom.story("world/open.md")

    preview = newsroom.build(drafts=True, output="preview")
    edition = newsroom.build()

    assert 'name="robots" content="noindex"' in preview.text("index.html")
    assert "Disallow: /\n" in preview.text("robots.txt")
    assert "noindex" not in edition.text("index.html")
    assert edition.text("robots.txt").startswith("User-agent: *\nDisallow:\n\nSitemap:")
