"""`dateline why`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline import flags
from dateline.problems import WorldError
from dateline.telling import (
    DONE,
    relative,
)


@click.command(epilog=flags.EPILOG)
@click.argument("path")
@flags.root
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Its output. [default: output]"
)
@click.option("--json", "as_json_", is_flag=True, help="For programs.")
@flags.debug
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

    root = flags.find_root(values["root"])
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
                f"{path} is no file of {relative(output)}/, and none of content/",
                "a path from here, or a URL such as /world/; or is it newer than the last build?",
            ) from error
    click.echo(as_json(answer) if values["as_json_"] else "\n".join(as_text(answer)))
    return DONE
