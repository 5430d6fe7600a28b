"""Chapters and what they are made of, as elements."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from escalation.browser.markup import Child, h
from escalation.charts.told import Column, Table
from escalation.letters import visible
from escalation.report.document import (
    Block,
    Code,
    Depth,
    Grid,
    Picture,
    Points,
    Role,
    Section,
    Story,
    Terms,
    Text,
)
from escalation.report.html.stills import still

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

_LOWEST: Final = 6
#: As many rows as a page of paper can keep together.
_SHORT: Final = 14
#: As many letters as the narrowest column of a table has room for on a phone.
_LONG_WORD: Final = 24
#: A browser would break a line behind the sign between two figures.
_INTERVAL: Final = re.compile(r"\d%?[-\u2013]")
_CLASSES: Final = {Role.LEAD: "lead", Role.BODY: None, Role.NOTE: "note", Role.CAVEAT: "caveat"}


def said(text: str) -> str:
    """Return a text with what can't be seen in it, such as marks of direction, written out."""
    return visible(text)


def anchor(section: Section) -> str:
    """Return the id of a chapter."""
    return re.sub(r"[^\w-]+", "-", section.name)


def chapter(section: Section, level: int, largest_drawing: int) -> ET.Element:
    """Return a chapter with its parts, its heading at a level; drawings up to so many bytes."""
    name = anchor(section)
    heading = f"{name}-heading"
    kind = "chapter" if level == 2 else "part"
    appendix = " appendix" if section.depth is Depth.APPENDIX and level == 2 else ""
    return h(
        "section", {"id": name, "class": f"{kind}{appendix}", "aria-labelledby": heading},
        h(_heading(level), {"id": heading}, said(section.title)),
        [block(one, level + 1, largest_drawing) for one in section.blocks],
        [chapter(one, level + 1, largest_drawing) for one in section.parts],
    )  # fmt: skip


def _heading(level: int) -> str:
    return f"h{min(level, _LOWEST)}"


def block(one: Block, level: int, largest_drawing: int) -> Child:
    """Return what a block says; its own heading, if it has one, stands at a level."""
    match one:
        case Text():
            return h("p", {"class": _CLASSES[one.role]}, said(one.text))
        case Points():
            items = [h("li", {}, said(item)) for item in one.items]
            return h("ol" if one.numbered else "ul", {"class": "points"}, items)
        case Terms():
            rows = [
                h("div", {}, h("dt", {}, said(name)), h("dd", {}, said(meaning)))
                for name, meaning in one.terms
            ]
            return h("dl", {"class": "terms"}, rows)
        case Code():
            return h("pre", {}, h("code", {}, said("\n".join(one.lines))))
        case Grid():
            return _grid(one.table, long=one.long)
        case Picture():
            return _picture(one, level, largest_drawing)
        case Story():
            return _story(one, level)


def _grid(table: Table, *, long: bool = False) -> ET.Element:
    first, *others = table.columns
    head = h("tr", {}, _head(first, names=True), [_head(one) for one in others])
    body = [
        h("tr", {}, h("th", {"scope": "row"}, _cell(name)),
          [h("td", {"class": "figures" if column.figures else None}, _cell(cell))
           for column, cell in zip(others, cells, strict=True)])
        for name, *cells in table.rows
    ]  # fmt: skip
    caption = said(table.caption)
    kind = " long" if long else " short" if len(table.rows) <= _SHORT else ""
    return h(
        "div", {"class": f"grid{kind}", "data-file": _file(table.name)},
        h("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption},
          h("table", {}, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, body))),
        h("p", {"class": "note"}, said(table.note)) if table.note else None,
    )  # fmt: skip


def _cell(text: str) -> list[Child]:
    """Return what stands in a cell: an interval stays in one line, a long word may be broken."""
    parts: list[Child] = []
    for word in re.split(r"(\s+)", said(text)):
        if len(word) > _LONG_WORD:
            pieces = re.findall(rf".{{1,{_LONG_WORD}}}", word)
            parts += [one for piece in pieces for one in (h("wbr"), piece)][1:]
        elif _INTERVAL.search(word):
            parts.append(h("span", {"class": "whole"}, word))
        else:
            parts.append(word)
    return parts


def _head(column: Column, *, names: bool = False) -> ET.Element:
    figures = "figures" if column.figures and not names else None
    unit = h("span", {"class": "unit"}, f" ({said(column.unit)})") if column.unit else None
    return h("th", {"scope": "col", "class": figures}, said(column.heading), unit)


def _file(name: str) -> str:
    """Return the name under which a table is saved; none that a folder would not take."""
    return re.sub(r"[^\w-]+", "_", name)[:60] + ".csv"


def _picture(one: Picture, level: int, largest_drawing: int) -> ET.Element:
    name = re.sub(r"[^\w-]+", "-", one.name)
    live = data = None
    table = one.told.table
    captions = [h("p", {"class": "minor"}, said(one.told.caption))]
    if one.live is not None:
        module, figures = one.live()
        if "subtitle" in figures:  # which says what is drawn there, not what is on paper
            captions[0].set("class", "minor of-still")
            captions.append(h("p", {"class": "minor of-answers"}, said(figures["subtitle"])))
        held = f"picture-{name}-data"
        live = h("div", {"class": "live picture", "data-module": module, "data-from": held,
                         "hidden": ""})  # fmt: skip
        data = h("script", {"type": "application/json", "id": held}, as_data(figures))
    behind = None if table is None else h(
        "details", {"class": "behind"}, h("summary", {}, "As a table"), _grid(table)
    )  # fmt: skip
    return h(
        "figure", {"id": f"picture-{name}"},
        h("figcaption", {},
          h(_heading(level), {"class": "finding"}, said(one.told.finding)),
          captions),
        h("p", {"class": "sideways"}, "Wider than this screen: push it sideways."),
        h("div", {"class": "drawn", "tabindex": "0", "role": "group",
                  "aria-label": said(one.told.finding)}, still(one, name, largest_drawing)),
        live,
        behind,
        h("p", {"class": "source"}, said(one.told.source)),
        data,
    )  # fmt: skip


def as_data(held: Any) -> str:
    r"""Return data as JSON that ends no script and begins no markup, whatever is in it.

    >>> as_data({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(held, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _story(one: Story, level: int) -> ET.Element:
    days = [
        h("div", {}, h("dt", {}, said(date)), [h("dd", {}, said(line)) for line in lines])
        for date, lines in one.days
    ]
    return h(
        "details", {"class": "story"},
        h("summary", {}, h(_heading(level), {}, said(one.title))),
        h("dl", {"class": "chronicle"}, days),
    )  # fmt: skip
