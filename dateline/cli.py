"""The command line: words to calls, problems to lines, outcomes to exit codes."""

from __future__ import annotations

import io
import json
import platform
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from dateline import __version__
from dateline.problems import (
    Problem,
    SiteError,
    WorldError,
    as_github,
    as_json,
    as_text,
    has_errors,
    in_order,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.model import Report
    from dateline.pipeline import Options
    from dateline.profile import Meter
    from dateline.tools import Progress

DONE, SITE, USAGE, WORLD, DIFFERENT, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130
"""Exit codes."""

_IMPORTED = "text wordpress feed ghost hugo jekyll pelican eleventy".split()
"""What `import` reads."""

F = TypeVar("F", bound=Callable[..., Any])

EPILOG = """\b
Exit codes: 0 done, 1 the site has errors, 2 the command line was wrong,
3 the world was in the way (disk full, another build running),
4 verify found a difference, 70 a bug in dateline, 130 interrupted."""


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
        _say("interrupted; nothing was left half-done")
        return INTERRUPTED
    except SiteError as error:
        _show(in_order(error.problems))
        return SITE
    except WorldError as error:
        _say(f"error: {error}")
        if error.hint:
            _say(f"  hint: {error.hint}")
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
    _say(f"error: this is a bug in dateline ({type(error).__name__}){kept}")
    return BUG


def _root_in(words: Sequence[str]) -> Path:
    """The paper's folder that `words` name, however far their command got."""
    named = [after for word, after in pairwise(words) if word in ("-C", "--root")]
    named += [word.removeprefix("--root=") for word in words if word.startswith("--root=")]
    return _find_root(Path(named[-1]) if named else None)


def _say(text: str) -> None:
    click.echo(text, err=True)


# Options ---------------------------------------------------------------------------------------


def _stacked(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_root = click.option(
    "-C",
    "--root",
    type=click.Path(path_type=Path),
    help="The paper's folder. [default: the nearest one above that has a config.toml]",
)
_config = click.option(
    "-c",
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings other than config.toml.",
)
_as_of = click.option(
    "--as-of",
    metavar="TIME",
    help='The edition as it should read then, such as "2026-11-24 06:00 IST". [default: now]',
)
_debug = click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
_settings = _stacked(_root, _config)
_place = _stacked(_settings, _as_of, _debug)
_no_search = click.option(
    "--no-search", is_flag=True, help="Make no search page, and no index for it."
)
_base_url = click.option(
    "-b", "--base-url", default="", metavar="URL", help="Publish under this address instead."
)
_quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
_jobs = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes to work with; the result is the same. [default: one for each core]",
)
_wait = click.option(
    "--wait",
    type=click.FloatRange(0),
    default=0,
    metavar="SECONDS",
    help="Wait so long for another build of this paper to end. [default: 0]",
)
_verbose = click.option("-v", "--verbose", is_flag=True, help="Name every file that is written.")
_strict = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
_shown = _stacked(
    click.option("-D", "--drafts", is_flag=True, help="With drafts (needs -o)."),
    click.option("-F", "--future", is_flag=True, help="With held stories (needs -o)."),
    click.option("-E", "--expired", is_flag=True, help="With expired stories (needs -o)."),
)


def _find_root(given: Path | None) -> Path:
    if given is not None:
        return given
    here = Path.cwd()
    return next((p for p in (here, *here.parents) if (p / "config.toml").is_file()), here)


def _options(root: Path, values: dict[str, Any]) -> Options:
    """`Options` from a command's flags. The clock is read here and nowhere else."""
    from dateline.index import Edition
    from dateline.pipeline import Options

    as_of = _moment(values["as_of"], root, values["config"])
    shown = {key: values.get(key, False) for key in ("drafts", "future", "expired")}
    return Options(
        edition=Edition(as_of, **shown),
        output=values.get("output"),
        config=values["config"],
        base_url=_checked_url(values.get("base_url", "")),
        strict=values.get("strict", False),
        dry_run=values.get("dry_run", False),
        clean=values.get("clean", False),
        no_search=values.get("no_search", False),
        keep_going=values.get("keep_going", False),
        durable=values.get("durable", False),
        patience=values.get("wait", 0),
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _moment(text: str | None, root: Path, config: Path | None) -> datetime:
    if text is None:
        return _now()
    from dateline.config import load_config
    from dateline.times import EXPECTED, Misread, read_time, zone

    try:
        site_zone = zone(load_config(config or root / "config.toml").site.timezone)
    except SiteError:
        site_zone = UTC  # the build tells what is wrong with the settings
    moment = read_time(text, site_zone)
    if isinstance(moment, Misread):
        raise click.BadParameter(
            f"{text!r} {moment.what}. Expected {EXPECTED}. {moment.hint}".rstrip(),
            param_hint="--as-of",
        )
    return moment.at


def _checked_url(url: str, flag: str = "--base-url") -> str:
    if not url:
        return url
    from dateline.fields import Complaints, Node, SiteAddress

    complaints = Complaints("")
    if SiteAddress().read(Node("text", url), flag, complaints) is None:
        hint = complaints.problems[0].hint
        said = f"{url!r} is not {SiteAddress().words}" + (f" ({hint})" if hint else "")
        raise click.BadParameter(said, param_hint=flag)
    return url


def _config_name(root: Path, config: Path | None) -> str:
    """What problems call the settings: their path in the paper's folder, else as it was given."""
    if config is None:
        return "config.toml"
    whole, folder = config.resolve(), root.resolve()
    return (whole.relative_to(folder) if whole.is_relative_to(folder) else config).as_posix()


def _named(problems: Sequence[Problem], root: Path, config: Path | None) -> tuple[Problem, ...]:
    """`problems` with the settings' path where the pipeline knows only the name of their file."""
    if config is None:
        return tuple(problems)
    path = _config_name(root, config)
    return tuple(
        replace(problem, where=replace(problem.where, path=path))
        if problem.where.path == config.name
        else problem
        for problem in problems
    )


# Commands --------------------------------------------------------------------------------------


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.version_option(__version__, "-V", "--version", prog_name="dateline")
@_root
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
    command = cli.commands.get(context.invoked_subcommand or "")
    if command and not any(option.name == "root" for option in command.params):
        raise click.UsageError(f"{command.name} needs no paper's folder: leave out -C")
    context.default_map = {name: {"root": str(root)} for name in cli.commands}


@cli.command(epilog=EPILOG)
@_place
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write here. [default: output]"
)
@_base_url
@_shown
@_strict
@_jobs
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, write nothing.")
@click.option("--clean", is_flag=True, help="Make everything anew, and remove all strange files.")
@click.option(
    "--keep-going",
    is_flag=True,
    help="Publish the rest if a story is wrong: it keeps its last good version, or stays out.",
)
@_no_search
@click.option("--durable", is_flag=True, help="Have the disk keep each file before it is shown.")
@_wait
@click.option("--profile", is_flag=True, help="Tell where the time went.")
@_quiet
@_verbose
def build(**values: Any) -> int:
    """Bring output/ up to date with the stories, templates and settings.

    What has not changed is not made again: publishing one story takes as long in an archive of
    a hundred as in one of a million. All mistakes of the whole paper are told at once. If one is an
    error, nothing is written: readers keep the last good edition.
    """
    root = _find_root(values["root"])
    _guard_unpublished(root, values)
    options = _options(root, values)
    return _build(root, options, values)


def _guard_unpublished(root: Path, values: dict[str, Any]) -> None:
    """Unpublished stories never go to where readers' files are."""
    output = values["output"]
    if not (values["drafts"] or values["future"] or values["expired"]):
        return
    if _is_usual_output(root, output):
        raise click.UsageError(
            "-D, -F and -E show unpublished stories, so they need an output of their own: "
            "add, say, -o preview"
        )


def _is_usual_output(root: Path, output: Path | None) -> bool:
    """Whether `output` is the folder that readers get."""
    return output is None or output.resolve() == (root / "output").resolve()


def _build(root: Path, options: Options, values: dict[str, Any]) -> int:
    from dateline.pipeline import build as run
    from dateline.workers import choose

    meter = _meter(values["profile"])
    with choose(values["jobs"]) as workers, _progress(quiet=values["quiet"]) as progress:
        report = run(root, options, workers=workers, progress=progress, meter=meter)
    for note in report.notes:
        _say(f"note: {note}")
    _show(_named(report.problems, root, options.config))
    if meter:
        for line in meter.lines(report.seconds):
            _say(line)
    if not report.ready:
        output = options.output or root / "output"
        kept = f"{_relative(output)}/ is as it was" if output.exists() else "there is no output yet"
        _say(f"{_counted(report.problems)}. Nothing was written; {kept}.")
        return SITE
    if options.dry_run or values["verbose"]:
        for path in report.written:
            click.echo(f"write   {path}")
        for path in report.removed:
            click.echo(f"remove  {path}")
    if not values["quiet"]:
        click.echo(_summary(report, dry_run=options.dry_run))
    is_for_readers = not options.dry_run and _is_usual_output(root, options.output)
    if is_for_readers and options.edition.as_of > _now():
        _say(
            "warning: this edition is of a moment to come: it may show stories that are not due "
            "yet\n  hint: write such an edition elsewhere, say with -o preview"
        )
    if has_errors(report.problems):
        does = "would be" if options.dry_run else "was"
        _say(f"{_counted(report.problems)}. The rest {does} published, what is wrong kept back.")
        return SITE
    return DONE


def _meter(is_wanted: bool) -> Meter | None:
    if not is_wanted:
        return None
    from dateline.profile import Meter

    return Meter()


def _summary(report: Report, *, dry_run: bool) -> str:
    written, removed = len(report.written), len(report.removed)
    same = report.files - written
    does = "would be written" if dry_run else "written"
    warned = sum(problem.severity == "warning" for problem in report.problems)
    tail = f", {_number(warned, 'warning')}" if warned else ""
    what = f"{_number(report.stories, 'story')} in {_number(report.files, 'file')}"
    return (
        f"{what}: {written:,} {does}, {same:,} unchanged, {removed:,} removed{tail} "
        f"({report.seconds:.1f} s)"
    )


def _number(count: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{count:,} {noun if count == 1 else plural}"


def _counted(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    parts = [_number(errors, "error")] if errors else []
    parts += [_number(warnings, "warning")] if warnings else []
    return ", ".join(parts) or "No problems"


def _show(problems: Sequence[Problem]) -> None:
    if sys.stderr.isatty():
        _show_in_colour(problems)
        return
    for problem in problems:
        _say(as_text(problem) + "\n")


def _show_in_colour(problems: Sequence[Problem]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for problem in problems:
        text = as_text(problem)
        shown = Text(text + "\n")
        colour = "bold red" if problem.severity == "error" else "bold yellow"
        start = len(f"{problem.where}: ")
        shown.stylize(colour, start, start + len(problem.severity))
        if caret := re.search(r"^ +\| +(\^)$", text, re.MULTILINE):
            shown.stylize(colour, *caret.span(1))
        if hint := re.search(r"^  (hint:)", text, re.MULTILINE):
            shown.stylize("bold cyan", *hint.span(1))
        console.print(shown)


@cli.command(epilog=EPILOG)
@_place
@_strict
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations of a GitHub workflow.",
)
@_jobs
@_quiet
def check(**values: Any) -> int:
    """Tell everything that is wrong, and write nothing.

    Drafts and held stories are held to the same rules here as those that are out.
    """
    from dateline.pipeline import build as run
    from dateline.workers import choose

    root = _find_root(values["root"])
    options = replace(_options(root, values), is_check=True)
    is_quiet = values["quiet"] or values["form"] != "text"
    with choose(values["jobs"]) as workers, _progress(quiet=is_quiet) as progress:
        report = run(root, options, workers=workers, progress=progress)
    problems = _named(report.problems, root, options.config)
    if values["form"] == "json":
        click.echo(as_json(problems))
    elif values["form"] == "github":
        for problem in problems:
            click.echo(as_github(problem))
    else:
        _show(problems)
        if not values["quiet"]:
            said = _counted(report.problems)
            click.echo(f"{said} in {_number(report.stories, 'story')} ({report.seconds:.1f} s)")
    return SITE if has_errors(report.problems) else DONE


@cli.command(epilog=EPILOG)
@click.argument("path")
@_root
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Its output. [default: output]"
)
@click.option("--json", "as_json_", is_flag=True, help="For programs.")
@_debug
def why(path: str, **values: Any) -> int:
    """What a page is made of, what changed it, or where a file shows.

    PATH is a file of the output or its URL, or a file of content/.

    \b
    dateline why output/world/index.html
    dateline why /world/
    dateline why content/world/harbour-deal.md
    """
    from dateline.cache import peek
    from dateline.ledger import press_of
    from dateline.why import Outdated, Unknown, as_json, as_text
    from dateline.why import why as ask

    root = _find_root(values["root"])
    output = values["output"] or root / "output"
    with peek(root / ".dateline") as cache:
        press = press_of(cache, output) if cache else None
        if cache is None or press is None or not press.build:
            raise WorldError(f"nothing is known of {output}", "build first: dateline build")
        try:
            answer = ask(root, output, cache, press, path)
        except Outdated as error:
            raise WorldError(
                "the settings have changed since the last build", "build again: dateline build"
            ) from error
        except Unknown as error:
            raise WorldError(
                f"{path} is no file of {_relative(output)}/, and none of content/",
                "a path from here, or a URL such as /world/; or is it newer than the last build?",
            ) from error
    click.echo(as_json(answer) if values["as_json_"] else "\n".join(as_text(answer)))
    return DONE


@cli.command(epilog=EPILOG)
@_place
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Look here. [default: output]"
)
@_base_url
@_no_search
@_jobs
@_wait
@_quiet
def verify(**values: Any) -> int:
    """Prove that the output is what a clean build makes.

    Builds everything anew, aside, with nothing that was remembered; compares both, byte for byte;
    names each difference with its cause. Takes as long as a first build, and changes nothing.
    """
    from dateline.verify import verify as prove
    from dateline.workers import choose

    root = _find_root(values["root"])
    options = _options(root, values)
    with choose(values["jobs"]) as workers, _progress(quiet=values["quiet"]) as progress:
        verdict = prove(
            root, options, is_then=values["as_of"] is None, workers=workers, progress=progress
        )
    if not verdict.report.ready:
        _show(_named(verdict.report.problems, root, options.config))
        _say(f"{_counted(verdict.report.problems)}: there is no clean build to compare with.")
        return SITE
    for note in verdict.report.notes:
        _say(f"note: {note}")
    for difference in verdict.differences:
        click.echo(f"{difference.path} {difference.what}: {difference.cause}")
    if not values["quiet"]:
        found, files = len(verdict.differences), verdict.report.files
        said = _number(found, "difference") if found else "no difference"
        click.echo(f"{_number(files, 'file')}: {said} ({verdict.report.seconds:.1f} s)")
    return DIFFERENT if verdict.differences else DONE


@cli.command("list", epilog=EPILOG)
@_place
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["draft", "held", "live", "expired"]),
    help="Only these; may be given more than once.",
)
@click.option("--json", "as_json_", is_flag=True, help="For programs.")
def list_(**values: Any) -> int:
    """Stories by state: drafts, held until their time, live, expired."""
    from dateline import listing
    from dateline.pipeline import read

    root = _find_root(values["root"])
    options = _options(root, values)
    try:
        room = read(root, options)
    except SiteError as error:
        raise SiteError(_named(error.problems, root, options.config)) from error
    timezone = room.config.site.timezone
    rows = listing.rows(room.items, options.edition, timezone, values["states"])
    if values["as_json_"]:
        click.echo(listing.as_json(rows))
    else:
        for state, moment, title, path in listing.as_table(rows, timezone):
            click.echo(f"{state:8} {moment:32} {title}\n{'':42}{path}")
        if not rows:
            click.echo("no stories")
    broken = sum(item.noun is None for item in room.items)
    if broken:
        _say(f"{_number(broken, 'file')} can't be read: see dateline check")
    return DONE


@cli.command(epilog=EPILOG)
@click.argument("headline")
@_settings
@click.option("--as-of", metavar="TIME", help="The time to write in the file. [default: now]")
@_debug
@click.option("-s", "--section", required=True, help="The id of a section in config.toml.")
@click.option("-a", "--author", "authors", multiple=True, help="A name or id; may be repeated.")
@click.option("-t", "--topic", "topics", multiple=True, help="A topic; may be repeated.")
@click.option("-k", "--kind", default="news", show_default=True, help="analysis, opinion, …")
@click.option("--slug", default="", help="The file's name. [default: made from the headline]")
@click.option("--bundle", is_flag=True, help="A folder, for a story with pictures.")
def new(headline: str, **values: Any) -> int:
    """Begin a story: a file with its slug, time and author filled in.

    \b
    dateline new "Harbour deal signed" --section world --author meera-tandel
    """
    from dateline.config import load_config
    from dateline.fields import is_visible, nearest, one_line
    from dateline.keys import KINDS
    from dateline.names import is_slug
    from dateline.scaffold import NewStory, local, new_story
    from dateline.times import zone

    root = _find_root(values["root"])
    settings = values["config"] or root / "config.toml"
    config = load_config(settings, name=_config_name(root, values["config"]))
    for given, known, flag in (
        (values["section"], config.rules.sections, "--section"),
        (values["kind"], tuple(KINDS), "--kind"),
    ):
        if given not in known:
            near = nearest(given, known)
            hint = f" Did you mean {near!r}?" if near else ""
            raise click.BadParameter(
                f"{given!r} is not one of {', '.join(known)}.{hint}", param_hint=flag
            )
    if values["slug"] and not is_slug(values["slug"]):
        words = f"{values['slug']!r} is not made of a to z, 0 to 9 and hyphens"
        raise click.BadParameter(words, param_hint="--slug")
    if not is_visible(one_line(headline)):
        raise click.BadParameter("the headline is empty", param_hint="HEADLINE")
    now = local(_moment(values["as_of"], root, values["config"]), zone(config.site.timezone))
    keys = ("section", "kind", "authors", "topics", "slug")
    story = NewStory(headline, **{k: values[k] for k in keys}, is_bundle=values["bundle"])
    path = new_story(root, story, now=now)
    click.echo(_relative(path))
    return DONE


def _relative(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


@cli.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The paper's name. [default: the folder's]")
@_debug
def init(folder: Path, title: str, **_: Any) -> int:
    """Make a new newspaper in FOLDER.

    Settings, two sections, two stories, build.py and a CI workflow: all of it yours to change.
    FOLDER must be new or empty.

    \b
    dateline init port-gazette --title "The Port Gazette"
    """
    from dateline.scaffold import init as make
    from dateline.scaffold import local
    from dateline.times import zone

    written = make(folder, title=title, now=local(_now(), zone("Asia/Kolkata")))
    for name in written:
        click.echo(f"  {folder / name}")
    click.echo(f"A newspaper. Next: cd {folder} && dateline build")
    return DONE


@cli.command("import", epilog=EPILOG)
@click.argument("form", metavar="FORMAT", type=click.Choice(_IMPORTED))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_settings
@_debug
@click.option(
    "-s", "--section", default="", help="Where stories go that name no section of this paper."
)
@click.option(
    "-m",
    "--map",
    "pairs",
    multiple=True,
    metavar="NAME=SECTION",
    help="Which section a name of the old site means; may be repeated.",
)
@click.option(
    "--media",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder with the old site's pictures; may be repeated.",
)
@click.option("--site", default="", metavar="URL", help="The old site's address.")
@click.option("--timezone", default="", metavar="ZONE", help="The zone of times that name none.")
@click.option("--again", is_flag=True, help="Write anew what was moved or deleted since.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, write nothing.")
@_quiet
def import_(form: str, paths: tuple[Path, ...], **values: Any) -> int:
    """Bring stories in from plain text, another tool, or a feed.

    Each is checked as a build would check it before it is written into content/. What can't come
    along is told here and in import-report.txt, and what is wrong is passed over, never the rest.
    Done again, it changes nothing; a story that was edited since stays as it is.

    \b
    dateline import text old-stories/
    dateline import wordpress export.xml --media uploads/ --map Politics=nation
    dateline import hugo ../old-site --section world
    """
    from dateline.config import load_config
    from dateline.importing import bring_in, read_export
    from dateline.placing import Wishes

    root = _find_root(values["root"])
    settings = values["config"] or root / "config.toml"
    config = load_config(settings, name=_config_name(root, values["config"]))
    sections = _sections_meant(values["pairs"], values["section"], config.rules.sections)
    zone_name = _checked_zone(values["timezone"])
    if strange := [path for path in values["media"] if not path.is_dir()]:
        raise click.BadParameter(f"{str(strange[0])!r} is not a folder", param_hint="--media")
    export = read_export(
        form,
        paths,
        site_zone=config.site.timezone,
        zone_name=zone_name,
        link=_checked_url(values["site"], "--site"),
    )
    wishes = Wishes(
        values["section"], sections, values["media"], values["again"], values["dry_run"]
    )
    with _progress(quiet=values["quiet"]) as progress:
        done = bring_in(root, config, form, export, wishes, progress)
    _show(done.problems)
    if not values["quiet"]:
        click.echo(done.told)
        click.echo(done.summary(dry_run=values["dry_run"]))
    return SITE if done.problems else DONE


def _sections_meant(pairs: Sequence[str], usual: str, known: Sequence[str]) -> dict[str, str]:
    """What `--map` says, checked, and `--section` with it."""
    meant = dict(pair.rpartition("=")[::2] for pair in pairs)
    for flag, given in (("--section", usual), *(("--map", id_) for id_ in meant.values())):
        if given not in known and (given or flag == "--map"):
            said = f"{given!r} is not one of {', '.join(known)}"
            raise click.BadParameter(said, param_hint=flag)
    return meant


def _checked_zone(name: str) -> str:
    from dateline.times import zone

    try:
        if name:
            zone(name)
        return name
    except (LookupError, ValueError, OSError) as error:
        said = f"{name!r} is not a zone such as Asia/Kolkata"
        raise click.BadParameter(said, param_hint="--timezone") from error


@cli.command(epilog=EPILOG)
@click.argument("sort", type=click.Choice(["story", "page", "profile", "config"]), default="story")
@_debug
def schema(sort: str, **_: Any) -> int:
    """JSON Schema of front matter or settings, for editors.

    Editors that know the schema complete keys and mark mistakes while you type.
    """
    from dateline.schema import Sort, schema_of

    click.echo(json.dumps(schema_of(cast("Sort", sort)), ensure_ascii=False, indent=2))
    return DONE


@cli.command(epilog=EPILOG)
@_settings
@_debug
@click.option("--output", "with_output", is_flag=True, help="Remove output/ too.")
def clean(**values: Any) -> int:
    """Remove what builds keep in .dateline/. It is never needed, and always safe."""
    from dateline.write import OWN, one_at_a_time
    from dateline.write import clean as remove

    root = _find_root(values["root"])
    if not (root / "config.toml").is_file() and values["config"] is None:
        raise WorldError(f"{root} is no newspaper's folder: it has no config.toml")
    output = root / "output" if values["with_output"] else None
    if not (root / OWN).exists() and not (output and output.exists()):
        removed: tuple[str, ...] = ()
    else:
        with one_at_a_time(root):
            removed = remove(root, output)
    click.echo("removed " + ", ".join(removed) if removed else "nothing to remove")
    return DONE


# Progress --------------------------------------------------------------------------------------


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, a line every ten seconds elsewhere, nothing when it should be quiet."""
    if quiet:
        yield lambda _stage, _done, _total: None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _Lines()


class _Lines:
    """Progress as plain lines, for logs: one every ten seconds of long work."""

    def __init__(self) -> None:
        self.told = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self.told >= 10:
            self.told = time.monotonic()
            _say(f"{stage}: {done:,} of {total:,}")


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Bars(*columns, TimeRemainingColumn(), console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield progress
