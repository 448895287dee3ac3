"""Slugs and paths stay inside the output, on every system and for any text."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.names import (
    LONGEST,
    fold,
    is_device,
    is_free,
    is_safe_path,
    is_slug,
    output_path,
    slugify,
)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("Harbour deal signed", "harbour-deal-signed", id="words"),
        pytest.param("Zürich: Größe zählt", "zurich-grosse-zahlt", id="accents"),
        pytest.param("बाढ़ के बाद", "baaddh-ke-baad", id="Devanagari"),
        pytest.param(
            "Ministers' talks aren’t over", "ministers-talks-arent-over", id="apostrophes"
        ),
        pytest.param("2010", "2010", id="digits"),
        pytest.param("../../etc/passwd", "etc-passwd", id="traversal"),
        pytest.param("a\x00b\nc", "a-b-c", id="control characters"),
        pytest.param("…", "", id="nothing left"),
        pytest.param("word " * 60, "-".join(["word"] * 24), id="cut between words"),
    ],
)
def test_slug_keeps_letters_and_digits_only(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(text=st.from_regex(r"[A-Za-z0-9 -]{0,130}", fullmatch=True))
@example("a" * LONGEST)
@example("a" * LONGEST + "b")
@example("a-B 9")
def test_plain_words_get_the_slug_that_others_get(text: str) -> None:
    assert slugify(text) == slugify(text + "…")


@given(text=st.text())
@example("x" * 500)
@example("ß" * 119 + "水")
@example("\ud800")
def test_a_slug_is_safe_for_any_text(text: str) -> None:
    slug = slugify(text)

    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= LONGEST
    assert not slug or is_slug(slug)
    assert slugify(slug) == slug


@given(text=st.text())
def test_a_free_slug_makes_a_path_of_the_output(text: str) -> None:
    slug = slugify(text)

    if is_free(slug):
        assert output_path(f"/world/{slug}/") == f"world/{slug}/index.html"


@given(text=st.text())
def test_one_text_in_two_unicode_forms_has_one_slug(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)

    assert slugify(composed) == slugify(unicodedata.normalize("NFD", composed))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        pytest.param("/", "index.html", id="the front page"),
        pytest.param("/world/", "world/index.html", id="a folder"),
        pytest.param("/world", "world/index.html", id="without a slash"),
        pytest.param("/feed.xml", "feed.xml", id="a file"),
        pytest.param("/old%20name/", "old name/index.html", id="as servers decode it"),
        pytest.param("/%E0%A4%AC.html", "ब.html", id="another script"),
    ],
)
def test_an_address_has_one_file(address: str, path: str) -> None:
    assert output_path(address) == path


@pytest.mark.parametrize(
    "address",
    [
        *("/../etc/passwd", "/a/../../b/", "//etc/passwd", "/a//b/", "/./", "/a/./b/"),
        *("/%2e%2e/%2e%2e/etc/", "/a%2f..%2f..%2fb/", "/%5c..%5c/", "/a\\b/", "/C:/x/"),
        *("/a\x00b/", "/a%00b/", "/a\nb/", "/con/", "/world/aux.html", "/nul.txt", "/lpt¹/"),
        *("/trailing./", "/trailing%20/", "/" + "x" * 256 + "/", "/a\u202eb/"),
    ],
)
def test_an_address_that_could_leave_the_output_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not a plain path"):
        output_path(address)


@given(address=st.text(st.sampled_from("/.%2eEfF5cC\\:a ~\x00"), max_size=24))
def test_no_address_leads_out_of_the_output(address: str) -> None:
    try:
        path = output_path(address)
    except ValueError:
        return

    assert not path.startswith("/")
    assert not {"", ".", ".."} & set(path.split("/"))
    assert is_safe_path(path)


@pytest.mark.parametrize("name", ["con", "CON", "Aux.txt", "com1", "LPT9.tar.gz", "nul ", "conin$"])
def test_names_that_windows_keeps_are_devices(name: str) -> None:
    assert is_device(name)


@pytest.mark.parametrize("name", ["console", "auxiliary.jpg", "com", "com10", "a.con", "null"])
def test_names_that_only_begin_so_are_not(name: str) -> None:
    assert not is_device(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Tug.jpg", "tug.JPG", id="case"),
        pytest.param("café.jpg", "cafe\u0301.jpg", id="Unicode form"),
        pytest.param("straße", "STRASSE", id="sharp s"),
    ],
)
def test_paths_that_some_disks_take_for_one_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(text=st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
