"""The whole page: its head, its contents, its chapters and its foot, in one file."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from escalation.browser.bundle import bundled, drawing_modules
from escalation.browser.markup import as_html, h
from escalation.browser.palette import style_sheet
from escalation.charts.words import CAVEAT
from escalation.files import write_bytes_atomically
from escalation.report.document import Depth
from escalation.report.html.blocks import anchor, chapter, said
from escalation.report.html.stills import LARGEST_DRAWING, SMALL_DRAWING

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterable
    from pathlib import Path

    from escalation.report.document import Document, Section

#: A page sent by mail is no larger, in bytes; drawings give way to pictures before that.
MOST_BYTES: Final = 3_000_000


def write_html(document: Document, path: Path) -> None:
    """Write a report as one HTML file; the same document gives the same bytes.

    Raises
    ------
    InputError
        If the file can't be written.
    """
    written = page(document)
    if len(written) > MOST_BYTES:
        written = page(document, largest_drawing=SMALL_DRAWING)
    write_bytes_atomically(path, written.encode(errors="backslashreplace"))


def page(document: Document, *, largest_drawing: int = LARGEST_DRAWING) -> str:
    """Return a report as HTML.

    Parameters
    ----------
    largest_drawing
        Of a picture's drawing, in bytes; a larger one stands as a picture of dots.
    """
    style = "\n".join([style_sheet(), _drawing_styles(), _own_styles(), _paper(document)])
    script = _script()
    chapters = [
        chapter(section, 2, largest_drawing) for section in (document.summary, *document.sections)
    ]
    body = h(
        "body", {"data-run": document.stamp.run_id, "data-made-by": document.stamp.as_text()},
        h("a", {"class": "skip", "href": f"#{anchor(document.summary)}"}, "Skip to the summary"),
        _masthead(document),
        _contents(document),
        h("main", {}, chapters),
        _foot(document),
        h("script", {"type": "module"}, script),
    )  # fmt: skip
    return as_html(h("html", {"lang": "en"}, _head(document, style, script), body))


def _head(document: Document, style: str, script: str) -> ET.Element:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": said(document.subtitle),
        "keywords": said(", ".join(document.keywords)),
        "generator": said(f"escalation {document.stamp.version}"),
        "dcterms.created": document.made.isoformat(),
        **document.stamp.as_mapping(),
    }
    return h(
        "head", {},
        h("meta", {"charset": "utf-8"}),
        h("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        [h("meta", {"name": name, "content": content}) for name, content in named.items()],
        h("title", {}, said(document.title)),
        h("style", {}, style),
    )  # fmt: skip


def _masthead(document: Document) -> ET.Element:
    made = document.made
    date = f"{made.day} {made:%B %Y}"
    return h(
        "header", {"class": "masthead"},
        h("p", {"class": "brand"}, "Escalation ", h("span", {}, "report")),
        h("h1", {}, said(document.title)),
        h("p", {"class": "subtitle"}, said(document.subtitle)),
        h("p", {"class": "made"}, "Results of ",
          h("time", {"datetime": made.isoformat()}, date), ", run ",
          h("b", {}, said(document.stamp.run_id))),
    )  # fmt: skip


def _contents(document: Document) -> ET.Element:
    main = [one for one in document.sections if one.depth is Depth.MAIN]
    appendices = [one for one in document.sections if one.depth is Depth.APPENDIX]
    return h(
        "nav", {"class": "contents", "aria-label": "Contents"},
        h("details", {"open": ""}, h("summary", {}, "Contents"),
          _links([document.summary, *main]),
          [h("p", {"class": "group"}, "Appendices"), _links(appendices)] if appendices else None),
    )  # fmt: skip


def _links(sections: Iterable[Section]) -> ET.Element:
    return h("ol", {}, [
        h("li", {}, h("a", {"href": f"#{anchor(one)}"}, said(one.title)),
          _links(one.parts) if one.parts else None)
        for one in sections
    ])  # fmt: skip


def _foot(document: Document) -> ET.Element:
    stamp = document.stamp
    rows = [
        ("Run", stamp.run_id),
        ("Command", stamp.command or "made from Python"),
        ("Seed", stamp.seed),
        ("Version", f"escalation {stamp.version}"),
        ("Scenario, SHA-256", stamp.scenario_sha256),
    ]
    if stamp.started:
        rows.insert(1, ("Started", stamp.started))
    return h(
        "footer", {},
        h("p", {"class": "caveat"}, CAVEAT),
        h("dl", {"class": "stamp"}, [
            h("div", {}, h("dt", {}, name), h("dd", {}, said(text))) for name, text in rows
        ]),
    )  # fmt: skip


def _paper(document: Document) -> str:
    """Return what stands at the foot of each page on paper: the run, and the page's number."""
    run = re.sub(r"[^\w.-]", "", document.stamp.run_id, flags=re.ASCII)
    return (
        f'@page {{ @bottom-left {{ content: "escalation · run {run}"; }} '
        '@bottom-right { content: counter(page) " / " counter(pages); } }\n'
    )


@cache
def _drawing_styles() -> str:
    return (files("escalation.browser") / "drawing" / "figures.css").read_text(encoding="utf-8")


@cache
def _own_styles() -> str:
    return (files("escalation.report.html") / "page" / "report.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    """Return the page's modules, and those that draw, as one script."""
    own = {
        one.name: one.read_text(encoding="utf-8")
        for one in (files("escalation.report.html") / "page").iterdir()
        if one.name.endswith(".js")
    }
    return bundled("main.js", own | drawing_modules())


def _hash(text: str) -> str:
    """Return the policy's name for an inline text: nothing but that text is let in by it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
