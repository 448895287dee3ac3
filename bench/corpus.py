"""A newspaper of any size, made of a seed: for measuring builds, never for reading.

    python bench/corpus.py FOLDER --stories 10000

writes config.toml and `content/` with 8 sections, 200 authors (40 with profiles), 500 topics
with a long tail (20 with profiles) and stories of about 450 words in mixed Markdown: crossheads,
emphasis, lists, quotes, tables, footnotes, fact boxes, links to older stories. The same seed and
number give the same bytes everywhere; a larger corpus holds other stories, not more of the same.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SECTIONS = ("nation", "world", "city", "business", "science", "sport", "arts", "opinion")
AUTHORS = 200
TOPICS = 500
FIRST, LAST = datetime(2010, 1, 1, 6, 0), datetime(2026, 11, 23, 6, 0)
PER_FOLDER = 1000
"""Stories in one folder of a section; papers sort theirs into folders too."""

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

"""


@dataclass(frozen=True)
class Corpus:
    """What every story of one corpus draws from."""

    authors: tuple[str, ...]
    topics: tuple[str, ...]
    weights: tuple[float, ...]
    """How often each topic is used: Zipf's law, so that most topics are rare."""


def write_corpus(folder: Path, *, stories: int, seed: int = 1) -> None:
    """A whole paper with so many stories in `folder`, which must be new or empty."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    for path, text in corpus(stories=stories, seed=seed):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def corpus(*, stories: int, seed: int = 1) -> Iterable[tuple[str, str]]:
    """Every file of the paper with its path: settings, profiles, then stories from the oldest."""
    draw = random.Random(seed)
    made = _make_corpus(draw)
    sections = "".join(f'[sections.{s}]\ntitle = "{s.capitalize()}"\n\n' for s in SECTIONS)
    yield "config.toml", CONFIG + sections
    for name in made.authors[:40]:
        yield f"content/authors/{_slug(name)}.md", _profile(draw, name)
    for name in made.topics[:20]:
        yield f"content/topics/{_slug(name)}.md", _profile(draw, name)
    step = (LAST - FIRST) / max(stories, 1)
    written: list[str] = []
    for number in range(stories):
        published = FIRST + step * number + timedelta(minutes=draw.randrange(60))
        path, text = _story(draw, made, number, published, written)
        written.append(path)
        yield f"content/{path}", text


def _make_corpus(draw: random.Random) -> Corpus:
    names = [f"{first} {last}" for first in _NAMES for last in _SURNAMES]
    pairs = [f"{a} {n}".capitalize() for a in _ADJECTIVES for n in _NOUNS]
    topics = draw.sample(pairs, TOPICS)
    weights = tuple(1 / rank for rank in range(1, TOPICS + 1))
    return Corpus(tuple(names[:AUTHORS]), tuple(topics), weights)


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")


def _profile(draw: random.Random, name: str) -> str:
    return f"---\nname: {name}\nsummary: {_sentence(draw)}\n---\n{_paragraph(draw)}\n"


# Stories ---------------------------------------------------------------------------------------


def _story(
    draw: random.Random, made: Corpus, number: int, published: datetime, written: list[str]
) -> tuple[str, str]:
    """One story's path under `content/` and its text."""
    section = draw.choice(SECTIONS)
    title = _sentence(draw, words=8).rstrip(".")
    stem = f"{_slug(' '.join(title.split()[:4]))}-{number}"
    path = f"{section}/{number // PER_FOLDER:03}/{stem}.md"
    head = _head(draw, made, title, published)
    body = _body(draw, path, written)
    return path, "---\n" + "".join(
        f"{key}: {value}\n" for key, value in head.items()
    ) + f"---\n{body}"


def _head(draw: random.Random, made: Corpus, title: str, published: datetime) -> Mapping[str, str]:
    topics = dict.fromkeys(draw.choices(made.topics, made.weights, k=draw.randint(1, 4)))
    head = {"title": title, "published": f"{published:%Y-%m-%d %H:%M} IST"}
    if draw.random() < 0.3:
        head["updated"] = (
            f"{published + timedelta(minutes=draw.randint(5, 600)):%Y-%m-%d %H:%M} IST"
        )
    head["summary"] = _sentence(draw, words=18)
    head["topics"] = "[" + ", ".join(topics) + "]"
    if draw.random() < 0.9:
        head["authors"] = (
            "[" + ", ".join(draw.sample(made.authors, draw.choice((1, 1, 1, 2)))) + "]"
        )
    if draw.random() < 0.1:
        head["kind"] = draw.choice(("analysis", "opinion", "feature", "explainer"))
    return head


def _body(draw: random.Random, path: str, written: list[str]) -> str:
    blocks = [_paragraph(draw) for _ in range(5)]
    if written and draw.random() < 0.5:
        up = "../" * path.count("/")
        link = (
            f"As [reported earlier]({up}{draw.choice(written[-5000:])}), {_sentence(draw).lower()}"
        )
        blocks.insert(2, link)
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
    if draw.random() < 0.2:
        sentences[1] = f'"{sentences[1][:-1]}," the {draw.choice(_NOUNS)} said -- *twice*.'
    return " ".join(sentences)


def _crosshead(draw: random.Random) -> str:
    return "## " + _sentence(draw, 4).rstrip(".") + "\n\n" + _paragraph(draw)


def _list(draw: random.Random) -> str:
    return "\n".join(f"- **{draw.choice(_NOUNS)}**: {_sentence(draw, 8)}" for _ in range(4))


def _table(draw: random.Random) -> str:
    rows = [f"| {draw.choice(_NOUNS)} | {draw.randint(1, 9999)} |" for _ in range(5)]
    return "\n".join(["| What | How many |", "|---|---:|", *rows])


def _quote(draw: random.Random) -> str:
    return (
        f"::: quote\n{_sentence(draw, 10)}\n-- {draw.choice(_NAMES)} {draw.choice(_SURNAMES)}\n:::"
    )


def _facts(draw: random.Random) -> str:
    return f"::: facts In figures\n{_list(draw)}\n:::"


def _footnote(draw: random.Random) -> str:
    return f"{_sentence(draw)}[^1]\n\n[^1]: {_sentence(draw)}"


_EXTRAS: tuple[tuple[float, Callable[[random.Random], str]], ...] = (
    (0.5, _crosshead),
    (0.2, _list),
    (0.1, _quote),
    (0.1, _facts),
    (0.05, _table),
    (0.05, _footnote),
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
