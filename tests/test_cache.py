"""The build cache may be lost, damaged or foreign: a line says so, and the output is right."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from dateline import write
from dateline.cache import _SEAL, NAME, VERSION, _state_of
from dateline.problems import WorldError
from tests.conftest import Newsroom, tree
from tests.papers import Dice, Paper, Text, standing

Damage = Callable[[Path, random.Random], None]
"""Does something to the cache file at a path."""


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """A paper that has been built twice, so that its cache remembers much."""
    made = Paper(tmp_path / "press", Dice(random.Random(3)), stories=0)
    for number in range(6):
        keys = {"title": f"Story {number}", "published": f"2026-11-1{number} 08:00 IST"}
        made.put(f"world/{number}.md", Text({**keys, "topics": ["Trade"]}))
        if number in (0, 5):
            made.build()
    return made


def seal(cache: Path) -> None:
    """Make the file look as if dateline had left it so."""
    (cache.parent / _SEAL).write_text(str(_state_of(cache)), encoding="utf-8")


# One damage after the other ----------------------------------------------------------------------


def cut(cache: Path, draw: random.Random) -> None:
    content = cache.read_bytes()
    cache.write_bytes(content[: draw.randrange(len(content))])


def flip(cache: Path, draw: random.Random) -> None:
    content = bytearray(cache.read_bytes())
    for _ in range(draw.choice((1, 3, 100))):
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    cache.write_bytes(content)


def zero(cache: Path, draw: random.Random) -> None:
    content = bytearray(cache.read_bytes())
    start = draw.randrange(len(content) // 4096) * 4096
    content[start : start + 4096] = bytes(4096)
    cache.write_bytes(content)


def shuffle(cache: Path, draw: random.Random) -> None:
    content = cache.read_bytes()
    pages = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    draw.shuffle(pages)
    cache.write_bytes(b"".join(pages))


def grow(cache: Path, draw: random.Random) -> None:
    with cache.open("ab") as file:
        file.write(draw.randbytes(draw.randrange(1, 9999)))


def empty(cache: Path, _: random.Random) -> None:
    cache.write_bytes(b"")


def scribble(cache: Path, draw: random.Random) -> None:
    cache.write_bytes(draw.randbytes(20_000))


def become_text(cache: Path, _: random.Random) -> None:
    cache.write_text("# A note of mine\n", encoding="utf-8")


def become_foreign(cache: Path, _: random.Random) -> None:
    cache.unlink()
    with closing(sqlite3.connect(cache)) as database:
        database.execute("CREATE TABLE fact (name, value)")
        database.commit()


def be_edited(cache: Path, _: random.Random) -> None:
    with closing(sqlite3.connect(cache)) as database:
        database.execute("DELETE FROM output")
        database.execute("UPDATE body SET text = 'Forged'")
        database.commit()


def lose_its_seal(cache: Path, _: random.Random) -> None:
    (cache.parent / _SEAL).unlink()


def have_a_strange_seal(cache: Path, draw: random.Random) -> None:
    strange = draw.choice((b"", b"[]", b"null", b"{", b"\xff\xfe", b"[1, 2, 3, 4]"))
    (cache.parent / _SEAL).write_bytes(strange)


def be_a_copy(cache: Path, _: random.Random) -> None:
    content = cache.read_bytes()
    cache.unlink()
    cache.write_bytes(content)


def be_linked(cache: Path, _: random.Random) -> None:
    far = cache.parent.parent.parent / "far.db"
    cache.rename(far)
    cache.symlink_to(far)


def be_empty_and_sealed(cache: Path, _: random.Random) -> None:
    cache.write_bytes(b"")
    seal(cache)


def be_scribbled_and_sealed(cache: Path, draw: random.Random) -> None:
    scribble(cache, draw)
    seal(cache)


def be_foreign_and_sealed(cache: Path, _: random.Random) -> None:
    become_foreign(cache, _)
    seal(cache)


def be_older(cache: Path, _: random.Random) -> None:
    with closing(sqlite3.connect(cache)) as database:
        database.execute(f"PRAGMA user_version = {VERSION - 1}")
    seal(cache)


def be_newer(cache: Path, _: random.Random) -> None:
    with closing(sqlite3.connect(cache)) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    seal(cache)


def lose_pages_and_be_sealed(cache: Path, _: random.Random) -> None:
    cache.write_bytes(cache.read_bytes()[: 4096 * 3])
    seal(cache)


def be_cut_short(cache: Path, draw: random.Random) -> None:
    """What a build leaves that was killed while SQLite wrote: changed pages, and a journal."""
    shutil.copyfile(cache, cache.with_name(f"{NAME}-journal"))
    flip(cache, draw)


DAMAGES: tuple[Damage, ...] = (
    *(cut, cut, cut, cut, cut, cut, flip, flip, flip, flip, zero, zero, zero, shuffle, grow, grow),
    *(empty, scribble, become_text, become_foreign, be_edited, lose_its_seal, be_a_copy, be_linked),
    *(have_a_strange_seal, have_a_strange_seal, have_a_strange_seal, have_a_strange_seal),
    *(be_empty_and_sealed, be_scribbled_and_sealed, be_foreign_and_sealed, be_older, be_newer),
    *(lose_pages_and_be_sealed, be_cut_short, be_cut_short),
)


def damage_and_build(paper: Paper, damage: Damage, seed: int) -> None:
    """What is told after a damage, and that the output is a clean build's."""
    paper.strays = {"stray.html"}
    (paper.output / "stray.html").write_text("stray", encoding="utf-8")
    paper.put("world/3.md", Text({"title": f"Edited {seed}", "published": "2026-11-13 08:00 IST"}))
    paper.must_sweep = True
    damage(paper.root / ".dateline" / NAME, random.Random(seed))

    first = paper.build()
    second = paper.build()

    assert first.ready
    assert any("build cache" in note for note in first.notes)
    assert not second.notes
    assert not second.written


@pytest.mark.parametrize(
    ("damage", "seed"),
    [
        pytest.param(damage, seed, id=f"{damage.__name__} {seed}")
        for seed, damage in enumerate(DAMAGES)
    ],
)
def test_a_damaged_cache_is_replaced_with_a_word(paper: Paper, damage: Damage, seed: int) -> None:
    damage_and_build(paper, damage, seed)


@pytest.mark.slow
def test_two_hundred_damaged_caches_do_no_harm(paper: Paper) -> None:
    for seed in range(1000, 1200):
        damage_and_build(paper, random.Random(seed).choice(DAMAGES), seed)


def test_a_folder_in_the_cache_s_place_is_replaced_too(paper: Paper) -> None:
    cache = paper.root / ".dateline" / NAME
    cache.unlink()
    cache.mkdir()
    (cache / "inside.txt").write_text("x", encoding="utf-8")

    report = paper.build()

    assert report.notes
    assert cache.is_file()


def test_a_left_over_journal_beside_a_sound_cache_does_no_harm(paper: Paper) -> None:
    (paper.root / ".dateline" / f"{NAME}-journal").write_bytes(b"left over")
    paper.put("world/3.md", Text({"title": "Edited", "published": "2026-11-13 08:00 IST"}))

    report = paper.build()

    assert report.ready


def test_a_cache_that_is_gone_needs_no_word(paper: Paper) -> None:
    (paper.root / ".dateline" / NAME).unlink()
    paper.must_sweep = True

    report = paper.build()

    assert not report.notes
    assert not report.written


def test_everything_under_the_own_folder_may_go(paper: Paper) -> None:
    shutil.rmtree(paper.root / ".dateline")

    report = paper.build()

    assert not report.written


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everything"
)
def test_a_cache_that_may_only_be_read_is_a_problem_of_the_world_or_none(paper: Paper) -> None:
    cache = paper.root / ".dateline" / NAME
    cache.chmod(0o400)
    before = standing(paper.output)

    try:
        report = paper.build()
    except AssertionError:
        assert standing(paper.output) == before
    else:
        assert report.ready


# Two builds at once -----------------------------------------------------------------------------


@pytest.fixture
def held(newsroom: Newsroom) -> Iterator[write.Hold]:
    newsroom.story("world/a.md")
    newsroom.build()
    with write.one_at_a_time(newsroom.root) as hold:
        yield hold


def test_a_second_build_says_who_holds_the_lock(newsroom: Newsroom, held: write.Hold) -> None:
    newsroom.story("world/b.md")
    before = tree(newsroom.root / "output")

    with pytest.raises(WorldError, match=f"another build .*process {os.getpid()}"):
        newsroom.build()

    assert held.folder.is_dir()
    assert tree(newsroom.root / "output") == before


def test_a_second_build_waits_if_it_is_told_to(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    lock = write.one_at_a_time(newsroom.root)
    lock.__enter__()
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            lock.__exit__(None, None, None)

    with patch("dateline.write.time.sleep", pause):
        built = newsroom.build(patience=60)

    assert len(pauses) == 3
    assert "world/index.html" in built.outputs


def test_the_lock_of_a_killed_build_holds_nobody_up(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    newsroom.build()
    (newsroom.root / ".dateline" / "lock").write_text("process 1", encoding="utf-8")

    built = newsroom.build()

    assert built.report.ready
