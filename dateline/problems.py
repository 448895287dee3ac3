"""What a user can put right, as values: the place, what is wrong, what would be right, a hint."""

from __future__ import annotations

import json
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file of the site."""

    path: str
    """Relative to the site's root, with forward slashes."""
    line: int = 0
    """From 1; 0 if the problem is the whole file."""
    column: int = 0
    """From 1, in characters; 0 if unknown."""

    def __str__(self) -> str:
        parts = [printable(self.path), *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake, worded for the person who can mend it."""

    where: Location
    code: str
    """Stable and documented: each has an entry in docs/problems.md."""
    message: str
    expected: str
    hint: str = ""
    severity: Severity = "error"
    quoted: str = ""
    """The line of the file that `where` points to, without its end."""


class SiteError(Exception):
    """Going on is pointless: carries the problems to whoever called the build."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


class WorldError(Exception):
    """The world is in the way, not the site: a full disk, a folder that is not ours."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of `problems` is an error."""
    return any(problem.severity == "error" for problem in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` by file and line, each once."""
    return tuple(sorted(set(problems)))


def as_warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems, none of them an error: for stories that are not published yet."""
    return tuple(replace(problem, severity="warning") for problem in problems)


GRADABLE = frozenset(
    """bare-date comment-in-text dropped-html link-not-live lost-text no-such-page no-text
    other-name""".split()
)
"""Codes of warnings, which `[check]` in config.toml can turn off or make errors."""


def graded(
    problems: Iterable[Problem], grades: Mapping[str, str], *, strict: bool = False
) -> tuple[Problem, ...]:
    """`problems` as the paper's `[check]` settings grade them.

    A code graded "off" is left out; only warnings can be graded, an error stays one. With
    `strict` every warning that is left is an error.
    """
    kept = []
    for problem in problems:
        grade = grades.get(problem.code, problem.severity)
        if problem.severity == "warning":
            if grade == "off":
                continue
            severity: Severity = "error" if grade == "error" or strict else "warning"
            kept.append(replace(problem, severity=severity))
        else:
            kept.append(problem)
    return tuple(kept)


def printable(text: str) -> str:
    """`text` with control and direction characters made visible.

    Names and values are shown on terminals, where an escape sequence or a right-to-left
    override could hide what the message says. Joiners stay: Indic scripts and Persian need them.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii") if _is_hidden(character) else character
        for character in text
    )


_JOINERS = "\u200c\u200d"


def _is_hidden(character: str) -> bool:
    """Whether a character steers the terminal or the text round it and is not seen itself."""
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return hidden and character not in _JOINERS


WIDEST = 100
"""Columns of what is printed, but for the first line, which programs read."""


def as_text(problem: Problem) -> str:
    """`problem` as a few lines for people; the first is `path:line:column: …`.

    The quoted line is cut round its column where it is long, and the caret stands under it.
    Long words of help are broken between words.
    """
    where = problem.where
    lines = [f"{where}: {problem.severity}[{problem.code}]: {printable(problem.message)}"]
    # The line of hyphens above front matter says nothing that the message does not.
    if problem.quoted.strip("- \t"):
        lines += _quotation(problem.quoted, where.line, where.column)
    for label, text in (("expected", problem.expected), ("hint", problem.hint)):
        if text:
            lines += _wrapped(f"{label}: {printable(text)}")
    return "\n".join(lines)


def _quotation(line: str, number: int, column: int) -> list[str]:
    """The line of a file with its number, and a caret under `column` if that is known."""
    gutter, line = f"  {number} | ", line.replace("\t", " ")
    room = WIDEST - len(gutter)
    column = min(column, len(line) + 1)
    start = max(0, column - room // 2) if len(line) > room else 0
    before = ("…" if start else "") + printable(line[start : max(column - 1, start)])
    rest = line[max(column - 1, start) : start + room]
    after = printable(rest) + ("…" if start + room < len(line) else "")
    shown = [gutter + (before + after).rstrip()]
    if column:
        shown.append(" " * (len(gutter) - 2) + "| " + " " * _cells(before) + "^")
    return shown


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDEST,
        initial_indent="  ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cells(text: str) -> int:
    """Cells that `text` takes on a terminal (UAX #11 wide is two, combining marks none)."""
    return sum(
        0
        if unicodedata.category(c) in {"Mn", "Me"} or c in _JOINERS
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def as_json(problems: Iterable[Problem]) -> str:
    """`problems` as a JSON array of objects with the fields of `Problem`, flat.

    Characters that would steer a terminal are written as `\\u001b` and the like.
    """
    rows = [
        {
            "path": problem.where.path,
            "line": problem.where.line,
            "column": problem.where.column,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
            "expected": problem.expected,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=2)
    return "".join(json.dumps(c)[1:-1] if c != "\n" and _is_hidden(c) else c for c in text)


def as_github(problem: Problem) -> str:
    """`problem` as a GitHub Actions workflow command, which annotates the line.

    Values are escaped as the Actions toolkit does it: `%`, carriage return and line feed
    everywhere, `:` and `,` in properties as well.
    """
    text = problem.message + (f" Expected {problem.expected}." if problem.expected else "")
    text += f" Hint: {problem.hint}" if problem.hint else ""

    def escaped(value: str, *, prop: bool = False) -> str:
        value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return value.replace(":", "%3A").replace(",", "%2C") if prop else value

    where = problem.where
    place = f"file={escaped(printable(where.path), prop=True)}"
    place += f",line={where.line}" if where.line else ""
    place += f",col={where.column}" if where.column else ""
    return f"::{problem.severity} {place},title={problem.code}::{escaped(printable(text))}"
