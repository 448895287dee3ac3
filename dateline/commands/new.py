"""`dateline new`."""

from __future__ import annotations

from typing import Any

import click

from dateline import flags
from dateline.telling import (
    DONE,
    relative,
)


@click.command(epilog=flags.EPILOG)
@click.argument("headline")
@flags.settings
@click.option("--as-of", metavar="TIME", help="The time to write in the file. [default: now]")
@flags.debug
@click.option("-s", "--section", required=True, help="The id of a section in config.toml.")
@click.option("-a", "--author", "authors", multiple=True, help="A name or id; may be repeated.")
@click.option("-t", "--topic", "topics", multiple=True, help="A topic; may be repeated.")
@click.option("-k", "--kind", default="news", show_default=True, help="analysis, opinion, …")
@click.option("--slug", default="", help="The file's name. [default: made from the headline]")
@click.option("--bundle", is_flag=True, help="A folder, for a story with pictures.")
def new(headline: str, **values: Any) -> int:
    """Begin a story: a file with its slug, time and author filled in.

    \b
    dateline new "Harbour deal signed" --section world --author meera-tandel
    """
    from dateline.fields import is_visible, nearest, one_line
    from dateline.keys import KINDS
    from dateline.names import is_slug
    from dateline.scaffold import NewStory, local, new_story
    from dateline.times import zone

    root = flags.find_root(values["root"])
    config = flags.load(root, values["config"])
    for given, known, flag in (
        (values["section"], config.rules.sections, "--section"),
        (values["kind"], tuple(KINDS), "--kind"),
    ):
        if given not in known:
            near = nearest(given, known)
            hint = f" Did you mean {near!r}?" if near else ""
            raise click.BadParameter(
                f"{given!r} is not one of {', '.join(known)}.{hint}", param_hint=flag
            )
    if values["slug"] and not is_slug(values["slug"]):
        words = f"{values['slug']!r} is not made of a to z, 0 to 9 and hyphens"
        raise click.BadParameter(words, param_hint="--slug")
    if not is_visible(one_line(headline)):
        raise click.BadParameter("the headline is empty", param_hint="HEADLINE")
    now = local(flags.moment(values["as_of"], root, values["config"]), zone(config.site.timezone))
    keys = ("section", "kind", "authors", "topics", "slug")
    story = NewStory(headline, **{k: values[k] for k in keys}, is_bundle=values["bundle"])
    path = new_story(root, story, now=now)
    click.echo(relative(path))
    return DONE
