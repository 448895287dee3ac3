"""The same sources and moment give the same bytes, wherever and however a build runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import AS_OF, CHECKOUT, Newsroom, tree

PLAIN = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """A paper in which something could depend on the surroundings."""
    newsroom.write("content/logo.png", b"\x89PNG")
    newsroom.write("content/about.md", "---\ntitle: Über uns\n---\n[Zug](world/zug/index.md)\n")
    newsroom.write("content/topics/z-rich.md", "---\nname: Zürich\n---\nStadt.\n")
    for number, name in enumerate(("a", "B", "c", "Ö", "नदी", "zug/index")):
        newsroom.story(
            f"world/{name}.md",
            'Words, *words* -- and "more".[^1]\n\n[^1]: A note.\n',
            title=f"{name} und mehr",
            # Late in the evening in UTC, the next day in India, the day before in Los Angeles.
            published=f"2026-11-0{number + 1} 22:30 UTC",
            topics=["Trade", "Öl", "z-rich", "sea"],
            authors=["Asha Menon", "Émile", "ravi"],
            slug=f"s{number}",
            series="talks",
        )
    newsroom.story("city/hi.md", "नदी का पानी।\n", title="पानी", lang="hi", topics=["Trade", "sea"])
    return newsroom


def built(root: Path, output: Path, *, cwd: Path, **environment: str) -> Mapping[str, bytes]:
    """Every file that a build of its own process makes."""
    command = [sys.executable, "-m", "dateline", "build", "-C", str(root), "-o", str(output)]
    subprocess.run(
        [*command, "--as-of", AS_OF],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **PLAIN, **environment},
        capture_output=True,
        check=True,
    )
    return tree(output)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"TZ": "America/Los_Angeles"}, id="zone"),
        pytest.param({"LC_ALL": "hi_IN.UTF-8", "LANG": "hi_IN.UTF-8"}, id="locale"),
        pytest.param({"PYTHONHASHSEED": "1"}, id="hash seed"),
        pytest.param({"COLUMNS": "40", "NO_COLOR": "1", "USER": "x", "HOME": "/"}, id="user"),
        pytest.param({"PYTHONOPTIMIZE": "2"}, id="interpreter"),
    ],
)
def test_the_surroundings_do_not_matter(
    paper: Newsroom, tmp_path: Path, environment: dict[str, str]
) -> None:
    plain = built(paper.root, tmp_path / "plain", cwd=tmp_path)

    other = built(paper.root, tmp_path / "other", cwd=tmp_path, **environment)

    assert len(plain) > 50
    assert plain == other


def test_the_folder_and_the_order_of_files_on_disk_do_not_matter(
    paper: Newsroom, tmp_path: Path
) -> None:
    here = built(paper.root, tmp_path / "here", cwd=paper.root)
    there = tmp_path / "quite" / "another folder"
    for path in sorted(paper.root.rglob("*"), reverse=True):
        if path.is_file() and ".dateline" not in path.parts:
            target = there / path.relative_to(paper.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)

    assert built(there, tmp_path / "there", cwd=there / "content") == here


def test_when_files_were_saved_and_how_they_are_guarded_does_not_matter(
    paper: Newsroom, tmp_path: Path
) -> None:
    before = built(paper.root, tmp_path / "before", cwd=tmp_path)
    for path in paper.root.rglob("*.md"):
        os.utime(path, (0, 0))
        path.chmod(0o600)

    assert built(paper.root, tmp_path / "after", cwd=tmp_path) == before


def test_the_moment_matters_only_where_something_falls_due(paper: Newsroom) -> None:
    one = paper.build(as_of="2026-11-23 12:00 IST").outputs

    assert paper.build(as_of="2036-01-01 00:00 IST").outputs == one


def test_the_demo_is_the_same_in_two_places(tmp_path: Path) -> None:
    one = built(CHECKOUT, tmp_path / "one", cwd=tmp_path)
    other = built(
        CHECKOUT,
        tmp_path / "other",
        cwd=CHECKOUT,
        TZ="America/Los_Angeles",
        LC_ALL="hi_IN.UTF-8",
        PYTHONHASHSEED="1",
    )

    assert len(one) > 300
    assert one == other


def test_no_path_of_the_machine_that_built_it_is_in_the_output(
    paper: Newsroom, tmp_path: Path
) -> None:
    outputs = built(paper.root, tmp_path / "out", cwd=tmp_path)

    for path, content in outputs.items():
        assert str(tmp_path).encode() not in content, path
        assert str(CHECKOUT).encode() not in content, path
