"""Pages keep to their Content-Security-Policy, and ask nothing of other hosts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from urllib.parse import urlsplit

import pytest
from lxml.etree import _Element

from tests.browser.reader import Reader
from tests.browser.sample import Sheet, kind_of, pages
from tests.browser.serving import Served, headers_for
from tests.browser.visits import Visit
from tests.reading import html, select, values

CALLED = (
    "//@src | //@srcset | //@poster | //@background | //@action | //@formaction | //@ping"
    " | //object/@data | //form/@action | //*[local-name()='use' or local-name()='image']/@href"
)
"""Addresses that a browser asks by itself, or sends what a reader typed to."""

FETCHED = frozenset(
    "stylesheet icon shortcut apple-touch-icon mask-icon manifest preload modulepreload prefetch"
    " prerender preconnect dns-prefetch expect".split()
)
"""What the `rel` of a link may be so that a browser follows it by itself."""


ORIGIN = r"https://[\w.-]+"


def called(tree: _Element) -> Iterator[str]:
    """Every address that the page has a browser ask for."""
    for value in values(tree, CALLED):
        yield from (part.split()[0] for part in re.split(r",\s+", value) if part.strip())
    for link in tree.iter("link"):
        if FETCHED & set(link.get("rel", "").lower().split()):
            yield link.get("href", "")
    for element in select(tree, "//style | //*[@style]"):
        yield from addresses_in_style(f"{element.text or ''} {element.get('style', '')}")
    for refresh in values(tree, "//meta[@http-equiv='refresh' or @http-equiv='Refresh']/@content"):
        yield refresh.partition("=")[2]


def addresses_in_style(text: str) -> Iterator[str]:
    """What a style sheet loads."""
    yield from re.findall(r"""url\(\s*["']?([^"')]+)""", text)
    yield from re.findall(r"""@import\s+["']([^"']+)""", text)


def outside(outputs: Mapping[str, bytes]) -> list[str]:
    """Every address of another host that a page, style sheet, script or drawing would call."""
    found = []
    for path, content in pages(outputs):
        tree = html(content)
        found += [f"{path}: {url}" for url in called(tree) if urlsplit(url).netloc]
    for path, content in outputs.items():
        if path.endswith((".css", ".svg")):
            urls = [*addresses_in_style(content.decode("utf-8"))]
            if path.endswith(".svg"):
                urls += re.findall(r"""\bhref=["']([^"'#][^"']*)""", content.decode("utf-8"))
            found += [f"{path}: {url}" for url in urls if urlsplit(url).netloc]
        if path.startswith("assets/") and path.endswith((".js", ".mjs")):
            urls = re.findall(r"""["'`](?:https?:|wss?:)?//[\w.-]+[^"'`]*""", content.decode())
            found += [f"{path}: {url}" for url in urls]
    return found


def test_no_page_would_call_an_outside_address(paper: Served, hard_paper: Served) -> None:
    assert outside(paper.outputs) == []
    assert outside(hard_paper.outputs) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", '<body class="x-page"><img src="//cdn.example/a.png">'),
        ("a.html", '<body class="x-page"><img srcset="/a.png 1x, https://cdn.example/b.png 2x">'),
        ("a.html", '<link rel="dns-prefetch" href="https://cdn.example"><body>'),
        ("a.html", '<body><form action="https://cdn.example/find"></form>'),
        ("a.html", '<body><p style="background: url(https://cdn.example/a.png)">'),
        ("a.html", '<meta http-equiv="Refresh" content="0; url=https://cdn.example/"><body>'),
        ("a.html", '<script src="https://cdn.example/a.js"></script><body>'),
        ("a.html", '<body><iframe src="https://cdn.example/"></iframe>'),
        ("a.css", "@import 'https://cdn.example/a.css';"),
        ("a.css", "p { background: url(//cdn.example/a.png) }"),
        ("assets/a.js", "fetch('https://cdn.example/')"),
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><use href="//cdn.example/a"/></svg>'),
    ],
)
def test_an_outside_address_is_seen(name: str, content: str) -> None:
    assert len(outside({name: content.encode()})) == 1


def test_no_page_asks_another_host_or_complains(visits: tuple[Visit, ...]) -> None:
    for visit in visits:
        assert visit.asked_elsewhere == (), visit.sheet
        assert visit.complaints == (), visit.sheet


def policy(tree: _Element) -> dict[str, list[str]]:
    """The page's policy: what may be loaded, by directive."""
    [text] = values(tree, "/html/head/meta[@http-equiv='Content-Security-Policy']/@content")
    return directives(text)


def directives(text: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in text.split(";") if (words := part.split())}


def test_every_page_has_a_strict_policy_before_all_that_it_loads(
    paper: Served, hard_paper: Served
) -> None:
    for served in (paper, hard_paper):
        for path, content in pages(served.outputs):
            tree = html(content)
            rules = policy(tree)
            may_compile = ["'wasm-unsafe-eval'"] if kind_of(path, content) == "search" else []
            frames = rules.pop("frame-src", [])

            assert rules["default-src"] == ["'none'"], path
            assert rules["script-src"] == ["'self'", *may_compile], path
            assert rules["style-src"] == ["'self'"], path
            assert rules["connect-src"] == ["'self'"], path  # else Lighthouse sees no robots.txt
            assert rules["base-uri"] == ["'none'"], path
            assert {*chain(*rules.values())} <= {"'self'", "'none'", *may_compile}, path
            assert all(re.fullmatch(ORIGIN, frame) for frame in frames), path
            assert bool(frames) == bool(select(tree, "//*[@data-frame]")), path
            first = select(tree, "//link | //script | //style | //meta[@http-equiv]")[0]
            assert first.get("http-equiv") == "Content-Security-Policy", path


def test_no_page_has_inline_script_or_style(paper: Served, hard_paper: Served) -> None:
    for served in (paper, hard_paper):
        for path, content in pages(served.outputs):
            tree = html(content)
            inline = "//style | //*[@style] | //script[not(@src)][not(@type='application/ld+json')]"

            assert select(tree, inline) == [], path
            assert values(tree, "//@*[starts-with(name(), 'on')]") == [], path
            assert values(tree, "//@href[starts-with(., 'javascript:')]") == [], path
            assert all(link.get("rel") for link in select(tree, "//a[@target]")), path


@pytest.mark.parametrize(
    ("attempt", "directive"),
    [
        ("Object.assign(document.createElement('script'), {text: 'window.ran = true'})", "script"),
        ("Object.assign(document.createElement('style'), {textContent: 'p {}'})", "style"),
        ("Object.assign(document.createElement('img'), {src: 'https://cdn.example/a.png'})", "img"),
        ("Object.assign(document.createElement('iframe'), {src: 'https://cdn.example/'})", "frame"),
    ],
)
def test_the_policy_holds(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...], attempt: str, directive: str
) -> None:
    reader = new_reader()
    page = reader.open(sheets[0])

    with page.expect_event("console", lambda message: f"policy: {directive}-src" in message.text):
        reader.evaluate(f"() => {{ document.body.append({attempt}) }}")

    assert reader.evaluate("window.ran") is None


def test_the_headers_for_hosts_allow_no_more_than_the_pages_together(paper: Served) -> None:
    headers = dict(headers_for("index.html", paper.outputs["_headers"].decode("utf-8")))

    rules = directives(headers["Content-Security-Policy"])
    frames = rules.pop("frame-src", [])
    assert {*chain(*rules.values())} <= {"'self'", "'none'", "'wasm-unsafe-eval'"}
    assert rules["default-src"] == rules["frame-ancestors"] == ["'none'"]
    assert all(re.fullmatch(ORIGIN, frame) for frame in frames)
    assert headers["X-Content-Type-Options"] == "nosniff"
