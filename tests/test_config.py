"""config.toml: every mistake at its line, all in one run; and what the settings do."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.colours import DARK_PAPER, LIGHT_PAPER, contrast, readable
from dateline.config import Config, default_config_fields, load_config
from dateline.problems import Location, SiteError, WorldError
from tests.conftest import CHECKOUT, CONFIG, Newsroom

START = """\
[site]
title = "The Courier"
url = "https://courier.example/paper/"

[sections.world]
title = "World"

"""
LAST = START.count("\n")


def load(newsroom: Newsroom, text: str) -> Config:
    return load_config(newsroom.write("config.toml", text))


def problem_places(newsroom: Newsroom, text: str | bytes) -> list[tuple[str, int, int]]:
    newsroom.write("config.toml", text)
    newsroom.story("world/port.md")
    built = newsroom.build()
    assert not built.report.ready
    assert built.outputs == {}
    places = [(p.code, p.where) for p in built.report.problems]
    assert all(where.path == "config.toml" for _, where in places)
    return [(code, where.line, where.column) for code, where in places]


@pytest.mark.parametrize(
    ("added", "code", "line", "column"),
    [
        pytest.param("[sight]\n", "unknown-key", 1, 2, id="unknown table"),
        pytest.param("[lists]\nper_pag = 5\n", "unknown-key", 2, 1, id="unknown setting"),
        pytest.param("[lists]\nper_page = '5'\n", "wrong-type", 2, 12, id="text, not number"),
        pytest.param("[lists]\nper_page = 5.5\n", "wrong-type", 2, 12, id="not whole"),
        pytest.param("[lists]\nper_page = 0\n", "wrong-type", 2, 12, id="too small"),
        pytest.param("[lists]\nper_page = true\n", "wrong-type", 2, 12, id="flag, not number"),
        pytest.param("[pages]\ntopics = 'no'\n", "wrong-type", 2, 10, id="text, not flag"),
        pytest.param("[pages]\ntopics = 0\n", "wrong-type", 2, 10, id="number, not flag"),
        pytest.param("[feeds]\npaper = 'atom'\n", "wrong-type", 2, 9, id="text, not list"),
        pytest.param("[feeds]\npaper = ['atom', 'rs']\n", "wrong-type", 2, 18, id="in a list"),
        pytest.param("[feeds]\npaper = [\n 'atom',\n 'rs',\n]\n", "wrong-type", 4, 2, id="below"),
        pytest.param("[publisher]\nname = 1\n", "wrong-type", 2, 8, id="number, not text"),
        pytest.param("[publisher]\nlogo = 'logo.png'\n", "bad-path", 2, 8, id="path, no slash"),
        pytest.param("[publisher.policies]\nethic = '/x/'\n", "unknown-key", 2, 1, id="policy"),
        pytest.param(
            "[publisher]\npolicies = { ethic = '/x/' }\n", "unknown-key", 2, 14, id="inline table"
        ),
        pytest.param("[urls]\nstory = '/{slug}'\n", "wrong-type", 2, 9, id="pattern"),
        pytest.param("[urls]\nstory = '/{title}/{slug}/'\n", "wrong-type", 2, 9, id="field"),
        pytest.param("[urls]\nstory = '/../{slug}/'\n", "wrong-type", 2, 9, id="climbs"),
        pytest.param("[urls]\nstory = '/con/{slug}/'\n", "wrong-type", 2, 9, id="URL, device"),
        pytest.param(
            f"[urls]\nstory = '/{'x' * 300}/{{slug}}/'\n", "wrong-type", 2, 9, id="URL, long part"
        ),
        pytest.param(
            f"[urls]\nstory = '{'/{section}' * 9}/{{slug}}/'\n",
            *("wrong-type", 2, 9),
            id="URL, long with long names",
        ),
        pytest.param("[markdown]\nraw_html = 'all'\n", "wrong-type", 2, 12, id="choice"),
        pytest.param("[check]\nbare-dat = 'off'\n", "unknown-key", 2, 1, id="unknown code"),
        pytest.param("[check]\nbad-time = 'off'\n", "unknown-key", 2, 1, id="an error's code"),
        pytest.param("[check]\nbare-date = 'of'\n", "wrong-type", 2, 13, id="grade"),
        pytest.param("[sections.search]\ntitle = 'x'\n", "bad-section", 1, 11, id="reserved"),
        pytest.param("[sections.City]\ntitle = 'x'\n", "bad-section", 1, 11, id="upper case"),
        pytest.param("[sections.'../x']\ntitle = 'x'\n", "bad-section", 1, 11, id="section climbs"),
        pytest.param("[sections.nul]\ntitle = 'x'\n", "bad-section", 1, 11, id="device"),
        pytest.param("[sections.city]\n", "missing-key", 1, 0, id="section without title"),
        pytest.param("[sections.city]\ntitle = ''\n", "empty-value", 2, 9, id="empty title"),
        pytest.param("[lists\n", "bad-toml", 1, 7, id="bracket"),
        pytest.param("[lists]\nper_page = \n", "bad-toml", 2, 12, id="no value"),
        pytest.param("[lists]\nper_page = 5\nper_page = 6\n", "bad-toml", 3, 13, id="twice"),
        pytest.param("[site]\n", "bad-toml", 1, 6, id="table twice"),
        pytest.param(
            "[lists]\nx = " + "[" * 9000 + "]" * 9000 + "\n", "bad-toml", -LAST, 0, id="deep"
        ),
        pytest.param("a" + ".a" * 3000 + " = 1\n", "bad-toml", -LAST, 0, id="deep key"),
        pytest.param(f"[lists]\nper_page = {'1' * 5000}\n", "bad-toml", 2, 0, id="digits"),
        pytest.param(f"[lists]\nper_page = 0x{'f' * 5000}\n", "bad-toml", 2, 0, id="hex digits"),
    ],
)
def test_a_mistake_is_told_at_its_place(
    newsroom: Newsroom, added: str, code: str, line: int, column: int
) -> None:
    assert problem_places(newsroom, START + added) == [(code, LAST + line, column)]


@pytest.mark.parametrize(
    ("setting", "code", "column"),
    [
        pytest.param("title = 'Again'", "bad-toml", 16, id="title twice"),
        pytest.param("timezone = 'Asia/Calcuta'", "unknown-zone", 12, id="zone"),
        pytest.param("timezone = 'EST5'", "unknown-zone", 12, id="abbreviation"),
        pytest.param("timezone = '../../etc/passwd'", "unknown-zone", 12, id="zone that climbs"),
        pytest.param("timezone = ''", "empty-value", 12, id="no zone"),
        pytest.param("timezone = 5", "wrong-type", 12, id="zone, number"),
        pytest.param("language = 'Hindi language'", "wrong-type", 12, id="language"),
        pytest.param("accent = 'red'", "wrong-type", 10, id="colour by name"),
        pytest.param("accent = '#ffcc00'", "low-contrast", 10, id="too light"),
        pytest.param("accent_dark = '#222222'", "low-contrast", 15, id="too dark"),
        pytest.param("tag_authority = 'a b'", "wrong-type", 17, id="authority"),
        pytest.param("tag_authority = '..--@@'", "wrong-type", 17, id="authority of signs"),
        pytest.param("tag_authority = '@a.example'", "wrong-type", 17, id="authority, no name"),
        pytest.param("tag_authority = 'a-.example'", "wrong-type", 17, id="authority, hyphen"),
        pytest.param("titel = 'x'", "unknown-key", 1, id="slip"),
    ],
)
def test_a_mistake_in_the_sites_own_settings_is_told(
    newsroom: Newsroom, setting: str, code: str, column: int
) -> None:
    text = START.replace("\n\n", f"\n{setting}\n\n", 1)

    assert problem_places(newsroom, text) == [(code, 4, column)]


@pytest.mark.parametrize(
    "url",
    [
        *(
            "courier.example",
            "ftp://courier.example",
            "https://",
            "https:///x",
            "//courier.example",
        ),
        *("https://[::1", "https://a b/", "javascript:alert(1)", 'https://x.example/"', ""),
        *("https://p.example//evil", "https://p.example/a//", "https://p.example/a/../b"),
        *("https://p.example/?a=b", "https://p.example/#top", "https://p.example?x"),
        *("https://p.example/नदी", "https://p.example/a%zz", "https://p.example/%2e%2e/a"),
        *("https://p.example/a%2f%2fb", "https://p.example/%00", "https://p.example/a&b"),
        *("https://a..example", "https://-a.example"),
    ],
)
def test_an_address_that_is_none_is_told(newsroom: Newsroom, url: str) -> None:
    text = START.replace('"https://courier.example/paper/"', f"'{url}'")

    assert problem_places(newsroom, text) == [("wrong-type", 3, 7)]


@pytest.mark.parametrize(
    ("url", "origin", "base"),
    [
        ("https://p.example", "https://p.example", ""),
        ("http://localhost:8000/", "http://localhost:8000", ""),
        ("HTTPS://p.example/a/b.c/", "https://p.example", "/a/b.c"),
        ("https://xn--p1b6ci4b4b3a.example/%E0%A4%A8", None, "/%E0%A4%A8"),
    ],
)
def test_an_address_is_an_origin_and_a_path(
    newsroom: Newsroom, url: str, origin: str | None, base: str
) -> None:
    site = load(newsroom, START.replace("https://courier.example/paper/", url)).site

    assert (site.origin, site.base) == (origin or site.origin, base)


@pytest.mark.parametrize("authority", ["courier.example", "localhost", "a.b_c@courier.example"])
def test_an_authority_is_a_domain_or_a_mail_address(newsroom: Newsroom, authority: str) -> None:
    text = START.replace("url =", f"tag_authority = '{authority}'\nurl =", 1)

    assert load(newsroom, text).rules.tag_authority == authority


def test_settings_that_can_not_be_read_are_the_worlds_fault(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()

    with pytest.raises(WorldError, match=r"config\.toml can't be read \("):
        load_config(tmp_path / "config.toml")


def test_all_mistakes_of_the_settings_are_told_at_once(newsroom: Newsroom) -> None:
    text = START.replace("World", "").replace("url =", 'timezone = "Mars"\naccent = "x"\nurl =')

    codes = [code for code, _, _ in problem_places(newsroom, text + "[nope]\n")]

    assert sorted(codes) == ["empty-value", "unknown-key", "unknown-zone", "wrong-type"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "missing-key", id="empty"),
        pytest.param('[site]\ntitle = "A"\nurl = "https://a.example"\n', "missing-key", id="none"),
        pytest.param(
            START.replace("[sections.world]\ntitle", "[sections]\n#"), "missing-key", id="0"
        ),
        pytest.param('[sections.a]\ntitle = "A"\n', "missing-key", id="no site"),
        pytest.param(b"[site]\ntitle = 'caf\xe9'\n", "not-utf-8", id="latin-1"),
        pytest.param(START.encode("utf-16"), "not-utf-8", id="utf-16"),
    ],
)
def test_settings_that_are_not_enough_are_told(
    newsroom: Newsroom, text: str | bytes, code: str
) -> None:
    assert {found for found, _, _ in problem_places(newsroom, text)} == {code}


def test_a_byte_order_mark_and_other_line_ends_are_no_mistakes(newsroom: Newsroom) -> None:
    newsroom.write("config.toml", b"\xef\xbb\xbf" + CONFIG.replace("\n", "\r\n").encode())
    newsroom.story("world/port.md")

    assert newsroom.build().codes == []


def test_places_are_found_beside_comments_and_long_texts(newsroom: Newsroom) -> None:
    text = START.replace(
        "url =", 'description = """\n[lists]\nper_page = "x"\n"""  # [lists]\nurl =', 1
    )

    places = problem_places(newsroom, text + "# per_page = 1\n[lists] # here\n  per_page = 'x'\n")

    assert places == [("wrong-type", LAST + 7, 14)]


def test_defaults_are_filled_in(newsroom: Newsroom) -> None:
    config = load(newsroom, START)

    site = config.site
    assert (site.timezone, site.language, config.per_page) == ("Asia/Kolkata", "en", 50)
    assert (site.origin, site.base) == ("https://courier.example", "/paper")
    assert config.rules.tag_authority == "courier.example"
    assert config.feeds["paper"] == ("atom", "rss", "json")
    assert config.feeds["topics"] == ("atom",)


def test_another_address_changes_urls_and_no_id(newsroom: Newsroom) -> None:
    path = newsroom.write("config.toml", START)

    config = load_config(path, base_url="http://localhost:8000")

    assert (config.site.origin, config.site.base) == ("http://localhost:8000", "")
    assert config.rules.tag_authority == "courier.example"


def test_a_missing_file_is_no_newspaper(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        load_config(tmp_path / "config.toml")

    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("no-config", Location("config.toml"))


def test_every_setting_has_a_meaning_and_an_example_that_is_read(newsroom: Newsroom) -> None:
    for table, fields in default_config_fields().items():
        for field in fields:
            text = START + f"[{table.replace('<id>', 'city')}]\n{field.example}\n"
            if table in ("site", "sections.<id>"):
                text = text.replace("[site]\n" + field.example, "").replace("[site]\n", "")
            value: Any = tomllib.loads(field.example)

            assert field.meaning.endswith("."), field.key
            assert set(value) <= {field.key} or field.key == "policies", field.key
            if table not in ("site", "sections.<id>", "publisher"):
                load(newsroom, text)


# Colours -----------------------------------------------------------------------------------------


def test_the_grounds_are_those_of_the_themes_style_sheet() -> None:
    css = (CHECKOUT / "templates/assets/style.css").read_text(encoding="utf-8")
    grounds = re.findall(r"--paper: (#[0-9a-f]+);", css)

    assert set(grounds) <= {LIGHT_PAPER, "#fff", DARK_PAPER}
    assert DARK_PAPER in grounds


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@given(
    colour=st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}"),
    ground=st.sampled_from([LIGHT_PAPER, DARK_PAPER]),
)
def test_a_suggested_colour_can_always_be_read(colour: str, ground: str) -> None:
    assert contrast(readable(colour, on=ground), ground) >= 4.5
