"""One file's text: its problems and their places, and what it refers to."""

from __future__ import annotations

import pytest

from dateline.config import Rules
from dateline.model import Parsed, Reference, Story
from dateline.parse import Job, parse
from tests.conftest import Newsroom

RULES = Rules(
    timezone="Asia/Kolkata",
    sections=("world", "city"),
    story_url="/{section}/{year}/{month}/{day}/{slug}/",
    tag_authority="courier.example",
    raw_html="safe",
    head_bytes=2**16,
    body_bytes=2**21,
)
HEAD = "---\ntitle: A headline\npublished: 2026-11-20 08:00 IST\n---\n"
FIRST = HEAD.count("\n") + 1
"""The line of the file on which a body begins."""


def parsed(body: str, *, head: str = HEAD, path: str = "world/a.md") -> Parsed:
    return parse(RULES, Job(path, (head + body).encode()))


def told(item: Parsed) -> list[tuple[str, int, int]]:
    """The problems of a file: code, line of the body, column."""
    return [(p.code, p.where.line - FIRST + 1, p.where.column) for p in item.problems]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        pytest.param("::: facts T\n- a\n:::\n\n::: quote\nb\n:::\n", [], id="closed blocks"),
        pytest.param("a\n\n::: facts\n", [("unclosed-block", 3, 1)], id="never closed"),
        pytest.param(
            "::: facts\n\n::: quote\na\n:::\n", [("unclosed-block", 1, 1)], id="one in another"
        ),
        pytest.param("a\n\n:::\n", [("unclosed-block", 3, 1)], id="closes nothing"),
        pytest.param(
            "::: box\n:::\n::: fact\n:::\n",
            [("unknown-block", 1, 1), ("unknown-block", 3, 1)],
            id="unknown",
        ),
        pytest.param("::: embed\n:::\n", [("bad-embed", 1, 1)], id="embed without an address"),
        pytest.param(
            "::: embed javascript:alert(1)\n:::\n", [("bad-embed", 1, 1)], id="embed that could run"
        ),
        pytest.param("```\n::: facts\n```\n", [], id="in code"),
        pytest.param("~~~~ {.x}\n```\n::: box\n:::\n:::\n~~~~\n", [], id="in code with waves"),
        pytest.param("    ::: box\n    :::\n", [], id="in code that is indented"),
        pytest.param("Inline `::: box` and ::: this\n", [], id="in a line"),
        pytest.param("```\n\n::: box\n:::\n", [("unknown-block", 3, 1)], id="after a stray fence"),
        pytest.param(
            "```\na\n```\n\n::: box\n:::\n", [("unknown-block", 5, 1)], id="after code that ended"
        ),
    ],
)
def test_blocks_are_checked_where_they_are_blocks(
    body: str, problems: list[tuple[str, int, int]]
) -> None:
    assert told(parsed(body)) == problems


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        pytest.param("\n\na\n\nb <form> c\n", [("dropped-html", 5, 3)], id="tag"),
        pytest.param("a <script>b\n", [("dropped-html", 1, 3)], id="tag never closed"),
        pytest.param("a\nb ![](c.jpg)\n", [("missing-alt", 2, 7)], id="picture without words"),
        pytest.param("a\n\n    ![](c.jpg)\n", [], id="picture shown as code"),
        pytest.param("![](c.jpg){.decorative}\n", [], id="picture that decorates"),
        pytest.param(
            "a ![b](https://x.example/c.jpg)\n", [("outside-picture", 1, 8)], id="picture elsewhere"
        ),
        pytest.param("a | b\n--|--\n1 | 2 | Needle\n", [("lost-text", 3, 9)], id="lost words"),
        pytest.param("> " * 100 + "a\n", [("unreadable-text", 1, 0)], id="too deep"),
        pytest.param("    code <form>\n\ntext\n", [], id="a text that begins with code"),
    ],
)
def test_problems_of_the_text_know_their_place(
    body: str, problems: list[tuple[str, int, int]]
) -> None:
    found = parsed(body)

    assert [(code, line, column) for code, line, column in told(found)] == problems


def test_windows_line_ends_and_a_byte_order_mark_move_no_place() -> None:
    text = (HEAD + "a\n\nb <form> c\n").replace("\n", "\r\n")

    item = parse(RULES, Job("world/a.md", b"\xef\xbb\xbf" + text.encode()))

    assert told(item) == [("dropped-html", 3, 3)]


@pytest.mark.parametrize(
    ("body", "references"),
    [
        pytest.param("[b](b.md)", [("story", "world/b.md", 1, 5)], id="story beside"),
        pytest.param("[b](../city/b.md#x)", [("story", "city/b.md", 1, 5)], id="story elsewhere"),
        pytest.param("[b](/city/b.md)", [("story", "city/b.md", 1, 5)], id="story from the top"),
        pytest.param("a\n\n![b](b.jpg)", [("picture", "world/b.jpg", 3, 6)], id="picture"),
        pytest.param("[b](my%20b.pdf)", [("file", "world/my b.pdf", 1, 5)], id="file"),
        pytest.param("[b](/about/?a#b)", [("site", "about", 1, 5)], id="page"),
        pytest.param("[b](#part) [c](https://x.example/)", [], id="none of ours"),
        pytest.param("[b](../../../x)", [("file", "../../x", 1, 5)], id="out of the paper"),
        pytest.param(
            "[b](b.md) [b](b.md)",
            [("story", "world/b.md", 1, 5), ("story", "world/b.md", 1, 15)],
            id="twice",
        ),
    ],
)
def test_references_are_noted_with_their_place(
    body: str, references: list[tuple[str, str, int, int]]
) -> None:
    def shown(reference: Reference) -> tuple[str, str, int, int]:
        where = reference.where
        return reference.kind, reference.target, where.line - FIRST + 1, where.column

    assert [shown(reference) for reference in parsed(body).references] == references


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("[b](?x=1)", "broken-link", id="query alone"),
        pytest.param("[b]()", "broken-link", id="no address"),
        pytest.param("![b](#x)", "missing-file", id="picture that is a fragment"),
        pytest.param("![b](a.md)", "missing-file", id="picture that is a text"),
        pytest.param("![b](/city/a.markdown)", "missing-file", id="text elsewhere"),
    ],
)
def test_a_reference_that_names_nothing_is_told(body: str, code: str) -> None:
    ((told_code, line, column),) = told(parsed(body))

    assert (told_code, line) == (code, 1)
    assert column > 1


def test_a_picture_with_a_slash_in_front_is_a_file_from_the_top() -> None:
    (reference,) = parsed("![b](/img/b.jpg)").references

    assert (reference.kind, reference.target) == ("picture", "img/b.jpg")


def test_a_related_story_that_is_named_twice_is_there_once_and_knows_its_place() -> None:
    head = HEAD.replace("---\n", "---\nrelated: [world/b.md, ./b.md, city/c.md]\n", 1)

    item = parsed("Text", head=head)

    assert isinstance(item.noun, Story)
    assert item.noun.related == ("world/b.md", "city/c.md")
    assert item.where["related.1"] == (2, len("related: [world/b.md, ./b.md, ") + 1)


@pytest.mark.parametrize(
    "src", ["#part", "?a=b", "", "live.md", "https://x.example/a.jpg", "//x/a.jpg"]
)
def test_a_lead_picture_names_a_file(src: str) -> None:
    head = HEAD.replace("---\n", f"---\nimage: {{src: '{src}', alt: A}}\n", 1)

    item = parsed("Text", head=head)

    assert item.noun is None
    assert [p.where.line for p in item.problems if p.severity == "error"] == [2]


def test_the_lead_picture_is_the_first_reference() -> None:
    head = HEAD.replace("---\n", "---\nimage: {src: a.jpg, alt: A}\n", 1)

    item = parsed("![b](b.jpg)", head=head)

    assert [reference.target for reference in item.references] == ["world/a.jpg", "world/b.jpg"]
    assert isinstance(item.noun, Story)
    assert item.noun.image is not None
    assert item.noun.image.src == "world/a.jpg"


def test_a_text_known_to_stall_is_not_tried_and_told() -> None:
    item = parse(RULES, Job("world/a.md", (HEAD + "Text").encode(), failure="it takes too long"))

    assert told(item) == [("unreadable-text", 1, 0)]
    assert item.gate is not None


def test_a_text_over_its_limit_is_told() -> None:
    assert told(parsed("a" * (2**21 + 1))) == [("unreadable-text", 1, 0)]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param(b"", "no-front-matter", 1, id="nothing"),
        pytest.param(b"---\ntitle: caf\xe9\n---\n", "not-utf-8", 2, id="other encoding"),
        pytest.param("---\n".encode("utf-16"), "not-utf-8", 1, id="UTF-16"),
        pytest.param(b"---\ntitle: x\n---\na\n\0b\n", "control-character", 5, id="NUL"),
        pytest.param(b"---\ntitle: x\n---\na\x1b[2J\n", "control-character", 4, id="escape"),
        pytest.param(b"---\ntitle: x\x7f\n---\n", "control-character", 2, id="delete"),
        pytest.param(b"---\ntitle: x\xc2\x9f\n---\n", "control-character", 2, id="of Latin 1"),
        pytest.param(b"---\ntitle: x\xef\xbf\xbe\n", "control-character", 2, id="noncharacter"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, code: str, line: int) -> None:
    (problem,) = parse(RULES, Job("world/a.md", content)).problems

    assert (problem.code, problem.where.line) == (code, line)


def test_signs_that_look_like_controls_in_bytes_are_read() -> None:
    text = HEAD + "\u00a3 \u00a0 \u0085 \ufffd\tit\r\nis\rread"

    assert parse(RULES, Job("world/a.md", text.encode())).problems == ()


# Texts that are not what they seem ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        pytest.param("summary: Strike # 3 at the port", 17, id="in a text"),
        pytest.param("summary: Strike  \t# 3", 19, id="after a tab"),
        pytest.param("summary: 'Strike # 3 at the port'", 0, id="in quotation marks"),
        pytest.param("summary: 'Strike' # 3", 0, id="after quotation marks"),
        pytest.param("summary: Strike #3", 17, id="number"),
        pytest.param("summary: Strike#3", 0, id="no blank"),
        pytest.param("summary: # to be written", 0, id="no text yet"),
        pytest.param("summary: |\n  Strike # 3", 0, id="block"),
        pytest.param("draft: yes # until Monday", 0, id="no text"),
        pytest.param("# a comment", 0, id="on a line of its own"),
    ],
)
def test_a_text_that_ends_in_a_comment_is_told(line: str, column: int) -> None:
    head = HEAD.replace("---\n", f"---\n{line}\n", 1)

    item = parsed("Text", head=head)

    assert [(p.code, p.where.line, p.where.column) for p in item.problems] == (
        [("comment-in-text", 2, column)] if column else []
    )
    assert all(problem.severity == "warning" for problem in item.problems)


@pytest.mark.parametrize(
    ("path", "body", "codes"),
    [
        pytest.param("world/a.md", "", ["no-text"], id="nothing"),
        pytest.param("world/a.md", "\n\n  \n", ["no-text"], id="blanks"),
        pytest.param("world/a.md", "<!-- to come -->", ["no-text"], id="comment"),
        pytest.param("about.md", "", ["no-text"], id="standing page"),
        pytest.param("world/a.md", "<script>a</script>", ["dropped-html"], id="left out"),
        pytest.param("authors/a-sen.md", "", [], id="profile"),
        pytest.param("world/a.md", "![A tug](tug.jpg)", [], id="picture"),
        pytest.param("world/a.md", "Words.", [], id="words"),
    ],
)
def test_a_page_without_text_is_told(path: str, body: str, codes: list[str]) -> None:
    head = "---\ntitle: A\n---\n" if path == "about.md" else HEAD
    head = "---\nname: A\n---\n" if path.startswith("authors/") else head

    item = parsed(body, head=head, path=path)

    assert [problem.code for problem in item.problems] == codes
    assert item.noun is not None


def test_a_draft_may_be_empty() -> None:
    assert parsed("", head=HEAD.replace("---\n", "---\ndraft: yes\n", 1)).problems == ()


def test_a_story_that_would_expire_before_its_embargo_ends_is_told(newsroom: Newsroom) -> None:
    times = {"embargo": "2026-11-22 09:00 IST", "expires": "2026-11-21 09:00 IST"}
    newsroom.story("world/a.md", published="2026-11-20 08:00 IST", **times)

    built = newsroom.build()

    assert built.codes == ["expires-early"]
    assert "`expires` is before `embargo`" in built.report.problems[0].message
