"""WordPress: a whole export, older versions, broken ones and hostile ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.importing import Outcome
from dateline.problems import Severity
from tests.conftest import Newsroom
from tests.imports import SAMPLES, bring, built, codes, content, png, story

WXR = SAMPLES / "courier.wxr.xml"
HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:excerpt="http://wordpress.org/export/{0}/excerpt/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/{0}/">
<channel><link>https://old.example</link><wp:wxr_version>{0}</wp:wxr_version>
"""
TAIL = "</channel></rss>\n"
ERROR: Severity = "error"


def item(number: int, body: str = "Some words.", **keys: str) -> str:
    """One post on lines of its own."""
    values = {
        "title": f"Post {number}",
        "link": f"https://old.example/post-{number}/",
        "guid": f"https://old.example/?p={number}",
        "content:encoded": f"<![CDATA[{body}]]>",
        "wp:post_date_gmt": "2026-11-20 03:00:00",
        "wp:post_name": f"post-{number}",
        "wp:status": "publish",
        "wp:post_type": "post",
    }
    values |= {key.replace("__", ":"): value for key, value in keys.items()}
    lines = [f"<{tag}>{value}</{tag}>" for tag, value in values.items()]
    category = '<category domain="category" nicename="world"><![CDATA[World]]></category>'
    return "\n".join(["<item>", *lines, category, "</item>", ""])


def export(*items: str, version: str = "1.2", head: str = "") -> str:
    return (head or HEAD.format(version)) + "".join(items) + TAIL


def bring_text(newsroom: Newsroom, text: str | bytes) -> Outcome:
    file = newsroom.root.parent / "export.xml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return bring(newsroom, "wordpress", file)


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """A copy of the old site's uploads, with one picture."""
    folder = tmp_path / "uploads"
    (folder / "2026/11").mkdir(parents=True)
    (folder / "2026/11/tug.png").write_bytes(png())
    return folder


# A whole export ----------------------------------------------------------------------------------


def test_a_post_becomes_a_story_with_all_that_it_had(newsroom: Newsroom, media: Path) -> None:
    bring(newsroom, "wordpress", WXR, media=(media,))

    head, body = story(newsroom, "world/harbour-deal.md")
    assert head == {
        "title": "Harbour & rail deal signed — at last",
        "published": "2026-11-20 08:00:10 IST",
        "updated": "2026-11-20 09:30 IST",
        "summary": "Three berths will be rebuilt.",
        "authors": ["Meera Tandel"],
        "topics": ["Velanpur Port", "covid-19", "Trade"],
        "image": {
            "src": "/img/2026/11/tug.png",
            "alt": "A tug in fog",
            "caption": "The first tug.",
        },
        "aliases": ["/2026/11/harbour-deal/"],
    }
    assert body == (
        "The **deal** was signed on Friday, said [the minister](/city/ferry-fares.md).\n\n"
        "## What it says\n\n"
        "- Three berths\n- One line\n    - By 2029\n\n"
        "![A tug in fog](/img/2026/11/tug.png)\n: The first tug.\n\n"
        "::: embed https://www.youtube.com/watch?v=abc123\nThe harbour from the air\n:::\n\n"
        "::: quote\nThe sea does not wait.\n-- Ilse D'Mello\n:::\n\n"
        "Last words."
    )


def test_a_whole_export_builds_without_a_word(newsroom: Newsroom, media: Path) -> None:
    done = bring(newsroom, "wordpress", WXR, media=(media,))

    edition = built(newsroom)
    assert (done.stories, done.pages, done.files, done.problems) == (5, 1, 1, ())
    assert edition.codes == []
    page = edition.text("world/2026/11/20/harbour-deal/index.html")
    assert 'href="/city/2026/11/19/ferry-fares/"' in page
    redirect = edition.text("2026/11/harbour-deal/index.html")
    assert "/world/2026/11/20/harbour-deal/" in redirect
    assert "about/index.html" in edition.outputs
    assert not any(b"alert(1)" in page for page in edition.outputs.values())


def test_scheduled_posts_are_held_and_drafts_stay_drafts(newsroom: Newsroom, media: Path) -> None:
    bring(newsroom, "wordpress", WXR, media=(media,))

    early, late = built(newsroom), built(newsroom, as_of="2026-12-01 08:31 IST")
    budget = "city/2026/12/01/budget-day/index.html"
    assert budget not in early.outputs
    assert budget in late.outputs
    assert "updated" not in story(newsroom, "city/budget-day.md")[0]
    for name in ("unfinished", "members"):
        assert story(newsroom, f"city/{name}.md")[0]["draft"] is True
        assert not any(name in path for path in late.outputs)


def test_what_stays_behind_is_told(newsroom: Newsroom, media: Path) -> None:
    done = bring(newsroom, "wordpress", WXR, media=(media,))

    for told in (
        "left out: 1 × comment",
        "left out: 1 × nav_menu_item",
        "left out: 1 × post in the bin or a revision",
        '[poll id="7"]',
        "the HTML element <script>",
        "its password",
        "uploads/2026/11/gone.jpg: its file was not found",
        "a link without an address that can be published",
        "old addresses with a query",
    ):
        assert told in done.report
    assert (newsroom.root / "import-report.txt").read_text(encoding="utf-8") == done.report


def test_the_old_editor_parts_paragraphs_by_empty_lines(newsroom: Newsroom, media: Path) -> None:
    bring(newsroom, "wordpress", WXR, media=(media,))

    _, body = story(newsroom, "city/ferry-fares.md")
    assert body.startswith("Fares go up by two rupees.  \nFrom Monday.\n\n")
    assert "See \\[sic\\] the [notice](https://old.example/about/) and this." in body
    assert "![A tug in fog](/img/2026/11/tug.png)\n: The first tug." in body


def test_names_that_look_like_ids_get_a_profile(newsroom: Newsroom, media: Path) -> None:
    bring(newsroom, "wordpress", WXR, media=(media,))

    edition = built(newsroom)
    assert "topics/covid-19/index.html" in edition.outputs
    assert ">covid-19<" in edition.text("topics/covid-19/index.html")
    assert "authors/a-sen/index.html" in edition.outputs


def test_mail_addresses_stay_behind(newsroom: Newsroom, media: Path) -> None:
    done = bring(newsroom, "wordpress", WXR, media=(media,))

    assert b"meera@" not in b"".join(content(newsroom).values()) + done.report.encode()


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_each_version_of_the_format_is_read(newsroom: Newsroom, version: str) -> None:
    done = bring_text(newsroom, export(item(1), version=version))

    assert codes(done) == []
    assert story(newsroom, "world/post-1.md")[0]["published"] == "2026-11-20 08:30 IST"
    built(newsroom)


def test_the_first_versions_name_tags_and_categories_twice(newsroom: Newsroom) -> None:
    terms = (
        "<category><![CDATA[World]]></category>"
        '<category domain="tag"><![CDATA[Port]]></category>'
        '<category domain="tag" nicename="port"><![CDATA[Port]]></category>'
        '<category domain="post_format" nicename="aside"><![CDATA[Aside]]></category>'
    )
    done = bring_text(
        newsroom, export(item(1).replace("</item>", terms + "</item>"), version="1.0")
    )

    assert story(newsroom, "world/post-1.md")[0]["topics"] == ["Port"]
    assert "post_format: Aside" in done.report


@pytest.mark.parametrize(
    ("gmt", "written"),
    [
        pytest.param("2026-11-20 18:29:59", "2026-11-20 23:59:59 IST", id="the same day"),
        pytest.param("2026-11-20 18:30:00", "2026-11-21 00:00 IST", id="the next day"),
        pytest.param("1999-12-31 20:00:00", "2000-01-01 01:30 IST", id="the next century"),
    ],
)
def test_a_time_is_the_same_moment_in_the_papers_zone(
    newsroom: Newsroom, gmt: str, written: str
) -> None:
    bring_text(newsroom, export(item(1, wp__post_date_gmt=gmt)))

    assert story(newsroom, "world/post-1.md")[0]["published"] == written


def test_several_parts_of_one_export_know_each_other(newsroom: Newsroom, tmp_path: Path) -> None:
    one, other = tmp_path / "1.xml", tmp_path / "2.xml"
    link = '<a href="https://old.example/post-2/">this</a>'
    one.write_text(export(item(1, f"<p>See {link}.</p>")), encoding="utf-8")
    other.write_text(export(item(2)), encoding="utf-8")

    done = bring(newsroom, "wordpress", one, other)

    assert done.stories == 2
    assert "[this](/world/post-2.md)" in story(newsroom, "world/post-1.md")[1]
    built(newsroom)


# Broken ones -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        pytest.param(item(2, "a \x01 control"), 23, id="a control character"),
        pytest.param(item(2).replace("Post 2", "Post &nbsp; 2"), 19, id="an unknown entity"),
        pytest.param(item(2).replace("</title>", "</titel>"), 19, id="a wrong tag"),
        pytest.param(item(2).replace("<guid>", "<guid"), 21, id="a tag that is not closed"),
    ],
)
def test_a_broken_item_is_lost_alone(newsroom: Newsroom, broken: str, line: int) -> None:
    done = bring_text(newsroom, export(item(1), broken, item(3)))

    (problem,) = done.problems
    assert (problem.code, problem.severity) == ("bad-export", ERROR)
    assert abs(problem.where.line - line) <= 2
    assert "a second time" not in done.report
    assert sorted(content(newsroom)) == ["world/post-1.md", "world/post-3.md"]
    built(newsroom)


def test_of_a_truncated_export_what_is_whole_is_taken(newsroom: Newsroom) -> None:
    text = export(item(1), item(2), item(3))

    done = bring_text(newsroom, text[: text.index("Post 3")])

    assert codes(done) == ["bad-export"]
    assert "the file ends too early" in done.problems[0].message
    assert sorted(content(newsroom)) == ["world/post-1.md", "world/post-2.md"]
    built(newsroom)


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        pytest.param({"title": ""}, "empty-value", id="no headline"),
        pytest.param({"wp:post_date_gmt": "soon"}, "bad-time", id="no such time"),
        pytest.param({"wp:post_date_gmt": ""}, "missing-key", id="no time"),
        pytest.param({"title": "???", "wp:post_name": ""}, "", id="a slug by its key"),
    ],
)
def test_a_post_that_can_not_be_a_story_is_skipped_alone(
    newsroom: Newsroom, keys: dict[str, str], code: str
) -> None:
    odd = item(2, **{key.replace(":", "__"): value for key, value in keys.items()})

    done = bring_text(newsroom, export(item(1), odd, item(3)))

    assert codes(done) == ([code] if code else [])
    assert {"world/post-1.md", "world/post-3.md"} <= set(content(newsroom))
    assert all(problem.where.line > 15 for problem in done.problems)
    built(newsroom)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("not xml at all", id="words"),
        pytest.param("<html><body>A page</body></html>", id="a page"),
        pytest.param("<rss version='2.0'><channel><item/></channel></rss>", id="a feed"),
        pytest.param("\ufeff{}", id="json"),
    ],
)
def test_a_file_that_is_no_export_is_told(newsroom: Newsroom, text: str) -> None:
    done = bring_text(newsroom, text)

    assert "bad-export" in codes(done)
    assert content(newsroom) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_an_encoding_that_is_declared_is_read(newsroom: Newsroom, encoding: str) -> None:
    text = export(item(1, title="Café reopens")).replace("UTF-8", encoding)

    bring_text(newsroom, text.encode(encoding))

    assert story(newsroom, "world/post-1.md")[0]["title"] == "Café reopens"


def test_a_wrong_encoding_is_told_with_its_line(newsroom: Newsroom) -> None:
    text = export(item(1), item(2, title="Café reopens"), item(3))

    done = bring_text(newsroom, text.encode("iso-8859-1"))

    assert codes(done) == ["bad-export"]
    assert 15 < done.problems[0].where.line < 22
    assert sorted(content(newsroom)) == ["world/post-1.md", "world/post-3.md"]


# Hostile ones ------------------------------------------------------------------------------------


BOMB = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
)


@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param(BOMB + "]>", id="a bomb of entities"),
        pytest.param("<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>", id="a file"),
        pytest.param("<!DOCTYPE rss [<!ENTITY x SYSTEM 'http://evil.example/'>]>", id="an address"),
        pytest.param(
            "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://evil.example/x.dtd'> %p;]>",
            id="a parameter entity",
        ),
        pytest.param("<!DOCTYPE rss [<!ENTITY x 'quiet'>]>", id="one entity"),
    ],
)
def test_entities_are_refused_and_nothing_is_believed(newsroom: Newsroom, doctype: str) -> None:
    start, end = HEAD.format("1.2").split("?>\n", 1)
    head = f"{start}?>\n{doctype}\n{end}"

    done = bring_text(newsroom, export(item(1, title="&x;"), head=head))

    assert codes(done) == ["bad-export"]
    assert content(newsroom) == {}


def test_a_doctype_that_declares_nothing_is_passed_over(newsroom: Newsroom) -> None:
    start, end = HEAD.format("1.2").split("?>\n", 1)
    doctype = '<!DOCTYPE rss PUBLIC "-//X//DTD X//EN" "http://evil.example/rss.dtd">'

    done = bring_text(newsroom, export(item(1), head=f"{start}?>\n{doctype}\n{end}"))

    assert codes(done) == []
    assert sorted(content(newsroom)) == ["world/post-1.md"]


def test_elements_without_end_in_each_other_are_refused(newsroom: Newsroom) -> None:
    deep = item(2).replace("</item>", "<a>" * 20_000 + "</a>" * 20_000 + "</item>")

    done = bring_text(newsroom, export(item(1), deep, item(3)))

    assert set(codes(done)) == {"bad-export"}
    assert "a second time" not in done.report
    assert sorted(content(newsroom)) == ["world/post-1.md", "world/post-3.md"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<b>" * 50_000, id="deep elements"),
        pytest.param("<ul><li>" * 5_000, id="deep lists"),
        pytest.param("<ul>" + "<li>x</li>" * 5_000 + "</ul>", id="a long list"),
        pytest.param("<!--" * 20_000, id="comments without end"),
        pytest.param("[caption " * 5_000, id="shortcodes without end"),
        pytest.param("<pre>" * 4_000, id="code without end"),
        pytest.param("[" * 50_000, id="brackets"),
        pytest.param("<table>" * 3_000, id="deep tables"),
        pytest.param("<a " * 50_000, id="tags without end"),
    ],
)
def test_a_body_that_stalls_parsers_is_a_story_or_a_problem(newsroom: Newsroom, body: str) -> None:
    done = bring_text(newsroom, export(item(1), item(2, f"<p>Words.</p>{body}"), item(3)))

    assert set(codes(done)) <= {"unreadable-text", "too-long"}
    assert {"world/post-1.md", "world/post-3.md"} <= set(content(newsroom))
    built(newsroom)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param('<img src=x onerror="alert(1)">', id="an event"),
        pytest.param('<a href="java&#10;script:alert(1)">x</a>', id="an address"),
        pytest.param("&lt;script&gt;alert(1)&lt;/script&gt;", id="entities"),
        pytest.param("[x](javascript:alert(1))", id="Markdown"),
        pytest.param("<svg><script>alert(1)</script></svg>", id="svg"),
        pytest.param('<iframe src="javascript:alert(1)"></iframe>', id="a frame"),
        pytest.param('<p title="</p><script>alert(1)</script>">x</p>', id="an attribute"),
        pytest.param("<p>\n---\npublished: 2001\n---\n</p>", id="front matter"),
        pytest.param("::: embed javascript:alert(1)\n:::", id="a block"),
    ],
)
def test_nothing_of_a_body_runs(newsroom: Newsroom, body: str) -> None:
    bring_text(newsroom, export(item(1, f"<p>Words.</p>{body}")))

    page = built(newsroom).text("world/2026/11/20/post-1/index.html")
    article = page[page.index("<article") : page.index("</article>")]
    assert "<script" not in article
    assert "onerror" not in article
    assert 'href="javascript' not in article
    assert 'src="javascript' not in article


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "..%2f..%2fup", "/etc/passwd", "con", "page", "a/b", ".", "x" * 400],
)
def test_no_name_leads_out_of_the_folder(newsroom: Newsroom, name: str) -> None:
    before = sorted(p.name for p in newsroom.root.parent.iterdir())

    bring_text(newsroom, export(item(1, wp__post_name=name)))

    (path,) = content(newsroom)
    assert path.startswith("world/")
    assert path.count("/") == 1
    assert sorted({*before, "export.xml"}) == sorted(p.name for p in newsroom.root.parent.iterdir())
    built(newsroom)


@pytest.mark.parametrize(
    "src",
    [
        "file:///etc/hostname",
        "../../../../etc/hostname.png",
        "https://old.example/../../secret.png",
        "data:image/png;base64,AAAA",
        "https://old.example/link.png",
    ],
)
def test_no_picture_is_taken_from_outside_the_media_folder(
    newsroom: Newsroom, media: Path, src: str
) -> None:
    (media.parent / "secret.png").write_bytes(png(50, 50))
    (media / "link.png").symlink_to(media.parent / "secret.png")
    file = newsroom.root.parent / "export.xml"
    body = f'<p>Words.</p><p><img src="{src}" alt="A secret"></p>'
    file.write_text(export(item(1, body)), encoding="utf-8")

    done = bring(newsroom, "wordpress", file, media=(media,))

    assert done.files == 0
    assert sorted(content(newsroom)) == ["world/post-1.md"]
    built(newsroom)
