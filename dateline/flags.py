"""Flags that several commands have, and what they say: the paper's folder, the moment, options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline.problems import Problem, SiteError

if TYPE_CHECKING:
    from dateline.config import Config
    from dateline.pipeline import Options

EPILOG = """\b
Exit codes: 0 done, 1 the site has errors, 2 the command line was wrong,
3 the world was in the way (disk full, another build running),
4 verify found a difference, 70 a bug in dateline, 130 interrupted."""

F = TypeVar("F", bound=Callable[..., Any])


def stacked(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


root = click.option(
    "-C",
    "--root",
    type=click.Path(path_type=Path),
    help="The paper's folder. [default: the nearest one above that has a config.toml]",
)
config = click.option(
    "-c",
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings other than config.toml.",
)
as_of = click.option(
    "--as-of",
    metavar="TIME",
    help='The edition as it should read then, such as "2026-11-24 06:00 IST". [default: now]',
)
debug = click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
settings = stacked(root, config)
place = stacked(settings, as_of, debug)
no_search = click.option(
    "--no-search", is_flag=True, help="Make no search page, and no index for it."
)
base_url = click.option(
    "-b", "--base-url", default="", metavar="URL", help="Publish under this address instead."
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
jobs = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes to work with; the result is the same. [default: one for each core]",
)
wait = click.option(
    "--wait",
    type=click.FloatRange(0),
    default=0,
    metavar="SECONDS",
    help="Wait so long for another build of this paper to end. [default: 0]",
)
verbose = click.option("-v", "--verbose", is_flag=True, help="Name every file that is written.")
strict = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
shown = stacked(
    click.option("-D", "--drafts", is_flag=True, help="With drafts (needs -o)."),
    click.option("-F", "--future", is_flag=True, help="With held stories (needs -o)."),
    click.option("-E", "--expired", is_flag=True, help="With expired stories (needs -o)."),
)


def find_root(given: Path | None) -> Path:
    if given is not None:
        return given
    here = Path.cwd()
    return next((p for p in (here, *here.parents) if (p / "config.toml").is_file()), here)


def options_of(root: Path, values: dict[str, Any]) -> Options:
    """`Options` from a command's flags. The clock is read here and nowhere else."""
    from dateline.index import Edition
    from dateline.pipeline import Options

    as_of = moment(values["as_of"], root, values["config"])
    shown = {key: values.get(key, False) for key in ("drafts", "future", "expired")}
    return Options(
        edition=Edition(as_of, **shown),
        output=values.get("output"),
        config=values["config"],
        base_url=checked_url(values.get("base_url", "")),
        strict=values.get("strict", False),
        dry_run=values.get("dry_run", False),
        clean=values.get("clean", False),
        no_search=values.get("no_search", False),
        keep_going=values.get("keep_going", False),
        durable=values.get("durable", False),
        patience=values.get("wait", 0),
    )


def clock() -> datetime:
    return datetime.now(UTC)


def moment(text: str | None, root: Path, config: Path | None) -> datetime:
    if text is None:
        return clock()
    from dateline.times import EXPECTED, Misread, read_time, zone

    try:
        site_zone = zone(load(root, config).site.timezone)
    except SiteError:
        site_zone = UTC  # the build tells what is wrong with the settings
    moment = read_time(text, site_zone)
    if isinstance(moment, Misread):
        raise click.BadParameter(
            f"{text!r} {moment.what}. Expected {EXPECTED}. {moment.hint}".rstrip(),
            param_hint="--as-of",
        )
    return moment.at


def checked_url(url: str, flag: str = "--base-url") -> str:
    if not url:
        return url
    from dateline.fields import Complaints, Node, SiteAddress

    complaints = Complaints("")
    if SiteAddress().read(Node("text", url), flag, complaints) is None:
        hint = complaints.problems[0].hint
        said = f"{url!r} is not {SiteAddress().words}" + (f" ({hint})" if hint else "")
        raise click.BadParameter(said, param_hint=flag)
    return url


def load(root: Path, config: Path | None) -> Config:
    """The paper's settings. Raises `SiteError` if they can't be read."""
    from dateline.config import load_config

    return load_config(config or root / "config.toml", name=config_name(root, config))


def config_name(root: Path, config: Path | None) -> str:
    """What problems call the settings: their path in the paper's folder, else as it was given."""
    if config is None:
        return "config.toml"
    whole, folder = config.resolve(), root.resolve()
    return (whole.relative_to(folder) if whole.is_relative_to(folder) else config).as_posix()


def named(problems: Sequence[Problem], root: Path, config: Path | None) -> tuple[Problem, ...]:
    """`problems` with the settings' path where the pipeline knows only the name of their file."""
    if config is None:
        return tuple(problems)
    path = config_name(root, config)
    return tuple(
        replace(problem, where=replace(problem.where, path=path))
        if problem.where.path == config.name
        else problem
        for problem in problems
    )


def is_usual_output(root: Path, output: Path | None) -> bool:
    """Whether `output` is the folder that readers get."""
    return output is None or output.resolve() == (root / "output").resolve()
