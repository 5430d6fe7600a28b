"""Pictures that stand still: a chart's own drawing, cleaned to stand in a page, or its dots."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from io import BytesIO
from typing import TYPE_CHECKING, Final

from escalation.browser.markup import h
from escalation.charts.saving import write
from escalation.letters import visible

if TYPE_CHECKING:
    from escalation.report.document import Picture

#: A larger drawing, in bytes, weighs more than its dots and takes longer to be shown.
LARGEST_DRAWING: Final = 300_000
#: The same where a page would be too large to be sent.
SMALL_DRAWING: Final = 40_000

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
#: What a drawing is made of. Scripts, links, styles and foreign markup are not among it.
_ELEMENTS: Final = frozenset({
    "svg", "g", "defs", "path", "use", "clipPath", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "image", "linearGradient", "radialGradient", "stop", "pattern",
})  # fmt: skip
_LEFT_OUT: Final = frozenset({"metadata", "title", "desc", "style"})
#: A page names and describes a picture itself.
_ATTRIBUTES_LEFT_OUT: Final = frozenset({
    "version", "role", "aria-labelledby", "{http://www.w3.org/XML/1998/namespace}space",
})  # fmt: skip
_ATTRIBUTES: Final = frozenset({
    "clip-path", "clipPathUnits", "cx", "cy", "d", "gradientTransform", "gradientUnits", "height",
    "id", "offset", "patternTransform", "patternUnits", "points", "preserveAspectRatio", "r", "rx",
    "ry", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
})  # fmt: skip
#: Properties of style that are attributes too, as which a policy without inline styles has them.
_PROPERTIES: Final = frozenset({
    "clip-path", "clip-rule", "fill", "fill-opacity", "fill-rule", "font-family", "font-size",
    "font-stretch", "font-style", "font-variant", "font-weight", "image-rendering", "opacity",
    "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
    "text-anchor",
})  # fmt: skip
_FONTS: Final = re.compile(r"'DejaVu Sans'(?:,|$)")  # which is the page's, for drawings
_URL: Final = re.compile(r"url\(\s*['\"]?#([\w.:-]+)['\"]?\s*\)")
_FIGURE: Final = re.compile(r"-?\d+\.\d{3,}")
_DATA: Final = "data:image/png;base64,"


class _NotUnderstoodError(ValueError):
    """A drawing holds what is not known to be harmless."""


def still(one: Picture, name: str, largest: int = LARGEST_DRAWING) -> ET.Element:
    """Return a picture as an element: its drawing, or dots where that is larger than so many bytes.

    Parameters
    ----------
    name
        Of which the ids in the drawing begin, since ids are for one element of a page each.
    """
    figure = one.bare()
    written = BytesIO()
    write(figure, written, "svg")
    try:
        drawing = cleaned(written.getvalue(), name)
    except (_NotUnderstoodError, ET.ParseError):
        drawing = None
    if drawing is not None and len(ET.tostring(drawing)) <= largest:
        drawing.insert(0, h("desc", {"id": f"{name}-desc"}, visible(one.told.alt)))
        drawing.insert(0, h("title", {"id": f"{name}-title"}, visible(one.told.finding)))
        drawing.set("role", "img")
        drawing.set("aria-labelledby", f"{name}-title {name}-desc")
        return drawing
    dots = BytesIO()
    write(figure, dots, "png")
    return _image(dots.getvalue(), visible(one.told.alt))


def cleaned(svg: bytes, name: str) -> ET.Element:
    """Return a drawing of ours as an element of a page.

    Styles become attributes, ids begin with a name, figures have two digits after the point.

    Raises
    ------
    ValueError
        If the drawing holds anything that is not known to be harmless.
    xml.etree.ElementTree.ParseError
        If it is no XML.
    """
    root = ET.fromstring(svg)
    referred = {
        found
        for element in root.iter()
        for key, value in element.attrib.items()
        for found in ([value[1:]] if key == _LINK else _URL.findall(value))
    }
    made = _clean(root, name, referred)
    assert made is not None
    made.attrib = {"viewBox": made.get("viewBox", ""), "stroke-linejoin": "round"}
    return made


def _clean(element: ET.Element, name: str, referred: set[str]) -> ET.Element | None:
    kind = element.tag.removeprefix(_SVG) if element.tag.startswith(_SVG) else ""
    if kind in _LEFT_OUT:
        return None
    if kind not in _ELEMENTS:
        raise _NotUnderstoodError(element.tag)
    made = h(kind, _attributes(element, name, referred))
    is_text = kind in ("text", "tspan")
    if is_text:
        made.text = visible(element.text or "")
    for child in element:
        if (kept := _clean(child, name, referred)) is None:
            continue
        if kept.tag == "g" and not kept.attrib:  # says nothing
            made.extend(kept)
        elif len(kept) or kept.attrib or kept.text:
            made.append(kept)
        if is_text and child.tail:
            kept.tail = visible(child.tail)
    return made


def _attributes(element: ET.Element, name: str, referred: set[str]) -> dict[str, object]:
    kept: dict[str, object] = {}
    for key, value in element.attrib.items():
        if key == "style":
            kept |= _properties(value, name)
        elif key == _LINK:
            if not (value.startswith("#") or value.startswith(_DATA)):
                raise _NotUnderstoodError(value[:40])
            kept["href"] = f"#{name}-{value[1:]}" if value.startswith("#") else value
        elif key == "id":
            if value in referred:
                kept["id"] = f"{name}-{value}"
        elif key in _ATTRIBUTES or key in _PROPERTIES:
            kept[key] = _shorter(_URL.sub(rf"url(#{name}-\1)", value))
        elif key not in _ATTRIBUTES_LEFT_OUT:
            raise _NotUnderstoodError(key)
    return kept


def _properties(style: str, name: str) -> dict[str, object]:
    kept: dict[str, object] = {}
    for said in filter(None, (one.strip() for one in style.split(";"))):
        key, _, value = (part.strip() for part in said.partition(":"))
        if key not in _PROPERTIES:
            raise _NotUnderstoodError(key)
        if key == "font-family" and _FONTS.match(value):
            continue
        kept[key] = _shorter(_URL.sub(rf"url(#{name}-\1)", value))
    return kept


def _shorter(value: str) -> str:
    """Return a value whose figures have no more digits than can be seen, and no line ends."""
    return " ".join(_FIGURE.sub(lambda found: f"{float(found[0]):.2f}", value).split())


def _image(png: bytes, alt: str) -> ET.Element:
    """Return a picture of dots, in as many colours as an eye tells apart in a chart."""
    from PIL import Image

    with Image.open(BytesIO(png)) as whole:
        flat = Image.new("RGB", whole.size, "white")
        flat.paste(whole, mask=whole.getchannel("A") if "A" in whole.getbands() else None)
    fewer = flat.quantize(256, dither=Image.Dither.NONE)
    written = BytesIO()
    fewer.save(written, "PNG", optimize=True)
    data = base64.b64encode(written.getvalue()).decode()
    width, height = flat.size
    return h("img", {"src": _DATA + data, "alt": alt, "width": width, "height": height})
