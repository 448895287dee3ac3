"""What is made of a picture: sizes, crops, formats and names."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Original, Picture
from dateline.names import is_safe_path
from dateline.pictures import (
    CROPS,
    ENDINGS,
    FLAWS,
    Box,
    complaint,
    crop_box,
    cut,
    file_of,
    folder_of,
    on_page,
    variants,
)
from dateline.problems import Location

PHOTO = Original("photo", "jpg", 4000, 3000)
SIDES = st.integers(1, 12_000)
FOCUS = st.builds("{}% {}%".format, st.integers(0, 100), st.integers(0, 100)) | st.just("")


def names(original: Original, use: str = "lead", focus: str = "") -> list[str]:
    return [variant.name for variant in variants(original, [(use, focus)])]  # type: ignore[list-item]


def shown(original: Original, focus: str = "") -> Picture:
    return on_page(Picture("a.jpg", "A tug", focus=focus), original, "/img/aa/tug-bb")


def test_a_lead_comes_whole_and_in_three_crops_and_a_figure_whole_only() -> None:
    lead, figure = names(PHOTO), names(PHOTO, "figure")

    assert figure == ["1600.avif", "480.avif", "960.avif", "960.jpg", "960.webp"]
    assert set(figure) < set(lead)
    assert {name.split("-")[0] for name in set(lead) - set(figure)} == {"16x9", "4x3", "1x1"}
    assert len(lead) == 17


@given(SIDES, SIDES, FOCUS, st.sampled_from(["lead", "figure"]))
def test_nothing_is_made_larger_than_it_is(width: int, height: int, focus: str, use: str) -> None:
    original = Original("photo", "jpg", width, height)

    for variant in variants(original, [(use, focus)]):  # type: ignore[list-item]
        box = crop_box(width, height, variant.crop, focus)
        assert 1 <= variant.width <= box.right - box.left
        assert 1 <= variant.height <= max(1, box.bottom - box.top)


@given(SIDES, SIDES, FOCUS, st.sampled_from(CROPS))
def test_a_crop_lies_in_the_picture_and_is_as_large_as_can_be(
    width: int, height: int, focus: str, crop: str
) -> None:
    box = crop_box(width, height, crop, focus)

    assert 0 <= box.left < box.right <= width
    assert 0 <= box.top < box.bottom <= height
    assert box.right - box.left == width or box.bottom - box.top == height


@given(st.integers(100, 8000), st.integers(100, 8000), FOCUS)
def test_a_crop_has_its_shape_and_holds_its_focus(width: int, height: int, focus: str) -> None:
    for crop in CROPS[1:]:
        box = crop_box(width, height, crop, focus)
        across, down = map(int, crop.split("x"))
        ratio = Fraction(box.right - box.left, box.bottom - box.top)

        assert abs(float(ratio / Fraction(across, down)) - 1) < 0.02
        x, y = (int(part.rstrip("%")) for part in (focus or "50% 50%").split())
        assert box.left - 1 <= width * x / 100 <= box.right + 1
        assert box.top - 1 <= height * y / 100 <= box.bottom + 1


@pytest.mark.parametrize(
    ("focus", "box"),
    [
        pytest.param("", Box(0, 375, 4000, 2625), id="the middle"),
        pytest.param("50% 0%", Box(0, 0, 4000, 2250), id="the top"),
        pytest.param("50% 100%", Box(0, 750, 4000, 3000), id="the bottom"),
        pytest.param("10% 40%", Box(0, 75, 4000, 2325), id="above the middle"),
    ],
)
def test_a_crop_is_laid_round_the_focus(focus: str, box: Box) -> None:
    assert crop_box(4000, 3000, "16x9", focus) == box


def test_only_crops_have_the_focus_in_their_name() -> None:
    found = names(PHOTO, focus="40% 30%")

    assert "960.avif" in found
    assert "16x9-40-30-960.avif" in found
    assert names(PHOTO, focus="50% 50%") == names(PHOTO)


def test_two_uses_of_a_picture_share_what_they_can() -> None:
    both = variants(PHOTO, [("lead", "40% 30%"), ("figure", ""), ("lead", "")])

    assert [v.name for v in both] == sorted({*names(PHOTO), *names(PHOTO, focus="40% 30%")})


def test_the_same_width_is_made_once() -> None:
    small = names(Original("photo", "jpg", 300, 200), "figure")

    assert small == ["300.avif", "300.jpg", "300.webp"]


def test_a_drawing_falls_back_to_png_and_a_moving_picture_to_its_first_frame() -> None:
    drawing = names(Original("drawing", "png", 900, 600), "figure")
    moving = names(Original("moving", "gif", 900, 600), "figure")

    assert "900.png" in drawing
    assert not any(name.endswith("jpg") for name in drawing)
    assert "moving-640.webp" in moving
    assert "900.png" in moving


def test_a_vector_and_a_linked_file_are_not_encoded() -> None:
    assert names(Original("vector", "svg", 300, 200)) == []
    assert names(PHOTO, "file") == []
    assert file_of(PHOTO) == "original.jpg"


@given(
    SIDES,
    SIDES,
    FOCUS,
    st.sampled_from(["photo", "drawing", "moving"]),
    st.sampled_from(CROPS),
)
def test_a_page_names_no_file_that_is_not_made(
    width: int, height: int, focus: str, form: str, crop: str
) -> None:
    original = Original(form, "png", width, height)
    made = {f"/img/aa/tug-bb/{name}" for name in names(original, focus=focus)}

    whole = cut(shown(original, focus), crop)

    named = {whole.src}
    for choice in whole.choices:
        named |= {candidate.split(" ")[0] for candidate in choice.srcset.split(", ")}
    assert named <= made


def test_all_that_is_made_of_a_lead_is_named_by_a_cut() -> None:
    cuts = [cut(shown(PHOTO, "40% 30%"), crop) for crop in CROPS]

    srcsets = [choice.srcset.split(", ") for one in cuts for choice in one.choices]
    candidates = [text.split(" ")[0] for text in itertools.chain(*srcsets)]
    named = sorted([one.src for one in cuts] + candidates)
    assert named == [f"/img/aa/tug-bb/{name}" for name in names(PHOTO, focus="40% 30%")]


def test_a_cut_offers_avif_first_and_has_the_size_of_its_fallback() -> None:
    wide = cut(shown(PHOTO), "16x9")

    assert (wide.src, wide.width, wide.height) == ("/img/aa/tug-bb/16x9-1200.jpg", 1200, 675)
    assert [choice.media_type for choice in wide.choices] == ["image/avif", "image/webp"]
    assert wide.choices[0].srcset == (
        "/img/aa/tug-bb/16x9-480.avif 480w, /img/aa/tug-bb/16x9-960.avif 960w"
    )


def test_a_moving_picture_moves_only_for_those_who_have_not_asked_for_less_motion() -> None:
    moving, *still = cut(shown(Original("moving", "gif", 900, 600))).choices

    assert moving.media == "(prefers-reduced-motion: no-preference)"
    assert moving.srcset == "/img/aa/tug-bb/moving-640.webp 640w"
    assert [choice.media for choice in still] == ["", ""]
    assert [c.media for c in cut(shown(Original("moving", "gif", 900, 600)), "4x3").choices] == [
        "",
        "",
    ]


def test_a_vector_is_its_own_fallback_in_every_shape() -> None:
    picture = shown(Original("vector", "svg", 300, 200))

    assert picture.src == "/img/aa/tug-bb/original.svg"
    assert (cut(picture).width, cut(picture).height) == (300, 200)
    assert (cut(picture, "1x1").width, cut(picture, "1x1").height) == (300, 300)
    assert cut(picture, "1x1").src == picture.src


def test_a_picture_of_which_nothing_is_known_is_shown_as_it_is() -> None:
    whole = cut(Picture("/assets/mark.png", "A mark"), "16x9")

    assert (whole.src, whole.width, whole.choices) == ("/assets/mark.png", 0, ())


def test_another_original_path_or_encoder_gives_another_name() -> None:
    folders = {
        folder_of("world/tug.jpg", b"one", "11"),
        folder_of("city/tug.jpg", b"one", "11"),
        folder_of("world/tug.jpg", b"two", "11"),
        folder_of("world/tug.jpg", b"one", "12"),
    }

    assert len(folders) == 4
    assert folder_of("world/tug.jpg", b"one", "11") in folders


@given(st.text(max_size=300))
def test_the_folder_of_any_file_is_a_safe_path(path: str) -> None:
    folder = folder_of(path, b"one", "11")

    assert is_safe_path(f"{folder}/16x9-100-100-1200.avif")
    assert folder == folder.encode("ascii").decode()
    assert " " not in folder


def test_every_flaw_is_told_at_its_place() -> None:
    for code in sorted(FLAWS):
        original = Original("", "jpg", flaw=code, why="it has 3 legs")
        problem = complaint(original, "tug.jpg", Location("content/world/a.md", 5, 8))

        assert problem.code == code
        assert "tug.jpg" in problem.message
        assert "3 legs" in problem.message
        assert problem.where.line == 5


def test_endings_are_written_small() -> None:
    assert all(ending == ending.lower() and ending.startswith(".") for ending in ENDINGS)
