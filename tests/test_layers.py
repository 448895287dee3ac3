"""Imports point one way, libraries have homes, and the clock is read in one place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping

import pytest

from tests.conftest import CHECKOUT

LAYERS = (
    "problems digests fences names times colours codec profile characters embeds policy chunks "
    "vectors letters exports",
    "model environment newsblocks quick references sanitize workers cache program pagefind",
    "fields slow discover ingredients ledger tools pictures cards",
    "keys yaml_head prose tables theme photos articles markup",
    "config templates head darkroom import_text import_wordpress import_feed import_ghost "
    "shortcodes",
    "front parse structured write records heads placing",
    "recording render import_folder",
    "archive",
    "index reading",
    "publish claims paper",
    "check plan",
    "machines search",
    "pieces",
    "ripple composing complaints",
    "shards",
    "making why",
    "pipeline",
    "scaffold listing schema verify",
    "importing",
    "flags telling",
    "commands",
    "cli",
    "__main__",
)
"""A module imports only from layers above its own. docs/architecture.md shows the same table."""

HOMES = {
    "PIL": {"cards", "photos"},
    "babel": {"times", "theme"},
    "bs4": {"markup"},
    "click": {"cli", "commands", "flags", "telling"},
    "defusedxml": {"exports"},
    "frontmatter": {"yaml_head"},
    "jinja2": {"environment", "templates", "render"},
    "markdown": {"newsblocks", "slow"},
    "markdownify": {"markup"},
    "markupsafe": {"environment", "render"},
    "nh3": {"markup", "sanitize"},
    "pagefind_bin": {"pagefind"},
    "pickle": {"workers"},
    "pygments": {"sanitize"},
    "rich": {"telling"},
    "slugify": {"names"},
    "sqlite3": {"cache"},
    "subprocess": {"pagefind", "workers"},
    "yaml": {"yaml_head"},
}
"""The modules in which each library may be imported."""

STANDARD = {"pickle", "sqlite3", "subprocess"}
"""Parts of the standard library that have a home as well."""

PACKAGES = {
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "frontmatter": "python-frontmatter",
    "markupsafe": "jinja2",
    "slugify": "python-slugify",
    "yaml": "pyyaml",
}
"""What to install for a library, if it has another name. Jinja2 brings MarkupSafe."""

UNSEEN = {"tzdata": "zoneinfo reads it"}
"""Dependencies that no module imports."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
PACKAGE = CHECKOUT / "dateline"


def source(name: str) -> str:
    """The text of a module, or of all modules of a folder, which count as one."""
    path = PACKAGE / f"{name}.py"
    files = [path] if path.is_file() else sorted((PACKAGE / name).glob("*.py"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


SOURCES = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
TREES = {name: ast.parse(source(name)) for name in SOURCES - {"starter"}}
MODULES = sorted(TREES.keys() - {"__init__"})


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module that `tree` imports, dotted, also within functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            if node.module == "dateline":
                yield from (f"dateline.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def neighbours(tree: ast.Module) -> set[str]:
    """The modules of dateline that `tree` imports."""
    names = {name.split(".")[1] for name in imported(tree) if name.startswith("dateline.")}
    return names & set(MODULES)


def libraries(tree: ast.Module) -> set[str]:
    """The top names of what `tree` imports from outside dateline, and of `STANDARD`."""
    tops = {name.split(".")[0] for name in imported(tree)}
    return tops - (set(sys.stdlib_module_names) - STANDARD) - {"dateline"}


def pointing_up(trees: Mapping[str, ast.Module]) -> list[str]:
    """Imports that do not come from a layer above."""
    return [
        f"{name} (layer {LEVEL[name]}) imports {other} (layer {LEVEL[other]})"
        for name, tree in trees.items()
        for other in sorted(neighbours(tree))
        if LEVEL[other] >= LEVEL[name]
    ]


def homeless(trees: Mapping[str, ast.Module]) -> list[str]:
    """Imports of libraries outside their homes."""
    return [
        f"{name} imports {library}"
        for name, tree in trees.items()
        for library in sorted(libraries(tree))
        if name not in HOMES.get(library, ())
    ]


def test_every_module_has_one_layer() -> None:
    listed = " ".join(LAYERS).split()

    assert sorted(listed) == MODULES


def test_a_module_imports_only_from_layers_above_its_own() -> None:
    assert pointing_up({name: TREES[name] for name in MODULES}) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        pytest.param("model", "from dateline.plan import plan", id="up"),
        pytest.param("plan", "from dateline.check import check", id="sideways"),
        pytest.param("parse", "def f():\n    from dateline import pipeline", id="in a function"),
        pytest.param("write", "import dateline.cli", id="plain import"),
    ],
)
def test_an_arrow_the_wrong_way_is_seen(name: str, line: str) -> None:
    assert len(pointing_up({name: ast.parse(line)})) == 1


def test_a_library_is_imported_only_in_its_home() -> None:
    assert homeless(TREES) == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("import requests", id="unknown"),
        pytest.param("from jinja2.sandbox import Environment", id="elsewhere"),
        pytest.param("def f():\n    import yaml", id="in a function"),
        pytest.param("import sqlite3", id="of the standard library"),
    ],
)
def test_a_library_away_from_home_is_seen(line: str) -> None:
    assert len(homeless({"plan": ast.parse(line)})) == 1


def test_no_library_has_a_home_that_does_not_use_it() -> None:
    used = {(library, name) for name in MODULES for library in libraries(TREES[name])}

    assert {(library, home) for library, homes in HOMES.items() for home in homes} == used


def test_every_dependency_is_used_and_every_library_is_one() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=\[; ]", wanted)[0].lower() for wanted in project["dependencies"]}
    used = {PACKAGES.get(library, library) for library in HOMES.keys() - STANDARD}

    assert asked == used | set(UNSEEN)


def test_the_clock_is_read_by_the_command_line_alone() -> None:
    clocks = {"now", "utcnow", "today", "time_ns", "localtime", "gmtime"}
    readers = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in clocks or ast.unparse(node.func) == "time.time")
    }

    assert readers == {"flags"}


def test_nothing_reads_the_environment_but_to_start_a_process() -> None:
    readers = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }

    assert readers == {"workers"}


def test_the_command_line_starts_without_what_its_commands_use() -> None:
    heavy = ["PIL", "babel", "jinja2", "markdown", "nh3", "rich", "yaml"]
    program = "import sys, dateline.cli; print([m for m in sys.argv[1:] if m in sys.modules])"

    loaded = subprocess.run(
        [sys.executable, "-c", program, *heavy],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stdout.strip() == "[]"


def test_the_manual_shows_the_same_layers() -> None:
    page = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = re.findall(r"^(\d+) +([a-z_]+(?:  [a-z_]+)*)$", page, re.MULTILINE)

    assert [(int(level), names.split()) for level, names in shown] == [
        (level, names.split()) for level, names in enumerate(LAYERS)
    ]
    assert all(f"`{name}`" in page for name in MODULES if name != "__main__")
