"""`dateline init` and `dateline new`: files that a reporter would otherwise copy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from dateline.fields import is_visible, one_line
from dateline.names import RESERVED_SLUGS, is_device, is_slug, slugify
from dateline.problems import WorldError
from dateline.times import ZONES

STARTER = Path(__file__).resolve().parent / "starter"
_PLACES = {"gitignore": ".gitignore", "github/build.yml": ".github/workflows/build.yml"}


def init(folder: Path, *, title: str, now: datetime) -> tuple[str, ...]:
    """Write a new newspaper into `folder`, which must be new or empty; gives the files' paths."""
    if folder.exists() and not folder.is_dir():
        raise WorldError(f"{folder} is a file, so it is left alone", "name a new folder")
    if folder.exists() and any(folder.iterdir()):
        raise WorldError(f"{folder} is not empty, so it is left alone", "name a new folder")
    title = _title(title) or _title(re.sub("[-_]", " ", folder.resolve().name).title()) or "News"
    values = {
        "title": title,
        "authority": f"{slugify(title)[:63].strip('-') or 'paper'}.example",
        "now": written_time(now),
        "earlier": written_time(now - timedelta(hours=1)),
    }
    written = []
    for source in sorted(p for p in STARTER.rglob("*") if p.is_file()):
        name = source.relative_to(STARTER).as_posix()
        if "__pycache__" in name:
            continue
        name = _PLACES.get(name, name)
        text = re.sub(
            r"\{(title|authority|now|earlier)\}",
            lambda match: values[match[1]],
            source.read_text(encoding="utf-8"),
        )
        _write_new(folder / name, text)
        written.append(name)
    return tuple(sorted(written))


def _title(text: str) -> str:
    """`text` as it can stand between quotation marks in config.toml; nothing if none is seen."""
    text = one_line(re.sub(r'[\\"]', "", text))[:200]
    return text if is_visible(text) else ""


@dataclass(frozen=True, slots=True)
class NewStory:
    """What `dateline new` was told."""

    title: str
    section: str
    kind: str = "news"
    authors: Sequence[str] = ()
    topics: Sequence[str] = ()
    slug: str = ""
    is_bundle: bool = False


def new_story(root: Path, story: NewStory, *, now: datetime) -> Path:
    """Write the story's file, a draft, and give its path. Never writes over a file.

    Raises `WorldError` if there is a file already, or the headline makes no slug.
    """
    slug = story.slug or slugify(story.title)
    if not is_slug(slug) or slug in RESERVED_SLUGS or is_device(slug):
        raise WorldError(
            f"no file name can be made of {story.slug or story.title!r}",
            "name one: --slug harbour-deal",
        )
    folder = root / "content" / story.section
    taken = [folder / f"{slug}.md", folder / slug / "index.md"]
    if existing := next((path for path in taken if path.exists()), None):
        raise WorldError(f"{existing} is there already", "choose another headline or --slug")
    path = taken[1] if story.is_bundle else taken[0]
    _write_new(path, _text(story, now))
    return path


def _text(story: NewStory, now: datetime) -> str:
    lines = ["---", f"title: {quoted(one_line(story.title))}", f"published: {written_time(now)}"]
    lines.append("summary:")
    if story.kind != "news":
        lines.append(f"kind: {story.kind}")
    for key, values in (("authors", story.authors), ("topics", story.topics)):
        if values:
            lines += [f"{key}:", *(f"  - {quoted(one_line(value))}" for value in values)]
    lines += ["draft: yes  # take this line away to publish", "---", "", ""]
    return "\n".join(lines)


def quoted(text: str) -> str:
    """`text` as a YAML scalar on one line, in quotation marks only if it needs them."""
    plain = re.fullmatch(r"[^\W\d_][\w .,;!?()/’–—-]*", text) and not text.endswith((" ", ":"))
    if plain and " #" not in text:
        return text
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def written_time(moment: datetime) -> str:
    """`moment` as it is written in front matter, to the minute: `2010-11-13 15:58 IST`."""
    name = moment.tzname() or ""
    # Israel's and Ireland's clocks say IST too, and mean other times.
    is_read_so = name in ZONES and ZONES[name].utcoffset(moment) == moment.utcoffset()
    zone = name if is_read_so else moment.isoformat()[-6:]
    return f"{moment:%Y-%m-%d %H:%M} {zone}"


def local(moment: datetime, zone: tzinfo) -> datetime:
    """`moment` in `zone`, to the minute."""
    return moment.astimezone(zone).replace(second=0, microsecond=0)


def _write_new(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise WorldError(f"{path} is there already", "it is left as it is") from error
    except OSError as error:
        raise WorldError(f"{path} can't be written ({error.strerror})") from error
