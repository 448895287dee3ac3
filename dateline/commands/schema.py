"""`dateline schema`."""

from __future__ import annotations

import json
from typing import Any, cast

import click

from dateline import flags
from dateline.telling import (
    DONE,
)


@click.command(epilog=flags.EPILOG)
@click.argument("sort", type=click.Choice(["story", "page", "profile", "config"]), default="story")
@flags.debug
def schema(sort: str, **_: Any) -> int:
    """JSON Schema of front matter or settings, for editors.

    Editors that know the schema complete keys and mark mistakes while you type.
    """
    from dateline.schema import Sort, schema_of

    click.echo(json.dumps(schema_of(cast("Sort", sort)), ensure_ascii=False, indent=2))
    return DONE
