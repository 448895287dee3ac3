"""The comparison with other generators: the same stories for all, and figures that add up.

The generators themselves are not needed here, and nothing is timed.
"""

from __future__ import annotations

import re
import sys
from argparse import ArgumentTypeError
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bench.chart import Panel, draw
from bench.corpus import Story, make_stories
from bench.measure import measure
from bench.report import OURS, WORK, kinds_of, ratio, report, times, unequal
from bench.run import Bench, changed_files, digests, measure_sites, prepare, words_of
from bench.sites import DIALECTS, add_story, edit_story, story_file, write_site
from bench.tools import NAMES, NOTES, Tool
from dateline.index import Edition
from dateline.pipeline import Options, build
from tests.conftest import moment

AS_OF = "2026-11-24 06:00 IST"
TOOLS = sorted(DIALECTS)


def text_of(path: Path) -> str:
    """A story's text without its head and its addresses, which each tool writes in its own way."""
    text = path.read_text(encoding="utf-8")
    body = (
        text.partition("\n\n")[2] if text.startswith("Title:") else re.split(r"[-+]{3}\n", text)[2]
    )
    return re.sub(r"\]\([^)]*\)", "]()", body)


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_gets_the_same_stories(tool: str, tmp_path: Path) -> None:
    write_site(tmp_path / "ours", "dateline", stories=40)
    write_site(tmp_path / "theirs", tool, stories=40)

    for story in make_stories(40):
        theirs = story_file(tmp_path / "theirs", tool, story)
        assert text_of(theirs) == text_of(story_file(tmp_path / "ours", "dateline", story))
        for words in (story.title, story.summary, *story.topics, *story.authors):
            assert words in theirs.read_text(encoding="utf-8")


@pytest.mark.parametrize("tool", TOOLS)
def test_links_and_pictures_lead_to_files_or_addresses_of_the_site(
    tool: str, tmp_path: Path
) -> None:
    write_site(tmp_path / "site", tool, stories=30)
    stories = list(make_stories(30))
    files = {story_file(tmp_path / "site", tool, story) for story in stories}
    top = tmp_path / "site" / "content"

    for story in stories:
        path = story_file(tmp_path / "site", tool, story)
        for target in re.findall(r"\]\(([^)]*)\)", path.read_text(encoding="utf-8")):
            assert "@" not in target
            if target.endswith(".md"):
                base = path.parent if target.startswith(".") else top
                assert (base / re.sub(r"^(\{filename\})?/", "", target)).resolve() in files
            elif target.endswith(".svg"):
                assert list((tmp_path / "site").rglob("pictures/harbour.svg"))
            else:
                assert target.startswith("https://") or target in {s.place.url for s in stories}


@pytest.mark.parametrize("tool", TOOLS)
def test_an_edit_changes_one_word_of_the_text_and_nothing_of_the_head(
    tool: str, tmp_path: Path
) -> None:
    write_site(tmp_path / "site", tool, stories=10)
    path = story_file(tmp_path / "site", tool, list(make_stories(10))[4])
    before = path.read_text(encoding="utf-8")

    edit_story(path, number=7)

    after = path.read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(before.split(" "), after.split(" "), strict=True) if a != b]
    assert changed == [("the", "edition7")]
    assert "edition7" in text_of(path)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_new_story_is_one_more_file_and_newer_than_all_others(tool: str, tmp_path: Path) -> None:
    write_site(tmp_path / "site", tool, stories=10)
    before = digests(tmp_path / "site")

    path = add_story(tmp_path / "site", tool, stories=10, number=0)

    after = digests(tmp_path / "site")
    assert set(after) - set(before) == {path.relative_to(tmp_path / "site").as_posix()}
    assert changed_files(before, after) == 1
    day = r"2026-11-23[ T]08:0\d"
    assert re.search(day, path.read_text(encoding="utf-8"))
    assert max(story.published for story in make_stories(10)).year <= 2026


def test_the_bench_theme_makes_the_pages_of_the_peers_and_no_others(tmp_path: Path) -> None:
    write_site(tmp_path / "site", "dateline", stories=120)

    made = build(tmp_path / "site", Options(Edition(moment(AS_OF))))

    kinds = kinds_of(digests(tmp_path / "site" / "output"))
    topics = {topic for story in make_stories(120) for topic in story.topics}
    authors = {name for story in make_stories(120) for name in story.authors}
    assert made.problems == ()
    assert kinds["stories"] == 120
    assert kinds["fronts of lists"] == 1 + 8 + len(topics) + len(authors)
    assert kinds["names"] == 2
    assert kinds["feeds"] == 1 + 8
    assert kinds["other pages"] == 1, "404.html"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("world/2016/11/23/a-story-5/index.html", "stories"),
        ("index.html", "fronts of lists"),
        ("world/index.html", "fronts of lists"),
        ("topics/new-shipment/index.html", "fronts of lists"),
        ("topics/new-shipment/page/2/index.html", "numbered lists"),
        ("world/page/12/index.html", "numbered lists"),
        ("authors/index.html", "names"),
        ("feed.xml", "feeds"),
        ("world/feed.xml", "feeds"),
        ("sitemaps/2016-11.xml", "sitemaps"),
        ("sitemap.xml", "sitemaps"),
        ("archive/2016/11/index.html", "other pages"),
        ("404.html", "other pages"),
        ("assets/style.css", "other files"),
        ("world/2016/11/23/a-story-5/harbour.svg", "other files"),
    ],
)
def test_files_are_counted_by_what_they_are(path: str, kind: str) -> None:
    assert {name for name, count in kinds_of([path]).items() if count} == {kind}


def test_a_changed_file_is_one_that_came_went_or_holds_something_else(tmp_path: Path) -> None:
    for name, text in (("same", "1"), ("edited", "1"), ("gone", "1")):
        (tmp_path / name).write_text(text)
    before = digests(tmp_path)

    (tmp_path / "edited").write_text("2")
    (tmp_path / "gone").unlink()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "new").write_text("1")

    assert changed_files(before, digests(tmp_path)) == 3


# Measuring -------------------------------------------------------------------------------------


def test_the_memory_of_a_process_that_the_command_starts_counts() -> None:
    # Before it becomes the command, a process is as large as the one that starts it: this one.
    most = 2**29
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', 'b\"x\" * {most}'])"

    large = measure([sys.executable, "-c", child], Path())

    assert large.largest > most
    assert large.together >= large.largest


def test_a_command_that_fails_says_so() -> None:
    taken = measure([sys.executable, "-c", "raise SystemExit('no such story')"], Path())

    assert taken.code == 1
    assert taken.said == "no such story\n"


COPY = """
import pathlib, sys
for path in pathlib.Path("content").rglob("*.md"):
    target = pathlib.Path("output", path.name)
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(path.read_bytes())
"""


def tool(name: str, script: str) -> Tool:
    command = (sys.executable, "-c", script)
    return Tool(name, name, "1.0", command, (), False, "output", ("output",))


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bench.run.wait_for_calm", lambda: None)
    monkeypatch.setattr("bench.run.RESULTS", tmp_path / "results")


@pytest.mark.usefixtures("_no_waiting")
def test_each_round_does_each_work_with_each_tool_and_a_failing_peer_is_left_out(
    tmp_path: Path,
) -> None:
    tools = (tool("dateline", COPY), tool("hugo", COPY), tool("pelican", "raise SystemExit(1)"))
    bench = prepare(tmp_path, 12, tools, 2)

    measure_sites(bench, tuple(WORK))

    done = [(run["round"], run["work"], run["tool"]) for run in bench.runs]
    assert sorted(done) == sorted(
        (number, work, name)
        for number in range(2)
        for work in WORK
        for name in ("dateline", "hugo")
    )
    assert done[0][2] != done[len(done) // 2][2], "the order changes"
    assert bench.failed == ["pelican 1.0"]
    assert bench.changed["hugo"] == {"nothing": 0, "edit": 1, "new": 1}
    assert (tmp_path / "results" / "12.json").is_file()


@pytest.mark.usefixtures("_no_waiting")
def test_a_tool_that_makes_other_pages_stops_the_comparison(tmp_path: Path) -> None:
    feed = "pathlib.Path('output/feed.xml').write_text('')"
    tools = (tool("dateline", COPY), tool("hugo", COPY + feed))

    with pytest.raises(SystemExit, match="hugo makes other pages"):
        measure_sites(prepare(tmp_path, 12, tools, 1), ("cold",))


def test_edited_stories_are_old_and_differ_from_round_to_round(tmp_path: Path) -> None:
    stories = list(make_stories(400))

    edited = Bench(tmp_path, 400, (), 3).edited

    assert len(set(edited)) == 3
    assert all(200 <= number < 350 for number in (places(stories)[s.place.url] for s in edited))


def places(stories: list[Story]) -> Mapping[str, int]:
    return {story.place.url: number for number, story in enumerate(stories)}


def test_unknown_words_on_the_command_line_are_refused() -> None:
    read = words_of(("cold", "edit"))

    assert read("edit,cold") == ("edit", "cold")
    with pytest.raises(ArgumentTypeError, match="warm: not one of cold, edit"):
        read("cold,warm")


# Figures ---------------------------------------------------------------------------------------


def run(tool: str, work: str, number: int, seconds: float) -> dict[str, Any]:
    return {
        "round": number,
        "work": work,
        "tool": tool,
        "seconds": seconds,
        "processor": seconds,
        "others": 0.0,
        "largest": 2**27,
        "together": 2**28,
    }


def counts(stories: int, fronts: int) -> dict[str, int]:
    return {
        "stories": stories,
        "fronts of lists": fronts,
        "numbered lists": 50,
        "names": 2,
        "feeds": 9,
    }


FIGURES = {
    "stories": 1000,
    "machine": {"processor": "A", "cores": 2, "memory": 8, "system": "Linux", "python": "3.11"},
    "tools": {
        "dateline": {"title": "Dateline", "version": "1.0"},
        "hugo": {"title": "Hugo", "version": "0.1"},
    },
    "files": {
        "dateline": counts(1000, 100),
        "hugo": counts(1000, 99),
    },
    "changed": {"dateline": {"new": 9}, "hugo": {"new": 77}},
    "runs": [
        *(run("dateline", "cold", n, seconds) for n, seconds in enumerate((1.0, 3.0, 4.0))),
        *(run("hugo", "cold", n, seconds) for n, seconds in enumerate((4.0, 6.0, 4.0))),
    ],
}


def test_a_ratio_compares_runs_of_the_same_round() -> None:
    assert times(FIGURES, "hugo", "cold") == [4.0, 6.0, 4.0]
    assert ratio(FIGURES, "hugo", "cold") == 2.0, "of 4, 2 and 1"


def test_the_report_tells_medians_spans_ratios_memory_and_files() -> None:
    page = report([FIGURES])

    assert "| cold build | **3.00** (1.00–4.00) | **4.00** (4.00–6.00) |" in page
    assert "|  |  | ×2.00 |" in page
    assert "| cold build | 128 | 128 |" in page
    assert "| one new story | 9 | 77 |" in page
    assert "differ by at most 1.0%" in page
    assert "nothing changed" not in page, "it was not measured"


def test_other_numbers_of_pages_are_noticed() -> None:
    files = {
        "dateline": counts(1000, 100),
        "dateline-default": counts(1000, 300),
        "hugo": counts(1000, 99),
        "pelican": counts(900, 100),
    }

    assert unequal(files) == {"hugo": 0.01, "pelican": 0.1}, "the default theme makes more"


def test_bars_are_as_long_as_their_times() -> None:
    chart = draw([Panel("1,000 & more", (("Us", 1.0, True), ("Them", 4.0, False)))], is_dark=False)

    ours, theirs = (float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', chart))
    assert theirs == pytest.approx(4 * ours)
    assert "1,000 &amp; more" in chart


def test_every_tool_has_its_stories_and_its_note() -> None:
    assert set(NAMES) == set(DIALECTS) == set(NOTES)
    assert OURS in NAMES
    assert set(WORK) == {"cold", "nothing", "edit", "new"}
