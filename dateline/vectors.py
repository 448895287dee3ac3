"""SVG files: how large, and whether a reader who opens one by itself is safe from it.

A browser runs no script in an SVG that a page shows as a picture, but it does when the file is
opened by its own address. So a file that could run something, or fetch anything, is refused
whole: cleaning it would change what its author drew.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

LARGEST = 2**21
"""Bytes of an SVG. Larger ones are photos in disguise, or maps that need a minute to draw."""
_DEEPEST = 256
_SVG = "http://www.w3.org/2000/svg"
_DRAWN = frozenset(
    """a circle clippath defs desc ellipse fecolormatrix feblend fecomponenttransfer fecomposite
    feconvolvematrix fediffuselighting fedisplacementmap fedistantlight fedropshadow feflood
    fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology
    feoffset fepointlight fespecularlighting fespotlight fetile feturbulence filter g image line
    lineargradient marker mask metadata mpath path pattern polygon polyline radialgradient rect
    stop style svg switch symbol text textpath title tspan use view animate animatemotion
    animatetransform set""".split()
)
"""Elements of SVG 1.1 and 2 that draw or describe; in lower case, since tools differ."""
_OF_EDITORS = re.compile(
    r"http://(?:www\.inkscape\.org/namespaces/|sodipodi\.sourceforge\.net/|creativecommons\.org/ns#"
    r"|web\.resource\.org/cc/|purl\.org/dc/|www\.w3\.org/1999/02/22-rdf-syntax-ns#|ns\.adobe\.com/"
    r"|www\.bohemiancoding\.com/sketch/ns|www\.serif\.com/|xml\.openoffice\.org/)"
)
"""Namespaces of drawing programs' own notes, which browsers pass over."""
_XLINK = "http://www.w3.org/1999/xlink"
_HARMLESS_URL = re.compile(
    r"\s*(?:#|data:image/(?:png|jpeg|gif|webp|avif);base64,|$)", re.IGNORECASE
)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_TRICKS = re.compile(
    r"@import|expression\s*\(|javascript:|-moz-binding|behavior\s*:|\\|image-set\s*\(|\bsrc\s*\("
    r"|\bimage\(\s*[\"']",
    re.IGNORECASE,
)
_CSS_URL = re.compile(r"url\(\s*+[\"']?+\s*+(?!#|data:image/(?:png|jpeg|gif|webp|avif);)", re.I)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[0-9]+)?)\s*(px|pt|pc|mm|cm|in|)\s*$", re.IGNORECASE)
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}


class Unsafe(Exception):
    """The file could run or fetch something; says what."""


class NoSvg(Exception):
    """The file can't be read as SVG; says why."""


class Size(NamedTuple):
    """CSS pixels."""

    width: int
    height: int


def size_of(data: bytes) -> Size:
    """How large a harmless SVG is. Raises `Unsafe` or `NoSvg`."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.entity
    parser.ProcessingInstructionHandler = reader.instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.ordered_attributes = False
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code] if error.code else "no XML"
        raise NoSvg(f"line {error.lineno}: {reason}") from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise NoSvg("its encoding is not known") from error
    if reader.size is None:
        raise NoSvg("it says nothing of its size")
    return reader.size


class _Reader:
    """What is noted while an SVG is read."""

    def __init__(self) -> None:
        self.depth = 0
        self.size: Size | None = None
        self.styles: list[str] = []
        self.is_style = False

    def doctype(self, name: str, system: str | None, public: str | None, subset: int) -> None:
        """SVG 1.1's own line is harmless; declarations of its author's are not."""
        if subset:
            raise Unsafe("declarations in its DOCTYPE")

    def entity(self, *_: object) -> None:
        raise Unsafe("an entity")

    def instruction(self, target: str, _: str) -> None:
        raise Unsafe(f"a processing instruction ({target[:40]})")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if self.is_style:
            raise Unsafe(f"<{local[:40]}> in a style")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NoSvg("its elements stand too deep within each other")
        if self.depth == 1:
            if name != f"{_SVG} svg":
                raise NoSvg("its first element is not <svg> of http://www.w3.org/2000/svg")
            self.size = _size(attributes)
        if namespace and _OF_EDITORS.match(namespace):
            return
        if namespace != _SVG or local.lower() not in _DRAWN:
            raise Unsafe(f"<{local[:40]}>")
        for key, value in attributes.items():
            _check(local, key, value)
        self.is_style = local.lower() == "style"

    def end(self, _: str) -> None:
        if self.is_style:
            _check_css("".join(self.styles))
            self.styles.clear()
            self.is_style = False
        self.depth -= 1

    def text(self, text: str) -> None:
        if self.is_style:
            self.styles.append(text)


def _check(element: str, key: str, value: str) -> None:
    """Refuse an attribute that runs or fetches something."""
    namespace, _, local = key.rpartition(" ")
    name = local.lower()
    if _OF_EDITORS.match(namespace) or name.startswith(("data-", "aria-")):
        return
    if name.startswith("on"):
        raise Unsafe(f"`{local[:40]}`, which runs a script")
    if name in _FETCHING:
        raise Unsafe(f"`{local[:40]}`, which tells others who reads it")
    if name in ("href", "src", "base") and (not namespace or namespace in (_XLINK, _XML)):
        is_link = element == "a" and re.match(r"\s*https?://", value)
        if not is_link and not _HARMLESS_URL.match(value):
            raise Unsafe(f"a reference to {value[:60]}")
    elif name == "attributename" and _NEVER_MOVED.match(value.rpartition(":")[2].strip()):
        raise Unsafe(f"<{element}> that changes `{value[:40]}`")
    else:
        _check_css(value)


_XML = "http://www.w3.org/XML/1998/namespace"
_FETCHING = frozenset({"ping", "attributionsrc", "srcset"})
"""Attributes with addresses to which a browser goes by itself."""
_NEVER_MOVED = re.compile(r"(?:href|src|style|base|ping|attributionsrc|srcset)$|on", re.IGNORECASE)


def _check_css(text: str) -> None:
    """Refuse a style, or a presentation attribute, that fetches something.

    It is read with its comments and without: what looks like one may stand in a string.
    """
    for css in (text, _CSS_COMMENT.sub("", text)) if "/*" in text else (text,):
        if trick := _CSS_TRICKS.search(css):
            raise Unsafe(f"`{trick[0]}` in a style")
        if _CSS_URL.search(css):
            raise Unsafe("a style that fetches another file")


def _size(attributes: dict[str, str]) -> Size | None:
    """The size that an SVG has of itself; with a view box alone, that of the box."""
    width, height = (_pixels(attributes.get(key, "")) for key in ("width", "height"))
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    try:
        across, down = (float(number) for number in box[2:4])
    except ValueError:
        across = down = 0.0
    ratio = across / down if across > 0 and down > 0 else 0.0
    if not width and not height:
        width, height = across, down
    elif ratio:
        width, height = width or height * ratio, height or width / ratio
    if not (0 < width < 1e5 and 0 < height < 1e5):
        return None
    return Size(max(1, round(width)), max(1, round(height)))


def _pixels(length: str) -> float:
    """A length in CSS pixels; 0 for one in per cent or none."""
    match = _LENGTH.match(length)
    return float(match[1]) * _PIXELS[match[2].lower()] if match else 0.0
