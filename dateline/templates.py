"""What is known of templates before a page is rendered: mistakes, and what each is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache

from jinja2 import TemplateSyntaxError, meta, nodes

from dateline import model
from dateline.digests import digest
from dateline.environment import KNOWN, NAMES, make_environment
from dateline.fields import nearest
from dateline.problems import Location, Problem
from dateline.theme import Theme


def closures(theme: Theme) -> Mapping[str, bytes]:
    """For each template a digest of all that it is made of: itself, and what it extends,
    includes and imports, however far.

    These are Jinja2's only ways to another template. One whose name is only known when a page is
    rendered stands for all of them; one that does not exist counts as absent, so that it is
    noticed when it comes.
    """
    return {
        name: digest({other: theme.templates.get(other) for other in others})
        for name, others in made_of(theme).items()
    }


def made_of(theme: Theme) -> Mapping[str, tuple[str, ...]]:
    """The names of the templates that each one is made of, its own first."""
    names = {name: _referenced(text) for name, text in theme.templates.items()}
    return {name: _closure(name, names, theme) for name in theme.templates}


@lru_cache(maxsize=512)
def _referenced(text: str) -> frozenset[str | None]:
    """Templates that `text` names. The default theme's texts come twice, and are parsed once."""
    try:
        tree = make_environment({}, {}).parse(text)
    except TemplateSyntaxError:
        return frozenset()
    return frozenset(meta.find_referenced_templates(tree))


def _closure(
    name: str, names: Mapping[str, frozenset[str | None]], theme: Theme
) -> tuple[str, ...]:
    found, waiting = {name}, [name]
    while waiting:
        for other in names.get(waiting.pop(), ()):
            more = theme.templates if other is None else (other,)
            waiting += [new for new in more if new not in found]
            found.update(more)
    return (name, *sorted(found - {name}))


def check_templates(theme: Theme) -> tuple[Problem, ...]:
    """What can be known of the paper's own templates before any page is rendered."""
    problems: list[Problem] = []
    for name, text in theme.templates.items():
        # The default theme's texts come a second time, under theme/.
        origin = theme.origins[name]
        if origin.startswith("theme/") or name.startswith(("assets/", "theme/")):
            continue
        study = _study(text, origin)
        if study.problem:
            problems.append(study.problem)
            continue
        problems += _missing(study, theme, origin, text)
        if not name.rsplit("/", 1)[-1].startswith("_"):
            # A part that begins with `_` may use its includer's names.
            problems += _undefined(name, study, theme)
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class _Study:
    """What one template's text says of itself."""

    problem: Problem | None = None
    unknown: tuple[tuple[str, int], ...] = ()
    """Names that it neither sets nor finds among `KNOWN`, each with its first line."""
    given: frozenset[str] = frozenset()
    """Names that it sets or imports. Blocks see them, which Jinja2's own list does not know."""
    parent: str = ""
    wanted: tuple[tuple[str, int], ...] = ()
    """Templates that must be there, with the line that asks for them."""


@lru_cache(maxsize=512)
def _study(text: str, origin: str) -> _Study:
    """Parsing and compiling takes milliseconds: `serve` and a build of the same text share it."""
    environment = make_environment({}, {})
    try:
        tree = environment.parse(text, filename=origin)
        # Compiles it too, so that unknown filters and blocks that stand twice are noticed.
        undeclared = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as error:
        return _Study(_syntax(error, origin, text))
    unknown = sorted(undeclared - KNOWN)
    lines = {node.name: node.lineno for node in reversed(list(tree.find_all(nodes.Name)))}
    parent = next((_constant(node.template) for node in tree.find_all(nodes.Extends)), "")
    return _Study(
        unknown=tuple((name, lines.get(name, 1)) for name in unknown),
        given=_given(tree),
        parent=parent,
        wanted=tuple(_wanted(tree)),
    )


def _syntax(error: TemplateSyntaxError, origin: str, text: str) -> Problem:
    what, _, more = (error.message or "").partition(". ")
    return Problem(
        Location(origin, error.lineno),
        "template-syntax",
        f"the template can't be read here ({what.rstrip('.')})",
        "Jinja2, as described in docs/templates.md",
        more,
        quoted=line_of(text, error.lineno),
    )


def _undefined(name: str, study: _Study, theme: Theme) -> Iterable[Problem]:
    """Names that no page has, and that neither the template nor what it extends sets."""
    given, parent, visited = study.given, study.parent, {name}
    while parent in theme.templates and parent not in visited:
        visited.add(parent)
        above = _study(theme.templates[parent], theme.origins[parent])
        given, parent = given | above.given, above.parent
    for unknown, line in study.unknown:
        if unknown not in given:
            yield undefined_problem(theme.origins[name], line, unknown, theme.templates[name])


def _given(tree: nodes.Template) -> frozenset[str]:
    given: set[str] = set()
    for node in tree.find_all((nodes.FromImport, nodes.Import, nodes.Assign, nodes.Macro)):
        if isinstance(node, nodes.FromImport):
            given |= {item if isinstance(item, str) else item[1] for item in node.names}
        elif isinstance(node, nodes.Import):
            given.add(node.target)
        elif isinstance(node, nodes.Macro):
            given.add(node.name)
        else:
            given |= {target.name for target in node.find_all(nodes.Name) if target.ctx == "store"}
    return frozenset(given)


def _constant(node: nodes.Node) -> str:
    """The text of a literal; nothing for what is only known when a page is rendered."""
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""


def _wanted(tree: nodes.Template) -> Iterable[tuple[str, int]]:
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        is_optional = isinstance(node, nodes.Include) and node.ignore_missing
        name = _constant(node.template)  # type: ignore[attr-defined]
        if name and not is_optional:
            yield name, node.lineno


def _missing(study: _Study, theme: Theme, origin: str, text: str) -> Iterable[Problem]:
    for wanted, line in study.wanted:
        if wanted not in theme.templates:
            yield missing_problem(origin, line, wanted, theme, quoted=line_of(text, line))


def missing_problem(
    origin: str, line: int, wanted: str, theme: Theme, *, quoted: str, where: str = ""
) -> Problem:
    """A template that another one asks for and that is not there."""
    near = nearest(wanted, theme.templates)
    return Problem(
        Location(origin, line),
        "missing-template",
        f"there is no template `{wanted}`{where}",
        "the name of a file in templates/ or in the default theme",
        f"did you mean `{near}`?" if near else "",
        quoted=quoted,
    )


def undefined_problem(origin: str, line: int, name: str, text: str, where: str = "") -> Problem:
    """A name that a template uses and no page has."""
    near = nearest(name, KNOWN)
    return Problem(
        Location(origin, line, _column(name, text, line)),
        "undefined-name",
        f"the template uses `{name}`, which is not defined{where}",
        "one of " + ", ".join(sorted(NAMES)) + ", or what the template sets itself",
        f"did you mean `{near}`?" if near else "names are listed in docs/templates.md",
        quoted=line_of(text, line),
    )


_NO_ATTRIBUTE = re.compile(r"'(?:dateline\.model\.)?(.+?)(?: object)?' has no attribute '(.+)'")
_NO_NAME = re.compile(r"'(.+)' is undefined")


def undefined_at_run_time(origin: str, line: int, message: str, text: str, where: str) -> Problem:
    """What `message` of Jinja2's `UndefinedError` says, in our words."""
    if match := _NO_NAME.fullmatch(message):
        return undefined_problem(origin, line, match[1], text, where)
    match = _NO_ATTRIBUTE.fullmatch(message)
    if match is None:
        return template_problem(origin, line, message, text, where)
    owner, name = match.groups()
    known = _attributes(owner)
    near = nearest(name, known)
    is_nothing = owner == "None"
    what = "what is empty here" if is_nothing else f"a {owner}"
    expected = "one of " + ", ".join(known) if known else "a name that is there"
    return Problem(
        Location(origin, line, _column(name, text, line)),
        "undefined-name",
        f"the template asks {what} for `{name}`, which it does not have{where}",
        "a test before it, such as {% if story.image %}" if is_nothing else expected,
        f"did you mean `{near}`?" if near else "names are listed in docs/templates.md",
        quoted=line_of(text, line),
    )


def _attributes(noun: str) -> tuple[str, ...]:
    """What templates may ask of one of `model`'s nouns."""
    kind = getattr(model, noun, None)
    return (
        tuple(f.name for f in fields(kind)) if isinstance(kind, type) and is_dataclass(kind) else ()
    )


def _column(name: str, text: str, line: int) -> int:
    match = re.search(rf"\b{re.escape(name)}\b", line_of(text, line))
    return match.start() + 1 if match else 0


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
