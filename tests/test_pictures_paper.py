"""Pictures in a paper: what is published of them, what is kept, and what pages show."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from unittest.mock import patch

import pytest
from lxml.html import HtmlElement

from dateline import composing, discover, photos
from dateline.darkroom import Store
from dateline.problems import WorldError
from tests import drawings
from tests.conftest import CONFIG, Newsroom
from tests.reading import html, values

PAGE = "world/2026/11/20/port/index.html"
SECRET = b"Kamera 4711 at 18.92 N"
PHOTO = drawings.png("tug", (1200, 900), more=drawings.chunk(b"tEXt", b"Comment\0" + SECRET))


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """A story with a lead picture and one in its text."""
    newsroom.write("content/world/tug.jpg", PHOTO)
    newsroom.write("content/world/quay.png", drawings.png("quay", (700, 500)))
    body = "![The quay](quay.png)\n: Seen from the tug.\n\nWords.\n"
    image = {"src": "tug.jpg", "alt": "A tug", "focus": "40% 30%"}
    newsroom.story("world/port.md", body, image=image)
    return newsroom


def images_of(page: HtmlElement) -> list[HtmlElement]:
    """The pictures of a page's own part."""
    return cast(list[HtmlElement], page.xpath("//main//img"))


def test_an_original_is_not_published_and_nothing_tells_what_the_camera_noted(
    paper: Newsroom,
) -> None:
    built = paper.build()

    assert built.codes == []
    assert not any("tug.jpg" in path or "quay.png" in path for path in built.outputs)
    assert sum(path.startswith("img/") for path in built.outputs) > 15
    assert not any(SECRET in content for content in built.outputs.values())


def test_a_picture_that_changes_while_it_is_made_stops_the_build(paper: Newsroom) -> None:
    other = drawings.png("other", (1200, 900))
    changing = SimpleNamespace(read=lambda *_: other, opened=discover.opened)

    with (
        patch.object(composing, "discover", changing),
        pytest.raises(WorldError, match="has changed"),
    ):
        paper.build()

    assert not (paper.root / "output").exists()
    assert paper.build().codes == []


def test_a_link_leads_to_the_whole_picture_without_what_the_camera_noted(paper: Newsroom) -> None:
    paper.story("world/port.md", "[All of it](tug.jpg)\n")

    built = paper.build()

    (href,) = re.findall(r'href="/(img/[^"]*)"', built.text(PAGE))
    assert href.endswith("/original.png")
    assert SECRET not in built.outputs[href]
    assert len(built.outputs[href]) == len(PHOTO) - len(SECRET) - 12 - len(b"Comment\0")
    assert [path for path in built.outputs if path.startswith("img/")] == [href]


def test_a_picture_that_no_text_uses_is_published_at_the_top_alone(newsroom: Newsroom) -> None:
    newsroom.story("world/port.md")
    for path in ("touch-icon.png", "world/spare.png", ".well-known/mark.png"):
        newsroom.write(f"content/{path}", PHOTO)

    built = newsroom.build()

    found = {path for path in built.outputs if path.endswith(".png")}
    assert found == {"touch-icon.png", ".well-known/mark.png"}
    assert not any(SECRET in built.outputs[path] for path in found)


def test_a_picture_named_by_its_address_stands_there(newsroom: Newsroom) -> None:
    newsroom.write("content/world/map.png", PHOTO)
    newsroom.story("world/port.md", "[The map](/world/map.png)\n")

    built = newsroom.build()
    newsroom.story("world/port.md", "No map.\n")
    later = newsroom.build()

    assert built.codes == []
    assert "world/map.png" in built.outputs
    assert "world/map.png" not in later.outputs


def test_every_picture_of_a_page_has_a_size_and_files_that_are_there(paper: Newsroom) -> None:
    built = paper.build()

    for path in (PAGE, "index.html", "world/index.html"):
        page = html(built.outputs[path])
        images = images_of(page)
        assert images
        assert all(image.get("width") and image.get("height") for image in images), path
        named = [str(src) for src in values(page, "//main//img/@src")]
        for srcset in values(page, "//main//source/@srcset"):
            named += [candidate.split(" ")[0] for candidate in str(srcset).split(", ")]
        assert {name.removeprefix("/") for name in named} <= built.outputs.keys()


def test_the_lead_is_loaded_at_once_and_others_when_they_come_near(paper: Newsroom) -> None:
    page = html(paper.build().outputs[PAGE])

    lead, quay = images_of(page)
    assert (lead.get("alt"), lead.get("fetchpriority"), lead.get("loading")) == (
        "A tug",
        "high",
        None,
    )
    assert (quay.get("alt"), quay.get("loading")) == ("The quay", "lazy")
    assert values(page, "//main//source/@type") == ["image/avif", "image/webp"] * 2


def test_a_width_written_by_hand_stands_and_its_height_follows(newsroom: Newsroom) -> None:
    newsroom.write("content/world/quay.png", drawings.png("quay", (700, 500)))
    newsroom.story("world/port.md", '<img src="quay.png" alt="Quay" width="140" height="9">\n')

    (image,) = images_of(html(newsroom.build().outputs[PAGE]))

    assert (image.get("width"), image.get("height")) == ("140", "100")


def test_pictures_are_made_once_for_all_outputs_and_clean_builds(paper: Newsroom) -> None:
    first = paper.build().outputs

    with patch.object(photos, "develop", side_effect=AssertionError("made again")):
        clean = paper.build(clean=True).outputs
        other = paper.build(output="elsewhere").outputs

    assert clean == other == first


def test_what_is_damaged_in_the_store_is_made_again(paper: Newsroom) -> None:
    first = paper.build().outputs
    for path in (paper.root / ".dateline/pictures").rglob("*.*"):
        path.write_bytes(path.read_bytes()[:-1] + b"!")

    assert paper.build(clean=True).outputs == first


def test_the_store_forgets_what_was_made_of_pictures_that_are_gone(paper: Newsroom) -> None:
    paper.build()
    store = paper.root / ".dateline/pictures"
    before = len(list(store.glob("*/*")))

    paper.story("world/port.md", "![The quay](quay.png)\n")
    paper.remove("content/world/tug.jpg")
    paper.build()

    assert (before, len(list(store.glob("*/*")))) == (2, 1)


def test_the_store_forgets_what_a_killed_build_left_half_written(tmp_path: Path) -> None:
    store = Store(tmp_path, "11")
    store.put(b"one", "1x1-20-80-320.webp", b"bytes")
    (kept,) = tmp_path.glob("*/*/*")
    kept.with_name("480.avif.4711").write_bytes(b"half")

    store.prune([b"one"])

    assert list(tmp_path.glob("*/*/*")) == [kept]
    assert store.get(b"one", "1x1-20-80-320.webp") == b"bytes"


def test_a_store_without_a_folder_keeps_nothing() -> None:
    store = Store(None, "11")

    store.put(b"one", "480.avif", b"bytes")
    store.prune([])

    assert store.get(b"one", "480.avif") is None


def test_a_file_is_kept_for_its_encoder_alone(tmp_path: Path) -> None:
    Store(tmp_path, "11").put(b"one", "480.avif", b"bytes")

    assert Store(tmp_path, "11").get(b"one", "480.avif") == b"bytes"
    assert Store(tmp_path, "12").get(b"one", "480.avif") is None
    assert Store(tmp_path, "11").get(b"two", "480.avif") is None


def test_a_story_without_a_picture_has_a_card_and_one_with_a_picture_has_none(
    paper: Newsroom,
) -> None:
    paper.write("config.toml", CONFIG.replace("cards = false", "cards = true"))
    paper.story("world/deal.md", title="Harbour deal signed")
    paper.story("world/urdu.md", title="خبریں")

    built = paper.build()

    (card,) = (path for path in built.outputs if "/card-" in path)
    assert card.startswith("world/2026/11/20/deal/card-")
    image = "//meta[@property='og:image']/@content"
    deal = html(built.outputs["world/2026/11/20/deal/index.html"])
    assert values(deal, image) == [f"https://courier.example/{card}"]
    assert values(html(built.outputs["world/2026/11/20/urdu/index.html"]), image) == []
    assert str(values(html(built.outputs[PAGE]), image)[0]).endswith("/16x9-40-30-1200.jpg")


def test_another_headline_is_another_card(paper: Newsroom) -> None:
    paper.write("config.toml", CONFIG.replace("cards = false", "cards = true"))
    paper.story("world/deal.md", title="Harbour deal signed")
    first = {path for path in paper.build().outputs if "/card-" in path}

    paper.story("world/deal.md", title="Harbour deal off")
    second = {path for path in paper.build().outputs if "/card-" in path}

    assert len(first) == len(second) == 1
    assert first != second


def test_a_held_story_gives_no_picture_away(paper: Newsroom) -> None:
    image = {"src": "tug.jpg", "alt": "A tug"}
    paper.story("world/port.md", image=image, embargo="2026-11-24 09:00 IST")

    before = paper.build()
    after = paper.build(as_of="2026-11-24 09:00 IST")

    assert not any(path.startswith("img/") for path in before.outputs)
    assert any(path.startswith("img/") for path in after.outputs)
