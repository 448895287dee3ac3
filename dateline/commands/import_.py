"""`dateline import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dateline import flags
from dateline.telling import (
    DONE,
    SITE,
    show,
    showing_progress,
)

FORMATS = "text wordpress feed ghost hugo jekyll pelican eleventy".split()
"""What `import` reads."""


@click.command("import", epilog=flags.EPILOG)
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@flags.settings
@flags.debug
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
@flags.quiet
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
    from dateline.importing import bring_in, read_export
    from dateline.placing import Wishes

    root = flags.find_root(values["root"])
    config = flags.load(root, values["config"])
    sections = _sections_meant(values["pairs"], values["section"], config.rules.sections)
    zone_name = _checked_zone(values["timezone"])
    if strange := [path for path in values["media"] if not path.is_dir()]:
        raise click.BadParameter(f"{str(strange[0])!r} is not a folder", param_hint="--media")
    export = read_export(
        form,
        paths,
        site_zone=config.site.timezone,
        zone_name=zone_name,
        link=flags.checked_url(values["site"], "--site"),
    )
    wishes = Wishes(
        values["section"], sections, values["media"], values["again"], values["dry_run"]
    )
    with showing_progress(quiet=values["quiet"]) as progress:
        done = bring_in(root, config, form, export, wishes, progress)
    show(done.problems)
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
