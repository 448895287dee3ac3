"""`dateline verify`: everything anew, aside, compared, and each difference with its cause."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Newsroom, tree

DEAL = "world/2026/11/20/deal/index.html"


def built(newsroom: Newsroom) -> Newsroom:
    newsroom.story("world/deal.md")
    newsroom.story("city/port.md")
    assert newsroom.run("build").returncode == 0
    return newsroom


def test_a_right_output_has_no_difference(newsroom: Newsroom) -> None:
    done = built(newsroom).run("verify")

    assert done.returncode == 0
    assert "no difference" in done.stdout


def test_nothing_is_changed_and_nothing_left_behind(newsroom: Newsroom) -> None:
    built(newsroom)
    (newsroom.root / "output" / DEAL).write_text("scribbled", encoding="utf-8")
    before = tree(newsroom.root / "output")

    newsroom.run("verify")

    assert tree(newsroom.root / "output") == before
    left = {path.name for path in (newsroom.root / ".dateline").iterdir()}
    assert left == {".gitignore", "cache.db", "cache.seal", "lock"}


def test_a_file_that_was_changed_is_named_with_its_cause(newsroom: Newsroom) -> None:
    built(newsroom)
    (newsroom.root / "output" / DEAL).write_text("scribbled", encoding="utf-8")

    done = newsroom.run("verify")

    assert done.returncode == 4
    assert f"{DEAL} differs: it was changed after it was written" in done.stdout
    assert "1 difference" in done.stdout


def test_a_file_that_was_lost_and_one_that_is_strange_are_named(newsroom: Newsroom) -> None:
    built(newsroom)
    (newsroom.root / "output" / DEAL).unlink()
    newsroom.write("output/strange.txt", "who wrote this?")

    done = newsroom.run("verify")

    assert done.returncode == 4
    assert f"{DEAL} is missing: it was removed after it was written" in done.stdout
    assert "strange.txt is not in a clean build: dateline did not write it" in done.stdout


def test_a_link_in_place_of_a_file_is_a_difference(newsroom: Newsroom, tmp_path: Path) -> None:
    built(newsroom)
    page = newsroom.root / "output" / DEAL
    page.rename(tmp_path / "elsewhere.html")
    page.symlink_to(tmp_path / "elsewhere.html")

    assert newsroom.run("verify").returncode == 4


def test_a_source_that_is_newer_than_the_build_is_the_cause(newsroom: Newsroom) -> None:
    built(newsroom)
    newsroom.story("world/deal.md", "Other words.\n")
    newsroom.run("list")  # reads the story, and makes no edition

    done = newsroom.run("verify")

    assert done.returncode == 4
    assert "content/world/deal.md has changed since the last build" in done.stdout


def test_time_that_has_passed_is_no_difference(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md")
    newsroom.story("city/later.md", published="2026-11-20 09:00 IST")
    newsroom.run("build", "--as-of", "2026-11-20 08:30 IST")

    then = newsroom.run("verify")
    later = newsroom.run("verify", "--as-of", "2026-11-20 09:30 IST")

    assert then.returncode == 0
    assert later.returncode == 4
    assert "city/2026/11/20/later/index.html is missing" in later.stdout


def test_a_paper_with_errors_is_not_compared(newsroom: Newsroom) -> None:
    built(newsroom)
    newsroom.story("world/deal.md", published="soon")

    done = newsroom.run("verify")

    assert done.returncode == 1
    assert "there is no clean build to compare with" in done.stderr


def test_without_an_output_it_says_to_build(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md")

    done = newsroom.run("verify")

    assert done.returncode == 3
    assert "build first" in done.stderr


def test_a_cache_that_is_doubted_is_left_as_it_is(newsroom: Newsroom) -> None:
    built(newsroom)
    cache = newsroom.root / ".dateline/cache.db"
    cache.touch()
    before = cache.read_bytes()

    done = newsroom.run("verify")

    assert done.returncode == 0
    assert "note: the build cache can't be believed" in done.stderr
    assert cache.read_bytes() == before


def test_settings_that_changed_after_the_build_are_the_cause(newsroom: Newsroom) -> None:
    built(newsroom)
    config = newsroom.root / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("The Test Courier", "The Other Courier"), encoding="utf-8")

    done = newsroom.run("verify")

    assert done.returncode == 4
    assert "are not those of the last build" in done.stdout
    assert "please report this" not in done.stdout
