"""The wheel by itself: built, installed into a new environment, used for a new paper."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT, tree

pytestmark = pytest.mark.network


def run(*command: str | Path, cwd: Path) -> str:
    """What a command says; fails with all of it if the command does."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, CHECKOUT, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment that holds the wheel and what it needs."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    pip = (folder / "python", "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", wheel, cwd=home)
    return folder


def test_the_wheel_holds_the_package_and_the_theme_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    folders = {name.split("/")[0] for name in names}
    assert folders == {"dateline", next(f for f in folders if f.endswith(".dist-info"))}
    theme = {path.relative_to(CHECKOUT / "templates") for path in files(CHECKOUT / "templates")}
    assert {f"dateline/theme/{path.as_posix()}" for path in theme} <= set(names)
    assert "dateline/starter/config.toml" in names
    assert "dateline/starter/gitignore" in names
    assert "dateline/py.typed" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_installed_dateline_makes_and_builds_a_new_paper(commands: Path, tmp_path: Path) -> None:
    dateline = commands / "dateline"

    run(dateline, "init", "paper", cwd=tmp_path)
    said = run(dateline, "build", cwd=tmp_path / "paper")

    assert said.startswith("2 stories in ")
    outputs = tree(tmp_path / "paper" / "output")
    assert b"The first edition is out" in outputs["index.html"]
    for path in (
        "about/index.html",
        "news/index.html",
        "topics/newspapers/index.html",
        "feed.xml",
        "rss.xml",
        "feed.json",
        "sitemap.xml",
        "robots.txt",
        "404.html",
        "assets/style.css",
    ):
        assert outputs[path], path
    assert (CHECKOUT / "templates/assets/style.css").read_bytes() in outputs["assets/style.css"]


def test_the_papers_own_build_py_works_with_it(commands: Path, tmp_path: Path) -> None:
    run(commands / "dateline", "init", "paper", cwd=tmp_path)

    run(commands / "python", tmp_path / "paper" / "build.py", "--strict", cwd=tmp_path)

    assert (tmp_path / "paper" / "output" / "index.html").exists()


def test_an_installed_dateline_gives_what_this_checkout_gives(
    commands: Path, tmp_path: Path
) -> None:
    run(commands / "dateline", "init", "paper", cwd=tmp_path)
    paper = tmp_path / "paper"
    moment = ("--as-of", "2030-01-01 12:00 IST")

    run(commands / "dateline", "build", *moment, "-o", tmp_path / "one", cwd=paper)
    build = (sys.executable, "-P", "-m", "dateline", "build")
    run(*build, *moment, "-o", tmp_path / "other", cwd=paper)

    assert tree(tmp_path / "one") == tree(tmp_path / "other")
