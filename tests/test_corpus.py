"""The generated papers that builds are measured on."""

from __future__ import annotations

from pathlib import Path

from bench.corpus import as_written, corpus, make_stories, write_corpus
from dateline.index import Edition
from dateline.pipeline import Options, build
from tests.conftest import AS_OF, moment

MIXTURE = ("## ", "| What |", "\n> ", "\n- **", "\n1. ", ".md)", ".svg)", " *the ", "](https://")
"""What only mixed stories hold."""


def test_a_generated_paper_builds_without_a_problem(tmp_path: Path) -> None:
    write_corpus(tmp_path / "paper", stories=120)

    report = build(tmp_path / "paper", Options(Edition(moment(AS_OF))))

    assert report.problems == ()
    assert report.stories == 120


def test_one_seed_gives_one_paper() -> None:
    one, same, other = (dict(corpus(stories=30, seed=seed)) for seed in (1, 1, 2))

    assert one == same
    assert one != other


def test_stories_are_as_long_and_as_mixed_as_they_should_be() -> None:
    texts = [story.body for story in make_stories(400)]

    words = sum(len(text.split()) for text in texts) / len(texts)
    mixed = [text for text in map(as_written, make_stories(400)) if any(s in text for s in MIXTURE)]
    assert 400 < words < 500
    assert 0.35 < len(mixed) / len(texts) < 0.45
    for sign in (*MIXTURE, "kind: ", "updated: "):
        assert any(sign in text for text in mixed), sign
    plain = [text for text in map(as_written, make_stories(400)) if text not in mixed]
    for sign in ('"', " -- ", "'s "):
        assert any(sign in text for text in plain), sign


def test_a_paper_covers_fifteen_years_and_most_of_its_topics_are_rare() -> None:
    stories = list(make_stories(2000))

    used = [topic for story in stories for topic in story.topics]
    counts = sorted((used.count(topic) for topic in set(used)), reverse=True)
    assert 14 < (stories[-1].published - stories[0].published).days / 365.25 < 15.1
    assert len({story.section for story in stories}) == 8
    assert len({name for story in stories for name in story.authors}) == 200
    assert counts[0] > 20 * counts[len(counts) // 2]


def test_stories_stand_in_order_and_link_to_older_ones_only() -> None:
    places = []
    for story in make_stories(300):
        if "@earlier" in story.body:
            assert story.earlier in places
        places.append(story.place)

    assert len({place.url for place in places}) == 300
