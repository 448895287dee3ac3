"""Front matter: what is read, what is refused, and where."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import head as heads
from dateline.fields import DEEPEST, MOST_NODES, Complaints, Node
from dateline.head import Document, read_document
from dateline.scaffold import quoted
from tests.strategies import TEXT


def read(text: str, *, longest: int = 2**16) -> tuple[Document | None, Complaints]:
    complaints = Complaints("content/a.md", lines=text.split("\n"))
    return read_document(text, complaints, longest=longest), complaints


def plain(node: Node) -> object:
    """A node as lists, dicts and texts."""
    if node.kind == "table":
        return {key.text: plain(item) for key, item in node.pairs}
    return [plain(item) for item in node.items] if node.kind == "list" else node.text


def head_of(text: str) -> object:
    document, complaints = read(f"---\n{text}\n---\nText")
    assert not complaints.problems
    assert document is not None
    return plain(document.head)


@pytest.mark.parametrize(
    "word",
    "no yes on ~ null 12:30 1.10 007 0x1F 1e3 .inf 2010-11-13 2010-11-13T15:58:00Z 1_000".split(),
)
def test_what_yaml_would_guess_at_is_read_as_it_is_written(word: str) -> None:
    assert head_of(f"a: {word}") == {"a": word}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a: 'it''s'", {"a": "it's"}, id="single quotes"),
        pytest.param('a: "\\u0905\\n"', {"a": "अ\n"}, id="double quotes"),
        pytest.param("a: >\n  b\n  c", {"a": "b c"}, id="folded"),
        pytest.param("a: |\n  b\n  c", {"a": "b\nc"}, id="literal"),
        pytest.param("a: [b, c]", {"a": ["b", "c"]}, id="list on a line"),
        pytest.param("a:\n- b\n- c", {"a": ["b", "c"]}, id="list"),
        pytest.param("a: {b: c}", {"a": {"b": "c"}}, id="table on a line"),
        pytest.param("a:\n  b: c", {"a": {"b": "c"}}, id="table"),
        pytest.param("a: b # c", {"a": "b"}, id="comment"),
        pytest.param("a: b#c", {"a": "b#c"}, id="no comment"),
        pytest.param("a:", {"a": ""}, id="nothing"),
        pytest.param("'<<': b", {"<<": "b"}, id="what is no merge key in quotation marks"),
        pytest.param("content: b\nhandler: c", {"content": "b", "handler": "c"}, id="known words"),
        pytest.param("# only a comment", {}, id="comment alone"),
        pytest.param("a: b\n...", {"a": "b"}, id="end of the document"),
    ],
)
def test_front_matter_is_read(text: str, value: object) -> None:
    assert head_of(text) == value


KEYS = st.sampled_from(["title", "a", "b_c", "D-1", "yes", "<<", "é", "1"])
VALUES = (
    *"""a a: a:b a#b [a] [a,b] 'it' "it" '' "" "\\t" [a]b {a:b} |- > - ? & * !a % @ ` ~ … é १
    """.split(),
    *("a b", "a #b", "a: b", "a  b ", " a", "'a' b", "'a''b'", "a\u2028b", "a\u00a0b"),
    *("[a, b c]", "[ a , b]", "[a, 'b']", "[a, ]", "[a, b:c]", "[a, b: c]", "[a, b #c]", "[]"),
)
LINE = st.one_of(
    st.builds("{}: {}".format, KEYS, st.one_of(TEXT, st.sampled_from(VALUES))),
    st.sampled_from(
        ["- a", "  a", "a:", "", "#", "...", " b: c", "a:  b", "a : b", "a:b", "\tb: c"]
    ),
)


@settings(max_examples=500)
@given(lines=st.lists(LINE, min_size=1, max_size=4))
def test_plain_lines_are_read_as_the_parser_reads_them(lines: list[str]) -> None:
    head = "\n".join(lines)

    plain, _ = read(f"---\n{head}\n---\n")
    with patch.object(heads, "_read_plain", return_value=None):
        parsed, _ = read(f"---\n{head}\n---\n")

    assert (plain and plain.head) == (parsed and parsed.head)


def test_a_key_without_a_value_is_blank_and_an_empty_text_is_not() -> None:
    document, _ = read("---\na:\nb: ''\n---\n")

    assert document is not None
    assert [item.is_blank for _, item in document.head.pairs] == [True, False]


def test_every_value_knows_its_place() -> None:
    document, _ = read("---\na: b\nlist:\n  - c\n  - {d:   e}\n---\n")

    assert document is not None
    (_, first), (_, items) = document.head.pairs
    ((_, inner),) = items.items[1].pairs
    assert (first.line, first.column) == (2, 4)
    assert [(item.line, item.column) for item in items.items] == [(4, 5), (5, 5)]
    assert (inner.line, inner.column) == (5, 11)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        pytest.param("Text", "no-front-matter", (1, 0), id="none"),
        pytest.param("", "no-front-matter", (1, 0), id="empty file"),
        pytest.param("\n---\na: b\n---\n", "no-front-matter", (1, 0), id="blank line first"),
        pytest.param("+++\na = 1\n+++\n", "no-front-matter", (1, 0), id="TOML"),
        pytest.param('{"a": 1}', "no-front-matter", (1, 0), id="JSON"),
        pytest.param("---\na: b\n\nText", "unclosed-front-matter", (1, 0), id="never closed"),
        pytest.param("---", "unclosed-front-matter", (1, 0), id="one line"),
        pytest.param("---\n- a\n---\n", "not-a-mapping", (2, 1), id="list"),
        pytest.param("---\na sentence\n---\n", "not-a-mapping", (2, 1), id="text"),
        pytest.param("---\na: &b c\n---\n", "bad-yaml", (2, 4), id="anchor"),
        pytest.param("---\na: b\nc: *b\n---\n", "bad-yaml", (3, 4), id="alias"),
        pytest.param("---\na: !!str b\n---\n", "bad-yaml", (2, 4), id="tag"),
        pytest.param("---\na: {b: c}\n<<: {d: e}\n---\n", "bad-yaml", (3, 1), id="merge key"),
        pytest.param("---\n[a, b]: c\n---\n", "bad-yaml", (2, 1), id="list for a key"),
        pytest.param("---\na: b\nc: [d\n---\n", "bad-yaml", (3, 4), id="bracket left open"),
        pytest.param("---\na: 'b\nc: d\n---\n", "bad-yaml", (2, 4), id="quote left open"),
        pytest.param("---\na: b: c\n---\n", "bad-yaml", (2, 5), id="colon in a text"),
        pytest.param("---\na:\n\tb: c\n---\n", "bad-yaml", (3, 1), id="tab"),
        pytest.param("---\na: @b\n---\n", "bad-yaml", (2, 4), id="sign first"),
        pytest.param('---\na: "\\q"\n---\n', "bad-yaml", (2, 5), id="escape"),
        pytest.param('---\na: "\\ud800"\n---\n', "bad-yaml", (2, 7), id="half a character"),
    ],
)
def test_what_is_not_front_matter_is_refused_at_its_place(
    text: str, code: str, place: tuple[int, int]
) -> None:
    document, complaints = read(text)

    assert document is None
    (problem,) = complaints.problems
    assert (problem.code, (problem.where.line, problem.where.column)) == (code, place)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_is_bounded(opening: str) -> None:
    document, complaints = read(f"---\na:\n  {opening * 20_000}\n---\n", longest=2**20)

    assert document is None
    assert [problem.code for problem in complaints.problems] == ["bad-yaml"]


def test_lists_as_deep_as_is_allowed_are_read() -> None:
    inner = DEEPEST - 1

    assert head_of(f"a: {'[' * inner}b{']' * inner}")
    assert read(f"---\na: {'[' * DEEPEST}{'[]' + ']' * DEEPEST}\n---\n")[0] is None


def test_values_are_bounded() -> None:
    document, complaints = read(f"---\na: [{'b, ' * MOST_NODES}]\n---\n", longest=2**20)

    assert document is None
    assert "too much" in complaints.problems[0].message


def test_size_is_bounded_in_bytes() -> None:
    exact = "a: " + "é" * 48

    assert read(f"---\n{exact}\n---\n", longest=100)[0] is not None
    assert read(f"---\n{exact}é\n---\n", longest=100)[1].problems[0].code == "too-long"


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        pytest.param("---\na: b\n---\nText", "Text", 4, id="at once"),
        pytest.param("---\na: b\n---\n\n \nText\n\n", "Text", 6, id="after blank lines"),
        pytest.param("---\na: b\n---\n\n    code\n", "    code", 5, id="indented"),
        pytest.param("---\na: b\n---\nA\n---\nB", "A\n---\nB", 4, id="with a rule"),
        pytest.param("-----  \na: b\n----\nText", "Text", 4, id="other fences"),
        pytest.param("---\na: b\n---", "", 4, id="none"),
    ],
)
def test_the_body_begins_where_it_is_said_to(text: str, body: str, line: int) -> None:
    document, _ = read(text)

    assert document is not None
    assert (document.body, document.body_line) == (body, line)


@given(values=st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), TEXT, max_size=5))
def test_what_dateline_writes_into_front_matter_comes_back(values: dict[str, str]) -> None:
    lines = "".join(f"{key}: {quoted(value)}\n" for key, value in values.items())

    document, complaints = read(f"---\n{lines}---\n")

    assert not complaints.problems
    assert document is not None
    assert plain(document.head) == {key: " ".join(v.split()) for key, v in values.items()}
