"""Pages fit: on narrow screens, with texts spaced out, in the dark, on paper, without pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO

import pypdf

from tests.browser.reader import Reader, told
from tests.browser.sample import sheets_of
from tests.browser.serving import Served
from tests.browser.visits import Visit
from tests.reading import html, select, text_of, values


def test_no_page_scrolls_sideways(visits: tuple[Visit, ...]) -> None:
    found = [
        f"{visit.sheet}, {width} px: {what}"
        for visit in visits
        for width, wide in visit.too_wide.items()
        for what in wide
    ]

    assert not found, told(found)


def test_no_text_is_cut_off_or_lies_on_another(visits: tuple[Visit, ...]) -> None:
    found = [
        f"{visit.sheet}, {width} px: {what}"
        for visit in visits
        for width, lost in visit.lost.items()
        for what in lost
    ]

    assert not found, told(found)


def test_no_text_is_lost_when_readers_space_it_out(visits: tuple[Visit, ...]) -> None:
    found = [
        f"{visit.sheet}, {width} px: {what}"
        for visit in visits
        for width, lost in visit.lost_when_spaced.items()
        for what in lost
    ]

    assert not found, told(found)


def test_the_parts_of_a_story_stand_in_the_order_in_which_they_are_read(
    visits: tuple[Visit, ...],
) -> None:
    stories = [visit for visit in visits if visit.sheet.kind == "story"]

    assert stories
    for visit in stories:
        for edges in visit.parts.values():
            assert len(edges) == 6, visit.sheet
            assert list(edges) == sorted(edges), visit.sheet


def test_pages_are_dark_for_readers_who_want_it_and_light_on_paper(
    visits: tuple[Visit, ...],
) -> None:
    for visit in visits:
        light, dark, printed = (visit.grounds[name] for name in ("light", "dark", "printed"))

        assert light["ink"] < 0.3, visit.sheet
        assert light["paper"] > 0.9, visit.sheet
        assert dark["ink"] > 0.7, visit.sheet
        assert dark["paper"] < 0.2, visit.sheet
        assert printed["ink"] < 0.3, visit.sheet
        assert printed["paper"] > 0.99, visit.sheet


def test_a_story_prints_with_headline_address_and_both_times_and_little_else(
    new_reader: Callable[..., Reader], paper: Served
) -> None:
    path = "world/2010/11/13/yokohama-talks/index.html"
    [sheet] = [sheet for sheet in sheets_of(paper) if sheet.path == path]
    tree = html(paper.outputs[path])
    [headline] = select(tree, "//h1")
    [address] = values(tree, "//link[@rel='canonical']/@href")
    sections = "".join(text_of(link) for link in select(tree, "//header//nav//a"))
    page = new_reader().open(sheet)

    printed = text_of_pdf(page.pdf(format="A4"))

    assert squeezed(text_of(headline)) in printed
    assert squeezed(address) in printed
    assert squeezed("Updated: Nov 13, 2010 16:01 IST") in printed
    assert squeezed("First Published: Nov 13, 2010 15:58 IST") in printed
    for paragraph in select(tree, "//div[@class='prose']/p"):
        assert squeezed(text_of(paragraph)) in printed
    assert squeezed(sections) not in printed
    assert squeezed("Skip to the main text") not in printed


def text_of_pdf(document: bytes) -> str:
    """What stands on the pages of a PDF file, without blanks."""
    return squeezed(
        "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(document)).pages)
    )


def squeezed(text: str) -> str:
    """Without blanks, soft hyphens and ligatures: how lines are set is not looked at."""
    return re.sub(r"[\s\u00ad\u200b]+", "", unicodedata.normalize("NFKC", text))
