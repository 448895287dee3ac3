"""Whatever is done to a paper, a build gives the same bytes as a clean one.

The edits and the comparison are in `tests.papers`. Here they are put in order by Hypothesis, by
seeds, and by hand; and faults are put in on purpose, to see that each is noticed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from dateline import making, pipeline, reading, ripple, shards, templates
from dateline.archive import Archive
from dateline.complaints import Complaints
from dateline.composing import Room
from dateline.digests import digest_bytes
from dateline.discover import Folder
from dateline.index import Index
from dateline.ingredients import Ingredients
from dateline.ledger import Ledger
from dateline.making import Making
from dateline.model import Copy, Output, Page
from dateline.ripple import Ripple
from dateline.workers import Processes
from dateline.write import Stage
from tests import drawings
from tests.papers import EDITS, Crash, Dice, Paper, Text, believing, crashing, wander

# At random ---------------------------------------------------------------------------------------


class Drawn:
    """Decides as Hypothesis does, which looks for the shortest way to a difference."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def one(self, options: Any) -> Any:
        return self.data.draw(st.sampled_from(options))


class Machine(RuleBasedStateMachine):
    """A small paper, edited and built."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.believing: AbstractContextManager[None] = nullcontext()

    @initialize(data=st.data(), believes=st.booleans())
    def begin(self, data: st.DataObject, believes: bool) -> None:
        self.believing = believing() if believes else nullcontext()
        self.believing.__enter__()
        self.paper = Paper(Path(self.folder.name), Drawn(data), stories=4)
        self.paper.build()

    def edit(self, name: str, data: st.DataObject, *, builds: bool) -> None:
        self.paper.choose = Drawn(data)
        getattr(self.paper, f"edit_{name}")()
        if builds:
            self.paper.settle()

    def teardown(self) -> None:
        self.believing.__exit__(None, None, None)
        self.folder.cleanup()


def _rule(name: str) -> Callable[..., None]:
    def run(machine: Machine, data: st.DataObject, waits: int) -> None:
        machine.edit(name, data, builds=waits > 0)

    run.__name__ = name
    return rule(data=st.data(), waits=st.integers(0, 2))(run)


Edited = type("Edited", (Machine,), {f"do_{name}": _rule(name) for name in sorted(set(EDITS))})


def test_any_edits_then_a_build_give_what_a_clean_build_gives() -> None:
    run_state_machine_as_test(
        Edited,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_paper_that_is_edited_again_and_again_is_as_if_built_anew(seed: int) -> None:
    with believing() if seed % 2 else nullcontext():
        wander(seed, 25)


def test_in_a_larger_paper_lists_of_many_pages_stay_exact() -> None:
    with believing():
        wander(100, 8, stories=70, stems=40)


def test_the_number_of_processes_makes_no_difference_to_any_edition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(making, "SHARED", 3)
    with Paper.temporary(Dice(random.Random(5)), stories=8) as paper, Processes(2) as processes:
        for number in range(12):
            paper.edit_add()
            paper.edit_title()
            if number % 3 == 0:
                paper.edit_template()
            paper.build(workers=processes if number % 2 else None)

        assert paper.good


@pytest.mark.slow
def test_long_sequences_of_edits_end_as_clean_builds_do() -> None:
    steps = good = 0
    for seed in range(1000, 1050):
        with believing() if seed % 2 else nullcontext():
            paper = wander(seed, 40)
        steps, good = steps + 40, good + paper.good
    for seed in range(2000, 2010):
        with believing() if seed % 2 else nullcontext():
            paper = wander(seed, 20, stories=100, stems=50)
        steps, good = steps + 20, good + paper.good

    print(f"{steps} steps, {good} editions, no difference")  # noqa: T201
    assert steps >= 2000


# By hand -----------------------------------------------------------------------------------------


def story(title: str = "A headline", body: str = "Some words.\n", **keys: Any) -> Text:
    return Text({"title": title, "published": "2026-11-20 08:00 IST", **keys}, body)


def another_template(paper: Paper) -> None:
    paper.put("world/a.md", story())
    for words in ("First", "Second"):
        paper.write(
            "templates/story.html",
            f'{{% extends "theme/story.html" %}}{{# {words} #}}{{% block '
            f"main %}}<p>{words}</p>{{% endblock %}}",
        )
        paper.build()


def another_part_of_a_template(paper: Paper) -> None:
    paper.put("world/a.md", story())
    paper.write("templates/page.html", '{% extends "base.html" %}\n')
    paper.write(
        "templates/story.html",
        '{% extends "base.html" %}{% block main %}{% include "_note.html" ignore missing %}'
        "{% endblock %}",
    )
    paper.build()
    for words in ("First", "Second"):
        paper.write("templates/_note.html", f"<p>{words}</p>")
        paper.build()
    (paper.root / "templates/_note.html").unlink()
    paper.build()


def another_title_of_the_paper(paper: Paper) -> None:
    paper.put("world/a.md", story())
    paper.build()
    paper.settings["title"] = "The Other Post"
    paper._configure()
    paper.build()


def another_headline(paper: Paper) -> None:
    for day in range(10, 16):
        paper.put(f"world/{day}.md", story(published=f"2026-11-{day} 08:00 IST"))
    paper.build()
    paper.put("world/11.md", story("Another", published="2026-11-11 08:00 IST"))
    paper.build()


def another_address(paper: Paper) -> None:
    paper.put("city/named.md", story())
    paper.put("world/a.md", story(body="See [this](../city/named.md).\n"))
    paper.put("about.md", Text({"title": "About"}, "See [this](city/named.md).\n"))
    paper.build()
    paper.put("city/named.md", story(slug="renamed"))
    paper.build()


def other_words_of_a_page(paper: Paper) -> None:
    paper.put("about.md", Text({"title": "About"}, "First.\n"))
    paper.build()
    paper.put("about.md", Text({"title": "About"}, "Second.\n"))
    paper.build()


def other_words_of_a_story(paper: Paper) -> None:
    for day in range(10, 12):
        paper.put(f"world/{day}.md", story(published=f"2026-11-{day} 08:00 IST"))
    paper.build()
    paper.put("world/10.md", story(body="Other words.\n", published="2026-11-10 08:00 IST"))
    paper.build()


def an_old_story_goes(paper: Paper) -> None:
    for day in range(10, 17):
        paper.put(f"world/{day}.md", story(published=f"2026-11-{day} 08:00 IST"))
    paper.build()
    paper.drop("world/11.md")
    paper.build()


def a_name_is_spelt_anew(paper: Paper) -> None:
    paper.put("world/a.md", story(authors=["asha sen"], topics=["sea port"]))
    paper.build()
    paper.put("authors/asha-sen.md", Text({"name": "A. Sen"}))
    paper.put("topics/sea-port.md", Text({"name": "The Port"}))
    paper.build()
    paper.drop("authors/asha-sen.md")
    paper.build()


def a_name_is_spelt_anew_where_the_words_change_too(paper: Paper) -> None:
    paper.put("world/a.md", story(authors=["asha sen"], topics=["trade"]))
    paper.build()
    paper.put("world/a.md", story(body="Other words.\n", authors=["asha sen"], topics=["trade"]))
    paper.put("authors/asha-sen.md", Text({"name": "A. Sen"}))
    paper.build()


def the_time_of_a_story_comes(paper: Paper) -> None:
    paper.put("world/a.md", story())
    paper.put("world/held.md", story(published="2026-11-23 15:00 IST"))
    paper.put("world/ends.md", story(expires="2026-11-23 14:00 IST"))
    for time in ("12:00", "14:00", "15:00", "12:00"):
        paper.as_of = f"2026-11-23 {time} IST"
        paper.build()


def news_grow_old(paper: Paper) -> None:
    paper.put("world/a.md", story(published="2026-11-22 08:00 IST"))
    for day in (23, 24, 26):
        paper.as_of = f"2026-11-{day} 09:00 IST"
        paper.build()


def a_picture_is_replaced(paper: Paper) -> None:
    paper.write("content/world/tug.svg", "first")
    paper.write("content/world/b/own.svg", "first")
    paper.put("world/a.md", story(image={"src": "tug.svg", "alt": ""}))
    paper.put("world/b/index.md", story(image={"src": "own.svg", "alt": ""}))
    paper.build()
    paper.write("content/world/tug.svg", "second")
    paper.write("content/world/b/own.svg", "second")
    paper.build()


def a_picture_loses_its_place(paper: Paper) -> None:
    paper.write("content/world/tug.png", "a tug")
    paper.write("content/world/map.png", "a map")
    paper.put("world/a.md", story(image={"src": "tug.png", "alt": ""}))
    paper.put("world/b.md", story(body="![A tug](tug.png) and [all of it](map.png)\n"))
    paper.build()
    paper.put("world/a.md", story())
    paper.put("world/b.md", story(body="![A map](map.png)\n"))
    paper.build()
    paper.drop("world/b.md")
    paper.build()


def another_part_is_kept_in_crops(paper: Paper) -> None:
    paper.write("content/world/tug.png", drawings.png("a tug", (40, 30)))
    paper.put("world/a.md", story(image={"src": "tug.png", "alt": ""}))
    paper.build()
    paper.put("world/a.md", story(image={"src": "tug.png", "alt": "", "focus": "10% 90%"}))
    paper.build()


def a_bundle_moves(paper: Paper) -> None:
    paper.write("content/world/b/own.csv", "first")
    paper.put("world/b/index.md", story())
    paper.build()
    paper.put("world/b/index.md", story(slug="elsewhere"))
    paper.build()


def a_draft_shows_a_picture(paper: Paper) -> None:
    paper.write("content/tug.svg", "a tug")
    paper.put("world/a.md", story())
    paper.build()
    paper.put("world/draft.md", story(body="![A tug](../tug.svg)\n", draft="yes"))
    paper.build()


def an_output_is_damaged(paper: Paper) -> None:
    paper.put("world/a.md", story())
    paper.build()
    (paper.output / "world/index.html").write_text("mine")
    (paper.output / "404.html").unlink()
    paper.build()


def a_story_goes(paper: Paper) -> None:
    paper.put("world/a.md", story(topics=["Trade"]))
    paper.put("world/b.md", story())
    paper.build()
    paper.drop("world/a.md")
    paper.build()


def a_story_comes(paper: Paper) -> None:
    paper.put("world/a.md", story())
    paper.build()
    paper.put("city/b.md", story(published="2026-11-21 08:00 IST"))
    paper.build()


def html_is_taken_otherwise(paper: Paper) -> None:
    paper.put("world/a.md", story(body="A <b>bold</b> word.\n"))
    paper.build()
    paper.settings["raw_html"] = "escape"
    paper._configure()
    paper.build()


def an_edit_that_looks_like_none(paper: Paper) -> None:
    paper.put("world/a.md", story(body="Seven words.\n"))
    paper.build()
    paper.edit_disguised()
    paper.build()


def a_build_is_cut_short_and_its_story_withdrawn(paper: Paper) -> None:
    paper.put("world/a.md", story())
    paper.build()
    paper.put("world/b.md", story())
    with crashing("commit", 1), pytest.raises(Crash):
        paper._built(paper.root, paper.options(paper.output), None)
    paper.drop("world/b.md")
    paper.build()


def what_is_linked_goes(paper: Paper) -> None:
    paper.put("city/named.md", story())
    paper.put("world/a.md", story(body="See [this](../city/named.md).\n"))
    paper.build()
    paper.drop("city/named.md")
    paper.build()


def what_is_linked_by_its_path_goes(paper: Paper) -> None:
    paper.put("about.md", Text({"title": "About"}))
    paper.put("world/a.md", story(body="See [this](/about/).\n"))
    paper.build()
    paper.drop("about.md")
    paper.build()


def a_part_of_a_series_comes(paper: Paper) -> None:
    for day in range(10, 13):
        published = f"2026-11-{day} 08:00 IST"
        paper.put(f"world/{day}.md", story(published=published, series="flood"))
    paper.build()
    paper.put("city/b.md", story(published="2026-11-21 08:00 IST", series="flood"))
    paper.build()


def a_standing_page_becomes_a_story(paper: Paper) -> None:
    paper.put("world/a.md", story())
    paper.put("about.md", Text({"title": "About"}))
    paper.build()
    paper.put("about.md", story("About", section="world", topics=["Trade"]))
    paper.build()
    paper.put("about.md", Text({"title": "About"}))
    paper.build()


def what_a_draft_links_goes_before_it_was_out(paper: Paper) -> None:
    paper.put("world/held.md", story(published="2026-11-25 08:00 IST"))
    paper.put("about.md", Text({"title": "About", "draft": "yes"}, "[Held](world/held.md)\n"))
    paper.build()
    paper.drop("world/held.md")
    paper.build()


def a_linked_story_goes_from_a_feed(paper: Paper) -> None:
    paper.put("city/named.md", story(expires="2026-11-23 13:00 IST"))
    paper.put("world/a.md", story(body="See [this](../city/named.md).\n"))
    paper.build()
    paper.as_of = "2026-11-23 14:00 IST"
    paper.build()


def an_older_cache_is_put_back(paper: Paper) -> None:
    cache, kept = paper.root / ".dateline/cache.db", paper.folder / "kept.db"
    paper.put("world/a.md", story())
    paper.build()
    shutil.copyfile(cache, kept)
    paper.put("world/b.md", story())
    paper.build()
    paper.drop("world/b.md")
    shutil.copyfile(kept, cache)
    paper.build()


def a_name_has_its_last_story_taken(paper: Paper) -> None:
    paper.put("topics/trade.md", Text({"name": "Trade"}))
    paper.put("world/a.md", story(body="See [trade](../topics/trade.md).\n"))
    paper.put("city/b.md", story(topics=["Trade"]))
    paper.build()
    paper.put("city/b.md", story())
    paper.build()


def a_page_of_a_list_is_full(paper: Paper) -> None:
    for day in range(10, 14):
        paper.put(f"world/{day}.md", story(published=f"2026-11-{day} 08:00 IST"))
        paper.build()


def a_file_is_replaced_while_it_is_copied(paper: Paper) -> None:
    copying = Room._bytes_of

    def copy(self: Room, found: Copy) -> Output:
        if found.path == "ads.txt":
            paper.write("content/ads.txt", "later")
        return copying(self, found)

    paper.put("world/a.md", story())
    paper.write("content/ads.txt", "first")
    with patch.object(Room, "_bytes_of", copy):
        paper._built(paper.root, paper.options(paper.output), None)
    paper.write("content/ads.txt", "first")
    paper.build()


# Faults on purpose -------------------------------------------------------------------------------


def instead(target: object, name: str, made: Callable[[Any], Any]) -> AbstractContextManager[Any]:
    """`target.name` replaced by what `made` makes of it."""
    return patch.object(target, name, made(getattr(target, name)))


def without(part: str) -> AbstractContextManager[Any]:
    """A field of the page left out of its key."""

    def made(of: Callable[[Ingredients, Page], object]) -> Callable[[Ingredients, Page], object]:
        empty: Any = b"" if part == "body" else {}
        return lambda self, page: of(self, replace(page, **{part: empty}))

    return instead(Ingredients, "of", made)


def with_templates(change: Callable[[Any], Any]) -> AbstractContextManager[Any]:
    def made(init: Callable[..., None]) -> Callable[..., None]:
        return lambda self, engine, site, parts: init(self, engine, *change((site, parts)))

    return instead(Ingredients, "__init__", made)


def nothing(*_: object, **__: object) -> Iterator[Any]:
    return iter(())


def only_when_whole(check: Callable[..., None]) -> Callable[..., None]:
    def checked(self: Complaints, removed: Any) -> None:
        if self.ledger.is_whole:
            check(self, removed)

    return checked


def times_without_change(compare: Callable[..., Any]) -> Callable[..., Any]:
    def plain(folder: Folder) -> Folder:
        return replace(folder, files=tuple((*seen[:3], 0) for seen in folder.files))

    return lambda self, folders, now: compare(self, map(plain, folders), now)


def last_moment_forgotten(moved: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, since, last: moved(self, since, self.edition.as_of)


def only_fronts(pages: Callable[..., Any]) -> Callable[..., Any]:
    def some(*arguments: Any, **options: Any) -> Iterator[Any]:
        return (touch for touch in pages(*arguments, **options) if "/" not in touch[0])

    return some


def alone(theme: Any) -> dict[str, bytes]:
    return {name: digest_bytes(text.encode()) for name, text in theme.templates.items()}


def mute(function: Callable[..., Any]) -> Callable[..., Any]:
    def muted(*arguments: Any, **options: Any) -> list[Any]:
        function(*arguments, **options)
        return []

    return muted


def deaf(function: Callable[..., Any]) -> Callable[..., Any]:
    def deafened(*arguments: Any, **options: Any) -> set[Any]:
        function(*arguments, **options)
        return set()

    return deafened


def tidy(init: Callable[..., None]) -> Callable[..., None]:
    def made(self: Stage, *arguments: Any) -> None:
        init(self, *arguments)
        self.was_cut_short = False

    return made


Scenario = Callable[[Paper], None]
Fault = Callable[[], AbstractContextManager[Any]]

FAULTS: list[tuple[str, Scenario, Fault]] = [
    ("template not in the key", another_template, lambda: with_templates(lambda p: (p[0], {}))),
    (
        "site not in the key",
        another_title_of_the_paper,
        lambda: with_templates(lambda p: (b"", p[1])),
    ),
    ("lists not in the key", another_headline, lambda: without("lists")),
    ("links not in the key", another_address, lambda: without("links")),
    ("body not in the key", other_words_of_a_page, lambda: without("body")),
    (
        "what a template includes is not part of it",
        another_part_of_a_template,
        lambda: patch.object(templates, "closures", alone),
    ),
    (
        "a changed template touches nothing",
        another_template,
        lambda: patch.object(Making, "_of_templates", nothing),
    ),
    (
        "a numbered page is not touched",
        an_old_story_goes,
        lambda: instead(Ripple, "_pages", only_fronts),
    ),
    (
        "neighbours are not touched",
        another_headline,
        lambda: patch.object(Ripple, "_neighbours", nothing),
    ),
    (
        "parts of a series are not touched",
        a_part_of_a_series_comes,
        lambda: patch.object(Ripple, "_neighbours", nothing),
    ),
    (
        "mentions are not followed",
        another_address,
        lambda: patch.object(Archive, "mentioning", nothing),
    ),
    ("new names are ignored", a_name_is_spelt_anew, lambda: instead(Index, "relabel", mute)),
    (
        "a text's change hides a name's",
        a_name_is_spelt_anew_where_the_words_change_too,
        lambda: instead(Making, "_renamed", mute),
    ),
    (
        "nothing passes the gate when its time comes",
        the_time_of_a_story_comes,
        lambda: instead(Index, "_moved", last_moment_forgotten),
    ),
    (
        "no moment is due",
        the_time_of_a_story_comes,
        lambda: patch.object(Index, "due", lambda _: None),
    ),
    ("news never grow old", news_grow_old, lambda: patch.object(Index, "due", lambda _: None)),
    (
        "a changed file is not moved",
        a_picture_is_replaced,
        lambda: instead(Making, "_moved_files", deaf),
    ),
    (
        "what was made of a picture stays",
        a_picture_loses_its_place,
        lambda: patch.object(ripple, "_of_file", nothing),
    ),
    (
        "what a text showed before is forgotten",
        a_picture_loses_its_place,
        lambda: patch.object(Index, "pictures_of", lambda *_: frozenset()),
    ),
    (
        "crops stay where they were",
        another_part_is_kept_in_crops,
        lambda: patch.object(ripple, "_of_file", nothing),
    ),
    ("a bundle leaves its files", a_bundle_moves, lambda: instead(Making, "_moved_files", deaf)),
    (
        "nothing is withheld anew",
        a_draft_shows_a_picture,
        lambda: instead(Making, "_withhold", deaf),
    ),
    (
        "damage is overlooked",
        an_output_is_damaged,
        lambda: patch.object(pipeline._Build, "_suspects", lambda *_: frozenset()),
    ),
    (
        "what is not planned stays",
        a_story_goes,
        lambda: patch.object(Ledger, "leftovers", lambda _: []),
    ),
    ("the front page is forgotten", a_story_comes, lambda: patch.object(ripple, "ALWAYS", ())),
    (
        "feeds keep old words",
        other_words_of_a_story,
        lambda: patch.object(Ripple, "_feeds_with", nothing),
    ),
    (
        "feeds keep old links",
        a_linked_story_goes_from_a_feed,
        lambda: patch.object(Ripple, "_feeds_with", nothing),
    ),
    (
        "the search index keeps old words",
        other_words_of_a_story,
        lambda: patch.object(Ripple, "_shard", nothing),
    ),
    (
        "a shard is kept whatever it was made of",
        other_words_of_a_story,
        lambda: patch.object(shards, "_is_same", lambda _room, known, _key: bool(known)),
    ),
    (
        "an older cache is believed",
        an_older_cache_is_put_back,
        lambda: patch("dateline.cache._doubt", lambda _: ""),
    ),
    (
        "an empty list is still linked",
        a_name_has_its_last_story_taken,
        lambda: instead(Making, "_renamed", mute),
    ),
    (
        "a list's new page is not made",
        a_page_of_a_list_is_full,
        lambda: instead(Ripple, "_pages", only_fronts),
    ),
    (
        "texts are not parsed by new rules",
        html_is_taken_otherwise,
        lambda: patch.object(reading._Reader, "_outdated", nothing),
    ),
    (
        "the time of change is not looked at",
        an_edit_that_looks_like_none,
        lambda: instead(Archive, "compare", times_without_change),
    ),
    (
        "a build that was cut short is not noticed",
        a_build_is_cut_short_and_its_story_withdrawn,
        lambda: instead(Stage, "__init__", tidy),
    ),
    (
        "links are not checked again",
        what_is_linked_goes,
        lambda: patch.object(Complaints, "_naming", nothing),
    ),
    (
        "paths are not checked again",
        what_is_linked_by_its_path_goes,
        lambda: instead(Complaints, "check_paths", only_when_whole),
    ),
]
SCENARIOS = [
    *dict.fromkeys(scenario for _, scenario, _ in FAULTS),
    a_standing_page_becomes_a_story,
    what_a_draft_links_goes_before_it_was_out,
    a_file_is_replaced_while_it_is_copied,
]


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with believing():
        yield Paper(tmp_path / "press", Dice(random.Random(0)), stories=0)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_an_edit_of_each_kind_gives_what_a_clean_build_gives(
    paper: Paper, scenario: Scenario
) -> None:
    scenario(paper)

    assert paper.builds


@pytest.mark.parametrize(
    ("scenario", "fault"), [pytest.param(*rest, id=name) for name, *rest in FAULTS]
)
def test_a_fault_on_purpose_is_caught(paper: Paper, scenario: Scenario, fault: Fault) -> None:
    with fault(), pytest.raises(AssertionError, match=r"differs from a clean|other problems"):
        scenario(paper)
