"""SVG files: their size, and that none is published which could run or fetch something."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.photos import look, without_metadata
from dateline.vectors import NoSvg, Size, Unsafe, size_of

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str = "", more: str = 'viewBox="0 0 300 200"') -> bytes:
    return f"{OPEN} {more}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("more", "size"),
    [
        pytest.param('viewBox="0 0 300 200"', Size(300, 200), id="box"),
        pytest.param('width="150" viewBox="0 0 300 200"', Size(150, 100), id="width and box"),
        pytest.param('height="50px" viewBox="0,0,300,200"', Size(75, 50), id="height and box"),
        pytest.param('width="1in" height="25.4mm"', Size(96, 96), id="inches"),
        pytest.param('width="100%" height="100%" viewBox="0 0 16 9"', Size(16, 9), id="per cent"),
        pytest.param('width="0.2" height="0.2"', Size(1, 1), id="tiny"),
    ],
)
def test_a_vector_has_the_size_that_it_says(more: str, size: Size) -> None:
    assert size_of(svg(more=more)) == size


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("", id="nothing"),
        pytest.param('width="wide" height="10"', id="words"),
        pytest.param('viewBox="0 0 0 10"', id="flat"),
        pytest.param('viewBox="0 0 nan inf"', id="no numbers"),
        pytest.param('width="1e30" height="1"', id="endless"),
    ],
)
def test_a_vector_without_a_size_is_told(more: str) -> None:
    with pytest.raises(NoSvg, match="size"):
        size_of(svg(more=more))


HARMLESS = [
    pytest.param('<rect width="3" height="4" fill="url(#a)"/>', id="gradient by name"),
    pytest.param("<rect fill=\"url('#a')\" stroke='url( \"#b\" )'/>", id="name in quotes"),
    pytest.param('<rect fill="url( #a)"/><style>g { mask: URL("#m") }</style>', id="name apart"),
    pytest.param('<use xlink:href="#a"/><use href="#b"/>', id="own parts"),
    pytest.param('<image href="data:image/png;base64,AAAA"/>', id="picture within"),
    pytest.param("<style>rect { fill: red }</style>", id="style"),
    pytest.param("<style>/* made by hand */ g { fill: red }</style>", id="comment in a style"),
    pytest.param('<g id="image(1)" class="src"/>', id="names like functions"),
    pytest.param('<a href="https://courier.example/"><text>more</text></a>', id="link"),
    pytest.param("<!-- made by hand --><title>Map</title>", id="comment"),
    pytest.param(
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>',
        id="notes",
    ),
    pytest.param(
        '<s:view xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" s:n="C:\\map"/>',
        id="an editor's notes",
    ),
    pytest.param('<animate attributeName="x" from="0" to="9" dur="1s"/>', id="moving"),
    pytest.param('<text data-note="a\\b">x</text>', id="data"),
]

HARMFUL = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("<SCRIPT>alert(1)</SCRIPT>", id="SCRIPT"),
    pytest.param('<s:script xmlns:s="http://www.w3.org/2000/svg"/>', id="script by prefix"),
    pytest.param('<rect onload="alert(1)"/>', id="handler"),
    pytest.param('<rect OnClick="alert(1)"/>', id="Handler"),
    pytest.param("<foreignObject><b>x</b></foreignObject>", id="foreign object"),
    pytest.param('<x:b xmlns:x="http://www.w3.org/1999/xhtml"/>', id="XHTML"),
    pytest.param('<rect xmlns=""/>', id="no namespace"),
    pytest.param('<iframe src="https://a.example"/>', id="frame"),
    pytest.param('<a href="javascript:alert(1)"><text>x</text></a>', id="javascript"),
    pytest.param('<a xlink:href=" jAvascript:alert(1)"><text>x</text></a>', id="jAvascript"),
    pytest.param('<use href="https://a.example/b.svg#c"/>', id="other file"),
    pytest.param('<use href="other.svg#c"/>', id="file beside it"),
    pytest.param('<image href="https://a.example/b.png"/>', id="picture elsewhere"),
    pytest.param('<image href="data:image/svg+xml;base64,AAAA"/>', id="SVG within"),
    pytest.param('<rect fill="url(https://a.example/p.svg#a)"/>', id="fill elsewhere"),
    pytest.param('<rect style="fill: url(&quot;//a.example&quot;)"/>', id="style elsewhere"),
    pytest.param("<style>@import 'https://a.example/a.css';</style>", id="import"),
    pytest.param("<style>g { fill: red } /* url(//a.example) </style>", id="comment of no end"),
    pytest.param("<style>@imp<!-- -->ort 'a.css';</style>", id="import in two"),
    pytest.param("<style>r { fill: ur/**/l(a); b: u\\72l(//a) }</style>", id="escapes"),
    pytest.param("<style>@font-face { src: url( '//a.example/f' ) }</style>", id="font"),
    pytest.param(
        "<style>@import url(https://a.example/a.css);<g/></style>", id="import before a part"
    ),
    pytest.param("<style>g { fill: red }<g/></style>", id="a part in a style"),
    pytest.param(
        '<style><i:x xmlns:i="http://www.inkscape.org/namespaces/inkscape"/>'
        "@import 'https://a.example/a.css';</style>",
        id="a note in a style",
    ),
    pytest.param(
        '<style>g { --a: "/*"; fill: url(https://a.example/); --b: "*/" }</style>',
        id="comment in strings",
    ),
    pytest.param(
        '<style>g { fill: image-set("https://a.example/b.png" 1x) }</style>', id="image set"
    ),
    pytest.param(
        "<g style=\"fill: -webkit-image-set('https://a.example/b.png' 1x)\"/>",
        id="image set in an attribute",
    ),
    pytest.param('<style>g { fill: src("https://a.example/b.png") }</style>', id="src()"),
    pytest.param('<style>g { fill: image("https://a.example/b.png") }</style>', id="image()"),
    pytest.param("<style>g { fill: \\75rl(//a.example) }</style>", id="escape"),
    pytest.param('<g style="fill: \\75rl(//a.example)"/>', id="escape in an attribute"),
    pytest.param("<style>g { fill: url( '  //a.example/b' ) }</style>", id="blanks before it"),
    pytest.param(
        '<a href="https://a.example/" ping="https://b.example/"><text>x</text></a>', id="ping"
    ),
    pytest.param('<a Ping="#a"><text>x</text></a>', id="Ping"),
    pytest.param('<a attributionsrc="https://b.example/"/>', id="attribution"),
    pytest.param('<set attributeName="ping" to="https://a.example/"/>', id="set ping"),
    pytest.param('<set attributeName="onclick" to="alert(1)"/>', id="set a handler"),
    pytest.param('<set attributeName="href" to="javascript:alert(1)"/>', id="set"),
    pytest.param('<animate attributeName="xlink:href" values="javascript:1"/>', id="animate"),
    pytest.param('<g xml:base="https://a.example/"/>', id="base"),
    pytest.param('<handler type="text/ecmascript"/>', id="SVG Tiny"),
]


@pytest.mark.parametrize("inside", HARMLESS)
def test_what_only_draws_is_passed_as_it_is(inside: str) -> None:
    data = svg(inside)

    original = look(data)

    assert (original.form, original.width, original.height) == ("vector", 300, 200)
    assert without_metadata(data) == data


@pytest.mark.parametrize("inside", HARMFUL)
def test_what_could_run_or_fetch_something_is_refused(inside: str) -> None:
    original = look(svg(inside))

    assert original.flaw == "unsafe-picture"
    assert original.why
    assert original.form == ""


def test_the_pictures_that_come_with_dateline_only_draw() -> None:
    root = Path(__file__).parent.parent
    files = [*root.glob("content/**/*.svg"), *root.glob("templates/**/*.svg")]
    assert files

    assert {look(path.read_bytes()).form for path in files} == {"vector"}


def test_a_handler_on_the_first_element_is_seen_too() -> None:
    with pytest.raises(Unsafe, match="onload"):
        size_of(svg(more='viewBox="0 0 3 2" onload="alert(1)"'))


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(f'<!DOCTYPE svg [<!ENTITY a0 "ha">{LAUGHS}]>', id="a billion laughs"),
        pytest.param('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>', id="a file"),
        pytest.param('<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>', id="defaults"),
        pytest.param('<?xml-stylesheet href="https://a.example/a.css"?>', id="style sheet"),
    ],
)
def test_declarations_are_refused(before: str) -> None:
    with pytest.raises(Unsafe):
        size_of(before.encode() + svg())


def test_the_usual_first_lines_are_harmless() -> None:
    head = (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- by hand -->\n'
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    )

    assert look(head + svg()).form == "vector"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"<svg><rect></svg>", "", id="not well formed"),
        pytest.param(b"<svg width='1' height='1'/>", "first element", id="no namespace"),
        pytest.param(b"<?xml version='1.0'?><html/>", "first element", id="another language"),
        pytest.param(svg()[:-6], "", id="cut off"),
        pytest.param(svg("<g>" * 9000 + "</g>" * 9000), "deep", id="deep"),
        pytest.param(b"<?xml version='1.0' encoding='x-none'?><svg/>", "", id="unknown encoding"),
    ],
)
def test_what_is_no_svg_is_broken(data: bytes, why: str) -> None:
    original = look(data)

    assert original.flaw == "broken-picture"
    assert why in original.why


def test_a_vector_of_many_bytes_is_too_large() -> None:
    assert look(svg("<!--" + "x" * 2**21 + "-->")).flaw == "large-picture"
