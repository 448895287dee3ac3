"""`dateline build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline import flags
from dateline.problems import has_errors
from dateline.telling import (
    DONE,
    SITE,
    counted,
    number,
    relative,
    say,
    show,
    showing_progress,
)

if TYPE_CHECKING:
    from dateline.model import Report
    from dateline.pipeline import Options
    from dateline.profile import Meter


@click.command(epilog=flags.EPILOG)
@flags.place
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write here. [default: output]"
)
@flags.base_url
@flags.shown
@flags.strict
@flags.jobs
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, write nothing.")
@click.option("--clean", is_flag=True, help="Make everything anew, and remove all strange files.")
@click.option(
    "--keep-going",
    is_flag=True,
    help="Publish the rest if a story is wrong: it keeps its last good version, or stays out.",
)
@flags.no_search
@click.option("--durable", is_flag=True, help="Have the disk keep each file before it is shown.")
@flags.wait
@click.option("--profile", is_flag=True, help="Tell where the time went.")
@flags.quiet
@flags.verbose
def build(**values: Any) -> int:
    """Bring output/ up to date with the stories, templates and settings.

    What has not changed is not made again: publishing one story takes as long in an archive of
    a hundred as in one of a million. All mistakes of the whole paper are told at once. If one is an
    error, nothing is written: readers keep the last good edition.
    """
    root = flags.find_root(values["root"])
    _guard_unpublished(root, values)
    options = flags.options_of(root, values)
    return _build(root, options, values)


def _guard_unpublished(root: Path, values: dict[str, Any]) -> None:
    """Unpublished stories never go to where readers' files are."""
    output = values["output"]
    if not (values["drafts"] or values["future"] or values["expired"]):
        return
    if flags.is_usual_output(root, output):
        raise click.UsageError(
            "-D, -F and -E show unpublished stories, so they need an output of their own: "
            "add, say, -o preview"
        )


def _build(root: Path, options: Options, values: dict[str, Any]) -> int:
    from dateline.pipeline import build as run
    from dateline.workers import choose

    meter = _meter(values["profile"])
    with choose(values["jobs"]) as workers, showing_progress(quiet=values["quiet"]) as progress:
        report = run(root, options, workers=workers, progress=progress, meter=meter)
    for note in report.notes:
        say(f"note: {note}")
    show(flags.named(report.problems, root, options.config))
    if meter:
        for line in meter.lines(report.seconds):
            say(line)
    if not report.ready:
        output = options.output or root / "output"
        kept = f"{relative(output)}/ is as it was" if output.exists() else "there is no output yet"
        say(f"{counted(report.problems)}. Nothing was written; {kept}.")
        return SITE
    if options.dry_run or values["verbose"]:
        for path in report.written:
            click.echo(f"write   {path}")
        for path in report.removed:
            click.echo(f"remove  {path}")
    if not values["quiet"]:
        click.echo(_summary(report, dry_run=options.dry_run))
    is_for_readers = not options.dry_run and flags.is_usual_output(root, options.output)
    if is_for_readers and options.edition.as_of > flags.clock():
        say(
            "warning: this edition is of a moment to come: it may show stories that are not due "
            "yet\n  hint: write such an edition elsewhere, say with -o preview"
        )
    if has_errors(report.problems):
        does = "would be" if options.dry_run else "was"
        say(f"{counted(report.problems)}. The rest {does} published, what is wrong kept back.")
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
    tail = f", {number(warned, 'warning')}" if warned else ""
    what = f"{number(report.stories, 'story')} in {number(report.files, 'file')}"
    return (
        f"{what}: {written:,} {does}, {same:,} unchanged, {removed:,} removed{tail} "
        f"({report.seconds:.1f} s)"
    )
