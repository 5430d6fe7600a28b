"""HTML made of elements, so that what people wrote is text and never markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Child: TypeAlias = "ET.Element | str | Iterable[Child] | None"


def h(name: str, attributes: dict[str, object] | None = None, *children: Child) -> ET.Element:
    """Return an element; attributes that are None are left out, and so are such children."""
    told = {key: str(value) for key, value in (attributes or {}).items() if value is not None}
    element = ET.Element(name, told)
    for child in children:
        _append(element, child)
    return element


def _append(element: ET.Element, child: Child) -> None:
    if child is None:
        return
    if isinstance(child, ET.Element):
        element.append(child)
    elif isinstance(child, str):
        if len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    else:
        for one in child:
            _append(element, one)


def as_html(root: ET.Element) -> str:
    r"""Return a whole page.

    >>> as_html(h("html", {}, h("p", {"title": '"'}, "<b>", h("br"), "&")))
    '<!doctype html>\n<html><p title="&quot;">&lt;b&gt;<br>&amp;</p></html>\n'
    """
    return f"<!doctype html>\n{ET.tostring(root, encoding='unicode', method='html')}\n"


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Child]]) -> ET.Element:
    """Return a table whose first column names the rows."""
    head = h("tr", {}, [h("th", {"scope": "col"}, name) for name in columns])
    body = [
        h("tr", {}, h("th", {"scope": "row"}, first), [h("td", {}, cell) for cell in cells])
        for first, *cells in rows
    ]
    return h(
        "div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption},
        h("table", {}, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, body)),
    )  # fmt: skip
