"""Every problem code: a tiny site that has it, the exact words, and an entry in the docs.

A folder of `tests/problems/` is a site; what it lacks is supplied here. It is built, unless its
`command.txt` names another command. Sites that a checkout
can't hold everywhere (links, names that are not text) are made when the test runs.
"""

from __future__ import annotations

import ast
import errno
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import discover
from dateline.cli import main
from dateline.problems import (
    GRADABLE,
    WIDEST,
    Location,
    Problem,
    as_github,
    as_json,
    as_text,
    graded,
    printable,
)
from tests.conftest import AS_OF, CHECKOUT, CONFIG, Newsroom

SITES = CHECKOUT / "tests" / "problems"
DOCS = CHECKOUT / "docs" / "problems.md"
STORY = "---\ntitle: Port reopens\npublished: 2026-11-20 08:00 IST\n---\n"


# Sites that are made when the test runs ----------------------------------------------------------


def _special_files(root: Path) -> None:
    (root / "content/world").mkdir(parents=True)
    (root / "content/world/secret.md").symlink_to("/etc/hostname")
    (root / "content/world/elsewhere").symlink_to("/etc")
    os.mkfifo(root / "content/world/pipe.md")


def _bad_names(root: Path) -> None:
    (root / "content/world").mkdir(parents=True)
    (root / "content/world/what:now.pdf").write_text("not really a picture")
    (root / "content/world/aux.pdf").write_text("not really a picture")
    Path(os.fsdecode(os.fsencode(root) + b"/content/world/caf\xe9.md")).write_text(STORY)


def _unreadable(root: Path) -> None:
    (root / "content/world").mkdir(parents=True)
    (root / "content/world/locked.md").write_text(STORY)


def _control_characters(root: Path) -> None:
    (root / "content/world").mkdir(parents=True)
    (root / "content/world/port.md").write_bytes(b"---\ntitle: Port \x1b[31mreopens\n---\n")
    (root / "content/world/tugs.md").write_bytes(STORY.encode() + b"The first tug\x00 left.\n")


def _other_encodings(root: Path) -> None:
    (root / "content/world").mkdir(parents=True)
    (root / "content/world/latin.md").write_bytes(STORY.encode() + b"In the caf\xe9.\n")
    (root / "content/world/wide.md").write_text(STORY, encoding="utf-16")
    (root / "content/front.toml").write_bytes(b"# caf\xe9\n")
    (root / "templates").mkdir()
    (root / "templates/page.html").write_bytes(b"\n\n<h1>caf\xe9</h1>\n")


def _two_for_one_path(root: Path) -> None:
    (root / "content/world").mkdir(parents=True)
    (root / "content/world/tug.pdf").write_text("one picture")
    (root / "content/world/TUG.pdf").write_text("another picture")
    (root / "content/world/index.html").write_text("a page made by hand")
    (root / "content/city.md").write_text("---\ntitle: City\n---\nOf the city.\n")
    (root / "content/feed.xml").mkdir()
    (root / "content/feed.xml/old.txt").write_text("a file in a folder")
    (root / "content/world/port.md").write_text(STORY + "The port is open.\n")


MADE: dict[str, Callable[[Path], None]] = {
    "bad-file-name": _bad_names,
    "control-character": _control_characters,
    "not-a-file": _special_files,
    "not-utf-8": _other_encodings,
    "same-output": _two_for_one_path,
    "unreadable-file": _unreadable,
}


def _lay_out(code: str, root: Path) -> None:
    ours = shutil.ignore_patterns("expected.txt", "command.txt")
    shutil.copytree(SITES / code, root, ignore=ours)
    if code != "no-config" and not (root / "config.toml").exists():
        (root / "config.toml").write_text(CONFIG, encoding="utf-8")
    if code in MADE:
        MADE[code](root)


def _command(code: str) -> list[str]:
    """What is typed in the site's folder: a build, unless its `command.txt` says something else."""
    typed = SITES / code / "command.txt"
    if typed.exists():
        return typed.read_text(encoding="utf-8").split()
    return ["build", "--as-of", AS_OF, "--quiet"]


class _OsWith:
    """The module `os` with another `open`."""

    def __init__(self, refuse: Callable[..., int]) -> None:
        self.open = refuse

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


@pytest.fixture
def locked_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening `locked.md` fails as it does for a file of somebody else, also for the superuser."""
    opened = os.open

    def refuse(path: os.PathLike[str], flags: int) -> int:
        if str(path).endswith("locked.md"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, flags)

    monkeypatch.setattr(discover, "os", _OsWith(refuse))


# Codes, docs and sites agree ---------------------------------------------------------------------


def codes_in_the_source() -> set[str]:
    """The codes that `Problem(…)`, `….add(…)`, `….complain(…)` and `Choice(…)` are called with.

    Where that is a variable, it is one of the codes in the function; where it is looked up in a
    table of the module, one of the table's.
    """
    found: set[str] = set()
    for path in sorted((CHECKOUT / "dateline").rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        tables = {
            target.id: _codes_below(node)
            for node in module.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for scope in ast.walk(module):
            if isinstance(scope, ast.FunctionDef):
                for code in _arguments(scope):
                    found |= _resolved(code, scope, tables)
        for code in _arguments(module):
            found |= _codes_below(code)
    return found


def _arguments(scope: ast.AST) -> Iterator[ast.expr]:
    """What stands in the place of a code, in calls that take one."""
    for call in ast.walk(scope):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            place = {"Problem": 1, "add": 1, "complain": 1, "Choice": 1, "_complain": 2}.get(name)
            if place is not None and len(call.args) > place:
                yield call.args[place]


def _resolved(code: ast.expr, scope: ast.FunctionDef, tables: dict[str, set[str]]) -> set[str]:
    if isinstance(code, ast.Name):
        return _codes_below(scope)
    if isinstance(code, ast.Subscript) and isinstance(code.value, ast.Name):
        return tables.get(code.value.id, set())
    return _codes_below(code)


def _codes_below(node: ast.AST) -> set[str]:
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)+", part.value)
    }


CODES = sorted(codes_in_the_source())


def test_every_code_has_a_site_and_no_site_is_left_over() -> None:
    assert sorted(folder.name for folder in SITES.iterdir()) == CODES


def test_every_code_has_an_entry_in_the_docs_and_no_entry_is_left_over() -> None:
    headings = re.findall(r"^### `(.+)`$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)

    assert headings == CODES


@pytest.mark.parametrize("code", CODES)
@pytest.mark.usefixtures("locked_file")
def test_a_problem_is_told_in_these_words(
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    write_golden: bool,
) -> None:
    _lay_out(code, tmp_path / "paper")
    monkeypatch.chdir(tmp_path / "paper")

    main(_command(code))

    said = capsys.readouterr().err
    expected = SITES / code / "expected.txt"
    if write_golden:
        expected.write_text(said, encoding="utf-8")
    assert f"[{code}]" in said
    assert set(re.findall(r"(?:error|warning)\[(.+?)\]", said)) <= set(CODES)
    assert said == expected.read_text(encoding="utf-8")


def test_the_docs_show_each_problem_as_it_is_told(write_golden: bool) -> None:
    text = DOCS.read_text(encoding="utf-8")
    for code in CODES:
        told = (SITES / code / "expected.txt").read_text(encoding="utf-8").split("\n\n")
        first = next(block.strip() for block in told if f"[{code}]" in block)
        entry = re.compile(rf"(### `{code}`\n.*?```text\n)(.*?)(\n```)", re.DOTALL)
        if write_golden:
            text = entry.sub(lambda match, first=first: match[1] + first + match[3], text, count=1)  # type: ignore[misc]
        found = entry.search(text)

        assert found, code
        assert found[2] == first
    if write_golden:
        DOCS.write_text(text, encoding="utf-8")


def test_exactly_the_warnings_can_be_graded() -> None:
    warnings = set()
    for path in (CHECKOUT / "dateline").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and any(
                isinstance(value, ast.Constant) and value.value == "warning"
                for value in (*call.args, *(k.value for k in call.keywords if k.arg == "severity"))
            ):
                warnings |= _codes_below(call) & set(CODES)

    assert warnings == GRADABLE


# Printing ----------------------------------------------------------------------------------------


def _problem(message: str = "it is wrong", **facts: object) -> Problem:
    where = Location("content/world/port.md", 3, 12)
    return Problem(where, "bad-time", message, "a time", **facts)  # type: ignore[arg-type]


def test_a_problem_is_printed_with_its_line_and_a_caret() -> None:
    problem = _problem(hint="did you mean 2026-11-23?", quoted="published: 23/11/2026")

    assert as_text(problem) == (
        "content/world/port.md:3:12: error[bad-time]: it is wrong\n"
        "  3 | published: 23/11/2026\n"
        "    |            ^\n"
        "  expected: a time\n"
        "  hint: did you mean 2026-11-23?"
    )


@pytest.mark.parametrize(
    ("quoted", "column"),
    [
        pytest.param("x" * 500, 250, id="in the middle of a long line"),
        pytest.param("x" * 500, 1, id="at the start of a long line"),
        pytest.param("x" * 500, 500, id="at the end of a long line"),
        pytest.param("x" * 500, 501, id="after a long line"),
        pytest.param("short", 99, id="past the end of a short line"),
    ],
)
def test_the_quoted_line_fits_and_the_caret_is_under_it(quoted: str, column: int) -> None:
    problem = Problem(Location("a.md", 7, column), "bad-time", "m", "e", quoted=quoted)

    _, line, caret, _ = as_text(problem).split("\n")

    assert len(line) <= WIDEST + 2
    assert caret.index("^") <= len(line)


@pytest.mark.parametrize(
    ("quoted", "column", "blanks"),
    [
        pytest.param("title: रेल सेवा", 12, 10, id="vowel signs have no cell of their own"),
        pytest.param("title: 東京 talks", 11, 12, id="wide letters have two"),
        pytest.param("a\tb", 3, 2, id="a tab has one"),
        pytest.param("a\x1b[1mb", 7, 9, id="control characters are written out"),
    ],
)
def test_the_caret_counts_cells_and_not_characters(quoted: str, column: int, blanks: int) -> None:
    problem = Problem(Location("a.md", 7, column), "bad-time", "m", "e", quoted=quoted)

    caret = as_text(problem).split("\n")[2]

    assert caret == "    | " + " " * blanks + "^"


def test_long_help_is_broken_between_words() -> None:
    problem = _problem(hint="one of " + ", ".join(f"word-number-{n}" for n in range(40)))

    lines = as_text(problem).split("\n")

    assert all(len(line) <= WIDEST for line in lines[1:])
    assert all(line.startswith("    word-number-") for line in lines[4:])


def _is_harmless(text: str) -> bool:
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return all(c in "\n\u200c\u200d" or unicodedata.category(c) not in hidden for c in text)


@given(text=st.text(), quoted=st.text(), column=st.integers(0, 50))
def test_no_text_steers_the_terminal(text: str, quoted: str, column: int) -> None:
    where = Location(text, 3, column)
    problem = Problem(where, "bad-time", text, text, text, quoted=quoted)

    assert _is_harmless(as_text(problem))
    assert "\n" not in as_text(problem).split(": error[")[0]
    assert _is_harmless(as_json([problem]))
    assert _is_harmless(as_github(problem))


@given(text=st.text())
def test_what_is_printed_is_on_one_line(text: str) -> None:
    assert len(printable(text).splitlines()) <= 1


@given(text=st.text())
def test_json_says_exactly_what_the_problem_says(text: str) -> None:
    problem = Problem(Location(text), "bad-time", text, text, text)

    (row,) = json.loads(as_json([problem]))

    assert (row["path"], row["message"], row["hint"]) == (text, text, text)


def test_annotations_for_github_escape_what_would_end_them() -> None:
    problem = Problem(Location("content/a,b:c.md", 3, 1), "bad-time", "50% is\nwrong", "a time")

    assert as_github(problem) == (
        "::error file=content/a%2Cb%3Ac.md,line=3,col=1,title=bad-time"
        "::50%25 is\\nwrong Expected a time."
    )


# Grades ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "strict", "severities"),
    [
        pytest.param("off", False, ["error"], id="off"),
        pytest.param("warning", False, ["warning", "error"], id="as it is"),
        pytest.param("error", False, ["error", "error"], id="an error"),
        pytest.param("warning", True, ["error", "error"], id="strict"),
        pytest.param("off", True, ["error"], id="off, and strict"),
    ],
)
def test_warnings_are_graded_and_errors_stay(
    grade: str, strict: bool, severities: list[str]
) -> None:
    found = [_problem(severity="warning"), _problem()]

    shown = graded(found, {"bad-time": grade}, strict=strict)

    assert [problem.severity for problem in shown] == severities


def test_a_warning_can_be_turned_off_in_the_settings(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md", published="2010-11-13")
    told = newsroom.build().codes
    newsroom.write("config.toml", CONFIG + '\n[check]\nbare-date = "off"\n')

    assert told == ["bare-date"]
    assert newsroom.build().codes == []


# The whole paper ---------------------------------------------------------------------------------


def test_all_problems_are_told_in_one_run_by_file_and_line(newsroom: Newsroom) -> None:
    newsroom.story("world/b.md", kind="novel", priority="12")
    newsroom.story("world/a.md", "[gone](gone.md)\n", published="yesterday")
    newsroom.write("content/front.toml", 'lead = "world/none.md"\n')
    newsroom.write("templates/page.html", "{{ nothing }}\n")

    built = newsroom.build()

    places = [(p.where.path, p.where.line, p.code) for p in built.report.problems]
    assert places == sorted(places)
    assert {code for _, _, code in places} == {
        *("bad-time", "broken-link", "undefined-name", "unknown-kind", "wrong-type"),
    }
    assert not built.report.ready


def test_an_existing_output_survives_every_error(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    before = newsroom.build().outputs
    newsroom.story("world/a.md", title="")

    after = newsroom.build()

    assert after.codes == ["empty-value"]
    assert after.outputs == before


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"draft": "yes"}, id="a draft"),
        pytest.param({"published": "2027-01-01 08:00 IST"}, id="held"),
        pytest.param({"embargo": "2027-01-01 08:00 IST"}, id="under embargo"),
    ],
)
def test_what_is_wrong_in_an_unpublished_story_stops_no_edition(
    newsroom: Newsroom, keys: dict[str, str]
) -> None:
    newsroom.story("world/a.md")
    newsroom.story("world/b.md", kind="novel", **keys)

    built = newsroom.build()
    checked = newsroom.build(is_check=True)

    assert [p.severity for p in built.report.problems] == ["warning"]
    assert built.report.ready
    assert [p.severity for p in checked.report.problems] == ["error"]


@pytest.mark.parametrize("key", ["published", "embargo", "draft"])
def test_a_story_whose_gate_cannot_be_read_is_an_error(newsroom: Newsroom, key: str) -> None:
    newsroom.story("world/b.md", **{key: "soon"})

    built = newsroom.build()

    assert [p.severity for p in built.report.problems] == ["error"]
    assert built.outputs == {}


def test_a_problem_in_the_theme_names_the_story_being_made(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md")
    newsroom.write("templates/story.html", "<h1>\n{{ story.headline }}</h1>\n")

    (problem,) = newsroom.build().report.problems

    assert (problem.code, problem.where) == (
        "undefined-name",
        Location("templates/story.html", 2, 10),
    )
    assert "Story" in problem.message
    assert "content/world/port.md" in problem.message
    assert "title" in problem.expected


def test_one_mistake_in_a_template_is_told_once(newsroom: Newsroom) -> None:
    for number in range(5):
        newsroom.story(f"world/port-{number}.md")
    newsroom.write("templates/story.html", "{{ story.headline }}")

    assert newsroom.build().codes == ["undefined-name"]


def test_a_template_that_is_chosen_at_run_time_and_missing_is_told(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md")
    newsroom.write("templates/story.html", '\n{% include "_" + story.kind + ".html" %}\n')

    (problem,) = newsroom.build().report.problems

    assert (problem.code, problem.where) == (
        "missing-template",
        Location("templates/story.html", 2),
    )
    assert "`_news.html`" in problem.message
