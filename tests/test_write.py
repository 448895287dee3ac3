"""The output folder: each file old or new and whole, nothing else ever touched."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from dateline import discover, write
from dateline.model import Output
from dateline.problems import Problem, WorldError
from dateline.write import MARK
from tests.conftest import CHECKOUT, CONFIG, Built, Newsroom, tree


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """A paper whose first edition stands in its output."""
    newsroom.story("world/a.md", title="First", topics=["Trade"])
    newsroom.story("city/b.md", title="Second", published="2026-11-19 08:00 IST")
    newsroom.write("content/logo.png", b"\x89PNG")
    assert newsroom.build().report.ready
    return newsroom


def everything(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file below `folder` with its inode, time and bytes; `.dateline/` left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not name.startswith(".dateline"):
            status = path.stat()
            found[name] = (status.st_ino, status.st_mtime_ns, path.read_bytes())
    return found


def stages(root: Path) -> list[Path]:
    """Folders in which files wait to be moved in."""
    return [*root.glob(".dateline/stage*"), *root.glob("*/.dateline-stage")]


# Failures --------------------------------------------------------------------------------------


def break_story(paper: Newsroom) -> None:
    paper.story("world/new.md", published="23/11/2026")


def break_settings(paper: Newsroom) -> None:
    paper.write("config.toml", "[site\n")


def break_template_syntax(paper: Newsroom) -> None:
    paper.write("templates/story.html", "{% if %}\n")


def break_template_half_way(paper: Newsroom) -> None:
    paper.story("world/new.md", title="Third")
    text = '{% extends "theme/story.html" %}\n{% block main %}{{ 1 / (story.words - 3) }}'
    paper.write("templates/story.html", text + "{% endblock %}\n")
    paper.story("city/b.md", "Three short words.\n", published="2026-11-19 08:00 IST")


def break_collision(paper: Newsroom) -> None:
    paper.write("content/world/index.html", "mine")


@pytest.mark.parametrize(
    "break_it",
    [
        break_story,
        break_settings,
        break_template_syntax,
        break_template_half_way,
        break_collision,
    ],
)
def test_an_error_leaves_the_output_as_it_was(
    paper: Newsroom, break_it: Callable[[Newsroom], None]
) -> None:
    before = everything(paper.root / "output")

    break_it(paper)
    built = paper.build()

    assert not built.report.ready
    assert built.report.problems
    assert everything(paper.root / "output") == before
    assert stages(paper.root) == []


def test_an_error_before_the_first_edition_makes_no_output(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", published="soon")

    newsroom.build()

    assert not (newsroom.root / "output").exists()


# Changes ---------------------------------------------------------------------------------------


def test_the_first_build_is_one_rename(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.story("world/a.md")
    moves: list[Path] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        moves.append(target)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)

    newsroom.build()

    assert moves == [newsroom.root / "output"]


def test_a_first_build_may_go_into_an_empty_folder_and_keeps_its_mode(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    (newsroom.root / "output").mkdir(mode=0o750)

    built = newsroom.build()

    assert "index.html" in built.outputs
    assert stat.S_IMODE((newsroom.root / "output").stat().st_mode) == 0o750


def test_files_that_stay_the_same_are_not_touched(paper: Newsroom) -> None:
    before = everything(paper.root / "output")

    built = paper.build()

    assert built.report.written == ()
    assert built.report.removed == ()
    assert everything(paper.root / "output") == before


def test_only_what_changed_is_replaced(paper: Newsroom) -> None:
    before = everything(paper.root / "output")

    paper.story("city/b.md", "Other words.\n", title="Second", published="2026-11-19 08:00 IST")
    built = paper.build()

    after = everything(paper.root / "output")
    assert before.keys() == after.keys()
    assert {path for path in after if after[path] != before[path]} == set(built.report.written)
    assert "city/2026/11/19/b/index.html" in built.report.written
    assert "world/2026/11/20/a/index.html" not in built.report.written


def test_what_is_not_planned_goes_with_its_folders(paper: Newsroom) -> None:
    paper.write("output/left/over.html", "old")
    (paper.root / "output/empty/inner").mkdir(parents=True)
    paper.remove("content/city/b.md")

    built = paper.build(clean=True)

    assert "left/over.html" in built.report.removed
    assert "city/2026/11/19/b/index.html" in built.report.removed
    assert not (paper.root / "output/left").exists()
    assert not (paper.root / "output/empty").exists()
    assert not (paper.root / "output/city/2026").exists()


def test_an_ordinary_build_removes_only_what_builds_have_put_there(paper: Newsroom) -> None:
    paper.write("output/left/over.html", "old")
    paper.remove("content/city/b.md")

    built = paper.build()

    assert "city/2026/11/19/b/index.html" in built.report.removed
    assert not (paper.root / "output/city/2026").exists()
    assert (paper.root / "output/left/over.html").exists()


def test_what_nobody_remembers_goes_when_the_cache_is_lost(paper: Newsroom) -> None:
    paper.write("output/left/over.html", "old")
    (paper.root / ".dateline/cache.db").unlink()

    built = paper.build()

    assert built.report.removed == ("left/over.html",)
    assert not (paper.root / "output/left").exists()


def test_a_file_gives_way_to_a_folder_and_a_folder_to_a_file(paper: Newsroom) -> None:
    (paper.root / "output/index.html").unlink()
    paper.write("output/index.html/x", "a folder now")
    for path in sorted((paper.root / "output/world").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (paper.root / "output/world").rmdir()
    paper.write("output/world", "a file now")

    built = paper.build()

    assert built.outputs == paper.build(output="clean").outputs


def test_git_and_the_mark_stay(paper: Newsroom) -> None:
    paper.write("output/.git/config", "[core]\n")
    paper.write("output/.git/objects/aa/bb", "blob")

    built = paper.build()

    assert built.report.removed == ()
    assert (paper.root / "output/.git/objects/aa/bb").read_text() == "blob"
    assert (paper.root / "output/.gitignore").read_text().startswith(MARK)


@pytest.mark.parametrize("is_clean", [False, True])
def test_a_dry_run_tells_and_touches_nothing(paper: Newsroom, is_clean: bool) -> None:
    paper.story("world/new.md")
    paper.remove("content/city/b.md")
    paper.write("output/stale.html", "old")
    before = everything(paper.root)

    told = paper.build(dry_run=True, clean=is_clean).report

    assert everything(paper.root) == before
    done = paper.build(clean=is_clean).report
    assert ("stale.html" in done.removed) == is_clean
    assert (told.written, told.removed, told.files) == (done.written, done.removed, done.files)


def test_a_dry_run_without_a_cache_makes_none(paper: Newsroom) -> None:
    paper.story("world/new.md")
    paper.write("output/stale.html", "old")
    shutil.rmtree(paper.root / ".dateline")
    before = everything(paper.root)

    told = paper.build(dry_run=True).report

    assert everything(paper.root) == before
    assert not (paper.root / ".dateline").exists()
    done = paper.build().report
    assert "stale.html" in done.removed
    assert (told.written, told.removed, told.files) == (done.written, done.removed, done.files)


# What is not ours ------------------------------------------------------------------------------


def test_a_folder_that_is_not_ours_is_refused(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    newsroom.write("output/thesis.txt", "years of work")

    for is_dry in (False, True):
        with pytest.raises(WorldError, match="did not write"):
            newsroom.build(dry_run=is_dry)

    assert tree(newsroom.root / "output") == {"thesis.txt": b"years of work"}


@pytest.mark.parametrize(
    "output", [".", "..", "content", "content/world", "templates", ".dateline", ".dateline/x"]
)
def test_a_folder_that_holds_the_paper_or_is_part_of_it_is_refused(
    newsroom: Newsroom, output: str
) -> None:
    newsroom.story("world/a.md")
    before = everything(newsroom.root)

    with pytest.raises(WorldError, match="can't be the output folder"):
        newsroom.build(output=output)

    assert everything(newsroom.root) == before


def test_a_link_or_file_in_the_outputs_place_is_refused(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    elsewhere = newsroom.root.parent / "elsewhere"
    elsewhere.mkdir()
    (newsroom.root / "output").symlink_to(elsewhere)
    newsroom.write("file", "text")

    for output in ("output", "file"):
        with pytest.raises(WorldError, match="is not a folder"):
            newsroom.build(output=output)

    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("is_clean", [False, True])
def test_links_inside_the_output_are_never_followed(paper: Newsroom, is_clean: bool) -> None:
    clean = paper.build(output="clean")
    outside = paper.root.parent / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes((paper.root / "output/world/index.html").read_bytes())
    (outside / "precious.txt").write_text("precious")
    world = paper.root / "output/world"
    world.rename(paper.root / "moved-away")
    world.symlink_to(outside)
    page = paper.root / "output/city/index.html"
    page.unlink()
    page.symlink_to(outside / "precious.txt")
    (paper.root / "output/more").symlink_to(outside)

    built = paper.build(clean=is_clean)

    assert (paper.root / "output/more").is_symlink() != is_clean
    assert built.outputs == clean.outputs
    assert not world.is_symlink()
    assert not page.is_symlink()
    assert (outside / "precious.txt").read_text() == "precious"
    assert sorted(path.name for path in outside.iterdir()) == ["index.html", "precious.txt"]


def test_a_dry_run_does_not_take_what_links_lead_to_for_the_output(paper: Newsroom) -> None:
    outside = paper.root.parent / "outside"
    (paper.root / "output/world").rename(outside)
    (paper.root / "output/world").symlink_to(outside)

    told = paper.build(dry_run=True).report
    anew = paper.build(dry_run=True, clean=True).report

    assert "world/index.html" in told.written
    assert told.removed == ()
    assert "world/index.html" in anew.written
    assert anew.removed == ("world",)


def test_nothing_is_written_but_the_output_and_our_own_folder(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    newsroom.write("content/logo.png", b"\x89PNG")
    before = everything(newsroom.root)

    newsroom.build()

    after = everything(newsroom.root)
    kept = {path: after[path] for path in after if not path.startswith("output/")}
    assert kept == before
    assert {path.name for path in newsroom.root.parent.iterdir()} == {newsroom.root.name}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_our_own_folder_is_for_its_owner_alone_and_git_passes_over_it(paper: Newsroom) -> None:
    own = paper.root / ".dateline"

    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    assert (own / ".gitignore").read_text() == "*\n"


# The world in the way --------------------------------------------------------------------------


def test_a_full_disk_is_told_with_the_file_and_harms_nothing(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(paper.root / "output")
    paper.story("world/new.md")

    def full(*_: object) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(write, "_put", full)

    with pytest.raises(WorldError, match=r"output.\S+\.html can't be written \(No space left"):
        paper.build()

    assert everything(paper.root / "output") == before
    assert stages(paper.root) == []


class Stop(Exception):
    """Stands for the moment at which the machine stops."""


LEAN = (
    CONFIG
    + """
[pages]
topics = false
authors = false
series = false
archive = false

[feeds]
paper = ["atom"]
sections = []
"""
)


def begin(paper: Newsroom) -> None:
    """One of two states of a paper."""
    paper.story("world/gone.md", title="Only here", published="2026-11-19 08:00 IST")
    paper.story("world/a.md", title="One headline")
    paper.write("content/turns", "a file that is to be a folder")


def turn(paper: Newsroom) -> None:
    """The other one: files come, go, change, and become folders."""
    paper.remove("content/world/gone.md")
    paper.story("world/a.md", title="Another headline")
    paper.story("city/new.md", published="2026-11-20 09:00 IST")
    paper.remove("content/turns")
    paper.write("content/turns/into", "a file in a folder")


def turn_back(paper: Newsroom) -> None:
    paper.remove("content/city/new.md")
    shutil.rmtree(paper.root / "content/turns")
    begin(paper)


@pytest.mark.parametrize("failure", [OSError(errno.EIO, "Input/output error"), Stop()])
@pytest.mark.parametrize("call", ["replace", "unlink", "mkdir", "rmdir", "_put"])
def test_a_failure_at_any_step_leaves_whole_files_and_the_next_build_completes(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, call: str, failure: Exception
) -> None:
    newsroom.write("config.toml", LEAN)
    begin(newsroom)
    editions = [newsroom.build().outputs]
    turn(newsroom)
    editions.append(newsroom.build(output="clean").outputs)
    home: Any = write if call == "_put" else Path
    real = getattr(home, call)
    left, failures, written = 0, 0, []

    def fail(*arguments: Any, **options: Any) -> Any:
        nonlocal left, failures
        if "output" in str(arguments[0]) or "stage" in str(arguments[0]):
            left -= 1
            if left == 0:
                failures += 1
                raise failure
        return real(*arguments, **options)

    for step in range(1, 14):
        before, after = editions[(step + 1) % 2], editions[step % 2]
        left = step
        with monkeypatch.context() as patch:
            patch.setattr(home, call, fail)
            with suppress(OSError, WorldError, Stop):
                newsroom.build()

        for path, content in tree(newsroom.root / "output").items():
            assert content in (before.get(path), after.get(path)), path
        written.append(newsroom.build().outputs == after)
        assert stages(newsroom.root) == []
        (turn, turn_back)[step % 2](newsroom)

    assert all(written)
    assert failures


def test_pages_come_in_before_the_lists_that_lead_to_them(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.story("world/new.md", "[The plan](plan.txt)\n", published="2026-11-20 09:00 IST")
    paper.write("content/world/plan.txt", b"To the quay.")
    paper.write("templates/assets/style.css", "body { color: navy; }\n")
    order: list[str] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        order.append(Path(target).relative_to(paper.root / "output").as_posix())
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)

    paper.build()

    page = "world/2026/11/20/new/"
    wanted = [f"{page}plan.txt", f"{page}index.html", "index.html", "feed.xml", "sitemap.xml"]
    assert [path for path in order if path in wanted] == wanted
    assert order.index("assets/style.css") < order.index(f"{page}index.html")


def test_a_story_that_vanishes_while_it_is_read_is_told(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(paper.root / "output")
    paper.story("world/new.md")
    real = discover.walk

    def walk_and_lose(root: Path, problems: list[Problem]) -> Iterator[discover.Folder]:
        found = list(real(root, problems))
        paper.remove("content/world/new.md")
        yield from found

    monkeypatch.setattr(discover, "walk", walk_and_lose)

    with pytest.raises(WorldError, match=r"content/world/new\.md"):
        paper.build()

    assert everything(paper.root / "output") == before


@pytest.mark.skipif(os.name == "nt", reason="there is no such lock on Windows")
def test_a_second_build_is_told_who_is_building(paper: Newsroom) -> None:
    before = everything(paper.root / "output")
    paper.story("world/new.md")
    with write.one_at_a_time(paper.root):
        second = paper.run("build")

    assert second.returncode == 3
    assert f"process {os.getpid()}" in second.stderr
    assert everything(paper.root / "output") == before


@pytest.mark.skipif(os.name == "nt", reason="there is no such lock on Windows")
def test_a_build_that_was_killed_leaves_no_lock_behind(paper: Newsroom) -> None:
    code = (
        "import os, sys; from pathlib import Path; from dateline.write import one_at_a_time\n"
        "with one_at_a_time(Path(sys.argv[1])): os._exit(9)"
    )
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    killed = subprocess.run(
        [sys.executable, "-c", code, str(paper.root)], env=environment, check=False
    )

    assert killed.returncode == 9
    assert paper.build().report.ready


def test_what_a_killed_build_had_staged_never_reaches_readers(paper: Newsroom) -> None:
    clean = paper.build().outputs
    stage = write.Stage(paper.root, paper.root / "output")
    stage.open().lay(Output("secret/index.html", b"half a page"))

    assert paper.build().outputs == clean
    assert stages(paper.root) == []


def test_what_a_killed_build_had_moved_in_goes_with_the_next_edition(paper: Newsroom) -> None:
    clean = paper.build().outputs
    stage = write.Stage(paper.root, paper.root / "output")
    stage.open().lay(Output("secret/index.html", b"a page that nobody has put down"))
    stage.expect("secret/index.html", 0)
    stage.move_in()
    paper.story("world/bad.md", published="soon")

    assert not paper.build().report.ready
    paper.remove("content/world/bad.md")
    built = paper.build()

    assert built.report.removed == ("secret/index.html",)
    assert built.outputs == clean
    assert stages(paper.root) == []


def elsewhere(monkeypatch: pytest.MonkeyPatch, paper: Newsroom) -> None:
    """Make the paper's own folder look as if it were on another volume."""
    real = Path.stat

    def other(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        status = real(self, follow_symlinks=follow_symlinks)
        if self == paper.root / ".dateline":
            fields = list(status)
            fields[stat.ST_DEV] += 1
            return os.stat_result(fields)
        return status

    monkeypatch.setattr(Path, "stat", other)


@pytest.mark.parametrize("place", ["new", "empty", "ours"])
def test_on_another_volume_files_wait_beside_the_output(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    wanted = paper.build(output="clean").outputs
    output = paper.root / "elsewhere"
    if place != "new":
        output.mkdir()
    if place == "ours":
        output.joinpath(".gitignore").write_text(MARK)
        output.joinpath("stale.html").write_text("old")
    elsewhere(monkeypatch, paper)
    staged: list[Path] = []
    real = write.Stage.move_in

    def move_in(self: write.Stage, *, is_durable: bool = False) -> None:
        staged.append(self.folder.parent)
        real(self, is_durable=is_durable)

    monkeypatch.setattr(write.Stage, "move_in", move_in)

    built: Built = paper.build(output="elsewhere")

    assert built.outputs == wanted
    assert (output / ".gitignore").read_text().startswith(MARK)
    [folder] = staged
    assert folder.parent in (output, paper.root)
    assert not folder.exists()


# Clean -----------------------------------------------------------------------------------------


def test_clean_never_takes_a_folder_that_is_not_ours(paper: Newsroom) -> None:
    foreign = paper.root / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work")

    with pytest.raises(WorldError):
        write.clean(paper.root, foreign)

    assert (foreign / "thesis.txt").exists()
    assert (paper.root / ".dateline").exists()


def test_clean_leaves_a_git_repository_in_the_output(paper: Newsroom) -> None:
    paper.write("output/.git/config", "[core]\n")

    removed = write.clean(paper.root, paper.root / "output")

    assert removed == (".dateline", "output")
    assert tree(paper.root / "output") == {".git/config": b"[core]\n"}
    assert paper.build().report.ready
