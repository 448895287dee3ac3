"""Picture files: what their headers tell, what is made of them, and what must not leak."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, ImageSequence
from PIL.PngImagePlugin import PngInfo

from dateline.chunks import Words, exif, format_of, frames_of
from dateline.model import Original, Variant
from dateline.photos import Unreadable, develop, look, without_metadata
from dateline.pictures import MOST_PIXELS, variants

SECRET = "Kamera 4711"
PLACE = "18.92"


def scene(mode: str = "RGB", size: tuple[int, int] = (96, 64)) -> Image.Image:
    """A picture whose corners differ: red, green, blue and white, each a quarter."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    across, down = size[0] // 2, size[1] // 2
    pen.rectangle((0, 0, across - 1, down - 1), "red")
    pen.rectangle((across, 0, size[0], down - 1), "lime")
    pen.rectangle((0, down, across - 1, size[1]), "blue")
    return image.convert(mode)


def veiled() -> Image.Image:
    """The scene behind a veil that grows thicker."""
    image = scene("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def camera(orientation: int = 1, artist: str = "", owner: str = "") -> Image.Exif:
    """Metadata as a camera writes it, with a place."""
    tags = Image.Exif()
    tags[0x010F] = SECRET
    if orientation != 1:
        tags[0x0112] = orientation
    if artist:
        tags[0x013B] = artist
    if owner:
        tags[0x8298] = owner
    tags.get_ifd(0x8825)[29] = PLACE
    return tags


def made(data: bytes, use: str = "figure", focus: str = "") -> Mapping[str, Image.Image]:
    """All variants of a picture by name, decoded."""
    found = {}
    for name, content in develop(data, variants(look(data), [(use, focus)])):  # type: ignore[list-item]
        found[name] = Image.open(io.BytesIO(content))
        found[name].load()
    return found


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours near the corners, from left to right, top before bottom, in steps of 64."""
    width, height = image.size
    plain = image.convert("RGB")
    places = [(x, y) for y in (height // 8, height * 7 // 8) for x in (width // 8, width * 7 // 8)]
    return [tuple(round(part / 85) for part in plain.getpixel(place)) for place in places]  # type: ignore[union-attr]


RED, GREEN, BLUE, WHITE = (3, 0, 0), (0, 3, 0), (0, 0, 3), (3, 3, 3)
PLAIN = [RED, GREEN, BLUE, WHITE]


# What the header tells ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "form", "kind"),
    [
        pytest.param(saved(scene(), "JPEG"), "photo", "jpg", id="JPEG"),
        pytest.param(saved(scene("CMYK"), "JPEG"), "photo", "jpg", id="JPEG for print"),
        pytest.param(saved(scene(), "PNG"), "photo", "png", id="PNG"),
        pytest.param(saved(scene("P"), "PNG"), "drawing", "png", id="PNG with a palette"),
        pytest.param(saved(scene("RGBA"), "PNG"), "drawing", "png", id="PNG with alpha"),
        pytest.param(saved(scene("I;16"), "PNG"), "photo", "png", id="PNG of 16 bits"),
        pytest.param(saved(scene(), "WEBP"), "photo", "webp", id="WebP"),
        pytest.param(saved(veiled(), "WEBP"), "drawing", "webp", id="WebP with alpha"),
        pytest.param(saved(scene(), "AVIF"), "photo", "avif", id="AVIF"),
        pytest.param(saved(scene("P"), "GIF"), "drawing", "gif", id="GIF"),
    ],
)
def test_the_header_tells_form_and_size(data: bytes, form: str, kind: str) -> None:
    assert look(data) == Original(form, kind, 96, 64)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_picture_stands_upright(orientation: int) -> None:
    turned = {
        1: scene(),
        2: scene().transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: scene().transpose(Image.Transpose.ROTATE_180),
        4: scene().transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: scene().transpose(Image.Transpose.TRANSPOSE),
        6: scene().transpose(Image.Transpose.ROTATE_90),
        7: scene().transpose(Image.Transpose.TRANSVERSE),
        8: scene().transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    data = saved(turned, "JPEG", exif=camera(orientation), quality=95)

    original = look(data)
    found = made(data)

    assert (original.width, original.height) == (96, 64)
    assert {name: corners(image) for name, image in found.items()} == dict.fromkeys(found, PLAIN)
    assert {image.size for image in found.values()} == {(96, 64)}
    assert all(image.getexif().get(0x0112, 1) == 1 for image in found.values())


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_other_kinds_than_jpeg_are_turned_too(kind: str) -> None:
    turned = scene().transpose(Image.Transpose.ROTATE_90)
    data = saved(turned, kind, exif=camera(6))

    assert (look(data).width, look(data).height) == (96, 64)
    assert all(corners(image) == PLAIN for image in made(data).values())


@pytest.mark.parametrize(
    ("data", "code", "why"),
    [
        pytest.param(b"", "broken-picture", "empty", id="nothing"),
        pytest.param(bytes(5000), "broken-picture", "empty", id="zeros"),
        pytest.param(b"Dear editor, ...", "unknown-picture", "known", id="text"),
        pytest.param(b"II*\0" + bytes(40), "unknown-picture", "TIFF", id="TIFF"),
        pytest.param(b"BM" + bytes(40), "unknown-picture", "BMP", id="BMP"),
        pytest.param(b"\0\0\0\x18ftypheic", "unknown-picture", "heic", id="iPhone"),
        pytest.param(b"%PDF-1.7\n", "unknown-picture", "PDF", id="PDF"),
        pytest.param(b"\x1f\x8b\x08svgz", "unknown-picture", "compressed", id="packed SVG"),
        pytest.param(b"\xff\xd8\xff\xe0", "broken-picture", "", id="four bytes of a JPEG"),
    ],
)
def test_what_is_no_picture_is_told_apart(data: bytes, code: str, why: str) -> None:
    original = look(data)

    assert original.flaw == code
    assert why in original.why
    assert original.form == ""


FILES = {
    "jpg": saved(scene(), "JPEG", exif=camera()),
    "progressive": saved(scene(), "JPEG", progressive=True),
    "png": saved(scene(), "PNG", exif=camera()),
    "gif": saved(scene("P"), "GIF"),
    "webp": saved(scene(), "WEBP", exif=camera()),
    "avif": saved(scene(), "AVIF", exif=camera()),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_off_is_seen_wherever_it_was(name: str) -> None:
    data = FILES[name]

    flaws = {look(data[:end]).flaw for end in range(16, len(data), 7)}

    assert flaws == {"broken-picture"}


@given(st.sampled_from(sorted(FILES)), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_no_bytes_bring_it_down(name: str, dice: random.Random) -> None:
    data = bytearray(FILES[name])
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(len(data))] = dice.randrange(256)

    original = look(bytes(data))

    with suppress(Unreadable):
        wanted = variants(original, [("figure", "")])
        assert len(list(develop(bytes(data), wanted))) == len(wanted)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def test_a_bomb_is_known_by_its_header() -> None:
    bomb = look(png_of(60_000, 60_000))

    assert bomb.flaw == "large-picture"
    assert "60,000 × 60,000" in bomb.why


def test_the_limit_is_of_pixels() -> None:
    assert look(png_of(MOST_PIXELS // 1000, 1000)).flaw == "broken-picture"  # it holds nothing
    assert look(png_of(MOST_PIXELS // 1000 + 1, 1000)).flaw == "large-picture"


def test_a_film_of_too_many_frames_is_a_bomb_too() -> None:
    frames = [Image.new("RGB", (1, 1), (n, 0, 0)) for n in range(200)]
    film = bytearray(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    film[6:10] = struct.pack("<HH", 1000, 1000)

    assert look(bytes(film)).flaw == "large-picture"


def test_a_film_that_takes_too_much_memory_in_the_size_of_readers_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = film("GIF")  # three frames, for readers 640 x 320
    monkeypatch.setattr("dateline.photos.MOST_MOVING", 3 * 640 * 320)
    assert look(data).form == "moving"

    monkeypatch.setattr("dateline.photos.MOST_MOVING", 3 * 640 * 320 - 1)
    original = look(data)

    assert original.flaw == "large-picture"
    assert original.why.startswith("it has 3 frames of 640 × 320 pixels for readers")


def test_a_long_film_is_told_by_its_frames_before_they_are_read() -> None:
    frames = [Image.new("RGB", (1, 1), (n, 0, 0)) for n in range(240)]
    film = bytearray(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    film[6:10] = struct.pack("<HH", 640, 400)

    original = look(bytes(film))

    assert MOST_PIXELS > 240 * 640 * 400
    assert (original.flaw, original.why[:17]) == ("large-picture", "it has 240 frames")


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(MemoryError(), id="Python's"),
        pytest.param(OSError("out of memory when reading image file"), id="a decoder's"),
    ],
)
@pytest.mark.parametrize(
    "task",
    [
        pytest.param(look, id="look"),
        pytest.param(
            lambda data: list(develop(data, [Variant("", "", 40, 30, "avif")])), id="develop"
        ),
        pytest.param(without_metadata, id="link"),
    ],
)
def test_too_little_memory_is_no_flaw_of_a_picture(
    task: Callable[[bytes], object], error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fail)

    with pytest.raises(MemoryError):
        task(FILES["avif"])


def test_too_little_memory_for_metadata_does_not_lose_how_a_picture_is_turned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.IptcImagePlugin.getiptcinfo", fail)

    with pytest.raises(MemoryError):
        look(saved(scene(), "JPEG", exif=camera(6)))


def test_a_picture_without_pixels_is_broken_although_its_parts_are_whole() -> None:
    data = png_of(40, 30)

    assert frames_of(data, "png") == 1
    assert (look(data).flaw, look(data).why[:20]) == ("broken-picture", "it can't be decoded ")
    with pytest.raises(Unreadable, match="decoded"):
        list(develop(data, [Variant("", "", 40, 30, "avif")]))


# Metadata ----------------------------------------------------------------------------------------


def has_secret(data: bytes) -> bool:
    return SECRET.encode() in data or PLACE.encode() in data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_and_camera_never_leave_the_house(kind: str) -> None:
    data = saved(scene(), kind, exif=camera(artist="Noor Qureshi", owner="Courier"))
    assert has_secret(data)

    for name, content in develop(data, variants(look(data), [("lead", "")])):
        assert not has_secret(content), name
        tags = Image.open(io.BytesIO(content)).getexif()
        assert not tags.get_ifd(0x8825)
        assert (tags[0x013B], tags[0x8298]) == ("Noor Qureshi", "Courier")
    linked = without_metadata(data)
    assert not has_secret(linked)
    assert Image.open(io.BytesIO(linked)).getexif()[0x8298] == "Courier"


def test_a_film_leaves_its_metadata_behind() -> None:
    frames = [scene(), scene().transpose(Image.Transpose.ROTATE_180)]
    data = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], exif=camera())
    assert has_secret(data)

    contents = dict(develop(data, variants(look(data), [("lead", "")])))

    assert "moving-96.webp" in contents
    assert not any(map(has_secret, contents.values()))
    assert not has_secret(without_metadata(data))


def test_words_in_a_png_and_after_its_end_are_gone() -> None:
    info = PngInfo()
    info.add_text("Comment", SECRET)
    info.add_itxt("XML:com.adobe.xmp", PLACE)
    data = saved(scene(), "PNG", pnginfo=info) + SECRET.encode()

    linked = without_metadata(data)

    assert not has_secret(linked)
    assert Image.open(io.BytesIO(linked)).tobytes() == scene().tobytes()


def test_what_follows_a_photo_in_its_file_is_gone() -> None:
    data = FILES["jpg"] + b"ftypmp42" + SECRET.encode()

    assert look(data).form == "photo"
    assert not has_secret(without_metadata(data))


def test_comments_of_a_gif_are_gone_and_its_loop_stays() -> None:
    frames = [scene("P"), scene("P").transpose(Image.Transpose.ROTATE_180)]
    data = saved(
        frames[0], "GIF", save_all=True, append_images=frames[1:], loop=0, comment=SECRET.encode()
    )
    assert has_secret(data)

    linked = without_metadata(data)

    assert not has_secret(linked)
    with Image.open(io.BytesIO(linked)) as image:
        assert (image.info["loop"], image.n_frames) == (0, 2)  # type: ignore[attr-defined]


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


@pytest.mark.parametrize("marker", [*range(0xE1, 0xF0)], ids="{:x}".format)
@pytest.mark.parametrize("begins", [b"", b"\0", b"\0\0\0"], ids=["words", "zero", "zeros"])
def test_a_segment_that_decoding_does_not_need_is_gone(marker: int, begins: bytes) -> None:
    data = FILES["jpg"][:2] + segment(marker, begins + SECRET.encode()) + FILES["jpg"][2:]

    linked = without_metadata(data)

    assert not has_secret(linked)
    assert Image.open(io.BytesIO(linked)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_of_segments_that_decoding_needs_only_the_known_part_stays() -> None:
    plain = saved(scene("CMYK"), "JPEG")
    assert b"Adobe" in plain
    thumbnail = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\4\1" + SECRET.encode() + b"!")
    colours = segment(0xEE, b"Adobe\0\x64\0\0\0\0\2" + SECRET.encode())
    known = segment(0xEE, b"Adobe\0\x64\0\0\0\0\2")
    start = plain.index(b"\xff\xee")
    data = plain[:2] + thumbnail + colours + plain[start + len(known) :]
    assert look(data).form == "photo"

    linked = without_metadata(data)

    assert not has_secret(linked)
    assert b"JFIF\0\1\1\0\0\1\0\1\0\0\xff" in linked
    assert Image.open(io.BytesIO(linked)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def block(body: bytes) -> bytes:
    """A sub-block of a GIF."""
    return bytes([len(body)]) + body


LOOP = b"!\xff" + block(b"NETSCAPE2.0") + block(b"\1\7\0")
"""Seven times; it lacks the zero that ends it."""
NOTE = block(SECRET.encode())


@pytest.mark.parametrize(
    ("extension", "loop"),
    [
        pytest.param(LOOP + NOTE + b"\0", 7, id="after a loop"),
        pytest.param(LOOP[:14] + block(b"\1\7\0" + SECRET.encode()) + b"\0", 7, id="in a loop"),
        pytest.param(LOOP[:14] + NOTE + LOOP[14:] + b"\0", None, id="before a loop"),
        pytest.param(LOOP[:14] + NOTE + b"\0", None, id="no loop"),
        pytest.param(b"!\xf9" + block(b"\0\0\0\0") + NOTE + b"\0", None, id="after a delay"),
        pytest.param(b"!\x42" + NOTE + b"\0", None, id="of no known kind"),
    ],
)
def test_what_is_hidden_between_the_frames_of_a_gif_is_gone(
    extension: bytes, loop: int | None
) -> None:
    frames = [scene("P"), scene("P").transpose(Image.Transpose.ROTATE_180)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    at = 13 + (3 << (data[10] & 7) + 1)
    data = data[:at] + extension + data[at:]
    assert has_secret(data)

    linked = without_metadata(data)

    assert not has_secret(linked)
    with Image.open(io.BytesIO(linked)) as image, Image.open(io.BytesIO(data)) as before:
        assert image.n_frames == 2  # type: ignore[attr-defined]
        assert loop is None or image.info["loop"] == loop
        assert image.tobytes() == before.tobytes()


def test_what_is_hidden_in_a_frame_of_a_webp_is_gone() -> None:
    data = film("WEBP")
    at = data.index(b"ANMF")
    end = at + 8 + struct.unpack_from("<I", data, at + 4)[0]
    note = b"NOTE" + struct.pack("<I", len(SECRET)) + SECRET.encode() + b"\0" * (len(SECRET) % 2)
    frame = data[at + 8 : end] + note
    data = data[:at] + b"ANMF" + struct.pack("<I", len(frame)) + frame + data[end:]
    data = data[:4] + struct.pack("<I", len(data) - 8) + data[8:]
    assert look(data).form == "moving"
    assert has_secret(data)

    linked = without_metadata(data)

    assert not has_secret(linked)
    assert linked == without_metadata(film("WEBP"))
    assert frames_of(linked, "webp") == 3


@pytest.mark.parametrize("name", ["jpg", "progressive", "png", "gif", "webp"])
def test_a_linked_picture_has_every_pixel_of_the_original(name: str) -> None:
    before = Image.open(io.BytesIO(FILES[name]))
    after = Image.open(io.BytesIO(without_metadata(FILES[name])))

    assert after.tobytes() == before.tobytes()
    assert after.mode == before.mode


def test_a_linked_picture_keeps_its_colours_and_how_it_is_turned() -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(scene(), "JPEG", exif=camera(6), icc_profile=icc)

    linked = Image.open(io.BytesIO(without_metadata(data)))

    assert linked.getexif()[0x0112] == 6
    assert linked.info["icc_profile"] == icc


XMP = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description>"
    b"<dc:creator><rdf:Seq><rdf:li>Noor &amp; Co</rdf:li></rdf:Seq></dc:creator>"
    b'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">\xc2\xa9 Courier</rdf:li></rdf:Alt>'
    b"</dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>"
)


HINDI = Words(1, "मीरा टंडेल", "© कूरियर")


def iptc(**datasets: bytes) -> bytes:
    """A segment of Photoshop's with datasets of IPTC, each by its number, such as `n80`."""
    block = b"".join(
        b"\x1c\x02" + bytes([int(key[1:])]) + struct.pack(">H", len(value)) + value
        for key, value in datasets.items()
    )
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block
    body = b"Photoshop 3.0\0" + resource + b"\0" * (len(resource) % 2)
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


@pytest.mark.parametrize(
    ("data", "artist", "owner"),
    [
        pytest.param(saved(scene(), "JPEG", xmp=XMP), "Noor & Co", "© Courier", id="XMP"),
        pytest.param(
            FILES["jpg"][:2] + iptc(n80=b"Noor", n116=b"Courier") + FILES["jpg"][2:],
            "Noor",
            "Courier",
            id="IPTC",
        ),
        pytest.param(
            FILES["jpg"][:2] + iptc(n110=b"Coast News") + FILES["jpg"][2:],
            "Coast News",
            "",
            id="IPTC's credit",
        ),
        pytest.param(
            saved(scene(), "JPEG", exif=b"Exif\0\0" + exif(HINDI)),
            HINDI.artist,
            HINDI.copyright,
            id="Exif in UTF-8",
        ),
    ],
)
def test_the_credit_is_kept_wherever_it_stands(data: bytes, artist: str, owner: str) -> None:
    wanted = {exif(Words(1, artist, owner)) in content for _, content in develop_all(data)}

    assert wanted == {True}


def develop_all(data: bytes) -> list[tuple[str, bytes]]:
    return list(develop(data, variants(look(data), [("figure", "")])))


def test_the_credit_is_read_once_each_time_a_picture_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = saved(scene(), "JPEG", xmp=XMP)
    wanted = variants(look(data), [("lead", "")])
    read = []

    def noted(image: object) -> dict[tuple[int, int], bytes]:
        read.append(image)
        return {}

    monkeypatch.setattr("PIL.IptcImagePlugin.getiptcinfo", noted)
    list(develop(data, wanted))

    assert len(read) == 1


@pytest.mark.parametrize(
    "notes",
    [
        pytest.param(b"<dc:creator <dc:creator <b>Noor</dc:creator>", id="a tag that never ends"),
        pytest.param(
            b"<dc:creator>" + b"<dc:creator>" * 200 + b"Noor</dc:creator>",
            id="one far from its end",
        ),
        pytest.param(
            b"<dc:creator>" + b" " * 3000 + b"<dc:creator>Noor</dc:creator>", id="one of no end"
        ),
    ],
)
def test_hostile_notes_are_not_searched_again_and_again(notes: bytes) -> None:
    data = saved(scene(), "JPEG", xmp=notes)

    assert b"Noor" not in without_metadata(data)


def test_notes_of_any_length_are_read_only_at_their_beginning() -> None:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", " " * 2**16 + XMP.decode())
    late = saved(scene(), "PNG", pnginfo=info)

    assert exif(Words(1, "Noor & Co", "© Courier")) not in without_metadata(late)


def test_damaged_metadata_do_no_harm() -> None:
    data = saved(scene(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff", xmp=b"<dc:rights>")

    assert look(data).form == "photo"
    assert corners(made(data)["96.avif"]) == PLAIN


# Colours -----------------------------------------------------------------------------------------


def profile_with(
    red: tuple[float, ...], green: tuple[float, ...], blue: tuple[float, ...]
) -> bytes:
    """A colour profile (ICC.1:2010, three-component matrix-based) with these primaries."""

    def fixed(*numbers: float) -> bytes:
        return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)

    def xyz(*numbers: float) -> bytes:
        return b"XYZ \0\0\0\0" + fixed(*numbers)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    name = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"Test\0" + bytes(78)
    name += bytes(-len(name) % 4)
    tags = {
        b"desc": name,
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(*red),
        b"gXYZ": xyz(*green),
        b"bXYZ": xyz(*blue),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for key, value in tags.items():
        table += key + struct.pack(">II", start + len(body), len(value))
        body += value
    head = bytearray(128)
    head[0:4] = struct.pack(">I", start + len(body))
    head[8:12] = struct.pack(">I", 0x02400000)
    head[12:24] = b"mntrRGB XYZ "
    head[36:40] = b"acsp"
    head[68:80] = fixed(0.9642, 1.0, 0.8249)
    return bytes(head) + table + body


SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
SWAPPED = profile_with(SRGB[1], SRGB[0], SRGB[2])
"""A profile in which red is green."""
WIDE = profile_with((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))
"""Adobe RGB (1998)."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_colours_are_what_their_profile_says(kind: str) -> None:
    data = saved(scene(), kind, icc_profile=SWAPPED, quality=95)

    for image in made(data).values():
        assert corners(image) == [GREEN, RED, BLUE, WHITE]
        assert "icc_profile" not in image.info


def test_a_wide_gamut_looks_the_same_in_the_narrow_one() -> None:
    data = saved(Image.new("RGB", (64, 64), (100, 160, 100)), "PNG", icc_profile=WIDE)

    red, green, blue = made(data)["64.png" if look(data).form == "drawing" else "64.jpg"].getpixel(  # type: ignore[misc]
        (5, 5)
    )

    assert red < 85  # a green of Adobe RGB is a stronger one in sRGB
    assert abs(green - 160) < 5
    assert abs(blue - 100) < 12


def test_transparency_goes_through_a_profile_unharmed() -> None:
    image = veiled()
    data = saved(image, "PNG", icc_profile=SWAPPED)

    found = made(data)["96.png"]

    assert found.mode == "RGBA"
    assert found.getchannel("A").tobytes() == image.getchannel("A").tobytes()
    assert found.getpixel((90, 28))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(saved(scene("CMYK"), "JPEG", quality=95), id="for print"),
        pytest.param(saved(scene("P"), "PNG"), id="palette"),
        pytest.param(saved(scene("P"), "GIF"), id="GIF"),
        pytest.param(
            saved(scene(), "JPEG", icc_profile=b"no profile", quality=95), id="bad profile"
        ),
        pytest.param(saved(scene("L").convert("RGB"), "JPEG", quality=95), id="grey as colours"),
    ],
)
def test_every_kind_of_colours_comes_out_right(data: bytes) -> None:
    wanted = corners(Image.open(io.BytesIO(data)))

    assert all(corners(image) == wanted for image in made(data).values())


@pytest.mark.parametrize("mode", ["L", "1", "LA", "I;16"])
def test_greys_stay_grey_and_as_light_as_they_were(mode: str) -> None:
    image = Image.linear_gradient("L").resize((96, 64)).convert("L")
    if mode == "I;16":
        deep = Image.new("I;16", image.size)
        deep.frombytes(b"".join(bytes([value, value]) for value in image.tobytes()))
        data = saved(deep, "PNG")
    else:
        data = saved(image.convert(mode), "PNG")

    wanted = image.convert(mode).convert("L") if mode == "1" else image
    for found in made(data).values():
        red, green, blue = found.convert("RGB").getpixel((50, 10))  # type: ignore[misc]
        assert max(red, green, blue) - min(red, green, blue) < 6
        if mode != "1":
            assert abs(red - wanted.getpixel((50, 10))) < 6  # type: ignore[operator]


# Transparent and moving pictures -----------------------------------------------------------------


def ring() -> Image.Image:
    """A red disc on nothing; what is transparent is black underneath."""
    image = Image.new("RGBA", (1200, 800), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((200, 100, 1000, 700), (255, 0, 0, 255))
    return image


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(saved(ring(), "PNG"), id="PNG"),
        pytest.param(saved(ring(), "WEBP", lossless=True), id="WebP"),
        pytest.param(saved(ring().quantize(16), "PNG"), id="PNG with a palette"),
        pytest.param(saved(ring().convert("P"), "GIF", transparency=0), id="GIF"),
    ],
)
def test_nothing_transparent_is_ever_filled(data: bytes) -> None:
    for name, image in made(data, "lead").items():
        clear = image.convert("RGBA")
        assert clear.getpixel((1, 1))[3] == 0, name  # type: ignore[index]
        assert clear.getpixel((image.width // 2, image.height // 2))[3] > 250, name  # type: ignore[index]


def test_no_dark_edge_shows_round_a_transparent_picture() -> None:
    found = made(saved(ring(), "PNG"))["960.png"].convert("RGBA")

    seen = struct.iter_unpack("BBBB", found.tobytes())
    assert all(red > 240 for red, _, _, alpha in seen if alpha > 40)


def film(kind: str) -> bytes:
    frames = [Image.new("RGB", (800, 400), colour) for colour in ("red", "lime", "blue")]
    options = {"save_all": True, "append_images": frames[1:], "duration": [80, 160, 240]}
    return saved(frames[0], kind, loop=0, **options)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_moves_on_and_its_crops_are_its_first_frame(kind: str) -> None:
    data = film(kind)

    assert look(data).form == "moving"
    found = made(data, "lead")

    with found["moving-640.webp"] as moving:
        assert moving.size == (640, 320)
        frames = [(f.convert("RGB"), f.info["duration"]) for f in ImageSequence.Iterator(moving)]
    assert [time for _, time in frames] == [80, 160, 240]
    assert [corners(frame)[0] for frame, _ in frames] == [RED, GREEN, BLUE]
    assert corners(found["800.png"])[0] == RED
    assert corners(found["1x1-320.webp"])[0] == RED


# Sizes and bytes ---------------------------------------------------------------------------------


def test_each_file_has_the_size_and_kind_that_its_name_says() -> None:
    data = saved(scene(size=(2000, 1500)), "JPEG")
    wanted = {v.name: v for v in variants(look(data), [("lead", "20% 80%")])}

    for name, image in made(data, "lead", "20% 80%").items():
        variant = wanted.pop(name)
        assert image.size == (variant.width, variant.height)
        assert {"jpg": "JPEG"}.get(variant.format, variant.format.upper()) == image.format
    assert not wanted


def test_a_crop_shows_what_lies_round_the_focus() -> None:
    data = saved(scene(size=(2000, 1500)), "JPEG", quality=95)

    left = made(data, "lead", "0% 50%")["1x1-0-50-320.webp"]
    right = made(data, "lead", "100% 50%")["1x1-100-50-320.webp"]

    assert corners(left) == PLAIN
    assert left.getpixel((230, 20)) != right.getpixel((230, 20)) or left.size == right.size
    middle = [image.convert("RGB").getpixel((image.width // 3, 20)) for image in (left, right)]
    assert middle[0][0] > 200  # type: ignore[index]
    assert left.convert("RGB").tobytes() != right.convert("RGB").tobytes()


@pytest.mark.parametrize("name", [*FILES, "film"])
def test_the_same_picture_gives_the_same_bytes(name: str) -> None:
    data = film("GIF") if name == "film" else FILES[name]
    wanted = variants(look(data), [("lead", "")])

    assert list(develop(data, wanted)) == list(develop(data, wanted))


def test_a_part_of_the_files_has_the_same_bytes_as_in_all_of_them() -> None:
    data = saved(scene(size=(2000, 1500)), "JPEG")
    wanted = variants(look(data), [("lead", "")])
    all_of_them = dict(develop(data, wanted))

    for variant in wanted:
        assert dict(develop(data, [variant])) == {variant.name: all_of_them[variant.name]}


def test_a_huge_picture_is_made_smaller_in_bands_and_looks_as_it_did() -> None:
    small = veiled()
    huge = small.resize((6000, 4000), Image.Resampling.NEAREST)
    data = saved(huge, "PNG", compress_level=1)

    found = made(data)["960.png"]

    assert found.size == (960, 640)
    assert corners(found) == corners(huge)
    thin, thick = (found.getpixel((900, y))[3] for y in (40, 600))  # type: ignore[index]
    assert abs(thin - 16) < 6
    assert abs(thick - 239) < 6


def test_a_picture_of_one_pixel_is_one() -> None:
    data = saved(Image.new("RGB", (1, 1), "red"), "PNG")

    assert {image.size for image in made(data, "lead").values()} == {(1, 1)}


@pytest.mark.parametrize("size", [(3000, 2), (2, 3000)])
def test_a_picture_that_is_hardly_a_line_is_made_all_the_same(size: tuple[int, int]) -> None:
    found = made(saved(Image.new("RGB", size, "red"), "JPEG"), "lead")

    assert all(min(image.size) >= 1 for image in found.values())


def test_frames_are_counted_without_decoding() -> None:
    counted: Mapping[str, Callable[[], bytes]] = {
        "gif": lambda: film("GIF"),
        "webp": lambda: film("WEBP"),
        "png": lambda: film("PNG"),
    }

    assert {kind: frames_of(data(), kind) for kind, data in counted.items()} == {
        "gif": 3,
        "webp": 3,
        "png": 3,
    }
    assert {format_of(data()[:256]) for data in counted.values()} == {"gif", "webp", "png"}
