"""`dateline check`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from dateline import flags
from dateline.problems import as_github, as_json, has_errors
from dateline.telling import (
    DONE,
    SITE,
    counted,
    number,
    show,
    showing_progress,
)


@click.command(epilog=flags.EPILOG)
@flags.place
@flags.strict
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations of a GitHub workflow.",
)
@flags.jobs
@flags.quiet
def check(**values: Any) -> int:
    """Tell everything that is wrong, and write nothing.

    Drafts and held stories are held to the same rules here as those that are out.
    """
    from dateline.pipeline import build as run
    from dateline.workers import choose

    root = flags.find_root(values["root"])
    options = replace(flags.options_of(root, values), is_check=True)
    is_quiet = values["quiet"] or values["form"] != "text"
    with choose(values["jobs"]) as workers, showing_progress(quiet=is_quiet) as progress:
        report = run(root, options, workers=workers, progress=progress)
    problems = flags.named(report.problems, root, options.config)
    if values["form"] == "json":
        click.echo(as_json(problems))
    elif values["form"] == "github":
        for problem in problems:
            click.echo(as_github(problem))
    else:
        show(problems)
        if not values["quiet"]:
            said = counted(report.problems)
            click.echo(f"{said} in {number(report.stories, 'story')} ({report.seconds:.1f} s)")
    return SITE if has_errors(report.problems) else DONE
