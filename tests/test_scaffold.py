"""`dateline init` and `dateline new` write files that build."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.config import load_config
from dateline.index import Edition
from dateline.model import Story
from dateline.parse import Job, parse
from dateline.pipeline import Options, build
from dateline.problems import WorldError
from dateline.scaffold import NewStory, init, new_story
from dateline.times import zone
from tests.conftest import Newsroom, tree

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=zone("Asia/Kolkata"))


def make(folder: Path, title: str = "") -> tuple[str, ...]:
    return init(folder, title=title, now=NOW)


def read(newsroom: Newsroom, path: Path) -> Story:
    """The story in a file, which must have no problem."""
    rules = load_config(newsroom.root / "config.toml").rules
    place = path.relative_to(newsroom.root / "content").as_posix()
    parsed = parse(rules, Job(place, path.read_bytes()))
    assert parsed.problems == ()
    assert isinstance(parsed.noun, Story)
    return parsed.noun


# init ------------------------------------------------------------------------------------------


def test_a_new_paper_builds_without_a_problem(tmp_path: Path) -> None:
    make(tmp_path / "paper")

    report = build(tmp_path / "paper", Options(Edition(NOW)))

    assert report.problems == ()
    assert report.ready
    assert report.stories == 2
    outputs = tree(tmp_path / "paper" / "output")
    assert b"The first edition is out" in outputs["index.html"]
    assert "about/index.html" in outputs


def test_a_new_paper_has_all_that_it_needs(tmp_path: Path) -> None:
    written = make(tmp_path / "paper")

    assert written == (
        ".github/workflows/build.yml",
        ".gitignore",
        "build.py",
        "config.toml",
        "content/about.md",
        "content/culture/a-second-page.md",
        "content/news/first-edition.md",
    )
    files = [path for path in (tmp_path / "paper").rglob("*") if path.is_file()]
    assert len(files) == len(written)


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("The Port Gazette", id="plain"),
        pytest.param('The "Real" Paper', id="quotation marks"),
        pytest.param("Back\\slash {now} {title}", id="signs"),
        pytest.param("नदी समाचार", id="Devanagari"),
        pytest.param("…", id="no letters"),
        pytest.param("The\nPort\x07Gazette", id="lines and control characters"),
        pytest.param(" \t ", id="blanks"),
        pytest.param('"', id="nothing but a quotation mark"),
        pytest.param("\u200b", id="nothing seen"),
        pytest.param("Gazette " * 60, id="long"),
    ],
)
def test_a_paper_may_have_any_title(tmp_path: Path, title: str) -> None:
    make(tmp_path / "paper", title)

    report = build(tmp_path / "paper", Options(Edition(NOW)))

    assert report.problems == ()


def test_a_folder_names_the_paper_that_has_no_title(tmp_path: Path) -> None:
    make(tmp_path / "port-gazette")

    assert load_config(tmp_path / "port-gazette/config.toml").site.title == "Port Gazette"


def test_a_file_is_no_folder_for_a_paper(tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("years of work")

    with pytest.raises(WorldError, match=r"thesis\.txt is a file"):
        make(thesis)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(WorldError, match="not empty"):
        make(tmp_path)

    assert tree(tmp_path) == {"thesis.txt": b"years of work"}


# new -------------------------------------------------------------------------------------------


def test_a_new_story_says_what_was_asked_for(newsroom: Newsroom) -> None:
    story = NewStory(
        "Harbour deal: signed at last",
        "world",
        kind="analysis",
        authors=["Asha Menon", "Ravi"],
        topics=["Velanpur Port"],
    )

    path = new_story(newsroom.root, story, now=NOW)

    assert path == newsroom.root / "content/world/harbour-deal-signed-at-last.md"
    found = read(newsroom, path)
    assert found.title == "Harbour deal: signed at last"
    assert found.published == NOW
    assert (found.kind, found.authors) == ("analysis", ("Asha Menon", "Ravi"))
    assert found.topics == ("Velanpur Port",)


def test_control_characters_do_not_reach_a_new_story(newsroom: Newsroom) -> None:
    story = NewStory(
        "Deal\x07 \x1b[31msigned\nat last",
        "world",
        authors=["Asha\x00 Menon"],
        topics=["a\x85b\x01"],
    )

    found = read(newsroom, new_story(newsroom.root, story, now=NOW))

    assert found.title == "Deal [31msigned at last"
    assert (found.authors, found.topics) == (("Asha Menon",), ("a b",))


def test_a_new_story_is_a_draft(newsroom: Newsroom) -> None:
    newsroom.story("world/other.md")
    new_story(newsroom.root, NewStory("Harbour deal signed", "world"), now=NOW)

    built = newsroom.build()

    assert built.report.ready
    assert not [path for path in built.outputs if "harbour-deal" in path]


def test_a_story_with_pictures_gets_a_folder(newsroom: Newsroom) -> None:
    path = new_story(newsroom.root, NewStory("Harbour deal", "world", is_bundle=True), now=NOW)

    assert path == newsroom.root / "content/world/harbour-deal/index.md"
    assert read(newsroom, path).address == "/world/2026/11/23/harbour-deal/"


@pytest.mark.parametrize("is_bundle", [False, True])
@pytest.mark.parametrize("existing", ["harbour-deal.md", "harbour-deal/index.md"])
def test_a_story_that_is_there_is_never_written_over(
    newsroom: Newsroom, existing: str, is_bundle: bool
) -> None:
    newsroom.write(f"content/world/{existing}", "years of work")

    with pytest.raises(WorldError, match="is there already"):
        new_story(newsroom.root, NewStory("Harbour deal", "world", is_bundle=is_bundle), now=NOW)

    assert tree(newsroom.root / "content") == {f"world/{existing}": b"years of work"}


@pytest.mark.parametrize("title", ["…", "Page", "Con", "!?"])
def test_a_headline_that_makes_no_file_name_needs_a_slug(newsroom: Newsroom, title: str) -> None:
    with pytest.raises(WorldError, match="no file name"):
        new_story(newsroom.root, NewStory(title, "world"), now=NOW)

    assert new_story(newsroom.root, NewStory(title, "world", slug="talks"), now=NOW).exists()


@pytest.mark.parametrize("slug", ["../../stolen", "/etc/motd", "Two Words", "a\x00b", "con"])
def test_a_slug_stays_in_its_section(newsroom: Newsroom, slug: str) -> None:
    before = tree(newsroom.root.parent)

    with pytest.raises(WorldError, match="no file name"):
        new_story(newsroom.root, NewStory("Harbour deal", "world", slug=slug), now=NOW)

    assert tree(newsroom.root.parent) == before


TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=60,
).filter(str.strip)


@given(title=TITLES, name=TITLES)
@settings(max_examples=60, deadline=None)
def test_any_headline_is_read_as_it_was_given(title: str, name: str) -> None:
    with Newsroom.temporary() as newsroom:
        story = NewStory(title, "world", slug="talks", authors=[f"Ravi {name}"])
        path = new_story(newsroom.root, story, now=NOW)

        found = read(newsroom, path)

        assert found.title.split() == title.split()
        assert found.authors[0].split() == f"Ravi {name}".split()
