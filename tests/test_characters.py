"""What a text is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.characters import are_seen, count_words

BLANKS = "".join(filter(str.isspace, map(chr, range(0x110000))))
TEXT = st.text() | st.text(st.sampled_from(f"ab\u0905\u20ac{BLANKS}\u200b\ud800\x00"))


@given(TEXT)
def test_a_text_is_seen_if_all_but_its_line_ends_is_printable(text: str) -> None:
    assert are_seen(text) == text.replace("\n", "").isprintable()


@given(TEXT)
def test_words_are_what_blanks_of_any_kind_part(text: str) -> None:
    assert count_words(text) == len(text.split())


@pytest.mark.parametrize(
    "blank", [pytest.param(blank, id=f"U+{ord(blank):04X}") for blank in BLANKS]
)
def test_every_blank_but_two_is_no_part_of_a_text_that_is_seen(blank: str) -> None:
    assert are_seen(f"a{blank}b") == (blank in " \n")
    assert count_words(f"a{blank}b") == 2
