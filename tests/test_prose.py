"""Markdown as stories use it: what is written, and what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.prose import (
    DEEPEST,
    RawHtml,
    Unconvertible,
    depth_of,
    dropped_tags,
    is_deeper,
    is_ordinary,
    lost_words,
    to_html,
    words_of,
)
from dateline.references import Mention, cut, pictures_without_words, split_reference
from dateline.sanitize import CLASSES, TAGS, sanitize
from tests.conftest import CHECKOUT

# Features of Markdown ---------------------------------------------------------------------------


def flat(html: str) -> str:
    """`html` on one line, without blanks between its elements."""
    return re.sub(r">\s+<", "><", html).strip()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(
            "Some *words* and **more**.",
            "<p>Some <em>words</em> and <strong>more</strong>.</p>",
            id="emphasis",
        ),
        pytest.param("snake_case_word", "<p>snake_case_word</p>", id="underlines inside a word"),
        pytest.param(
            "# A\n\n## B",
            '<h2 id="a">A</h2><h2 id="b">B</h2>',
            id="headings begin at the second level",
        ),
        pytest.param(
            "# Same\n\n# Same",
            '<h2 id="same">Same</h2><h2 id="same_1">Same</h2>',
            id="two headings of one name",
        ),
        pytest.param("# बाढ़", '<h2 id="baaddh">बाढ़</h2>', id="heading in Hindi"),
        pytest.param("# …", '<h2 id="part">…</h2>', id="heading without letters"),
        pytest.param(
            "# dl-main", '<h2 id="part-dl-main">dl-main</h2>', id="heading named as the theme's ids"
        ),
        pytest.param("> Said", "<blockquote><p>Said</p></blockquote>", id="quote"),
        pytest.param("- a\n- b", "<ul><li>a</li><li>b</li></ul>", id="list"),
        pytest.param("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>', id="list from three"),
        pytest.param("- a\n\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>", id="sane lists"),
        pytest.param("`a < b`", "<p><code>a &lt; b</code></p>", id="code in a line"),
        pytest.param("a  \nb", "<p>a<br>\nb</p>", id="line break"),
        pytest.param("---", "<hr>", id="rule"),
        pytest.param(
            '"It\'s" -- he said --- so...', "<p>“It’s” – he said — so…</p>", id="smart signs"
        ),
        pytest.param(
            "Term\n:   What it means",
            "<dl><dt>Term</dt><dd>What it means</dd></dl>",
            id="definition list",
        ),
        pytest.param(
            "The UN met.\n\n*[UN]: United Nations",
            '<p>The <abbr title="United Nations">UN</abbr> met.</p>',
            id="abbreviation",
        ),
        pytest.param(
            "Text\n{: .wide #here }", '<p class="wide" id="here">Text</p>', id="attribute list"
        ),
        pytest.param(
            '[a](https://x.example/?a=1&b=2 "T")',
            '<p><a href="https://x.example/?a=1&amp;b=2" title="T">a</a></p>',
            id="link",
        ),
        pytest.param(
            "[a][1]\n\n[1]: https://x.example/",
            '<p><a href="https://x.example/">a</a></p>',
            id="link by reference",
        ),
        pytest.param(
            "<https://x.example/>",
            '<p><a href="https://x.example/">https://x.example/</a></p>',
            id="link by address",
        ),
        pytest.param(
            "<a@x.example>",
            '<p><a href="mailto:a@x.example">a@x.example</a></p>',
            id="address to write to",
        ),
        pytest.param(
            "![A tug](tug.jpg)",
            '<figure class="picture"><img alt="A tug" src="tug.jpg"></figure>',
            id="picture alone",
        ),
        pytest.param(
            "See ![a tug](tug.jpg)",
            '<p>See <img alt="a tug" src="tug.jpg"></p>',
            id="picture in a line",
        ),
        pytest.param(
            "```\na < b\n```",
            '<div class="code"><pre><span></span><code>a &lt; b\n</code></pre></div>',
            id="code",
        ),
        pytest.param(
            "```python\nx = 1\n```",
            '<div class="code"><pre><span></span><code><span class="n">x</span>'
            '<span class="o">=</span><span class="mi">1</span></code></pre></div>',
            id="code in colours",
        ),
        pytest.param(
            "a | b\n--|--:\n1 | 2",
            '<div class="table"><table><thead><tr><th scope="col">a</th>'
            '<th class="right" scope="col">b</th></tr></thead>'
            '<tbody><tr><td>1</td><td class="right">2</td></tr></tbody></table></div>',
            id="table",
        ),
        pytest.param(
            "So it is.[^a]\n\n[^a]: A note.",
            '<p>So it is.<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup></p>'
            '<div class="footnote"><hr><ol><li id="fn:a"><p>A note.&nbsp;<a class='
            '"footnote-backref" href="#fnref:a" title="Back to the text at note 1">↩</a></p>'
            "</li></ol></div>",
            id="footnote",
        ),
        pytest.param(
            "[TOC]\n\n## One\n\n### Two",
            '<div class="toc"><ul><li><a href="#one">One</a><ul><li><a href="#two">Two</a>'
            '</li></ul></li></ul></div><h2 id="one">One</h2><h3 id="two">Two</h3>',
            id="contents on demand",
        ),
        pytest.param(
            "Fish &amp; chips < 5 & > 3",
            "<p>Fish &amp; chips &lt; 5 &amp; &gt; 3</p>",
            id="signs of HTML",
        ),
        pytest.param("\\*not\\*", "<p>*not*</p>", id="escapes"),
    ],
)
def test_markdown_becomes(written: str, shown: str) -> None:
    assert flat(to_html(written)) == shown


def test_one_story_leaves_nothing_for_the_next() -> None:
    to_html(
        "UN[^1] [a][r]\n\n# Head\n\n[^1]: Note\n\n*[UN]: United Nations\n\n[r]: https://x.example/"
    )

    html = flat(to_html("UN[^1] [a][r]\n\n# Head"))

    assert html == '<p>UN[^1] [a][r]</p><h2 id="head">Head</h2>'


def test_a_text_that_breaks_leaves_the_next_one_whole() -> None:
    with pytest.raises(Unconvertible, match="nested too deep"):
        to_html("\n".join("    " * n + "- a" for n in range(400)))

    assert to_html("Text") == "<p>Text</p>"


@pytest.mark.parametrize("raw_html", ["safe", "escape", "trusted"])
def test_no_character_reaches_a_page_that_html_forbids(raw_html: RawHtml) -> None:
    numbers = [1, 2, 0xB, 0x1F, 0x7F, 0x85, 0x9F, 0xFDD0, 0xFFFE, 0x1FFFF, 0x10FFFE]
    text = "a" + "".join(chr(number) for number in numbers if number > 0x1F)
    text += "".join(f"&#{number};" for number in numbers) + "b"

    html = to_html(text, raw_html)

    assert not {chr(number) for number in numbers} & set(html)


# Raw HTML -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw_html", "shown"),
    [
        pytest.param("safe", "<p>a <b>b</b>  c</p>", id="safe"),
        pytest.param(
            "escape",
            "<p>a &lt;b onclick=x&gt;b&lt;/b&gt; &lt;script&gt;d()&lt;/script&gt; c</p>",
            id="escape",
        ),
        pytest.param("trusted", "<p>a <b onclick=x>b</b> <script>d()</script> c</p>", id="trusted"),
    ],
)
def test_raw_html_passes_as_the_settings_say(raw_html: RawHtml, shown: str) -> None:
    assert to_html("a <b onclick=x>b</b> <script>d()</script> c", raw_html) == shown


def test_escaped_html_is_shown_in_blocks_as_well() -> None:
    html = to_html('<div onclick="x">\ntext\n</div>\n\n<script>x</script>\n', "escape")

    assert not set(re.findall(r"<([a-z]+)", html)) - {"p"}
    assert "&lt;script&gt;" in html


def test_escape_still_refuses_what_markdown_itself_can_do() -> None:
    html = to_html("[a](javascript:alert(1)) ![b](data:x)\n\nText\n{: onclick=x }\n", "escape")

    assert "javascript" not in html
    assert "data:" not in html
    assert "onclick" not in html


HARMFUL = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#10;script:alert(1)",
    "java&Tab;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "&#1;javascript:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "feed:javascript:x",
    "file:///etc/passwd",
    "blob:x",
    "x:javascript:alert(1)",
]


@pytest.mark.parametrize("url", HARMFUL)
@pytest.mark.parametrize(
    "form",
    [
        "[a]({})",
        "[a](<{}>)",
        "![a]({})",
        "<{}>",
        "[a][r]\n\n[r]: {}",
        "![a][r]\n\n[r]: <{}>",
        '<a href="{}">a</a>',
        "<a href='{}'>a</a>",
        "<a href={}>a</a>",
        '<img src="{}" alt="a">',
        "[a](https://x.example/){{: href={} }}",
        "::: embed {}\n:::",
        "*[a]: {}\n\na",
    ],
)
@pytest.mark.parametrize("raw_html", ["safe", "escape"])
def test_no_address_keeps_a_scheme_that_could_run(url: str, form: str, raw_html: RawHtml) -> None:
    html = to_html(form.format(url), raw_html)

    parts, mentions = cut(html)
    kept = re.findall(r'(?:href|src)="([^"]*)"', "".join(parts))
    assert all(address.startswith("https://x.example/") for address in kept)
    assert not any(":" in mention.written.split("/")[0] for mention in mentions)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param(
            '<p class="masthead wide x-mine k">a</p>',
            '<p class="wide x-mine k">a</p>',
            id="classes",
        ),
        pytest.param('<p id="dl-main">a</p>', "<p>a</p>", id="id of the theme"),
        pytest.param('<p id="a b">a</p>', "<p>a</p>", id="id of two words"),
        pytest.param('<p id="fn:1">a</p>', '<p id="fn:1">a</p>', id="id of a footnote"),
        pytest.param('<td colspan="999999">a</td>', "a", id="cell alone"),
        pytest.param('<p dir="up" lang="hi">a</p>', '<p lang="hi">a</p>', id="direction"),
        pytest.param("<ol start='x'><li>a</li></ol>", "<ol><li>a</li></ol>", id="number"),
        pytest.param(
            "<a href='mailto:a@x.example'>a</a>", '<a href="mailto:a@x.example">a</a>', id="mail"
        ),
        pytest.param(
            "<p style='x' onclick='y' data-x='z'>a</p>", "<p>a</p>", id="style and events"
        ),
        pytest.param("<time datetime='2026'>a</time>", '<time datetime="2026">a</time>', id="time"),
        pytest.param("<time datetime='junk'>a</time>", "<span>a</span>", id="no moment"),
        pytest.param("<time>a <b>c</b></time>", "<span>a <b>c</b></span>", id="no datetime"),
        pytest.param("<time datetime='2026-02-30'>a</time>", "<span>a</span>", id="no such day"),
        pytest.param(
            "<time datetime='x'>a<time datetime='14:30'>b</time></time>",
            '<span>a<time datetime="14:30">b</time></span>',
            id="one time in another",
        ),
        pytest.param(
            '<p id="a">a</p><p title=\' id="a"\' id="a">b</p><p id="b">c id="b"</p>',
            '<p id="a">a</p><p title=" id=&quot;a&quot;">b</p><p id="b">c id="b"</p>',
            id="id twice",
        ),
        pytest.param('<p id="a\tb">a</p>', "<p>a</p>", id="id with a tab"),
        pytest.param('<p lang="no such">a</p>', "<p>a</p>", id="no language"),
        pytest.param('<a hreflang="?" href="/">a</a>', '<a href="/">a</a>', id="no hreflang"),
        pytest.param("<bdo>a</bdo>", "a", id="bdo"),
        pytest.param("a<!-- b -->c", "ac", id="comment"),
    ],
)
def test_the_sanitizer_keeps_what_is_harmless(written: str, kept: str) -> None:
    assert sanitize(written) == kept


@pytest.mark.parametrize(
    "moment",
    [
        *("2026", "2026-11", "2026-11-23", "2026-W48", "02-29", "14:30", "14:30:59.123", "+05:30"),
        *("2026-11-23T14:30", "2026-11-23 14:30Z", "2026-11-23T14:30:00+0530", "P3D", "PT4H18M"),
    ],
)
def test_every_form_of_a_moment_passes(moment: str) -> None:
    html = f'<time datetime="{moment}">a</time>'

    assert sanitize(html) == html


@pytest.mark.parametrize(
    "moment",
    ["", "0000", "2026-13", "2026-W60", "13-01", "24:00", "+25:00", "P", "PT", "2026-11-23T", "२०"],
)
def test_what_is_no_moment_does_not_pass(moment: str) -> None:
    assert sanitize(f'<time datetime="{moment}">a</time>') == "<span>a</span>"


def test_an_id_stands_once_in_a_text() -> None:
    html = to_html("## One {#x}\n\n## Two {#x}\n\nText\n{: #x}\n")

    assert flat(html) == '<h2 id="x">One</h2><h2>Two</h2><p>Text</p>'


def test_the_sanitizer_leaves_what_markdown_made_as_it_is() -> None:
    text = (
        "[TOC]\n\n# One\n\nUN[^1] [a](b.md)\n\n[^1]: Note\n\n*[UN]: United\n\n"
        "a | b\n:-:|--\n1 | 2\n\n"
        "```python\nx = 1\n```\n\n![a](b.jpg)\n: c\n: -- d\n\n::: facts T\n- e\n:::\n\n"
        "::: quote\nf\n-- g\n:::\n\n::: gallery\n![a](c.jpg)\n:::\n"
    )
    trusted = to_html(text, "trusted")

    assert flat(to_html(text)) == flat(sanitize(trusted))
    for tag, classes in re.findall(r'<(\w+)[^>]* class="([^"]*)"', trusted):
        assert tag in TAGS
        assert f'class="{classes}"' in to_html(text), classes


def test_no_class_of_the_theme_is_within_reach_of_a_story() -> None:
    templates = Path(CHECKOUT / "templates").glob("*.html")
    named = {
        name
        for path in templates
        for value in re.findall(r'class="([^"{}]*)"', path.read_text("utf-8"))
        for name in value.split()
    }

    kept = set(re.findall(r"[\w-]+", sanitize(f'<p class="{" ".join(sorted(named))}">a</p>')))

    assert kept & named <= CLASSES


# Loss ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("a | b\n--|--\n1 | 2 | Needle", {"Needle"}, id="a cell too many"),
        pytest.param("a[^1]\n\n[^1]: Needle\n\n[^1]: Other", {"Needle"}, id="a note twice"),
        pytest.param(
            "Some text.\n\n[Minister]: Needle",
            {"Minister", "Needle"},
            id="a line read as an address",
        ),
        pytest.param("Text <? Needle ?> text", {"Needle"}, id="an instruction"),
        pytest.param("Text <![CDATA[Needle]]> text", {"CDATA", "Needle"}, id="character data"),
        pytest.param("# Costs {in rupees}", {"in", "rupees"}, id="a remark read as attributes"),
        pytest.param("::: quote Needle\nText\n:::", {"Needle"}, id="the title of a quote"),
    ],
)
def test_words_that_vanish_are_told(text: str, words: set[str]) -> None:
    assert set(lost_words(text, to_html(text))) == words


@pytest.mark.parametrize(
    "text",
    [
        "Text <!-- a remark --> text",
        "Text\n{: .wide #here data-x='a b' lang=hi }",
        "[TOC]\n\n# Head",
        "The UN met | here.\n\n*[UN]: United Nations",
        "[a][the-port]\n\n[the-port]: https://x.example/some/where 'Title'",
        "``` {.python hl_lines='1'}\nimport os | sys\n```",
        "::: facts At a glance\n- One\n:::",
        "::: embed https://video.example/watch\nA caption\n:::",
        "<b>bold</b> <span lang='hi'>word</span> <script>gone()</script>",
        "a | b\n--|--\n`x` | **y**",
        "Text[^note]\n\n[^note]: Words | of it",
        "Fish &amp; chips &mdash; a < b",
        'un*frigging*believable | "don\'t"',
        "Words | glued to anhttps://x.example/address of it",
    ],
)
def test_nothing_is_called_lost_that_readers_see_or_need_not_see(text: str) -> None:
    assert lost_words(text, to_html(text)) == ()


def test_a_story_swallowed_whole_is_refused() -> None:
    with pytest.raises(Unconvertible, match="lost"):
        to_html("Before.\n\n<script>\n\n" + "The rest of the story. " * 20)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        pytest.param("a <script>b</script> <Laughs> c", ("Laughs", "script"), id="tags"),
        pytest.param("`<script>` and &lt;form>", (), id="shown as text"),
        pytest.param("```html\n<script>x</script>\n```", (), id="shown in coloured code"),
        pytest.param("<!-- <form> --> <b>c</b>", (), id="in a comment"),
        pytest.param("a <b or c <5 and <https://x.example/>", (), id="no tags"),
    ],
)
def test_tags_that_are_left_out_are_told(text: str, tags: tuple[str, ...]) -> None:
    assert dropped_tags(text, to_html(text)) == tags


def test_words_are_counted_as_readers_see_them() -> None:
    assert words_of('<p title="not me">One <b>two</b>&nbsp;three <!-- no --></p>') == 3


# Bounds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        pytest.param("a\n\nb > c - d", 0, id="flat"),
        pytest.param("> > a", 2, id="quotes"),
        pytest.param("- a\n    - b\n        - c", 3, id="lists"),
        pytest.param("> 1. - a", 3, id="all kinds"),
        pytest.param("   \n" + " " * 400 + "\n\t\t\t\t", 0, id="blank lines"),
        pytest.param("2010. A year", 1, id="a year that looks like a list"),
    ],
)
def test_depth_counts_quotes_and_lists(text: str, depth: int) -> None:
    assert depth_of(text) == depth


@given(st.lists(st.sampled_from("> |>|- |-|+ |1. |2.|) |    | |\t|\n|a".split("|")), max_size=40))
def test_a_text_is_deeper_than_some_levels_just_when_its_depth_says_so(parts: list[str]) -> None:
    text = "".join(parts)

    for most in (8, 9, 12):
        assert is_deeper(text, most) == (depth_of(text) > most)


def test_lists_as_deep_as_is_allowed_are_converted() -> None:
    html = to_html("\n".join("    " * n + "- a" for n in range(DEEPEST)))

    assert html.count("<ul>") == DEEPEST


def test_stories_of_the_demo_are_ordinary() -> None:
    texts = [path.read_text("utf-8") for path in (CHECKOUT / "content").rglob("*.md")]

    assert sum(is_ordinary(text) for text in texts) == len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[a](" * 20_000,
        "<a " * 50_000,
        "<![CDATA[" * 10_000,
        "[^1]" * 5_000,
        '"' * 50_000,
        "a\n\n" * 15_000,
        "> " * 9 + "a",
        "word " * 100_000,
    ],
)
def test_what_could_stall_is_not_ordinary(text: str) -> None:
    assert not is_ordinary(text)


# References ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "mentions"),
    [
        pytest.param('<a href="b.md">a</a>', [Mention("href", "b.md")], id="link"),
        pytest.param(
            '<img alt="x" src="c.jpg">', [Mention("src", "c.jpg", ' alt="x"')], id="picture"
        ),
        pytest.param(
            '<a href="b.md?x=1&amp;y=2">a</a>', [Mention("href", "b.md?x=1&y=2")], id="entity"
        ),
        pytest.param('<a href="https://x.example/">a</a>', [], id="absolute"),
        pytest.param('<a href="//x.example/">a</a>', [], id="without a scheme"),
        pytest.param(
            '<a title="a > b" href="b.md">a</a>', [Mention("href", "b.md")], id="sign in a title"
        ),
        pytest.param(
            "<a title='\"' href='b.md'>a</a>", [Mention("href", "b.md")], id="other quotes"
        ),
        pytest.param("<a href=b.md>a</a>", [Mention("href", "b.md")], id="no quotes"),
        pytest.param("<A HREF = 'b.md'>a</A>", [Mention("href", "b.md")], id="capitals and blanks"),
        pytest.param("<a title=' href=\"b.md\"'>a</a>", [], id="only looks like one"),
        pytest.param("<script>'<a href=\"b.md\">'</script>", [], id="in a script"),
        pytest.param('<!-- <a href="b.md"> -->', [], id="in a comment"),
        pytest.param('<abbr href="b.md">a</abbr>', [], id="no link"),
        pytest.param('<a href="">a</a>', [Mention("href", "")], id="empty"),
    ],
)
def test_references_are_cut_out(html: str, mentions: list[Mention]) -> None:
    parts, found = cut(html)

    assert list(found) == mentions
    assert len(parts) == len(found) + 1


@pytest.mark.parametrize(
    ("written", "path", "fragment"),
    [
        ("b.md#part", "b.md", "#part"),
        ("a%20b.md", "a b.md", ""),
        ("#part", "", "#part"),
        ("b.md?x=1", "b.md", ""),
        ("http://[", "http://[", ""),
    ],
)
def test_references_are_split(written: str, path: str, fragment: str) -> None:
    assert split_reference(written) == (path, fragment)


def test_pictures_without_words_are_found() -> None:
    html = (
        '<img src="a.jpg"><img src="b.jpg" alt=" "><img src="c.jpg" alt="c">'
        '<img class="decorative wide" src="d.jpg"><img alt="a > b" src="e.jpg">'
    )

    assert list(pictures_without_words(html)) == ["a.jpg", "b.jpg"]
