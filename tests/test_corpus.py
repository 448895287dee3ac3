"""The generated papers that builds are measured on."""

from __future__ import annotations

from pathlib import Path

from bench.corpus import corpus, write_corpus
from dateline.index import Edition
from dateline.pipeline import Options, build
from tests.conftest import AS_OF, moment


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
    texts = [text for path, text in corpus(stories=400) if path.count("/") == 3]

    assert len(texts) == 400
    words = sum(len(text.split()) for text in texts) / len(texts)
    assert 400 < words < 550
    for sign in ("## ", "| What |", "[^1]", "::: quote", "::: facts", "\n- **", ".md)", "kind: "):
        assert any(sign in text for text in texts), sign
