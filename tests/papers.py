"""A paper that is edited in every way an editor can think of, and compared with a clean build.

`Paper` knows what it has written; its methods whose names begin with `edit_` each change something,
and ask a `Choose` for what is free. So the same edits serve Hypothesis, which makes a failing
sequence short, and a seed, which is faster.
"""

from __future__ import annotations

import json
import os
import pickle
import posixpath
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeVar
from unittest.mock import patch

from dateline import making, shards
from dateline.cache import Cache
from dateline.composing import Room
from dateline.digests import digest_bytes
from dateline.index import Edition
from dateline.model import Output, Report
from dateline.pagefind import Record
from dateline.pipeline import Options, build
from dateline.problems import Problem, WorldError
from dateline.workers import Serial, Workers
from dateline.write import Hold, Stage, Tray
from tests import drawings
from tests.conftest import CHECKOUT, moment, yaml_line

T = TypeVar("T")

SECTIONS = ("world", "city", "sport")
STEMS = tuple("abcdefghijkl")
TITLES = (
    "Harbour deal signed",
    "Ferry late again",
    "Council votes",
    "Zürich: Größe zählt",
    "One <b>bold</b> & more",
    'He said "never"',
)
SUMMARIES = (None, "Three berths.", "What it *means* for commuters.")
AUTHORS = ("Asha Sen", "asha sen", "ASHA SEN", "Ravi Iyer", "ravi-iyer", "Noor", "noor")
TOPICS = (
    "Sea Port",
    "sea port",
    "SEA PORT",
    "Élections",
    "Elections",
    "trade",
    "Trade",
    "sea-port",
)
PROFILES = {
    "authors": ("asha-sen", "ravi-iyer", "noor"),
    "topics": ("sea-port", "elections", "trade"),
}
NAMES = ("A. Sen", "The Port", "Asha Sen", "Élections", "Zoë")
SERIES = (None, "after-the-flood", "ten-years")
LEAVES = ("about", "contact", "privacy")
LOOSE = ("shared.svg", "world/map.png", "city/map.png", "pictures/tug.jpg", "sport/notes.pdf")
PLAIN = ("robots.txt", "favicon.ico", "ads.txt", ".well-known/security.txt", "data/prices.csv")
TIMES = (
    "2010-11-13 15:58 IST",
    "2010-11-13 15:58:30 IST",
    "2019-02-28 23:59 IST",
    "2026-10-31 22:00 UTC",
    "2026-11-19 23:30 IST",
    "2026-11-20 00:10 IST",
    "2026-11-21 07:00 IST",
    "2026-11-21 07:00 IST",
    "2026-11-21 18:00 UTC",
    "2026-11-21 20:00 UTC",
    "2026-11-22 09:00 IST",
    "2026-11-22 09:00 IST",
    "2026-11-23 06:00 IST",
    "2026-11-23 11:59 IST",
    "2026-11-23 12:00 IST",
    "2026-11-23 15:00 IST",
    "2026-11-24 08:00 IST",
)
MOMENTS = (
    "2026-11-21 07:00 IST",
    "2026-11-22 09:00 IST",
    "2026-11-22 12:00 IST",
    "2026-11-23 07:00 IST",
    "2026-11-23 11:59 IST",
    "2026-11-23 12:00 IST",
    "2026-11-23 12:00 IST",
    "2026-11-23 15:00 IST",
    "2026-11-24 08:00 IST",
    "2026-11-25 11:59 IST",
    "2026-11-25 15:00 IST",
    "2026-11-26 09:00 IST",
    "2026-12-24 09:00 IST",
)
WORDS = (
    "Some words of the story.",
    "The ferry was late, and nobody knew why.",
    'He said "never" - and left.',
    "A paragraph with *emphasis* and `code`.",
    "- one\n- two",
    "> A quotation that stands by itself.",
    "A <table><tr><td>tangle</td></tr></table> of HTML.",
)
PATHS = (
    "/about/",
    "/world/",
    "/topics/sea-port/",
    "/authors/noor/",
    "/archive/",
    "/feed.atom",
    "/x/",
    "/world/map.png",
    "/favicon.ico",
    "/old/3/",
)
CARDS = (CHECKOUT / "templates" / "_cards.html").read_text(encoding="utf-8")
TEMPLATES = {
    "story.html": (
        '{% extends "theme/story.html" %}{% block main %}<p>NUMBER</p>{{ super() }}{% endblock %}',
        '{% extends "base.html" %}\n{% block main %}{% include "_note.html" ignore missing %}'
        "<h1>{{ story.title }} NUMBER</h1>{{ body }}{% endblock %}\n",
    ),
    "_note.html": ("<p>Note NUMBER of {{ site.title }}</p>\n",),
    "_cards.html": (CARDS.replace("title }}", "title }} NUMBER"),),
    "base.html": ('{% extends "theme/base.html" %}\n{# NUMBER #}\n',),
    "section.html": ('{% extends "theme/section.html" %}\n{# NUMBER #}\n',),
    "sitemap.xml": ('{% extends "theme/sitemap.xml" %}\n',),
    "assets/style.css": ("p { order: NUMBER }\n",),
    "assets/logo.svg": ("<svg><!-- NUMBER --></svg>\n",),
    "page.html": ("{{ page.title }} {{ nothing.at_all }}\n",),
    "topic.html": ("{% if %}\n",),
}
"""Overrides of templates, some of them wrong."""


class Choose(Protocol):
    """Something that decides."""

    def one(self, options: Sequence[T]) -> T: ...


@dataclass(frozen=True)
class Dice:
    """Decides by a seed."""

    draw: random.Random

    def one(self, options: Sequence[T]) -> T:
        return options[self.draw.randrange(len(options))]


class Crash(BaseException):
    """A build is cut short: nothing is tidied that `finally` does not."""


@dataclass
class Text:
    """A Markdown file as it is to be written."""

    keys: dict[str, Any] = field(default_factory=dict)
    body: str = "Some words of the story.\n"

    def written(self) -> str:
        lines = [yaml_line(key, value) for key, value in self.keys.items()]
        return "---\n" + "".join(lines) + f"---\n{self.body}"


SETTINGS: dict[str, Any] = {
    "title": "The Test Courier",
    "timezone": "Asia/Kolkata",
    "accent": "#8a1c1c",
    "desk": "The Desk",
    "sections": ("world", "city", "sport"),
    "section_title": "World",
    "off": (),
    "feeds": ("atom", "json"),
    "entries": 3,
    "text": "full",
    "latest": 2,
    "per_section": 2,
    "per_page": 2,
    "nav": False,
    "raw_html": "safe",
    "search": True,
    "cards": True,
}
CHOICES: dict[str, Sequence[Any]] = {
    "title": ("The Test Courier", "The Other Post"),
    "timezone": ("Asia/Kolkata", "UTC", "America/New_York"),
    "accent": ("#8a1c1c", "#0b4f6c"),
    "desk": ("The Desk", "Newsdesk", ""),
    "sections": (
        ("world", "city", "sport"),
        ("sport", "world", "city"),
        ("city", "sport", "world"),
    ),
    "section_title": ("World", "Abroad"),
    "off": ((), ("topics",), ("authors",), ("series",), ("archive",), ("topics", "authors")),
    "feeds": (("atom", "json"), ("rss",), (), ("atom", "rss", "json")),
    "entries": (1, 3, 5),
    "text": ("full", "summary"),
    "latest": (0, 2, 3),
    "per_section": (0, 2, 3),
    "per_page": (2, 3),
    "nav": (False, True),
    "raw_html": ("safe", "escape"),
    "search": (True, False),
    "cards": (True, False),
}


class Paper:
    """A paper in a folder of its own, its output, and a second folder for clean builds of it."""

    def __init__(
        self, folder: Path, choose: Choose, *, stories: int = 6, stems: int = len(STEMS)
    ) -> None:
        """With more `stems` a paper can be larger, and its stories are of many days."""
        self.stems: tuple[str, ...] = STEMS
        self.times: tuple[str, ...] = TIMES
        if stems > len(STEMS):
            self.stems = tuple(f"s{number}" for number in range(stems))
            self.times = (
                *TIMES,
                *(
                    f"20{y}-0{m}-1{d} 09:00 IST"
                    for y in (24, 25)
                    for m in range(1, 10)
                    for d in range(10)
                ),
            )
        self.choose = choose
        self.folder = folder
        self.root, self.twin = folder / "paper", folder / "twin"
        self.output = self.root / "output"
        self.number = 0
        """Of the next edit, for texts that differ from all before."""
        self.texts: dict[str, Text] = {}
        self.files: set[str] = set()
        self.templates: set[str] = set()
        self.settings = dict(SETTINGS)
        self.as_of = "2026-11-23 12:00 IST"
        self.base_url = ""
        self.strays: set[str] = set()
        """Files in the output that nobody planned, and that may stay there."""
        self.must_sweep = False
        """Whether the next build must take them away."""
        self.may_sweep = False
        self.log: list[str] = []
        self.builds = self.good = 0
        self.twin.mkdir(parents=True)
        (self.root / "content").mkdir(parents=True)
        for name in ("content", "templates", "config.toml"):
            (self.twin / name).symlink_to(self.root / name)
        self._configure()
        for _ in range(stories):
            self.edit_add()

    @classmethod
    @contextmanager
    def temporary(
        cls, choose: Choose, *, stories: int = 6, stems: int = len(STEMS)
    ) -> Iterator[Paper]:
        """A paper in a folder that goes afterwards."""
        with TemporaryDirectory() as folder:
            yield cls(Path(folder), choose, stories=stories, stems=stems)

    # What the edits share ------------------------------------------------------------------------

    def note(self, what: str) -> None:
        self.log.append(what)

    def one(self, options: Sequence[T]) -> T:
        return self.choose.one(options)

    def flag(self, of: int = 2) -> bool:
        """True once in `of`."""
        return self.one(range(of)) == 0

    def some(self, options: Sequence[T], most: int = 2) -> list[T]:
        return list(dict.fromkeys(self.one(options) for _ in range(self.one(range(most + 1)))))

    def fresh(self) -> int:
        self.number += 1
        return self.number

    def write(self, path: str, content: str | bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        target.write_bytes(drawings.picture(path, data) if path.startswith("content/") else data)
        return target

    def put(self, path: str, text: Text) -> None:
        self.texts[path] = text
        self.write(f"content/{path}", text.written())

    def unlink(self, path: str) -> None:
        target = self.root / path
        target.unlink()
        folder = target.parent
        while folder not in (self.root / "content", self.root) and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def drop(self, path: str) -> None:
        del self.texts[path]
        self.unlink(f"content/{path}")

    def stories(self) -> list[str]:
        return sorted(p for p in self.texts if p.split("/", 1)[0] in SECTIONS)

    def a_story(self) -> str | None:
        paths = self.stories()
        return self.one(paths) if paths else None

    def any_text(self) -> str | None:
        paths = sorted(self.texts)
        return self.one(paths) if paths else None

    def change(self, path: str, **keys: Any) -> None:
        """Set keys of a text; `None` takes one out."""
        text = self.texts[path]
        for key, value in keys.items():
            text.keys.pop(key, None)
            if value is not None:
                text.keys[key] = value
        self.put(path, text)
        self.note(f"{path}: {keys}")

    def _names(self, kind: str, written: Sequence[str]) -> list[str]:
        """Some names; an id without a profile only now and then, since that is an error."""
        has = {Path(p).stem for p in self.texts if p.startswith(f"{kind}/")}
        safe = [name for name in written if "-" not in name or name in has]
        return self.some(written if self.flag(40) else safe)

    def _body(self) -> str:
        """A text with links and pictures, most of which lead somewhere."""
        parts = self.some(WORDS)
        targets = sorted(self.texts)
        for _ in range(self.one((0, 0, 1, 1, 2))):
            if not targets:
                continue
            if not self.flag(40):
                parts.append(f"See [this](/{self.one(targets)}) too.".replace("](/", "](ROOT"))
            else:
                parts.append("See [this](ROOTworld/nowhere.md).")
        if self.flag(3):
            parts.append(f"As [we said]({self.one(PATHS)}).")
        if self.files and self.flag(3):
            parts.append(f"![A picture](ROOT{self.one(sorted(self.files))})")
        return "\n\n".join(parts or ["Nothing more."]) + f"\n\nEdit {self.fresh()}.\n"

    def _linked(self, path: str, body: str) -> str:
        """`body` with links from the folder of `path`."""
        return body.replace("ROOT", "../" * path.count("/"))

    def _image(self, path: str) -> object:
        pictures = sorted(p for p in self.files if p.endswith((".svg", ".png", ".jpg")))
        if not pictures or self.flag(3):
            return None
        src = os.path.relpath(self.one(pictures), posixpath.dirname(path) or ".")
        focus = self.one((None, None, "40% 30%", "0% 100%"))
        image = {"src": src, "alt": self.one(("", "A tug"))}
        return {**image, "focus": focus} if focus else image

    def _configure(self) -> None:
        s = self.settings
        lines = [
            "[site]",
            f"title = {json.dumps(s['title'])}",
            'url = "https://courier.example"',
            f'timezone = "{s["timezone"]}"',
            f'accent = "{s["accent"]}"',
            f'desk = "{s["desk"]}"' if s["desk"] else "",
            *(
                f'[sections.{section}]\ntitle = "{s["section_title"]} {section}"'
                for section in s["sections"]
            ),
            "[pages]",
            *(f"{name} = false" for name in s["off"]),
            "[feeds]",
            *(f"{kind} = {json.dumps(s['feeds'])}" for kind in ("paper", "sections")),
            f"entries = {s['entries']}",
            f'text = "{s["text"]}"',
            f"[front]\nlatest = {s['latest']}\nper_section = {s['per_section']}",
            f"[lists]\nper_page = {s['per_page']}",
            f'[markdown]\nraw_html = "{s["raw_html"]}"',
            f"[search]\nenabled = {json.dumps(s['search'])}",
            f"[pictures]\ncards = {json.dumps(s['cards'])}",
            '[nav]\nAbout = "/about/"\nMap = "/world/map.png"' if s["nav"] else "",
        ]
        self.write("config.toml", "\n".join(lines) + "\n")

    # Stories -------------------------------------------------------------------------------------

    def edit_add(self) -> None:
        """A new story, or a bundle."""
        section = self.one(SECTIONS)
        stem = self.one(self.stems)
        path = f"{section}/{stem}/index.md" if self.flag(4) else f"{section}/{stem}.md"
        twin = f"{section}/{stem}.md" if path.endswith("index.md") else f"{section}/{stem}/index.md"
        if twin in self.texts and not self.flag(20):
            path = twin
        keys: dict[str, Any] = {
            "title": self.one(TITLES),
            "published": self.one(self.times),
            "summary": self.one(SUMMARIES),
            "authors": self._names("authors", AUTHORS),
            "topics": self._names("topics", TOPICS),
            "series": self.one((*SERIES, None, None)),
            "image": self._image(path),
        }
        keys = {key: value for key, value in keys.items() if value not in (None, [])}
        self.put(path, Text(keys, self._linked(path, self._body())))
        self.note(f"add {path}: {keys} {self.texts[path].body!r}")

    def edit_body(self) -> None:
        if path := self.any_text():
            self.texts[path].body = self._linked(path, self._body())
            self.put(path, self.texts[path])
            self.note(f"body of {path}: {self.texts[path].body!r}")

    def edit_words(self) -> None:
        """The same links, other words."""
        if path := self.any_text():
            self.texts[path].body += f"\nMore words {self.fresh()}.\n"
            self.put(path, self.texts[path])
            self.note(f"words of {path}")

    def edit_title(self) -> None:
        if path := self.a_story():
            self.change(path, title=self.one(TITLES))

    def edit_summary(self) -> None:
        if path := self.a_story():
            self.change(path, summary=self.one(SUMMARIES))

    def edit_small_keys(self) -> None:
        if path := self.a_story():
            key, values = self.one(
                (
                    ("kicker", (None, "Port strike")),
                    ("kind", (None, "analysis", "sponsored")),
                    ("priority", (None, "1", "2")),
                    ("lang", (None, "hi", "en")),
                    ("agency", (None, "Coast News")),
                    ("dateline", (None, "YOKOHAMA")),
                    ("updated", (None, "2026-11-24 10:00 IST", "2026-11-25 10:00 IST")),
                    ("extra", (None, {"colour": "red"})),
                )
            )
            self.change(path, **{key: self.one(values)})

    def edit_redate(self) -> None:
        if path := self.a_story():
            self.change(path, published=self.one(self.times), updated=None)

    def edit_retag(self) -> None:
        if path := self.a_story():
            self.change(path, topics=self._names("topics", TOPICS) or None)

    def edit_byline(self) -> None:
        if path := self.a_story():
            self.change(path, authors=self._names("authors", AUTHORS) or None)

    def edit_series(self) -> None:
        if path := self.a_story():
            self.change(path, series=self.one(SERIES))

    def edit_slug(self) -> None:
        if path := self.a_story():
            self.change(path, slug=self.one((None, "slug-one", f"slug-{self.one(range(6))}")))

    def edit_alias(self) -> None:
        path = self.any_text()
        if path and path.split("/", 1)[0] not in PROFILES:
            self.change(path, aliases=self.some([f"/old/{n}/" for n in range(12)]) or None)

    def edit_related(self) -> None:
        path, other = self.a_story(), self.a_story()
        if path and other:
            by_time = sorted((path, other), key=self._time)
            if by_time[0] != by_time[1] and not self.flag(20):
                other, path = by_time
            self.change(path, related=None if self.flag(4) else [other])

    def _time(self, path: str) -> tuple[object, str]:
        return moment(self.texts[path].keys.get("published", "2000-01-01 00:00 IST")), path

    def edit_image(self) -> None:
        if path := self.any_text():
            self.change(path, image=self._image(path))

    def edit_gate(self) -> None:
        """Drafts, embargoes, expiries."""
        if path := self.a_story():
            self.change(
                path,
                draft=self.one((None, None, "yes")),
                embargo=self.one((None, None, *MOMENTS)),
                expires=self.one((None, None, *MOMENTS)),
            )

    def edit_rename(self) -> None:
        """Another file name, another section, or both; a bundle moves with its pictures."""
        if path := self.a_story():
            section, stem = self.one(SECTIONS), self.one(self.stems)
            is_bundle = path.endswith("/index.md")
            target = f"{section}/{stem}/index.md" if is_bundle else f"{section}/{stem}.md"
            if target in self.texts:
                return
            if is_bundle and self.flag():
                target = f"{section}/{stem}.md"
            elif is_bundle:
                before, after = posixpath.dirname(path), posixpath.dirname(target)
                for file in sorted(f for f in self.files if f.startswith(f"{before}/")):
                    self.files.discard(file)
                    self.files.add(after + file[len(before) :])
                    content = (self.root / "content" / file).read_bytes()
                    self.unlink(f"content/{file}")
                    self.write(f"content/{after}{file[len(before) :]}", content)
            text = self.texts[path]
            self.drop(path)
            self.put(target, text)
            self.note(f"rename {path} to {target}")

    def edit_delete(self) -> None:
        if path := self.a_story():
            self.drop(path)
            self.note(f"delete {path}")

    def edit_swap(self) -> None:
        """Two stories in each other's place."""
        one, other = self.a_story(), self.a_story()
        if one and other and one != other:
            first, second = self.texts[one], self.texts[other]
            self.put(one, second)
            self.put(other, first)
            self.note(f"swap {one} and {other}")

    # Everything else in content/ -----------------------------------------------------------------

    def edit_picture(self) -> None:
        """A loose picture, or one in a bundle, comes, changes or goes."""
        bundles = [posixpath.dirname(p) for p in self.stories() if p.endswith("/index.md")]
        path = self.one(
            (*LOOSE, *(f"{b}/{name}" for b in bundles for name in ("p.png", "x/q.svg")))
        )
        if path in self.files and self.flag(4):
            self.files.discard(path)
            self.unlink(f"content/{path}")
            self.note(f"delete {path}")
            return
        self.files.add(path)
        self.write(f"content/{path}", self._picture(path))
        self.note(f"write {path}")

    def _picture(self, path: str) -> bytes:
        """Bytes for a file: mostly a good picture."""
        words = f"picture {self.fresh()}"
        if path.endswith(".svg"):
            if self.flag(9):
                return drawings.svg(words).replace(b"<text>", b"<script>1</script><text>")
            return drawings.svg(words)
        if not drawings.is_pixels(path):
            return words.encode()
        size = self.one(((3, 2), (1, 1), (16, 9), (4, 30)))
        whole = drawings.png(words, size, more=drawings.chunk(b"tEXt", b"Comment\0secret"))
        how = self.one(("good",) * 9 + ("cut", "empty", "spoiled"))
        if how == "cut":
            return whole[:40]
        if how == "spoiled":  # right as far as its chunks tell
            return drawings.png(words, size, spoiled=True)
        return b"" if how == "empty" else whole

    def edit_odd_text(self) -> None:
        """Names that are seldom: other endings, capitals, letters of other alphabets, two index
        files in one folder, a profile in a folder."""
        bundles = [posixpath.dirname(p) for p in self.stories() if p.endswith("/index.md")]
        path = self.one(
            (
                *("world/Größe.md", "world/a.markdown", "city/B.md", "sport/deep/er/c.md"),
                *(f"{bundle}/index.markdown" for bundle in bundles),
                *(f"{bundle}/inner.md" for bundle in bundles),
                "authors/noor/index.md",
            )
        )
        if path in self.texts:
            self.drop(path)
            self.note(f"delete {path}")
        elif path.startswith("authors/"):
            self.put(path, Text({"name": "Noor Q."}, f"Edit {self.fresh()}.\n"))
            self.note(f"odd profile {path}")
        else:
            keys = {"title": self.one(TITLES), "published": self.one(self.times)}
            self.put(path, Text({**keys, "topics": ["Trade"]}, self._linked(path, self._body())))
            self.note(f"odd story {path}: {keys} {self.texts[path].body!r}")

    def edit_odd_file(self) -> None:
        """Files in the place of a page, or of another file where case makes no difference."""
        path = self.one(
            ("world/index.html", "about/index.html", "world/Map.png", "archive", "feed.xml")
        )
        if path in self.files:
            self.files.discard(path)
            self.unlink(f"content/{path}")
        elif not (self.root / "content" / path).exists():
            self.files.add(path)
            self.write(f"content/{path}", f"odd {self.fresh()}\n")
        self.note(f"odd file {path}")

    def edit_plain(self) -> None:
        path = self.one(PLAIN)
        if path in self.files and self.flag():
            self.files.discard(path)
            self.unlink(f"content/{path}")
        else:
            self.files.add(path)
            self.write(f"content/{path}", f"plain {self.fresh()}\n")
        self.note(f"plain {path}")

    def edit_profile(self) -> None:
        kind = self.one(sorted(PROFILES))
        path = f"{kind}/{self.one(PROFILES[kind])}.md"
        if path in self.texts and self.flag(3):
            self.drop(path)
            self.note(f"delete {path}")
            return
        keys = {"name": self.one(NAMES), "summary": self.one(SUMMARIES), "image": self._image(path)}
        keys = {key: value for key, value in keys.items() if value is not None}
        self.put(path, Text(keys, self._linked(path, self._body())))
        self.note(f"profile {path}: {keys} {self.texts[path].body!r}")

    def edit_profile_rename(self) -> None:
        paths = sorted(p for p in self.texts if p.split("/", 1)[0] in PROFILES)
        if paths:
            path = self.one(paths)
            kind = path.split("/", 1)[0]
            target = f"{kind}/{self.one(PROFILES[kind])}.md"
            if target not in self.texts:
                text = self.texts[path]
                self.drop(path)
                self.put(target, text)
                self.note(f"rename {path} to {target}")

    def edit_leaf(self) -> None:
        path = f"{self.one(LEAVES)}.md"
        if path in self.texts and self.flag(3):
            self.drop(path)
            self.note(f"delete {path}")
            return
        keys = {
            "title": self.one(TITLES),
            "slug": self.one((None, None, "imprint")),
            "draft": self.one((None, None, None, "yes")),
            "image": self._image(path),
        }
        keys = {key: value for key, value in keys.items() if value is not None}
        self.put(path, Text(keys, self._linked(path, self._body())))
        self.note(f"leaf {path}: {keys} {self.texts[path].body!r}")

    def edit_kind_of_text(self) -> None:
        """A standing page becomes a story, or a story a standing page."""
        leaves = sorted(p for p in self.texts if "/" not in p)
        if leaves:
            path = self.one(leaves)
            is_story = "published" in self.texts[path].keys
            keys = {"published": TIMES[2], "section": "world", "topics": ["Trade"], "draft": None}
            self.change(path, **(dict.fromkeys(keys) if is_story else keys))

    def edit_front(self) -> None:
        path = "content/front.toml"
        if (self.root / path).exists() and self.flag(4):
            self.unlink(path)
            self.note("delete front.toml")
            return
        lines = []
        stories = self.stories()
        if stories and self.flag():
            lines.append(f'lead = "{self.one(stories)}"')
        for story in self.some(stories, 3) if stories else []:
            lines.append(f'[[pin]]\nstory = "{story}"')
            if self.flag():
                lines.append(f'until = "{self.one(MOMENTS)}"')
        lines += [
            f'[[slot]]\nsection = "{section}"\nlimit = {self.one((1, 2))}'
            for section in self.some(SECTIONS)
        ]
        if self.flag():
            lines.append(f'[breaking]\ntext = "Port closed {self.fresh()}"')
            if stories and self.flag():
                lines.append(f'story = "{self.one(stories)}"')
            if self.flag():
                lines.append(f'until = "{self.one(MOMENTS)}"')
        self.write(path, "\n".join(lines) + "\n")
        self.note(f"front.toml: {lines}")

    # Templates and settings ----------------------------------------------------------------------

    def edit_template(self) -> None:
        sound = [name for name in sorted(TEMPLATES) if name not in ("page.html", "topic.html")]
        name = self.one(sorted(TEMPLATES) if self.flag(15) else sound)
        self._set_template(name, self.one(TEMPLATES[name]))

    def edit_template_back(self) -> None:
        """An override is taken out again."""
        if self.templates:
            name = self.one(sorted(self.templates))
            self.templates.discard(name)
            self.unlink(f"templates/{name}")
            self.note(f"no template {name}")

    def _set_template(self, name: str, text: str) -> None:
        self.templates.add(name)
        self.write(f"templates/{name}", text.replace("NUMBER", str(self.fresh())))
        self.note(f"template {name}: {text[:80]!r}")

    def edit_setting(self) -> None:
        name = self.one(sorted(CHOICES))
        self.settings[name] = self.one(CHOICES[name])
        self._configure()
        self.note(f"setting {name}: {self.settings[name]}")

    def edit_moment(self) -> None:
        self.as_of = self.one(MOMENTS)
        self.note(f"as of {self.as_of}")

    def edit_base_url(self) -> None:
        self.base_url = self.one(("", "", "https://staging.example/paper"))
        self.note(f"base URL {self.base_url}")

    def edit_mistake(self) -> None:
        """A story goes wrong."""
        if path := self.a_story():
            how = self.one(("author", "published", "topics"))
            value = None if how == "published" else "nobody-at-all"
            self.change(path, authors=None, **{how: value})

    def mend(self, report: Report) -> None:
        """Put right, roughly, what `report` says is wrong."""
        wrong = {p.where.path for p in report.problems if p.severity == "error"}
        for name in sorted(self.templates):
            if f"templates/{name}" in wrong:
                self.templates.discard(name)
                self.unlink(f"templates/{name}")
        for path in sorted(self.texts):
            if f"content/{path}" in wrong and self.texts[path].body.startswith("Mended"):
                self.drop(path)
            elif f"content/{path}" in wrong:
                keys = ("topics", "authors", "author", "image", "related", "slug", "aliases")
                self.texts[path].keys.setdefault("published", TIMES[0])
                if path.split("/", 1)[0] not in SECTIONS:
                    self.texts[path].keys.pop("published")
                self.texts[path].body = f"Mended {self.fresh()}.\n"
                self.change(path, **dict.fromkeys(keys, None))
        for path in sorted(self.files):
            if f"content/{path}" in wrong:
                self.files.discard(path)
                self.unlink(f"content/{path}")
        if "content/front.toml" in wrong:
            self.unlink("content/front.toml")
        if "config.toml" in wrong:
            self.settings["nav"] = False
            self._configure()
        self.note(f"mend {sorted(wrong)}")

    # Files behind dateline's back ----------------------------------------------------------------

    def _outputs(self) -> list[str]:
        if not self.output.is_dir():
            return []
        return [
            p.relative_to(self.output).as_posix()
            for p in sorted(self.output.rglob("*"))
            if p.is_file() and p.name != ".gitignore" and not p.is_symlink()
        ]

    def edit_touch(self) -> None:
        """A file's time, and nothing else."""
        if path := self.any_text():
            os.utime(self.root / "content" / path)
            self.note(f"touch {path}")

    def edit_disguised(self) -> None:
        """As many bytes as before, and the old time."""
        if path := self.a_story():
            target = self.root / "content" / path
            status = target.stat()
            body = self.texts[path].body
            other = body.replace("e", "o") if "e" in body else body.replace("o", "e")
            if len(other.encode()) == len(body.encode()) and "](" not in body:
                self.texts[path].body = other
                self.put(path, self.texts[path])
                os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
                self.note(f"disguised edit of {path}")

    def edit_damage(self) -> None:
        """Outputs are changed, cut, deleted, replaced by a link or a folder."""
        for _ in range(self.one((1, 1, 2))):
            paths = self._outputs()
            if not paths:
                return
            target = self.output / self.one(paths)
            how = self.one(("write", "same size", "cut", "delete", "link", "folder", "far folder"))
            self.note(f"{how} {target.relative_to(self.output)}")
            self._damage(target, how)

    def _damage(self, target: Path, how: str) -> None:
        status, content = target.stat(), target.read_bytes()
        if how == "write":
            target.write_bytes(content + b"<!-- mine -->")
        elif how == "same size":
            target.write_bytes(b"X" * len(content))
            os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
        elif how == "cut":
            target.write_bytes(content[: len(content) // 2])
        elif how == "delete":
            target.unlink()
        elif how == "link":
            victim = self.folder / "victim.txt"
            victim.write_bytes(content)
            target.unlink()
            target.symlink_to(victim)
        elif how == "folder":
            target.unlink()
            target.mkdir()
            (target / "inside.txt").write_text("x")
            self.strays.add((target / "inside.txt").relative_to(self.output).as_posix())
        elif target.parent != self.output:
            far = self.folder / "far"
            shutil.rmtree(far, ignore_errors=True)
            shutil.copytree(target.parent, far, symlinks=True)
            shutil.rmtree(target.parent)
            target.parent.symlink_to(far, target_is_directory=True)

    def edit_stray(self) -> None:
        path = self.one(("stray.html", "world/stray.html", "old/deep/stray.txt"))
        parent = (self.output / path).parent
        if self.output.is_dir() and not any(
            p.is_symlink() or p.is_file() for p in (parent, *parent.parents)
        ):
            parent.mkdir(parents=True, exist_ok=True)
            (self.output / path).write_text("stray")
            self.strays.add(path)
            self.note(f"stray {path}")

    def edit_lose_output(self) -> None:
        if self.flag(3):
            shutil.rmtree(self.output, ignore_errors=True)
            self.strays.clear()
            self.note("lose the output")

    def edit_cache(self) -> None:
        """The cache is lost, cut, damaged, or another one."""
        cache = self.root / ".dateline" / "cache.db"
        if not cache.is_file():
            return
        how = self.one(("delete", "cut", "flip", "empty", "all", "seal", "old"))
        content = cache.read_bytes()
        if how == "delete":
            cache.unlink()
        elif how == "cut":
            cache.write_bytes(content[: len(content) // 2])
        elif how == "flip":
            at = self.one(range(0, 4096, 64))
            cache.write_bytes(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :])
        elif how == "empty":
            cache.write_bytes(b"")
        elif how == "all":
            shutil.rmtree(cache.parent)
        elif how == "seal":
            (cache.parent / "cache.seal").unlink(missing_ok=True)
        else:
            twin = self.twin / ".dateline" / "cache.db"
            if twin.is_file():
                shutil.copyfile(twin, cache)
        self.must_sweep = True
        self.note(f"cache: {how}")

    # Building ------------------------------------------------------------------------------------

    def options(self, output: Path, *, flags: str = "", clean: bool = False) -> Options:
        edition = Edition(moment(self.as_of), *(letter in flags for letter in "DFE"))
        return Options(edition, output=output, base_url=self.base_url, clean=clean)

    def build(self, *, clean: bool = False, workers: Workers | None = None) -> Report:
        """Build, and see that the output is what a clean build gives."""
        self.builds += 1
        before = standing(self.output)
        must_sweep = self.must_sweep or clean
        report = self._built(self.root, self.options(self.output, clean=clean), workers)
        expected, wanted = self._clean("")
        self._compare_problems(report, expected)
        if not report.ready:
            assert standing(self.output) == before, self._told("the output was changed")
            return report
        self.good += 1
        found = standing(self.output)
        strays = {path for path in self.strays if path in found}
        if must_sweep:
            assert not strays, self._told(f"left strays {strays}")
        for path in strays - wanted.keys():
            del found[path]
        self._compare(found, wanted)
        assert (report.stories, report.files) == (expected.stories, expected.files), self._told(
            f"{report.stories} stories in {report.files} files, not {expected.stories} in "
            f"{expected.files}"
        )
        self.must_sweep = self.may_sweep = False
        self.strays = strays
        return report

    def preview(self, flags: str) -> None:
        """An edition of unpublished stories too, in an output of its own."""
        folder = self.root / f"preview-{flags}"
        report = self._built(self.root, self.options(folder, flags=flags), None)
        expected, wanted = self._clean(flags)
        self._compare_problems(report, expected)
        if report.ready:
            self._compare(standing(folder), wanted)

    def edit_preview(self) -> None:
        flags = self.one(("D", "F", "E", "DFE"))
        self.note(f"preview {flags}")
        if not self.must_sweep and not self.may_sweep:
            self.preview(flags)

    def edit_other_output(self) -> None:
        """The same edition elsewhere, at another moment."""
        if self.must_sweep or self.may_sweep:
            return
        here, strays = self.as_of, self.strays
        self.as_of, self.strays = self.one(MOMENTS), set()
        self.note(f"elsewhere, as of {self.as_of}")
        output, self.output = self.output, self.root / "elsewhere"
        try:
            self.build()
        finally:
            self.as_of, self.strays, self.output = here, strays, output

    def edit_crash(self) -> None:
        """A build is cut short."""
        where = self.one(("lay", "move", "remove", "commit", "seal", "clear", "read", "become"))
        after = self.one((1, 1, 2, 3, 5, 8, 20))
        self.note(f"crash at {where} {after}")
        with crashing(where, after):
            try:
                self._built(self.root, self.options(self.output), None)
            except Crash:
                self.log.append("  (cut short)")
                self.may_sweep = True

    def edit_keep_going(self) -> None:
        """An edition without what is wrong; the next one must be exact again."""
        self.note("keep going")
        options = replace(self.options(self.output), keep_going=True)
        self._built(self.root, options, None)

    def edit_check(self) -> None:
        """All problems, also of what is not published; nothing is written."""
        self.note("check")
        before = standing(self.output)
        shutil.rmtree(self.twin / ".dateline", ignore_errors=True)
        options = replace(self.options(self.output), is_check=True)
        report = self._built(self.root, options, None)
        twin = replace(options, output=self.twin / "output")
        self._compare_problems(report, self._built(self.twin, twin, None))
        assert standing(self.output) == before, self._told("a check has written")

    def edit_dry_run(self) -> None:
        """A build that only tells what it would do."""
        self.note("dry run")
        before = standing(self.output)
        self._built(self.root, replace(self.options(self.output), dry_run=True), None)
        assert standing(self.output) == before, self._told("a dry run has written")

    def edit_clean_build(self) -> None:
        self.note("clean")
        self.build(clean=True)

    def edit_again(self) -> None:
        """Nothing: two builds in a row write nothing the second time."""
        if self.build().ready:
            second = self.build()
            assert not second.written, self._told(f"wrote again {second.written}")
            assert not second.removed, self._told(f"removed again {second.removed}")

    def _built(self, root: Path, options: Options, workers: Workers | None) -> Report:
        if workers is None and root == self.root and self.flag(3):
            workers = Elsewhere()
        try:
            with patch.object(making, "SHARED", 3), patch.object(shards, "Indexing", Told):
                return build(root, options, workers=workers)
        except WorldError as error:
            raise AssertionError(self._told(f"{error}")) from error

    def _clean(self, flags: str) -> tuple[Report, Mapping[str, object]]:
        """What a clean build of the same sources gives."""
        output = self.twin / "output"
        shutil.rmtree(output, ignore_errors=True)
        options = self.options(output, flags=flags, clean=True)
        report = self._built(self.twin, options, None)
        return report, standing(output)

    def _compare_problems(self, report: Report, expected: Report) -> None:
        found, wanted = set(map(_plain, report.problems)), set(map(_plain, expected.problems))
        if found != wanted or report.ready != expected.ready:
            lines = [f"too much: {_shown(p)}" for p in sorted(found - wanted)]
            lines += [f"missing: {_shown(p)}" for p in sorted(wanted - found)]
            raise AssertionError(self._told(f"other problems (ready: {report.ready})", *lines))

    def _compare(self, found: Mapping[str, object], wanted: Mapping[str, object]) -> None:
        if found == wanted:
            return
        lines = []
        for path in sorted({*found, *wanted}):
            if path not in wanted:
                lines.append(f"too much: {path}")
            elif path not in found:
                lines.append(f"missing: {path}")
            elif found[path] != wanted[path]:
                lines.append(f"differs: {path}\n{_difference(found[path], wanted[path])}")
        raise AssertionError(self._told("the output differs from a clean build's", *lines))

    def _told(self, *lines: str) -> str:
        return "\n".join((*self.log[-80:], *lines))

    # At random -----------------------------------------------------------------------------------

    def step(self) -> None:
        """One edit or a few, then a build, as the dice fall."""
        for _ in range(self.one((1, 1, 1, 2, 3))):
            name = self.one(EDITS)
            getattr(self, f"edit_{name}")()
        self.settle()

    def settle(self) -> None:
        """Build; if something is wrong, mostly put it right and build again."""
        self.note("build")
        report = self.build()
        for _ in range(5):
            if report.ready or self.flag(4):
                return
            self.mend(report)
            report = self.build()


class Told:
    """Stands in for Pagefind, which takes longer than all else: an index that repeats its input."""

    def __init__(self, records: Sequence[Record], language: str) -> None:
        self._records = [json.dumps(record, sort_keys=True).encode() for record in records]
        self._language = language.encode()

    def __enter__(self) -> Told:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def files(self) -> dict[str, bytes]:
        texts = {f"fragment/{digest_bytes(text).hex()}": text for text in self._records}
        return {**texts, "pagefind-entry.json": b"\n".join((self._language, *texts.values()))}


class Elsewhere(Serial):
    """Does as other processes do: all that it works with is sent, and set up anew there."""

    count = 2

    def __init__(self) -> None:
        self.rooms: list[Room] = []

    def map(self, function: Any, shared: Any, jobs: Iterable[Any]) -> Iterator[Any]:
        if not isinstance(shared, Room):
            return super().map(function, shared, jobs)
        room = pickle.loads(pickle.dumps(shared))
        self.rooms.append(room)
        return super().map(function, room, jobs)

    def rest(self) -> None:
        for room in self.rooms:
            room.index.cache.close()
        self.rooms.clear()


def _plain(problem: Problem) -> Problem:
    """`problem` without what is but an example: the page that a mistake in a template was met on
    first, and the pages (of a folder, nine at most) that want the place of one file."""
    message = problem.message.split(", on the page of ")[0]
    if problem.code == "same-output":
        message = message.split(" and for ")[0]
    return replace(problem, message=message)


def _shown(problem: Problem) -> str:
    return f"{problem.where} {problem.severity} {problem.code} {problem.message} {problem.hint}"


def _difference(found: object, wanted: object) -> str:
    if not isinstance(found, bytes) or not isinstance(wanted, bytes):
        return f"{found!r:.80} instead of {wanted!r:.80}"
    ours, theirs = (text.decode(errors="replace").split("\n") for text in (found, wanted))
    lines = [f"  - {line.strip()}" for line in ours if line not in theirs]
    lines += [f"  + {line.strip()}" for line in theirs if line not in ours]
    return "\n".join(lines[:8])


def standing(folder: Path) -> dict[str, object]:
    """Everything in an output folder by path: bytes of files, and where a link leads."""
    found: dict[str, object] = {}
    if folder.is_symlink():
        return {"": f"a link to {folder.readlink()}"}
    for place, names, files in os.walk(folder):
        prefix = "" if place == str(folder) else f"{Path(place).relative_to(folder).as_posix()}/"
        for name in (*names, *files):
            path = Path(place, name)
            if path.is_symlink():
                found[prefix + name] = f"a link to {path.readlink()}"
            elif name in files:
                found[prefix + name] = path.read_bytes()
    return found


@contextmanager
def crashing(where: str, after: int) -> Iterator[None]:
    """A build inside is cut short at the `after`-th time it comes to `where`, if it does."""
    left = after

    def tick() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            raise Crash

    def before(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            tick()
            return function(*arguments, **options)

        return wrapped

    def remove(stage: Stage, paths: Sequence[str]) -> None:
        for path in paths:
            tick()
            removing(stage, [path])

    def commit(cache: Cache) -> None:
        cache.run("COMMIT")
        raise Crash

    def lay(tray: Tray, file: Output) -> bool:
        has_place = laying(tray, file)
        tick()
        return has_place

    removing, laying = Stage.remove, Tray.lay
    target: tuple[type, str, Any] = {
        "lay": (Tray, "lay", lay),
        "move": (Stage, "_make_way", before(Stage._make_way)),
        "become": (Stage, "_become", before(Stage._become)),
        "remove": (Stage, "remove", remove),
        "commit": (Cache, "commit", before(Cache.commit)),
        "seal": (Cache, "commit", commit),
        "clear": (Stage, "clear", before(Stage.clear)),
        "read": (Cache, "set_fact", before(Cache.set_fact)),
    }[where]
    if where in ("commit", "clear", "become"):
        left = 1
    with patch.object(*target):
        yield


@contextmanager
def believing() -> Iterator[None]:
    """Builds inside take what they have just read for old enough to be recognized by its times.

    Otherwise hints would never be used here: all edits are younger than two seconds.
    """
    real = Hold.disk_time
    with patch.object(Hold, "disk_time", lambda hold: real(hold) + 3 * 10**9):
        yield


COMMON = (
    *("add", "body", "words", "title", "summary", "redate", "retag", "byline", "moment"),
    *("gate", "rename", "delete", "related", "slug", "alias", "series", "image", "picture"),
    *("profile", "leaf", "front"),
)
EDITS = (
    tuple(sorted(name.removeprefix("edit_") for name in vars(Paper) if name.startswith("edit_")))
    + COMMON
)
"""Names of all edits; those of everyday more than once."""


def wander(seed: int, steps: int, *, stories: int = 6, stems: int = len(STEMS)) -> Paper:
    """A paper after `steps` random edits, each with a build that was compared."""
    dice = Dice(random.Random(seed))
    with Paper.temporary(dice, stories=stories, stems=stems) as paper:
        paper.settle()
        for _ in range(steps):
            paper.step()
        return paper
