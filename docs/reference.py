"""The tables of the manual that repeat what the code says: made from it, never typed.

`python docs/reference.py` writes them anew between `<!-- generated: NAME -->` and `<!-- end -->`
in docs/*.md; a test fails if that was forgotten.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields as fields_of
from pathlib import Path

import click

from dateline import config, front, keys, model, prose, sanitize
from dateline.cli import COMMANDS, command
from dateline.fields import DEEPEST, MOST_NODES, Field, List, Record

DOCS = Path(__file__).resolve().parent
_BLOCK = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

NOUNS = (
    model.Site,
    model.Page,
    model.Story,
    model.Teaser,
    model.Link,
    model.Picture,
    model.Section,
    model.Publisher,
    model.Feed,
    model.Band,
    model.Series,
    model.Notice,
    model.Calendar,
    model.Day,
    model.Profile,
    model.Entry,
    model.Place,
)
"""What templates can reach, in the order of the manual."""


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(titles), "|---" * len(titles) + "|", *map(line, rows)])


def code(text: str) -> str:
    """`text` as a code span, or nothing."""
    return f"`{text}`" if text else ""


# Keys and settings ------------------------------------------------------------------------------


def key_table(fields: Iterable[Field]) -> str:
    """The keys of front matter, or of another table, with shape and meaning."""
    return table(("key", "shape", "meaning", "example"), (_key_row(field) for field in fields))


def _key_row(field: Field) -> Sequence[str]:
    meaning = field.meaning
    if field.required:
        meaning = f"**Required.** {meaning}"
    if field.names:
        meaning += " Also read as " + " or ".join(map(code, field.names)) + "."
    return code(field.key), _shape(field), meaning, code(field.example)


def _shape(field: Field) -> str:
    return re.split(r",? such as ", field.shape.words)[0]


def front_keys() -> str:
    """front.toml, with the keys of its tables below it."""
    rows: list[Sequence[str]] = []
    for field in front.fields(("world", "city")):
        shape, name = field.shape, f"[{field.key}]"
        if isinstance(shape, List):
            shape, name = shape.of, f"[[{field.key}]]"
        if not isinstance(shape, Record):
            rows.append(_key_row(field))
            continue
        rows.append((code(name), "table", field.meaning, ""))
        for inner in shape.fields:
            key, words, meaning, example = _key_row(inner)
            if inner.key == "section":
                words = "the id of a section"
            rows.append((f"{code(name)} {key}", words, meaning, example))
    return table(("key", "shape", "meaning", "example"), rows)


def settings() -> str:
    """Every table of config.toml under a heading of its own."""
    parts = []
    tables = dict(config.default_config_fields())
    after_site = {"site": tables.pop("site"), "sections.<id>": tables.pop("sections.<id>")}
    for name, fields in (after_site | tables).items():
        policies = [field for field in fields if isinstance(field.shape, Record)]
        plain = [field for field in fields if field not in policies]
        parts.append(f"### `[{name}]`\n\n{key_table(plain)}")
        for field in policies:
            if isinstance(field.shape, Record):
                parts.append(f"### `[{name}.{field.key}]`\n\n{field.meaning}\n")
                parts[-1] += "\n" + key_table(field.shape.fields)
    return "\n\n".join(parts)


def kinds() -> str:
    """Kinds of story with their types at schema.org."""
    return table(("kind", "type"), ((code(kind), code(name)) for kind, name in keys.KINDS.items()))


def html() -> str:
    """What raw HTML may hold."""
    lines = [
        ("elements", " ".join(sorted(sanitize.TAGS))),
        ("classes", " ".join(sorted(sanitize.CLASSES))),
        ("schemes of links", " ".join(sorted(sanitize.SCHEMES))),
    ]
    return table(("what", "allowed"), ((what, code(words)) for what, words in lines))


def limits() -> str:
    """Bounds on one file."""
    by_key = {field.key: field for field in config.MARKDOWN}

    def setting(key: str) -> str:
        return f"`{key}` in `[markdown]`"

    def default(key: str) -> str:
        return by_key[key].example.rsplit("= ", 1)[1]

    rows = [
        ("bytes of front matter", default("head_bytes"), setting("head_bytes")),
        ("bytes of text", default("body_bytes"), setting("body_bytes")),
        ("seconds to convert a text of up to 1 MB", default("seconds"), setting("seconds")),
        ("levels of lists and tables in front matter", str(DEEPEST), "fixed"),
        ("keys and values in front matter", str(MOST_NODES), "fixed"),
        ("levels of lists and quotes in a text", str(prose.DEEPEST), "fixed"),
    ]
    return table(("what", "limit", "set by"), rows)


# What templates see -----------------------------------------------------------------------------

_PLAIN = {
    "id": "Its name in addresses and settings.",
    "title": "Its name or headline.",
    "name": "Its name.",
    "url": "Its address, ready for an `href`.",
    "lang": "Its language; empty if it is the page's own.",
    "description": "What it is, in a sentence; may be empty.",
    "summary": "A sentence on it; may be empty.",
    "path": "Its file.",
    "image": "Its picture.",
    "section": "The section it stands in.",
    "authors": "Who wrote it; the desk, if the story names nobody.",
    "topics": "What it is about, with the addresses of their pages.",
    "feeds": "The feeds to announce in its head, its own first.",
    "body": "A digest of its text; templates show the text itself by `body`.",
}
"""Words for fields that say the same wherever they stand and need none in the code."""

_OWN = {
    ("Site", "language"): "The paper's language.",
    ("Site", "timezone"): "The name of its zone.",
    ("Site", "sections"): "All sections, in the order of config.toml.",
    ("Site", "publisher"): "Who publishes the paper.",
    ("Page", "lang"): "Its language, where it has words; `lang` is always set.",
    ("Page", "template"): "The template that makes it.",
    ("Page", "crumbs"): "The way from the front page to this page, which is the last one.",
    ("Page", "story"): "The story, on its own page.",
    ("Page", "series"): "The series that the story belongs to.",
    ("Page", "profile"): "What `content/` says of the author or topic.",
    ("Page", "bands"): "The front page's sections.",
    ("Page", "notice"): "The front page's breaking bar.",
    ("Page", "older"): "The numbered list page with older stories.",
    ("Page", "newer"): "The one with newer stories; on the front of a list always none.",
    ("Page", "entries"): "In feeds: the stories.",
    ("Page", "places"): "In sitemaps: the lines.",
    ("Story", "published"): "Its first publication.",
    ("Story", "words"): "How many words its text has.",
    ("Story", "section"): "The id of its section; `page.section` is the link.",
    ("Story", "authors"): "Names or ids, as written; `page.authors` has them as links.",
    ("Story", "image"): "As written; `page.image` has the address.",
    ("Teaser", "published"): "Its first publication.",
    ("Teaser", "section"): "The section it stands in.",
    ("Teaser", "authors"): "Who wrote it.",
    ("Picture", "height"): "In pixels.",
    ("Picture", "src"): "Its address; in `story.image` the path of its file.",
    ("Feed", "media_type"): "Such as `application/atom+xml`.",
    ("Publisher", "logo"): "The address of its mark, or nothing.",
    ("Band", "link"): "The section.",
    ("Band", "stories"): "Its stories.",
    ("Series", "link"): "The series' own page.",
    ("Notice", "text"): "What it says.",
    ("Day", "number"): "Of the month; 0 if it is no day of this month.",
    ("Calendar", "weeks"): "Its weeks, each a list of seven [`Day`](#day)s.",
    ("Profile", "links"): "Where else to find them.",
    ("Profile", "id"): "The last part of its address.",
    ("Entry", "id"): "Permanent, and not the address.",
    ("Entry", "teaser"): "The story.",
    ("Entry", "topics"): "Their names.",
    ("Entry", "links"): "Where the text's references lead; used by `entry_body`.",
    ("Entry", "dateline"): "The place that opens the story; `entry_body` has put it in.",
    ("Place", "url"): "Its address, with scheme and host.",
    ("Place", "changed"): "When it last changed.",
    ("Place", "published"): "In the news sitemap: its first publication.",
}
"""Words for fields that stand in one noun alone and have no docstring there."""


def nouns() -> str:
    """Every field that a template can reach."""
    said = _docstrings()
    parts = []
    for noun in NOUNS:
        name = noun.__name__
        rows = []
        for field in fields_of(noun):
            meaning = said.get((name, field.name)) or _meaning(name, field.name)
            rows.append((code(field.name), kind_of(str(field.type)), meaning))
        first = (inspect.getdoc(noun) or "").split("\n\n")[0].replace("\n", " ")
        parts.append(f"### {name}\n\n{first}\n\n{table(('field', 'type', 'meaning'), rows)}")
    return "\n\n".join(parts)


def _meaning(noun: str, field: str) -> str:
    """What a field without a docstring is: in the words of its key, if it comes from one."""
    if (own := _OWN.get((noun, field))) is not None:
        return own
    declared: Mapping[str, Iterable[Field]] = {
        "Site": config.SITE,
        "Story": keys.STORY,
        "Teaser": keys.STORY,
        "Profile": keys.PROFILE,
        "Picture": keys.IMAGE.fields,
        "Section": config.SECTION,
        "Publisher": config.PUBLISHER,
    }
    for known in declared.get(noun, ()):
        if known.key == field:
            return known.meaning
    return _PLAIN[field]


def _docstrings() -> Mapping[tuple[str, str], str]:
    """The docstrings of the fields in model.py, by noun and field."""
    said = {}
    for node in ast.parse(inspect.getsource(model)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for place, following in zip(node.body, node.body[1:], strict=False):
            if (
                isinstance(place, ast.AnnAssign)
                and isinstance(place.target, ast.Name)
                and isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Constant)
                and isinstance(following.value.value, str)
            ):
                said[node.name, place.target.id] = " ".join(following.value.value.split())
    return said


_KINDS = {"str": "text", "int": "number", "bool": "yes or no", "datetime": "time"}
_KINDS |= {"bytes": "bytes", "Extra": "anything"}


def kind_of(annotation: str) -> str:
    """A type in the words of the manual: `tuple[Link, ...]` is a list of `Link`."""
    if annotation.endswith(" | None"):
        return kind_of(annotation.removesuffix(" | None")) + ", or none"
    if match := re.fullmatch(r"tuple\[(.*), \.\.\.\]", annotation):
        inner = kind_of(match[1])
        return "list of " + {"text": "texts"}.get(inner, inner)
    if match := re.fullmatch(r"Mapping\[str, (.*)\]", annotation):
        return "table of " + {"text": "texts"}.get(inner := kind_of(match[1]), inner)
    return _KINDS.get(annotation) or f"[`{annotation}`](#{annotation.lower()})"


# Commands ---------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its arguments and flags."""
    parts = []
    for name in sorted(COMMANDS):
        asked = command(name)
        arguments = [p for p in asked.params if isinstance(p, click.Argument)]
        words = " ".join(["dateline", name, *map(_argument, arguments), "[OPTIONS]"])
        text = re.sub(r"\n\n\x08\n.*", "", inspect.cleandoc(asked.help or ""), flags=re.DOTALL)
        rows = [_option_row(p) for p in asked.params if isinstance(p, click.Option)]
        parts.append(f"### {name}\n\n`{words}`\n\n{text.strip()}\n\n{table(('flag', ''), rows)}")
    return "\n\n".join(parts)


def _argument(argument: click.Argument) -> str:
    word = (argument.name or "").upper()
    if isinstance(argument.type, click.Choice):
        word = "|".join(argument.type.choices)
    return word if argument.required else f"[{word}]"


def _option_row(option: click.Option) -> Sequence[str]:
    flag = ", ".join(option.opts)
    if isinstance(option.type, click.Choice):
        flag += " " + "|".join(option.type.choices)
    elif not option.is_flag:
        flag += " " + (option.metavar or option.type.name.upper())
    text = option.help or ""
    if option.show_default:
        text += f" [default: {option.default}]"
    return code(flag), f"**Required.** {text}" if option.required else text


# Blocks -----------------------------------------------------------------------------------------

BLOCKS: Mapping[str, Callable[[], str]] = {
    "story-keys": lambda: key_table(keys.STORY),
    "image-keys": lambda: key_table(keys.IMAGE.fields),
    "page-keys": lambda: key_table(keys.LEAF),
    "profile-keys": lambda: key_table(keys.PROFILE),
    "kinds": kinds,
    "html": html,
    "limits": limits,
    "front-keys": front_keys,
    "settings": settings,
    "nouns": nouns,
    "commands": commands,
}


def renewed(text: str) -> str:
    """A page of the manual with its generated blocks made anew."""
    return _BLOCK.sub(lambda m: f"{m[1]}\n{BLOCKS[m[2]]()}\n\n{m[3]}", text)


def main() -> int:
    """Renew every page; names those that changed."""
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if (new := renewed(text)) != text:
            path.write_text(new, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
