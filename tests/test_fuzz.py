"""Any text in any place: problems or pages, and never an exception."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from dateline import keys
from dateline.config import Rules
from dateline.model import Parsed
from dateline.parse import Job, parse
from dateline.prose import Unconvertible, is_ordinary, to_html
from dateline.references import cut
from dateline.sanitize import TAGS, sanitize
from tests.conftest import Newsroom
from tests.strategies import TEXT
from tests.test_hostile import harm_in
from tests.test_parse import RULES

SLOW = settings(max_examples=5_000, deadline=None)
QUICK = settings(max_examples=400, deadline=None)

CHARACTERS = st.characters(codec="utf-8")
ANY_TEXT = st.text(CHARACTERS, max_size=80)

PIECES = st.sampled_from(
    [
        *"[ ] ( ) ![ ]( < > </ <a <b> <!-- --> <script> </script> <![CDATA[ ]]> <? ?> &".split(),
        *"&amp; &# ; ` ``` ~~~ * ** _ __ # - + 1. > | --- === : :::".split(),
        *"[^1] [^1]: *[a]: [a]: {: } {: .a } \"a\" 'b' -- ... \\ ! [TOC] a.md a.jpg a b ab".split(),
        *":::facts :::quote :::embed https://x.example/ javascript: \u202e \u200b ह 🙂".split(),
        *(" ", "  ", "\n", "\n\n", "\n    ", "\t", "\u2028", "\u00a0"),
    ]
)
MARKDOWN = st.lists(PIECES, max_size=40).map("".join)
"""Pieces of Markdown and HTML in disorder."""

YAML_PIECES = st.sampled_from(
    [
        *"[ ] { } , : ? - & * ! | > ' \" % @ ` # << ~ --- ... a b: title: published: \\".split(),
        *(
            ": ",
            "- ",
            "\n",
            "\n  ",
            " ",
            "\t",
            "title: x",
            "published: 2026-11-20 08:00 IST",
            "\x85",
        ),
    ]
)
YAML = st.lists(YAML_PIECES, max_size=30).map("".join)
"""Pieces of YAML in disorder."""

KEYS = [field.key for field in (*keys.STORY, *keys.PROFILE)] + ["date", "tags", "unknown"]
VALUES = st.recursive(
    ANY_TEXT | MARKDOWN | st.integers().map(str) | st.sampled_from(["yes", "2026-11-20", "a-b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
"""What YAML can hold, of any type. JSON is YAML, but for surrogates and line separators."""
PATHS = st.sampled_from(
    ["world/a.md", "world/b/index.md", "about.md", "authors/ann.md", "topics/t.md", "x/y/z.md"]
)
MODES = st.sampled_from(["safe", "escape", "trusted"])


def as_head(values: dict[str, object]) -> str:
    """Front matter in YAML's flow style, one key a line."""
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in values.items())
    return "".join(lines)


def read(path: str, text: str, mode: str = "safe") -> Parsed:
    rules = Rules(**{**{name: getattr(RULES, name) for name in RULES.__slots__}, "raw_html": mode})
    return parse(rules, Job(path, text.encode("utf-8", "surrogatepass")))


def check_any_values(path: str, values: dict[str, object], body: str) -> None:
    needed = {"name": "x"} if path.startswith(("authors/", "topics/")) else {"title": "x"}
    if path.startswith("world/"):
        needed["published"] = "2026-11-20 08:00 IST"

    item = read(path, f"---\n{as_head(needed | values)}---\n{body}")

    assert item.problems or item.noun is not None


def check_any_markdown(text: str, mode: str) -> None:
    if not is_ordinary(text):
        return
    try:
        html = to_html(text, mode)  # type: ignore[arg-type]
    except Unconvertible:
        return
    cut(html)
    if mode != "trusted":
        assert not harm_in("x.html", html.encode("utf-8", "surrogatepass"))
        assert sanitize(html) == html


FIELDS = st.dictionaries(st.sampled_from(KEYS), VALUES | TEXT, max_size=3)


@QUICK
@given(PATHS, FIELDS, MARKDOWN)
def test_any_values_make_a_story_or_problems(
    path: str, values: dict[str, object], body: str
) -> None:
    check_any_values(path, values, body)


@pytest.mark.slow
@SLOW
@given(PATHS, FIELDS, MARKDOWN)
def test_any_values_make_a_story_or_problems_at_length(
    path: str, values: dict[str, object], body: str
) -> None:
    check_any_values(path, values, body)


@settings(max_examples=2_000, deadline=None)
@given(MARKDOWN | ANY_TEXT, MODES)
def test_any_markdown_is_harmless(text: str, mode: str) -> None:
    check_any_markdown(text, mode)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(MARKDOWN | ANY_TEXT, MODES)
def test_any_markdown_is_harmless_at_length(text: str, mode: str) -> None:
    check_any_markdown(text, mode)


@QUICK
@given(PATHS, YAML, MODES)
def test_any_yaml_makes_a_story_or_problems(path: str, text: str, mode: str) -> None:
    item = read(path, f"---\n{text}\n---\nText\n", mode)

    assert item.problems or item.noun is not None


@QUICK
@given(PATHS, st.binary(max_size=60))
def test_any_bytes_make_a_story_or_problems(path: str, content: bytes) -> None:
    for job in (Job(path, content), Job(path, b"---\ntitle: x\n---\n" + content)):
        item = parse(RULES, job)

        assert item.problems or item.noun is not None


PAGE_TAGS = TAGS | frozenset(
    "article body footer h1 head header html link main meta nav script title".split()
)
"""What authors may use, and what the theme uses round it."""
TEXTS = st.lists(TEXT | MARKDOWN, min_size=8, max_size=8)


def check_whole_paper(texts: list[str]) -> None:
    """Texts in all places where a story shows text; what YAML can't hold is a problem."""
    title, summary, topic, author, kicker, agency, place, body = texts
    values: dict[str, object] = {
        "title": title + "x",
        "published": "2026-11-20 08:00 IST",
        "summary": summary,
        "topics": [f"T {topic}"],
        "authors": [f"A {author}"],
        "kicker": kicker,
        "agency": agency,
        "dateline": place,
        "extra": {"a": [title, {"b": body}]},
    }
    with Newsroom.temporary() as newsroom:
        newsroom.story("world/b.md")
        text = f"---\n{as_head(values)}---\n{body}\n"
        newsroom.write("content/world/a.md", text.encode("utf-8", "surrogatepass"))

        built = newsroom.build()

    assert built.outputs or built.report.problems
    for path, content in built.outputs.items():
        if path.endswith(".xml"):
            etree.fromstring(content)
        if path.endswith(".json"):
            json.loads(content)
        assert not harm_in(path, content, PAGE_TAGS), path


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_feeds_are_well_formed_and_pages_harmless_for_any_text(texts: list[str]) -> None:
    check_whole_paper(texts)


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_feeds_are_well_formed_and_pages_harmless_for_any_text_at_length(texts: list[str]) -> None:
    check_whole_paper(texts)
