"""The editor's front page: what front.toml may say, and where its mistakes are told."""

from __future__ import annotations

import pytest

from dateline.front import Breaking, Front, Pin, read_front
from dateline.problems import Location
from dateline.times import zone
from tests.conftest import Newsroom, moment

SECTIONS = ("world", "city")


def read(text: str) -> Front:
    front, problems = read_front(text.encode(), zone("Asia/Kolkata"), SECTIONS)
    assert problems == ()
    return front


def test_all_that_front_toml_may_say_is_read() -> None:
    front = read(
        """\
lead = "world/talks.md"

[[pin]]
story = "content/world/a.md"
until = "2026-11-24 09:00 IST"

[[pin]]
story = "/world/b.md"

[[slot]]
section = "city"
limit = 3

[[slot]]
section = "world"

[breaking]
text = "Port closed"
story = "world/port.md"
until = 2026-11-24T09:00:00+05:30
"""
    )

    nine = moment("2026-11-24 09:00 IST")
    assert front.lead == "world/talks.md"
    assert front.pins == (Pin("world/a.md", nine), Pin("world/b.md"))
    assert front.slots == (("city", 3), ("world", 0))
    assert front.breaking == Breaking("Port closed", "world/port.md", nine)


def test_each_mention_of_a_story_has_its_own_place() -> None:
    front = read(
        '# world/a.md\nlead = "world/a.md"\n[[pin]]\nstory = "world/b.md"\n'
        '[[pin]]\nstory = "world/a.md"\n[breaking]\ntext = "world/b.md"\nstory = "world/b.md"\n'
    )

    assert [(path, where.line, where.column) for path, where in front.places] == [
        *(("world/a.md", 2, 8), ("world/b.md", 4, 9), ("world/a.md", 6, 9), ("world/b.md", 9, 9)),
    ]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\ufeff# with a mark\r\n"])
def test_an_empty_front_page_is_the_papers_own_choice(text: str) -> None:
    assert read(text) == Front()


GOOD_PIN = '[[pin]]\nstory = "world/port.md"\n'


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        pytest.param('leed = "x"\n', "unknown-key", 1, 1, id="slip"),
        pytest.param("lead = 5\n", "wrong-type", 1, 8, id="number"),
        pytest.param('lead = ""\n', "empty-value", 1, 8, id="empty"),
        pytest.param('lead = ["world/port.md"]\n', "wrong-type", 1, 8, id="list"),
        pytest.param('lead = "world/prot.md"\n', "broken-link", 1, 8, id="no such story"),
        pytest.param('lead = "about.md"\n', "broken-link", 1, 8, id="a standing page"),
        pytest.param('lead = "../config.toml"\n', "broken-link", 1, 8, id="out of content/"),
        pytest.param("lead = world\n", "bad-toml", 1, 8, id="no quotation marks"),
        pytest.param('lead = "a"\nlead = "b"\n', "bad-toml", 2, 11, id="twice"),
        pytest.param('[pin]\nstory = "world/port.md"\n', "wrong-type", 1, 2, id="one bracket"),
        pytest.param("[[pin]]\n", "missing-key", 1, 0, id="pin without story"),
        pytest.param(GOOD_PIN + "[[pin]]\n", "missing-key", 3, 0, id="second pin"),
        pytest.param(
            GOOD_PIN + '[[pin]]\nstory = "world/port.md"\nuntill = ""\n',
            *("unknown-key", 5, 1),
            id="slip in the second pin",
        ),
        pytest.param(GOOD_PIN + 'until = "soon"\n', "bad-time", 3, 9, id="time"),
        pytest.param(GOOD_PIN + 'until = ""\n', "bad-time", 3, 9, id="empty time"),
        pytest.param(GOOD_PIN + 'until = "24/11/2026"\n', "bad-time", 3, 9, id="day first"),
        pytest.param(GOOD_PIN + "until = 9\n", "wrong-type", 3, 9, id="time, number"),
        pytest.param(GOOD_PIN + "until = 09:00:00\n", "bad-time", 3, 9, id="time, no date"),
        pytest.param(GOOD_PIN + "until = 2026-11-24\n", "bare-date", 3, 9, id="bare date"),
        pytest.param(
            '[[slot]]\nsection = "wrold"\n', "unknown-section", 2, 11, id="unknown section"
        ),
        pytest.param(
            '[[slot]]\nsection = "world"\nlimit = 0\n', "wrong-type", 3, 9, id="limit of none"
        ),
        pytest.param("[breaking]\n", "missing-key", 1, 0, id="bar without words"),
        pytest.param('[breaking]\ntext = " "\n', "empty-value", 2, 8, id="bar of blanks"),
        pytest.param(
            '[breaking]\ntext = "' + "x" * 301 + '"\n', "too-long", 2, 8, id="bar too long"
        ),
        pytest.param(GOOD_PIN * 11, "too-long", 1, 3, id="too many pins"),
    ],
)
def test_a_mistake_is_told_at_its_place(
    newsroom: Newsroom, text: str, code: str, line: int, column: int
) -> None:
    newsroom.story("world/port.md")
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    newsroom.write("content/front.toml", text)

    (problem,) = newsroom.build().report.problems

    assert (problem.code, problem.where) == (code, Location("content/front.toml", line, column))
    assert problem.quoted == text.split("\n")[line - 1]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"draft": "yes"}, id="draft"),
        pytest.param({"published": "2026-11-24 08:00 IST"}, id="held"),
        pytest.param({"expires": "2026-11-21 08:00 IST"}, id="expired"),
    ],
)
def test_a_story_that_is_not_out_is_passed_over_with_a_warning(
    newsroom: Newsroom, keys: dict[str, str]
) -> None:
    newsroom.story("world/other.md", title="Other story")
    newsroom.story("world/port.md", title="Secret story", **keys)
    newsroom.write("content/front.toml", 'lead = "world/port.md"\n' + GOOD_PIN)

    built = newsroom.build()

    places = [(p.code, p.severity, p.where.line) for p in built.report.problems]
    assert places == [("link-not-live", "warning", 1), ("link-not-live", "warning", 3)]
    assert "Secret" not in built.text("index.html")
    assert "Other story" in built.text("index.html")


def test_a_pin_goes_when_its_time_is_over(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md", title="Pinned", published="2020-01-01 08:00 IST")
    for number in range(30):
        newsroom.story(f"world/n-{number}.md", title=f"Newer {number}")
    newsroom.write("content/front.toml", GOOD_PIN + 'until = "2026-11-24 09:00 IST"\n')

    before = newsroom.build(as_of="2026-11-24 08:59 IST")
    after = newsroom.build(as_of="2026-11-24 09:00 IST")

    assert "Pinned" in before.text("index.html")
    assert "Pinned" not in after.text("index.html")


def test_the_bar_says_in_the_page_when_it_ends(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", published="2026-11-20 08:00 IST", updated="2026-11-22 09:00 IST")
    newsroom.write(
        "content/front.toml",
        '[breaking]\ntext = "Port closed"\nuntil = "2026-11-23 18:00 IST"\n',
    )

    open_ = newsroom.build(as_of="2026-11-23 17:59 IST").text("index.html")
    over = newsroom.build(as_of="2026-11-23 18:00 IST").text("index.html")

    assert '<p class="notice" data-until="2026-11-23T18:00:00+05:30">' in open_
    assert "notice" not in over


def test_the_front_page_has_the_day_of_its_newest_change(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", published="2026-11-20 08:00 IST", updated="2026-11-22 09:00 IST")
    newsroom.story("world/b.md", published="2026-11-21 08:00 IST")

    page = newsroom.build().text("index.html")

    assert ">Sunday, November 22, 2026</time>" in page
