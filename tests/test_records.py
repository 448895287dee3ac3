"""What is remembered of a Markdown file says what the file says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive import Archive
from dateline.cache import open_cache
from dateline.config import Rules, load_config
from dateline.digests import digest_bytes
from dateline.model import Body, Hole, Parsed
from dateline.parse import Job, parse
from dateline.problems import Location
from dateline.recording import Asked, key_of, record
from dateline.records import Record, packed, record_of, unpacked
from tests.conftest import Newsroom

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
HOLES = st.builds(Hole, st.sampled_from(["href", "src"]), TEXTS)
BODIES = st.builds(
    lambda first, rest: Body((first, *(part for _, part in rest)), tuple(hole for hole, _ in rest)),
    TEXTS,
    st.lists(st.tuples(HOLES, TEXTS), max_size=4),
)


@given(BODIES)
def test_a_body_is_the_same_after_it_was_packed(body: Body) -> None:
    assert unpacked(packed(body)) == body


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(Body(("a\x00b",)), id="in a part"),
        pytest.param(Body(("a", "b"), (Hole("src", "c\x00.jpg"),)), id="in a hole"),
    ],
)
def test_a_body_that_could_not_be_unpacked_is_not_packed(body: Body) -> None:
    with pytest.raises(ValueError, match="NUL"):
        packed(body)


# Rows --------------------------------------------------------------------------------------------


@pytest.fixture
def rules(newsroom: Newsroom) -> Rules:
    return load_config(newsroom.root / "config.toml").rules


def kept(parsed: Parsed) -> Archive:
    """An archive that has been told of one file."""
    archive = Archive(open_cache(None))
    archive.put(record_of(parsed, b"key", "Asia/Kolkata"))
    return archive


HEAD = "---\ntitle: Port reopens\npublished: 2026-11-20 08:00 IST\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("world/a.md", HEAD + "---\nThe first tug.\n", id="a story"),
        pytest.param(
            "world/a.md",
            HEAD + "draft: yes\nembargo: 2026-11-21 08:00 IST\nexpires: 2026-12-01 08:00 IST\n"
            "topics: [Sea, no-such-topic]\nauthors: [a-sen]\nrelated: [city/b.md]\n"
            "aliases: [/old/]\nimage: {src: a.jpg, alt: A tug}\nextra: {a: [b, {c: d}]}\n"
            "---\n[Here](b.md#x), ![A tug](t%20ug.png) and [us](/about/).\n",
            id="a story with everything",
        ),
        pytest.param("about.md", "---\ntitle: About\n---\nUs.\n", id="a standing page"),
        pytest.param("authors/a-sen.md", "---\nname: A. Sen\n---\nWrites.\n", id="an author"),
        pytest.param("topics/sea/index.md", "---\nname: Sea\n---\nWet.\n", id="a topic"),
        pytest.param("world/a.md", HEAD + "titel: x\n---\nText.\n", id="a wrong story"),
        pytest.param("world/a.md", "no front matter at all\n", id="no story"),
    ],
)
def test_what_is_remembered_is_what_was_parsed(rules: Rules, path: str, text: str) -> None:
    parsed = parse(rules, Job(path, text.encode()))

    item = kept(parsed).item(path)

    assert item is not None
    assert (item.noun, item.gate) == (parsed.noun, parsed.gate)
    assert (item.references, item.problems) == (parsed.references, parsed.problems)
    assert item.where == {
        key: Location(f"content/{path}", *place) for key, place in parsed.where.items()
    }


def test_a_text_is_found_by_its_digest(rules: Rules) -> None:
    parsed = parse(rules, Job("world/a.md", f"{HEAD}---\n[Here](b.md).\n".encode()))

    assert parsed.noun is not None
    assert unpacked(kept(parsed).body(parsed.noun.body)) == parsed.body


def test_a_key_tells_all_that_a_file_is_parsed_with_apart(rules: Rules) -> None:
    content = digest_bytes(HEAD.encode())
    asked = Asked(rules, b"program")

    keys = [
        key_of(asked, "world/a.md", content),
        key_of(asked, "world/b.md", content),
        key_of(asked, "world/a.md", digest_bytes(b"")),
        key_of(Asked(rules, b"another"), "world/a.md", content),
        key_of(Asked(replace(rules, timezone="UTC"), b"program"), "world/a.md", content),
    ]

    assert len(set(keys)) == len(keys)
    assert key_of(Asked(rules, b"program"), "world/a.md", content) == keys[0]


def test_the_key_of_a_record_is_the_key_of_its_file(rules: Rules) -> None:
    asked, job = Asked(rules, b"program"), Job("world/a.md", f"{HEAD}---\nText.\n".encode())

    assert record(asked, job).key == key_of(asked, job.path, digest_bytes(job.content))


def test_what_could_not_be_converted_in_time_is_tried_again(rules: Rules) -> None:
    job = Job("world/a.md", f"{HEAD}---\nText.\n".encode(), failure="it took too long")

    assert record(Asked(rules, b"program"), job).key == b""


def story(rules: Rules, head: str = "", body: str = "Some words.\n") -> Record:
    job = Job("world/a.md", f"{HEAD}{head}---\n{body}".encode())
    return record(Asked(rules, b"program"), job)


def test_another_text_is_not_what_other_pages_show(rules: Rules) -> None:
    one, other = story(rules), story(rules, body="Many more and other words than before.\n")

    assert one.public == other.public
    assert one.body != other.body


@pytest.mark.parametrize("head", ["summary: New\n", "topics: [Sea]\n", "kind: opinion\n"])
def test_another_key_is_what_other_pages_show(rules: Rules, head: str) -> None:
    assert story(rules).public != story(rules, head).public


def test_a_file_mentions_and_wants_what_others_have_a_say_in(rules: Rules) -> None:
    head = "related: [city/b.md]\nauthors: [a-sen, A. Sen]\ntopics: [deep-sea]\naliases: [/Old/]\n"

    known = story(rules, head, "[There](../city/c.md), [us](/about/), ![A](a.jpg)\n")

    assert set(known.mentions) == {
        *("city/b.md", "city/c.md", "site:about", "world/a.jpg"),
        "picture:world/a.jpg",
        *("author:a-sen", "topic:deep-sea"),
    }
    assert set(known.wants) >= {"/world/2026/11/20/a", "/old"}
    assert sum(want.startswith("id:") for want in known.wants) == 1
