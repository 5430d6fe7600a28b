"""The layouts of a presentation: an office's own by what they hold, or python-pptx's made ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from escalation.errors import InputError
from escalation.report.slides.fitting import TEXT_POINTS, title_scale

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide, SlideLayout


_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_MARGIN: Final = Inches(0.6)
_TITLE_POINTS, _FOOT_POINTS = 26, 10
_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES: Final = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
FEET: Final = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


@dataclass(frozen=True)
class Layouts:
    """Which layouts of a master are for what."""

    opening: SlideLayout
    text: SlideLayout
    title: SlideLayout


def placeholders(holder: Any) -> list[Any]:
    """Return the placeholders of a slide, a layout or a master."""
    return list(holder.placeholders)  # whose own types mypy can't follow


def layouts_of(shown: Presentation, name: str) -> Layouts:
    """Return the layouts of a presentation by what they hold, since names differ by language."""
    text = title = None
    for layout in shown.slide_layouts:
        kinds = [one.placeholder_format.type for one in placeholders(layout)]
        bodies = sum(kind in _BODIES for kind in kinds)
        if PP_PLACEHOLDER.TITLE not in kinds:
            continue
        others = set(kinds) - {*_TITLES, *_BODIES, *FEET, PP_PLACEHOLDER.DATE}
        if bodies == 1 and not others and text is None and PP_PLACEHOLDER.OBJECT in kinds:
            text = layout
        if bodies == 0 and not others and title is None:
            title = layout
    if text is None:
        raise InputError.single(name, "has no layout with a title and one text; add one to it")
    opening = shown.slide_layouts[0]
    kinds = [one.placeholder_format.type for one in placeholders(opening)]
    fits = any(kind in _TITLES for kind in kinds) and any(
        kind in (*_BODIES, PP_PLACEHOLDER.SUBTITLE) for kind in kinds
    )
    return Layouts(opening if fits else text, text, title or text)


def body_of(layout: SlideLayout) -> Any:
    """Return where a layout has its text."""
    return next(one for one in placeholders(layout) if one.placeholder_format.type in _BODIES)


def fit_title(slide: Slide, layout: SlideLayout) -> None:
    """Have a title that is too long for its place shrink to it, as PowerPoint does when typed."""
    title = slide.shapes.title
    assert title is not None
    styles = layout.slide_master.element.find(qn("p:txStyles"))
    sizes = [one.get("sz") for one in styles.find(qn("p:titleStyle")).iter(qn("a:defRPr"))]
    points = int(next(filter(None, sizes), 4400)) / 100
    scale = title_scale(title.text_frame.text, points, title.width, title.height)
    if scale < 100:
        title.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        title.text_frame._txBody.bodyPr.find(qn("a:normAutofit")).set("fontScale", f"{scale}000")


def body(slide: Slide) -> Any:
    """Return where a slide has its text, or an opening its subtitle."""
    wanted = (*_BODIES, PP_PLACEHOLDER.SUBTITLE)
    return next(one for one in placeholders(slide) if one.placeholder_format.type in wanted)


def clear(shown: Presentation) -> None:
    """Take the slides of a template out."""
    slides = shown.slides._sldIdLst
    for one in list(slides):
        shown.part.drop_rel(one.rId)
        slides.remove(one)


def settle(shown: Presentation) -> None:
    """Make python-pptx's own template wide, and its letters ours."""
    shown.slide_width, shown.slide_height = _WIDTH, _HEIGHT
    wide = Emu(_WIDTH - 2 * _MARGIN)
    places = {
        PP_PLACEHOLDER.TITLE: (_MARGIN, Inches(0.35), wide, Inches(1.0)),
        PP_PLACEHOLDER.OBJECT: (_MARGIN, Inches(1.5), wide, Inches(5.2)),
        PP_PLACEHOLDER.BODY: (_MARGIN, Inches(1.5), wide, Inches(5.2)),
        PP_PLACEHOLDER.CENTER_TITLE: (_MARGIN, Inches(2.2), wide, Inches(1.4)),
        PP_PLACEHOLDER.SUBTITLE: (_MARGIN, Inches(3.7), wide, Inches(1.0)),
        PP_PLACEHOLDER.FOOTER: (_MARGIN, Inches(6.95), Inches(10.5), Inches(0.35)),
        PP_PLACEHOLDER.SLIDE_NUMBER: (Inches(11.7), Inches(6.95), Inches(1.03), Inches(0.35)),
        PP_PLACEHOLDER.DATE: (Inches(11.2), Inches(6.95), Inches(0.4), Inches(0.35)),
    }
    master = shown.slide_master
    kept = (shown.slide_layouts[0], shown.slide_layouts[1], shown.slide_layouts[5])
    for layout in list(shown.slide_layouts):
        if layout not in kept:
            shown.slide_layouts.remove(layout)
    for holder in (master, *kept):
        for one in placeholders(holder):
            one.left, one.top, one.width, one.height = places[one.placeholder_format.type]
    styles = master.element.find(qn("p:txStyles"))
    for kind, sizes in (
        ("p:titleStyle", (_TITLE_POINTS,)),
        ("p:bodyStyle", (TEXT_POINTS, TEXT_POINTS - 2)),
    ):
        for level, size in enumerate(sizes, 1):
            line = styles.find(qn(kind)).find(qn(f"a:lvl{level}pPr"))
            letters = line.find(qn("a:defRPr"))
            letters.set("sz", str(100 * size))
            letters.set("b", "1" if kind == "p:titleStyle" else "0")
            line.set("algn", "l")
    for layout in kept:
        for line in layout.element.iter(qn("a:lvl1pPr")):
            if line.get("algn") == "ctr":
                line.set("algn", "l")
    for holder in (master, *kept):
        for one in placeholders(holder):
            if one.placeholder_format.type in FEET:
                _small(one, right=one.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER)


def _small(placeholder: Any, *, right: bool) -> None:
    """Set the letters of a foot in its list style, from which slides take them."""
    for line in placeholder.element.iter(qn("a:lvl1pPr")):
        line.set("algn", "r" if right else "l")
        for letters in line.iter(qn("a:defRPr")):
            letters.set("sz", str(100 * _FOOT_POINTS))
