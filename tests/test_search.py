"""The search index: what goes into it, and that it is the same whenever it is made."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import pagefind
from dateline.model import Body, Hole, Sought
from dateline.pagefind import Indexing, Record, settled
from dateline.problems import WorldError
from dateline.prose import to_html
from dateline.search import record_of, text_of

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
WORDS = "harbour treaty café cafe Zürich zurich नमस्ते कि की talks talking minister’s 2026".split()


def sought(**facts: Any) -> Sought:
    known = Sought(url="/world/a/", title="Talks", published=NOON, year="2026", section="World")
    return replace(known, **facts)


def record(number: int) -> Record:
    """A story of chance, the same for the same number."""
    chance = random.Random(number)
    story = sought(
        url=f"/world/{number}/",
        title=" ".join(chance.choices(WORDS, k=5)),
        section=chance.choice(["World", "City", "Sport"]),
        topics=tuple(chance.sample([f"Topic {n}" for n in range(40)], 3)),
        authors=(f"Author {number % 20}",),
    )
    return record_of(story, " ".join(chance.choices(WORDS, k=200)))


def shard(records: list[Record], language: str = "en") -> dict[str, bytes]:
    with Indexing(records, language) as indexing:
        return indexing.files()


def fragments(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """What the index can show of each story."""
    texts = [gzip.decompress(files[path]) for path in files if path.startswith("fragment/")]
    return [json.loads(text.removeprefix(b"pagefind_dcd")) for text in texts]


# Text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>One.</p>\n<p>Two.</p>", "One. Two.", id="paragraphs"),
        pytest.param("<p>un<em>believ</em>able</p>", "unbelievable", id="part of a word"),
        pytest.param("<td>a</td><td>b</td>", "a b", id="cells"),
        pytest.param('<b title="a > b">x</b>y', "xy", id="a sign in an attribute"),
        pytest.param("<p>a &lt; b &amp; c</p>", "a < b & c", id="signs by name"),
        pytest.param("<p>a &lt;b&gt; c</p>", "a <b> c", id="what only looks like a tag"),
        pytest.param("<p>har\u00adbour\u200bside</p>", "harbour side", id="places to break"),
        pytest.param("<p>one<br>two</p>", "one two", id="lines"),
        pytest.param("<script>let x = '<p>'</script><p>a</p>", "a", id="code"),
        pytest.param("<STYLE>p { }</STYLE ><!-- <b> --><p>a</p>", "a", id="style and comments"),
        pytest.param('<img alt="A boat" src="a.jpg">', "", id="pictures"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_text_of_a_story_is_what_its_readers_read(html: str, text: str) -> None:
    assert text_of(Body((html,))) == text


def test_the_numbers_of_notes_are_no_text_but_notes_are() -> None:
    html = to_html("It ended.[^1]\n\n[^1]: In *March*.\n")

    assert text_of(Body((html,))) == "It ended. In March."


def test_references_are_no_text() -> None:
    body = Body(('<p>See <a href="', '">here</a>.</p>'), (Hole("href", "world/b.md"),))

    assert text_of(body) == "See here."


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1))
def test_no_word_of_a_plain_text_is_lost(words: list[str]) -> None:
    html = f"<p>{'</p><p>'.join(words)}</p>"

    assert text_of(Body((html,))) == " ".join(words)


# Records -----------------------------------------------------------------------------------------


def test_a_story_is_found_by_all_that_readers_know_of_it() -> None:
    story = sought(
        summary="Two sides met.",
        authors=("Asha Rao",),
        topics=("Fishing",),
        place="Kochi",
        kind="analysis",
        lang="hi",
    )

    found = record_of(story, "The text.")

    assert found == {
        "url": "/world/a/",
        "content": "The text.",
        "meta": {
            "title": "Talks",
            "summary": "Two sides met.",
            "by": "Asha Rao, Kochi",
            "topics": "Fishing",
            "when": "x29923590",
        },
        "filters": {
            "section": ("World",),
            "year": ("2026",),
            "author": ("Asha Rao",),
            "topic": ("Fishing",),
            "kind": ("analysis",),
            "lang": ("hi",),
        },
        "sort": {"date": "2026-11-23T06:30:00+00:00"},
    }


def test_what_a_story_does_not_have_is_left_out() -> None:
    found = record_of(sought(), "")

    assert set(found["meta"]) == {"title", "when"}  # type: ignore[call-overload]
    assert set(found["filters"]) == {"section", "year"}  # type: ignore[call-overload]


# Pagefind ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "hi", "xx"])
def test_the_same_stories_give_the_same_bytes(language: str) -> None:
    records = [record(number) for number in range(60)]

    shards = [shard(records, language) for _ in range(4)]

    assert shards[0] == shards[1] == shards[2] == shards[3]


def test_filters_in_another_order_give_the_same_bytes() -> None:
    one = {**record(1), "filters": {"topic": ("A", "B"), "year": ("2026",), "section": ("World",)}}
    other = {**one, "filters": {"section": ("World",), "year": ("2026",), "topic": ("A", "B")}}

    assert shard([one, record(2)]) == shard([other, record(2)])


def test_a_new_story_leaves_the_fragments_of_the_others() -> None:
    records = [record(number) for number in range(20)]

    before, after = shard(records), shard([*records, record(20)])

    old = {path for path in before if path.startswith("fragment/")}
    new = {path for path in after if path.startswith("fragment/")}
    assert old < new
    assert len(new - old) == 1


def test_a_shard_holds_what_the_page_loads_and_no_other_interface() -> None:
    files = shard([record(1)])

    kinds = {path.split("/")[0] if "/" in path else path.split("_")[0] for path in files}
    assert kinds == {
        "fragment",
        "index",
        "filter",
        "pagefind.js",
        "wasm.en.pagefind",
        "pagefind-entry.json",
        "pagefind.en",
    }


def test_names_of_files_lead_to_files() -> None:
    files = shard([record(number) for number in range(30)])

    entry = json.loads(files["pagefind-entry.json"])
    meta = gzip.decompress(files[f"pagefind.{entry['languages']['en']['hash']}.pf_meta"])
    named = {path.split("/")[1].split(".")[0] for path in files if "/" in path}
    assert named
    assert all(name.encode() in meta for name in named)


def test_putting_in_order_changes_nothing_else() -> None:
    records = [record(number) for number in range(300)]
    raw: dict[str, bytes] = {}

    def keep(files: Mapping[str, bytes], language: str) -> dict[str, bytes]:
        raw.update(files)
        return settled(files, language)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pagefind, "settled", keep)
        files = shard(records)

    assert sorted(tables(raw)) == sorted(tables(files))
    assert {p for p in raw if p.startswith("fragment/")} == {
        p for p in files if p.startswith("fragment/")
    }


def tables(files: Mapping[str, bytes]) -> Iterator[bytes]:
    """The bytes of each filter, as if they stood in no order."""
    for path, content in files.items():
        if path.startswith("filter/"):
            yield bytes(sorted(gzip.decompress(content)))


def test_the_index_shows_the_words_of_its_stories() -> None:
    files = shard([record_of(sought(), "The ferry sank.")])

    (story,) = fragments(files)
    assert story["url"] == "/world/a/"
    assert story["content"] == "The ferry sank."


def test_a_story_without_a_word_is_in_the_index_too() -> None:
    files = shard([record_of(sought(), ""), record_of(sought(url="/world/b/"), "")])

    assert sorted(story["url"] for story in fragments(files)) == ["/world/a/", "/world/b/"]


# What can go wrong -------------------------------------------------------------------------------


def test_without_pagefind_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pagefind_bin", None)

    with pytest.raises(WorldError, match="not installed") as caught:
        shard([record(1)])

    assert "pip install pagefind_bin" in caught.value.hint
    assert "--no-search" in caught.value.hint


def test_a_program_that_cannot_run_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pagefind, "_program", lambda: tmp_path)

    with pytest.raises(WorldError, match="can't be started"):
        shard([record(1)])


@pytest.mark.skipif(os.name == "nt", reason="scripts are no programs there")
@pytest.mark.parametrize(
    ("does", "said"),
    [
        pytest.param("exit 3", r"ended by itself \(status 3\)$", id="without a word"),
        pytest.param("echo no room >&2; exit 1", r"\(status 1\), saying: no room$", id="words"),
        pytest.param("kill -9 $$", r"ended by itself \(status -9\)$", id="killed"),
        pytest.param("printf eyJ", r"ended by itself \(status 0\)$", id="half an answer"),
        pytest.param("while :; do printf x,; done", "not understood", id="no answers"),
    ],
)
def test_a_program_that_fails_is_told(
    does: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "pagefind"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pagefind, "_program", lambda: program)

    with pytest.raises(WorldError, match=said):
        shard([record(number) for number in range(50)])


def test_a_record_that_is_refused_is_told() -> None:
    with pytest.raises(WorldError, match="said: invalid type"):
        shard([record(1), {"url": 3}])


def test_one_that_is_given_up_leaves_no_process() -> None:
    with Indexing([record(number) for number in range(200)], "en") as indexing:
        process = indexing._process

    assert process.returncode == -signal.SIGKILL
