"""The styles of Word documents, and the page: an office's own, or ours where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from escalation.charts import style as looks

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle


#: Styles of paragraphs beside Word's own, by what they are for: size in points, colour, bold.
STYLES: Final[Mapping[str, tuple[float, str, bool]]] = MappingProxyType(
    {
        "Lead": (13.0, looks.INK, False),
        "Note": (9.0, looks.SOFT, False),
        "Caveat": (9.0, looks.SOFT, True),
        "Code": (9.0, looks.INK, False),
        "Cell": (8.0, looks.INK, False),
        "Figure": (9.0, looks.INK, False),
    }
)
TABLE_STYLE: Final = "Escalation Table"
_FONT, _CODE_FONT = "Calibri", "Consolas"
#: Headings below this level look like it.
DEEPEST_HEADING: Final = 4
_QUIET: Final = ("Subtitle", "Header", "Footer")


def clear(word: WordDocument) -> None:
    """Take the text of a template out, all but how its pages are."""
    body = word.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)


def settle_page(word: WordDocument) -> None:
    """Make the page A4, with our margins."""
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(20)


def settle_styles(word: WordDocument, *, own: bool) -> None:
    """Add the styles that are missing; without a template, give Word's own our looks."""
    there = {style.name for style in word.styles}
    if own:
        _own_looks(word)
    for name in ("Body Text", "List Bullet", "List Number", "Caption", "Title", "Subtitle"):
        if name not in there:
            _added(word, name)
    for level in range(1, DEEPEST_HEADING + 1):
        if f"Heading {level}" not in there:
            _added(word, f"Heading {level}").font.bold = True
    for name in ("Header", "Footer", "TOC Heading"):
        if name not in there:
            _added(word, name)
    if "Strong" not in there:
        word.styles.add_style("Strong", WD_STYLE_TYPE.CHARACTER).font.bold = True
    for name, (size, colour, bold) in STYLES.items():
        if name in there:
            continue
        style = _added(word, name)
        style.font.size = Pt(size)
        if bold:  # and else nothing, so that the head of a table stays bold
            style.font.bold = True
        style.font.color.rgb = _colour(colour)
        style.paragraph_format.space_after = Pt(0 if name in ("Cell", "Code") else 6)
        style.paragraph_format.space_before = Pt(3 if name == "Note" else 0)
        if name == "Code":
            _font_of(style, _CODE_FONT)
    if TABLE_STYLE not in there:
        word.styles.element.append(parse_xml(_table_style()))


def _own_looks(word: WordDocument) -> None:
    styles = word.styles
    normal = styles["Normal"]
    _font_of(normal, _FONT)
    normal.font.size, normal.font.color.rgb = Pt(10.5), _colour(looks.INK)
    for name, size, before, after in (
        ("Title", 24, 0, 2),
        ("Subtitle", 10.5, 0, 10),
        ("Heading 1", 17, 22, 6),
        ("Heading 2", 13, 14, 4),
        ("Heading 3", 11, 10, 2),
        ("Heading 4", 10.5, 8, 2),
        ("Caption", 10.5, 10, 2),
        ("TOC Heading", 17, 0, 8),
        ("Header", 8, 0, 0),
        ("Footer", 8, 0, 0),
    ):
        style = styles[name]
        _font_of(style, _FONT)
        style.font.size, style.font.italic = Pt(size), False
        style.font.color.rgb = _colour(looks.SOFT if name in _QUIET else looks.INK)
        style.font.bold = name not in _QUIET
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = name.startswith(("Heading", "TOC"))
        for spaced in style.element.findall(f".//{qn('w:rPr')}/{qn('w:spacing')}"):
            spaced.getparent().remove(spaced)
        for rule in style.element.findall(f".//{qn('w:pBdr')}"):
            rule.getparent().remove(rule)


def _added(word: WordDocument, name: str) -> ParagraphStyle:
    style: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    return style


def _font_of(style: Any, name: str) -> None:
    """Set a style's letters for every script: those of a theme would win over the name."""
    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def _colour(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


def _table_style() -> str:
    """Return a style of tables: rules between rows, a heavier one below the head."""
    rule = looks.PALE.lstrip("#")
    ink = looks.INK.lstrip("#")
    return f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="EscalationTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:space="0" w:color="{ink}"/>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{ink}"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>
  </w:tblBorders><w:tblCellMar>
    <w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
    <w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
    <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/>
  </w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>"""


def toc_style(word: WordDocument, level: int) -> str:
    """Return the style of a line of the contents, which Word's own template has only in secret."""
    name = f"toc {level}"
    if name not in {style.name for style in word.styles}:
        style = _added(word, name)
        style.paragraph_format.left_indent = Pt(14 * (level - 1))
        style.paragraph_format.space_after = Pt(3)
    return name
