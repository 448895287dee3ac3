"""Bodies and URLs put together: nothing an author writes can forge a place for a URL."""

from __future__ import annotations

import re
import traceback
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, Undefined, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from dateline.environment import as_script_json, make_environment, shown
from dateline.model import Body, Hole
from dateline.prose import to_html
from dateline.references import cut
from dateline.render import fill, reachable, with_dateline
from tests.conftest import Newsroom
from tests.reading import html, values
from tests.strategies import TEXT


class Reader(HTMLParser):
    """What a browser would make of HTML: tags with their attributes, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


def meaning(html: str) -> list[object]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


def put_back(html: str) -> str:
    """`html` cut at its references, and filled with just those again."""
    parts, mentions = cut(html)
    holes = tuple(Hole(m.attribute, f"#{n}", m.rest) for n, m in enumerate(mentions))
    filled = fill(Body(parts, holes), {}, base="", page_url="\x00")
    for number, mention in enumerate(mentions):
        url = mention.written.replace("&", "&amp;").replace('"', "&quot;")
        filled = filled.replace(f'"\x00#{number}"', f'"{url}"', 1)
    return filled


URLS = st.sampled_from(
    ["b.md", "b.md#c", "?a=1&b=2", "a%20b.jpg", "/x/", "https://x.example/?a=1&b=2", "#a", "a'b"]
)
TEXTS = st.text(st.sampled_from("ab <>&\"'=/{}[]()\\\n!-\u2028é"), max_size=20)


@given(st.lists(st.tuples(TEXTS, URLS, TEXTS), max_size=4))
def test_cutting_and_filling_gives_the_same_page(pieces: list[tuple[str, str, str]]) -> None:
    markdown = "\n\n".join(f'{a} [{b}]({url} "{b}") ![x]({url})' for a, url, b in pieces)
    html = to_html(markdown)

    assert meaning(put_back(html)) == meaning(html)


@given(TEXT)
def test_a_text_is_never_taken_for_a_place_of_a_url(text: str) -> None:
    html = to_html(f'{text} `href="b.md"` \x02 &lt;a href="b.md"&gt;', "safe")

    assert 'href="b.md"' not in "".join(str(mention) for mention in cut(html)[1])


@pytest.mark.parametrize(
    ("target", "url"),
    [
        pytest.param("world/b.md", "/base/b/", id="story"),
        pytest.param("world/b.md#part", "/base/b/#part", id="part of a story"),
        pytest.param("world/gone.md", "", id="story that is not there"),
        pytest.param("world/gone.md#part", "", id="part of one"),
        pytest.param("/about/?a=1&b=2", "/base/about/?a=1&amp;b=2", id="page of the site"),
        pytest.param("#part", "#part", id="part of the page"),
        pytest.param("world/a#1.jpg", "/base/a%231.jpg", id="file with a sign in its name"),
    ],
)
def test_a_hole_is_filled(target: str, url: str) -> None:
    links = {"world/b.md": "/base/b/", "world/a#1.jpg": "/base/a%231.jpg"}
    body = Body(("<p><a", ">b</a></p>"), (Hole("href", target),))

    filled = fill(body, links, base="/base")

    assert filled == (f'<p><a href="{url}">b</a></p>' if url else "<p><a>b</a></p>")


def test_a_url_cannot_leave_its_attribute() -> None:
    body = Body(("<a", ">b</a>"), (Hole("href", 'x.md#"><script>'),))

    assert fill(body, {"x.md": "/x/"}, base="") == ('<a href="/x/#&quot;&gt;&lt;script&gt;">b</a>')


def test_far_from_the_site_every_url_is_absolute(newsroom: Newsroom) -> None:
    newsroom.write("content/world/tug.svg", "<svg/>")
    body = "[b](b.md#x) [c](#y) [d](/about/) ![e](tug.svg) [f](https://x.example/?a=1&b=2)[^1]\n\n"
    newsroom.story("world/a.md", body + "# Y\n\n[^1]: Note\n")
    newsroom.story("world/b.md", "# X\n")
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs\n")

    feed = newsroom.build().text("feed.json")

    addresses = re.findall(r'(?:href|src)=\\"(.*?)\\"', feed)
    assert addresses
    assert all(
        address.startswith(("https://courier.example/", "https://x.")) for address in addresses
    )


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        pytest.param("<p>A</p>", '<p><span class="dateline">X &lt;Y&gt;:</span> A</p>', id="text"),
        pytest.param(
            "<h2>A</h2>",
            '<p><span class="dateline">X &lt;Y&gt;:</span> </p>\n<h2>A</h2>',
            id="none",
        ),
        pytest.param("", '<p><span class="dateline">X &lt;Y&gt;:</span> </p>\n', id="nothing"),
    ],
)
def test_the_dateline_opens_the_text(html: str, shown: str) -> None:
    assert with_dateline(html, "X <Y>") == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(
            '<div class="table"><table>\n<thead>',
            '<div class="table" role="group" tabindex="0" aria-label="[Table]"><table>\n<thead>',
            id="table",
        ),
        pytest.param(
            '<div class="table"><table><caption><em>5</em> "tonnes"</caption>',
            '<div class="table" role="group" tabindex="0" aria-label="5 &quot;tonnes&quot;"><table>'
            '<caption><em>5</em> "tonnes"</caption>',
            id="table with a caption",
        ),
        pytest.param(
            '<pre class="x-a">',
            '<pre role="group" tabindex="0" aria-label="[Code]" class="x-a">',
            id="code",
        ),
        pytest.param(
            '<a class="footnote-backref" href="#fnref:x" title="Back to the text at note 12">↩</a>',
            '<a class="footnote-backref" href="#fnref:x"><span aria-hidden="true">↩</span>'
            '<span class="unseen">[Back to the text at note 12]</span></a>',
            id="way back from a note",
        ),
        pytest.param("<p>&lt;pre> and words</p>", "<p>&lt;pre> and words</p>", id="words"),
    ],
)
def test_what_keys_must_reach_has_a_name(written: str, shown: str) -> None:
    assert reachable(written, lambda text, **values: f"[{text.format(**values)}]") == shown


# Templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.html", "a.html.j2", "feed.xml", "x.json", "robots.txt", "x"])
def test_text_is_escaped_whatever_the_template_is_called(name: str) -> None:
    environment = make_environment({name: "{{ x }}"}, {name: name})

    assert environment.get_template(name).render(x="<b>") == "&lt;b&gt;"


class Tag:
    """An object that says itself how it stands in HTML."""

    def __html__(self) -> str:
        return "<i>"


class Word(str):
    __slots__ = ()


VALUES = (
    TEXT
    | st.text("&<>'\"a", max_size=9)
    | TEXT.map(Markup)
    | TEXT.map(Word)
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.lists(TEXT, max_size=2)
    | st.just(Tag())
)


@given(VALUES)
def test_a_value_is_shown_as_jinja2_itself_would_show_it(value: object) -> None:
    assert shown(value) == str(escape("" if value is None else value))


EVERYTHING = """\
{% macro plain(a, b=2) %}{{ a }}-{{ b }}{% endmacro -%}
{% macro greedy() %}{{ varargs | join("+") }}{{ kwargs }}{% endmacro -%}
{% macro framed(a) %}[{{ caller(a) }}]{% endmacro -%}
{% block a %}{{ x }}{{ none }}{{ 3 }}{{ y }}{{ "<" }}{{ 1.5 }}{{ [x] }}{% endblock %}
{{ plain(x) }} {{ plain(b=x, a=y) }} {{ greedy(1, x, k=2) }}
{% call(z) framed(x) %}{{ z }}&{% endcall %}
{% for i in (x, y) %}{{ plain(loop.index, i) }}{{ tell("t") }}{{ where("w") }}{% endfor %}
{% autoescape false %}{{ x }}{{ none }}{{ plain(x) }}{% endautoescape %}
{% autoescape y %}{{ x }}{% endautoescape %}
{% set kept %}{{ x }}{% endset %}{{ kept }}{{ x ~ kept }}{{ x if nothing }}
{% filter upper %}{{ x }}{% endfilter %}{{ dict(a=x) }}{{ namespace(a=1).a }}
"""


def test_templates_say_what_they_say_in_jinja2_itself() -> None:
    @pass_context
    def where(context: Context, text: str) -> str:
        return f"{text}<{context.name}"

    values = {"x": "<a> & 'b'", "y": Markup("<b>"), "nothing": 0}
    functions = {"tell": lambda text: f"<{text}>", "where": where}
    ours = make_environment({"a": EVERYTHING}, {"a": "a"})
    ours.undefined = Undefined
    plain = Environment(
        loader=DictLoader({"a": EVERYTHING}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: "" if value is None else value,
    )

    texts = [
        environment.get_template("a", globals=functions).render(values)
        for environment in (ours, plain)
    ]

    assert texts[0] == texts[1]
    assert "&lt;a&gt; &amp; &#39;b&#39;" in texts[0]


def test_a_name_that_is_not_there_is_refused_wherever_it_stands() -> None:
    for text in ("{{ x }}", "{{ x.y }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}"):
        environment = make_environment({"a": f"line\n\n{text}"}, {"a": "a"})

        with pytest.raises(UndefinedError) as caught:
            environment.get_template("a").render()

        assert any(
            frame.filename == "a" and frame.lineno == 3
            for frame in traceback.extract_tb(caught.value.__traceback__)
        )


def test_what_is_imported_without_the_page_knows_the_paper_and_the_language(
    newsroom: Newsroom,
) -> None:
    newsroom.write(
        "templates/_own.html", "{% macro own() %}{{ site.title }} {{ lang }}{% endmacro %}"
    )
    newsroom.write(
        "templates/story.html", '{% from "_own.html" import own %}<p id="own">{{ own() }}</p>'
    )
    newsroom.story("world/a.md", lang="hi")
    newsroom.story("world/b.md")

    built = newsroom.build()

    titles = [built.text(f"world/2026/11/20/{name}/index.html") for name in "ab"]
    assert [re.findall(r'"own">.* (\w+)<', title) for title in titles] == [["hi"], ["en"]]


def test_a_template_of_the_paper_may_import_cards_with_its_context(newsroom: Newsroom) -> None:
    newsroom.write(
        "templates/section.html",
        '{% extends "base.html" %}{% block main %}'
        '{% from "_cards.html" import crumbs, list_title, pager, river with context %}'
        "{{ crumbs() }}{{ list_title() }}{{ river(page.lists.latest) }}{{ pager() }}{% endblock %}",
    )
    newsroom.story("world/a.md", title="A headline")

    page = newsroom.build().text("world/index.html")

    assert '<ul class="river newest">' in page
    assert "A headline" in page


def test_what_many_pages_have_alike_is_made_once_for_each_language(newsroom: Newsroom) -> None:
    newsroom.write(
        "templates/_own.html",
        "{% macro own(a, b=0) %}{{ site.title }} {{ lang }} {{ a }} {{ b }}{% endmacro %}",
    )
    newsroom.write(
        "templates/story.html",
        '{% from "_own.html" import own %}<p id="own">{{ once(own, page.section.title) }}, '
        "{{ once(own, page.section.title, 1) }}</p>",
    )
    newsroom.story("world/a.md", lang="hi")
    newsroom.story("world/b.md")
    newsroom.story("city/c.md", title="<i>")

    built = newsroom.build()

    assert [
        re.findall(r'"own">The Test Courier (.*), The Test Courier (.*)<', built.text(path))
        for path in sorted(built.outputs)
        if path.endswith(("/a/index.html", "/b/index.html", "/c/index.html"))
    ] == [
        [("en City 0", "en City 1")],
        [("hi World 0", "hi World 1")],
        [("en World 0", "en World 1")],
    ]


def test_a_template_reaches_nothing_outside_the_theme() -> None:
    environment = make_environment(
        {"a": "{% include '../config.toml' ignore missing %}"}, {"a": "a"}
    )

    assert environment.get_template("a").render() == ""
    assert set(environment.globals) == {"range", "dict", "namespace", "cycler", "joiner"}


def test_template_syntax_of_authors_is_shown_as_it_is(newsroom: Newsroom) -> None:
    syntax = "{{ 7*7 }} {% raw %} {# x #}"
    newsroom.story(
        "world/a.md", f"{syntax}\n", title=syntax, summary=syntax, authors=[f"Ann {syntax}"]
    )

    built = newsroom.build()

    page = built.text("world/2026/11/20/a/index.html")
    assert "{{ 7*7 }} {% raw %} {# x #}" in page
    assert not any("49 {%" in text.decode() for text in built.outputs.values() if b"{%" in text)


@given(TEXT)
def test_json_in_a_script_block_can_close_nothing(text: str) -> None:
    written = str(as_script_json({"a": text + "</script><!--]]>\u2028"}))

    assert not set("<>&\u2028\u2029") & set(written)


@pytest.mark.parametrize(("lang", "direction"), [("ps", ["rtl"]), ("AR", ["rtl"]), ("fan", [])])
def test_a_page_runs_in_the_direction_of_its_language(
    newsroom: Newsroom, lang: str, direction: list[str]
) -> None:
    newsroom.story("world/a.md", lang=lang)

    page = html(newsroom.build().outputs["world/2026/11/20/a/index.html"])

    assert values(page, "/html/@dir") == direction
