"""HTML and Markdown of other tools: what comes out says the same, and nothing runs."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dateline.markup import Unreadable, adapted, escaped, outside_code, plain, to_markdown
from dateline.prose import to_html


class Anywhere:
    """Addresses as they are; what is noted is kept."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def link(self, written: str) -> str | None:
        return written

    def picture(self, written: str) -> str | None:
        return f"/img/{written}" if not written.startswith("gone") else None

    def note(self, text: str) -> None:
        self.notes.append(text)


def markdown(html: str) -> str:
    return to_markdown(html, Anywhere())


def shown(html: str) -> str:
    """What a reader sees, with the signs that a keyboard has."""
    text = unescape(re.sub(r"<[^>]+>", "", html))
    for sign, typed in (
        *(("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), ("«", "<<"), ("»", ">>")),
        *(("—", "---"), ("–", "--"), ("…", "...")),
    ):
        text = text.replace(sign, typed)
    return " ".join(text.split())


# HTML --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>a <b>b </b>c</p>", "a **b** c", id="blanks go out of emphasis"),
        pytest.param("<p>one</p><p>two</p>", "one\n\ntwo", id="paragraphs"),
        pytest.param("one<br>two", "one  \ntwo", id="breaks"),
        pytest.param("<h1>A</h1><h6>B</h6>", "## A\n\n###### B", id="headings"),
        pytest.param("<ol start='3'><li>a<li>b</ol>", "3. a\n4. b", id="numbers"),
        pytest.param("<ul><li>a<ul><li>b</ul></ul>", "- a\n    - b", id="lists in lists"),
        pytest.param("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b", id="quotes"),
        pytest.param("<pre>a\n  b</pre>", "```\na\n  b\n```", id="code"),
        pytest.param(
            '<pre><code class="language-py">x = "```"</code></pre>',
            '````py\nx = "```"\n````',
            id="code with fences",
        ),
        pytest.param("<p><code>a`b</code></p>", "`` a`b ``", id="code in a line"),
        pytest.param("<p>x<sup>2</sup> <s>y</s></p>", "x<sup>2</sup> <s>y</s>", id="kept tags"),
        pytest.param(
            "<table><tr><th>A<th>B<tr><td>1|2<td>3</table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 | 3 |",
            id="tables",
        ),
        pytest.param(
            '<p><a href="https://a.example/(x) y">z</a></p>',
            "[z](https://a.example/%28x%29%20y)",
            id="addresses with brackets",
        ),
        pytest.param(
            '<img src="a b.jpg" alt="A [tug]">', "![A \\[tug\\]](/img/a%20b.jpg)", id="alt"
        ),
        pytest.param('<img src="a.jpg" alt="">', "![](/img/a.jpg){.decorative}", id="decoration"),
        pytest.param(
            '<figure><img src="a.jpg" alt="A tug"><figcaption>By <b>day</b></figcaption></figure>',
            "![A tug](/img/a.jpg)\n: By day",
            id="figures",
        ),
        pytest.param('<img src="gone.jpg" alt="A tug">', "A tug", id="a picture that is gone"),
        pytest.param(
            '<figure><figure><img src="a.jpg" alt="A"><figcaption>One</figcaption></figure>'
            '<figure><img src="b.jpg" alt="B"></figure></figure>',
            "::: gallery\n![A](/img/a.jpg)\n: One\n\n![B](/img/b.jpg)\n:::",
            id="galleries",
        ),
        pytest.param(
            "<figure><table><tr><th>A</table><figcaption>Sum</figcaption></figure>",
            "| A |\n| --- |\n\nSum",
            id="tables in figures",
        ),
        pytest.param(
            "<table><caption>Sum</caption><tr><th>A<tr><td>1</table>",
            "| A |\n| --- |\n| 1 |\n: Sum",
            id="captions of tables",
        ),
        pytest.param(
            '<table><tr><td colspan="2">A<tr><td>1<td>2</table>',
            '<table><tbody><tr><td colspan="2">A</td></tr><tr><td>1</td><td>2</td></tr>'
            "</tbody></table>",
            id="tables that Markdown can not write",
        ),
        pytest.param("<div>a<div>b</div></div>", "a\n\nb", id="boxes"),
        pytest.param("<dl><dt>T<dd>D</dl>", "T\n:   D", id="definitions"),
        pytest.param("<p></p><p> </p>", "", id="nothing"),
        pytest.param("<p>a\u00a0b</p>", "a\u00a0b", id="blanks that do not break"),
    ],
)
def test_html_becomes_the_markdown_of_dateline(html: str, expected: str) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("# no heading", "#tag", "1. no list", "- no list", "+ no", "> no quote", "* no * list"),
        *("::: facts", ": no caption", "~~~ no code", "=== no heading", "---", "| a | b |"),
        *("[x]: https://a.example", "[^1]: no note", "*[VMC]: no abbreviation", "[TOC]", "{: .x }"),
        *(
            "a_b_c __d__ *e* **f**",
            "`code`",
            "<b>no tag</b>",
            "&amp; &lt; &#65;",
            "\\* back\\slash",
        ),
        *("![no](picture.jpg)", "http://bare.example/a_b_c", "1986. A year", "<!-- no comment -->"),
        *("a  b", "x {.y}", "(c) 2010", "-5 degrees", "--", "10 * 20 = 200", "a | b"),
    ],
)
def test_text_that_looks_like_markdown_stays_text(text: str) -> None:
    html = to_html(markdown(f"<p>{escape(text)}</p>"))

    assert shown(html) == shown(escape(text))
    assert re.fullmatch(r"<p>[^<]*</p>", html.strip())


SEEN = st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc"])


@given(text=st.text(SEEN, max_size=80))
def test_any_text_is_shown_as_it_was(text: str) -> None:
    html = to_html(markdown(f"<p>{escape(text)}</p>"))

    # Signs that typography joins or turns are compared without their number and direction.
    signs = str.maketrans("", "", "\"'-.<>«»")
    assert shown(html).translate(signs).split() == shown(escape(text)).translate(signs).split()


@given(
    st.recursive(
        st.text("ab *_`[]()#<>&!-.1\n", max_size=8).map(escape),
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
            st.sampled_from("p b i em a ul ol li blockquote div h2 td table tr pre code s".split()),
            st.lists(inner, max_size=4),
        ),
        max_leaves=12,
    )
)
def test_any_tangle_of_elements_becomes_text_that_can_be_published(html: str) -> None:
    made = to_html(markdown(html))

    assert not re.search(r"<(?:script|iframe|form|style)", made)


def test_what_is_left_out_is_noted() -> None:
    anywhere = Anywhere()

    text = to_markdown(
        "<p>a</p><script>x</script><form><input></form><iframe></iframe><img src=a.png>", anywhere
    )

    assert text == "a\n\n![](/img/a.png){.decorative}"
    assert anywhere.notes == [
        "the HTML element <form>",
        "the HTML element <input>",
        "the HTML element <script>",
        "a <iframe> without an address",
        "a picture had no words: /img/a.png is marked as decoration",
    ]


@pytest.mark.parametrize(
    ("frame", "page"),
    [
        ("https://www.youtube.com/embed/ab-1?rel=0", "https://www.youtube.com/watch?v=ab-1"),
        ("//player.vimeo.com/video/12", "https://vimeo.com/12"),
        ("https://maps.example/frame?x=1", "https://maps.example/frame?x=1"),
    ],
)
def test_a_frame_becomes_an_embed(frame: str, page: str) -> None:
    text = markdown(f'<p>a</p><iframe src="{frame}" title="Seen"></iframe><p>b</p>')

    assert text == f"a\n\n::: embed {page}\nSeen\n:::\n\nb"


def test_elements_that_are_too_deep_are_told() -> None:
    with pytest.raises(Unreadable, match="nested"):
        markdown("<div>" * 200 + "x")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("A &amp; B &#8217;s", "A & B ’s", id="entities"),
        pytest.param("<em>A</em> <b>tug</b>", "A tug", id="tags"),
        pytest.param("a<script>b</script>", "a", id="scripts"),
        pytest.param("2 < 3 & 4", "2 < 3 & 4", id="signs"),
        pytest.param("a\n  b", "a b", id="line ends"),
    ],
)
def test_headlines_are_plain_text(html: str, text: str) -> None:
    assert plain(html) == text


@given(text=st.text(max_size=40))
def test_escaping_never_loses_a_letter(text: str) -> None:
    letters = [c for c in unescape(escaped(text)) if c.isalnum()]

    assert letters == [c for c in unescape(text) if c.isalnum()] or "&" in text


# Markdown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("a\n- b\n- c", "a\n\n- b\n- c", id="a list right below a line"),
        pytest.param("- a\n  - b\n    - c", "- a\n    - b\n        - c", id="two blanks a level"),
        pytest.param("1) a\n   more\n2) b", "1. a\n    more\n2. b", id="numbers with brackets"),
        pytest.param("- a\n\n  more\n\nend", "- a\n\n    more\n\nend", id="text in an item"),
        pytest.param("in\n1986. A year", "in\n1986. A year", id="a year at the start of a line"),
        pytest.param("a\n1. b", "a\n\n1. b", id="a number one"),
        pytest.param("a\n\n* * *\n\nb", "a\n\n* * *\n\nb", id="rules"),
        pytest.param("a\\\nb", "a  \nb", id="breaks with a backslash"),
        pytest.param("```go {linenos=true}\na\n```", "```go\na\n```", id="words after a language"),
        pytest.param(
            "- a\n  ```py\n  if x:\n    y\n  ```\n- b",
            "- a\n\n        if x:\n          y\n\n- b",
            id="code in a list",
        ),
        pytest.param("~~a b~~", "<s>a b</s>", id="struck out"),
        pytest.param("See https://a.example/b.", "See <https://a.example/b>.", id="bare addresses"),
        pytest.param("`~~a~~ https://a.example`", "`~~a~~ https://a.example`", id="code in a line"),
        pytest.param(
            "```\n- a\n  - b https://a.example\n```",
            "```\n- a\n  - b https://a.example\n```",
            id="code",
        ),
        pytest.param("![](a.png)", "![](/img/a.png){.decorative}", id="pictures without words"),
        pytest.param("![A](gone.png)", "A", id="pictures that are gone"),
        pytest.param('[a](b.html "T")', '[a](b.html "T")', id="titles"),
        pytest.param("[![A](a.png)](b.html)", "[![A](/img/a.png)](b.html)", id="linked pictures"),
        pytest.param("[a]: https://b.example", "[a]: https://b.example", id="definitions"),
        pytest.param("a <script>x</script>b", "a b", id="scripts"),
        pytest.param("    - code", "    - code", id="indented code"),
        pytest.param("a\r\nb", "a\nb", id="line ends"),
        pytest.param("<img src='a.png'>", '<img src="/img/a.png" alt="">', id="HTML pictures"),
    ],
)
def test_markdown_is_adapted(written: str, expected: str) -> None:
    assert adapted(written, Anywhere()) == expected


@st.composite
def nested_lists(draw: st.DrawFn) -> str:
    """Lists in lists as CommonMark indents them, with paragraphs within and between."""
    lines, open_ = ["before"], [(0, draw(st.sampled_from(["- ", "* ", "1. "])))]
    for number in range(draw(st.integers(2, 8))):
        what = draw(st.sampled_from(["item", "item", "in", "out", "more", "end"]))
        indent, mark = open_[-1]
        if what == "end":
            lines += ["", f"text {number}", ""]
            open_ = open_[:1]
        elif what == "more" and lines[-1] != "before" and lines[-1][:4] != "text" and lines[-1]:
            lines += ["", " " * (indent + len(mark)) + f"more {number}", ""]
        else:
            if what == "out" and len(open_) > 1:
                open_.pop()
            elif what == "in" and lines[-1].lstrip()[:2] in ("- ", "* ", "1."):
                open_.append((indent + len(mark), draw(st.sampled_from(["- ", "1. "]))))
            indent, mark = open_[-1]
            lines.append(" " * indent + f"{mark}item {number}")
    return "\n".join(lines)


def structure(html: str) -> str:
    """HTML without what says nothing of lists: paragraphs, line ends."""
    return re.sub(r"\s*\n\s*|</?p>", "", html)


@given(text=nested_lists())
def test_lists_are_those_that_commonmark_sees(text: str) -> None:
    here = to_html(adapted(text, Anywhere()))

    assert structure(here) == structure(MarkdownIt("commonmark").render(text))


@given(st.text("ab\n -*`~12.)>", max_size=60))
def test_lists_get_room_and_lose_no_letter(text: str) -> None:
    kept = adapted(text, Anywhere())

    assert re.findall("[ab]", re.sub(r"</?s>", "", kept)).count("a") == text.count("a")
    assert adapted(kept, Anywhere()).count("b") == text.count("b")


@given(st.text("ab\n -*`~[]()<>!:/1.#", max_size=60))
def test_code_is_never_touched(text: str) -> None:
    assert outside_code(text, lambda part: part) == text


@pytest.mark.parametrize(
    "sign", ["[", "![", "<", "`", "~~", "- ", "<iframe ", "<!--", "[a](", "{%"]
)
def test_a_long_run_of_signs_is_read_in_linear_time(sign: str) -> None:
    text = adapted(sign * 20_000, Anywhere())

    assert len(text) >= len(sign) * 20_000
