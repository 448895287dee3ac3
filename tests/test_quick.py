"""The quick way gives the very bytes of Python-Markdown cleaned by nh3, or steps aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import prose
from dateline.fields import Complaints
from dateline.head import read_document
from tests.conftest import CHECKOUT

# A grammar of Markdown that mixes everything ----------------------------------------------------

WORDS = st.sampled_from(
    [
        *"""word The a it's don't '90s "Hello" 'tis -- --- ... — Zürich हिंदी 日本 5 1. 2) 10% C# a/b
        e.g. (so) " ' "' '" ! ? . , ; : # ## - + = ~ ^ $ @x x@y.z http://a.b 👍 … “q” ‘s’ –
        """.split(),
        "\u00ad",
        "\u200d",
        "\u2028",
        "two\nlines",
    ]
)
ODD = st.sampled_from(
    ["_", "*", "`", "[", "]", "|", "\\", "![a](b)", "&", "<", "&amp;", "<b>", "{", "\xa0"]
)
SPANS = st.sampled_from(
    [
        "**bold**",
        "*em*",
        "*em phasis*",
        "**it's**",
        "*a **b** c*",
        "*a*b",
        "**a**b",
        "a*b*",
        '*it\'s* "so"',
        '"*q*"',
        "(*q*)",
        "'*a*'",
        "[link](a.md)",
        "[link text](https://x.y/z_a_b?c=d#e)",
        "[l](../a/b.md)",
        "[a](b)[c](d)",
        '"[l](m.md)"',
        '[it\'s "so"](x.md)',
        "[x](a b)",
        "[x](<a>)",
        "[x](javascript:alert)",
        '[x](a.md "t")',
        "[1](2)",
        "`code`",
        "text[^1]",
        "[x][r]",
        "http://x.y",
        "<https://x.y>",
    ]
)


def lines(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    gaps = st.sampled_from([" "] * 12 + ["  ", "", "\t"])
    return st.builds(
        lambda parts, gap: gap.join(parts), st.lists(words, min_size=1, max_size=9), gaps
    )


LINE = lines(st.one_of(WORDS, WORDS, WORDS, WORDS, SPANS, ODD))
FENCED = ("::: facts {}\n{}\n:::", "::: quote\n{}\n-- {}\n:::", "::: gallery {}\n\n{}\n\n:::")
FIXED = (
    "---",
    "***",
    "```\ncode\n\nmore\n```",
    "~~~\ncode\n~~~",
    "<div>x</div>",
    "[^1]: note",
    "*[HTML]: x",
    "*[word]: x",
    "[r]: http://x",
    "term\n: def",
    ": def",
    "[TOC]",
    "{: #id }",
    ":::",
    "    ",
    "- a\n    - b",
    "- a\n\n    b",
    "![a](b.jpg)",
    "![](b.jpg){.decorative}",
)


def joined(line: st.SearchStrategy[str], start: str, most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(line, min_size=1, max_size=most).map(
        lambda rows: "\n".join(start + row for row in rows)
    )


BLOCKS = st.one_of(
    joined(LINE, ""),
    joined(LINE, ""),
    joined(LINE, ""),
    st.builds(lambda n, text: "#" * n + " " + text, st.integers(1, 6), LINE),
    joined(LINE, "- "),
    joined(LINE, "* "),
    joined(LINE, "> "),
    joined(LINE, "1. "),
    joined(LINE, "    "),
    joined(LINE, " "),
    st.builds("| a | b |\n|---|--:|\n| 1 | {} |".format, LINE),
    st.builds(lambda form, a, b: form.format(a, b), st.sampled_from(FENCED), LINE, LINE),
    st.builds("![{}](x.jpg)\n: {}\n: -- {}".format, LINE, LINE, LINE),
    st.builds("{}\n{}".format, LINE, st.sampled_from(["===", "---", "- - -", ": x"])),
    st.sampled_from(FIXED),
)
TEXTS = st.builds(
    lambda blocks, gap: gap.join(blocks).strip(),
    st.lists(BLOCKS, min_size=1, max_size=7),
    st.sampled_from(["\n\n"] * 8 + ["\n", "\n\n\n", "\n \n"]),
)


def same(text: str) -> None:
    assert prose.convert(text, "safe") == prose.convert_slowly(text, "safe")


@settings(max_examples=1500)
@given(TEXTS)
def test_any_markdown_gives_the_bytes_of_the_reference(text: str) -> None:
    same(text)


@pytest.mark.slow
@settings(max_examples=100_000)
@given(TEXTS)
def test_a_great_deal_of_markdown_gives_the_bytes_of_the_reference(text: str) -> None:
    same(text)


@settings(max_examples=500)
@given(st.text(alphabet="ab \n'\"*_-.#>[]()!`:|1\\&<{~=+é…", max_size=60))
def test_any_tangle_of_signs_gives_the_bytes_of_the_reference(text: str) -> None:
    same(text.strip())


def bodies(folder: Path, ending: str) -> list[str]:
    found = []
    for path in sorted(folder.rglob(f"*{ending}")):
        text = path.read_bytes().decode("utf-8", "ignore").replace("\r", "\n")
        complaints = Complaints(path.name, lines=text.split("\n"))
        document = read_document(text, complaints, longest=2**16)
        found.append(document.body if document else text)
    return found


@pytest.mark.parametrize(
    ("folder", "ending"),
    [
        pytest.param("content", ".md", id="the demo newspaper"),
        pytest.param("docs", ".md", id="the manual"),
        pytest.param("tests/hostile", ".txt", id="hostile stories"),
    ],
)
def test_real_texts_give_the_bytes_of_the_reference(folder: str, ending: str) -> None:
    texts = bodies(CHECKOUT / folder, ending)

    assert len(texts) > 8
    for text in texts:
        if prose.is_ordinary(text):
            same(text)


def test_everyday_stories_take_the_quick_way() -> None:
    text = 'A "plain" paragraph -- it\'s said.\n\n## Crosshead\n\n- One *thing*\n- [Two](x.md)\n'

    assert prose.quick_way("safe").convert(text) == (
        "<p>A “plain” paragraph – it’s said.</p>\n"
        '<h2 id="crosshead">Crosshead</h2>\n'
        "<ul>\n<li>One <em>thing</em></li>\n"
        '<li><a href="x.md">Two</a></li>\n</ul>'
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Words[^1].\n\n[^1]: Note.", id="footnote"),
        pytest.param("A <b>word</b>.", id="HTML"),
        pytest.param("```\ncode\n```", id="fenced code"),
        pytest.param("Term\n: definition", id="definition"),
        pytest.param("*[VMC]: Municipal\n\nThe VMC.", id="abbreviation"),
        pytest.param("## Same\n\n## Same", id="two headings of one name"),
        pytest.param("::: facts\nnever closed", id="open block"),
    ],
)
def test_what_reaches_across_blocks_is_left_to_the_reference(text: str) -> None:
    assert prose.quick_way("safe").convert(text) is None
