"""Front matter as authors write it, through the real pipeline; and as JSON Schema."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dateline import keys
from dateline.fields import (
    Address,
    Choice,
    Complaints,
    Field,
    Flag,
    Integer,
    Lang,
    List,
    Pattern,
    Record,
    Slug,
    Table,
    Text,
    Time,
    UrlPath,
    nearest,
    one_line,
    read_fields,
)
from dateline.head import read_document
from dateline.index import Edition
from dateline.model import Story
from dateline.pipeline import Options, read
from dateline.problems import Location, Problem
from dateline.schema import schema_of
from tests.conftest import AS_OF, Newsroom, moment, yaml_line
from tests.strategies import TEXT

STORY_KEYS = {field.key: field for field in keys.STORY}


def problems_of(newsroom: Newsroom, head: str) -> tuple[Problem, ...]:
    """What is wrong with a story of this front matter, below a title and a time."""
    start = "---\ntitle: Port reopens\npublished: 2026-11-20 08:00 IST\n"
    newsroom.write("content/world/port.md", f"{start}{head}---\nThe first tug.\n")
    newsroom.write("content/world/tug.jpg", "not really a picture")
    return newsroom.build(is_check=True).report.problems


def story_of(newsroom: Newsroom, head: str) -> Story:
    """The story of this front matter; there must be nothing wrong with it."""
    assert problems_of(newsroom, head) == ()
    return the_story(newsroom)


def the_story(newsroom: Newsroom) -> Story:
    """The one story of the paper."""
    (item,) = read(newsroom.root, Options(Edition(moment(AS_OF)))).items
    assert isinstance(item.noun, Story)
    return item.noun


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("harbour-deal-2026", "tag:courier.example,2026-11-20:harbour-deal-2026"),
        ("a/b?c=%20,(d)@~", "tag:courier.example,2026-11-20:a/b?c=%20,(d)@~"),
        ("2010", "tag:courier.example,2026-11-20:2010"),
        ("tag:old.example,2009:7", "tag:old.example,2009:7"),
        ("http://old.example/?p=7#a", "http://old.example/?p=7#a"),
        ("urn:uuid:1225c695", "urn:uuid:1225c695"),
    ],
)
def test_an_id_is_a_part_of_a_tag_or_a_uri(newsroom: Newsroom, written: str, id_: str) -> None:
    assert story_of(newsroom, f"id: {written}\n").id == id_


# A wrong type for each key ------------------------------------------------------------------------

WRONG = {
    Text: ["[a, b]", "{a: b}"],
    Time: ["[2026-11-20 08:00 IST]", "{at: 2026-11-20 08:00 IST}"],
    Choice: ["[news]", "{a: news}"],
    Record: ["tug.jpg", "[tug.jpg, A tug]"],
    Slug: ["[a]", "{a: b}"],
    Pattern: ["[a]", "{a: b}", '""'],
    List: ["Harbour", "{a: b}", "[[a]]", "[{a: b}]"],
    Flag: ["maybe", "[yes]", "{a: yes}", "2", '""'],
    Lang: ["[hi]", "Hindi language", "{a: hi}", '""'],
    Integer: ["high", "1.5", "[1]", "{a: 1}", "0", "10", "1_0", "٣", '""'],
    Table: ["red", "[red]"],
}
"""For each shape, what it is not."""


def wrong_values() -> Iterator[Any]:
    for field in keys.STORY:
        for value in WRONG[type(field.shape)]:
            yield pytest.param(field.key, value, id=f"{field.key}: {value}")


@pytest.mark.parametrize(("key", "value"), list(wrong_values()))
def test_a_wrong_type_is_told_at_the_value_for_each_key(
    newsroom: Newsroom, key: str, value: str
) -> None:
    given_keys = {"title": "Port reopens", "published": "2026-11-20 08:00 IST"}
    lines = [f"{k}: {v}" for k, v in given_keys.items() if k != key]
    newsroom.write(
        "content/world/port.md", "\n".join(["---", *lines, f"{key}: {value}", "---", ""])
    )

    problems = newsroom.build().report.problems

    (problem,) = (p for p in problems if p.code in ("wrong-type", "bad-path"))
    where = problem.where
    assert (where.path, where.line) == ("content/world/port.md", len(lines) + 2)
    assert where.column in (len(key) + 3, len(key) + 4)
    assert f"`{key}`" in problem.message


def test_every_shape_of_a_key_has_wrong_values_to_try() -> None:
    assert {type(field.shape) for field in keys.STORY} == set(WRONG)


@pytest.mark.parametrize(
    ("head", "code", "line", "column"),
    [
        pytest.param("sumary: x\n", "unknown-key", 4, 1, id="unknown key"),
        pytest.param("title: again\n", "repeated-key", 4, 1, id="repeated key"),
        pytest.param("date: 2026-11-20 08:00 IST\n", "two-names", 4, 1, id="two names"),
        pytest.param("tags: [a]\ntopics: [b]\n", "two-names", 5, 1, id="two names, ours last"),
        pytest.param("summary: a\nstandfirst: b\n", "two-names", 5, 1, id="two names of summary"),
        pytest.param("extra:\n  a: 1\n  a: 2\n", "repeated-key", 6, 3, id="repeated in extra"),
        pytest.param("kind: live-blog\n", "unknown-kind", 4, 7, id="unknown kind"),
        pytest.param("slug: page\n", "bad-slug", 4, 7, id="reserved slug"),
        pytest.param("slug: con\n", "bad-slug", 4, 7, id="device"),
        pytest.param("slug: ../up\n", "bad-slug", 4, 7, id="slug that climbs"),
        pytest.param("slug: /etc/passwd\n", "bad-slug", 4, 7, id="absolute slug"),
        pytest.param('slug: "a\\tb"\n', "bad-slug", 4, 7, id="control character in a slug"),
        pytest.param("slug: Größe\n", "bad-slug", 4, 7, id="slug with accents"),
        pytest.param("series: page\n", "bad-slug", 4, 9, id="reserved series"),
        pytest.param("id: 10:30-thing\n", "wrong-type", 4, 5, id="id, a scheme of digits"),
        pytest.param("id: ':x'\n", "wrong-type", 4, 5, id="id, no scheme"),
        pytest.param("id: 'tag:'\n", "wrong-type", 4, 5, id="id, scheme alone"),
        pytest.param("id: a%zz\n", "wrong-type", 4, 5, id="id, percent"),
        pytest.param("id: tag:a%2\n", "wrong-type", 4, 5, id="URI, percent"),
        pytest.param("id: a#b\n", "wrong-type", 4, 5, id="id, fragment"),
        pytest.param("id: Größe\n", "wrong-type", 4, 5, id="id with accents"),
        pytest.param(f"id: {'x' * 301}\n", "wrong-type", 4, 5, id="long id"),
        pytest.param("aliases: [../up]\n", "bad-path", 4, 11, id="alias that climbs"),
        pytest.param("aliases: [/a/%2e%2e/b]\n", "bad-path", 4, 11, id="alias, encoded dots"),
        pytest.param("aliases: [//evil.example/]\n", "bad-path", 4, 11, id="alias with a host"),
        pytest.param("aliases: [/a%00b]\n", "bad-path", 4, 11, id="alias with NUL"),
        pytest.param("aliases: [/aux.html]\n", "bad-path", 4, 11, id="alias, device"),
        pytest.param("summary: " + "x" * 1001 + "\n", "too-long", 4, 10, id="long summary"),
        pytest.param(f"topics: [{'a, ' * 201}]\n", "too-long", 4, 9, id="many topics"),
        pytest.param("image:\n  src: tug.jpg\n", "missing-key", 4, 0, id="picture without alt"),
        pytest.param("image: {alt: A tug}\n", "missing-key", 4, 0, id="picture without src"),
        pytest.param(
            "image:\n  src: tug.jpg\n  alt: x\n  by: y\n", "unknown-key", 7, 3, id="in a picture"
        ),
        pytest.param('section: ""\n', "empty-value", 4, 10, id="empty section"),
        pytest.param("updated:\n", "bad-time", 4, 9, id="empty time"),
        pytest.param("embargo: 2026-11-19\n", "bare-date", 4, 10, id="bare date"),
        pytest.param("authors: [a-sen]\n", "unknown-author", 4, 11, id="unknown author"),
        pytest.param('authors: ["", A Sen, a-sen]\n', "unknown-author", 4, 22, id="third author"),
        pytest.param("author: a-sen\n", "unknown-author", 4, 9, id="unknown author, other name"),
        pytest.param("topics:\n  - x\n  - a-port\n", "unknown-topic", 6, 5, id="unknown topic"),
        pytest.param("topics: [Page]\n", "bad-name", 4, 10, id="topic with a reserved slug"),
        pytest.param("related: [world/x.md]\n", "broken-link", 4, 11, id="related to nothing"),
        pytest.param("related: [world/port.md]\n", "related-newer", 4, 11, id="related to itself"),
        pytest.param("a: &x 1\nb: *x\n", "bad-yaml", 4, 4, id="anchor"),
        pytest.param("extra: *x\n", "bad-yaml", 4, 8, id="alias"),
        pytest.param("extra: !!python/name:os.system x\n", "bad-yaml", 4, 8, id="tag"),
        pytest.param("extra:\n  <<: {a: b}\n", "bad-yaml", 5, 3, id="merge key"),
        pytest.param("? [a]\n: b\n", "bad-yaml", 4, 3, id="key that is a list"),
    ],
)
def test_a_mistake_is_told_at_its_place(
    newsroom: Newsroom, head: str, code: str, line: int, column: int
) -> None:
    problems = problems_of(newsroom, head)

    (problem,) = (p for p in problems if p.code != "other-name")
    assert (problem.code, problem.where) == (code, Location("content/world/port.md", line, column))


@pytest.mark.parametrize("key", [field.key for field in keys.STORY if field.required])
def test_a_missing_key_is_told_at_the_top(newsroom: Newsroom, key: str) -> None:
    given_keys: dict[str, Any] = {key: None, "summary": "x"}
    newsroom.story("world/port.md", **given_keys)

    (problem,) = newsroom.build().report.problems

    assert (problem.code, problem.where.line) == ("missing-key", 1)
    assert f"`{key}`" in problem.message
    assert f"{key}: " in problem.hint


# What other tools write ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        (name, field.key, "2026-11-20 08:00 IST" if isinstance(field.shape, Time) else "Some Words")
        for field in keys.STORY
        for name in field.names
    ],
)
def test_names_of_other_tools_are_understood_with_one_line(
    newsroom: Newsroom, name: str, key: str, value: str
) -> None:
    values: dict[str, Any] = {"published": None} if key == "published" else {}
    newsroom.story("world/port.md", **values, **{name: value})

    built = newsroom.build()

    (problem,) = built.report.problems
    assert (problem.code, problem.severity) == ("other-name", "warning")
    assert problem.message == f"`{name}` is read as `{key}`"
    assert "world/2026/11/20/port/index.html" in built.outputs


def test_a_file_with_many_names_of_other_tools_has_one_warning(newsroom: Newsroom) -> None:
    head: dict[str, Any] = {
        "published": None,
        "date": "2026-11-20 08:00 IST",
        "tags": ["a"],
        "author": "A Sen",
    }
    newsroom.story("world/port.md", **head)

    assert newsroom.build().codes == ["other-name"]


def test_names_joined_by_commas_are_not_taken_for_one_name(newsroom: Newsroom) -> None:
    problems = problems_of(newsroom, "tags: Harbour, Trade\n")

    (problem,) = (p for p in problems if p.code == "wrong-type")
    assert problem.hint == "write tags: [Harbour, Trade]"


# Text is text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("no", "no"),
        ("18:30", "18:30"),
        ("1.10", "1.10"),
        ("007", "007"),
        ("null", "null"),
        ("~", "~"),
        ("2010-11-13", "2010-11-13"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ('"two\\nlines"', "two lines"),
        (">-\n  folded\n  text", "folded text"),
        ("'it''s'", "it's"),
        ("\u202etitle", "title"),
    ],
)
def test_yamls_guesses_never_reach_a_title(newsroom: Newsroom, written: str, title: str) -> None:
    newsroom.write(
        "content/world/port.md", f"---\ntitle: {written}\npublished: 2026-11-20 08:00\n---\nText.\n"
    )

    assert the_story(newsroom).title == title


def test_a_slug_of_digits_is_a_slug(newsroom: Newsroom) -> None:
    assert story_of(newsroom, "slug: 2024\n").address == "/world/2026/11/20/2024/"


def test_keys_left_blank_are_not_there(newsroom: Newsroom) -> None:
    story = story_of(newsroom, "summary:\ntopics:\nauthors:\nkicker:\nextra:\n")

    assert (story.summary, story.topics, story.authors, story.extra) == ("", (), (), {})


def test_lists_drop_blanks_and_what_stands_twice(newsroom: Newsroom) -> None:
    assert story_of(newsroom, 'topics: [Trade, "", Port, Trade]\n').topics == ("Trade", "Port")


@pytest.mark.parametrize("written", ["yes", "Yes", "TRUE", "on", '"yes"'])
def test_yes_in_any_spelling_makes_a_draft(newsroom: Newsroom, written: str) -> None:
    newsroom.write(
        "content/world/port.md",
        f"---\ntitle: A\npublished: 2026-11-20 08:00\ndraft: {written}\n---\nText.\n",
    )

    assert "world/2026/11/20/port/index.html" not in newsroom.build().outputs


@given(text=TEXT)
def test_one_line_is_one_line_without_what_xml_forbids(text: str) -> None:
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert one_line(line) == line


# Survives being written and read ------------------------------------------------------------------


_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
"""Categories of characters that a headline can't be made of alone."""


def _read(head: str) -> tuple[dict[str, Any], list[Problem]]:
    text = f"---\n{head}---\n"
    complaints = Complaints("content/world/port.md", lines=text.split("\n"))
    document = read_document(text, complaints, longest=2**16)
    if document is None:
        return {}, complaints.problems
    values, _ = read_fields(keys.STORY, document.head, complaints, owner="a story")
    return values, complaints.problems


@given(title=TEXT, topics=st.lists(TEXT, max_size=5), kicker=TEXT)
@example(title="- a", topics=["#b", "c: d", "&e", "*f", "!g", "%h", "@i", "`j"], kicker="---")
@example(title="'it''s' \"so\"", topics=["[a", "{b", "a, b", "null", "yes", "~"], kicker="a #b")
@example(title="\U00018cd6", topics=[], kicker="\ue000")
@example(title="\u200b", topics=[], kicker="")
@example(title="a\u2028b\x85c", topics=["\ufeff", "x\u00a0"], kicker="\u200d")
def test_front_matter_survives_being_written_and_read(
    title: str, topics: list[str], kicker: str
) -> None:
    head = yaml_line("title", title) + yaml_line("kicker", kicker)
    head += yaml_line("topics", topics) if topics else ""

    values, problems = _read(head)

    assert {p.code for p in problems} <= {"missing-key", "empty-value"}
    is_seen = any(unicodedata.category(c) not in _UNSEEN for c in title)
    assert values.get("title", "") == (one_line(title) if is_seen else "")
    assert values.get("kicker", "") == one_line(kicker)
    wanted = tuple(dict.fromkeys(filter(None, map(one_line, topics))))
    assert values.get("topics", ()) == wanted


# Schema and validator agree -----------------------------------------------------------------------

_WORDS = st.text("abcxyz -'", min_size=1, max_size=12).filter(str.strip)
_TIMES = st.sampled_from(["2026-11-20 08:00 IST", "2026-11-20T08:00:00Z", "Nov 20, 2026 08:00"])
_SCALARS = st.one_of(st.integers(-2, 12), st.booleans(), st.sampled_from(["", "x", "Some Words"]))
_ANYTHING = st.one_of(
    _SCALARS,
    st.none(),
    st.lists(_SCALARS, max_size=3),
    st.dictionaries(st.sampled_from(["src", "alt", "colour"]), _SCALARS, max_size=3),
)


def _good(field: Field) -> st.SearchStrategy[Any]:
    """Values of a field's own shape."""
    shape = field.shape
    if isinstance(shape, Integer):
        return st.integers(shape.low, shape.high)
    if isinstance(shape, Choice):
        return st.sampled_from(shape.options)
    if isinstance(shape, List):
        return st.lists(_good(Field(field.key, shape.of, "")), max_size=3)
    if isinstance(shape, Record):
        return st.fixed_dictionaries(
            {f.key: _good(f) for f in shape.fields if f.required},
            optional={f.key: _good(f) for f in shape.fields if not f.required},
        )
    simple: dict[type, st.SearchStrategy[Any]] = {
        Text: _WORDS,
        Time: _TIMES,
        Flag: st.booleans() | st.sampled_from(["yes", "no", "on", "off"]),
        Slug: st.sampled_from(["harbour-deal", "2024", "a", 2024]),
        Lang: st.sampled_from(["hi", "en-IN", "zh-Hant"]),
        UrlPath: st.sampled_from(["/", "/a/b/", "/old.html", "/a%20b"]),
        Address: st.sampled_from(["https://a.example/", "http://a.example"]),
        Pattern: st.sampled_from(["40% 30%", "tag:x,2026:1", "harbour-2026"]),
        Table: st.dictionaries(_WORDS, _WORDS, max_size=2),
    }
    return simple[type(shape)]


def _heads() -> st.SearchStrategy[dict[str, Any]]:
    """Front matter with good values, and now and then one of any kind."""
    good = st.fixed_dictionaries(
        {"title": _WORDS, "published": _TIMES},
        optional={f.key: _good(f) for f in keys.STORY if f.key not in ("title", "published")},
    )
    names = st.sampled_from([*STORY_KEYS, "date", "tags", "author", "mood"])
    spoilt = st.tuples(good, names, _ANYTHING).map(lambda t: {**t[0], t[1]: t[2]})
    return good | spoilt


def _is_beyond_the_schema(head: dict[str, Any]) -> bool:
    """Times are texts to the schema; other tools' lists may be one text; `3` may be quoted."""
    times = [f.key for f in keys.STORY if isinstance(f.shape, Time)]
    is_odd_time = any(key in head and head[key] not in _GOOD_TIMES for key in (*times, "date"))
    has_one_for_list = any(not isinstance(head.get(key, []), list) for key in ("tags", "author"))
    return is_odd_time or has_one_for_list


_GOOD_TIMES = ("2026-11-20 08:00 IST", "2026-11-20T08:00:00Z", "Nov 20, 2026 08:00")
_SCHEMA = Draft202012Validator(schema_of("story"))


@given(head=_heads())
@example(head={"title": 2024, "published": _GOOD_TIMES[0]})
@example(head={"title": " ", "published": _GOOD_TIMES[0]})
@example(head={"title": "A", "published": _GOOD_TIMES[0], "summary": None, "topics": None})
@example(head={"title": "A", "published": _GOOD_TIMES[0], "slug": "con"})
@example(head={"title": "A", "published": _GOOD_TIMES[0], "slug": -5})
@example(head={"title": "A", "published": _GOOD_TIMES[0], "aliases": ["/a/../b"]})
@example(head={"title": "A", "published": _GOOD_TIMES[0], "aliases": ["/a?b"]})
@example(head={"title": "A", "published": _GOOD_TIMES[0], "image": None})
@example(head={"title": "A", "published": _GOOD_TIMES[0], "date": _GOOD_TIMES[0]})
def test_schema_and_reader_agree(head: dict[str, Any]) -> None:
    if _is_beyond_the_schema(head):
        return
    # JSON is YAML: one key a line, so that the keys stand as an author writes them.
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in head.items())

    _, problems = _read(lines.replace(": null\n", ":\n"))

    errors = [p for p in problems if p.severity == "error"]
    complaints = [error.message for error in _SCHEMA.iter_errors(head)]
    assert bool(errors) == bool(complaints), (errors, complaints)


@pytest.mark.parametrize("sort", ["story", "page", "profile", "config"])
def test_schemas_are_schemas(sort: Any) -> None:
    Draft202012Validator.check_schema(schema_of(sort))


# Suggestions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "meant"),
    [("sumary", "summary"), ("Title", "title"), ("tittle", "title"), ("qqqq", ""), ("", "")],
)
def test_the_nearest_key_is_suggested(word: str, meant: str) -> None:
    assert nearest(word, STORY_KEYS) == meant
