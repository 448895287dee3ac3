"""Bodies and URLs put together: nothing an author writes can forge a place for a URL."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.environment import as_script_json, make_environment
from dateline.model import Body, Hole
from dateline.prose import to_html
from dateline.references import cut
from dateline.render import fill, with_dateline
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
    holes = tuple(Hole(mention.attribute, f"#{n}") for n, mention in enumerate(mentions))
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


# Templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.html", "a.html.j2", "feed.xml", "x.json", "robots.txt", "x"])
def test_text_is_escaped_whatever_the_template_is_called(name: str) -> None:
    environment = make_environment({name: "{{ x }}"}, {name: name})

    assert environment.get_template(name).render(x="<b>") == "&lt;b&gt;"


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
