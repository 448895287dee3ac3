"""`dateline clean`."""

from __future__ import annotations

from typing import Any

import click

from dateline import flags
from dateline.problems import WorldError
from dateline.telling import (
    DONE,
)


@click.command(epilog=flags.EPILOG)
@flags.settings
@flags.debug
@click.option("--output", "with_output", is_flag=True, help="Remove output/ too.")
def clean(**values: Any) -> int:
    """Remove what builds keep in .dateline/. It is never needed, and always safe."""
    from dateline.write import OWN, one_at_a_time
    from dateline.write import clean as remove

    root = flags.find_root(values["root"])
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
