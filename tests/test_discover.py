"""What is taken from `content/`, and what never is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dateline import composing, discover
from dateline.archive import Archive
from dateline.cache import open_cache
from dateline.cli import main
from dateline.discover import Vanished, is_skipped, read
from dateline.problems import Location
from tests.conftest import AS_OF, Newsroom, tree

STORY = "---\ntitle: Port reopens\npublished: 2026-11-20 08:00 IST\n---\nThe first tug.\n"
PAGE = "world/2026/11/20/port/index.html"


def found(newsroom: Newsroom) -> list[str]:
    """The files that a first build reads, in the order in which it does."""
    folders = discover.walk(newsroom.root, [])
    return list(Archive(open_cache(None)).compare(folders, 0).doubtful)


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        (".DS_Store", True),
        (".well-known", False),
        (".well-known~", True),
        ("_notes.md", True),
        ("#draft.md#", True),
        ("port.md~", True),
        (".port.md.swp", True),
        ("port.md.BAK", True),
        ("port.orig", True),
        ("port.tmp", True),
        ("port.md", False),
        ("ads.txt", False),
        ("a_b.jpg", False),
    ],
)
def test_editors_leavings_are_never_taken(newsroom: Newsroom, name: str, skipped: bool) -> None:
    newsroom.write(f"content/world/{name}", "text that was not meant for readers")

    assert is_skipped(name) == skipped
    assert found(newsroom) == ([] if skipped else [f"world/{name}"])


def test_a_skipped_folder_is_skipped_whole(newsroom: Newsroom) -> None:
    newsroom.write("content/world/_notes/source.md", "the name of a source")
    newsroom.write("content/.git/config", "a password")
    newsroom.write("content/.well-known/security.txt", "Contact: x")

    assert found(newsroom) == [".well-known/security.txt"]


def test_files_come_in_order_whatever_the_disk_says(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("world/b.md", "world/a/c.md", "world/a.md", "city/z.md", "about.md"):
        newsroom.write(f"content/{path}", "x")
    forwards = found(newsroom)
    scan = os.scandir

    @contextmanager
    def backwards(path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with scan(path) as entries:
            yield reversed(list(entries))

    monkeypatch.setattr("os.scandir", backwards)

    assert found(newsroom) == forwards == sorted(forwards)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + STORY.encode(), id="byte order mark"),
        pytest.param(STORY.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(STORY.replace("\n", "\r").encode(), id="CR"),
        pytest.param(b"\xef\xbb\xbf" + STORY.replace("\n", "\r\n").encode(), id="both"),
        pytest.param(STORY.rstrip("\n").encode(), id="no line end at the end"),
    ],
)
def test_what_editors_on_other_systems_write_is_accepted(
    newsroom: Newsroom, content: bytes
) -> None:
    newsroom.write("content/world/port.md", content)

    built = newsroom.build()

    assert built.codes == []
    assert "The first tug." in built.text(PAGE)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param(STORY.encode("utf-16"), "not-utf-8", 1, id="UTF-16"),
        pytest.param(STORY.encode("utf-16-be"), "control-character", 1, id="UTF-16, no mark"),
        pytest.param(STORY.encode() + b"\n\ncaf\xe9\n", "not-utf-8", 8, id="Latin-1"),
        pytest.param(STORY.encode() + b"\xed\xa0\x80\n", "not-utf-8", 6, id="a surrogate"),
        pytest.param(STORY.encode() + b"\xc0\xaf\n", "not-utf-8", 6, id="overlong"),
        pytest.param(STORY.encode() + b"a\x00b\n", "control-character", 6, id="NUL"),
        pytest.param(STORY.encode() + b"a\x1b[2Jb\n", "control-character", 6, id="escape"),
        pytest.param(STORY.encode() + "a\x9bb\n".encode(), "control-character", 6, id="C1"),
        pytest.param(b"", "no-front-matter", 1, id="empty"),
        pytest.param(b"---", "unclosed-front-matter", 1, id="three hyphens"),
        pytest.param(b"---\n---\n", "missing-key", 1, id="empty front matter"),
        pytest.param(b"---\n# nothing\n---\n", "missing-key", 1, id="a comment alone"),
        pytest.param(b"---\nnull\n---\n", "not-a-mapping", 2, id="null"),
        pytest.param(b"---\na\n...\n---\n", "not-a-mapping", 2, id="end of a document"),
    ],
)
def test_what_is_no_story_is_told_at_its_line(
    newsroom: Newsroom, content: bytes, code: str, line: int
) -> None:
    newsroom.write("content/world/port.md", content)

    problems = newsroom.build().report.problems

    assert {(p.code, p.where.path, p.where.line) for p in problems} == {
        (code, "content/world/port.md", line)
    }


# Special files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["secret.md", "secret.jpg", "folder"])
def test_a_link_out_of_content_is_told_and_never_followed(
    newsroom: Newsroom, tmp_path: Path, name: str
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.txt").write_text("a password")
    newsroom.write("content/world/port.md", STORY)
    target = "outside" if name == "folder" else "outside/secret.txt"
    (newsroom.root / "content/world" / name).symlink_to(tmp_path / target)

    built = newsroom.build()

    (problem,) = built.report.problems
    assert (problem.code, problem.where) == ("not-a-file", Location(f"content/world/{name}"))
    assert built.outputs == {}


def test_a_link_to_nothing_and_one_to_itself_are_told(newsroom: Newsroom) -> None:
    (newsroom.root / "content/gone.md").symlink_to("nowhere")
    (newsroom.root / "content/loop").symlink_to("loop")

    assert newsroom.build().codes == ["not-a-file", "not-a-file"]


def test_a_pipe_never_keeps_a_build_waiting(newsroom: Newsroom) -> None:
    os.mkfifo(newsroom.root / "content/pipe.md")

    assert newsroom.build().codes == ["not-a-file"]


def test_a_file_that_turns_into_a_pipe_or_link_is_not_read(newsroom: Newsroom) -> None:
    os.mkfifo(newsroom.root / "content/pipe.md")
    (newsroom.root / "content/link.md").symlink_to("/etc/hostname")

    for path in ("pipe.md", "link.md", "gone.md"):
        with pytest.raises(Vanished):
            read(newsroom.root, path)


@pytest.fixture
def deep_folder(newsroom: Newsroom) -> Iterator[Path]:
    """Folders in folders, deeper than Python's recursion goes but as long as a path may be."""
    folders = [newsroom.root / "content"]
    for _ in range(1200):
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    yield folders[-1]
    # Removing such a tree in one call would recurse too deep as well.
    for folder in reversed(folders[1:]):
        folder.rmdir()


@pytest.mark.usefixtures("deep_folder")
def test_folders_in_folders_without_end_are_walked(newsroom: Newsroom) -> None:
    newsroom.write("content/world/port.md", STORY)

    built = newsroom.build()

    assert built.codes == []


def test_a_story_deleted_during_the_build_is_no_bug(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom.write("content/world/port.md", STORY)
    before = newsroom.build().outputs
    newsroom.write("content/world/port.md", STORY + "And the second.\n")
    real = discover.read

    def read_too_late(root: Path, path: str, *most: int) -> bytes:
        (root / "content" / path).unlink()
        return real(root, path, *most)

    monkeypatch.setattr(discover, "read", read_too_late)

    code = main(["build", "-C", str(newsroom.root), "--as-of", AS_OF])

    said = capsys.readouterr().err
    assert code == 3
    assert "content/world/port.md can't be read" in said
    assert "do the same again" in said
    assert tree(newsroom.root / "output") == before
    monkeypatch.undo()
    newsroom.write("content/world/port.md", STORY)
    assert newsroom.build().outputs == before


def test_a_file_that_could_not_be_read_and_is_deleted_then_is_gone(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.story("world/a.md")
    newsroom.write("content/world/port.md", STORY)
    newsroom.build()
    newsroom.write("content/world/port.md", STORY + "And the second.\n")
    real = discover.read

    def refused(root: Path, path: str, *most: int) -> bytes:
        if path == "world/port.md":
            raise Vanished(path, "Permission denied", is_there=True)
        return real(root, path, *most)

    monkeypatch.setattr(discover, "read", refused)

    codes = newsroom.build().codes
    monkeypatch.undo()
    newsroom.remove("content/world/port.md")
    outputs = newsroom.build().outputs

    assert codes == ["unreadable-file"]
    assert PAGE not in outputs


# Names --------------------------------------------------------------------------------------------


def test_a_name_that_is_no_text_is_told(newsroom: Newsroom) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    (newsroom.root / "content" / name).write_text(STORY)

    (problem,) = newsroom.build().report.problems

    assert problem.code == "bad-file-name"
    assert problem.where.path.isascii()


@pytest.mark.parametrize(
    "name", ["a:b.pdf", "a\nb.pdf", "nul.pdf", "x\u202egpj.exe", "a .", "a\\b"]
)
def test_a_file_that_other_systems_cannot_hold_is_told(newsroom: Newsroom, name: str) -> None:
    newsroom.write("content/world/port.md", STORY)
    (newsroom.root / "content/world" / name).write_text("x")

    built = newsroom.build()

    assert built.codes == ["bad-file-name"]
    assert built.outputs == {}


def test_no_content_at_all_is_told(newsroom: Newsroom) -> None:
    (newsroom.root / "content").rmdir()

    assert newsroom.build().codes == ["no-content"]


def test_a_file_larger_than_memory_should_hold_is_copied_whole(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "LARGEST_HELD", 1000)
    newsroom.story("world/a.md")
    newsroom.write("content/world/film.bin", bytes(range(256)) * 8)

    first, again = newsroom.build(), newsroom.build()
    newsroom.write("content/world/film.bin", bytes(range(255, -1, -1)) * 8)
    third = newsroom.build()

    assert first.outputs["world/film.bin"] == bytes(range(256)) * 8
    assert "world/film.bin" not in again.report.written
    assert third.outputs["world/film.bin"] == bytes(range(255, -1, -1)) * 8


def test_a_markdown_file_over_every_limit_is_named_and_not_read(newsroom: Newsroom) -> None:
    newsroom.write("content/world/film.md", b"")
    with (newsroom.root / "content/world/film.md").open("wb") as file:
        file.truncate(2**25)

    built = newsroom.build()

    assert built.codes == ["too-long"]


# The theme ---------------------------------------------------------------------------------------


def test_what_is_skipped_among_stories_is_skipped_among_assets(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md")
    for name in ("x.css", "x.css.bak", "x.css~", "#x#", "_n.txt", ".x.swp", "_old/x.css"):
        newsroom.write(f"templates/assets/{name}", "b { color: red }")

    built = newsroom.build()

    own = {path for path in built.outputs if path.startswith("assets/") and "x" in path}
    assert "assets/x.css" in own
    assert not own & {f"assets/{name}" for name in ("x.css.bak", "x.css~", "#x#", "_old/x.css")}
    assert "assets/_n.txt" not in built.outputs


def test_templates_may_begin_with_an_underscore(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md")
    newsroom.write("templates/_part.html", "from a part")
    newsroom.write("templates/story.html", '{% include "_part.html" %}')

    assert newsroom.build().text(PAGE) == "from a part"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("name", ["assets/link.txt", "assets/folder", "link.html"])
def test_links_in_templates_are_told_and_not_followed(
    newsroom: Newsroom, tmp_path: Path, name: str
) -> None:
    newsroom.story("world/port.md")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.txt").write_text("years of work")
    target = tmp_path / "outside" / ("" if name == "assets/folder" else "secret.txt")
    newsroom.write("templates/assets/own.txt", "ours")
    (newsroom.root / "templates" / name).symlink_to(target)

    built = newsroom.build()

    assert [(p.code, p.where.path) for p in built.report.problems] == [
        ("not-a-file", f"templates/{name}")
    ]
    assert not built.report.ready
