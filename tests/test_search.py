"""The search index: what goes into it, and that it is the same whenever it is made."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import select
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import pagefind, shards
from dateline.index import Edition
from dateline.model import Body, Hole, Sought
from dateline.pagefind import Indexing, Record, settled
from dateline.pipeline import Options, build
from dateline.problems import WorldError
from dateline.prose import to_html
from dateline.search import record_of, text_of
from dateline.workers import Processes
from tests.conftest import AS_OF, CHECKOUT, CONFIG, Built, Newsroom, moment, tree

needs_sh = pytest.mark.skipif(os.name == "nt", reason="scripts are no programs there")
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


@needs_sh
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


# The paper ---------------------------------------------------------------------------------------

ON = CONFIG.replace("enabled = false", "enabled = true")
NEEDLE = "zyxwvut"


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """A paper with search."""
    newsroom.write("config.toml", ON)
    return newsroom


def years(built: Built) -> dict[str, list[str]]:
    """The addresses that each shard knows."""
    found: dict[str, dict[str, bytes]] = {}
    for path, content in built.outputs.items():
        if path.startswith("search/") and path != "search/index.html":
            _, year, rest = path.split("/", 2)
            found.setdefault(year, {})[rest] = content
    return {
        year: sorted(story["url"] for story in fragments(files)) for year, files in found.items()
    }


def holds(built: Built, word: str) -> list[str]:
    """Files of the output that hold `word`, packed or not, or have it in their names."""
    return [
        path
        for path, content in built.outputs.items()
        if word in path or word.encode() in unpacked(content)
    ]


def unpacked(content: bytes) -> bytes:
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def as_if_built_anew(paper: Newsroom, built: Built, **options: Any) -> bool:
    """Whether an output is what a clean build gives."""
    shutil.rmtree(paper.root / "anew", ignore_errors=True)
    anew = paper.build(output="anew", clean=True, **options)
    return anew.outputs == built.outputs


def test_each_year_has_a_shard_with_its_stories(paper: Newsroom) -> None:
    paper.story("world/a.md", published="2025-12-31 23:59 IST")
    paper.story("world/b.md", published="2026-01-01 00:01 IST")
    paper.story("city/c.md", published="2026-11-20 08:00 IST")

    built = paper.build()

    assert years(built) == {
        "2025": ["/world/2025/12/31/a/"],
        "2026": ["/city/2026/11/20/c/", "/world/2026/01/01/b/"],
    }


def test_the_page_names_the_years_newest_first(paper: Newsroom) -> None:
    for year in (2024, 2026, 2025):
        paper.story(f"world/a{year}.md", published=f"{year}-06-01 08:00 IST")

    page = paper.build().text("search/index.html")

    assert re.findall(r"<option>(\d{4})</option>", page) == ["2026", "2025", "2024"]


def test_an_address_has_the_base_path_in_front(paper: Newsroom) -> None:
    paper.write("config.toml", ON.replace("courier.example", "courier.example/paper"))
    paper.story("world/a.md")

    built = paper.build()

    assert years(built) == {"2026": ["/paper/world/2026/11/20/a/"]}
    assert 'data-shards="/paper/search/"' in built.text("search/index.html")


def test_names_of_authors_and_topics_are_the_papers_own(paper: Newsroom) -> None:
    paper.write("content/authors/asha-rao.md", "---\nname: Asha Rao-Menon\n---\n")
    paper.story("world/a.md", author="asha-rao", topics=["Fishing"], published="2026-11-01 08:00")
    paper.story("world/b.md", topics=["fishing"])

    built = paper.build()

    found = {story["url"]: story["filters"] for story in fragments(only(built, "2026"))}
    assert found["/world/2026/11/01/a/"]["author"] == ["Asha Rao-Menon"]
    assert found["/world/2026/11/20/b/"]["topic"] == ["Fishing"]


def only(built: Built, year: str) -> dict[str, bytes]:
    """The files of one shard."""
    start = f"search/{year}/"
    return {
        path.removeprefix(start): content
        for path, content in built.outputs.items()
        if path.startswith(start)
    }


# What is not published ---------------------------------------------------------------------------

UNSEEN = {
    "draft": {"draft": "true"},
    "future": {"published": "2026-11-24 08:00 IST"},
    "embargoed": {"embargo": "2026-11-24 08:00 IST"},
    "expired": {"expires": "2026-11-22 08:00 IST"},
}
TOLD = {
    "title": f"The {NEEDLE} affair",
    "summary": f"A {NEEDLE} came.",
    "topics": [f"Topic {NEEDLE}"],
    "author": f"Author {NEEDLE}",
    "dateline": NEEDLE.title(),
}


@pytest.mark.parametrize("keys", UNSEEN.values(), ids=UNSEEN)
def test_what_is_not_published_leaves_no_word_in_the_index(
    paper: Newsroom, keys: Mapping[str, str]
) -> None:
    paper.story("world/a.md")
    paper.story("world/secret.md", f"It was {NEEDLE}.\n", **{**TOLD, **keys})

    built = paper.build()

    assert built.report.ready
    assert years(built) == {"2026": ["/world/2026/11/20/a/"]}
    assert holds(built, NEEDLE) == holds(built, NEEDLE.title()) == []


@pytest.mark.parametrize("keys", [*UNSEEN.values(), None], ids=[*UNSEEN, "removed"])
def test_what_is_withdrawn_leaves_no_word_in_the_index(
    paper: Newsroom, keys: Mapping[str, str] | None
) -> None:
    paper.story("world/a.md")
    paper.story("world/secret.md", f"It was {NEEDLE}.\n", **TOLD)
    assert len(holds(paper.build(), NEEDLE)) > 5

    if keys is None:
        paper.remove("content/world/secret.md")
    else:
        paper.story("world/secret.md", f"It was {NEEDLE}.\n", **{**TOLD, **keys})
    built = paper.build()

    assert holds(built, NEEDLE) == holds(built, NEEDLE.title()) == []
    assert as_if_built_anew(paper, built)


def test_the_last_story_of_a_year_takes_its_shard_with_it(paper: Newsroom) -> None:
    paper.story("world/a.md")
    paper.story("world/old.md", published="2019-03-01 08:00 IST")
    assert "2019" in years(paper.build())

    paper.remove("content/world/old.md")
    built = paper.build()

    assert list(years(built)) == ["2026"]
    assert "2019" not in built.text("search/index.html")
    assert not (paper.root / "output/search/2019").exists()


def test_a_story_is_found_from_its_hour_to_its_end(paper: Newsroom) -> None:
    paper.story("world/a.md")
    paper.story("world/b.md", published="2026-11-24 08:00 IST", expires="2026-11-25 08:00 IST")
    times = {"24 07:59": 1, "24 08:00": 2, "25 07:59": 2, "25 08:00": 1}

    found = {}
    for time in times:
        built = paper.build(as_of=f"2026-11-{time} IST")
        found[time] = len(years(built)["2026"])
        assert as_if_built_anew(paper, built, as_of=f"2026-11-{time} IST")

    assert found == times


def test_a_preview_is_searched_whole_and_the_paper_is_not(paper: Newsroom) -> None:
    paper.story("world/a.md")
    paper.story("world/b.md", f"It is {NEEDLE}.\n", draft="true")

    preview = paper.build(output="preview", drafts=True)
    built = paper.build()

    assert len(years(preview)["2026"]) == 2
    assert holds(built, NEEDLE) == []


# What a change costs -----------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many stories Pagefind is told of, each time it is asked."""
    told: list[int] = []

    class Counted(Indexing):
        def __init__(self, records: Sequence[Record], language: str) -> None:
            told.append(len(records))
            super().__init__(records, language)

    monkeypatch.setattr(shards, "Indexing", Counted)
    return told


@pytest.fixture
def archive(paper: Newsroom) -> Newsroom:
    """A paper of three years, two stories in each."""
    for year in (2024, 2025, 2026):
        for name in ("a", "b"):
            paper.story(
                f"world/{name}{year}.md",
                f"Words of {name}{year}.\n",
                title=f"Headline {name}{year}",
                published=f"{year}-06-01 08:00 IST",
                topics=["Ports"],
            )
    return paper


def edit(paper: Newsroom, name: str, **keys: Any) -> None:
    """One of the archive's stories, with other words."""
    year = name[1:]
    known = {"title": f"Headline {name}", "published": f"{year}-06-01 08:00 IST"}
    body = keys.pop("body", f"Words of {name}.\n")
    paper.story(f"world/{name}.md", body, **{**known, "topics": ["Ports"], **keys})


EDITS: dict[str, tuple[Callable[[Newsroom], object], list[int]]] = {
    "nothing": (lambda p: None, []),
    "a new story": (lambda p: p.story("city/new.md"), [3]),
    "a new year": (lambda p: p.story("city/new.md", published="2020-01-02 08:00 IST"), [1]),
    "a word of a text": (lambda p: edit(p, "a2025", body="Other words.\n"), [2]),
    "a headline": (lambda p: edit(p, "a2024", title="Another"), [2]),
    "a topic": (lambda p: edit(p, "a2024", topics=["Docks"]), [2]),
    "what search does not show": (lambda p: edit(p, "a2024", priority=3), []),
    "a story that goes": (lambda p: p.remove("content/world/a2025.md"), [1]),
    "a story of another year": (
        lambda p: edit(p, "a2025", published="2026-01-01 08:00 IST"),
        [1, 3],
    ),
    "a topic with another name": (
        lambda p: p.write("content/topics/ports.md", "---\nname: Harbours\n---\n"),
        [2, 2, 2],
    ),
    "a section with another name": (
        lambda p: p.write("config.toml", ON.replace('"World"', '"Abroad"')),
        [2, 2, 2],
    ),
    "a page": (lambda p: p.write("content/about.md", "---\ntitle: About\n---\nUs.\n"), []),
    "a template": (
        lambda p: p.write("templates/search.html", '{% extends "theme/search.html" %}\n'),
        [],
    ),
    "a file of a shard": (
        lambda p: p.write("output/search/2025/pagefind-entry.json", "{}"),
        [2],
    ),
    "a shard that is lost": (lambda p: shutil.rmtree(p.root / "output/search/2024"), [2]),
}


@pytest.mark.parametrize(("change", "told"), EDITS.values(), ids=EDITS)
def test_only_the_years_that_a_change_touches_are_indexed_again(
    change: Callable[[Newsroom], object],
    told: list[int],
    archive: Newsroom,
    asked: list[int],
) -> None:
    archive.build()
    asked.clear()

    change(archive)
    built = archive.build()

    assert asked == told
    assert as_if_built_anew(archive, built)


def test_a_new_story_changes_files_of_its_own_shard_alone(archive: Newsroom) -> None:
    archive.build()

    archive.story("city/new.md")
    report = archive.build().report

    changed = {path for path in report.written if path.startswith("search/")}
    assert {path.split("/")[1] for path in changed} == {"2026"}
    assert len([path for path in changed if "/fragment/" in path]) == 1


def test_the_number_of_processes_makes_no_difference(archive: Newsroom) -> None:
    one = archive.build(output="one").outputs

    with Processes(3) as workers:
        report = build(
            archive.root,
            Options(Edition(moment(AS_OF)), output=archive.root / "many"),
            workers=workers,
        )

    assert report.ready
    assert tree(archive.root / "many") == one


@pytest.mark.parametrize(("most", "beside"), [(4, 2), (3, 1), (1, 1), (4000, 3)])
def test_no_more_stories_are_indexed_at_once_than_memory_holds(
    archive: Newsroom, monkeypatch: pytest.MonkeyPatch, most: int, beside: int
) -> None:
    active: list[Indexing] = []
    seen: list[int] = []

    class Watched(Indexing):
        def __init__(self, records: Sequence[Record], language: str) -> None:
            super().__init__(records, language)
            active.append(self)
            seen.append(len(active))

        def end(self) -> None:
            super().end()
            active.remove(self)

    monkeypatch.setattr(shards, "Indexing", Watched)
    monkeypatch.setattr(shards, "MOST", most)

    with Processes(3) as workers:
        options = Options(Edition(moment(AS_OF)), output=archive.root / "output")
        report = build(archive.root, options, workers=workers)

    assert report.ready
    assert max(seen) == beside
    assert active == []
    assert len(seen) == 3


def test_verify_finds_nothing_and_why_tells_of_shards(archive: Newsroom) -> None:
    built = archive.build()
    path = next(path for path in built.outputs if path.startswith("search/2025/fragment/"))

    verified = archive.run("verify", "--as-of", AS_OF)
    told = archive.run("why", f"output/{path}")

    assert (verified.returncode, verified.stderr) == (0, "")
    assert "the search index of 2025" in told.stdout


def test_the_time_that_search_takes_is_told_apart(archive: Newsroom) -> None:
    ran = archive.run("build", "--as-of", AS_OF, "--profile")

    assert ran.returncode == 0
    assert re.search(r"\d% +index for search$", ran.stderr, re.MULTILINE)


# Without search ----------------------------------------------------------------------------------


def test_without_search_there_is_no_page_and_no_index(archive: Newsroom, asked: list[int]) -> None:
    archive.write("config.toml", CONFIG)

    built = archive.build()

    assert asked == []
    assert not [path for path in built.outputs if path.startswith("search/")]
    assert "/search/" not in built.text("index.html")


def test_search_can_be_left_out_of_one_build(archive: Newsroom, asked: list[int]) -> None:
    archive.build()
    asked.clear()

    without = archive.build(no_search=True)
    found = list(asked)
    again = archive.build()

    assert found == []
    assert not [path for path in without.outputs if path.startswith("search/")]
    assert as_if_built_anew(archive, again)


def test_the_command_can_leave_search_out(archive: Newsroom) -> None:
    ran = archive.run("build", "--as-of", AS_OF, "--no-search")
    verified = archive.run("verify", "--as-of", AS_OF, "--no-search")

    assert (ran.returncode, verified.returncode) == (0, 0)
    assert not (archive.root / "output/search").exists()


def test_a_paper_without_a_story_has_a_page_that_says_so(paper: Newsroom, asked: list[int]) -> None:
    page = paper.build().text("search/index.html")

    assert asked == []
    assert "Nothing has been published yet" in page
    assert "<form" not in page


def test_check_indexes_nothing(archive: Newsroom, asked: list[int]) -> None:
    built = archive.build(is_check=True)

    assert built.codes == []
    assert asked == []


def test_a_build_with_errors_indexes_nothing(archive: Newsroom, asked: list[int]) -> None:
    archive.story("world/wrong.md", published="tomorrow")

    built = archive.build()

    assert built.codes == ["bad-time"]
    assert asked == []


# What can go wrong with it -----------------------------------------------------------------------


def failing(paper: Newsroom, code: str) -> Mapping[str, str]:
    """An environment in which Pagefind's package is `code`."""
    paper.write("fake/pagefind_bin.py", code)
    return {"PYTHONPATH": os.pathsep.join((str(paper.root / "fake"), str(CHECKOUT)))}


def test_without_pagefind_nothing_is_written_and_the_way_out_is_told(archive: Newsroom) -> None:
    before = archive.build().outputs
    archive.story("city/new.md")

    ran = archive.run(
        "build", "--as-of", AS_OF, env=failing(archive, "raise ImportError('not here')\n")
    )

    assert ran.returncode == 3
    assert "search needs Pagefind, which is not installed" in ran.stderr
    assert "pip install pagefind_bin" in ran.stderr
    assert tree(archive.root / "output") == before


def script(paper: Newsroom, text: str) -> str:
    """The code of a package whose program is a shell script."""
    program = paper.write("fake/program", f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return f"def get_executable():\n    return {str(program)!r}\n"


@needs_sh
def test_a_program_that_fails_leaves_what_readers_have(archive: Newsroom) -> None:
    before = archive.build().outputs
    archive.story("city/new.md")

    code = script(archive, "echo no room >&2; exit 1")
    ran = archive.run("build", "--as-of", AS_OF, env=failing(archive, code))
    between = tree(archive.root / "output")
    built = archive.build()

    assert ran.returncode == 3
    assert "saying: no room" in ran.stderr
    assert between == before
    assert as_if_built_anew(archive, built)


@needs_sh
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT], ids=lambda stop: stop.name)
def test_a_build_that_is_stopped_while_it_indexes_leaves_what_readers_have(
    archive: Newsroom, stop: signal.Signals
) -> None:
    before = archive.build().outputs
    archive.story("city/new.md")
    told = archive.root / "told"
    os.mkfifo(told)
    # It says that it is there, and then waits for more than it will ever be told.
    code = script(archive, f"exec 3> {told}; echo here >&3; exec cat > /dev/null")

    with (
        subprocess.Popen(
            [sys.executable, "-m", "dateline", "build", "--as-of", AS_OF],
            cwd=archive.root,
            env={**os.environ, **failing(archive, code)},
            stderr=subprocess.DEVNULL,
        ) as process,
        told.open() as said,
    ):  # waits until somebody writes
        said.readline()
        process.send_signal(stop)
        has_ended, _, _ = select.select([said], [], [], 60)
        rest = said.read() if has_ended else "still there"
    between = tree(archive.root / "output")
    built = archive.build()

    assert process.returncode == (130 if stop == signal.SIGINT else -stop)
    assert not rest.replace("here\n", "")
    assert between == before
    assert as_if_built_anew(archive, built)
