"""Templates, assets and catalogues of the site and the default theme, as one value.

A site's `templates/` overrides the default theme file by file; the theme's original is always
there under the prefix `theme/`, so that an override may extend what it overrides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.digests import digest_bytes
from dateline.discover import is_skipped
from dateline.problems import Location, Problem, WorldError

FOLDER = "templates"
_TEXTS = (".html", ".xml", ".json", ".txt", ".css")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of `templates/assets/`, published under `/assets/`."""

    path: str
    """Relative to `assets/`."""
    source: str
    """Where it is on disk."""
    digest: bytes


@dataclass(frozen=True, slots=True)
class Theme:
    """All that pages are made with."""

    templates: Mapping[str, str]
    """Text by name: `story.html`, and `theme/story.html` for the default theme's own."""
    origins: Mapping[str, str]
    """For messages: the file that each template's text comes from."""
    assets: tuple[Asset, ...]
    catalogues: Mapping[str, str]
    """gettext catalogues (.po) by language."""


def default_theme() -> Path:
    """The folder of the theme that comes with dateline.

    In the wheel it is inside the package; in a checkout it is the `templates/` beside it.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "theme", package.parent / FOLDER):
        if (folder / "base.html").is_file():
            return folder
    raise WorldError("dateline's own theme is missing", "install dateline again")


def load_theme(root: Path) -> tuple[Theme, tuple[Problem, ...]]:
    """The theme of the site at `root`, and what is wrong with its files."""
    own, default = root / FOLDER, default_theme()
    is_same = own.is_dir() and own.resolve() == default.resolve()
    made = _Making()
    made.add(default, FOLDER if is_same else "theme", is_default=True)
    if not is_same:
        made.add(own, FOLDER, is_default=False)
    theme = made.theme()
    return theme, tuple(made.problems)


class _Making:
    """A theme while its folders are read, the default theme's first."""

    def __init__(self) -> None:
        self.templates: dict[str, str] = {}
        self.origins: dict[str, str] = {}
        self.catalogues: dict[str, str] = {}
        self.assets: dict[str, Asset] = {}
        self.problems: list[Problem] = []

    def add(self, folder: Path, shown: str, *, is_default: bool) -> None:
        """What stands in `folder`, over what is there already; `shown` is its name in problems."""
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            origin = f"{shown}/{name}"
            if path.is_symlink() and shown == FOLDER:
                # Installers may link the files of the default theme; a paper's own could lead out.
                self._complain(origin, 0, "not-a-file", *_LINK)
                continue
            try:
                content = path.read_bytes()
            except OSError as error:
                self._complain(origin, 0, "unreadable-file", *_unreadable(error))
                continue
            if name.startswith("assets/"):
                asset = Asset(name.removeprefix("assets/"), str(path), digest_bytes(content))
                self.assets[asset.path] = asset
            if not name.endswith((*_TEXTS, ".po")):
                continue
            text = self._text(content, origin)
            if name.startswith("locale/"):
                self.catalogues[path.stem] = text
            elif not name.startswith("assets/") or name == "assets/style.css":
                for key in (name, f"theme/{name}") if is_default else (name,):
                    self.templates[key], self.origins[key] = text, origin

    def _text(self, content: bytes, origin: str) -> str:
        try:
            return content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self._complain(origin, line, "not-utf-8", "the file is not UTF-8 text", *_AS_UTF_8)
            return ""

    def _complain(
        self, origin: str, line: int, code: str, message: str, expected: str, hint: str
    ) -> None:
        self.problems.append(Problem(Location(origin, line), code, message, expected, hint))

    def theme(self) -> Theme:
        assets = tuple(self.assets[path] for path in sorted(self.assets))
        return Theme(self.templates, self.origins, assets, self.catalogues)


_LINK = (
    "this is a symbolic link",
    "regular files and folders: a link could publish anything",
    "copy the file itself here",
)
_AS_UTF_8 = ("text saved as UTF-8", "in the editor, save it with the encoding UTF-8")


def _unreadable(error: OSError) -> tuple[str, str, str]:
    why = f"the file can't be read ({error.strerror})"
    return why, "a file that you may read", "look at its permissions"


def _files(folder: Path) -> Iterable[Path]:
    """Files and links of a theme in order of path, without what is never published.

    Links to folders are not followed. Templates, but not assets, may begin with `_`.
    """
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_asset = parts[0] == "assets"
        if any(is_skipped(p if is_asset else p.lstrip("_")) for p in parts):
            continue
        if path.is_symlink() or path.is_file():
            yield path


@lru_cache(maxsize=16)
def words_in(po: str) -> Mapping[str, str]:
    """English words to translated ones, from the text of a gettext catalogue."""
    from io import BytesIO

    from babel.messages.pofile import read_po

    catalogue = read_po(BytesIO(po.encode()))
    return {
        m.id: m.string
        for m in catalogue
        if m.id and isinstance(m.id, str) and isinstance(m.string, str)
    }
