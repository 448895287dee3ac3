"""Figures, pull quotes, fact boxes, galleries and embeds: what is written, and what comes out."""

from __future__ import annotations

import pytest

from dateline.fences import is_web_address
from dateline.prose import to_html
from tests.test_prose import flat

FIGURE = '<figure class="picture"><img alt="A tug" src="tug.jpg">'
CAPTION = '<span class="caption">The first tug.</span>'
CREDIT = '<span class="credit">Noor Qureshi</span>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(
            "![A tug](tug.jpg)\n: The first tug.\n: -- Noor Qureshi",
            f"{FIGURE}<figcaption>{CAPTION} {CREDIT}</figcaption></figure>",
            id="caption and credit",
        ),
        pytest.param(
            "![A tug](tug.jpg)\n: -- Noor Qureshi",
            f"{FIGURE}<figcaption>{CREDIT}</figcaption></figure>",
            id="credit alone",
        ),
        pytest.param(
            "![A tug](tug.jpg)\n: The *first*\n: tug.",
            f'{FIGURE}<figcaption><span class="caption">The <em>first</em>\ntug.</span>'
            "</figcaption></figure>",
            id="caption of two lines",
        ),
        pytest.param(
            "![A tug][t]\n: The first tug.\n\n[t]: tug.jpg",
            f"{FIGURE}<figcaption>{CAPTION}</figcaption></figure>",
            id="picture by reference",
        ),
        pytest.param(
            "![A tug](tug.jpg){.wide}\n: The first tug.",
            '<figure class="picture"><img alt="A tug" class="wide" src="tug.jpg">'
            f"<figcaption>{CAPTION}</figcaption></figure>",
            id="picture with a class",
        ),
        pytest.param(
            "| Port | Berths |\n|---|--:|\n| Velanpur | 14 |\n: *In use*, 2026.\n: -- Port Trust",
            '<div class="table"><table><caption><span class="caption"><em>In use</em>, 2026.</span>'
            ' <span class="credit">Port Trust</span></caption><thead><tr><th scope="col">Port</th>'
            '<th class="right" scope="col">Berths</th></tr></thead><tbody><tr><td>Velanpur</td>'
            '<td class="right">14</td></tr></tbody></table></div>',
            id="table with a caption",
        ),
        pytest.param(
            "| | 2025 |\n|---|---|\n| Coal | 6 |\n| | 7 |",
            '<div class="table"><table><thead><tr><td></td><th scope="col">2025</th></tr></thead>'
            '<tbody><tr><th scope="row">Coal</th><td>6</td></tr><tr><td></td><td>7</td></tr>'
            "</tbody></table></div>",
            id="table with an empty corner: its rows have headings",
        ),
        pytest.param(
            "Term\n: A definition",
            "<dl><dt>Term</dt><dd>A definition</dd></dl>",
            id="no picture: a definition",
        ),
        pytest.param(
            "::: quote\nWe waited.\n-- Lata More, pilot\n:::",
            '<figure class="pull"><blockquote><p>We waited.</p></blockquote>'
            "<figcaption>Lata More, pilot</figcaption></figure>",
            id="quote",
        ),
        pytest.param(
            "::: quote\nOne.\n\nTwo.\n:::",
            '<figure class="pull"><blockquote><p>One.</p><p>Two.</p></blockquote></figure>',
            id="quote without a name",
        ),
        pytest.param(
            "::: facts At a glance\n- One\n- Two\n:::",
            '<section class="facts"><h2 id="at-a-glance">At a glance</h2>'
            "<ul><li>One</li><li>Two</li></ul></section>",
            id="facts",
        ),
        pytest.param(
            "::: facts\n\nOne.\n\n:::",
            '<div class="facts"><p>One.</p></div>',
            id="facts without a title",
        ),
        pytest.param(
            "::: gallery\n![A tug](tug.jpg)\n: The first tug.\n\n![A tug](tug.jpg)\n:::",
            f'<div class="gallery">{FIGURE}<figcaption>{CAPTION}</figcaption></figure>'
            f"{FIGURE}</figure></div>",
            id="gallery",
        ),
        pytest.param(
            "::: embed https://video.example/watch/1\nThe signing.\n-- Harbour TV\n:::",
            '<figure class="embed"><a href="https://video.example/watch/1">video.example</a>'
            '<figcaption><span class="caption">The signing.</span>'
            ' <span class="credit">Harbour TV</span></figcaption></figure>',
            id="embed",
        ),
        pytest.param(
            "Before\n::: facts\nInside\n:::\nafter",
            '<p>Before</p><div class="facts"><p>Inside</p></div><p>after</p>',
            id="without blank lines round it",
        ),
        pytest.param(
            "- Item\n\n    ::: facts\n    Inside\n    :::",
            '<ul><li><p>Item</p><div class="facts"><p>Inside</p></div></li></ul>',
            id="in a list",
        ),
        pytest.param(
            "::: facts\n```\n:::\n```\n\nInside\n:::",
            '<div class="facts"><div class="code"><pre><span></span><code>:::\n</code></pre></div>'
            "<p>Inside</p></div>",
            id="code that shows an end",
        ),
        pytest.param(
            "    ::: facts\n    :::",
            '<div class="code"><pre><span></span><code>::: facts\n:::\n</code></pre></div>',
            id="shown as code",
        ),
        pytest.param("::: facts\nNo end", "<p>::: facts\nNo end</p>", id="never closed"),
        pytest.param("::: box\nA\n:::", "<p>::: box\nA\n:::</p>", id="unknown"),
    ],
)
def test_news_blocks_become(written: str, shown: str) -> None:
    assert flat(to_html(written)) == flat(shown)


def test_an_embed_shows_only_a_link_until_it_is_asked_for() -> None:
    html = to_html("::: embed https://video.example/watch/1\n:::", "trusted")

    assert "<iframe" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://x.example/", True),
        ("http://x.example", True),
        ("//x.example/", False),
        ("javascript:alert(1)", False),
        ("https:x", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_web_addresses_are_known(url: str, is_one: bool) -> None:
    assert is_web_address(url) is is_one
