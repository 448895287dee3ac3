"""`build --keep-going`: one story that is wrong does not hold back the rest."""

from __future__ import annotations

from tests.conftest import Newsroom

DEAL = "world/2026/11/20/deal/index.html"
PORT = "city/2026/11/20/port/index.html"


def test_a_wrong_story_keeps_its_last_good_version(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", "The first text.\n", title="Deal signed")
    newsroom.story("city/port.md", title="Port opens")
    newsroom.build()
    newsroom.story("world/deal.md", "The second text.\n", title="Deal signed", published="soon")
    newsroom.story("city/port.md", title="Port opens again")

    built = newsroom.build(keep_going=True)

    assert built.report.ready
    assert "bad-time" in built.codes
    assert "The first text." in built.text(DEAL)
    assert "Port opens again" in built.text(PORT)
    assert "Deal signed" in built.text("index.html")


def test_a_story_that_was_never_right_stays_out(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", published="soon")
    newsroom.story("city/port.md")

    built = newsroom.build(keep_going=True)

    assert built.report.ready
    assert "bad-time" in built.codes
    assert PORT in built.outputs
    assert not any("deal" in path for path in built.outputs)


def test_without_the_flag_nothing_is_written(newsroom: Newsroom) -> None:
    newsroom.story("city/port.md", title="Port opens")
    before = newsroom.build()
    newsroom.story("world/deal.md", published="soon")
    newsroom.story("city/port.md", title="Port opens again")

    after = newsroom.build()

    assert not after.report.ready
    assert after.outputs == before.outputs


def test_once_mended_the_paper_is_what_a_clean_build_makes(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", "The first text.\n")
    newsroom.build()
    newsroom.story("world/deal.md", "The second text.\n", published="soon")
    newsroom.build(keep_going=True)
    newsroom.story("world/deal.md", "The second text.\n", title="Deal done")

    mended = newsroom.build()
    clean = newsroom.build(output="clean", clean=True)

    assert mended.report.problems == ()
    assert mended.outputs == clean.outputs
    assert "The second text." in mended.text(DEAL)


def test_it_goes_on_build_after_build(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", "The first text.\n")
    newsroom.build()
    newsroom.story("world/deal.md", "The second text.\n", published="soon")
    first = newsroom.build(keep_going=True)

    second = newsroom.build(keep_going=True)

    assert second.outputs == first.outputs
    assert "bad-time" in second.codes
    assert "The first text." in second.text(DEAL)


def test_the_good_version_is_not_shown_once_the_new_one_is_held(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", "A needle.\n")
    newsroom.build()
    newsroom.story("world/deal.md", "A needle.\n", embargo="2026-12-24 08:00 IST", nonsense="x")

    built = newsroom.build(keep_going=True)

    assert built.report.ready
    assert not any(b"needle" in content for content in built.outputs.values())


def test_a_link_that_broke_is_left_out_and_the_story_stays(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", "See [the port](../city/port.md).\n")
    newsroom.story("city/port.md")
    newsroom.build()
    newsroom.remove("content/city/port.md")

    built = newsroom.build(keep_going=True)

    assert built.report.ready
    assert "broken-link" in built.codes
    assert "See <a>the port</a>." in built.text(DEAL)


def test_a_new_version_with_a_broken_link_waits(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", "The first text.\n")
    newsroom.build()
    newsroom.story("world/deal.md", "See [the port](../city/port.md).\n")

    built = newsroom.build(keep_going=True)

    assert "broken-link" in built.codes
    assert "The first text." in built.text(DEAL)


def test_of_two_stories_with_one_url_the_later_stays_out(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", "The first deal.\n")
    newsroom.build()
    newsroom.story("world/other.md", "The second deal.\n", slug="deal")

    built = newsroom.build(keep_going=True)

    assert built.report.ready
    assert "same-url" in built.codes
    assert "The first deal." in built.text(DEAL)


def test_settings_that_are_wrong_stop_everything(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md")
    newsroom.write("config.toml", "[site]\ntitle = 3\n")

    built = newsroom.build(keep_going=True)

    assert not built.report.ready
    assert built.outputs == {}


def test_the_command_says_so_and_exits_with_1(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", published="soon")
    newsroom.story("city/port.md")

    done = newsroom.run("build", "--keep-going")

    assert done.returncode == 1
    assert "bad-time" in done.stderr
    assert "The rest was published" in done.stderr
    assert (newsroom.root / "output" / PORT).is_file()


def test_a_new_story_with_a_broken_link_stays_out(newsroom: Newsroom) -> None:
    newsroom.story("city/port.md")
    newsroom.build()
    newsroom.story("world/deal.md", "See [the quay](../city/quay.md).\n")

    built = newsroom.build(keep_going=True)

    assert built.report.ready
    assert "broken-link" in built.codes
    assert DEAL not in built.outputs
    assert PORT in built.outputs


def test_pictures_of_a_version_that_is_kept_back_stay_out(newsroom: Newsroom) -> None:
    newsroom.story("world/deal.md", "The first text.\n")
    newsroom.story("world/bundle/index.md", "The first text.\n", title="A bundle")
    newsroom.build()
    newsroom.write("content/world/secret.jpg", b"secret")
    newsroom.write("content/world/bundle/hidden.jpg", b"secret")
    wrong = {"kind": "nonsense"}
    newsroom.story("world/deal.md", "![A](secret.jpg)\n", **wrong)
    newsroom.story("world/bundle/index.md", "![A](hidden.jpg)\n", title="A bundle", **wrong)

    built = newsroom.build(keep_going=True)

    assert built.report.ready
    assert "The first text." in built.text(DEAL)
    assert not any(path.endswith(".jpg") for path in built.outputs)
