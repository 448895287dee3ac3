"""A newspaper of any size, made of a seed: for measuring builds, never for reading.

    python bench/corpus.py FOLDER --stories 10000

writes config.toml and `content/` with 8 sections, 200 authors (40 with profiles), 500 topics
with a long tail (20 with profiles) and stories of about 450 words over 15 years. Six in ten
stories are paragraphs with quotation marks and dashes and nothing else. Four in ten have emphasis,
and most of these a link to an older story, lists, quotes, tables, crossheads or a picture. The same
seed and number give the same bytes everywhere; a larger corpus holds other stories, not more of the
same.

`stories` gives the same stories to `sites`, which writes them for other generators.
"""

from __future__ import annotations

import argparse
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SECTIONS = ("nation", "world", "city", "business", "science", "sport", "arts", "opinion")
AUTHORS = 200
TOPICS = 500
FIRST, LAST = datetime(2011, 11, 23, 6, 0), datetime(2026, 11, 23, 6, 0)
PER_FOLDER = 1000
"""Stories in one folder of a section; papers sort theirs into folders too."""
LINKED = 5000
"""How many stories before it a story may link to."""
MIXED = 0.4
"""The part of the stories that hold more than plain paragraphs."""
EARLIER, PICTURE = "@earlier", "@picture"
"""What stands in a body for the address of the older story and of the picture."""
PICTURE_URL = "/pictures/harbour.svg"
"""One small file for all stories: how pictures are scaled is no part of this measurement."""
PICTURE_TEXT = """\
<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">
<rect width="640" height="360" fill="#cfe3e8"/>
<path d="M0 250h640v110H0z" fill="#2f6f7e"/>
<path d="M180 250l30 40h200l40-40z" fill="#7a3b2e"/>
</svg>
"""

_NOUNS = """harbour council budget river bridge railway school market ferry minister court
committee station hospital union tender village district rainfall reservoir library museum
stadium company factory worker farmer teacher engineer report survey proposal contract deadline
petition election ballot turnout tariff export shipment container pipeline turbine grid forest
coastline wetland fishery orchard harvest price wage pension loan bank insurer auditor regulator
airport runway highway tunnel junction timetable fare passenger commuter tenant landlord""".split()
_VERBS = """approved delayed opened closed reviewed rejected welcomed questioned signed published
measured repaired extended cancelled announced inspected funded doubled halved defended revised
postponed replaced surveyed restored auctioned leased audited""".split()
_ADJECTIVES = """new second regional public private northern southern coastal annual temporary
permanent disputed modest record early late rural urban independent revised joint final""".split()
_JOINTS = """while after because although before since until so and but""".split()
_NAMES = """Asha Ravi Meera Tomas Lina Omar Noor Dev Farida Joao Sunil Priya Yusuf Clara Hari Ines
Kiran Leela Mateo Nadia""".split()
_SURNAMES = """Kolhe Tandel Rego Iyer Naik Bose Pradhan Qureshi More Menon""".split()

CONFIG = """\
[site]
title = "The Generated Post"
url = "https://post.example"
description = "A paper made for measuring"
language = "en"
timezone = "Asia/Kolkata"
desk = "The Desk"

[pictures]
cards = false

"""


@dataclass(frozen=True)
class Corpus:
    """What every story of one corpus draws from."""

    authors: tuple[str, ...]
    topics: tuple[str, ...]
    weights: tuple[float, ...]
    """How often each topic is used: Zipf's law, so that most topics are rare."""


@dataclass(frozen=True)
class Place:
    """Where a story stands: its file without its ending, and its URL."""

    stem: str
    url: str


@dataclass(frozen=True)
class Story:
    """One story in no tool's format. Its body says `EARLIER` and `PICTURE` for addresses."""

    place: Place
    section: str
    title: str
    published: datetime
    updated: datetime | None
    summary: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    kind: str
    earlier: Place
    """The older story that the body links to, if it links to one."""
    body: str


def write_corpus(folder: Path, *, stories: int, seed: int = 1) -> None:
    """A whole paper with so many stories in `folder`, which must be new or empty."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    for path, text in corpus(stories=stories, seed=seed):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def corpus(*, stories: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Every file of the paper with its path: settings, profiles, then stories from the oldest."""
    draw = random.Random(f"profiles {seed}")
    made = make_corpus(seed)
    sections = "".join(f'[sections.{s}]\ntitle = "{s.capitalize()}"\n\n' for s in SECTIONS)
    yield "config.toml", CONFIG + sections
    yield f"content{PICTURE_URL}", PICTURE_TEXT
    for name in made.authors[:40]:
        yield f"content/authors/{slug(name)}.md", _profile(draw, name)
    for name in made.topics[:20]:
        yield f"content/topics/{slug(name)}.md", _profile(draw, name)
    for story in make_stories(stories, seed=seed):
        yield f"content/{story.place.stem}.md", as_written(story)


def make_corpus(seed: int = 1) -> Corpus:
    """The names of the paper of one seed."""
    draw = random.Random(f"names {seed}")
    names = [f"{first} {last}" for first in _NAMES for last in _SURNAMES]
    pairs = [f"{a} {n}".capitalize() for a in _ADJECTIVES for n in _NOUNS]
    topics = draw.sample(pairs, TOPICS)
    weights = tuple(1 / rank for rank in range(1, TOPICS + 1))
    return Corpus(tuple(names[:AUTHORS]), tuple(topics), weights)


def slug(text: str) -> str:
    """A name as it stands in addresses. The corpus has letters and blanks only."""
    return text.lower().replace(" ", "-")


def make_stories(count: int, *, seed: int = 1) -> Iterator[Story]:
    """So many stories from the oldest, spread evenly over the years."""
    draw = random.Random(f"stories {seed}")
    made = make_corpus(seed)
    step = (LAST - FIRST) / max(count, 1)
    written: deque[Place] = deque(maxlen=LINKED)
    for number in range(count):
        minute = (FIRST + step * number).replace(second=0, microsecond=0)
        published = minute + timedelta(minutes=draw.randrange(60))
        story = make_story(draw, made, number, published, written)
        written.append(story.place)
        yield story


# Stories ---------------------------------------------------------------------------------------


def make_story(
    draw: random.Random,
    made: Corpus,
    number: int,
    published: datetime,
    written: deque[Place],
) -> Story:
    """One story, which may link to one of those already `written`."""
    section = draw.choice(SECTIONS)
    title = _sentence(draw, words=8).rstrip(".")
    name = f"{slug(' '.join(title.split()[:4]))}-{number}"
    place = Place(
        f"{section}/{number // PER_FOLDER:03}/{name}", f"/{section}/{published:%Y/%m/%d}/{name}/"
    )
    is_updated = draw.random() < 0.3
    topics = dict.fromkeys(draw.choices(made.topics, made.weights, k=draw.randint(1, 4)))
    authors = draw.sample(made.authors, draw.choice((1, 1, 1, 2)))
    kinds = ("analysis", "opinion", "feature", "explainer")
    earlier = draw.choice(written) if written else place
    return Story(
        place=place,
        section=section,
        title=title,
        published=published,
        updated=published + timedelta(minutes=draw.randint(5, 600)) if is_updated else None,
        summary=_sentence(draw, words=18),
        topics=tuple(topics),
        authors=tuple(authors) if draw.random() < 0.9 else (),
        kind=draw.choice(kinds) if draw.random() < 0.1 else "news",
        earlier=earlier,
        body=_body(draw, is_mixed=draw.random() < MIXED, has_earlier=earlier is not place),
    )


def as_written(story: Story) -> str:
    """The story as a file of a dateline paper."""
    head = {"title": story.title, "published": f"{story.published:%Y-%m-%d %H:%M} IST"}
    if story.updated:
        head["updated"] = f"{story.updated:%Y-%m-%d %H:%M} IST"
    head["summary"] = story.summary
    head["topics"] = f"[{', '.join(story.topics)}]"
    if story.authors:
        head["authors"] = f"[{', '.join(story.authors)}]"
    if story.kind != "news":
        head["kind"] = story.kind
    up = "../" * story.place.stem.count("/")
    body = story.body.replace(EARLIER, f"{up}{story.earlier.stem}.md")
    body = body.replace(PICTURE, PICTURE_URL)
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in head.items()) + f"---\n{body}"


def _profile(draw: random.Random, name: str) -> str:
    return f"---\nname: {name}\nsummary: {_sentence(draw)}\n---\n{_paragraph(draw)}\n"


def _body(draw: random.Random, *, is_mixed: bool, has_earlier: bool) -> str:
    if not is_mixed:
        return "\n\n".join(_paragraph(draw) for _ in range(6)) + "\n"
    blocks = [_paragraph(draw) for _ in range(5)]
    blocks[1] += f" It was *the {draw.choice(_NOUNS)}* and **the {draw.choice(_NOUNS)}**."
    if has_earlier and draw.random() < 0.8:
        blocks.insert(2, f"As [reported earlier]({EARLIER}), {_sentence(draw).lower()}")
    for chance, block in _EXTRAS:
        if draw.random() < chance:
            blocks.insert(draw.randint(1, len(blocks)), block(draw))
    return "\n\n".join(blocks) + "\n"


def _sentence(draw: random.Random, words: int = 14) -> str:
    parts: list[str] = []
    while len(parts) < words:
        noun = [draw.choice(_ADJECTIVES), draw.choice(_NOUNS)]
        parts += [
            "the",
            *noun,
            draw.choice(_VERBS),
            "the",
            draw.choice(_NOUNS),
            draw.choice(_JOINTS),
        ]
    text = " ".join(parts[:words])
    return text[0].upper() + text[1:] + "."


def _paragraph(draw: random.Random) -> str:
    sentences = [_sentence(draw, draw.randint(9, 19)) for _ in range(draw.randint(4, 6))]
    if draw.random() < 0.4:
        sentences[1] = f'"{sentences[1][:-1]}," the {draw.choice(_NOUNS)} said.'
    if draw.random() < 0.3:
        sentences[2] = f"{sentences[2][:-1]} -- the {draw.choice(_NOUNS)}'s second."
    return " ".join(sentences)


def _crosshead(draw: random.Random) -> str:
    return "## " + _sentence(draw, 4).rstrip(".") + "\n\n" + _paragraph(draw)


def _list(draw: random.Random) -> str:
    return "\n".join(f"- **{draw.choice(_NOUNS)}**: {_sentence(draw, 8)}" for _ in range(4))


def _numbered(draw: random.Random) -> str:
    return "\n".join(f"{number}. {_sentence(draw, 8)}" for number in range(1, 5))


def _table(draw: random.Random) -> str:
    rows = [f"| {draw.choice(_NOUNS)} | {draw.randint(1, 9999)} |" for _ in range(5)]
    return "\n".join(["| What | How many |", "|---|---:|", *rows])


def _quote(draw: random.Random) -> str:
    name = f"{draw.choice(_NAMES)} {draw.choice(_SURNAMES)}"
    return f"> {_sentence(draw, 10)}\n>\n> *{name}*"


def _outside(draw: random.Random) -> str:
    noun = draw.choice(_NOUNS)
    return f"The [{noun}'s own page](https://{noun}.example/news/) says so. {_sentence(draw)}"


def _picture(draw: random.Random) -> str:
    return f"![The {draw.choice(_NOUNS)} and the {draw.choice(_NOUNS)}]({PICTURE})"


_EXTRAS: tuple[tuple[float, Callable[[random.Random], str]], ...] = (
    (0.5, _crosshead),
    (0.4, _list),
    (0.2, _numbered),
    (0.4, _quote),
    (0.3, _outside),
    (0.2, _table),
    (0.3, _picture),
)


def main() -> None:
    """The command line of this file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_corpus(given.folder, stories=given.stories, seed=given.seed)


if __name__ == "__main__":
    main()
