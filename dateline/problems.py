"""What a user can put right, as values: the place, what is wrong, what would be right, a hint."""

from __future__ import annotations

import json
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


def quote_lines(problems: Iterable[Problem], text: str) -> tuple[Problem, ...]:
    """`problems` of one file with the lines of its `text` that they point to."""
    lines = text.splitlines()

    def quoted(line: int) -> str:
        return lines[line - 1] if 0 < line <= len(lines) else ""

    return tuple(
        problem if problem.quoted else replace(problem, quoted=quoted(problem.where.line))
        for problem in problems
    )


def printable(text: str) -> str:
    """`text` with control and direction characters made visible.

    Names and values are shown on terminals, where an escape sequence or a right-to-left
    override could hide what the message says.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character != "\u200d"
        else character
        for character in text
    )


WIDEST_QUOTE = 100


def as_text(problem: Problem) -> str:
    """`problem` as a few lines for people; the first is `path:line:column: …`.

    The quoted line is cut round its column where it is long, and the caret stands under it.
    """
    where = problem.where
    lines = [f"{where}: {problem.severity}[{problem.code}]: {printable(problem.message)}"]
    if problem.quoted.strip():
        gutter = f"  {where.line} | "
        column = max(where.column, 1)
        start = max(0, column - WIDEST_QUOTE // 2) if len(problem.quoted) > WIDEST_QUOTE else 0
        shown = problem.quoted[start : start + WIDEST_QUOTE].replace("\t", " ")
        lines.append(gutter + printable(shown).rstrip())
        if where.column:
            before = printable(shown[: column - 1 - start])
            lines.append(" " * (len(gutter) - 2) + "| " + " " * _columns(before) + "^")
    if problem.expected:
        lines.append(f"  expected: {printable(problem.expected)}")
    if problem.hint:
        lines.append(f"  hint: {printable(problem.hint)}")
    return "\n".join(lines)


def _columns(text: str) -> int:
    """Cells that `text` takes on a terminal (UAX #11 wide is two, combining marks none)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def as_json(problems: Iterable[Problem]) -> str:
    """`problems` as a JSON array of objects with the fields of `Problem`, flat."""
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
    return json.dumps(rows, ensure_ascii=False, indent=2)


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
    place = f"file={escaped(where.path, prop=True)}"
    place += f",line={where.line}" if where.line else ""
    place += f",col={where.column}" if where.column else ""
    return f"::{problem.severity} {place},title={problem.code}::{escaped(printable(text))}"
