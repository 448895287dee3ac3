"""The command line: words to calls, problems to lines, outcomes to exit codes."""

from __future__ import annotations

import io
import platform
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import click

from dateline import __version__, flags
from dateline.problems import SiteError, WorldError, in_order
from dateline.telling import BUG, DONE, INTERRUPTED, SITE, USAGE, WORLD, say, show

COMMANDS = {
    "build": "build",
    "check": "check",
    "clean": "clean",
    "import": "import_",
    "init": "init",
    "list": "list_",
    "new": "new",
    "schema": "schema",
    "verify": "verify",
    "why": "why",
}
"""Every command, with its module of `dateline.commands`."""


def main(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 (one an outcome)
    """Run the command line; gives the exit code. The one place that catches everything."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _end_tidily()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # not every terminal has every letter
    try:
        result = cli.main(words, prog_name="dateline", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        say("interrupted; nothing was left half-done")
        return INTERRUPTED
    except SiteError as error:
        show(in_order(error.problems))
        return SITE
    except WorldError as error:
        say(f"error: {error}")
        if error.hint:
            say(f"  hint: {error.hint}")
        return WORLD
    except BrokenPipeError:
        sys.stderr.close()  # whoever read us has gone: nothing is left to tell
        return DONE
    except Exception as error:
        if "--debug" in words:
            raise
        return _report_bug(error, words)


def _end_tidily() -> None:
    """Take a request to end, as services and CI send it, like Ctrl-C: what is half-done goes."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        kind = getattr(signal, name, None)
        if kind is not None and signal.getsignal(kind) is signal.SIG_DFL:
            signal.signal(kind, signal.default_int_handler)


def _report_bug(error: Exception, words: Sequence[str]) -> int:
    """Keep what a bug report needs in a file; one line for the user."""
    from dateline.write import save_report

    text = "".join(
        [
            f"dateline {__version__}, Python {platform.python_version()}, {platform.platform()}\n",
            f"command: dateline {' '.join(words)}\n\n",
            *traceback.format_exception(error),
        ]
    )
    path = save_report(_root_in(words), text)
    kept = f"; what a report needs is in {path}" if path else "; run it again with --debug"
    say(f"error: this is a bug in dateline ({type(error).__name__}){kept}")
    return BUG


def _root_in(words: Sequence[str]) -> Path:
    """The paper's folder that `words` name, however far their command got."""
    named = [after for word, after in pairwise(words) if word in ("-C", "--root")]
    named += [word.removeprefix("--root=") for word in words if word.startswith("--root=")]
    return flags.find_root(Path(named[-1]) if named else None)


class _Commands(click.Group):
    """Commands whose modules are imported when they are asked for: an edit waits for one alone."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        return command(name) if name in COMMANDS else None


def command(name: str) -> click.Command:
    """The command of that name, its module imported. Raises `KeyError` if there is none."""
    module = import_module(f"dateline.commands.{COMMANDS[name]}")
    found: click.Command = getattr(module, COMMANDS[name])
    return found


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=flags.EPILOG,
)
@click.version_option(__version__, "-V", "--version", prog_name="dateline")
@flags.root
@click.pass_context
def cli(context: click.Context, root: Path | None) -> None:
    """Turn a folder of Markdown stories into a newspaper of plain HTML files.

    \b
    A new paper in three steps:
      dateline init paper
      cd paper
      dateline build

    \b
    Then look at it at http://localhost:8000:
      python3 -m http.server --directory output
    """
    if root is None:
        return
    name = context.invoked_subcommand
    if name in COMMANDS and not any(option.name == "root" for option in command(name).params):
        raise click.UsageError(f"{name} needs no paper's folder: leave out -C")
    context.default_map = {name: {"root": str(root)} for name in COMMANDS}
