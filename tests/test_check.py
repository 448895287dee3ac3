"""What no single file can know: links, names, URLs and outputs that two files claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from dateline.check import Candidates, Paths
from dateline.problems import Location, Problem
from tests.conftest import CONFIG, Newsroom


def problem_of(newsroom: Newsroom) -> Problem:
    """The one problem of the paper."""
    (problem,) = newsroom.build().report.problems
    return problem


# Links --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code", "line", "hint"),
    [
        pytest.param("[x](tug.md)", "broken-link", 6, "did you mean tugs.md?", id="slip"),
        pytest.param("[x](strike.md)", "broken-link", 6, "../city/strike.md?", id="elsewhere"),
        pytest.param("[x](nope.md#part)", "broken-link", 6, "moved or renamed?", id="nothing"),
        pytest.param("[x](/world/tug.md)", "broken-link", 6, "tugs.md?", id="from content/"),
        pytest.param("[x](../../../etc/x.md)", "broken-link", 6, "moved", id="out of content/"),
        pytest.param(
            "\n\n![A tug](tug.jpg)", "missing-file", 8, "did you mean tugs.jpg?", id="jpg"
        ),
        pytest.param("![A](../../../etc/passwd)", "missing-file", 6, "beside", id="etc"),
        pytest.param("![A](/world/tug.jpg)", "missing-file", 6, "tugs.jpg?", id="from the top"),
        pytest.param("[Front](../front.toml)", "broken-link", 6, "(/)", id="front.toml"),
        pytest.param("[Report](report.pdf)", "missing-file", 6, "beside the story", id="PDF"),
        pytest.param("![A tug](TUGS.jpg)", "missing-file", 6, "did you mean tugs.jpg?", id="case"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told_with_the_nearest_file(
    newsroom: Newsroom, body: str, code: str, line: int, hint: str
) -> None:
    newsroom.story("world/port.md", f"\n{body}\n")
    newsroom.story("world/tugs.md", published="2026-11-19 08:00 IST")
    newsroom.story("city/strike.md", published="2026-11-19 08:00 IST")
    newsroom.write("content/world/tugs.jpg", "not really a picture")
    newsroom.write("content/front.toml", "")

    problem = problem_of(newsroom)

    assert (problem.code, problem.where.path) == (code, "content/world/port.md")
    assert problem.where.line == line
    assert problem.where.column > 0
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        pytest.param("/", [], id="the front page"),
        pytest.param("/world/", [], id="a section"),
        pytest.param("/about/", [], id="a standing page"),
        pytest.param("/about", [], id="without a slash at its end"),
        pytest.param("/feed.xml", [], id="a feed"),
        pytest.param("/plan.pdf", [], id="a file"),
        pytest.param("/old/", [], id="an alias"),
        pytest.param("/world/#top", [], id="a fragment"),
        pytest.param("/abuot/", ["no-such-page"], id="a slip"),
        pytest.param("/world/2026/11/24/held/", ["no-such-page"], id="a held story"),
    ],
)
def test_a_path_of_the_site_is_checked_when_all_pages_are_known(
    newsroom: Newsroom, path: str, codes: list[str]
) -> None:
    newsroom.write("config.toml", CONFIG.replace("courier.example", "courier.example/paper"))
    newsroom.story("world/port.md", f"[x]({path})\n", aliases=["/old/"])
    newsroom.story("world/held.md", published="2026-11-24 08:00 IST")
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    newsroom.write("content/plan.pdf", "not really a PDF")

    built = newsroom.build()

    assert built.codes == codes
    assert built.report.ready


def test_a_link_to_a_story_that_is_not_out_is_a_warning_and_gives_nothing_away(
    newsroom: Newsroom,
) -> None:
    newsroom.story("world/port.md", "More [tomorrow](secret-deal.md).\n")
    newsroom.story("world/secret-deal.md", draft="yes")

    built = newsroom.build()

    assert built.codes == ["link-not-live"]
    assert "secret-deal" not in built.text("world/2026/11/20/port/index.html")


def test_a_picture_of_an_unpublished_story_is_not_published_by_another(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md", "![A tug](secret/tug.jpg)\n")
    newsroom.story("world/secret/index.md", "![A tug](tug.jpg)\n", draft="yes")
    newsroom.write("content/world/secret/tug.jpg", "not really a picture")

    assert problem_of(newsroom).code == "file-not-live"


def test_a_profile_in_a_folder_shows_the_picture_beside_it(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md", authors=["a-sen"])
    head = "name: A Sen\nimage: {src: sen.jpg, alt: A Sen at a desk}\n"
    newsroom.write("content/authors/a-sen/index.md", f"---\n{head}---\nOf the city desk.\n")
    newsroom.write("content/authors/a-sen/sen.jpg", "not really a picture")

    built = newsroom.build()

    assert built.codes == []
    assert re.search(r'src="/img/../sen-[0-9a-f]+/', built.text("authors/a-sen/index.html"))
    assert "authors/a-sen/sen.jpg" not in built.outputs


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "code"), [("authors", "unknown-author"), ("topics", "unknown-topic")]
)
def test_an_id_needs_a_profile_and_a_name_does_not(newsroom: Newsroom, key: str, code: str) -> None:
    keys: dict[str, Any] = {key: ["A Sen", "bay-road", "bay-raod"]}
    newsroom.story("world/port.md", **keys)
    newsroom.write(f"content/{key}/bay-road.md", "---\nname: Bay Road\n---\n")

    problem = problem_of(newsroom)

    assert (problem.code, problem.where.line) == (code, 7)
    assert problem.hint == "did you mean `bay-road`?"


@pytest.mark.parametrize("name", ["???", "Page", "CON", "aux"])
@pytest.mark.parametrize("key", ["authors", "topics"])
def test_a_name_that_no_url_can_be_made_of_is_told(newsroom: Newsroom, key: str, name: str) -> None:
    keys: dict[str, Any] = {key: [name]}
    newsroom.story("world/port.md", **keys)

    assert problem_of(newsroom).code == "bad-name"


@pytest.mark.parametrize("path", ["authors/page.md", "topics/con.md", "page.md", "world/nul.md"])
def test_a_file_whose_name_is_taken_is_told(newsroom: Newsroom, path: str) -> None:
    head = {"title": "A", "published": "2026-11-20 08:00"} if "world" in path else {"title": "A"}
    head = {"name": "A"} if "/" in path and "world" not in path else head
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    newsroom.write(f"content/{path}", f"---\n{lines}---\nText.\n")

    problem = problem_of(newsroom)

    assert (problem.code, problem.where) == ("bad-slug", Location(f"content/{path}", 1))


# Related stories ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "codes"),
    [
        pytest.param("2026-11-19 08:00 IST", [], id="older"),
        pytest.param("2026-11-20 08:00 IST", ["related-newer"], id="of the same moment"),
        pytest.param("2026-11-21 08:00 IST", ["related-newer"], id="newer"),
    ],
)
def test_related_stories_are_older(newsroom: Newsroom, published: str, codes: list[str]) -> None:
    newsroom.story("world/port.md", related=["world/tugs.md"])
    newsroom.story("world/tugs.md", published=published)

    assert newsroom.build().codes == codes


@pytest.mark.parametrize("path", ["about.md", "authors/a-sen.md", "world/none.md", "../x.md", "x"])
def test_what_is_related_is_a_story(newsroom: Newsroom, path: str) -> None:
    newsroom.story("world/port.md", related=[path])
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    newsroom.write("content/authors/a-sen.md", "---\nname: A Sen\n---\n")

    problem = problem_of(newsroom)

    assert (problem.code, problem.where.line) == ("broken-link", 5)


@pytest.mark.parametrize("written", ["world/tugs.md", "content/world/tugs.md", "./tugs.md"])
def test_a_related_story_may_be_named_in_these_ways(newsroom: Newsroom, written: str) -> None:
    newsroom.story("world/port.md", related=[written])
    newsroom.story("world/tugs.md", title="Tugs again", published="2026-11-19 08:00 IST")

    built = newsroom.build()

    assert built.codes == []
    assert "Tugs again" in built.text("world/2026/11/20/port/index.html")


# Collisions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "keys", "codes"),
    [
        pytest.param("world/sub/port.md", {}, ["same-url"], id="same name"),
        pytest.param("world/PORT.md", {}, ["same-url"], id="case alone"),
        pytest.param("world/po\u0301rt.md", {}, ["same-url"], id="accent alone"),
        pytest.param("world/port/index.md", {}, ["same-url"], id="file and folder"),
        pytest.param("world/x.md", {"slug": "port"}, ["same-url"], id="slug"),
        pytest.param("city/port.md", {"section": "world"}, ["same-url"], id="section"),
        pytest.param("city/port.md", {}, ["same-id"], id="same minute, other section"),
        pytest.param("world/x.md", {"id": "0800-port"}, ["same-id"], id="id"),
        pytest.param(
            "world/x.md", {"aliases": ["/world/2026/11/20/port/"]}, ["same-url"], id="alias"
        ),
        pytest.param(
            "world/x.md", {"aliases": ["/World/2026/11/20/PORT"]}, ["same-url"], id="Alias"
        ),
        pytest.param("world/x.md", {"aliases": ["/old/"]}, ["same-url"], id="two aliases"),
        pytest.param("world/x.md", {"aliases": ["/world/2026/11/20/x/"]}, ["same-url"], id="own"),
        pytest.param("world/x.md", {"aliases": ["/world/"]}, ["same-output"], id="alias, section"),
        pytest.param("world/x.md", {"aliases": ["/"]}, ["same-output"], id="alias, front page"),
        pytest.param("world/x.md", {"aliases": ["/feed.xml"]}, ["same-output"], id="alias, feed"),
        pytest.param(
            "world/x.md", {"aliases": ["/feed.xml/x"]}, ["same-output"], id="below a file"
        ),
        pytest.param("world/x.md", {"aliases": ["/robots.txt"]}, ["same-output"], id="robots.txt"),
    ],
)
def test_two_files_never_have_one_url(
    newsroom: Newsroom, path: str, keys: dict[str, Any], codes: list[str]
) -> None:
    newsroom.story("world/port.md", aliases=["/old"])
    newsroom.story(path, **keys)

    built = newsroom.build()

    assert sorted(set(built.codes)) == codes
    assert built.outputs == {}
    assert all(p.where.path.startswith("content/") for p in built.report.problems)


def test_an_alias_is_blamed_and_not_the_story_whose_address_it_takes(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md", aliases=["/old/", "/world/2026/11/20/port/"])
    newsroom.story("world/port.md")

    problem = problem_of(newsroom)

    assert problem.code == "same-url"
    assert (problem.where.path, problem.where.line) == ("content/world/a.md", 6)
    assert "content/world/port.md" in problem.message
    assert "aliases" in problem.hint


@pytest.mark.parametrize(("name", "codes"), [("favicon.svg", []), ("none.svg", ["missing-file"])])
def test_a_picture_of_the_theme_may_be_shown(
    newsroom: Newsroom, name: str, codes: list[str]
) -> None:
    newsroom.story("world/port.md", f"![Our mark](/assets/{name})\n")

    built = newsroom.build()

    assert built.codes == codes
    assert ("index.html" in built.outputs) == (not codes)


def test_a_picture_may_be_named_from_the_top(newsroom: Newsroom) -> None:
    newsroom.story(
        "world/port.md", "![A tug](/img/tug.jpg)\n", image={"src": "/img/a b.jpg", "alt": "B"}
    )
    newsroom.write("content/img/tug.jpg", "not really a picture")
    newsroom.write("content/img/a b.jpg", "not really a picture")

    built = newsroom.build()

    page = built.text("world/2026/11/20/port/index.html")
    assert built.codes == []
    for name in ("tug", "a-b"):
        (src,) = set(re.findall(rf'src="/(img/../{name}-[^"]*)"', page))
        assert src in built.outputs


@pytest.mark.parametrize(
    ("grade", "severities"), [("off", []), ("warning", ["warning"] * 2), ("error", ["error"] * 2)]
)
def test_dead_paths_of_the_site_are_graded_by_the_settings(
    newsroom: Newsroom, grade: str, severities: list[str]
) -> None:
    newsroom.story("world/port.md", "See [us](/abuot/).\n")
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    nav = f'\n[nav]\nAbout = "/aobut/"\n\n[check]\nno-such-page = "{grade}"\n'
    newsroom.write("config.toml", CONFIG + nav)

    built = newsroom.build()

    assert [p.severity for p in built.report.problems] == severities
    assert built.report.ready == (grade != "error")


def test_a_strict_build_knows_every_page_before_it_misses_one(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md")
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    newsroom.write("config.toml", CONFIG + '\n[nav]\nAbout = "/about/"\n')

    built = newsroom.build(strict=True)

    assert built.codes == []
    assert "about/index.html" in built.outputs


def test_a_broken_template_makes_no_link_a_dead_one(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md", "See [us](/about/).\n")
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    newsroom.write("templates/story.html", "{% if %}\n")

    assert newsroom.build().codes == ["template-syntax"]


def test_a_collision_with_a_story_that_is_not_out_is_a_warning(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md")
    newsroom.story("world/sub/port.md", published="2026-11-20 08:00 IST", draft="yes")

    built = newsroom.build()

    assert [p.severity for p in built.report.problems] == ["warning"]
    assert built.report.ready


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        pytest.param("world/a.pdf", "world/A.pdf", "content/world/A.pdf", id="case"),
        pytest.param("caf\u00e9.jpg", "cafe\u0301.jpg", "content/caf", id="Unicode form"),
        pytest.param("world/index.html", "x.jpg", "the page /world/", id="a section's page"),
        pytest.param("city.md", "x.jpg", "the page /city/", id="a standing page"),
        pytest.param("assets/style.css", "x.jpg", "/assets/style.css", id="the style sheet"),
        pytest.param("404.html", "x.jpg", "the page /404.html", id="404"),
        pytest.param("sitemap.xml/x.pdf", "x.jpg", "/sitemap.xml", id="a folder for a file"),
    ],
)
def test_two_outputs_of_one_path_are_told_with_both(
    newsroom: Newsroom, one: str, other: str, told: str
) -> None:
    newsroom.story("world/port.md")
    for path in (one, other):
        newsroom.write(f"content/{path}", "---\ntitle: City\n---\nText.\n")

    problem = problem_of(newsroom)

    assert problem.code == "same-output"
    assert problem.where.path.startswith("content/")
    assert f"for {problem.where.path}" in problem.message
    assert told in problem.message


@pytest.mark.parametrize("is_new", [False, True])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("a/tug.pdf", "b/tug.pdf", id="two files"),
        pytest.param("a/tug.pdf", "b/TUG.PDF", id="case alone"),
        pytest.param("a/tug.pdf", "b/index.html", id="the story's page"),
    ],
)
def test_files_that_one_story_brings_have_names_of_their_own(
    newsroom: Newsroom, first: str, second: str, is_new: bool
) -> None:
    newsroom.write(f"content/{first}", "not really a picture")
    newsroom.write(f"content/{second}", "nor is this")
    newsroom.story("world/port.md", f"[One](../{first}).\n")
    if not is_new:
        assert newsroom.build().codes == []

    newsroom.story("world/port.md", f"[One](../{first}), [two](../{second}).\n")
    problem = problem_of(newsroom)

    assert problem.code == "same-output"
    assert f"content/{second}" in problem.message


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("world/index.html", id="a page"),
        pytest.param("world/INDEX.html", id="case alone"),
        pytest.param("sitemap.xml/x", id="below a file"),
        pytest.param("world/2026", id="where a folder is"),
    ],
)
def test_a_file_that_comes_later_takes_no_path_that_is_taken(newsroom: Newsroom, path: str) -> None:
    newsroom.story("world/port.md")
    before = newsroom.build().outputs

    newsroom.write(f"content/{path}", "mine")
    built, again = newsroom.build(), newsroom.build()

    assert built.codes == again.codes == ["same-output"]
    assert built.outputs == before


def test_robots_txt_of_the_paper_stands_in_for_ours(newsroom: Newsroom) -> None:
    newsroom.write("content/robots.txt", "User-agent: *\n")

    built = newsroom.build()

    assert built.codes == []
    assert built.text("robots.txt") == "User-agent: *\n"


# A large archive ----------------------------------------------------------------------------------


def test_a_mistake_is_compared_with_few_words_however_large_the_archive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []

    def count(_word: str, known: Sequence[str]) -> str:
        compared.append(len(known))
        return ""

    monkeypatch.setattr("dateline.check.nearest", count)
    names = [f"story-{number}" for number in range(5000)]
    paths = Paths(f"world/{name}.md" for name in names)
    people = Candidates({name: name for name in names})

    paths.nearest("world/storm.md")
    people.nearest("storm")

    assert compared == [Candidates.MOST, Candidates.MOST]


def test_one_of_many_is_still_found() -> None:
    paths = Paths(f"world/{letter}{n}.md" for letter in ("port-", "tug-") for n in range(400))

    assert paths.nearest("world/tug-12a.md").startswith("world/tug-12")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        pytest.param("world/tug.md", "world/tugs.md", id="slip"),
        pytest.param("city/tugs.md", "world/tugs.md", id="moved"),
        pytest.param("world/harbour.md", "", id="nothing like it"),
        pytest.param("sport/x.md", "", id="an empty folder"),
    ],
)
def test_the_file_that_was_meant_is_found(path: str, meant: str) -> None:
    assert Paths(["world/tugs.md", "world/port.md", "about.md"]).nearest(path) == meant


def test_links_of_a_story_that_is_wrong_elsewhere_are_told_in_the_same_run(
    newsroom: Newsroom,
) -> None:
    newsroom.write("content/world/mine.jpg", b"picture")
    body = "[Gone](gone.md) and ![A tug](mine.jpg)\n"
    newsroom.story("world/bad.md", body, title=None, titel="Misspelt")

    built = newsroom.build()

    assert built.codes == ["unknown-key", "broken-link"]
