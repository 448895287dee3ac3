"""Whatever a story's file holds: an error that names it, or pages that harm nobody."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree

from dateline.problems import has_errors
from dateline.sanitize import TAGS
from tests.conftest import CHECKOUT, Built, Newsroom
from tests.hostile.stalls import stories

FOLDER = Path(__file__).parent / "hostile"
FILES: Mapping[str, bytes] = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.txt"))}
STALLS: Mapping[str, bytes] = {name: text.encode() for name, text in stories().items()}
EXPECTED: Mapping[str, list[str]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
"""The errors of each file, by its name; none if it becomes harmless pages."""

GOOD = ("world/2026/11/18/first/index.html", "world/2026/11/19/second/index.html")

# What is harmless -----------------------------------------------------------------------------

ADDRESSES = frozenset("action background cite data formaction href ping poster src srcset".split())
OUR_SCRIPT = re.compile(r"/assets/[a-z]+\.js(\?[0-9a-f]+)?")
"""Scripts of the theme."""
SCHEMES = ("http:", "https:", "mailto:", "tel:")


class Scanner(HTMLParser):
    """Notes what could harm the reader of a page."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__()
        self.allowed = allowed
        self.found: list[str] = []
        self.graphs: list[str] = []
        self.is_graph = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.is_graph = tag == "script" and values.get("type") == "application/ld+json"
        is_ours = set(values) <= {"src", "defer", "type"} and OUR_SCRIPT.fullmatch(
            values.get("src", "")
        )
        if tag not in self.allowed or (tag == "script" and not (self.is_graph or is_ours)):
            self.found.append(f"<{tag}>")
        for name, value in values.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{tag}[{name}]")
            if name in ADDRESSES and not is_harmless_address(value):
                self.found.append(f"{tag}[{name}={value}]")
        is_policy = values.get("http-equiv") == "Content-Security-Policy"
        start = "default-src 'none'; " if is_policy else "0; url=/"
        if "http-equiv" in values and not values["content"].startswith(start):
            self.found.append(f"meta[{values}]")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self.is_graph = False

    def handle_data(self, data: str) -> None:
        if self.is_graph:
            self.graphs.append(data)


def is_harmless_address(value: str) -> bool:
    """Whether a browser, which skips controls and blanks, finds no scheme but ours in `value`."""
    plain = re.sub(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069]", "", value)
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", plain)
    return scheme is None or scheme[0].lower() in SCHEMES


def harm_in(path: str, content: bytes, allowed: frozenset[str] = TAGS) -> list[str]:
    """What is wrong with one file of the output; pages may have elements of `allowed` only."""
    if path.endswith(".html"):
        return _harm_in_html(content.decode("utf-8"), allowed)
    if path.endswith(".xml"):
        return list(_harm_in_xml(content))
    if path.endswith(".json"):
        feed = json.loads(content)
        return [h for item in feed["items"] for h in _harm_in_html(item.get("content_html", ""))]
    return []


def _harm_in_html(html: str, allowed: frozenset[str] = TAGS) -> list[str]:
    scanner = Scanner(allowed)
    scanner.feed(html)
    scanner.close()
    for graph in scanner.graphs:
        json.loads(graph, parse_constant=_refuse)
    return scanner.found


def _harm_in_xml(content: bytes) -> Iterator[str]:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter():
        name = etree.QName(element).localname
        if name in ("content", "encoded", "description"):
            yield from _harm_in_html(element.text or "")
        address = element.get("href") or (element.text if name in ("link", "loc", "uri") else "")
        if not is_harmless_address(address or ""):
            yield f"{name} {address}"


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


# The paper ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Good:
    """The paper without hostile company."""

    pages: Mapping[str, bytes]
    """The pages of its stories."""
    tags: frozenset[str]
    """What an author may use, and what the theme uses round it."""

    def harm_of(self, built: Built) -> Mapping[str, list[str]]:
        """What is wrong with each file of a build that has something wrong with it."""
        found = {path: harm_in(path, text, self.tags) for path, text in built.outputs.items()}
        return {path: harm for path, harm in found.items() if harm}


def with_good_stories(newsroom: Newsroom) -> Newsroom:
    """A paper with two stories, one of which links to the other."""
    body = "Words, *words* and [the other](second.md)[^1].\n\n[^1]: A note.\n"
    newsroom.story("world/second.md", "Words.\n", title="Second", published="2026-11-19 08:00 IST")
    newsroom.story(
        "world/first.md",
        body,
        title="First",
        published="2026-11-18 08:00 IST",
        aliases=["/old-first/"],
    )
    return newsroom


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    built = with_good_stories(Newsroom(tmp_path_factory.mktemp("good"))).build()
    assert not built.report.problems
    pages = [text.decode() for path, text in built.outputs.items() if path.endswith(".html")]
    tags = {tag.lower() for page in pages for tag in re.findall(r"<([a-z][a-z0-9]*)", page)}
    return Good({path: built.outputs[path] for path in GOOD}, frozenset(TAGS | tags))


def snapshot(folder: Path) -> Mapping[str, bytes]:
    """Every file below `folder`, but for what a build may write."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"output", ".dateline"} & set(path.relative_to(folder).parts)
    }


def assert_refused_or_harmless(newsroom: Newsroom, name: str, content: bytes, good: Good) -> Built:
    with_good_stories(newsroom).write(f"content/world/{name}.md", content)
    above = newsroom.root.parent
    before = snapshot(above)

    built = newsroom.build()

    assert snapshot(above) == before
    assert {p.where.path for p in built.report.problems} <= {f"content/world/{name}.md"}
    if has_errors(built.report.problems):
        assert not built.outputs
    else:
        assert {path: built.outputs[path] for path in GOOD} == good.pages
        assert not good.harm_of(built)
        assert (newsroom.root / "output" / ".gitignore").is_file()
    return built


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_story_is_refused_by_name_or_becomes_harmless_pages(
    newsroom: Newsroom, name: str, good: Good
) -> None:
    built = assert_refused_or_harmless(newsroom, name, FILES[name], good)

    errors = {p.code for p in built.report.problems if p.severity == "error"}
    assert sorted(errors) == EXPECTED[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", STALLS)
def test_a_story_made_to_stall_is_stopped_or_becomes_harmless_pages(
    newsroom: Newsroom, name: str, good: Good
) -> None:
    assert_refused_or_harmless(newsroom, name, STALLS[name], good)


MEASURED = """\
import os, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
done = subprocess.run([sys.executable, "-m", "dateline", *sys.argv[1:]])
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print("kilobytes", most, file=sys.stderr)
sys.exit(done.returncode)
"""
"""Runs a command within 60 s of processor time and says how much memory its processes took."""


def run_measured(newsroom: Newsroom, *arguments: str) -> tuple[int, str, int]:
    """Exit code, standard output and peak memory in bytes of `dateline ARGUMENTS`."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *arguments],
        cwd=newsroom.root,
        env={"PYTHONPATH": str(CHECKOUT), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    kilobytes = re.search(r"kilobytes (\d+)\s*\Z", done.stderr)
    assert kilobytes is not None, done.stderr
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr, int(kilobytes[1]) * 1024


def test_all_hostile_stories_in_one_paper_are_named_or_harmless(
    newsroom: Newsroom, good: Good
) -> None:
    with_good_stories(newsroom)
    for name, content in {**FILES, **STALLS}.items():
        newsroom.write(f"content/world/{name}.md", content)
    before = snapshot(newsroom.root.parent)

    code, said, memory = run_measured(newsroom, "check", "--format", "json")

    assert code == 1
    assert memory < 2**30
    rows = json.loads(said[said.index("[") : said.rindex("]") + 1])
    refused = {row["path"] for row in rows if row["severity"] == "error"}
    assert not refused & {"content/world/first.md", "content/world/second.md"}
    assert {f"content/world/{name}.md" for name, codes in EXPECTED.items() if codes} <= refused

    for path in refused:
        newsroom.remove(path)
    built = newsroom.build()
    assert not has_errors(built.report.problems)
    assert {path: built.outputs[path] for path in GOOD} == good.pages
    assert not good.harm_of(built)
    kept = {path: content for path, content in before.items() if not path.endswith(tuple(refused))}
    assert snapshot(newsroom.root.parent) == kept


def test_every_hostile_file_has_an_expected_end() -> None:
    assert FILES.keys() == EXPECTED.keys()


# The scanner itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>",
        "<a href='java\tscript:alert(1)'>",
        "<a href='&#106;avascript:alert(1)'>",
        "<img src='data:image/svg+xml,x'>",
        "<iframe>",
        "<p style='x'>",
    ],
)
def test_the_scanner_sees_what_is_harmful(html: str) -> None:
    assert harm_in("x.html", html.encode())


# Sites ----------------------------------------------------------------------------------------


def test_a_link_out_of_the_paper_is_never_followed(newsroom: Newsroom, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: Secretneedle\n---\nSecretneedle\n", "utf-8")
    (newsroom.root / "content/world").mkdir()
    (newsroom.root / "content/world/link.md").symlink_to(secret)
    (newsroom.root / "content/world/folder").symlink_to(tmp_path)

    built = newsroom.build()

    assert {p.code for p in built.report.problems} == {"not-a-file"}
    assert not built.outputs


def test_an_alias_never_takes_a_file_of_git_or_the_mark(newsroom: Newsroom) -> None:
    for alias in ("/.gitignore", "/.GIT/hooks/pre-commit", "/a/.git/config", "/%2egit/config"):
        newsroom.story("world/a.md", aliases=[alias])

        assert newsroom.build().codes == ["bad-path"], alias


def test_a_profile_a_page_and_the_front_are_as_harmless_as_a_story(
    newsroom: Newsroom, good: Good
) -> None:
    script = "<script>alert(1)</script>"
    head = f"summary: '{script}'\n"
    link = "links: [{title: '<b onclick=x>', url: 'https://x.example/'}]\n"
    newsroom.write("content/authors/ann.md", f"---\nname: '{script}'\n{head}{link}---\n{script}\n")
    newsroom.write("content/topics/trade.md", f"---\nname: '{script}'\n{head}---\n{script}\n")
    newsroom.write("content/about.md", f"---\ntitle: '{script}'\n{head}---\n{script}\n")
    newsroom.story("world/a.md", authors=["ann"], topics=["trade"], series="parts")
    newsroom.write(
        "content/front.toml",
        f"[breaking]\ntext = '{script}'\nstory = 'world/a.md'\nuntil = '2026-12-01 00:00 IST'\n",
    )

    built = newsroom.build()

    assert set(built.codes) == {"dropped-html"}
    assert not good.harm_of(built)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", ""])
def test_a_profile_links_to_the_web_alone(newsroom: Newsroom, url: str) -> None:
    head = f"---\nname: Ann\nlinks: [{{title: x, url: '{url}'}}]\n---\n"
    newsroom.write("content/authors/ann.md", head)

    assert has_errors(newsroom.build().report.problems)
