"""Plain text: the shape of a printed page, the round trip, and what is wrong in it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Newsroom
from tests.imports import bring, built, codes, content, story

TEXT = """\
Port of Velanpur reopens after the storm

Ferries run again from Monday, a day earlier than the harbour master had thought.

world Updated: Nov 13, 2010 16:01 IST

The port of Velanpur opened at noon on Saturday, the harbour master said.

"We are glad to be back," said Ilse D'Mello. Nine ships wait outside the bar.

The dredger "Asha" is still aground; 3 * 4 tugs are on their way.

First Published: Nov 13, 2010 15:58 IST
"""


def save(newsroom: Newsroom, text: str | bytes, name: str = "old/port.txt") -> Path:
    """A file outside of the paper."""
    file = newsroom.root.parent / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def short(body: str) -> str:
    """A story of which only the text matters."""
    stamp = "2010-11-13 15:58 IST"
    return f"Headline\n\nworld Updated: {stamp}\n\n{body}\n\nFirst Published: {stamp}\n"


def words(html: str) -> str:
    """What a reader sees of `html`, with the signs that a keyboard has."""
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    for sign, typed in (("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), ("–", "-"), ("…", "...")):
        text = text.replace(sign, typed)
    return " ".join(text.split())


def paragraphs(page: str) -> list[str]:
    """The paragraphs of a story page's text."""
    return [words(p) for p in re.findall(r"^<p>(.*?)</p>$", page, re.DOTALL | re.MULTILINE)]


# The round trip ----------------------------------------------------------------------------------


def test_the_page_of_an_imported_story_says_what_the_text_said(newsroom: Newsroom) -> None:
    done = bring(newsroom, "text", save(newsroom, TEXT))

    edition = built(newsroom)
    assert codes(done) == []
    assert edition.codes == []
    page = edition.text("world/2010/11/13/port-of-velanpur-reopens-after-the-storm/index.html")
    headline, standfirst, _, *text, _ = TEXT.strip().split("\n\n")
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading
    assert words(heading[1]) == headline
    assert paragraphs(page) == text
    shown = words(page[page.index("<h1") :])
    assert standfirst in shown
    assert "Updated: Nov 13, 2010 16:01 IST" in shown
    assert "First Published: Nov 13, 2010 15:58 IST" in shown
    assert 'datetime="2010-11-13T16:01:00+05:30"' in page
    assert 'datetime="2010-11-13T15:58:00+05:30"' in page
    assert re.search(r'<a[^>]+href="/world/"[^>]*>World</a>', page)
    assert shown.index("World") < shown.index("Updated:") < shown.index(text[0])
    assert shown.index(text[-1]) < shown.index("First Published:")


def test_the_text_is_kept_byte_for_byte(newsroom: Newsroom) -> None:
    body = "A  line with   blanks\t.\r\nAnother \\ line — ünïcödé…\n\n\n\n  *stars* & <b>signs</b>"
    text = short(body)

    bring(newsroom, "text", save(newsroom, text))

    (written,) = content(newsroom).values()
    assert written.split(b"---\n\n", 1)[1] == body.encode() + b"\n"


lines = st.text(
    st.characters(
        min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cs", "Zl", "Zp")
    ),
    min_size=1,
    max_size=60,
).filter(lambda line: line.strip() and "Published:" not in line and "Updated:" not in line)


@settings(max_examples=40)
@given(body=st.lists(lines, min_size=1, max_size=6).map("\n\n".join))
def test_whatever_is_written_is_byte_for_byte_the_text_or_told(body: str) -> None:
    with Newsroom.temporary() as newsroom:
        file = newsroom.root / "old.txt"
        file.write_bytes(short(body).encode())

        done = bring(newsroom, "text", file)

        written = [c for p, c in content(newsroom).items() if p.endswith(".md")]
        assert len(written) == 1 or done.problems
        for one in written:
            kept = re.sub(r"\A(?:[ \t]*\n)+|\s+\Z", "", body)
            assert one.split(b"---\n\n", 1)[1] == kept.encode() + b"\n"


def test_a_story_that_was_never_updated_has_no_key_for_it(newsroom: Newsroom) -> None:
    bring(newsroom, "text", save(newsroom, TEXT.replace("16:01", "15:58")))

    head, _ = story(newsroom, "world/port-of-velanpur-reopens-after-the-storm.md")
    assert head == {
        "title": "Port of Velanpur reopens after the storm",
        "published": "2010-11-13 15:58 IST",
        "summary": TEXT.split("\n")[2],
    }


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        pytest.param("city Updated: Nov 13, 2010 16:01 IST", "city", id="an id"),
        pytest.param("World Updated: Nov 13, 2010 16:01 IST", "world", id="a title"),
        pytest.param("world   Updated:  Nov 13, 2010 16:01 IST  ", "world", id="blanks"),
        pytest.param("CITY\tUpdated: 2010-11-13T10:31Z", "city", id="another form of time"),
    ],
)
def test_the_section_is_found_by_its_id_or_title(
    newsroom: Newsroom, line: str, folder: str
) -> None:
    text = TEXT.replace("world Updated: Nov 13, 2010 16:01 IST", line)

    bring(newsroom, "text", save(newsroom, text))

    (path,) = content(newsroom)
    assert path.startswith(f"{folder}/")
    assert story(newsroom, path)[0]["updated"] == "2010-11-13 16:01 IST"


def test_a_headline_may_hold_whatever_means_something_in_yaml(newsroom: Newsroom) -> None:
    headline = "'No': 5 # of \"10\" & [more] — it's {so}: yes"

    bring(newsroom, "text", save(newsroom, TEXT.replace(TEXT.split("\n", 1)[0], headline)))

    (path,) = content(newsroom)
    assert story(newsroom, path)[0]["title"] == headline
    built(newsroom)


def test_without_a_standfirst_there_is_none(newsroom: Newsroom) -> None:
    bring(newsroom, "text", save(newsroom, re.sub(r"\n\nFerries[^\n]+", "", TEXT)))

    (path,) = content(newsroom)
    assert "summary" not in story(newsroom, path)[0]


# Several files -----------------------------------------------------------------------------------


def test_a_folder_is_taken_with_all_below_it_but_hidden_files(newsroom: Newsroom) -> None:
    save(newsroom, TEXT, "old/a.txt")
    save(newsroom, TEXT.replace("Port of", "Bay of"), "old/2010/b.txt")
    save(newsroom, TEXT, "old/.hidden.txt")
    save(newsroom, "not a story", "old/notes.doc")

    done = bring(newsroom, "text", newsroom.root.parent / "old")

    assert (done.stories, codes(done)) == (2, [])


def test_one_bad_file_does_not_stop_the_others(newsroom: Newsroom) -> None:
    save(newsroom, TEXT, "old/a.txt")
    save(newsroom, TEXT.replace("Nov 13, 2010 15:58 IST", "yesterday"), "old/b.txt")
    save(newsroom, TEXT.replace("Port of", "Bay of"), "old/c.txt")

    done = bring(newsroom, "text", newsroom.root.parent / "old")

    assert (done.stories, codes(done)) == (2, ["bad-time"])
    assert done.problems[0].where.path.endswith("old/b.txt")
    built(newsroom)


def test_two_stories_of_one_headline_get_two_files(newsroom: Newsroom) -> None:
    save(newsroom, TEXT, "old/a.txt")
    save(newsroom, TEXT.replace("Nov 13", "Nov 14"), "old/b.txt")

    bring(newsroom, "text", newsroom.root.parent / "old")

    slug = "world/port-of-velanpur-reopens-after-the-storm"
    assert sorted(content(newsroom)) == [f"{slug}-2.md", f"{slug}.md"]
    assert story(newsroom, f"{slug}.md")[0]["published"] == "2010-11-13 15:58 IST"
    built(newsroom)


# What is wrong -----------------------------------------------------------------------------------

STAMP = "world Updated: Nov 13, 2010 16:01 IST"
FIRST = "First Published: Nov 13, 2010 15:58 IST"


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        pytest.param("", "the file is empty", 1, id="empty"),
        pytest.param(TEXT.replace(STAMP + "\n\n", ""), "`Updated:` is missing", 1, id="no update"),
        pytest.param(TEXT.replace(FIRST, ""), "`First Published:` is missing", 11, id="no first"),
        pytest.param(
            TEXT.replace("16:01", "15:01"), "`Updated` is before `First Published`", 5, id="swapped"
        ),
        pytest.param(
            TEXT.replace(STAMP, "@").replace(FIRST, STAMP).replace("@", FIRST),
            "swapped",
            5,
            id="places swapped",
        ),
        pytest.param(TEXT + "\nTags: port\n", "stands below", 15, id="text below"),
        pytest.param(TEXT.replace("16:01 IST", "16:01 EST"), "EST", 5, id="a zone of two meanings"),
        pytest.param(
            TEXT.replace("15:58 IST", "25:58 IST"), "not a time that exists", 13, id="no time"
        ),
        pytest.param(TEXT.replace("world", "sport"), "not a section", 1, id="no section"),
        pytest.param(TEXT.replace("We are", "\x00 are"), "control character", 1, id="a control"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    newsroom: Newsroom, text: str, told: str, line: int
) -> None:
    done = bring(newsroom, "text", save(newsroom, text))

    assert any(told in problem.message for problem in done.problems)
    assert {problem.where.line for problem in done.problems} == {line}
    assert all(problem.where.path.endswith("old/port.txt") for problem in done.problems)
    assert all(problem.expected for problem in done.problems)
    assert content(newsroom) == {}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(TEXT.replace("Velanpur", "Velanpür").encode("iso-8859-1"), 1, id="Latin-1"),
        pytest.param(TEXT.replace("glad", "gläd").encode("iso-8859-1"), 9, id="further down"),
        pytest.param(TEXT.encode("utf-16"), 1, id="UTF-16"),
    ],
)
def test_another_encoding_is_told(newsroom: Newsroom, data: bytes, line: int) -> None:
    done = bring(newsroom, "text", save(newsroom, data))

    assert codes(done) == ["not-utf-8"]
    assert done.problems[0].where.line == line


def test_a_byte_order_mark_is_no_part_of_the_headline(newsroom: Newsroom) -> None:
    bring(newsroom, "text", save(newsroom, b"\xef\xbb\xbf" + TEXT.encode()))

    assert sorted(content(newsroom)) == ["world/port-of-velanpur-reopens-after-the-storm.md"]


def test_a_huge_text_is_a_problem(newsroom: Newsroom) -> None:
    huge = TEXT.replace("We are glad", "We are glad " * 400_000)
    save(newsroom, huge, "old/a.txt")
    save(newsroom, TEXT, "old/b.txt")

    done = bring(newsroom, "text", newsroom.root.parent / "old")

    assert (codes(done), done.stories) == (["unreadable-text"], 1)
