"""Social cards: a headline as a picture."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, features

from dateline import cards
from dateline.cards import draw
from dateline.letters import can_draw, font_for
from dateline.model import Card

CARD = Card("card.png", "Harbour deal signed", "World", "The Courier", "#8a1c1c", "en")
PAPER = (255, 255, 255)


def drawn(card: Card) -> Image.Image:
    return Image.open(io.BytesIO(draw(card)))


def box_of(card: Card) -> tuple[int, int, int, int]:
    """Where the headline stands: what differs from the card without one."""
    plain = drawn(replace(card, title=" ")).convert("RGB")
    box = ImageChops.difference(drawn(card).convert("RGB"), plain).getbbox()
    assert box is not None
    return box


def test_the_wheels_of_pillow_shape_scripts() -> None:
    assert features.check_feature("raqm")


def test_a_card_has_the_size_that_other_sites_ask_for() -> None:
    image = drawn(CARD)

    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(draw(CARD)) < 40_000


def test_the_same_words_are_the_same_bytes() -> None:
    assert draw(CARD) == draw(CARD)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(CARD, title="Harbour deal off"), id="headline"),
        pytest.param(replace(CARD, section="City"), id="section"),
        pytest.param(replace(CARD, paper="The Post"), id="paper"),
        pytest.param(replace(CARD, accent="#005f73"), id="accent"),
    ],
)
def test_all_that_a_card_says_shows(other: Card) -> None:
    assert drawn(other).convert("RGB").tobytes() != drawn(CARD).convert("RGB").tobytes()


def test_the_accent_is_the_papers() -> None:
    assert drawn(CARD).convert("RGB").getpixel((5, 5)) == (0x8A, 0x1C, 0x1C)


SCRIPTS = [
    pytest.param("Größe zählt in Łódź", id="Latin"),
    pytest.param("क्षत्रिय प्रज्ञा", id="Devanagari"),
    pytest.param("কলকাতার খবর", id="Bengali"),
    pytest.param("ગુજરાત સમાચાર", id="Gujarati"),
    pytest.param("ਪੰਜਾਬ ਦੀ ਖ਼ਬਰ", id="Gurmukhi"),
    pytest.param("ಕನ್ನಡ ಸುದ್ದಿ", id="Kannada"),
    pytest.param("മലയാളം വാർത്ത", id="Malayalam"),
    pytest.param("ଓଡ଼ିଆ ଖବର", id="Odia"),
    pytest.param("தமிழ் செய்தி", id="Tamil"),
    pytest.param("తెలుగు వార్త", id="Telugu"),
    pytest.param("Новости и νέα", id="Cyrillic and Greek"),
]


@pytest.mark.parametrize("title", SCRIPTS)
def test_every_script_that_it_claims_is_there(title: str) -> None:
    assert can_draw(title)
    assert all(font_for(character) for character in title if character != " ")
    assert box_of(replace(CARD, title=title))


@pytest.mark.parametrize(
    ("joined", "apart"),
    [
        pytest.param("क्ष", "क्\u200cष", id="conjunct"),
        pytest.param("र्म", "र्\u200cम", id="reph"),
        pytest.param("द्वा", "द्\u200cवा", id="below"),
        pytest.param("ప్ర", "ప్\u200cర", id="Telugu"),
    ],
)
def test_letters_join_as_their_script_asks(joined: str, apart: str) -> None:
    one, two = (box_of(replace(CARD, title=text, lang="hi")) for text in (joined, apart))

    assert one[2] - one[0] < two[2] - two[0]


def test_a_vowel_sign_stands_before_the_letter_that_it_is_written_after() -> None:
    """कि begins with the sign's stem: the letter moves to the right of where it is alone."""
    alone = drawn(replace(CARD, title="क", lang="hi")).convert("L")
    signed = drawn(replace(CARD, title="कि", lang="hi")).convert("L")

    strip = (cards._MARGIN, 200, cards._MARGIN + 12, 480)
    assert signed.crop(strip).tobytes() != alone.crop(strip).tobytes()


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("", id="nothing"),
        pytest.param("… — !", id="no letter"),
        pytest.param("أخبار اليوم", id="Arabic"),
        pytest.param("今日のニュース", id="Japanese"),
        pytest.param("News: 今日", id="mixed"),
    ],
)
def test_what_no_font_has_is_not_drawn_at_all(title: str) -> None:
    assert not can_draw(title)


def test_signs_that_no_font_has_are_left_out() -> None:
    assert can_draw("Harbour deal signed 🚢")
    assert draw(replace(CARD, title="Harbour deal 🚢 signed")) == draw(CARD)


@given(st.text(st.sampled_from("aW ि कष्मÖ-…"), min_size=1, max_size=400))
@settings(max_examples=30)
def test_no_headline_leaves_its_place(title: str) -> None:
    card = replace(CARD, title=title)
    if can_draw(title):
        left, top, right, bottom = box_of(card)
        assert left >= 40
        assert top >= 130
        assert right <= 1200 - 40
        assert bottom <= 540


def test_a_long_headline_ends_with_dots_and_a_short_one_is_large() -> None:
    short, long = cards._fitted(["Tide"], "en"), cards._fitted(["harbour"] * 100, "en")

    assert short == (cards._SIZES[0], ["Tide"])
    assert long[0] == cards._SIZES[-1]
    assert long[1][-1].endswith(" …")


def test_lines_are_about_as_long_as_each_other() -> None:
    size, lines = cards._fitted("Harbour deal signed after a night of talks in port".split(), "en")

    lengths = [cards._length(line, "en") * size / cards._MEASURED_AT for line in lines]
    assert len(lines) > 1
    assert min(lengths) > max(lengths) * 0.6
