"""What holds for every import: sections, second runs, edited stories, dry runs, the command."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.cli import command, main
from dateline.importing import FORMATS
from dateline.problems import WorldError
from tests.conftest import CONFIG, Newsroom, tree
from tests.imports import bring, built, codes, content, story

SLUG = "world/port-reopens.md"


def text(headline: str = "Port reopens", section: str = "world", *, body: str = "Words.") -> str:
    return (
        f"{headline}\n\n{section} Updated: 2010-11-13 16:01 IST\n\n{body}\n\n"
        "First Published: 2010-11-13 15:58 IST\n"
    )


@pytest.fixture
def old(newsroom: Newsroom) -> Path:
    """A folder with one story, beside the paper."""
    folder = newsroom.root.parent / "old"
    folder.mkdir()
    (folder / "a.txt").write_text(text(), encoding="utf-8")
    return folder


def times(root: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in root.rglob("*") if p.is_file()}


# Twice -------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(newsroom: Newsroom, old: Path) -> None:
    first = bring(newsroom, "text", old)
    before, when = tree(newsroom.root), times(newsroom.root)

    second = bring(newsroom, "text", old)

    del when[str(newsroom.root / ".dateline" / "lock")]
    assert (first.written, second.written, second.kept) == ([SLUG], [], [])
    assert second.report == first.report
    assert {k: v for k, v in tree(newsroom.root).items() if "lock" not in k} == {
        k: v for k, v in before.items() if "lock" not in k
    }
    assert {k: v for k, v in times(newsroom.root).items() if "lock" not in k} == when


def test_the_same_export_gives_the_same_files_in_another_paper(
    newsroom: Newsroom, old: Path, tmp_path: Path
) -> None:
    for name in ("b", "c", "d"):
        (old / f"{name}.txt").write_text(text(body=name), encoding="utf-8")
    bring(newsroom, "text", old)
    other = Newsroom(tmp_path / "other")

    bring(other, "text", old)

    assert content(other) == content(newsroom)
    assert len(content(other)) == 4


def test_what_came_to_an_export_is_added_and_takes_no_place(newsroom: Newsroom, old: Path) -> None:
    bring(newsroom, "text", old)
    before = content(newsroom)
    # It is older, so it would have come first.
    (old / "0.txt").write_text(text(body="Older.").replace("-13 ", "-12 "), encoding="utf-8")

    done = bring(newsroom, "text", old)

    assert done.written == ["world/port-reopens-2.md"]
    assert content(newsroom)[SLUG] == before[SLUG]


def test_a_change_of_the_export_changes_the_story(newsroom: Newsroom, old: Path) -> None:
    bring(newsroom, "text", old)
    (old / "a.txt").write_text(text(body="Other words."), encoding="utf-8")

    done = bring(newsroom, "text", old)

    assert done.written == [SLUG]
    assert story(newsroom, SLUG)[1] == "Other words."


def test_a_story_that_was_edited_stays_and_is_told(newsroom: Newsroom, old: Path) -> None:
    bring(newsroom, "text", old)
    path = newsroom.root / "content" / SLUG
    edited = path.read_text(encoding="utf-8") + "\nAdded by hand.\n"
    path.write_text(edited, encoding="utf-8")
    (old / "a.txt").write_text(text(body="Other words."), encoding="utf-8")

    done = bring(newsroom, "text", old)

    assert (done.kept, done.written, codes(done)) == ([SLUG], [], [])
    assert path.read_text(encoding="utf-8") == edited
    assert f"kept as it is: {SLUG}: it was edited" in done.report


@pytest.mark.parametrize("lost", ["deleted", "damaged", "of another shape"])
def test_without_its_memory_nothing_that_differs_is_replaced(
    newsroom: Newsroom, old: Path, lost: str
) -> None:
    bring(newsroom, "text", old)
    memory = newsroom.root / ".dateline" / "imported.json"
    if lost == "deleted":
        memory.unlink()
    else:
        memory.write_text("{" if lost == "damaged" else '{"stories": [1], "files": {}}')
    (old / "a.txt").write_text(text(body="Other words."), encoding="utf-8")

    done = bring(newsroom, "text", old)

    assert (done.kept, done.written) == ([SLUG], [])
    assert "no import is known to have written it" in done.report
    assert story(newsroom, SLUG)[1] == "Words."


def test_a_story_of_the_papers_own_keeps_its_file(newsroom: Newsroom, old: Path) -> None:
    own = newsroom.story(SLUG, "Own words.\n", title="Port reopens", published="2026-11-20 08:00")
    before = own.read_bytes()

    done = bring(newsroom, "text", old)

    assert done.written == ["world/port-reopens-2.md"]
    assert own.read_bytes() == before
    built(newsroom)


@pytest.mark.parametrize("what", ["deleted", "moved"])
def test_a_story_that_was_taken_away_comes_again_only_if_asked_for(
    newsroom: Newsroom, old: Path, what: str
) -> None:
    bring(newsroom, "text", old)
    path = newsroom.root / "content" / SLUG
    if what == "deleted":
        path.unlink()
    else:
        (newsroom.root / "content/city").mkdir()
        path.rename(newsroom.root / "content/city/port-reopens.md")
    before = content(newsroom)

    quiet = bring(newsroom, "text", old)
    after = content(newsroom)
    asked = bring(newsroom, "text", old, again=True)

    assert (quiet.kept, quiet.written, after) == ([SLUG], [], before)
    assert asked.written == [SLUG]


def test_another_section_moves_what_was_not_edited(newsroom: Newsroom, old: Path) -> None:
    (old / "a.txt").write_text(text(section="Sport"), encoding="utf-8")
    bring(newsroom, "text", old, section="world")

    done = bring(newsroom, "text", old, section="city")

    assert (done.written, done.removed) == (["city/port-reopens.md"], [SLUG])
    assert sorted(content(newsroom)) == ["city/port-reopens.md"]


def test_two_files_of_one_name_are_two_stories(newsroom: Newsroom, old: Path) -> None:
    bring(newsroom, "text", old)
    other = old.parent / "other"
    other.mkdir()
    (other / "a.txt").write_text(text("Mills close").replace("-13 ", "-14 "), encoding="utf-8")

    done = bring(newsroom, "text", other)

    assert (done.written, done.removed) == (["world/mills-close.md"], [])
    assert sorted(content(newsroom)) == ["world/mills-close.md", SLUG]


def test_what_is_there_twice_is_imported_once(newsroom: Newsroom, old: Path) -> None:
    done = bring(newsroom, "text", old, old / "a.txt")

    assert (done.written, codes(done)) == ([SLUG], [])
    assert "items that were there a second time: 1" in done.report


def test_two_items_of_one_id_are_told(newsroom: Newsroom, old: Path) -> None:
    other = old.parent / "other"
    other.mkdir()
    (other / "a.txt").write_text(text("Mills close"), encoding="utf-8")

    done = bring(newsroom, "text", old, other)
    again = bring(newsroom, "text", old, other)

    assert codes(done) == ["bad-export"]
    assert "has the id of another item" in done.problems[0].message
    assert (done.written, again.written, again.removed) == ([SLUG], [], [])


# Sections ----------------------------------------------------------------------------------------


def test_a_section_that_the_paper_lacks_is_a_problem_with_the_way_out(
    newsroom: Newsroom, old: Path
) -> None:
    (old / "a.txt").write_text(text(section="Wrold news"), encoding="utf-8")

    done = bring(newsroom, "text", old)

    (problem,) = done.problems
    assert problem.code == "unknown-section"
    assert problem.expected == "one of world, city"
    assert '--map "Wrold news=world"' in problem.hint
    assert content(newsroom) == {}


@pytest.mark.parametrize("written", ["Wrold news", "wrold news", "WROLD-NEWS"])
def test_a_name_can_be_mapped_to_a_section(newsroom: Newsroom, old: Path, written: str) -> None:
    (old / "a.txt").write_text(text(section="Wrold news"), encoding="utf-8")

    bring(newsroom, "text", old, sections={written: "city"})

    assert sorted(content(newsroom)) == ["city/port-reopens.md"]


def test_the_usual_section_is_for_those_alone_that_have_none(newsroom: Newsroom, old: Path) -> None:
    (old / "b.txt").write_text(text("Mills close", "Sport"), encoding="utf-8")

    bring(newsroom, "text", old, section="city")

    assert sorted(content(newsroom)) == ["city/mills-close.md", SLUG]


def test_a_story_that_would_not_build_is_not_written(newsroom: Newsroom, old: Path) -> None:
    (old / "b.txt").write_text(text("Facts", body="::: fatcs\nNever closed"), encoding="utf-8")

    done = bring(newsroom, "text", old)

    assert "unknown-block" in codes(done)
    assert sorted(content(newsroom)) == [SLUG]
    built(newsroom)


def test_what_a_build_will_warn_of_is_told(newsroom: Newsroom, old: Path) -> None:
    (old / "b.txt").write_text(text("Laughs", body="He <laughs> aloud."), encoding="utf-8")

    done = bring(newsroom, "text", old)

    assert "a warning when built: the HTML tag <laughs> was left out" in done.report
    assert built(newsroom).codes == ["dropped-html"]


# Writing -----------------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing_and_tells_the_same(newsroom: Newsroom, old: Path) -> None:
    before = tree(newsroom.root)

    dry = bring(newsroom, "text", old, dry_run=True)

    assert tree(newsroom.root) == before
    wet = bring(newsroom, "text", old)
    assert (dry.written, dry.report) == (wet.written, wet.report)


def test_a_folder_that_leads_out_of_the_paper_is_refused(newsroom: Newsroom, old: Path) -> None:
    outside = newsroom.root.parent / "outside"
    outside.mkdir()
    (newsroom.root / "content/world").symlink_to(outside)

    with pytest.raises(WorldError, match="leads out of content"):
        bring(newsroom, "text", old)

    assert list(outside.iterdir()) == []


def test_a_file_that_is_a_link_is_not_written_through(newsroom: Newsroom, old: Path) -> None:
    target = newsroom.root.parent / "target.md"
    target.write_text("mine", encoding="utf-8")
    (newsroom.root / "content/world").mkdir()
    (newsroom.root / "content" / SLUG).symlink_to(target)

    done = bring(newsroom, "text", old, again=True)

    assert done.written == ["world/port-reopens-2.md"]
    assert target.read_text(encoding="utf-8") == "mine"


def test_files_are_whole_and_nothing_is_left_beside_them(newsroom: Newsroom, old: Path) -> None:
    bring(newsroom, "text", old)

    names = {p.name for p in newsroom.root.rglob("*")}
    assert not {name for name in names if name.endswith(".tmp")}


def test_times_are_written_in_the_papers_zone(newsroom: Newsroom, old: Path) -> None:
    zoned = CONFIG.replace('language = "en"', 'language = "en"\ntimezone = "America/New_York"')
    newsroom.write("config.toml", zoned)

    bring(newsroom, "text", old)

    head, _ = story(newsroom, SLUG)
    assert head["published"] == "2010-11-13 05:28 -05:00"
    page = built(newsroom).text("world/2010/11/13/port-reopens/index.html")
    assert 'datetime="2010-11-13T05:28:00-05:00"' in page


stamps = st.sampled_from(
    ["2010-11-13 15:58 IST", "2010-11-13 15:58:30 IST", "2010-11-14 00:00 IST"]
)
headlines = st.sampled_from(["Port", "port!", "Page", "Con", "Pört", "港", "Port 2", "Authors"])
stories = st.tuples(headlines, st.sampled_from(["world", "city"]), stamps)


@settings(max_examples=12)
@given(st.lists(stories, min_size=1, max_size=8))
def test_whatever_is_imported_together_builds_and_is_imported_once(
    written: list[tuple[str, str, str]],
) -> None:
    with Newsroom.temporary() as newsroom:
        (newsroom.root / "old").mkdir()
        for number, (headline, section, stamp) in enumerate(written):
            whole = text(headline, section, body=f"Number {number}.")
            whole = re.sub(r"(?<=: )2010-.*", stamp, whole)
            (newsroom.root / "old" / f"{number}.txt").write_text(whole, encoding="utf-8")

        first = bring(newsroom, "text", newsroom.root / "old")
        before = content(newsroom)
        second = bring(newsroom, "text", newsroom.root / "old")

        assert (first.stories, codes(first)) == (len(written), [])
        assert (second.written, content(newsroom)) == ([], before)
        built(newsroom)


# The command -------------------------------------------------------------------------------------


def test_the_command_tells_what_it_did(
    newsroom: Newsroom,
    old: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(newsroom.root)

    code = main(["import", "text", "../old"])

    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert f"content/{SLUG}  (../old/a.txt:1)" in said.out
    assert said.out.endswith("1 file written (see import-report.txt)\n")
    assert main(["import", "text", "../old", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_problems_go_to_standard_error_and_give_1(
    newsroom: Newsroom, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (old / "b.txt").write_text(text("Mills close", "Sport"), encoding="utf-8")

    code = main(["import", "text", str(old), "-C", str(newsroom.root)])

    said = capsys.readouterr()
    assert code == 1
    assert "error[unknown-section]: `Sport` is not a section" in said.err
    assert "1 file written, 1 problem" in said.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--section", "sport"], "'sport' is not one of world, city", id="no section"),
        pytest.param(["--map", "Sport=sport"], "'sport' is not one of", id="mapped to none"),
        pytest.param(["--map", "Sport"], "is not one of", id="mapped to nothing"),
        pytest.param(["--timezone", "Mars/Base"], "'Mars/Base' is not a zone", id="no zone"),
        pytest.param(["--site", "old.example"], "https://old.example", id="no address"),
        pytest.param(["--media", "nowhere"], "nowhere", id="no folder"),
    ],
)
def test_a_wrong_flag_gives_2(
    newsroom: Newsroom,
    old: Path,
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["import", "text", str(old), "-C", str(newsroom.root), *words])

    assert code == 2
    assert said in capsys.readouterr().err
    assert content(newsroom) == {}


@pytest.mark.parametrize("form", ["text", "wordpress", "feed", "ghost", "hugo", "jekyll"])
def test_a_folder_with_nothing_to_import_gives_3(
    newsroom: Newsroom, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()

    code = main(["import", form, str(tmp_path / "empty"), "-C", str(newsroom.root)])

    assert code == 3
    assert "holds nothing to import" in capsys.readouterr().err


def test_the_command_offers_every_format() -> None:
    form = command("import").params[0].type

    assert isinstance(form, click.Choice)
    assert tuple(form.choices) == FORMATS


def test_a_named_pipe_is_refused_and_not_waited_for(
    newsroom: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    code = main(["import", "text", str(tmp_path / "pipe.txt"), "-C", str(newsroom.root)])

    assert code == 3
    assert "is not a file" in capsys.readouterr().err
