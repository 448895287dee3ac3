"""`dateline list`."""

from __future__ import annotations

from typing import Any

import click

from dateline import flags
from dateline.problems import SiteError
from dateline.telling import (
    DONE,
    number,
    say,
)


@click.command("list", epilog=flags.EPILOG)
@flags.place
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

    root = flags.find_root(values["root"])
    options = flags.options_of(root, values)
    try:
        room = read(root, options)
    except SiteError as error:
        raise SiteError(flags.named(error.problems, root, options.config)) from error
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
        say(f"{number(broken, 'file')} can't be read: see dateline check")
    return DONE
