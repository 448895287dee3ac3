"""The command line: what each command does, says and gives back."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest

from dateline import __version__, composing, pipeline
from dateline.cli import COMMANDS, command, main
from tests.conftest import AS_OF, CHECKOUT, Newsroom, moment, tree


@dataclass(frozen=True)
class Done:
    """What a command gave back and said."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in the newsroom's folder, in this process, two days after `AS_OF`."""
    monkeypatch.chdir(newsroom.root)
    monkeypatch.setattr("dateline.flags.clock", lambda: moment("2026-11-25 12:00 IST"))

    def run(*words: str) -> Done:
        code = main(list(words))
        out, err = capfd.readouterr()
        return Done(code, out, err)

    return run


def build(run: Run, *words: str) -> Done:
    return run("build", "--as-of", AS_OF, *words)


# build -----------------------------------------------------------------------------------------


def test_success_is_one_line_with_counts_and_time(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md")

    first, second = build(run), build(run)

    assert (first.code, first.err) == (0, "")
    line = r"1 story in \d+ files: (\d+) written, (\d+) unchanged, 0 removed \(\d+\.\d s\)\n"
    assert re.fullmatch(line, first.out)
    assert (match := re.fullmatch(line, second.out))
    assert match[1] == "0"


def test_errors_are_all_told_and_nothing_is_written(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md", published="23/11/2026")
    newsroom.story("city/b.md", titel="Oh")

    done = build(run)

    assert done.code == 1
    assert "content/city/b.md:4:1: error[unknown-key]" in done.err
    assert "content/world/a.md:3:12: error[bad-time]" in done.err
    assert done.err.endswith("2 errors. Nothing was written; there is no output yet.\n")
    assert done.out == ""
    assert not (newsroom.root / "output").exists()


def test_an_output_that_stands_is_said_to_stay(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md")
    build(run)
    newsroom.story("world/a.md", published="soon")

    assert build(run).err.endswith("1 error. Nothing was written; output/ is as it was.\n")


def test_warnings_are_told_and_do_not_stop_a_build(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md", published="2026-11-20")

    done = build(run)

    assert done.code == 0
    assert "warning[" in done.err
    assert "1 warning" in done.out


def test_strict_makes_errors_of_warnings(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md", published="2026-11-20")

    done = build(run, "--strict")

    assert done.code == 1
    assert "error[" in done.err
    assert not (newsroom.root / "output").exists()


def test_a_dry_run_names_files_and_writes_none(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md")

    done = build(run, "-n")

    assert done.code == 0
    assert "write   world/2026/11/20/a/index.html\n" in done.out
    assert "would be written" in done.out
    assert not (newsroom.root / "output").exists()
    assert not (newsroom.root / ".dateline").exists()


def test_verbose_names_what_is_written_and_removed(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md")
    newsroom.story("world/b.md", published="2026-11-19 08:00 IST")
    build(run)
    newsroom.remove("content/world/a.md")

    done = build(run, "-v")

    assert "remove  world/2026/11/20/a/index.html\n" in done.out
    assert "write   index.html\n" in done.out
    assert "write   world/2026/11/19/b/index.html" not in done.out


def test_quiet_says_nothing_but_problems(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md")

    done = build(run, "-q")

    assert done == Done(0, "", "")


def test_output_root_config_and_base_url_are_heard(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    newsroom.story("world/a.md")
    config = (newsroom.root / "config.toml").read_text(encoding="utf-8")
    newsroom.write("other.toml", config.replace("The Test Courier", "The Other Courier"))
    monkeypatch.chdir(tmp_path)

    done = build(
        run,
        *("--root", str(newsroom.root), "--config", str(newsroom.root / "other.toml")),
        *("--output", "there", "--base-url", "https://x.example/paper"),
    )

    assert done.code == 0
    page = (tmp_path / "there/index.html").read_text(encoding="utf-8")
    assert "The Other Courier" in page
    assert 'href="https://x.example/paper/"' in page
    assert not (newsroom.root / "output").exists()


def test_the_paper_is_found_from_a_folder_inside_it(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.story("world/a.md")
    monkeypatch.chdir(newsroom.root / "content/world")

    assert build(run).code == 0
    assert (newsroom.root / "output/index.html").exists()


def test_the_paper_may_be_named_before_the_command(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    newsroom.story("world/a.md")
    monkeypatch.chdir(tmp_path)

    assert run("-C", str(newsroom.root), "build", "--as-of", AS_OF).code == 0
    assert (newsroom.root / "output/index.html").exists()
    assert run("-C", "nowhere", "list", "-C", str(newsroom.root)).code == 0


def test_a_command_without_a_paper_takes_none(run: Run, tmp_path: Path) -> None:
    done = run("-C", str(tmp_path), "init", "gazette")

    assert done.code == 2
    assert "-C" in done.err


def test_other_settings_are_called_by_their_path(newsroom: Newsroom, run: Run) -> None:
    config = (newsroom.root / "config.toml").read_text(encoding="utf-8")
    newsroom.write("sub/config.toml", config + "[nope]\n")
    newsroom.story("world/a.md")
    line = config.count("\n") + 1

    for words in (("build",), ("check",), ("list",), ("new", "Deal", "-s", "world")):
        done = run(*words, "-c", "sub/config.toml")

        assert done.code == 1
        assert done.err.startswith(f"sub/config.toml:{line}:2: error[unknown-key]"), words


def test_other_settings_that_are_not_there_are_named(run: Run) -> None:
    err = run("check", "-c", "nope.toml").err

    assert "'nope.toml' does not exist" in err
    assert "no config.toml here" not in err


@pytest.mark.parametrize(
    "words", [("list",), ("new", "Deal", "-s", "world"), ("build", "--as-of", AS_OF)]
)
def test_settings_that_can_not_be_read_are_3(
    newsroom: Newsroom, run: Run, words: tuple[str, ...]
) -> None:
    newsroom.remove("config.toml")
    (newsroom.root / "config.toml").mkdir()

    done = run(*words)

    assert done.code == 3
    assert "config.toml can't be read" in done.err


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        pytest.param((), True, id="for readers"),
        pytest.param(("-q",), True, id="quiet"),
        pytest.param(("-o", "output"), True, id="for readers by name"),
        pytest.param(("-o", "preview"), False, id="elsewhere"),
        pytest.param(("-n",), False, id="nothing written"),
    ],
)
def test_an_edition_of_a_moment_to_come_is_told_where_readers_look(
    newsroom: Newsroom, run: Run, words: tuple[str, ...], is_told: bool
) -> None:
    newsroom.story("world/a.md")

    done = run("build", "--as-of", "2026-11-25 12:01 IST", *words)

    assert done.code == 0
    assert done.err.startswith("warning: this edition is of a moment to come") == is_told
    assert run("build", "--as-of", "2026-11-25 12:00 IST", *words).err == ""


@pytest.mark.parametrize("flag", ["-D", "-F", "-E"])
@pytest.mark.parametrize("output", [(), ("-o", "output"), ("-o", "./world/../output")])
def test_unpublished_stories_never_go_where_readers_look(
    newsroom: Newsroom, run: Run, flag: str, output: tuple[str, ...]
) -> None:
    newsroom.story("world/a.md")

    done = build(run, flag, *output)

    assert done.code == 2
    assert "-o preview" in done.err
    assert not (newsroom.root / "output").exists()


@pytest.mark.parametrize(("flag", "slug"), [("-D", "draft"), ("-F", "held"), ("-E", "expired")])
def test_unpublished_stories_are_shown_in_a_folder_of_their_own(
    newsroom: Newsroom, run: Run, flag: str, slug: str
) -> None:
    newsroom.story("world/draft.md", draft="yes")
    newsroom.story("world/held.md", embargo="2026-11-24 08:00 IST", id="held")
    newsroom.story("world/expired.md", expires="2026-11-22 08:00 IST", id="expired")

    assert build(run, flag, "-o", "preview").code == 0

    shown = {p.parent.name for p in (newsroom.root / "preview").glob("world/2026/*/*/*/index.html")}
    assert shown == {slug}


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "yesterday"),
        ("--as-of", "23/11/2026"),
        ("--as-of", "2026-11-23 12:00 EST"),
        ("--base-url", "courier.example"),
        ("--base-url", "javascript:alert(1)"),
        ("--base-url", "https://p.example//evil"),
        ("--base-url", "https://p.example/?a=b"),
        ("--config", "nope.toml"),
        ("--config", "content"),
        ("--no-such-flag",),
        ("surplus",),
    ],
)
def test_a_wrong_command_line_is_2(newsroom: Newsroom, run: Run, words: tuple[str, ...]) -> None:
    newsroom.story("world/a.md")

    done = run("build", *words)

    assert done.code == 2
    assert done.err.startswith("Usage: dateline build")
    assert "Error: " in done.err
    assert not (newsroom.root / "output").exists()


def test_a_bad_moment_says_how_one_is_written(newsroom: Newsroom, run: Run) -> None:
    err = run("build", "--as-of", "23/11/2026").err

    assert "2010-11-13 15:58 IST" in err
    assert "2026-11-23" in err


def test_an_unknown_command_is_2(run: Run) -> None:
    done = run("biuld")

    assert done.code == 2
    assert "biuld" in done.err


def test_a_folder_that_is_no_paper_is_told_how_to_begin(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = run("build")

    assert done.code == 1
    assert "error[no-config]" in done.err
    assert "dateline init" in done.err


def test_an_output_that_is_not_ours_is_3(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md")
    newsroom.write("output/thesis.txt", "years of work")

    done = build(run)

    assert done.code == 3
    assert done.err.startswith("error: ")
    assert "hint: " in done.err


# Bugs, interruptions, pipes --------------------------------------------------------------------


def a_bug(*_: object, **__: object) -> Any:
    raise RuntimeError("the plan is mad")


def test_a_bug_writes_a_report_and_says_so_in_one_line(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(composing, "plan_piece", a_bug)
    monkeypatch.chdir(tmp_path)
    newsroom.story("world/a.md")

    done = run("build", "-C", str(newsroom.root))

    assert done.code == 70
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert "a bug in dateline (RuntimeError)" in done.err
    report = newsroom.root / ".dateline/crash-report.txt"
    assert str(report) in done.err
    text = report.read_text(encoding="utf-8")
    assert "RuntimeError: the plan is mad" in text
    assert f"dateline {__version__}" in text
    assert "command: dateline build" in text


def test_debug_shows_the_traceback(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "plan_piece", a_bug)
    newsroom.story("world/a.md")

    with pytest.raises(RuntimeError, match="the plan is mad"):
        run("build", "--debug")


def test_a_bug_in_a_folder_that_is_no_paper_leaves_nothing_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(pipeline, "build", a_bug)

    done = run("build")

    assert done.code == 70
    assert "--debug" in done.err
    assert list(folder.iterdir()) == []


def test_an_interruption_is_130(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> Any:
        raise KeyboardInterrupt

    newsroom.story("world/a.md")
    build(run)
    before = tree(newsroom.root / "output")
    newsroom.story("world/new.md")
    monkeypatch.setattr(composing, "plan_piece", interrupted)

    done = build(run)

    assert done.code == 130
    assert tree(newsroom.root / "output") == before
    assert list(newsroom.root.glob(".dateline/stage*")) == []
    assert "interrupted" in done.err


@pytest.mark.skipif(os.name == "nt", reason="Windows closes pipes in another way")
def test_a_reader_who_has_gone_is_no_error(newsroom: Newsroom) -> None:
    for number in range(300):
        newsroom.story(f"world/s{number}.md", id=f"s{number}", title="A headline " * 20)
    command = [sys.executable, "-m", "dateline", "list", "--json"]
    with subprocess.Popen(
        command,
        cwd=newsroom.root,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()

    assert said == b""
    assert process.returncode == 0


# Terminals and logs ----------------------------------------------------------------------------


def test_what_is_no_terminal_gets_plain_lines(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", published="2026-11-20")

    done = newsroom.run("build", env={"FORCE_COLOR": "", "TERM": "xterm-256color"})

    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr


def test_letters_that_the_encoding_lacks_are_written_as_numbers(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", title="नदी में बाढ़", published="2010-11-20 08:00 IST")

    done = newsroom.run("list", env={"PYTHONIOENCODING": "cp1252"})

    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u0928\\u0926\\u0940" in done.stdout


def on_terminal(newsroom: Newsroom, *words: str, code: int = 0, **environment: str) -> str:
    """What a command shows on a terminal."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dateline", *words],
        cwd=newsroom.root,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm", **environment},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    assert process.wait() == code
    return shown.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="there is no pty")
def test_a_terminal_gets_progress_without_colour_if_it_wants_none(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")

    shown = on_terminal(newsroom, "build", NO_COLOR="1")

    assert "reading" in shown
    assert "1 story in" in shown
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d(?:;\d+)*m", shown)


COLOUR = r"\x1b\[(?:\d+;)*[349]\d(?:;\d+)*m"


@pytest.mark.skipif(os.name == "nt", reason="there is no pty")
def test_problems_are_coloured_on_a_terminal_and_nothing_else_changes(newsroom: Newsroom) -> None:
    long = "[bold]x[/bold] 12 " + "word " * 40
    newsroom.story("world/a.md", published=f"23/11/2026 {long}")
    newsroom.story("world/b.md", published="2010-11-20")
    environment = {"TERM": "xterm-256color", "NO_COLOR": ""}

    shown = on_terminal(newsroom, "check", "-q", code=1, **environment)

    for word in ("error", "warning", r"\^", "hint:"):
        assert re.search(rf"{COLOUR}{word}\x1b\[0m", shown), word
    plain = newsroom.run("check", "-q").stderr
    assert "error[bad-time]" in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", shown).replace("\r\n", "\n") == plain
    assert not re.search(COLOUR, on_terminal(newsroom, "check", "-q", code=1, NO_COLOR="1"))


@pytest.mark.skipif(os.name == "nt", reason="there is no pty")
def test_quiet_shows_no_progress(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")

    assert on_terminal(newsroom, "build", "-q") == ""


# check -----------------------------------------------------------------------------------------


def test_check_tells_everything_and_writes_nothing(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md", published="23/11/2026")
    newsroom.story("world/draft.md", draft="yes", topics=["no-such-topic"])

    done = run("check", "--as-of", AS_OF)

    assert done.code == 1
    assert "error[bad-time]" in done.err
    assert "error[unknown-topic]" in done.err
    assert "2 errors in " in done.out
    assert not (newsroom.root / "output").exists()
    assert not (newsroom.root / ".dateline").exists()


def test_check_of_a_good_paper_says_so(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md")

    done = run("check", "--as-of", AS_OF)

    assert done.code == 0
    assert re.fullmatch(r"No problems in 1 story \(\d+\.\d s\)\n", done.out)
    assert run("check", "-q") == Done(0, "", "")


BROKEN = (
    '{% extends "theme/story.html" %}\n{% block main %}\n{{ story.headline }}\n{% endblock %}\n'
)


def test_check_finds_what_shows_only_when_pages_are_made(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md")
    newsroom.write("templates/story.html", BROKEN)

    done = run("check", "--as-of", AS_OF)

    assert done.code == 1
    assert "templates/story.html:3:10: error[undefined-name]: " in done.err
    assert "`headline`" in done.err
    assert "world/a.md" in done.err


@pytest.mark.parametrize("command", ["build", "check"])
def test_mistakes_in_stories_and_in_templates_are_told_together(
    newsroom: Newsroom, run: Run, command: str
) -> None:
    newsroom.story("world/a.md")
    newsroom.story("world/b.md", published="soon")
    newsroom.write("templates/story.html", BROKEN)

    done = run(command, "--as-of", AS_OF)

    assert done.code == 1
    assert "error[bad-time]" in done.err
    assert "error[undefined-name]" in done.err


def test_check_speaks_json(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md", published="23/11/2026")

    done = run("check", "--format", "json")

    assert done.code == 1
    assert done.err == ""
    [problem] = json.loads(done.out)
    assert {key: problem[key] for key in ("path", "line", "column", "severity", "code")} == {
        "path": "content/world/a.md",
        "line": 3,
        "column": 12,
        "severity": "error",
        "code": "bad-time",
    }
    assert problem["hint"]


def test_check_annotates_for_github(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md", published="23/11/2026")

    done = run("check", "--format", "github")

    assert done.code == 1
    assert done.out.startswith("::error file=content/world/a.md,line=3,col=12,title=bad-time::")
    assert done.out.count("\n") == 1


def test_strict_check_fails_on_warnings(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md", published="2026-11-20")

    assert run("check", "--as-of", AS_OF).code == 0
    assert run("check", "--as-of", AS_OF, "--strict").code == 1


# list ------------------------------------------------------------------------------------------


@pytest.fixture
def states(newsroom: Newsroom) -> Newsroom:
    """A story of each state."""
    newsroom.story("world/live.md", expires="2026-12-01 08:00 IST", title="Live one")
    newsroom.story("world/draft.md", draft="yes", id="d", title="Draft one")
    newsroom.story("world/held.md", published="2026-11-24 08:00 IST", title="Held one")
    newsroom.story("world/gone.md", expires="2026-11-21 08:00 IST", id="g", title="Gone one")
    return newsroom


def test_list_shows_stories_by_state_and_when_that_changes(states: Newsroom, run: Run) -> None:
    done = run("list", "--as-of", AS_OF)

    assert done.code == 0
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[::2]] == ["draft", "held", "live", "expired"]
    assert "goes out Nov 24, 2026 08:00 IST" in done.out
    assert "until Dec 1, 2026 08:00 IST" in done.out
    assert "content/world/held.md" in lines[3]


def test_list_speaks_json(states: Newsroom, run: Run) -> None:
    rows = json.loads(run("list", "--as-of", AS_OF, "--json").out)

    assert [row["state"] for row in rows] == ["draft", "held", "live", "expired"]
    assert rows[1] == {
        "state": "held",
        "path": "content/world/held.md",
        "title": "Held one",
        "section": "world",
        "published": "2026-11-24T08:00:00+05:30",
        "next": "2026-11-24T08:00:00+05:30",
        "url": "",
    }
    assert rows[2]["url"] == "/world/2026/11/20/live/"


def test_list_can_show_some_states_alone(states: Newsroom, run: Run) -> None:
    done = run("list", "--as-of", AS_OF, "--state", "held", "--state", "draft", "--json")

    assert [row["state"] for row in json.loads(done.out)] == ["draft", "held"]


def test_list_names_how_many_files_it_could_not_read(newsroom: Newsroom, run: Run) -> None:
    newsroom.story("world/a.md", published="soon")

    done = run("list")

    assert done.code == 0
    assert done.out == "no stories\n"
    assert "1 file can't be read: see dateline check" in done.err


# schema, new, init, clean ----------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["story", "page", "profile", "config"])
def test_schemas_are_schemas(run: Run, sort: str) -> None:
    done = run("schema", sort)

    assert done.code == 0
    schema = json.loads(done.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]


def test_the_storys_schema_is_the_usual_one_and_agrees_with_the_reader(run: Run) -> None:
    schema = json.loads(run("schema").out)
    good = {"title": "Harbour deal", "published": "2026-11-20 08:00 IST", "topics": ["Trade"]}

    jsonschema.validate(good, schema)
    for wrong in ({**good, "titel": "x"}, {"title": "x"}, {**good, "kind": "gossip"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_new_writes_a_story_and_gives_its_path(newsroom: Newsroom, run: Run) -> None:
    done = run(
        *("new", "Harbour deal signed", "--section", "world", "--as-of", AS_OF),
        *("--author", "Asha Menon", "--topic", "Trade", "--kind", "analysis"),
    )

    path = "content/world/harbour-deal-signed.md"
    assert done == Done(0, f"{path}\n", "")
    text = (newsroom.root / path).read_text(encoding="utf-8")
    assert "title: Harbour deal signed\npublished: 2026-11-23 12:00 IST\n" in text
    assert run("check", "--as-of", AS_OF).code == 0


def test_new_never_writes_over_a_story(newsroom: Newsroom, run: Run) -> None:
    newsroom.write("content/world/harbour-deal.md", "years of work")

    done = run("new", "Harbour deal", "--section", "world")

    assert done.code == 3
    assert (newsroom.root / "content/world/harbour-deal.md").read_text() == "years of work"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("Deal", "-s", "wrold"), "Did you mean 'world'?", id="section"),
        pytest.param(("Deal", "-s", "world", "-k", "analisys"), "'analysis'", id="kind"),
        pytest.param(("Deal", "-s", "world", "--slug", "../../x"), "--slug", id="slug"),
        pytest.param(("  ", "-s", "world"), "empty", id="headline"),
        pytest.param(("\x07\x1b", "-s", "world"), "empty", id="headline of control characters"),
        pytest.param(("Deal",), "--section", id="no section"),
    ],
)
def test_new_explains_what_it_can_not_do(
    newsroom: Newsroom, run: Run, words: tuple[str, ...], said: str
) -> None:
    before = tree(newsroom.root)

    done = run("new", *words)

    assert done.code == 2
    assert said in done.err
    assert tree(newsroom.root) == before


def test_init_makes_a_paper_that_builds(run: Run) -> None:
    done = run("init", "gazette", "--title", "The Port Gazette")

    assert done.code == 0
    assert "cd gazette && dateline build" in done.out
    assert run("check", "--root", "gazette", "--strict").code == 0
    assert run("build", "--root", "gazette").code == 0


def test_init_leaves_a_folder_that_holds_something_alone(newsroom: Newsroom, run: Run) -> None:
    done = run("init", ".")

    assert done.code == 3
    assert "not empty" in done.err


def test_clean_removes_our_own_folder_and_the_output_only_if_asked(
    newsroom: Newsroom, run: Run
) -> None:
    newsroom.story("world/a.md")
    build(run)

    assert run("clean") == Done(0, "removed .dateline\n", "")
    assert (newsroom.root / "output/index.html").exists()
    assert run("clean") == Done(0, "nothing to remove\n", "")
    assert "output" in run("clean", "--output").out
    assert not (newsroom.root / "output").exists()
    assert (newsroom.root / "content/world/a.md").exists()


def test_clean_takes_no_output_that_is_not_ours(newsroom: Newsroom, run: Run) -> None:
    newsroom.write("output/thesis.txt", "years of work")

    assert run("clean", "--output").code == 3
    assert (newsroom.root / "output/thesis.txt").exists()


def test_clean_is_for_papers(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".dateline").mkdir()
    monkeypatch.chdir(tmp_path)

    assert run("clean").code == 3
    assert (tmp_path / ".dateline").exists()


# Help and the other door -----------------------------------------------------------------------


def test_the_version_is_told(run: Run) -> None:
    assert run("-V") == Done(0, f"dateline, version {__version__}\n", "")


def test_help_teaches_the_first_steps(run: Run) -> None:
    said = run("--help").out

    assert "dateline init paper" in said
    assert "dateline build" in said
    assert "python3 -m http.server --directory output" in said
    assert "open output/index.html" not in said
    assert "..." not in said.replace("[ARGS]...", ""), "every command's line is whole"
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S", said, re.MULTILINE)


def test_the_time_of_a_command_is_what_it_uses(run: Run) -> None:
    assert run("clean", "--as-of", AS_OF).code == 2
    assert "time to write" in run("new", "-h").out


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_of_a_command_explains_each_option_and_exit_code(run: Run, name: str) -> None:
    done = run(name, "-h")

    assert done.code == 0
    assert "Exit codes: 0 done" in done.out
    assert command(name).help
    for option in command(name).params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert option.opts[-1] in done.out


def test_build_py_is_dateline_build_from_any_folder(newsroom: Newsroom, tmp_path: Path) -> None:
    shutil.copy(CHECKOUT / "build.py", newsroom.root)
    newsroom.story("world/a.md", published="2010-11-20 08:00 IST")
    as_of = "2010-11-23 12:00 IST"

    done = subprocess.run(
        [sys.executable, str(newsroom.root / "build.py"), "--as-of", as_of, "-q"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (newsroom.root / "output/world/2010/11/20/a/index.html").exists()


def test_the_module_is_the_command_too(newsroom: Newsroom) -> None:
    assert newsroom.run("--version").stdout == f"dateline, version {__version__}\n"
