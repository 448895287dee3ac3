"""Builds that follow each other: single cases, each of which was once wrong."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from dateline import write
from dateline.problems import WorldError
from tests.conftest import Newsroom, tree


def same_as_clean(newsroom: Newsroom) -> bool:
    """Whether the next build gives what a clean one gives, in real folders."""
    built = newsroom.build()
    clean = newsroom.build(output="clean", clean=True)
    folders = [path for path in (newsroom.root / "output").rglob("*") if path.is_dir()]
    return built.outputs == clean.outputs and not any(path.is_symlink() for path in folders)


@pytest.mark.parametrize("path", ["authors/noor.md", "authors/noor/index.md", "topics/noor.md"])
def test_a_profile_that_goes_leaves_nothing_behind(newsroom: Newsroom, path: str) -> None:
    newsroom.write(f"content/{path}", "---\nname: Noor\nsummary: A needle.\n---\nAnother needle.\n")
    newsroom.story("world/deal.md", authors=["Noor"], topics=["Noor"])
    assert any(b"needle" in content for content in newsroom.build().outputs.values())
    newsroom.remove(f"content/{path}")

    after = newsroom.build()

    assert not any(b"needle" in content for content in after.outputs.values())
    assert same_as_clean(newsroom)


def test_topics_with_dots_and_slashes_have_one_page_each(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", topics=["node.js", "trade", "trade/2.x"])
    newsroom.story("world/b.md", topics=["Node.js"])

    built = newsroom.build()

    pages = {path for path in built.outputs if path.startswith("topics/") and "html" in path}
    assert pages == {
        "topics/index.html",
        *(f"topics/{name}/index.html" for name in ("node-js", "trade", "trade-2-x")),
    }


def test_a_folder_of_the_output_that_became_a_link_loses_no_file(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    for name in "abc":
        newsroom.story(f"world/{name}.md", title=f"Story {name}")
    newsroom.build()
    world = newsroom.root / "output/world"
    shutil.move(world, tmp_path / "elsewhere")
    world.symlink_to(tmp_path / "elsewhere")
    newsroom.build()
    newsroom.story("world/a.md", title="Another story")

    assert same_as_clean(newsroom)


def test_a_users_file_among_the_sitemaps_is_no_sitemap(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    newsroom.write("content/sitemaps/notes.txt", "Notes.")

    built = newsroom.build()

    assert "sitemaps/notes.txt" in built.outputs
    assert "notes.txt" not in built.text("sitemap.xml")


def test_what_builds_keep_is_readable_by_its_owner_alone(newsroom: Newsroom) -> None:
    (newsroom.root / ".dateline").mkdir(mode=0o755)
    newsroom.story("world/a.md", draft="yes")

    newsroom.build()

    own = newsroom.root / ".dateline"
    assert own.stat().st_mode & 0o077 == 0
    assert (own / "cache.db").stat().st_mode & 0o077 == 0


def test_a_build_that_waited_for_clean_locks_others_out(newsroom: Newsroom) -> None:
    root = newsroom.root
    held, waiting, done = threading.Event(), threading.Event(), threading.Event()

    def second() -> None:
        waiting.set()
        with write.one_at_a_time(root, patience=30):
            held.set()
            done.wait(30)

    thread = threading.Thread(target=second)
    with write.one_at_a_time(root):
        thread.start()
        waiting.wait(30)
        write.clean(root, None)
    assert held.wait(30)
    try:
        with pytest.raises(WorldError, match="another build"), write.one_at_a_time(root):
            pass
    finally:
        done.set()
        thread.join()


def test_a_build_that_is_interrupted_leaves_no_cache_to_be_doubted(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.story("world/a.md")
    with monkeypatch.context() as patch:
        patch.setattr(write.Stage, "move_in", interrupted)
        with pytest.raises(KeyboardInterrupt):
            newsroom.build()

    built = newsroom.build()

    assert built.report.notes == ()
    assert built.outputs == tree(newsroom.root / "output")


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
