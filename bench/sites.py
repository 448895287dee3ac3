"""The stories of the corpus, written as each generator wants them, with a theme of equal work."""

from __future__ import annotations

import json
import random
import shutil
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.corpus import (
    EARLIER,
    LAST,
    PICTURE,
    PICTURE_TEXT,
    PICTURE_URL,
    Story,
    as_written,
    make_corpus,
    make_stories,
    make_story,
)

THEMES = Path(__file__).resolve().parent / "themes"
SEED = 1


@dataclass(frozen=True)
class Dialect:
    """How one generator wants its stories."""

    theme: str
    """The folder of `themes/` that is copied into the site; nothing if it has its own."""
    stories: str
    """The folder of the stories."""
    files: str
    """The folder of files that are published as they are."""
    write: Callable[[Story], str]
    settings: str = ""
    """The text of config.toml, if it is not part of the theme."""


# How each writes a story -----------------------------------------------------------------------


def for_hugo(story: Story) -> str:
    """TOML between plus signs, Hugo's own default; a link names the file, from the top."""
    head: dict[str, object] = {"title": story.title, "date": _moment(story.published)}
    if story.updated:
        head["lastmod"] = _moment(story.updated)
    head |= {
        "description": story.summary,
        "topics": story.topics,
        "authors": story.authors,
        "kind": story.kind,
    }
    # A key named `kind` would choose Hugo's kind of page.
    head["genre"] = head.pop("kind")
    lines = "".join(f"{key} = {_as_toml(key, value)}\n" for key, value in head.items())
    body = story.body.replace(EARLIER, f"/{story.earlier.stem}.md")
    return f"+++\n{lines}+++\n{body.replace(PICTURE, PICTURE_URL)}"


def _as_toml(key: str, value: object) -> str:
    return str(value) if key in ("date", "lastmod") else json.dumps(value)


def for_pelican(story: Story) -> str:
    """Lines of metadata; a link names the file, for Pelican to find its address."""
    head = {"Title": story.title, "Date": f"{story.published:%Y-%m-%d %H:%M}"}
    if story.updated:
        head["Modified"] = f"{story.updated:%Y-%m-%d %H:%M}"
    head |= {
        "Slug": story.place.url.rstrip("/").rsplit("/", 1)[-1],
        "Category": story.section.capitalize(),
        "Summary": story.summary,
        "Tags": ", ".join(story.topics),
        "Genre": story.kind,
    }
    if story.authors:
        head["Authors"] = ", ".join(story.authors)
    body = story.body.replace(EARLIER, f"{{filename}}/stories/{story.earlier.stem}.md")
    body = body.replace(PICTURE, f"{{static}}{PICTURE_URL}")
    return "".join(f"{key}: {value}\n" for key, value in head.items()) + f"\n{body}"


def for_eleventy(story: Story) -> str:
    """YAML, which Eleventy takes for front matter, with the address; links are addresses."""
    head: dict[str, object] = {
        "title": story.title,
        "date": _moment(story.published),
        "permalink": f"{story.place.url}index.html",
        "section": story.section,
        "description": story.summary,
        "topics": story.topics,
        "authors": story.authors,
        "genre": story.kind,
    }
    if story.updated:
        head["updated"] = _moment(story.updated)
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in head.items())
    body = story.body.replace(EARLIER, story.earlier.url)
    return f"---\n{lines}---\n{body.replace(PICTURE, PICTURE_URL)}"


def _moment(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%S}+05:30"


_PAPER = (THEMES / "dateline" / "config.toml").read_text(encoding="utf-8")
_DEFAULTS = _PAPER.partition("# Equal work")[0]
"""The same paper with every page and feed that dateline makes by itself."""

DIALECTS: Mapping[str, Dialect] = {
    "dateline": Dialect("dateline", "content", "content", as_written),
    "dateline-default": Dialect("", "content", "content", as_written, _DEFAULTS),
    "hugo": Dialect("hugo", "content", "static", for_hugo),
    "pelican": Dialect("pelican", "content/stories", "content", for_pelican),
    "eleventy": Dialect("eleventy", "content/stories", "content", for_eleventy),
}


# Sites -----------------------------------------------------------------------------------------


def write_site(folder: Path, tool: str, *, stories: int) -> None:
    """The paper of so many stories for one tool in `folder`, which must not exist yet."""
    dialect = DIALECTS[tool]
    folder.mkdir(parents=True)
    if dialect.theme:
        _lay_theme(THEMES / dialect.theme, folder)
    if dialect.settings:
        (folder / "config.toml").write_text(dialect.settings, encoding="utf-8")
    _write(folder / f"{dialect.files}{PICTURE_URL}", PICTURE_TEXT)
    for story in make_stories(stories, seed=SEED):
        _write(story_file(folder, tool, story), dialect.write(story))


def _lay_theme(theme: Path, folder: Path) -> None:
    """A copy of a theme. Its packages, which can be many, are only linked."""
    packages = "node_modules"
    shutil.copytree(theme, folder, ignore=shutil.ignore_patterns(packages), dirs_exist_ok=True)
    if (theme / packages).is_dir():
        (folder / packages).symlink_to((theme / packages).resolve())


def story_file(folder: Path, tool: str, story: Story) -> Path:
    """Where a story stands in a tool's site."""
    return folder / DIALECTS[tool].stories / f"{story.place.stem}.md"


def add_story(folder: Path, tool: str, *, stories: int, number: int) -> Path:
    """Write one more story of the last day, newer than all others; the file that was made."""
    draw = random.Random(f"new {number}")
    published = LAST + timedelta(hours=2, minutes=number)
    story = make_story(draw, make_corpus(SEED), stories + number, published, deque())
    path = story_file(folder, tool, story)
    _write(path, DIALECTS[tool].write(story))
    return path


def edit_story(path: Path, *, number: int) -> None:
    """Change one word in the text of a story, near its end."""
    before, word, after = path.read_text(encoding="utf-8").rpartition(" the ")
    if not word:
        raise ValueError(f"{path.name}: no word to change")
    _write(path, f"{before} edition{number} {after}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
