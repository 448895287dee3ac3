"""`dateline verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline import flags
from dateline.telling import (
    DIFFERENT,
    DONE,
    SITE,
    counted,
    number,
    say,
    show,
    showing_progress,
)


@click.command(epilog=flags.EPILOG)
@flags.place
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Look here. [default: output]"
)
@flags.base_url
@flags.no_search
@flags.jobs
@flags.wait
@flags.quiet
def verify(**values: Any) -> int:
    """Prove that the output is what a clean build makes.

    Builds everything anew, aside, with nothing that was remembered; compares both, byte for byte;
    names each difference with its cause. Takes as long as a first build, and changes nothing.
    """
    from dateline.verify import verify as prove
    from dateline.workers import choose

    root = flags.find_root(values["root"])
    options = flags.options_of(root, values)
    with choose(values["jobs"]) as workers, showing_progress(quiet=values["quiet"]) as progress:
        verdict = prove(
            root, options, is_then=values["as_of"] is None, workers=workers, progress=progress
        )
    if not verdict.report.ready:
        show(flags.named(verdict.report.problems, root, options.config))
        say(f"{counted(verdict.report.problems)}: there is no clean build to compare with.")
        return SITE
    for note in verdict.report.notes:
        say(f"note: {note}")
    for difference in verdict.differences:
        click.echo(f"{difference.path} {difference.what}: {difference.cause}")
    if not values["quiet"]:
        found, files = len(verdict.differences), verdict.report.files
        said = number(found, "difference") if found else "no difference"
        click.echo(f"{number(files, 'file')}: {said} ({verdict.report.seconds:.1f} s)")
    return DIFFERENT if verdict.differences else DONE
