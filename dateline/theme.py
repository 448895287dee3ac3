"""Templates, assets and catalogues of the site and the default theme, as one value.

A site's `templates/` overrides the default theme file by file; the theme's original is always
there under the prefix `theme/`, so that an override may extend what it overrides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.exceptions import TemplateError

from dateline.digests import digest_bytes
from dateline.environment import KNOWN, make_environment
from dateline.fields import nearest
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
    """The theme of the site at `root`, and what is wrong with its templates."""
    own, default = root / FOLDER, default_theme()
    templates, origins = {}, {}
    catalogues: dict[str, str] = {}
    assets: dict[str, Asset] = {}
    problems: list[Problem] = []
    is_same = own.is_dir() and own.resolve() == default.resolve()
    for folder, shown in ((default, "theme"), (own, FOLDER)):
        is_default = folder == default
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            content = path.read_bytes()
            if name.startswith("assets/"):
                asset = Asset(name.removeprefix("assets/"), str(path), digest_bytes(content))
                assets[asset.path] = asset
            if not name.endswith((*_TEXTS, ".po")):
                continue
            origin = f"{FOLDER if is_same else shown}/{name}"
            text = _text(content, origin, problems)
            if name.startswith("locale/"):
                catalogues[path.stem] = text
            elif not name.startswith("assets/") or name == "assets/style.css":
                for key in (name, f"theme/{name}") if is_default else (name,):
                    templates[key], origins[key] = text, origin
    theme = Theme(templates, origins, tuple(assets[p] for p in sorted(assets)), catalogues)
    return theme, (*problems, *check_templates(theme))


def _files(folder: Path) -> Iterable[Path]:
    """The files of a theme in order of path; hidden ones and editors' leavings are passed over."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(p.startswith(".") or p.endswith(("~", ".swp")) for p in parts):
            yield path


def _text(content: bytes, origin: str, problems: list[Problem]) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        place = Location(origin, line)
        problems.append(
            Problem(place, "not-utf-8", "the file is not UTF-8 text", "text saved as UTF-8")
        )
        return ""


def check_templates(theme: Theme) -> tuple[Problem, ...]:
    """What can be known of templates before any page is rendered."""
    problems: list[Problem] = []
    environment = make_environment(theme.templates, theme.origins)
    trees: dict[str, nodes.Template] = {}
    for name, text in theme.templates.items():
        # The default theme's texts come twice: under their own name and under theme/.
        if name.startswith("assets/") or (name.startswith("theme/") and name != theme.origins[name]):
            continue
        origin = theme.origins[name]
        try:
            tree = environment.parse(text, name, origin)
            environment.compile(tree, name, origin)
            trees[name] = tree
        except TemplateSyntaxError as error:
            problems.append(_syntax(error, origin, text))
            continue
        except TemplateError as error:
            problems.append(template_problem(origin, 1, str(error), text))
            continue
        problems += _missing(tree, theme, origin, text)
    for name, tree in trees.items():
        problems += _undefined(name, trees, theme.origins[name], theme.templates[name])
    return tuple(dict.fromkeys(problems))


def _syntax(error: TemplateSyntaxError, origin: str, text: str) -> Problem:
    return Problem(
        Location(origin, error.lineno),
        "template-syntax",
        f"the template can't be read here ({(error.message or '').rstrip('.')})",
        "Jinja2, as described in docs/templates.md",
        quoted=line_of(text, error.lineno),
    )


def _undefined(
    name: str, trees: Mapping[str, nodes.Template], origin: str, text: str
) -> Iterable[Problem]:
    """Names that no page has. A part that begins with `_` may use its includer's names."""
    if name.rsplit("/", 1)[-1].startswith("_"):
        return
    tree = trees[name]
    for unknown in sorted(meta.find_undeclared_variables(tree) - KNOWN - _given(name, trees)):
        places = [node.lineno for node in tree.find_all(nodes.Name) if node.name == unknown]
        yield undefined_problem(origin, min(places, default=1), unknown, text)


def _given(name: str, trees: Mapping[str, nodes.Template]) -> frozenset[str]:
    """Names that a template, or one that it extends, sets or imports outside its blocks.

    Blocks see them, though Jinja2's own list of undeclared names does not know it.
    """
    given: set[str] = set()
    visited: set[str] = set()
    while name in trees and name not in visited:
        visited.add(name)
        tree = trees[name]
        for node in tree.find_all((nodes.FromImport, nodes.Import, nodes.Assign, nodes.Macro)):
            if isinstance(node, nodes.FromImport):
                given |= {item if isinstance(item, str) else item[1] for item in node.names}
            elif isinstance(node, nodes.Import):
                given.add(node.target)
            elif isinstance(node, nodes.Macro):
                given.add(node.name)
            else:
                given |= {target.name for target in node.find_all(nodes.Name) if target.ctx == "store"}
        parent = next(iter(tree.find_all(nodes.Extends)), None)
        wanted = parent.template if parent is not None else None
        name = wanted.value if isinstance(wanted, nodes.Const) else ""
    return frozenset(given)


def _missing(tree: nodes.Template, theme: Theme, origin: str, text: str) -> Iterable[Problem]:
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in tree.find_all(kinds):
        wanted = node.template  # type: ignore[attr-defined]
        if not isinstance(wanted, nodes.Const) or not isinstance(wanted.value, str):
            continue
        is_optional = isinstance(node, nodes.Include) and node.ignore_missing
        if wanted.value not in theme.templates and not is_optional:
            near = nearest(wanted.value, theme.templates)
            yield Problem(
                Location(origin, node.lineno),
                "missing-template",
                f"there is no template `{wanted.value}`",
                "the name of a file in templates/",
                f"did you mean `{near}`?" if near else "",
                quoted=line_of(text, node.lineno),
            )


def undefined_problem(origin: str, line: int, name: str, text: str, where: str = "") -> Problem:
    """A name or attribute that a template uses and no page has."""
    near = nearest(name, KNOWN)
    return Problem(
        Location(origin, line),
        "undefined-name",
        f"the template uses `{name}`, which is not defined" + where,
        "a name from docs/templates.md",
        f"did you mean `{near}`?" if near else "",
        quoted=line_of(text, line),
    )


def template_problem(origin: str, line: int, message: str, text: str, where: str = "") -> Problem:
    """Anything else that goes wrong in a template."""
    return Problem(
        Location(origin, line),
        "template-error",
        f"the template fails here ({message.rstrip('.')})" + where,
        "names and filters as in docs/templates.md",
        quoted=line_of(text, line),
    )


def line_of(text: str, line: int) -> str:
    """Line `line` of `text`, from 1, or nothing."""
    lines = text.split("\n")
    return lines[line - 1] if 0 < line <= len(lines) else ""


@lru_cache(maxsize=16)
def words_in(po: str) -> Mapping[str, str]:
    """English words to translated ones, from the text of a gettext catalogue."""
    from io import BytesIO

    from babel.messages.pofile import read_po

    catalogue = read_po(BytesIO(po.encode()))
    return {
        m.id: m.string for m in catalogue if m.id and isinstance(m.id, str) and isinstance(m.string, str)
    }
