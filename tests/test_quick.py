"""The quick way gives the very bytes of Python-Markdown cleaned by nh3, or steps aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import prose, slow
from dateline.fields import Complaints
from dateline.head import read_document
from tests.conftest import CHECKOUT

# A grammar of Markdown that mixes everything ----------------------------------------------------

WORDS = st.sampled_from(
    [
        *"""word The a it's don't '90s "Hello" 'tis -- --- ... — Zürich हिंदी 日本 5 1. 2) 10% C# a/b
        e.g. (so) " ' "' '" ! ? . , ; : # ## - + = ~ ^ $ @x x@y.z http://a.b 👍 … “q” ‘s’ –
        it's" workers' 's s' "so" ('tis) x-- --x "-- ...' .... ---- १. १ २) ² R&D A&B; ₹5 /// ſ İ
        """.split(),
        "A & B",
        "\u00ad",
        "\u200c",
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
        "*A whole sentence.*",
        "**Bold, too:**",
        "*so*, (*so*) *so*; -*so*",
        "*two\nlines*",
        "[two\nlines](a.md)",
        "`code`s",
        "`a``b`",
        "`a *b`",
        "[l](http://1.2.3.999)",
        "[l](http://a.b/c)",
        "[l](/a/b)",
        "[l](#a)",
        "[l](//a.b)",
        "[^1]",
        "[^n]",
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
FENCED = (
    "::: facts {}\n{}\n:::",
    "::: facts\n{}\n\n- {}\n:::",
    "::: quote\n{}\n-- {}\n:::",
    "::: quote {}\n{}\n:::",
    "::: gallery {}\n\n{}\n\n:::",
    "::: gallery\n![{}](x.jpg)\n: {}\n:::",
    ":::facts {}\n{}\n:::\nafter",
    "::: other {}\n{}\n:::",
    "::: facts {}\n::::\n{}\n:::",
    "before\n::: facts {}\n{}\n:::",
)
FIXED = (
    "---",
    "***",
    "```\ncode\n\nmore\n```",
    "~~~\ncode\n~~~",
    "<div>x</div>",
    "[^1]: note",
    "[^1]: A note.",
    "[^1]: One.\n[^n]: *Two*.",
    '[^n]: Ends with "quotes".',
    "///Footnotes Go Here///",
    "#\n- a",
    "a\n===\n- b",
    "#\n    code",
    "* * *\n    code",
    "१. a\n२. b",
    "3. a\n4. b",
    "1. a\n   b\n2. c",
    "- a\n  b\n- c\nd",
    "![](b.jpg)",
    '![it\'s "so".](b.jpg)',
    "![a](b.jpg)\n: -- c",
    "![a](b.jpg)\n: c\nd",
    "| a | b |\n|:--|:-:|\n| c |",
    "| a |\n|---|\n| c |",
    "| a | b\n|---|---|\n| c | d |",
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
    st.builds("| a | {} |\n|:--|--:|\n| 1 | {} |\n| | 2 |".format, LINE, LINE),
    st.builds("| a | b |\n|---|:-:|\n| 1 | {} |".format, LINE),
    st.builds("[^1]: {}.".format, LINE),
    joined(LINE, "2. "),
    joined(LINE, "+ "),
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
    assert prose.convert(text, "safe") == slow.convert_slowly(text, "safe")


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


# Texts of others ----------------------------------------------------------------------------------

COMMONMARK: list[str] = json.loads(
    (CHECKOUT / "tests" / "data" / "commonmark-0.31.2.json").read_text(encoding="utf-8")
)


def test_the_examples_of_commonmark_give_the_bytes_of_the_reference() -> None:
    assert len(COMMONMARK) == 652
    for text in COMMONMARK:
        same(text)
        same(f"Words before.\n\n{text.strip()}\n\nAnd *words* behind.")


@settings(max_examples=300)
@given(
    st.lists(st.one_of(st.sampled_from(COMMONMARK), BLOCKS), min_size=2, max_size=5),
    st.sampled_from(["\n\n", "\n"]),
)
def test_examples_of_commonmark_beside_other_blocks_give_the_bytes_of_the_reference(
    texts: list[str], gap: str
) -> None:
    same(gap.join(text.strip("\n") for text in texts))


FEATURES = {
    "escapes": r"\*not em\* 1\. \# \[a\](b) \`c\` \\ \_ \" \' \| \{",
    "emphasis": "*a* **b** ***c*** _d_ __e__ ___f___ *g **h** i* **j *k* l** *m***n** a_b_c",
    "emphasis that overlaps": "*a **b* c** **d *e** f* * g * ** h **",
    "code": "`a` ``b ` c`` ` d ` `*e*` `<f>` `g\\` \\`h`",
    "links": '[a](b) [c](<d e> "t") [f](g (h)) [i](j\'k\' "l") [m]() [n](  o  )',
    "references": '[a][b] [c] [D][]\n\n[b]: http://b.example "t"\n[c]: <c>\n  [d]: /d (u)',
    "pictures": "![a](b.jpg) ![c](d.jpg 'e') ![f][g]\n\n[g]: h.png",
    "automatic links": "<http://a.example/b_c> <d@e.example> http://f.example/g_h",
    "line breaks": "a  \nb   \nc\\\nd",
    "headings": "# a\n## b ##\n### c #d\n#### *e*\n#f\n\ng\n===\n\nh\n---\n\n####### i",
    "headings of one name": "# a\n\n## a\n\n### A\n\n# a_1",
    "rules": "---\n\n***\n\n___\n\n- - -\n\n* * *\n\na\n***\nb",
    "quotes": "> a\nb\n> c\n\n> d\n\n> > e\n>\n> - f\n\n>g",
    "lists": "- a\n- b\n    - c\n\n        d\n- e\n\n- f\n\ng",
    "numbered lists": "1. a\n1. b\n\n3) c\n\n7. d\n8. e\n   f\n\n0. g\n\n1986\\. h",
    "lists of two kinds": "- a\n* b\n+ c\n\n1. d\n- e\n\n- f\n1. g",
    "code blocks": "    a *b*\n\n    c\n\nd\n\n\te\n\n- f\n\n        g",
    "fenced code": "```python\na = '*b*'\n```\n\n~~~\nc\n~~~\n\n``` {.d hl_lines='1'}\ne\n```",
    "HTML": "<div>*a*</div>\n\n<b>*c*</b>\n\n<!-- d -->\n\n<p>e\n\nf</p>\n\n<hr>g",
    "entities": "&amp; &copy; &#65; &x; & AT&T R&D; a&b &lt;b&gt; &quot;c&quot;",
    "attribute lists": "a\n{: #b .c d=e }\n\n# f {.g}\n\n*h*{: .i }\n\n"
    "| j {.k} | l |\n|---|---|\n| m | n |",
    "definition lists": "a\n: b\n\n: c\n\n    d\n\ne\nf\n:   g\nh",
    "abbreviations": 'The "VMC" met VMC\'s *VMC*.\n\n*[VMC]: City "council"\n*[X]: Y',
    "notes": "a[^1] b[^two][^1]\n\n[^1]: c\n\n    d\n[^two]: *e*\n    f\n\n[^three]: g",
    "notes in odd places": "# a[^1]\n\n| b[^2] | c |\n|---|---|\n| d | e |\n\n"
    "[^1]: f[^2].\n[^2]: g.",
    "a note in words": 'He said "so"[^1], (*so*)[^n]--[^1a].\n\n[^1]: A.\n[^n]: B.\n[^1a]: C.',
    "tables": "a | b\n--|--\n`|` | \\|\n\n| c |\n|---|\n| d |\n\n|e|f|\n|:-|:-:|\n|g|h|i|\n|j|",
    "captions of tables": "| a | b |\n|---|---|\n| c | d |\n: *e*\n: -- f\n\ng|h\n-|-\n: i\n\n"
    "| | j |\n|---|---|\n| k | l |\n| | m |",
    "typography": '"a" \'b\' "\'c\'" \'"d"\' \'80s 90\'s e\'s "f\'s" ("g") --"h" "i"--j --- ... '
    ".... ----",
    "quotation marks beside signs": '"*a*" \'*b*\' *"c"* **\'d\'** ["e"](f) "[g](h)" `"i"` "`j`"',
    "table of contents": '[TOC]\n\n# a\n\n## "b"\n\ntext [TOC]',
    "figures": "![a](b.jpg)\n: c *d*\n: -- e\n: f\n\n![g](h.jpg)\n: -- i\n\n![j](k.jpg)\nl",
    "news blocks": '::: facts A "b"\n## c\n\n- d\n:::\n\n::: quote\ne\n-- f\ng\n:::\n\n'
    "::: gallery\n![h](i)\n:::",
    "news blocks in each other": "::: facts a\n::: quote\nb\n:::\n:::\n\n::: facts\nc",
    "blanks": "a \n\n b\n\n\n\n  c\n\u00a0\nd\u2003e\u2028f\x0bg",
    "controls": "a\x02b\x03 klzzwxh:0000 \x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03 \x02amp\x03",
    "scripts": 'हिंदी "हिं" १. a\n\n१. b\n\n**ही** \u0661\u0662\u0663',
}
"""What Python-Markdown and its extensions document, each once or in all its forms."""


@pytest.mark.parametrize("name", FEATURES)
def test_every_documented_feature_gives_the_bytes_of_the_reference(name: str) -> None:
    text = FEATURES[name]

    same(text)
    same(f'Words "before".\n\n{text}\n\n- words behind')


@pytest.mark.parametrize("name", FEATURES)
def test_html_shown_as_text_is_converted_as_by_the_reference(name: str) -> None:
    text = FEATURES[name]

    assert prose.convert(text, "escape") == slow.convert_slowly(text, "escape")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("१. पहला\n\nदूसरा", id="digits of another script begin a list"),
        pytest.param("A [link](http://1.2.3.999/a).", id="a host that is no address"),
        pytest.param("A [link](https://xn--a/b).", id="a host that can't be decoded"),
        pytest.param("#\n- a\n\n- b", id="a list that begins under a heading"),
        pytest.param(":::gallery W\n::::\n\n:::quote\na\n:::", id="four colons close nothing"),
        pytest.param("#\n    code\n\nText", id="code under a heading"),
        pytest.param('x <iframe> "y"', id="an element in which no entity is read"),
        pytest.param("`a``b` c", id="two backticks in code"),
        pytest.param("`[^1]` c\n\n[^1]: N.", id="the sign of a note in code"),
        pytest.param("a *\nb* c", id="a star before a line end"),
        pytest.param("> a\n>", id="a quote that ends with nothing"),
        pytest.param('*"Yes"* he said', id="quotation marks in emphasis"),
        pytest.param('"it\'s" "x"', id="an s that is swallowed"),
        pytest.param("a -- 'b", id="a mark behind a dash"),
    ],
)
def test_what_was_once_converted_in_another_way(text: str) -> None:
    same(text)


# What is quick ------------------------------------------------------------------------------------


def whole(text: str) -> str:
    """`text` by the quick way alone."""
    made = prose.quick_way("safe").make(text)
    assert made is not None
    assert made.is_whole
    return made.html


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He said \"so\" -- it's *done*... (the 'best').", id="typography"),
        pytest.param("**Bold.** [A link](a.md), *a whole sentence.*", id="spans first"),
        pytest.param("`code` and R&D & more", id="code and ampersands"),
        pytest.param('हिंदी में "लिखा" और **पढ़ा** गया', id="another script"),
        pytest.param("1. One\n2. *Two*\n   goes on", id="numbered list"),
        pytest.param("* One\n* Two", id="list with stars"),
        pytest.param("| A | B |\n|---|--:|\n| *c* | 1 |", id="table"),
        pytest.param("![A tug](tug.jpg)\n: The *first* tug.\n: -- Noor", id="figure"),
        pytest.param("::: facts At a glance\n- **One**: two\n:::", id="fact box"),
        pytest.param("::: quote\nWords.\n-- Noor\n:::", id="pull quote"),
        pytest.param("::: gallery\n![A](a.jpg)\n\n![B](b.jpg)\n:::", id="gallery"),
        pytest.param("Words[^1].\n\n[^1]: A note.", id="note"),
    ],
)
def test_what_stories_are_made_of_takes_the_quick_way(text: str) -> None:
    assert whole(text) == slow.convert_slowly(text, "safe")


@settings(max_examples=500)
@given(TEXTS)
def test_no_word_of_what_is_recognized_is_lost(text: str) -> None:
    made = prose.quick_way("safe").make(text)

    assert made is None or not made.is_whole or prose.lost_words(text, made.html) == ()


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
        pytest.param("Words[^1].\n\n[^1]: Note.\n    more", id="note of two lines"),
        pytest.param("Words[^1], words[^1].\n\n[^1]: Note.", id="note used twice"),
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
