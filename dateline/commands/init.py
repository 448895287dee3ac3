"""`dateline init`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline import flags
from dateline.telling import (
    DONE,
)


@click.command(epilog=flags.EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The paper's name. [default: the folder's]")
@flags.debug
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

    written = make(folder, title=title, now=local(flags.clock(), zone("Asia/Kolkata")))
    for name in written:
        click.echo(f"  {folder / name}")
    click.echo(f"A newspaper. Next: cd {folder} && dateline build")
    return DONE
